//! Reading anew what was read with other packs, places or another program.

use std::path::Path;

use claim::Packs;
use incident::Read;
use rusqlite::{Connection, OptionalExtension};
use text::Article;

use crate::form::Out;
use crate::ledger::{Ledger, now, places};
use crate::partition::{Standing, standing_as};
use crate::{StoreError, Writer, rows};

/// How many articles are read anew by one transaction.
const SOME: usize = 512;

/// What came of reading anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reread {
    /// Articles whose readings were made with something else than what there is now.
    pub read: u64,
    /// Those of them that are read otherwise now.
    pub changed: u64,
}

impl Writer {
    /// Reads those articles anew that were read with other packs, places or another program than these, by `read`, which
    /// gives a reading for each in their order. Only readings that differ are written, and only the incidents that they
    /// touch are linked and weighed. What a run that is cut short had done stays done.
    ///
    /// # Errors
    /// Where there is no ledger, or it cannot be written.
    pub fn reread(
        path: &Path,
        packs: &Packs,
        read: &mut dyn FnMut(Vec<Article>) -> Vec<Read>,
        waiting: &mut dyn FnMut(),
    ) -> Result<Reread, StoreError> {
        let told = &mut || {
            waiting();
            true
        };
        let Some(mut writer) = Writer::unlinked(path, told)? else {
            return Err(StoreError::Refused("The ledger is being written to".into()));
        };
        // what was linked by another program is linked anew at the end
        let links = writer.is_linked()?;
        let mut done = Reread::default();
        let mut last = 0;
        loop {
            let some = outdated(&writer.ledger, packs, last).map_err(|e| writer.ledger.fault(e))?;
            let Some((revision, _)) = some.last() else { break };
            last = *revision;
            let (revisions, articles): (Vec<i64>, Vec<Article>) = some.into_iter().unzip();
            let reads = read(articles);
            done.read += reads.len() as u64;
            done.changed += writer.change(|state, base| {
                let (mut changed, mut added) = (0, Vec::new());
                for (revision, read) in revisions.into_iter().zip(reads) {
                    let version = state.version(base, &read, packs)?;
                    if replace(base, revision, &read, version)? {
                        changed += 1;
                        let standing =
                            standing_as(base, read.article.key())?.filter(|(first, _)| *first == revision);
                        added.extend(standing.map(|(_, of)| (Standing::of(revision, of, &read), read)));
                    }
                }
                if links {
                    state.partition.change(base, &now(), added, &[], &[])?;
                }
                Ok(changed)
            })?;
        }
        let mut writer = writer.linked()?;
        writer.weigh()?;
        Ok(done)
    }
}

/// Some latest revisions behind one whose readings were made with something else than what there is now.
fn outdated(ledger: &Ledger, packs: &Packs, last: i64) -> rusqlite::Result<Vec<(i64, Article)>> {
    let base = &ledger.base;
    let mut versions = base.prepare("SELECT version, language, pack, gazetteer, program FROM versions")?;
    let mut rows = versions.query([])?;
    let mut current = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get::<_, String>(column);
        let pack = text::Language::parse(&text(1)?).and_then(|language| packs.version(language));
        let pack = pack.map(|pack| pack.to_string()).unwrap_or_default();
        // what no pack read may be in a language that one reads now
        if !pack.is_empty()
            && (text(2)?, text(3)?, text(4)?.as_str()) == (pack, places(), env!("CARGO_PKG_VERSION"))
        {
            current.push(row.get::<_, i64>(0)?);
        }
    }
    let sql = format!(
        "SELECT form, {}, revision, version FROM revisions JOIN articles USING (article)
         LEFT JOIN readings USING (revision) WHERE latest = revision AND revision > ?1
         AND article NOT IN (SELECT article FROM removed) ORDER BY revision",
        rows::ARTICLE
    );
    let mut query = base.prepare(&sql)?;
    let mut rows = query.query([last])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| out.len() < SOME) {
        let version: Option<i64> = row.get(11)?;
        // a form that cannot be read may be of another program, or damaged
        let known = version.is_some_and(|version| current.contains(&version));
        if !known || row.get_ref(0)?.as_blob().is_err() || rows::read_row(row, true)?.is_err() {
            out.push((row.get(10)?, rows::article(row, 1)?));
        }
    }
    Ok(out)
}

/// Puts a reading in the place of an older one, and returns whether it differs.
fn replace(base: &Connection, revision: i64, read: &Read, version: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT form FROM readings WHERE revision = ?1";
    let before: Option<Vec<u8>> =
        base.prepare_cached(sql)?.query_row([revision], |row| row.get(0)).optional()?;
    if before.is_some_and(|before| before == Out::of(&read.reading)) {
        base.prepare_cached("UPDATE readings SET version = ?2 WHERE revision = ?1")?
            .execute([revision, version])?;
        return Ok(false);
    }
    base.prepare_cached("DELETE FROM claims WHERE revision = ?1")?.execute([revision])?;
    rows::insert_reading(base, revision, read, version)?;
    let sql = "UPDATE incidents SET weighed = 0 WHERE incident IN (SELECT incident FROM tellings WHERE revision = ?1)";
    base.prepare_cached(sql)?.execute([revision])?;
    Ok(true)
}
