//! Periods of the calendar, and times that are counted in units.

use jiff::civil::{Date, Time};
use jiff::{Span as Interval, ToSpan};
use text::Moment;

use super::day::{Day, from_now, monday, moved};
use super::{Reference, TimeParts, Unit};
use crate::{Precision, TimeValue};

/// How many "a few" are, where the words give no number.
const FEW: i64 = 3;

const LAST_MINUTE: Time = Time::constant(23, 59, 0, 0);

impl Unit {
    fn times(self, n: i64) -> Option<Interval> {
        let n = (-9_000..=9_000).contains(&n).then_some(n)?;
        Some(match self {
            Unit::Second => n.seconds(),
            Unit::Minute => n.minutes(),
            Unit::Hour => n.hours(),
            Unit::Day => n.days(),
            Unit::Week | Unit::Weekend => n.weeks(),
            Unit::Fortnight => (2 * n).weeks(),
            Unit::Month => n.months(),
            Unit::Season => (3 * n).months(),
            Unit::Year => n.years(),
            Unit::Decade => Interval::new().try_years(10 * n).ok()?,
            Unit::Century => Interval::new().try_years(100 * n).ok()?,
        })
    }

    /// A length of so many units: `P3D`, `PT2H`.
    pub(super) fn length(self, n: i64) -> String {
        match self {
            Unit::Second => format!("PT{n}S"),
            Unit::Minute => format!("PT{n}M"),
            Unit::Hour => format!("PT{n}H"),
            Unit::Day => format!("P{n}D"),
            Unit::Weekend => format!("P{n}WE"),
            Unit::Week => format!("P{n}W"),
            Unit::Fortnight => format!("P{}W", 2 * n),
            Unit::Month => format!("P{n}M"),
            Unit::Season => format!("P{n}Q"),
            Unit::Year => format!("P{n}Y"),
            Unit::Decade => format!("P{}Y", 10 * n),
            Unit::Century => format!("P{}Y", 100 * n),
        }
    }

    /// Half a unit more: `PT2H30M`, `P3.5Y`.
    fn length_and_half(self, n: i64) -> String {
        match self {
            Unit::Minute => format!("PT{n}M30S"),
            Unit::Hour => format!("PT{n}H30M"),
            Unit::Day => format!("P{n}DT12H"),
            Unit::Year => format!("P{n}Y6M"),
            _ => self.length(n).replacen(&n.to_string(), &format!("{n}.5"), 1),
        }
    }

    fn precision(self) -> Precision {
        match self {
            Unit::Second | Unit::Minute => Precision::Minute,
            Unit::Hour => Precision::Hour,
            Unit::Day => Precision::Day,
            Unit::Weekend => Precision::Days,
            Unit::Week | Unit::Fortnight => Precision::Week,
            Unit::Month => Precision::Month,
            Unit::Season => Precision::Season,
            Unit::Year | Unit::Decade | Unit::Century => Precision::Year,
        }
    }
}

impl TimeParts {
    /// The length of all units together, the longest first, however they are told: `P1M2D`.
    fn lengths(&self, unit: Unit, n: i64) -> String {
        let mut units = self.more.clone();
        units.push((n, unit));
        units.sort_by_key(|(_, unit)| std::cmp::Reverse(*unit));
        let lengths = units.iter().map(|(n, unit)| unit.length(*n));
        lengths.reduce(|sum, shorter| and(sum, &shorter)).unwrap_or_default()
    }

    /// "two days ago", "last week", "this year", "for three hours".
    pub(super) fn of_unit(&self, unit: Unit, reference: &Reference) -> Option<TimeValue> {
        let now = reference.published.map(|p| p.date);
        let n = self.n.unwrap_or(1);
        let length = TimeValue {
            start: None,
            end: None,
            precision: Precision::Duration,
            pattern: None,
            timex: match self.and_half {
                true => unit.length_and_half(n),
                false => self.lengths(unit, n),
            },
        };
        // "in the coming days" are the next few
        if let (true, Some(rel @ (-1 | 1)), Some(now)) = (self.vague, self.rel, reference.published) {
            return reach(now, unit, FEW * rel);
        }
        if self.vague {
            let timex = unit.length(1).replace('1', "X");
            return Some(TimeValue { timex, ..length });
        }
        if let Some(rel) = self.rel {
            let Some(now) = reference.published else {
                let pattern = String::from(from_now(rel));
                let timex = if self.n.is_some() { length.timex } else { pattern.clone() };
                return Some(TimeValue {
                    pattern: Some(pattern),
                    precision: unit.precision(),
                    timex,
                    ..length
                });
            };
            return match self.n {
                Some(n) if rel != 0 => reach(now, unit, rel * n),
                _ if unit < Unit::Day && rel != 0 => reach(now, unit, rel),
                _ if self.edge.as_deref() == Some("REST") => {
                    let end = period(now.date, unit, rel)?.end?.date;
                    Some(match now.time.filter(|_| unit == Unit::Day && rel == 0) {
                        Some(_) => {
                            between(now, Moment { time: Some(LAST_MINUTE), ..now }, Precision::DayPart)
                        }
                        None => days(now.date.min(end), end, Precision::Days),
                    })
                }
                // "this weekend", where the clause looks ahead
                _ if unit == Unit::Weekend && rel == 0 && self.ahead() => {
                    self.narrowed(period(moved(monday(now.date), 5)?, unit, 0)?)
                }
                _ => self.narrowed(period(now.date, unit, rel)?),
            };
        }
        let last = reference.last.or(now.map(Day::Known));
        let (from, sign) = match self.dir.as_deref() {
            // "in three days" is a length, unless the clause looks ahead
            Some("in") if !self.ahead() => return Some(length),
            // "within two weeks": from now until then
            Some("within") if reference.published.is_some() => {
                return reference.published.and_then(|now| until(now, unit, n));
            }
            Some("in" | "within") => (now.map_or(Day::FromNow(0), Day::Known), 1),
            Some("ago") => (now.map_or(Day::FromNow(0), Day::Known), -1),
            Some("ahead") => (now.map_or(Day::FromNow(0), Day::Known), 1),
            // what stands behind is told of: "two days after the strike" counts back to the strike
            Some("earlier" | "after") => (last.unwrap_or(Day::Unknown), -1),
            Some("later" | "before") => (last.unwrap_or(Day::Unknown), 1),
            _ => return Some(length),
        };
        let Some(day) = from.known() else {
            let there = match unit {
                Unit::Day => from.plus(sign * n)?,
                Unit::Week => from.plus(7 * sign * n)?,
                _ => Day::FromNow(sign),
            };
            let pattern = if there == Day::Unknown { String::from(from_now(sign)) } else { there.pattern() };
            return Some(TimeValue {
                precision: unit.precision(),
                timex: pattern.clone(),
                pattern: Some(pattern),
                ..length
            });
        };
        let by_clock = matches!(self.dir.as_deref(), Some("ago" | "ahead" | "in"));
        if unit < Unit::Day {
            let Some(moment) = reference.published.filter(|p| by_clock && p.time.is_some()).and_then(|p| {
                self.more.iter().try_fold(shifted(p, unit, sign * n)?, |there, (more, shorter)| {
                    shifted(there, *shorter, sign * more)
                })
            }) else {
                let mut value = self.on(Day::Known(day));
                value.precision = Precision::Day;
                return Some(value);
            };
            return Some(between(moment, moment, unit.precision()));
        }
        // "a year and three months ago" is as exact as its shortest unit
        let hour = reference.published.and_then(|p| p.time).filter(|_| by_clock);
        let shortest = self.more.iter().map(|(_, unit)| *unit).fold(unit, Unit::min);
        let mut there = day.to_datetime(hour.unwrap_or_default()).checked_add(unit.times(sign * n)?).ok()?;
        for (more, shorter) in &self.more {
            there = there.checked_add(shorter.times(sign * more)?).ok()?;
        }
        if shortest < Unit::Day && hour.is_some() {
            let there = Moment { date: there.date(), time: Some(there.time()), offset: None };
            return Some(between(there, there, shortest.precision()));
        }
        let there = there.date();
        Some(match shortest {
            Unit::Month | Unit::Season => month(there)?,
            Unit::Year | Unit::Decade | Unit::Century => period(there, Unit::Year, 0)?,
            Unit::Week | Unit::Fortnight => days(there, there, Precision::Week),
            Unit::Weekend => period(there, unit, 0)?,
            _ => self.on(Day::Known(there)),
        })
    }

    /// The beginning, the middle or the end of a period, or one of its halves, where the words say so.
    pub(super) fn narrowed(&self, mut value: TimeValue) -> Option<TimeValue> {
        let (Some(edge), Some(start), Some(end)) = (self.edge.as_deref(), value.start, value.end) else {
            return Some(value);
        };
        // days that the beginning has, and with it the middle: ten and twenty of a month, three and four of a week
        let length = i64::from(start.date.until(end.date).map_or(0, |s| s.get_days())) + 1;
        let (first, second) = match value.precision {
            Precision::Week => (3, 4),
            Precision::Month if length <= 31 => (10, 20),
            _ => (length / 3, 2 * length / 3),
        };
        let half = if length <= 31 { 15.min(length / 2) } else { self.half_of(start.date, end.date)? };
        let (from, to) = match edge {
            "START" => (0, first - 1),
            "MID" => (first, second - 1),
            "H1" => (0, half - 1),
            "H2" => (half, length - 1),
            _ => (second, length - 1),
        };
        let at = |days: i64| moved(start.date, days).map(Moment::day);
        (value.start, value.end) = (Some(at(from)?), Some(at(to)?));
        Some(value)
    }

    /// The days of the first half of a stretch of months.
    fn half_of(&self, start: Date, end: Date) -> Option<i64> {
        let months = i64::from(end.year() - start.year()) * 12 + i64::from(end.month() - start.month()) + 1;
        let there = start.checked_add((months / 2).months()).ok()?;
        Some(i64::from(start.until(there).ok()?.get_days()))
    }
}

/// A length and one in a shorter unit: `P1Y3M`, `P2DT3H`.
fn and(length: String, shorter: &str) -> String {
    let shorter = shorter.trim_start_matches('P');
    if length.contains('T') { length + shorter.trim_start_matches('T') } else { length + shorter }
}

/// From one day to another.
pub(super) fn days(start: Date, end: Date, precision: Precision) -> TimeValue {
    let timex = if start == end { start.to_string() } else { format!("{start}/{end}") };
    TimeValue {
        start: Some(Moment::day(start)),
        end: Some(Moment::day(end)),
        precision,
        pattern: None,
        timex,
    }
}

/// A stretch of days that has a name of its own.
pub(super) fn named(start: Date, end: Date, precision: Precision, timex: String) -> TimeValue {
    TimeValue { timex, ..days(start, end, precision) }
}

/// The month that a day lies in.
pub(super) fn month(day: Date) -> Option<TimeValue> {
    let timex = format!("{:04}-{:02}", day.year(), day.month());
    Some(named(day.first_of_month(), day.last_of_month(), Precision::Month, timex))
}

/// So many units up to now, or from now on: "the past 24 hours", "the next three days".
fn reach(now: Moment, unit: Unit, n: i64) -> Option<TimeValue> {
    if unit < Unit::Day
        && let Some(there) = shifted(now, unit, n)
    {
        return Some(match n {
            // what is counted back in hours is known to the hour
            ..0 if unit == Unit::Hour => between(full_hour(there), full_hour(now), Precision::Hour),
            ..0 => between(there, now, unit.precision()),
            _ => between(now, there, unit.precision()),
        });
    }
    let there = if unit < Unit::Day {
        let hours = if unit == Unit::Hour { n } else { n.signum() };
        moved(now.date, n.signum() * ((hours.abs() + 23) / 24))?
    } else {
        now.date.checked_add(unit.times(n)?).ok()?
    };
    // "the next three days" are those that follow
    let next = moved(now.date, i64::from(unit >= Unit::Day))?;
    let (start, end) = if n < 0 { (there, now.date) } else { (next, there) };
    Some(days(start, end, Precision::Days))
}

/// From now until so many units on.
fn until(now: Moment, unit: Unit, n: i64) -> Option<TimeValue> {
    if unit < Unit::Day
        && let Some(there) = shifted(now, unit, n)
    {
        return Some(between(now, there, unit.precision()));
    }
    let there = now.date.checked_add(unit.max(Unit::Day).times(n)?).ok()?;
    Some(days(now.date, there, Precision::Days))
}

/// From one moment to another.
fn between(start: Moment, end: Moment, precision: Precision) -> TimeValue {
    let plain = |m: Moment| Moment { offset: None, ..m };
    let timex = match start == end {
        true => plain(start).to_string(),
        false => format!("{}/{}", plain(start), plain(end)),
    };
    TimeValue { start: Some(start), end: Some(end), precision, pattern: None, timex }
}

/// The hour in which a moment lies.
fn full_hour(moment: Moment) -> Moment {
    Moment { time: moment.time.and_then(|t| Time::new(t.hour(), 0, 0, 0).ok()), ..moment }
}

/// A moment so many hours, minutes or seconds on; `None` where it has no hour.
fn shifted(moment: Moment, unit: Unit, n: i64) -> Option<Moment> {
    let there = moment.date.to_datetime(moment.time?).checked_add(unit.times(n)?).ok()?;
    Some(Moment { date: there.date(), time: Some(there.time()), ..moment })
}

/// The calendar's period that holds a day, or one so many before or after.
pub(super) fn period(now: Date, unit: Unit, rel: i64) -> Option<TimeValue> {
    let there = now.checked_add(unit.times(rel)?).ok()?;
    let week = there.iso_week_date();
    Some(match unit {
        Unit::Week | Unit::Fortnight => {
            let start = monday(there);
            let length = if unit == Unit::Week { 6 } else { 13 };
            named(
                start,
                moved(start, length)?,
                Precision::Week,
                format!("{:04}-W{:02}", week.year(), week.week()),
            )
        }
        Unit::Weekend => {
            // read on a weekday, "the weekend" and "last weekend" are the one just past
            let weekday = now.weekday().to_monday_one_offset();
            let back = if rel == 0 && weekday < 6 { -7 } else { 0 };
            let start = moved(monday(there), 5 + back)?;
            let week = start.iso_week_date();
            named(
                start,
                moved(start, 1)?,
                Precision::Days,
                format!("{:04}-W{:02}-WE", week.year(), week.week()),
            )
        }
        Unit::Month => month(there)?,
        Unit::Year => year(there.year(), there.year())?,
        Unit::Decade => decade(there.year())?,
        Unit::Century => {
            let first = there.year() - there.year().rem_euclid(100);
            named(
                Date::new(first, 1, 1).ok()?,
                Date::new(first + 99, 12, 31).ok()?,
                Precision::Year,
                format!("{:02}XX", first / 100),
            )
        }
        Unit::Season => quarter(there.year(), (there.month() - 1) / 3 + 1)?,
        Unit::Day => days(there, there, Precision::Day),
        Unit::Second | Unit::Minute | Unit::Hour => days(now, now, Precision::Day),
    })
}

pub(super) fn year(first: i16, last: i16) -> Option<TimeValue> {
    let timex = if first == last { format!("{first:04}") } else { format!("{first:04}/{last:04}") };
    Some(named(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?, Precision::Year, timex))
}

pub(super) fn decade(year: i16) -> Option<TimeValue> {
    let first = year - year.rem_euclid(10);
    Some(named(
        Date::new(first, 1, 1).ok()?,
        Date::new(first + 9, 12, 31).ok()?,
        Precision::Year,
        format!("{:03}X", first / 10),
    ))
}

pub(super) fn quarter(year: i16, quarter: i8) -> Option<TimeValue> {
    let first = Date::new(year, (quarter - 1) * 3 + 1, 1).ok()?;
    let last = first.checked_add(2.months()).ok()?.last_of_month();
    Some(named(first, last, Precision::Season, format!("{year:04}-Q{quarter}")))
}

/// Northern seasons by whole months; winter is that which begins in the year named. Half-years have names like theirs.
pub(super) fn season(year: i16, season: &str) -> Option<TimeValue> {
    let (month, length) = match season {
        "SP" => (3, 3),
        "SU" => (6, 3),
        "FA" => (9, 3),
        "H1" => (1, 6),
        "H2" => (7, 6),
        _ => (12, 3),
    };
    let first = Date::new(year, month, 1).ok()?;
    let last = first.checked_add((length - 1).months()).ok()?.last_of_month();
    Some(named(first, last, Precision::Season, format!("{year:04}-{season}")))
}
