//! Pass 3, chunks: the layers of rules that make new items of what stands in the chart.

use pack::{Capture, Features, Pack, RuleOutput, Tag, tags};
use smallvec::{SmallVec, smallvec};

use crate::Count;
use crate::chart::{Chart, Item, NO_LOAD};
use crate::document::Document;
use crate::figures::figures;
use crate::matching::{Kept, Match, Matching, longest};
use crate::participants::sex;
use crate::tagging::{bounded_behind, number_of};
use crate::time::Reference;
use crate::times::{TimeMention, time_of};

/// Tags that chunks and mentions ask for.
#[derive(Debug)]
pub(crate) struct ChunkTags {
    /// Figures that may be clock times, with a colon, with a full stop and without either; dates; years; days; any of two
    /// digits.
    pub(crate) figures: [Option<Tag>; 7],
    and: Option<Tag>,
    /// "people", "persons": whoever they are.
    anybody: Option<Tag>,
    /// "another", "further": beside those told of before.
    extra: Option<Tag>,
    /// "including", «в том числе»: who follows is of those before.
    including: Option<Tag>,
    /// Pictures of a page, which are numbered.
    gallery: Option<Tag>,
    pub(crate) looks_ahead: Option<Tag>,
    pub(crate) looks_back: Option<Tag>,
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
            looks_back: pack.tag("looks-back"),
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

    pub(crate) fn get(&self, name: &str) -> Option<&Slot<'c>> {
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
            let tokens = (first + u32::from(item.start), first + u32::from(item.end));
            let time = time_of(document, sentence, chart, &slots, m.start(), tokens, loads, reference)?;
            loads.times.push(time);
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
            // a group stands in the case of its noun
            if let Some(noun) = slots.item("p").filter(|p| p.features.has(Features::CASE)) {
                item.features = noun.features;
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

fn group(
    document: &Document,
    first: u32,
    chart: &Chart,
    slots: &Slots,
    loads: &Loads,
    tokens: (u32, u32),
) -> Option<Group> {
    let pack = document.pack;
    let noun = slots.item("p");
    // «жінки» is of one woman or of several: what the words may be, all readings say
    let readings = |p: &Item| {
        let same = chart.at(p.start).map(|i| &chart.items[i]).filter(|i| (i.tag, i.end) == (p.tag, p.end));
        same.fold(0, |bits, i| bits | i.features.0)
    };
    let number = noun.map(readings).unwrap_or_default() & (Features::NOUN.0 | Features::DUAL.0);
    let singular = number == Features::SINGULAR.0;
    let printed = slots.item("n").and_then(|n| loads.counts.get(n.load as usize)).copied();
    let printed = printed.map(|count| bounded_behind(pack, count, slots.item("bound")));
    // "a Form Three student": the number is of something else; but «21 людина» is the singular of twenty-one
    let by_singular = pack.setting("counted") == "singular";
    let singular_of = |c: Count| by_singular || c.min == 1 || !pack.endings.is_empty() && c.min % 10 == 1;
    if singular && printed.is_some_and(|c| !singular_of(c) && c.min > 0) {
        return None;
    }
    let one = slots.tokens("one").is_some();
    let definite = slots.tokens("definite").is_some();
    let name = slots.tokens("name").map(|(a, b)| (first + u32::from(a), first + u32::from(b)));
    let of = slots.item("of").or(noun).map(|p| pack.value(p.value)).filter(|v| !v.is_empty());
    let of = of.map(|v| v.split(':').next().unwrap_or(v).to_owned());
    // a dual is two without a number
    let two = slots.tokens("two").map(|_| Count::exactly(2));
    let count = printed.or(two).or((one || singular || name.is_some()).then(|| Count::exactly(1)));
    let years = slots.item("years").map(|n| n.load).filter(|n| *n < 110).map(|n| n as u16);
    let age = slots.item("age").and_then(|a| loads.ages.get(a.load as usize)).copied().or(years);
    // "one man" tells of a person as "a man" does; "1 dead" prints a number
    let spelt_one = noun.is_some()
        && printed == Some(Count::exactly(1))
        && slots
            .item("n")
            .is_some_and(|n| !document.tokens[(first + u32::from(n.start)) as usize].shape.is_figure());
    // "another six people", "a further six": beside those told of before
    let extra =
        slots.item("n").zip(document.tags.chunks.extra).is_some_and(|(n, tag)| chart.has(tag, n.start));
    // "una ragazza di 22 anni" is no child, though the word is mostly said of one
    let of = of.filter(|of| of != "child" || age.is_none_or(|a| a < 18));
    let minor = age.is_some_and(|a| a < 18) && of.is_none();
    Some(Group {
        count,
        printed: two.is_some() || printed.is_some() && (!spelt_one || slots.tokens("subset").is_some()),
        of: if minor { Some(String::from("child")) } else { of },
        age,
        name,
        definite,
        other: extra || slots.tokens("other").is_some(),
        subset: slots.tokens("subset").is_some(),
        echo: slots.tokens("echo").is_some(),
        tokens,
        members: Vec::new(),
    })
}

/// How many some groups are together; `None` where one is not counted, or is more of some ("two more men").
fn total(parts: &[&Group]) -> Option<Count> {
    parts.iter().try_fold(Count::exactly(0), |sum, g| {
        let part = g.count.filter(|c| !c.delta)?;
        Some(Count {
            min: sum.min + part.min,
            max: sum.max.zip(part.max).map(|(a, b)| a + b),
            approx: sum.approx || part.approx,
            delta: false,
        })
    })
}

/// Whether the first of some groups may be all the others: of "people" they are any, of "miners" those that are counted.
fn may_be_anybody(document: &Document, chart: &Chart, at: &Item, parts: &[&Group]) -> bool {
    let anybody = document.tags.chunks.anybody;
    let people = anybody.is_some_and(|tag| (at.start..at.end).any(|token| chart.has(tag, token)));
    let mixed = || parts[0].of.is_none() && sex(document, parts[0]).is_none();
    people || mixed() && parts[1..].iter().any(|g| g.printed)
}

/// "a boy, two women and a man": one group more, over all of them, with their sum.
fn coordinate(document: &Document, sentence: usize, chart: &mut Chart, loads: &mut Loads) {
    let first = document.sentences[sentence].first;
    let and = document.tags.chunks.and;
    let is_and = |chart: &Chart, at: u16| and.is_some_and(|a| chart.has(a, at));
    let mut people: Vec<Item> = chart.of(tags::PEOPLE).copied().collect();
    people.sort_by_key(|i| (i.start, u16::MAX - i.end));
    people.dedup_by_key(|i| i.start);
    let mut at = 0;
    while at < people.len() {
        let mut chain: SmallVec<[Item; 4]> = smallvec![people[at]];
        let mut closed = false;
        let mut next = at + 1;
        let comma = |t: u16| chart.mark.get(t as usize) == Some(&crate::chart::Mark::Comma);
        while !closed && next < people.len() {
            let (from, to) = (chain[chain.len() - 1].end, people[next].start);
            let some = document.tags.chunks.including.is_some_and(|tag| chart.has(tag, to));
            let joined = match to.checked_sub(from).filter(|_| !some) {
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
        // headlines leave out the "and": "Man, toddler killed"
        let end = chain[chain.len() - 1].end;
        let headed = chain.len() == 2 && chain[0].start == 0 && !comma(end) && !is_and(chart, end);
        closed |= headed;
        if closed && chain.len() > 1 {
            let parts: Vec<&Group> = chain.iter().map(|i| &loads.groups[i.load as usize]).collect();
            // "six people, four men and two women": the others are the first once more
            let apposed = parts[0].count.is_some()
                && parts.len() > 2
                && total(&parts[1..]) == parts[0].count
                && may_be_anybody(document, chart, &chain[0], &parts);
            let sum = if apposed { parts[0].count } else { total(&parts) };
            let same_of = apposed || parts.iter().all(|g| g.of == parts[0].of);
            let tokens = (first + u32::from(chain[0].start), first + u32::from(chain[chain.len() - 1].end));
            let group = Group {
                count: sum,
                printed: parts.iter().all(|g| g.printed),
                of: parts[0].of.clone().filter(|_| same_of),
                definite: parts.iter().all(|g| g.definite),
                tokens,
                members: chain.iter().skip(usize::from(apposed)).map(|i| i.load).collect(),
                ..Group::default()
            };
            chart.add(Item {
                tag: tags::PEOPLE,
                start: chain[0].start,
                end: chain[chain.len() - 1].end,
                number: 0,
                features: Features::default(),
                value: 0,
                load: loads.groups.len() as u32,
            });
            loads.groups.push(group);
        }
        at = next.max(at + 1);
    }
}

/// The tokens that a rule's captures took: a time is shown without the preposition before it.
fn named(pack: &Pack, m: &Match) -> Option<(u16, u16)> {
    let captures = 0..pack.rules[m.rule as usize].captures.len();
    let taken = captures.filter_map(|name| m.capture(pack, name as u8));
    taken.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
