//! Laws of the ledger, on real files: whatever the way that led to it, what it holds is what comparing all at once gives.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use claim::Packs;
use incident::{Members, Read, compare, gather, text_key};
use proptest::prelude::*;
use store::{Ledger, News, Order, Wanted, Writer};
use text::{About, Article, Key};
use worlds::{Plan, world};

struct Room {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.tellings");
    Ledger::create(&path).unwrap();
    Room { _folder: folder, path }
}

fn writer(room: &Room) -> Writer {
    Writer::open(&room.path, &mut || panic!("nobody else writes")).unwrap()
}

/// The incidents that the ledger shows, as sets of articles with what is said of each, without their ids.
fn shown(ledger: &Ledger) -> BTreeMap<Key, String> {
    let listed = ledger.incidents(&Wanted::default()).unwrap();
    let told = listed.iter().map(|listed| {
        let shown = ledger.show(listed.id).unwrap();
        let incident = &shown.comparison.incidents[0];
        assert_eq!((incident.key, &incident.title), (listed.key, &listed.title));
        (incident.key, said(incident, &shown.reads))
    });
    told.collect()
}

/// What is said of an incident, with articles by their keys.
fn said(incident: &incident::Incident, reads: &[Read]) -> String {
    let tellings: Vec<_> =
        incident.tellings.iter().map(|at| (reads[at.article].article.key(), at.telling)).collect();
    let facts: Vec<_> = incident
        .facts
        .iter()
        .map(|f| {
            let values: Vec<_> = f.values.iter().map(|v| (&v.value, v.claims.len(), &v.voices)).collect();
            format!("{:?}", (f.facet, &f.scope, f.state, f.support, values))
        })
        .collect();
    format!("{:?}", (&incident.title, incident.extent, &incident.places, &incident.time, tellings, facts))
}

/// What comparing all at once gives, each incident weighed among its articles and those with the same texts.
fn at_once(reads: &[Read]) -> BTreeMap<Key, String> {
    let weighed = |incident: &incident::Incident| {
        let members: Members =
            incident.tellings.iter().map(|at| (reads[at.article].article.key(), at.telling)).collect();
        let texts: BTreeSet<Key> = incident.tellings.iter().map(|at| text_key(&reads[at.article])).collect();
        let around: Vec<Read> =
            reads.iter().filter(|read| texts.contains(&text_key(read))).cloned().collect();
        let comparison = gather(&around, &[members]);
        (incident.key, said(&comparison.incidents[0], &around))
    };
    compare(reads).incidents.iter().map(weighed).collect()
}

fn assert_same(ledger: &Ledger, reads: &[Read]) {
    let (here, there) = (shown(ledger), at_once(reads));
    let keys = |all: &BTreeMap<Key, String>| all.keys().copied().collect::<BTreeSet<_>>();
    assert_eq!(keys(&here), keys(&there));
    for (key, said) in &here {
        assert_eq!(said, &there[key]);
    }
}

/// The same article with another sentence.
fn edited(read: &Read) -> Read {
    let of = &read.article;
    let about = About {
        title: of.title().into(),
        path: of.path().map(String::from),
        outlet: of.outlet().map(String::from),
        url: of.url().map(String::from),
        language: of.language(),
        published: of.published(),
    };
    let article = Article::new(of.id(), format!("{} It was updated later.", of.text()), about);
    let mut reading = read.reading.clone();
    reading.article = article.key();
    Read { article, reading }
}

/// What a test does next.
#[derive(Clone, Debug)]
enum Step {
    Add(usize),
    Again,
    Edit(usize),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1usize..60).prop_map(Step::Add),
        1 => Just(Step::Again),
        2 => (0usize..1000).prop_map(Step::Edit),
        3 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 3..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_way_leads_to_what_comparing_all_at_once_gives(seed in 0u64..1000, steps in steps()) {
        let mut waiting = world(seed, &Plan::of(260).with_hot_town()).reads;
        waiting.sort_by_key(|r| Key::of([&seed.to_le_bytes()[..], &r.article.key().to_bytes()]));
        let mut there: Vec<Read> = Vec::new();
        let (room, packs) = (room(), Packs::shipped());
        let mut open = Some(writer(&room));
        for step in steps {
            let ledger = open.as_mut().unwrap();
            match step {
                Step::Add(many) => {
                    let some: Vec<Read> = waiting.split_off(waiting.len().saturating_sub(many));
                    ledger.add(some.clone(), &packs).unwrap();
                    there.extend(some);
                }
                Step::Again => {
                    let added = ledger.add(there.clone(), &packs).unwrap();
                    prop_assert!(added.iter().all(|added| added.what == News::Known));
                }
                Step::Edit(_) if there.is_empty() => {}
                Step::Edit(nth) => {
                    let nth = nth % there.len();
                    there[nth] = edited(&there[nth]);
                    let added = ledger.add(vec![there[nth].clone()], &packs).unwrap();
                    prop_assert!(matches!(added[0].what, News::Changed(_)));
                }
                Step::Reopen => {
                    drop(open.take());
                    open = Some(writer(&room));
                }
            }
        }
        let mut ledger = open.unwrap();
        ledger.weigh().unwrap();
        there.sort_by_key(|read| read.article.key());
        assert_same(ledger.ledger(), &there);
        prop_assert_eq!(ledger.ledger().verify().unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn ids_live_on_and_decisions_are_replayed() {
    let (room, packs) = (room(), Packs::shipped());
    let reads = world(3, &Plan::of(200)).reads;
    let mut ledger = writer(&room);
    let (first, rest) = reads.split_at(reads.len() / 2);
    ledger.add(first.to_vec(), &packs).unwrap();
    ledger.weigh().unwrap();
    let wanted = Wanted { order: Order::Articles, ..Wanted::default() };
    let before = ledger.ledger().incidents(&wanted).unwrap();
    let (one, other) = (before[0].id, before[1].id);
    let merged = ledger.merge(one, other, "olena", "one raid").unwrap();
    assert_eq!(merged.incidents.len(), 1);
    let both = merged.incidents[0];
    assert_eq!(ledger.ledger().find(&one.to_string()).unwrap(), both);
    assert_eq!(ledger.ledger().find(&other.to_string()).unwrap(), both);
    assert_eq!(ledger.ledger().show(both).unwrap().comparison.incidents[0].id, both);

    // the decision holds after a re-link and from a file that was closed
    drop(ledger);
    let mut ledger = writer(&room);
    ledger.add(rest.to_vec(), &packs).unwrap();
    ledger.weigh().unwrap();
    let after = |ledger: &Writer, id: Key| ledger.ledger().find(&id.to_string()).unwrap();
    assert_eq!(after(&ledger, one), after(&ledger, other));
    // ids of most incidents are what they were
    let kept = before.iter().filter(|i| after_or_none(&ledger, i.id) == Some(i.id)).count();
    assert!(kept * 10 >= before.len() * 8, "{kept} of {}", before.len());

    let undone = ledger.undo(merged.number, "olena").unwrap();
    assert!(undone.incidents.len() >= 2);
    assert_ne!(after(&ledger, one), after(&ledger, other));
    let mut all = reads.clone();
    all.sort_by_key(|read| read.article.key());
    assert_same(ledger.ledger(), &all);

    let shown = ledger.ledger().show(both).unwrap();
    let article = shown.reads[shown.comparison.incidents[0].tellings[0].article].article.key();
    let split = ledger.split(both, &[article.to_string()], "olena", "").unwrap();
    assert_eq!(split.incidents.len(), 2);
    assert!(ledger.undo(split.number, "pavlo").is_ok());
    assert!(ledger.undo(split.number, "pavlo").is_err());
    assert_same(ledger.ledger(), &all);
    assert_eq!(ledger.ledger().verify().unwrap().decisions, 2);
    assert_eq!(ledger.ledger().verify().unwrap().faults, Vec::<String>::new());
}

fn after_or_none(ledger: &Writer, id: Key) -> Option<Key> {
    ledger.ledger().find(&id.to_string()).ok()
}

#[test]
fn what_is_altered_is_named() {
    let alter = |sql: &str| {
        let (room, packs) = (room(), Packs::shipped());
        let mut ledger = writer(&room);
        ledger.add(world(1, &Plan::of(20)).reads, &packs).unwrap();
        drop(ledger);
        let base = rusqlite::Connection::open(&room.path).unwrap();
        base.execute_batch(sql).unwrap();
        drop(base);
        Ledger::open(&room.path).unwrap().verify().unwrap().faults
    };
    let none: [String; 0] = [];
    assert_eq!(alter(""), none);
    let text = alter("UPDATE revisions SET text = text || '.' WHERE revision = 3");
    assert!(
        text.len() == 1 && text[0].starts_with("article 3 (") && text[0].ends_with("was altered"),
        "{text:?}"
    );
    let gone = alter("DELETE FROM revisions WHERE revision = 4");
    assert!(gone[0].starts_with("article 4, taken in ") && gone[0].ends_with("is missing"), "{gone:?}");
    let chain = alter("UPDATE chain SET taken = '2020-01-01T00:00:00Z' WHERE entry = 2");
    assert_eq!(chain, ["entry 2 of the chain (article 2) was altered"]);
    let cut = alter("DELETE FROM chain WHERE entry = 5");
    assert!(cut.iter().any(|fault| fault == "entries 5 to 5 of the chain are missing"), "{cut:?}");
    let put = alter(
        "INSERT INTO revisions SELECT 999, article, key, text_key, taken, id, path, url, outlet, language,
        published, published_from, title, 'put in', hash FROM revisions WHERE revision = 1",
    );
    assert_eq!(put, ["article 999 is in no entry of the chain"]);
}

#[test]
fn a_second_writer_waits_until_the_first_ends() {
    let room = room();
    let first = writer(&room);
    let (told, heard) = std::sync::mpsc::channel();
    let path = room.path.clone();
    let second = std::thread::spawn(move || {
        Writer::open(&path, &mut || told.send("waiting").unwrap()).map(drop).unwrap();
    });
    assert_eq!(heard.recv().unwrap(), "waiting");
    assert!(!second.is_finished());
    // who reads needs not wait
    assert!(Ledger::open(&room.path).unwrap().incidents(&Wanted::default()).unwrap().is_empty());
    drop(first);
    second.join().unwrap();
}

#[test]
fn lists_are_filtered_and_words_found() {
    let (room, packs) = (room(), Packs::shipped());
    let mut ledger = writer(&room);
    let reads = world(5, &Plan::of(120)).reads;
    ledger.add(reads.clone(), &packs).unwrap();
    ledger.weigh().unwrap();
    let ledger = ledger.ledger();
    let all = ledger.incidents(&Wanted::default()).unwrap();
    let one = all.iter().find(|i| i.first_day.is_some() && !i.places.is_empty()).unwrap();
    let here = Wanted { place: Some(one.places[0].to_uppercase()), ..Wanted::default() };
    let here = ledger.incidents(&here).unwrap();
    assert!(here.contains(one) && here.len() < all.len());
    let day = one.first_day.clone();
    let then = ledger.incidents(&Wanted { since: day.clone(), until: day, ..Wanted::default() }).unwrap();
    assert!(then.contains(one) && then.len() < all.len());
    let shown = ledger.show(one.id).unwrap();
    let point = shown.comparison.incidents[0].places[0].point;
    if let Some((north, east)) = point {
        let near = Wanted { near: Some(((north.into(), east.into()), 5.0)), ..Wanted::default() };
        assert!(ledger.incidents(&near).unwrap().contains(one));
        let far = Wanted { near: Some(((f64::from(-north), f64::from(-east)), 5.0)), ..Wanted::default() };
        assert!(!ledger.incidents(&far).unwrap().contains(one));
    }
    let word = reads[0].article.text().split(' ').find(|word| word.len() > 5).unwrap();
    assert!(!ledger.search(word, 1000).unwrap().is_empty());
    assert!(ledger.search("\"no such words AND NOT (here", 10).unwrap().is_empty());
}

#[test]
fn backups_hold_the_same() {
    let (room, packs) = (room(), Packs::shipped());
    let mut ledger = writer(&room);
    let mut reads = world(2, &Plan::of(80)).reads;
    ledger.add(reads.clone(), &packs).unwrap();
    ledger.weigh().unwrap();
    let to = room.path.with_extension("copy");
    ledger.ledger().backup(&to).unwrap();
    assert!(ledger.ledger().backup(&to).is_err());
    let copy = Ledger::open(&to).unwrap();
    reads.sort_by_key(|read| read.article.key());
    assert_same(&copy, &reads);
    assert_eq!(copy.verify().unwrap(), ledger.ledger().verify().unwrap());
}

#[test]
fn what_is_read_anew_is_linked_anew() {
    let (room, packs) = (room(), Packs::shipped());
    let mut ledger = writer(&room);
    let mut reads = world(8, &Plan::of(200)).reads;
    ledger.add(reads.clone(), &packs).unwrap();
    ledger.weigh().unwrap();
    drop(ledger);
    rusqlite::Connection::open(&room.path)
        .unwrap()
        .execute("UPDATE versions SET pack = 'older'", [])
        .unwrap();
    // a better pack does not believe every fifth article's places
    reads.sort_by_key(|read| read.article.key());
    let changed: Vec<usize> =
        (0..reads.len()).step_by(5).filter(|at| !reads[*at].reading.tellings.is_empty()).collect();
    changed.iter().for_each(|at| reads[*at].reading.tellings[0].places.clear());
    let by_key: BTreeMap<Key, &Read> = reads.iter().map(|read| (read.article.key(), read)).collect();
    let mut again = |articles: Vec<Article>| articles.iter().map(|of| by_key[&of.key()].clone()).collect();
    let done = Writer::reread(&room.path, &packs, &mut again, &mut || ()).unwrap();
    assert_eq!(done.read as usize, reads.len());
    assert!(done.changed > 0 && done.changed as usize <= changed.len(), "{done:?}");
    let ledger = Ledger::open(&room.path).unwrap();
    assert_same(&ledger, &reads);
    assert_eq!(ledger.verify().unwrap().faults, Vec::<String>::new());
}
