//! Places held against each other: the same, one within the other, near, apart.

use claim::PlaceValue;
use gazetteer::{Extent, Gazetteer, PlaceId};

use crate::bytes::{In, Out};
use crate::hashes;
use crate::names::fold;

/// The square of the straight line, in radii of the earth, that spans this many kilometres along its surface. Exact to
/// a millimetre at the distances that are asked for, where the arc is hardly longer than its chord.
const fn squared(km: f64) -> f64 {
    let arc = km / 6371.0;
    let square = arc * arc;
    square - square * square / 12.0
}

/// Nearer than this two towns may be one place under two names.
const NEAR: f64 = squared(30.0);
/// Farther than this two towns are two places.
const APART: f64 = squared(40.0);
/// The same for regions of which the edge is not known, and their middle says little of it.
const REGIONS_APART: f64 = squared(150.0);
/// Farther than this, in kilometres, from the towns of a region a place does not lie in it, nor at its edge.
const OUTSIDE: f64 = 40.0;

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

/// A place, ready to be held against many others: names as hashes, what holds it looked up.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    id: Option<PlaceId>,
    /// The places around it, by the gazetteer.
    around: Vec<PlaceId>,
    /// Of the folded name.
    pub(crate) name: u64,
    /// What holds it: how wide that is, and the hash of its folded name.
    pub(crate) within: Vec<(u8, u64)>,
    /// Hash of the country's code.
    pub(crate) country: Option<u64>,
    /// Degrees north and east, where it has a point.
    pub(crate) point: Option<(f32, f32)>,
    /// Its point or middle, on a globe of radius 1.
    on_globe: Option<[f64; 3]>,
    /// How far a region reaches, where the gazetteer knows it.
    extent: Option<Extent>,
    /// How wide it is.
    pub(crate) rank: u8,
}

impl Spot {
    pub(crate) fn of(place: &PlaceValue) -> Spot {
        let name = |name: &str| hashes::word(&fold(name));
        let spot = Spot {
            id: place.id,
            around: Vec::new(),
            name: name(&place.name),
            within: place.within.iter().map(|c| (rank(c.kind), name(&c.name))).collect(),
            country: place.country.as_deref().map(hashes::word),
            point: place.point,
            on_globe: None,
            extent: None,
            rank: rank(place.precision),
        };
        spot.looked_up()
    }

    /// With what the gazetteer knows of it.
    fn looked_up(self) -> Spot {
        let places = Gazetteer::in_use();
        let known = self.id.map(|id| places.figures(id));
        let middle = known.map(|known| (known.lat, known.lon)).or(self.point);
        let around = self.id.map(|id| places.containers(id).collect()).unwrap_or_default();
        let extent = self.id.filter(|_| self.rank == REGION).and_then(|id| places.extent(id));
        Spot { around, on_globe: middle.map(on_globe), extent, ..self }
    }

    /// Puts it away, by its number in the gazetteer.
    pub(crate) fn put(&self, to: &mut Out) {
        to.option(self.id, |to, id| to.number(id.index() as u64));
        to.hash(self.name);
        to.all(self.within.iter(), |to, (wide, name)| {
            to.number((*wide).into());
            to.hash(*name);
        });
        to.option(self.country, Out::hash);
        to.option(self.point, |to, (north, east)| {
            to.hash(u64::from(north.to_bits()) << 32 | u64::from(east.to_bits()));
        });
        to.number(self.rank.into());
    }

    /// And back.
    pub(crate) fn take(from: &mut In<'_>) -> Option<Spot> {
        let id = match from.option(In::small)? {
            Some(index) => Some(Gazetteer::in_use().by_index(index)?),
            None => None,
        };
        let name = from.hash()?;
        let within = from.all(|from| Some((from.small()?, from.hash()?)))?;
        let country = from.option(In::hash)?;
        let point = from.option(In::hash)?;
        let point = point.map(|bits| (f32::from_bits((bits >> 32) as u32), f32::from_bits(bits as u32)));
        let rank = from.small()?;
        let spot =
            Spot { id, around: Vec::new(), name, within, country, point, on_globe: None, extent: None, rank };
        Some(spot.looked_up())
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
    pub(crate) fn holds(&self, inner: &Spot) -> bool {
        if self.same(inner) {
            return false;
        }
        if let Some(id) = self.id
            && (inner.id == Some(id) || inner.around.contains(&id))
        {
            return true;
        }
        let named = inner.within.iter().any(|(wide, name)| *wide >= self.rank && *name == self.name);
        named && self.may_share_country(inner)
            || self.rank == COUNTRY && self.country.is_some() && self.country == inner.country
    }

    /// Whether the two fit: the same, or one holds the other.
    pub(crate) fn fits(&self, other: &Spot) -> bool {
        self.same(other) || self.holds(other) || other.holds(self)
    }

    /// Whether their countries are the same, or one is not known.
    pub(crate) fn may_share_country(&self, other: &Spot) -> bool {
        self.country.is_none() || other.country.is_none() || self.country == other.country
    }

    /// Whether both are held by regions, and by none in common.
    fn other_region(&self, other: &Spot) -> bool {
        let regions = |spot: &'_ Spot| spot.within.iter().any(|(wide, _)| *wide == REGION);
        let shared = |(wide, name): &(u8, u64)| {
            *wide == REGION && other.within.iter().any(|(wide, other)| *wide == REGION && other == name)
        };
        regions(self) && regions(other) && !self.within.iter().any(shared)
    }

    /// How many kilometres lie between a region and a smaller place, where it is known how far the region reaches. Of two
    /// regions their boxes overlap though the land does not.
    fn outside(&self, other: &Spot) -> Option<f64> {
        match (self.extent, other.extent) {
            (Some(extent), None) if other.rank < REGION => Some(extent.distance_km(other.point?)),
            (None, Some(extent)) if self.rank < REGION => Some(extent.distance_km(self.point?)),
            _ => None,
        }
    }

    /// The square of the straight line between the two, in radii of the earth, where both have a point.
    fn distance_squared(&self, other: &Spot) -> Option<f64> {
        let (a, b) = (self.on_globe?, other.on_globe?);
        Some(a.iter().zip(&b).map(|(x, y)| (x - y) * (x - y)).sum())
    }
}

fn on_globe((lat, lon): (f32, f32)) -> [f64; 3] {
    let (lat, lon) = (f64::from(lat).to_radians(), f64::from(lon).to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
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
    let Some(distance) = a.distance_squared(b) else {
        let apart = !a.may_share_country(b) || a.other_region(b);
        return if apart { Relation::Apart } else { Relation::Unknown };
    };
    let wide = wider >= REGION;
    let apart = match a.outside(b) {
        Some(outside) => outside > OUTSIDE,
        None => distance > if wide { REGIONS_APART } else { APART },
    };
    if apart || wider == COUNTRY {
        Relation::Apart
    } else if !wide && distance <= NEAR {
        Relation::Near
    } else {
        Relation::Doubtful
    }
}

/// Whether the values fit: the same, or one holds the other.
pub(crate) fn fits(a: &PlaceValue, b: &PlaceValue) -> bool {
    Spot::of(a).fits(&Spot::of(b))
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
        assert!(fits(&kazan, &tatarstan) && Spot::of(&russia).holds(&Spot::of(&kazan)));
        assert!(!Spot::of(&kazan).holds(&Spot::of(&russia)));
    }

    #[test]
    fn a_town_is_held_against_the_box_of_a_region() {
        let places = Gazetteer::in_use();
        let region = places.find("Kharkiv Oblast")[0];
        let kharkiv = PlaceValue { id: Some(region), ..place("Kharkiv", "region", "UA", (49.6, 36.6), &[]) };
        let village = |name: &str, point| place(name, "city", "UA", point, &[]);
        assert_eq!(relation(&kharkiv, &village("Mala Balka", (48.8, 36.9))), Relation::Doubtful);
        // a hundred kilometres from the middle, and as far beyond the edge
        assert_eq!(relation(&kharkiv, &village("Velyka Balka", (49.6, 33.9))), Relation::Apart);
    }

    #[test]
    fn the_gazetteer_decides_where_it_knows_both() {
        let places = Gazetteer::in_use();
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
