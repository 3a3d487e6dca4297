//! Links as they lie in the ledger, so that only what a change touches need be in memory.

use incident::{Mark, Shelf, Shelved, Standing, Weights};
use pack::Kinds;
use rusqlite::{Connection, OptionalExtension, Row, ffi, params};
use text::Key;

use crate::ledger::places;
use crate::rows::{key, number};

/// What linking puts on the ledger's tables.
pub(crate) struct Tables<'a>(pub(crate) &'a Connection);

/// Raised where linking changes without its weights: what lies in the tables is then linked anew.
const LINKING: u32 = 2;

/// What tells links of this program from those of another: its weights, kinds and places.
pub(crate) fn made_by() -> String {
    let kinds = Kinds::shipped().kinds.iter().map(|kind| (&kind.name, &kind.family, kind.utterance));
    let rests_on = format!("{:?} {:?}", Weights::shipped(), kinds.collect::<Vec<_>>());
    let key = Key::of([rests_on.as_bytes()]);
    format!("{LINKING} {} {key} {}", env!("CARGO_PKG_VERSION"), places())
}

/// Whether the links were made by this program and are whole.
pub(crate) fn are_current(base: &Connection) -> rusqlite::Result<bool> {
    let made: Option<String> = base.query_row("SELECT made FROM linking", [], |row| row.get(0)).optional()?;
    Ok(made.is_some_and(|made| made == made_by()))
}

/// Notes that they are.
pub(crate) fn are_made(base: &Connection) -> rusqlite::Result<()> {
    base.execute("INSERT INTO linking VALUES (?1)", [made_by()]).map(drop)
}

/// Forgets all links.
pub(crate) fn forget(base: &Connection) -> rusqlite::Result<()> {
    let tables = ["linking", "linked", "copies", "components", "marks"];
    tables.iter().try_for_each(|table| base.execute(&format!("DELETE FROM {table}"), []).map(drop))
}

/// The highest number that a telling has; 0 where nothing is linked.
pub(crate) fn last(base: &Connection) -> rusqlite::Result<usize> {
    base.query_row("SELECT ifnull(max(number), 0) FROM linked", [], |row| row.get(0))
}

/// Signed numbers in the order of keys.
fn ordered(key: Key) -> i64 {
    number(key) ^ i64::MIN
}

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    Ok(Mark { day: row.get(0)?, telling: key(row.get::<_, i64>(1)? ^ i64::MIN), number: row.get(2)? })
}

fn damaged(what: String) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(what))
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    let fits = row.get_ref(3)?.as_blob_or_null()?.map_or(Some(Vec::new()), Standing::fits_of);
    let fits = fits.ok_or_else(|| damaged("what a telling waits for is damaged".into()))?;
    Ok(Standing { component: row.get(0)?, choice: row.get(1)?, taken: row.get(2)?, fits })
}

impl Tables<'_> {
    fn numbers(&self, sql: &str, of: i64) -> rusqlite::Result<Vec<usize>> {
        self.0.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect()
    }

    fn execute(&self, sql: &str, with: impl rusqlite::Params) -> rusqlite::Result<()> {
        self.0.prepare_cached(sql)?.execute(with).map(drop)
    }
}

impl Shelf for Tables<'_> {
    type Fault = rusqlite::Error;

    fn damaged(&self, number: usize) -> rusqlite::Error {
        damaged(format!("what is linked of telling {number} is damaged"))
    }

    fn number(&self, telling: Key) -> rusqlite::Result<Option<usize>> {
        let sql = "SELECT number FROM linked WHERE telling = ?1";
        self.0.prepare_cached(sql)?.query_row([number(telling)], |row| row.get(0)).optional()
    }

    fn of_article(&self, article: Key) -> rusqlite::Result<Vec<usize>> {
        self.numbers("SELECT number FROM copies WHERE article = ?1 ORDER BY number", number(article))
    }

    fn telling(&self, number: usize) -> rusqlite::Result<Option<Shelved>> {
        let sql = "SELECT component, choice, taken, fits, telling FROM linked WHERE number = ?1";
        let found = self
            .0
            .prepare_cached(sql)?
            .query_row([number], |row| Ok((standing(row)?, key(row.get(4)?))))
            .optional()?;
        let Some((standing, telling)) = found else { return Ok(None) };
        let sql = "SELECT form FROM copies WHERE number = ?1 ORDER BY article";
        let copies =
            self.0.prepare_cached(sql)?.query_map([number], |row| row.get(0))?.collect::<Result<_, _>>();
        Ok(Some(Shelved { telling, standing, copies: copies? }))
    }

    fn standing(&self, number: usize) -> rusqlite::Result<Option<Standing>> {
        let sql = "SELECT component, choice, taken, fits FROM linked WHERE number = ?1";
        self.0.prepare_cached(sql)?.query_row([number], standing).optional()
    }

    fn before(&self, key: u64, at: Mark, many: usize) -> rusqlite::Result<Vec<Mark>> {
        let sql = "SELECT day, telling, number FROM marks WHERE key = ?1 AND (day, telling) < (?2, ?3)
            ORDER BY day DESC, telling DESC LIMIT ?4";
        let with = params![key as i64, at.day, ordered(at.telling), many];
        self.0.prepare_cached(sql)?.query_map(with, mark)?.collect()
    }

    fn from(&self, key: u64, at: Mark, many: usize) -> rusqlite::Result<Vec<Mark>> {
        let sql = "SELECT day, telling, number FROM marks WHERE key = ?1 AND (day, telling) >= (?2, ?3)
            ORDER BY day, telling LIMIT ?4";
        let with = params![key as i64, at.day, ordered(at.telling), many];
        self.0.prepare_cached(sql)?.query_map(with, mark)?.collect()
    }

    fn component(&self, name: usize) -> rusqlite::Result<Option<Vec<u8>>> {
        let sql = "SELECT form FROM components WHERE component = ?1";
        self.0.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()
    }

    fn choosers(&self, name: usize) -> rusqlite::Result<Vec<usize>> {
        self.numbers("SELECT number FROM linked WHERE choice = ?1 ORDER BY number", name as i64)
    }

    fn put_telling(&self, at: usize, telling: Key, standing: &Standing) -> rusqlite::Result<()> {
        let Standing { component, choice, taken, fits } = standing;
        let fits = (!fits.is_empty()).then(|| standing.fits_form());
        let sql = "INSERT INTO linked (number, telling, component, choice, taken, fits)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (number) DO UPDATE SET component = ?3, choice = ?4, taken = ?5, fits = ?6";
        self.execute(sql, params![at, number(telling), component, choice, taken, fits])
    }

    fn drop_telling(&self, number: usize) -> rusqlite::Result<()> {
        self.execute("DELETE FROM linked WHERE number = ?1", [number])
    }

    fn put_copy(&self, at: usize, article: Key, form: &[u8]) -> rusqlite::Result<()> {
        self.execute("INSERT OR REPLACE INTO copies VALUES (?1, ?2, ?3)", params![at, number(article), form])
    }

    fn drop_copy(&self, at: usize, article: Key) -> rusqlite::Result<()> {
        self.execute("DELETE FROM copies WHERE number = ?1 AND article = ?2", params![at, number(article)])
    }

    fn put_component(&self, name: usize, form: Option<&[u8]>) -> rusqlite::Result<()> {
        match form {
            Some(form) => {
                self.execute("INSERT OR REPLACE INTO components VALUES (?1, ?2)", params![name, form])
            }
            None => self.execute("DELETE FROM components WHERE component = ?1", [name]),
        }
    }

    fn put_mark(&self, key: u64, mark: Mark, there: bool) -> rusqlite::Result<()> {
        let (key, telling) = (key as i64, ordered(mark.telling));
        if there {
            let sql = "INSERT OR REPLACE INTO marks VALUES (?1, ?2, ?3, ?4)";
            return self.execute(sql, params![key, mark.day, telling, mark.number]);
        }
        let sql = "DELETE FROM marks WHERE key = ?1 AND day = ?2 AND telling = ?3";
        self.execute(sql, params![key, mark.day, telling])
    }
}
