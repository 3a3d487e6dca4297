//! What speaks for one article having taken from another.

use crate::How;
use crate::alignment::{Alignment, Couple, Mode, align};
use crate::drawn::{Drawn, Items, Sentence};
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

/// From so many words in a row on, a passage shows that one text was before the other's writer.
const ROW: u32 = 20;
/// Rows hold such a share of the article, or of its source, or so many words: more than two who quote one release share.
const COPIED: (u32, u32, u32) = (150, 250, 60);
/// So many of the words are equal where they were copied; fewer, where words were swapped for others.
const EQUAL: u32 = 750;

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

const REWRITE: Weights = Weights {
    aligned: [13, 14],
    score: 10,
    couples: 10,
    hard: [15, 13],
    soft: [3, 10],
    threshold: 53_000,
};

const TRANSLATION: Weights = Weights {
    aligned: [17, 16],
    score: 16,
    couples: 21,
    hard: [9, 5],
    soft: [11, 5],
    threshold: 51_700,
};

/// More than this score, and more couples, add nothing: a long article has many.
const ENOUGH: (u32, u32) = (80, 8);

impl Evidence {
    /// Holds an article against a possible source.
    pub(crate) fn of(here: &Drawn, there: &Drawn) -> Evidence {
        let within = here.language == there.language;
        let mode = if within { Mode::Within } else { Mode::Across };
        let passages = if within { passages(here, there) } else { Vec::new() };
        let alignment = align(here, there, mode);
        let measures = Measures { within, ..measures(here, there, &passages, &alignment) };
        Evidence { passages, alignment, measures }
    }

    /// How the first article derives from the second, where it does, and how surely.
    pub(crate) fn how(&self) -> Option<(How, u32)> {
        let m = &self.measures;
        let (here, there, words) = COPIED;
        let much = m.taken_of[0] >= here || m.taken_of[1] >= there || m.taken >= words;
        let copied = m.within && m.taken >= ROW && much;
        let sum = m.sum();
        if copied {
            let how = if m.equal >= EQUAL { How::Copy } else { How::Rewrite };
            return Some((how, sum + 100 * m.taken_of[0]));
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
    let (all_mine, all_theirs) = (told(here, within), told(there, within));
    let both = |hard: bool| {
        let share = |a: &Items, b: &Items| {
            let (covered, all) = a.covered(b, hard);
            of(covered as usize, all as usize)
        };
        [share(&all_mine, &all_theirs), share(&all_theirs, &all_mine)]
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

/// All that an article tells: names and numbers as they stand in any language; all else as it stands in one, if that is
/// compared.
fn told(drawn: &Drawn, within: bool) -> Items {
    let of = |sentence: &Sentence| {
        let across = sentence.across.items.iter().filter(move |item| !within || item.hard).copied();
        let words = sentence.within.items.iter().filter(move |item| within && !item.hard).copied();
        across.chain(words).collect::<Vec<_>>()
    };
    Items::of(drawn.sentences.iter().flat_map(of).collect())
}
