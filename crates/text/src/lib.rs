//! Articles and the parts that every later room points into: spans, tokens, sentences, quotations.
//!
//! An [`Article`] owns its text and never changes after it is taken in. A [`Span`] is a
//! half-open byte range of its title or its text, on character boundaries; code-point
//! offsets exist only at the output edge ([`CodePoints`]).

mod article;
mod clitics;
mod identify;
mod key;
mod language;
mod moment;
mod quotation;
mod segment;
mod span;

pub use article::{About, Article, Published, PublishedFrom};
pub use clitics::{Familiar, Merged, Proclitics};
pub use identify::{evident, identify};
pub use key::Key;
pub use language::Language;
pub use moment::{MONTHS, Moment, day_number};
pub use quotation::{Quotation, QuotePair, quotations};
pub use segment::{Sentence, Shape, Token, Writing, fold, folded, segment, segment_familiar, western};
pub use span::{CodePoints, Part, Span};
