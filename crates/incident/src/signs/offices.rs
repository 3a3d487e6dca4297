//! Who holds an office, by office, place and period, over all that was read: where articles name different people.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Extent, Office, PlaceValue};
use text::{Key, day_number};

use super::Ground;
use crate::names::{are_two, fold};
use crate::{Read, Shown, Sign, SignKind};

/// How far apart two articles are at most that speak of one period, in days.
const PERIOD: i32 = 31;
/// How many independent texts must name another holder than an article without a date does.
const OTHERS: usize = 3;

/// One article's word of who holds an office.
struct Holder<'a> {
    article: usize,
    /// The source text that its article tells from.
    source: Key,
    name: String,
    office: &'a Office,
    /// The day of publication.
    day: Option<i32>,
}

pub(super) fn signs(ground: Ground<'_>) -> Vec<Sign> {
    let mut index: BTreeMap<(&str, String), Vec<Holder<'_>>> = BTreeMap::new();
    for (article, read) in ground.reads.iter().enumerate() {
        for office in &read.reading.offices {
            let Some(place) = place_of(office, read) else { continue };
            let holder = Holder {
                article,
                source: ground.copies.sources[article],
                name: fold(&office.name),
                office,
                day: read.reading.published.map(|p| day_number(p.at.date)),
            };
            index.entry((&office.office, place)).or_default().push(holder);
        }
    }
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    for (nth, incident) in ground.incidents.iter().enumerate() {
        incident.tellings.iter().for_each(|at| _ = home.entry(at.article).or_insert(nth));
    }
    let mut out = Vec::new();
    for ((office, place), mut holders) in index {
        holders
            .sort_by_key(|h| (h.day.is_none(), h.day, ground.reads[h.article].article.key(), h.office.span));
        for (name, here, there) in rivals(&holders) {
            out.push(Sign {
                kind: SignKind::Office,
                incident: here.first().and_then(|h: &Shown| home.get(&h.article)).copied(),
                about: format!("{office}, {place}"),
                here,
                there,
            });
            let _ = name;
        }
    }
    out
}

/// The holders that stand alone against others: named by one source text, with others naming somebody else about then.
fn rivals<'a>(holders: &'a [Holder<'_>]) -> Vec<(&'a str, Vec<Shown>, Vec<Shown>)> {
    let mut out: Vec<(&str, Vec<Shown>, Vec<Shown>)> = Vec::new();
    let mut told: BTreeSet<(Key, Key)> = BTreeSet::new();
    for odd in holders {
        let same = |h: &&Holder<'_>| !are_two(&h.name, &odd.name);
        // others name the same one: then it is no odd one
        if holders.iter().filter(same).any(|h| h.source != odd.source) {
            continue;
        }
        let others = holders.iter().filter(|h| {
            let near = odd.day.zip(h.day).is_some_and(|(a, b)| a.abs_diff(b) <= PERIOD.unsigned_abs());
            h.source != odd.source && !same(h) && (near || odd.day.is_none())
        });
        let others: Vec<&Holder<'_>> = others.collect();
        let sources: BTreeSet<Key> = others.iter().map(|h| h.source).collect();
        // who names both tells of a change, or of two offices
        let both = holders.iter().any(|h| h.article == odd.article && are_two(&h.name, &odd.name));
        let one = others.iter().all(|h| !are_two(&h.name, &others[0].name));
        let enough = if odd.day.is_some() { 1 } else { OTHERS };
        if both || !one || sources.len() < enough || out.iter().any(|(name, ..)| *name == odd.name) {
            continue;
        }
        // of two that stand alone against each other one sign is enough
        let pair = others.iter().all(|h| told.contains(&(h.source, odd.source)));
        if pair {
            continue;
        }
        others.iter().for_each(|h| _ = told.insert((odd.source, h.source)));
        let mut seen = BTreeSet::new();
        let there = others.iter().filter(|h| seen.insert(h.article)).map(|h| shown(h)).collect();
        out.push((&odd.name, vec![shown(odd)], there));
    }
    out
}

fn shown(holder: &Holder<'_>) -> Shown {
    Shown { article: holder.article, span: holder.office.span, claim: None }
}

/// The place that an office is of, as its level asks: a state by its code, a region or town by name and state. Where the
/// article gives the office no place, that of all that it tells of, if that is one.
fn place_of(office: &Office, read: &Read) -> Option<String> {
    let level = office.level.as_str();
    if level == "country" {
        let of = office.of.as_ref().filter(|p| p.precision == "country").and_then(|p| p.country.clone());
        return of.or_else(|| office.country.clone());
    }
    if let Some(place) = &office.of {
        return at_level(place, level);
    }
    let tellings = read.reading.tellings.iter().filter(|t| t.extent == Extent::Single);
    let places: BTreeSet<Option<String>> =
        tellings.filter_map(|t| t.places.first()).map(|place| at_level(place, level)).collect();
    match Vec::from_iter(places).as_slice() {
        [Some(only)] => Some(only.clone()),
        _ => None,
    }
}

/// The town or region that a place is or lies in.
fn at_level(place: &PlaceValue, level: &str) -> Option<String> {
    let of_level = |kind: &str| match level {
        "city" => matches!(kind, "city" | "district"),
        _ => kind == "region",
    };
    let name = if of_level(place.precision) {
        &place.name
    } else {
        &place.within.iter().find(|c| of_level(c.kind))?.name
    };
    Some(format!("{name}, {}", place.country.as_deref()?))
}
