//! Tellings without a day or a place: each joins its best incident if that leads, and bridges none.

use crate::cluster::cluster;
use crate::keys::{loose_pairs, near, pairs};
use crate::parallel::in_parallel;
use crate::score::score;
use crate::told::Told;
use crate::weights::Weights;

/// How many tellings of an incident a waiting one is compared with.
const MEMBERS: usize = 32;

/// Groups all tellings (sorted by key): those with day and place first, then each waiting one.
///
/// A waiting telling is compared with what was settled before any of its like joined, so that nothing
/// that it inherits feeds back. Those that join none are grouped among themselves.
pub(crate) fn group(tellings: &[Told], weights: &Weights) -> Vec<Vec<usize>> {
    let (waiting, settled): (Vec<usize>, Vec<usize>) =
        (0..tellings.len()).partition(|at| tellings[*at].waits());
    let sets = cluster_of(tellings, &settled, weights);
    let mut set_of = vec![usize::MAX; tellings.len()];
    for (at, set) in sets.iter().enumerate() {
        set.iter().for_each(|told| set_of[*told] = at);
    }
    let mut joined: Vec<Vec<usize>> = sets.clone();
    let mut left = Vec::new();
    let near = near(tellings, &waiting, &settled);
    let candidates: Vec<(usize, Vec<usize>)> = waiting.into_iter().zip(near).collect();
    let chosen = in_parallel(&candidates, |(told, candidates)| {
        let mut rivals: Vec<usize> = candidates.iter().map(|other| set_of[*other]).collect();
        rivals.sort_unstable();
        rivals.dedup();
        best(tellings, *told, &sets, &rivals, weights)
    });
    for ((told, _), chosen) in candidates.iter().zip(chosen) {
        match chosen {
            Some(set) => joined[set].push(*told),
            None => left.push(*told),
        }
    }
    // of two tellings of one article that chose one incident, the smaller key stays
    for set in joined.iter_mut() {
        let mut kept: Vec<usize> = Vec::with_capacity(set.len());
        for told in std::mem::take(set) {
            // what was settled stands first and never shares an article
            if tellings[told].waits()
                && kept.iter().any(|other| shares_article(&tellings[*other], &tellings[told]))
            {
                left.push(told);
            } else {
                kept.push(told);
            }
        }
        *set = kept;
    }
    left.sort_unstable();
    joined.extend(cluster_of(tellings, &left, weights));
    joined.iter_mut().for_each(|set| set.sort_unstable());
    joined.sort_unstable();
    joined
}

fn shares_article(a: &Told, b: &Told) -> bool {
    a.articles.iter().any(|key| b.articles.binary_search(key).is_ok())
}

/// Groups some of the tellings: by day and place those that have both, else by what needs neither.
fn cluster_of(tellings: &[Told], some: &[usize], weights: &Weights) -> Vec<Vec<usize>> {
    let settled = some.iter().any(|at| !tellings[*at].waits());
    let pairs = if settled { pairs(tellings, some) } else { loose_pairs(tellings, some) };
    cluster(tellings, some, &pairs, weights)
}

/// The set whose average is highest, reaches τ and leads by the margin.
fn best(
    tellings: &[Told],
    told: usize,
    sets: &[Vec<usize>],
    rivals: &[usize],
    weights: &Weights,
) -> Option<usize> {
    let mut scored: Vec<(i64, usize)> = rivals
        .iter()
        .filter_map(|set| Some((average(tellings, told, &sets[*set], weights)?, *set)))
        .collect();
    scored.sort_unstable_by_key(|(score, set)| (-score, *set));
    let (top, set) = *scored.first()?;
    let leads = scored.get(1).is_none_or(|(second, _)| top - second >= i64::from(weights.margin) * 100);
    (top >= i64::from(weights.threshold) * 100 && leads).then_some(set)
}

/// The average score against the tellings of a set, in hundredths; `None` where one rules it out.
fn average(tellings: &[Told], told: usize, set: &[usize], weights: &Weights) -> Option<i64> {
    let mut sum = 0;
    let members = &set[..set.len().min(MEMBERS)];
    for other in members {
        sum += i64::from(score(&tellings[told], &tellings[*other], weights)?);
    }
    Some(sum * 100 / members.len().max(1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{day, kazan, place_at, told, wording};

    fn group(tellings: &[Told]) -> Vec<Vec<usize>> {
        super::group(tellings, Weights::shipped())
    }

    #[test]
    fn an_undated_telling_joins_the_only_incident_that_fits() {
        let mut all = [told(1, kazan(), day(21)), told(2, kazan(), day(21)), told(3, kazan(), None)];
        all.iter_mut().for_each(|t| t.words = wording("Debris fell on the Zorge tower block"));
        let sets = group(&all);
        assert_eq!(sets.iter().map(Vec::len).max(), Some(3));
    }

    #[test]
    fn it_joins_none_where_two_fit_as_well() {
        let all = [told(1, kazan(), day(11)), told(2, kazan(), day(21)), told(3, kazan(), None)];
        assert_eq!(group(&all).len(), 3);
    }

    #[test]
    fn its_weekday_decides() {
        // 20021 days after 1970-01-01 is a Friday
        let mut waits = told(3, kazan(), None);
        waits.weekday = Some(crate::days::weekday(20_021));
        let all = [told(1, kazan(), day(18)), told(2, kazan(), day(21)), waits];
        let sets = group(&all);
        assert!(sets.contains(&vec![1, 2]), "{sets:?}");
    }

    #[test]
    fn a_telling_without_a_place_needs_more_than_the_day() {
        let mut waits = told(3, kazan(), day(21));
        waits.places.clear();
        let mut dated = told(1, kazan(), day(21));
        waits.words = wording("Air defences were busy over the Volga, the ministry said");
        dated.words = wording("Debris fell on the Zorge tower block");
        assert_eq!(group(&[dated.clone(), waits.clone()]).len(), 2);
        dated.numbers.insert((7, 8));
        waits.numbers.insert((7, 8));
        waits.words = dated.words.clone();
        assert_eq!(group(&[dated, waits]).len(), 1);
    }

    #[test]
    fn undated_tellings_of_one_weekday_find_each_other() {
        let mut a = told(1, place_at("Kazan", "city", (55.79, 49.12)), None);
        a.weekday = Some(6);
        let mut b = a.clone();
        b.key = text::Key::of([b"b".as_slice()]);
        b.articles = vec![b.key];
        assert_eq!(group(&[a.clone(), b.clone()]).len(), 1);
        b.weekday = Some(2);
        assert_eq!(group(&[a, b]).len(), 2);
    }
}
