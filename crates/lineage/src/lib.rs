//! Which article derives from which: copies, rewrites, translations, and who cites whom.
//!
//! [`trace`] takes every article with its reading and returns what each has from another, and which articles tell from
//! one source text. The result is a function of the set: order, threads and hash seeds change nothing.

mod alignment;
mod candidates;
mod changes;
mod cited;
mod drawn;
mod evidence;
pub mod hashes;
mod model;
pub mod parallel;
mod passages;
pub mod rarity;
pub mod sounds;
mod sources;

pub use evidence::Measures;
pub use model::*;

use claim::Read;

use crate::candidates::Keys;
use crate::drawn::Drawn;
use crate::parallel::in_parallel;

/// Finds which article derives from which.
///
/// ```
/// assert!(lineage::trace(&[]).derivations.is_empty());
/// ```
pub fn trace(reads: &[Read]) -> Lineage {
    let drawn: Vec<(Drawn, Keys)> = in_parallel(reads, |read| {
        let drawn = Drawn::of(read);
        let keys = Keys::of(&drawn);
        (drawn, keys)
    });
    let (drawn, keys): (Vec<Drawn>, Vec<Keys>) = drawn.into_iter().unzip();
    let mut order = sources::by_publication(reads);
    // texts that are equal are compared with others once
    let equal = sources::equal(&drawn, &order);
    order.retain(|at| equal[*at] == *at);
    let pairs = candidates::pairs_of(&keys, &order);
    sources::lineage(reads, &drawn, &order, &equal, &pairs)
}

/// What two articles measure, the second as the possible source of the first.
pub fn measures(here: &Read, there: &Read) -> Measures {
    evidence::Evidence::of(&Drawn::of(here), &Drawn::of(there)).measures
}
