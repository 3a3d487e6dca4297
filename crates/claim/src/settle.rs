//! Places settled by all that the article says: what holds them, what else is named, how large they are.

use std::collections::BTreeMap;

use gazetteer::{Gazetteer, NameRank, PlaceId, PlaceKind};

use crate::naming::{PlaceMention, Relation};
use crate::{Container, PlaceValue};

/// Chooses a place for every mention that the gazetteer knows.
pub(crate) fn settle(mentions: &mut [PlaceMention], names: &[String], places: &Gazetteer) {
    // What is named without doubt: countries, and regions by their main name.
    let mut held: BTreeMap<PlaceId, u32> = BTreeMap::new();
    for mention in mentions.iter() {
        if let Some((id, rank)) = mention.candidates.first()
            && (places.kind(*id) == PlaceKind::Country || places.kind(*id) == PlaceKind::Region && *rank == NameRank::Main)
        {
            *held.entry(*id).or_default() += 1;
        }
    }
    // The country of large towns speaks for small ones too.
    let mut countries: BTreeMap<PlaceId, u32> = BTreeMap::new();
    for mention in mentions.iter() {
        if let Some((id, _)) = mention.candidates.first() {
            let place = places.place(*id);
            if place.kind == PlaceKind::Country || place.population > 300_000 || mention.candidates.len() == 1 {
                *countries.entry(place.country_place).or_default() += 1;
            }
        }
    }
    for at in 0..mentions.len() {
        let mention = &mentions[at];
        let holder = mention.container.map(|c| (&mentions[c].candidates, mentions[c].noun));
        let best = mention.candidates.iter().enumerate().max_by_key(|(rank, (id, name))| {
            let place = places.place(*id);
            let inside = |outer: &PlaceId| *outer != *id && places.within(*id, *outer);
            let mut score = 0i64;
            score += (f64::from(place.population.max(1)).log10() * 12.0) as i64;
            score -= *rank as i64 * 4;
            score -= if *name == NameRank::Main { 0 } else { 25 };
            score += if place.kind == PlaceKind::Country { 60 } else { 0 };
            if let Some((outer, _)) = holder {
                score += if outer.iter().take(6).any(|(o, _)| inside(o)) { 200 } else { 0 };
            }
            score += held.keys().filter(|o| places.kind(**o) == PlaceKind::Region).any(inside) as i64 * 60;
            score += held.keys().filter(|o| places.kind(**o) == PlaceKind::Country).any(inside) as i64 * 30;
            score += i64::from(countries.get(&place.country_place).copied().unwrap_or(0).min(4)) * 8;
            score += match (mention.noun, place.kind) {
                (Some("region"), PlaceKind::Region) | (Some("district"), PlaceKind::District) => 80,
                (Some("city"), PlaceKind::City) => 80,
                (Some("country"), PlaceKind::Country) => 80,
                (Some("region" | "district"), PlaceKind::City) => -40,
                _ => 0,
            };
            (score, std::cmp::Reverse(*id))
        });
        let settled = best.map(|(_, (id, _))| *id);
        mentions[at].settled = settled;
    }
    // one name, one place: the mention that says what holds it speaks for the others
    let mut said: BTreeMap<&str, PlaceId> = BTreeMap::new();
    for (mention, name) in mentions.iter().zip(names) {
        if let (Some(_), Some(id)) = (mention.container, mention.settled) {
            said.entry(name).or_insert(id);
        }
    }
    for (mention, name) in mentions.iter_mut().zip(names) {
        if mention.container.is_none()
            && let Some(id) = said.get(name.as_str())
        {
            mention.settled = Some(*id);
        }
    }
}

/// The place of a mention, for the output.
pub(crate) fn value(mentions: &[PlaceMention], names: &[String], at: usize, places: &Gazetteer) -> PlaceValue {
    let mention = &mentions[at];
    if let Some(id) = mention.settled {
        return known(id, places);
    }
    let mut within = Vec::new();
    let mut country = None;
    if let Some(outer) = mention.container.filter(|c| *c != at) {
        let holder = value_shallow(mentions, names, outer, places);
        within.push(Container { name: holder.name.clone(), kind: holder.precision });
        within.extend(holder.within);
        country = holder.country;
    }
    let name = names[at].clone();
    PlaceValue { name, id: None, within, country, point: None, precision: mention.noun.unwrap_or("city") }
}

/// As [`value`], without following further containers of unknown places.
fn value_shallow(mentions: &[PlaceMention], names: &[String], at: usize, places: &Gazetteer) -> PlaceValue {
    match mentions[at].settled {
        Some(id) => known(id, places),
        None => PlaceValue {
            name: names[at].clone(),
            id: None,
            within: mentions[at]
                .container
                .and_then(|c| mentions[c].settled)
                .map(|id| {
                    let outer = known(id, places);
                    let mut within = vec![Container { name: outer.name, kind: outer.precision }];
                    within.extend(outer.within);
                    within
                })
                .unwrap_or_default(),
            country: mentions[at].container.and_then(|c| mentions[c].settled).map(|id| places.place(id).country.to_owned()),
            point: None,
            precision: mentions[at].noun.unwrap_or("city"),
        },
    }
}

fn kind_name(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Country => "country",
        PlaceKind::Region => "region",
        PlaceKind::District => "district",
        PlaceKind::City => "city",
    }
}

/// A place of the gazetteer as a value.
pub(crate) fn known(id: PlaceId, places: &Gazetteer) -> PlaceValue {
    let place = places.place(id);
    PlaceValue {
        name: place.name.to_owned(),
        id: Some(id),
        within: places
            .containers(id)
            .map(|c| Container { name: places.place(c).name.to_owned(), kind: kind_name(places.kind(c)) })
            .collect(),
        country: Some(place.country.to_owned()),
        point: Some((place.lat, place.lon)),
        precision: kind_name(place.kind),
    }
}

/// How surely a mention is where something happened.
pub(crate) fn weight(mention: &PlaceMention) -> u8 {
    match mention.relation {
        Relation::In => 3,
        Relation::Of => 2,
        Relation::Bare => 1,
        Relation::Holds | Relation::Way => 0,
    }
}
