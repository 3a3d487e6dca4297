//! Who names whom: articles whose own words name the outlet of another that told of the same place before.

use std::collections::BTreeMap;

use claim::Read;

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
    let name = if outlet.contains(' ') { outlet } else { outlet.trim_start_matches("www.").split('.').next()? };
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
            for place in places(&reads[*at]) {
                told.entry(all(&[outlet, place])).or_default().push(rank);
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
            for place in places(&reads[*here]) {
                let of_place = told.get(&all(&[outlet, place])).map_or(&[][..], Vec::as_slice);
                let earlier = of_place.partition_point(|other| other < rank);
                before.extend(of_place[..earlier].iter().rev().take(BEFORE));
            }
            let shared = |other: &usize| (common(&drawn[*here], &drawn[order[*other]]), *other);
            let best = before.into_iter().max_by_key(shared);
            out.extend(best.map(|other| Naming { here: *here, source: order[other], sentence }));
        }
        out
    });
    found.into_iter().flatten().collect()
}

/// The places of an article's tellings.
fn places(read: &Read) -> Vec<u64> {
    let places = read.reading.tellings.iter().flat_map(|telling| telling.places.iter().take(PLACES));
    let mut places: Vec<u64> = places.filter_map(|place| Some(place.id?.index() as u64)).collect();
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
