//! Building a gazetteer: what the small and the full one have in common.
//!
//! The small one, which lies in the program, is made by `cargo xtask gazetteer` from packages; the full one by
//! `tellings gazetteer build` from GeoNames' own dumps. Both hand over countries, then divisions, then towns, and
//! [`Builder`] gives them names, containers and weights.

mod dumps;
mod files;
mod keep;
mod tables;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

pub use dumps::{Built, from_dumps};
pub use keep::{alternate, rank};
pub use tables::Tables;

use crate::{Draft, DraftPlace, GazetteerError, NameRank, PlaceKind, fold};
use tables::Names;

/// A country outweighs every other place of its name.
const COUNTRY_BOOST: f64 = 10_000.0;
/// A capital outweighs larger cities and regions elsewhere ("Washington", "Tripoli").
const CAPITAL_BOOST: f64 = 10.0;
/// A well-known area weighs as a region of five million.
const AREA_WEIGHT: f64 = 5_000_000.0;
/// A district is seldom meant by its bare name.
const DISTRICT_SHARE: f64 = 0.2;

/// Why a gazetteer cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A file cannot be read.
    #[error("Cannot read {}: {why}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// A file that is needed is not there.
    #[error("There is no {name} in {}, unpacked or as {zip}; it is at https://download.geonames.org/export/dump/", .folder.display())]
    Missing {
        /// The folder that was looked at.
        folder: PathBuf,
        /// The file's name.
        name: &'static str,
        /// The name of its archive.
        zip: String,
    },
    /// A line is not as it should be.
    #[error("{}:{line}: {what}", .path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// The places do not fit the layout, or out of order.
    #[error(transparent)]
    Layout(#[from] GazetteerError),
}

/// What a source tells of a country, division or town.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its name in the source.
    pub name: String,
    /// Degrees north, and east.
    pub point: (f64, f64),
    /// Inhabitants, 0 if not known.
    pub population: u64,
    /// The GeoNames number, 0 if none.
    pub geonames: u32,
    /// The IANA time zone, of a country or division only where all of it shares one.
    pub timezone: Option<String>,
    /// Further names.
    pub names: Vec<(String, NameRank)>,
}

/// A gazetteer under way. Countries come first, by code; then divisions, the larger before the smaller; then towns.
pub struct Builder {
    tables: Tables,
    draft: Draft,
    countries: BTreeMap<String, usize>,
    /// By country and division.
    areas: BTreeMap<(String, String), usize>,
    /// By country and division, with the folded name.
    regions: BTreeMap<(String, String), (usize, String)>,
    /// By country, division and district.
    districts: BTreeMap<[String; 3], usize>,
}

impl Builder {
    /// Returns a builder that has no place yet.
    pub fn new(tables: Tables) -> Builder {
        Builder {
            tables,
            draft: Draft::new(),
            countries: BTreeMap::new(),
            areas: BTreeMap::new(),
            regions: BTreeMap::new(),
            districts: BTreeMap::new(),
        }
    }

    /// Adds a country of an ISO 3166-1 alpha-2 code.
    pub fn country(&mut self, code: &str, facts: Facts) {
        let Ok(bytes) = code.as_bytes().try_into() else { return };
        let (lat, lon) = *self.tables.middles.get(&(code.to_owned(), None)).unwrap_or(&facts.point);
        let names = self.tables.countries.get(code).cloned().unwrap_or_default();
        let (main, names) = called(names, &facts);
        let number = self.draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::Country,
            country: bytes,
            parent: None,
            lat,
            lon,
            population: u32::try_from(facts.population).unwrap_or(u32::MAX),
            geonames: facts.geonames,
            timezone: facts.timezone,
            weight: COUNTRY_BOOST * (facts.population as f64 + 1e6),
            names,
        });
        self.countries.insert(code.to_owned(), number);
    }

    /// Adds the areas of the hand-written tables. All countries are there.
    pub fn areas(&mut self) {
        for area in &self.tables.areas {
            let (kind, parent, code) = match self.countries.get(&area.country) {
                Some(number) => {
                    let code = area.country.as_bytes().try_into().unwrap_or_default();
                    (PlaceKind::Region, Some(*number), code)
                }
                None if area.country == "-" => (PlaceKind::Area, None, [0; 2]),
                None => continue,
            };
            let number = self.draft.push(DraftPlace {
                name: area.names.first().map(|(name, _)| name.clone()).unwrap_or_default(),
                kind,
                country: code,
                parent,
                lat: area.middle.0,
                lon: area.middle.1,
                population: 0,
                geonames: 0,
                timezone: None,
                weight: AREA_WEIGHT,
                names: area.names.clone(),
            });
            let inside = area.inside.iter().map(|inside| ((area.country.clone(), inside.clone()), number));
            self.areas.extend(inside);
        }
    }

    /// Adds a first-level division. Names by hand replace the source's, whose codes may be older.
    pub fn region(&mut self, country: &str, code: &str, mut facts: Facts) {
        let Some((bytes, parent)) = self.country_of(country) else { return };
        let key = (country.to_owned(), code.to_owned());
        let mut names = match self.tables.regions.get(&key) {
            Some(names) => {
                facts.name = String::new();
                names.clone()
            }
            None => vec![(keep::bare_division(&facts.name).to_owned(), NameRank::Main)],
        };
        names.retain(|(name, _)| !name.is_empty());
        let (main, mut names) = called(names, &facts);
        if main.is_empty() {
            return;
        }
        let spoken = self.tables.spoken_of(country, &names);
        names.extend(spoken);
        let by_hand = self.tables.middles.get(&(country.to_owned(), Some(code.to_owned())));
        let (lat, lon) = *by_hand.unwrap_or(&facts.point);
        let folded = fold(&main);
        let number = self.draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::Region,
            country: bytes,
            parent: Some(*self.areas.get(&key).unwrap_or(&parent)),
            lat,
            lon,
            population: u32::try_from(facts.population).unwrap_or(u32::MAX),
            geonames: facts.geonames,
            timezone: facts.timezone,
            weight: facts.population as f64 + 1.0,
            names,
        });
        self.regions.insert(key, (number, folded));
    }

    /// Adds a second-level division of a division that is there.
    pub fn district(&mut self, country: &str, region: &str, code: &str, facts: Facts) {
        let Some((bytes, _)) = self.country_of(country) else { return };
        let Some((parent, outer)) = self.regions.get(&(country.to_owned(), region.to_owned())) else {
            return;
        };
        // A district of its region's name ("Kinshasa" in "Kinshasa") adds a candidate and no knowledge.
        if facts.name.is_empty() || *outer == fold(&facts.name) {
            return;
        }
        let (main, names) = called(Vec::new(), &facts);
        let number = self.draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::District,
            country: bytes,
            parent: Some(*parent),
            lat: facts.point.0,
            lon: facts.point.1,
            population: u32::try_from(facts.population).unwrap_or(u32::MAX),
            geonames: facts.geonames,
            timezone: facts.timezone,
            weight: facts.population as f64 * DISTRICT_SHARE,
            names,
        });
        self.districts.insert([country, region, code].map(str::to_owned), number);
    }

    /// Adds a town, in the district, division or country that is there, and returns its number.
    pub fn city(
        &mut self,
        [country, region_code, district]: [&str; 3],
        capital: bool,
        facts: Facts,
    ) -> Option<usize> {
        let (bytes, around) = self.country_of(country)?;
        let district = self.districts.get(&[country, region_code, district].map(str::to_owned)).copied();
        let region = || Some(self.regions.get(&(country.to_owned(), region_code.to_owned()))?.0);
        let parent = district.or_else(region).unwrap_or(around);
        let names = self.tables.cities.get(&facts.geonames).cloned().unwrap_or_default();
        let (main, mut names) = called(names, &facts);
        // "Lwiw" is the town before the region around it, though the region's names were given by hand.
        let key = (country.to_owned(), region_code.to_owned());
        let seat = self.regions.get(&key).is_some_and(|(_, outer)| *outer == fold(&main));
        if let Some(shared) = self.tables.regions.get(&key).filter(|_| seat) {
            let shared: Vec<String> = shared.iter().map(|(name, _)| fold(name)).collect();
            let own = |(name, _): &&mut (String, NameRank)| shared.contains(&fold(name));
            names.iter_mut().filter(own).for_each(|(_, rank)| *rank = NameRank::Main);
        }
        let boost = if capital { CAPITAL_BOOST } else { 1.0 };
        let number = self.draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::City,
            country: bytes,
            parent: Some(parent),
            lat: facts.point.0,
            lon: facts.point.1,
            population: u32::try_from(facts.population).unwrap_or(u32::MAX),
            geonames: facts.geonames,
            timezone: facts.timezone,
            weight: (facts.population as f64 + 1.0) * boost,
            names,
        });
        if capital {
            self.draft.capital(&bytes, number);
        }
        Some(number)
    }

    /// Adds a name of a place that is there.
    pub fn name(&mut self, number: usize, name: &str, rank: NameRank) {
        self.draft.name(number, name, rank);
    }

    /// Returns how many places are there.
    pub fn len(&self) -> usize {
        self.draft.len()
    }

    /// Returns whether no place is there.
    pub fn is_empty(&self) -> bool {
        self.draft.is_empty()
    }

    /// Returns the asset's bytes.
    ///
    /// # Errors
    /// If there is more of something than the layout has room for.
    pub fn finish(self) -> Result<Vec<u8>, GazetteerError> {
        self.draft.finish()
    }

    fn country_of(&self, code: &str) -> Option<([u8; 2], usize)> {
        Some((code.as_bytes().try_into().ok()?, *self.countries.get(code)?))
    }
}

/// The main name and all names of a place: those by hand before the source's.
fn called(mut names: Names, facts: &Facts) -> (String, Names) {
    let main = names.first().map_or(&facts.name, |(name, _)| name).clone();
    if !facts.name.is_empty() {
        names.push((facts.name.clone(), NameRank::Main));
    }
    names.extend(facts.names.iter().cloned());
    (main, names)
}
