//! Content-only keys: tellings that share one are compared.
//!
//! Nothing depends on how many others share a key: a key's tellings are swept in the order of days,
//! each with a fixed number of those that follow it.

use std::ops::Index;

use text::Key;

use crate::hashes::{all, word};
use crate::parallel::in_parallel;
use crate::places::{COUNTRY, REGION};
use crate::told::Told;

/// Half the side of a place cell, in degrees: about 33 km from north to south.
const HALF_CELL: f32 = 0.3;

/// A sort of keys, and how far the tellings of one key are swept.
#[derive(Debug)]
pub(crate) struct Sweep {
    keys: fn(&Told) -> Vec<u64>,
    /// With how many tellings after it in a key's order a telling is compared.
    pub(crate) window: usize,
}

/// By day and place; what is uttered by day and speaker.
pub(crate) static DAY_AND_PLACE: Sweep = Sweep { keys: strict, window: 64 };
/// By day or place, or by speaker: what tellings without day or place share with those that they may belong to.
pub(crate) static DAY_OR_PLACE: Sweep = Sweep { keys: loose, window: 64 };
/// By what is told, without day and place: what shares such a key by chance stands between what belongs together.
pub(crate) static CONTENT: Sweep = Sweep { keys: contents, window: 16 };

/// By what tellings with day and place are compared.
pub(crate) static SETTLED: [&Sweep; 2] = [&DAY_AND_PLACE, &CONTENT];
/// By what tellings without day or place are.
pub(crate) static WAITING: [&Sweep; 2] = [&DAY_OR_PLACE, &CONTENT];

/// Tellings by their numbers.
pub(crate) trait Tellings: Index<usize, Output = Told> + Sync {}

impl<T: Index<usize, Output = Told> + Sync + ?Sized> Tellings for T {}

/// Where a telling stands among those that share one of its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Counted from 1970-01-01; of a telling without one, the day of publication.
    pub day: i32,
    /// The telling's key.
    pub telling: Key,
    /// Its number among those that are linked.
    pub number: u32,
}

/// One key of one telling, in the order of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// Below 2^61.
    pub(crate) key: u64,
    pub(crate) mark: Mark,
}

impl Sweep {
    /// The entries of one telling, sorted.
    pub(crate) fn entries(&self, tellings: &(impl Tellings + ?Sized), told: usize) -> Vec<Entry> {
        let it = &tellings[told];
        let day = it.days.map(|d| d.first).or(it.published).unwrap_or(0);
        let mut keys = (self.keys)(it);
        keys.sort_unstable();
        keys.dedup();
        let mark = Mark { day, telling: it.key, number: told as u32 };
        keys.into_iter().map(|key| Entry { key, mark }).collect()
    }

    /// The tellings that an entry of this key meets in one direction, `others` being what stands there, nearest first.
    fn reach<'a>(&self, key: u64, others: impl Iterator<Item = &'a Entry>) -> impl Iterator<Item = usize> {
        let others = others.take(self.window).take_while(move |other| other.key == key);
        others.map(|other| other.mark.number as usize)
    }

    /// The entries of some tellings, sorted.
    pub(crate) fn all_entries(&self, tellings: &(impl Tellings + ?Sized), some: &[usize]) -> Vec<Entry> {
        let mut entries: Vec<Entry> =
            in_parallel(some, |told| self.entries(tellings, *told)).into_iter().flatten().collect();
        entries.sort_unstable();
        entries
    }
}

/// Two tellings, the one that stands first as the first.
pub(crate) type Pair = (usize, usize);

/// The pair of two tellings.
pub(crate) fn pair(a: usize, b: usize) -> Pair {
    (a.min(b), a.max(b))
}

/// The pairs among some of the tellings that meet in one of the sweeps, sorted.
pub(crate) fn pairs(tellings: &(impl Tellings + ?Sized), some: &[usize], sweeps: [&Sweep; 2]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for sweep in sweeps {
        let entries = sweep.all_entries(tellings, some);
        for (at, entry) in entries.iter().enumerate() {
            let meets = sweep.reach(entry.key, entries[at + 1..].iter());
            pairs.extend(meets.map(|other| pair(entry.mark.number as usize, other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// For each telling that waits, the settled ones that it meets.
pub(crate) fn near(
    tellings: &(impl Tellings + ?Sized),
    waiting: &[usize],
    settled: &[usize],
) -> Vec<Vec<usize>> {
    let sweeps = WAITING.map(|sweep| (sweep, sweep.all_entries(tellings, settled)));
    in_parallel(waiting, |told| {
        let mut near = Vec::new();
        for (sweep, settled) in &sweeps {
            for entry in sweep.entries(tellings, *told) {
                let (before, after) = settled.split_at(settled.partition_point(|other| *other < entry));
                near.extend(sweep.reach(entry.key, after.iter()));
                near.extend(sweep.reach(entry.key, before.iter().rev()));
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    })
}

/// What a key is made of, mixed into it so that two sorts never meet.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Sort {
    AreaAndDay,
    SpeakerAndDay,
    SideAndDay,
    AreaAndFamily,
    DayAndFamily,
    Speaker,
    Quote,
    Toll,
    RareWord,
    Person,
    Cell,
    Region,
    Country,
}

fn key(sort: Sort, a: u64, b: u64) -> u64 {
    all(&[sort as u64, a, b]) >> 3
}

/// A key of a day. Those of one day are beside each other, so that what a ledger adds of today's news lies together.
fn key_of_day(sort: Sort, a: u64, day: i32) -> u64 {
    let day = day as u64;
    (day & 0x1_ffff) << 44 | key(sort, a, day) >> 17
}

/// Keys of tellings that have a day and a place (or, uttered, a speaker).
fn strict(told: &Told) -> Vec<u64> {
    let mut keys = Vec::new();
    let areas = areas(told);
    for day in days(told) {
        keys.extend(areas.iter().map(|area| key_of_day(Sort::AreaAndDay, *area, day)));
        for (speaker, country) in told.speakers.iter() {
            keys.push(key_of_day(Sort::SpeakerAndDay, speaker.family(), day));
            keys.extend(country.map(|country| key_of_day(Sort::SideAndDay, country, day)));
        }
    }
    keys
}

/// Keys that tellings without day or place share with those that they may belong to.
fn loose(told: &Told) -> Vec<u64> {
    let family = word(told.family());
    let mut keys: Vec<u64> = areas(told).iter().map(|area| key(Sort::AreaAndFamily, *area, family)).collect();
    keys.extend(days(told).iter().map(|day| key_of_day(Sort::DayAndFamily, family, *day)));
    keys.extend(told.speakers.iter().map(|(speaker, _)| key(Sort::Speaker, speaker.family(), 0)));
    keys
}

/// Quote signature, number signature, names of people.
fn contents(told: &Told) -> Vec<u64> {
    let mut keys = Vec::new();
    // the two smallest hashes of the quotes' word triples: equal quotes share them, longer ones often do
    for shingle in told.quotes.iter().take(2) {
        keys.push(key(Sort::Quote, u64::from_be_bytes(shingle.to_bytes()), 0));
    }
    for killed in &told.killed {
        for injured in &told.injured {
            if killed.max == Some(killed.min)
                && injured.max == Some(injured.min)
                && killed.min + injured.min >= 5
            {
                keys.push(key(Sort::Toll, killed.min, injured.min));
            }
        }
    }
    keys.extend(told.words.sketch().map(|word| key(Sort::RareWord, word, 0)));
    let victims = told.victims.iter().filter(|name| name.is_full()).map(|name| name.whole);
    keys.extend(victims.chain(told.people.iter().copied()).map(|name| key(Sort::Person, name, 0)));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The days of a telling and the day after each, so that neighbours share one: a night has two dates.
fn days(told: &Told) -> Vec<i32> {
    let Some(days) = told.days else { return Vec::new() };
    let mut out = match days.last - days.first {
        0..=3 => (days.first..=days.last + 1).collect(),
        _ => vec![days.first, days.first + 1, days.last, days.last + 1],
    };
    out.dedup();
    out
}

/// Cells around each place, the regions that hold it, its country.
fn areas(told: &Told) -> Vec<u64> {
    let mut areas = Vec::new();
    for place in told.somewhere() {
        if let Some((lat, lon)) = place.point.filter(|_| place.rank <= 2) {
            for (north, east) in [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)] {
                let row = ((lat + north * HALF_CELL) / (2.0 * HALF_CELL)).floor() as i32;
                let column = ((lon + east * HALF_CELL) / (2.0 * HALF_CELL)).floor() as i32;
                areas.push(key(Sort::Cell, row as u64, column as u64));
            }
        }
        let regions = place.within.iter().filter(|(wide, _)| *wide == REGION).map(|(_, name)| *name);
        let regions = regions.chain((place.rank < COUNTRY).then_some(place.name));
        areas.extend(regions.map(|region| key(Sort::Region, region, 0)));
        areas.extend(place.country.map(|country| key(Sort::Country, country, word(told.family()))));
    }
    areas.sort_unstable();
    areas.dedup();
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(tellings: &[Told]) -> Vec<Pair> {
        super::pairs(tellings, &(0..tellings.len()).collect::<Vec<_>>(), SETTLED)
    }
    use crate::sample::{day, kazan, told};

    #[test]
    fn neighbours_in_place_and_day_share_a_key() {
        let near = [told(1, kazan(), day(21)), told(2, kazan(), day(22)), told(3, kazan(), day(28))];
        assert_eq!(pairs(&near), vec![(0, 1)]);
    }

    #[test]
    fn a_hot_key_gives_each_telling_a_fixed_number_of_candidates() {
        let many: Vec<Told> = (0..300).map(|n| told(n, kazan(), day(21))).collect();
        assert!(pairs(&many).len() <= 300 * DAY_AND_PLACE.window * 12);
        let shared = pairs(&many).len();
        assert!(shared < 300 * 299 / 2, "{shared}");
    }

    #[test]
    fn a_telling_without_a_day_finds_those_of_its_place() {
        let mut waits = told(1, kazan(), day(21));
        waits.days = None;
        let all = [waits, told(2, kazan(), day(21))];
        assert!(pairs(&all).is_empty());
        assert_eq!(near(&all, &[0], &[1]), vec![vec![1]]);
    }
}
