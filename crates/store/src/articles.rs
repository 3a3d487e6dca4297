//! Articles by their keys: what was read in them, when they came, and what became of them.

use std::collections::BTreeMap;

use claim::Reading;
use incident::Read;
use rusqlite::{OptionalExtension, params};
use text::{Article, Key};

use crate::rows::{self, ARTICLE, key, number};
use crate::{Ledger, StoreError};

/// A revision of an article, with what the ledger knows of it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The article.
    pub article: Article,
    /// What was read in it; none of an old revision that is not read any more.
    pub reading: Option<Reading>,
    /// All its revisions, the earliest first.
    pub revisions: Vec<Revision>,
    /// The incidents that it tells of, in the order in which it does, with the numbers of its tellings.
    pub incidents: Vec<(usize, Key)>,
}

/// When a revision came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The key of the article as it was.
    pub key: Key,
    /// When the ledger took it in.
    pub taken: String,
    /// Its headline then.
    pub title: String,
}

impl Ledger {
    /// An article by its key; none where the ledger doesn't have it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn article(&self, of: Key) -> Result<Option<Kept>, StoreError> {
        self.kept(of).map_err(|e| self.fault(e))
    }

    fn kept(&self, of: Key) -> rusqlite::Result<Option<Kept>> {
        let places = self.knows_places()?;
        // one text may have come under several names; the one that is in use now
        let sql = format!(
            "SELECT revision, revisions.article, {ARTICLE} FROM revisions JOIN articles USING (article)
             WHERE key = ?1 AND articles.article NOT IN (SELECT article FROM removed)
             ORDER BY revision = latest DESC, revision LIMIT 1"
        );
        let found = self.base.prepare_cached(&sql)?.query_row([number(of)], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, rows::article(row, 2)?))
        });
        let Some((revision, article, it)) = found.optional()? else { return Ok(None) };
        let reading = match rows::read(&self.base, revision, places)? {
            Some(Ok(Read { reading, .. })) => Some(reading),
            _ => None,
        };
        let sql = "SELECT key, taken, title FROM revisions WHERE article = ?1 ORDER BY revision";
        let mut query = self.base.prepare_cached(sql)?;
        let revisions = query.query_map([article], |row| {
            Ok(Revision { key: key(row.get(0)?), taken: row.get(1)?, title: row.get(2)? })
        })?;
        let revisions = revisions.collect::<rusqlite::Result<_>>()?;
        let sql = "SELECT nth, incident FROM tellings WHERE revision = ?1 ORDER BY nth";
        let mut query = self.base.prepare_cached(sql)?;
        let incidents =
            query.query_map([revision], |row| Ok((row.get::<_, i64>(0)? as usize, key(row.get(1)?))))?;
        let incidents = incidents.collect::<rusqlite::Result<_>>()?;
        Ok(Some(Kept { article: it, reading, revisions, incidents }))
    }

    /// When articles came, and how many revisions of each there are.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn taken(
        &self,
        articles: impl IntoIterator<Item = Key>,
    ) -> Result<BTreeMap<Key, (String, u64)>, StoreError> {
        let sql = "SELECT taken, (SELECT count(*) FROM revisions b WHERE b.article = a.article)
            FROM revisions a WHERE key = ?1 ORDER BY revision LIMIT 1";
        let one = |of: Key| {
            let mut query = self.base.prepare_cached(sql)?;
            let found =
                query.query_row(params![number(of)], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)));
            found.optional()
        };
        let mut out = BTreeMap::new();
        for of in articles {
            out.extend(one(of).map_err(|e| self.fault(e))?.map(|taken| (of, taken)));
        }
        Ok(out)
    }
}
