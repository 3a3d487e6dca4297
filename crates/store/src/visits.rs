//! What is visited again and again: lists such as feeds, the pages that they name, files. The ledger is the queue too, so
//! that whoever visits them may be stopped at any time and goes on where it was.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Ledger, Resting, StoreError};

/// What is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visited {
    /// A feed, a site map, an OPML: it names other things.
    List,
    /// A page.
    Page,
    /// A file of a folder.
    File,
    /// A folder, or a file that is none of a folder: it is looked at for as long as it is due.
    Path,
}

impl Visited {
    /// The name that the table uses.
    pub fn name(self) -> &'static str {
        match self {
            Visited::List => "list",
            Visited::Page => "page",
            Visited::File => "file",
            Visited::Path => "path",
        }
    }
}

/// Something that is visited, and what is known of it since the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its address or path.
    pub address: String,
    /// What it is.
    pub what: Visited,
    /// Whose it is: the host.
    pub site: String,
    /// The list that names it.
    pub source: Option<String>,
    /// What its list, or the file system, tells of its state.
    pub version: Option<String>,
    /// The `ETag` that its server gave.
    pub etag: Option<String>,
    /// The `Last-Modified` that its server gave.
    pub modified: Option<String>,
    /// When it was visited last.
    pub visited: Option<String>,
    /// When it is to be visited; none where nothing asks for it.
    pub due: Option<String>,
    /// How many visits failed since the last that did not.
    pub failures: u32,
    /// What was wrong the last time.
    pub fault: Option<String>,
    /// What its list tells of it, while it is to be visited.
    pub told: Option<String>,
}

impl Visit {
    /// Something that nobody visited yet and nothing asks for.
    pub fn new(what: Visited, address: impl Into<String>, site: impl Into<String>) -> Visit {
        Visit {
            address: address.into(),
            what,
            site: site.into(),
            source: None,
            version: None,
            etag: None,
            modified: None,
            visited: None,
            due: None,
            failures: 0,
            fault: None,
            told: None,
        }
    }

    fn of(row: &Row<'_>) -> rusqlite::Result<Visit> {
        Ok(Visit {
            address: row.get(0)?,
            what: match row.get_ref(1)?.as_str()? {
                "list" => Visited::List,
                "page" => Visited::Page,
                "path" => Visited::Path,
                _ => Visited::File,
            },
            site: row.get(2)?,
            source: row.get(3)?,
            version: row.get(4)?,
            etag: row.get(5)?,
            modified: row.get(6)?,
            visited: row.get(7)?,
            due: row.get(8)?,
            failures: row.get(9)?,
            fault: row.get(10)?,
            told: row.get(11)?,
        })
    }
}

const COLUMNS: &str =
    "address, what, site, source, version, etag, modified, visited, due, failures, fault, told";

impl Ledger {
    /// What is known of an address.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn visit(&self, address: &str) -> Result<Option<Visit>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM visits WHERE address = ?1");
        let found = || self.base.prepare_cached(&sql)?.query_row([address], Visit::of).optional();
        found().map_err(|e| self.fault(e))
    }

    /// All lists, folders and files that were ever visited as such, or are to be, by address.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn sources(&self) -> Result<Vec<Visit>, StoreError> {
        self.visits("what IN ('list', 'path') ORDER BY address", [])
    }

    /// The lists that are due at a moment, the longest due first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn lists_due(&self, moment: &str) -> Result<Vec<Visit>, StoreError> {
        self.visits("what = 'list' AND due <= ?1 ORDER BY due, address", [moment])
    }

    /// Pages that are due at a moment, of each site a few, the longest due first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn pages_due(&self, moment: &str, of_each: usize) -> Result<Vec<Visit>, StoreError> {
        let sql = "SELECT DISTINCT site FROM visits WHERE what = 'page' AND due IS NOT NULL";
        let sites = || {
            let mut query = self.base.prepare_cached(sql)?;
            query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
        };
        let mut out = Vec::new();
        for site in sites().map_err(|e| self.fault(e))? {
            let which = "what = 'page' AND site = ?1 AND due <= ?2 ORDER BY due, address LIMIT ?3";
            out.extend(self.visits(which, params![site, moment, of_each as i64])?);
        }
        Ok(out)
    }

    /// How many pages are to be visited, and how many of them at a moment.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn pages_waiting(&self, moment: &str) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*), count(*) FILTER (WHERE due <= ?1) FROM visits
            WHERE what = 'page' AND due IS NOT NULL";
        let count = |row: &Row<'_>| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64));
        let counted = || self.base.prepare_cached(sql)?.query_row([moment], count);
        counted().map_err(|e| self.fault(e))
    }

    fn visits(&self, which: &str, with: impl rusqlite::Params) -> Result<Vec<Visit>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM visits WHERE {which}");
        let all = || {
            let mut query = self.base.prepare_cached(&sql)?;
            query.query_map(with, Visit::of)?.collect::<rusqlite::Result<Vec<Visit>>>()
        };
        all().map_err(|e| self.fault(e))
    }
}

impl Resting {
    /// Notes what is known of these now: all of it or, where that fails, nothing. No article is touched by it.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn note(&mut self, visits: &[Visit]) -> Result<(), StoreError> {
        self.change(|base| visits.iter().try_for_each(|visit| put(base, visit)))
    }
}

fn put(base: &Connection, visit: &Visit) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT OR REPLACE INTO visits ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    );
    base.prepare_cached(&sql)?.execute(params![
        visit.address,
        visit.what.name(),
        visit.site,
        visit.source,
        visit.version,
        visit.etag,
        visit.modified,
        visit.visited,
        visit.due,
        visit.failures,
        visit.fault,
        visit.told
    ])?;
    Ok(())
}
