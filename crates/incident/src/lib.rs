//! Linking the tellings of one incident and weighing what they say.
//!
//! [`compare`] takes every article with its reading and returns the incidents with their facts.
//! The result is a function of the set: order, threads and hash seeds change nothing.
//!
//! Tellings that share a content-only key are scored, those above a threshold form components, each
//! component is split by average link, and tellings without day or place join afterwards. The claims of
//! an incident are then grouped by facet and scope, values that fit together, and each fact gets its state.

mod assemble;
mod bytes;
mod checks;
mod cluster;
mod copies;
mod dating;
mod days;
mod fit;
mod grouping;
mod hand;
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
mod shelf;
mod signs;
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
pub use copies::text_key;
pub use lineage::{Change, Changed, Derivation, How, Passage};
pub use links::Links;
pub use model::*;
pub use relate::relate;
pub use score::Level;
pub use shelf::{InMemory, Mark, Shelf, Shelved, Standing};
pub use voices::Voices;
pub use weights::{Weights, WeightsError};
pub use why::{Held, Pair, Side, held, position, why};

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use text::Key;

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
    let articles = articles_of(reads, &incidents);
    relate(&mut incidents, articles);
    incidents.sort_by_cached_key(|i| (disagreement(i), Reverse(i.tellings.len()), i.key));
    comparison(reads, copies, incidents)
}

/// What is told of incidents together, beside themselves.
fn comparison(reads: &[Read], copies: copies::Copies, incidents: Vec<Incident>) -> Comparison {
    let signs = signs::signs(reads, &copies, &incidents);
    let lineage::Lineage { derivations, groups } = copies.lineage;
    Comparison {
        dated: dating::dated(reads, &incidents),
        incidents,
        origin_groups: groups,
        derivations,
        signs,
    }
}

/// By incident: the keys of the articles that tell of it.
fn articles_of(reads: &[Read], incidents: &[Incident]) -> Vec<BTreeSet<Key>> {
    let of = |i: &Incident| i.tellings.iter().map(|at| reads[at.article].article.key()).collect();
    incidents.iter().map(of).collect()
}

/// Which tellings an incident has: the key of the article and the number of the telling in its reading.
pub type Members = BTreeSet<(Key, usize)>;

/// Makes the incidents of which it is known already which tellings they have, in the order given.
///
/// For the incidents of [`compare`] they are the same, provided that the articles with the same text as theirs are
/// there too, but for what derives from what and the support that hangs on it: that is traced among these articles.
/// Relations are those among the incidents given.
pub fn gather(reads: &[Read], groups: &[Members]) -> Comparison {
    let (copies, incidents) = gathered(reads, groups);
    comparison(reads, copies, incidents)
}

/// The incidents that [`gather`] makes and, by position of the article, what it has from others, for whoever asks for
/// nothing else: what is dated and odd is left out.
pub fn weighed(reads: &[Read], groups: &[Members]) -> (Vec<Incident>, Vec<Vec<Derivation>>) {
    let (copies, incidents) = gathered(reads, groups);
    (incidents, copies.lineage.derivations)
}

fn gathered(reads: &[Read], groups: &[Members]) -> (copies::Copies, Vec<Incident>) {
    let copies = copies::Copies::among(reads);
    let numbered: Vec<usize> = (0..reads.len()).collect();
    let position: BTreeMap<Key, usize> =
        numbered.iter().rev().map(|at| (reads[*at].article.key(), *at)).collect();
    let drawn = parallel::in_parallel(&numbered, |at| told::tell_one(&reads[*at], *at, copies.texts[*at]));
    let mut incidents = parallel::in_parallel(groups, |members| {
        let mut by_key: BTreeMap<Key, told::Told> = BTreeMap::new();
        for (article, telling) in members {
            let of = position.get(article).into_iter().flat_map(|at| &drawn[*at]);
            for told in of.filter(|told| told.at[0].telling == *telling) {
                by_key.entry(told.key).and_modify(|all| all.add_copy(told)).or_insert_with(|| told.clone());
            }
        }
        assemble::incident(reads, &copies, &by_key.values().collect::<Vec<_>>())
    });
    let articles = articles_of(reads, &incidents);
    relate(&mut incidents, articles);
    (copies, incidents)
}

/// The worst state of an incident's facts, and how many are as bad; agreed and single are no disagreement.
fn disagreement(incident: &Incident) -> (State, Reverse<usize>) {
    let worst = incident.facts.iter().map(|f| f.state).min().unwrap_or(State::Single).min(State::Agreed);
    let as_bad = incident.facts.iter().filter(|f| f.state == worst && worst < State::Agreed).count();
    (worst, Reverse(as_bad))
}
