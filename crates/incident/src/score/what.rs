//! What is told of: tolls and other figures, targets, weapons, words.

use std::collections::BTreeSet;

use claim::Count;
use pack::Kinds;

use super::{Level, level};
use crate::told::Told;

pub(super) const KILLED: [Level; 6] = [
    level("killed: same large figure", 25),
    level("killed: same small figure", 10),
    level("killed: fit", 5),
    level("killed: close", 0),
    level("killed: far apart", -20),
    level("killed: unknown", 0),
];
pub(super) const INJURED: [Level; 6] = [
    level("injured: same large figure", 20),
    level("injured: same small figure", 8),
    level("injured: fit", 3),
    level("injured: close", 0),
    level("injured: far apart", -8),
    level("injured: unknown", 0),
];

pub(super) fn counts(a: &[Count], b: &[Count], levels: &[Level; 6]) -> Level {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| closeness(x, y)));
    levels[pairs.min().unwrap_or(5)]
}

/// The level of two counts, from 0: same and five or more, same and fewer, fit, close, far apart.
fn closeness(a: &Count, b: &Count) -> usize {
    if a.min == b.min && a.max == b.max {
        return usize::from(a.min < 5);
    }
    if crate::fit::counts_fit(a, b) {
        return 2;
    }
    let (low, high) = (a.min.min(b.min), a.min.max(b.min));
    let grows = low > 0 && (high - low <= 3 || high <= low.saturating_mul(2));
    if grows { 3 } else { 4 }
}

pub(super) fn numbers(a: &Told, b: &Told) -> Level {
    match a.numbers.intersection(&b.numbers).count() {
        0 => level("numbers: none shared", 0),
        1 => level("numbers: one shared", 12),
        _ => level("numbers: several shared", 25),
    }
}

pub(super) const TARGET: [Level; 3] =
    [level("target: fits", 10), level("target: other", -3), level("target: unknown", 0)];
pub(super) const WEAPON: [Level; 3] =
    [level("weapon: fits", 10), level("weapon: other", -8), level("weapon: unknown", 0)];

pub(super) fn categories(a: &BTreeSet<String>, b: &BTreeSet<String>, levels: &[Level; 3]) -> Level {
    let kinds = Kinds::shipped();
    if a.is_empty() || b.is_empty() {
        levels[2]
    } else if a.iter().any(|x| b.iter().any(|y| kinds.is_a(x, y) || kinds.is_a(y, x))) {
        levels[0]
    } else {
        levels[1]
    }
}

pub(super) fn words(a: &Told, b: &Told) -> Level {
    match a.words.intersection(&b.words).count() {
        0 | 1 => level("words: hardly any shared", 0),
        2 | 3 => level("words: some shared", 5),
        4..=6 => level("words: many shared", 10),
        _ => level("words: most shared", 18),
    }
}
