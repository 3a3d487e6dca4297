//! Pass 3, times: what the captures of a matched time say, and which day that is.

use jiff::civil::Time;
use pack::{Pack, tags};
use text::Moment;

use crate::chart::{Chart, NO_LOAD};
use crate::chunks::{Loads, Slots};
use crate::document::Document;
use crate::figures::{clock_of, date_of, full_year};
use crate::time::{Day, Feast, Look, Reference, TimeParts, Unit, at_hour, between, moved};
use crate::{Precision, TimeValue};

/// A time in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TimeMention {
    pub(crate) value: TimeValue,
    pub(crate) tokens: (u32, u32),
    pub(crate) sentence: usize,
    /// Whether it names a day by itself, or only an hour or a length.
    pub(crate) dated: bool,
    /// Whether it tells a day of the calendar without the year: "on March 3".
    pub(crate) yearless: bool,
    /// Whether it counts back from another day to what happened: "on Friday, three days after the shooting".
    pub(crate) back: bool,
    /// What it says, for a time that it is the beginning or the end of.
    parts: TimeParts,
    /// Whether it is the beginning or the end of another.
    pub(crate) inner: bool,
}

impl TimeMention {
    /// Whether it is an hour and names no day: "at 8.10".
    pub(crate) fn is_hour(&self) -> bool {
        self.parts.clock.is_some() && !self.parts.dated() && !self.parts.every && !self.inner
    }

    /// What is shown of it where it stands: beside its day the hours that its part of the day has in its language.
    pub(crate) fn shown(&self) -> TimeValue {
        let mut value = self.value.clone();
        let one_day = value.start.is_some() && value.start == value.end;
        if let (Some((from, till)), Some(start), true) = (self.parts.hours, value.start, one_day)
            && start.time.is_none()
        {
            let at = |hour: i8| {
                let date = moved(start.date, i64::from(hour / 24))?;
                Some(Moment { date, time: Time::new(hour % 24, 0, 0, 0).ok(), offset: None })
            };
            let till = if till <= from { till + 24 } else { till };
            (value.start, value.end) = (at(from).or(value.start), at(till).or(value.end));
            value.precision = Precision::DayPart;
        }
        value
    }

    /// Whether it is counted from what stands behind it: "18 months after saboteurs struck".
    pub(crate) fn leans(&self) -> bool {
        self.parts.leans()
    }
}

/// The time that a match tells, counted from what was told before; `None` where it means nothing (a 40th of May).
#[expect(clippy::too_many_arguments, reason = "what a time is read from")]
pub(crate) fn time_of(
    document: &Document,
    sentence: usize,
    chart: &Chart,
    slots: &Slots,
    at: u16,
    tokens: (u32, u32),
    loads: &mut Loads,
    reference: &mut Reference,
) -> Option<TimeMention> {
    if let Some(time) = joined(slots, loads, reference, sentence, tokens) {
        return Some(time);
    }
    if slots.item("from").or(slots.item("hour")).is_some_and(|i| i.tag == tags::TIME) {
        return None;
    }
    let first = document.sentences[sentence].first;
    let parts = time_parts(document, sentence, chart, slots, at, loads);
    let counted_from = other_day(document, &parts, sentence, first + u32::from(at), loads);
    // "five days after the worst shooting of the year": of neither day is it known which it is
    let adrift = parts.leans() && counted_from.is_none() && reference.last.is_none();
    let value = match counted_from {
        Some((day, true)) => parts.turned().resolve(&Reference { last: Some(day), ..*reference })?,
        Some((day, false)) => parts.resolve(&Reference { last: Some(day), ..*reference })?,
        None => parts.resolve(reference)?,
    };
    let dated = !adrift && parts.dated() && (value.start.is_some() || value.pattern.is_some());
    if dated
        && !parts.leans()
        && let Some(day) = Day::of(&value).or_else(|| since(&parts, &value))
    {
        reference.last = Some(day);
    }
    let yearless = parts.month.is_some() && parts.year.is_none() && parts.rel.is_none();
    let back =
        parts.leans() && parts.dir.as_deref() == Some("after") && matches!(counted_from, Some((_, false)));
    Some(TimeMention { value, tokens, sentence, dated, yearless, back, parts, inner: false })
}

/// Two times that stand together and are one: "from tomorrow to Thursday", "at 9, on Monday". They are its inner ones.
fn joined(
    slots: &Slots,
    loads: &mut Loads,
    reference: &mut Reference,
    sentence: usize,
    tokens: (u32, u32),
) -> Option<TimeMention> {
    let time = |name: &str| slots.item(name).filter(|i| i.tag == tags::TIME).map(|i| i.load as usize);
    let (parts, value, two) = if let Some((from, till)) = time("from").zip(time("till")) {
        let value = between(&loads.times[from].parts, &loads.times[till].parts, reference)?;
        (TimeParts::default(), value, [from, till])
    } else {
        let (hour, day) = time("hour").zip(time("onday"))?;
        let parts = at_hour(&loads.times[hour].parts, &loads.times[day].parts)?;
        let value = parts.resolve(reference)?;
        (parts, value, [hour, day])
    };
    let (mut dated, mut yearless) = (false, false);
    for at in two {
        let time = &mut loads.times[at];
        time.inner = true;
        dated |= std::mem::take(&mut time.dated);
        yearless |= time.yearless;
    }
    if let Some(day) = Day::of(&value).filter(|_| dated) {
        reference.last = Some(day);
    }
    Some(TimeMention { value, tokens, sentence, dated, yearless, back: false, parts, inner: false })
}

/// The day that a stretch begins with: "3,000 died since Oct 7. On that day …".
fn since(parts: &TimeParts, value: &TimeValue) -> Option<Day> {
    let begins = parts.dir.as_deref() == Some("since") && parts.day.is_some();
    value.start.filter(|_| begins).map(|start| Day::Known(start.date))
}

/// The day of the same sentence that "two days after …" is counted from, and whether the words behind tell of it
/// ("two days after a truce began on Oct. 7") rather than counting back from it ("on Tuesday, two days after the truce").
fn other_day(
    document: &Document,
    parts: &TimeParts,
    sentence: usize,
    at: u32,
    loads: &Loads,
) -> Option<(Day, bool)> {
    if !parts.leans() {
        return None;
    }
    let others = || loads.times.iter().filter(|t| t.sentence == sentence && t.dated);
    if let Some(before) = others().rfind(|t| t.tokens.1 <= at) {
        return Some((Day::of(&before.value)?, false));
    }
    let behind = others().find(|t| t.tokens.0 > at)?;
    let comma = (at..behind.tokens.0).any(|t| document.word(t) == ",");
    Some((Day::of(&behind.value)?, !comma))
}

fn time_parts(
    document: &Document,
    sentence: usize,
    chart: &Chart,
    slots: &Slots,
    start: u16,
    loads: &Loads,
) -> TimeParts {
    let pack = document.pack;
    let first = document.sentences[sentence].first;
    let value = |name: &str| slots.item(name).map(|i| pack.value(i.value)).filter(|v| !v.is_empty());
    let number = |name: &str| -> Option<i64> {
        let item = slots.item(name)?;
        match item.tag {
            tags::COUNT => loads.counts.get(item.load as usize).map(|c| c.min as i64),
            _ if item.load != NO_LOAD => Some(i64::from(item.load)),
            _ => pack.value(item.value).parse().ok(),
        }
    };
    let small = |name: &str, most: i64| number(name).filter(|n| (1..=most).contains(n)).map(|n| n as i8);
    // "half an hour" is a number of shorter units, as the lexicon has it
    let fraction = value("fraction").and_then(|v| v.split_once(' '));
    let word = |name: &str| slots.tokens(name).map(|(a, _)| document.word(first + u32::from(a)));
    let clock = |name: &str| -> Option<(i8, i8)> {
        let word = value(name).filter(|v| v.contains(':')).or_else(|| word(name))?;
        if let Some(clock) = [':', '.', ','].into_iter().find_map(|mark| clock_of(word, mark)) {
            return Some(clock);
        }
        if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            let (h, mm) = word.split_at(word.len() - 2); // "0530"
            return Some((h.parse().ok()?, mm.parse().ok()?));
        }
        number(name).filter(|n| (0..=24).contains(n)).map(|n| (n as i8, 0))
    };
    let year = |name: &str| number(name).filter(|n| (1000..2200).contains(n)).map(|n| n as i16);
    // "the day before": days, and the part of the day that the words name
    let split =
        |name: &str| value(name).map(|v| v.split_once(' ').map_or((v, None), |(n, part)| (n, Some(part))));
    let (word_, shift, weekday_) = (split("word"), split("shift"), split("weekday"));
    // "yesterday evening" and "Freitagabend" are one word in the lexicon; of a part of the day it has the hours, too
    let part = value("part")
        .or([word_, shift, weekday_].into_iter().flatten().find_map(|w| w.1))
        .map(|part| part.split_once(' ').map_or((part, None), |(part, hours)| (part, Some(hours))));
    let is = |name: &str| slots.tokens(name).is_some();
    let mut parts = TimeParts {
        year: year("year")
            .or_else(|| number("yy").filter(|n| (0..100).contains(n)).map(|n| full_year(n as i16))),
        month: small("month", 12),
        day: small("day", 31),
        month2: small("month2", 12),
        day2: small("day2", 31),
        year2: year("year2"),
        weekday: small("weekday", 7).or(weekday_.filter(|w| w.1.is_some()).and_then(|w| w.0.parse().ok())),
        weekday2: small("weekday2", 7),
        part: part.map(|(part, _)| part.to_owned()),
        hours: part.and_then(|(part, hours)| hours_of(hours.or_else(|| usual_hours(pack, part))?)),
        edge: value("edge").map(str::to_owned),
        into: is("into"),
        in_week: is("week"),
        within: value("week").and_then(Unit::parse),
        clock: clock("clock"),
        clock2: clock("clock2"),
        half: value("ampm").map(str::to_owned),
        half2: value("ampm2").map(str::to_owned),
        minutes: number("past").or_else(|| number("to").map(|n| -n)),
        zone: value("zone").and_then(|z| z.parse().ok()),
        vague: is("n") && number("n").is_none() || is("few"),
        n: number("n").or(is("one").then_some(1)).or(fraction.and_then(|f| f.0.parse().ok())),
        and_half: is("half"),
        more: [("more", "another", "unit2"), ("more2", "another2", "unit3")]
            .into_iter()
            .filter_map(|(n, one, unit)| {
                number(n).or(is(one).then_some(1)).zip(value(unit).and_then(Unit::parse))
            })
            .collect(),
        unit: value("unit").or(value("few")).or(fraction.map(|f| f.1)).and_then(Unit::parse),
        dir: value("dir")
            .or(is("since").then_some("since"))
            .or(is("until").then_some("until"))
            .map(str::to_owned),
        rel: value("rel").and_then(|r| r.parse().ok()),
        look: if is("until") { Look::Ahead } else { look(document, sentence, chart, start) },
        days: word_.and_then(|w| w.0.parse().ok()),
        from_last: shift.and_then(|s| s.0.parse().ok()),
        quarter: small("quarter", 4),
        season: value("season").map(str::to_owned),
        decade: is("decade"),
        nth: number("nth").filter(|n| (-5..=53).contains(n)).map(|n| n as i8),
        feast: value("holiday").and_then(Feast::parse),
        every: is("every"),
        now: value("now").map(str::to_owned),
    };
    if let (Some(_), None, Some(day)) = (parts.month, parts.day, small("yy", 31)) {
        (parts.day, parts.year) = (Some(day), None); // "October 14" is a day sooner than a year, "May 68" is none
    }
    if parts.edge.is_some() && parts.unit.is_some() && parts.dir.is_none() && parts.n.is_none() {
        parts.rel = parts.rel.or(Some(0)); // "by the end of the year"
    }
    if parts.decade && parts.year.is_none() {
        // "the seventies": of the century past, but for its first years
        let short = number("decade").filter(|n| (0..100).contains(n)).map(|n| n as i16);
        parts.year = short.map(|n| n + if n < 30 { 2000 } else { 1900 }).or_else(|| year("decade"));
    }
    // of "14.–15.10.2013" the first day takes month and year from the second
    let first = parts.day;
    if let Some((year, month, day)) = word("date").and_then(date_of) {
        (parts.year, parts.month, parts.day) = (Some(year), Some(month), Some(first.unwrap_or(day)));
        parts.day2 = first.and(Some(day));
    }
    if parts.unit == Some(Unit::Weekend) && parts.dir.is_none() && parts.n.is_none() {
        parts.rel = parts.rel.or(Some(0)); // "over the weekend"
    }
    if let Some((month, day)) =
        value("holiday").and_then(|v| v.split_once('-')).filter(|_| parts.feast.is_none())
    {
        // "11-4#4" is the fourth Thursday of November
        let (day, nth) = day.split_once('#').map_or((day, None), |(day, nth)| (day, nth.parse().ok()));
        let day: Option<i8> = day.parse().ok();
        (parts.month, parts.nth) = (month.parse().ok(), nth.or(parts.nth));
        match (nth, first) {
            (Some(_), _) => parts.weekday = day,
            (None, Some(_)) => parts.day2 = day,
            (None, None) => parts.day = day,
        }
    }
    if parts.month.is_none() && is("month") && parts.day.is_some_and(|d| d <= 12) {
        // "22/3" where the month is looked for first
        (parts.month, parts.day) = (parts.day, small("month", 31));
    }
    if let (Some(clock), Some(minute)) = (&mut parts.clock, number("minute").filter(|n| (10..60).contains(n)))
    {
        clock.1 = minute as i8; // "six thirty"
    }
    parts
}

/// The hours that a part of the day has in the language: "MO 4-12 AF 12-19" in its settings.
fn usual_hours<'p>(pack: &'p Pack, part: &str) -> Option<&'p str> {
    let mut words = pack.setting("hours").split_whitespace();
    words.find(|word| *word == part)?;
    words.next()
}

/// "18-24".
fn hours_of(hours: &str) -> Option<(i8, i8)> {
    let (from, till) = hours.split_once('-')?;
    Some((from.parse().ok()?, till.parse().ok()?))
}

/// Which way the clause of a time looks: a word before it tells of what is to come ("will meet on Friday"), or no word
/// of the sentence tells or may tell of anything done.
fn look(document: &Document, sentence: usize, chart: &Chart, start: u16) -> Look {
    const REACH: u16 = 12;
    let t = &document.tags.chunks;
    let open =
        |from: u16| (from..start).all(|t| chart.mark.get(t as usize) != Some(&crate::chart::Mark::Strong));
    let ahead = |tag| chart.of(tag).any(|i| i.end <= start && start - i.end <= REACH && open(i.end));
    if t.looks_ahead.is_some_and(ahead) {
        return Look::Ahead;
    }
    let verb = chart.of(tags::VERB).any(|i| !chart.has(tags::FUNCTION, i.start));
    // a word that the lexicon does not have may be a verb
    let first = document.sentences[sentence].first;
    let unknown = |at: u16| {
        let shape = document.tokens[(first + u32::from(at)) as usize].shape;
        chart.words[usize::from(at)] == 0 && shape.is_word() && !shape.is_capital()
    };
    let told =
        verb || (0..chart.len).any(unknown) || t.looks_back.is_some_and(|tag| chart.of(tag).next().is_some());
    if told { Look::Back } else { Look::Open }
}
