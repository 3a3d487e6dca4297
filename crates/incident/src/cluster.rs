//! From pairs to sets: components of linked pairs, and average-link agglomeration inside each.

use std::collections::BTreeMap;

use crate::keys::{Pair, Tellings};
use crate::parallel::in_parallel;
use crate::score::{reaching, score};
use crate::told::Told;
use crate::weights::Weights;

/// A component with more tellings has its threshold raised until it falls apart; of others all pairs are compared.
const LARGEST: usize = 2_000;
/// By how much the threshold is raised then.
const STEP: i16 = 10;
/// The sum of a forbidden pair; far below what any sum of weights reaches.
const FORBIDDEN: i64 = i64::MIN / 4;

/// Two tellings that are linked, and how much speaks for it.
pub(crate) type Edge = (usize, usize, i16);

/// Those of the pairs that are linked.
pub(crate) fn edges(tellings: &(impl Tellings + ?Sized), pairs: &[Pair], weights: &Weights) -> Vec<Edge> {
    let rate = |(a, b): &Pair| reaching(weights.threshold, &tellings[*a], &tellings[*b], weights);
    let rated = in_parallel(pairs, rate);
    pairs.iter().zip(rated).filter_map(|((a, b), score)| Some((*a, *b, score?))).collect()
}

/// Groups some of the tellings that speak of one incident; each is in one group.
pub(crate) fn cluster(
    tellings: &(impl Tellings + ?Sized),
    some: &[usize],
    pairs: &[Pair],
    weights: &Weights,
) -> Vec<Vec<usize>> {
    let components = components(some, &edges(tellings, pairs, weights));
    let parted = in_parallel(&components, |(members, edges)| {
        let pieces = pieces(members, edges, weights);
        pieces.iter().flat_map(|piece| piece.part(tellings, weights)).collect::<Vec<_>>()
    });
    parted.into_iter().flatten().collect()
}

/// The connected components of some tellings, each with its edges.
pub(crate) fn components(members: &[usize], edges: &[Edge]) -> Vec<(Vec<usize>, Vec<Edge>)> {
    let mut parts: BTreeMap<usize, (Vec<usize>, Vec<Edge>)> = BTreeMap::new();
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    let at = |member: usize| sorted.binary_search(&member).unwrap_or_default();
    let mut parent: Vec<usize> = (0..members.len()).collect();
    for (a, b, _) in edges {
        let (a, b) = (root(&mut parent, at(*a)), root(&mut parent, at(*b)));
        parent[a.max(b)] = a.min(b);
    }
    for (at, member) in sorted.iter().enumerate() {
        parts.entry(root(&mut parent, at)).or_default().0.push(*member);
    }
    for edge in edges {
        parts.entry(root(&mut parent, at(edge.0))).or_default().1.push(*edge);
    }
    parts.into_values().collect()
}

/// Tellings that are parted by themselves, by the threshold at which they hang together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Piece {
    pub(crate) tau: i16,
    /// In the order of their numbers.
    pub(crate) members: Vec<usize>,
}

impl Piece {
    /// The incidents that it parts into, each in the order of its tellings' keys: they rest on nothing but what its
    /// tellings offer.
    pub(crate) fn part(&self, tellings: &(impl Tellings + ?Sized), weights: &Weights) -> Vec<Vec<usize>> {
        let key = |at: &usize| tellings[*at].key;
        let mut members = self.members.clone();
        members.sort_unstable_by_key(key);
        let mut groups = agglomerate(tellings, &members, self.tau, weights);
        groups.iter_mut().for_each(|group| group.sort_unstable_by_key(key));
        groups
    }
}

/// The pieces of a component. A large one has many.
pub(crate) fn pieces(members: &[usize], edges: &[Edge], weights: &Weights) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut open = vec![(members.to_vec(), edges.to_vec(), weights.threshold)];
    while let Some((members, edges, tau)) = open.pop() {
        if members.len() > LARGEST && tau < i16::MAX - STEP {
            let tau = tau + STEP;
            let edges: Vec<Edge> = edges.into_iter().filter(|(_, _, score)| *score >= tau).collect();
            open.extend(
                components(&members, &edges).into_iter().map(|(members, edges)| (members, edges, tau)),
            );
        } else {
            out.push(Piece { tau, members });
        }
    }
    out
}

/// The representative of a set in a union-find forest, its path halved on the way.
pub(crate) fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Merges the two sets of highest average until none reaches `tau`; ties go to the smallest keys.
fn agglomerate(
    tellings: &(impl Tellings + ?Sized),
    members: &[usize],
    tau: i16,
    weights: &Weights,
) -> Vec<Vec<usize>> {
    let n = members.len();
    if n == 1 {
        return vec![members.to_vec()];
    }
    let told: Vec<&Told> = members.iter().map(|at| &tellings[*at]).collect();
    let mut sums = vec![FORBIDDEN; n * n];
    for a in 0..n {
        for b in a + 1..n {
            let sum = score(told[a], told[b], weights).map_or(FORBIDDEN, i64::from);
            sums[a * n + b] = sum;
            sums[b * n + a] = sum;
        }
    }
    // members are in the order of keys, and a set lives on at its smallest member
    let mut sets: Vec<Vec<usize>> = members.iter().map(|m| vec![*m]).collect();
    let mut alive: Vec<usize> = (0..n).collect();
    let mut best: Vec<Option<usize>> = (0..n).map(|a| best_of(a, &alive, &sums, &sets, n)).collect();
    loop {
        let mut top: Option<(usize, usize)> = None;
        for a in &alive {
            let Some(b) = best[*a] else { continue };
            let here = (*a.min(&b), *a.max(&b));
            let better = top.is_none_or(|other| higher(here, other, &sums, &sets, n));
            if better {
                top = Some(here);
            }
        }
        let Some((a, b)) = top else { break };
        let size = (sets[a].len() * sets[b].len()) as i64;
        if sums[a * n + b] < i64::from(tau) * size {
            break;
        }
        let moved = std::mem::take(&mut sets[b]);
        sets[a].extend(moved);
        alive.retain(|other| *other != b);
        for c in alive.iter().filter(|c| **c != a) {
            let sum = (sums[a * n + c] + sums[b * n + c]).max(FORBIDDEN);
            let sum = if sum < FORBIDDEN / 2 { FORBIDDEN } else { sum };
            sums[a * n + c] = sum;
            sums[c * n + a] = sum;
        }
        for c in &alive {
            let stale = *c == a || best[*c] == Some(a) || best[*c] == Some(b);
            let rises = !stale
                && sums[c * n + a] > FORBIDDEN
                && best[*c].is_none_or(|other| {
                    higher((*c.min(&a), *c.max(&a)), (*c.min(&other), *c.max(&other)), &sums, &sets, n)
                });
            if stale || rises {
                best[*c] = best_of(*c, &alive, &sums, &sets, n);
            }
        }
    }
    alive.into_iter().map(|a| std::mem::take(&mut sets[a])).collect()
}

fn best_of(a: usize, alive: &[usize], sums: &[i64], sets: &[Vec<usize>], n: usize) -> Option<usize> {
    let mut best: Option<usize> = None;
    for b in alive.iter().copied().filter(|b| *b != a && sums[a * n + b] > FORBIDDEN) {
        let here = (a.min(b), a.max(b));
        if best.is_none_or(|other| higher(here, (a.min(other), a.max(other)), sums, sets, n)) {
            best = Some(b);
        }
    }
    best
}

/// Whether pair `x` has the higher average than `y`, or an equal one and smaller keys. Exact, in integers.
fn higher(x: (usize, usize), y: (usize, usize), sums: &[i64], sets: &[Vec<usize>], n: usize) -> bool {
    let size = |p: (usize, usize)| (sets[p.0].len() * sets[p.1].len()) as i128;
    let left = i128::from(sums[x.0 * n + x.1]) * size(y);
    let right = i128::from(sums[y.0 * n + y.1]) * size(x);
    left > right || left == right && x < y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{SETTLED, pairs};
    use crate::sample::{day, kazan, place_at, told};

    fn sets(tellings: &[Told]) -> Vec<usize> {
        let mut sizes: Vec<usize> = {
            let all: Vec<usize> = (0..tellings.len()).collect();
            cluster(tellings, &all, &pairs(tellings, &all, SETTLED), Weights::shipped())
        }
        .iter()
        .map(Vec::len)
        .collect();
        sizes.sort_unstable();
        sizes
    }

    #[test]
    fn one_incident_a_town_and_day() {
        let saratov = || place_at("Saratov", "city", (51.53, 46.03));
        let all = [
            told(1, kazan(), day(21)),
            told(2, kazan(), day(21)),
            told(3, saratov(), day(21)),
            told(4, saratov(), day(21)),
            told(5, kazan(), day(27)),
        ];
        assert_eq!(sets(&all), vec![1, 2, 2]);
    }

    #[test]
    fn what_may_not_be_together_is_not_joined_by_a_third() {
        // the region fits both towns, but they are two
        let mut west = place_at("West", "city", (50.0, 40.0));
        let mut east = place_at("East", "city", (50.0, 44.0));
        for town in [&mut west, &mut east] {
            town.within.insert(0, claim::Container { name: "Oblast".into(), kind: "region" });
        }
        let all = [
            told(1, west, day(21)),
            told(2, east, day(21)),
            told(3, place_at("Oblast", "region", (50.0, 42.0)), day(21)),
        ];
        assert_eq!(sets(&all), vec![1, 2]);
    }

    #[test]
    fn others_show_that_an_article_tells_of_one_thing_twice() {
        let mut all: Vec<Told> = (0..8).map(|n| told(n, kazan(), day(21))).collect();
        all[1].articles = all[0].articles.clone();
        assert_eq!(sets(&all), vec![8]);
        assert_eq!(sets(&all[..2]), vec![1, 1]);
    }

    #[test]
    fn many_tellings_of_one_incident_stay_one() {
        let all: Vec<Told> = (0..200).map(|n| told(n, kazan(), day(21))).collect();
        assert_eq!(sets(&all), vec![200]);
    }
}
