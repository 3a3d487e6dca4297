//! Builds `gazetteer/places.bin` from GeoNames, CLDR and the hand-written tables beside it.

mod join;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ::gazetteer::build::{Builder, Facts, Tables, alternate, rank};
use ::gazetteer::{NameRank, fold};
use anyhow::{Context, Result};

use join::Divisions;
use read::{City, Middle};

/// Reads the unpacked packages under `source` and the tables under `hand`, and writes the asset to `out`.
pub(crate) fn build(source: &Path, hand: &Path, out: &Path) -> Result<()> {
    let cities = read::cities(source)?;
    let divisions = join::divisions(source, &cities)?;
    let mut builder = Builder::new(Tables::read(hand)?);
    add_countries(&mut builder, source, &cities)?;
    builder.areas();
    add_regions(&mut builder, &cities, &divisions);
    add_districts(&mut builder, &cities, &divisions);
    add_cities(&mut builder, source, &cities, &divisions)?;
    let bytes = builder.finish()?;
    std::fs::write(out, &bytes).with_context(|| format!("Cannot write {}", out.display()))
}

type RegionKey = (String, String);

fn add_countries(builder: &mut Builder, source: &Path, cities: &[City]) -> Result<()> {
    let translated = read::country_names(source)?;
    for (code, country) in read::countries(source)? {
        let middle = Middle::of(cities.iter().filter(|city| city.country == code));
        let names = translated.get(&code).into_iter().flatten();
        let facts = Facts {
            name: country.name,
            population: country.population,
            geonames: country.geonameid,
            names: names.map(|name| (name.clone(), rank(name))).collect(),
            ..middle.facts()
        };
        builder.country(&code, facts);
    }
    Ok(())
}

fn add_regions(builder: &mut Builder, cities: &[City], divisions: &Divisions) {
    let mut members: BTreeMap<RegionKey, Vec<&City>> = BTreeMap::new();
    for city in cities {
        members.entry((city.country.clone(), city.admin1.clone())).or_default().push(city);
    }
    for (key, members) in members {
        let middle = Middle::of(members.into_iter());
        let name = divisions.region(&key).unwrap_or("").to_owned();
        let population = middle.population.into();
        builder.region(&key.0, &key.1, Facts { name, population, ..middle.facts() });
    }
}

fn add_districts(builder: &mut Builder, cities: &[City], divisions: &Divisions) {
    let mut members: BTreeMap<(&str, &str, &str), Vec<&City>> = BTreeMap::new();
    for city in cities {
        let district = divisions.district(city);
        if !district.is_empty() {
            members.entry((&city.country, &city.admin1, district)).or_default().push(city);
        }
    }
    for ((country, region, name), members) in members {
        let middle = Middle::of(members.into_iter());
        let population = middle.population.into();
        let facts = Facts { name: name.to_owned(), population, ..middle.facts() };
        builder.district(country, region, name, facts);
    }
}

fn add_cities(builder: &mut Builder, source: &Path, cities: &[City], divisions: &Divisions) -> Result<()> {
    let capitals = capitals(source, cities)?;
    // The most populous get the lowest numbers, which take the fewest bytes.
    let mut ordered: Vec<&City> = cities.iter().collect();
    ordered.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonameid));
    for city in ordered {
        let names = city.alternatenames.iter().filter(|name| alternate(name));
        let facts = Facts {
            name: city.name.clone(),
            point: (city.latitude, city.longitude),
            population: city.population.into(),
            geonames: city.geonameid,
            timezone: Some(city.timezone.clone()).filter(|zone| !zone.is_empty()),
            names: names.map(|name| (name.clone(), NameRank::Alternate)).collect(),
        };
        let within = [city.country.as_str(), &city.admin1, divisions.district(city)];
        builder.city(within, capitals.contains(&city.geonameid), facts);
    }
    Ok(())
}

/// Returns the GeoNames numbers of the capitals.
fn capitals(source: &Path, cities: &[City]) -> Result<BTreeSet<u32>> {
    let wanted: BTreeMap<String, String> =
        read::countries(source)?.into_iter().map(|(code, country)| (code, fold(&country.capital))).collect();
    let mut found: BTreeMap<&str, &City> = BTreeMap::new();
    for city in cities {
        let is_capital = wanted.get(&city.country).is_some_and(|capital| {
            !capital.is_empty()
                && (fold(&city.name) == *capital
                    || city.population > 100_000
                        && city.alternatenames.iter().any(|name| fold(name) == *capital))
        });
        if is_capital && found.get(city.country.as_str()).is_none_or(|held| held.population < city.population)
        {
            found.insert(&city.country, city);
        }
    }
    Ok(found.into_values().map(|city| city.geonameid).collect())
}
