//! The chain over what was taken in: each entry's link is a hash of the link before it and of its own content, so that
//! nothing can be altered, left out or put between without every later link being another.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::decisions::parse;

/// What an entry is of.
pub(crate) const ARTICLE: &str = "article";
/// The same.
pub(crate) const DECISION: &str = "decision";
/// The same.
pub(crate) const UNDO: &str = "undo";

/// The link that the first entry follows.
const BEGINNING: [u8; 32] = [0; 32];

/// A hash of parts, each with its length before it; of what is missing another than of what is empty.
pub(crate) fn hash(parts: &[Option<&str>]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hasher.update(&length.to_le_bytes());
        hasher.update(part.unwrap_or("").as_bytes());
    }
    *hasher.finalize().as_bytes()
}

fn link(before: &[u8], entry: i64, taken: &str, what: &str, nth: i64, hash: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update(&entry.to_le_bytes());
    for part in [taken.as_bytes(), what.as_bytes()] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    *hasher.update(&nth.to_le_bytes()).update(hash).finalize().as_bytes()
}

/// The last entry and its link.
pub(crate) fn head(base: &Connection) -> rusqlite::Result<(i64, [u8; 32])> {
    let last = base
        .query_row("SELECT entry, link FROM chain ORDER BY entry DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(last.unwrap_or((0, BEGINNING)))
}

/// Adds an entry of something that the ledger holds as number `nth`.
pub(crate) fn append(
    base: &Connection,
    taken: &str,
    what: &str,
    nth: i64,
    hash: &[u8; 32],
) -> rusqlite::Result<()> {
    let (last, before) = head(base)?;
    let entry = last + 1;
    let link = link(&before, entry, taken, what, nth, hash);
    base.prepare_cached("INSERT INTO chain VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![entry, taken, what, nth, hash, link])?;
    Ok(())
}

/// What came of holding a ledger against its chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// How many entries the chain has.
    pub entries: u64,
    /// How many revisions of articles were held against it.
    pub revisions: u64,
    /// How many decisions.
    pub decisions: u64,
    /// The last link, in hexadecimal digits: who notes it elsewhere can tell later that nothing before it was altered.
    pub head: String,
    /// What was altered, left out or put in, in words; none where all is proven.
    pub faults: Vec<String>,
}

/// The hash of a revision as the ledger holds it.
pub(crate) fn of_revision(row: &Row<'_>) -> rusqlite::Result<[u8; 32]> {
    let mut parts: Vec<Option<String>> = Vec::with_capacity(REVISION.len());
    for column in 0..REVISION.split(',').count() {
        parts.push(row.get(column)?);
    }
    Ok(hash(&parts.iter().map(Option::as_deref).collect::<Vec<_>>()))
}

/// The columns of a revision that are proven, with the name of its article first.
pub(crate) const REVISION: &str =
    "name, id, path, url, outlet, language, published, published_from, title, text";
/// Those of a decision.
pub(crate) const DECIDED: &str = "taken, who, what, one, other, note";
/// Those of its undoing.
pub(crate) const UNDONE: &str = "undone, undone_by";

/// Holds all that was taken in against the chain.
pub(crate) fn verify(base: &Connection) -> rusqlite::Result<Proof> {
    let mut proof = Proof::default();
    let damaged: String = base.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if damaged != "ok" {
        proof.faults.push(format!("the file itself is damaged: {damaged}"));
    }
    let article =
        format!("SELECT {REVISION}, hash FROM revisions JOIN articles USING (article) WHERE revision = ?1");
    let decision = format!("SELECT {DECIDED} FROM decisions WHERE decision = ?1");
    let undo = format!("SELECT {UNDONE} FROM decisions WHERE decision = ?1");
    let mut article = base.prepare(&article)?;
    let removed = removed(base, &mut proof)?;
    let gone = "SELECT hash, article, title = '' AND text = '' FROM revisions WHERE revision = ?1";
    let mut gone = base.prepare(gone)?;
    let mut decision = base.prepare(&decision)?;
    let mut undo = base.prepare(&undo)?;
    let plain = |row: &Row<'_>, columns: usize| {
        let parts: rusqlite::Result<Vec<Option<String>>> = (0..columns).map(|at| row.get(at)).collect();
        Ok(hash(&parts?.iter().map(Option::as_deref).collect::<Vec<_>>()))
    };
    let mut entries = base.prepare("SELECT entry, taken, what, nth, hash, link FROM chain ORDER BY entry")?;
    let mut rows = entries.query([])?;
    let (mut last, mut before) = (0i64, BEGINNING.to_vec());
    while let Some(row) = rows.next()? {
        let (entry, taken, what): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (nth, noted, linked): (i64, Vec<u8>, Vec<u8>) = (row.get(3)?, row.get(4)?, row.get(5)?);
        proof.entries += 1;
        if entry != last + 1 {
            proof.faults.push(format!("entries {} to {} of the chain are missing", last + 1, entry - 1));
        }
        if link(&before, entry, &taken, &what, nth, &noted).as_slice() != linked {
            proof.faults.push(format!("entry {entry} of the chain ({what} {nth}) was altered"));
        }
        (last, before) = (entry, linked);
        let here = match what.as_str() {
            ARTICLE => {
                proof.revisions += 1;
                let found = gone.query_row([nth], |row| {
                    Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?, row.get::<_, bool>(2)?))
                });
                match found.optional()? {
                    // of what was taken out the hash is left
                    Some((hash, of, true)) if removed.contains(&of) => Some(hash),
                    _ => article.query_row([nth], of_revision).optional()?,
                }
            }
            DECISION => {
                proof.decisions += 1;
                decision.query_row([nth], |row| plain(row, 6)).optional()?
            }
            UNDO => undo.query_row([nth], |row| plain(row, 2)).optional()?,
            _ => None,
        };
        match here {
            None => proof.faults.push(format!("{what} {nth}, taken in {taken}, is missing")),
            Some(here) if here.as_slice() != noted => {
                let name = named(base, &what, nth)?;
                proof.faults.push(format!("{what} {nth}{name}, taken in {taken}, was altered"));
            }
            Some(_) => {}
        }
    }
    for (what, table) in [(ARTICLE, "revisions"), (DECISION, "decisions")] {
        let column = &table[..table.len() - 1];
        let sql = format!(
            "SELECT {column} FROM {table} WHERE {column} NOT IN (SELECT nth FROM chain WHERE what = ?1)"
        );
        let mut strangers = base.prepare(&sql)?;
        for stranger in strangers.query_map([what], |row| row.get::<_, i64>(0))? {
            proof.faults.push(format!("{what} {} is in no entry of the chain", stranger?));
        }
    }
    let texts: i64 = base.query_row(
        "SELECT count(*) FROM articles LEFT JOIN revisions ON revision = latest AND revisions.article = articles.article
         WHERE revision IS NULL",
        [],
        |row| row.get(0),
    )?;
    if texts > 0 {
        proof.faults.push(format!("{texts} articles point to no revision of theirs"));
    }
    proof.head = before.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(proof)
}

/// The articles that were taken out, as the decisions say, which are in the chain themselves.
fn removed(base: &Connection, proof: &mut Proof) -> rusqlite::Result<BTreeSet<i64>> {
    let mut query = base.prepare(
        "SELECT removed.article, coalesce(what, ''), coalesce(one, '') FROM removed LEFT JOIN decisions USING (decision)",
    )?;
    let mut rows = query.query([])?;
    let mut out = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let (article, what, one): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if what == "remove" && parse(&one).first().is_some_and(|(of, _)| *of == article) {
            out.insert(article);
        } else {
            proof.faults.push(format!("article {article} was taken out by no decision"));
        }
    }
    Ok(out)
}

/// The name of an altered article, in brackets.
fn named(base: &Connection, what: &str, nth: i64) -> rusqlite::Result<String> {
    if what != ARTICLE {
        return Ok(String::new());
    }
    let sql = "SELECT name FROM revisions JOIN articles USING (article) WHERE revision = ?1";
    let name: Option<String> = base.query_row(sql, [nth], |row| row.get(0)).optional()?;
    Ok(name.map(|name| format!(" ({name})")).unwrap_or_default())
}
