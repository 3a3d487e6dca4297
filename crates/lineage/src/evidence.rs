//! What speaks for one article having taken from another.

use crate::How;
use crate::alignment::{Alignment, Mode, align};
use crate::drawn::Drawn;
use crate::measures::{Measures, measures};
use crate::passages::{Shared, passages};
use crate::weights::Weights;

/// Two articles held against each other, the second as the source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// Rows of equal words; none between two languages.
    pub(crate) passages: Vec<Shared>,
    pub(crate) alignment: Alignment,
    pub(crate) measures: Measures,
}

/// So many words in rows, of words that are nobody's quotation, show that one text lay before the other's writer, where
/// they are such a share of one of the two or so many: more than two who had one release share, or a standing phrase.
const COPIED: Rows = Rows { words: 14, share: 90, many: 60 };
/// The same where words were swapped for others, or both stood on one site: an outlet's phrases return in its next article.
const SWAPPED: Rows = Rows { words: 30, share: 150, many: 60 };
/// So many of the words are equal where they were copied, at least.
const EQUAL: u32 = 950;

struct Rows {
    words: u32,
    share: u32,
    many: u32,
}

impl Rows {
    fn hold(&self, m: &Measures) -> bool {
        let share = m.taken_of[0].max(m.taken_of[1]) >= self.share;
        m.within && m.taken >= self.words && (share || m.taken >= self.many)
    }
}

/// What two articles tell alike weighs so much where it is worth a closer look.
const CHANCE: u32 = 20;

/// What a thousandth of an article's words in rows adds to how surely they are from there.
const ROWS: i64 = 1_700;

impl Evidence {
    /// Holds an article against a possible source; `None` where they have too little in common.
    pub(crate) fn of(here: &Drawn, there: &Drawn) -> Option<Evidence> {
        let within = here.language == there.language;
        let mode = if within { Mode::Within } else { Mode::Across };
        if common(here, there, within) < CHANCE {
            return None;
        }
        let passages = if within { passages(here, there) } else { Vec::new() };
        let alignment = align(here, there, mode);
        let measures = measures(here, there, &passages, &alignment);
        Some(Evidence { passages, alignment, measures })
    }
}

impl Measures {
    /// Whether so many words stand in both that one text lay before the other's writer: as a copy, or with words swapped.
    pub fn printed(&self) -> Option<How> {
        let copied = if self.one_outlet { &SWAPPED } else { &COPIED };
        match () {
            () if self.equal >= EQUAL && copied.hold(self) => Some(How::Copy),
            () if SWAPPED.hold(self) => Some(How::Rewrite),
            () => None,
        }
    }

    /// How the first article derives from the second, where it does.
    pub(crate) fn how(&self, weights: &Weights) -> Option<How> {
        let told = if self.within { How::Rewrite } else { How::Translation };
        self.printed().or_else(|| (self.sum(weights) >= 0 && self.couples > 1).then_some(told))
    }

    /// How surely the second is the first one's source, in hundred-thousandths of a natural logarithm of odds.
    pub(crate) fn surely(&self, weights: &Weights) -> i64 {
        self.sum(weights) + ROWS * i64::from(self.taken_of[0])
    }

    /// What is weighed, less what it must reach, in hundred-thousandths.
    pub(crate) fn sum(&self, weights: &Weights) -> i64 {
        let (by, least): (&[i32], _) = match self.within {
            true => (&weights.rewrite, weights.rewritten),
            false => (&weights.translation, weights.translated),
        };
        let sum: i64 = by.iter().zip(self.weighed).map(|(weight, m)| i64::from(*weight) * i64::from(m)).sum();
        sum - 1_000 * i64::from(least)
    }
}

/// What two articles tell alike wherever it stands, by weight, in one language or in any.
pub(crate) fn common(here: &Drawn, there: &Drawn, within: bool) -> u32 {
    if within { here.within.shared(&there.within) } else { here.across.shared(&there.across) }
}
