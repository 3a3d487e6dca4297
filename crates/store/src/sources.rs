//! Outlets and voices: how much they tell, what they take, who is heard in them. Counts, and no judgement.

use rusqlite::{Row, ToSql, params};

use crate::{Ledger, StoreError};

/// An outlet, by its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Articles of it.
    pub articles: u64,
    /// Incidents that it tells of.
    pub incidents: u64,
    /// Those that others tell of too, and it told first: of the articles of this ledger whose hour or day is known.
    pub first: u64,
    /// Articles that copy, rewrite, translate and cite others.
    pub copies: u64,
    /// Articles that tell in other words what others tell.
    pub rewrites: u64,
    /// Articles that tell in another language what others tell.
    pub translations: u64,
    /// Articles that name another as their source.
    pub cites: u64,
    /// From whom it takes, and in how many articles; the most first.
    pub takes_from: Vec<(String, u64)>,
    /// Who takes from it.
    pub taken_by: Vec<(String, u64)>,
    /// Who is heard in it.
    pub voices: Vec<(String, u64)>,
}

/// A voice, by its counts: one name, kind and side is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The name that says most.
    pub name: String,
    /// `official`, `military`, `police`, …
    pub kind: Option<String>,
    /// The state that it speaks for, as an ISO code.
    pub side: Option<String>,
    /// Incidents on which it is heard.
    pub incidents: u64,
    /// Articles in which it is heard.
    pub articles: u64,
    /// The outlets in which it is heard, and in how many articles; the most first.
    pub outlets: Vec<(String, u64)>,
}

/// Where a page of a list begins: behind the row of this many articles and this number, and which names are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Behind which row.
    pub behind: Option<(u64, i64)>,
    /// Words that the name has, folded as names are compared.
    pub words: Option<String>,
    /// How many at most.
    pub limit: usize,
}

/// How many of those that an outlet takes from, and the like, are told.
const BESIDE: usize = 10;

impl Ledger {
    /// Outlets, those of most articles first, each with its number; and how many are wanted in all.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn outlets(&self, page: &Page) -> Result<(Vec<(i64, Outlet)>, u64), StoreError> {
        let (rows, total) = self.paged(
            "outlets",
            "outlet, name, articles, incidents, first, copies, rewrites, translations, cites",
            page,
            outlet,
        )?;
        let rows: Result<_, StoreError> = rows
            .into_iter()
            .map(|(number, outlet)| Ok((number, self.beside(number, outlet, BESIDE)?)))
            .collect();
        Ok((rows?, total))
    }

    /// One outlet, by its name, with many of those that it takes from and that take from it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn outlet(&self, name: &str) -> Result<Option<Outlet>, StoreError> {
        let sql = "SELECT outlet, name, articles, incidents, first, copies, rewrites, translations, cites
            FROM outlets WHERE name = ?1 AND articles > 0";
        let found = self.counted(sql, &[&name], outlet)?.into_iter().next();
        found.map(|(number, outlet)| self.beside(number, outlet, 10 * BESIDE)).transpose()
    }

    /// Voices, those of most articles first, each with its number; and how many are wanted in all.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn voices(&self, page: &Page) -> Result<(Vec<(i64, Heard)>, u64), StoreError> {
        let (rows, total) =
            self.paged("voices", "voice, name, articles, incidents, kind, side", page, |row| {
                let told = |column: usize| {
                    row.get::<_, String>(column).map(|word| Some(word).filter(|word| !word.is_empty()))
                };
                let heard = Heard {
                    name: row.get(1)?,
                    kind: told(4)?,
                    side: told(5)?,
                    incidents: count(row, 3)?,
                    articles: count(row, 2)?,
                    outlets: Vec::new(),
                };
                Ok((row.get(0)?, heard))
            })?;
        let sql = "SELECT name, hears.articles FROM hears JOIN outlets USING (outlet)
            WHERE voice = ?1 AND hears.articles > 0 ORDER BY hears.articles DESC, outlet LIMIT ?2";
        let rows: Result<_, StoreError> = rows
            .into_iter()
            .map(|(number, heard)| Ok((number, Heard { outlets: self.named(sql, number, BESIDE)?, ..heard })))
            .collect();
        Ok((rows?, total))
    }

    fn beside(&self, number: i64, outlet: Outlet, many: usize) -> Result<Outlet, StoreError> {
        let takes_from = "SELECT name, takes.articles FROM takes JOIN outlets ON outlets.outlet = origin
            WHERE takes.outlet = ?1 AND takes.articles > 0 ORDER BY takes.articles DESC, origin LIMIT ?2";
        let taken_by = "SELECT name, takes.articles FROM takes JOIN outlets USING (outlet)
            WHERE origin = ?1 AND takes.articles > 0 ORDER BY takes.articles DESC, outlet LIMIT ?2";
        let voices = "SELECT name, hears.articles FROM hears JOIN voices USING (voice)
            WHERE outlet = ?1 AND hears.articles > 0 ORDER BY hears.articles DESC, voice LIMIT ?2";
        Ok(Outlet {
            takes_from: self.named(takes_from, number, many)?,
            taken_by: self.named(taken_by, number, many)?,
            voices: self.named(voices, number, many)?,
            ..outlet
        })
    }

    /// A page of a table that counts articles by name, and how many of its rows are wanted.
    fn paged<T>(
        &self,
        table: &str,
        columns: &str,
        page: &Page,
        each: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, u64), StoreError> {
        let key = columns.split(',').next().unwrap_or("rowid");
        let words = page.words.as_deref().map(gazetteer::fold);
        let wanted = "articles > 0 AND (?1 IS NULL OR instr(folded(name), ?1) > 0)";
        let (articles, number) = page.behind.map_or((i64::MAX, i64::MIN), |(n, key)| (n as i64, key));
        let sql = format!(
            "SELECT {columns} FROM {table} WHERE {wanted} AND (articles < ?2 OR articles = ?2 AND {key} > ?3)
             ORDER BY articles DESC, {key} LIMIT ?4"
        );
        let rows = self.counted(&sql, &[&words, &articles, &number, &(page.limit as i64)], each)?;
        let sql = format!("SELECT count(*) FROM {table} WHERE {wanted}");
        let total = self
            .base
            .prepare_cached(&sql)
            .and_then(|mut query| query.query_row([&words], |row| count(row, 0)));
        Ok((rows, total.map_err(|e| self.fault(e))?))
    }

    fn named(&self, sql: &str, of: i64, many: usize) -> Result<Vec<(String, u64)>, StoreError> {
        self.counted(sql, &[&of, &(many as i64)], |row| Ok((row.get(0)?, count(row, 1)?)))
    }

    fn counted<T>(
        &self,
        sql: &str,
        with: &[&dyn ToSql],
        each: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let all = || {
            let mut query = self.base.prepare_cached(sql)?;
            query.query_map(with, |row| each(row))?.collect::<rusqlite::Result<Vec<T>>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// The articles that derive from one, or that it derives from where `backwards`: each with how, and which share of the
    /// one that took stands in what it took, in thousandths. As far as an incident that both tell of was weighed.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn derived(
        &self,
        article: text::Key,
        backwards: bool,
    ) -> Result<Vec<(text::Key, String, u16)>, StoreError> {
        let (here, there) = if backwards { ("revision", "source") } else { ("source", "revision") };
        let sql = format!(
            "SELECT key, how, max(share) FROM derivations JOIN revisions ON revisions.revision = derivations.{there}
             WHERE derivations.{here} IN (SELECT revision FROM revisions WHERE key = ?1)
             GROUP BY key, how ORDER BY max(share) DESC, key"
        );
        let all = || {
            let mut query = self.base.prepare_cached(&sql)?;
            let rows = query.query_map(params![crate::rows::number(article)], |row| {
                Ok((crate::rows::key(row.get(0)?), row.get(1)?, row.get(2)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        all().map_err(|e| self.fault(e))
    }
}

fn outlet(row: &Row<'_>) -> rusqlite::Result<(i64, Outlet)> {
    let outlet = Outlet {
        name: row.get(1)?,
        articles: count(row, 2)?,
        incidents: count(row, 3)?,
        first: count(row, 4)?,
        copies: count(row, 5)?,
        rewrites: count(row, 6)?,
        translations: count(row, 7)?,
        cites: count(row, 8)?,
        takes_from: Vec::new(),
        taken_by: Vec::new(),
        voices: Vec::new(),
    };
    Ok((row.get(0)?, outlet))
}

/// A number that is never below nothing.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.max(0) as u64)
}
