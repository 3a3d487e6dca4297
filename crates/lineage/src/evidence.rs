//! What speaks for one article having taken from another.

use crate::How;
use crate::alignment::{Alignment, Mode, align};
use crate::drawn::Drawn;
use crate::passages::{Shared, Taken, passages, taken};

/// Two articles held against each other, the second as the source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// Rows of equal words; none between two languages.
    pub(crate) passages: Vec<Shared>,
    pub(crate) alignment: Alignment,
    /// The measures that decide, as they are printed for who looks into it.
    pub(crate) measures: Measures,
}

/// What a pair of articles measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Whether both are of one language.
    pub within: bool,
    /// Thousandths of the first article's own words that stand in rows of equal words.
    pub taken_here: u32,
    /// The same of the second article's.
    pub taken_there: u32,
    /// How many words stand in such rows.
    pub taken: u32,
    /// Thousandths of these that are equal.
    pub equal: u32,
    /// The score of what is told alike and in one order, in thousandths of what the one that tells less has to tell.
    pub order: u32,
    /// That score itself.
    pub score: u32,
    /// Thousandths of what each tells that stands in aligned sentences of the other.
    pub aligned_here: u32,
    /// The same of the second.
    pub aligned_there: u32,
    /// Thousandths that aligned sentences have in common of all that they tell.
    pub alike: u32,
    /// How many couples of sentences.
    pub couples: u32,
}

impl Evidence {
    /// Holds an article against a possible source.
    pub(crate) fn of(here: &Drawn, there: &Drawn) -> Evidence {
        let within = here.language == there.language;
        let mode = if within { Mode::Within } else { Mode::Across };
        let passages = if within { passages(here, there) } else { Vec::new() };
        let alignment = align(here, there, mode);
        let own = |drawn: &Drawn| drawn.words.iter().filter(|word| !word.quoted).count();
        let of = |part: u64, whole: u64| (part * 1000 / whole.max(1)) as u32;
        let Taken { words, equal } = taken(here, &passages);
        let aligned = |side: fn(&crate::alignment::Couple) -> (usize, usize), drawn: &Drawn| {
            let sentences = alignment.couples.iter().flat_map(|couple| side(couple).0..side(couple).1);
            sentences.map(|at| u64::from(mode.items(&drawn.sentences[at]).weight)).sum::<u64>()
        };
        let (mine, theirs) = (aligned(|c| c.here, here), aligned(|c| c.there, there));
        let shared: u64 = alignment.couples.iter().map(|couple| u64::from(couple.shared)).sum();
        let (whole_here, whole_there) = (u64::from(mode.weight(here)), u64::from(mode.weight(there)));
        let score = alignment.score.max(0) as u64;
        let measures = Measures {
            within,
            taken_here: of(words as u64, own(here) as u64),
            taken_there: of(words as u64, own(there) as u64),
            taken: words as u32,
            equal: of(equal as u64, words as u64),
            order: of(score, 100 * whole_here.min(whole_there)),
            score: (score / 100) as u32,
            aligned_here: of(mine, whole_here),
            aligned_there: of(theirs, whole_there),
            alike: of(2 * shared, mine + theirs),
            couples: alignment.couples.len() as u32,
        };
        Evidence { passages, alignment, measures }
    }

    /// How the first article derives from the second, where it does.
    pub(crate) fn how(&self) -> Option<How> {
        let m = &self.measures;
        if m.within && (m.taken_here >= 250 || m.taken_there >= 400 || m.taken >= 80) && m.taken >= 25 {
            return Some(if m.equal >= 800 { How::Copy } else { How::Rewrite });
        }
        let least = if m.within { 140 } else { 200 };
        let score = if m.within { 40 } else { 40 };
        if m.order < least || m.score < score || m.couples < 2 {
            return None;
        }
        Some(if m.within { How::Rewrite } else { How::Translation })
    }
}
