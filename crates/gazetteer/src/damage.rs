//! Whatever the bytes, opening and asking never panics.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::layout::checksum;
use crate::{Draft, DraftPlace, Gazetteer, GazetteerError, NameRank, PlaceKind, fold};

fn place(name: &str, kind: PlaceKind, parent: Option<usize>, names: &[&str]) -> DraftPlace {
    DraftPlace {
        name: name.to_owned(),
        kind,
        country: *b"IT",
        parent,
        lat: 41.9,
        lon: 12.5,
        population: 1000,
        geonames: 7,
        timezone: Some("Europe/Rome".to_owned()),
        weight: 1000.0,
        names: names.iter().map(|name| ((*name).to_owned(), NameRank::Main)).collect(),
    }
}

/// A small Italy, large enough to have several blocks of names.
fn italy() -> Draft {
    let mut draft = Draft::new();
    let italy = draft.push(place("Italy", PlaceKind::Country, None, &["Italy", "Italia"]));
    let lazio = draft.push(place("Lazio", PlaceKind::Region, Some(italy), &["Lazio", "Latium"]));
    for number in 0..60 {
        let name = format!("Borgo San{} {number}", if number % 3 == 0 { "ta Maria" } else { "t'Angelo" });
        draft.push(place(&name, PlaceKind::City, Some(lazio), &[&name, &format!("Vico {number}")]));
    }
    draft
}

static ITALY: LazyLock<Vec<u8>> = LazyLock::new(|| italy().finish().unwrap());

fn ask_everything(places: &Gazetteer) {
    for name in ["italia", "borgo", "borgo santa maria 3", "borgo santangelo 59", "vico 7", "zzz", "a"] {
        for id in places.find_folded(name) {
            places.place(id);
            assert!(places.containers(id).count() < 70_000);
            places.distance_km(id, id);
        }
        places.has_prefix(name);
    }
    for id in places.iter().take(100) {
        places.place(id);
    }
    places.country("IT");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Gazetteer::open(bytes).is_err());
    }

    #[test]
    fn damaged_bytes_are_noticed(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let mut bytes = ITALY.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        prop_assert!(Gazetteer::open(bytes).is_err());
    }

    #[test]
    fn cut_bytes_are_noticed(len in any::<prop::sample::Index>()) {
        let len = len.index(ITALY.len());
        prop_assert!(Gazetteer::open(ITALY[..len].to_vec()).is_err());
    }

    #[test]
    fn forged_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = ITALY.clone();
        for (at, value) in changes {
            let at = at.index(bytes.len() - 20) + 20;
            bytes[at] = value;
        }
        // A right checksum, so that the damage behind it is reached.
        let sum = checksum(&bytes);
        bytes[12..20].copy_from_slice(&sum.to_le_bytes());
        if let Ok(places) = Gazetteer::open(bytes) {
            ask_everything(&places);
        }
    }

    #[test]
    fn every_name_is_found_and_no_other(names in prop::collection::btree_set("[a-c]{1,3}( [a-c]{1,12}){0,2}", 1..80), other in "[a-c]{1,3}( [a-c]{1,2})?") {
        let mut draft = Draft::new();
        draft.push(place("Italy", PlaceKind::Country, None, &[]));
        let mut numbers = BTreeMap::new();
        for name in &names {
            numbers.insert(name.as_str(), draft.push(place(name, PlaceKind::City, Some(0), &[name])));
        }
        let places = Gazetteer::open(draft.finish().unwrap()).unwrap();
        let found = |name: &str| places.find_folded(name).map(|id| id.index()).collect::<Vec<_>>();
        for (name, number) in &numbers {
            prop_assert_eq!(found(name), [*number]);
        }
        prop_assert_eq!(found(&other), numbers.get(other.as_str()).copied().into_iter().collect::<Vec<_>>());
        let longer = format!("{other} ");
        let goes_on = names.iter().any(|name| *name == other || name.starts_with(&longer));
        prop_assert_eq!(places.has_prefix(&other), goes_on);
    }

    #[test]
    fn folding_again_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
    }

    #[test]
    fn words_fold_one_by_one(a in "\\PC{0,20}", b in "\\PC{0,20}") {
        let apart = [fold(&a), fold(&b)];
        let apart: Vec<&str> = apart.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(fold(&format!("{a} {b}")), apart.join(" "));
    }
}

#[test]
fn equal_drafts_give_equal_bytes() {
    assert_eq!(italy().finish().unwrap(), *ITALY);
}

#[test]
fn a_draft_out_of_order_is_refused() {
    let mut draft = Draft::new();
    draft.push(place("Italy", PlaceKind::Country, None, &[]));
    draft.push(place("Rome", PlaceKind::City, Some(2), &[]));
    assert_eq!(draft.finish(), Err(GazetteerError::Order { name: "Rome".to_owned() }));
}

#[test]
fn every_letter_folds_once_and_for_all() {
    for letter in '\0'..=char::MAX {
        let once = fold(letter.encode_utf8(&mut [0; 4]));
        assert_eq!(fold(&once), once, "of {letter:?}, U+{:04X}", u32::from(letter));
    }
}
