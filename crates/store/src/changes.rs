//! How facts changed: what each said before an incident was weighed anew, and what it says since.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};
use text::Key;

use crate::rows::{key, number};
use crate::{Ledger, StoreError};

/// A fact of an incident that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number; later ones are higher.
    pub number: i64,
    /// When it was noted.
    pub taken: String,
    /// Of which incident.
    pub incident: Key,
    /// The facet's name: `killed`.
    pub facet: String,
    /// Of what: `of=child`; empty where of all.
    pub scope: String,
    /// What it said; none where nobody told of it.
    pub before: Option<Figure>,
    /// What it says; none where nobody tells of it any more.
    pub after: Option<Figure>,
}

/// What a fact says, as the ledger's tables have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// `contested`, `revised`, `unordered`, `agreed`, `single`.
    pub state: String,
    /// The lower bound of a number.
    pub min: Option<i64>,
    /// The upper bound of a number.
    pub max: Option<i64>,
    /// The words of anything else.
    pub says: Option<String>,
}

impl Figure {
    fn of(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Figure>> {
        let Some(state) = row.get(first)? else { return Ok(None) };
        Ok(Some(Figure {
            state,
            min: row.get(first + 1)?,
            max: row.get(first + 2)?,
            says: row.get(first + 3)?,
        }))
    }
}

/// What facts say, by facet and scope; of several of one facet and scope the first.
pub(crate) type Facts = BTreeMap<(String, String), Figure>;

/// What the facts of an incident say; none where it was never weighed.
pub(crate) fn facts(base: &Connection, incident: i64) -> rusqlite::Result<Option<Facts>> {
    let sql = "SELECT form IS NOT NULL FROM incidents WHERE incident = ?1";
    if !base.prepare_cached(sql)?.query_row([incident], |row| row.get::<_, bool>(0))? {
        return Ok(None);
    }
    let sql = "SELECT facet, scope, state, min, max, says FROM facts WHERE incident = ?1 ORDER BY nth";
    let mut query = base.prepare_cached(sql)?;
    let mut rows = query.query([incident])?;
    let mut out = Facts::new();
    while let Some(row) = rows.next()? {
        if let Some(figure) = Figure::of(row, 2)? {
            out.entry((row.get(0)?, row.get(1)?)).or_insert(figure);
        }
    }
    Ok(Some(out))
}

/// Notes what an incident that was weighed before says otherwise now, and returns whether it does. Single words of people
/// are no figures that change.
pub(crate) fn note(
    base: &Connection,
    incident: i64,
    before: Option<Facts>,
    taken: &str,
) -> rusqlite::Result<bool> {
    let (Some(before), Some(after)) = (before, facts(base, incident)?) else { return Ok(true) };
    let mut is_otherwise = false;
    let told: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for of in told {
        let (was, is) = (before.get(of), after.get(of));
        if was == is || of.0 == "quote" {
            continue;
        }
        is_otherwise = true;
        let sql = "INSERT INTO changes (taken, incident, facet, scope, was_state, was_min, was_max, was_says,
            state, min, max, says) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        base.prepare_cached(sql)?.execute(params![
            taken,
            incident,
            of.0,
            of.1,
            was.map(|f| &f.state),
            was.and_then(|f| f.min),
            was.and_then(|f| f.max),
            was.and_then(|f| f.says.as_ref()),
            is.map(|f| &f.state),
            is.and_then(|f| f.min),
            is.and_then(|f| f.max),
            is.and_then(|f| f.says.as_ref()),
        ])?;
    }
    Ok(is_otherwise)
}

impl Ledger {
    /// How facts changed at a moment or later, in the order in which that was noted; of one incident, or of all.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn changes_since(&self, moment: &str, of: Option<Key>) -> Result<Vec<Change>, StoreError> {
        self.changed("taken >= ?1 AND (?2 IS NULL OR incident = ?2)", (moment, of.map(number)))
    }

    /// How facts changed behind a change of this number.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn changes_behind(&self, change: i64) -> Result<Vec<Change>, StoreError> {
        self.changed("change > ?1 AND ?2 IS NULL", (change, None::<i64>))
    }

    /// By which number an incident last came or changed: any that does so later has a higher one.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn turn(&self) -> Result<i64, StoreError> {
        self.base.query_row("SELECT last FROM turns", [], |row| row.get(0)).map_err(|e| self.fault(e))
    }

    /// The number of the last change; 0 where there was none.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn last_change(&self) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(max(change), 0) FROM changes";
        self.base.query_row(sql, [], |row| row.get(0)).map_err(|e| self.fault(e))
    }

    fn changed(&self, which: &str, with: impl rusqlite::Params) -> Result<Vec<Change>, StoreError> {
        let sql = format!(
            "SELECT change, taken, incident, facet, scope, was_state, was_min, was_max, was_says, state, min, max, says
             FROM changes WHERE {which} ORDER BY change"
        );
        let all = || {
            let mut query = self.base.prepare_cached(&sql)?;
            let rows = query.query_map(with, |row| {
                Ok(Change {
                    number: row.get(0)?,
                    taken: row.get(1)?,
                    incident: key(row.get(2)?),
                    facet: row.get(3)?,
                    scope: row.get(4)?,
                    before: Figure::of(row, 5)?,
                    after: Figure::of(row, 9)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<Change>>>()
        };
        all().map_err(|e| self.fault(e))
    }
}
