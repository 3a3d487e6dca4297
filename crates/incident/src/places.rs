//! Places held against each other: the same, one within the other, near, apart.

use claim::PlaceValue;
use gazetteer::{Gazetteer, PlaceId};

use crate::names::fold;

/// Nearer than this two towns may be one place under two names, in kilometres.
const NEAR_KM: f64 = 30.0;
/// Farther than this two towns are two places, in kilometres.
const APART_KM: f64 = 40.0;
/// The same for regions, whose middle says little of their edge, in kilometres.
const REGIONS_APART_KM: f64 = 150.0;

/// How two places stand to each other, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// The same town, district or site.
    SameTown,
    /// The same region.
    SameRegion,
    /// One within the other, which is smaller than a country.
    Within,
    /// At most 30 km apart.
    Near,
    /// Two places of one name: an article that says no more may mean either.
    Namesake,
    /// The same country.
    SameCountry,
    /// One within the other, which is a country.
    WithinCountry,
    /// Nothing is known.
    Unknown,
    /// 30 to 40 km apart, or regions that may touch.
    Doubtful,
    /// Two places.
    Apart,
}

/// A place with its names folded once, ready to be held against many others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    id: Option<PlaceId>,
    /// Folded.
    pub(crate) name: String,
    /// What holds it: how wide that is, and its folded name.
    pub(crate) within: Vec<(u8, String)>,
    pub(crate) country: Option<String>,
    pub(crate) point: Option<(f32, f32)>,
    /// How wide it is.
    pub(crate) rank: u8,
}

impl Spot {
    pub(crate) fn of(place: &PlaceValue) -> Spot {
        Spot {
            id: place.id,
            name: fold(&place.name),
            within: place.within.iter().map(|c| (rank(c.kind), fold(&c.name))).collect(),
            country: place.country.clone(),
            point: place.point,
            rank: rank(place.precision),
        }
    }

    fn same(&self, other: &Spot) -> bool {
        match (self.id, other.id) {
            (Some(x), Some(y)) => {
                x == y && (self.rank != SITE || other.rank != SITE || self.name == other.name)
            }
            _ => self.name == other.name && self.may_share_country(other),
        }
    }

    /// Whether it holds `inner` and is not the same place.
    fn holds(&self, inner: &Spot) -> bool {
        if self.same(inner) {
            return false;
        }
        if let (Some(inner), Some(outer)) = (inner.id, self.id)
            && Gazetteer::embedded().within(inner, outer)
        {
            return true;
        }
        let named = inner.within.iter().any(|(wide, name)| *wide >= self.rank && *name == self.name);
        named && self.may_share_country(inner)
            || self.rank == COUNTRY && self.country.is_some() && self.country == inner.country
    }

    /// Whether their countries are the same, or one is not known.
    pub(crate) fn may_share_country(&self, other: &Spot) -> bool {
        self.country.is_none() || other.country.is_none() || self.country == other.country
    }

    /// Whether both are held by regions, and by none in common.
    fn other_region(&self, other: &Spot) -> bool {
        let regions = |spot: &'_ Spot| spot.within.iter().any(|(wide, _)| *wide == REGION);
        let shared = |(wide, name): &(u8, String)| {
            *wide == REGION && other.within.iter().any(|(wide, other)| *wide == REGION && other == name)
        };
        regions(self) && regions(other) && !self.within.iter().any(shared)
    }

    /// The distance in kilometres, where both have a point.
    fn distance_km(&self, other: &Spot) -> Option<f64> {
        if let (Some(x), Some(y)) = (self.id, other.id) {
            return Some(Gazetteer::embedded().distance_km(x, y));
        }
        let ((lat_a, lon_a), (lat_b, lon_b)) = (self.point?, other.point?);
        let radians = |degrees: f32| f64::from(degrees).to_radians();
        let (lat_a, lon_a, lat_b, lon_b) = (radians(lat_a), radians(lon_a), radians(lat_b), radians(lon_b));
        let chord = ((lat_b - lat_a) / 2.0).sin().powi(2)
            + lat_a.cos() * lat_b.cos() * ((lon_b - lon_a) / 2.0).sin().powi(2);
        Some(2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin())
    }
}

/// Compares two places.
pub(crate) fn relation(a: &Spot, b: &Spot) -> Relation {
    let wider = a.rank.max(b.rank);
    if a.same(b) {
        return match wider {
            COUNTRY => Relation::SameCountry,
            REGION => Relation::SameRegion,
            _ => Relation::SameTown,
        };
    }
    for (outer, inner) in [(a, b), (b, a)] {
        if outer.holds(inner) {
            return if outer.rank == COUNTRY { Relation::WithinCountry } else { Relation::Within };
        }
    }
    if a.name == b.name {
        return Relation::Namesake;
    }
    let Some(km) = a.distance_km(b) else {
        let apart = !a.may_share_country(b) || a.other_region(b);
        return if apart { Relation::Apart } else { Relation::Unknown };
    };
    let wide = wider >= REGION;
    let apart = if wide { REGIONS_APART_KM } else { APART_KM };
    if km > apart || wider == COUNTRY {
        Relation::Apart
    } else if !wide && km <= NEAR_KM {
        Relation::Near
    } else {
        Relation::Doubtful
    }
}

/// Whether the values fit: the same, or one holds the other.
pub(crate) fn fits(a: &PlaceValue, b: &PlaceValue) -> bool {
    let (a, b) = (Spot::of(a), Spot::of(b));
    a.same(&b) || a.holds(&b) || b.holds(&a)
}

/// Whether `outer` holds `inner` and is not the same place.
pub(crate) fn holds(outer: &PlaceValue, inner: &PlaceValue) -> bool {
    Spot::of(outer).holds(&Spot::of(inner))
}

/// The rank of a site.
const SITE: u8 = 0;
/// The rank of a region.
pub(crate) const REGION: u8 = 3;
/// The rank of a country.
pub(crate) const COUNTRY: u8 = 4;

/// How wide a precision is.
pub(crate) fn rank(precision: &str) -> u8 {
    match precision {
        "site" => SITE,
        "city" => 1,
        "district" => 2,
        "region" => REGION,
        _ => COUNTRY,
    }
}

#[cfg(test)]
mod tests {
    use claim::Container;

    use super::*;

    fn relation(a: &PlaceValue, b: &PlaceValue) -> Relation {
        super::relation(&Spot::of(a), &Spot::of(b))
    }

    fn place(
        name: &str,
        precision: &'static str,
        country: &str,
        point: (f32, f32),
        within: &[(&str, &'static str)],
    ) -> PlaceValue {
        PlaceValue {
            name: name.into(),
            id: None,
            within: within.iter().map(|(name, kind)| Container { name: (*name).into(), kind }).collect(),
            country: Some(country.into()),
            point: Some(point),
            precision,
        }
    }

    #[test]
    fn towns_regions_and_countries() {
        let around = [("Tatarstan", "region"), ("Russia", "country")];
        let kazan = place("Kazan", "city", "RU", (55.79, 49.12), &around);
        let chelny = place("Naberezhnye Chelny", "city", "RU", (55.74, 52.4), &around);
        let suburb = place("Derbyshki", "city", "RU", (55.86, 49.22), &around);
        let tatarstan = place("Tatarstan", "region", "RU", (55.5, 50.7), &around[1..]);
        let russia = place("Russia", "country", "RU", (60.0, 100.0), &[]);
        assert_eq!(relation(&kazan, &kazan), Relation::SameTown);
        assert_eq!(relation(&kazan, &chelny), Relation::Apart);
        assert_eq!(relation(&kazan, &suburb), Relation::Near);
        let chester = place("Chester", "city", "US", (39.85, -75.36), &[]);
        let namesake = place("Chester", "city", "GB", (53.19, -2.89), &[]);
        assert_eq!(relation(&chester, &namesake), Relation::Namesake);
        assert_eq!(relation(&kazan, &tatarstan), Relation::Within);
        assert_eq!(relation(&tatarstan, &tatarstan), Relation::SameRegion);
        assert_eq!(relation(&russia, &kazan), Relation::WithinCountry);
        assert_eq!(relation(&russia, &russia), Relation::SameCountry);
        assert!(fits(&kazan, &tatarstan) && holds(&russia, &kazan) && !holds(&kazan, &russia));
    }

    #[test]
    fn the_gazetteer_decides_where_it_knows_both() {
        let places = Gazetteer::embedded();
        let known = |name: &str, precision: &'static str| PlaceValue {
            name: name.into(),
            id: places.find(name).first().copied(),
            within: vec![],
            country: None,
            point: None,
            precision,
        };
        assert_eq!(relation(&known("Казань", "city"), &known("Kazan", "city")), Relation::SameTown);
        assert_eq!(relation(&known("Kazan", "city"), &known("Tatarstan", "region")), Relation::Within);
        assert_eq!(relation(&known("Kazan", "city"), &known("Russia", "country")), Relation::WithinCountry);
        assert_eq!(relation(&known("Kazan", "city"), &known("Saratov", "city")), Relation::Apart);
    }
}
