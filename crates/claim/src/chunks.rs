//! Pass 3, chunks: the layers of rules that make new items of what stands in the chart.

use pack::{Features, Pack, RuleOutput, Tag, tags};

use crate::chart::{Chart, Item, NO_LOAD};
use crate::document::Document;
use crate::matching::{Match, longest, matches};
use crate::time::{Reference, TimeParts, Unit};
use crate::{Count, TimeValue};

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
    found: &mut Vec<Match>,
) {
    let pack = document.pack;
    for layer in pack.layers.iter().filter(|l| l.number < crate::CLAIM_LAYER) {
        matches(pack, layer, chart, found);
        let spans = found.iter().enumerate().filter_map(|(at, m)| match &pack.rules[m.rule as usize].output {
            RuleOutput::Chunk { makes, .. } => Some((*makes, m.start(), m.end(), at)),
            RuleOutput::Claims(_) => None,
        });
        let kept: Vec<usize> = longest(spans.collect());
        let mut kept: Vec<&Match> = kept.into_iter().map(|at| &found[at]).collect();
        kept.sort_by_key(|m| (m.start(), m.end()));
        let mut people = false;
        for m in kept {
            people |= add(document, sentence, chart, loads, reference, m) == Some(tags::PEOPLE);
        }
        if people {
            coordinate(document, sentence, chart, loads);
        }
    }
}

fn slot<'c>(pack: &Pack, chart: &'c Chart, m: &Match, name: &str) -> Option<&'c Item> {
    let at = pack.rules[m.rule as usize].captures.iter().position(|c| c == name)?;
    m.item(pack, chart, at as u8)
}

fn tokens_of(pack: &Pack, m: &Match, name: &str) -> Option<(u16, u16)> {
    let at = pack.rules[m.rule as usize].captures.iter().position(|c| c == name)?;
    m.capture(pack, at as u8)
}

fn add(document: &Document, sentence: usize, chart: &mut Chart, loads: &mut Loads, reference: &mut Reference, m: &Match) -> Option<Tag> {
    let pack = document.pack;
    let RuleOutput::Chunk { makes, value } = pack.rules[m.rule as usize].output else { return None };
    let first = document.sentences[sentence].first;
    let (start, end) = (m.start(), m.end());
    let tokens = (first + u32::from(start), first + u32::from(end));
    let mut item = Item { tag: makes, start, end, features: Features::default(), value, load: NO_LOAD };
    match makes {
        tags::TIME => {
            let parts = time_parts(document, first, chart, m, loads);
            let time = parts.resolve(reference)?;
            let dated = parts.clock.is_none() && parts.part.is_none()
                || parts.day.is_some() || parts.weekday.is_some() || parts.days.is_some() || parts.from_last.is_some();
            let dated = dated && (time.start.is_some() || time.pattern.is_some());
            if dated && let (Some(s), Some(e)) = (time.start, time.end) && s.date == e.date {
                reference.last = Some(s.date);
            }
            item.load = loads.times.len() as u32;
            loads.times.push(TimeMention { value: time, tokens, sentence, dated });
        }
        tags::AGE => {
            let years = slot(pack, chart, m, "n").map(|n| n.load)?;
            if years > 120 {
                return None;
            }
            item.load = loads.ages.len() as u32;
            loads.ages.push(years as u16);
        }
        tags::PEOPLE | tags::BARE => {
            // the number of an age or a date stands for nobody
            let inside = |tag: Tag| chart.of(tag).any(|i| i.start <= start && end <= i.end);
            if makes == tags::BARE && [tags::PEOPLE, tags::TIME, tags::AGE].into_iter().any(inside) {
                return None;
            }
            let group = group(document, first, chart, m, loads, tokens);
            item.load = loads.groups.len() as u32;
            loads.groups.push(group);
        }
        _ => {
            if let Some(v) = slot(pack, chart, m, "v") {
                item.value = if value == 0 { v.value } else { value };
                item.features = v.features;
                item.load = v.load;
            }
        }
    }
    chart.add(item);
    Some(makes)
}

fn group(document: &Document, first: u32, chart: &Chart, m: &Match, loads: &Loads, tokens: (u32, u32)) -> Group {
    let pack = document.pack;
    let noun = slot(pack, chart, m, "p");
    let singular = noun.is_some_and(|p| {
        p.features.has(Features::SINGULAR) && !p.features.has(Features::PLURAL)
    });
    let printed = slot(pack, chart, m, "n").and_then(|n| loads.counts.get(n.load as usize)).copied();
    let one = tokens_of(pack, m, "one").is_some();
    let definite = tokens_of(pack, m, "definite").is_some();
    let name = tokens_of(pack, m, "name").map(|(a, b)| (first + u32::from(a), first + u32::from(b)));
    let of = slot(pack, chart, m, "of").or(noun).map(|p| pack.value(p.value)).filter(|v| !v.is_empty());
    let of = of.map(|v| v.split(':').next().unwrap_or(v).to_owned());
    let count = printed.or((one || singular || name.is_some()).then(|| Count::exactly(1)));
    let years = slot(pack, chart, m, "years").map(|n| n.load).filter(|n| *n < 110).map(|n| n as u16);
    let age = slot(pack, chart, m, "age").and_then(|a| loads.ages.get(a.load as usize)).copied().or(years);
    // "one man" tells of a person as "a man" does; "1 dead" prints a number
    let spelt_one = printed == Some(Count::exactly(1))
        && slot(pack, chart, m, "n").is_some_and(|n| !document.tokens[(first + u32::from(n.start)) as usize].shape.is_figure());
    let minor = age.is_some_and(|a| a < 18) && of.is_none();
    Group {
        count,
        printed: printed.is_some() && !spelt_one,
        of: if minor { Some(String::from("child")) } else { of },
        age,
        name,
        definite,
        other: tokens_of(pack, m, "other").is_some(),
        tokens,
        members: Vec::new(),
    }
}

/// "a boy, two women and a man": one group more, over all of them, with their sum.
fn coordinate(document: &Document, sentence: usize, chart: &mut Chart, loads: &mut Loads) {
    let first = document.sentences[sentence].first;
    let and = document.pack.tag("and");
    let is_and = |chart: &Chart, at: u16| and.is_some_and(|a| chart.has(a, at));
    let mut people: Vec<Item> = chart.of(tags::PEOPLE).copied().collect();
    people.sort_by_key(|i| (i.start, u16::MAX - i.end));
    people.dedup_by_key(|i| i.start);
    let mut at = 0;
    while at < people.len() {
        let mut chain = vec![people[at]];
        let mut closed = false;
        let mut next = at + 1;
        while !closed && next < people.len() {
            let (from, to) = (chain[chain.len() - 1].end, people[next].start);
            let comma = |t: u16| chart.mark.get(t as usize) == Some(&crate::chart::Mark::Comma);
            let joined = match to.checked_sub(from) {
                Some(1) if is_and(chart, from) => Some(true),
                Some(2) if comma(from) && is_and(chart, from + 1) => Some(true),
                Some(1) if comma(from) => Some(false),
                _ => None,
            };
            match joined {
                Some(last) => {
                    chain.push(people[next]);
                    closed = last;
                    next += 1;
                }
                None if people[next].start < from => next += 1, // inside the one before
                None => break,
            }
        }
        if closed && chain.len() > 1 {
            let parts: Vec<&Group> = chain.iter().map(|i| &loads.groups[i.load as usize]).collect();
            let sum = parts.iter().try_fold(0u64, |sum, g| match g.count {
                Some(Count { min, max: Some(max), approx: false, delta: false }) if min == max => Some(sum + min),
                _ => None,
            });
            let same_of = parts.iter().all(|g| g.of == parts[0].of).then(|| parts[0].of.clone()).flatten();
            let tokens = (first + u32::from(chain[0].start), first + u32::from(chain[chain.len() - 1].end));
            let group = Group {
                count: sum.map(Count::exactly),
                of: same_of,
                definite: parts.iter().all(|g| g.definite),
                tokens,
                members: chain.iter().map(|i| i.load).collect(),
                ..Group::default()
            };
            chart.add(Item {
                tag: tags::PEOPLE,
                start: chain[0].start,
                end: chain[chain.len() - 1].end,
                features: Features::default(),
                value: 0,
                load: loads.groups.len() as u32,
            });
            loads.groups.push(group);
        }
        at = next.max(at + 1);
    }
}

fn time_parts(document: &Document, first: u32, chart: &Chart, m: &Match, loads: &Loads) -> TimeParts {
    let pack = document.pack;
    let value = |name: &str| slot(pack, chart, m, name).map(|i| pack.value(i.value)).filter(|v| !v.is_empty());
    let number = |name: &str| -> Option<i64> {
        let item = slot(pack, chart, m, name)?;
        match item.tag {
            tags::COUNT => loads.counts.get(item.load as usize).map(|c| c.min as i64),
            tags::NUMBER if item.load != NO_LOAD => Some(i64::from(item.load)),
            _ => pack.value(item.value).parse().ok(),
        }
    };
    let small = |name: &str, most: i64| number(name).filter(|n| (1..=most).contains(n)).map(|n| n as i8);
    let clock = |name: &str| -> Option<(i8, i8)> {
        let (a, _) = tokens_of(pack, m, name)?;
        let word = document.word(first + u32::from(a));
        let Some((h, mm)) = word.split_once([':', '.']) else {
            return number(name).filter(|n| (0..=24).contains(n)).map(|n| (n as i8, 0));
        };
        Some((h.parse().ok()?, mm.parse().ok()?))
    };
    let year = |name: &str| number(name).filter(|n| (1800..2200).contains(n)).map(|n| n as i16);
    let literal = |name: &str| {
        let at = pack.rules[m.rule as usize].captures.iter().position(|c| c == name)?;
        m.capture(pack, at as u8)
    };
    TimeParts {
        year: year("year"),
        month: small("month", 12),
        day: small("day", 31),
        month2: small("month2", 12),
        day2: small("day2", 31),
        year2: year("year2"),
        weekday: small("weekday", 7),
        part: value("part").or_else(|| value("edge")).map(str::to_owned),
        clock: clock("clock"),
        clock2: clock("clock2"),
        half: value("ampm").map(str::to_owned),
        zone: value("zone").and_then(|z| z.parse().ok()),
        n: number("n").or(literal("one").map(|_| 1)),
        unit: value("unit").and_then(Unit::parse),
        dir: value("dir").map(str::to_owned).or(literal("since").map(|_| "since".to_owned())),
        rel: value("rel").and_then(|r| r.parse().ok()),
        days: value("word").and_then(|r| r.parse().ok()),
        from_last: value("shift").and_then(|r| r.parse().ok()),
    }
}
