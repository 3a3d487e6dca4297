//! Articles of a hot town, and the incidents that they tell of.

use std::collections::BTreeSet;

use incident::{Members, Read, compare};
use text::Key;
use worlds::{Plan, world};

/// The incidents of these articles, linked all at once.
pub(crate) fn at_once(reads: &[Read]) -> BTreeSet<Members> {
    let comparison = compare(reads);
    let tellings = comparison.incidents.iter().map(|i| {
        i.tellings.iter().map(|at| (reads[at.article].article.key(), at.telling)).collect::<Members>()
    });
    tellings.collect()
}

/// The articles of a world that fills windows of keys, in an order that only the seed decides.
pub(crate) fn articles(tellings: usize, seed: u64) -> Vec<Read> {
    let mut reads = world(seed, &Plan::of(tellings).with_hot_town()).reads;
    reads.sort_by_key(|r| Key::of([&seed.to_le_bytes()[..], &r.article.key().to_bytes()]));
    reads
}

pub(crate) fn keys(reads: &[Read]) -> Vec<Key> {
    reads.iter().map(|r| r.article.key()).collect()
}
