//! Pass 3, chunks: the layers of rules that make new items of what stands in the chart.

use pack::{Capture, Features, Pack, RuleOutput, Tag, tags};
use smallvec::{SmallVec, smallvec};

use crate::chart::{Chart, Item, NO_LOAD};
use crate::document::Document;
use crate::figures::{clock_of, date_of, figures, full_year};
use crate::groups::{coordinate, group};
use crate::matching::{Kept, Match, Matching, longest};
use crate::tagging::number_of;
use crate::time::{Day, Reference, TimeParts, Unit, at_hour, between};
use crate::{Count, TimeValue};

/// Tags that chunks and mentions ask for.
#[derive(Debug)]
pub(crate) struct ChunkTags {
    /// Figures that may be clock times, with a colon, with a full stop and without either; dates; years; days; any of two
    /// digits.
    pub(crate) figures: [Option<Tag>; 7],
    pub(crate) and: Option<Tag>,
    /// "people", "persons": whoever they are.
    pub(crate) anybody: Option<Tag>,
    /// "another", "further": beside those told of before.
    pub(crate) extra: Option<Tag>,
    /// "including", «в том числе»: who follows is of those before.
    pub(crate) including: Option<Tag>,
    /// Pictures of a page, which are numbered.
    gallery: Option<Tag>,
    looks_ahead: Option<Tag>,
    pub(crate) weapon: Option<Tag>,
    pub(crate) target: Option<Tag>,
}

impl ChunkTags {
    pub(crate) fn of(pack: &Pack) -> ChunkTags {
        let figures = [
            "clock-figure",
            "dotted-clock",
            "four-digit-clock",
            "date-figure",
            "year-figure",
            "day-figure",
            "two-digits",
        ];
        ChunkTags {
            figures: figures.map(|name| pack.tag(name)),
            and: pack.tag("and"),
            anybody: pack.tag("anybody"),
            extra: pack.tag("extra"),
            including: pack.tag("including"),
            gallery: pack.tag("gallery"),
            looks_ahead: pack.tag("looks-ahead"),
            weapon: pack.tag("weapon"),
            target: pack.tag("target"),
        }
    }
}

/// A person or a group of people, as a noun group or a name tells of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    /// How many; `None` for a plural without a number.
    pub(crate) count: Option<Count>,
    /// Whether the text prints the number ("three"), or an article or the singular tells it.
    pub(crate) printed: bool,
    /// `child`, `woman`, …
    pub(crate) of: Option<String>,
    pub(crate) age: Option<u16>,
    /// Tokens of the name, counted over the document.
    pub(crate) name: Option<(u32, u32)>,
    /// Whether the words point back to people told of before ("the boy").
    pub(crate) definite: bool,
    /// "the dead", "others": told of as further ones.
    pub(crate) other: bool,
    /// Whether it is told of as some of those told of before ("three of them children").
    pub(crate) subset: bool,
    /// Whether only what was told before says what it counts ("by noon she spoke of six").
    pub(crate) echo: bool,
    /// First token and token after the last, over the document.
    pub(crate) tokens: (u32, u32),
    /// Of a coordination: its parts.
    pub(crate) members: Vec<u32>,
}

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

    /// Whether it is counted from what stands behind it: "18 months after saboteurs struck".
    pub(crate) fn leans(&self) -> bool {
        self.parts.leans()
    }
}

/// What the chunks of a document carry, by the load of their items.
#[derive(Debug, Default)]
pub(crate) struct Loads {
    pub(crate) counts: Vec<Count>,
    pub(crate) times: Vec<TimeMention>,
    pub(crate) groups: Vec<Group>,
    pub(crate) ages: Vec<u16>,
}

/// Runs every layer of chunk rules over a sentence.
pub(crate) fn chunk(
    document: &Document,
    sentence: usize,
    chart: &mut Chart,
    loads: &mut Loads,
    reference: &mut Reference,
    matching: &mut Matching,
) {
    let pack = document.pack;
    figures(document, sentence, chart);
    matching.begin(&pack.asks, chart);
    for layer in pack.layers.iter().filter(|l| l.number < crate::CLAIM_LAYER) {
        matching.run(&pack.asks, layer, chart);
        let found = &matching.found;
        if found.is_empty() {
            continue;
        }
        let spans =
            found.iter().enumerate().filter_map(|(at, m)| match &pack.rules[m.rule as usize].output {
                RuleOutput::Chunk { makes: tags::TIME, .. } => {
                    named(pack, m).map(|(start, end)| (tags::TIME, start, end, at))
                }
                RuleOutput::Chunk { makes, .. } => {
                    let (start, end) = tokens_of(pack, m, "group").unwrap_or((m.start(), m.end()));
                    Some((*makes, start, end, at))
                }
                RuleOutput::Claims(_) => None,
            });
        let kept = apart(pack, found, longest(spans.collect()));
        let mut kept: SmallVec<[&Match; 8]> = kept.into_iter().map(|at| &found[at]).collect();
        // "two days after …" is counted from the sentence's other times: those come first
        let leans = |m: &Match| {
            slot(pack, chart, m, "unit").is_some()
                && slot(pack, chart, m, "dir")
                    .is_some_and(|d| matches!(pack.value(d.value), "after" | "before"))
        };
        if kept.len() > 1 {
            kept.sort_by_cached_key(|m| (leans(m), m.start(), m.end()));
        }
        let mut people = false;
        for m in kept {
            people |= add(document, sentence, chart, loads, reference, m) == Some(tags::PEOPLE);
        }
        if people {
            coordinate(document, sentence, chart, loads);
        }
    }
}

/// Leaves the longer one of two times that share a word, and what stands beside it: "tomorrow between 8 and 2", of
/// which "tomorrow between 8" is read too.
fn apart(pack: &Pack, found: &[Match], mut kept: Kept) -> Kept {
    let is_time = |at: usize| {
        matches!(pack.rules[found[at].rule as usize].output, RuleOutput::Chunk { makes: tags::TIME, .. })
    };
    let mut times: SmallVec<[(u16, u16, usize); 8]> = (0..found.len())
        .filter(|at| is_time(*at))
        .filter_map(|at| named(pack, &found[at]).map(|(a, b)| (a, b, at)))
        .collect();
    times.sort_by_key(|(a, b, at)| (u16::MAX - (b - a), *a, *at));
    let end = times.iter().map(|time| time.1).max().unwrap_or(0);
    let mut taken: SmallVec<[bool; 64]> = smallvec![false; usize::from(end)];
    times.retain(|(a, b, _)| {
        let words = &mut taken[usize::from(*a)..usize::from(*b)];
        let free = words.iter().all(|t| !t);
        if free {
            words.fill(true);
        }
        free
    });
    kept.retain(|at| !is_time(*at));
    kept.extend(times.iter().map(|t| t.2));
    kept
}

fn slot<'c>(pack: &Pack, chart: &'c Chart, m: &Match, name: &str) -> Option<&'c Item> {
    let at = pack.rules[m.rule as usize].captures.iter().position(|c| c == name)?;
    m.item(pack, chart, at as u8)
}

fn tokens_of(pack: &Pack, m: &Match, name: &str) -> Option<(u16, u16)> {
    let at = pack.rules[m.rule as usize].captures.iter().position(|c| c == name)?;
    m.capture(pack, at as u8)
}

/// What the captures of a match took, by their names: a rule has many names, and a match takes few of them.
pub(crate) struct Slots<'c>(SmallVec<[Slot<'c>; 8]>);

/// What one capture took.
pub(crate) struct Slot<'c> {
    name: &'c str,
    item: Option<&'c Item>,
    tokens: (u16, u16),
}

impl<'c> Slots<'c> {
    fn of(pack: &'c Pack, chart: &'c Chart, m: &Match) -> Slots<'c> {
        let rule = &pack.rules[m.rule as usize];
        let captures = &rule.patterns[m.pattern as usize].captures;
        let taken = |(at, capture): (usize, &Capture)| {
            let first = captures[..at].iter().all(|c| c.name != capture.name);
            let tokens = m.took(capture).filter(|_| first)?;
            let item = m.item_of(chart, capture);
            Some(Slot { name: &rule.captures[capture.name as usize], tokens, item })
        };
        Slots(captures.iter().enumerate().filter_map(taken).collect())
    }

    fn get(&self, name: &str) -> Option<&Slot<'c>> {
        self.0.iter().find(|slot| slot.name == name)
    }

    pub(crate) fn item(&self, name: &str) -> Option<&'c Item> {
        self.get(name)?.item
    }

    pub(crate) fn tokens(&self, name: &str) -> Option<(u16, u16)> {
        self.get(name).map(|slot| slot.tokens)
    }
}

fn add(
    document: &Document,
    sentence: usize,
    chart: &mut Chart,
    loads: &mut Loads,
    reference: &mut Reference,
    m: &Match,
) -> Option<Tag> {
    let pack = document.pack;
    let RuleOutput::Chunk { makes, value } = pack.rules[m.rule as usize].output else { return None };
    let first = document.sentences[sentence].first;
    let slots = Slots::of(pack, chart, m);
    // a group is told apart from the words around it by a capture of that name
    let (start, end) = slots.tokens("group").unwrap_or((m.start(), m.end()));
    let tokens = (first + u32::from(start), first + u32::from(end));
    let mut item =
        Item { tag: makes, start, end, number: 0, features: Features::default(), value, load: NO_LOAD };
    match makes {
        tags::TIME => {
            (item.start, item.end) = named(pack, m).unwrap_or((start, end));
            item.load = loads.times.len() as u32;
            let of_it = (first + u32::from(item.start), first + u32::from(item.end));
            if let Some(time) = joined(&slots, loads, reference, sentence, of_it) {
                loads.times.push(time);
                drop(slots);
                chart.add(item);
                return Some(makes);
            }
            if slots.item("from").or(slots.item("hour")).is_some_and(|i| i.tag == tags::TIME) {
                return None;
            }
            let parts = time_parts(document, sentence, chart, &slots, m.start(), loads);
            let counted_from = other_day(document, &parts, sentence, tokens.0, loads);
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
            let back = parts.leans()
                && parts.dir.as_deref() == Some("after")
                && matches!(counted_from, Some((_, false)));
            let tokens = of_it;
            let inner = false;
            loads.times.push(TimeMention { value, tokens, sentence, dated, yearless, back, parts, inner });
        }
        tags::AGE => {
            let told = slots.item("n").and_then(|n| number_of(pack, n))?;
            let years = match (slots.tokens("months"), slots.tokens("days")) {
                (Some(_), _) => told / 12,
                (_, Some(_)) => 0,
                _ => told,
            };
            if years > 120 {
                return None;
            }
            item.load = loads.ages.len() as u32;
            loads.ages.push(years as u16);
        }
        tags::PEOPLE | tags::BARE => {
            // the number of an age, a date or a picture ("Image 3 of 12") stands for nobody
            let inside = |tag: Tag| chart.of(tag).any(|i| i.start <= start && end <= i.end);
            let taken = [Some(tags::PEOPLE), Some(tags::TIME), Some(tags::AGE), document.tags.chunks.gallery];
            if makes == tags::BARE && taken.into_iter().flatten().any(inside) {
                return None;
            }
            let mut group = group(document, first, chart, &slots, loads, tokens)?;
            // of "spoke of six" the number is what counts
            if let Some(number) = slots.item("n").filter(|_| group.echo) {
                (item.start, item.end) = (number.start, number.end);
                group.tokens = (first + u32::from(number.start), first + u32::from(number.end));
            }
            // a group stands in the case of its noun, and is of those whom the noun names
            if let Some(noun) = slots.item("p") {
                if noun.features.has(Features::CASE) {
                    item.features = noun.features;
                }
                if value == 0 {
                    item.value = noun.value;
                }
            }
            item.load = loads.groups.len() as u32;
            loads.groups.push(group);
        }
        _ => {
            if let Some(v) = slots.item("v") {
                item.value = if value == 0 { v.value } else { value };
                item.features = v.features;
                item.load = v.load;
            }
        }
    }
    drop(slots);
    chart.add(item);
    Some(makes)
}

/// The tokens that a rule's captures took: a time is shown without the preposition before it.
fn named(pack: &Pack, m: &Match) -> Option<(u16, u16)> {
    let captures = 0..pack.rules[m.rule as usize].captures.len();
    let taken = captures.filter_map(|name| m.capture(pack, name as u8));
    taken.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
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
        // "yesterday evening" and "Freitagabend" are one word in the lexicon
        part: value("part")
            .or([word_, shift, weekday_].into_iter().flatten().find_map(|w| w.1))
            .map(str::to_owned),
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
        ahead: looks_ahead(document, chart, start) || is("until"),
        days: word_.and_then(|w| w.0.parse().ok()),
        from_last: shift.and_then(|s| s.0.parse().ok()),
        quarter: small("quarter", 4),
        season: value("season").map(str::to_owned),
        decade: is("decade"),
        nth: number("nth").filter(|n| (-5..=53).contains(n)).map(|n| n as i8),
        easter: value("holiday").and_then(|v| v.strip_prefix("easter")?.parse().ok()),
        every: is("every"),
        now: value("now").map(str::to_owned),
    };
    if parts.edge.is_some() && parts.unit.is_some() && parts.dir.is_none() && parts.n.is_none() {
        parts.rel = parts.rel.or(Some(0)); // "by the end of the year"
    }
    if parts.decade && parts.year.is_none() {
        // "the seventies": of the century past, but for its first years
        let short = number("decade").filter(|n| (0..100).contains(n)).map(|n| n as i16);
        parts.year = short.map(|n| n + if n < 30 { 2000 } else { 1900 }).or_else(|| year("decade"));
    }
    if let Some((year, month, day)) = word("date").and_then(date_of) {
        (parts.year, parts.month, parts.day) = (Some(year), Some(month), Some(day));
    }
    if parts.unit == Some(Unit::Weekend) && parts.dir.is_none() && parts.n.is_none() {
        parts.rel = parts.rel.or(Some(0)); // "over the weekend"
    }
    if let Some((month, day)) =
        value("holiday").and_then(|v| v.split_once('-')).filter(|_| parts.easter.is_none())
    {
        // "11-4#4" is the fourth Thursday of November
        let (day, nth) = day.split_once('#').map_or((day, None), |(day, nth)| (day, nth.parse().ok()));
        let day: Option<i8> = day.parse().ok();
        (parts.month, parts.nth) = (month.parse().ok(), nth.or(parts.nth));
        if nth.is_some() { parts.weekday = day } else { parts.day = day }
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

/// Whether a word of the clause before a time looks ahead: "will meet on Friday".
fn looks_ahead(document: &Document, chart: &Chart, start: u16) -> bool {
    const REACH: u16 = 12;
    let Some(ahead) = document.tags.chunks.looks_ahead else { return false };
    let open =
        |from: u16| (from..start).all(|t| chart.mark.get(t as usize) != Some(&crate::chart::Mark::Strong));
    chart.of(ahead).any(|i| i.end <= start && start - i.end <= REACH && open(i.end))
}
