//! Taking an article out: its words go, what proves that it was there stays.

use rusqlite::{OptionalExtension, params};
use text::Key;

use crate::decide::Decided;
use crate::decisions::written;
use crate::ledger::now;
use crate::partition::standing_as;
use crate::rows::{self, key, number};
use crate::weighing::SOME;
use crate::writer::read_as;
use crate::{StoreError, Writer, chain, changes, weighing};

impl Writer {
    /// Takes an article out, given by its key or the beginning of it, its address, or the id of its source: the texts of all
    /// its revisions and what was read in them go, and what it told of is linked without it. Its hashes stay, so that the
    /// chain is still proven, and it is not taken in again. Single words may be read in the bytes of the file until
    /// [`Writer::gc`] has written it anew.
    ///
    /// # Errors
    /// Where there is no such article, or several, or the ledger cannot be written.
    pub fn remove(&mut self, article: &str, who: &str, why: &str) -> Result<Decided, StoreError> {
        let fault = |e| self.ledger.fault(e);
        let there = "SELECT key FROM revisions JOIN articles ON latest = revision
            WHERE articles.article NOT IN (SELECT article FROM removed)";
        let sql = format!("{there} AND (url = ?1 OR id = ?1)");
        let named = self.ledger.base.query_row(&sql, [article], |row| Ok(key(row.get(0)?)));
        let of = match named.optional().map_err(fault)? {
            Some(key) => key,
            None => self.ledger.one_of(there, "article", article)?,
        };
        // what is freed is overwritten
        self.ledger.base.pragma_update(None, "secure_delete", true).map_err(|e| self.ledger.fault(e))?;
        let done = self.change(|state, base| {
            let now = now();
            let sql = "SELECT articles.article, latest FROM revisions JOIN articles ON latest = revision
                WHERE key = ?1 AND articles.article NOT IN (SELECT article FROM removed)";
            let (article, latest): (i64, i64) =
                base.query_row(sql, [number(of)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let touched = "SELECT DISTINCT incident FROM tellings WHERE revision = ?1";
            let touched: rusqlite::Result<Vec<Key>> =
                base.prepare(touched)?.query_map([latest], |row| Ok(key(row.get(0)?)))?.collect();
            let touched = touched?;

            let one = written(&[(article, of)]);
            let sql = "INSERT INTO decisions (taken, who, what, one, other, note) VALUES (?1, ?2, 'remove', ?3, '', ?4)";
            base.execute(sql, params![now, who, one, why])?;
            let decision = base.last_insert_rowid();
            let parts = [&now, who, "remove", &one, "", why].map(Some);
            chain::append(base, &now, chain::DECISION, decision, &chain::hash(&parts))?;
            // of two that say the same the first is linked
            let linked = standing_as(base, of)?.filter(|(_, first)| *first == article);
            base.execute("INSERT INTO removed VALUES (?1, ?2)", [article, decision])?;

            if let Some((revision, _)) = linked {
                match read_as(base, of)? {
                    Some(other) => state.partition.change(base, &now, vec![other], &[], &[revision])?,
                    None => state.partition.change(base, &now, Vec::new(), &[of], &[revision])?,
                }
            }
            let sql = "SELECT revision FROM revisions WHERE article = ?1";
            let revisions: rusqlite::Result<Vec<i64>> =
                base.prepare(sql)?.query_map([article], |row| row.get(0))?.collect();
            for revision in revisions? {
                rows::remove_reading(base, revision)?;
            }
            base.execute("DELETE FROM words WHERE rowid = ?1", [article])?;
            base.execute("UPDATE revisions SET title = '', text = '', path = NULL WHERE article = ?1", [article])?;
            // in the same transaction, so that nobody ever reads them in how facts changed
            weighing::waiting(base)?.chunks(SOME).try_for_each(|some| weighing::weigh(base, some))?;
            let mut left = Vec::new();
            for incident in touched {
                changes::forget(base, number(incident))?;
                let sql = "SELECT 1 FROM incidents WHERE incident = ?1";
                left.extend(base.query_row(sql, [number(incident)], |_| Ok(incident)).optional()?);
            }
            Ok(Decided { number: decision, incidents: left })
        })?;
        self.ledger.settle().map_err(|e| self.ledger.fault(e))?;
        Ok(done)
    }
}
