//! Worked situations: what two or three articles say, and how the fact must stand.

mod build;

use build::*;
use claim::{Extent, Stance};
use incident::{State, Support};

const EARLY: Option<&str> = Some("2024-12-21T08:00:00Z");
const LATE: Option<&str> = Some("2024-12-22T08:00:00Z");

/// An article at a time with one claim.
fn one(name: &str, at: Option<&'static str>, said: Said) -> Draft {
    article(name, at).says(said)
}

/// State, current figure, voices and texts behind it, number of values.
fn killed(drafts: &[Draft]) -> (State, u64, usize, usize, usize) {
    let fact = fact(&compare(drafts), "killed");
    (fact.state, current(&fact), fact.support.voices, fact.support.texts, fact.values.len())
}

macro_rules! situations {
    ($($name:ident: [$($draft:expr),+ $(,)?] => $expected:expr;)+) => {
        $(#[test] fn $name() { assert_eq!(killed(&[$($draft),+]), $expected); })+
    };
}

use State::*;

situations! {
    one_voice_is_single: [one("a", EARLY, count("killed", 3).by("Police"))] => (Single, 3, 1, 1, 1);
    an_outlet_alone_has_no_voice: [one("a", EARLY, count("killed", 3))] => (Single, 3, 0, 1, 1);
    two_outlets_without_voice_are_no_agreement_on_a_toll:
        [one("a", EARLY, count("killed", 3)), one("b", EARLY, count("killed", 3))] => (Single, 3, 0, 2, 1);
    two_voices_agree:
        [one("a", EARLY, count("killed", 3).by("Police")), one("b", EARLY, count("killed", 3).by("Mayor"))]
        => (Agreed, 3, 2, 2, 1);
    one_voice_in_two_texts_is_single:
        [one("a", EARLY, count("killed", 3).by("Police")), one("b", LATE, count("killed", 3).by("police"))]
        => (Single, 3, 1, 2, 1);
    one_institution_is_one_voice:
        [one("a", EARLY, count("killed", 3).of("Ivan Petrov", "person", Some("Tatarstan police"), None)),
         one("b", EARLY, count("killed", 3).by("Tatarstan police"))] => (Single, 3, 1, 2, 1);
    nameless_sources_are_no_voice:
        [one("a", EARLY, count("killed", 3).of("officials", "unnamed", None, None)),
         one("b", EARLY, count("killed", 3).by("Mayor"))] => (Single, 3, 1, 2, 1);
    who_relays_another_is_no_second_voice:
        [one("a", EARLY, count("killed", 3).by("Governor").via("TASS")),
         one("b", EARLY, count("killed", 3).by("TASS"))] => (Single, 3, 1, 2, 1);
    none_and_three_at_the_same_hour_are_contested:
        [one("a", EARLY, count("killed", 0).by("Governor")), one("b", EARLY, count("killed", 3).by("Hospital"))]
        => (Contested, 3, 1, 1, 2);
    within_one_article_two_voices_are_contested:
        [article("a", EARLY).says(count("killed", 0).on("Ministry of Defence", "RU")).says(count("killed", 3).by("Hospital"))]
        => (Contested, 3, 1, 1, 2);
    two_sides_stay_contested_though_one_is_later:
        [one("a", EARLY, count("killed", 2).on("Ministry of Defence", "RU")),
         one("b", LATE, count("killed", 9).on("General Staff", "UA"))] => (Contested, 9, 1, 1, 2);
    a_later_figure_of_the_same_voice_revises:
        [one("a", EARLY, count("killed", 3).by("Police")), one("b", LATE, count("killed", 5).by("Police"))]
        => (Revised, 5, 1, 1, 2);
    tolls_fall_as_well:
        [one("a", EARLY, count("killed", 5).by("Police")), one("b", LATE, count("killed", 4).by("Police"))]
        => (Revised, 4, 1, 1, 2);
    a_later_figure_without_a_voice_revises:
        [one("a", EARLY, count("killed", 3).by("Police")), one("b", LATE, count("killed", 5))]
        => (Revised, 5, 0, 1, 2);
    another_voice_that_counts_more_a_day_later_revises:
        [one("a", EARLY, count("killed", 3).by("Police")), one("b", LATE, count("killed", 5).by("Mayor"))]
        => (Revised, 5, 1, 1, 2);
    another_voice_that_counts_fewer_later_contests:
        [one("a", EARLY, count("killed", 5).by("Police")), one("b", LATE, count("killed", 3).by("Mayor"))]
        => (Contested, 3, 1, 1, 2);
    early_rivals_that_agree_later_are_history:
        [one("a", EARLY, count("killed", 0).by("Police")), one("b", EARLY, count("killed", 3).by("Mayor")),
         one("c", LATE, count("killed", 4).by("Police")), one("d", LATE, count("killed", 4).by("Mayor"))]
        => (Revised, 4, 2, 2, 3);
    early_rivals_that_a_later_text_replaces_are_history:
        [one("a", EARLY, count("killed", 1).by("Police")), one("b", EARLY, count("killed", 3).by("Mayor")),
         one("c", LATE, count("killed", 6))] => (Revised, 6, 0, 1, 3);
    undated_figures_are_unordered:
        [one("a", None, count("killed", 3)), one("b", None, count("killed", 5))] => (Unordered, 5, 0, 1, 2);
    one_voice_undated_is_unordered:
        [one("a", None, count("killed", 3).by("Police")), one("b", None, count("killed", 5).by("Police"))]
        => (Unordered, 5, 1, 1, 2);
    figures_of_one_day_without_hours_are_unordered:
        [one("a", Some("2024-12-21"), count("killed", 3)), one("b", Some("2024-12-21T20:00:00Z"), count("killed", 5))]
        => (Unordered, 5, 0, 1, 2);
    a_bound_fits_an_exact_figure:
        [one("a", EARLY, at_least("killed", 191).by("Police")), one("b", EARLY, count("killed", 194).by("Mayor"))]
        => (Agreed, 194, 2, 2, 1);
    a_bound_fits_a_later_total:
        [one("a", EARLY, at_least("killed", 93).by("Police")), one("b", LATE, count("killed", 97).by("Mayor"))]
        => (Agreed, 97, 2, 2, 1);
    a_bound_above_is_a_revision:
        [one("a", EARLY, count("killed", 60).by("Police")), one("b", LATE, at_least("killed", 93).by("Police"))]
        => (Revised, 93, 1, 1, 2);
    about_a_hundred_fits:
        [one("a", EARLY, about("killed", 100).by("Police")), one("b", EARLY, count("killed", 104).by("Mayor"))]
        => (Agreed, 104, 2, 2, 1);
    three_more_is_no_total:
        [one("a", EARLY, count("killed", 8).by("Police")), one("b", EARLY, more("killed", 3).by("Mayor"))]
        => (Single, 8, 1, 1, 2);
    a_denial_contests:
        [one("a", EARLY, count("killed", 3).by("Hospital")),
         one("b", EARLY, count("killed", 3).by("Governor").stance(Stance::Denied))] => (Contested, 3, 1, 1, 2);
    what_is_only_denied_has_no_support:
        [one("a", EARLY, count("killed", 3).by("Governor").stance(Stance::Denied))] => (Single, 3, 0, 0, 1);
    threats_support_nothing:
        [one("a", EARLY, count("killed", 3).by("Police")),
         one("b", LATE, count("killed", 3).by("Mayor").stance(Stance::Threatened))] => (Single, 3, 1, 1, 2);
    a_claimed_figure_supports:
        [one("a", EARLY, count("killed", 3).by("Police").stance(Stance::Claimed)),
         one("b", EARLY, count("killed", 3).by("Mayor"))] => (Agreed, 3, 2, 2, 1);
    the_total_of_a_title_wins_over_components:
        [article("a", EARLY).says(count("killed", 5)).says(count("killed", 3).by("Police"))] => (Single, 5, 0, 1, 2);
    components_of_two_voices_make_the_total:
        [article("a", EARLY).says(count("killed", 5)).says(count("killed", 3).by("Police")).says(count("killed", 2).by("Hospital"))]
        => (Single, 5, 0, 1, 3);
    the_figure_repeated_most_wins_in_one_article:
        [article("a", EARLY).says(count("killed", 5)).says(count("killed", 5)).says(count("killed", 7))]
        => (Single, 5, 0, 1, 2);
    then_the_largest:
        [article("a", EARLY).says(count("killed", 2)).says(count("killed", 7)).says(count("killed", 3))]
        => (Single, 7, 0, 1, 3);
    the_time_in_the_text_counts:
        [article("a", LATE).says(count("killed", 3).by("Police").at("2024-12-21T08:00"))
            .says(count("killed", 6).by("Police").at("2024-12-22T07:00"))] => (Revised, 6, 1, 1, 2);
}

#[test]
fn figures_of_other_scopes_are_no_contest() {
    let hits = |n, target: &str, by: &str| count("hits", n).by(by).scoped(|s| s.target = Some(target.into()));
    let comparison = compare(&[
        article("a", EARLY).says(hits(6, "residential building", "Mayor")).says(hits(1, "factory", "Mayor")),
        article("b", EARLY).says(hits(6, "residential building", "Police")),
    ]);
    let states: Vec<State> = comparison.incidents[0].facts.iter().map(|f| f.state).collect();
    assert_eq!(states, vec![Single, Agreed]);
}

#[test]
fn children_are_not_all() {
    let comparison = compare(&[
        one("a", EARLY, count("killed", 8).by("Police")),
        one("b", EARLY, count("killed", 3).by("Mayor").scoped(|s| s.of = Some("child".into()))),
    ]);
    assert!(comparison.incidents[0].facts.iter().all(|f| f.state == Single));
}

#[test]
fn two_texts_vouch_for_a_target_along_the_taxonomy() {
    let comparison = compare(&[
        one("a", EARLY, category("target", "residential building")),
        one("b", EARLY, category("target", "apartment block")),
    ]);
    let fact = fact(&comparison, "target");
    assert_eq!((fact.state, fact.support, fact.values.len()), (Agreed, Support { voices: 0, texts: 2 }, 1));
    assert!(format!("{:?}", fact.values[0].value).contains("apartment block"));
}

#[test]
fn two_targets_stand_side_by_side() {
    let comparison = compare(&[
        one("a", EARLY, category("target", "house").by("Police")),
        one("b", EARLY, category("target", "factory").by("Mayor")),
    ]);
    let fact = fact(&comparison, "target");
    assert_eq!((fact.state, fact.values.len()), (Single, 2));
}

#[test]
fn a_kind_that_two_sides_name_otherwise_is_contested() {
    let comparison = compare(&[
        one("a", EARLY, category("kind", "air-strike").on("Health Ministry", "PS")),
        one("b", EARLY, category("kind", "explosion").on("Army", "IL")),
    ]);
    assert_eq!(fact(&comparison, "kind").state, Contested);
}

#[test]
fn blame_and_its_denial_are_contested() {
    let comparison = compare(&[
        one(
            "a",
            EARLY,
            name("responsibility", "Ukraine", Some("UA"), Some("alleged"))
                .on("Governor", "RU")
                .stance(Stance::Alleged),
        ),
        one(
            "b",
            EARLY,
            name("responsibility", "Ukraine", Some("UA"), Some("denied"))
                .on("Kyiv", "UA")
                .stance(Stance::Denied),
        ),
    ]);
    assert_eq!(fact(&comparison, "responsibility").state, Contested);
}

#[test]
fn one_country_is_one_actor() {
    let comparison = compare(&[
        one("a", EARLY, name("actor", "Ukraine", Some("UA"), Some("state"))),
        one("b", EARLY, name("actor", "Ukrainian forces", Some("UA"), Some("state"))),
    ]);
    let fact = fact(&comparison, "actor");
    assert_eq!((fact.state, fact.values.len()), (Agreed, 1));
}

#[test]
fn sums_that_hold_and_sums_that_fail() {
    let drones = |lost| {
        article("a", EARLY)
            .says(count("munitions", 8))
            .says(count("hits", 6).scoped(|s| s.target = Some("house".into())))
            .says(count("hits", 1).scoped(|s| s.target = Some("factory".into())))
            .says(count("intercepted", lost))
    };
    let checks = |draft: Draft| {
        let found = compare(&[draft]).incidents.remove(0).checks;
        found.into_iter().map(|c| (c.says, c.holds)).collect::<Vec<_>>()
    };
    assert_eq!(checks(drones(1)), vec![("8 = 6 + 1 + 1".to_owned(), true)]);
    assert_eq!(checks(drones(4)), vec![("8 = 6 + 1 + 4".to_owned(), false)]);
    let held = article("b", EARLY)
        .says(count("abducted", 25))
        .says(count("escaped", 2))
        .says(count("released", 3))
        .says(count("abducted", 20).scoped(|s| s.basis = Some("still-held".into())));
    assert_eq!(checks(held), vec![("25 − 2 − 3 = 20".to_owned(), true)]);
    let children = article("c", EARLY)
        .says(count("killed", 2))
        .says(count("killed", 3).scoped(|s| s.of = Some("child".into())));
    assert_eq!(checks(children), vec![("3 ≤ 2".to_owned(), false)]);
    let places = article("d", EARLY)
        .says(count("killed", 18))
        .says(count("killed", 6).scoped(|s| s.place = Some("North".into())))
        .says(count("killed", 12).scoped(|s| s.place = Some("South".into())));
    assert_eq!(checks(places), vec![("18 = 12 + 6".to_owned(), true)]);
}

#[test]
fn a_specific_kind_wins_and_makes_the_title() {
    let mut generic = one("a", EARLY, count("killed", 3));
    generic.kind = "killing";
    let mut wide = one("b", EARLY, count("killed", 3));
    wide.kind = "explosion";
    let comparison = compare(&[generic, wide, one("c", EARLY, count("killed", 3))]);
    assert_eq!(comparison.incidents[0].title, "Drone strike, Kazan, 21 December 2024");
}

#[test]
fn an_article_without_a_date_gets_it_from_its_siblings() {
    let mut undated = one("a", None, count("killed", 3));
    undated.time = Some(weekday("XXXX-WXX-6"));
    let comparison =
        compare(&[undated, one("b", LATE, count("killed", 3)), one("c", EARLY, count("killed", 3))]);
    assert_eq!(comparison.incidents.len(), 1);
    let dated: Vec<Option<String>> = comparison.dated.iter().map(|d| d.map(|p| p.at.to_string())).collect();
    assert_eq!(dated, vec![Some("2024-12-21".to_owned()), None, None]);
}

#[test]
fn a_wave_holds_its_parts() {
    let mut wave = article("a", EARLY).says(count("killed", 18)).says(count("killed", 3));
    let part = article("a", EARLY);
    wave.extent = Extent::Wave;
    wave.place =
        Some(claim::PlaceValue { precision: "country", within: vec![], ..town("Russia", 60.0, 100.0) });
    wave.second = Some((1, Box::new(part)));
    let comparison = compare(&[wave, one("b", EARLY, count("killed", 3))]);
    assert_eq!(comparison.incidents.len(), 2);
    let whole = comparison.incidents.iter().find(|i| i.extent == Extent::Wave).unwrap();
    let part = comparison.incidents.iter().find(|i| i.extent == Extent::Single).unwrap();
    assert_eq!((part.part_of, part.tellings.len()), (Some(whole.id), 2));
}

#[test]
fn a_threat_is_about_the_strike_of_its_article() {
    let threat = || {
        let mut threat = article("t", EARLY);
        threat.kind = "threat";
        threat.time = Some(day("2024-12-22"));
        threat
    };
    let first = |name: &str| {
        let mut first = article(name, LATE)
            .says(count("killed", 3))
            .says(name_of_putin())
            .says(quote("Vladimir Putin", "they will face many times more destruction"));
        first.second = Some((1, Box::new(threat())));
        first
    };
    let comparison = compare(&[first("a"), first("b")]);
    assert_eq!(comparison.incidents.len(), 2);
    let strike = comparison.incidents.iter().find(|i| i.title.starts_with("Drone")).unwrap();
    let threat = comparison.incidents.iter().find(|i| i.title.starts_with("Threat")).unwrap();
    assert_eq!((threat.about, threat.tellings.len()), (Some(strike.id), 2));
    assert_eq!(threat.title, "Threat, Vladimir Putin, 22 December 2024");
}

fn name_of_putin() -> Said {
    name("actor", "Vladimir Putin", Some("RU"), Some("person"))
}
