//! Which outlets tell of an incident, who took what from whom, and who is heard where: rows that each weighing brings up to
//! date. What is counted over all incidents follows by the triggers of [`schema`](crate::schema).

use std::collections::{BTreeMap, BTreeSet};

use incident::{Derivation, Incident, Read};
use rusqlite::types::{FromSql, FromSqlResult, Null, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};
use text::{Key, Moment};

use crate::rows::key;

/// Numbers of outlets that one transaction asked for, by name.
pub(crate) type Outlets = BTreeMap<String, Option<i64>>;

/// Writes the rows of an incident; those that stay as they were are not touched.
pub(crate) fn write(
    base: &Connection,
    id: i64,
    incident: &Incident,
    (reads, derivations): (&[Read], &[Vec<Derivation>]),
    outlets: &mut Outlets,
) -> rusqlite::Result<()> {
    let revisions = revisions(base, id)?;
    let mut articles: BTreeMap<usize, (i64, Option<i64>)> = BTreeMap::new();
    for at in &incident.tellings {
        let Some(read) = reads.get(at.article) else { continue };
        let Some(revision) = revisions.get(&read.article.key()) else { continue };
        let outlet = match read.article.outlet() {
            Some(name) => outlet(base, name, outlets)?,
            None => None,
        };
        articles.insert(at.article, (*revision, outlet));
    }
    let told = firsts(reads, &articles);
    let told = told.into_iter().map(|(outlet, first)| [outlet, i64::from(first)].map(Cell::Number));
    settle(base, id, "accounts", ["outlet", "first"], told.collect())?;

    let mut taken = BTreeSet::new();
    for (at, (revision, outlet)) in &articles {
        for derivation in derivations.get(*at).into_iter().flatten() {
            let Some((source, origin)) = articles.get(&derivation.source) else { continue };
            taken.insert([
                Cell::Number(*revision),
                Cell::Word(derivation.how.name().to_owned()),
                Cell::Number(*source),
                Cell::Number(i64::from(derivation.share)),
                Cell::from(*outlet),
                Cell::from(*origin),
            ]);
        }
    }
    let columns = ["revision", "how", "source", "share", "outlet", "origin"];
    settle(base, id, "derivations", columns, taken)?;

    let mut heard = BTreeSet::new();
    let voices = voices(base, reads, incident)?;
    for at in &incident.tellings {
        let Some((revision, outlet)) = articles.get(&at.article) else { continue };
        for origin in origins(reads, at) {
            let voice = incident.voices.find(Some(origin)).and_then(|voice| voices.get(voice));
            heard.extend(
                voice.map(|voice| [Cell::Number(*voice), Cell::Number(*revision), Cell::from(*outlet)]),
            );
        }
    }
    settle(base, id, "heard", ["voice", "revision", "outlet"], heard)
}

/// Takes the rows of an incident out.
pub(crate) fn remove(base: &Connection, id: i64) -> rusqlite::Result<()> {
    for table in ["accounts", "derivations", "heard"] {
        base.prepare_cached(&format!("DELETE FROM {table} WHERE incident = ?1"))?.execute([id])?;
    }
    Ok(())
}

/// By the article's key: the revision that tells of an incident.
fn revisions(base: &Connection, id: i64) -> rusqlite::Result<BTreeMap<Key, i64>> {
    let sql = "SELECT DISTINCT revision, key FROM revisions WHERE revision IN
        (SELECT revision FROM tellings WHERE incident = ?1)";
    let mut query = base.prepare_cached(sql)?;
    query.query_map([id], |row| Ok((key(row.get(1)?), row.get(0)?)))?.collect()
}

/// The number of an outlet; none where no article is of it.
fn outlet(base: &Connection, name: &str, known: &mut Outlets) -> rusqlite::Result<Option<i64>> {
    if let Some(number) = known.get(name) {
        return Ok(*number);
    }
    let sql = "SELECT outlet FROM outlets WHERE name = ?1";
    let number = base.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?;
    known.insert(name.to_owned(), number);
    Ok(number)
}

/// By outlet: whether it told first, surely, among several.
fn firsts(reads: &[Read], articles: &BTreeMap<usize, (i64, Option<i64>)>) -> BTreeMap<i64, bool> {
    let mut times: BTreeMap<i64, Option<(i64, i64)>> = BTreeMap::new();
    for (at, (_, outlet)) in articles {
        let Some(outlet) = outlet else { continue };
        let published = reads[*at].reading.published.map(|published| bounds(&published.at));
        let known = times.entry(*outlet).or_default();
        *known = match (*known, published) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.min(d))),
            (known, published) => known.or(published),
        };
    }
    let is_first = |outlet: &i64, latest: i64| {
        let others = times.iter().filter(|(other, _)| *other != outlet);
        times.len() > 1 && others.filter_map(|(_, time)| *time).all(|(earliest, _)| latest < earliest)
    };
    let first = |(outlet, time): (&i64, &Option<(i64, i64)>)| {
        (*outlet, time.is_some_and(|(_, latest)| is_first(outlet, latest)))
    };
    times.iter().map(first).collect()
}

/// The earliest and the latest that a moment may be, in seconds: a day without an hour may be any of that day.
fn bounds(at: &Moment) -> (i64, i64) {
    const HALF: i64 = 12 * 3_600;
    let middle = at.seconds();
    if at.time.is_some() { (middle, middle) } else { (middle - HALF, middle + HALF - 1) }
}

/// Who says the claims of a telling.
fn origins<'a>(reads: &'a [Read], at: &incident::TellingAt) -> impl Iterator<Item = &'a claim::Origin> {
    let reading = reads.get(at.article).map(|read| &read.reading);
    let telling = reading.and_then(|reading| reading.tellings.get(at.telling));
    let claims = telling.into_iter().flat_map(|telling| &telling.claims);
    claims.filter_map(move |claim| reading?.claims.get(*claim)?.origin.as_deref())
}

/// The numbers of an incident's voices over the whole ledger: one name, kind and side is one.
fn voices(base: &Connection, reads: &[Read], incident: &Incident) -> rusqlite::Result<Vec<i64>> {
    let all = &incident.voices;
    let mut kinds: Vec<Option<&str>> = vec![None; all.number()];
    for origin in incident.tellings.iter().flat_map(|at| origins(reads, at)) {
        let Some(voice) = all.find(Some(origin)) else { continue };
        let kind = origin.kind.as_deref().filter(|_| origin.voice == all.name(voice));
        kinds[voice] = [kinds[voice], kind].into_iter().flatten().min();
    }
    let mut out = Vec::with_capacity(all.number());
    for (voice, kind) in kinds.into_iter().enumerate() {
        let with = params![all.name(voice), kind.unwrap_or(""), all.side(voice).unwrap_or("")];
        base.prepare_cached("INSERT OR IGNORE INTO voices (name, kind, side) VALUES (?1, ?2, ?3)")?
            .execute(with)?;
        let sql = "SELECT voice FROM voices WHERE (name, kind, side) = (?1, ?2, ?3)";
        out.push(base.prepare_cached(sql)?.query_row(with, |row| row.get(0))?);
    }
    Ok(out)
}

/// A value of such a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Nothing,
    Number(i64),
    Word(String),
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Cell {
        number.map_or(Cell::Nothing, Cell::Number)
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Cell::Nothing => Null.to_sql(),
            Cell::Number(number) => number.to_sql(),
            Cell::Word(word) => word.to_sql(),
        }
    }
}

impl FromSql for Cell {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Cell> {
        Ok(match value {
            ValueRef::Null => Cell::Nothing,
            ValueRef::Integer(number) => Cell::Number(number),
            other => Cell::Word(other.as_str()?.to_owned()),
        })
    }
}

/// Makes the rows of a table that are of one incident these.
fn settle<const N: usize>(
    base: &Connection,
    id: i64,
    table: &str,
    columns: [&str; N],
    rows: BTreeSet<[Cell; N]>,
) -> rusqlite::Result<()> {
    let names = columns.join(", ");
    let sql = format!("SELECT {names} FROM {table} WHERE incident = ?");
    let mut query = base.prepare_cached(&sql)?;
    let mut found = query.query([id])?;
    let mut there = BTreeSet::new();
    while let Some(row) = found.next()? {
        let mut cells = [const { Cell::Nothing }; N];
        for (nth, cell) in cells.iter_mut().enumerate() {
            *cell = row.get(nth)?;
        }
        there.insert(cells);
    }
    let run = |sql: &str, row: &[Cell; N]| {
        let with = row.iter().cloned().chain([Cell::Number(id)]);
        base.prepare_cached(sql)?.execute(params_from_iter(with)).map(drop)
    };
    let same: String = columns.iter().map(|column| format!("{column} IS ? AND ")).collect();
    let sql = format!("DELETE FROM {table} WHERE {same} incident = ?");
    there.difference(&rows).try_for_each(|row| run(&sql, row))?;
    let sql = format!("INSERT INTO {table} ({names}, incident) VALUES ({}?)", "?, ".repeat(N));
    rows.difference(&there).try_for_each(|row| run(&sql, row))
}
