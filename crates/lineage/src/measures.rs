//! What two articles measure that tells who wrote from the other from two who wrote from one release.

use std::cmp::Ordering;

use crate::alignment::{Alignment, Couple};
use crate::drawn::{Drawn, Items, Once};
use crate::passages::{Shared, Taken, taken};

/// How many measures are weighed of a pair in one language.
pub const WITHIN: usize = 10;
/// How many are weighed of a pair in two.
pub const ACROSS: usize = 7;

/// The measures of a pair in one language, in the order of [`Measures::weighed`].
///
/// Of each article's sentences those that tell in one order what the other tells, the lesser share and the greater; how
/// much they tell alike, a sentence; words in rows that stand in both; items that each tells once and both tell; figures and
/// names of its own, in all sentences but the last, where background stands; quotations of its own; how much more than half
/// of what the source quotes stands in quotation marks here too, as it does where both have it from one release; and by how
/// much the article has less, or more, from this source than from the best of its rivals.
pub const WITHIN_NAMES: [&str; WITHIN] = [
    "aligned, lesser",
    "aligned, greater",
    "alike, a sentence",
    "rows",
    "told once",
    "own figures",
    "own quotations",
    "quoted by both",
    "behind a rival",
    "ahead of rivals",
];

/// The measures of a pair in two languages.
///
/// Couples of sentences; sentences that tell little of what the source tells; figures and names of the source that are not
/// here; how much longer the quotations are here; whether what each tells once comes in one order; by how much the article
/// has more from this source than from its rivals; and figures and names that a rival has, and this source has not.
pub const ACROSS_NAMES: [&str; ACROSS] = [
    "couples",
    "sentences apart",
    "figures left out",
    "longer quotations",
    "order",
    "ahead of rivals",
    "figures of a rival",
];

/// What a pair of articles measures, the second as the possible source of the first; shares are in thousandths.
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
    /// Whether both stood on one site.
    pub one_outlet: bool,
    /// How many couples of sentences there are.
    pub couples: u32,
    /// What is weighed: in one language all of [`WITHIN_NAMES`], in two the first few are those of [`ACROSS_NAMES`].
    pub weighed: [u32; WITHIN],
}

/// So many of a kind count, and no more.
const MOST_ONCE: usize = 30;
const MOST_LEFT_OUT: usize = 8;
const MOST_COUPLES: usize = 8;
const MOST_LONGER: usize = 20;
/// So many words in quotation marks that the source doesn't quote are a quotation of one's own.
const OWN_QUOTATION: usize = 4;
/// A source that quotes fewer words quotes nothing.
const QUOTATION: usize = 5;
/// What is told alike a sentence, in hundredths of an item's weight, counts up to here.
const ALIKE: i64 = 3_000;

/// Measures two articles; what takes their rivals comes later, by [`Measures::against`].
pub(crate) fn measures(here: &Drawn, there: &Drawn, passages: &[Shared], alignment: &Alignment) -> Measures {
    let within = here.language == there.language;
    let own = |drawn: &Drawn| drawn.words.len() - drawn.quoted.len();
    let Taken { words, equal } = taken(here, passages);
    let mut measures = Measures {
        within,
        taken: words as u32,
        taken_of: [of(words, own(here)), of(words, own(there))],
        equal: of(equal, words),
        one_outlet: here.outlet.is_some() && here.outlet == there.outlet,
        couples: alignment.couples.len() as u32,
        weighed: [0; WITHIN],
    };
    let sentences = here.sentences.len();
    if within {
        let aligned = |side: fn(&Couple) -> (usize, usize), drawn: &Drawn| {
            let sentences = alignment.couples.iter().map(|couple| side(couple).1 - side(couple).0).sum();
            of(sentences, drawn.sentences.len())
        };
        let (mine, theirs) = (aligned(|c| c.here, here), aligned(|c| c.there, there));
        let (once, _) = in_order(&here.once.within, &there.once.within);
        let (own, figures) = own_figures(here, there);
        let fresh = here.quoted.iter().filter(|word| there.quoted.binary_search(word).is_err()).count();
        let quoting = there.quoted.len() >= QUOTATION;
        let (both, half) = (common(&here.quoted, &there.quoted), there.quoted.len().div_ceil(2));
        measures.weighed = [
            mine.min(theirs),
            mine.max(theirs),
            (alignment.score / sentences.max(1) as i64).clamp(0, ALIKE) as u32,
            measures.taken_of[0],
            of(once.min(MOST_ONCE), MOST_ONCE),
            of(own, figures),
            if fresh >= OWN_QUOTATION { 1_000 } else { 0 },
            if quoting { of(both.saturating_sub(half), half) } else { 0 },
            0,
            0,
        ];
    } else {
        let (_, order) = in_order(&here.once.across, &there.once.across);
        let longer = here.quoted.len().saturating_sub(there.quoted.len() * 115 / 100);
        let across = [
            of((measures.couples as usize).min(MOST_COUPLES), MOST_COUPLES),
            of(alignment.apart, sentences),
            of(there.across.hard_not_in(&here.across).min(MOST_LEFT_OUT), MOST_LEFT_OUT),
            of(longer.min(MOST_LONGER), MOST_LONGER),
            order,
        ];
        measures.weighed[..across.len()].copy_from_slice(&across);
    }
    measures
}

/// What an article has from one of its possible sources, held against what it has from the others.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Against {
    /// The weight of what it tells, and of what of it the source tells; `None` where it has no rival.
    pub(crate) shared: u32,
    pub(crate) all: u32,
    /// The most that a rival tells of it.
    pub(crate) rival: Option<u32>,
    /// Of its figures and names: those that a rival has and the source has not, and all.
    pub(crate) of_rival: (u32, u32),
}

impl Measures {
    /// The same with what the article has from its other possible sources.
    pub(crate) fn against(mut self, against: Against) -> Measures {
        let Some(rival) = against.rival else { return self };
        let share = |part: u32, all: u32| of(part as usize, all as usize);
        let ahead = share(against.shared.saturating_sub(rival), against.all);
        if self.within {
            self.weighed[8] = share(rival.saturating_sub(against.shared), against.all);
            self.weighed[9] = ahead;
        } else {
            self.weighed[5] = ahead;
            self.weighed[6] = share(against.of_rival.0, against.of_rival.1);
        }
        self
    }
}

/// Thousandths.
fn of(part: usize, whole: usize) -> u32 {
    (part * 1_000 / whole.max(1)) as u32
}

/// Of the figures and names of the first but for those of its last sentence, how many are not in the second; and all.
fn own_figures(here: &Drawn, there: &Drawn) -> (usize, usize) {
    let but_last = here.sentences.iter().rev().skip(1);
    let hard = but_last.flat_map(|sentence| &sentence.across.items).filter(|item| item.hard);
    let mut hard: Vec<u32> = hard.map(|item| item.hash).collect();
    hard.sort_unstable();
    hard.dedup();
    (hard.iter().filter(|hash| !there.across.has(**hash)).count(), hard.len())
}

/// How many of two sorted lists are in both, each as often as in both.
fn common(mine: &[u32], theirs: &[u32]) -> usize {
    let (mut a, mut b, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (mine.get(a), theirs.get(b)) {
        match x.cmp(y) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => (a, b, both) = (a + 1, b + 1, both + 1),
        }
    }
    both
}

/// More than this many items told once add nothing to what is known of their order.
const ORDERED: usize = 60;

/// How many items each of two articles tells once and both tell, and how far they come in one order, in thousandths.
fn in_order(mine: &[Once], theirs: &[Once]) -> (usize, u32) {
    let (mut a, mut b) = (0, 0);
    let mut both: Vec<(u16, u16)> = Vec::new();
    while let (Some(x), Some(y)) = (mine.get(a), theirs.get(b)) {
        match x.hash.cmp(&y.hash) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => {
                both.push((x.sentence, y.sentence));
                (a, b) = (a + 1, b + 1);
            }
        }
    }
    let all = both.len();
    both.truncate(ORDERED);
    // in quarters: two in one sentence of each say half as much as two in one order, and one order of two says little
    // where the other article has both in a sentence
    let (mut same, mut other) = (0, 0);
    for (nth, one) in both.iter().enumerate() {
        for next in &both[nth + 1..] {
            match (one.0.cmp(&next.0), one.1.cmp(&next.1)) {
                (Ordering::Equal, Ordering::Equal) => same += 2,
                (Ordering::Equal, _) | (_, Ordering::Equal) => other += 1,
                (here, there) if here == there => same += 4,
                _ => other += 4,
            }
        }
    }
    (all, if same + other == 0 { 500 } else { of(same, same + other) })
}

impl Items {
    /// Whether an item is among them.
    pub(crate) fn has(&self, hash: u32) -> bool {
        self.items.binary_search_by_key(&hash, |item| item.hash).is_ok()
    }

    /// How many names, numbers and clock times are not among others.
    fn hard_not_in(&self, others: &Items) -> usize {
        self.items.iter().filter(|item| item.hard && !others.has(item.hash)).count()
    }

    /// By weight, the names, numbers and clock times that a rival has too and the source has not; and all.
    pub(crate) fn of_rival(&self, source: &Items, rival: &Items) -> (u32, u32) {
        self.items.iter().filter(|item| item.hard).fold((0, 0), |(theirs, all), item| {
            let weight = u32::from(item.weight);
            let at = rival.items.binary_search_by_key(&item.hash, |item| item.hash).ok();
            let of_rival = at.filter(|_| !source.has(item.hash)).map_or(0, |at| rival.items[at].weight);
            (theirs + weight.min(u32::from(of_rival)), all + weight)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::Item;

    fn told(sentences: &[(u32, u16)]) -> Vec<Once> {
        sentences.iter().map(|(hash, sentence)| Once { hash: *hash, sentence: *sentence }).collect()
    }

    #[test]
    fn what_is_told_once_has_an_order() {
        let one = told(&[(1, 0), (2, 1), (3, 2)]);
        assert_eq!(in_order(&one, &told(&[(1, 0), (2, 3), (3, 4)])), (3, 1_000));
        assert_eq!(in_order(&one, &told(&[(1, 4), (2, 3), (3, 0)])), (3, 0));
        assert_eq!(in_order(&one, &told(&[(3, 0), (9, 1)])), (1, 500));
        let (all, order) = in_order(&one, &told(&[(1, 0), (2, 0), (3, 4)]));
        assert!(all == 3 && (500..1_000).contains(&order), "{order}");
    }

    #[test]
    fn words_are_common_as_often_as_in_both() {
        assert_eq!(common(&[1, 1, 2, 5], &[1, 2, 2, 6]), 2);
        assert_eq!(common(&[], &[1]), 0);
    }

    #[test]
    fn a_rivals_figures_speak_against_a_source() {
        let items = |hashes: &[u32]| {
            Items::of(hashes.iter().map(|hash| Item { hash: *hash, weight: 7, hard: true }).collect())
        };
        let here = items(&[1, 2, 3]);
        assert_eq!(here.of_rival(&items(&[1, 2]), &items(&[1, 3])), (7, 21));
        assert_eq!(here.of_rival(&items(&[1, 2, 3]), &items(&[1, 3])), (0, 21));
        let alone = Measures { weighed: [7; WITHIN], ..Measures::default() };
        assert_eq!(alone.against(Against::default()), alone);
        let ahead = Against { shared: 30, all: 100, rival: Some(10), of_rival: (7, 21) };
        assert_eq!(alone.against(ahead).weighed[5..7], [200, 333]);
    }
}
