//! GeoNames' own dumps: every hamlet.
//!
//! `allCountries.txt` is read twice, so that what holds a town is known before the town: once for where divisions are
//! and once for the towns. Nothing of it is held but what the gazetteer will hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::files::{is_there, rows};
use super::{BuildError, Builder, Facts, Tables, keep};
use crate::{NameRank, fold};

const PLACES: &str = "allCountries.txt";
const NAMES: &str = "alternateNamesV2.txt";
const COUNTRIES: &str = "countryInfo.txt";
const REGIONS: &str = "admin1CodesASCII.txt";
const DISTRICTS: &str = "admin2Codes.txt";

/// Towns that no longer are: historical, abandoned, destroyed.
const GONE: [&str; 4] = ["PPLH", "PPLCH", "PPLQ", "PPLW"];
/// What the table of names has in the column for the language where it is none.
const NO_LANGUAGE: [&str; 10] =
    ["link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "fr_1793"];

/// A gazetteer made of the dumps.
pub struct Built {
    /// The asset, for a file that [`Gazetteer::open_file`](crate::Gazetteer::open_file) opens.
    pub bytes: Vec<u8>,
    /// How many places it has.
    pub places: usize,
}

/// Makes a gazetteer of the dumps in a folder, each unpacked or as it was fetched. The same dumps give the same bytes.
/// Without `alternateNamesV2.txt` the names that `allCountries.txt` has beside each place are taken.
///
/// # Errors
/// If a dump is missing or cannot be read, or a line is not as it should be: the file and line are named.
pub fn from_dumps(folder: &Path, tables: Tables) -> Result<Built, BuildError> {
    let countries = countries(folder)?;
    let regions = divisions(folder, REGIONS)?;
    let districts = divisions(folder, DISTRICTS)?;
    let ids = countries.values().map(|c| c.geonames);
    let ids = ids.chain(regions.iter().chain(&districts).map(|d| d.geonames));
    let mut land = Land { known: ids.map(|id| (id, Spot::default())).collect(), around: BTreeMap::new() };
    rows(folder, PLACES, |row| land.see(&Feature::of(row)?))?;

    let mut builder = Builder::new(tables);
    // By GeoNames number the place's own.
    let mut numbers: Vec<(u32, u32)> = Vec::new();
    for (code, country) in &countries {
        let at = builder.len();
        let names = vec![(country.name.clone(), keep::rank(&country.name))];
        builder.country(code, Facts { names, ..land.facts(country, &[code]) });
        numbers.push((country.geonames, at as u32));
    }
    builder.areas();
    for division in regions.iter().chain(&districts) {
        let at = builder.len();
        let facts = land.facts(division, &division.codes.iter().map(String::as_str).collect::<Vec<_>>());
        match division.codes.as_slice() {
            [country, region] => builder.region(country, region, facts),
            [country, region, district] => builder.district(country, region, district, facts),
            _ => {}
        }
        if builder.len() > at {
            numbers.push((division.geonames, at as u32));
        }
    }
    let apart = is_there(folder, NAMES);
    rows(folder, PLACES, |row| {
        let feature = Feature::of(row)?;
        if !feature.town || feature.name.len() > 200 {
            return Ok(());
        }
        let within = [feature.country, feature.region, feature.district];
        let mut names = Vec::new();
        if fold(feature.ascii) != fold(feature.name) {
            names.push((feature.ascii.to_owned(), NameRank::Alternate));
        }
        if !apart {
            let also = feature.names.split(',').filter(|name| keep::alternate(name));
            names.extend(also.map(|name| (name.to_owned(), NameRank::Alternate)));
        }
        let facts = Facts {
            name: feature.name.to_owned(),
            point: feature.point,
            population: feature.population,
            geonames: feature.id,
            timezone: Some(feature.timezone.to_owned()).filter(|zone| !zone.is_empty()),
            names,
        };
        if let Some(number) = builder.city(within, feature.capital, facts) {
            numbers.push((feature.id, number as u32));
        }
        Ok(())
    })?;
    numbers.sort_unstable();
    if apart {
        rows(folder, NAMES, |row| {
            let [_, id, language, name, ..] = row else {
                return Err("a name has at least four columns".to_owned());
            };
            let id: u32 = parse(id, "the number of the place")?;
            if NO_LANGUAGE.contains(language) || !(*language == "abbr" || keep::alternate(name)) {
                return Ok(());
            }
            let rank = if *language == "abbr" { NameRank::Abbreviation } else { keep::rank(name) };
            let from = numbers.partition_point(|(other, _)| *other < id);
            for (_, number) in numbers[from..].iter().take_while(|(other, _)| *other == id) {
                builder.name(*number as usize, name, rank);
            }
            Ok(())
        })?;
    }
    let places = builder.len();
    Ok(Built { bytes: builder.finish()?, places })
}

fn parse<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text:?} is not {what}"))
}

/// A country or division of the lists: its codes from the country down, its name and its GeoNames number.
struct Listed {
    codes: Vec<String>,
    name: String,
    geonames: u32,
    population: u64,
}

fn countries(folder: &Path) -> Result<BTreeMap<String, Listed>, BuildError> {
    let mut out = BTreeMap::new();
    rows(folder, COUNTRIES, |row| {
        let Some((code, name)) = row.first().zip(row.get(4)).filter(|_| row.len() >= 17) else {
            return Err("a country has at least 17 columns".to_owned());
        };
        let population = parse(row[7], "a number of people")?;
        let listed = Listed {
            codes: vec![(*code).to_owned()],
            name: (*name).to_owned(),
            // Countries that no longer are have none.
            geonames: if row[16].is_empty() { 0 } else { parse(row[16], "the number of a place")? },
            population,
        };
        if listed.geonames > 0 && code.len() == 2 {
            out.insert((*code).to_owned(), listed);
        }
        Ok(())
    })?;
    Ok(out)
}

fn divisions(folder: &Path, file: &'static str) -> Result<Vec<Listed>, BuildError> {
    let mut out = Vec::new();
    rows(folder, file, |row| {
        let [codes, name, _, id] = row else { return Err("a division has four columns".to_owned()) };
        out.push(Listed {
            codes: codes.splitn(3, '.').map(str::to_owned).collect(),
            name: (*name).to_owned(),
            geonames: parse(id, "the number of a place")?,
            population: 0,
        });
        Ok(())
    })?;
    out.sort_by(|a, b| a.codes.cmp(&b.codes));
    Ok(out)
}

/// A line of the dump of places.
struct Feature<'r> {
    id: u32,
    name: &'r str,
    ascii: &'r str,
    names: &'r str,
    point: (f64, f64),
    town: bool,
    capital: bool,
    country: &'r str,
    region: &'r str,
    district: &'r str,
    population: u64,
    timezone: &'r str,
}

impl<'r> Feature<'r> {
    fn of(row: &[&'r str]) -> Result<Feature<'r>, String> {
        let [
            id,
            name,
            ascii,
            names,
            lat,
            lon,
            class,
            code,
            country,
            _,
            region,
            district,
            _,
            _,
            people,
            _,
            _,
            timezone,
            ..,
        ] = row
        else {
            return Err(format!("a place has 19 columns, and here are {}", row.len()));
        };
        let degrees = |text: &str, most: f64| -> Result<f64, String> {
            let degrees: f64 = parse(text, "degrees")?;
            if degrees.abs() <= most { Ok(degrees) } else { Err(format!("{text:?} is not on the earth")) }
        };
        Ok(Feature {
            id: parse(id, "the number of a place")?,
            name,
            ascii,
            names,
            point: (degrees(lat, 90.0)?, degrees(lon, 180.0)?),
            town: *class == "P" && !GONE.contains(code),
            capital: *code == "PPLC",
            country,
            region,
            district,
            population: if people.is_empty() { 0 } else { parse(people, "a number of people")? },
            timezone,
        })
    }
}

/// Where a country or division is, as the dump of places has it.
#[derive(Default)]
struct Spot {
    point: (f64, f64),
    population: u64,
}

/// What the towns of a country or division tell of it.
#[derive(Default)]
struct Around {
    population: u64,
    timezones: BTreeSet<String>,
}

struct Land {
    /// By GeoNames number the countries and divisions of the lists.
    known: BTreeMap<u32, Spot>,
    /// By codes from the country down.
    around: BTreeMap<Vec<String>, Around>,
}

impl Land {
    fn see(&mut self, feature: &Feature) -> Result<(), String> {
        if let Some(spot) = self.known.get_mut(&feature.id) {
            *spot = Spot { point: feature.point, population: feature.population };
        }
        if feature.town {
            let codes = [feature.country, feature.region, feature.district];
            for depth in 1..=3 {
                let key: Vec<String> = codes[..depth].iter().map(|code| (*code).to_owned()).collect();
                let around = self.around.entry(key).or_default();
                around.population = around.population.saturating_add(feature.population);
                // One more than one is as many as any.
                if around.timezones.len() < 2 && !feature.timezone.is_empty() {
                    around.timezones.insert(feature.timezone.to_owned());
                }
            }
        }
        Ok(())
    }

    fn facts(&self, listed: &Listed, codes: &[&str]) -> Facts {
        let spot = self.known.get(&listed.geonames);
        let around = self.around.get(&codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
        let own = spot.map_or(0, |s| s.population).max(listed.population);
        let zone = around.filter(|a| a.timezones.len() == 1).and_then(|a| a.timezones.first());
        Facts {
            name: listed.name.clone(),
            point: spot.map_or((0.0, 0.0), |s| s.point),
            population: if own > 0 { own } else { around.map_or(0, |a| a.population) },
            geonames: listed.geonames,
            timezone: zone.cloned(),
            names: Vec::new(),
        }
    }
}
