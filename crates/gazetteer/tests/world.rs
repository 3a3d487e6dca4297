//! The embedded asset: names that articles use, in their languages.

use std::collections::BTreeSet;

use gazetteer::{Gazetteer, NameRank, Place, PlaceId, PlaceKind, fold};

fn first(name: &str) -> Place<'static> {
    let places = Gazetteer::embedded();
    let id = *places.find(name).first().unwrap_or_else(|| panic!("{name} is not known"));
    places.place(id)
}

fn around(id: PlaceId) -> Vec<&'static str> {
    let places = Gazetteer::embedded();
    places.containers(id).map(|outer| places.place(outer).name).collect()
}

#[test]
fn a_city_lies_in_its_region_and_country() {
    let kazan = first("Kazan");
    assert_eq!((kazan.country, kazan.kind, kazan.geonames), ("RU", PlaceKind::City, 551487));
    assert_eq!(kazan.timezone, Some("Europe/Moscow"));
    let places = Gazetteer::embedded();
    let region = kazan.region.map(|id| places.place(id).name);
    assert_eq!(region, Some("Tatarstan"));
    assert!(places.within(kazan.id, first("Russia").id));
    assert!(places.within(kazan.id, first("Татарстан").id));
    assert!(!places.within(kazan.id, first("Ukraine").id));
    assert_eq!(kazan.country_place, first("Russia").id);
}

#[test]
fn one_city_has_many_spellings() {
    for (main, others) in [
        ("Kharkiv", &["Харків", "Харьков", "Kharkov", "Charkiw", "Khar'kov", "KHARKIV"][..]),
        ("Kyiv", &["Kiev", "Київ", "Киев", "Kiew"]),
        ("Moscow", &["Mosca", "Moskau", "Москва", "Moscou", "Moscú", "موسكو"]),
        ("Jerusalem", &["Gerusalemme", "Jérusalem", "Иерусалим", "Єрусалим"]),
        ("Khan Younis", &["Khan Yunis", "Хан-Юнис", "خان يونس"]),
        ("Zaporizhzhia", &["Запоріжжя", "Запорожье", "Zaporizhia"]),
        ("El Fasher", &["Al-Fashir", "Эль-Фашер", "الفاشر"]),
        ("London", &["Londra", "Londres", "Лондон"]),
    ] {
        for other in others {
            assert_eq!(first(other).id, first(main).id, "{other} is not {main}");
        }
    }
}

#[test]
fn countries_come_first_and_have_short_names() {
    for (name, code) in [
        ("Niger", "NE"),
        ("Georgia", "GE"),
        ("Lebanon", "LB"),
        ("U.S.", "US"),
        ("US", "US"),
        ("UK", "GB"),
        ("Britain", "GB"),
        ("UAE", "AE"),
        ("DRC", "CD"),
        ("Ivory Coast", "CI"),
        ("Stati Uniti", "US"),
        ("Deutschland", "DE"),
        ("Україна", "UA"),
        ("США", "US"),
        ("Russie", "RU"),
        ("Israele", "IL"),
        ("Côte d’Ivoire", "CI"),
        ("the Netherlands", "NL"),
        ("سوريا", "SY"),
        ("Nigeria", "NG"),
    ] {
        let place = first(name);
        assert_eq!((place.kind, place.country), (PlaceKind::Country, code), "{name}");
        assert_eq!(Gazetteer::embedded().country(code), Some(place.id));
    }
    let (_, rank) = Gazetteer::embedded().matches("us").next().unwrap();
    assert_eq!(rank, NameRank::Abbreviation);
    assert_eq!(Gazetteer::embedded().country("ZZ"), None);
    assert_eq!(Gazetteer::embedded().country("russia"), None);
}

#[test]
fn regions_are_found_as_they_are_spoken_of() {
    for (name, main, country) in [
        ("Niger State", "Niger", "NG"),
        ("Kebbi State", "Kebbi", "NG"),
        ("Gaza Strip", "Gaza Strip", "PS"),
        ("West Bank", "West Bank", "PS"),
        ("Cisgiordania", "West Bank", "PS"),
        ("Crimea", "Crimea", "UA"),
        ("Donbas", "Donbas", "UA"),
        ("Donetsk region", "Donetsk", "UA"),
        ("Donetsk oblast", "Donetsk", "UA"),
        ("Харківська область", "Kharkiv", "UA"),
        ("Белгородская область", "Belgorod", "RU"),
        ("Tatarstan", "Tatarstan", "RU"),
        ("Darfur", "Darfur", "SD"),
        ("Kashmir", "Jammu and Kashmir", "IN"),
        ("Iraqi Kurdistan", "Kurdistan", "IQ"),
        ("Sinai", "Sinai", "EG"),
        ("Tigray", "Tigray", "ET"),
        ("Idlib province", "Idlib", "SY"),
        ("Kordofan", "Kordofan", "SD"),
        ("Scotland", "Scotland", "GB"),
        ("Calif.", "California", "US"),
        ("Tex.", "Texas", "US"),
        ("N.C.", "North Carolina", "US"),
        ("North Kivu", "North Kivu", "CD"),
        ("Rhode Island", "Rhode Island", "US"),
        ("Sachsen-Anhalt", "Saxony-Anhalt", "DE"),
        ("Sicilia", "Sicily", "IT"),
    ] {
        let place = first(name);
        assert_eq!((place.kind, place.name, place.country), (PlaceKind::Region, main, country), "{name}");
    }
    assert_eq!(around(first("Kramatorsk").id).last_chunk::<3>(), Some(&["Donetsk", "Donbas", "Ukraine"]));
    assert_eq!(around(first("El Fasher").id), ["North Darfur", "Darfur", "Sudan"]);
}

#[test]
fn a_city_comes_before_the_region_of_its_name() {
    for (name, country) in [
        ("Gaza City", "PS"),
        ("Gaza", "PS"),
        ("Kharkiv", "UA"),
        ("New York", "US"),
        ("Washington", "US"),
        ("Aleppo", "SY"),
    ] {
        let place = first(name);
        assert_eq!((place.kind, place.country), (PlaceKind::City, country), "{name}");
    }
}

#[test]
fn namesakes_are_all_found() {
    let places = Gazetteer::embedded();
    let texas = first("Texas").id;
    assert!(places.find("Paris").iter().any(|id| places.within(*id, texas)));
    assert_eq!(first("Paris").country, "FR");
    assert!(places.find("Springfield").len() > 20);
    assert!(places.find("Atlantis of Nowhere").is_empty());
    assert!(places.find("").is_empty());
}

#[test]
fn a_county_lies_between_town_and_state() {
    assert_eq!(around(first("Uvalde").id), ["Uvalde County", "Texas", "United States"]);
}

#[test]
fn distances_are_those_of_the_globe() {
    let places = Gazetteer::embedded();
    let between = |a: &str, b: &str| places.distance_km(first(a).id, first(b).id);
    assert!((between("Paris", "London") - 344.0).abs() < 5.0, "{}", between("Paris", "London"));
    assert!((between("Kharkiv", "Kyiv") - 411.0).abs() < 8.0, "{}", between("Kharkiv", "Kyiv"));
    assert_eq!(between("Kazan", "Kazan"), 0.0);
}

#[test]
fn prefixes_lead_to_longer_names() {
    let places = Gazetteer::embedded();
    for prefix in ["new", "new york", "deir", "deir ez", "deir ez zor", "харківська", "gaza", "san"]
    {
        assert!(places.has_prefix(prefix), "{prefix}");
    }
    for other in ["new yor", "xqzt", "", "харківськ"] {
        assert!(!places.has_prefix(other), "{other}");
    }
}

#[test]
fn every_place_is_whole() {
    let places = Gazetteer::embedded();
    let mut codes = BTreeSet::new();
    for id in places.iter() {
        let place = places.place(id);
        let code = if place.kind == PlaceKind::Area { 0 } else { 2 };
        assert!(!place.name.is_empty() && place.country.len() == code, "{place:?}");
        assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0, "{place:?}");
        assert!(places.containers(id).count() <= 4, "{place:?}");
        let outermost = places.containers(id).last().unwrap_or(id);
        assert_eq!(outermost, place.country_place, "{place:?}");
        codes.insert(place.country);
        if id.index() % 50 == 0 {
            assert!(places.find(place.name).contains(&id), "{} is not found by its name", place.name);
        }
    }
    assert!(codes.len() > 240);
    assert!(places.len() > 150_000);
    assert_eq!(fold("Gaza"), "gaza");
}

#[test]
fn the_asset_matches_its_checksum() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../gazetteer/places.bin");
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.len() <= 24_000_000);
    assert_eq!(Gazetteer::open(bytes).unwrap().len(), Gazetteer::embedded().len());
}
