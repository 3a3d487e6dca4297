//! How far two tellings speak for one incident: integer weights over named comparisons with ordered levels.

mod what;
mod who;

use claim::Extent;
use pack::Kinds;

use crate::days::weekday;
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
pub struct Level {
    /// What was compared, and what came of it: "day: same".
    pub name: &'static str,
    /// Above 0 for one incident, below 0 against.
    pub weight: i16,
}

impl Level {
    /// Whether it rules one incident out, whatever the rest says.
    pub fn forbids(&self) -> bool {
        self.weight == NEVER
    }
}

const fn level(name: &'static str, weight: i16) -> Level {
    Level { name, weight }
}

/// The levels of every comparison of two tellings.
pub(crate) fn levels(a: &Told, b: &Told) -> [Level; 15] {
    [
        shape(a, b),
        kind(a, b),
        day(a, b),
        place(a, b),
        what::counts(&a.killed, &b.killed, &what::KILLED),
        what::counts(&a.injured, &b.injured, &what::INJURED),
        what::numbers(a, b),
        who::victims(a, b),
        who::names(a, b),
        who::people(a, b),
        what::categories(&a.targets, &b.targets, &what::TARGET),
        what::categories(&a.weapons, &b.weapons, &what::WEAPON),
        what::words(a, b),
        who::speakers(a, b),
        who::utterance(a, b),
    ]
}

/// The sum of the weights; `None` where something rules one incident out.
pub(crate) fn score(a: &Told, b: &Told) -> Option<i16> {
    let levels = levels(a, b);
    levels.iter().all(|l| !l.forbids()).then(|| levels.iter().map(|l| l.weight).sum())
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
        (Some(x), Some(y)) if x == y && is_common(x) => level("kind: same, a common one", 20),
        (Some(x), Some(y)) if x == y => level("kind: same", 25),
        (Some(_), Some(_)) if a.family() == b.family() => level("kind: same family", 12),
        (Some(_), Some(_)) => level("kind: other", -25),
        _ => level("kind: unknown", 0),
    }
}

fn is_common(kind: u8) -> bool {
    Kinds::shipped().kinds.get(usize::from(kind)).is_some_and(|k| k.common)
}

fn day(a: &Told, b: &Told) -> Level {
    match (a.days, b.days) {
        (Some(x), Some(y)) => {
            let gap = x.gap(&y);
            let single = x.fixes_a_day() && y.fixes_a_day();
            let hours = match (x.clock, y.clock) {
                (Some(a), Some(b)) if x.zoned == y.zoned => Some((a - b).abs() / 3600),
                _ => None,
            };
            let night = x.night || y.night;
            match gap {
                0 if hours.is_some_and(|h| h >= 3) => level("day: same, other hour", 5),
                0 if single && (x.last - x.first).max(y.last - y.first) <= 1 => level("day: same", 30),
                0 if single => level("day: within", 20),
                0 => level("day: within a long stretch", if a.extent == Extent::Total { 20 } else { 5 }),
                1.. if who::one_victim(a, b) => level("day: other, of one victim", -20),
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
            _ => level("day: both unknown", -15),
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
        // a sum over a year is told of a country as a strike is of a town
        Relation::SameCountry if a.extent == Extent::Total && b.extent == Extent::Total => {
            level("place: same country, of a sum", 20)
        }
        Relation::SameCountry => level("place: same country", 8),
        Relation::WithinCountry => level("place: within the country", 3),
        Relation::Unknown => level("place: unknown", 0),
        Relation::Doubtful => level("place: neighbouring", -20),
        Relation::Apart => level("place: other town", NEVER),
    }
}

#[cfg(test)]
mod tests;
