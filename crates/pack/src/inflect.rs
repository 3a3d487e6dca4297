use std::collections::{BTreeMap, BTreeSet};

/// Feature bits of a word's form, of several classes: case, number, and so on. A pattern's `{tag/gen,dat,pl}` asks for one
/// bit of each class that it names: the genitive or dative plural.
#[derive(
    Hash, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Features(pub u32);

/// Names of the bits, in order.
const NAMES: &[&str] = &[
    "base", "s", "past", "part", "ger", // verb forms
    "sg", "pl", // number
    "nom", "gen", "dat", "acc", "ins", "loc", "voc", // case
    "m", "f", "n", // gender
    "pres", "fut", "imp", "inf", "pass", "short", // further verb forms
    "du",    // the number of what two, three or four count
    "imps",  // a verb's form that tells what was done and not by whom: «поранено»
];

const fn bits(first: u32, end: u32) -> u32 {
    (1 << end) - (1 << first)
}

/// The classes: forms of verbs, number, case, gender, voice, length of the form.
const CLASSES: [u32; 6] = [
    bits(0, 5) | bits(17, 21) | bits(24, 25),
    bits(5, 7) | bits(23, 24),
    bits(7, 14),
    bits(14, 17),
    bits(21, 22),
    bits(22, 23),
];

impl Features {
    /// A verb's simple past.
    pub const PAST: Features = Features(1 << 2);
    /// Forms of a verb that stand with a subject: past and third person.
    pub const FINITE: Features = Features(1 << 1 | 1 << 2);
    /// A verb's past participle.
    pub const PARTICIPLE: Features = Features(1 << 3);
    /// A verb's form in -ing and its like.
    pub const GERUND: Features = Features(1 << 4);
    /// Either number of a noun.
    pub const NOUN: Features = Features(1 << 5 | 1 << 6);
    /// Singular.
    pub const SINGULAR: Features = Features(1 << 5);
    /// Plural.
    pub const PLURAL: Features = Features(1 << 6);
    /// The number of what two, three or four count.
    pub const DUAL: Features = Features(1 << 23);
    /// Every case.
    pub const CASE: Features = Features(CLASSES[2]);

    /// Returns the bits that a comma-separated list names, or the name that is none.
    pub fn parse(names: &str) -> Result<Features, String> {
        let mut bits = 0;
        for name in names.split([',', '.']).map(str::trim).filter(|n| !n.is_empty()) {
            let at = NAMES
                .iter()
                .position(|n| *n == name)
                .ok_or_else(|| format!("no feature is called {name:?}"))?;
            bits |= 1 << at;
        }
        Ok(Features(bits))
    }

    /// Whether the two share a bit of every class that `wanted` has one of; an empty `wanted` asks nothing.
    #[inline]
    pub fn has(self, wanted: Features) -> bool {
        CLASSES.iter().all(|class| wanted.0 & class == 0 || self.0 & wanted.0 & class != 0)
    }

    /// The bits of both, where nothing is lost: "gen,sg" and "dat,sg" are "gen,dat,sg", but "gen,sg" and "nom,pl" have no
    /// such sum, for it would be a nominative singular too.
    pub fn joined(self, other: Features) -> Option<Features> {
        let parted = |class: &&u32| {
            let (a, b) = (self.0 & **class, other.0 & **class);
            a != b && a != 0 && b != 0
        };
        (CLASSES.iter().filter(parted).count() <= 1).then_some(Features(self.0 | other.0))
    }

    /// What two words have in common that agree in case and number; `None` where they do not.
    pub(crate) fn agreed(self, other: Features) -> Option<Features> {
        CLASSES
            .iter()
            .try_fold(0, |bits, class| match (self.0 & class, other.0 & class) {
                (0, only) | (only, 0) => Some(bits | only),
                (a, b) if a & b != 0 => Some(bits | a & b),
                _ => None,
            })
            .map(Features)
    }
}

/// How the words of one class change: each form as what is cut from the lemma, what is added, and its features.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paradigm {
    /// Whether it is the first word of a phrase that changes (verbs) or the last (nouns).
    pub(crate) first_word: bool,
    pub(crate) forms: Vec<Form>,
}

#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// The ending that the lemma must have, and loses.
    pub(crate) cut: String,
    pub(crate) add: String,
    pub(crate) features: Features,
}

impl Paradigm {
    /// The forms of a lemma, each with its features.
    pub(crate) fn expand(&self, lemma: &str) -> BTreeSet<(String, Features)> {
        let stems = self.forms.iter().filter_map(|form| Some((form, lemma.strip_suffix(form.cut.as_str())?)));
        stems
            .map(|(form, stem)| {
                // "ha _ato": what is added stands around the stem
                let (before, behind) = form.add.split_once('_').unwrap_or(("", &form.add));
                (format!("{before}{stem}{behind}"), form.features)
            })
            .collect()
    }
}

/// The endings of the open paradigms, turned round: what a word that no lexicon lists may be a form of.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Endings {
    /// By ending: what stands in its place in the lemma, and the features of the form.
    lemmas: BTreeMap<String, BTreeSet<(String, Features)>>,
}

impl Endings {
    pub(crate) fn add(&mut self, paradigm: &Paradigm) {
        for form in &paradigm.forms {
            let lemma = (form.cut.clone(), form.features);
            self.lemmas.entry(form.add.clone()).or_default().insert(lemma);
        }
    }

    /// Whether the language changes the names that nobody lists.
    pub fn is_empty(&self) -> bool {
        self.lemmas.is_empty()
    }

    /// Calls `found` with each lemma that a word may be of, beginning with what has the longest ending.
    pub fn lemmas(&self, word: &str, mut found: impl FnMut(&str, Features)) {
        let mut lemma = String::new();
        // no name is shorter than two letters without its ending
        for (at, _) in word.char_indices().skip(2).chain([(word.len(), ' ')]) {
            for (ending, features) in self.lemmas.get(&word[at..]).into_iter().flatten() {
                lemma.clear();
                lemma.push_str(&word[..at]);
                lemma.push_str(ending);
                found(&lemma, *features);
            }
        }
    }
}
