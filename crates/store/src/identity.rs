//! Ids that live on: which of the incidents after a change is which of those before it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::Group;

/// What becomes of ids.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Passed<I> {
    /// By new incident: the id that it goes on under; `None` where it needs one of its own.
    pub(crate) ids: Vec<Option<I>>,
    /// Old ids that no incident goes on under, and the new incident that each leads to, if any.
    pub(crate) led: Vec<(I, Option<usize>)>,
}

/// How many tellings two incidents share, and how many articles.
type Shares = (usize, usize);

/// Passes ids on: each to the new incident with which the old one shares most tellings, ties to the smallest key; of
/// several that come to one, that which shares most stays, ties to the smallest id, and the others lead to it.
///
/// An article that was edited or read anew has other tellings; that it is the same article counts where no telling does.
pub(crate) fn pass_on<I: Ord + Copy, K: Ord>(old: &[(I, Group)], new: &[(K, Group)]) -> Passed<I> {
    let mut by_article: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (nth, (_, group)) in new.iter().enumerate() {
        for (article, _) in group {
            let of = by_article.entry(*article).or_default();
            if of.last() != Some(&nth) {
                of.push(nth);
            }
        }
    }
    let mut coming: BTreeMap<usize, Vec<(Shares, Reverse<I>)>> = BTreeMap::new();
    let mut led = Vec::new();
    for (id, group) in old {
        let mut shared: BTreeMap<usize, Shares> = BTreeMap::new();
        let mut last = None;
        for (article, telling) in group {
            for nth in by_article.get(article).into_iter().flatten() {
                let shares = shared.entry(*nth).or_default();
                shares.0 += usize::from(new[*nth].1.contains(&(*article, *telling)));
                shares.1 += usize::from(last != Some(*article));
            }
            last = Some(*article);
        }
        let best = shared.into_iter().max_by_key(|(nth, shares)| (*shares, Reverse(&new[*nth].0)));
        match best {
            Some((nth, shares)) => coming.entry(nth).or_default().push((shares, Reverse(*id))),
            None => led.push((*id, None)),
        }
    }
    let mut ids = vec![None; new.len()];
    for (nth, mut rivals) in coming {
        rivals.sort_unstable();
        ids[nth] = rivals.pop().map(|(_, Reverse(id))| id);
        led.extend(rivals.into_iter().map(|(_, Reverse(id))| (id, Some(nth))));
    }
    led.sort_unstable();
    Passed { ids, led }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(tellings: &[(i64, usize)]) -> Group {
        tellings.iter().copied().collect()
    }

    #[test]
    fn the_larger_part_keeps_the_id() {
        let old = [(7, group(&[(1, 0), (2, 0), (3, 0)]))];
        let new = [("a", group(&[(1, 0)])), ("b", group(&[(2, 0), (3, 0), (4, 0)]))];
        assert_eq!(pass_on(&old, &new), Passed { ids: vec![None, Some(7)], led: vec![] });
    }

    #[test]
    fn of_equal_parts_that_of_the_smallest_key_keeps_it() {
        let old = [(7, group(&[(1, 0), (2, 0)]))];
        let new = [("b", group(&[(1, 0)])), ("a", group(&[(2, 0)]))];
        assert_eq!(pass_on(&old, &new).ids, [None, Some(7)]);
    }

    #[test]
    fn of_two_that_become_one_the_larger_stays_and_the_other_leads_to_it() {
        let old = [(3, group(&[(1, 0)])), (7, group(&[(2, 0), (3, 1)])), (9, group(&[(8, 0)]))];
        let new = [("a", group(&[(1, 0), (2, 0), (3, 1)]))];
        let passed = pass_on(&old, &new);
        assert_eq!(passed, Passed { ids: vec![Some(7)], led: vec![(3, Some(0)), (9, None)] });
    }

    #[test]
    fn an_edited_article_alone_keeps_its_id() {
        let old = [(3, group(&[(1, 0)]))];
        let new = [("a", group(&[(1, 1)]))];
        assert_eq!(pass_on(&old, &new).ids, [Some(3)]);
    }
}
