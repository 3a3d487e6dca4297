use claim::{PlaceValue, TimeValue};
use gazetteer::Gazetteer;
use schemars::JsonSchema;
use serde::Serialize;

/// What a claim says; which form depends on its facet.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Value<'a> {
    /// A number of people or things.
    Count {
        /// The least that it can be.
        min: u64,
        /// The most; null where there is no upper bound.
        max: Option<u64>,
        /// Whether the text says "about".
        approx: bool,
        /// Whether it counts further ones ("three more").
        delta: bool,
    },
    /// A category, and the proper name where the text has one.
    Category {
        /// The category.
        category: &'a str,
        /// The proper name ("Oreshnik").
        name: Option<&'a str>,
    },
    /// A place.
    Place(Place<'a>),
    /// A time.
    Time(Time<'a>),
    /// A person, state or group.
    Name {
        /// As the text has it, or the state's English name.
        name: &'a str,
        /// ISO code, where it is a state, its forces or its officials.
        country: Option<&'a str>,
        /// `person`, `state`, `group`; for responsibility `claimed`, `denied`, `no-comment`, `not-claimed`, `alleged`.
        kind: Option<&'a str>,
    },
    /// One person affected.
    Victim {
        /// The name, where it is told.
        name: Option<&'a str>,
        /// `child`, `woman`, …
        of: Option<&'a str>,
        /// Years.
        age: Option<u16>,
        /// `killed`, `injured`, `abducted`, …
        fate: &'a str,
    },
    /// Words in quotation marks: the claim's `text`.
    Quote {
        /// Who says them.
        speaker: Option<&'a str>,
    },
}

/// A place as the gazetteer knows it, or as the text names it.
#[derive(Serialize, JsonSchema)]
pub struct Place<'a> {
    /// Its name.
    pub name: &'a str,
    /// What holds it, nearest first.
    pub within: Vec<Within<'a>>,
    /// ISO code.
    pub country: Option<&'a str>,
    /// Degrees north; null where it is not known.
    pub lat: Option<f32>,
    /// Degrees east; null where it is not known.
    pub lon: Option<f32>,
    /// `site`, `city`, `district`, `region`, `country`.
    pub precision: &'a str,
    /// Of a district, region or country, which is an area: the box around its towns, in degrees as GeoJSON has them: west,
    /// south, east, north. West is the greater where it reaches over the date line. Null where it is not known.
    pub bbox: Option<[f32; 4]>,
}

/// What holds a place.
#[derive(Serialize, JsonSchema)]
pub struct Within<'a> {
    /// Its name.
    pub name: &'a str,
    /// `city`, `district`, `region`, `country`.
    #[serde(rename = "type")]
    pub kind: &'a str,
}

/// A time with its precision.
#[derive(Serialize, JsonSchema)]
pub struct Time<'a> {
    /// The first moment; null where no date fixes it.
    pub start: Option<String>,
    /// The last moment.
    pub end: Option<String>,
    /// How exact it is.
    #[schemars(extend("enum" = ["minute", "hour", "part-of-day", "day", "days", "week", "month", "season", "year", "duration"]))]
    pub precision: &'static str,
    /// What is known where no date fixes it: `XXXX-WXX-2`.
    pub pattern: Option<&'a str>,
}

impl<'a> From<&'a claim::Value> for Value<'a> {
    fn from(value: &'a claim::Value) -> Value<'a> {
        match value {
            claim::Value::Count(c) => {
                Value::Count { min: c.min, max: c.max, approx: c.approx, delta: c.delta }
            }
            claim::Value::Category { category, name } => Value::Category { category, name: name.as_deref() },
            claim::Value::Place(place) => Value::Place(place.into()),
            claim::Value::Time(time) => Value::Time(time.into()),
            claim::Value::Name { name, country, kind } => {
                Value::Name { name, country: country.as_deref(), kind: kind.as_deref() }
            }
            claim::Value::Victim { name, of, age, fate } => {
                Value::Victim { name: name.as_deref(), of: of.as_deref(), age: *age, fate }
            }
            claim::Value::Quote { speaker } => Value::Quote { speaker: speaker.as_deref() },
        }
    }
}

impl<'a> From<&'a PlaceValue> for Place<'a> {
    fn from(place: &'a PlaceValue) -> Place<'a> {
        Place {
            name: &place.name,
            within: place.within.iter().map(|c| Within { name: &c.name, kind: c.kind }).collect(),
            country: place.country.as_deref(),
            lat: place.point.map(|p| p.0),
            lon: place.point.map(|p| p.1),
            precision: place.precision,
            bbox: place
                .id
                .filter(|_| matches!(place.precision, "district" | "region" | "country"))
                .and_then(|id| Gazetteer::in_use().extent(id))
                .map(|extent| [extent.west, extent.south, extent.east, extent.north]),
        }
    }
}

impl<'a> From<&'a TimeValue> for Time<'a> {
    fn from(time: &'a TimeValue) -> Time<'a> {
        Time {
            start: time.start.map(|m| m.to_string()),
            end: time.end.map(|m| m.to_string()),
            precision: time.precision.name(),
            pattern: time.pattern.as_deref(),
        }
    }
}
