//! Days and clock times of tellings, at the precision that the text has.

use claim::{Moment, Precision, TimeValue};
use jiff::civil::{Date, date};
use text::day_number;

/// The longest stretch that still says on which day a single thing happened, in days.
const LONGEST: i32 = 7;

/// Of a longer stretch than this ("in the past twelve years") it says nothing that a single thing lies in it, in days.
const A_YEAR: i32 = 366;

/// The days on which a thing may have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// First day, counted from 1970-01-01.
    pub(crate) first: i32,
    /// Last day, counted from 1970-01-01.
    pub(crate) last: i32,
    /// Whether it may belong to the night that two dates share.
    pub(crate) night: bool,
    /// Seconds since the epoch, where the text has the hour.
    pub(crate) clock: Option<i64>,
    /// Whether the clock has an offset; those with and those without one are not compared.
    pub(crate) zoned: bool,
}

impl Days {
    /// The days of a time; `None` where no date fixes it.
    pub(crate) fn of(time: &TimeValue) -> Option<Days> {
        let start = time.start?;
        let end = time.end.unwrap_or(start);
        let (first, last) = (day_number(start.date), day_number(end.date));
        if time.precision == Precision::Duration || last < first {
            return None;
        }
        let fine = time.precision <= Precision::Hour;
        let dark = |m: Moment| m.time.is_some_and(|t| t.hour() < 7 || t.hour() >= 20);
        let part = time.precision == Precision::DayPart;
        let night = (fine || part) && (dark(start) || dark(end))
            || part && (time.timex.ends_with("NI") || last > first);
        Some(Days {
            first,
            last,
            night,
            clock: if fine { start.time.map(|_| start.seconds()) } else { None },
            zoned: start.offset.is_some(),
        })
    }

    /// Whether it says on which day a single thing happened.
    pub(crate) fn fixes_a_day(&self) -> bool {
        self.last - self.first <= LONGEST
    }

    /// Whether it says anything of when a single thing happened.
    pub(crate) fn say_when(&self) -> bool {
        self.last - self.first <= A_YEAR
    }

    /// Whether it names one day, or the night that begins with it.
    pub(crate) fn names_a_day(&self) -> bool {
        self.last - self.first <= 1
    }

    /// Days between the two; 0 where they overlap.
    pub(crate) fn gap(&self, other: &Days) -> i32 {
        (other.first - self.last).max(self.first - other.last).max(0)
    }
}

/// A total order of times: by day, within it those without an hour first.
pub(crate) fn in_time(at: Moment) -> (Date, bool, i64) {
    (at.date, at.time.is_some(), at.seconds())
}

/// The day of a number that [`day_number`](text::day_number) gave.
pub(crate) fn date_of(number: i32) -> Option<Date> {
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// The weekday of a pattern such as `XXXX-WXX-2`: 1 is Monday.
pub(crate) fn weekday_of_pattern(pattern: &str) -> Option<i8> {
    let (_, rest) = pattern.split_once("-WXX-")?;
    let digit = rest.chars().next()?.to_digit(10)?;
    (1..=7).contains(&digit).then_some(digit as i8)
}

/// The weekday of a day number: 1 is Monday.
pub(crate) fn weekday(number: i32) -> i8 {
    ((number + 3).rem_euclid(7) + 1) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_and_numbers_agree() {
        let saturday = day_number(date(2024, 12, 21));
        assert_eq!(weekday(saturday), 6);
        assert_eq!(weekday(0), 4);
        assert_eq!(date_of(saturday), Some(date(2024, 12, 21)));
        assert_eq!(weekday_of_pattern("XXXX-WXX-6"), Some(6));
        assert_eq!(weekday_of_pattern("XXXX-WXX-6TNI"), Some(6));
        assert_eq!(weekday_of_pattern("2024-12"), None);
    }

    #[test]
    fn a_night_has_two_dates() {
        let at = |text: &str| Moment::parse(text);
        let night = TimeValue {
            start: at("2024-12-20T22:00"),
            end: at("2024-12-21T05:00"),
            precision: Precision::DayPart,
            pattern: None,
            timex: "2024-12-20TNI".into(),
        };
        let days = Days::of(&night).unwrap();
        assert!(days.night && days.last - days.first == 1 && days.clock.is_none());
    }
}
