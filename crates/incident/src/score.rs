//! How far two tellings speak for one incident: integer weights over named comparisons with ordered levels.

use std::collections::BTreeSet;

use claim::{Count, Extent};
use pack::Kinds;

use crate::days::weekday;
use crate::names::{Likeness, likeness};
use crate::places::{Relation, relation};
use crate::told::Told;

/// A pair at or above it is linked.
pub(crate) const TAU: i16 = 60;
/// By how much a waiting telling's best incident must lead its second.
pub(crate) const MARGIN: i16 = 15;
/// What a pair that was not compared counts for.
pub(crate) const UNCOMPARED: i16 = -10;
/// The weight of what rules one incident out.
const NEVER: i16 = i16::MIN;

/// One outcome of a comparison and what it speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    /// What was compared, and what came of it.
    pub(crate) name: &'static str,
    /// Above 0 for one incident, below 0 against.
    pub(crate) weight: i16,
}

const fn level(name: &'static str, weight: i16) -> Level {
    Level { name, weight }
}

/// The levels of every comparison of two tellings.
pub(crate) fn levels(a: &Told, b: &Told) -> [Level; 14] {
    [
        shape(a, b),
        kind(a, b),
        day(a, b),
        place(a, b),
        counts(&a.killed, &b.killed, &KILLED),
        counts(&a.injured, &b.injured, &INJURED),
        numbers(a, b),
        victims(a, b),
        names(a, b),
        categories(&a.targets, &b.targets, &TARGET),
        categories(&a.weapons, &b.weapons, &WEAPON),
        words(a, b),
        speakers(a, b),
        utterance(a, b),
    ]
}

/// The sum of the weights; `None` where something rules one incident out.
pub(crate) fn score(a: &Told, b: &Told) -> Option<i16> {
    let levels = levels(a, b);
    levels.iter().all(|l| l.weight != NEVER).then(|| levels.iter().map(|l| l.weight).sum())
}

fn shape(a: &Told, b: &Told) -> Level {
    let mut shared = a.articles.iter().filter(|key| b.articles.binary_search(key).is_ok());
    if shared.next().is_some() {
        level("told apart by one article", NEVER)
    } else if a.utterance != b.utterance && a.kind.is_some() && b.kind.is_some() {
        level("word against deed", NEVER)
    } else if a.extent != b.extent {
        level("part against whole", NEVER)
    } else {
        level("comparable", 0)
    }
}

fn kind(a: &Told, b: &Told) -> Level {
    match (a.kind, b.kind) {
        (Some(x), Some(y)) if x == y => level("kind: same", 25),
        (Some(_), Some(_)) if a.family() == b.family() => level("kind: same family", 15),
        (Some(_), Some(_)) => level("kind: other", -25),
        _ => level("kind: unknown", 0),
    }
}

fn day(a: &Told, b: &Told) -> Level {
    match (a.days, b.days) {
        (Some(x), Some(y)) => {
            let gap = x.gap(&y);
            let single = x.fixes_a_day() && y.fixes_a_day();
            let hours = match (x.clock, y.clock) {
                (Some(x), Some(y)) => Some((x - y).abs() / 3600),
                _ => None,
            };
            let night = x.night || y.night;
            match gap {
                0 if single && (x.last - x.first).max(y.last - y.first) <= 1 => level("day: same", 30),
                0 if single => level("day: within", 20),
                0 => level("day: within a long stretch", if a.extent == Extent::Total { 20 } else { 5 }),
                1 if hours.is_some_and(|h| h > 18) => level("day: other", NEVER),
                1 if night => level("day: one night", 20),
                1 => level("day: next", -10),
                _ => level("day: other", NEVER),
            }
        }
        (Some(known), None) => undated(known.first, b),
        (None, Some(known)) => undated(known.first, a),
        (None, None) => match (a.weekday, b.weekday) {
            (Some(x), Some(y)) if x == y => level("day: same weekday", 15),
            (Some(_), Some(_)) => level("day: other weekday", -25),
            _ => level("day: both unknown", -10),
        },
    }
}

/// A dated telling against one without a day: its weekday, else how long before its publication.
fn undated(day: i32, waiting: &Told) -> Level {
    if let Some(published) = waiting.published
        && !(-1..=10).contains(&(published - day))
    {
        return level("day: far from publication", -40);
    }
    if let Some(expected) = waiting.weekday {
        return match (weekday(day) - expected).rem_euclid(7) {
            0 => level("day: fits the weekday", 15),
            1 | 6 => level("day: beside the weekday", -10),
            _ => level("day: other weekday", -30),
        };
    }
    match waiting.published {
        Some(published) if published - day <= 3 => level("day: just before publication", 10),
        _ => level("day: unknown", 0),
    }
}

fn place(a: &Told, b: &Told) -> Level {
    let pairs = a.places.iter().flat_map(|x| b.places.iter().map(move |y| relation(x, y)));
    let best = pairs.min().unwrap_or(Relation::Unknown);
    if a.utterance || b.utterance {
        // where a thing is said, or what it speaks of, is told or left out at will
        return match best {
            Relation::SameTown | Relation::SameRegion | Relation::Within => level("place: same", 10),
            _ => level("place: of no weight for words", 0),
        };
    }
    match best {
        Relation::SameTown => level("place: same town", 40),
        Relation::SameRegion => level("place: same region", 20),
        Relation::Within => level("place: one within the other", 20),
        Relation::Near => level("place: within 30 km", 15),
        Relation::SameCountry => level("place: same country", 8),
        Relation::WithinCountry => level("place: within the country", 3),
        Relation::Unknown => level("place: unknown", 0),
        Relation::Doubtful => level("place: neighbouring", -20),
        Relation::Apart => level("place: other town", NEVER),
    }
}

const KILLED: [Level; 6] = [
    level("killed: same large figure", 25),
    level("killed: same small figure", 10),
    level("killed: fit", 5),
    level("killed: close", 0),
    level("killed: far apart", -20),
    level("killed: unknown", 0),
];
const INJURED: [Level; 6] = [
    level("injured: same large figure", 20),
    level("injured: same small figure", 8),
    level("injured: fit", 3),
    level("injured: close", 0),
    level("injured: far apart", -8),
    level("injured: unknown", 0),
];

fn counts(a: &[Count], b: &[Count], levels: &[Level; 6]) -> Level {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| closeness(x, y)));
    levels[pairs.min().unwrap_or(5)]
}

/// The level of two counts, from 0: same and five or more, same and fewer, fit, close, far apart.
fn closeness(a: &Count, b: &Count) -> usize {
    if a.min == b.min && a.max == b.max {
        return usize::from(a.min < 5);
    }
    if crate::fit::counts_fit(a, b) {
        return 2;
    }
    let (low, high) = (a.min.min(b.min), a.min.max(b.min));
    let grows = low > 0 && (high - low <= 3 || high <= low.saturating_mul(2));
    if grows { 3 } else { 4 }
}

fn numbers(a: &Told, b: &Told) -> Level {
    match a.numbers.intersection(&b.numbers).count() {
        0 => level("numbers: none shared", 0),
        1 => level("numbers: one shared", 12),
        _ => level("numbers: several shared", 25),
    }
}

fn victims(a: &Told, b: &Told) -> Level {
    if a.victims.is_empty() || b.victims.is_empty() {
        level("victims: unknown", 0)
    } else if shares_name(&a.victims, &b.victims) {
        level("victims: one shared", 40)
    } else {
        level("victims: others", -10)
    }
}

fn names(a: &Told, b: &Told) -> Level {
    match a.names.iter().filter(|x| b.names.iter().any(|y| alike(x, y))).count() {
        0 => level("names: none shared", 0),
        1 => level("names: one shared", 10),
        _ => level("names: several shared", 20),
    }
}

fn shares_name(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.iter().any(|x| b.iter().any(|y| alike(x, y)))
}

fn alike(a: &str, b: &str) -> bool {
    matches!(likeness(a, b), Likeness::Same | Likeness::Within)
}

const TARGET: [Level; 3] = [level("target: fits", 10), level("target: other", -3), level("target: unknown", 0)];
const WEAPON: [Level; 3] = [level("weapon: fits", 10), level("weapon: other", -8), level("weapon: unknown", 0)];

fn categories(a: &BTreeSet<String>, b: &BTreeSet<String>, levels: &[Level; 3]) -> Level {
    let kinds = Kinds::shipped();
    if a.is_empty() || b.is_empty() {
        levels[2]
    } else if a.iter().any(|x| b.iter().any(|y| kinds.is_a(x, y) || kinds.is_a(y, x))) {
        levels[0]
    } else {
        levels[1]
    }
}

fn words(a: &Told, b: &Told) -> Level {
    match a.words.intersection(&b.words).count() {
        0 | 1 => level("words: hardly any shared", 0),
        2 | 3 => level("words: some shared", 5),
        4..=6 => level("words: many shared", 10),
        _ => level("words: most shared", 18),
    }
}

fn speakers(a: &Told, b: &Told) -> Level {
    if !a.utterance || !b.utterance || a.speakers.is_empty() || b.speakers.is_empty() {
        return level("speaker: not compared", 0);
    }
    let mut best = level("speaker: other", NEVER);
    for (x, x_country) in &a.speakers {
        for (y, y_country) in &b.speakers {
            let country = x_country.is_some() && x_country == y_country;
            let here = match likeness(x, y) {
                Likeness::Same | Likeness::Within => level("speaker: same", 25),
                Likeness::Unknown if country => level("speaker: same country, other script", 15),
                Likeness::Unknown => level("speaker: unknown", 0),
                // "Russia warned", "the Kremlin warned"
                Likeness::Other if country => level("speaker: same country", 5),
                Likeness::Other => continue,
            };
            if here.weight > best.weight {
                best = here;
            }
        }
    }
    best
}

fn utterance(a: &Told, b: &Told) -> Level {
    let shared = a.quotes.intersection(&b.quotes).count();
    let least = a.quotes.len().min(b.quotes.len());
    if shared > 0 && shared * 2 >= least {
        return level("quote: same", 35);
    }
    if shared > 0 {
        return level("quote: in part", 15);
    }
    if !a.utterance || a.addressees.is_empty() || b.addressees.is_empty() {
        return level("quote: none shared", 0);
    }
    let same = |x: &(String, Option<String>), y: &(String, Option<String>)| {
        alike(&x.0, &y.0) || x.1.is_some() && x.1 == y.1
    };
    if a.addressees.iter().any(|x| b.addressees.iter().any(|y| same(x, y))) {
        level("addressee: same", 15)
    } else {
        level("addressee: other", -10)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use claim::{Container, PlaceValue};
    use text::Key;

    use super::*;
    use crate::days::Days;

    pub(crate) fn kazan() -> PlaceValue {
        place_at("Kazan", "city", (55.79, 49.12))
    }

    pub(crate) fn place_at(name: &str, precision: &'static str, point: (f32, f32)) -> PlaceValue {
        let within = vec![Container { name: "Russia".into(), kind: "country" }];
        PlaceValue { name: name.into(), id: None, within, country: Some("RU".into()), point: Some(point), precision }
    }

    pub(crate) fn day(day: i32) -> Option<Days> {
        Some(Days { first: 20_000 + day, last: 20_000 + day, night: false, clock: None })
    }

    pub(crate) fn told(n: u32, place: PlaceValue, days: Option<Days>) -> Told {
        let key = Key::of([n.to_le_bytes().as_slice()]);
        Told {
            key,
            at: vec![],
            articles: vec![key],
            kind: Kinds::shipped().kind("drone-strike"),
            utterance: false,
            extent: Extent::Single,
            days,
            weekday: None,
            published: None,
            places: vec![place],
            killed: vec![],
            injured: vec![],
            numbers: BTreeSet::new(),
            victims: BTreeSet::new(),
            names: BTreeSet::new(),
            targets: BTreeSet::new(),
            weapons: BTreeSet::new(),
            words: BTreeSet::new(),
            speakers: BTreeSet::new(),
            addressees: BTreeSet::new(),
            quotes: BTreeSet::new(),
        }
    }

    #[test]
    fn kind_day_and_town_are_enough() {
        let a = told(1, kazan(), day(21));
        assert!(score(&a, &told(2, kazan(), day(21))).unwrap() >= TAU);
        let mut other = told(2, kazan(), day(21));
        other.kind = Kinds::shipped().kind("explosion");
        assert!(score(&a, &other).unwrap() >= TAU);
    }

    #[test]
    fn the_next_day_needs_more_and_another_day_never() {
        let a = told(1, kazan(), day(21));
        let mut next = told(2, kazan(), day(22));
        assert!(score(&a, &next).unwrap() < TAU);
        next.days = day(22).map(|d| Days { night: true, ..d });
        assert!(score(&a, &next).unwrap() >= TAU);
        assert_eq!(score(&a, &told(2, kazan(), day(23))), None);
    }

    #[test]
    fn another_town_or_part_and_whole_never() {
        let a = told(1, kazan(), day(21));
        let far = place_at("Saratov", "city", (51.53, 46.03));
        assert_eq!(score(&a, &told(2, far, day(21))), None);
        let mut wave = told(2, kazan(), day(21));
        wave.extent = Extent::Wave;
        assert_eq!(score(&a, &wave), None);
    }

    #[test]
    fn tolls_far_apart_in_one_region_stay_two() {
        let region = || place_at("Gaza", "region", (31.4, 34.3));
        let (mut a, mut b) = (told(1, region(), day(21)), told(2, region(), day(21)));
        assert!(score(&a, &b).unwrap() >= TAU);
        a.killed = vec![Count::exactly(5)];
        b.killed = vec![Count::exactly(19)];
        assert!(score(&a, &b).unwrap() < TAU);
    }

    #[test]
    fn different_speakers_never() {
        let speech = |n, who: &str, country: Option<&str>| {
            let mut t = told(n, kazan(), day(22));
            t.kind = Kinds::shipped().kind("threat");
            t.utterance = true;
            t.speakers = BTreeSet::from([(who.to_owned(), country.map(str::to_owned))]);
            t
        };
        assert!(score(&speech(1, "vladimir putin", None), &speech(2, "putin", None)).unwrap() >= TAU);
        assert_eq!(score(&speech(1, "putin", None), &speech(2, "zelensky", None)), None);
        assert!(score(&speech(1, "putin", Some("RU")), &speech(2, "путин", Some("RU"))).unwrap() >= TAU);
    }

    #[test]
    fn scores_are_symmetric() {
        let mut a = told(1, kazan(), day(21));
        a.killed = vec![Count::exactly(3)];
        let mut b = told(2, place_at("Tatarstan", "region", (55.5, 50.7)), day(22));
        b.killed = vec![Count { min: 2, max: None, approx: false, delta: false }];
        assert_eq!(score(&a, &b), score(&b, &a));
    }
}
