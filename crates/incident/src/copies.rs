//! Texts that are one: articles with the same words are one origin group.

use std::collections::BTreeMap;

use text::Key;

use crate::Read;
use crate::days::in_time;
use crate::names::fold;

/// The articles by the text that they print.
pub(crate) struct Copies {
    /// By position: hash of the normalised text.
    pub(crate) texts: Vec<Key>,
    /// By position: the smallest article key of its group.
    pub(crate) groups: Vec<Key>,
    /// By position: the earliest publication in its group. A copy is not newer than what it copies.
    pub(crate) published: Vec<Option<claim::Moment>>,
}

impl Copies {
    /// Finds the articles whose texts are equal but for marks, case and blanks.
    pub(crate) fn among(reads: &[Read]) -> Copies {
        let texts: Vec<Key> = reads.iter().map(text_key).collect();
        let mut smallest: BTreeMap<Key, Key> = BTreeMap::new();
        let mut earliest: BTreeMap<Key, claim::Moment> = BTreeMap::new();
        for (read, text) in reads.iter().zip(&texts) {
            let key = read.article.key();
            smallest.entry(*text).and_modify(|k| *k = key.min(*k)).or_insert(key);
            if let Some(published) = read.reading.published {
                let at = published.at;
                let first = earliest.entry(*text).or_insert(at);
                // a date without an hour may be of any hour: it is no later than one with
                if (in_time(at), at) < (in_time(*first), *first) {
                    *first = at;
                }
            }
        }
        let groups = texts.iter().map(|text| smallest[text]).collect();
        let published = texts.iter().map(|text| earliest.get(text).copied()).collect();
        Copies { texts, groups, published }
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

    fn read(text: &str, outlet: &str) -> Read {
        let article = Article::new(outlet, text, About { outlet: Some(outlet.into()), ..About::default() });
        let reading = Reading {
            article: article.key(),
            language: None,
            published: None,
            mentions: vec![],
            participants: vec![],
            claims: vec![],
            tellings: vec![],
            looks_back: false,
            unread: vec![],
        };
        Read { article, reading }
    }

    #[test]
    fn marks_and_case_make_no_new_text() {
        let reads =
            [read("Two died in Kazan.", "a"), read("TWO DIED  in Kazan", "b"), read("Two died.", "c")];
        let copies = Copies::among(&reads);
        assert_eq!(copies.groups[0], copies.groups[1]);
        assert_ne!(copies.groups[0], copies.groups[2]);
        assert_eq!(copies.groups[0], reads[0].article.key().min(reads[1].article.key()));
    }

    #[test]
    fn a_copy_with_an_hour_is_no_older_than_a_text_of_that_day() {
        let dated = |outlet: &str, at: &str| {
            let mut read = read("Two died in Kazan.", outlet);
            let at = claim::Moment::parse(at).unwrap();
            read.reading.published = Some(claim::Published { at, from: claim::PublishedFrom::Given });
            read
        };
        let copies = Copies::among(&[dated("a", "2024-12-21"), dated("b", "2024-12-21T10:00:00Z")]);
        assert!(copies.published.iter().all(|p| p.is_some_and(|at| at.time.is_none())));
    }
}
