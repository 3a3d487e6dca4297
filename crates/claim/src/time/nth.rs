//! Days and weeks that are counted within a longer time, or named by a day in them.

use jiff::civil::{Date, Weekday};

use super::day::{monday, moved};
use super::period::{days, named, period};
use super::{Reference, TimeParts, Unit};
use crate::{Precision, TimeValue};

impl TimeParts {
    /// "the third Tuesday of September", "the last week of July", "the first day of 2020".
    pub(super) fn nth_within(&self, nth: i8, reference: &Reference) -> Option<TimeValue> {
        let whole = TimeParts {
            month: self.month,
            year: self.year,
            rel: self.rel,
            in_week: self.in_week,
            unit: self.within.filter(|_| self.month.is_none()),
            ..self.plain()
        };
        let whole = whole.resolve(reference)?;
        let (Some(first), Some(last)) = (whole.start, whole.end) else { return Some(whole) };
        let (first, last) = (first.date, last.date);
        let at = i64::from(nth);
        if let Some(weekday) = self.weekday {
            return Some(self.on(super::Day::Known(weekday_within(weekday, at, first, last)?)));
        }
        match self.unit? {
            Unit::Day => {
                let day = if at < 0 { moved(last, at + 1)? } else { moved(first, at - 1)? };
                (first..=last).contains(&day).then(|| days(day, day, Precision::Day))
            }
            // the weeks of a year have numbers; those of a month begin in it
            Unit::Week if self.month.is_none() && self.within != Some(Unit::Month) && at > 0 => {
                let week = moved(monday(moved(first, 3)?), 7 * (at - 1))?;
                period(week, Unit::Week, 0)
            }
            Unit::Week if at < 0 => period(weekday_within(7, at, first, last)?, Unit::Week, 0),
            Unit::Week => period(weekday_within(1, at, first, last)?, Unit::Week, 0),
            Unit::Weekend => {
                let saturday = weekday_within(6, at, first, last)?;
                Some(named(
                    saturday,
                    moved(saturday, 1)?,
                    Precision::Days,
                    format!("{saturday}/{}", moved(saturday, 1)?),
                ))
            }
            Unit::Month if self.month.is_none() => {
                let month =
                    if at < 0 { last } else { first.checked_add(jiff::Span::new().months(at - 1)).ok()? };
                (month <= last).then(|| period(month, Unit::Month, 0)).flatten()
            }
            _ => None,
        }
    }

    /// "the week of 15 September": the one that holds the day.
    pub(super) fn around_day(&self, unit: Unit, reference: &Reference) -> Option<TimeValue> {
        let named = TimeParts { unit: None, ..self.clone() }.resolve(reference)?;
        let Some(day) = named.start.map(|start| start.date) else { return Some(named) };
        match unit {
            Unit::Weekend => {
                let saturday = moved(monday(day), 5)?;
                Some(days(saturday, moved(saturday, 1)?, Precision::Days))
            }
            _ => period(day, unit, 0),
        }
    }

    /// Nothing but how the clause looks at its time.
    fn plain(&self) -> TimeParts {
        TimeParts { look: self.look, ..TimeParts::default() }
    }
}

/// The third Tuesday of a stretch of days, or its last.
fn weekday_within(weekday: i8, nth: i64, first: Date, last: Date) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(weekday).ok()?;
    let day = if nth < 0 {
        let back = (last.weekday().to_monday_one_offset() - wanted.to_monday_one_offset()).rem_euclid(7);
        moved(last, -i64::from(back) + 7 * (nth + 1))?
    } else {
        let on = (wanted.to_monday_one_offset() - first.weekday().to_monday_one_offset()).rem_euclid(7);
        moved(first, i64::from(on) + 7 * (nth - 1))?
    };
    (first..=last).contains(&day).then_some(day)
}
