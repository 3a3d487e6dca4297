//! Pass 3, groups of people: how many they are and who, as a noun group tells of them; coordination ("a boy, two women
//! and a man").

use pack::{Features, tags};
use smallvec::{SmallVec, smallvec};

use crate::Count;
use crate::chart::{Chart, Item, Mark};
use crate::chunks::{Group, Loads, Slots};
use crate::document::Document;
use crate::participants::sex;
use crate::tagging::bounded_behind;

/// The group that a match tells of; `None` where its number is of something else.
pub(crate) fn group(
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
    // "one man" tells of a person as "a man" does; "1 dead" and "one person" print a number
    let anybody = || {
        let tag = document.tags.chunks.anybody.filter(|_| number & Features::SINGULAR.0 != 0);
        noun.zip(tag).is_some_and(|(p, tag)| chart.has(tag, p.start))
    };
    let spelt_one = noun.is_some()
        && printed == Some(Count::exactly(1))
        && !anybody()
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
pub(crate) fn coordinate(document: &Document, sentence: usize, chart: &mut Chart, loads: &mut Loads) {
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
        let comma = |t: u16| chart.mark.get(t as usize) == Some(&Mark::Comma);
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
