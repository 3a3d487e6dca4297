//! Names that the gazetteer has in other letters than the text: found by how the text's language spells such names.

use gazetteer::{Gazetteer, NameRank, PlaceId, PlaceKind, fold_into};
use pack::Spelling;

use crate::chart::Chart;
use crate::naming::{Ground, Known};

/// Fewer letters than this could be spelt from too much.
const SHORTEST: usize = 5;
/// A smaller place is rather not the one that a name so spelt is of.
const TOWN: u32 = 5_000;
/// The most parts of a name that the gazetteer is asked for.
const ASKED: usize = 400;
/// The longest name so found, in tokens.
const LONGEST: u16 = 3;

/// The likeliest place of a name that begins at a token of a run, if it is in letters of the gazetteer's: where the name
/// ends, the place, and the name that the gazetteer has. Only of words that the language does not have.
pub(crate) fn respelt(
    g: &Ground,
    chart: &Chart,
    (from, end): (u16, u16),
    known: &mut Known,
) -> Option<(u16, PlaceId, String)> {
    let pack = g.document.pack;
    if pack.spellings.is_empty() || g.blind || chart.words[from as usize] != 0 {
        return None;
    }
    for end in (from + 1..=end.min(from + LONGEST)).rev() {
        let words =
            g.document.words_of(g.sentence.first + u32::from(from), g.sentence.first + u32::from(end));
        fold_into(words, &mut known.scratch);
        if known.scratch.chars().count() < SHORTEST {
            continue;
        }
        let mut forms = vec![known.scratch.clone()];
        pack.endings.lemmas(&known.scratch, |lemma, _| {
            if !forms.iter().any(|form| form == lemma) {
                forms.push(lemma.to_owned());
            }
        });
        let mut best: Option<(u32, PlaceId, String)> = None;
        let mut left = ASKED;
        for (spelling, form) in pack.spellings.iter().flat_map(|s| forms.iter().map(move |form| (s, form))) {
            let mut search = Search { places: g.places, spelling, left, name: String::new(), found: None };
            search.go(form);
            left = search.left;
            if let Some((people, id, name)) = search.found
                && best.as_ref().is_none_or(|(most, ..)| people > *most)
            {
                best = Some((people, id, name));
            }
        }
        if let Some((_, id, name)) = best {
            return Some((end, id, name));
        }
    }
    None
}

/// A walk over all that a name may be in the gazetteer's letters, cut short where no name begins so.
struct Search<'s> {
    places: &'s Gazetteer,
    spelling: &'s Spelling,
    /// How often the gazetteer may yet be asked.
    left: usize,
    /// The letters so far.
    name: String,
    /// The largest town or region found, with its inhabitants and name.
    found: Option<(u32, PlaceId, String)>,
}

impl Search<'_> {
    fn go(&mut self, rest: &str) {
        if rest.is_empty() {
            return self.take();
        }
        let (taken, others) = self.spelling.first(rest);
        for other in others {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let before = self.name.len();
            self.name.push_str(other);
            if self.places.begins(&self.name) {
                self.go(&rest[taken..]);
            }
            self.name.truncate(before);
        }
    }

    fn take(&mut self) {
        for id in listed(self.places, self.spelling, &self.name).map(|(id, _)| id) {
            let people = self.places.figures(id).population;
            if people >= TOWN && self.found.as_ref().is_none_or(|(most, ..)| people > *most) {
                self.found = Some((people, id, self.name.clone()));
            }
        }
    }
}

/// The towns and regions of a name in the countries of a spelling.
fn listed<'s>(
    places: &'s Gazetteer,
    spelling: &'s Spelling,
    name: &str,
) -> impl Iterator<Item = (PlaceId, NameRank)> + 's {
    places.matches(name).filter(|(id, rank)| {
        let code = places.code(places.figures(*id).country);
        let town = matches!(places.kind(*id), PlaceKind::City | PlaceKind::Region);
        town && *rank != NameRank::Abbreviation && spelling.countries.iter().any(|country| country == code)
    })
}

/// All places of a name that was so found.
pub(crate) fn candidates(g: &Ground, name: &str) -> Vec<(PlaceId, NameRank)> {
    let mut found: Vec<(PlaceId, NameRank)> = Vec::new();
    for spelling in &g.document.pack.spellings {
        for (id, _) in listed(g.places, spelling, name) {
            if !found.iter().any(|(other, _)| *other == id) {
                found.push((id, NameRank::Alternate));
            }
        }
    }
    found
}
