//! From a group of tellings to an incident: its kind, places and time by votes, its facts, its checks.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Extent, PlaceValue, Precision, TimeValue, Value};
use pack::Kinds;
use text::Key;

use crate::copies::Copies;
use crate::days::Days;
use crate::places::{Spot, rank};
use crate::told::Told;
use crate::voices::Voices;
use crate::{ClaimAt, Incident, Read, TellingAt, checks, title, weigh};

/// Makes the incident of a group of tellings.
pub(crate) fn incident(reads: &[Read], copies: &Copies, group: &[&Told]) -> Incident {
    let telling = |at: &TellingAt| &reads[at.article].reading.tellings[at.telling];
    let mut tellings: Vec<TellingAt> = group.iter().flat_map(|told| told.at.iter().copied()).collect();
    tellings.sort_by_key(|at| (reads[at.article].article.key(), at.telling, at.article));
    let keys: BTreeSet<Key> = tellings.iter().map(|at| telling(at).key).collect();
    let smallest = keys.first().copied().unwrap_or_else(|| Key::of([]));
    let extent = group.first().map_or(Extent::Single, |told| told.extent);
    let kind = kind(reads, group);
    // one vote a text, however often it is copied
    let voters: Vec<(Key, TellingAt)> = {
        let first: BTreeMap<(Key, Key), TellingAt> =
            tellings.iter().rev().map(|at| ((copies.texts[at.article], told_key(group, at)), *at)).collect();
        first.into_iter().map(|((text, _), at)| (text, at)).collect()
    };
    let places = places(
        voters.iter().flat_map(|(text, at)| telling(at).places.iter().enumerate().map(move |p| (*text, p))),
        extent,
    );
    let time = time(voters.iter().filter_map(|(_, at)| telling(at).time.as_ref()));
    let mut claims: Vec<ClaimAt> = tellings
        .iter()
        .flat_map(|at| telling(at).claims.iter().map(|claim| ClaimAt { article: at.article, claim: *claim }))
        .filter(|at| at.claim < reads[at.article].reading.claims.len())
        .collect();
    claims.sort_unstable();
    claims.dedup();
    let origin = |at: &ClaimAt| reads[at.article].reading.claims[at.claim].origin.as_deref();
    let voices = Voices::of(claims.iter().filter_map(origin));
    let home = places.first().filter(|_| extent == Extent::Single).map(|p| crate::names::fold(&p.name));
    let known = kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k)));
    let speaker = known.filter(|k| k.utterance).and_then(|_| speaker(reads, &claims));
    let whose = speaker.or_else(|| places.first().map(|p| p.name.clone()));
    Incident {
        key: Key::of_set(keys.iter().copied()),
        id: Key::of([smallest.to_bytes().as_slice()]),
        kind,
        title: title::title(known.map(|k| k.label.as_str()), whose.as_deref(), time.as_ref()),
        extent,
        part_of: None,
        about: None,
        facts: weigh::facts(reads, copies, &claims, &voices, home.as_deref()),
        checks: checks::checks(reads, &claims),
        places,
        time,
        tellings,
        voices,
    }
}

fn told_key(group: &[&Told], at: &TellingAt) -> Key {
    group.iter().find(|told| told.at.contains(at)).map_or_else(|| Key::of([]), |told| told.key)
}

/// The kind with most votes, each weighing four times as much for every rank: a strike known to be by
/// drone is one by drone, though others call it an explosion.
fn kind(reads: &[Read], group: &[&Told]) -> Option<u8> {
    let kinds = &Kinds::shipped().kinds;
    let mut votes: BTreeMap<u8, u64> = BTreeMap::new();
    // by family: votes, and how much is told with them
    let mut families: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    let claims = |told: &Told| {
        told.at.first().map_or(0, |at| reads[at.article].reading.tellings[at.telling].claims.len())
    };
    for told in group {
        if let Some(kind) = told.kind {
            *votes.entry(kind).or_default() += 1 << (2 * kinds[usize::from(kind)].rank.min(8));
            let (votes, words) = families.entry(told.family()).or_default();
            (*votes, *words) = (*votes + 1, *words + claims(told));
        }
    }
    let (family, _) = families.iter().max_by_key(|(name, votes)| (**votes, std::cmp::Reverse(**name)))?;
    let of_family = votes.iter().filter(|(kind, _)| kinds[usize::from(**kind)].family == **family);
    of_family.max_by_key(|(kind, votes)| (**votes, std::cmp::Reverse(**kind))).map(|(kind, _)| *kind)
}

/// The places, the surest first. A text that names what holds a place speaks for the place too; of one
/// thing that happened the places that only hold a surer one are left out. Of places of equally many texts, that comes
/// first which more of them put first; of a wave that which most put first, and the widest of those.
fn places<'a>(
    named: impl Iterator<Item = (Key, (usize, &'a PlaceValue))>,
    extent: Extent,
) -> Vec<PlaceValue> {
    type Named<'a> = (BTreeSet<Key>, BTreeSet<Key>, &'a PlaceValue);
    let whole = extent == Extent::Wave;
    let mut by_name: BTreeMap<(Option<&str>, u8, String), Named<'a>> = BTreeMap::new();
    for (text, (position, place)) in named {
        let key = (place.country.as_deref(), rank(place.precision), crate::names::fold(&place.name));
        let entry = by_name.entry(key).or_insert_with(|| (BTreeSet::new(), BTreeSet::new(), place));
        entry.0.insert(text);
        if position == 0 {
            entry.1.insert(text);
        }
        // of several forms the one that the gazetteer knows, then the smallest name
        if (place.id.is_none(), &place.name) < (entry.2.id.is_none(), &entry.2.name) {
            entry.2 = place;
        }
    }
    let all: Vec<(Named<'a>, Spot)> = by_name
        .into_values()
        .map(|named| {
            let spot = Spot::of(named.2);
            (named, spot)
        })
        .collect();
    let mut ranked: Vec<(usize, (usize, usize), &PlaceValue, &Spot)> = all
        .iter()
        .map(|((texts, first, place), spot)| {
            let mut behind = if whole { first.clone() } else { texts.clone() };
            let outer = all.iter().filter(|(_, outer)| !whole && outer.holds(spot));
            outer.for_each(|((texts, ..), _)| behind.extend(texts));
            (behind.len(), (texts.len(), first.len()), *place, spot)
        })
        .collect();
    ranked.sort_by(|(votes_a, own_a, a, _), (votes_b, own_b, b, _)| {
        votes_b
            .cmp(votes_a)
            .then_with(|| {
                let narrow = rank(a.precision).cmp(&rank(b.precision));
                if whole { narrow.reverse() } else { narrow }
            })
            .then(own_b.cmp(own_a))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.country.cmp(&b.country))
    });
    let mut out: Vec<(&PlaceValue, &Spot)> = Vec::new();
    for (_, _, place, spot) in ranked {
        if extent != Extent::Single || !out.iter().any(|(_, surer)| spot.holds(surer)) {
            out.push((place, spot));
        }
    }
    out.into_iter().map(|(place, _)| place.clone()).collect()
}

/// The most precise time that most tellings carry: the one that fits most of them; finer than a day only
/// where a third of them have it, and longer than two only where no such day is told by a third: "this week" fits the
/// days of all.
fn time<'a>(times: impl Iterator<Item = &'a TimeValue>) -> Option<TimeValue> {
    let all: Vec<&TimeValue> = times.collect();
    let dated: Vec<(&TimeValue, Days)> = all.iter().filter_map(|t| Some((*t, Days::of(t)?))).collect();
    if dated.is_empty() {
        return all.into_iter().min_by_key(|t| (t.pattern.is_none(), t.precision, &t.timex)).cloned();
    }
    let rated = dated.iter().map(|(time, days)| {
        let fit = dated.iter().filter(|(_, other)| days.gap(other) == 0).count();
        let carried = dated
            .iter()
            .filter(|(t, _)| (t.start, t.end, t.precision) == (time.start, time.end, time.precision));
        let carried = carried.count();
        let sure = time.precision >= Precision::Day || carried * 3 >= dated.len();
        let same_days =
            dated.iter().filter(|(_, other)| (days.first, days.last) == (other.first, other.last));
        let day = days.names_a_day() && same_days.count() * 3 >= dated.len();
        (
            sure,
            day,
            fit,
            std::cmp::Reverse(time.precision),
            carried,
            std::cmp::Reverse((time.start, time.end, &time.timex)),
            *time,
        )
    });
    rated
        .max_by(|a, b| (a.0, a.1, a.2, a.3, a.4, &a.5).cmp(&(b.0, b.1, b.2, b.3, b.4, &b.5)))
        .map(|best| best.6.clone())
}

/// Who speaks: the actor that most claims name.
fn speaker(reads: &[Read], claims: &[ClaimAt]) -> Option<String> {
    let actor = Kinds::shipped().facet("actor")?;
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for at in claims {
        let claim = &reads[at.article].reading.claims[at.claim];
        match &claim.value {
            Value::Name { name, .. } if claim.facet == actor => *names.entry(name).or_default() += 1,
            _ => {}
        }
    }
    let best = names.into_iter().max_by_key(|(name, votes)| (*votes, std::cmp::Reverse(*name)));
    best.map(|(name, _)| name.to_owned())
}
