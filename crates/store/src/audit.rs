//! What was done over the net, by whom and from where. It is only added to.

use rusqlite::params;

use crate::ledger::now;
use crate::{Ledger, Register, StoreError};

/// Something that was done or tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number; later ones are higher.
    pub number: i64,
    /// When.
    pub at: String,
    /// By whom; empty where nobody is known.
    pub who: String,
    /// What: `POST /api/v1/decisions merge …`.
    pub what: String,
    /// What came of it.
    pub outcome: String,
    /// From which address.
    pub address: String,
}

impl Ledger {
    /// What was done before an entry, or at all, the latest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn audit(&self, before: Option<i64>, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT entry, at, who, what, outcome, address FROM audit WHERE entry < ?1
            ORDER BY entry DESC LIMIT ?2";
        let all = || {
            let mut query = self.base.prepare_cached(sql)?;
            let rows = query.query_map(params![before.unwrap_or(i64::MAX), limit as i64], |row| {
                Ok(Entry {
                    number: row.get(0)?,
                    at: row.get(1)?,
                    who: row.get(2)?,
                    what: row.get(3)?,
                    outcome: row.get(4)?,
                    address: row.get(5)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<Entry>>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn audited(&self) -> Result<u64, StoreError> {
        let count = "SELECT coalesce(max(entry), 0) FROM audit";
        self.base
            .query_row(count, [], |row| row.get::<_, i64>(0))
            .map(|n| n as u64)
            .map_err(|e| self.fault(e))
    }
}

impl Register {
    /// Notes what was done.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn note(&mut self, who: &str, what: &str, outcome: &str, address: &str) -> Result<(), StoreError> {
        self.change(|base| {
            let sql = "INSERT INTO audit (at, who, what, outcome, address) VALUES (?1, ?2, ?3, ?4, ?5)";
            base.prepare_cached(sql)?.execute(params![now(), who, what, outcome, address]).map(drop)
        })
    }
}
