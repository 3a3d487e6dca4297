//! What is told of: tolls and other figures, targets, weapons, words.

use claim::Count;

use super::Outcome::{self, *};
use super::Told;

pub(super) fn killed(a: &Told, b: &Told) -> Outcome {
    [KilledSameLarge, KilledSameSmall, KilledFit, KilledClose, KilledFar, KilledUnknown]
        [counts(&a.killed, &b.killed)]
}

pub(super) fn injured(a: &Told, b: &Told) -> Outcome {
    [InjuredSameLarge, InjuredSameSmall, InjuredFit, InjuredClose, InjuredFar, InjuredUnknown]
        [counts(&a.injured, &b.injured)]
}

/// The best outcome of two tellings' counts, from 0 (same and five or more) to 5 (unknown).
fn counts(a: &[Count], b: &[Count]) -> usize {
    a.iter().flat_map(|x| b.iter().map(move |y| closeness(x, y))).min().unwrap_or(5)
}

/// The outcome of two counts, from 0: same and five or more, same and fewer, fit, close, far apart.
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

pub(super) fn numbers(a: &Told, b: &Told) -> Outcome {
    match a.numbers.shared(&b.numbers) {
        0 => NoNumbers,
        1 => OneNumber,
        _ => SeveralNumbers,
    }
}

pub(super) fn target(a: &Told, b: &Told) -> Outcome {
    match a.targets.fit(&b.targets) {
        Some(true) => TargetFits,
        Some(false) => OtherTarget,
        None => UnknownTarget,
    }
}

pub(super) fn weapon(a: &Told, b: &Told) -> Outcome {
    match a.weapons.fit(&b.weapons) {
        Some(true) => WeaponFits,
        Some(false) => OtherWeapon,
        None => UnknownWeapon,
    }
}

/// How alike the words are, and how many rare ones both have; of two languages, how many rare names.
pub(super) fn words(a: &Told, b: &Told) -> [Outcome; 3] {
    if a.language != b.language {
        return [UnknownWords, RareUnknown, heard(a, b)];
    }
    let Some(shared) = a.words.shared(&b.words) else {
        return [UnknownWords, RareUnknown, HeardUnknown];
    };
    let wording = match shared.permille {
        0..40 => HardlyAnyWords,
        40..90 => FewWords,
        90..150 => SomeWords,
        150..230 => ManyWords,
        230..400 => MostWords,
        _ => NearlyAllWords,
    };
    let rare = match shared.rare {
        0 => RareNone,
        1 => RareOne,
        2 => RareTwo,
        3 | 4 => RareSome,
        5..=7 => RareMany,
        _ => RareDozen,
    };
    [wording, rare, HeardUnknown]
}

fn heard(a: &Told, b: &Told) -> Outcome {
    match a.words.heard_in(&b.words) {
        None => HeardUnknown,
        Some(0) => HeardNone,
        Some(1) => HeardOne,
        Some(2 | 3) => HeardSome,
        Some(_) => HeardMany,
    }
}
