//! The place of a mention as a value.

use gazetteer::{Gazetteer, PlaceId, PlaceKind};

use crate::naming::PlaceMention;
use crate::{Container, PlaceValue, offsets};

/// The place of a mention, for the output.
pub(crate) fn value(
    mentions: &[PlaceMention],
    names: &[String],
    at: usize,
    places: &Gazetteer,
) -> PlaceValue {
    let mention = &mentions[at];
    let town = mention.town.map(|t| known(t, places));
    if let Some(id) = mention.settled {
        let mut value = known(id, places);
        if let Some(town) = town {
            value.within = town.within;
            value.within.insert(0, Container { name: town.name, kind: town.precision });
        }
        return value;
    }
    let mut within = Vec::new();
    let mut country = None;
    if let Some(town) = town {
        within.push(Container { name: town.name, kind: town.precision });
        within.extend(town.within);
        country = town.country;
        return PlaceValue {
            name: names[at].clone(),
            id: None,
            within,
            country,
            point: None,
            precision: mention.noun.unwrap_or("site"),
        };
    }
    if let Some(outer) = mention.container.filter(|c| *c != at) {
        let holder = value_shallow(mentions, names, outer, places);
        within.push(Container { name: holder.name.clone(), kind: holder.precision });
        within.extend(holder.within);
        country = holder.country;
    }
    if let Some((from, offset)) = mention.seen_from.and_then(|from| offsets::far(&mentions[from], places)) {
        return offsets::unlisted(names[at].clone(), from, offset, places);
    }
    if let Some(area) = mention.area.filter(|_| within.is_empty()) {
        return known(area, places);
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
            country: mentions[at]
                .container
                .and_then(|c| mentions[c].settled)
                .map(|id| places.code(places.figures(id).country).to_owned()),
            point: None,
            precision: mentions[at].noun.unwrap_or("city"),
        },
    }
}

fn kind_name(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Country => "country",
        PlaceKind::Region | PlaceKind::Area => "region",
        PlaceKind::District => "district",
        PlaceKind::City => "city",
    }
}

/// A place of the gazetteer as what holds another.
pub(crate) fn container(id: PlaceId, places: &Gazetteer) -> Container {
    Container { name: places.name(id).to_owned(), kind: kind_name(places.kind(id)) }
}

/// A place of the gazetteer as a value.
pub(crate) fn known(id: PlaceId, places: &Gazetteer) -> PlaceValue {
    let place = places.figures(id);
    PlaceValue {
        name: places.name(id).to_owned(),
        id: Some(id),
        within: places.containers(id).map(|c| container(c, places)).collect(),
        country: Some(places.code(place.country).to_owned()).filter(|code| !code.is_empty()),
        point: Some((place.lat, place.lon)),
        precision: kind_name(place.kind),
    }
}
