//! Pass 3, chunks: the layers of rules that make new items of what stands in the chart.

use pack::{Capture, Features, Pack, RuleOutput, Tag, tags};
use smallvec::{SmallVec, smallvec};

use crate::Count;
use crate::chart::{Chart, Item, NO_LOAD};
use crate::document::Document;
use crate::figures::figures;
use crate::groups::{coordinate, group};
use crate::matching::{Kept, Match, Matching, longest};
use crate::tagging::number_of;
use crate::time::Reference;
use crate::times::{TimeMention, time_of};

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
