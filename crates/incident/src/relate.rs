//! What an incident is part of, and what an utterance is about.

use std::collections::{BTreeMap, BTreeSet};

use claim::Extent;
use pack::Kinds;
use text::Key;

use crate::Incident;
use crate::days::Days;
use crate::places::Spot;

/// Sets `part_of` and `about` where the articles leave no doubt; `articles` are, by incident, the keys of those that tell
/// of it. What an incident gets depends on those alone that share an article with it.
pub fn relate(incidents: &mut [Incident], articles: Vec<BTreeSet<Key>>) {
    let mut in_article: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (nth, keys) in articles.iter().enumerate() {
        keys.iter().for_each(|key| in_article.entry(*key).or_default().push(nth));
    }
    let told: Vec<Related<'_>> = incidents
        .iter()
        .zip(articles)
        .map(|(incident, articles)| Related {
            incident,
            days: incident.time.as_ref().and_then(Days::of),
            spots: incident.places.iter().map(Spot::of).collect(),
            articles,
        })
        .collect();
    let part_of: Vec<Option<Key>> = told.iter().map(|part| whole(&told, &in_article, part)).collect();
    let about: Vec<Option<Key>> = told.iter().map(|said| subject(&told, &in_article, said)).collect();
    for (incident, (part_of, about)) in incidents.iter_mut().zip(part_of.into_iter().zip(about)) {
        incident.part_of = part_of;
        incident.about = about;
    }
}

/// An incident with what it is held against others by.
struct Related<'a> {
    incident: &'a Incident,
    days: Option<Days>,
    spots: Vec<Spot>,
    /// The keys of the articles that tell of it.
    articles: BTreeSet<Key>,
}

impl Related<'_> {
    fn kind(&self) -> Option<&'static pack::Kind> {
        self.incident.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k)))
    }

    fn is_utterance(&self) -> bool {
        self.kind().is_some_and(|k| k.utterance)
    }

    fn family(&self) -> Option<&'static str> {
        self.kind().map(|k| k.family.as_str())
    }

    /// Whether the days are at most `gap` apart, or unknown of one.
    fn days_fit(&self, other: &Related<'_>, gap: i32) -> bool {
        match (self.days, other.days) {
            (Some(x), Some(y)) => x.gap(&y) <= gap,
            _ => true,
        }
    }

    /// Whether some places are the same or hold each other, or one has none.
    fn places_fit(&self, other: &Related<'_>) -> bool {
        let none = self.spots.is_empty() || other.spots.is_empty();
        none || self.spots.iter().any(|x| other.spots.iter().any(|y| x.fits(y)))
    }
}

/// The one wave or total that an article tells beside this incident and whose days, kind and places fit;
/// of several the one in most of its articles.
fn whole(told: &[Related<'_>], in_article: &BTreeMap<Key, Vec<usize>>, part: &Related<'_>) -> Option<Key> {
    if part.incident.extent == Extent::Total || part.is_utterance() {
        return None;
    }
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for other in part.articles.iter().filter_map(|key| in_article.get(key)).flatten() {
        let whole = &told[*other];
        if whole.incident.extent > part.incident.extent
            && whole.family() == part.family()
            && part.days_fit(whole, 1)
            && part.places_fit(whole)
        {
            *shared.entry(*other).or_default() += 1;
        }
    }
    let most = shared.values().max()?;
    let mut best = shared.iter().filter(|(_, n)| *n == most).map(|(nth, _)| *nth);
    let first = best.next()?;
    best.next().is_none().then(|| told[first].incident.id)
}

/// What an utterance speaks of: the only deed that fits in each of the articles that have one.
fn subject(told: &[Related<'_>], in_article: &BTreeMap<Key, Vec<usize>>, said: &Related<'_>) -> Option<Key> {
    if !said.is_utterance() {
        return None;
    }
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for key in &said.articles {
        let deeds = in_article.get(key).into_iter().flatten().copied();
        let fitting: Vec<usize> = deeds.filter(|deed| may_speak_of(said, &told[*deed])).collect();
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
    found.next().is_none().then(|| told[first].incident.id)
}

/// Whether a deed is none of words, not later than what is said, and not of another place.
fn may_speak_of(said: &Related<'_>, deed: &Related<'_>) -> bool {
    let before = match (said.days, deed.days) {
        (Some(said), Some(deed)) => deed.first <= said.last,
        _ => true,
    };
    deed.kind().is_some() && !deed.is_utterance() && before && said.places_fit(deed)
}
