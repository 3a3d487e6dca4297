//! Names in a script without capitals: which words name something is told by the lexicon, the gazetteer and what stands
//! before them. They are marked as other scripts mark them, so that all later passes need not know.

use gazetteer::{Gazetteer, PlaceKind, fold_into};
use pack::{Entry, Pack, tags};
use text::Familiar;

use crate::document::Document;

/// The longest name of a place, in tokens.
const LONGEST: usize = 4;
/// How many words of a person's name nobody lists, at most.
const UNLISTED: usize = 4;
/// A town of so many is meant by its name wherever a word that no lexicon has is spelt so.
const TOWN: u32 = 20_000;
/// A town of so many is a reason to take what stands before its name for a word of its own.
const VILLAGE: u32 = 2_000;

/// What the entries of a lexicon say of names, in a language that has no capitals.
#[derive(Debug)]
pub(crate) struct Caseless {
    /// By the number of an entry.
    of: Vec<Lay>,
}

/// What an entry says of its own words and of those behind them, as bits.
#[derive(Clone, Copy, Debug, Default)]
struct Lay(u8);

impl Lay {
    /// They are a name.
    const NAME: Lay = Lay(1);
    /// They may belong to one: "ibn".
    const PARTICLE: Lay = Lay(2);
    /// A person's name goes on behind them.
    const PERSON: Lay = Lay(4);
    /// A person is named behind them, at length.
    const OFFICE: Lay = Lay(8);
    /// A place is named behind them, whatever it is called.
    const NOUN: Lay = Lay(16);
    /// A place may be named behind them.
    const IN: Lay = Lay(32);
    /// They are grammar or a verb.
    const NO_NAME: Lay = Lay(64);

    fn has(self, bit: Lay) -> bool {
        self.0 & bit.0 != 0
    }
}

impl Caseless {
    /// `None` where the language's script has capitals.
    pub(crate) fn of(pack: &Pack) -> Option<Caseless> {
        if pack.setting("capitals") != "none" {
            return None;
        }
        let list = |names: &[&str]| names.iter().filter_map(|n| pack.tag(n)).collect::<Vec<_>>();
        let says = [
            (Lay::NAME, list(&["first-name", "surname", "nation", "capital-state", "area"])),
            (Lay::PARTICLE, list(&["particle"])),
            (Lay::PERSON, list(&["first-name", "name-title", "particle"])),
            (Lay::OFFICE, list(&["office", "spokesperson"])),
            (Lay::NOUN, list(&["place-noun"])),
            (Lay::IN, list(&["place-in", "place-from", "place-to", "place-part", "of"])),
            (Lay::NO_NAME, vec![tags::FUNCTION, tags::VERB]),
        ];
        let of = |e: &Entry| {
            let said = says.iter().filter(|(_, tags)| tags.contains(&e.tag));
            Lay(said.fold(0, |bits, (lay, _)| bits | lay.0))
        };
        Some(Caseless { of: pack.lexicon.entries().iter().map(of).collect() })
    }

    /// What the longest phrases say that begin at a token: how many tokens they have, and what of them is a name.
    fn says(&self, document: &Document, at: usize) -> (usize, Lay, usize) {
        let (mut length, mut says, mut name) = (1, Lay::default(), 0);
        document.pack.lexicon.phrases(&document.words[at..], |long, number, _| {
            let lay = self.of[number as usize];
            if long > length {
                (length, says) = (long, Lay::default());
            }
            says.0 |= lay.0;
            if lay.has(Lay::NAME) {
                name = long;
            }
        });
        (length, says, name)
    }

    /// Marks the tokens of names as capitalised.
    pub(crate) fn mark_names(&self, document: &mut Document) {
        let mut known = Walk::default();
        let mut before = Lay::default();
        let mut at = 0;
        while at < document.tokens.len() {
            let token = document.tokens[at];
            if !token.shape.is_word() || token.shape.is_capital() {
                // ", Sudan": what holds a place stands behind a comma
                before = Lay(if document.word(at as u32) == "," { before.0 & Lay::NAME.0 } else { 0 });
                at += 1;
                continue;
            }
            if token.shape.begins_line() {
                before = Lay::default();
            }
            let (length, says, mut name) = self.says(document, at);
            let place = known.place(document, at, before, says);
            name = name.max(place);
            if name == 0 && before.has(Lay::NOUN) && document.words[at] == 0 {
                name = 1;
            }
            if document.words[at] == 0 || says.has(Lay::PERSON) && name > 0 {
                name = name.max(self.aged(document, at));
            }
            let person = name.max(usize::from(says.has(Lay::PERSON)) * length);
            let behind = if place < name.max(1) && says.has(Lay::PERSON) || before.has(Lay::OFFICE) {
                self.unlisted(document, at + person)
            } else {
                0
            };
            let enough = !before.has(Lay::OFFICE) || says.has(Lay::PERSON) || name + behind > 1;
            if name > 0 || behind > 0 && enough {
                // a title is no part of the name, a given name and "ibn" are
                let from = if name > 0 || says.has(Lay::PARTICLE) { at } else { at + person };
                let end = at + person.max(name) + if enough { behind } else { 0 };
                for token in &mut document.tokens[from..end] {
                    token.shape = token.shape.as_name();
                }
                at = end.max(at + 1);
                before = Lay::NAME;
                continue;
            }
            before = says;
            at += length;
        }
    }

    /// How many words from a token on may go on with a person's name: those that no lexicon has, names and particles.
    fn unlisted(&self, document: &Document, from: usize) -> usize {
        let mut at = from;
        while at < from + UNLISTED {
            let Some(token) = document.tokens.get(at) else { break };
            if !token.shape.is_word() || token.shape.begins_line() || token.shape.is_glued() {
                break;
            }
            let (length, says, name) = self.says(document, at);
            if says.has(Lay::PARTICLE) {
                // "Abu" and a word that is one of the language
                let next = document.tokens.get(at + length);
                at += length + usize::from(next.is_some_and(|t| t.shape.is_word() && !t.shape.begins_line()));
            } else if document.words[at] == 0 || name > 0 && !says.has(Lay::NO_NAME) {
                at += name.max(1);
            } else {
                break;
            }
        }
        at.min(document.tokens.len()) - from
    }

    /// How many words stand before an age in brackets, none of them grammar or a verb: a person's name.
    fn aged(&self, document: &Document, at: usize) -> usize {
        let may_be = |a: &usize| {
            let token = document.tokens.get(*a);
            token.is_some_and(|t| t.shape.is_word() && (*a == at || !t.shape.begins_line()))
                && !self.says(document, *a).1.has(Lay::NO_NAME)
        };
        let words = (at..at + UNLISTED).take_while(may_be).count();
        let behind = at + words;
        let figure = document.tokens.get(behind + 1).is_some_and(|t| t.shape.is_figure());
        if figure && document.word(behind as u32) == "(" { words } else { 0 }
    }
}

/// How familiar a folded word is to a language and to the gazetteer.
pub(crate) fn familiar(pack: &Pack, word: &str) -> Familiar {
    if pack.lexicon.word(word) != 0 {
        return Familiar::Word;
    }
    let places = Gazetteer::embedded();
    let mut folded = String::new();
    fold_into(word, &mut folded);
    let (mut matches, goes_on) = places.look_up(&folded);
    let large = |id| places.kind(id) != PlaceKind::City || places.figures(id).population >= VILLAGE;
    if goes_on || matches.any(|(id, _)| large(id)) { Familiar::Name } else { Familiar::No }
}

/// The buffers of a walk through the gazetteer.
#[derive(Default)]
struct Walk {
    name: String,
    word: String,
}

impl Walk {
    /// How many tokens from one on name a place that can be meant here.
    fn place(&mut self, document: &Document, at: usize, before: Lay, says: Lay) -> usize {
        let unknown = document.words[at] == 0;
        let asked = before.has(Lay::NOUN) || before.has(Lay::IN) && unknown;
        if !unknown && (says.has(Lay::NO_NAME) || !(asked || before.has(Lay::IN))) {
            return 0;
        }
        let places = Gazetteer::embedded();
        self.name.clear();
        let mut best = 0;
        for (long, token) in document.tokens[at..].iter().take(LONGEST).enumerate() {
            if long > 0 && (token.shape.is_glued() || token.shape.begins_line()) || !token.shape.is_word() {
                break;
            }
            fold_into(document.word((at + long) as u32), &mut self.word);
            if long > 0 {
                self.name.push(' ');
            }
            self.name.push_str(&self.word);
            let (mut matches, goes_on) = places.look_up(&self.name);
            // a hamlet is asked for by its noun, a village by "in"; anything else is a town
            let least = match (before.has(Lay::NOUN) || long > 0, asked) {
                (true, _) => 0,
                (_, true) => VILLAGE,
                _ => TOWN,
            };
            let large = |id| places.kind(id) != PlaceKind::City || places.figures(id).population >= least;
            let meant = (asked || long > 0 || unknown) && matches.any(|(id, _)| large(id));
            if meant {
                best = long + 1;
            }
            if !goes_on {
                break;
            }
        }
        best
    }
}
