//! What people decided: which incidents are one, which tellings are of another. A decision names tellings and not ids, so
//! that it can be replayed over whatever linking makes of them later.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rusqlite::Connection;
use text::Key;

use crate::Group;

/// A telling that a decision names: its article, and its key there.
pub(crate) type Anchor = (i64, Key);

/// A decision on which tellings are of one incident, which nobody took back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Active {
    pub(crate) what: What,
    /// Of one incident; of a split what is taken out.
    pub(crate) one: Vec<Anchor>,
    /// Of the other; of a split what stays.
    pub(crate) other: Vec<Anchor>,
}

/// What is decided of tellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Merge,
    Split,
}

impl Active {
    /// All of them, in the order in which they were taken.
    pub(crate) fn all(base: &Connection) -> rusqlite::Result<Vec<Active>> {
        let sql = "SELECT what, one, other FROM decisions WHERE undone IS NULL AND what IN ('merge', 'split')
            ORDER BY decision";
        let mut query = base.prepare_cached(sql)?;
        let rows = query.query_map([], |row| {
            let (what, one, other): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let what = if what == "merge" { What::Merge } else { What::Split };
            Ok(Active { what, one: parse(&one), other: parse(&other) })
        })?;
        rows.collect()
    }

    /// All tellings that it names.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.one.iter().chain(&self.other)
    }
}

/// Tellings as a decision's row has them: `article:telling`, blanks between.
pub(crate) fn written(anchors: &[Anchor]) -> String {
    let mut out = String::new();
    for (article, telling) in anchors {
        write!(out, "{}{article}:{telling}", if out.is_empty() { "" } else { " " }).ok();
    }
    out
}

/// And back.
pub(crate) fn parse(text: &str) -> Vec<Anchor> {
    let anchor = |word: &str| {
        let (article, telling) = word.split_once(':')?;
        Some((article.parse().ok()?, Key::parse(telling)?))
    };
    text.split(' ').filter_map(anchor).collect()
}

/// Replays decisions over incidents as they were linked; `keys` has the key of each telling.
pub(crate) fn apply(
    mut groups: Vec<Group>,
    decisions: &[Active],
    keys: &BTreeMap<(i64, usize), Key>,
) -> Vec<Group> {
    let known: BTreeSet<Anchor> = keys.iter().map(|((article, _), key)| (*article, *key)).collect();
    // a better pack may read an article's tellings otherwise; the decision then holds for all of them
    let named = |anchors: &[Anchor], row: &(i64, usize)| {
        let of_article = |(article, key): &Anchor| {
            *article == row.0 && (keys.get(row) == Some(key) || !known.contains(&(*article, *key)))
        };
        anchors.iter().any(of_article)
    };
    let with_most = |groups: &[Group], anchors: &[Anchor]| {
        let shared = |group: &Group| group.iter().filter(|row| named(anchors, row)).count();
        let rated = groups.iter().enumerate().map(|(nth, group)| (shared(group), nth));
        let best = rated.max_by_key(|(shared, nth)| (*shared, std::cmp::Reverse(groups[*nth].first())));
        best.filter(|(shared, _)| *shared > 0).map(|(_, nth)| nth)
    };
    for decision in decisions {
        match decision.what {
            What::Merge => {
                let (one, other) = (with_most(&groups, &decision.one), with_most(&groups, &decision.other));
                if let (Some(one), Some(other)) = (one, other)
                    && one != other
                {
                    let moved = std::mem::take(&mut groups[other]);
                    groups[one].extend(moved);
                    groups.swap_remove(other);
                }
            }
            What::Split => {
                let mut apart = Vec::new();
                for group in &mut groups {
                    let out: Group = group.iter().filter(|row| named(&decision.one, row)).copied().collect();
                    if out.len() < group.len() && group.iter().any(|row| named(&decision.other, row)) {
                        group.retain(|row| !out.contains(row));
                        apart.push(out);
                    }
                }
                groups.extend(apart.into_iter().filter(|group| !group.is_empty()));
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(article: i64, nth: usize) -> Key {
        Key::of([article.to_le_bytes().as_slice(), nth.to_le_bytes().as_slice()])
    }

    fn group(articles: &[i64]) -> Group {
        articles.iter().map(|article| (*article, 0)).collect()
    }

    fn decided(what: What, one: &[i64], other: &[i64]) -> Active {
        let anchors = |of: &[i64]| of.iter().map(|article| (*article, key(*article, 0))).collect();
        Active { what, one: anchors(one), other: anchors(other) }
    }

    fn after(groups: &[&[i64]], decisions: &[Active]) -> BTreeSet<Group> {
        let groups: Vec<Group> = groups.iter().map(|articles| group(articles)).collect();
        let keys = groups.iter().flatten().map(|row| (*row, key(row.0, row.1))).collect();
        apply(groups, decisions, &keys).into_iter().collect()
    }

    #[test]
    fn merged_incidents_stay_one_as_they_grow() {
        let merge = [decided(What::Merge, &[1], &[2])];
        assert_eq!(after(&[&[1, 5], &[2], &[3]], &merge), [group(&[1, 2, 5]), group(&[3])].into());
        assert_eq!(after(&[&[1, 2]], &merge), [group(&[1, 2])].into());
        assert_eq!(after(&[&[1]], &merge), [group(&[1])].into());
    }

    #[test]
    fn what_was_parted_stays_apart() {
        let split = [decided(What::Split, &[1], &[2, 3])];
        assert_eq!(after(&[&[1, 2, 3, 4]], &split), [group(&[1]), group(&[2, 3, 4])].into());
        assert_eq!(after(&[&[1, 4], &[2, 3]], &split), [group(&[1, 4]), group(&[2, 3])].into());
    }

    #[test]
    fn anchors_come_back_as_they_were_written() {
        let anchors = vec![(1, key(1, 0)), (22, key(22, 1))];
        assert_eq!(parse(&written(&anchors)), anchors);
        assert!(parse("").is_empty());
    }
}
