//! When two tellings say that it happened, and when they were published.

use super::Outcome::{self, *};
use super::{Extent, Told};
use crate::days::{Days, weekday};

/// For how many days a thing is news, by itself.
const NEWS: i32 = 10;

pub(super) fn day(a: &Told, b: &Told) -> Outcome {
    match (a.days, b.days) {
        (Some(x), Some(y)) => match dated(x, y, a.extent) {
            OtherDay if of_one_weekday((a, x), (b, y)) => OneWeekday,
            outcome => outcome,
        },
        (Some(known), None) => undated(known.first, b),
        (None, Some(known)) => undated(known.first, a),
        (None, None) => match (a.weekday, b.weekday) {
            (Some(x), Some(y)) if x == y => FitsWeekday,
            (Some(_), Some(_)) => OtherWeekday,
            // both are likelier of the days before they were published, but where one tells what came of it
            _ => match a.published.zip(b.published) {
                Some((x, y)) if (x - y).abs() > NEWS => {
                    let later = if x > y { a } else { b };
                    if later.looks_back { LookedBack } else { PublishedApart }
                }
                _ => UnknownDays,
            },
        },
    }
}

fn dated(x: Days, y: Days, extent: Extent) -> Outcome {
    let single = x.fixes_a_day() && y.fixes_a_day();
    let hours = match (x.clock, y.clock) {
        (Some(a), Some(b)) if x.zoned == y.zoned => Some((a - b).abs() / 3600),
        _ => None,
    };
    match x.gap(&y) {
        0 if hours.is_some_and(|h| h >= 3) => OtherHour,
        0 if single && (x.last - x.first).max(y.last - y.first) <= 1 => SameDay,
        0 if single => WithinDays,
        0 if extent == Extent::Total => SamePeriod,
        0 => WithinStretch,
        1 if hours.is_some_and(|h| h > 18) => NearDay,
        1 if x.night || y.night => OneNight,
        1 => NextDay,
        2..=3 => NearDay,
        _ => OtherDay,
    }
}

/// Whether two days may be one that the later telling, published long after, counted from the wrong day: archives print
/// old articles under the date of a new edition, and the weekday is what then still holds.
fn of_one_weekday((a, x): (&Told, Days), (b, y): (&Told, Days)) -> bool {
    let (later, day) = if x.first > y.first { (a, y) } else { (b, x) };
    let long_after = later.published.is_some_and(|published| published - day.last > NEWS);
    later.counted && long_after && x.names_a_day() && y.names_a_day() && weekday(x.first) == weekday(y.first)
}

/// A dated telling against one without a day: its weekday, else how long before its publication.
fn undated(day: i32, waiting: &Told) -> Outcome {
    if let Some(published) = waiting.published
        && !(-1..=NEWS).contains(&(published - day))
    {
        return match published > day {
            true if waiting.looks_back => LookedBack,
            true => FarFromPublished,
            false => PublishedBefore,
        };
    }
    if let Some(expected) = waiting.weekday {
        return match (weekday(day) - expected).rem_euclid(7) {
            0 => FitsWeekday,
            1 | 6 => BesideWeekday,
            _ => OtherWeekday,
        };
    }
    match waiting.published {
        Some(published) if published - day <= 3 => JustPublished,
        _ => UnknownDay,
    }
}

pub(super) fn published(a: &Told, b: &Told) -> Outcome {
    // who tells of a shooting "last month" is naturally published long after who tells of it that day
    if let (Some(x), Some(y)) = (a.days, b.days)
        && x.gap(&y) == 0
        && x.fixes_a_day() != y.fixes_a_day()
    {
        return UnknownPublished;
    }
    // two tellings of one article came out together, whatever they tell of
    if a.shares_article(b) {
        return UnknownPublished;
    }
    let (Some(a), Some(b)) = (a.published, b.published) else { return UnknownPublished };
    match (a - b).abs() {
        0..=1 => OneDay,
        2..=3 => FewDays,
        4..=10 => OneWeek,
        _ => LongAfter,
    }
}
