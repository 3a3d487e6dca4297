//! The tables written by hand: `gazetteer/*.tsv`.

use std::collections::BTreeMap;
use std::path::Path;

use super::{BuildError, keep};
use crate::NameRank;

/// Names with how each belongs to its place.
pub(crate) type Names = Vec<(String, NameRank)>;

/// What the sources lack, by hand: everyday names, areas such as Donbas, what one says around a division's name.
pub struct Tables {
    pub(crate) countries: BTreeMap<String, Names>,
    pub(crate) regions: BTreeMap<(String, String), Names>,
    pub(crate) areas: Vec<Area>,
    /// By country and division (none: all of the country), where its middle is.
    pub(crate) middles: BTreeMap<(String, Option<String>), (f64, f64)>,
    pub(crate) cities: BTreeMap<u32, Names>,
    words: BTreeMap<String, Vec<String>>,
}

/// An area that is no division: its country ("-" where it lies in none) and the divisions in it.
pub(crate) struct Area {
    pub(crate) country: String,
    pub(crate) inside: Vec<String>,
    pub(crate) names: Names,
    pub(crate) middle: (f64, f64),
}

/// The tables' files, in the order in which they are read.
const FILES: [&str; 6] =
    ["countries.tsv", "regions.tsv", "areas.tsv", "middles.tsv", "cities.tsv", "region-words.tsv"];

/// The tables as the program was built with them.
const SHIPPED: [&str; 6] = [
    include_str!("../../../../gazetteer/countries.tsv"),
    include_str!("../../../../gazetteer/regions.tsv"),
    include_str!("../../../../gazetteer/areas.tsv"),
    include_str!("../../../../gazetteer/middles.tsv"),
    include_str!("../../../../gazetteer/cities.tsv"),
    include_str!("../../../../gazetteer/region-words.tsv"),
];

impl Tables {
    /// Returns the tables that the program was built with.
    ///
    /// # Errors
    /// If one of them is not as it should be.
    pub fn shipped() -> Result<Tables, BuildError> {
        Tables::parse(Path::new("gazetteer"), |number| Ok(SHIPPED[number].to_owned()))
    }

    /// Reads the tables of a folder.
    ///
    /// # Errors
    /// If one of them cannot be read, or is not as it should be: the file and line are named.
    pub fn read(folder: &Path) -> Result<Tables, BuildError> {
        Tables::parse(folder, |number| {
            let path = folder.join(FILES[number]);
            std::fs::read_to_string(&path).map_err(|why| BuildError::Read { path, why })
        })
    }

    fn parse(
        folder: &Path,
        text: impl Fn(usize) -> Result<String, BuildError>,
    ) -> Result<Tables, BuildError> {
        let mut tables = Tables {
            countries: BTreeMap::new(),
            regions: BTreeMap::new(),
            areas: Vec::new(),
            middles: BTreeMap::new(),
            cities: BTreeMap::new(),
            words: BTreeMap::new(),
        };
        for (number, file) in FILES.iter().enumerate() {
            for (line, row) in text(number)?.lines().enumerate() {
                if row.is_empty() || row.starts_with('#') {
                    continue;
                }
                let columns: Vec<&str> = row.split('\t').collect();
                tables.take(number, &columns).ok_or_else(|| BuildError::Line {
                    path: folder.join(file),
                    line: line + 1,
                    what: "the columns are not those that the file's first lines name".to_owned(),
                })?;
            }
        }
        Ok(tables)
    }

    /// Takes in a row of the file of this number; `None` if it is not as it should be.
    fn take(&mut self, file: usize, row: &[&str]) -> Option<()> {
        let degrees = |lat: &str, lon: &str| Some((lat.parse().ok()?, lon.parse().ok()?));
        match (file, row) {
            (0, [code, listed]) => {
                self.countries.insert((*code).to_owned(), names(listed));
            }
            (1, [country, code, listed]) => {
                self.regions.insert(((*country).to_owned(), (*code).to_owned()), names(listed));
            }
            (2, [country, inside, listed, lat, lon]) => {
                let inside = inside.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
                let (country, middle) = ((*country).to_owned(), degrees(lat, lon)?);
                self.areas.push(Area { country, inside, names: names(listed), middle });
            }
            (3, [country, division, lat, lon]) => {
                let division = Some((*division).to_owned()).filter(|code| code != "-");
                self.middles.insert(((*country).to_owned(), division), degrees(lat, lon)?);
            }
            (4, [geonames, listed]) => {
                self.cities.insert(geonames.parse().ok()?, names(listed));
            }
            (5, [country, patterns]) => {
                let patterns = patterns.split('|').map(str::to_owned).collect();
                self.words.insert((*country).to_owned(), patterns);
            }
            _ => return None,
        }
        Some(())
    }

    /// Returns a division's names with the words that texts put around them: "Kharkiv Oblast", "state of Kano".
    pub(crate) fn spoken_of(&self, country: &str, names: &[(String, NameRank)]) -> Names {
        let patterns = ["*", country].into_iter().filter_map(|key| self.words.get(key)).flatten();
        let bare = |(name, rank): &&(String, NameRank)| {
            *rank != NameRank::Abbreviation && keep::latin(name) && name.split(' ').count() <= 2
        };
        patterns
            .flat_map(|pattern| {
                names
                    .iter()
                    .filter(bare)
                    .map(move |(name, _)| (pattern.replace("{}", name), NameRank::Alternate))
            })
            .collect()
    }
}

fn names(listed: &str) -> Names {
    let rank = |name: &str| match name.strip_suffix('!') {
        Some(short) => (short.to_owned(), NameRank::Abbreviation),
        None => (name.to_owned(), NameRank::Main),
    };
    listed.split('|').filter(|name| *name != "-").map(rank).collect()
}
