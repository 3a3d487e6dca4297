//! The weights of lineage, learnt from stories of which it is known who derives from whom: a logistic regression.

use std::collections::{BTreeMap, BTreeSet};

use claim::Read;
use lineage::{ACROSS, Measures, WITHIN, Weights};

use crate::derivations::Piece;

/// What is known of a pair of articles, and what it measures.
#[derive(Clone, Debug)]
pub struct Example {
    /// The story that both belong to.
    pub story: String,
    /// Whether the one is a rewrite or a translation of the other; else they are accounts of two families.
    pub derives: bool,
    /// Among all articles of the story, and as if the two stood alone.
    pub measures: [Measures; 2],
}

/// The examples in some stories. Copies, and articles that only cite, are none; nor are two of one family of which neither
/// derives directly from the other.
pub fn examples(pieces: &[Piece], reads: &[Read]) -> Vec<Example> {
    let mut out = Vec::new();
    let mut from = 0;
    for story in pieces.chunk_by(|a, b| a.story == b.story) {
        let reads = &reads[from..from + story.len()];
        from += story.len();
        let families = crate::derivations::families(story);
        for (here, there, measures) in lineage::measured(reads) {
            let source = story[here].sources.iter().any(|id| id == story[there].article.id());
            let derives = source && matches!(story[here].how.as_str(), "rewrite" | "translation");
            if derives || !source && families[here] != families[there] {
                out.push(Example { story: story[here].story.clone(), derives, measures });
            }
        }
    }
    out
}

/// By story: which of so many parts it belongs to, each of which is left out once.
pub fn parts(examples: &[Example], parts: usize) -> BTreeMap<String, usize> {
    let stories: BTreeSet<&String> = examples.iter().map(|example| &example.story).collect();
    stories.into_iter().enumerate().map(|(nth, story)| (story.clone(), nth % parts)).collect()
}

/// Learns the weights.
pub fn learn(examples: &[Example]) -> Weights {
    let of = |within: bool, measures: usize| {
        let rows = examples.iter().flat_map(|e| e.measures.map(|m| (m, e.derives)));
        let rows: Vec<(Vec<f64>, bool)> = rows
            .filter(|(m, _)| m.within == within)
            .map(|(m, derives)| {
                (m.weighed[..measures].iter().map(|m| f64::from(*m) / 1_000.0).collect(), derives)
            })
            .collect();
        fit(&rows, measures)
    };
    let ((rewrite, rewritten), (translation, translated)) = (of(true, WITHIN), of(false, ACROSS));
    let mut weights = Weights { rewrite: [0; WITHIN], rewritten, translation: [0; ACROSS], translated };
    weights.rewrite.copy_from_slice(&rewrite);
    weights.translation.copy_from_slice(&translation);
    weights
}

/// How strongly weights are drawn to nothing, in pairs.
const RIDGE: f64 = 2.0;
/// Steps of the descent; it has settled long before.
const STEPS: usize = 500;
const RATE: f64 = 0.5;
/// One that is said wrongly costs more than one missed: by so much the odds must speak for it.
const ODDS: f64 = 0.4;

/// Fits a weight for each measure, in hundredths, and says what their sum must reach.
fn fit(rows: &[(Vec<f64>, bool)], measures: usize) -> (Vec<i32>, i32) {
    let all = rows.len().max(1) as f64;
    let mean: Vec<f64> = (0..measures).map(|m| rows.iter().map(|(x, _)| x[m]).sum::<f64>() / all).collect();
    let spread = |m: usize| {
        let square: f64 = rows.iter().map(|(x, _)| (x[m] - mean[m]).powi(2)).sum();
        (square / all).sqrt().max(1e-6)
    };
    let spread: Vec<f64> = (0..measures).map(spread).collect();
    // each measure by how far it is from the mean; the last is the bias
    let scaled: Vec<(Vec<f64>, f64)> = rows
        .iter()
        .map(|(x, derives)| {
            let x = (0..measures).map(|m| (x[m] - mean[m]) / spread[m]).chain([1.0]).collect();
            (x, if *derives { 1.0 } else { 0.0 })
        })
        .collect();
    let (mut weights, mut speed) = (vec![0.0; measures + 1], vec![0.0; measures + 1]);
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| RIDGE * weight).collect();
        slope[measures] = 0.0;
        for (x, derives) in &scaled {
            let sum: f64 = x.iter().zip(&weights).map(|(x, weight)| x * weight).sum();
            let error = 1.0 / (1.0 + (-sum).exp()) - derives;
            slope.iter_mut().zip(x).for_each(|(slope, x)| *slope += error * x);
        }
        for m in 0..=measures {
            speed[m] = 0.9 * speed[m] - RATE * slope[m] / all;
            weights[m] += speed[m];
        }
    }
    let of_whole: Vec<f64> = (0..measures).map(|m| weights[m] / spread[m]).collect();
    let bias =
        weights[measures] - of_whole.iter().zip(&mean).map(|(weight, mean)| weight * mean).sum::<f64>();
    let hundredths = |value: f64| (value * 100.0).round() as i32;
    (of_whole.into_iter().map(hundredths).collect(), hundredths(ODDS - bias))
}
