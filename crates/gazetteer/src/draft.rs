//! Writing the asset: the other side of `layout`, `names` and `open`.

use std::collections::{BTreeMap, HashMap};

use crate::extent::around;
use crate::fold::fold;
use crate::layout::{
    BLOCK, HEADER, MAGIC, NO_COUNTRY, NO_PARENT, RECORD, VERSION, checksum, put_varint, text_at, u16_at,
    u32_at,
};
use crate::names::head;
use crate::sort::Sorter;
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
///
/// What is pushed is written at once in the form that it has in the asset, and names wait in files where they are many:
/// what is held is about what the asset will be.
#[derive(Default)]
pub struct Draft {
    codes: Vec<[u8; 2]>,
    /// By country the number of its capital.
    capitals: Vec<u32>,
    records: Vec<u8>,
    /// By place: what it weighs.
    weights: Vec<f64>,
    main_names: MainNames,
    zones: Zones,
    names: Sorter,
    /// What was wrong first with what was pushed.
    wrong: Option<GazetteerError>,
}

impl Draft {
    /// Returns an empty draft.
    pub fn new() -> Draft {
        Draft::default()
    }

    /// Adds a place and returns its number. What is wrong with it is told by [`finish`](Self::finish).
    pub fn push(&mut self, place: DraftPlace) -> usize {
        let number = self.weights.len();
        self.weights.push(place.weight);
        if let Err(wrong) = self.record(number, &place) {
            self.records.resize((number + 1) * RECORD, 0);
            self.wrong.get_or_insert(wrong);
        }
        for (name, rank) in &place.names {
            self.name(number, name, *rank);
        }
        number
    }

    /// Tells which place that was pushed is the capital of its country; the first that is said to be one is it.
    pub fn capital(&mut self, country: &[u8; 2], number: usize) {
        let of = self.codes.binary_search(country).ok().and_then(|at| self.capitals.get_mut(at));
        if let Some(capital) = of.filter(|capital| **capital == u32::MAX) {
            *capital = number as u32;
        }
    }

    /// Adds a name of a place that was pushed.
    pub fn name(&mut self, number: usize, name: &str, rank: NameRank) {
        let folded = fold(name);
        if !folded.is_empty()
            && folded.len() <= 255
            && let Err(error) = self.names.push(&folded, number as u32, rank)
        {
            self.wrong.get_or_insert(error);
        }
    }

    /// Returns how many places were added.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Returns whether no place was added.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    fn record(&mut self, number: usize, place: &DraftPlace) -> Result<(), GazetteerError> {
        let order = || GazetteerError::Order { name: place.name.clone() };
        if place.kind == PlaceKind::Country && self.codes.len() == number {
            self.codes.push(place.country);
            self.capitals.push(u32::MAX);
        }
        if self.codes.len() >= usize::from(NO_COUNTRY) || number >= 1 << 29 {
            return Err(GazetteerError::TooMany { what: "places" });
        }
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
            _ => self.codes.binary_search(&place.country).map_err(|_| order())? as u8,
        };
        let kind = match place.kind {
            PlaceKind::Country => 0,
            PlaceKind::Region => 1,
            PlaceKind::District => 2,
            PlaceKind::City => 3,
            PlaceKind::Area => 4,
        };
        let name = self.main_names.add(&place.name)?;
        let zone = self.zones.add(place.timezone.as_deref())?;
        for degrees in [place.lat, place.lon] {
            self.records.extend_from_slice(&((degrees * 1e5).round() as i32).to_le_bytes());
        }
        self.records.extend_from_slice(&place.population.to_le_bytes());
        self.records.extend_from_slice(&place.geonames.to_le_bytes());
        self.records.extend_from_slice(&name.to_le_bytes());
        self.records.extend_from_slice(&parent.to_le_bytes());
        self.records.push(country);
        self.records.extend_from_slice(&(kind | zone << 3).to_le_bytes());
        Ok(())
    }

    /// Returns the asset's bytes; equal drafts give equal bytes.
    ///
    /// # Errors
    /// If a place came before its container or named no country, there are too many for the layout, or there is no room
    /// for the names that wait.
    pub fn finish(mut self) -> Result<Vec<u8>, GazetteerError> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let (mut names, mut heads, mut offsets, mut table) = (0, Vec::new(), Vec::new(), Vec::new());
        let mut before: Vec<u8> = Vec::new();
        let (records, weights) = (&self.records, &self.weights);
        std::mem::take(&mut self.names).merge(|name, places| {
            let mut shared = before.iter().zip(name).take_while(|(a, b)| a == b).count();
            if names % BLOCK == 0 {
                shared = 0;
                heads.extend_from_slice(&head(name).to_le_bytes());
                offsets.extend_from_slice(&(table.len() as u32).to_le_bytes());
            }
            table.push(shared as u8);
            table.push((name.len() - shared) as u8);
            table.extend_from_slice(&name[shared..]);
            let mut coded = Vec::new();
            for (place, rank) in likeliest_first(places, records, weights) {
                put_varint(place << 2 | rank as u32, &mut coded);
            }
            put_varint(coded.len() as u32, &mut table);
            table.extend_from_slice(&coded);
            before.clear();
            before.extend_from_slice(name);
            names += 1;
        })?;
        let counts = [self.codes.len(), self.weights.len(), names];
        let (codes, zones) = (self.codes.concat(), self.zones.finish()?);
        let extents = extents(&self.records);
        let capitals = self.capitals.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>();
        assemble(
            counts,
            [
                &codes,
                &capitals,
                &self.records,
                &extents,
                &self.main_names.bytes,
                &zones,
                &heads,
                &offsets,
                &table,
            ],
        )
    }
}

fn kind(records: &[u8], number: u32) -> PlaceKind {
    PlaceKind::from_bits(u16_at(records, number as usize * RECORD + 23))
}

/// The places around a place, nearest first.
fn containers(records: &[u8], inner: u32) -> impl Iterator<Item = u32> {
    let parent = |number: u32| {
        let parent = u16_at(records, number as usize * RECORD + 20);
        (parent != NO_PARENT).then_some(u32::from(parent))
    };
    std::iter::successors(parent(inner), move |number| parent(*number))
}

fn lies_in(records: &[u8], inner: u32, outer: u32) -> bool {
    containers(records, inner).any(|n| n == outer)
}

/// How far each place before the first town reaches, by the towns in it.
fn extents(records: &[u8]) -> Vec<u8> {
    let places = (records.len() / RECORD) as u32;
    let towns = (0..places).filter(|number| kind(records, *number) == PlaceKind::City);
    let first = towns.clone().next().unwrap_or(places);
    let mut inside: Vec<Vec<(i32, i32)>> = vec![Vec::new(); first as usize];
    for town in towns {
        let [lat, lon] = [0, 4].map(|at| u32_at(records, town as usize * RECORD + at) as i32);
        for outer in containers(records, town) {
            if let Some(inside) = inside.get_mut(outer as usize) {
                inside.push((lat, lon));
            }
        }
    }
    inside.iter().flat_map(|towns| around(towns)).collect()
}

fn likeliest_first(
    places: &BTreeMap<u32, NameRank>,
    records: &[u8],
    weights: &[f64],
) -> Vec<(u32, NameRank)> {
    let score = |number: u32, rank: NameRank| match rank {
        NameRank::Main => weights[number as usize],
        NameRank::Alternate | NameRank::Abbreviation => weights[number as usize] * 0.1,
    };
    let mut scored: Vec<(f64, u32, NameRank)> =
        places.iter().map(|(number, rank)| (score(*number, *rank), *number, *rank)).collect();
    // "Kharkiv" and "New York" are the city before the region around it.
    for held in 0..scored.len() {
        let outer = scored[held].1;
        if !matches!(kind(records, outer), PlaceKind::Region | PlaceKind::District) {
            continue;
        }
        let most = scored
            .iter()
            .filter(|(_, inner, _)| {
                kind(records, *inner) == PlaceKind::City && lies_in(records, *inner, outer)
            })
            .map(|(score, ..)| *score)
            .fold(f64::INFINITY, |most, score| if most.is_finite() { most.max(score) } else { score });
        scored[held].0 = scored[held].0.min(most * 0.9);
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, number, rank)| (number, rank)).collect()
}

fn assemble(counts: [usize; 3], sections: [&[u8]; 9]) -> Result<Vec<u8>, GazetteerError> {
    let too_many = |_| GazetteerError::TooMany { what: "bytes" };
    let mut bytes = Vec::with_capacity(HEADER + sections.iter().map(|s| s.len()).sum::<usize>());
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
    /// By the names' heads and sums, where they start: never walked, so that its order is none of the asset's.
    starts: HashMap<u64, u32>,
}

impl MainNames {
    fn add(&mut self, name: &str) -> Result<u32, GazetteerError> {
        let mut padded = vec![0; 20];
        padded.extend_from_slice(name.as_bytes());
        let key = checksum(&padded);
        if let Some(start) =
            self.starts.get(&key).filter(|start| text_at(&self.bytes, **start as usize) == name)
        {
            return Ok(*start);
        }
        let too_many = |what| move |_| GazetteerError::TooMany { what };
        let start = u32::try_from(self.bytes.len()).map_err(too_many("main names"))?;
        let len = u8::try_from(name.len()).map_err(too_many("letters in a name"))?;
        self.bytes.push(len);
        self.bytes.extend_from_slice(name.as_bytes());
        self.starts.insert(key, start);
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
