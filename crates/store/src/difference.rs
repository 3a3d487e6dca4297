//! What changed from one revision of an article to the next.

use std::collections::BTreeMap;

use text::Article;

/// What changed between two revisions, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Whether the headline is another.
    pub title: bool,
    /// Sentences that only the newer one has.
    pub come: Vec<String>,
    /// Sentences that only the older one had.
    pub gone: Vec<String>,
}

impl Difference {
    pub(crate) fn between(old: &Article, new: &Article) -> Difference {
        let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
        sentences(old.text()).for_each(|sentence| *counted.entry(sentence).or_default() -= 1);
        sentences(new.text()).for_each(|sentence| *counted.entry(sentence).or_default() += 1);
        let of = |text, sign: i64| {
            let mut left = counted.clone();
            let differing = sentences(text).filter(|sentence| {
                let n = left.entry(sentence).or_default();
                let differs = *n * sign > 0;
                *n -= sign * i64::from(differs);
                differs
            });
            differing.map(String::from).collect()
        };
        Difference { title: old.title() != new.title(), come: of(new.text(), 1), gone: of(old.text(), -1) }
    }
}

/// Sentences well enough for people to see what changed.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | '\u{3002}');
    let lines = text.lines().flat_map(move |line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let end = rest
                .char_indices()
                .find(|(at, c)| ends(*c) && rest[at + c.len_utf8()..].starts_with(char::is_whitespace));
            let (sentence, after) = match end {
                Some((at, c)) => rest.split_at(at + c.len_utf8()),
                None => (rest, ""),
            };
            rest = after;
            (!sentence.is_empty() || !rest.is_empty()).then_some(sentence)
        })
    });
    lines.map(str::trim).filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use text::About;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let article = |text: &str| Article::new("a", text, About::default());
        let old = article("Two people died in Lipa. The mayor spoke. Roads are shut.");
        let new = article("Three people died in Lipa. The mayor spoke.\nRoads are shut. A school burned.");
        let difference = Difference::between(&old, &new);
        assert_eq!(difference.come, ["Three people died in Lipa.", "A school burned."]);
        assert_eq!(difference.gone, ["Two people died in Lipa."]);
        assert!(!difference.title);
    }
}
