//! Writing the asset: the other side of `layout`, `names` and `open`.

use std::collections::BTreeMap;

use crate::fold::fold;
use crate::layout::{BLOCK, HEADER, MAGIC, NO_COUNTRY, NO_PARENT, RECORD, VERSION, checksum, put_varint};
use crate::names::head;
use crate::{GazetteerError, NameRank, PlaceKind};

/// One place on its way into an asset.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftPlace {
    /// The main name, as it is shown.
    pub name: String,
    /// What sort of place.
    pub kind: PlaceKind,
    /// The ISO 3166-1 alpha-2 code of its country; not looked at for an area of no country.
    pub country: [u8; 2],
    /// The number of the nearest container, as [`Draft::push`] returned it; none for a country.
    pub parent: Option<usize>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 if not known.
    pub population: u32,
    /// The GeoNames number, 0 if none.
    pub geonames: u32,
    /// The IANA time zone.
    pub timezone: Option<String>,
    /// What it weighs against others of its name: its population, more for a capital.
    pub weight: f64,
    /// Every name to find it by, the main one too.
    pub names: Vec<(String, NameRank)>,
}

/// A gazetteer being put together: countries first, sorted by code, then containers before what they hold.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    places: Vec<DraftPlace>,
}

impl Draft {
    /// Returns an empty draft.
    pub fn new() -> Draft {
        Draft::default()
    }

    /// Adds a place and returns its number.
    pub fn push(&mut self, place: DraftPlace) -> usize {
        self.places.push(place);
        self.places.len() - 1
    }

    /// Returns the place of a number, to add names to it.
    pub fn get_mut(&mut self, number: usize) -> Option<&mut DraftPlace> {
        self.places.get_mut(number)
    }

    /// Returns how many places were added.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Returns whether no place was added.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns the asset's bytes; equal drafts give equal bytes.
    ///
    /// # Errors
    /// If a place comes before its container or names no country, or there are too many for the layout.
    pub fn finish(&self) -> Result<Vec<u8>, GazetteerError> {
        let codes: Vec<[u8; 2]> =
            self.places.iter().take_while(|p| p.kind == PlaceKind::Country).map(|p| p.country).collect();
        if codes.len() >= usize::from(NO_COUNTRY) || self.places.len() >= 1 << 29 {
            return Err(GazetteerError::TooMany { what: "places" });
        }
        let mut zones = Zones::default();
        let mut main_names = MainNames::default();
        let mut records = Vec::with_capacity(self.places.len() * RECORD);
        for (number, place) in self.places.iter().enumerate() {
            let order = || GazetteerError::Order { name: place.name.clone() };
            let parent = match place.parent {
                None => NO_PARENT,
                Some(parent) if parent >= number => return Err(order()),
                Some(parent) => u16::try_from(parent)
                    .ok()
                    .filter(|parent| *parent != NO_PARENT)
                    .ok_or(GazetteerError::TooMany { what: "containers" })?,
            };
            let country = match place.kind {
                PlaceKind::Area => NO_COUNTRY,
                _ => codes.binary_search(&place.country).map_err(|_| order())? as u8,
            };
            let kind = match place.kind {
                PlaceKind::Country => 0,
                PlaceKind::Region => 1,
                PlaceKind::District => 2,
                PlaceKind::City => 3,
                PlaceKind::Area => 4,
            };
            for degrees in [place.lat, place.lon] {
                records.extend_from_slice(&((degrees * 1e5).round() as i32).to_le_bytes());
            }
            records.extend_from_slice(&place.population.to_le_bytes());
            records.extend_from_slice(&place.geonames.to_le_bytes());
            records.extend_from_slice(&main_names.add(&place.name)?.to_le_bytes());
            records.extend_from_slice(&parent.to_le_bytes());
            records.push(country);
            records.extend_from_slice(&(kind | zones.add(place.timezone.as_deref())? << 3).to_le_bytes());
        }
        let (names, [heads, offsets, table]) = self.name_table();
        let sections = [codes.concat(), records, main_names.bytes, zones.finish()?, heads, offsets, table];
        assemble([codes.len(), self.places.len(), names], &sections)
    }

    /// Returns the number of names, and the three sections of the name table.
    fn name_table(&self) -> (usize, [Vec<u8>; 3]) {
        let mut names: BTreeMap<String, BTreeMap<usize, NameRank>> = BTreeMap::new();
        for (number, place) in self.places.iter().enumerate() {
            for (name, rank) in &place.names {
                let folded = fold(name);
                if !folded.is_empty() && folded.len() <= 255 {
                    let held = names.entry(folded).or_default().entry(number).or_insert(*rank);
                    *held = (*held).min(*rank);
                }
            }
        }
        let (mut heads, mut offsets, mut table) = (Vec::new(), Vec::new(), Vec::new());
        let mut before: &[u8] = &[];
        for (number, (name, places)) in names.iter().enumerate() {
            let name = name.as_bytes();
            let mut shared = before.iter().zip(name).take_while(|(a, b)| a == b).count();
            if number % BLOCK == 0 {
                shared = 0;
                heads.extend_from_slice(&head(name).to_le_bytes());
                offsets.extend_from_slice(&(table.len() as u32).to_le_bytes());
            }
            table.push(shared as u8);
            table.push((name.len() - shared) as u8);
            table.extend_from_slice(&name[shared..]);
            let mut coded = Vec::new();
            for (place, rank) in self.likeliest_first(places) {
                put_varint((place as u32) << 2 | rank as u32, &mut coded);
            }
            put_varint(coded.len() as u32, &mut table);
            table.extend_from_slice(&coded);
            before = name;
        }
        (names.len(), [heads, offsets, table])
    }

    fn likeliest_first(&self, places: &BTreeMap<usize, NameRank>) -> Vec<(usize, NameRank)> {
        let score = |number: usize, rank: NameRank| match rank {
            NameRank::Main => self.places[number].weight,
            NameRank::Alternate | NameRank::Abbreviation => self.places[number].weight * 0.1,
        };
        let mut scored: Vec<(f64, usize, NameRank)> =
            places.iter().map(|(number, rank)| (score(*number, *rank), *number, *rank)).collect();
        // "Kharkiv" and "New York" are the city before the region around it.
        for held in 0..scored.len() {
            let outer = scored[held].1;
            if !matches!(self.places[outer].kind, PlaceKind::Region | PlaceKind::District) {
                continue;
            }
            let most = scored
                .iter()
                .filter(|(_, inner, _)| {
                    self.places[*inner].kind == PlaceKind::City && self.lies_in(*inner, outer)
                })
                .map(|(score, ..)| *score)
                .fold(f64::INFINITY, |most, score| if most.is_finite() { most.max(score) } else { score });
            scored[held].0 = scored[held].0.min(most * 0.9);
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.into_iter().map(|(_, number, rank)| (number, rank)).collect()
    }

    fn lies_in(&self, inner: usize, outer: usize) -> bool {
        std::iter::successors(self.places[inner].parent, |number| self.places[*number].parent)
            .any(|n| n == outer)
    }
}

fn assemble(counts: [usize; 3], sections: &[Vec<u8>; 7]) -> Result<Vec<u8>, GazetteerError> {
    let too_many = |_| GazetteerError::TooMany { what: "bytes" };
    let mut bytes = Vec::new();
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    for count in counts {
        bytes.extend_from_slice(&u32::try_from(count).map_err(too_many)?.to_le_bytes());
    }
    let mut end = HEADER;
    for section in sections {
        end += section.len();
        bytes.extend_from_slice(&u32::try_from(end).map_err(too_many)?.to_le_bytes());
    }
    for section in sections {
        bytes.extend_from_slice(section);
    }
    let sum = checksum(&bytes);
    bytes[12..20].copy_from_slice(&sum.to_le_bytes());
    Ok(bytes)
}

/// Main names, each written once however many places bear it.
#[derive(Default)]
struct MainNames {
    bytes: Vec<u8>,
    starts: BTreeMap<String, u32>,
}

impl MainNames {
    fn add(&mut self, name: &str) -> Result<u32, GazetteerError> {
        if let Some(start) = self.starts.get(name) {
            return Ok(*start);
        }
        let start =
            u32::try_from(self.bytes.len()).map_err(|_| GazetteerError::TooMany { what: "main names" })?;
        let len =
            u8::try_from(name.len()).map_err(|_| GazetteerError::TooMany { what: "letters in a name" })?;
        self.bytes.push(len);
        self.bytes.extend_from_slice(name.as_bytes());
        self.starts.insert(name.to_owned(), start);
        Ok(start)
    }
}

/// Time zones by number, counted from one; zero is none.
#[derive(Default)]
struct Zones {
    names: Vec<String>,
    numbers: BTreeMap<String, u16>,
}

impl Zones {
    fn add(&mut self, zone: Option<&str>) -> Result<u16, GazetteerError> {
        let Some(zone) = zone else { return Ok(0) };
        if let Some(number) = self.numbers.get(zone) {
            return Ok(*number);
        }
        self.names.push(zone.to_owned());
        let number = u16::try_from(self.names.len())
            .ok()
            .filter(|number| *number < 1 << 13)
            .ok_or(GazetteerError::TooMany { what: "time zones" })?;
        self.numbers.insert(zone.to_owned(), number);
        Ok(number)
    }

    /// Returns where each name starts, then the names.
    fn finish(&self) -> Result<Vec<u8>, GazetteerError> {
        let too_many = GazetteerError::TooMany { what: "time zones" };
        let (mut starts, mut names) = (Vec::new(), Vec::new());
        for zone in &self.names {
            let start = u16::try_from(self.names.len() * 2 + names.len()).map_err(|_| too_many.clone())?;
            starts.extend_from_slice(&start.to_le_bytes());
            names.push(u8::try_from(zone.len()).map_err(|_| too_many.clone())?);
            names.extend_from_slice(zone.as_bytes());
        }
        Ok([starts, names].concat())
    }
}
