//! Voices under their names: which origins are one.

use std::collections::{BTreeMap, BTreeSet};

use claim::Origin;

use crate::cluster::root;
use crate::names::{Likeness, Name, fold, likeness};
use crate::sounds::sound;

/// The voices of one incident, each under all its names.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    /// One for each voice.
    voices: Vec<Voice>,
    by_name: BTreeMap<(String, Option<String>), usize>,
}

/// One voice, under all its names.
#[derive(Clone, Debug, Default)]
struct Voice {
    name: String,
    /// Whether its name is a body's one name in every language, and how long that is.
    says: (bool, usize),
    names: BTreeSet<String>,
    side: Option<String>,
}

/// A name as one claim has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    folded: String,
    words: Name,
    institution: Option<String>,
    side: Option<String>,
    person: bool,
    /// Whether it is a person or an official: "the family of X" is not X.
    somebody: bool,
    /// Whether it is the name of a state or its capital: "Kyiv", "Ukraine".
    state: bool,
    name: String,
    /// How the words that say something sound, of a body or group with three of them and more.
    heard: Vec<String>,
}

impl Voices {
    /// Merges the origins of an incident's claims: equal names, one institution, or a person's short name.
    /// What merges is decided on the set alone.
    pub fn of<'a>(origins: impl Iterator<Item = &'a Origin>) -> Voices {
        let named: BTreeSet<Named> = origins.filter_map(name_of).collect();
        let named: Vec<Named> = named.into_iter().collect();
        let mut parent: Vec<usize> = (0..named.len()).collect();
        let mut sides: Vec<Option<&str>> = named.iter().map(|n| n.side.as_deref()).collect();
        for a in 0..named.len() {
            for b in a + 1..named.len() {
                if one(&named[a], &named[b]) && !torn(&named, a, b) && !torn(&named, b, a) {
                    let (a, b) = (root(&mut parent, a), root(&mut parent, b));
                    if !differ(sides[a], sides[b]) {
                        parent[a.max(b)] = a.min(b);
                        sides[a.min(b)] = sides[a].or(sides[b]);
                    }
                }
            }
        }
        let mut out = Voices::default();
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, it) in named.iter().enumerate() {
            let next = number.len();
            let voice = *number.entry(root(&mut parent, at)).or_insert(next);
            if voice == out.voices.len() {
                out.voices.push(Voice::default());
            }
            let here = &mut out.voices[voice];
            // a body's one name in every language; else the longest name says most
            let says = (it.institution.as_ref() == Some(&it.folded), it.name.chars().count());
            if says > here.says || says == here.says && it.name < here.name {
                here.name.clone_from(&it.name);
                here.says = says;
            }
            here.names.insert(it.folded.clone());
            here.side = here.side.take().or_else(|| it.side.clone());
            out.by_name.insert((it.folded.clone(), it.side.clone()), voice);
        }
        out
    }

    /// The voice behind an origin; `None` where it has no name.
    pub fn find(&self, origin: Option<&Origin>) -> Option<usize> {
        let named = name_of(origin?)?;
        self.by_name.get(&(named.folded, named.side)).copied()
    }

    /// The name that says most.
    pub fn name(&self, voice: usize) -> &str {
        &self.voices[voice].name
    }

    /// The state that a voice speaks for, as an ISO code, where it is known.
    pub fn side(&self, voice: usize) -> Option<&str> {
        self.voices[voice].side.as_deref()
    }

    /// How many there are; they are counted from 0.
    pub fn number(&self) -> usize {
        self.voices.len()
    }

    /// Whether the two speak for different states.
    pub(crate) fn opposed(&self, a: usize, b: usize) -> bool {
        differ(self.voices[a].side.as_deref(), self.voices[b].side.as_deref())
    }

    /// Whether it is known for which state a voice speaks.
    pub(crate) fn speaks_for_a_state(&self, voice: usize) -> bool {
        self.voices[voice].side.is_some()
    }

    /// Whether the two speak for one state.
    pub(crate) fn allied(&self, a: usize, b: usize) -> bool {
        self.voices[a].side.is_some() && self.voices[a].side == self.voices[b].side
    }

    /// Whether two voices may be one, as "the governor" may be "Donetsk governor Pavlo Kyrylenko" or another: the words of
    /// a name of one are all in a name of the other.
    pub(crate) fn may_be_one(&self, a: usize, b: usize) -> bool {
        let within = |x: &String, y: &String| matches!(likeness(x, y), Likeness::Same | Likeness::Within);
        let (x, y) = (&self.voices[a], &self.voices[b]);
        !self.opposed(a, b) && x.names.iter().any(|n| y.names.iter().any(|m| within(n, m)))
    }

    /// Whether a voice goes by this name.
    pub(crate) fn is_called(&self, voice: usize, name: &str) -> bool {
        self.voices[voice].names.contains(&fold(name))
    }
}

fn name_of(origin: &Origin) -> Option<Named> {
    let folded = fold(&origin.voice);
    if folded.is_empty() || origin.kind.as_deref() == Some("unnamed") {
        return None;
    }
    let person = origin.kind.as_deref() == Some("person");
    let long = folded.split(' ').filter(|word| word.chars().count() >= SAYS_SOMETHING);
    let heard: Vec<String> = long.filter_map(sound).collect();
    Some(Named {
        heard: if person || heard.len() < COGNATES { Vec::new() } else { heard },
        words: Name::of(&folded),
        folded,
        institution: origin.institution.as_deref().map(fold).filter(|i| !i.is_empty()),
        side: origin.side.clone(),
        person,
        somebody: matches!(origin.kind.as_deref(), Some("person" | "official")),
        state: origin.kind.is_none()
            && origin.side.is_some()
            && origin.voice.split_whitespace().all(|word| word.starts_with(char::is_uppercase)),
        name: origin.voice.clone(),
    })
}

fn differ(a: Option<&str>, b: Option<&str>) -> bool {
    matches!((a, b), (Some(x), Some(y)) if x != y)
}

/// Whether a name without a side may be of either of two sides: it is then not joined to one that has a side.
fn torn(named: &[Named], at: usize, other: usize) -> bool {
    let like = |other: &&Named| one(&named[at], other);
    let mut sides = named.iter().filter(like).filter_map(|n| n.side.as_deref());
    let first = sides.next();
    named[at].side.is_none() && named[other].side.is_some() && sides.any(|side| Some(side) != first)
}

fn one(a: &Named, b: &Named) -> bool {
    if differ(a.side.as_deref(), b.side.as_deref()) {
        return false;
    }
    let institution = match (&a.institution, &b.institution) {
        (Some(x), Some(y)) => x == y,
        (Some(x), None) => *x == b.folded,
        (None, Some(y)) => *y == a.folded,
        (None, None) => false,
    };
    // "Tymoshko" is "regional police chief Volodymyr Tymoshko"; "the governor" alone may be anybody
    let shorter = if a.folded.len() <= b.folded.len() { a } else { b };
    let short = shorter.person && a.words.likeness(&b.words) == Likeness::Within;
    // "Dmitry Peskov", «Дмитрий Песков», «Песков»
    let full = a.somebody && b.somebody && shorter.words.is_full();
    let spelled = (shorter.person || full) && a.words.sounds_like(&b.words);
    // "Kyiv", "Kiev" and "Ukraine" are one that speaks
    let state = a.state && b.state && a.side == b.side;
    institution || a.folded == b.folded || short || spelled || state || translated(&a.heard, &b.heard)
}

/// From how many letters on a word of a name says something: not "of the", "della".
const SAYS_SOMETHING: usize = 4;
/// So many words of two names must be cognates, and all but one of each.
const COGNATES: usize = 3;

/// Whether one long name is the other in another language, word for word in any order: "Christian Association of Nigeria",
/// "Associazione cristiana della Nigeria".
fn translated(a: &[String], b: &[String]) -> bool {
    let mut free: Vec<&String> = b.iter().collect();
    let found = a
        .iter()
        .filter(|word| {
            free.iter().position(|other| are_cognates(word, other)).map(|at| free.swap_remove(at)).is_some()
        })
        .count();
    found >= COGNATES && found + 1 >= a.len().max(b.len())
}

/// Whether two words as they sound have most of the shorter in common, in one piece.
fn are_cognates(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let common = (0..short.len())
        .flat_map(|from| (from + 1..=short.len()).rev().map(move |to| (from, to)))
        .filter(|(from, to)| short.get(*from..*to).is_some_and(|piece| long.contains(piece)))
        .map(|(from, to)| to - from)
        .max()
        .unwrap_or(0);
    common >= 4 && common * 5 >= short.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(voice: &str, kind: &str, institution: Option<&str>, side: Option<&str>) -> Origin {
        Origin {
            voice: voice.into(),
            span: None,
            kind: Some(kind.into()),
            institution: institution.map(Into::into),
            side: side.map(Into::into),
            via: vec![],
        }
    }

    #[test]
    fn a_long_name_is_one_in_every_language() {
        let one = |a: &str, b: &str| {
            let all = [origin(a, "organization", None, None), origin(b, "organization", None, None)];
            let voices = Voices::of(all.iter());
            voices.find(Some(&all[0])) == voices.find(Some(&all[1]))
        };
        assert!(one("Christian Association of Nigeria", "Associazione cristiana della Nigeria"));
        assert!(one("Asociación Cristiana de Nigeria", "Associazione cristiana della Nigeria"));
        assert!(one(
            "Malawi National Commission on Human Rights",
            "Comisión Nacional de Derechos Humanos de Malawi"
        ));
        assert!(!one("Christian Association of Nigeria", "Islamic Association of Nigeria"));
        assert!(!one("National Police of Ukraine", "Ukrainian National Guard"));
        assert!(!one("Medical Association of Kenya", "Kenya National Teachers Association"));
    }

    #[test]
    fn one_institution_is_one_voice() {
        let all = [
            origin("Volodymyr Tymoshko", "person", Some("Kharkiv police"), Some("UA")),
            origin("Kharkiv police", "police", None, Some("UA")),
            origin("Tymoshko", "person", None, None),
            origin("Oleh Syniehubov", "person", Some("Kharkiv oblast"), Some("UA")),
            origin("officials", "unnamed", None, None),
        ];
        let voices = Voices::of(all.iter());
        let of = |at: usize| voices.find(Some(&all[at]));
        assert_eq!(of(0), of(1));
        assert_eq!(of(0), of(2));
        assert_ne!(of(0), of(3));
        assert_eq!(of(4), None);
    }

    #[test]
    fn a_person_is_one_voice_in_every_spelling() {
        let all = ["Mayor Ihor Terekhov", "sindaco Ihor Terechov", "мэр Игорь Терехов", "Oleg Terekhov"]
            .map(|voice| origin(voice, "official", None, None));
        let voices = Voices::of(all.iter());
        let of = |at: usize| voices.find(Some(&all[at]));
        assert!(of(0) == of(1) && of(0) == of(2));
        assert_ne!(of(0), of(3));
        let kin =
            ["Ana Terekhova", "family of Ana Terekhova"].map(|voice| origin(voice, "witness", None, None));
        let voices = Voices::of(kin.iter());
        assert_ne!(voices.find(Some(&kin[0])), voices.find(Some(&kin[1])));
    }

    #[test]
    fn a_state_is_one_voice_under_the_name_of_its_capital() {
        let all = ["Kyiv", "Ukraine", "Moscow"].map(|voice| Origin {
            kind: None,
            side: Some(if voice == "Moscow" { "RU" } else { "UA" }.into()),
            ..origin(voice, "", None, None)
        });
        let voices = Voices::of(all.iter());
        let of = |at: usize| voices.find(Some(&all[at]));
        assert_eq!(of(0), of(1));
        assert_ne!(of(0), of(2));
    }

    #[test]
    fn a_name_that_two_sides_share_is_of_neither() {
        let all = [
            origin("Defence Ministry", "military", None, Some("UA")),
            origin("Defence Ministry", "military", None, None),
            origin("Defence Ministry", "military", None, Some("RU")),
        ];
        let voices = Voices::of(all.iter());
        let of = |at: usize| voices.find(Some(&all[at])).unwrap();
        assert!(voices.opposed(of(0), of(2)));
        assert!(of(1) != of(0) && of(1) != of(2));
        assert!(voices.may_be_one(of(1), of(0)) && !voices.may_be_one(of(0), of(2)));
    }

    #[test]
    fn one_name_on_two_sides_is_two_voices() {
        let all = [
            origin("Ministry of Defence", "military", None, Some("UA")),
            origin("Ministry of Defence", "military", None, Some("RU")),
        ];
        let voices = Voices::of(all.iter());
        let (a, b) = (voices.find(Some(&all[0])).unwrap(), voices.find(Some(&all[1])).unwrap());
        assert!(a != b && voices.opposed(a, b));
    }
}
