//! What a report says of an incident, whatever form it is written in. The terminal's report ([`mod@crate::print`]), the
//! page and the note are written from it, so that they cannot disagree.

mod fact;
mod incident;
mod names;
mod series;
mod silence;
mod story;
mod telling;
pub(crate) mod words;

pub(crate) use self::fact::{Fact, Value};
pub(crate) use self::incident::Incident;
pub(crate) use self::names::account_names;
pub(crate) use self::series::{Series, Step};
pub(crate) use self::story::Story;
pub(crate) use self::telling::Telling;
