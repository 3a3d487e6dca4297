//! Why two articles' tellings were or were not linked.

use crate::copies::Copies;
use crate::score::{Level, levels, score};
use crate::told::{self, Told};
use crate::{Read, TellingAt, Weights, title, waiting};

/// Two tellings, held against each other.
#[derive(Clone, Debug)]
pub struct Pair {
    /// One of the first article.
    pub first: Side,
    /// One of the second article.
    pub second: Side,
    /// What every comparison came to, but those that say nothing.
    pub levels: Vec<Level>,
    /// The sum of the weights; `None` where something rules one incident out.
    pub score: Option<i16>,
    /// What the sum must reach for the pair to be linked.
    pub threshold: i16,
    /// Whether the two are in one incident in the end: a linked pair may be parted by others, and others may join two
    /// that are not linked.
    pub together: bool,
}

/// One telling of a [`Pair`].
#[derive(Clone, Debug)]
pub struct Side {
    /// Where it stands.
    pub at: TellingAt,
    /// "Drone strike, Kazan, 21 December 2024", by what this telling alone says.
    pub title: String,
    /// Whether it has no day or no place, and so joins the best incident of others.
    pub waits: bool,
}

/// Holds every telling of one article against every telling of another, those that speak most for one incident first.
///
/// `a` and `b` are positions in `reads`; all of `reads` decide who ends up together. Of two copies of one text the
/// tellings are the same and are left out.
pub fn why(reads: &[Read], a: usize, b: usize) -> Vec<Pair> {
    let copies = Copies::among(reads);
    let tellings = told::tell(reads, &copies);
    let weights = Weights::shipped();
    let groups = waiting::group(&tellings, weights);
    let group_of = |telling: usize| groups.iter().position(|g| g.binary_search(&telling).is_ok());
    let of = |article: usize| {
        let here = move |at: &TellingAt| at.article == article;
        tellings
            .iter()
            .enumerate()
            .filter_map(move |(n, told)| Some((n, told, *told.at.iter().find(|at| here(at))?)))
    };
    let mut pairs: Vec<Pair> = of(a)
        .flat_map(|first| of(b).map(move |second| (first, second)))
        .filter(|((x, ..), (y, ..))| x != y)
        .map(|((x, first, first_at), (y, second, second_at))| Pair {
            first: side(reads, first, first_at),
            second: side(reads, second, second_at),
            levels: levels(first, second, weights).into_iter().filter(|l| l.weight != Some(0)).collect(),
            score: score(first, second, weights),
            threshold: weights.threshold,
            together: group_of(x) == group_of(y),
        })
        .collect();
    let place = |p: &Pair| (p.first.at, p.second.at);
    pairs.sort_by_key(|p| (!p.together, std::cmp::Reverse(p.score), place(p)));
    pairs
}

/// Two tellings with what comes of every comparison: what weights are learnt from.
#[derive(Clone, Debug)]
pub struct Held {
    /// Where the first stands, in the first article that prints it.
    pub first: TellingAt,
    /// Where the second stands.
    pub second: TellingAt,
    /// By comparison: its name, what came of it, what that weighs.
    pub levels: Vec<Level>,
}

/// Every two tellings of these articles, held against each other: n² of them, where [`compare`](crate::compare) looks
/// only at those that share a key.
pub fn held(reads: &[Read], weights: &Weights) -> Vec<Held> {
    let tellings = told::tell(reads, &Copies::among(reads));
    let pairs = (0..tellings.len()).flat_map(|a| (0..a).map(move |b| (b, a)));
    pairs
        .filter_map(|(a, b)| {
            let (a, b) = (&tellings[a], &tellings[b]);
            score(a, b, weights)?;
            Some(Held { first: *a.at.first()?, second: *b.at.first()?, levels: levels(a, b, weights) })
        })
        .collect()
}

fn side(reads: &[Read], told: &Told, at: TellingAt) -> Side {
    let telling = &reads[at.article].reading.tellings[at.telling];
    let kinds = &pack::Kinds::shipped().kinds;
    let kind = told.kind.and_then(|k| kinds.get(usize::from(k))).map(|k| k.label.as_str());
    let place = telling.places.first().map(|p| p.name.as_str());
    Side { at, title: title::title(kind, place, telling.time.as_ref()), waits: told.waits() }
}

/// The position of the only article whose id is `id` or begins or ends with it.
///
/// # Errors
/// How many articles have such an id, where it is not one.
pub fn position(reads: &[Read], id: &str) -> Result<usize, usize> {
    let exact = reads.iter().position(|r| r.article.id() == id);
    if let Some(at) = exact {
        return Ok(at);
    }
    let fits = |r: &Read| r.article.id().starts_with(id) || r.article.id().ends_with(id);
    let mut found = reads.iter().enumerate().filter(|(_, r)| fits(r)).map(|(at, _)| at);
    match (found.next(), found.count()) {
        (Some(at), 0) => Ok(at),
        (None, _) => Err(0),
        (Some(_), more) => Err(more + 1),
    }
}
