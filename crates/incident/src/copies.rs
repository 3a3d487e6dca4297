//! Texts that are one: articles with the same words, and what derives from what.

use std::collections::BTreeMap;

use claim::Moment;
use lineage::{How, Lineage};
use text::Key;

use crate::days::in_time;
use crate::names::fold;
use crate::{ClaimAt, Read};

/// The articles by the text that they print or tell from.
pub(crate) struct Copies {
    /// By position: hash of the normalised text.
    pub(crate) texts: Vec<Key>,
    /// By position: one of these for all articles that tell from one source text, whichever of them are there twice.
    pub(crate) sources: Vec<Key>,
    /// Which article derives from which.
    pub(crate) lineage: Lineage,
}

/// How far a figure is followed from copy to copy.
const STEPS: usize = 8;

impl Copies {
    /// Finds what derives from what.
    pub(crate) fn among(reads: &[Read]) -> Copies {
        let texts: Vec<Key> = reads.iter().map(text_key).collect();
        let lineage = lineage::trace(reads);
        let mut smallest: BTreeMap<Key, Key> = BTreeMap::new();
        for (group, text) in lineage.groups.iter().zip(&texts) {
            smallest.entry(*group).and_modify(|key| *key = *text.min(key)).or_insert(*text);
        }
        let sources = lineage.groups.iter().map(|group| smallest[group]).collect();
        Copies { texts, sources, lineage }
    }

    /// When what a claim says was published first: what an article took is no newer than where it took it from.
    pub(crate) fn published(&self, reads: &[Read], at: ClaimAt) -> Option<Moment> {
        let claim = &reads[at.article].reading.claims[at.claim];
        let own = |article: usize| reads[article].reading.published.map(|published| published.at);
        // a date without an hour may be of any hour: it is no later than one with
        let rank = |at: &Moment| (in_time(*at), *at);
        let (mut article, mut first) = (at.article, own(at.article));
        for _ in 0..STEPS {
            let sources = self.lineage.derivations[article].iter().filter(|d| d.how != How::Cites);
            // the time that the source's own claim holds for, where its text tells one
            let told = |source: usize| {
                let claims = reads[source].reading.claims.iter();
                let same = claims
                    .filter(|c| c.facet == claim.facet && c.scope == claim.scope && c.value == claim.value);
                let times = same.map(|c| c.as_of.filter(|as_of| as_of.from_text).map(|as_of| as_of.time));
                // as the copy has none of its own, its twin is one without, where there is one
                let time = times.min_by_key(|time| time.map(|at| rank(&at)))?;
                Some((source, time.or(own(source))))
            };
            let Some((source, time)) = sources.map(|d| d.source).find_map(told) else { break };
            first = [first, time].into_iter().flatten().min_by_key(rank);
            article = source;
        }
        first
    }
}

/// Hash of the text's words; of the article's key where it has none. Copies have the same.
pub fn text_key(read: &Read) -> Key {
    let words = fold(read.article.text());
    if words.trim().is_empty() {
        return read.article.key();
    }
    Key::of([words.as_bytes()])
}

#[cfg(test)]
mod tests {
    use claim::Reading;
    use text::{About, Article};

    use super::*;

    fn read(text: &str, outlet: &str, at: Option<&str>) -> Read {
        let article = Article::new(outlet, text, About { outlet: Some(outlet.into()), ..About::default() });
        let at = at.and_then(Moment::parse);
        let reading = Reading {
            article: article.key(),
            language: None,
            published: at.map(|at| claim::Published { at, from: claim::PublishedFrom::Given }),
            mentions: vec![],
            participants: vec![],
            claims: vec![],
            tellings: vec![],
            looks_back: false,
            unread: vec![],
            offices: vec![],
        };
        Read { article, reading }
    }

    #[test]
    fn marks_and_case_make_no_new_text() {
        let reads = [
            read("Two died in Kazan.", "a", None),
            read("TWO DIED  in Kazan", "b", None),
            read("Two died.", "c", None),
        ];
        let copies = Copies::among(&reads);
        assert_eq!(copies.sources[0], copies.sources[1]);
        assert_ne!(copies.sources[0], copies.sources[2]);
        assert_eq!(copies.lineage.groups[0], reads[0].article.key().min(reads[1].article.key()));
    }

    #[test]
    fn a_copy_with_an_hour_is_no_older_than_a_text_of_that_day() {
        let claim = claim::Claim {
            id: Key::of([]),
            telling: 0,
            facet: 0,
            value: claim::Value::Count(claim::Count::exactly(2)),
            scope: claim::Scope::default(),
            span: text::Span::new(text::Part::Text, "Two died in Kazan.", 0, 3).unwrap(),
            evidence: vec![],
            stance: claim::Stance::Asserted,
            origin: None,
            as_of: None,
            confidence: 900,
            rule: "test".into(),
        };
        let mut reads = [("a", "2024-12-21"), ("b", "2024-12-21T10:00:00Z")]
            .map(|(outlet, at)| read("Two died in Kazan.", outlet, Some(at)));
        reads.iter_mut().for_each(|read| read.reading.claims.push(claim.clone()));
        let copies = Copies::among(&reads);
        let at = |article| copies.published(&reads, ClaimAt { article, claim: 0 });
        assert!([at(0), at(1)].iter().all(|at| at.is_some_and(|at| at.time.is_none())));
    }
}
