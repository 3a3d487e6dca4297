//! Times as texts tell them.

use claim::{Moment, Precision, TimeValue};
use jiff::civil::{Date, date, time};

use crate::happened::{DAY, day_of};

/// The date of a day counted from 1970-01-01.
pub(crate) fn date_of(day: i32) -> Date {
    let days = jiff::Span::new().try_days(day).unwrap_or_default();
    date(1970, 1, 1).checked_add(days).unwrap_or(date(1970, 1, 1))
}

/// A minute as a publication time, in UTC.
pub(crate) fn moment(minute: i64) -> Moment {
    let clock = minute.rem_euclid(DAY);
    let clock = time((clock / 60) as i8, (clock % 60) as i8, 0, 0);
    Moment { date: date_of(day_of(minute)), time: Some(clock), offset: Some(0) }
}

/// A day, exactly.
pub(crate) fn day(day: i32) -> TimeValue {
    stretch(day, day, Precision::Day, date_of(day).to_string())
}

/// From one day to another.
pub(crate) fn stretch(first: i32, last: i32, precision: Precision, timex: String) -> TimeValue {
    let (start, end) = (Some(Moment::day(date_of(first))), Some(Moment::day(date_of(last))));
    TimeValue { start, end, precision, pattern: None, timex }
}

/// The minute, without an offset, as local news tells it.
pub(crate) fn minute(minute: i64) -> TimeValue {
    let at = Moment { offset: None, ..moment(minute) };
    TimeValue {
        start: Some(at),
        end: Some(at),
        precision: Precision::Minute,
        pattern: None,
        timex: at.to_string(),
    }
}

/// The night that begins on a day.
pub(crate) fn night(evening: i32) -> TimeValue {
    let at =
        |day: i32, hour: i8| Moment { date: date_of(day), time: Some(time(hour, 0, 0, 0)), offset: None };
    TimeValue {
        start: Some(at(evening, 22)),
        end: Some(at(evening + 1, 5)),
        precision: Precision::DayPart,
        pattern: None,
        timex: format!("{}TNI", date_of(evening)),
    }
}

/// A weekday that no date fixes.
pub(crate) fn weekday(day: i32) -> TimeValue {
    let pattern = format!("XXXX-WXX-{}", date_of(day).weekday().to_monday_one_offset());
    TimeValue {
        start: None,
        end: None,
        precision: Precision::Day,
        pattern: Some(pattern.clone()),
        timex: pattern,
    }
}

/// "21 December 2024".
pub(crate) fn in_words(day: i32) -> String {
    let date = date_of(day);
    format!("{} {} {}", date.day(), text::MONTHS[usize::from(date.month().unsigned_abs()) - 1], date.year())
}

/// "Saturday".
pub(crate) fn weekday_in_words(day: i32) -> &'static str {
    use jiff::civil::Weekday::*;
    match date_of(day).weekday() {
        Monday => "Monday",
        Tuesday => "Tuesday",
        Wednesday => "Wednesday",
        Thursday => "Thursday",
        Friday => "Friday",
        Saturday => "Saturday",
        Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_readings_have_them() {
        assert_eq!(day(20_078).timex, "2024-12-21");
        assert_eq!(weekday(20_078).timex, "XXXX-WXX-6");
        assert_eq!(in_words(20_078), "21 December 2024");
        assert_eq!(minute(20_078 * DAY + 61).timex, "2024-12-21T01:01");
        assert_eq!(moment(20_078 * DAY).to_string(), "2024-12-21T00:00:00+00:00");
        assert_eq!(night(20_078).end.map(|m| m.to_string()).as_deref(), Some("2024-12-22T05:00"));
    }
}
