//! Who names whom: articles whose own words name the outlet of another that told of the same place, or in the days
//! before, and of the same things.

use std::collections::BTreeMap;

use claim::{MentionType, Read, Value};

use crate::drawn::Drawn;
use crate::evidence::common;
use crate::hashes::{all, word};
use crate::parallel::in_parallel;
use crate::sounds::sound;

/// A name of more words than this is no outlet's.
const WORDS: usize = 4;
/// An outlet's name is known by so many sounds, at least: shorter ones are words.
const SOUNDS: usize = 5;
/// Of the articles of an outlet that tell of one place so many are looked at, those before nearest first.
const BEFORE: usize = 4;
/// Who cites does so within so many days, unless both tell of one place.
const LATER: i32 = 3;
/// What both tell weighs so much, at least: an outlet has other news.
const COMMON: u32 = 8;
const PLACE: u64 = 1;
const DAY: u64 = 2;
/// Of one telling so many places are looked at.
const PLACES: usize = 2;

/// How the words of a name sound together, in any script: "Stepova Hazeta", «Степова газета», `stepova-hazeta.example`.
fn heard(name: &str) -> Option<u64> {
    let words: String = gazetteer::fold(name).chars().filter(|c| *c != ' ').collect();
    sound(&words).filter(|heard| heard.chars().count() >= SOUNDS).map(|heard| word(&heard))
}

/// The name of an article's outlet: of a host what stands before its first dot.
fn outlet(read: &Read) -> Option<u64> {
    let outlet = read.article.outlet()?;
    let name =
        if outlet.contains(' ') { outlet } else { outlet.trim_start_matches("www.").split('.').next()? };
    heard(name)
}

/// An article and a sentence of it that names an outlet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming {
    pub(crate) here: usize,
    pub(crate) source: usize,
    /// The sentence's number.
    pub(crate) sentence: usize,
}

/// The articles that name an outlet, each with the article of that outlet which it shares most with; `order` has all
/// articles in the order of publication.
pub(crate) fn cited(reads: &[Read], drawn: &[Drawn], order: &[usize]) -> Vec<Naming> {
    let outlets: Vec<Option<u64>> = reads.iter().map(outlet).collect();
    let mut known: Vec<u64> = outlets.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    // by outlet and place: the ranks of its articles
    let mut told: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (rank, at) in order.iter().enumerate() {
        if let Some(outlet) = outlets[*at] {
            for key in places(&reads[*at]).into_iter().map(|id| all(&[PLACE, id])).chain(days(&reads[*at], 0))
            {
                told.entry(all(&[outlet, key])).or_default().push(rank);
            }
        }
    }
    let numbered: Vec<(usize, usize)> = order.iter().copied().enumerate().collect();
    let found = in_parallel(&numbered, |(rank, here)| {
        let mut out: Vec<Naming> = Vec::new();
        for (outlet, sentence) in named(&reads[*here], &drawn[*here], &known) {
            if outlets[*here] == Some(outlet) || out.iter().any(|n| outlets[n.source] == Some(outlet)) {
                continue;
            }
            let mut before: Vec<usize> = Vec::new();
            let places = places(&reads[*here]).into_iter().map(|id| all(&[PLACE, id]));
            for key in places.chain(days(&reads[*here], LATER)) {
                let of_key = told.get(&all(&[outlet, key])).map_or(&[][..], Vec::as_slice);
                let earlier = of_key.partition_point(|other| other < rank);
                before.extend(of_key[..earlier].iter().rev().take(BEFORE));
            }
            let shared =
                before.into_iter().map(|other| (common(&drawn[*here], &drawn[order[other]], false), other));
            let best = shared.max().filter(|(shared, _)| *shared >= COMMON);
            out.extend(best.map(|(_, other)| Naming { here: *here, source: order[other], sentence }));
        }
        out
    });
    found.into_iter().flatten().collect()
}

/// The day on which an article was published, and some days before it.
fn days(read: &Read, before: i32) -> impl Iterator<Item = u64> {
    let day = read.reading.published.map(|published| text::day_number(published.at.date));
    day.into_iter().flat_map(move |day| (0..=before).map(move |earlier| all(&[DAY, (day - earlier) as u64])))
}

/// The places of an article's tellings, and the towns that it names.
fn places(read: &Read) -> Vec<u64> {
    let places = read.reading.tellings.iter().flat_map(|telling| telling.places.iter().take(PLACES));
    let mut places: Vec<u64> = places.filter_map(|place| Some(place.id?.index() as u64)).collect();
    for mention in read.reading.mentions.iter().filter(|m| m.kind == MentionType::Place) {
        if let Some(Value::Place(place)) = &mention.value
            && !matches!(place.precision, "country" | "region")
        {
            places.extend(place.id.map(|id| id.index() as u64));
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// The known outlets that an article's text names, each with the number of the first sentence that does.
fn named(read: &Read, drawn: &Drawn, known: &[u64]) -> Vec<(u64, usize)> {
    let text = read.article.text();
    let mut out: Vec<(u64, usize)> = Vec::new();
    for (first, begin) in drawn.words.iter().enumerate() {
        let capital = text[begin.start as usize..].chars().next().is_some_and(char::is_uppercase);
        if !capital {
            continue;
        }
        for last in first..drawn.words.len().min(first + WORDS) {
            let words = &text[begin.start as usize..drawn.words[last].end as usize];
            if words.contains(['\n', '.', '!', '?']) {
                break;
            }
            if let Some(outlet) = heard(words).filter(|outlet| known.binary_search(outlet).is_ok())
                && !out.iter().any(|(other, _)| *other == outlet)
            {
                out.push((outlet, drawn.sentences.partition_point(|s| s.to <= begin.start)));
            }
        }
    }
    out
}
