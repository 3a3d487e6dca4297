//! The ledger: one file that keeps articles with their revisions, what was read in them, and the incidents that they
//! tell of, and proves what it took in. Its form is told in `docs/format.md`.
//!
//! Articles come in by [`Writer::add`], a batch a transaction; what is added is linked with what is there, and the
//! partition is always the one that linking everything at once gives. What is only of the ledger is the identity of
//! incidents, which has a history, and what people decided.

mod backup;
mod chain;
mod changes;
mod decide;
mod decisions;
mod difference;
mod error;
mod form;
mod gc;
mod identity;
mod ledger;
mod marks;
mod names;
mod partition;
mod query;
mod remove;
mod reread;
mod rows;
mod schema;
mod shelf;
mod visits;
mod weighing;
mod writer;

pub use chain::Proof;
pub use changes::{Change, Figure};
pub use decide::Decided;
pub use difference::Difference;
pub use error::StoreError;
pub use gc::Freed;
pub use ledger::{Ledger, Lock};
pub use marks::{Mark, Says};
pub(crate) use partition::Group;
pub use query::{Came, Dismissed, Hit, Holds, Listed, Order, Shown, Wanted};
pub use reread::Reread;
pub use visits::{Visit, Visited};
pub use writer::{Added, News, Resting, Writer};

/// The form of ledgers that this program writes.
pub const FORMAT: i64 = 4;
