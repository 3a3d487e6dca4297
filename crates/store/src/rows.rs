//! Articles and their readings, as rows.

use incident::Read;
use rusqlite::{Connection, OptionalExtension, Row, params};
use text::{About, Article, Key, Language, Moment, Published, PublishedFrom};

use crate::chain;
use crate::form::{Broken, In, Out};

/// A key as the database counts.
pub(crate) fn number(key: Key) -> i64 {
    i64::from_be_bytes(key.to_bytes())
}

/// And back.
pub(crate) fn key(number: i64) -> Key {
    Key::from_bytes(number.to_be_bytes())
}

/// The columns that [`article`] reads, in its order.
pub(crate) const ARTICLE: &str = "id, path, url, outlet, language, published, published_from, title, text";

/// The article of a revision; the columns of [`ARTICLE`] stand from `first` on.
pub(crate) fn article(row: &Row<'_>, first: usize) -> rusqlite::Result<Article> {
    let text = |nth: usize| row.get::<_, Option<String>>(first + nth);
    let from = text(6)?.and_then(|from| published_from(&from)).unwrap_or(PublishedFrom::Given);
    let about = About {
        path: text(1)?,
        url: text(2)?,
        outlet: text(3)?,
        language: text(4)?.and_then(|code| Language::parse(&code)),
        published: text(5)?.and_then(|at| exact(&at)).map(|at| Published { at, from }),
        title: text(7)?.unwrap_or_default(),
    };
    Ok(Article::new(text(0)?.unwrap_or_default(), text(8)?.unwrap_or_default(), about))
}

fn published_from(name: &str) -> Option<PublishedFrom> {
    use PublishedFrom::*;
    [Given, Metadata, Dateline, Text, Incident].into_iter().find(|from| from.name() == name)
}

/// A moment as it is printed, with the seconds that an hour without an offset is printed without.
fn exact(text: &str) -> Option<Moment> {
    Moment::parse(text)
}

/// Puts a revision of an article down, and into the chain.
pub(crate) fn insert(
    base: &Connection,
    article: (i64, &str),
    text_key: Key,
    of: &Article,
    taken: &str,
) -> rusqlite::Result<i64> {
    let published = of.published().map(|p| moment(&p.at));
    let from = of.published().map(|p| p.from.name());
    let language = of.language().map(|language| language.to_string());
    let proven = [
        Some(article.1),
        Some(of.id()),
        of.path(),
        of.url(),
        of.outlet(),
        language.as_deref(),
        published.as_deref(),
        from,
        Some(of.title()),
        Some(of.text()),
    ];
    let hash = chain::hash(&proven);
    let sql = "INSERT INTO revisions (article, key, text_key, taken, id, path, url, outlet, language, published,
        published_from, title, text, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    base.prepare_cached(sql)?.execute(params![
        article.0,
        number(of.key()),
        number(text_key),
        taken,
        of.id(),
        of.path(),
        of.url(),
        of.outlet(),
        language,
        published,
        from,
        of.title(),
        of.text(),
        hash
    ])?;
    let revision = base.last_insert_rowid();
    chain::append(base, taken, chain::ARTICLE, revision, &hash)?;
    Ok(revision)
}

/// A moment with all that it knows; its printed form leaves seconds out where it has no offset.
fn moment(at: &Moment) -> String {
    match (at.time, at.offset) {
        (Some(time), None) if time.second() != 0 => format!("{at}:{:02}", time.second()),
        _ => at.to_string(),
    }
}

/// Puts down what was read in a revision.
pub(crate) fn insert_reading(
    base: &Connection,
    revision: i64,
    read: &Read,
    version: i64,
) -> rusqlite::Result<()> {
    base.prepare_cached("INSERT OR REPLACE INTO readings VALUES (?1, ?2, ?3)")?.execute(params![
        revision,
        version,
        Out::of(&read.reading)
    ])?;
    let mut insert = base.prepare_cached("INSERT INTO claims (claim, revision, nth) VALUES (?1, ?2, ?3)")?;
    for (nth, claim) in read.reading.claims.iter().enumerate() {
        insert.execute(params![number(claim.id), revision, nth as i64])?;
    }
    Ok(())
}

/// Takes away what was read in a revision.
pub(crate) fn remove_reading(base: &Connection, revision: i64) -> rusqlite::Result<()> {
    for table in ["readings", "claims", "tellings"] {
        base.prepare_cached(&format!("DELETE FROM {table} WHERE revision = ?1"))?.execute([revision])?;
    }
    Ok(())
}

/// The article of a revision with its reading; `None` where there is no such revision or it has no reading.
pub(crate) fn read(
    base: &Connection,
    revision: i64,
    places: bool,
) -> rusqlite::Result<Option<Result<Read, Broken>>> {
    let sql =
        format!("SELECT form, {ARTICLE} FROM readings JOIN revisions USING (revision) WHERE revision = ?1");
    let mut query = base.prepare_cached(&sql)?;
    query.query_row([revision], |row| read_row(row, places)).optional()
}

/// The reading in the first column, of the article in those behind it.
pub(crate) fn read_row(row: &Row<'_>, places: bool) -> rusqlite::Result<Result<Read, Broken>> {
    let article = article(row, 1)?;
    let form = row.get_ref(0)?.as_blob().unwrap_or_default();
    let reading = In::read(form, Some(&article), places);
    Ok(reading.map(|reading| Read { article, reading }))
}
