//! How far from a place something was, areas that hold places, and names in other letters, in sentences of our own.

use std::path::Path;
use std::sync::LazyLock;

use claim::{Mention, MentionType, Packs, PlaceValue, Reading, Value};
use text::{About, Article, Language};

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    Packs::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang")).expect("the packs compile")
});

fn reading(language: &str, text: &str) -> (Article, Reading) {
    let about = About { language: Language::parse(language), ..About::default() };
    let article = Article::new("a", text, about);
    let reading = claim::read(&article, &PACKS);
    (article, reading)
}

/// The places of what an article tells first.
fn told(language: &str, text: &str) -> Vec<PlaceValue> {
    let (_, reading) = reading(language, text);
    let telling = reading.tellings.into_iter().next();
    telling.unwrap_or_else(|| panic!("nothing is told in {text:?}")).places
}

fn names(language: &str, text: &str) -> Vec<String> {
    told(language, text).into_iter().map(|place| place.name).collect()
}

/// What a name is marked as.
fn marked(language: &str, text: &str, name: &str) -> PlaceValue {
    let (article, reading) = reading(language, text);
    let place = |m: &&Mention| m.kind == MentionType::Place && article.words(m.span) == name;
    match reading.mentions.iter().find(place).and_then(|m| m.value.clone()) {
        Some(Value::Place(place)) => place,
        _ => panic!("{name} is not read as a place in {text:?}"),
    }
}

fn within(place: &PlaceValue) -> Vec<&str> {
    place.within.iter().map(|c| c.name.as_str()).collect()
}

#[test]
fn what_lies_some_way_from_a_place_is_not_in_it() {
    for (language, text) in [
        ("en", "Two farmers were killed in an explosion 15 km from Mariupol on Monday."),
        ("en", "Two farmers were killed in an explosion 15 kilometers (9 miles) from the city of Mariupol."),
        ("it", "Due contadini sono morti in un'esplosione a 15 chilometri da Mariupol lunedì."),
        (
            "fr",
            "Deux paysans sont morts lundi dans une explosion à une quinzaine de kilomètres de Marioupol.",
        ),
        ("es", "Dos campesinos murieron el lunes en una explosión a 15 km de Mariúpol."),
        ("de", "Zwei Bauern starben am Montag bei einer Explosion 15 Kilometer von Mariupol entfernt."),
        ("ru", "Два фермера погибли в понедельник при взрыве в 15 км от Мариуполя."),
        ("uk", "Двоє фермерів загинули в понеділок внаслідок вибуху за 15 км від Маріуполя."),
        ("ar", "قتل شخصان في انفجار على بعد 15 كيلومترا من ماريوبول يوم الاثنين."),
    ] {
        let places = told(language, text);
        let [place] = places.as_slice() else { panic!("{text:?}: {places:?}") };
        assert_eq!(place.name, "near Mariupol", "{text:?}");
        assert_eq!((place.id, place.precision), (None, "district"), "{text:?}");
        assert_eq!(within(place), ["Donetsk", "Donbas", "Ukraine"], "{text:?}");
    }
}

#[test]
fn way_and_distance_lead_to_a_point() {
    for (language, text) in [
        ("en", "A drone killed two farmers 40 km north of Kharkiv on Monday."),
        ("it", "Due contadini sono morti in un'esplosione a 40 chilometri a nord di Kharkiv."),
        ("fr", "Deux paysans sont morts dans une explosion à 40 km au nord de Kharkiv."),
        ("es", "Dos campesinos murieron en una explosión a 40 kilómetros al norte de Járkov."),
        ("de", "Zwei Bauern starben bei einer Explosion 40 Kilometer nördlich von Charkiw."),
        ("ru", "Два фермера погибли при взрыве в 40 километрах к северу от Харькова."),
        ("uk", "Двоє фермерів загинули внаслідок вибуху за 40 км на північ від Харкова."),
    ] {
        let places = told(language, text);
        let [place] = places.as_slice() else { panic!("{text:?}: {places:?}") };
        let (lat, lon) = place.point.expect("way and distance are told");
        assert!((lat - 50.34).abs() < 0.05 && (lon - 36.25).abs() < 0.05, "{text:?}: {lat} {lon}");
        // 40 km on it may be another region
        assert_eq!(within(place), ["Ukraine"], "{text:?}");
    }
}

#[test]
fn a_distance_tells_places_of_one_name_apart() {
    let lebanon = told("en", "A bomb in Lebanon, about 30 miles east of Nashville, killed two people.");
    assert_eq!((lebanon[0].country.as_deref(), lebanon[0].precision), (Some("US"), "city"));
    let text = "Shells killed two people in the village of Novoselivka, 15 km from Kupiansk.";
    let village = marked("en", text, "Novoselivka");
    assert_eq!((village.id, within(&village)), (None, vec!["Kharkiv", "Ukraine"]), "{village:?}");
}

#[test]
fn a_border_is_no_place_of_the_country_behind_it() {
    let text = "Two soldiers were killed in a blast 15 km from the border with Poland on Monday.";
    assert!(names("en", text).is_empty());
}

#[test]
fn what_is_near_a_city_was_in_the_town_that_is_named() {
    let text = "An attack near Moscow killed four people on Friday. Gunmen had opened fire in Khimki.";
    assert_eq!(names("en", text), ["Khimki"]);
    assert_eq!(names("en", "An attack near Moscow killed four people on Friday."), ["Moscow"]);
    let text = "Quattro persone sono morte venerdì in un attacco alle porte di Mosca. Uomini armati hanno sparato a Khimki.";
    assert_eq!(names("it", text), ["Khimki"]);
}

#[test]
fn a_place_far_outside_of_what_holds_it_is_another() {
    let text =
        "Gunmen took twenty pupils in Springfield, Kebbi State, on Monday, the governor of Kebbi said.";
    let place = marked("en", text, "Springfield");
    assert_eq!((place.id, place.country.as_deref()), (None, Some("NG")), "{place:?}");
}

#[test]
fn names_are_found_as_each_press_spells_them() {
    for (language, text, name, found) in [
        ("de", "Bei einem Brand in Bolschewo starben zwei Menschen.", "Bolschewo", "Bolshevo"),
        ("fr", "Deux personnes sont mortes dans un incendie à Bolchevo.", "Bolchevo", "Bolshevo"),
        ("es", "Dos personas murieron en un incendio en Jotin.", "Jotin", "Khotyn"),
        ("uk", "Двоє людей загинули внаслідок вибуху в Амальфі.", "Амальфі", "Amalfi"),
    ] {
        assert_eq!(marked(language, text, name).name, found, "{text:?}");
    }
}

#[test]
fn a_word_like_a_name_elsewhere_is_no_other_spelling_of_it() {
    let (article, reading) = reading("de", "Der Mann arbeitete in Schorlemmers Werkstatt.");
    let places = reading.mentions.iter().filter(|m| m.kind == MentionType::Place);
    assert_eq!(places.map(|m| article.words(m.span)).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_noun_in_the_plural_is_of_all_the_names_beside_it() {
    for (language, text) in [
        ("en", "Shells hit homes in the Kharkiv, Sumy and Poltava regions."),
        ("it", "I missili hanno colpito case nelle regioni di Kharkiv, Sumy e Poltava."),
    ] {
        for name in ["Kharkiv", "Sumy", "Poltava"] {
            let text_name = marked(language, text, name);
            assert_eq!(text_name.precision, "region", "{name} in {text:?}");
        }
    }
}

#[test]
fn houses_of_saints_are_no_towns() {
    let text = "Gunmen took twenty pupils from the Catholic school St. Mary's on Monday.";
    assert!(names("en", text).iter().all(|name| !name.starts_with("St")), "{:?}", names("en", text));
}

#[test]
fn a_capital_that_speaks_is_no_scene() {
    let text = "Two people were killed in a missile strike on Monday. It was too early for blame. Moscow denied any part in it.";
    assert!(names("en", text).is_empty(), "{:?}", names("en", text));
}

#[test]
fn a_protest_named_for_a_day_is_of_no_town() {
    let text = "Two people were shot dead during the Saba Saba demonstrations on Monday, activists said.";
    assert!(names("en", text).is_empty());
}
