//! Signs: what is odd about what articles say, each with the words on both sides. A sign asks for a look; it judges nobody.
//!
//! `docs/signs.md` has the definitions and an example of each, and is run as a test.

mod headline;
mod inside;
mod offices;
mod outlier;
mod recycled;

use std::collections::BTreeSet;

use claim::{Claim, Count, Stance, Value};
use pack::{Facet, Kinds, ValueType};
use text::{Key, Part};

use crate::copies::Copies;
use crate::parallel::in_parallel;
use crate::{ClaimAt, Incident, Read, Shown, Sign, SignKind};

/// What signs are looked for in.
#[derive(Clone, Copy)]
struct Ground<'a> {
    reads: &'a [Read],
    copies: &'a Copies,
    incidents: &'a [Incident],
}

/// The signs of these incidents and articles: by kind, then by incident.
pub(crate) fn signs(reads: &[Read], copies: &Copies, incidents: &[Incident]) -> Vec<Sign> {
    let ground = Ground { reads, copies, incidents };
    let numbered: Vec<usize> = (0..incidents.len()).collect();
    let mut signs: Vec<Sign> = in_parallel(&numbered, |at| {
        let told = Told::of(ground, *at);
        let mut out = outlier::signs(ground, &told);
        out.extend(inside::signs(ground, &told));
        out.extend(headline::signs(ground, &told));
        out
    })
    .into_iter()
    .flatten()
    .collect();
    signs.extend(offices::signs(ground));
    signs.extend(recycled::signs(ground));
    let key = |shown: &Shown| (reads[shown.article].article.key(), shown.span);
    signs.sort_by_cached_key(|s| {
        let here: Vec<_> = s.here.iter().map(key).collect();
        (s.kind, s.incident, s.about.clone(), here)
    });
    signs
}

/// How far the beginning of a text reaches, in bytes.
const OPENING: usize = 320;

/// A claim of an incident.
#[derive(Clone, Copy)]
struct Item<'a> {
    at: ClaimAt,
    claim: &'a Claim,
    /// The source text that its article tells from.
    source: Key,
}

impl<'a> Item<'a> {
    fn shown(&self) -> Shown {
        Shown { article: self.at.article, span: self.claim.span, claim: Some(self.at.claim) }
    }

    /// The count that it says, unless that is of further ones, of people told of one by one, or a part of a printed number.
    fn total(&self) -> Option<&'a Count> {
        let part = self.claim.evidence.iter().any(|e| matches!(e.role, "participant" | "whole"));
        match &self.claim.value {
            Value::Count(count) if !count.delta && !part => Some(count),
            _ => None,
        }
    }

    /// Whether its words or the time that they give tell that it came from another figure.
    fn is_explained(&self) -> bool {
        let moved = |role| matches!(role, "risen" | "fallen" | "corrected" | "first");
        self.claim.as_of.is_some_and(|as_of| as_of.from_text)
            || self.claim.evidence.iter().any(|e| moved(e.role))
    }

    /// Whether it stands where a text tells the whole of a thing: in its title, or at its beginning.
    fn opens(&self) -> bool {
        self.is_in_title() || self.claim.span.start() < OPENING
    }

    fn is_in_title(&self) -> bool {
        self.claim.span.part() == Part::Title
    }
}

/// The claims of an incident that say that something holds, in the order of their articles' keys and of their text.
struct Told<'a> {
    incident: usize,
    items: Vec<Item<'a>>,
}

impl<'a> Told<'a> {
    fn of(ground: Ground<'a>, incident: usize) -> Told<'a> {
        let mut items: Vec<Item<'a>> = Vec::new();
        for at in &ground.incidents[incident].tellings {
            let reading = &ground.reads[at.article].reading;
            for claim in &reading.tellings[at.telling].claims {
                let Some(it) = reading.claims.get(*claim).filter(|c| c.stance <= Stance::Claimed) else {
                    continue;
                };
                let source = ground.copies.sources[at.article];
                items.push(Item { at: ClaimAt { article: at.article, claim: *claim }, claim: it, source });
            }
        }
        items.sort_by_key(|i| {
            (ground.reads[i.at.article].article.key(), i.claim.span, i.claim.facet, i.claim.id, i.at)
        });
        items.dedup_by_key(|i| i.at);
        Told { incident, items }
    }

    /// The claims of one facet.
    fn of_facet(&self, facet: u8) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(move |i| i.claim.facet == facet)
    }

    /// The claims of a facet that have such a value, with it.
    fn valued<T>(&self, facet: &str, of: impl Fn(&Value) -> Option<T>) -> Vec<(Item<'a>, T)> {
        let facet = Kinds::shipped().facet(facet);
        let claims = facet.into_iter().flat_map(|facet| self.of_facet(facet));
        claims.filter_map(|i| Some((*i, of(&i.claim.value)?))).collect()
    }

    /// The positions of the articles.
    fn articles(&self) -> BTreeSet<usize> {
        self.items.iter().map(|i| i.at.article).collect()
    }

    fn sign(&self, kind: SignKind, about: String, here: Vec<Shown>, there: Vec<Shown>) -> Sign {
        Sign { kind, incident: Some(self.incident), about, here, there }
    }
}

/// The counts of people and things of which one number holds, with their numbers.
fn counted() -> impl Iterator<Item = (u8, &'static Facet)> {
    let facets = Kinds::shipped().facets.iter().enumerate();
    let counts = facets.filter(|(_, f)| f.value == ValueType::Count && !f.estimate && !f.falls);
    counts.filter_map(|(nth, f)| Some((u8::try_from(nth).ok()?, f)))
}

/// Whether two counts differ by no more than rounding does: one is round, and they are a tenth apart.
fn rounds(a: &Count, b: &Count) -> bool {
    let (low, high) = (a.min.min(b.min), a.min.max(b.min));
    high >= 20 && (high - low) * 10 <= high && (low % 10 == 0 || high % 10 == 0)
}

/// One of each article, the first.
fn one_an_article(items: &[Item<'_>]) -> Vec<Shown> {
    let mut seen = BTreeSet::new();
    items.iter().filter(|i| seen.insert(i.at.article)).map(Item::shown).collect()
}
