//! Of the articles that an article may have taken from, the one or those that it did take from.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use claim::Read;
use text::{Key, Moment, Part, Span};

use crate::changes::{self, Side};
use crate::cited::cited;
use crate::drawn::Drawn;
use crate::evidence::Evidence;
use crate::parallel::in_parallel;
use crate::rivals::{Possible, against};
use crate::weights::Weights;
use crate::{Derivation, How, Lineage, Passage};

/// The positions of the articles in the order of publication; those without a date last, ties by their words.
pub(crate) fn by_publication(reads: &[Read], drawn: &[Drawn]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..reads.len()).collect();
    order.sort_by_cached_key(|at| first(reads, drawn, *at));
    order
}

/// When an article came, for whoever asks which was first; of those that came at one time, its words.
fn first(reads: &[Read], drawn: &[Drawn], at: usize) -> (i64, u64, Key) {
    (since(&reads[at]), drawn[at].text, reads[at].article.key())
}

/// From when on an article may have been there, in seconds: one whose day alone is known, from that day's beginning.
fn since(read: &Read) -> i64 {
    let since = |at: Moment| match at.time {
        Some(_) => at.seconds(),
        None => i64::from(text::day_number(at.date)) * 86_400,
    };
    published(read).map_or(i64::MAX, since)
}

/// By position: the first article, in this order, that prints the same words; of one without words itself.
pub(crate) fn equal(drawn: &[Drawn], order: &[usize]) -> Vec<usize> {
    let mut first: BTreeMap<(u64, usize), usize> = BTreeMap::new();
    let mut equal: Vec<usize> = (0..drawn.len()).collect();
    for at in order {
        let words = &drawn[*at].words;
        if !words.is_empty() {
            equal[*at] = *first.entry((drawn[*at].text, words.len())).or_insert(*at);
        }
    }
    equal
}

fn published(read: &Read) -> Option<Moment> {
    read.reading.published.map(|published| published.at)
}

/// Which of two articles came first; `Equal` where nothing tells.
fn earlier(a: &Read, b: &Read) -> Ordering {
    let (Some(a), Some(b)) = (published(a), published(b)) else { return Ordering::Equal };
    match (a.time, b.time) {
        (Some(_), Some(_)) => a.seconds().cmp(&b.seconds()),
        _ => a.date.cmp(&b.date),
    }
}

/// A possible source of an article, in the light of the others.
struct Rated {
    source: usize,
    /// How it derives from it, where what speaks for it is enough.
    how: Option<How>,
    /// How surely, in hundred-thousandths of a natural logarithm of odds.
    surely: i64,
    /// Whether several of its sentences tell what sentences of the source tell.
    aligned: bool,
}

/// Holds the pairs against each other and chooses; `equal` has, by position, the first article that prints the same text.
pub(crate) fn lineage(
    reads: &[Read],
    drawn: &[Drawn],
    order: &[usize],
    equal: &[usize],
    pairs: &[(usize, usize)],
    weights: &Weights,
) -> Lineage {
    let of = possible(reads, drawn, pairs);
    let printed = printed(&of);
    let rated = in_parallel(&of, |(here, possible)| {
        let rated = possible.iter().map(|one| {
            let measures = against(drawn, *here, one, possible, &printed);
            let (how, surely) = (measures.how(weights), measures.surely(weights));
            Rated { source: one.source, how, surely, aligned: measures.couples > 1 }
        });
        rated.collect::<Vec<Rated>>()
    });
    let nearest = nearest((reads, drawn), order, &of, &rated);
    let told: Vec<(usize, usize)> = nearest.iter().map(|(here, nearest)| (*here, *nearest)).collect();
    let numbers: BTreeMap<usize, usize> =
        of.iter().enumerate().map(|(nth, (here, _))| (*here, nth)).collect();
    let chosen = in_parallel(&told, |(here, nearest)| {
        let nth = numbers[here];
        choose(reads, drawn, *here, *nearest, &of[nth].1, &rated[nth])
    });
    let mut derivations: Vec<Vec<Derivation>> = vec![Vec::new(); reads.len()];
    for ((here, _), chosen) in told.iter().zip(chosen) {
        derivations[*here] = chosen;
    }
    for (here, first) in equal.iter().enumerate().filter(|(here, first)| here != *first) {
        derivations[here] = vec![copied(*first, whole(&reads[here], &reads[*first]).into_iter().collect())];
    }
    for naming in cited(reads, drawn, order) {
        let told = &mut derivations[naming.here];
        if !told.iter().any(|derivation| derivation.source == naming.source) {
            let sentence = drawn[naming.here].sentences.get(naming.sentence);
            let share = sentence.map_or(0, |s| words_between(&drawn[naming.here], s.from, s.to));
            told.push(Derivation { how: How::Cites, share, ..copied(naming.source, Vec::new()) });
        }
    }
    let groups = groups(reads, &derivations);
    Lineage { derivations, groups }
}

/// By article, in the order of positions: what it may derive from.
pub(crate) fn possible(
    reads: &[Read],
    drawn: &[Drawn],
    pairs: &[(usize, usize)],
) -> Vec<(usize, Vec<Possible>)> {
    let found = in_parallel(pairs, |(a, b)| {
        let (here, there) = direction(reads, drawn, *a, *b);
        Some((here, Possible { source: there, evidence: Evidence::of(&drawn[here], &drawn[there])? }))
    });
    let mut of: BTreeMap<usize, Vec<Possible>> = BTreeMap::new();
    for (here, possible) in found.into_iter().flatten() {
        of.entry(here).or_default().push(possible);
    }
    of.into_iter().collect()
}

/// The pairs of which one prints the other, the smaller position first.
pub(crate) fn printed(of: &[(usize, Vec<Possible>)]) -> BTreeSet<(usize, usize)> {
    let pairs = of.iter().flat_map(|(here, all)| all.iter().map(move |possible| (*here, possible)));
    let printed = pairs.filter(|(_, possible)| possible.evidence.measures.printed().is_some());
    printed.map(|(here, Possible { source, .. })| (here.min(*source), here.max(*source))).collect()
}

/// What one article has from another.
fn derivation(reads: &[Read], drawn: &[Drawn], here: usize, from: &Possible, how: How) -> Derivation {
    let (source, evidence) = (from.source, &from.evidence);
    let side = |at: usize| Side { read: &reads[at], drawn: &drawn[at] };
    let passages = spans(side(here), side(source), how, evidence);
    let changes = match how {
        How::Copy => changes::in_copy(side(here), side(source), &evidence.passages),
        _ => changes::in_telling(&reads[here], &reads[source], &passages),
    };
    let share = share(&drawn[here], &passages);
    Derivation { source, how, share, passages, changes }
}

/// Sources that are so near to each other may both be the one: the earlier is.
const ALIKE: i64 = 20_000;
/// A text that derives from another is the source only where it is so much nearer than that other.
const NEARER: i64 = 300_000;
/// How many texts an article may have been put together from.
const TEXTS: usize = 3;
/// A further source gave so many words that none before it did.
const FURTHER: usize = 12;

/// By article that derives from another, its nearest source: the surest, or what that source derives from itself, unless
/// the article is clearly nearer to the one between. What has no how alone may be the source so.
fn nearest(
    (reads, drawn): (&[Read], &[Drawn]),
    order: &[usize],
    of: &[(usize, Vec<Possible>)],
    rated: &[Vec<Rated>],
) -> BTreeMap<usize, usize> {
    let numbers: BTreeMap<usize, usize> =
        of.iter().enumerate().map(|(nth, (here, _))| (*here, nth)).collect();
    let mut nearest: BTreeMap<usize, usize> = BTreeMap::new();
    for here in order {
        let Some(rated) = numbers.get(here).map(|nth| &rated[*nth]) else { continue };
        let sure = rated.iter().filter(|one| one.how.is_some());
        let Some(most) = sure.clone().map(|one| one.surely).max() else { continue };
        let alike = sure.filter(|one| one.surely + ALIKE >= most);
        let Some(mut best) = alike.min_by_key(|one| first(reads, drawn, one.source)) else {
            continue;
        };
        let mut left = rated.len();
        while let Some(above) = nearest.get(&best.source).filter(|above| *above != here)
            && let Some(above) = rated.iter().find(|one| one.source == *above)
            && above.aligned
            && above.surely + NEARER >= best.surely
            && left > 0
        {
            (best, left) = (above, left - 1);
        }
        nearest.insert(*here, best.source);
    }
    nearest
}

/// What an article derives from: its nearest source, and others whose own passages stand in it.
fn choose(
    reads: &[Read],
    drawn: &[Drawn],
    here: usize,
    nearest: usize,
    possible: &[Possible],
    rated: &[Rated],
) -> Vec<Derivation> {
    let mut sources: Vec<(&Possible, &Rated)> = possible.iter().zip(rated).collect();
    sources.sort_by_key(|(_, rated)| {
        (rated.source != nearest, Reverse(rated.surely), first(reads, drawn, rated.source))
    });
    let mut told = vec![false; drawn[here].words.len()];
    let mut chosen: Vec<Derivation> = Vec::new();
    for (possible, rated) in sources {
        let how = match rated.how {
            Some(how) => how,
            None if rated.source != nearest => continue,
            None if possible.evidence.measures.within => How::Rewrite,
            None => How::Translation,
        };
        if rated.source != nearest && (how != How::Copy || chosen.len() >= TEXTS) {
            continue;
        }
        let derivation = derivation(reads, drawn, here, possible, how);
        let words = covered(&drawn[here], &derivation.passages);
        let new = words.iter().zip(&told).filter(|(word, told)| **word && !**told).count();
        if rated.source == nearest || new >= FURTHER {
            told.iter_mut().zip(&words).for_each(|(told, word)| *told |= word);
            chosen.push(derivation);
        }
    }
    chosen
}

/// The passage of an article that prints another's whole text.
fn whole(here: &Read, there: &Read) -> Option<Passage> {
    let all = |read: &Read| Span::new(Part::Text, read.article.text(), 0, read.article.text().len());
    Some(Passage { here: all(here)?, there: all(there)? })
}

fn copied(source: usize, passages: Vec<Passage>) -> Derivation {
    Derivation { source, how: How::Copy, share: 1_000, passages, changes: Vec::new() }
}

/// The words between two bytes of all, in thousandths.
fn words_between(drawn: &Drawn, from: u32, to: u32) -> u16 {
    let inside = drawn.words.iter().filter(|word| (from..to).contains(&word.start)).count();
    (inside * 1_000 / drawn.words.len().max(1)) as u16
}

/// Which of the two took from the other, first, and from which.
fn direction(reads: &[Read], drawn: &[Drawn], a: usize, b: usize) -> (usize, usize) {
    let first = earlier(&reads[a], &reads[b])
        // the fuller text is the source, as a rule
        .then_with(|| drawn[b].words.len().cmp(&drawn[a].words.len()))
        .then_with(|| drawn[a].text.cmp(&drawn[b].text))
        .then_with(|| reads[a].article.key().cmp(&reads[b].article.key()));
    if first == Ordering::Less { (b, a) } else { (a, b) }
}

/// What was taken, as spans of both texts.
fn spans(here: Side<'_>, there: Side<'_>, how: How, evidence: &Evidence) -> Vec<Passage> {
    let couple = |mine: Option<Span>, theirs: Option<Span>| Some(Passage { here: mine?, there: theirs? });
    if how == How::Copy {
        let rows = evidence.passages.iter();
        return rows.filter_map(|row| couple(here.words(row.here), there.words(row.there))).collect();
    }
    let told = evidence.alignment.couples.iter();
    told.filter_map(|told| couple(here.sentences(told.here), there.sentences(told.there))).collect()
}

fn covered(drawn: &Drawn, passages: &[Passage]) -> Vec<bool> {
    let inside = |at: u32| passages.iter().any(|p| (p.here.start()..p.here.end()).contains(&(at as usize)));
    drawn.words.iter().map(|word| inside(word.start)).collect()
}

fn share(drawn: &Drawn, passages: &[Passage]) -> u16 {
    let covered = covered(drawn, passages).into_iter().filter(|word| *word).count();
    (covered * 1000 / drawn.words.len().max(1)) as u16
}

/// Whether an article tells from its source's text, and does not only print some of it: a third of its words are of it,
/// or it prints half of it.
fn tells_from(reads: &[Read], derivation: &Derivation) -> bool {
    let there: usize = derivation.passages.iter().map(|p| p.there.end() - p.there.start()).sum();
    derivation.share >= 333 || there * 2 >= reads[derivation.source].article.text().len()
}

/// By position: the smallest key of the articles that tell from one source text.
fn groups(reads: &[Read], derivations: &[Vec<Derivation>]) -> Vec<Key> {
    let mut parent: Vec<usize> = (0..reads.len()).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    for (here, derived) in derivations.iter().enumerate() {
        for derivation in derived.iter().filter(|d| d.how != How::Cites && tells_from(reads, d)) {
            let (a, b) = (root(&mut parent, here), root(&mut parent, derivation.source));
            let smaller = |x: usize| reads[x].article.key();
            let (a, b) = if smaller(a) <= smaller(b) { (a, b) } else { (b, a) };
            parent[b] = a;
        }
    }
    (0..reads.len()).map(|at| reads[root(&mut parent, at)].article.key()).collect()
}
