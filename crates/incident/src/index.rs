//! One sweep kept in order, so that tellings can come and go. What of it is not at hand is fetched from a shelf.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::keys::{Entry, Mark, Pair, Sweep, Tellings, pair};
use crate::shelf::Shelf;

/// How many more marks are fetched at once than a window holds.
const AHEAD: usize = 32;
/// Farther apart than so many days two stretches of a row are asked for one by one.
const APART: i32 = 3;

/// The entries of some tellings by one sort of keys.
#[derive(Debug)]
pub(crate) struct Index {
    sweep: &'static Sweep,
    /// What tells its keys on the shelf from those of others, in the bits that keys leave free.
    place: u64,
    /// Whether all of it is at hand; else what no row tells of may be on the shelf.
    whole: bool,
    /// By key, in order.
    rows: FxHashMap<u64, Row>,
    /// By key, where not all of its row is at hand: what is.
    parts: FxHashMap<u64, Part>,
    /// What came and went since it was last put away: whether it is there.
    changed: BTreeMap<(u64, Mark), bool>,
}

type Row = SmallVec<[Mark; 1]>;

/// The stretch of a row that is at hand.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Its first mark; what stands before is not at hand. `None` where nothing does.
    first: Option<Mark>,
    /// The first mark behind it that is not at hand, if any.
    end: Option<Mark>,
}

impl Index {
    /// An empty index, on a shelf the one of this number, below 8.
    pub(crate) fn none(sweep: &'static Sweep, number: u64, whole: bool) -> Index {
        let (rows, parts) = (FxHashMap::default(), FxHashMap::default());
        Index { sweep, place: number << 61, whole, rows, parts, changed: BTreeMap::new() }
    }

    /// Adds a telling, around which all must be at hand.
    pub(crate) fn insert(&mut self, tellings: &(impl Tellings + ?Sized), told: usize) {
        for Entry { key, mark } in self.sweep.entries(tellings, told) {
            let row = self.rows.entry(key).or_default();
            if let Err(at) = row.binary_search(&mark) {
                row.insert(at, mark);
                self.note(key, mark, true);
            }
        }
    }

    /// Takes a telling out, around which all must be at hand.
    pub(crate) fn remove(&mut self, tellings: &(impl Tellings + ?Sized), told: usize) {
        for Entry { key, mark } in self.sweep.entries(tellings, told) {
            let row = self.rows.entry(key).or_default();
            let Ok(at) = row.binary_search(&mark) else { continue };
            row.remove(at);
            if row.is_empty() && self.whole {
                self.rows.remove(&key);
            }
            self.note(key, mark, false);
        }
    }

    /// Notes that a mark came or went; one that did both is as it was.
    fn note(&mut self, key: u64, mark: Mark, there: bool) {
        if self.changed.remove(&(key, mark)).is_none() {
            self.changed.insert((key, mark), there);
        }
    }

    /// Puts what came and went away, in the order of keys.
    pub(crate) fn put_away<S: Shelf>(&mut self, shelf: &S) -> Result<(), S::Fault> {
        for ((key, mark), there) in std::mem::take(&mut self.changed) {
            shelf.put_mark(self.place | key, mark, there)?;
        }
        Ok(())
    }

    /// Brings at hand what stands around a telling, in it or not.
    pub(crate) fn fetch<S: Shelf>(
        &mut self,
        shelf: &S,
        tellings: &(impl Tellings + ?Sized),
        told: usize,
    ) -> Result<(), S::Fault> {
        if self.whole {
            return Ok(());
        }
        let entries = self.sweep.entries(tellings, told);
        let window = self.sweep.window;
        entries
            .iter()
            .try_for_each(|Entry { key, mark }| self.reach(shelf, *key, (*mark, window), (*mark, window)))
    }

    /// Brings at hand what of a key stands from one mark to another, and more than so many before and behind.
    fn reach<S: Shelf>(
        &mut self,
        shelf: &S,
        key: u64,
        (first, before): (Mark, usize),
        (last, behind): (Mark, usize),
    ) -> Result<(), S::Fault> {
        if self.whole {
            return Ok(());
        }
        let (on_shelf, at_once) = (self.place | key, self.sweep.window + AHEAD);
        let Index { rows, parts, .. } = self;
        let known = rows.contains_key(&key);
        let row = rows.entry(key).or_default();
        let mut part = match parts.get(&key) {
            Some(part) => *part,
            None if known => return Ok(()),
            None => Part { first: Some(first), end: Some(first) },
        };
        while let Some(start) = part.first
            && (start > first || row.partition_point(|mark| *mark < first) <= before)
        {
            let more = shelf.before(on_shelf, start, at_once)?;
            part.first = more.last().copied().filter(|_| more.len() == at_once);
            row.insert_many(0, more.into_iter().rev());
        }
        while let Some(end) = part.end
            && (end <= last || row.len() - row.partition_point(|mark| *mark <= last) <= behind)
        {
            let mut more = shelf.from(on_shelf, end, at_once + 1)?;
            part.end = if more.len() > at_once { more.pop() } else { None };
            row.extend(more);
        }
        if part.first.is_none() && part.end.is_none() {
            parts.remove(&key);
        } else {
            parts.insert(key, part);
        }
        Ok(())
    }

    fn row(&self, key: u64) -> &[Mark] {
        self.rows.get(&key).map_or(&[], |row| row.as_slice())
    }

    /// What is at stake as a telling that is not in it comes, or has gone: the pairs that it is one of, and those that
    /// meet without it and are out of each other's reach with it.
    pub(crate) fn at_stake(&self, tellings: &(impl Tellings + ?Sized), told: usize) -> Vec<Pair> {
        let last = self.sweep.window - 1;
        let mut pairs = Vec::new();
        for entry in self.sweep.entries(tellings, told) {
            let (before, after) = self.around(&entry);
            pairs.extend(before.iter().chain(after).map(|other| pair(told, other.number as usize)));
            let across = before.iter().rev().enumerate();
            let across =
                across.filter_map(|(nth, a)| Some((a.number as usize, after.get(last - nth)?.number)));
            pairs.extend(across.map(|(a, b)| pair(a, b as usize)));
        }
        pairs
    }

    /// The tellings that an entry meets: those before it and those after it, in their order.
    fn around(&self, entry: &Entry) -> (&[Mark], &[Mark]) {
        let (row, window) = (self.row(entry.key), self.sweep.window);
        let (before, rest) = row.split_at(row.partition_point(|mark| *mark < entry.mark));
        let after = if rest.first() == Some(&entry.mark) { &rest[1..] } else { rest };
        (&before[before.len().saturating_sub(window)..], &after[..after.len().min(window)])
    }

    /// Whether two tellings that are in it meet.
    pub(crate) fn meet(&self, tellings: &(impl Tellings + ?Sized), a: usize, b: usize) -> bool {
        let (mine, theirs) = (self.sweep.entries(tellings, a), self.sweep.entries(tellings, b));
        let mut theirs = theirs.iter().peekable();
        mine.iter().any(|entry| {
            while theirs.next_if(|other| other.key < entry.key).is_some() {}
            let Some(other) = theirs.peek().filter(|other| other.key == entry.key) else { return false };
            let row = self.row(entry.key);
            let at = |mark: &Mark| row.partition_point(|other| other < mark);
            at(&entry.mark).abs_diff(at(&other.mark)) <= self.sweep.window
        })
    }

    /// Those of `others`, an index by the same keys, that meet some tellings of this one: fewer of this one's stand between
    /// than its window holds. Fetches what it asks for.
    pub(crate) fn met_by<S: Shelf>(
        &mut self,
        shelf: &S,
        tellings: &(impl Tellings + ?Sized),
        some: &[usize],
        others: &mut Index,
    ) -> Result<Vec<usize>, S::Fault> {
        let mut met = Vec::new();
        if others.whole && others.rows.is_empty() {
            return Ok(met);
        }
        let entries = self.sweep.all_entries(tellings, some);
        for near in entries.chunk_by(|a, b| a.key == b.key && b.mark.day - a.mark.day <= APART) {
            let (Some(first), Some(last)) = (near.first(), near.last()) else { continue };
            let (key, window) = (first.key, self.sweep.window);
            others.reach(shelf, key, (first.mark, 0), (last.mark, 0))?;
            if others.row(key).is_empty() {
                continue;
            }
            self.reach(shelf, key, (first.mark, window), (last.mark, window))?;
            let row = self.row(key);
            let at = |entry: &Entry| row.partition_point(|mark| *mark < entry.mark);
            let behind = |entry: &Entry| at(entry) + usize::from(row.get(at(entry)) == Some(&entry.mark));
            let bounds = |entry: &Entry| {
                let before = at(entry).checked_sub(window).map(|at| row[at]);
                (before, row.get(behind(entry) + window - 1).copied())
            };
            // where nothing bounds them all are met
            let until =
                |bound: Option<Mark>, from: Mark| bound.map_or((from, usize::MAX), |bound| (bound, 0));
            others.reach(shelf, key, until(bounds(first).0, first.mark), until(bounds(last).1, last.mark))?;
            for entry in near {
                let (from, to) = bounds(entry);
                let row = others.row(key);
                let from = from.map_or(0, |from| row.partition_point(|mark| *mark <= from));
                let to = to.map_or(row.len(), |to| row.partition_point(|mark| *mark < to));
                met.extend(row[from..to].iter().map(|mark| mark.number as usize));
            }
        }
        met.sort_unstable();
        met.dedup();
        Ok(met)
    }

    /// The tellings of this index that a telling outside it meets.
    pub(crate) fn near(&self, tellings: &(impl Tellings + ?Sized), told: usize) -> Vec<usize> {
        let entries = self.sweep.entries(tellings, told);
        let around = entries.iter().map(|entry| self.around(entry));
        around
            .flat_map(|(before, after)| before.iter().chain(after))
            .map(|mark| mark.number as usize)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::keys::DAY_AND_PLACE;
    use crate::sample::{day, kazan, told};
    use crate::shelf::InMemory;
    use crate::told::Told;

    fn index_of(tellings: &[Told], some: &[usize]) -> Index {
        let mut index = Index::none(&DAY_AND_PLACE, 0, true);
        some.iter().for_each(|told| index.insert(tellings, *told));
        index
    }

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
        let mut index = index_of(&tellings, &all);
        let with = meeting(&index, &tellings);
        for one in [0, 99, 150] {
            index.remove(tellings.as_slice(), one);
            let mut without = meeting(&index, &tellings);
            without.retain(|(a, b)| *a != one && *b != one);
            let changed: BTreeSet<Pair> = with.symmetric_difference(&without).copied().collect();
            let stake: BTreeSet<Pair> = index.at_stake(tellings.as_slice(), one).into_iter().collect();
            assert!(changed.is_subset(&stake) && without.difference(&with).next().is_some());
            index.insert(tellings.as_slice(), one);
            assert_eq!(meeting(&index, &tellings), with);
        }
    }

    #[test]
    fn who_meets_from_outside_is_met() {
        let mut tellings: Vec<Told> = (0..300).map(|n| told(n, kazan(), day(21))).collect();
        tellings.sort_by_key(|t| t.key);
        let (waiting, settled): (Vec<usize>, Vec<usize>) = (0..tellings.len()).partition(|at| at % 5 == 0);
        let (mut settled_index, mut waiting_index) =
            (index_of(&tellings, &settled), index_of(&tellings, &waiting));
        for one in settled.iter().step_by(17) {
            let Ok(met) = settled_index.met_by(&InMemory, tellings.as_slice(), &[*one], &mut waiting_index);
            let met: BTreeSet<usize> = met.into_iter().collect();
            let sees = |w: &usize| settled_index.near(tellings.as_slice(), *w).contains(one);
            assert_eq!(met, waiting.iter().copied().filter(sees).collect());
            assert!(!met.is_empty() && met.len() < waiting.len());
        }
    }
}
