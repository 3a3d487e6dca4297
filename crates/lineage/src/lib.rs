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
mod measures;
mod model;
pub mod parallel;
mod passages;
pub mod rarity;
mod rivals;
pub mod sounds;
mod sources;
mod weights;

pub use measures::{ACROSS, ACROSS_NAMES, Measures, WITHIN, WITHIN_NAMES};
pub use model::*;
pub use weights::{SHIPPED, Weights};

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
    trace_by(reads, &SHIPPED)
}

/// The same by other weights than those that ship.
pub fn trace_by(reads: &[Read], weights: &Weights) -> Lineage {
    let held = Held::of(reads);
    sources::lineage(reads, &held.drawn, &held.order, &held.equal, &held.pairs, weights)
}

/// What each pair of articles that are held against each other measures: the position of the one that came later, of its
/// possible source, and the measures, first among all that are given and then as if the two stood alone.
pub fn measured(reads: &[Read]) -> Vec<(usize, usize, [Measures; 2])> {
    let Held { drawn, pairs, .. } = Held::of(reads);
    let of = sources::possible(reads, &drawn, &pairs);
    let printed = sources::printed(&of);
    let pairs = of.iter().flat_map(|(here, all)| all.iter().map(move |one| (*here, one, all)));
    pairs
        .map(|(here, one, all)| {
            let among = rivals::against(&drawn, here, one, all, &printed);
            (here, one.source, [among, one.evidence.measures])
        })
        .collect()
}

/// Articles as they are compared, and which are.
struct Held {
    drawn: Vec<Drawn>,
    /// In the order of publication, those of equal text once.
    order: Vec<usize>,
    /// By position: the first that prints the same text.
    equal: Vec<usize>,
    pairs: Vec<(usize, usize)>,
}

impl Held {
    fn of(reads: &[Read]) -> Held {
        let drawn: Vec<(Drawn, Keys)> = in_parallel(reads, |read| {
            let drawn = Drawn::of(read);
            let keys = Keys::of(&drawn);
            (drawn, keys)
        });
        let (drawn, keys): (Vec<Drawn>, Vec<Keys>) = drawn.into_iter().unzip();
        let mut order = sources::by_publication(reads, &drawn);
        // texts that are equal are compared with others once
        let equal = sources::equal(&drawn, &order);
        order.retain(|at| equal[*at] == *at);
        let pairs = candidates::pairs_of(&keys, &order);
        Held { drawn, order, equal, pairs }
    }
}
