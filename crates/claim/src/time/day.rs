//! A day as far as it is known.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::TimeValue;

/// A day as far as it is known: whole, or by what the text says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Known(Date),
    /// A day of an unknown week; Monday is 1.
    OfWeek(i8),
    /// Month and day of an unknown year.
    OfYear(i8, i8),
    /// A day of an unknown month.
    OfMonth(i8),
    /// So many days from an unknown day of publication.
    FromNow(i64),
    /// Some day.
    Unknown,
}

impl Day {
    /// The day that a value means, where it means one.
    pub(crate) fn of(value: &TimeValue) -> Option<Day> {
        if let (Some(start), Some(end)) = (value.start, value.end) {
            return (start.date == end.date).then_some(Day::Known(start.date));
        }
        let pattern = value.pattern.as_deref()?.split('T').next()?;
        if let Some(weekday) = pattern.strip_prefix("XXXX-WXX-") {
            return weekday.parse().ok().map(Day::OfWeek);
        }
        let (month, day) = pattern.strip_prefix("XXXX-")?.split_once('-')?;
        Some(Day::OfYear(month.parse().ok()?, day.parse().ok()?))
    }

    /// The day so many days on.
    pub(crate) fn plus(self, days: i64) -> Option<Day> {
        Some(match self {
            Day::Known(day) => Day::Known(moved(day, days)?),
            Day::OfWeek(day) => Day::OfWeek((i64::from(day) - 1 + days).rem_euclid(7) as i8 + 1),
            Day::OfYear(2, 28 | 29) | Day::OfYear(3, 1) => Day::Unknown, // who knows whether the year is long
            Day::OfYear(month, day) => {
                let there = moved(Date::new(2023, month, day).ok()?, days)?;
                Day::OfYear(there.month(), there.day())
            }
            Day::FromNow(shift) => Day::FromNow(shift + days),
            Day::OfMonth(_) | Day::Unknown => Day::Unknown,
        })
    }

    pub(crate) fn known(self) -> Option<Date> {
        match self {
            Day::Known(day) => Some(day),
            _ => None,
        }
    }

    /// What stands for the day where it is not known.
    pub(crate) fn pattern(self) -> String {
        match self {
            Day::Known(day) => day.to_string(),
            Day::OfWeek(day) => format!("XXXX-WXX-{day}"),
            Day::OfYear(month, day) => format!("XXXX-{month:02}-{day:02}"),
            Day::OfMonth(day) => format!("XXXX-XX-{day:02}"),
            Day::FromNow(shift) => String::from(from_now(shift)),
            Day::Unknown => String::from("XXXX-XX-XX"),
        }
    }
}

/// What stands for a time that is counted from an unknown day.
pub(crate) fn from_now(shift: i64) -> &'static str {
    match shift {
        ..0 => "PAST_REF",
        0 => "PRESENT_REF",
        1.. => "FUTURE_REF",
    }
}

pub(crate) fn moved(day: Date, days: i64) -> Option<Date> {
    let days = (-4_000_000..=4_000_000).contains(&days).then_some(days)?;
    day.checked_add(days.days()).ok()
}

/// Whether some year has such a day.
pub(crate) fn exists(month: i8, day: i8) -> bool {
    Date::new(2024, month, day).is_ok()
}

/// The Monday of a day's week.
pub(crate) fn monday(day: Date) -> Date {
    moved(day, -i64::from(day.weekday().to_monday_zero_offset())).unwrap_or(date(1, 1, 1))
}
