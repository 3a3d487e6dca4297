//! What the gazetteer has of a name as it stands in the text, or of what it may be a form of.

use gazetteer::{NameRank, PlaceId, PlaceKind, fold_into};
use text::Token;

use crate::chart::Chart;
use crate::naming::{Ground, Known};

/// The longest toponym, in tokens.
const LONGEST: u16 = 7;
/// How many places of one name are kept.
const RIVALS: usize = 64;

/// The longest name of the gazetteer from a token on: its end, the likeliest place, how the name is its.
pub(crate) fn walk(
    g: &Ground,
    chart: &Chart,
    from: u16,
    known: &mut Known,
) -> Option<(u16, PlaceId, NameRank)> {
    known.lemma.clear();
    if !g.document.pack.endings.is_empty() {
        let (end, id, rank, name) = walk_forms(g, chart, from, known)?;
        known.lemma = name;
        return Some((end, id, rank));
    }
    let mut best = None;
    known.scratch.clear();
    let mut end = from;
    while end < chart.len && end < from + LONGEST {
        // a mark inside a word: "Port-au-Prince"
        let token = match next(g, from, end, &["-", "–", "'", "’"]) {
            Next::Word(token) => token,
            Next::Mark => {
                end += 1;
                continue;
            }
            Next::Ends => break,
        };
        let word = g.word(end);
        fold_into(word, &mut known.word);
        if !known.scratch.is_empty() {
            known.scratch.push(' ');
        }
        let before = known.scratch.len();
        let elided = end > from && g.word(end - 1).ends_with(['\'', '’']);
        if end > from && token.shape.is_glued() && (elided || word.starts_with(['\'', '’'])) {
            // "Queen Anne's County", "St. John's", "L'Aquila"
            known.scratch.pop();
        }
        known.scratch.push_str(&known.word);
        end += 1;
        if known.scratch.len() == before || word.ends_with(['\'', '’']) {
            continue; // "Castel d'Azzano": no word ends here
        }
        let (matches, goes_on) = known.look_up(g.places);
        let capital = token.shape.is_capital() || token.shape.is_figure() || word.starts_with(['\'', '’']);
        // "Vermont State Police": the state's noun is the body's
        let others = word == "State" && end > from + 1 && g.capital(end);
        if capital
            && !others
            && let Some((id, rank)) = likeliest(g, matches, abbreviated(g, from, end), known.scratch.len())
        {
            best = Some((end, id, rank));
        }
        if !goes_on {
            break;
        }
    }
    best
}

/// What a token is to a name that begins at or before it.
enum Next<'t> {
    Word(&'t Token),
    /// A mark inside a word.
    Mark,
    /// None of it.
    Ends,
}

/// What a token is to a name whose words these marks may join.
#[inline]
fn next<'t>(g: &'t Ground, from: u16, at: u16, marks: &[&str]) -> Next<'t> {
    let Some(token) = g.token(at) else { return Next::Ends };
    if token.shape.is_mark() {
        let glued = |t: &Token| t.shape.is_glued();
        let inner = at > from && marks.contains(&g.word(at)) && glued(token);
        return if inner && g.token(at + 1).is_some_and(glued) { Next::Mark } else { Next::Ends };
    }
    if at > from && token.shape.begins_line() { Next::Ends } else { Next::Word(token) }
}

/// The same in a language that changes names: every name that the words may be forms of is walked. Returns the name too.
fn walk_forms(
    g: &Ground,
    chart: &Chart,
    from: u16,
    known: &mut Known,
) -> Option<(u16, PlaceId, NameRank, String)> {
    let mut best: Option<(u16, PlaceId, NameRank, String)> = None;
    let mut names = vec![String::new()];
    let mut end = from;
    while end < chart.len && end < from + LONGEST && !names.is_empty() {
        // «Івано-Франківська»: only the last part changes, and the mark is none in the gazetteer
        let token = match next(g, from, end, &["-", "–"]) {
            Next::Word(token) => token,
            Next::Mark => {
                end += 1;
                continue;
            }
            Next::Ends => break,
        };
        fold_into(g.word(end), &mut known.word);
        let mut forms = vec![known.word.clone()];
        if token.shape.is_word() {
            g.document.pack.endings.lemmas(&known.word, |lemma, _| {
                if !forms.iter().any(|f| f == lemma) {
                    forms.push(lemma.to_owned());
                }
            });
        }
        end += 1;
        let short = abbreviated(g, from, end);
        let mut longer = Vec::new();
        let mut largest = 0;
        for (name, form) in names.iter().flat_map(|name| forms.iter().map(move |form| (name, form))) {
            known.scratch.clear();
            known.scratch.push_str(name);
            if !name.is_empty() {
                known.scratch.push(' ');
            }
            known.scratch.push_str(form);
            let (matches, goes_on) = known.look_up(g.places);
            if (token.shape.is_capital() || token.shape.is_figure() || end > from + 1)
                && let Some((id, rank)) = likeliest(g, matches, short, known.scratch.len())
            {
                // as it is printed, unless a form of another name is a far larger place
                let printed = if *form == known.word { 4 } else { 1 };
                let size = (u64::from(g.places.figures(id).population) + 1) * printed;
                if size > largest {
                    largest = size;
                    best = Some((end, id, rank, known.scratch.clone()));
                }
            }
            if goes_on {
                longer.push(known.scratch.clone());
            }
        }
        names = longer;
    }
    best
}

/// Of the first places of a name the country or region that bears it, else the largest whose main name it is.
fn likeliest(
    g: &Ground,
    matches: gazetteer::Matches,
    short: bool,
    letters: usize,
) -> Option<(PlaceId, NameRank)> {
    let class = |id: PlaceId, rank: NameRank| match (g.places.kind(id), rank) {
        (PlaceKind::Country, NameRank::Main | NameRank::Abbreviation) => 4,
        (PlaceKind::Region, NameRank::Main | NameRank::Abbreviation) => 3,
        (PlaceKind::Country, _) if letters > 3 => 2,
        (_, NameRank::Main) => 1,
        _ => 0,
    };
    let mut best: Option<(u8, PlaceId, NameRank)> = None;
    for (at, (id, rank)) in matches.filter(|(id, rank)| listed(g, *id, *rank, short)).take(6).enumerate() {
        let class = class(id, rank);
        // a large town before a region that happens to share its name, "Washington"
        if best.is_none_or(|(b, _, _)| class > b && !(at > 0 && class == 3 && b == 1)) {
            best = Some((class, id, rank));
        }
    }
    best.map(|(_, id, rank)| (id, rank))
}

/// Whether a name may stand for a place: an abbreviation only where it is written so, and a sea or a part of the world
/// only where the lexicon has it, for many of their names are also a town's.
fn listed(g: &Ground, id: PlaceId, rank: NameRank, short: bool) -> bool {
    (rank != NameRank::Abbreviation || short) && g.places.kind(id) != PlaceKind::Area
}

/// Whether tokens are written as an abbreviation is: "US", "Tex.", "S.C.".
fn abbreviated(g: &Ground, from: u16, end: u16) -> bool {
    let last = g.word(end - 1);
    last.ends_with('.')
        || stopped(g, from, end)
        // in a script without capitals nothing is
        || !g.blind
            && (from..end)
                .all(|a| g.word(a).chars().all(|c| !c.is_lowercase() && (c.is_uppercase() || !c.is_alphabetic())))
}

/// "South Bend, Ind., on Tuesday": a short word behind a comma whose stop is a token of its own.
pub(crate) fn stopped(g: &Ground, from: u16, end: u16) -> bool {
    from > 0
        && end == from + 1
        && g.word(from - 1) == ","
        && g.word(end) == "."
        && g.token(end).is_some_and(|t| t.shape.is_glued())
        && g.word(from).len() <= 5
}

/// All places of a name.
pub(crate) fn candidates(
    g: &Ground,
    chart: &Chart,
    (from, end): (u16, u16),
    lemma: &str,
    known: &mut Known,
) -> Vec<(PlaceId, NameRank)> {
    let words = g.document.words_of(g.sentence.first + u32::from(from), g.sentence.first + u32::from(end));
    fold_into(words, &mut known.scratch);
    if !lemma.is_empty() {
        known.scratch.clear();
        known.scratch.push_str(lemma);
    }
    // "Randolph Co.": listed with the word written out
    let spelled = g.t.spelled.filter(|_| end > from + 1).and_then(|tag| chart.longest(tag, end - 1));
    if let Some(item) = spelled
        && let Some(head) = known.scratch.rfind(' ')
    {
        known.scratch.truncate(head + 1);
        known.scratch.push_str(g.document.pack.value(item.value));
    }
    let short = abbreviated(g, from, end);
    let (matches, _) = known.look_up(g.places);
    matches.filter(|(id, rank)| listed(g, *id, *rank, short)).take(RIVALS).collect()
}
