//! Builds `gazetteer/places.bin` from GeoNames, CLDR and the hand-written tables beside it.

mod join;
mod keep;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ::gazetteer::{Draft, DraftPlace, NameRank, PlaceKind, fold};
use anyhow::{Context, Result};

use join::Divisions;
use read::{City, HandTables, Middle};

/// A country outweighs every other place of its name.
const COUNTRY_BOOST: f64 = 10_000.0;
/// A capital outweighs larger cities and regions elsewhere ("Washington", "Tripoli").
const CAPITAL_BOOST: f64 = 10.0;
/// A well-known area weighs as a region of five million.
const AREA_WEIGHT: f64 = 5_000_000.0;
/// A district is seldom meant by its bare name.
const DISTRICT_SHARE: f64 = 0.2;

/// Reads the unpacked packages under `source` and the tables under `hand`, and writes the asset to `out`.
pub(crate) fn build(source: &Path, hand: &Path, out: &Path) -> Result<()> {
    let tables = HandTables::read(hand)?;
    let cities = read::cities(source)?;
    let divisions = join::divisions(source, &cities)?;
    let mut draft = Draft::new();
    let countries = add_countries(&mut draft, source, &tables, &cities)?;
    let regions = add_regions(&mut draft, &tables, &cities, &divisions, &countries);
    let districts = add_districts(&mut draft, &cities, &divisions, &regions);
    add_cities(&mut draft, source, &tables, &cities, |city| {
        let region = (city.country.clone(), city.admin1.clone());
        districts
            .get(&(region.clone(), divisions.district(city).to_owned()))
            .or_else(|| regions.get(&region))
            .or_else(|| countries.get(&city.country))
            .copied()
    })?;
    let bytes = draft.finish()?;
    std::fs::write(out, &bytes).with_context(|| format!("Cannot write {}", out.display()))
}

type RegionKey = (String, String);

fn add_countries(
    draft: &mut Draft,
    source: &Path,
    tables: &HandTables,
    cities: &[City],
) -> Result<BTreeMap<String, usize>> {
    let translated = read::country_names(source)?;
    let mut numbers = BTreeMap::new();
    for (code, country) in read::countries(source)? {
        let middle = Middle::of(cities.iter().filter(|city| city.country == code));
        let extra = tables.countries.get(&code);
        let (lat, lon) = *tables.middles.get(&(code.clone(), None)).unwrap_or(&(middle.lat, middle.lon));
        let mut names = extra.cloned().unwrap_or_default();
        let main = names.first().map_or(country.name.clone(), |(name, _)| name.clone());
        names.push((country.name.clone(), NameRank::Main));
        names
            .extend(translated.get(&code).into_iter().flatten().map(|name| (name.clone(), keep::rank(name))));
        let number = draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::Country,
            country: code_bytes(&code)?,
            parent: None,
            lat,
            lon,
            population: u32::try_from(country.population).unwrap_or(u32::MAX),
            geonames: country.geonameid,
            timezone: middle.timezone,
            weight: COUNTRY_BOOST * (country.population as f64 + 1e6),
            names,
        });
        numbers.insert(code, number);
    }
    Ok(numbers)
}

fn add_regions(
    draft: &mut Draft,
    tables: &HandTables,
    cities: &[City],
    divisions: &Divisions,
    countries: &BTreeMap<String, usize>,
) -> BTreeMap<RegionKey, usize> {
    let mut areas: BTreeMap<RegionKey, usize> = BTreeMap::new();
    for area in &tables.areas {
        let (kind, parent, code) = match area.country.as_str() {
            "-" => (PlaceKind::Area, None, [0; 2]),
            country => match (countries.get(country), code_bytes(country)) {
                (Some(number), Ok(code)) => (PlaceKind::Region, Some(*number), code),
                _ => continue,
            },
        };
        let number = draft.push(DraftPlace {
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
        areas.extend(area.inside.iter().map(|inside| ((area.country.clone(), inside.clone()), number)));
    }
    let mut members: BTreeMap<RegionKey, Vec<&City>> = BTreeMap::new();
    for city in cities {
        members.entry((city.country.clone(), city.admin1.clone())).or_default().push(city);
    }
    let mut numbers = BTreeMap::new();
    for (key, members) in members {
        let (Some(country), Ok(code)) = (countries.get(&key.0), code_bytes(&key.0)) else { continue };
        // Names by hand replace the joined one: codes were given anew since that extract.
        let mut names = tables.regions.get(&key).cloned().unwrap_or_else(|| {
            let joined = divisions.region(&key).unwrap_or("");
            let named = [keep::bare_division(joined), joined];
            named
                .iter()
                .filter(|name| !name.is_empty())
                .map(|name| ((*name).to_owned(), NameRank::Main))
                .collect()
        });
        let Some(main) = names.first().map(|(name, _)| name.clone()) else { continue };
        names.extend(tables.spoken_of(&key.0, &names));
        let middle = Middle::of(members.into_iter());
        let by_hand = tables.middles.get(&(key.0.clone(), Some(key.1.clone())));
        let (lat, lon) = *by_hand.unwrap_or(&(middle.lat, middle.lon));
        let number = draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::Region,
            country: code,
            parent: Some(*areas.get(&key).unwrap_or(country)),
            lat,
            lon,
            population: middle.population,
            geonames: 0,
            timezone: middle.timezone,
            weight: f64::from(middle.population) + 1.0,
            names,
        });
        numbers.insert(key, number);
    }
    numbers
}

fn add_districts(
    draft: &mut Draft,
    cities: &[City],
    divisions: &Divisions,
    regions: &BTreeMap<RegionKey, usize>,
) -> BTreeMap<(RegionKey, String), usize> {
    let mut members: BTreeMap<(RegionKey, String), Vec<&City>> = BTreeMap::new();
    for city in cities {
        let district = divisions.district(city);
        if !district.is_empty() {
            let region = (city.country.clone(), city.admin1.clone());
            members.entry((region, district.to_owned())).or_default().push(city);
        }
    }
    let mut numbers = BTreeMap::new();
    for ((region, name), members) in members {
        let (Some(parent), Ok(country)) = (regions.get(&region), code_bytes(&region.0)) else { continue };
        // A district of its region's name ("Kinshasa" in "Kinshasa") adds a candidate and no knowledge.
        if draft.get_mut(*parent).is_some_and(|region| fold(&region.name) == fold(&name)) {
            continue;
        }
        let middle = Middle::of(members.into_iter());
        let number = draft.push(DraftPlace {
            name: name.clone(),
            kind: PlaceKind::District,
            country,
            parent: Some(*parent),
            lat: middle.lat,
            lon: middle.lon,
            population: middle.population,
            geonames: 0,
            timezone: middle.timezone,
            weight: f64::from(middle.population) * DISTRICT_SHARE,
            names: vec![(name.clone(), NameRank::Main)],
        });
        numbers.insert((region, name), number);
    }
    numbers
}

fn add_cities(
    draft: &mut Draft,
    source: &Path,
    tables: &HandTables,
    cities: &[City],
    container: impl Fn(&City) -> Option<usize>,
) -> Result<()> {
    let capitals = capitals(source, cities)?;
    // The most populous get the lowest numbers, which take the fewest bytes.
    let mut ordered: Vec<&City> = cities.iter().collect();
    ordered.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonameid));
    for city in ordered {
        let Some(parent) = container(city) else { continue };
        let mut names = tables.cities.get(&city.geonameid).cloned().unwrap_or_default();
        let main = names.first().map_or(city.name.clone(), |(name, _)| name.clone());
        names.push((city.name.clone(), NameRank::Main));
        let alternates = city.alternatenames.iter().filter(|name| keep::alternate(name));
        names.extend(alternates.map(|name| (name.clone(), NameRank::Alternate)));
        let boost = if capitals.contains(&city.geonameid) { CAPITAL_BOOST } else { 1.0 };
        draft.push(DraftPlace {
            name: main,
            kind: PlaceKind::City,
            country: code_bytes(&city.country)?,
            parent: Some(parent),
            lat: city.latitude,
            lon: city.longitude,
            population: city.population,
            geonames: city.geonameid,
            timezone: Some(city.timezone.clone()).filter(|zone| !zone.is_empty()),
            weight: (f64::from(city.population) + 1.0) * boost,
            names,
        });
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

fn code_bytes(code: &str) -> Result<[u8; 2]> {
    code.as_bytes().try_into().with_context(|| format!("Country code {code:?} is not two letters"))
}
