//! Linking the tellings of one incident and weighing what they say.
//!
//! [`compare`] takes every article with its reading and returns the incidents with their facts.
//! The result is a function of the set: order, threads and hash seeds change nothing.
//!
//! Tellings that share a content-only key are scored, those above a threshold form components, each
//! component is split by average link, and tellings without day or place join afterwards. The claims of
//! an incident are then grouped by facet and scope, values that fit together, and each fact gets its state.

mod assemble;
mod checks;
mod cluster;
mod copies;
mod dating;
mod days;
mod fit;
mod grouping;
mod index;
mod keys;
mod links;
mod model;
mod names;
mod places;
mod relate;
#[cfg(test)]
mod sample;
mod score;
mod sorted;
mod states;
mod stretches;
mod title;
mod told;
mod voices;
mod waiting;
mod weigh;
mod weights;
mod why;
mod words;

use lineage::{hashes, parallel, sounds};

pub use claim::Read;
pub use lineage::{Change, Changed, Derivation, How, Passage};
pub use links::Links;
pub use model::*;
pub use score::Level;
pub use voices::Voices;
pub use weights::{Weights, WeightsError};
pub use why::{Held, Pair, Side, held, position, why};

use std::cmp::Reverse;

/// Compares every article with every other: the incidents that they tell of, worst disagreement first.
///
/// ```
/// let nothing = incident::compare(&[]);
/// assert!(nothing.incidents.is_empty());
/// ```
pub fn compare(reads: &[Read]) -> Comparison {
    compare_by(reads, Weights::shipped())
}

/// The same with other weights of linking than those that ship.
pub fn compare_by(reads: &[Read], weights: &Weights) -> Comparison {
    let copies = copies::Copies::among(reads);
    let tellings = told::tell(reads, &copies);
    let mut incidents = parallel::in_parallel(&waiting::group(&tellings, weights), |group| {
        let group: Vec<&told::Told> = group.iter().map(|at| &tellings[*at]).collect();
        assemble::incident(reads, &copies, &group)
    });
    relate::relate(reads, &mut incidents);
    incidents.sort_by_cached_key(|i| (disagreement(i), Reverse(i.tellings.len()), i.key));
    let lineage::Lineage { derivations, groups } = copies.lineage;
    Comparison { dated: dating::dated(reads, &incidents), incidents, origin_groups: groups, derivations }
}

/// The worst state of an incident's facts, and how many are as bad; agreed and single are no disagreement.
fn disagreement(incident: &Incident) -> (State, Reverse<usize>) {
    let worst = incident.facts.iter().map(|f| f.state).min().unwrap_or(State::Single).min(State::Agreed);
    let as_bad = incident.facts.iter().filter(|f| f.state == worst && worst < State::Agreed).count();
    (worst, Reverse(as_bad))
}
