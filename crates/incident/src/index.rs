//! One sweep kept in order, so that tellings can come and go.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::keys::{Entry, Pair, Sweep, pair};
use crate::told::Told;

/// The entries of some tellings by one sort of keys.
#[derive(Debug)]
pub(crate) struct Index {
    sweep: &'static Sweep,
    entries: BTreeSet<Entry>,
}

impl Index {
    /// The index of some tellings.
    pub(crate) fn of(sweep: &'static Sweep, tellings: &[Told], some: &[usize]) -> Index {
        Index { sweep, entries: sweep.all_entries(tellings, some).into_iter().collect() }
    }

    /// Adds a telling.
    pub(crate) fn insert(&mut self, tellings: &[Told], told: usize) {
        self.entries.extend(self.sweep.entries(tellings, told));
    }

    /// Takes a telling out.
    pub(crate) fn remove(&mut self, tellings: &[Told], told: usize) {
        for entry in self.sweep.entries(tellings, told) {
            self.entries.remove(&entry);
        }
    }

    /// What is at stake as a telling that is not in it comes, or has gone: the pairs that it is one of, and those that
    /// meet without it and are out of each other's reach with it.
    pub(crate) fn at_stake(&self, tellings: &[Told], told: usize) -> Vec<Pair> {
        let last = self.sweep.window - 1;
        let mut pairs = Vec::new();
        for entry in self.sweep.entries(tellings, told) {
            let (before, after) = self.around(&entry);
            pairs.extend(before.iter().chain(&after).map(|other| pair(told, *other)));
            let across = before.iter().enumerate().filter_map(|(nth, a)| Some((*a, *after.get(last - nth)?)));
            pairs.extend(across.map(|(a, b)| pair(a, b)));
        }
        pairs
    }

    /// The tellings that an entry meets: those before it and those after it, nearest first.
    pub(crate) fn around(&self, entry: &Entry) -> (Vec<usize>, Vec<usize>) {
        let before = self.entries.range(..entry).rev();
        let after = self.entries.range((Bound::Excluded(entry), Bound::Unbounded));
        (self.sweep.reach(entry.key, before).collect(), self.sweep.reach(entry.key, after).collect())
    }

    /// Whether two tellings that are in it meet.
    pub(crate) fn meet(&self, tellings: &[Told], a: usize, b: usize) -> bool {
        self.sweep.entries(tellings, a).iter().any(|entry| {
            let (before, after) = self.around(entry);
            before.contains(&b) || after.contains(&b)
        })
    }

    /// Those of `others`, an index by the same keys, that meet a telling of this one: fewer of this one's stand between
    /// than its window holds.
    pub(crate) fn met_by(&self, tellings: &[Told], told: usize, others: &Index) -> Vec<usize> {
        let mut met = Vec::new();
        if others.entries.is_empty() {
            return met;
        }
        for entry in self.sweep.entries(tellings, told) {
            let shares = |other: &&Entry| other.key == entry.key;
            let farthest = self.sweep.window - 1;
            let first = self.entries.range(..entry).rev().take_while(shares).nth(farthest);
            let after = (Bound::Excluded(entry), Bound::Unbounded);
            let last = self.entries.range(after).take_while(shares).nth(farthest);
            let before = others.entries.range(..entry).rev().take_while(shares);
            met.extend(before.take_while(|o| first.is_none_or(|first| *o > first)).map(|o| o.told));
            let after = others.entries.range(after).take_while(shares);
            met.extend(after.take_while(|o| last.is_none_or(|last| *o < last)).map(|o| o.told));
        }
        met
    }

    /// The tellings of this index that a telling outside it meets.
    pub(crate) fn near(&self, tellings: &[Told], told: usize) -> Vec<usize> {
        let entries = self.sweep.entries(tellings, told);
        entries.iter().flat_map(|entry| <[Vec<usize>; 2]>::from(self.around(entry))).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::keys::DAY_AND_PLACE;
    use crate::sample::{day, kazan, told};

    /// All pairs that meet.
    fn meeting(index: &Index, tellings: &[Told]) -> BTreeSet<Pair> {
        let all = || 0..tellings.len();
        let pairs = all().flat_map(|a| all().skip(a + 1).map(move |b| (a, b)));
        pairs.filter(|(a, b)| index.meet(tellings, *a, *b)).collect()
    }

    #[test]
    fn what_comes_and_goes_changes_no_more_than_is_at_stake() {
        // three times as many as a window holds, so that each parts others
        let tellings: Vec<Told> = (0..200).map(|n| told(n, kazan(), day(21))).collect();
        let all: Vec<usize> = (0..tellings.len()).collect();
        let mut index = Index::of(&DAY_AND_PLACE, &tellings, &all);
        let with = meeting(&index, &tellings);
        for one in [0, 99, 150] {
            index.remove(&tellings, one);
            let mut without = meeting(&index, &tellings);
            without.retain(|(a, b)| *a != one && *b != one);
            let changed: BTreeSet<Pair> = with.symmetric_difference(&without).copied().collect();
            let stake: BTreeSet<Pair> = index.at_stake(&tellings, one).into_iter().collect();
            assert!(changed.is_subset(&stake) && without.difference(&with).next().is_some());
            index.insert(&tellings, one);
            assert_eq!(meeting(&index, &tellings), with);
        }
    }

    #[test]
    fn who_meets_from_outside_is_met() {
        let mut tellings: Vec<Told> = (0..300).map(|n| told(n, kazan(), day(21))).collect();
        tellings.sort_by_key(|t| t.key);
        let (waiting, settled): (Vec<usize>, Vec<usize>) = (0..tellings.len()).partition(|at| at % 5 == 0);
        let settled_index = Index::of(&DAY_AND_PLACE, &tellings, &settled);
        let waiting_index = Index::of(&DAY_AND_PLACE, &tellings, &waiting);
        for one in settled.iter().step_by(17) {
            let met: BTreeSet<usize> =
                settled_index.met_by(&tellings, *one, &waiting_index).into_iter().collect();
            let sees = |w: &usize| settled_index.near(&tellings, *w).contains(one);
            assert_eq!(met, waiting.iter().copied().filter(sees).collect());
            assert!(!met.is_empty() && met.len() < waiting.len());
        }
    }
}
