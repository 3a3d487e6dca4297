//! Looking things up in a ledger.

use std::fmt::Write;

use incident::{Comparison, Read};
use rusqlite::{OptionalExtension, params, params_from_iter};
use text::Key;

use crate::light::{LISTED, listed};
use crate::marks::{self, Mark, Says};
use crate::rows::{key, number};
use crate::wanted::{Dismissed, Wanted, asked};
use crate::{Ledger, StoreError, weighing};

/// An incident in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id, which lives on.
    pub id: Key,
    /// Hash of its tellings' keys.
    pub key: Key,
    /// The kind's name.
    pub kind: Option<String>,
    /// "Drone strike, Kazan, 21 December 2024".
    pub title: String,
    /// `single`, `wave`, `total`.
    pub scope: String,
    /// The worst state of its facts.
    pub state: String,
    /// Its first day.
    pub first_day: Option<String>,
    /// Its last day.
    pub last_day: Option<String>,
    /// How many articles tell of it.
    pub articles: u64,
    /// Its places.
    pub places: Vec<String>,
    /// The wave or sum that it is part of.
    pub part_of: Option<Key>,
    /// What it speaks of.
    pub about: Option<Key>,
    /// Since when the ledger has it.
    pub since: String,
    /// When it changed last.
    pub changed: String,
    /// What people say of it.
    pub marks: Vec<Mark>,
}

impl Listed {
    /// Whether somebody says so of it.
    pub fn is(&self, says: Says) -> bool {
        self.marks.iter().any(|mark| mark.says == says)
    }
}

/// An article that tells of an incident, and when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The article.
    pub article: Key,
    /// The name that its source gives it.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When the ledger took this revision of it in.
    pub taken: String,
    /// Whether an earlier revision was there.
    pub is_edited: bool,
}

/// An article that has the words that were searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: Key,
    /// The name that its source gives it.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Some of its words around those that were searched.
    pub words: String,
    /// The incidents that it tells of: id and title.
    pub incidents: Vec<(Key, String)>,
}

/// How much a ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// Articles.
    pub articles: u64,
    /// Revisions of them.
    pub revisions: u64,
    /// Incidents.
    pub incidents: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// One incident with the articles that tell of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The articles with their readings, by key.
    pub reads: Vec<Read>,
    /// The incident first, behind it those that it is part of or speaks of, without their tellings.
    pub comparison: Comparison,
}

impl Ledger {
    /// The incidents that are wanted.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn incidents(&self, wanted: &Wanted) -> Result<Vec<Listed>, StoreError> {
        self.list(wanted).map_err(|e| self.fault(e))
    }

    fn list(&self, wanted: &Wanted) -> rusqlite::Result<Vec<Listed>> {
        let mut marks = marks::all(&self.base)?;
        let (which, with) = wanted.conditions(&marks);
        let mut sql =
            format!("SELECT {LISTED} FROM incidents WHERE {which} ORDER BY {}", wanted.order.sql(&marks));
        if let Some(limit) = wanted.limit {
            write!(sql, " LIMIT {limit}").ok();
        }
        let mut query = self.base.prepare(&sql)?;
        let mut rows = query.query(params_from_iter(with))?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let mut listed = listed(row)?;
            let id = number(listed.id);
            let places = "SELECT name FROM places WHERE incident = ?1 ORDER BY place";
            let mut places = self.base.prepare_cached(places)?;
            listed.places = places.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            listed.marks = marks.remove(&id).unwrap_or_default();
            out.push(listed);
        }
        Ok(out)
    }

    /// The ids of the incidents that are wanted, in no order and however many they are.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn ids(&self, wanted: &Wanted) -> Result<Vec<Key>, StoreError> {
        let all = || {
            let (which, with) = wanted.conditions(&marks::all(&self.base)?);
            let mut query = self.base.prepare(&format!("SELECT incident FROM incidents WHERE {which}"))?;
            let rows = query.query_map(params_from_iter(with), |row| Ok(key(row.get(0)?)))?;
            rows.collect::<rusqlite::Result<Vec<Key>>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// How many incidents that are wanted are hidden because somebody dismissed them.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn dismissed(&self, wanted: &Wanted) -> Result<usize, StoreError> {
        if wanted.dismissed != Dismissed::Hidden {
            return Ok(0);
        }
        let hidden = Wanted { dismissed: Dismissed::Only, limit: None, ..wanted.clone() };
        Ok(self.incidents(&hidden)?.len())
    }

    /// The articles that tell of an incident and came, or were edited, at a moment or later.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn came_since(&self, id: Key, moment: &str) -> Result<Vec<Came>, StoreError> {
        let sql = "SELECT DISTINCT key, id, title, outlet, taken,
                EXISTS (SELECT 1 FROM revisions b WHERE b.article = a.article AND b.revision < a.revision)
            FROM revisions a JOIN (SELECT DISTINCT revision FROM tellings WHERE incident = ?1) USING (revision)
            WHERE taken >= ?2 ORDER BY revision";
        let all = || {
            let mut query = self.base.prepare_cached(sql)?;
            let rows = query.query_map(params![number(id), moment], |row| {
                Ok(Came {
                    article: key(row.get(0)?),
                    id: row.get(1)?,
                    title: row.get(2)?,
                    outlet: row.get(3)?,
                    taken: row.get(4)?,
                    is_edited: row.get(5)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<Came>>>()
        };
        all().map_err(|e| self.fault(e))
    }

    /// The title of an incident; `None` where there is none of this id.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn title(&self, id: Key) -> Result<Option<String>, StoreError> {
        let sql = "SELECT title FROM incidents WHERE incident = ?1";
        self.base.query_row(sql, [number(id)], |row| row.get(0)).optional().map_err(|e| self.fault(e))
    }

    /// The incident whose id begins so; one that was joined to another leads there.
    ///
    /// # Errors
    /// Where there is none or several.
    pub fn find(&self, id: &str) -> Result<Key, StoreError> {
        let all = "SELECT incident FROM incidents UNION SELECT incident FROM successors";
        let mut found = match Key::parse(id) {
            // a whole id is asked for most, and need not be held against all
            Some(whole) => {
                let known = "SELECT EXISTS (SELECT 1 FROM incidents WHERE incident = ?1)
                    OR EXISTS (SELECT 1 FROM successors WHERE incident = ?1)";
                let known = self.base.query_row(known, [number(whole)], |row| row.get::<_, bool>(0));
                if !known.map_err(|e| self.fault(e))? {
                    return Err(StoreError::Unknown { what: "incident", id: id.to_owned() });
                }
                whole
            }
            None => self.one_of(all, "incident", id)?,
        };
        loop {
            let sql = "SELECT successor FROM successors WHERE incident = ?1";
            let led =
                self.base.query_row(sql, [number(found)], |row| row.get::<_, Option<i64>>(0)).optional();
            match led.map_err(|e| self.fault(e))? {
                None => return Ok(found),
                Some(Some(successor)) => found = key(successor),
                Some(None) => {
                    let what =
                        format!("Incident {found} is no more: no article of the ledger tells of it now");
                    return Err(StoreError::Refused(what));
                }
            }
        }
    }

    /// The key in the first column of a query that begins with these digits.
    pub(crate) fn one_of(&self, sql: &str, what: &'static str, id: &str) -> Result<Key, StoreError> {
        let digits = id.to_ascii_lowercase();
        let unknown = || StoreError::Unknown { what, id: id.to_owned() };
        if digits.is_empty() || digits.len() > 16 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(unknown());
        }
        let found = self.base.prepare(sql).and_then(|mut query| {
            let rows = query.query_map([], |row| Ok(key(row.get(0)?)))?;
            rows.filter(|row| row.as_ref().map_or(true, |key| key.to_string().starts_with(&digits)))
                .collect::<rusqlite::Result<Vec<Key>>>()
        });
        let found = found.map_err(|e| self.fault(e))?;
        match found.as_slice() {
            [] => Err(unknown()),
            [only] => Ok(*only),
            several => Err(StoreError::Several { what, id: id.to_owned(), many: several.len() }),
        }
    }

    /// An incident with all that is needed to tell of it.
    ///
    /// # Errors
    /// Where there is none of this id.
    pub fn show(&self, id: Key) -> Result<Shown, StoreError> {
        let places = self.knows_places().map_err(|e| self.fault(e))?;
        let shown = self.gather(id, places).map_err(|e| self.fault(e))?;
        shown.ok_or_else(|| StoreError::Unknown { what: "incident", id: id.to_string() })
    }

    fn gather(&self, id: Key, places: bool) -> rusqlite::Result<Option<Shown>> {
        let (reads, members) = weighing::reads_of(&self.base, &[number(id)], places)?;
        if members[0].is_empty() {
            return Ok(None);
        }
        let mut comparison = incident::gather(&reads, &members);
        let Some(incident) = comparison.incidents.first_mut() else { return Ok(None) };
        incident.id = id;
        let mut others = Vec::new();
        if let Some((shell, _)) = weighing::shell(&self.base, number(id))? {
            (incident.part_of, incident.about) = (shell.part_of, shell.about);
            for other in [shell.part_of, shell.about].into_iter().flatten() {
                others.extend(weighing::shell(&self.base, number(other))?.map(|(shell, _)| shell));
            }
        }
        comparison.incidents.extend(others);
        Ok(Some(Shown { reads, comparison }))
    }

    /// The articles that have these words, those that they fit best first. A word that ends in `*` stands for all that
    /// begin so; words in quotation marks stand together.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        self.hits(words, limit).map_err(|e| self.fault(e))
    }

    fn hits(&self, words: &str, limit: usize) -> rusqlite::Result<Vec<Hit>> {
        let asked = asked(words);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let sql =
            "SELECT revision, key, id, revisions.title, outlet, url, published, revisions.text FROM words
            JOIN articles ON articles.article = words.rowid JOIN revisions ON revision = latest
            WHERE words MATCH ?1 ORDER BY rank, revision LIMIT ?2";
        let mut query = self.base.prepare(sql)?;
        let mut rows = query.query(params![asked, limit as i64])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let told = "SELECT DISTINCT incident, title FROM tellings JOIN incidents USING (incident)
                WHERE revision = ?1 ORDER BY nth";
            let incidents: rusqlite::Result<Vec<(Key, String)>> = self
                .base
                .prepare_cached(told)?
                .query_map([row.get::<_, i64>(0)?], |row| Ok((key(row.get(0)?), row.get(1)?)))?
                .collect();
            out.push(Hit {
                article: key(row.get(1)?),
                id: row.get(2)?,
                title: row.get(3)?,
                outlet: row.get(4)?,
                url: row.get(5)?,
                published: row.get(6)?,
                words: around(&row.get::<_, String>(7)?, words),
                incidents: incidents?,
            });
        }
        Ok(out)
    }

    /// How much there is.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn holds(&self) -> Result<Holds, StoreError> {
        let count = |sql: &str| self.base.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|n| n as u64);
        let all = || {
            let pages = count("PRAGMA page_count")? * count("PRAGMA page_size")?;
            Ok(Holds {
                articles: count(
                    "SELECT count(*) FROM articles WHERE article NOT IN (SELECT article FROM removed)",
                )?,
                revisions: count("SELECT count(*) FROM revisions")?,
                incidents: count("SELECT count(*) FROM incidents")?,
                bytes: pages,
            })
        };
        all().map_err(|e| self.fault(e))
    }
}

/// How many characters stand on each side of a word that was searched.
const AROUND: usize = 80;

/// The text around the first of the words, on one line; its beginning where none stands there as it was written.
fn around(text: &str, words: &str) -> String {
    let lower = text.to_lowercase();
    let places = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = places.filter_map(|word| lower.find(&word.to_lowercase())).min().unwrap_or(0);
    // lower case may have other lengths: characters are counted, not bytes
    let at = lower[..first].chars().count();
    let from = at.saturating_sub(AROUND);
    let out: String = text.chars().skip(from).take(2 * AROUND).collect();
    let line = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let more = |wanted: bool| if wanted { "…" } else { "" };
    format!("{}{line}{}", more(from > 0), more(from + 2 * AROUND < text.chars().count()))
}
