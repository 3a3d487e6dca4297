//! Reading one article: mentions, participants, claims, tellings.
//!
//! [`read`] takes an article and the language packs and returns a [`Reading`]. It never fails and
//! never panics, whatever the text; it does no I/O, knows no clock and sees no second article.
//!
//! ```
//! use claim::{Packs, Value, read};
//! use text::{About, Article};
//!
//! let packs = Packs::shipped();
//! let about = About { language: text::Language::parse("en"), ..About::default() };
//! let article = Article::new("a", "Two people were killed in Kharkiv, police said.", about);
//! let reading = read(&article, &packs);
//! let killed = pack::Kinds::shipped().facet("killed").unwrap();
//! let claim = reading.claims.iter().find(|c| c.facet == killed).unwrap();
//! assert!(matches!(claim.value, Value::Count(n) if n.min == 2 && n.max == Some(2)));
//! assert_eq!(article.words(claim.span), "Two people");
//! ```

mod assemble;
mod attribution;
mod bodies;
mod candidates;
mod caseless;
mod chart;
mod chunks;
mod document;
mod emission;
mod entries;
mod figures;
mod groups;
mod kinds;
mod listed;
mod matching;
mod mentions;
mod modality;
mod naming;
mod offices;
mod offsets;
mod packs;
mod participants;
mod parts;
mod passes;
mod persons;
mod place_value;
mod quoting;
mod reach;
mod reading;
mod respelt;
mod settle;
mod speakers;
mod subjects;
mod tagging;
mod time;
mod times;
mod toponyms;
mod undated;

pub use packs::Packs;
pub use passes::{read, read_as_of};
pub use reading::*;
pub use text::{Moment, Published, PublishedFrom};

/// Rules of this layer make claims; those below make chunks.
pub(crate) const CLAIM_LAYER: u8 = 200;
