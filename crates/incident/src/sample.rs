//! Tellings made by hand, for tests.

use claim::{Container, Extent, PlaceValue};
use pack::Kinds;
use text::Key;

use crate::days::Days;
use crate::places::Spot;
use crate::sorted::Sorted;
use crate::told::Told;
use crate::words::Words;

pub(crate) fn kazan() -> PlaceValue {
    place_at("Kazan", "city", (55.79, 49.12))
}

pub(crate) fn place_at(name: &str, precision: &'static str, point: (f32, f32)) -> PlaceValue {
    let within = vec![Container { name: "Russia".into(), kind: "country" }];
    PlaceValue {
        name: name.into(),
        id: None,
        within,
        country: Some("RU".into()),
        point: Some(point),
        precision,
    }
}

pub(crate) fn day(day: i32) -> Option<Days> {
    Some(Days { first: 20_000 + day, last: 20_000 + day, night: false, clock: None, zoned: false })
}

pub(crate) fn told(n: u32, place: PlaceValue, days: Option<Days>) -> Told {
    let key = Key::of([n.to_le_bytes().as_slice()]);
    Told {
        key,
        at: vec![],
        articles: Sorted::from_iter([key]),
        kind: Kinds::shipped().kind("drone-strike"),
        utterance: false,
        extent: Extent::Single,
        days,
        counted: false,
        weekday: None,
        looks_back: false,
        published: None,
        places: vec![Spot::of(&place)],
        beside: None,
        killed: vec![],
        injured: vec![],
        numbers: Sorted::default(),
        victims: Sorted::default(),
        names: Sorted::default(),
        people: Sorted::default(),
        targets: Default::default(),
        weapons: Default::default(),
        ages: Sorted::default(),
        language: None,
        words: Words::default(),
        speakers: Sorted::default(),
        addressees: Sorted::default(),
        quotes: Sorted::default(),
    }
}

/// The words of a text.
pub(crate) fn wording(text: &str) -> Words {
    Words::of(std::iter::once(text), None)
}
