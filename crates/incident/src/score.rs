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
pub(crate) const COMPARISONS: usize = 20;

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

/// A comparison of two tellings by one thing.
type Comparison = fn(&Told, &Told) -> Outcome;

/// The comparisons in the order of [`NAMES`], but those of words, which are dear and come last.
const BEFORE_WORDS: [Comparison; COMPARISONS - 3] = [
    whether::shape,
    whether::kind,
    when::day,
    whether::place,
    whether::beside,
    when::published,
    what::killed,
    what::injured,
    what::numbers,
    who::victims,
    who::names,
    who::people,
    what::target,
    what::weapon,
    who::speaker,
    who::quote,
    who::addressee,
];

/// The outcomes of all comparisons with their names and weights.
pub(crate) fn levels(a: &Told, b: &Told, weights: &Weights) -> Vec<Level> {
    let outcomes = BEFORE_WORDS.iter().map(|compare| compare(a, b)).chain(what::words(a, b));
    let level = |outcome: Outcome| {
        let (comparison, name) = NAMES[outcome as usize];
        Level { comparison, outcome: name, weight: weights.of(outcome) }
    };
    outcomes.map(level).collect()
}

/// The sum of the weights; `None` where something rules one incident out.
pub(crate) fn score(a: &Told, b: &Told, weights: &Weights) -> Option<i16> {
    reaching(i16::MIN, a, b, weights)
}

/// The sum of the weights where it is `least` or more. Most pairs that share a key fall short by what is asked first,
/// and nothing more is asked of them.
pub(crate) fn reaching(least: i16, a: &Told, b: &Told, weights: &Weights) -> Option<i16> {
    let mut sum = 0;
    for (compare, most) in BEFORE_WORDS.iter().zip(weights.most_after()) {
        sum += weights.of(compare(a, b))?;
        if sum + most < least {
            return None;
        }
    }
    for outcome in what::words(a, b) {
        sum += weights.of(outcome)?;
    }
    (sum >= least).then_some(sum)
}

#[cfg(test)]
mod tests;
