//! Times: what a matched time rule says, and what day that is.
//!
//! A rule's captures name the parts: `day month year weekday part clock ampm n unit dir rel word`,
//! the second of a range with `2` behind. Dates are resolved as news is read: back from the
//! publication time, unless the words look ahead.

use jiff::civil::{Date, Time, Weekday, date};
use jiff::{Span as Interval, ToSpan};
use text::Moment;

use crate::{Precision, TimeValue};

/// The parts that a time expression names, before any date is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeParts {
    pub(crate) year: Option<i16>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) month2: Option<i8>,
    pub(crate) day2: Option<i8>,
    pub(crate) year2: Option<i16>,
    /// Monday is 1.
    pub(crate) weekday: Option<i8>,
    /// MO, MI, AF, EV, NI, DT, or for months and years START, MID, END.
    pub(crate) part: Option<String>,
    pub(crate) clock: Option<(i8, i8)>,
    pub(crate) clock2: Option<(i8, i8)>,
    /// `am` or `pm`.
    pub(crate) half: Option<String>,
    /// Minutes east of UTC, where a zone is named.
    pub(crate) zone: Option<i32>,
    /// How many units.
    pub(crate) n: Option<i64>,
    pub(crate) unit: Option<Unit>,
    /// `ago`, `ahead`, `earlier`, `later`, `since`, `until`, `for`.
    pub(crate) dir: Option<String>,
    /// last −1, this 0, next 1.
    pub(crate) rel: Option<i64>,
    /// Days from the reference: yesterday −1.
    pub(crate) days: Option<i64>,
    /// Days from the time last mentioned: "the day before".
    pub(crate) from_last: Option<i64>,
}

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Year,
    Decade,
}

impl Unit {
    pub(crate) fn parse(name: &str) -> Option<Unit> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "weekend" => Unit::Weekend,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "season" => Unit::Season,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            _ => return None,
        })
    }

    fn times(self, n: i64) -> Option<Interval> {
        let n = (-100_000..=100_000).contains(&n).then_some(n)?;
        Some(match self {
            Unit::Second => n.seconds(),
            Unit::Minute => n.minutes(),
            Unit::Hour => n.hours(),
            Unit::Day => n.days(),
            Unit::Week | Unit::Weekend => n.weeks(),
            Unit::Month => n.months(),
            Unit::Season => (3 * n).months(),
            Unit::Year => Interval::new().try_years(n).ok()?,
            Unit::Decade => Interval::new().try_years(10 * n).ok()?,
        })
    }

    fn letter(self) -> &'static str {
        match self {
            Unit::Second => "S",
            Unit::Minute | Unit::Month => "M",
            Unit::Hour => "H",
            Unit::Day => "D",
            Unit::Week => "W",
            Unit::Weekend => "WE",
            Unit::Season => "Q",
            Unit::Year => "Y",
            Unit::Decade => "DE",
        }
    }
}

/// What relative times are counted from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reference {
    /// When the article was published, where it is known.
    pub(crate) published: Option<Moment>,
    /// The day last mentioned.
    pub(crate) last: Option<Date>,
}

impl TimeParts {
    /// The day or days that the parts mean; `None` where they mean nothing (a 40th of May).
    pub(crate) fn resolve(&self, reference: &Reference) -> Option<TimeValue> {
        let now = reference.published.map(|p| p.date);
        if let Some(shift) = self.from_last {
            let from = reference.last.or(now);
            return Some(self.on(from.and_then(|d| d.checked_add(shift.days()).ok()), format!("P{}D", shift.abs())));
        }
        if let Some(shift) = self.days {
            return Some(self.on(now.and_then(|d| d.checked_add(shift.days()).ok()), String::from("PRESENT_REF")));
        }
        if self.month.is_some() || self.day.is_some() || self.year.is_some() && self.unit.is_none() {
            return self.calendar(now);
        }
        if let Some(weekday) = self.weekday {
            let pattern = format!("XXXX-WXX-{weekday}");
            let day = now.map(|now| self.of_week(now, weekday));
            return Some(self.on(day.flatten(), pattern));
        }
        if let Some(unit) = self.unit {
            return self.of_unit(unit, reference);
        }
        if let Some(clock) = self.clock {
            return self.at_clock(clock, reference);
        }
        let part = self.part.as_deref()?;
        let day = reference.last.or(now);
        Some(TimeValue {
            start: day.map(Moment::day),
            end: day.map(Moment::day),
            precision: Precision::DayPart,
            pattern: day.is_none().then(|| format!("XXXX-XX-XXT{part}")),
            timex: day.map_or(format!("T{part}"), |d| format!("{d}T{part}")),
        })
    }

    /// The day of the week nearest before (or after) the reference.
    fn of_week(&self, now: Date, weekday: i8) -> Option<Date> {
        let wanted = Weekday::from_monday_one_offset(weekday).ok()?;
        let back = i64::from((now.weekday().to_monday_one_offset() - wanted.to_monday_one_offset()).rem_euclid(7));
        let shift = match self.rel {
            Some(1) => 7 - back,
            Some(-1) if back == 0 => -7,
            _ => -back,
        };
        now.checked_add(shift.days()).ok()
    }

    /// A day with what the parts say of the hour.
    fn on(&self, day: Option<Date>, pattern: String) -> TimeValue {
        let Some(day) = day else {
            let pattern = match (&self.part, self.clock) {
                (_, Some((h, m))) => format!("{pattern}T{h:02}:{m:02}"),
                (Some(part), None) => format!("{pattern}T{part}"),
                _ => pattern,
            };
            return TimeValue { start: None, end: None, precision: self.precision(), timex: pattern.clone(), pattern: Some(pattern) };
        };
        let at = |clock: Option<(i8, i8)>| match clock {
            Some((h, m)) => Moment {
                date: day,
                time: Time::new(h, m, 0, 0).ok(),
                offset: self.zone.map(|minutes| minutes * 60),
            },
            None => Moment::day(day),
        };
        let start = at(self.clock());
        let end = if self.clock2.is_some() { at(self.second_clock()) } else { start };
        let timex = match (&self.part, self.clock()) {
            (_, Some(_)) if self.clock2.is_some() => format!("{start}/{end}"),
            (_, Some(_)) => start.to_string(),
            (Some(part), None) => format!("{day}T{part}"),
            _ => day.to_string(),
        };
        TimeValue { start: Some(start), end: Some(end), precision: self.precision(), pattern: None, timex }
    }

    fn precision(&self) -> Precision {
        match (self.clock, &self.part) {
            (Some(_), _) => Precision::Minute,
            (None, Some(_)) => Precision::DayPart,
            _ => Precision::Day,
        }
    }

    fn clock(&self) -> Option<(i8, i8)> {
        self.clock.map(|c| self.halved(c))
    }

    fn second_clock(&self) -> Option<(i8, i8)> {
        self.clock2.map(|c| self.halved(c))
    }

    /// A clock time with its half of the day: "9 p.m." is 21, "9 in the evening" too.
    fn halved(&self, (h, m): (i8, i8)) -> (i8, i8) {
        let after_noon = self.half.as_deref() == Some("pm")
            || self.half.is_none() && matches!(self.part.as_deref(), Some("AF" | "EV"))
            || self.half.is_none() && self.part.as_deref() == Some("NI") && h >= 6;
        match h {
            12 if self.half.as_deref() == Some("am") => (0, m),
            1..=11 if after_noon => (h + 12, m),
            _ => (h, m),
        }
    }

    fn at_clock(&self, clock: (i8, i8), reference: &Reference) -> Option<TimeValue> {
        let (h, m) = self.halved(clock);
        if !(0..=24).contains(&h) || !(0..60).contains(&m) {
            return None;
        }
        let day = reference.last.or(reference.published.map(|p| p.date));
        let mut value = self.on(day, String::from("XXXX-XX-XX"));
        value.precision = Precision::Minute;
        value.timex = format!("T{h:02}:{m:02}");
        Some(value)
    }

    /// Days, months and years, with what is missing taken from the reference.
    fn calendar(&self, now: Option<Date>) -> Option<TimeValue> {
        let year = self.year.or(self.year2);
        let Some(day) = self.day else {
            return self.month_or_year(now);
        };
        let valid = |y: i16, m: i8, d: i8| Date::new(y, m, d).ok();
        let Some(month) = self.month else {
            // a bare day of the month: the nearest one back
            let pattern = format!("XXXX-XX-{day:02}");
            let found = now.and_then(|now| {
                (0..3).find_map(|back: i64| {
                    let m = now.checked_sub(back.months()).ok()?;
                    valid(m.year(), m.month(), day).filter(|d| *d <= now)
                })
            });
            return Some(self.on(found, pattern));
        };
        let pattern = format!("XXXX-{month:02}-{day:02}");
        let Some(year) = year.or_else(|| now.map(|now| year_of(now, month, day))) else {
            valid(2024, month, day)?; // a 30th of February is none
            let mut value = self.on(None, pattern.clone());
            if let Some(day2) = self.day2 {
                value.precision = Precision::Days;
                value.timex = format!("{pattern}/XXXX-{:02}-{day2:02}", self.month2.unwrap_or(month));
            }
            return Some(value);
        };
        let start = valid(year, month, day)?;
        if let Some(day2) = self.day2 {
            let end = valid(self.year2.unwrap_or(year), self.month2.unwrap_or(month), day2).filter(|e| *e >= start)?;
            return Some(days(start, end, Precision::Days));
        }
        let mut value = self.on(Some(start), pattern);
        if let (Some("since"), Some(now)) = (self.dir.as_deref(), now)
            && start <= now
        {
            value = days(start, now, Precision::Days);
        }
        Some(value)
    }

    fn month_or_year(&self, now: Option<Date>) -> Option<TimeValue> {
        if let Some(month) = self.month {
            let found = self.year.or_else(|| {
                now.map(|now| match self.rel {
                    Some(1) => now.year() + i16::from(month <= now.month()),
                    Some(-1) if month == now.month() => now.year() - 1,
                    _ => now.year() - i16::from(month > now.month()),
                })
            });
            let part = self.part.as_deref().map(|p| format!("-{p}")).unwrap_or_default();
            let Some(year) = found else {
                let pattern = format!("XXXX-{month:02}");
                return Some(TimeValue { start: None, end: None, precision: Precision::Month, timex: pattern.clone(), pattern: Some(pattern) });
            };
            let start = Date::new(year, month, 1).ok()?;
            let last = self.month2.map_or(Some(start), |m| Date::new(self.year2.unwrap_or(year), m, 1).ok())?;
            let (from, to) = within(start, last.last_of_month(), self.part.as_deref());
            let mut value = days(from, to, Precision::Month);
            value.timex = format!("{year:04}-{month:02}{part}");
            return Some(value);
        }
        let year = self.year?;
        let start = Date::new(year, 1, 1).ok()?;
        let end = Date::new(self.year2.unwrap_or(year), 12, 31).ok()?;
        let (start, end) = within(start, end, self.part.as_deref());
        let mut value = days(start, end, Precision::Year);
        value.timex = format!("{year:04}");
        Some(value)
    }

    /// "two days ago", "last week", "this year", "for three hours".
    fn of_unit(&self, unit: Unit, reference: &Reference) -> Option<TimeValue> {
        let now = reference.published.map(|p| p.date);
        let n = self.n.unwrap_or(1);
        let duration = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => format!("PT{n}{}", unit.letter()),
            _ => format!("P{n}{}", unit.letter()),
        };
        let nowhere = |timex: String| TimeValue {
            start: None,
            end: None,
            precision: Precision::Duration,
            pattern: None,
            timex,
        };
        if let Some(rel) = self.rel
            && self.n.is_none()
        {
            let Some(now) = now else {
                return Some(nowhere(duration));
            };
            return period(now, unit, rel);
        }
        let (from, sign) = match self.dir.as_deref() {
            Some("ago") => (now, -1),
            Some("ahead") => (now, 1),
            Some("earlier") => (reference.last.or(now), -1),
            Some("later") => (reference.last.or(now), 1),
            Some("last") => {
                let Some(now) = now else { return Some(nowhere(duration)) };
                return Some(days(now.checked_add(unit.times(-n)?).ok()?, now, Precision::Days));
            }
            _ => return Some(nowhere(duration)),
        };
        let Some(from) = from else { return Some(nowhere(duration)) };
        let there = from.checked_add(unit.times(sign * n)?).ok()?;
        Some(match unit {
            Unit::Month | Unit::Season => {
                let mut v = days(there.first_of_month(), there.last_of_month(), Precision::Month);
                v.timex = format!("{:04}-{:02}", there.year(), there.month());
                v
            }
            Unit::Year | Unit::Decade => period(there, Unit::Year, 0)?,
            Unit::Week => days(there, there, Precision::Week),
            _ => self.on(Some(there), String::new()),
        })
    }
}

/// The year in which a day without one lies: the reference's, or the year before where that would be far ahead.
fn year_of(now: Date, month: i8, day: i8) -> i16 {
    let ahead = Date::new(now.year(), month, day.min(28)).is_ok_and(|d| d > now.saturating_add(60.days()));
    now.year() - i16::from(ahead)
}

/// The first, middle or last third of a period.
fn within(start: Date, end: Date, part: Option<&str>) -> (Date, Date) {
    let length = i64::from(start.until(end).map_or(0, |s| s.get_days()));
    let third = |n: i64| start.saturating_add((length * n / 3).days());
    match part {
        Some("START") => (start, third(1)),
        Some("MID") => (third(1), third(2)),
        Some("END") => (third(2), end),
        _ => (start, end),
    }
}

/// From one day to another.
fn days(start: Date, end: Date, precision: Precision) -> TimeValue {
    let timex = if start == end { start.to_string() } else { format!("{start}/{end}") };
    TimeValue { start: Some(Moment::day(start)), end: Some(Moment::day(end)), precision, pattern: None, timex }
}

/// The calendar's period that holds a day, or one so many before or after.
fn period(now: Date, unit: Unit, rel: i64) -> Option<TimeValue> {
    let there = now.checked_add(unit.times(rel)?).ok()?;
    let monday = |d: Date| d.saturating_sub(i64::from(d.weekday().to_monday_zero_offset()).days());
    Some(match unit {
        Unit::Week => {
            let start = monday(there);
            let mut v = days(start, start.saturating_add(6.days()), Precision::Week);
            let week = there.iso_week_date();
            v.timex = format!("{:04}-W{:02}", week.year(), week.week());
            v
        }
        Unit::Weekend => {
            // "over the weekend", read on a weekday, is the one just past
            let shift = if rel == 0 && now.weekday().to_monday_one_offset() < 6 { -7 } else { 0 };
            let start = monday(there).saturating_add((5 + shift).days());
            let mut v = days(start, start.saturating_add(1.day()), Precision::Days);
            let week = start.iso_week_date();
            v.timex = format!("{:04}-W{:02}-WE", week.year(), week.week());
            v
        }
        Unit::Month => {
            let mut v = days(there.first_of_month(), there.last_of_month(), Precision::Month);
            v.timex = format!("{:04}-{:02}", there.year(), there.month());
            v
        }
        Unit::Year => {
            let mut v = days(date(there.year(), 1, 1), date(there.year(), 12, 31), Precision::Year);
            v.timex = format!("{:04}", there.year());
            v
        }
        Unit::Decade => {
            let first = there.year() - there.year().rem_euclid(10);
            let mut v = days(date(first, 1, 1), date(first + 9, 12, 31), Precision::Year);
            v.timex = format!("{:03}X", first / 10);
            v
        }
        Unit::Season => days(there.first_of_month(), there.last_of_month(), Precision::Season),
        Unit::Day => days(there, there, Precision::Day),
        _ => days(now, now, Precision::Day),
    })
}
