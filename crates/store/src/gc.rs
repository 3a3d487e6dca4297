//! Dropping what nothing refers to, and giving the room back.

use std::path::Path;

use crate::{Ledger, StoreError, Writer};

/// What was dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freed {
    /// Readings of revisions that are not the latest of their articles, or whose articles were taken out.
    pub readings: u64,
    /// Claims and tellings of such readings.
    pub claims: u64,
    /// Packs and places that no reading was made with.
    pub versions: u64,
    /// Articles in the index of words that are not in the ledger.
    pub words: u64,
    /// Facts, places, actors and accounts of incidents that are no more, and voices that are heard no more.
    pub rows: u64,
    /// Pages that were visited a quarter of a year ago; one that is still listed is visited once more.
    pub visits: u64,
    /// Bytes of the file before.
    pub before: u64,
    /// Bytes of it now.
    pub after: u64,
}

/// By what it drops: the table, and which of its rows nothing refers to.
const DROPPED: [(&str, &str); 14] = [
    (
        "readings",
        "revision NOT IN (SELECT latest FROM articles WHERE article NOT IN (SELECT article FROM removed))",
    ),
    ("claims", "revision NOT IN (SELECT revision FROM readings)"),
    ("tellings", "revision NOT IN (SELECT revision FROM readings)"),
    ("versions", "version NOT IN (SELECT version FROM readings)"),
    ("facts", "incident NOT IN (SELECT incident FROM incidents)"),
    ("actors", "incident NOT IN (SELECT incident FROM incidents)"),
    ("accounts", "incident NOT IN (SELECT incident FROM incidents)"),
    ("derivations", "incident NOT IN (SELECT incident FROM incidents)"),
    ("heard", "incident NOT IN (SELECT incident FROM incidents)"),
    ("hears", "articles = 0"),
    ("voices", "articles = 0"),
    ("places", "incident NOT IN (SELECT incident FROM incidents)"),
    ("spots", "place NOT IN (SELECT place FROM places)"),
    (
        "visits",
        "what = 'page' AND due IS NULL AND visited < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-90 days')",
    ),
];

impl Writer {
    /// Drops what nothing refers to, and makes the file as small as what it holds. Takes as much room again while it runs.
    ///
    /// # Errors
    /// Where there is no ledger, or it cannot be written.
    pub fn gc(path: &Path, waiting: &mut dyn FnMut()) -> Result<Freed, StoreError> {
        let told = &mut || {
            waiting();
            true
        };
        let Some(mut writer) = Writer::unlinked(path, told)? else {
            return Err(StoreError::Refused("The ledger is being written to".into()));
        };
        writer.weigh()?;
        let before = writer.ledger.holds()?.bytes;
        let mut freed = writer.change(|_, base| {
            let mut freed = Freed::default();
            for (table, which) in DROPPED {
                let dropped = base.execute(&format!("DELETE FROM {table} WHERE {which}"), [])? as u64;
                *match table {
                    "readings" => &mut freed.readings,
                    "claims" | "tellings" => &mut freed.claims,
                    "versions" => &mut freed.versions,
                    "visits" => &mut freed.visits,
                    _ => &mut freed.rows,
                } += dropped;
            }
            let orphans = "DELETE FROM words WHERE rowid IN (SELECT id FROM words_docsize
                WHERE id NOT IN (SELECT article FROM articles) OR id IN (SELECT article FROM removed))";
            freed.words = base.execute(orphans, [])? as u64;
            // words that went are still in the index until it is written anew
            base.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
            Ok(freed)
        })?;
        let base = &writer.ledger.base;
        base.execute_batch("VACUUM").map_err(|e| writer.ledger.fault(e))?;
        writer.ledger.settle().map_err(|e| writer.ledger.fault(e))?;
        (freed.before, freed.after) = (before, writer.ledger.holds()?.bytes);
        Ok(freed)
    }
}

impl Ledger {
    /// Puts what lies beside the file into it, so that nothing old is left there.
    pub(crate) fn settle(&self) -> rusqlite::Result<()> {
        self.base.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    }
}
