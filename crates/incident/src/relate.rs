//! What an incident is part of, and what an utterance is about.

use std::collections::{BTreeMap, BTreeSet};

use claim::Extent;
use pack::Kinds;
use text::Key;

use crate::days::Days;
use crate::places::fits;
use crate::{Incident, Read};

/// Sets `part_of` and `about` where the articles leave no doubt.
pub(crate) fn relate(reads: &[Read], incidents: &mut [Incident]) {
    let articles: Vec<BTreeSet<Key>> = incidents
        .iter()
        .map(|i| i.tellings.iter().map(|at| reads[at.article].article.key()).collect())
        .collect();
    let mut in_article: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (nth, keys) in articles.iter().enumerate() {
        keys.iter().for_each(|key| in_article.entry(*key).or_default().push(nth));
    }
    let part_of: Vec<Option<Key>> =
        (0..incidents.len()).map(|at| whole(incidents, &articles, &in_article, at)).collect();
    let about: Vec<Option<Key>> =
        (0..incidents.len()).map(|at| subject(incidents, &articles, &in_article, at)).collect();
    for (incident, (part_of, about)) in incidents.iter_mut().zip(part_of.into_iter().zip(about)) {
        incident.part_of = part_of;
        incident.about = about;
    }
}

fn is_utterance(incident: &Incident) -> bool {
    incident.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k))).is_some_and(|k| k.utterance)
}

fn family(incident: &Incident) -> Option<&'static str> {
    incident.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k))).map(|k| k.family.as_str())
}

fn days(incident: &Incident) -> Option<Days> {
    incident.time.as_ref().and_then(Days::of)
}

/// The one wave or total that an article tells beside this incident and whose days, kind and places fit;
/// of several the one in most of its articles.
fn whole(
    incidents: &[Incident],
    articles: &[BTreeSet<Key>],
    in_article: &BTreeMap<Key, Vec<usize>>,
    at: usize,
) -> Option<Key> {
    let part = &incidents[at];
    if part.extent == Extent::Total || is_utterance(part) {
        return None;
    }
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for other in articles[at].iter().filter_map(|key| in_article.get(key)).flatten() {
        let whole = &incidents[*other];
        if whole.extent > part.extent
            && family(whole) == family(part)
            && days_fit(part, whole, 1)
            && places_fit(part, whole)
        {
            *shared.entry(*other).or_default() += 1;
        }
    }
    let most = shared.values().max()?;
    let mut best = shared.iter().filter(|(_, n)| *n == most).map(|(nth, _)| *nth);
    let first = best.next()?;
    best.next().is_none().then(|| incidents[first].id)
}

/// Whether the days are at most `gap` apart, or unknown of one.
fn days_fit(a: &Incident, b: &Incident, gap: i32) -> bool {
    match (days(a), days(b)) {
        (Some(x), Some(y)) => x.gap(&y) <= gap,
        _ => true,
    }
}

/// Whether some places are the same or hold each other, or one has none.
fn places_fit(a: &Incident, b: &Incident) -> bool {
    a.places.is_empty() || b.places.is_empty() || a.places.iter().any(|x| b.places.iter().any(|y| fits(x, y)))
}

/// What an utterance speaks of: the only deed that fits in each of the articles that have one.
fn subject(
    incidents: &[Incident],
    articles: &[BTreeSet<Key>],
    in_article: &BTreeMap<Key, Vec<usize>>,
    at: usize,
) -> Option<Key> {
    let said = &incidents[at];
    if !is_utterance(said) {
        return None;
    }
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for key in &articles[at] {
        let deeds = in_article.get(key).into_iter().flatten().copied();
        let fitting: Vec<usize> = deeds.filter(|deed| may_speak_of(said, &incidents[*deed])).collect();
        match fitting.as_slice() {
            [] => {}
            [only] => {
                found.insert(*only);
            }
            _ => return None,
        }
    }
    let mut found = found.into_iter();
    let first = found.next()?;
    found.next().is_none().then(|| incidents[first].id)
}

/// Whether a deed is none of words, not later than what is said, and not of another place.
fn may_speak_of(said: &Incident, deed: &Incident) -> bool {
    let before = match (days(said), days(deed)) {
        (Some(said), Some(deed)) => deed.first <= said.last,
        _ => true,
    };
    deed.kind.is_some() && !is_utterance(deed) && before && places_fit(said, deed)
}
