//! The situations of `docs/states.md`, and what an incident is beside its facts.

mod build;

use std::fs;

use build::page::{lines, situations};
use build::*;
use claim::Extent;
use incident::Read;

const EARLY: Option<&str> = Some("2024-12-21T08:00:00Z");
const LATE: Option<&str> = Some("2024-12-22T08:00:00Z");

/// An article at a time with one claim.
fn one(name: &str, at: Option<&'static str>, said: Said) -> Draft {
    article(name, at).says(said)
}

#[test]
fn every_situation_of_the_page_comes_out_as_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states.md");
    let page = fs::read_to_string(path).unwrap();
    let situations = situations(&page);
    assert!(situations.len() >= 100, "only {} situations were found", situations.len());
    let (mut wrong, mut new) = (Vec::new(), page.clone());
    for situation in situations {
        let reads: Vec<Read> = situation.drafts.iter().map(Draft::read).collect();
        let comparison = incident::compare(&reads);
        assert_eq!(comparison.incidents.len(), 1, "{}: one incident", situation.title);
        let follows = lines(&comparison.incidents[0], &reads);
        if follows != situation.follows {
            wrong.push(format!("{}\n{}", situation.title, follows.join("\n")));
            new = situation.with(&new, &follows);
        }
    }
    if std::env::var_os("UPDATE_STATES").is_some() {
        fs::write(path, new).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "docs/states.md says otherwise:\n\n{}", wrong.join("\n\n"));
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
    assert_eq!(checks(held), vec![("25 = 2 + 3 + 20".to_owned(), true)]);
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
