//! Laws of weighing: what holds for the facts of one thing that happened, whoever tells what of it.

mod build;

use std::collections::BTreeSet;

use build::*;
use claim::{Stance, Value};
use incident::{ClaimAt, Comparison, Fact, Read, State};
use pack::Kinds;
use proptest::prelude::*;

const HOURS: [Option<&str>; 6] = [
    None,
    Some("2024-12-21"),
    Some("2024-12-21T09:00:00Z"),
    Some("2024-12-21T21:30:00+03:00"),
    Some("2024-12-22T09:00:00Z"),
    Some("2024-12-22T09:30"),
];
/// Voices with their sides; some may be one with others.
const VOICES: [(&str, &str, Option<&str>); 8] = [
    ("Police", "police", None),
    ("Kazan police", "police", None),
    ("Mayor", "official", None),
    ("Ministry of Defence", "military", Some("RU")),
    ("Ministry of Defence", "military", Some("UA")),
    ("Ministry of Defence", "military", None),
    ("Petrov", "person", None),
    ("officials", "unnamed", None),
];

fn claims() -> impl Strategy<Value = Said> {
    let how = prop::sample::select(vec![
        Stance::Reported,
        Stance::Reported,
        Stance::Reported,
        Stance::Denied,
        Stance::Threatened,
    ]);
    (0..11usize, 0u64..7, 0..12usize, how, 0..10usize).prop_map(|(form, n, voice, stance, hour)| {
        let doer = ["Red Star", "Ukraine", "Russia"][n as usize % 3];
        let country = [None, Some("UA"), Some("RU")][n as usize % 3];
        let said = match form {
            0 => at_least("killed", n),
            1 => about("killed", n),
            2 => more("killed", n),
            3 => Said { role: Some("participant"), ..count("killed", n % 3) },
            4 => category("kind", ["drone-strike", "shelling", "explosion", "killing"][n as usize % 4]),
            5 => category("weapon", ["missile", "ballistic missile", "drone"][n as usize % 3]),
            6 => name(
                "responsibility",
                doer,
                country,
                Some(["claimed", "alleged", "denied", "not-claimed"][voice % 4]),
            ),
            7 => victim("Anna Petrova", Some(n as u16), ["injured", "killed"][voice % 2]),
            _ => count("killed", n),
        };
        let said = match VOICES.get(voice) {
            Some((voice, kind, side)) => said.of(voice, kind, None, *side).stance(stance),
            None => said,
        };
        match HOURS.get(hour) {
            Some(Some(at)) => said.at(at),
            _ => said,
        }
    })
}

/// Articles of one strike.
fn articles() -> impl Strategy<Value = Vec<Draft>> {
    let one = (0..HOURS.len(), prop::collection::vec(claims(), 1..5));
    prop::collection::vec(one, 1..7).prop_map(|all| {
        let draft = |(n, (hour, said)): (usize, (usize, Vec<Said>))| Draft {
            title: build::TITLE,
            said,
            ..article(&format!("n{n}"), HOURS[hour])
        };
        all.into_iter().enumerate().map(draft).collect()
    })
}

/// What a fact says, without which articles say so.
fn says(fact: &Fact) -> String {
    let values: Vec<_> = fact.values.iter().map(|v| (&v.value, &v.voices)).collect();
    let steps: Vec<_> = fact.series.iter().map(|s| (s.time, &s.value, &s.voices)).collect();
    format!("{} {:?} {:?} {:?} {values:?} {steps:?}", fact.facet, fact.scope, fact.state, fact.support)
}

/// What the facts say, and the claims behind each value and step in their order.
fn content(reads: &[Read], comparison: &Comparison) -> Vec<String> {
    let ids = |claims: &[ClaimAt]| -> Vec<String> {
        claims.iter().map(|at| reads[at.article].reading.claims[at.claim].id.to_string()).collect()
    };
    let of = |fact: &Fact| {
        let values: Vec<_> = fact.values.iter().map(|v| ids(&v.claims)).collect();
        let steps: Vec<_> = fact.series.iter().map(|s| ids(&s.claims)).collect();
        format!("{} {values:?} {steps:?}", says(fact))
    };
    comparison.incidents.iter().flat_map(|i| &i.facts).map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffling_changes_no_fact((drafts, order) in articles().prop_flat_map(|all| {
        let order: Vec<usize> = (0..all.len()).collect();
        (Just(all), Just(order).prop_shuffle())
    })) {
        let reads: Vec<Read> = drafts.iter().map(Draft::read).collect();
        let shuffled: Vec<Read> = order.iter().map(|at| reads[*at].clone()).collect();
        let (a, b) = (incident::compare(&reads), incident::compare(&shuffled));
        prop_assert_eq!(content(&reads, &a), content(&shuffled, &b));
    }

    #[test]
    fn a_copy_changes_no_fact(drafts in articles(), which in 0..7usize) {
        let mut with = drafts.clone();
        with.push(Draft { outlet: "copier".into(), ..drafts[which % drafts.len()].clone() });
        let said = |drafts: &[Draft]| -> Vec<String> {
            compare(drafts).incidents.iter().flat_map(|i| &i.facts).map(says).collect()
        };
        prop_assert_eq!(said(&drafts), said(&with));
    }

    #[test]
    fn a_telling_of_another_scope_changes_no_fact(drafts in articles(), n in 0u64..20, voice in 0..3usize, hour in 0..HOURS.len()) {
        let children = count("killed", n).by(VOICES[voice].0).scoped(|s| s.of = Some("child".into()));
        let mut before = drafts;
        // no name that may be another's: which of them are one depends on all that speak
        before.iter_mut().flat_map(|d| &mut d.said).for_each(|s| s.origin = s.origin.take().filter(|o| o.voice != "Kazan police"));
        let mut after = before.clone();
        after.push(Draft { title: build::TITLE, ..article("more", HOURS[hour]).says(children) });
        let (before, after) = (compare(&before), compare(&after));
        prop_assume!(before.incidents.len() == 1 && after.incidents.len() == 1);
        let all = |c: &Comparison| -> Vec<String> {
            c.incidents[0].facts.iter().filter(|f| f.scope.of.is_none()).map(says).collect()
        };
        prop_assert_eq!(all(&before), all(&after));
    }

    #[test]
    fn a_series_goes_forward_and_names_what_the_fact_names(drafts in articles()) {
        for fact in compare(&drafts).incidents.iter().flat_map(|i| &i.facts) {
            let claims: BTreeSet<ClaimAt> = fact.values.iter().flat_map(|v| v.claims.clone()).collect();
            let voices: BTreeSet<&String> = fact.values.iter().flat_map(|v| &v.voices).collect();
            prop_assert!(fact.series.len() != 1);
            for pair in fact.series.windows(2) {
                prop_assert!(!pair[0].follows(&pair[1]), "{:?}", fact.series);
            }
            for step in &fact.series {
                prop_assert!(matches!(&step.value, Value::Count(c) if !c.delta));
                prop_assert!(!step.claims.is_empty() && step.claims.iter().all(|c| claims.contains(c)));
                prop_assert!(step.voices.iter().all(|v| voices.contains(v)));
            }
        }
    }

    #[test]
    fn agreement_needs_two_and_contest_needs_a_rival(drafts in articles()) {
        let kinds = Kinds::shipped();
        for fact in compare(&drafts).incidents.iter().flat_map(|i| &i.facts) {
            let vouch = kinds.facets[usize::from(fact.facet)].vouch;
            let support = fact.support;
            match fact.state {
                State::Agreed => prop_assert!(support.voices >= 2 || vouch && support.texts >= 2),
                State::Contested | State::Revised | State::Unordered => prop_assert!(fact.values.len() >= 2),
                State::Single => prop_assert!(support.voices < 2),
            }
        }
    }
}
