//! What is counted of outlets and voices is what counting anew gives, whatever came, changed and went.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use claim::Packs;
use rusqlite::Connection;
use store::{Ledger, Order, Page, Says, StoreError, Wanted, Writer};
use worlds::{Plan, world};

/// What each table of counts has, and what it should have: name and numbers, those of nothing left out.
const COUNTED: [(&str, &str); 4] = [
    (
        "SELECT name || ' ' || articles || ' ' || incidents || ' ' || first FROM outlets WHERE articles > 0",
        "SELECT outlet || ' ' || count(*) || ' ' || (SELECT count(DISTINCT incident) FROM tellings JOIN revisions b
            USING (revision) WHERE b.outlet = a.outlet) || ' ' || (SELECT coalesce(sum(accounts.first), 0) FROM accounts
            JOIN outlets USING (outlet) WHERE name = a.outlet)
         FROM revisions a JOIN articles ON latest = revision
         WHERE outlet IS NOT NULL AND articles.article NOT IN (SELECT article FROM removed) GROUP BY outlet",
    ),
    (
        "SELECT outlet || ' ' || copies || ' ' || rewrites || ' ' || translations || ' ' || cites FROM outlets
         WHERE copies + rewrites + translations + cites > 0",
        "SELECT outlet || ' ' || count(DISTINCT iif(how = 'copy', revision, NULL)) || ' '
            || count(DISTINCT iif(how = 'rewrite', revision, NULL)) || ' '
            || count(DISTINCT iif(how = 'translation', revision, NULL)) || ' '
            || count(DISTINCT iif(how = 'cites', revision, NULL))
         FROM derivations WHERE outlet IS NOT NULL GROUP BY outlet",
    ),
    (
        "SELECT outlet || ' ' || origin || ' ' || articles FROM takes WHERE articles > 0",
        "SELECT outlet || ' ' || origin || ' ' || count(DISTINCT revision) FROM derivations
         WHERE outlet <> origin GROUP BY outlet, origin",
    ),
    (
        "SELECT name || ' ' || voices.articles || ' ' || incidents || ' ' || coalesce(
            (SELECT group_concat(outlet || '=' || n) FROM (SELECT outlet, articles AS n FROM hears
             WHERE hears.voice = voices.voice AND articles > 0 ORDER BY outlet)), '')
         FROM voices WHERE voices.articles > 0",
        "SELECT name || ' ' || count(DISTINCT revision) || ' ' || count(DISTINCT incident) || ' ' || coalesce(
            (SELECT group_concat(outlet || '=' || n) FROM (SELECT outlet, count(DISTINCT revision) AS n
             FROM heard b WHERE b.voice = heard.voice AND outlet IS NOT NULL GROUP BY outlet ORDER BY outlet)), '')
         FROM heard JOIN voices USING (voice) GROUP BY voice",
    ),
];

fn assert_counted(path: &Path) {
    let base = Connection::open(path).unwrap();
    for (counted, anew) in COUNTED {
        let all = |sql: &str| -> Vec<String> {
            let mut query = base.prepare(sql).unwrap();
            let mut rows: Vec<String> =
                query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
            rows.sort();
            rows
        };
        let (counted, anew) = (all(counted), all(anew));
        assert!(!anew.is_empty());
        assert_eq!(counted, anew);
    }
    let sql = "SELECT count(*) FROM incidents WHERE voices <>
        (SELECT count(DISTINCT voice) FROM heard WHERE heard.incident = incidents.incident)";
    assert_eq!(base.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn counts_follow_what_comes_changes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.tellings");
    Ledger::create(&path).unwrap();
    let packs = Packs::shipped();
    let mut writer = Writer::open(&path, &mut || ()).unwrap();
    let reads = world(4, &Plan::of(400).with_hot_town()).reads;
    for some in reads.chunks(reads.len() / 3 + 1) {
        writer.add(some.to_vec(), &packs).unwrap();
        writer.weigh().unwrap();
        assert_counted(&path);
    }
    let wanted = Wanted { order: Order::Articles, ..Wanted::default() };
    let listed = writer.ledger().incidents(&wanted).unwrap();
    let merged = writer.merge(listed[0].id, listed[1].id, "olena", "").unwrap();
    assert_counted(&path);
    writer.undo(merged.number, "olena").unwrap();
    assert_counted(&path);
    let shown = writer.ledger().show(listed[0].id).unwrap();
    writer.remove(&shown.reads[0].article.key().to_string(), "olena", "a court").unwrap();
    assert_counted(&path);
    drop(writer);
    Writer::gc(&path, &mut || ()).unwrap();
    assert_counted(&path);
    // an older program weighed them
    Connection::open(&path).unwrap().execute("UPDATE incidents SET weighed = 0", []).unwrap();
    let turn = Ledger::open(&path).unwrap().turn().unwrap();
    Writer::catch_up(&path).unwrap();
    assert_counted(&path);
    // what is weighed anew and told as before is no news
    assert_eq!(Ledger::open(&path).unwrap().turn().unwrap(), turn);
}

#[test]
fn pages_of_outlets_and_voices_follow_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.tellings");
    Ledger::create(&path).unwrap();
    let mut writer = Writer::open(&path, &mut || ()).unwrap();
    writer.add(world(4, &Plan::of(300)).reads, &Packs::shipped()).unwrap();
    writer.weigh().unwrap();
    let ledger = writer.ledger();
    let mut page = Page { limit: 7, ..Page::default() };
    let mut seen = Vec::new();
    loop {
        let (some, total) = ledger.voices(&page).unwrap();
        let Some((number, last)) = some.last() else {
            assert_eq!(seen.len() as u64, total);
            break;
        };
        page.behind = Some((last.articles, *number));
        seen.extend(some);
    }
    assert!(seen.len() > 10);
    assert!(seen.windows(2).all(|pair| pair[0].1.articles >= pair[1].1.articles));
    let all = Page { limit: 1_000, ..Page::default() };
    assert_eq!(ledger.voices(&all).unwrap().0, seen);
    let (outlets, total) = ledger.outlets(&all).unwrap();
    assert_eq!(outlets.len() as u64, total);
    let first = &outlets[0].1;
    assert_eq!(ledger.outlet(&first.name).unwrap().unwrap().articles, first.articles);
    let named = Page { words: Some(first.name.to_uppercase()), ..all };
    assert!(ledger.outlets(&named).unwrap().0.iter().any(|(_, outlet)| outlet == first));
    assert_eq!(ledger.outlet("nobody").unwrap(), None);
}

#[test]
fn decisions_are_told_with_who_and_when() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.tellings");
    Ledger::create(&path).unwrap();
    let mut writer = Writer::open(&path, &mut || ()).unwrap();
    writer.add(world(4, &Plan::of(60)).reads, &Packs::shipped()).unwrap();
    writer.weigh().unwrap();
    let listed = writer.ledger().incidents(&Wanted::default()).unwrap();
    let pinned = writer.say(listed[0].id, (Says::Pin, "olena", "")).unwrap();
    let merged = writer.merge(listed[0].id, listed[1].id, "pavlo", "one raid").unwrap();
    writer.undo(pinned.number, "pavlo").unwrap();
    let taken = writer.ledger().decisions(None, 10).unwrap();
    assert_eq!(taken.iter().map(|of| of.what.as_str()).collect::<Vec<_>>(), ["merge", "pin"]);
    assert_eq!((taken[0].who.as_str(), taken[0].note.as_str()), ("pavlo", "one raid"));
    assert_eq!(taken[0].incidents[0].0, merged.incidents[0]);
    assert_eq!(taken[1].undone.as_ref().unwrap().1, "pavlo");
    assert_eq!(writer.ledger().decisions(Some(merged.number), 10).unwrap(), taken[1..]);
    // who cannot wait is told so
    let busy = Writer::open_within(&path, std::time::Duration::from_millis(60));
    assert!(matches!(busy, Err(StoreError::Busy(_))));
}
