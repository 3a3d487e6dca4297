//! What people read in a terminal: the report, marked text, explanations.
//!
//! Everything is written to a given writer at a given width, with ANSI styles that
//! `anstream` (or any other filter) takes out where they are not wanted.

mod block;
mod explain;
mod extract;
mod fact;
mod ledger;
mod lineage;
mod mark;
mod page;
mod report;
mod sign;
mod watch;
mod why;

use text::Language;

pub use self::explain::explain;
pub use self::extract::extract;
pub use self::ledger::{Tally, added, freed, hits, listed, proof, shown};
pub use self::lineage::lineage;
pub use self::mark::mark;
pub use self::report::report;
pub use self::watch::{came, since, watched};
pub use self::why::why;

/// How a report looks.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Columns.
    pub width: usize,
    /// Show every incident and every account, however many there are.
    pub all: bool,
    /// Show the beginning of each claim's id, for `tellings explain`.
    pub ids: bool,
    /// The name of a language, for people.
    pub language: &'a dyn Fn(Language) -> String,
}
