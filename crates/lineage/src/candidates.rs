//! Which pairs of articles are held against each other: those that share rows of words, or pairs of items in one sentence
//! that hardly come together by chance. Each key joins an article to a fixed number of others, so that the cost follows
//! the number of articles.

use crate::drawn::{Drawn, Item, Word};
use crate::hashes::all;

/// A fingerprint is of so many words in a row.
const ROW: usize = 5;
/// Of so many rows in a row the one with the smallest hash is taken (winnowing: Schleimer, Wilkerson and Aiken, 2003).
const WINDOW: usize = 10;
/// So many pairs of items an article is known by, those with the smallest hashes.
const PAIRS: usize = 64;
/// And by so many names and numbers together with where or when its tellings are.
const SCENES: usize = 32;
/// Items lighter than this make no pair.
const HEAVY: u16 = 4;
/// By each key an article meets so many of those before it in the order of publication, and the first.
const BEFORE: usize = 4;
/// An article is held against so many others: those that it shares most keys with.
const MOST: usize = 16;

/// The keys of one article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    rows: Vec<u64>,
    pairs: Vec<u64>,
    scenes: Vec<u64>,
}

impl Keys {
    pub(crate) fn of(drawn: &Drawn) -> Keys {
        Keys { rows: rows(&drawn.words), pairs: pairs(drawn), scenes: scenes(drawn) }
    }

    fn all(&self) -> impl Iterator<Item = u64> + '_ {
        self.rows.iter().chain(&self.pairs).chain(&self.scenes).copied()
    }
}

fn rows(words: &[Word]) -> Vec<u64> {
    let hashes: Vec<u64> = words
        .windows(ROW)
        .map(|row| {
            row.iter().fold(0u64, |h, word| {
                (h.rotate_left(13) ^ u64::from(word.hash)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            })
        })
        .map(|hash| hash ^ (hash >> 29))
        .collect();
    let window = WINDOW.min(hashes.len().max(1));
    let mut out: Vec<u64> =
        hashes.windows(window).filter_map(|window| window.iter().min().copied()).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn pairs(drawn: &Drawn) -> Vec<u64> {
    let mut out = Vec::new();
    for sentence in &drawn.sentences {
        for (items, kind) in [(&sentence.across, 1), (&sentence.within, 2)] {
            let heavy: Vec<&Item> = items.items.iter().filter(|item| item.weight >= HEAVY).collect();
            // in the order of the hashes, which is one in every language
            for nth in 0..heavy.len() {
                for other in heavy[nth + 1..].iter().take(3) {
                    out.push(all(&[kind, u64::from(heavy[nth].hash), u64::from(other.hash)]));
                }
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(PAIRS);
    out
}

/// The places and days of the article's tellings, each with a name or number that stands anywhere in it: a short article, or
/// one in another script, may have no two of them in one sentence.
fn scenes(drawn: &Drawn) -> Vec<u64> {
    let hard = || drawn.across.items.iter().filter(|item| item.hard && item.weight >= HEAVY);
    let with = |scene: &u32| {
        let scene = u64::from(*scene);
        hard().map(move |item| all(&[3, scene, u64::from(item.hash)]))
    };
    let mut out: Vec<u64> = drawn.scenes.iter().flat_map(with).collect();
    out.sort_unstable();
    out.dedup();
    out.truncate(SCENES);
    out
}

/// The pairs that are compared, each once, the smaller position first; `order` has the articles in the order of
/// publication.
pub(crate) fn pairs_of(keys: &[Keys], order: &[usize]) -> Vec<(usize, usize)> {
    let mut by_key: Vec<(u64, u32)> = Vec::new();
    for (rank, article) in order.iter().enumerate() {
        by_key.extend(keys[*article].all().map(|key| (key, rank as u32)));
    }
    by_key.sort_unstable();
    let mut met: Vec<(u32, u32)> = Vec::new();
    for run in by_key.chunk_by(|a, b| a.0 == b.0) {
        for (nth, (_, later)) in run.iter().enumerate().skip(1) {
            let near = nth.saturating_sub(BEFORE);
            let first = (near > 0).then_some(0);
            met.extend(first.into_iter().chain(near..nth).map(|at| (*later, run[at].1)));
        }
    }
    met.sort_unstable();
    let mut counted: Vec<(u32, u32, u32)> = Vec::new();
    for same in met.chunk_by(|a, b| a == b) {
        counted.push((same[0].0, same.len() as u32, same[0].1));
    }
    let mut out = Vec::new();
    for of_one in counted.chunk_by_mut(|a, b| a.0 == b.0) {
        of_one.sort_unstable_by_key(|(_, shared, other)| (std::cmp::Reverse(*shared), *other));
        for (later, _, earlier) in of_one.iter().take(MOST) {
            let (a, b) = (order[*later as usize], order[*earlier as usize]);
            out.push((a.min(b), a.max(b)));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}
