//! The dossiers are well formed, and linking parts and joins what they tell of as well as it has learnt to.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use claim::Packs;
use incident::Read;
use worlds::{dossiers, paired};

/// What linking must reach, a little below what it does. Much of what is lost is lost in reading.
#[test]
fn tellings_of_dossiers_are_grouped() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/dossiers");
    let accounts = dossiers(&folder, &Packs::shipped()).unwrap();
    let known = accounts.iter().flat_map(|a| &a.truth).flatten().count();
    assert!(accounts.len() >= 400 && known >= 440, "{} articles, {known} tellings", accounts.len());
    let reads: Vec<Read> = accounts.iter().map(|a| a.read.clone()).collect();
    let rate = paired(&accounts, &incident::compare(&reads), 1).rate();
    assert!(rate.precision >= 0.64 && rate.recall >= 0.35, "{rate:?}");
}
