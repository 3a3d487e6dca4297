//! Words of one article that stand in another, in a row.

use crate::drawn::{Drawn, Word};

/// Rows of this many words are looked up.
const SEED: usize = 4;
/// Of one row that stands often in the source, so many places are tried.
const PLACES: usize = 6;
/// Rows so near to each other, in words of both, are one passage with something changed in it.
const GAP: usize = 5;
/// A passage has a row of so many words; or so many words that are equal in all, where others were swapped.
const ROW: usize = 10;
const EQUAL: usize = 20;

/// Rows of words that stand in both, with small changes between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shared {
    /// Words of the first article, half-open.
    pub(crate) here: (usize, usize),
    /// Words of the second.
    pub(crate) there: (usize, usize),
    /// How many words are equal.
    pub(crate) equal: usize,
    /// The longest row of them.
    row: usize,
}

/// The passages of one article that stand in another, in the order of the first.
pub(crate) fn passages(here: &Drawn, there: &Drawn) -> Vec<Shared> {
    let seeds = seeds(&there.words);
    let mut out: Vec<Shared> = Vec::new();
    let mut at = 0;
    while at + SEED <= here.words.len() {
        let key = row(&here.words[at..at + SEED]);
        let from = seeds.partition_point(|(seed, _)| *seed < key);
        let places = seeds[from..].iter().take_while(|(seed, _)| *seed == key).take(PLACES);
        let next = out.last().map(|last| (last.here.1, last.there.1));
        // the row that goes on from the passage before, else the longest
        let longest = places
            .map(|(_, place)| {
                let place = *place as usize;
                let follows = next.is_some_and(|(h, t)| at - h <= GAP && place >= t && place - t <= GAP);
                (length(&here.words[at..], &there.words[place..]), follows, std::cmp::Reverse(place))
            })
            .filter(|(length, ..)| *length >= SEED)
            .max_by_key(|(length, follows, place)| (*follows, *length, *place));
        let Some((length, follows, place)) = longest else {
            at += 1;
            continue;
        };
        let end = (at + length, place.0 + length);
        match out.last_mut() {
            Some(last) if follows => {
                (last.here.1, last.there.1) = end;
                last.equal += length;
                last.row = length.max(last.row);
            }
            _ => out.push(Shared { here: (at, end.0), there: (place.0, end.1), equal: length, row: length }),
        }
        at = end.0;
    }
    let long = |passage: &Shared| passage.row >= ROW || passage.equal >= EQUAL;
    out.retain(|passage| long(passage) && says_something(&here.words[passage.here.0..passage.here.1]));
    out
}

/// The rows of [`SEED`] words of an article, with their places, sorted.
fn seeds(words: &[Word]) -> Vec<(u32, u32)> {
    let mut seeds: Vec<(u32, u32)> =
        words.windows(SEED).enumerate().map(|(at, words)| (row(words), at as u32)).collect();
    seeds.sort_unstable();
    seeds
}

fn row(words: &[Word]) -> u32 {
    words.iter().fold(0u32, |hash, word| (hash.rotate_left(9) ^ word.hash).wrapping_mul(0x9e37_79b1))
}

fn length(here: &[Word], there: &[Word]) -> usize {
    here.iter().zip(there).take_while(|(a, b)| a.hash == b.hash).count()
}

/// Whether a passage is more than a phrase of common words.
fn says_something(words: &[Word]) -> bool {
    words.iter().filter(|word| word.telling).count() * 12 >= words.len()
}

/// What passages hold of an article's own words: not of what others said, which whoever quotes them prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Words in the passages, those in quotation marks left out.
    pub(crate) words: usize,
    /// Those of them that are equal, roughly.
    pub(crate) equal: usize,
}

/// Adds up passages of an article.
pub(crate) fn taken(here: &Drawn, passages: &[Shared]) -> Taken {
    passages.iter().fold(Taken::default(), |sum, passage| {
        let all = passage.here.1 - passage.here.0;
        let own = here.words[passage.here.0..passage.here.1].iter().filter(|word| !word.quoted).count();
        Taken { words: sum.words + own, equal: sum.equal + passage.equal * own / all.max(1) }
    })
}
