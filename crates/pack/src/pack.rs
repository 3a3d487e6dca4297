use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use text::{Language, Writing};

use crate::layer::lay_out;
use crate::{Asks, Emit, Endings, Layer, Lexicon, PackError, Pattern, Spelling};

/// A tag's index in [`Pack::tags`].
pub type Tag = u16;

/// Tags that reading makes itself and therefore knows by number.
pub mod tags {
    use super::Tag;

    /// Their names, in the order of their numbers.
    pub(crate) const NAMES: &[&str] = &[
        "function",
        "number",
        "count",
        "time",
        "place",
        "name",
        "people",
        "voice",
        "said",
        "person-name",
        "ordinal",
        "quote",
        "verb",
        "bare",
        "age",
    ];
    /// A word of grammar: article, preposition, conjunction, pronoun, auxiliary.
    pub const FUNCTION: Tag = 0;
    /// A numeral, written as word or figure.
    pub const NUMBER: Tag = 1;
    /// A number with its bounds ("at least forty").
    pub const COUNT: Tag = 2;
    /// A time expression.
    pub const TIME: Tag = 3;
    /// A toponym.
    pub const PLACE: Tag = 4;
    /// A run of capitalised words.
    pub const NAME: Tag = 5;
    /// A group of people, counted or not.
    pub const PEOPLE: Tag = 6;
    /// Who is said to say something.
    pub const VOICE: Tag = 7;
    /// A clause of saying, with its voice.
    pub const SAID: Tag = 8;
    /// A name that is of a person.
    pub const PERSON_NAME: Tag = 9;
    /// "first", "third".
    pub const ORDINAL: Tag = 10;
    /// Words between marks of quotation, the marks included.
    pub const QUOTE: Tag = 11;
    /// A verb in any form.
    pub const VERB: Tag = 12;
    /// A number that stands for people or things named before: "six were hit".
    pub const BARE: Tag = 13;
    /// A person's age.
    pub const AGE: Tag = 14;
}

/// A right or wrong example of a rule; each is a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The sentence, without its marks.
    pub text: String,
    /// The bytes between `[[` and `]]`, where they are marked.
    pub marked: Option<(usize, usize)>,
    /// What stands behind `=>`: "killed = 3".
    pub expected: Option<String>,
}

/// What a match becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleOutput {
    /// Claims.
    Claims(Vec<Emit>),
    /// An item for later rules: its tag, and the value that it states, if any.
    Chunk {
        /// The tag of the new item.
        makes: Tag,
        /// Index into the pack's values; 0 takes the value of the capture `v`, if there is one.
        value: u32,
    },
}

/// A rule: patterns, what they make, right and wrong examples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The file's name, a dot, the rule's name: `casualties.killed`.
    pub id: String,
    /// Rules of a lower layer run first and see none of the later ones' items.
    pub layer: u8,
    /// The flat sequences.
    pub patterns: Vec<Pattern>,
    /// The names of its captures.
    pub captures: Vec<String>,
    /// What it makes.
    pub output: RuleOutput,
    /// Right examples.
    pub yes: Vec<Example>,
    /// Wrong examples.
    pub no: Vec<Example>,
}

/// One language, compiled.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pack {
    /// The code of the language.
    pub code: String,
    /// How its text is cut.
    pub writing: Writing,
    /// Marks of numbers and the like, by name, from `language.toml`.
    pub settings: BTreeMap<String, String>,
    /// What words outside the lexicon may be forms of.
    pub endings: Endings,
    /// How names of other tongues are spelt.
    pub spellings: Vec<Spelling>,
    /// All phrases.
    pub lexicon: Lexicon,
    /// Names of tags, by number.
    pub tags: Vec<String>,
    /// Values of tags, by number; 0 is empty.
    pub values: Vec<String>,
    /// All rules, by layer.
    pub rules: Vec<Rule>,
    /// The layers of the rules, lowest first, laid out for matching.
    #[serde(skip)]
    pub layers: Vec<Layer>,
    /// What their patterns ask for.
    #[serde(skip)]
    pub asks: Asks,
    /// By rule: its name with the language's code before it.
    #[serde(skip)]
    pub(crate) rule_names: Vec<Arc<str>>,
    /// The numbers of tags by their names.
    #[serde(skip)]
    pub(crate) tag_numbers: FxHashMap<Box<str>, Tag>,
}

/// Written before a compiled pack; another version is refused.
const VERSION: &[u8; 8] = b"tpack\x00\x00\x04";

impl Pack {
    /// The language that the pack reads.
    pub fn language(&self) -> Language {
        Language::parse(&self.code).unwrap_or(Language::ENGLISH)
    }

    /// The number of a tag, where the pack has it.
    pub fn tag(&self, name: &str) -> Option<Tag> {
        self.tag_numbers.get(name).copied()
    }

    /// A rule's name as claims give it: `en/casualties.killed`.
    pub fn rule_name(&self, rule: u16) -> Arc<str> {
        self.rule_names[rule as usize].clone()
    }

    /// A tag's value by its number.
    pub fn value(&self, number: u32) -> &str {
        self.values.get(number as usize).map_or("", String::as_str)
    }

    /// A setting of `language.toml`; empty where it has none.
    pub fn setting(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", String::as_str)
    }

    /// The compiled form, for [`Pack::from_bytes`].
    ///
    /// # Errors
    /// Never in practice: every part of a pack can be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PackError> {
        let damaged = |e: postcard::Error| PackError::Damaged(e.to_string());
        let mut out = VERSION.to_vec();
        out.extend(postcard::to_stdvec(self).map_err(damaged)?);
        Ok(out)
    }

    /// Reads a compiled pack.
    ///
    /// # Errors
    /// [`PackError::Damaged`] where the bytes are of another version or broken.
    pub fn from_bytes(bytes: &[u8]) -> Result<Pack, PackError> {
        let rest = bytes.strip_prefix(VERSION).ok_or_else(|| PackError::Damaged("another version".into()))?;
        let mut pack: Pack = postcard::from_bytes(rest).map_err(|e| PackError::Damaged(e.to_string()))?;
        pack.lexicon.number_words();
        pack.index();
        Ok(pack)
    }

    /// Lays out the patterns for matching, which is not part of the stored form.
    pub(crate) fn index(&mut self) {
        self.tag_numbers =
            self.tags.iter().enumerate().map(|(at, t)| (t.as_str().into(), at as Tag)).collect();
        self.rule_names = self.rules.iter().map(|r| format!("{}/{}", self.code, r.id).into()).collect();
        (self.asks, self.layers) = lay_out(&self.rules, &self.lexicon);
    }
}
