//! Times: what a matched time rule says, and what day that is.
//!
//! A rule's captures name the parts: `day month year weekday part edge clock ampm n unit dir rel
//! word shift nth every now holiday`, the second of a range with `2` behind. Dates are resolved as news is read: back
//! from the publication time, unless the words look ahead.

mod day;
mod feasts;
mod nth;
mod period;
mod range;
mod resolve;
#[cfg(test)]
mod tests;

pub(crate) use day::{Day, moved};
pub(crate) use feasts::Feast;
pub(crate) use range::{at_hour, between};

use text::Moment;

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
    pub(crate) weekday2: Option<i8>,
    /// MO, MI, AF, EV, NI, DT, or ON: the night between two days.
    pub(crate) part: Option<String>,
    /// The hours that the part of the day has in its language, the second past 24 where it ends on the next day.
    pub(crate) hours: Option<(i8, i8)>,
    /// START, MID, END: of a day, a month, a year; H1, H2: its halves; REST: what of it is still to come.
    pub(crate) edge: Option<String>,
    /// Whether a night leads into the day named: "overnight into Saturday".
    pub(crate) into: bool,
    /// Whether `rel` tells of the week or year that is named too: "Wednesday of next week", "May last year".
    pub(crate) in_week: bool,
    /// The month or year that `rel` tells of there: "the first Friday of this month", "the 20th of next month".
    pub(crate) within: Option<Unit>,
    pub(crate) clock: Option<(i8, i8)>,
    pub(crate) clock2: Option<(i8, i8)>,
    /// `am` or `pm`.
    pub(crate) half: Option<String>,
    /// That of the second clock time.
    pub(crate) half2: Option<String>,
    /// Minutes past the hour named, or before it: "half past nine", "a quarter to ten".
    pub(crate) minutes: Option<i64>,
    /// Minutes east of UTC, where a zone is named.
    pub(crate) zone: Option<i32>,
    /// How many units.
    pub(crate) n: Option<i64>,
    /// Whether the words give no number: "a few days later".
    pub(crate) vague: bool,
    /// Whether half a unit comes on top: "two and a half hours".
    pub(crate) and_half: bool,
    pub(crate) unit: Option<Unit>,
    /// How many of shorter units come on top: "two years, three months and a week".
    pub(crate) more: Vec<(i64, Unit)>,
    /// `ago`, `ahead`, `in`, `earlier`, `later`, `after`, `before`, `since`, `until`, `within`.
    pub(crate) dir: Option<String>,
    /// last −1, this 0, next 1.
    pub(crate) rel: Option<i64>,
    /// Which way the clause looks.
    pub(crate) look: Look,
    /// Days from the reference: yesterday −1.
    pub(crate) days: Option<i64>,
    /// Days from the time last mentioned: "the day before".
    pub(crate) from_last: Option<i64>,
    /// Quarter of the year, 1 to 4.
    pub(crate) quarter: Option<i8>,
    /// SP, SU, FA, WI; H1 and H2 are the halves of a year.
    pub(crate) season: Option<String>,
    /// Whether the year begins a decade: "the 1990s".
    pub(crate) decade: bool,
    /// Which weekday, day or week of a month or year: the third 3, the last −1.
    pub(crate) nth: Option<i8>,
    /// A feast that has another day each year.
    pub(crate) feast: Option<Feast>,
    /// Whether it comes again and again: "every Monday".
    pub(crate) every: bool,
    /// No time of the calendar, but how it lies to now: PRESENT_REF, PAST_REF, FUTURE_REF.
    pub(crate) now: Option<String>,
}

/// Which way a clause looks at its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// It tells of what was done: the last such day.
    #[default]
    Back,
    /// It tells of what is to come ("will meet on Friday"): the next.
    Ahead,
    /// It tells of neither ("Friday's vote", a headline, a line with nothing but the day): the nearest.
    Open,
}

impl TimeParts {
    /// Whether the clause tells of what is to come.
    fn ahead(&self) -> bool {
        self.look == Look::Ahead
    }

    /// Whether the parts name a day, month, year or other period of the calendar, not only an hour or a length.
    pub(crate) fn dated(&self) -> bool {
        if matches!(self.dir.as_deref(), Some("until" | "within"))
            || self.vague
            || self.every
            || self.dir.as_deref() == Some("in") && !self.ahead()
        {
            return false;
        }
        let counted = self.rel.is_some() || self.dir.is_some();
        self.day.is_some()
            || self.month.is_some()
            || self.year.is_some() && self.unit.is_none()
            || self.weekday.is_some()
            || self.days.is_some()
            || self.from_last.is_some()
            || self.quarter.is_some()
            || self.season.is_some()
            || self.feast.is_some()
            || self.nth.is_some()
            || self.unit.is_some_and(|u| u >= Unit::Day || self.rel.is_some()) && counted
            || self.part.is_some() && self.rel.is_some()
            || self.part.as_deref() == Some("ON")
    }

    /// Whether the day is named that units are counted from: "two days after Oct. 7".
    pub(crate) fn anchored(&self) -> bool {
        self.unit.is_some() && self.n.is_some() && (self.day.is_some() || self.days.is_some())
    }

    /// The same count the other way round: on from the day that stands behind "after".
    pub(crate) fn turned(&self) -> TimeParts {
        let dir = if self.dir.as_deref() == Some("before") { "earlier" } else { "later" };
        TimeParts { dir: Some(dir.to_owned()), ..self.clone() }
    }

    /// Whether the time is counted from what the clause behind tells of: "two days after the strike".
    pub(crate) fn leans(&self) -> bool {
        self.unit.is_some() && !self.anchored() && matches!(self.dir.as_deref(), Some("after" | "before"))
    }
}

/// A unit of the clock or the calendar, shortest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Season,
    Year,
    Decade,
    Century,
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
            "fortnight" => Unit::Fortnight,
            "month" => Unit::Month,
            "season" => Unit::Season,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }
}

/// What relative times are counted from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reference {
    /// When the article was published, where it is known.
    pub(crate) published: Option<Moment>,
    /// The day last mentioned.
    pub(crate) last: Option<Day>,
}
