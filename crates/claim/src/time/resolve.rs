//! What day the parts of a time expression mean.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use text::Moment;

use super::day::{Day, exists, monday, moved};
use super::period::{days, decade, month, named, quarter, season, year};
use super::{Feast, Look, Reference, TimeParts, Unit};
use crate::{Precision, TimeValue};

/// How many days ahead a day of the year is still this year's, where the clause tells of what was done: such a clause
/// may name a day to come, too.
const SOON: i64 = 60;

impl TimeParts {
    /// The day or days that the parts mean; `None` where they mean nothing (a 40th of May).
    pub(crate) fn resolve(&self, reference: &Reference) -> Option<TimeValue> {
        let now = reference.published.map(|p| p.date);
        let clocks = [self.clock(), self.second_clock()];
        if clocks.iter().flatten().any(|(h, m)| !(0..=23).contains(h) || !(0..60).contains(m)) {
            return None;
        }
        if let Some(name) = &self.now {
            return Some(unfixed(name.clone(), Precision::Duration));
        }
        if self.every {
            return self.repeated();
        }
        if let Some(nth) = self.nth {
            return self.nth_within(nth, reference);
        }
        if let Some(feast) = self.feast
            && self.from_last.is_none()
        {
            return self.at_feast(feast, now);
        }
        if self.day.is_some()
            && let (Some(unit @ (Unit::Week | Unit::Weekend | Unit::Month)), None) = (self.unit, self.n)
        {
            return self.around_day(unit, reference);
        }
        if self.anchored() {
            return self.counted_from_anchor(reference);
        }
        if let Some(shift) = self.from_last {
            // "the day after 14 July" is counted from the day that it names
            let named = TimeParts { from_last: None, part: None, hours: None, ..self.clone() };
            let from = if named.day.is_some() || named.weekday.is_some() || named.feast.is_some() {
                Day::of(&named.resolve(reference)?)?
            } else {
                reference.last.or(now.map(Day::Known)).unwrap_or(Day::FromNow(0))
            };
            return Some(self.on(from.plus(shift)?));
        }
        if let Some(shift) = self.days {
            return Some(self.on(now.map_or(Day::FromNow(0), Day::Known).plus(shift)?));
        }
        if let Some(quarter) = self.quarter {
            return self.in_quarter(quarter, now);
        }
        if let Some(name) = &self.season {
            return self.in_season(name, now);
        }
        if self.month.is_some() || self.day.is_some() || self.year.is_some() && self.unit.is_none() {
            return self.calendar(now);
        }
        if let Some(weekday) = self.weekday {
            return self.weekdays(now, weekday);
        }
        if let Some(unit) = self.unit {
            return self.of_unit(unit, reference);
        }
        let last = reference.last.or(now.map(Day::Known)).unwrap_or(Day::Unknown);
        if self.clock.is_some() && (self.rel.is_none() || self.part.is_none()) {
            return self.at_clock(last);
        }
        let part = self.part.as_deref()?;
        Some(match (self.rel, now) {
            // "last night", "this morning", "overnight" are told from the publication on
            (Some(rel), _) => self.on(now.map_or(Day::FromNow(0), Day::Known).plus(rel)?),
            (None, Some(now)) if self.part.as_deref() == Some("ON") => self.on(Day::Known(now)),
            // as an hour does, a part of the day that stands alone names no day
            _ => TimeValue { timex: format!("T{part}"), ..self.on(last) },
        })
    }

    /// "every Monday", "every two weeks": no day, but how they follow each other.
    fn repeated(&self) -> Option<TimeValue> {
        let timex = match (self.weekday, self.unit) {
            (Some(weekday), _) => self.on(Day::OfWeek(weekday)).timex,
            (None, Some(unit)) => unit.length(self.n.unwrap_or(1)),
            _ => format!("XXXX-XX-XXT{}", self.part.as_deref()?),
        };
        Some(TimeValue { start: None, end: None, precision: Precision::Duration, pattern: None, timex })
    }

    /// A feast that has another day each year: that of the year named, or the one that the clause looks at.
    fn at_feast(&self, feast: Feast, now: Option<Date>) -> Option<TimeValue> {
        let found = match (self.year, now) {
            (Some(year), _) => feast.of_year(year).next(),
            (None, Some(now)) => {
                let rel = self.rel.unwrap_or(0) as i16;
                let years =
                    if self.in_week { [now.year() + rel; 3] } else { [-1, 0, 1].map(|n| now.year() + n) };
                self.chosen(now, years.into_iter().flat_map(|year| feast.of_year(year)), |(start, _)| *start)
            }
            (None, None) => None,
        };
        Some(match found {
            Some((start, end)) if start == end => self.on(Day::Known(start)),
            Some((start, end)) => days(start, end, Precision::Days),
            None => self.on(Day::Unknown),
        })
    }

    /// Of what comes again, in order, the one that the clause looks at.
    fn chosen<T>(&self, now: Date, times: impl Iterator<Item = T>, day: impl Fn(&T) -> Date) -> Option<T> {
        let away = |there: &T| i64::from(now.until(day(there)).map_or(0, |span| span.get_days()));
        // the nearest to the point that the clause looks from
        let far = |there: &T| match (self.rel, self.look) {
            _ if self.in_week => 0,
            (Some(-1), _) => {
                if away(there) < 0 {
                    -away(there)
                } else {
                    i64::MAX
                }
            }
            (Some(1), _) | (_, Look::Ahead) => {
                if away(there) > 0 {
                    away(there)
                } else {
                    i64::MAX
                }
            }
            (_, Look::Open) => away(there).abs(),
            (_, Look::Back) if away(there) > SOON => i64::MAX,
            (_, Look::Back) => (away(there) - SOON).abs(),
        };
        times.min_by_key(far)
    }

    /// So many units after or before a day that is named: "two days after Oct. 7".
    fn counted_from_anchor(&self, reference: &Reference) -> Option<TimeValue> {
        let named = TimeParts { n: None, unit: None, dir: None, ..self.clone() };
        let anchor = Day::of(&named.resolve(reference)?)?;
        let counted =
            TimeParts { n: self.n, unit: self.unit, dir: self.turned().dir, ..TimeParts::default() };
        counted.resolve(&Reference { last: Some(anchor), ..*reference })
    }

    /// A day of the week, or from one to another.
    fn weekdays(&self, now: Option<Date>, weekday: i8) -> Option<TimeValue> {
        let Some(now) = now else {
            let mut value = self.on(Day::OfWeek(weekday));
            if let Some(last) = self.weekday2 {
                value.precision = Precision::Days;
                value.timex = format!("{}/XXXX-WXX-{last}", value.timex);
            }
            return Some(value);
        };
        let Some(last) = self.weekday2 else {
            let day = self.of_week(now, weekday)?;
            let since = self.dir.as_deref() == Some("since") && day <= now;
            return Some(if since { days(day, now, Precision::Days) } else { self.on(Day::Known(day)) });
        };
        let end = self.of_week(now, last)?;
        let start = moved(end, -i64::from((last - weekday).rem_euclid(7)))?;
        Some(days(start, end, Precision::Days))
    }

    /// The day of the week nearest before (or after) the reference; "this" is in the same week.
    fn of_week(&self, now: Date, weekday: i8) -> Option<Date> {
        let wanted = Weekday::from_monday_one_offset(weekday).ok()?;
        let back =
            i64::from((now.weekday().to_monday_one_offset() - wanted.to_monday_one_offset()).rem_euclid(7));
        match self.rel {
            Some(week) if self.in_week => moved(monday(now), 7 * week + i64::from(weekday) - 1),
            Some(0) => moved(monday(now), i64::from(weekday) - 1),
            Some(1) => moved(now, 7 - back),
            // "lundi en huit": a week on from the next one
            Some(weeks @ 2..) => moved(now, (7 - back) % 7 + 7 * (weeks - 1)),
            Some(-1) if back == 0 => moved(now, -7),
            None if self.ahead() && back > 0 => moved(now, 7 - back),
            // "Wednesday's vote", read on a Tuesday
            None if self.look == Look::Open && back > 4 => moved(now, 7 - back),
            _ => moved(now, -back),
        }
    }

    /// A day with what the parts say of the hour.
    pub(super) fn on(&self, day: Day) -> TimeValue {
        let overnight = self.part.as_deref() == Some("ON") || self.into;
        let Some(date) = day.known() else {
            let day = day.pattern();
            let pattern = match (&self.part, self.clock()) {
                (_, Some((h, m))) => format!("{day}T{h:02}:{m:02}"),
                (Some(_), None) if overnight => format!("{day}TNI"),
                (Some(part), None) => format!("{day}T{part}"),
                _ => day,
            };
            return TimeValue {
                start: None,
                end: None,
                precision: self.precision(),
                timex: pattern.clone(),
                pattern: Some(pattern),
            };
        };
        if overnight && self.clock.is_none() {
            // the night that ends with the day; that of a weekday past begins with it, unless it leads into it
            let begins = (self.weekday.is_some() || self.ahead()) && !self.into && self.rel.is_none();
            let (start, end) =
                if begins { (Some(date), moved(date, 1)) } else { (moved(date, -1), Some(date)) };
            if let (Some(start), Some(end)) = (start, end) {
                return named(start, end, Precision::DayPart, format!("{start}TNI"));
            }
        }
        let at = |clock: Option<(i8, i8)>| match clock {
            Some((h, m)) => Moment {
                date,
                time: Time::new(h, m, 0, 0).ok(),
                offset: self.zone.map(|minutes| minutes * 60),
            },
            None => Moment::day(date),
        };
        let start = at(self.clock());
        let end = match (self.clock(), self.second_clock()) {
            // "from 11 p.m. to 2 a.m." ends on the next day
            (Some(first), Some(last)) if last < first => {
                let end = at(Some(last));
                Moment { date: moved(date, 1).unwrap_or(date), ..end }
            }
            (_, Some(last)) => at(Some(last)),
            _ => start,
        };
        let plain = |m: Moment| Moment { offset: None, ..m };
        let timex = match (&self.part, self.clock()) {
            (_, Some(_)) if self.clock2.is_some() => format!("{}/{}", plain(start), plain(end)),
            (_, Some(_)) => plain(start).to_string(),
            (Some(part), None) => format!("{date}T{part}"),
            _ => date.to_string(),
        };
        TimeValue { start: Some(start), end: Some(end), precision: self.precision(), pattern: None, timex }
    }

    fn precision(&self) -> Precision {
        match (self.clock, self.part.is_some() || self.edge.is_some()) {
            (Some(_), _) => Precision::Minute,
            (None, true) => Precision::DayPart,
            _ => Precision::Day,
        }
    }

    fn clock(&self) -> Option<(i8, i8)> {
        let half = self.half.as_deref().or(self.half2.as_deref());
        // of "from 11 to 1 p.m." only the end is past noon
        let earlier = self.half.is_none()
            && self
                .clock
                .zip(self.clock2)
                .is_some_and(|(a, b)| half == Some("pm") && a.0 > b.0 % 12 && a.0 < 12);
        let (h, m) = self.halved(self.clock?, if earlier { Some("am") } else { half });
        let total = i64::from(h) * 60 + i64::from(m) + self.minutes.unwrap_or(0);
        let total = if self.minutes.is_some() { total.rem_euclid(24 * 60) } else { total };
        Some(((total / 60) as i8, (total % 60) as i8))
    }

    fn second_clock(&self) -> Option<(i8, i8)> {
        let last = self.clock2?;
        if self.half2.is_some() || self.half.is_none() {
            return Some(self.halved(last, self.half2.as_deref()));
        }
        // "11 a.m. to 3": the half in which it comes next
        let first = self.clock()?;
        let [same, other] = if self.half.as_deref() == Some("pm") { ["pm", "am"] } else { ["am", "pm"] };
        let there = self.halved(last, Some(same));
        Some(if there > first { there } else { self.halved(last, Some(other)) })
    }

    /// A clock time with its half of the day: "9 p.m." is 21, "9 in the evening" too.
    fn halved(&self, (h, m): (i8, i8), half: Option<&str>) -> (i8, i8) {
        let part = self.part.as_deref();
        let after_noon = half == Some("pm")
            || half.is_none() && matches!(part, Some("AF" | "EV"))
            || half.is_none() && part == Some("NI") && h >= 6;
        match h {
            12 if half == Some("am") || half.is_none() && part == Some("NI") => (0, m),
            24 if m == 0 => (0, 0),
            1..=11 if after_noon => (h + 12, m),
            _ => (h, m),
        }
    }

    fn at_clock(&self, day: Day) -> Option<TimeValue> {
        let mut value = self.on(day);
        let short = |(h, m): (i8, i8)| format!("T{h:02}:{m:02}");
        value.timex = match (self.clock(), self.second_clock()) {
            (Some(first), Some(last)) => format!("{}/{}", short(first), short(last)),
            (Some(first), None) => short(first),
            _ => return None,
        };
        Some(value)
    }

    /// Days, months and years, with what is missing taken from the reference.
    fn calendar(&self, now: Option<Date>) -> Option<TimeValue> {
        let Some(day) = self.day else {
            return self.month_or_year(now);
        };
        let valid = |y: i16, m: i8, d: i8| Date::new(y, m, d).ok();
        // "the 20th of next month"
        if let (Some(Unit::Month), Some(rel), Some(now), None) = (self.within, self.rel, now, self.month) {
            let there = now.first_of_month().checked_add(rel.months()).ok()?;
            let start = valid(there.year(), there.month(), day)?;
            return match self.day2 {
                Some(last) => {
                    let end = valid(there.year(), there.month(), last).filter(|end| *end >= start)?;
                    Some(days(start, end, Precision::Days))
                }
                None => Some(self.on(Day::Known(start))),
            };
        }
        let Some(month) = self.month else {
            // "giovedì 27": the month in which that day is a Thursday, of those beside
            let named = |now: Date| {
                let months = [0, -1, 1].into_iter().filter_map(|n: i64| now.checked_add(n.months()).ok());
                let fits = |d: &Date| Some(d.weekday().to_monday_one_offset()) == self.weekday;
                months.filter_map(|there| valid(there.year(), there.month(), day)).find(fits)
            };
            let near = |now: Date| {
                let side = |ahead: bool| {
                    (0..3).find_map(|n: i64| {
                        let there = now.checked_add(if ahead { n } else { -n }.months()).ok()?;
                        valid(there.year(), there.month(), day)
                            .filter(|d| if ahead { *d >= now } else { *d <= now })
                    })
                };
                let away = |d: &Date| now.until(*d).map_or(0, |s| s.get_days().abs());
                match self.look {
                    Look::Ahead => side(true),
                    Look::Back => side(false),
                    Look::Open => [side(false), side(true)].into_iter().flatten().min_by_key(away),
                }
            };
            let start = now.and_then(|now| named(now).or_else(|| near(now)));
            // "from the 3rd to the 8th"
            if let (Some(start), Some(last)) = (start, self.day2) {
                let next = start.first_of_month().checked_add(1.month()).ok()?;
                let end = valid(start.year(), start.month(), last).filter(|end| *end >= start);
                return Some(days(start, end.or(valid(next.year(), next.month(), last))?, Precision::Days));
            }
            return Some(self.on(start.map_or(Day::OfMonth(day), Day::Known)));
        };
        if !exists(month, day) {
            return None;
        }
        let Some(year) =
            self.year.or_else(|| self.year2.or_else(|| now.map(|now| self.year_of(now, month, day))))
        else {
            let mut value = self.on(Day::OfYear(month, day));
            if let Some(day2) = self.day2 {
                value.precision = Precision::Days;
                value.timex = format!("{}/XXXX-{:02}-{day2:02}", value.timex, self.month2.unwrap_or(month));
            }
            return Some(value);
        };
        let start = valid(year, month, day)?;
        if let Some(day2) = self.day2 {
            let month2 = self.month2.unwrap_or(month);
            let over = i16::from(self.year2.is_none() && month2 < month);
            let end = valid(self.year2.unwrap_or(year) + over, month2, day2).filter(|e| *e >= start)?;
            return Some(days(start, end, Precision::Days));
        }
        if let (Some("since"), Some(now)) = (self.dir.as_deref(), now)
            && start <= now
        {
            return Some(days(start, now, Precision::Days));
        }
        Some(self.on(Day::Known(start)))
    }

    /// The year in which a day without one lies: the reference's, or the year before where that would be far ahead.
    fn year_of(&self, now: Date, month: i8, day: i8) -> i16 {
        let Ok(here) = Date::new(now.year(), month, day.min(28)) else { return now.year() };
        // "Saturday 21 September": the nearest year in which that day is a Saturday; it comes round in five or six, and
        // what lies ahead is in no year long past
        let reach: &[i16] = if self.ahead() { &[0, 1, -1] } else { &[0, -1, 1, -2, -3, -4] };
        if let Some(weekday) = self.weekday {
            let fits = |year: &i16| {
                Date::new(*year, month, day)
                    .is_ok_and(|there| there.weekday().to_monday_one_offset() == weekday)
            };
            if let Some(year) = reach.iter().map(|n| now.year() + n).find(fits) {
                return year;
            }
        }
        if self.ahead() {
            return now.year() + i16::from(here < now);
        }
        // where nothing is told as done, the nearest such day, but none of the next year
        let reach = if self.look == Look::Open { 183 } else { SOON };
        let far = here > now.saturating_add(reach.days());
        let named = match self.rel {
            // «минулого року, 2 грудня»: a day of the year that is named, and not the last such day
            Some(rel) if self.in_week => now.year() + rel as i16,
            Some(-1) => now.year() - i16::from(here >= now),
            Some(1) => now.year() + i16::from(here <= now),
            _ => now.year() - i16::from(far),
        };
        // the 29th of February lies in the leap year last past
        if (month, day) == (2, 29) { named - named.rem_euclid(4) } else { named }
    }

    fn month_or_year(&self, now: Option<Date>) -> Option<TimeValue> {
        let Some(first) = self.month else {
            let named = self.year?;
            let value = if self.decade {
                decade(named)?
            } else {
                year(named, self.year2.unwrap_or(named).max(named))?
            };
            return match (self.dir.as_deref(), now, value.start) {
                (Some("since"), Some(now), Some(start)) if start.date <= now => {
                    Some(days(start.date, now, Precision::Days))
                }
                _ => self.narrowed(value),
            };
        };
        let found = self.year.or(self.year2).or_else(|| {
            now.map(|now| match self.rel {
                Some(rel) if self.in_week => now.year() + rel as i16,
                Some(1) => now.year() + i16::from(first <= now.month()),
                Some(-1) => now.year() - i16::from(first >= now.month()),
                Some(_) => now.year(),
                None if self.ahead() => now.year() + i16::from(first < now.month()),
                None if self.look == Look::Open => now.year() - i16::from(first > now.month() + 6),
                None => now.year() - i16::from(first > now.month()),
            })
        });
        let Some(year) = found else {
            let timex = format!("XXXX-{first:02}");
            return Some(unfixed(timex, Precision::Month));
        };
        let start = Date::new(year, first, 1).ok()?;
        if let (Some("since"), Some(now)) = (self.dir.as_deref(), now)
            && start <= now
        {
            return Some(days(start, now, Precision::Days));
        }
        let Some(last) = self.month2 else {
            return self.narrowed(month(start)?);
        };
        let last =
            Date::new(self.year2.unwrap_or(year) + i16::from(self.year2.is_none() && last < first), last, 1)
                .ok()?;
        (start <= last).then(|| days(start, last.last_of_month(), Precision::Month))
    }

    fn in_quarter(&self, number: i8, now: Option<Date>) -> Option<TimeValue> {
        let shift = self.rel.unwrap_or(0) as i16;
        let Some(year) = self.year.or_else(|| now.map(|now| now.year() + shift)) else {
            let timex = format!("XXXX-Q{number}");
            return Some(unfixed(timex, Precision::Season));
        };
        quarter(year, number)
    }

    fn in_season(&self, name: &str, now: Option<Date>) -> Option<TimeValue> {
        let begun = |year: i16| {
            season(year, name).and_then(|v| v.start).zip(now).is_some_and(|(s, now)| s.date <= now)
        };
        let ended =
            |year: i16| season(year, name).and_then(|v| v.end).zip(now).is_some_and(|(e, now)| e.date < now);
        let Some(year) = self.year.or_else(|| {
            now.map(|now| match self.rel {
                Some(-1) => now.year() - i16::from(!ended(now.year())),
                Some(1) => now.year() + i16::from(begun(now.year())),
                // "this winter", read in February, began the year before
                Some(_) => now.year() - i16::from(!ended(now.year() - 1)),
                None => now.year() - i16::from(!begun(now.year())),
            })
        }) else {
            let timex = format!("XXXX-{name}");
            return Some(unfixed(timex, Precision::Season));
        };
        self.narrowed(season(year, name)?)
    }
}

/// A time of which only a pattern is known.
fn unfixed(pattern: String, precision: Precision) -> TimeValue {
    TimeValue { start: None, end: None, precision, timex: pattern.clone(), pattern: Some(pattern) }
}
