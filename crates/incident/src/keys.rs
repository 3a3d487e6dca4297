//! Content-only keys: tellings that share one are compared.
//!
//! Nothing depends on how many others share a key: a key's tellings are swept in the order of days,
//! each with the 64 that follow it.

use text::Key;

use crate::places::{COUNTRY, REGION};
use crate::told::Told;

/// How many tellings after it in a key's order a telling is compared with.
const WINDOW: usize = 64;
/// The same for keys that name no day and no place: what shares them by chance stands between what belongs together.
const CONTENT_WINDOW: usize = 16;
/// Half the side of a place cell, in degrees: about 33 km from north to south.
const HALF_CELL: f32 = 0.3;

/// One key of one telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    key: Key,
    /// Counted from 1970-01-01; of a telling without one, the day of publication.
    day: i32,
    told: usize,
}

/// The pairs among some of the tellings that share a key, smaller index first, sorted.
pub(crate) fn pairs(tellings: &[Told], some: &[usize]) -> Vec<(usize, usize)> {
    swept(tellings, some, strict)
}

/// The pairs among waiting tellings that share a key which needs no day or no place.
pub(crate) fn loose_pairs(tellings: &[Told], some: &[usize]) -> Vec<(usize, usize)> {
    swept(tellings, some, loose)
}

fn swept(tellings: &[Told], some: &[usize], keys: fn(&Told) -> Vec<Key>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (keys, window) in [(keys, WINDOW), (contents, CONTENT_WINDOW)] {
        let entries = entries(tellings, some, keys);
        for (at, entry) in entries.iter().enumerate() {
            for other in entries[at + 1..].iter().take(window).take_while(|other| other.key == entry.key) {
                if other.told != entry.told {
                    pairs.push((entry.told.min(other.told), entry.told.max(other.told)));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// For each telling that waits, the settled ones that share a key which needs no day or no place.
pub(crate) fn near(tellings: &[Told], waiting: &[usize], settled: &[usize]) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); waiting.len()];
    for (keys, window) in [(loose as fn(&Told) -> Vec<Key>, WINDOW), (contents, CONTENT_WINDOW)] {
        let settled = entries(tellings, settled, keys);
        for (told, near) in waiting.iter().zip(&mut near) {
            for entry in entries(tellings, std::slice::from_ref(told), keys) {
                let at = settled.partition_point(|other| *other < entry);
                let shares = |other: &&Entry| other.key == entry.key;
                near.extend(settled[at..].iter().take(window).take_while(shares).map(|other| other.told));
                near.extend(
                    settled[..at].iter().rev().take(window).take_while(shares).map(|other| other.told),
                );
            }
        }
    }
    for found in &mut near {
        found.sort_unstable();
        found.dedup();
    }
    near
}

fn entries(tellings: &[Told], some: &[usize], keys: fn(&Told) -> Vec<Key>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for at in some {
        let told = &tellings[*at];
        let day = told.days.map(|d| d.first).or(told.published).unwrap_or(0);
        entries.extend(keys(told).into_iter().map(|key| Entry { key, day, told: *at }));
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// Keys of tellings that have a day and a place (or, uttered, a speaker).
fn strict(told: &Told) -> Vec<Key> {
    let mut keys = Vec::new();
    for day in days(told) {
        let day = day.to_le_bytes();
        for area in areas(told) {
            keys.push(Key::of([b"at".as_slice(), &area.to_bytes(), &day]));
        }
        for (speaker, country) in &told.speakers {
            let last = speaker.rsplit(' ').next().unwrap_or("");
            keys.push(Key::of([b"speaker".as_slice(), last.as_bytes(), &day]));
            if let Some(country) = country {
                keys.push(Key::of([b"speaker of".as_slice(), country.as_bytes(), &day]));
            }
        }
    }
    keys
}

/// Keys that tellings without day or place share with those that they may belong to.
fn loose(told: &Told) -> Vec<Key> {
    let mut keys = Vec::new();
    let family = told.family().as_bytes();
    keys.extend(areas(told).into_iter().map(|area| Key::of([b"in".as_slice(), &area.to_bytes(), family])));
    for day in days(told) {
        keys.push(Key::of([b"on".as_slice(), &day.to_le_bytes(), family]));
    }
    for (speaker, _) in &told.speakers {
        let last = speaker.rsplit(' ').next().unwrap_or("");
        keys.push(Key::of([b"says".as_slice(), last.as_bytes()]));
    }
    keys
}

/// Quote signature, number signature, names of people.
fn contents(told: &Told) -> Vec<Key> {
    let mut keys = Vec::new();
    // the two smallest hashes of the quotes' word triples: equal quotes share them, longer ones often do
    for shingle in told.quotes.iter().take(2) {
        keys.push(Key::of([b"quote".as_slice(), &shingle.to_bytes()]));
    }
    for killed in &told.killed {
        for injured in &told.injured {
            if killed.max == Some(killed.min)
                && injured.max == Some(injured.min)
                && killed.min + injured.min >= 5
            {
                keys.push(Key::of([
                    b"toll".as_slice(),
                    &killed.min.to_le_bytes(),
                    &injured.min.to_le_bytes(),
                ]));
            }
        }
    }
    for word in told.words.sketch() {
        keys.push(Key::of([b"rare".as_slice(), &word.to_le_bytes()]));
    }
    for name in told.victims.iter().filter(|name| name.contains(' ')).chain(&told.people) {
        keys.push(Key::of([b"person".as_slice(), name.as_bytes()]));
    }
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
fn areas(told: &Told) -> Vec<Key> {
    let mut areas = Vec::new();
    for place in &told.places {
        if let Some((lat, lon)) = place.point.filter(|_| place.rank <= 2) {
            for (north, east) in [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)] {
                let row = ((lat + north * HALF_CELL) / (2.0 * HALF_CELL)).floor() as i32;
                let column = ((lon + east * HALF_CELL) / (2.0 * HALF_CELL)).floor() as i32;
                areas.push(Key::of([b"cell".as_slice(), &row.to_le_bytes(), &column.to_le_bytes()]));
            }
        }
        let regions = place.within.iter().filter(|(wide, _)| *wide == REGION).map(|(_, name)| name);
        for region in regions.chain((place.rank < COUNTRY).then_some(&place.name)) {
            areas.push(Key::of([b"area".as_slice(), region.as_bytes()]));
        }
        if let Some(country) = &place.country {
            areas.push(Key::of([b"country".as_slice(), country.as_bytes(), told.family().as_bytes()]));
        }
    }
    areas.sort_unstable();
    areas.dedup();
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(tellings: &[Told]) -> Vec<(usize, usize)> {
        super::pairs(tellings, &(0..tellings.len()).collect::<Vec<_>>())
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
        assert!(pairs(&many).len() <= 300 * WINDOW * 12);
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
