//! Bodies under their full names: whose city hall, the authorities of which region, which state "Kyiv" is.

use std::sync::Arc;

use gazetteer::Gazetteer;
use pack::Kinds;

use crate::{Origin, PlaceValue, Reading};

/// Gives the origins of claims the names that only the incident tells: "city hall" is that of the town where it happened,
/// and rescuers are those of the state; a state under any name, its capital's too, is the state.
pub(crate) fn name_in_full(reading: &mut Reading, places: &Gazetteer) {
    let somewhere = reading.tellings.iter().flat_map(|t| &t.places).find_map(|p| p.country.clone());
    for claim in &mut reading.claims {
        let Some(origin) = &claim.origin else { continue };
        let told = &reading.tellings[claim.telling].places;
        let full = match origin.institution.as_deref() {
            Some(name) => {
                let home = told.first().and_then(|p| p.country.as_deref()).or(somewhere.as_deref());
                let named = origin.side.as_deref();
                let state = named.or(home).and_then(|code| places.country(code));
                let national = || Kinds::shipped().national(name, named, home).map(str::to_owned);
                at_home(name, told, state.map(|id| places.name(id))).or_else(national)
            }
            None if is_state(origin) => origin
                .side
                .as_deref()
                .and_then(|code| places.country(code))
                .map(|id| places.name(id).to_owned()),
            None => None,
        };
        if let Some(full) = full {
            claim.origin = Some(Arc::new(Origin { institution: Some(full), ..Origin::clone(origin) }));
        }
    }
}

/// A name whose first words stand in braces for a place of the incident: "{town} city government". Without such a place it
/// is the rest.
fn at_home(name: &str, told: &[PlaceValue], state: Option<&str>) -> Option<String> {
    let (home, rest) = name.strip_prefix('{')?.split_once("} ")?;
    let within = |kind: &str| {
        let place = told.first()?;
        let around = || place.within.iter().find(|c| c.kind == kind).map(|c| c.name.as_str());
        if place.precision == kind { Some(place.name.as_str()) } else { around() }
    };
    let place = match home {
        "state" => state,
        "region" => within("region"),
        _ => within("city"),
    };
    Some(place.map_or_else(|| rest.to_owned(), |place| format!("{place} {rest}")))
}

/// A body's one name without the braces that stand for a place of the incident.
pub(crate) fn without_home(name: &str) -> &str {
    name.strip_prefix('{').and_then(|n| n.split_once("} ")).map_or(name, |(_, rest)| rest)
}

/// Whether nothing but a state, by its name or its capital's, is said to say something.
fn is_state(origin: &Origin) -> bool {
    origin.kind.is_none()
        && origin.side.is_some()
        && origin.voice.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Container;

    #[test]
    fn a_body_goes_by_its_place() {
        let town = PlaceValue {
            name: "Lviv".to_owned(),
            id: None,
            within: vec![Container { name: "Lviv Oblast".to_owned(), kind: "region" }],
            country: Some("UA".to_owned()),
            point: None,
            precision: "city",
        };
        let told = [town];
        let full = |name| at_home(name, &told, Some("Ukraine"));
        assert_eq!(full("{town} city government").as_deref(), Some("Lviv city government"));
        assert_eq!(full("{region} regional government").as_deref(), Some("Lviv Oblast regional government"));
        assert_eq!(full("{state} presidency").as_deref(), Some("Ukraine presidency"));
        assert_eq!(full("police"), None);
        assert_eq!(at_home("{town} city government", &[], None).as_deref(), Some("city government"));
        assert_eq!(without_home("{town} city government"), "city government");
    }
}
