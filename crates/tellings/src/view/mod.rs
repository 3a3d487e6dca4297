//! What a report says of an incident, whatever form it is written in. The terminal's report ([`mod@crate::print`]), the
//! page and the note are written from it, so that they cannot disagree.

mod fact;
mod incident;
mod lineage;
mod names;
mod safe;
mod series;
mod sign;
mod silence;
mod story;
mod telling;
pub(crate) mod words;

use text::Language;

pub(crate) use self::fact::Fact;
pub(crate) use self::incident::Incident;
pub(crate) use self::lineage::Derived;
pub(crate) use self::names::account_names;
pub(crate) use self::safe::{address, steers};
pub(crate) use self::series::{Series, Step};
pub(crate) use self::sign::{Quoted, Sign};
#[cfg(feature = "serve")]
pub(crate) use self::silence::silences;
pub(crate) use self::story::Story;
pub(crate) use self::telling::Telling;

/// How the page and the note are written.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Show the beginning of each claim's id, for `tellings explain`.
    pub ids: bool,
    /// The name of a language, for people.
    pub language: &'a dyn Fn(Language) -> String,
}
