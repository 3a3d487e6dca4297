//! How far from a place: "40 km north of Kharkiv" is not in Kharkiv, and "outside Kharkiv" may be.

use gazetteer::{Gazetteer, PlaceId, PlaceKind};
use pack::tags;

use crate::chart::{Chart, Item, NO_LOAD};
use crate::naming::{Ground, PlaceMention, Relation, ends_with};
use crate::{Container, PlaceValue};

/// Where something lies, as seen from a place that is named for no more than that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Offset {
    /// The first token of the words that say it, counted over the document.
    pub(crate) start: u32,
    /// Kilometres.
    pub(crate) km: f32,
    /// Degrees clockwise from north, where the way is told.
    pub(crate) bearing: Option<u16>,
}

/// How a name stands to where something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Beside {
    /// "40 km north of".
    Far(Offset),
    /// "near", "outside", "a suburb of", or hardly any way from.
    Near,
}

/// Fewer kilometres than this are near.
const CLOSE: f32 = 3.0;
/// How many words may stand between a distance and the name.
const WORDS: usize = 9;

/// What the words before a name say of how far from it something lies.
pub(crate) fn beside(g: &Ground, chart: &Chart, from: u16) -> Option<Beside> {
    let t = g.t;
    let to = |tag: Option<pack::Tag>, at: u16| {
        let items = chart.to(at).map(|i| &chart.items[i]).filter(move |i| Some(i.tag) == tag);
        items.min_by_key(|i| i.start)
    };
    let (mut at, mut bearing, mut near) = (from, None, false);
    for _ in 0..WORDS {
        if at == 0 {
            break;
        }
        if let Some(unit) = to(t.length, at) {
            let metres: f32 = g.document.pack.value(unit.value).parse().ok()?;
            let Some((number, start)) = number(g, chart, unit.start) else { break };
            let km = number * metres / 1000.0;
            let start = g.sentence.first + u32::from(start);
            return Some(if km < CLOSE { Beside::Near } else { Beside::Far(Offset { start, km, bearing }) });
        }
        if let Some(compass) = to(t.compass, at) {
            bearing = bearing.or_else(|| g.document.pack.value(compass.value).parse().ok());
            at = compass.start;
            continue;
        }
        if let Some(word) = to(t.nearness, at) {
            near = true;
            at = word.start;
            continue;
        }
        if g.word(at - 1) == ")" {
            let open = (at.saturating_sub(8)..at).rev().find(|a| g.word(*a) == "(");
            at = open?;
            continue;
        }
        let link = [t.of, t.from, t.det, t.noun, t.demonym, t.direction]
            .iter()
            .any(|tag| ends_with(chart, *tag, at));
        let way = bearing.is_some() && [t.place_in, t.to].iter().any(|tag| ends_with(chart, *tag, at));
        if !link && !way || g.capital(at - 1) && !g.capital_nouns && !ends_with(chart, t.demonym, at) {
            break;
        }
        at -= 1;
    }
    near.then_some(Beside::Near)
}

/// The number right before a unit, and where its words begin: "15", "une quinzaine de".
fn number(g: &Ground, chart: &Chart, unit: u16) -> Option<(f32, u16)> {
    let value = |item: &Item| match item.tag {
        tags::NUMBER if item.load != NO_LOAD => Some(item.load as f32),
        tag if [g.t.vague, g.t.some].contains(&Some(tag)) => {
            g.document.pack.value(item.value).trim_start_matches('~').parse().ok()
        }
        _ => None,
    };
    let numbers = chart.to(unit).filter_map(|i| Some((value(&chart.items[i])?, chart.items[i].start)));
    numbers.min_by_key(|(_, start)| *start)
}

/// Which place a distance is told of: the one named just before it ("Kupiansk, 100 km east of Kharkiv"), else the one just
/// behind ("15 km from Mariupol, in the village of Sartana"). By their numbers: the place, and what it lies beside.
pub(crate) fn pairs(mentions: &[PlaceMention]) -> Vec<(usize, usize, Offset)> {
    let mut found = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let Some(Beside::Far(offset)) = mention.beside else { continue };
        let free = |m: &PlaceMention| {
            m.sentence == mention.sentence && m.beside.is_none() && m.relation != Relation::Holds
        };
        let before = mentions[..at]
            .iter()
            .rposition(|m| free(m) && m.reach <= offset.start && offset.start - m.reach <= LEAD);
        // what holds the place may stand between
        let held = || {
            let held = |m: &&PlaceMention| {
                m.sentence == mention.sentence
                    && m.container.is_some_and(|c| {
                        let c = &mentions[c];
                        c.reach <= offset.start && offset.start - c.reach <= LEAD
                    })
            };
            mentions[..at].iter().position(|m| held(&m))
        };
        let behind = || {
            let behind = |m: &PlaceMention| {
                free(m) && m.relation == Relation::In && m.tokens.0 - mention.reach <= LEAD
            };
            mentions.get(at + 1).filter(|m| behind(m)).map(|_| at + 1)
        };
        if let Some(place) = before.or_else(held).or_else(behind) {
            found.push((place, at, offset));
        }
    }
    found
}

/// How many tokens may stand between a name and the distance that is told of it: ", located about".
const LEAD: u32 = 6;

/// Whether a place lies about so far from another, and in that direction.
pub(crate) fn fits(places: &Gazetteer, place: PlaceId, from: PlaceId, offset: Offset) -> bool {
    if places.kind(from) != PlaceKind::City || places.kind(place) != PlaceKind::City || place == from {
        return false;
    }
    let (far, told) = (places.distance_km(place, from), f64::from(offset.km));
    // by road it is farther, and round numbers are round
    let distance = far >= told * 0.55 - 5.0 && far <= told * 1.25 + 5.0;
    let way = offset.bearing.is_none_or(|told| {
        let turn = (bearing(places, from, place) - f64::from(told)).rem_euclid(360.0);
        turn.min(360.0 - turn) <= TURN
    });
    distance && way
}

/// "North" may be north-northeast, and a little more.
const TURN: f64 = 50.0;

/// The direction from one place to another, in degrees clockwise from north.
fn bearing(places: &Gazetteer, from: PlaceId, to: PlaceId) -> f64 {
    let (a, b) = (places.figures(from), places.figures(to));
    let north = f64::from(b.lat - a.lat);
    let east = f64::from(b.lon - a.lon) * f64::from(a.lat).to_radians().cos();
    east.atan2(north).to_degrees().rem_euclid(360.0)
}

/// Whether a place is so far from where it should be that it is another of its name.
pub(crate) fn elsewhere(places: &Gazetteer, place: PlaceId, from: PlaceId, offset: Offset) -> bool {
    let cities = places.kind(from) == PlaceKind::City && places.kind(place) == PlaceKind::City;
    cities && places.distance_km(place, from) > 2.0 * f64::from(offset.km) + 25.0
}

/// A town so near may be what "outside" a city means, which has so many people, and so many times those of the town.
const SUBURB: f64 = 40.0;
const CITY: u32 = 300_000;
const LARGER: u32 = 5;

/// Says of a name that something is only near to which town is meant: a smaller one near it, where the article says that it
/// was: "an attack near Moscow" is in Krasnogorsk, where that stands further down.
pub(crate) fn find_meant(mentions: &mut [PlaceMention], places: &Gazetteer) {
    let people = |id: PlaceId| places.figures(id).population;
    let city = |m: &PlaceMention| m.settled.filter(|id| places.kind(*id) == PlaceKind::City);
    let own = |m: &PlaceMention| m.beside.is_none() && m.relation == Relation::In && !m.home && !m.part;
    for at in 0..mentions.len() {
        let near = mentions[at].beside == Some(Beside::Near);
        let Some(id) = city(&mentions[at]).filter(|id| near && people(*id) >= CITY) else { continue };
        let suburb = |m: &PlaceMention| {
            own(m)
                && city(m).is_some_and(|town| {
                    town != id
                        && people(town) <= people(id) / LARGER
                        && places.distance_km(town, id) <= SUBURB
                })
        };
        mentions[at].meant = mentions.iter().position(suburb);
    }
}

/// Farther than this from a place its own says nothing of where something was.
const AROUND: f32 = 30.0;

/// What is known of a place that the gazetteer lacks, by what it lies beside: the region or country around that, and a
/// point where way and distance tell it.
pub(crate) fn unlisted(name: String, from: PlaceId, offset: Offset, places: &Gazetteer) -> PlaceValue {
    let figures = places.figures(from);
    let town = places.kind(from) == PlaceKind::City;
    // beyond a border all may be another's
    let around = places.containers(from).filter(|c| {
        town && match places.kind(*c) {
            PlaceKind::Country => true,
            PlaceKind::Region => offset.km <= AROUND,
            _ => false,
        }
    });
    let within: Vec<Container> = around.map(|c| crate::place_value::container(c, places)).collect();
    let point = offset.bearing.filter(|_| town).map(|bearing| {
        let (north, east) = (f64::from(bearing).to_radians().cos(), f64::from(bearing).to_radians().sin());
        let degrees = f64::from(offset.km) / 111.2;
        let wide = f64::from(figures.lat).to_radians().cos().max(0.01);
        (figures.lat + (degrees * north) as f32, figures.lon + (degrees * east / wide) as f32)
    });
    let country = Some(places.code(figures.country).to_owned()).filter(|code| town && !code.is_empty());
    PlaceValue { name, id: None, within, country, point, precision: "city" }
}

/// What is known of where something was of which the article says only what it lies beside.
pub(crate) fn near(from: PlaceId, offset: Offset, places: &Gazetteer) -> PlaceValue {
    let value = unlisted(format!("near {}", places.name(from)), from, offset, places);
    let figures = places.figures(from);
    let point = value.point.or((offset.km <= AROUND).then_some((figures.lat, figures.lon)));
    PlaceValue { point, precision: "district", ..value }
}

/// Whether a name is only what something lies some way from.
pub(crate) fn far(mention: &PlaceMention, places: &Gazetteer) -> Option<(PlaceId, Offset)> {
    match (mention.beside, mention.settled) {
        (Some(Beside::Far(offset)), Some(id)) if places.kind(id) == PlaceKind::City => Some((id, offset)),
        _ => None,
    }
}
