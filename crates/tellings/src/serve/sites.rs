//! Where incidents were, each place once: a pin for what is a place, an area for what is one.

use std::collections::BTreeMap;

use claim::PlaceValue;
use gazetteer::{Extent, Gazetteer};
use schemars::JsonSchema;
use serde::Serialize;
use store::Light;

/// All places at which incidents are shown.
#[derive(Default)]
pub(crate) struct Sites {
    all: Vec<Site>,
    numbers: BTreeMap<(String, Option<String>, [i32; 4]), u32>,
}

/// One of them.
pub(crate) struct Site {
    pub(crate) name: String,
    /// ISO code.
    pub(crate) country: Option<String>,
    pub(crate) shape: Shape,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A town or a site: degrees north and east.
    Point(f32, f32),
    /// A district or region, by the box around its towns.
    Area(Extent),
    /// A country, whose shape the map has.
    Country,
}

/// A shape as GeoJSON has it: degrees east and north.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type")]
pub(crate) enum Geometry {
    Point {
        coordinates: [f64; 2],
    },
    Polygon {
        coordinates: [[[f64; 2]; 5]; 1],
    },
    #[serde(rename = "GeometryCollection")]
    Collection {
        geometries: Vec<Geometry>,
    },
}

impl Shape {
    fn of(place: &PlaceValue) -> Option<Shape> {
        match place.precision {
            "site" | "city" => place.point.map(|(north, east)| Shape::Point(north, east)),
            "district" | "region" => {
                let extent = place.id.and_then(|id| Gazetteer::in_use().extent(id));
                // an area of which only the middle is known is somewhere in its country
                extent.map(Shape::Area).or(place.country.is_some().then_some(Shape::Country))
            }
            _ => place.country.is_some().then_some(Shape::Country),
        }
    }

    fn corners(self) -> [f32; 4] {
        match self {
            Shape::Point(north, east) => [east, north, east, north],
            Shape::Area(Extent { south, west, north, east }) => [west, south, east, north],
            Shape::Country => [f32::MAX; 4],
        }
    }

    /// The shape as GeoJSON has it; null for a country. A box over the date line goes on beyond 180 degrees, so that it is
    /// one polygon. Rings run as RFC 7946 has them, against the clock.
    pub(crate) fn geometry(self) -> Option<Geometry> {
        Some(match self {
            Shape::Point(north, east) => Geometry::Point { coordinates: [degrees(east), degrees(north)] },
            Shape::Area(area) => {
                let (west, south, north) = (degrees(area.west), degrees(area.south), degrees(area.north));
                let east = degrees(area.east) + if area.east < area.west { 360.0 } else { 0.0 };
                let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
                Geometry::Polygon { coordinates: [ring] }
            }
            Shape::Country => return None,
        })
    }
}

/// Degrees without the noise of a shorter form.
fn degrees(short: f32) -> f64 {
    (f64::from(short) * 1e5).round() / 1e5
}

impl Sites {
    /// Where an incident is shown: one thing at the surest of its places that has one; a wave or sum at all, but for those
    /// that hold another of them.
    pub(crate) fn of(&mut self, light: &Light) -> Vec<u32> {
        let places = &light.places;
        let one = light.listed.scope == "single";
        let holds = |outer: &PlaceValue| {
            let is = |inner: &PlaceValue| {
                inner.within.iter().any(|c| c.name == outer.name && c.kind == outer.precision)
            };
            places.iter().any(is)
        };
        let mut out = Vec::new();
        for place in places.iter().filter(|place| one || !holds(place)) {
            let Some(shape) = Shape::of(place) else { continue };
            let site = self.number(place, shape);
            if !out.contains(&site) {
                out.push(site);
            }
            if one {
                break;
            }
        }
        out
    }

    fn number(&mut self, place: &PlaceValue, shape: Shape) -> u32 {
        let country = place.country.clone();
        let name = match (&shape, &country) {
            (Shape::Country, Some(code)) => crate::view::words::country(code).to_owned(),
            _ => place.name.clone(),
        };
        let corners = shape.corners().map(|degrees| (degrees * 1e4) as i32);
        *self.numbers.entry((name.clone(), country.clone(), corners)).or_insert_with(|| {
            self.all.push(Site { name, country, shape });
            self.all.len() as u32 - 1
        })
    }

    /// All, by number.
    pub(crate) fn all(&self) -> &[Site] {
        &self.all
    }
}
