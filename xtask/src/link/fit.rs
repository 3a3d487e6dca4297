//! Logistic regression over outcomes of comparisons, one weight each, that never rise where the outcomes' order falls.

/// One labelled pair.
pub(crate) struct Pair {
    /// Numbers of outcomes, one a comparison.
    pub(crate) outcomes: Vec<usize>,
    /// Whether the two tell of one incident.
    pub(crate) same: bool,
    /// For how many pairs of its sort it stands.
    pub(crate) weight: f64,
    /// The parts of its two tellings, each of which is left out once to see how it does on what it has not seen.
    pub(crate) parts: [usize; 2],
}

/// What was learnt.
#[derive(Clone)]
pub(crate) struct Fitted {
    /// By outcome, in natural logarithms of odds.
    pub(crate) weights: Vec<f64>,
    /// What speaks for one incident before anything is compared.
    pub(crate) bias: f64,
}

impl Fitted {
    /// The logarithm of the odds that the pair is of one incident.
    pub(crate) fn score(&self, pair: &Pair) -> f64 {
        self.bias + pair.outcomes.iter().map(|o| self.weights[*o]).sum::<f64>()
    }
}

/// How strongly weights are drawn to what was expected, in pairs.
const RIDGE: f64 = 3.0;
/// Steps of the descent; it has settled long before.
const STEPS: usize = 3000;
const RATE: f64 = 1.0;

/// Fits weights to the pairs, starting from what is expected. `chains`: outcomes of one comparison in the order in which they must not rise;
/// `free`: outcomes that have a weight at all.
pub(crate) fn fit(pairs: &[&Pair], expected: &Fitted, chains: &[Vec<usize>], free: &[bool]) -> Fitted {
    let mut fitted = expected.clone();
    let outcomes = expected.weights.len();
    let all: f64 = pairs.iter().map(|p| p.weight).sum();
    let mut seen = vec![0.0; outcomes];
    pairs.iter().for_each(|p| p.outcomes.iter().for_each(|o| seen[*o] += p.weight));
    let mut speed = vec![0.0; outcomes];
    let mut bias_speed = 0.0;
    for _ in 0..STEPS {
        let mut slope = vec![0.0; outcomes];
        let mut bias_slope = 0.0;
        for pair in pairs {
            let chance = 1.0 / (1.0 + (-fitted.score(pair)).exp());
            let error = pair.weight * (chance - if pair.same { 1.0 } else { 0.0 });
            bias_slope += error;
            pair.outcomes.iter().for_each(|o| slope[*o] += error);
        }
        for o in (0..outcomes).filter(|o| free[*o]) {
            let step = (slope[o] + RIDGE * (fitted.weights[o] - expected.weights[o])) / all;
            speed[o] = 0.9 * speed[o] - RATE * step;
            fitted.weights[o] += speed[o];
        }
        bias_speed = 0.9 * bias_speed - RATE * (bias_slope + RIDGE * (fitted.bias - expected.bias)) / all;
        fitted.bias += bias_speed;
        for chain in chains {
            fall(chain, &mut fitted.weights, &seen);
        }
    }
    fitted
}

/// Makes the weights of a chain fall: neighbours that rise are replaced by their mean, those seen more often counting
/// more (pool adjacent violators: Ayer et al., 1955).
fn fall(chain: &[usize], weights: &mut [f64], seen: &[f64]) {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new(); // mean, how often seen, how many
    for at in chain {
        blocks.push((weights[*at], seen[*at] + 1e-3, 1));
        while let [.., (upper, often, many), (lower, rarely, few)] = blocks[..]
            && upper < lower
        {
            let both = often + rarely;
            blocks.truncate(blocks.len() - 2);
            blocks.push(((upper * often + lower * rarely) / both, both, many + few));
        }
    }
    let mut at = chain.iter();
    for (mean, _, many) in blocks {
        at.by_ref().take(many).for_each(|o| weights[*o] = mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_fall_where_the_outcomes_do() {
        let mut weights = vec![1.0, 3.0, 0.0, 2.0];
        fall(&[0, 1, 2, 3], &mut weights, &[1.0; 4]);
        assert!(weights.windows(2).all(|w| w[0] >= w[1]), "{weights:?}");
        assert!((weights[0] - 2.0).abs() < 1e-6 && (weights[2] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_goes_with_one_incident_speaks_for_it() {
        let pair =
            |outcome: usize, same: bool| Pair { outcomes: vec![outcome], same, weight: 1.0, parts: [0; 2] };
        let pairs: Vec<Pair> = (0..40).map(|n| pair(usize::from(n % 4 == 0), n % 4 != 0)).collect();
        let nothing = Fitted { weights: vec![0.0; 2], bias: 0.0 };
        let fitted = fit(&pairs.iter().collect::<Vec<_>>(), &nothing, &[vec![0, 1]], &[true, true]);
        assert!(fitted.weights[0] > 0.5 && fitted.weights[1] < -0.5);
    }
}
