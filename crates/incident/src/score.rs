//! How much speaks for two tellings being of one incident: a sum of integer weights over named comparisons.
//!
//! The comparisons are here and in the files beside; what each outcome weighs is in `kinds/link.toml`.

mod outcome;
mod what;
mod when;
mod whether;
mod who;

use claim::Extent;
use pack::Kinds;

pub(crate) use outcome::{ALL, NAMES, Outcome};

use crate::told::Told;
use crate::weights::Weights;

/// How many comparisons there are.
const COMPARISONS: usize = 18;

/// One outcome of a comparison and what it speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// What was compared: "day".
    pub comparison: &'static str,
    /// What came of it: "same".
    pub outcome: &'static str,
    /// Above 0 for one incident, below 0 against; `None` where it rules one incident out.
    pub weight: Option<i16>,
}

/// What comes of every comparison of two tellings.
pub(crate) fn outcomes(a: &Told, b: &Told) -> [Outcome; COMPARISONS] {
    let [wording, rare] = what::words(a, b);
    [
        whether::shape(a, b),
        whether::kind(a, b),
        when::day(a, b),
        whether::place(a, b),
        when::published(a, b),
        what::killed(a, b),
        what::injured(a, b),
        what::numbers(a, b),
        who::victims(a, b),
        who::names(a, b),
        who::people(a, b),
        what::target(a, b),
        what::weapon(a, b),
        wording,
        rare,
        who::speaker(a, b),
        who::quote(a, b),
        who::addressee(a, b),
    ]
}

/// The outcomes with their names and weights.
pub(crate) fn levels(a: &Told, b: &Told, weights: &Weights) -> Vec<Level> {
    let level = |outcome: Outcome| {
        let (comparison, name) = NAMES[outcome as usize];
        Level { comparison, outcome: name, weight: weights.of(outcome) }
    };
    outcomes(a, b).into_iter().map(level).collect()
}

/// The sum of the weights; `None` where something rules one incident out.
pub(crate) fn score(a: &Told, b: &Told, weights: &Weights) -> Option<i16> {
    // what most often rules it out is asked first
    for outcome in [whether::shape(a, b), whether::place(a, b)] {
        weights.of(outcome)?;
    }
    outcomes(a, b).into_iter().map(|outcome| weights.of(outcome)).sum()
}

#[cfg(test)]
mod tests;
