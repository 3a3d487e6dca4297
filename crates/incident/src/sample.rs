//! Tellings made by hand, for tests.

use std::collections::BTreeSet;

use claim::{Container, Extent, PlaceValue};
use pack::Kinds;
use text::Key;

use crate::days::Days;
use crate::places::Spot;
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
        articles: vec![key],
        kind: Kinds::shipped().kind("drone-strike"),
        utterance: false,
        extent: Extent::Single,
        days,
        weekday: None,
        published: None,
        places: vec![Spot::of(&place)],
        killed: vec![],
        injured: vec![],
        numbers: BTreeSet::new(),
        victims: BTreeSet::new(),
        names: BTreeSet::new(),
        people: BTreeSet::new(),
        targets: BTreeSet::new(),
        weapons: BTreeSet::new(),
        ages: BTreeSet::new(),
        language: None,
        words: Words::default(),
        speakers: BTreeSet::new(),
        addressees: BTreeSet::new(),
        quotes: BTreeSet::new(),
    }
}

/// The words of a text.
pub(crate) fn wording(text: &str) -> Words {
    Words::of(std::iter::once(text))
}
