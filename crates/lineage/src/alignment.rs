//! Sentences of two articles side by side, in the order of both: which stretches of one tell what stretches of the other
//! tell. A local alignment (Smith and Waterman, 1981) over sentences, where one may stand for two.

use crate::drawn::{Drawn, Items, Sentence};

/// Whether items of one language are compared, or those that stand in any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Within,
    Across,
}

impl Mode {
    fn items(self, sentence: &Sentence) -> &Items {
        match self {
            Mode::Within => &sentence.within,
            Mode::Across => &sentence.across,
        }
    }

    /// The hundredths of what two sentences tell apart that count against what both tell.
    fn apart(self) -> i64 {
        match self {
            Mode::Within => 12,
            Mode::Across => 15,
        }
    }
}

/// The hundredths of a sentence's weight that it costs to pass over it.
const PASSED: i64 = 15;
/// How many stretches are looked for: paragraphs that changed places are stretches of their own.
const STRETCHES: usize = 6;
/// Stretches that score less are chance.
const LEAST: i64 = 600;
/// More sentences than this are not compared.
const SENTENCES: usize = 150;

/// One or two sentences of one article that tell what one or two of the other tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Couple {
    pub(crate) here: (usize, usize),
    pub(crate) there: (usize, usize),
}

/// What two articles tell alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// In the order of the first article.
    pub(crate) couples: Vec<Couple>,
    /// The sum of the stretches' scores, in hundredths.
    pub(crate) score: i64,
    /// How many sentences of the first article tell little that stands in one place of the second.
    pub(crate) apart: usize,
}

/// What two sentences of the other article tell of a sentence is little where it is less than one part in so many.
const LITTLE: u32 = 5;

/// Holds two articles against each other.
pub(crate) fn align(here: &Drawn, there: &Drawn, mode: Mode) -> Alignment {
    let mine: Vec<&Items> = here.sentences.iter().take(SENTENCES).map(|s| mode.items(s)).collect();
    let theirs: Vec<&Items> = there.sentences.iter().take(SENTENCES).map(|s| mode.items(s)).collect();
    let my_pairs: Vec<Items> = mine.windows(2).map(|two| two[0].with(two[1])).collect();
    let their_pairs: Vec<Items> = theirs.windows(2).map(|two| two[0].with(two[1])).collect();
    let (rows, columns) = (mine.len(), theirs.len());
    let length =
        |drawn: &Drawn, first: usize, last: usize| drawn.sentences[last].to - drawn.sentences[first].from;
    let held = |a: &Items, b: &Items, mine: u32, theirs: u32| {
        let shared = a.shared(b);
        let apart = i64::from(a.weight + b.weight) - 2 * i64::from(shared);
        let lengths = if mode == Mode::Across { lengths(mine, theirs) } else { 0 };
        let score = i64::from(shared) * 100 - mode.apart() * apart + lengths;
        Cell { shared, score, couples: score > 0 || lengths > 0 }
    };
    // by sentence and sentence: alone, with the one before it here, with the one before it there
    let mut scores = vec![[Cell { shared: 0, score: 0, couples: false }; 3]; rows * columns];
    for row in 0..rows {
        for column in 0..columns {
            let cell = &mut scores[row * columns + column];
            let alone = (length(here, row, row), length(there, column, column));
            cell[0] = held(mine[row], theirs[column], alone.0, alone.1);
            if cell[0].shared == 0 {
                continue;
            }
            if row > 0 {
                cell[1] = held(&my_pairs[row - 1], theirs[column], length(here, row - 1, row), alone.1);
            }
            if column > 0 {
                cell[2] =
                    held(mine[row], &their_pairs[column - 1], alone.0, length(there, column - 1, column));
            }
        }
    }
    let mut taken = (vec![false; rows], vec![false; columns]);
    let apart = |(nth, items): &(usize, &&Items)| {
        let row = &scores[nth * columns..(nth + 1) * columns];
        let best = row.iter().map(|cell| cell[0].shared.max(cell[2].shared)).max();
        best.unwrap_or_default() * LITTLE < items.weight
    };
    let mut alignment =
        Alignment { apart: mine.iter().enumerate().filter(apart).count(), ..Alignment::default() };
    for _ in 0..STRETCHES {
        let (stretch, score) = best(&mine, &theirs, &scores, &taken);
        if score < LEAST {
            break;
        }
        for couple in &stretch {
            (couple.here.0..couple.here.1).for_each(|row| taken.0[row] = true);
            (couple.there.0..couple.there.1).for_each(|column| taken.1[column] = true);
        }
        alignment.score += score;
        alignment.couples.extend(stretch);
    }
    alignment.couples.sort_by_key(|couple| (couple.here, couple.there));
    alignment
}

/// Two sentences, or two and one, held against each other.
#[derive(Clone, Copy)]
struct Cell {
    shared: u32,
    /// What both tell less a part of what only one tells, in hundredths.
    score: i64,
    /// Whether they may be a couple: one that costs is none, unless they are as long as a translation would be.
    couples: bool,
}

/// What the lengths of two sentences say, in letters: a translation is about as long as what it translates (Gale and
/// Church, 1993).
fn lengths(mine: u32, theirs: u32) -> i64 {
    let apart = 1_000 * u64::from(mine.abs_diff(theirs)) / u64::from(mine + theirs).max(1);
    match apart {
        0..60 => 300,
        60..110 => 150,
        110..160 => 0,
        160..260 => -100,
        _ => -300,
    }
}

/// The best stretch among the sentences that none has taken.
fn best(
    mine: &[&Items],
    theirs: &[&Items],
    scores: &[[Cell; 3]],
    taken: &(Vec<bool>, Vec<bool>),
) -> (Vec<Couple>, i64) {
    let columns = theirs.len();
    let width = columns + 1;
    let mut sums = vec![0i64; (mine.len() + 1) * width];
    // 0: begins here; 1 to 3: a couple; 4: passes over a sentence here, 5: there
    let mut from = vec![0u8; sums.len()];
    let mut top = (0i64, 0usize, 0usize);
    for row in 1..=mine.len() {
        for column in 1..=columns {
            let at = row * width + column;
            let free = |rows: usize, cols: usize| {
                row >= rows
                    && column >= cols
                    && !taken.0[row - rows..row].contains(&true)
                    && !taken.1[column - cols..column].contains(&true)
            };
            let cell = &scores[(row - 1) * columns + column - 1];
            let steps = [
                (free(1, 1) && cell[0].couples, at - width - 1, cell[0].score, 1),
                (free(2, 1) && cell[1].couples, at.wrapping_sub(2 * width + 1), cell[1].score, 2),
                (free(1, 2) && cell[2].couples, at.wrapping_sub(width + 2), cell[2].score, 3),
                (free(1, 0), at - width, -i64::from(mine[row - 1].weight) * PASSED, 4),
                (free(0, 1), at - 1, -i64::from(theirs[column - 1].weight) * PASSED, 5),
            ];
            for (possible, before, gain, step) in steps {
                if possible && sums[before] + gain > sums[at] {
                    (sums[at], from[at]) = (sums[before] + gain, step);
                }
            }
            if sums[at] > top.0 {
                top = (sums[at], row, column);
            }
        }
    }
    let (score, mut row, mut column) = top;
    let mut couples = Vec::new();
    while row > 0 && column > 0 {
        let (rows, cols) = match from[row * width + column] {
            1 => (1, 1),
            2 => (2, 1),
            3 => (1, 2),
            4 => (1, 0),
            5 => (0, 1),
            _ => break,
        };
        if rows > 0 && cols > 0 {
            couples.push(Couple { here: (row - rows, row), there: (column - cols, column) });
        }
        (row, column) = (row - rows, column - cols);
    }
    (couples, score)
}
