//! Names of places and people, in sentences of our own.

use std::path::Path;
use std::sync::LazyLock;

use claim::{Mention, MentionType, Packs, PlaceValue, Reading, Value};
use text::{About, Article, Language};

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    Packs::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang")).expect("the packs compile")
});

fn reading(text: &str) -> (Article, Reading) {
    let about = About { language: Language::parse("en"), ..About::default() };
    let article = Article::new("a", text, about);
    let reading = claim::read(&article, &PACKS);
    (article, reading)
}

fn named(text: &str, kind: MentionType) -> Vec<String> {
    let (article, reading) = reading(text);
    let of_kind = reading.mentions.iter().filter(|m| m.kind == kind);
    of_kind.map(|m: &Mention| article.words(m.span).to_owned()).collect()
}

fn places(text: &str) -> Vec<String> {
    named(text, MentionType::Place)
}

fn people(text: &str) -> Vec<String> {
    named(text, MentionType::Person)
}

fn settled(text: &str, name: &str) -> PlaceValue {
    let (article, reading) = reading(text);
    let found =
        reading.mentions.iter().find(|m| m.kind == MentionType::Place && article.words(m.span) == name);
    match found.and_then(|m| m.value.clone()) {
        Some(Value::Place(place)) => place,
        _ => panic!("{name} is not read as a place in {text:?}: {:?}", places(text)),
    }
}

fn within(place: &PlaceValue) -> Vec<&str> {
    place.within.iter().map(|c| c.name.as_str()).collect()
}

#[test]
fn prepositions_make_places() {
    assert_eq!(places("Two drones fell near Sumy and one in Poltava."), ["Sumy", "Poltava"]);
    assert_eq!(places("He drove from Lagos to Abuja."), ["Lagos", "Abuja"]);
}

#[test]
fn marks_at_the_edge_are_no_part_of_a_place() {
    assert_eq!(places("They fled to Canada, then to Norway."), ["Canada", "Norway"]);
}

#[test]
fn nouns_of_places_make_places() {
    assert_eq!(places("Shells hit the village of Ostrovka at dawn."), ["Ostrovka"]);
    let region = settled("A depot burned in the Kharkiv region.", "Kharkiv");
    assert_eq!(region.precision, "region");
    assert_eq!(places("Deputies in Laurel County found the car."), ["Laurel County"]);
}

#[test]
fn containers_choose_among_places_of_one_name() {
    let springfield = settled("A man was stabbed in Springfield, Ohio, on Monday.", "Springfield");
    assert!(within(&springfield).contains(&"Ohio"), "{springfield:?}");
    let corner = settled("Three were hurt in Moncks Corner, S.C., on Friday.", "Moncks Corner");
    assert!(within(&corner).contains(&"South Carolina"), "{corner:?}");
    let bend = settled("The store in South Bend, Ind., was robbed.", "South Bend");
    assert!(within(&bend).contains(&"Indiana"), "{bend:?}");
}

#[test]
fn unlisted_places_keep_their_name_and_container() {
    let place = settled(
        "Gunmen raided Tumbaruki, Machakos County, in Kenya at night. They left Tumbaruki village burning.",
        "Tumbaruki",
    );
    assert_eq!((place.name.as_str(), place.id), ("Tumbaruki", None));
    assert!(place.within.iter().any(|c| c.name.contains("Machakos")), "{place:?}");
}

#[test]
fn the_state_named_elsewhere_settles_a_town() {
    let text = "The fire broke out in Athens on Sunday. Officials said it was the third in Georgia's Clarke County this month. Atlanta sent help.";
    let athens = settled(text, "Athens");
    assert_eq!(athens.country.as_deref(), Some("US"));
}

#[test]
fn neighbours_settle_a_town() {
    let text =
        "A shooting in Warren left two dead. Officers from Youngstown and Niles, both nearby, came to help.";
    assert!(within(&settled(text, "Warren")).contains(&"Ohio"));
}

#[test]
fn one_name_is_one_place_in_an_article() {
    let text = "Police in Paris, Texas, closed the road. Paris was quiet by evening.";
    let (article, reading) = reading(text);
    let ids: Vec<_> = reading
        .mentions
        .iter()
        .filter(|m| m.kind == MentionType::Place && article.words(m.span) == "Paris")
        .map(|m| match &m.value {
            Some(Value::Place(p)) => p.id,
            _ => None,
        })
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn parts_of_towns_lie_in_the_town_that_the_article_names() {
    let text = "Four men were shot in Chicago's Logan Square neighborhood. Chicago police are investigating.";
    assert_eq!(within(&settled(text, "Logan Square")).first(), Some(&"Chicago"));
}

#[test]
fn datelines_name_places() {
    assert_eq!(
        places("KHARTOUM, Sudan (AP) — Shelling went on for hours.").first().map(String::as_str),
        Some("KHARTOUM")
    );
}

#[test]
fn towns_before_police_and_residents() {
    assert_eq!(places("Warren police arrested a man."), ["Warren"]);
}

#[test]
fn common_words_are_no_places() {
    for text in [
        "Police said the Date of the trial is open.",
        "Mobile phones rang. Reading the list took hours.",
        "The English teacher and a Young man spoke.",
        "It happened on Christmas, West of the river.",
        "He studied at the University for years.",
    ] {
        assert_eq!(places(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn people_are_no_places() {
    let text = "Austin Walker, 34, was found dead. Walker had lived there for years.";
    assert_eq!(places(text), Vec::<String>::new());
    assert_eq!(people(text), ["Austin Walker", "Walker"]);
    assert_eq!(places("Sheriff Clark said no. Moore, 41, was booked."), Vec::<String>::new());
}

#[test]
fn titles_are_no_part_of_a_name() {
    assert_eq!(people("President Bola Tinubu spoke first."), ["Bola Tinubu"]);
}

#[test]
fn streets_and_schools_are_no_towns() {
    assert_eq!(places("The car stood on Lincoln Avenue by Franklin Hospital."), Vec::<String>::new());
}

#[test]
fn organizations_have_a_suffix_a_body_or_an_acronym() {
    let found =
        named("The Kivela Relief Foundation left, and a UNMISS patrol came.", MentionType::Organization);
    assert!(found.iter().any(|n| n.ends_with("Relief Foundation")), "{found:?}");
    assert!(found.iter().any(|n| n == "UNMISS"), "{found:?}");
    assert!(named("Thanks for the help. Great work.", MentionType::Organization).is_empty());
}

#[test]
fn parts_of_the_world_lie_in_no_country() {
    let place = settled("Grain prices rose across Europe.", "Europe");
    assert_eq!((place.name.as_str(), place.country, place.precision), ("Europe", None, "region"));
    assert!(place.point.is_some() && place.within.is_empty());
}

#[test]
fn a_capital_is_meant_by_its_country() {
    for (text, words, name) in [
        ("Sirens sounded in the Kenyan capital.", "Kenyan capital", "Nairobi"),
        ("Sirens sounded in Peru's capital.", "Peru's capital", "Lima"),
        ("Sirens sounded in the capital of Chad.", "capital of Chad", "N'Djamena"),
    ] {
        assert_eq!(settled(text, words).name, name, "{text}");
    }
    assert_eq!(places("Sirens sounded in the Kenyan capital, Nairobi."), ["Kenyan", "Nairobi"]);
}

#[test]
fn a_word_for_a_region_is_of_no_country() {
    let place = settled("Raiders burned a mill in Niger state on Monday.", "Niger");
    assert_eq!((place.precision, place.country.as_deref()), ("region", Some("NG")));
    let place = settled("Raiders burned a mill in Niger on Monday.", "Niger");
    assert_eq!((place.precision, place.country.as_deref()), ("country", Some("NE")));
}

#[test]
fn a_town_and_a_county_by_name_find_each_other() {
    let text = "A barn burned near Paris on Friday, and the Lamar County fire marshal looked into it.";
    let within = settled(text, "Paris").within;
    assert!(within.iter().any(|outer| outer.name == "Texas"), "{within:?}");
}
