//! What people say of incidents without moving any telling: that one is to be kept in sight, that one is of no use, and
//! notes. Such a decision names tellings too: it is of the incident that has most of them, whatever linking makes of it.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};
use text::Key;

use crate::chain;
use crate::decide::{Decided, anchors};
use crate::decisions::{parse, written};
use crate::ledger::now;
use crate::rows::{key, number};
use crate::{Ledger, StoreError, Writer};

/// What is said of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// It is to stand before the others.
    Pin,
    /// It is not to be listed.
    Dismiss,
    /// What the note says.
    Note,
}

impl Says {
    /// The name that the table uses.
    pub fn name(self) -> &'static str {
        match self {
            Says::Pin => "pin",
            Says::Dismiss => "dismiss",
            Says::Note => "note",
        }
    }
}

/// One thing that somebody said of an incident, and did not take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The decision's number, by which it can be taken back.
    pub decision: i64,
    /// What is said.
    pub says: Says,
    /// Who says so.
    pub who: String,
    /// When.
    pub taken: String,
    /// In words.
    pub note: String,
}

impl Writer {
    /// Says something of the incident whose id begins so.
    ///
    /// # Errors
    /// Where there is none, or several; where the ledger cannot be written.
    pub fn mark(
        path: &Path,
        id: &str,
        (says, who, note): (Says, &str, &str),
        waiting: &mut dyn FnMut(),
    ) -> Result<Decided, StoreError> {
        let told = &mut || {
            waiting();
            true
        };
        let Some(mut writer) = Writer::unlinked(path, told)? else {
            return Err(StoreError::Refused("The ledger is being written to".into()));
        };
        let id = writer.ledger.find(id)?;
        writer.say(id, (says, who, note))
    }

    /// Says something of an incident.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn say(&mut self, id: Key, (says, who, note): (Says, &str, &str)) -> Result<Decided, StoreError> {
        self.change(|_, base| {
            let now = now();
            let one = written(&anchors(base, id)?);
            let sql =
                "INSERT INTO decisions (taken, who, what, one, other, note) VALUES (?1, ?2, ?3, ?4, '', ?5)";
            base.execute(sql, params![now, who, says.name(), one, note])?;
            let number = base.last_insert_rowid();
            let parts = [&now, who, says.name(), &one, "", note].map(Some);
            chain::append(base, &now, chain::DECISION, number, &chain::hash(&parts))?;
            Ok(Decided { number, incidents: vec![id] })
        })
    }
}

impl Ledger {
    /// What people say of an incident, in the order in which they said it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn marks(&self, id: Key) -> Result<Vec<Mark>, StoreError> {
        let mut marks = all(&self.base).map_err(|e| self.fault(e))?;
        Ok(marks.remove(&number(id)).unwrap_or_default())
    }
}

/// All that people say, by incident.
pub(crate) fn all(base: &Connection) -> rusqlite::Result<BTreeMap<i64, Vec<Mark>>> {
    let sql = "SELECT decision, what, who, taken, note, one FROM decisions
        WHERE undone IS NULL AND what IN ('pin', 'dismiss', 'note') ORDER BY decision";
    let mut query = base.prepare_cached(sql)?;
    let mut rows = query.query([])?;
    let mut out: BTreeMap<i64, Vec<Mark>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let says = match row.get_ref(1)?.as_str()? {
            "pin" => Says::Pin,
            "dismiss" => Says::Dismiss,
            _ => Says::Note,
        };
        let mark =
            Mark { decision: row.get(0)?, says, who: row.get(2)?, taken: row.get(3)?, note: row.get(4)? };
        if let Some(incident) = with_most(base, &parse(row.get_ref(5)?.as_str()?))? {
            out.entry(incident).or_default().push(mark);
        }
    }
    Ok(out)
}

/// The incident that has most of these tellings; of an article that is read otherwise now any of it counts.
fn with_most(base: &Connection, named: &[(i64, Key)]) -> rusqlite::Result<Option<i64>> {
    let exact =
        "SELECT incident FROM tellings JOIN articles ON latest = revision WHERE article = ?1 AND key = ?2";
    let any =
        "SELECT incident FROM tellings JOIN articles ON latest = revision WHERE article = ?1 ORDER BY nth";
    let mut shares: BTreeMap<i64, usize> = BTreeMap::new();
    for (article, telling) in named {
        let with = params![article, number(*telling)];
        let mut found: Option<i64> =
            base.prepare_cached(exact)?.query_row(with, |row| row.get(0)).optional()?;
        if found.is_none() {
            found = base.prepare_cached(any)?.query_row([article], |row| row.get(0)).optional()?;
        }
        if let Some(incident) = found {
            *shares.entry(incident).or_default() += 1;
        }
    }
    let best = shares.into_iter().max_by_key(|(id, shares)| (*shares, std::cmp::Reverse(key(*id))));
    Ok(best.map(|(id, _)| id))
}
