//! Incidents on a map, few enough features to be drawn: places near each other are one where the map is small.

use std::collections::BTreeMap;

use axum::extract::State as From;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Light, Order};

use super::Server;
use super::answer::{Ask, View, json_as};
use super::asked::Asked;
use super::catalog::Catalog;
use super::filters::{Filters, State};
use super::incidents::Listed;
use super::problem::Problem;
use super::routes::Routes;
use super::sites::{Geometry, Shape, Site};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Query, Features<Properties<'static>>, _>(
            "/map",
            "Where the incidents were that are wanted",
            map,
        )
        .get::<Export, Features<Listed<'static>>, _>(
            "/incidents.geojson",
            "The incidents that are wanted, each with its places, for other programs that draw maps",
            export,
        )
}

/// What GeoJSON is called.
const GEOJSON: &str = "application/geo+json";
/// There are no more features of a kind, points and areas.
const MOST: usize = 250;
/// So many incidents of a feature are named.
const NAMED: usize = 5;
/// How wide the cells are, in pixels, whose places are one.
const CELL: f64 = 40.0;
/// How wide the world is at zoom 0, in pixels.
const WORLD: f64 = 256.0;
/// So many incidents are exported at once.
const EXPORTED: usize = 10_000;

/// Which incidents, and which part of the map.
#[derive(Deserialize, JsonSchema)]
struct Query {
    #[serde(flatten)]
    filters: Filters,
    /// How large the map is: the world is 256 pixels wide at 0, and twice as wide at each further step. 1 unless given.
    #[schemars(range(min = 0.0, max = 22.0))]
    zoom: Option<f64>,
    /// Only what lies in this box: west, south, east, north in degrees. West is the greater where it reaches over the date
    /// line.
    bbox: Option<String>,
}

/// Which incidents.
#[derive(Deserialize, JsonSchema)]
struct Export {
    #[serde(flatten)]
    filters: Filters,
}

/// A GeoJSON FeatureCollection.
#[derive(Serialize, JsonSchema)]
struct Features<P> {
    #[schemars(extend("const" = "FeatureCollection"))]
    r#type: &'static str,
    features: Vec<Feature<P>>,
}

/// Something on the map.
#[derive(Serialize, JsonSchema)]
struct Feature<P> {
    #[schemars(extend("const" = "Feature"))]
    r#type: &'static str,
    /// A point for towns and sites; a polygon for regions and districts, the box around their towns; null for countries.
    geometry: Option<Geometry>,
    properties: P,
}

impl<P> Feature<P> {
    fn new(geometry: Option<Geometry>, properties: P) -> Feature<P> {
        Feature { r#type: "Feature", geometry, properties }
    }
}

/// What is told of a place, an area or a country.
#[derive(Serialize, JsonSchema)]
struct Properties<'a> {
    #[schemars(extend("enum" = ["place", "area", "country"]))]
    what: &'static str,
    name: &'a str,
    /// ISO code of the country, where it is known.
    country: Option<&'a str>,
    /// How many incidents.
    count: usize,
    /// The worst state among them.
    state: State,
    /// Some of them, the latest first.
    incidents: Vec<Named<'a>>,
    /// Whether several places are drawn as one.
    cluster: bool,
}

/// An incident by its name.
#[derive(Serialize, JsonSchema)]
struct Named<'a> {
    id: String,
    title: &'a str,
}

/// What stands at one place, or at several that are one.
#[derive(Clone)]
struct Pile {
    count: usize,
    state: State,
    /// The first rows: how many came before, and their positions.
    rows: Vec<(usize, usize)>,
    /// The place with the most incidents.
    chief: (usize, usize),
    /// How many places.
    places: usize,
    /// Degrees times a million and the number of incidents, added up.
    middle: (i64, i64),
}

impl Pile {
    fn add(&mut self, other: &Pile) {
        self.count += other.count;
        self.state = self.state.min(other.state);
        self.rows.extend(&other.rows);
        // of two with as many the first stays
        if other.chief.0 > self.chief.0 {
            self.chief = other.chief;
        }
        self.places += other.places;
        self.middle = (self.middle.0 + other.middle.0, self.middle.1 + other.middle.1);
    }
}

async fn map(From(server): From<Server>, ask: Ask, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    let wanted = query.filters.wanted()?;
    let bounds = query.bbox.as_deref().map(Bounds::parse).transpose()?;
    let zoom = query.zoom.unwrap_or(1.0);
    let make = move |view: &View<'_>| {
        let set = view.catalog.set(view.ledger, &wanted)?;
        let order = view.catalog.in_order(Order::Day);
        let rows = order.iter().map(|at| *at as usize).filter(|at| set.has(*at));
        json_as(GEOJSON, &drawn(view.catalog, rows, zoom, bounds))
    };
    server.answer(ask, make).await
}

async fn export(
    From(server): From<Server>,
    ask: Ask,
    Asked(query): Asked<Export>,
) -> Result<Response, Problem> {
    let wanted = query.filters.wanted()?;
    let make = move |view: &View<'_>| {
        let catalog = view.catalog;
        let set = catalog.set(view.ledger, &wanted)?;
        let (page, _) = catalog.page(&set, wanted.order, None, EXPORTED);
        let features = page.iter().map(|at| {
            let row = &catalog.rows[*at];
            let shapes = row.sites.iter().map(|site| catalog.sites.all()[*site as usize].shape);
            let mut geometries: Vec<Geometry> = shapes.filter_map(Shape::geometry).collect();
            let geometry = match geometries.len() {
                0 | 1 => geometries.pop(),
                _ => Some(Geometry::Collection { geometries }),
            };
            let light: &Light = &row.light;
            Feature::new(geometry, Listed::from(light))
        });
        json_as(GEOJSON, &Features { r#type: "FeatureCollection", features: features.collect() })
    };
    server.answer(ask, make).await
}

/// The features of rows, which come latest first.
fn drawn<'a>(
    catalog: &'a Catalog,
    rows: impl Iterator<Item = usize>,
    zoom: f64,
    bounds: Option<Bounds>,
) -> Features<Properties<'a>> {
    let sites = catalog.sites.all();
    let mut piles: Vec<Option<Pile>> = vec![None; sites.len()];
    for (nth, at) in rows.enumerate() {
        let row = &catalog.rows[at];
        let state = row.state;
        for site in &row.sites {
            let site = *site as usize;
            let (north, east) = match sites[site].shape {
                Shape::Point(north, east) => (north, east),
                _ => (0.0, 0.0),
            };
            let here = |degrees: f32| (f64::from(degrees) * 1e6) as i64;
            let one = Pile {
                count: 1,
                state,
                rows: vec![],
                chief: (1, site),
                places: 1,
                middle: (here(north), here(east)),
            };
            let pile = match &mut piles[site] {
                Some(pile) => {
                    pile.add(&one);
                    pile.chief.0 = pile.count;
                    pile.places = 1;
                    pile
                }
                none => none.insert(one),
            };
            if pile.rows.len() < NAMED {
                pile.rows.push((nth, at));
            }
        }
    }
    let (mut points, mut areas, mut countries) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (site, pile) in sites.iter().zip(piles) {
        let Some(pile) = pile else { continue };
        match site.shape {
            Shape::Point(north, east) if bounds.is_none_or(|bounds| bounds.has(north, east)) => {
                points.push((north, east, pile));
            }
            Shape::Area(area) if bounds.is_none_or(|bounds| bounds.meets(&area)) => areas.push((site, pile)),
            Shape::Country => lay(&mut countries, site, pile),
            _ => {}
        }
    }
    areas.sort_by_key(|(_, pile)| (std::cmp::Reverse(pile.count), pile.chief.1));
    // what is too much is told of the country, and not left out
    for (site, pile) in areas.split_off(areas.len().min(MOST)) {
        lay(&mut countries, site, pile);
    }
    let feature = |what, geometry, pile: &Pile| {
        let chief = &sites[pile.chief.1];
        let cluster = what == "place" && pile.places > 1;
        let name = match (what, &chief.country) {
            ("country", Some(code)) => crate::view::words::country(code),
            _ => &chief.name,
        };
        let mut rows = pile.rows.clone();
        rows.sort_unstable();
        rows.dedup();
        let named = rows.iter().take(NAMED).map(|(_, at)| {
            let listed = &catalog.rows[*at].light.listed;
            Named { id: listed.id.to_string(), title: &listed.title }
        });
        let incidents = named.collect();
        let country = chief.country.as_deref();
        let (count, state) = (pile.count, pile.state);
        Feature::new(geometry, Properties { what, name, country, count, state, incidents, cluster })
    };
    let mut features: Vec<Feature<Properties<'a>>> = Vec::new();
    features.extend(countries.values().map(|pile| feature("country", None, pile)));
    features.extend(areas.iter().map(|(site, pile)| feature("area", site.shape.geometry(), pile)));
    features.extend(clustered(points, zoom).iter().map(|pile| {
        let of = |sum: i64| (sum / pile.count as i64) as f32 / 1e6;
        let middle = Shape::Point(of(pile.middle.0), of(pile.middle.1));
        let shape = if pile.places == 1 { sites[pile.chief.1].shape } else { middle };
        feature("place", shape.geometry(), pile)
    }));
    Features { r#type: "FeatureCollection", features }
}

/// Lays what is known of a site to what is known of its country.
fn lay<'a>(countries: &mut BTreeMap<Option<&'a str>, Pile>, site: &'a Site, pile: Pile) {
    match countries.entry(site.country.as_deref()) {
        std::collections::btree_map::Entry::Occupied(mut there) => there.get_mut().add(&pile),
        std::collections::btree_map::Entry::Vacant(free) => _ = free.insert(pile),
    }
}

/// Points that lie in one cell of a grid as one; the grid is as wide as it must be for there not to be too many.
fn clustered(points: Vec<(f32, f32, Pile)>, zoom: f64) -> Vec<Pile> {
    let mut cell = CELL / (WORLD * zoom.exp2());
    loop {
        let mut cells: BTreeMap<(i64, i64), Pile> = BTreeMap::new();
        for (north, east, pile) in &points {
            let (x, y) = mercator(*north, *east);
            let at = ((y / cell).floor() as i64, (x / cell).floor() as i64);
            match cells.entry(at) {
                std::collections::btree_map::Entry::Occupied(mut there) => there.get_mut().add(pile),
                std::collections::btree_map::Entry::Vacant(free) => _ = free.insert(pile.clone()),
            }
        }
        if cells.len() <= MOST {
            return cells.into_values().collect();
        }
        cell *= 2.0;
    }
}

/// Where a point stands on a square map of the world whose sides are 1.
fn mercator(north: f32, east: f32) -> (f64, f64) {
    let north = f64::from(north).clamp(-85.0, 85.0).to_radians();
    let y = 0.5 - (north / 2.0 + std::f64::consts::FRAC_PI_4).tan().ln() / std::f64::consts::TAU;
    ((f64::from(east) + 180.0) / 360.0, y)
}

/// A part of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bounds {
    south: f32,
    north: f32,
    west: f32,
    /// How far it reaches to the east, in degrees.
    wide: f32,
}

impl Bounds {
    fn parse(text: &str) -> Result<Bounds, Problem> {
        let wrong = || Problem::parameter("bbox", "has to be west,south,east,north in degrees: -10,35,30,60");
        let degrees = |text: &str| text.trim().parse::<f32>().ok().filter(|d| d.abs() <= 720.0);
        let all: Vec<f32> = text.split(',').map(degrees).collect::<Option<_>>().ok_or_else(wrong)?;
        let [west, south, east, north] = all[..] else { return Err(wrong()) };
        if south > north || south < -90.0 || north > 90.0 {
            return Err(wrong());
        }
        let wide = if east - west >= 360.0 { 360.0 } else { (east - west).rem_euclid(360.0) };
        Ok(Bounds { south, north, west, wide })
    }

    /// How far to the east of its western edge a meridian is.
    fn eastward(&self, east: f32) -> f32 {
        (east - self.west).rem_euclid(360.0)
    }

    fn has(&self, north: f32, east: f32) -> bool {
        (self.south..=self.north).contains(&north) && (self.wide >= 360.0 || self.eastward(east) <= self.wide)
    }

    fn meets(&self, area: &gazetteer::Extent) -> bool {
        let reach = (area.east - area.west).rem_euclid(360.0);
        let beside = self.wide >= 360.0
            || self.eastward(area.west) <= self.wide
            || (self.west - area.west).rem_euclid(360.0) <= reach;
        area.south <= self.north && area.north >= self.south && beside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_may_reach_over_the_date_line() {
        let pacific = Bounds::parse("170,-20,-170,20").unwrap();
        assert!(pacific.has(0.0, 175.0) && pacific.has(0.0, -175.0));
        assert!(!pacific.has(0.0, 165.0) && !pacific.has(0.0, -165.0) && !pacific.has(30.0, 175.0));
        let fiji = gazetteer::Extent { south: -19.0, west: 177.0, north: -16.0, east: -179.0 };
        assert!(pacific.meets(&fiji) && !Bounds::parse("0,-20,100,20").unwrap().meets(&fiji));
        assert!(Bounds::parse("-180,-90,180,90").unwrap().meets(&fiji));
        for wrong in ["", "1,2,3", "a,b,c,d", "0,50,10,40", "0,0,NaN,1", "0,-100,1,1", "1,2,3,4,5"] {
            assert!(Bounds::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn there_are_never_too_many_points() {
        let pile =
            Pile { count: 1, state: State::Single, rows: vec![], chief: (1, 0), places: 1, middle: (0, 0) };
        let points: Vec<(f32, f32, Pile)> =
            (0..10_000).map(|n| ((n / 100) as f32 - 50.0, (n % 100) as f32, pile.clone())).collect();
        for zoom in [0.0, 3.0, 8.0, 22.0] {
            let clusters = clustered(points.clone(), zoom);
            assert!(clusters.len() <= MOST && !clusters.is_empty());
            assert_eq!(clusters.iter().map(|c| c.count).sum::<usize>(), 10_000);
        }
    }
}
