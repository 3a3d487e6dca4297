//! Ledgers of older forms, as older programs wrote them, are brought forward.
#![allow(clippy::unwrap_used)]

use claim::Packs;
use incident::Read;
use rusqlite::Connection;
use store::{FORMAT, Ledger, Wanted, Writer};
use text::Key;

#[test]
fn a_ledger_of_form_1_is_brought_forward_and_kept_beside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.tellings");
    std::fs::write(&path, include_bytes!("form-1.tellings")).unwrap();
    let listed = |ledger: &Ledger| -> Vec<Key> {
        let mut ids: Vec<Key> =
            ledger.incidents(&Wanted::default()).unwrap().into_iter().map(|incident| incident.id).collect();
        ids.sort();
        ids
    };
    let form = |path: &std::path::Path| -> i64 {
        let base = Connection::open(path).unwrap();
        base.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    let before = listed(&Ledger::open(&path).unwrap());
    assert_eq!((before.len(), form(&path)), (3, FORMAT));

    // whatever packs and places it was read with, these are today's
    let packs = Packs::shipped();
    let mut read = |articles: Vec<text::Article>| {
        let read = |article: text::Article| Read { reading: claim::read(&article, &packs), article };
        articles.into_iter().map(read).collect()
    };
    Writer::reread(&path, &packs, &mut read, &mut || ()).unwrap();
    assert_eq!((form(&path), form(&folder.path().join("desk.tellings.form-1"))), (FORMAT, 1));
    let ledger = Ledger::open(&path).unwrap();
    // ids live on, also where a better pack makes one incident of two
    assert!(before.iter().all(|id| ledger.find(&id.to_string()).is_ok()));
    let after = listed(&ledger);
    assert!(!after.is_empty() && after.iter().all(|id| before.contains(id)), "{before:?} {after:?}");
    assert_eq!(ledger.verify().unwrap().faults, Vec::<String>::new());
    drop(ledger);
    let marks = |path: &std::path::Path| -> i64 {
        let base = Connection::open(path).unwrap();
        base.query_row("SELECT count(*) FROM marks", [], |row| row.get(0)).unwrap()
    };
    assert!(marks(&path) > 20);

    // what is linked once is not linked again
    let linked = marks(&path);
    drop(Writer::open(&path, &mut || ()).unwrap());
    assert_eq!((marks(&path), listed(&Ledger::open(&path).unwrap())), (linked, after));
}
