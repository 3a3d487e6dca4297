use claim::{Count, Extent};
use pack::Kinds;
use text::Language;

use super::*;

fn score(a: &Told, b: &Told) -> Option<i16> {
    super::score(a, b, Weights::shipped())
}

use crate::days::Days;
use crate::hashes;
use crate::names::Name;
use crate::sample::{day, kazan, place_at, told, wording};
use crate::sorted::Sorted;

#[test]
fn kind_day_and_town_are_enough() {
    let a = told(1, kazan(), day(21));
    assert!(score(&a, &told(2, kazan(), day(21))).unwrap() >= Weights::shipped().threshold);
    let mut other = told(2, kazan(), day(21));
    other.kind = Kinds::shipped().kind("explosion");
    assert!(score(&a, &other).unwrap() >= Weights::shipped().threshold);
}

#[test]
fn the_next_day_needs_more_and_another_day_never() {
    let a = told(1, kazan(), day(21));
    let mut next = told(2, kazan(), day(22));
    assert!(score(&a, &next).unwrap() < Weights::shipped().threshold);
    next.days = day(22).map(|d| Days { night: true, ..d });
    assert!(score(&a, &next).unwrap() >= Weights::shipped().threshold);
    assert!(score(&a, &told(2, kazan(), day(29))).unwrap() < 0);
}

#[test]
fn another_town_or_part_and_whole_never() {
    let a = told(1, kazan(), day(21));
    let far = place_at("Saratov", "city", (51.53, 46.03));
    assert!(score(&a, &told(2, far, day(21))).unwrap() < Weights::shipped().threshold);
    let mut abroad = place_at("Ankara", "city", (39.92, 32.85));
    abroad.country = Some("TR".into());
    assert!(score(&a, &told(2, abroad, day(21))).unwrap() < 0);
    let mut wave = told(2, kazan(), day(21));
    wave.extent = Extent::Wave;
    assert_eq!(score(&a, &wave), None);
}

#[test]
fn tolls_far_apart_in_one_region_stay_two() {
    let region = || place_at("Gaza", "region", (31.4, 34.3));
    let (mut a, mut b) = (told(1, region(), day(21)), told(2, region(), day(21)));
    assert!(score(&a, &b).unwrap() >= Weights::shipped().threshold);
    a.killed = vec![Count::exactly(5)];
    b.killed = vec![Count::exactly(19)];
    a.words = wording("A quadcopter fired at a queue by the Halawa bakery");
    b.words = wording("The Qasim family's house collapsed on a wedding party");
    assert!(score(&a, &b).unwrap() < Weights::shipped().threshold);
}

#[test]
fn different_speakers_never() {
    let speech = |n, who: &str, country: Option<&str>| {
        let mut t = told(n, kazan(), day(22));
        t.kind = Kinds::shipped().kind("threat");
        t.utterance = true;
        t.speakers = Sorted::from_iter([(Name::of(who), country.map(hashes::word))]);
        t
    };
    assert!(
        score(&speech(1, "vladimir putin", None), &speech(2, "putin", None)).unwrap()
            >= Weights::shipped().threshold
    );
    assert_eq!(score(&speech(1, "putin", None), &speech(2, "zelensky", None)), None);
    assert!(
        score(&speech(1, "putin", Some("RU")), &speech(2, "путин", Some("RU"))).unwrap()
            >= Weights::shipped().threshold
    );
    let (mut german, mut ukrainian) =
        (speech(1, "wladimir selenskyj", None), speech(2, "володимир зеленський", None));
    assert!(score(&german, &ukrainian).is_some());
    (german.language, ukrainian.language) = (Language::parse("de"), Language::parse("uk"));
    assert!(score(&german, &ukrainian).unwrap() >= Weights::shipped().threshold);
    let mut english = speech(3, "volodymyr zelensky", None);
    assert_eq!(score(&english, &speech(4, "wladimir selenskyj", None)), None);
    english.language = Some(Language::ENGLISH);
    assert!(score(&english, &german).unwrap() >= Weights::shipped().threshold);
}

#[test]
fn a_trial_is_told_of_long_after_the_deed() {
    let dated = told(1, kazan(), day(21));
    let mut late = told(2, kazan(), None);
    late.published = dated.days.map(|d| d.last + 200);
    let far = score(&dated, &late).unwrap();
    late.looks_back = true;
    assert!(score(&dated, &late).unwrap() > far);
    // but not before it
    late.published = dated.days.map(|d| d.first - 20);
    assert!(score(&dated, &late).unwrap() <= far);
}

#[test]
fn nothing_is_told_of_before_it_happens() {
    let dated = told(1, kazan(), day(21));
    let mut undated = told(2, kazan(), None);
    undated.published = dated.days.map(|d| d.last + 200);
    let after = score(&dated, &undated).unwrap();
    undated.published = dated.days.map(|d| d.first - 200);
    assert!(score(&dated, &undated).unwrap() < after);
}

#[test]
fn a_reprint_keeps_the_weekday() {
    let first = told(1, kazan(), day(21));
    let mut reprint = told(2, kazan(), day(21 + 7 * 20));
    reprint.published = reprint.days.map(|d| d.last + 3);
    let far = score(&first, &reprint).unwrap();
    reprint.counted = true;
    assert!(score(&first, &reprint).unwrap() > far);
    // what was published in those days means its own weekday
    let mut next_week = told(3, kazan(), day(28));
    (next_week.counted, next_week.published) = (true, next_week.days.map(|d| d.last));
    assert_eq!(score(&first, &next_week), score(&first, &Told { counted: false, ..next_week.clone() }));
}

#[test]
fn a_common_thing_needs_more_than_its_day() {
    let placeless = |n, kind: &str| {
        let mut told = told(n, kazan(), day(21));
        told.kind = Kinds::shipped().kind(kind);
        told.places.clear();
        told
    };
    let common = score(&placeless(1, "shooting"), &placeless(2, "shooting")).unwrap();
    assert!(common < score(&placeless(3, "abduction"), &placeless(4, "abduction")).unwrap());
    assert!(common < Weights::shipped().threshold);
}

#[test]
fn one_article_tells_two_things_apart_by_itself() {
    let a = told(1, kazan(), day(21));
    let mut again = told(2, kazan(), day(21));
    again.articles = a.articles.clone();
    assert!(score(&a, &again).unwrap() < Weights::shipped().threshold);
}

#[test]
fn scores_are_symmetric() {
    let mut a = told(1, kazan(), day(21));
    a.killed = vec![Count::exactly(3)];
    let mut b = told(2, place_at("Tatarstan", "region", (55.5, 50.7)), day(22));
    b.killed = vec![Count { min: 2, max: None, approx: false, delta: false }];
    assert_eq!(score(&a, &b), score(&b, &a));
}
