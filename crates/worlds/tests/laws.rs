//! Laws of linking over worlds, and how well it must group.

use std::collections::{BTreeMap, BTreeSet};

use claim::Telling;
use incident::{Comparison, Incident, Read, TellingAt, compare};
use text::Key;
use worlds::{Plan, Rate, World, world};

/// The worlds that laws are tried on.
fn worlds() -> impl Iterator<Item = World> {
    let plans = [Plan::of(200), Plan::of(700), Plan::of(2_000), Plan::of(1_000).with_hot_town()];
    (1..).zip(plans).map(|(seed, plan)| world(seed, &plan))
}

/// The same articles in an order that only the seed decides.
fn shuffled(reads: &[Read], seed: u64) -> Vec<Read> {
    let mut out = reads.to_vec();
    out.sort_by_key(|r| Key::of([&seed.to_le_bytes()[..], &r.article.key().to_bytes()]));
    out
}

/// A telling, whatever the position of its article.
fn name(reads: &[Read], at: &TellingAt) -> (String, usize) {
    (reads[at.article].article.id().to_owned(), at.telling)
}

/// All that is said of an incident, free of positions.
fn content(reads: &[Read], incident: &Incident) -> String {
    let claim = |at: &incident::ClaimAt| reads[at.article].reading.claims[at.claim].id;
    let facts: Vec<String> = incident
        .facts
        .iter()
        .map(|f| {
            let values = f.values.iter().map(|v| {
                format!("{:?} {:?} {:?}", v.value, v.claims.iter().map(claim).collect::<Vec<_>>(), v.voices)
            });
            let values: Vec<String> = values.collect();
            format!("{} {:?} {:?} {:?} {values:?}", f.facet, f.scope, f.state, f.support)
        })
        .collect();
    let i = incident;
    format!(
        "{} {} {:?} {} {:?} {:?} {:?} {facts:?}",
        i.key, i.id, i.kind, i.title, i.part_of, i.about, i.time
    )
}

/// The sets of tellings, only those that `keep` keeps.
fn parted(
    reads: &[Read],
    comparison: &Comparison,
    keep: impl Fn(&Telling) -> bool,
) -> BTreeSet<BTreeSet<(String, usize)>> {
    let kept = |at: &&TellingAt| keep(&reads[at.article].reading.tellings[at.telling]);
    let sets = comparison
        .incidents
        .iter()
        .map(|i| i.tellings.iter().filter(kept).map(|at| name(reads, at)).collect());
    sets.filter(|set: &BTreeSet<_>| !set.is_empty()).collect()
}

#[test]
fn order_changes_nothing() {
    for world in worlds() {
        let other = shuffled(&world.reads, 7);
        let (here, there) = (compare(&world.reads), compare(&other));
        assert_eq!(here.incidents.len(), there.incidents.len());
        for (a, b) in here.incidents.iter().zip(&there.incidents) {
            assert_eq!(content(&world.reads, a), content(&other, b));
        }
    }
}

#[test]
fn every_telling_is_in_one_incident() {
    for world in worlds() {
        let comparison = compare(&world.reads);
        let all: Vec<&TellingAt> = comparison.incidents.iter().flat_map(|i| &i.tellings).collect();
        let distinct: BTreeSet<&TellingAt> = all.iter().copied().collect();
        assert_eq!((all.len(), distinct.len()), (world.tellings(), world.tellings()));
    }
}

#[test]
fn a_copy_never_raises_support() {
    for world in worlds() {
        let own = world.reads.iter().zip(&world.copy_of).filter(|(_, of)| of.is_none());
        let own: Vec<Read> = own.map(|(read, _)| read.clone()).collect();
        assert!(own.len() < world.reads.len());
        let (without, with) = (compare(&own), compare(&world.reads));
        let mut incident_of: BTreeMap<(String, usize), &Incident> = BTreeMap::new();
        for incident in &with.incidents {
            for at in &incident.tellings {
                incident_of.insert(name(&world.reads, at), incident);
            }
        }
        for incident in &without.incidents {
            let copied = incident_of[&name(&own, &incident.tellings[0])];
            assert!(incident.tellings.iter().all(|at| incident_of[&name(&own, at)].id == copied.id));
            for fact in &incident.facts {
                let same = copied.facts.iter().find(|f| (f.facet, &f.scope) == (fact.facet, &fact.scope));
                let Some(same) = same else { panic!("a copy removes {fact:?}") };
                assert_eq!((fact.support, fact.state), (same.support, same.state), "{}", incident.title);
            }
        }
    }
}

#[test]
fn undated_tellings_do_not_part_or_join_dated_ones() {
    let is_dated = |t: &Telling| t.time.as_ref().is_some_and(|t| t.start.is_some());
    for world in worlds() {
        let mut without = world.reads.clone();
        let mut removed = 0;
        for (read, truth) in without.iter_mut().zip(&world.truth) {
            // what is said is known by its words, without a day; which words tell of what, by all that an article tells
            let undated = |(t, it): (&Telling, &usize)| !is_dated(t) && !world.incidents[*it].is_word();
            if read.reading.tellings.iter().zip(truth).all(undated) {
                read.reading.tellings.iter_mut().for_each(|t| t.claims.clear());
                removed += 1;
            }
        }
        assert!(removed > 10, "{removed}");
        let settled = |t: &Telling| is_dated(t) && !t.places.is_empty() && !t.claims.is_empty();
        let here = parted(&world.reads, &compare(&world.reads), settled);
        let there = parted(&without, &compare(&without), settled);
        assert_eq!(here, there);
    }
}

/// What linking must reach, a little below what it does: averages over several worlds.
#[test]
fn tellings_are_grouped_by_the_truth() {
    let worlds: Vec<World> = (1..=6).map(|seed| world(seed, &Plan::of(1_000))).collect();
    let rates: Vec<_> = worlds.iter().map(|w| w.rate(&compare(&w.reads))).collect();
    let mean = |of: fn(&worlds::Rates) -> f64| rates.iter().map(of).sum::<f64>() / rates.len() as f64;
    let pairs = Rate { precision: mean(|r| r.pairs.precision), recall: mean(|r| r.pairs.recall) };
    let tellings = Rate { precision: mean(|r| r.tellings.precision), recall: mean(|r| r.tellings.recall) };
    assert!(pairs.precision >= 0.955 && pairs.recall >= 0.905, "{pairs:?}");
    assert!(tellings.precision >= 0.945 && tellings.recall >= 0.92, "{tellings:?}");
}
