//! Spans, moments and what else articles are made of, as they lie in blobs.

use jiff::civil::{Date, Time};
use text::{Language, Moment, Part, Published, PublishedFrom, Span};

use super::{Broken, Form, In, Out, choices, fields};

choices! {
    Part: Title Text;
    PublishedFrom: Given Metadata Dateline Text Incident;
}
fields! {
    Moment { date, time, offset }
    Published { at, from }
}

impl Form for Span {
    fn put(&self, out: &mut Out) {
        self.part().put(out);
        self.start().put(out);
        (self.end() - self.start()).put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let (part, start, length) =
            (Part::take_from(from)?, usize::take_from(from)?, usize::take_from(from)?);
        let end = start.checked_add(length).ok_or(Broken)?;
        Span::new(part, from.article.ok_or(Broken)?.part(part), start, end).ok_or(Broken)
    }
}

impl Form for Date {
    fn put(&self, out: &mut Out) {
        text::day_number(*self).put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let days = i32::take_from(from)?;
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().try_days(days).map_err(|_| Broken)?).map_err(|_| Broken)
    }
}

impl Form for Time {
    /// Nanoseconds of the day.
    fn put(&self, out: &mut Out) {
        let seconds =
            (i64::from(self.hour()) * 60 + i64::from(self.minute())) * 60 + i64::from(self.second());
        seconds.put(out);
        i32::put(&self.subsec_nanosecond(), out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let (seconds, nanoseconds) = (i64::take_from(from)?, i32::take_from(from)?);
        let part = |n: i64| i8::try_from(n).map_err(|_| Broken);
        let (hour, minute) = (part(seconds.div_euclid(3600))?, part(seconds.rem_euclid(3600) / 60)?);
        Time::new(hour, minute, part(seconds.rem_euclid(60))?, nanoseconds).map_err(|_| Broken)
    }
}

impl Form for Language {
    fn put(&self, out: &mut Out) {
        out.word(self.code());
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Language::parse(&from.word()?).ok_or(Broken)
    }
}
