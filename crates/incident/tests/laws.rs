//! Laws that hold for every set of articles.

mod build;

use std::collections::{BTreeMap, BTreeSet};

use build::*;
use claim::Stance;
use incident::{Comparison, Read, compare as compare_reads};
use proptest::prelude::*;

/// All that a comparison says, free of positions in the input.
fn content(reads: &[Read], comparison: &Comparison) -> Vec<String> {
    let claim = |at: &incident::ClaimAt| reads[at.article].reading.claims[at.claim].id.to_string();
    let mut out: Vec<String> = comparison
        .incidents
        .iter()
        .map(|i| {
            let facts: Vec<String> = i
                .facts
                .iter()
                .map(|f| {
                    let values: Vec<String> = f
                        .values
                        .iter()
                        .map(|v| {
                            format!(
                                "{:?} {:?} {:?}",
                                v.value,
                                v.claims.iter().map(claim).collect::<Vec<_>>(),
                                v.voices
                            )
                        })
                        .collect();
                    format!("{} {:?} {:?} {:?} {values:?}", f.facet, f.scope, f.state, f.support)
                })
                .collect();
            let checks: Vec<&str> = i.checks.iter().map(|c| c.says.as_str()).collect();
            format!(
                "{} {} {:?} {} {:?} {:?} {:?} {:?} {facts:?} {checks:?}",
                i.key, i.id, i.kind, i.title, i.part_of, i.about, i.time, i.places
            )
        })
        .collect();
    let dated: BTreeMap<String, String> = reads
        .iter()
        .zip(&comparison.dated)
        .map(|(r, d)| (r.article.key().to_string(), format!("{d:?}")))
        .collect();
    let groups: BTreeMap<String, String> = reads
        .iter()
        .zip(&comparison.origin_groups)
        .map(|(r, g)| (r.article.key().to_string(), g.to_string()))
        .collect();
    out.push(format!("{dated:?} {groups:?}"));
    out
}

const PUBLISHED: [Option<&str>; 5] = [
    None,
    Some("2024-12-21"),
    Some("2024-12-21T10:00:00Z"),
    Some("2024-12-22T09:00:00Z"),
    Some("2024-12-24"),
];
const DAYS: [Option<&str>; 5] =
    [Some("2024-12-20"), Some("2024-12-21"), Some("2024-12-22"), Some("XXXX-WXX-6"), None];
const VOICES: [Option<&str>; 4] = [None, Some("Police"), Some("Mayor"), Some("Ministry of Defence")];
const KINDS: [&str; 3] = ["drone-strike", "explosion", "killing"];

fn claims() -> impl Strategy<Value = Said> {
    let facets = prop::sample::select(vec!["killed", "injured", "munitions"]);
    (facets, 0u64..6, 0..4usize, 0..8usize).prop_map(|(facet, n, voice, form)| {
        let said = match form {
            0 => at_least(facet, n),
            1 => about(facet, n),
            2 => more(facet, n),
            3 => category(
                "target",
                ["house", "apartment block", "residential building", "factory"][n as usize % 4],
            ),
            _ => count(facet, n),
        };
        let said = if form == 4 { said.stance(Stance::Denied) } else { said };
        match VOICES[voice] {
            Some(voice) => said.by(voice),
            None => said,
        }
    })
}

fn articles() -> impl Strategy<Value = Vec<Draft>> {
    let one = (0..5usize, 0..5usize, 0..4usize, 0..3usize, prop::collection::vec(claims(), 1..4));
    prop::collection::vec(one, 1..9).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(n, (published, at, place, kind, said))| {
                let mut draft = article(&format!("n{n}"), PUBLISHED[published]);
                draft.kind = KINDS[kind];
                draft.time = DAYS[at].map(|d| if d.starts_with('X') { weekday(d) } else { day(d) });
                draft.place = match place {
                    0 | 1 => draft.place,
                    2 => Some(town("Saratov", 51.53, 46.03)),
                    _ => None,
                };
                draft.said = said;
                draft
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffling_changes_nothing((drafts, order) in articles().prop_flat_map(|all| {
        let order: Vec<usize> = (0..all.len()).collect();
        (Just(all), Just(order).prop_shuffle())
    })) {
        let reads: Vec<Read> = drafts.iter().map(Draft::read).collect();
        let shuffled: Vec<Read> = order.iter().map(|at| reads[*at].clone()).collect();
        prop_assert_eq!(content(&reads, &compare_reads(&reads)), content(&shuffled, &compare_reads(&shuffled)));
    }

    #[test]
    fn every_telling_is_in_one_incident(drafts in articles()) {
        let comparison = compare(&drafts);
        let all: Vec<_> = comparison.incidents.iter().flat_map(|i| i.tellings.clone()).collect();
        let distinct: BTreeSet<_> = all.iter().collect();
        prop_assert_eq!((all.len(), distinct.len()), (drafts.len(), drafts.len()));
    }

    #[test]
    fn a_copy_never_raises_support(drafts in articles(), which in 0..8usize, published in 0..5usize) {
        let mut with = drafts.clone();
        let mut copy = drafts[which % drafts.len()].clone();
        copy.outlet = "copier".into();
        copy.published = copy.published.and(PUBLISHED[published].filter(|p| copy.published.is_some_and(|own| *p >= own))).or(copy.published);
        with.push(copy);
        let support = |comparison: &Comparison| -> Vec<String> {
            let mut facts: Vec<String> = comparison
                .incidents
                .iter()
                .flat_map(|i| i.facts.iter().map(move |f| format!("{} {:?} {:?} {:?} {:?} {:?}", i.title, f.facet, f.scope, f.state, f.support, f.values.iter().map(|v| (&v.value, &v.voices)).collect::<Vec<_>>())))
                .collect();
            facts.sort();
            facts
        };
        prop_assert_eq!(support(&compare(&drafts)), support(&compare(&with)));
    }

    #[test]
    fn an_undated_telling_never_joins_two_incidents(drafts in articles()) {
        let dated: Vec<Draft> = drafts.iter().filter(|d| d.place.is_some() && d.time.as_ref().is_some_and(|t| t.start.is_some())).cloned().collect();
        let sets = |drafts: &[Draft]| -> Vec<BTreeSet<String>> {
            let mut sets: Vec<BTreeSet<String>> = compare(drafts)
                .incidents
                .iter()
                .map(|i| i.tellings.iter().map(|at| drafts[at.article].clone()).filter(|d| d.place.is_some() && d.time.as_ref().is_some_and(|t| t.start.is_some())).map(|d| d.outlet).collect())
                .filter(|set: &BTreeSet<String>| !set.is_empty())
                .collect();
            sets.sort();
            sets
        };
        prop_assert_eq!(sets(&dated), sets(&drafts));
    }

    #[test]
    fn tellings_of_another_week_and_town_stay_apart(drafts in articles()) {
        let comparison = compare(&drafts);
        for incident in &comparison.incidents {
            let all: Vec<&Draft> = incident.tellings.iter().map(|at| &drafts[at.article]).collect();
            let day = |d: &Draft| Some(d.time.as_ref()?.start?.date);
            for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
                let towns = a.place.as_ref().zip(b.place.as_ref()).is_some_and(|(a, b)| a.name != b.name);
                let weeks = day(a).zip(day(b)).is_some_and(|(a, b)| (a - b).get_days().abs() > 3);
                prop_assert!(!(towns && weeks), "{:?} {:?}", day(a), day(b));
            }
        }
    }
}
