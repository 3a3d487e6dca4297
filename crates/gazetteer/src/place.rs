/// A place of one [`Gazetteer`](crate::Gazetteer). Not stable from one asset to the next:
/// keep [`Place::geonames`] or the name where it must last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub(crate) u32);

impl PlaceId {
    /// Returns the place's number, below [`Gazetteer::len`](crate::Gazetteer::len).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What sort of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country or dependent territory with an ISO 3166 code.
    Country,
    /// A first-level division (state, oblast, governorate), or a well-known area such as Donbas.
    Region,
    /// A second-level division (county, raion, local government area).
    District,
    /// A city, town or village.
    City,
    /// A sea or a part of the world, which lies in no country: the Mediterranean, Africa, the Sahel.
    Area,
}

impl PlaceKind {
    pub(crate) fn from_bits(bits: u16) -> PlaceKind {
        match bits & 7 {
            0 => PlaceKind::Country,
            1 => PlaceKind::Region,
            2 => PlaceKind::District,
            4 => PlaceKind::Area,
            _ => PlaceKind::City,
        }
    }
}

/// How a name belongs to a place. Better ranks come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameRank {
    /// The name that the gazetteer gives the place, or one that was chosen by hand.
    Main,
    /// A further name: another language, another spelling, an old name.
    Alternate,
    /// An abbreviation that is only meant in capitals: "US", "IN" (Indiana), "Tex.".
    Abbreviation,
}

impl NameRank {
    pub(crate) fn from_bits(bits: u32) -> NameRank {
        match bits & 3 {
            0 => NameRank::Main,
            1 => NameRank::Alternate,
            _ => NameRank::Abbreviation,
        }
    }
}

/// What is known of a place in numbers: all that weighing places against each other asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// What sort of place.
    pub kind: PlaceKind,
    /// The nearest region around it.
    pub region: Option<PlaceId>,
    /// Its country; of a country, itself; of an area of no country, itself too.
    pub country: PlaceId,
    /// Degrees north. Of a country, region or district: of its middle.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Inhabitants, 0 if not known. Of a region or district: of the towns listed in it.
    pub population: u32,
}

/// What is known of one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'g> {
    /// The place itself.
    pub id: PlaceId,
    /// The main name, English where there is one, in Latin script.
    pub name: &'g str,
    /// What sort of place.
    pub kind: PlaceKind,
    /// The ISO 3166-1 alpha-2 code of its country ("XK" for Kosovo); empty for an area of no country.
    pub country: &'g str,
    /// The nearest region around it.
    pub region: Option<PlaceId>,
    /// Its country; of a country, itself.
    pub country_place: PlaceId,
    /// Degrees north. Of a country, region or district: of its middle.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Inhabitants, 0 if not known. Of a region or district: of the towns listed in it.
    pub population: u32,
    /// The GeoNames number, 0 if none is known.
    pub geonames: u32,
    /// The IANA time zone; of countries and regions only where all of it shares one.
    pub timezone: Option<&'g str>,
}
