use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use crate::extent::EXTENT;
use crate::fold::fold;
use crate::layout::{
    Bytes, Layout, NO_COUNTRY, NO_PARENT, RECORD, checksum, text_at, u16_at, u32_at, u64_at,
};
use crate::names::{Found, NameTable};
use crate::{Extent, Figures, GazetteerError, Matches, Place, PlaceId, PlaceKind, Places};

/// The embedded asset; `cargo xtask gazetteer` writes it.
static EMBEDDED: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../gazetteer/places.bin"));

/// The places of the world, or of whatever asset was opened. Cloning it is cheap.
#[derive(Clone)]
pub struct Gazetteer {
    bytes: Bytes,
    layout: Layout,
    /// A fuller one, asked for the names that this one does not have. Its places are numbered after this one's.
    beside: Option<Arc<Gazetteer>>,
}

/// The gazetteer of the program, once a fuller one was laid beside it.
static FULLER: OnceLock<Gazetteer> = OnceLock::new();

impl Gazetteer {
    /// Returns the gazetteer that articles are read with: the program's own, with the fuller one beside it where
    /// [`lay_beside`](Self::lay_beside) was called before.
    pub fn in_use() -> &'static Gazetteer {
        FULLER.get().unwrap_or_else(|| Gazetteer::embedded())
    }

    /// Lays a fuller gazetteer beside the program's own for as long as the program runs; a second one is left alone.
    ///
    /// What the program's own knows stays as it is: a name that it has means the places that it has. Names that it does
    /// not have, of every hamlet, are looked up in the other.
    pub fn lay_beside(fuller: Gazetteer) {
        FULLER.get_or_init(|| Gazetteer::embedded().clone().with(fuller));
    }

    /// Returns this gazetteer with a fuller one beside it.
    fn with(mut self, fuller: Gazetteer) -> Gazetteer {
        self.beside = Some(Arc::new(fuller));
        self
    }

    /// Opens the file of a gazetteer where it lies: nothing is read before it is asked for, and nothing is parsed.
    ///
    /// # Errors
    /// If the file cannot be opened, or is of another format or version, or cut short.
    pub fn open_file(path: &Path) -> Result<Gazetteer, GazetteerError> {
        let unreadable =
            |why: std::io::Error| GazetteerError::File { path: path.to_owned(), why: why.to_string() };
        let file = File::open(path).map_err(unreadable)?;
        // SAFETY: the bytes must not change while they are mapped. `tellings gazetteer build` writes a new file and
        // renames it, so that one that is open stays as it is; every read of the bytes is bounds-checked and takes any
        // value, so that one who writes into the file by other means gets wrong answers.
        #[allow(unsafe_code)]
        let bytes = unsafe { memmap2::Mmap::map(&file) }.map_err(unreadable)?;
        let bytes = Bytes::Mapped(Arc::new(bytes));
        let layout = Layout::read(bytes.get())?;
        Ok(Gazetteer { bytes, layout, beside: None })
    }

    /// Returns the gazetteer that is part of the program.
    ///
    /// # Panics
    /// If the program was built with an asset that `cargo xtask gazetteer` did not write.
    pub fn embedded() -> &'static Gazetteer {
        // No checksum: it would page in all of the asset, and the bytes are the program's own.
        static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
            let layout = Layout::read(EMBEDDED).expect("gazetteer/places.bin is of this version: rebuild it");
            Gazetteer { bytes: Bytes::Static(EMBEDDED), layout, beside: None }
        });
        &GAZETTEER
    }

    /// Opens an asset that [`Draft::finish`](crate::Draft::finish) wrote; the whole is checked against its checksum.
    ///
    /// # Errors
    /// If the bytes are of another format or version, cut short, or altered.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Gazetteer, GazetteerError> {
        let bytes = match bytes.into() {
            Cow::Borrowed(bytes) => Bytes::Static(bytes),
            Cow::Owned(bytes) => Bytes::Shared(Arc::new(bytes)),
        };
        let layout = Layout::read(bytes.get())?;
        if checksum(bytes.get()) != u64_at(bytes.get(), 12) {
            return Err(GazetteerError::Checksum);
        }
        Ok(Gazetteer { bytes, layout, beside: None })
    }

    /// Returns the places of a name, likeliest first: by population, a tenth of it
    /// where the name is only an alternate one; countries come before all.
    ///
    /// ```
    /// # use gazetteer::Gazetteer;
    /// let places = Gazetteer::embedded();
    /// let countries: Vec<&str> = places.find("Paris").iter().map(|id| places.place(*id).country).collect();
    /// assert_eq!(countries[0], "FR");
    /// assert!(countries.contains(&"US"));
    /// ```
    pub fn find(&self, name: &str) -> Vec<PlaceId> {
        self.find_folded(&fold(name)).collect()
    }

    /// Returns the places of a name that [`fold`](crate::fold()) folded, as [`find`](Self::find) does, without allocating.
    pub fn find_folded(&self, folded: &str) -> Places<'_> {
        Places(self.look_up(folded).0)
    }

    /// Returns the places of a folded name, each with how the name belongs to it.
    ///
    /// ```
    /// # use gazetteer::{Gazetteer, NameRank};
    /// let places = Gazetteer::embedded();
    /// let (id, rank) = places.matches("us").next().expect("the United States");
    /// assert_eq!((places.place(id).country, rank), ("US", NameRank::Abbreviation));
    /// ```
    pub fn matches(&self, folded: &str) -> Matches<'_> {
        self.look_up(folded).0
    }

    /// Returns whether some name starts with these folded words, followed by a space or the end.
    ///
    /// ```
    /// # use gazetteer::Gazetteer;
    /// let places = Gazetteer::embedded();
    /// assert!(places.has_prefix("new york"));
    /// assert!(places.has_prefix("deir ez"));
    /// assert!(!places.has_prefix("new yor"));
    /// ```
    pub fn has_prefix(&self, folded: &str) -> bool {
        let (places, goes_on) = self.look_up(folded);
        goes_on || !places.places.is_empty()
    }

    /// Returns whether some name starts with these folded letters, be they whole words or not.
    ///
    /// ```
    /// # use gazetteer::Gazetteer;
    /// let places = Gazetteer::embedded();
    /// assert!(places.begins("new yor"));
    /// assert!(!places.begins("new yorx"));
    /// ```
    pub fn begins(&self, folded: &str) -> bool {
        self.name_table().look_up(folded).begins
            || self.beside.as_ref().is_some_and(|beside| beside.begins(folded))
    }

    /// Returns the places of a folded name, and whether longer names go on after it and a space:
    /// one step of a walk over the words of a text.
    pub fn look_up(&self, folded: &str) -> (Matches<'_>, bool) {
        let Found { places, goes_on, .. } = self.name_table().look_up(folded);
        let own = Matches { places, len: self.layout.places, after: 0 };
        let Some(beside) = &self.beside else { return (own, goes_on) };
        let (other, other_goes_on) = beside.look_up(folded);
        let found = if places.is_empty() { Matches { after: self.layout.places, ..other } } else { own };
        (found, goes_on || other_goes_on)
    }

    /// Returns what is known of a place. An id of another gazetteer gives a wrong or empty answer.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let record = self.record(id);
        let Figures { kind, region, country, lat, lon, population } = self.figures(id);
        Place {
            id,
            name: self.name(id),
            kind,
            country: self.code(country),
            region,
            country_place: country,
            lat,
            lon,
            population,
            geonames: u32_at(record, 12),
            timezone: match self.other(id) {
                Some((other, id)) => other.place(id).timezone,
                None => self.zone(usize::from(u16_at(record, 23) >> 3)),
            },
        }
    }

    /// Returns what is known of a place in numbers, which is quicker than [`place`](Self::place).
    pub fn figures(&self, id: PlaceId) -> Figures {
        let record = self.record(id);
        Figures {
            kind: self.kind(id),
            region: self.containers(id).find(|outer| self.kind(*outer) == PlaceKind::Region),
            country: match (record.get(22).copied().unwrap_or(0), self.other(id)) {
                (NO_COUNTRY, _) => id,
                (country, None) => PlaceId(country.into()),
                (country, Some((other, _))) => self.adopt(other, PlaceId(country.into())),
            },
            lat: degrees(record, 0),
            lon: degrees(record, 4),
            population: u32_at(record, 8),
        }
    }

    /// Returns a place's main name.
    pub fn name(&self, id: PlaceId) -> &str {
        match self.other(id) {
            Some((other, id)) => other.name(id),
            None => text_at(self.section(&self.layout.main_names), u32_at(self.record(id), 16) as usize),
        }
    }

    /// Returns what sort of place it is.
    pub fn kind(&self, id: PlaceId) -> PlaceKind {
        PlaceKind::from_bits(u16_at(self.record(id), 23))
    }

    /// Returns whether `inner` is `outer` or lies in it.
    pub fn within(&self, inner: PlaceId, outer: PlaceId) -> bool {
        inner == outer || self.containers(inner).any(|container| container == outer)
    }

    /// Returns the places around a place, nearest first: district, region, country, as far as they are known.
    pub fn containers(&self, id: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        std::iter::successors(self.parent(id), |outer| self.parent(*outer))
    }

    /// Returns how far a country, region or district reaches; `None` where no town of it is listed, and of towns.
    ///
    /// ```
    /// # use gazetteer::Gazetteer;
    /// let places = Gazetteer::embedded();
    /// let ukraine = places.country("UA").and_then(|country| places.extent(country)).expect("it has towns");
    /// assert!(ukraine.distance_km((49.99, 36.23)) == 0.0);
    /// assert!(ukraine.distance_km((52.23, 21.01)) > 50.0);
    /// ```
    pub fn extent(&self, id: PlaceId) -> Option<Extent> {
        match self.other(id) {
            Some((other, id)) => other.extent(id),
            None => Extent::read(self.section(&self.layout.extents), id.index().checked_mul(EXTENT)?),
        }
    }

    /// Returns the distance between two places along the earth's surface, in kilometres.
    pub fn distance_km(&self, a: PlaceId, b: PlaceId) -> f64 {
        let [(lat_a, lon_a), (lat_b, lon_b)] = [a, b].map(|id| {
            let record = self.record(id);
            (f64::from(degrees(record, 0)).to_radians(), f64::from(degrees(record, 4)).to_radians())
        });
        let half_lat = ((lat_b - lat_a) / 2.0).sin();
        let half_lon = ((lon_b - lon_a) / 2.0).sin();
        let chord = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
        // The mean radius of the earth, in kilometres.
        2.0 * 6371.0088 * chord.clamp(0.0, 1.0).sqrt().asin()
    }

    /// Returns the country of an ISO 3166-1 alpha-2 code in capitals.
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        let codes = self.section(&self.layout.codes).as_chunks::<2>().0;
        let number = codes.binary_search_by(|other| other.as_slice().cmp(code.as_bytes())).ok()?;
        u32::try_from(number).ok().map(PlaceId)
    }

    /// Returns the capital of a country.
    ///
    /// ```
    /// # use gazetteer::Gazetteer;
    /// let places = Gazetteer::embedded();
    /// let capital = places.country("UA").and_then(|country| places.capital(country));
    /// assert_eq!(capital.map(|id| places.name(id)), Some("Kyiv"));
    /// ```
    pub fn capital(&self, country: PlaceId) -> Option<PlaceId> {
        let capitals = self.section(&self.layout.capitals).as_chunks::<4>().0;
        let number = u32::from_le_bytes(*capitals.get(country.index())?);
        (number < self.layout.places).then_some(PlaceId(number))
    }

    /// Returns the ISO 3166-1 alpha-2 code of a country; empty where the place is none.
    pub fn code(&self, country: PlaceId) -> &str {
        let code = self.section(&self.layout.codes).as_chunks::<2>().0.get(country.index());
        code.and_then(|code| std::str::from_utf8(code).ok()).unwrap_or("")
    }

    /// Returns every place but those of a gazetteer beside this one, countries first.
    pub fn iter(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..self.layout.places).map(PlaceId)
    }

    /// Returns how many places there are, without those of a gazetteer beside this one.
    pub fn len(&self) -> usize {
        self.layout.places as usize
    }

    /// Returns whether there is no place at all.
    pub fn is_empty(&self) -> bool {
        self.layout.places == 0
    }

    /// Returns what tells this asset from any other: a checksum over all of it, as its head has it.
    pub fn version(&self) -> u64 {
        u64_at(self.bytes.get(), 12)
    }

    /// Returns the place of this number, as [`PlaceId::index`] gave it for the same asset.
    pub fn by_index(&self, index: usize) -> Option<PlaceId> {
        (index < self.len()).then_some(PlaceId(index as u32))
    }

    /// Returns how many different folded names there are, without those of a gazetteer beside this one.
    pub fn name_count(&self) -> usize {
        self.layout.names as usize
    }

    /// Returns the place's container. Always of a lower number, so that every chain ends, whatever the bytes.
    fn parent(&self, id: PlaceId) -> Option<PlaceId> {
        if let Some((other, id)) = self.other(id) {
            return Some(self.adopt(other, other.parent(id)?));
        }
        let record = self.record(id);
        let parent = u16_at(record, 20);
        (!record.is_empty() && parent != NO_PARENT && u32::from(parent) < id.0)
            .then(|| PlaceId(parent.into()))
    }

    /// The gazetteer beside this one that a place is of, and its number there.
    fn other(&self, id: PlaceId) -> Option<(&Gazetteer, PlaceId)> {
        let beside = self.beside.as_deref()?;
        Some((beside, PlaceId(id.0.checked_sub(self.layout.places)?)))
    }

    /// Returns what this gazetteer has for a container of the one beside it: the same country, the division of that
    /// country and name, else the container itself.
    fn adopt(&self, other: &Gazetteer, outer: PlaceId) -> PlaceId {
        let kind = other.kind(outer);
        let code = other.code(other.figures(outer).country);
        let own = match kind {
            PlaceKind::Country => self.country(code),
            _ => self.find_folded(&fold(other.name(outer))).find(|id| {
                id.0 < self.layout.places
                    && self.kind(*id) == kind
                    && self.code(self.figures(*id).country) == code
                    && {
                        let around = other.parent(outer).map(|around| self.adopt(other, around));
                        kind == PlaceKind::Region || around.is_some_and(|around| self.within(*id, around))
                    }
            }),
        };
        own.unwrap_or(PlaceId(outer.0.saturating_add(self.layout.places)))
    }

    fn record(&self, id: PlaceId) -> &[u8] {
        if let Some((other, id)) = self.other(id) {
            return other.record(id);
        }
        let start = id.index().saturating_mul(RECORD);
        self.section(&self.layout.records).get(start..start.saturating_add(RECORD)).unwrap_or_default()
    }

    /// Time zones lie one after the other; there are about 400, and 0 stands for none.
    fn zone(&self, number: usize) -> Option<&str> {
        let zones = self.section(&self.layout.zones);
        let at = u16_at(zones, number.checked_sub(1)? * 2);
        Some(text_at(zones, usize::from(at))).filter(|zone| !zone.is_empty())
    }

    fn name_table(&self) -> NameTable<'_> {
        NameTable {
            heads: self.section(&self.layout.heads),
            offsets: self.section(&self.layout.offsets),
            table: self.section(&self.layout.table),
        }
    }

    fn section(&self, range: &std::ops::Range<usize>) -> &[u8] {
        self.bytes.get().get(range.clone()).unwrap_or_default()
    }
}

/// Coordinates are kept in hundred-thousandths of a degree.
fn degrees(record: &[u8], at: usize) -> f32 {
    (f64::from(u32_at(record, at) as i32) / 1e5) as f32
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("places", &self.len()).field("names", &self.name_count()).finish()
    }
}
