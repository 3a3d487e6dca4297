//! Language packs: everything that Tellings knows of one language, as data under `lang/<code>/`.
//!
//! A pack has lexicons (words and phrases with tags, expanded through paradigms) and rules
//! (patterns over tags and words that make chunks or claims). [`compile`] reads a folder;
//! a mistake names file and line. The compiled [`Pack`] is plain data.
//!
//! `kinds/` holds what no language owns: kinds of incident, facets, weapons: [`Kinds`].

mod codes;
mod compile;
mod emit;
mod error;
mod inflect;
mod kinds;
mod layer;
mod lexicon;
mod pack;
mod pattern;
mod rules;
mod spelling;

pub use codes::{AcledCode, Codes, Fields, PloverCode};
pub use compile::compile;
pub use emit::{Emit, Source};
pub use error::PackError;
pub use kinds::{Cardinality, Comparison, Facet, Kind, Kinds, ValueType, Weapon};
pub use layer::{Anchored, Answer, Asks, Filed, Layer, Need, Step, Test, Together};
pub use lexicon::{Entry, Lexicon};
pub use pack::{Example, Pack, Rule, RuleOutput, Tag, tags};
pub use pattern::{Capture, Element, Matcher, Pattern};
pub use spelling::Spelling;

/// Feature bits of a word's form: verb forms, number, case.
pub use inflect::{Endings, Features};
