//! Taking decisions, and taking them back.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use text::Key;

use crate::chain;
use crate::decisions::{Anchor, parse, written};
use crate::ledger::now;
use crate::rows::{key, number};
use crate::{Ledger, StoreError, Writer};

/// A decision that was taken, and what it led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its number, by which it can be taken back.
    pub number: i64,
    /// The incidents that its tellings are of now.
    pub incidents: Vec<Key>,
}

/// A decision as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its number.
    pub number: i64,
    /// `merge`, `split`, `pin`, `dismiss`, `note`, `remove`.
    pub what: String,
    /// Who took it.
    pub who: String,
    /// When.
    pub taken: String,
    /// Why.
    pub note: String,
    /// When it was taken back, and by whom.
    pub undone: Option<(String, String)>,
    /// The incidents that its tellings are of now: id and title.
    pub incidents: Vec<(Key, String)>,
}

impl Ledger {
    /// The decisions that were taken before one, or at all, the latest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn decisions(&self, before: Option<i64>, limit: usize) -> Result<Vec<Taken>, StoreError> {
        let sql = "SELECT decision, what, who, taken, note, undone, undone_by, one, other FROM decisions
            WHERE decision < ?1 ORDER BY decision DESC LIMIT ?2";
        let all = || {
            let mut query = self.base.prepare_cached(sql)?;
            let mut rows = query.query(params![before.unwrap_or(i64::MAX), limit as i64])?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                let undone: Option<String> = row.get(5)?;
                let by: Option<String> = row.get(6)?;
                let text = |column: usize| row.get::<_, String>(column);
                let named: Vec<Anchor> = parse(&text(7)?).into_iter().chain(parse(&text(8)?)).collect();
                let mut incidents = Vec::new();
                for id in incidents_of(&self.base, &named)? {
                    let sql = "SELECT title FROM incidents WHERE incident = ?1";
                    let title = self
                        .base
                        .prepare_cached(sql)?
                        .query_row([number(id)], |row| row.get(0))
                        .optional()?;
                    incidents.push((id, title.unwrap_or_default()));
                }
                out.push(Taken {
                    number: row.get(0)?,
                    what: text(1)?,
                    who: text(2)?,
                    taken: text(3)?,
                    note: text(4)?,
                    undone: undone.map(|at| (at, by.unwrap_or_default())),
                    incidents,
                });
            }
            Ok(out)
        };
        all().map_err(|e| self.fault(e))
    }

    /// How many decisions were ever taken.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn decided(&self) -> Result<u64, StoreError> {
        let count = "SELECT count(*) FROM decisions";
        self.base
            .query_row(count, [], |row| row.get::<_, i64>(0))
            .map(|n| n as u64)
            .map_err(|e| self.fault(e))
    }
}

impl Writer {
    /// Joins two incidents to one, and keeps them so whatever linking makes of them.
    ///
    /// # Errors
    /// Where they are one already, or the ledger cannot be written.
    pub fn merge(&mut self, one: Key, other: Key, who: &str, note: &str) -> Result<Decided, StoreError> {
        if one == other {
            return Err(StoreError::Refused(format!("{one} is one incident already")));
        }
        let anchors = |id| anchors(&self.ledger.base, id).map_err(|e| self.ledger.fault(e));
        let (one, other) = (anchors(one)?, anchors(other)?);
        self.decide("merge", &one, &other, who, note)
    }

    /// Takes what some articles tell out of an incident, and keeps it apart whatever linking makes of it. The articles are
    /// given by their keys, or as much of their beginnings as is clear.
    ///
    /// # Errors
    /// Where an article doesn't tell of the incident, nothing would stay, or the ledger cannot be written.
    pub fn split(
        &mut self,
        id: Key,
        articles: &[String],
        who: &str,
        note: &str,
    ) -> Result<Decided, StoreError> {
        let fault = |e| self.ledger.fault(e);
        let all = anchors(&self.ledger.base, id).map_err(fault)?;
        let of = format!(
            "SELECT DISTINCT revisions.key FROM tellings JOIN revisions USING (revision) WHERE incident = {}",
            number(id)
        );
        let mut out: BTreeSet<i64> = BTreeSet::new();
        for article in articles {
            let key = self.ledger.one_of(&of, "article", article)?;
            let sql = "SELECT article FROM revisions JOIN articles USING (article) WHERE key = ?1 AND latest = revision";
            let mut query = self.ledger.base.prepare(sql).map_err(fault)?;
            let found = query.query_map([number(key)], |row| row.get(0)).map_err(fault)?;
            for row in found {
                out.insert(row.map_err(fault)?);
            }
        }
        let (one, other): (Vec<Anchor>, Vec<Anchor>) =
            all.into_iter().partition(|(article, _)| out.contains(article));
        if one.is_empty() || other.is_empty() {
            let what = "These are all the articles that tell of it; name some of them";
            return Err(StoreError::Refused(what.into()));
        }
        self.decide("split", &one, &other, who, note)
    }

    /// Takes a decision back.
    ///
    /// # Errors
    /// Where there is none of this number, or the ledger cannot be written.
    pub fn undo(&mut self, decision: i64, who: &str) -> Result<Decided, StoreError> {
        let sql = "SELECT one, other, what FROM decisions WHERE decision = ?1 AND undone IS NULL";
        let found = self.ledger.base.query_row(sql, [decision], |row| {
            let text = |column: usize| row.get::<_, String>(column);
            Ok((text(0)?, text(1)?, text(2)?))
        });
        let found = found.optional().map_err(|e| self.ledger.fault(e))?;
        let Some((one, other, what)) = found else {
            let id = decision.to_string();
            return Err(StoreError::Unknown { what: "decision", id });
        };
        if what == "remove" {
            let what = "An article that was taken out is not in the ledger any more; a backup may have it";
            return Err(StoreError::Refused(what.into()));
        }
        let named: Vec<Anchor> = parse(&one).into_iter().chain(parse(&other)).collect();
        let done = self.change(|state, base| {
            let now = now();
            let sql = "UPDATE decisions SET undone = ?2, undone_by = ?3 WHERE decision = ?1";
            base.execute(sql, params![decision, now, who])?;
            let hash = chain::hash(&[Some(&now), Some(who)]);
            chain::append(base, &now, chain::UNDO, decision, &hash)?;
            if matches!(what.as_str(), "merge" | "split") {
                state.partition.decide(base, &now, &named)?;
            }
            incidents_of(base, &named)
        })?;
        self.weigh()?;
        Ok(Decided { number: decision, incidents: done })
    }

    fn decide(
        &mut self,
        what: &str,
        one: &[Anchor],
        other: &[Anchor],
        who: &str,
        note: &str,
    ) -> Result<Decided, StoreError> {
        let named: Vec<Anchor> = one.iter().chain(other).copied().collect();
        let decided = self.change(|state, base| {
            let now = now();
            let (one, other) = (written(one), written(other));
            let sql =
                "INSERT INTO decisions (taken, who, what, one, other, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            base.execute(sql, params![now, who, what, one, other, note])?;
            let number = base.last_insert_rowid();
            let parts = [&now, who, what, &one, &other, note].map(Some);
            chain::append(base, &now, chain::DECISION, number, &chain::hash(&parts))?;
            state.partition.decide(base, &now, &named)?;
            Ok(Decided { number, incidents: incidents_of(base, &named)? })
        })?;
        self.weigh()?;
        Ok(decided)
    }
}

/// The tellings of an incident, as decisions name them.
pub(crate) fn anchors(base: &Connection, incident: Key) -> rusqlite::Result<Vec<Anchor>> {
    let sql = "SELECT article, tellings.key FROM tellings JOIN revisions USING (revision) WHERE incident = ?1
        ORDER BY article, nth";
    let mut query = base.prepare(sql)?;
    let rows = query.query_map([number(incident)], |row| Ok((row.get(0)?, key(row.get(1)?))))?;
    rows.collect()
}

/// The incidents that tellings are of, each once.
fn incidents_of(base: &Connection, named: &[Anchor]) -> rusqlite::Result<Vec<Key>> {
    let mut out = Vec::new();
    for (article, telling) in named {
        let sql = "SELECT incident FROM tellings JOIN articles ON latest = revision WHERE article = ?1 AND key = ?2";
        let found = base
            .prepare_cached(sql)?
            .query_row(params![article, number(*telling)], |row| Ok(key(row.get(0)?)));
        out.extend(found.optional()?.filter(|id| !out.contains(id)));
    }
    Ok(out)
}
