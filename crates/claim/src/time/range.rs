//! From one time to another, where each is told in full.

use text::Moment;

use super::{Look, Reference, TimeParts};
use crate::{Precision, TimeValue};

/// "from tomorrow to Thursday", "from 4 pm to 5 pm on Tuesday".
pub(crate) fn between(from: &TimeParts, till: &TimeParts, reference: &Reference) -> Option<TimeValue> {
    // an hour alone is of the day that the other names
    let (from, till) = match (from.dated(), till.dated()) {
        (false, true) if till.clock.is_some() => (&from.of_day(till), till),
        (true, false) if from.clock.is_some() => (from, &till.of_day(from)),
        _ => (from, till),
    };
    let start = from.resolve(reference)?.start?;
    let last = till.resolve(reference)?.end?;
    // what ends before it began is of the days that follow
    let end = if last < start {
        let then = Reference { published: Some(start), ..*reference };
        TimeParts { look: Look::Ahead, ..till.clone() }.resolve(&then)?.end.filter(|end| *end >= start)?
    } else {
        last
    };
    let plain = |m: Moment| Moment { offset: None, ..m };
    let hours = from.clock.is_some() || till.clock.is_some();
    let dated = from.dated() || till.dated();
    let hour = |m: Moment| m.time.map_or(String::new(), |t| format!("T{:02}:{:02}", t.hour(), t.minute()));
    let timex = if hours && !dated {
        format!("{}/{}", hour(start), hour(end))
    } else {
        format!("{}/{}", plain(start), plain(end))
    };
    let precision = if hours { Precision::Minute } else { Precision::Days };
    Some(TimeValue { start: Some(start), end: Some(end), precision, pattern: None, timex })
}

/// The hour of one time on the day of the other that stands beside it: "at 9, on Monday"; `None` where they are not that.
pub(crate) fn at_hour(hour: &TimeParts, day: &TimeParts) -> Option<TimeParts> {
    let one_day = day.dated()
        && (day.day.is_some()
            || day.weekday.is_some()
            || day.days.is_some()
            || day.part.is_some() && day.rel.is_some());
    let plain = day.clock.is_none() && day.day2.is_none() && day.weekday2.is_none() && day.dir.is_none();
    let clock = hour.clock.is_some() && !hour.dated() && !hour.every;
    (one_day && plain && clock).then(|| TimeParts {
        clock2: hour.clock2,
        half2: hour.half2.clone(),
        ..hour.of_day(day)
    })
}

impl TimeParts {
    /// The hour of one time on the day of another.
    fn of_day(&self, day: &TimeParts) -> TimeParts {
        TimeParts {
            clock: self.clock,
            half: self.half.clone().or_else(|| day.half.clone()),
            minutes: self.minutes,
            zone: self.zone.or(day.zone),
            ..day.clone()
        }
    }
}
