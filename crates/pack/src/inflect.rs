use std::collections::BTreeMap;

/// Feature bits of a word's form. A pattern's `{tag/part}` asks for one of them.
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

    /// Whether the two share a bit; an empty `wanted` asks nothing.
    #[inline]
    pub fn has(self, wanted: Features) -> bool {
        wanted.0 == 0 || self.0 & wanted.0 != 0
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
    /// The forms of a lemma, with their features; equal forms share a row.
    pub(crate) fn expand(&self, lemma: &str) -> Vec<(String, Features)> {
        let mut out: BTreeMap<String, u32> = BTreeMap::new();
        for form in &self.forms {
            if let Some(stem) = lemma.strip_suffix(form.cut.as_str()) {
                // "ha _ato": what is added stands around the stem
                let (before, behind) = form.add.split_once('_').unwrap_or(("", &form.add));
                *out.entry(format!("{before}{stem}{behind}")).or_default() |= form.features.0;
            }
        }
        out.into_iter().map(|(form, bits)| (form, Features(bits))).collect()
    }
}
