//! All incidents at once, each as lists, maps and timelines need it: for whoever keeps them in memory.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use claim::PlaceValue;
use rusqlite::{OptionalExtension, Row};
use text::Key;

use crate::changes::Figure;
use crate::form::In;
use crate::query::Listed;
use crate::rows::{key, number};
use crate::weighing::Shell;
use crate::{Ledger, StoreError, marks};

/// An incident as lists, maps and timelines need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Light {
    /// As a list has it.
    pub listed: Listed,
    /// What is told of killed and injured in all: the facet's name and what it says.
    pub figures: Vec<(String, Figure)>,
    /// How many named voices are heard on it.
    pub voices: u64,
    /// Its places as they were read, the surest first.
    pub places: Vec<PlaceValue>,
}

/// The columns that [`listed`] reads, in its order.
pub(crate) const LISTED: &str = "incident, key, kind, title, extent, state, first_day, last_day, articles, part_of, about, since, changed";

/// An incident of a list, still without its places and what people say of it.
pub(crate) fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let relation = |column: usize| row.get::<_, Option<i64>>(column).map(|id| id.map(key));
    Ok(Listed {
        id: key(row.get(0)?),
        key: key(row.get(1)?),
        kind: row.get(2)?,
        title: row.get(3)?,
        scope: row.get(4)?,
        state: row.get(5)?,
        first_day: row.get(6)?,
        last_day: row.get(7)?,
        articles: row.get::<_, i64>(8)? as u64,
        places: Vec::new(),
        part_of: relation(9)?,
        about: relation(10)?,
        since: row.get(11)?,
        changed: row.get(12)?,
        marks: Vec::new(),
    })
}

impl Ledger {
    /// A number that is another as soon as somebody else wrote to the ledger; it means nothing beyond this `Ledger`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.base.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|e| self.fault(e))
    }

    /// What is another as soon as incidents, articles or decisions are: the last turn, how many decisions were taken and
    /// taken back, the last revision, and how many articles were taken out and incidents joined to others.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn state(&self) -> Result<[i64; 6], StoreError> {
        let sql = "SELECT (SELECT last FROM turns), (SELECT count(*) FROM decisions),
            (SELECT count(undone) FROM decisions), (SELECT coalesce(max(revision), 0) FROM revisions),
            (SELECT count(*) FROM removed), (SELECT count(*) FROM successors)";
        let read = |row: &Row<'_>| {
            let mut state = [0; 6];
            for (nth, value) in state.iter_mut().enumerate() {
                *value = row.get(nth)?;
            }
            Ok(state)
        };
        self.base
            .prepare_cached(sql)
            .and_then(|mut query| query.query_row([], read))
            .map_err(|e| self.fault(e))
    }

    /// What is another as soon as something else is told of an incident: its turn, which revisions tell of it and print the
    /// same texts, and what read them. It means nothing to another program.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn state_of(&self, incident: Key) -> Result<u64, StoreError> {
        let all = || {
            let mut hash = DefaultHasher::new();
            let sql = "SELECT turn FROM incidents WHERE incident = ?1";
            let turn = self.base.prepare_cached(sql)?.query_row([number(incident)], |row| row.get(0));
            turn.optional()?.unwrap_or(None::<i64>).hash(&mut hash);
            let sql = "SELECT tellings.revision, nth, b.revision, version FROM tellings
                JOIN revisions a ON a.revision = tellings.revision JOIN revisions b ON b.text_key = a.text_key
                JOIN articles ON articles.article = b.article AND latest = b.revision
                LEFT JOIN readings ON readings.revision = b.revision
                WHERE incident = ?1 ORDER BY 1, 2, 3";
            let mut query = self.base.prepare_cached(sql)?;
            let mut rows = query.query([number(incident)])?;
            while let Some(row) = rows.next()? {
                for column in 0..4 {
                    row.get::<_, Option<i64>>(column)?.hash(&mut hash);
                }
            }
            Ok(hash.finish())
        };
        all().map_err(|e| self.fault(e))
    }

    /// All incidents that were weighed once, by id as the tables count.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn every(&self) -> Result<Vec<Light>, StoreError> {
        self.lights().map_err(|e| self.fault(e))
    }

    fn lights(&self) -> rusqlite::Result<Vec<Light>> {
        // one state of the ledger, whoever writes meanwhile
        let _state = self.base.unchecked_transaction()?;
        let mut marks = marks::all(&self.base)?;
        let mut told = self.told()?;
        let sql =
            format!("SELECT {LISTED}, form, voices FROM incidents WHERE form IS NOT NULL ORDER BY incident");
        let mut query = self.base.prepare_cached(&sql)?;
        let mut rows = query.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let mut listed = listed(row)?;
            let form = row.get_ref(13)?.as_blob().unwrap_or_default();
            let places = In::read::<Shell>(form, None, true).map_or(Vec::new(), |shell| shell.places);
            listed.places = places.iter().map(|place| place.name.clone()).collect();
            listed.marks = marks.remove(&number(listed.id)).unwrap_or_default();
            let voices = row.get::<_, i64>(14)? as u64;
            let figures = told.remove(&number(listed.id)).unwrap_or_default();
            out.push(Light { listed, figures, voices, places });
        }
        Ok(out)
    }

    /// By incident: its figures of killed and injured in all.
    fn told(&self) -> rusqlite::Result<BTreeMap<i64, Vec<(String, Figure)>>> {
        let sql = "SELECT incident, facet, state, min, max FROM facts
            WHERE facet IN ('killed', 'injured') AND scope = '' ORDER BY incident, nth";
        let mut query = self.base.prepare_cached(sql)?;
        let mut rows = query.query([])?;
        let mut out: BTreeMap<i64, Vec<(String, Figure)>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let figures = out.entry(row.get(0)?).or_default();
            let facet = row.get_ref(1)?.as_str()?;
            if figures.iter().all(|(of, _)| of != facet) {
                let figure = Figure { state: row.get(2)?, min: row.get(3)?, max: row.get(4)?, says: None };
                figures.push((facet.to_owned(), figure));
            }
        }
        Ok(out)
    }
}
