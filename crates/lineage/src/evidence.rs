//! What speaks for one article having taken from another.

use crate::How;
use crate::alignment::{Alignment, Couple, Mode, align};
use crate::drawn::{Drawn, Items};
use crate::passages::{Shared, Taken, passages, taken};

/// Two articles held against each other, the second as the source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// Rows of equal words; none between two languages.
    pub(crate) passages: Vec<Shared>,
    pub(crate) alignment: Alignment,
    pub(crate) measures: Measures,
}

/// What a pair of articles measures; shares are in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Whether both are of one language.
    pub within: bool,
    /// How many words of the first that nobody is quoted with stand in rows of equal words.
    pub taken: u32,
    /// Of all such words of the first, and of the second.
    pub taken_of: [u32; 2],
    /// How many of the words in these rows are equal.
    pub equal: u32,
    /// Of the sentences of each, those that tell in one order what the other tells: the lesser share, and the greater.
    pub aligned: [u32; 2],
    /// What these tell alike, by weight, less a part of what only one tells.
    pub score: u32,
    /// How many couples of sentences there are.
    pub couples: u32,
    /// Of the names, numbers and clock times of each, those that the other has too, wherever they stand.
    pub hard: [u32; 2],
    /// Of all else that each tells.
    pub soft: [u32; 2],
}

/// So many words in rows, of words that are nobody's quotation, show that one text lay before the other's writer, where
/// they are such a share of one of the two or so many: more than two who had one release share, or a standing phrase.
const COPIED: Rows = Rows { words: 14, share: 90, many: 60 };
/// The same where words were swapped for others.
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

/// What each measure weighs, per thousandth, for "the one is told from the other", and from which sum on it is. Learnt from
/// `tests/derivations` by a logistic regression, and rounded.
struct Weights {
    aligned: [u32; 2],
    score: u32,
    couples: u32,
    hard: [u32; 2],
    soft: [u32; 2],
    threshold: u32,
}

const REWRITE: Weights =
    Weights { aligned: [12, 13], score: 10, couples: 9, hard: [14, 12], soft: [7, 10], threshold: 55_200 };

const TRANSLATION: Weights =
    Weights { aligned: [16, 16], score: 16, couples: 18, hard: [9, 10], soft: [3, 3], threshold: 54_000 };

/// What two articles tell alike weighs so much where it is worth a closer look.
const CHANCE: u32 = 20;

/// More than this score, and more couples, add nothing: a long article has many.
const ENOUGH: (u32, u32) = (80, 8);

impl Evidence {
    /// Holds an article against a possible source.
    pub(crate) fn of(here: &Drawn, there: &Drawn) -> Evidence {
        let within = here.language == there.language;
        let mode = if within { Mode::Within } else { Mode::Across };
        if common(here, there, within) < CHANCE {
            return Evidence::default();
        }
        let passages = if within { passages(here, there) } else { Vec::new() };
        let alignment = align(here, there, mode);
        let measures = Measures { within, ..measures(here, there, &passages, &alignment) };
        Evidence { passages, alignment, measures }
    }

    /// How the first article derives from the second, where it does, and how surely.
    pub(crate) fn how(&self) -> Option<(How, u32)> {
        let m = &self.measures;
        let sum = m.sum();
        if m.equal >= EQUAL && COPIED.hold(m) {
            return Some((How::Copy, sum + 100 * m.taken_of[0]));
        }
        if SWAPPED.hold(m) {
            return Some((How::Rewrite, sum + 100 * m.taken_of[0]));
        }
        let how = if m.within { How::Rewrite } else { How::Translation };
        (sum >= m.weights().threshold && m.couples > 1).then_some((how, sum))
    }
}

impl Measures {
    fn weights(&self) -> &'static Weights {
        if self.within { &REWRITE } else { &TRANSLATION }
    }

    /// All measures but those of equal words, weighed.
    pub fn sum(&self) -> u32 {
        let w = self.weights();
        let two = |measures: [u32; 2], weights: [u32; 2]| measures[0] * weights[0] + measures[1] * weights[1];
        two(self.aligned, w.aligned)
            + two(self.hard, w.hard)
            + two(self.soft, w.soft)
            + self.score.min(ENOUGH.0) * 1_000 / ENOUGH.0 * w.score
            + self.couples.min(ENOUGH.1) * 1_000 / ENOUGH.1 * w.couples
    }
}

fn measures(here: &Drawn, there: &Drawn, passages: &[Shared], alignment: &Alignment) -> Measures {
    let of = |part: usize, whole: usize| (part * 1_000 / whole.max(1)) as u32;
    let own = |drawn: &Drawn| drawn.words.iter().filter(|word| !word.quoted).count();
    let Taken { words, equal } = taken(here, passages);
    let aligned = |side: fn(&Couple) -> (usize, usize), drawn: &Drawn| {
        let sentences = alignment.couples.iter().map(|couple| side(couple).1 - side(couple).0).sum();
        of(sentences, drawn.sentences.len())
    };
    let (mine, theirs) = (aligned(|c| c.here, here), aligned(|c| c.there, there));
    let within = here.language == there.language;
    let [mine_all, theirs_all] =
        [here, there].map(|drawn| if within { &drawn.within } else { &drawn.across });
    let both = |hard: bool| {
        let share = |a: &Items, b: &Items| {
            let (covered, all) = a.covered(b, hard);
            of(covered as usize, all as usize)
        };
        [share(mine_all, theirs_all), share(theirs_all, mine_all)]
    };
    Measures {
        within,
        taken: words as u32,
        taken_of: [of(words, own(here)), of(words, own(there))],
        equal: of(equal, words),
        aligned: [mine.min(theirs), mine.max(theirs)],
        score: (alignment.score.max(0) / 100) as u32,
        couples: alignment.couples.len() as u32,
        hard: both(true),
        soft: both(false),
    }
}

/// What two articles tell alike wherever it stands, by weight, in one language or in any.
pub(crate) fn common(here: &Drawn, there: &Drawn, within: bool) -> u32 {
    if within { here.within.shared(&there.within) } else { here.across.shared(&there.across) }
}
