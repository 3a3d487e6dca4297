//! Taking decisions, and taking them back.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use text::Key;

use crate::chain;
use crate::decisions::{Anchor, parse, written};
use crate::ledger::now;
use crate::rows::{key, number};
use crate::{StoreError, Writer};

/// A decision that was taken, and what it led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its number, by which it can be taken back.
    pub number: i64,
    /// The incidents that its tellings are of now.
    pub incidents: Vec<Key>,
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
