//! How well tellings are grouped, counted over the sizes of groups and not over every pair.

use std::collections::BTreeMap;

use incident::Comparison;

/// How much of what belongs together was found, and how much of what was found belongs together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// The share of what was put together that belongs together.
    pub precision: f64,
    /// The share of what belongs together that was put together.
    pub recall: f64,
}

impl Rate {
    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// The rates of one grouping.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Over pairs of tellings: the large incidents weigh most.
    pub pairs: Rate,
    /// Over tellings, each by the group that it is in (B-cubed): all incidents weigh by their size.
    pub tellings: Rate,
}

/// Rates the incidents of a comparison by the truth.
pub(crate) fn rate(truth: &[Vec<usize>], comparison: &Comparison) -> Rates {
    let mut cells: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let mut found: Vec<u64> = vec![0; comparison.incidents.len()];
    let mut real: BTreeMap<usize, u64> = BTreeMap::new();
    for (at, incident) in comparison.incidents.iter().enumerate() {
        for telling in &incident.tellings {
            let it = truth[telling.article][telling.telling];
            *cells.entry((at, it)).or_default() += 1;
            *real.entry(it).or_default() += 1;
            found[at] += 1;
        }
    }
    let pairs = |n: u64| (n * n.saturating_sub(1) / 2) as f64;
    let right: f64 = cells.values().map(|n| pairs(*n)).sum();
    let put: f64 = found.iter().map(|n| pairs(*n)).sum();
    let belong: f64 = real.values().map(|n| pairs(*n)).sum();
    let all: u64 = found.iter().sum();
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((at, it), n) in &cells {
        let n = *n as f64;
        precision += n * n / found[*at] as f64;
        recall += n * n / real[it] as f64;
    }
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
    Rates {
        pairs: Rate { precision: share(right, put), recall: share(right, belong) },
        tellings: Rate { precision: share(precision, all as f64), recall: share(recall, all as f64) },
    }
}

#[cfg(test)]
mod tests {
    use incident::TellingAt;

    use super::*;

    #[test]
    fn pairs_are_counted() {
        // what belongs together: articles 0, 1, 2 and 3, 4; what was found: 0, 1 and 2, 3, 4
        let truth = vec![vec![0], vec![0], vec![0], vec![1], vec![1]];
        let groups = [vec![0, 1], vec![2, 3, 4]];
        let told = incident::compare(&crate::world(1, &crate::Plan::of(40)).reads).incidents[0].clone();
        let incidents = groups.map(|g| {
            let tellings = g.into_iter().map(|article| TellingAt { article, telling: 0 }).collect();
            incident::Incident { tellings, ..told.clone() }
        });
        let rates = rate(&truth, &Comparison { incidents: incidents.to_vec(), ..Comparison::default() });
        assert_eq!(rates.pairs, Rate { precision: 2.0 / 4.0, recall: 2.0 / 4.0 });
        assert!((rates.tellings.precision - (2.0 + (1.0 + 4.0) / 3.0) / 5.0).abs() < 1e-9);
    }
}
