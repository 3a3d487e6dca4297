//! Places held against each other: the same, one within the other, near, apart.

use claim::PlaceValue;
use gazetteer::Gazetteer;

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

/// Compares two places.
pub(crate) fn relation(a: &PlaceValue, b: &PlaceValue) -> Relation {
    if same(a, b) {
        return match a.precision.max_of(b.precision) {
            "country" => Relation::SameCountry,
            "region" => Relation::SameRegion,
            _ => Relation::SameTown,
        };
    }
    if let Some(outer) = outer(a, b) {
        return if outer.precision == "country" { Relation::WithinCountry } else { Relation::Within };
    }
    if fold(&a.name) == fold(&b.name) {
        return Relation::Namesake;
    }
    let Some(km) = distance_km(a, b) else {
        return match (&a.country, &b.country) {
            (Some(x), Some(y)) if x != y => Relation::Apart,
            _ if other_regions(a, b) => Relation::Apart,
            _ => Relation::Unknown,
        };
    };
    let wide = is_wide(a) || is_wide(b);
    let apart = if wide { REGIONS_APART_KM } else { APART_KM };
    if km > apart || a.precision == "country" || b.precision == "country" {
        Relation::Apart
    } else if !wide && km <= NEAR_KM {
        Relation::Near
    } else {
        Relation::Doubtful
    }
}

/// Whether the values fit: the same, or one holds the other.
pub(crate) fn fits(a: &PlaceValue, b: &PlaceValue) -> bool {
    same(a, b) || outer(a, b).is_some()
}

/// Whether `outer` holds `inner` and is not the same place.
pub(crate) fn holds(outer: &PlaceValue, inner: &PlaceValue) -> bool {
    if same(outer, inner) {
        return false;
    }
    if let (Some(inner), Some(outer)) = (inner.id, outer.id)
        && Gazetteer::embedded().within(inner, outer)
    {
        return true;
    }
    let name = fold(&outer.name);
    let country = outer.country.is_none() || inner.country.is_none() || outer.country == inner.country;
    country && inner.within.iter().any(|c| rank(c.kind) >= rank(outer.precision) && fold(&c.name) == name)
        || outer.precision == "country" && outer.country.is_some() && outer.country == inner.country
}

/// How wide a precision is: 0 for a site, 4 for a country.
pub(crate) fn rank(precision: &str) -> u8 {
    match precision {
        "site" => 0,
        "city" => 1,
        "district" => 2,
        "region" => 3,
        _ => 4,
    }
}

fn same(a: &PlaceValue, b: &PlaceValue) -> bool {
    match (a.id, b.id) {
        (Some(x), Some(y)) => {
            x == y && (a.precision != "site" || b.precision != "site" || fold(&a.name) == fold(&b.name))
        }
        _ => {
            fold(&a.name) == fold(&b.name)
                && (a.country.is_none() || b.country.is_none() || a.country == b.country)
        }
    }
}

fn outer<'a>(a: &'a PlaceValue, b: &'a PlaceValue) -> Option<&'a PlaceValue> {
    if holds(a, b) {
        Some(a)
    } else if holds(b, a) {
        Some(b)
    } else {
        None
    }
}

/// Whether what holds each lies in a region, and none of these is of both: a quarter of Chicago, one of Pittsburgh.
fn other_regions(a: &PlaceValue, b: &PlaceValue) -> bool {
    let regions = |p: &PlaceValue| -> Vec<String> {
        p.within.iter().filter(|c| c.kind == "region").map(|c| fold(&c.name)).collect()
    };
    let (a, b) = (regions(a), regions(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|r| b.contains(r))
}

fn is_wide(place: &PlaceValue) -> bool {
    rank(place.precision) >= 3
}

/// The distance in kilometres, where both places have a point.
fn distance_km(a: &PlaceValue, b: &PlaceValue) -> Option<f64> {
    if let (Some(x), Some(y)) = (a.id, b.id) {
        return Some(Gazetteer::embedded().distance_km(x, y));
    }
    let ((lat_a, lon_a), (lat_b, lon_b)) = (a.point?, b.point?);
    let radians = |degrees: f32| f64::from(degrees).to_radians();
    let (lat_a, lon_a, lat_b, lon_b) = (radians(lat_a), radians(lon_a), radians(lat_b), radians(lon_b));
    let chord = ((lat_b - lat_a) / 2.0).sin().powi(2)
        + lat_a.cos() * lat_b.cos() * ((lon_b - lon_a) / 2.0).sin().powi(2);
    Some(2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin())
}

trait Wider {
    fn max_of(self, other: Self) -> Self;
}

impl Wider for &'static str {
    /// The wider of two precisions.
    fn max_of(self, other: &'static str) -> &'static str {
        if rank(self) >= rank(other) { self } else { other }
    }
}

#[cfg(test)]
mod tests {
    use claim::Container;

    use super::*;

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
