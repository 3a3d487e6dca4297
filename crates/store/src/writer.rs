//! Adding to a ledger. One process at a time may.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use claim::Packs;
use incident::Read;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use text::Key;

use crate::difference::Difference;
use crate::ledger::{Ledger, Lock, now, places};
use crate::names::name_of;
use crate::partition::{Partition, Standing, standing_as};
use crate::rows::{self, key, number};
use crate::{StoreError, shelf, weighing};

/// A ledger that this process alone may write to.
#[derive(Debug)]
pub struct Writer {
    pub(crate) ledger: Ledger,
    pub(crate) state: State,
    /// Whether a change failed half-way, so that what is at hand is no longer what the file holds.
    broken: bool,
    lock: Lock,
}

/// A [`Writer`] that lets others write for as long as it has nothing to add.
#[derive(Debug)]
pub struct Resting {
    ledger: Ledger,
    state: State,
    /// What tells whether anybody wrote meanwhile.
    seen: i64,
}

/// What a writer has at hand.
#[derive(Debug)]
pub(crate) struct State {
    /// As it lies in the ledger; what linking asked for is at hand.
    pub(crate) partition: Partition,
    /// By language: the number of what its readings are made with.
    versions: BTreeMap<String, i64>,
}

/// What became of an article that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The article.
    pub article: Key,
    /// The name that its source gives it.
    pub id: String,
    /// Whether it is new.
    pub what: News,
}

/// Whether an article is new to a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It was not there.
    New,
    /// It was there with another text or title, and has another revision now.
    Changed(Difference),
    /// It is there as it is.
    Known,
}

impl Writer {
    /// Opens a ledger to write; `waiting` is told once where another process writes to it, which is waited for.
    ///
    /// # Errors
    /// Where there is no ledger, or it cannot be written.
    pub fn open(path: &Path, waiting: &mut dyn FnMut()) -> Result<Writer, StoreError> {
        let told = &mut || {
            waiting();
            true
        };
        let Some(writer) = Writer::unlinked(path, told)? else {
            return Err(StoreError::Refused("The ledger is being written to".into()));
        };
        writer.checked()
    }

    /// With all linked, where the readings are of places that this program has.
    fn checked(self) -> Result<Writer, StoreError> {
        if !self.ledger.knows_places().map_err(|e| self.ledger.fault(e))? {
            return Err(StoreError::OtherPlaces(self.ledger.path));
        }
        self.linked()
    }

    /// The same for whoever cannot wait longer than so.
    ///
    /// # Errors
    /// As [`Writer::open`], and [`StoreError::Busy`] where another process writes to it all the time.
    pub fn open_within(path: &Path, patience: Duration) -> Result<Writer, StoreError> {
        const PAUSE: Duration = Duration::from_millis(25);
        let until = Instant::now() + patience;
        let writer = loop {
            match Writer::unlinked(path, &mut || false)? {
                Some(writer) => break writer,
                None if Instant::now() < until => std::thread::sleep(PAUSE),
                None => return Err(StoreError::Busy(path.into())),
            }
        };
        writer.checked()
    }

    /// Weighs what a run that was cut short left to be weighed; nothing where another process writes.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn catch_up(path: &Path) -> Result<(), StoreError> {
        match Writer::unlinked(path, &mut || false)? {
            Some(mut writer) => writer.weigh(),
            None => Ok(()),
        }
    }

    /// The same without anything linked, for what does not ask for it; `None` where another process writes and `waiting`
    /// says not to wait.
    pub(crate) fn unlinked(
        path: &Path,
        waiting: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Writer>, StoreError> {
        let Some(lock) = Lock::take(path, waiting)? else { return Ok(None) };
        let ledger = Ledger::open_to_write(path)?;
        let state = State::of(&ledger)?;
        Ok(Some(Writer { ledger, state, broken: false, lock }))
    }

    /// Whether what is linked in the ledger was linked by this program.
    pub(crate) fn is_linked(&self) -> Result<bool, StoreError> {
        shelf::are_current(&self.ledger.base).map_err(|e| self.ledger.fault(e))
    }

    /// Links all that stands in the ledger anew, from its stored readings, where it was not linked by this program.
    pub(crate) fn linked(mut self) -> Result<Writer, StoreError> {
        if self.is_linked()? {
            return Ok(self);
        }
        let damaged = self.change(|state, base| {
            shelf::forget(base)?;
            state.partition = Partition::of(base)?;
            let partition = &mut state.partition;
            let mut known = BTreeMap::new();
            let damaged = standing(base, &mut |some| {
                let (standing, reads): (Vec<Standing>, Vec<Read>) = some.into_iter().unzip();
                known.extend(reads.iter().map(|read| read.article.key()).zip(standing.into_iter().map(Some)));
                partition.fill(base, &reads)
            })?;
            if damaged.is_none() {
                partition.catch_up(base, &now(), known)?;
                shelf::are_made(base)?;
            }
            Ok(damaged)
        })?;
        match damaged {
            Some(article) => Err(StoreError::Unreadable { path: self.ledger.path.clone(), article }),
            None => Ok(self),
        }
    }

    /// Weighs what changes touched and nobody has weighed yet, some incidents a transaction. [`Writer::add`] leaves that to
    /// be done once for many batches.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn weigh(&mut self) -> Result<(), StoreError> {
        let waiting = weighing::waiting(&self.ledger.base).map_err(|e| self.ledger.fault(e))?;
        waiting.chunks(weighing::SOME).try_for_each(|some| self.change(|_, base| weighing::weigh(base, some)))
    }

    /// The ledger, to read in it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Gives the right to write back until there is something to add again.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn rest(self) -> Result<Resting, StoreError> {
        let Writer { ledger, state, broken, lock } = self;
        let seen = version(&ledger)?;
        drop(lock);
        // what is at hand of a change that failed is not asked again
        Ok(Resting { ledger, state, seen: if broken { -1 } else { seen } })
    }

    /// Takes articles in, with what was read in them by these packs: all of them or, where that fails, none. What it
    /// returns is on the disk.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn add(&mut self, reads: Vec<Read>, packs: &Packs) -> Result<Vec<Added>, StoreError> {
        self.change(|state, base| state.add(base, reads, packs))
    }

    /// Runs a change as one transaction.
    pub(crate) fn change<T>(
        &mut self,
        body: impl FnOnce(&mut State, &Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        if self.broken {
            let what = "An earlier change could not be written; open the ledger anew".to_owned();
            return Err(StoreError::Refused(what));
        }
        self.broken = true;
        let (state, base) = (&mut self.state, &mut self.ledger.base);
        let done = base.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|change| {
            let made = body(state, &change)?;
            change.commit()?;
            Ok(made)
        });
        self.broken = done.is_err();
        done.map_err(|error| StoreError::of(&self.ledger.path, error))
    }
}

impl Resting {
    /// Takes the right to write again; `waiting` is told once where another has it. What others did meanwhile is taken in.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn wake(self, waiting: &mut dyn FnMut()) -> Result<Writer, StoreError> {
        let Resting { ledger, state, seen } = self;
        let told = &mut || {
            waiting();
            true
        };
        let Some(lock) = Lock::take(&ledger.path, told)? else {
            return Err(StoreError::Refused("The ledger is being written to".into()));
        };
        if version(&ledger)? == seen {
            return Ok(Writer { ledger, state, broken: false, lock });
        }
        let state = State::of(&ledger)?;
        Writer { ledger, state, broken: false, lock }.linked()
    }

    /// The ledger, to read in it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Runs a change of what no article is linked by as one transaction.
    pub(crate) fn change(
        &mut self,
        body: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let base = &mut self.ledger.base;
        let done = base.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|change| {
            body(&change)?;
            change.commit()
        });
        done.map_err(|error| StoreError::of(&self.ledger.path, error))
    }
}

/// A number that is another once another connection has written to the ledger.
fn version(ledger: &Ledger) -> Result<i64, StoreError> {
    ledger.base.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|e| ledger.fault(e))
}

impl State {
    fn of(ledger: &Ledger) -> Result<State, StoreError> {
        let partition = Partition::of(&ledger.base).map_err(|e| ledger.fault(e))?;
        Ok(State { partition, versions: BTreeMap::new() })
    }

    fn add(&mut self, base: &Connection, reads: Vec<Read>, packs: &Packs) -> rusqlite::Result<Vec<Added>> {
        let now = now();
        let mut out = Vec::with_capacity(reads.len());
        let mut coming: BTreeMap<Key, (Standing, Read)> = BTreeMap::new();
        let mut going: Vec<(Key, i64)> = Vec::new();
        for read in reads {
            let (article, id) = (read.article.key(), read.article.id().to_owned());
            let what = match self.take_in(base, &now, &read, packs)? {
                Taken::Known => News::Known,
                Taken::New(standing) => {
                    coming.entry(article).or_insert((standing, read));
                    News::New
                }
                Taken::Changed(standing, before, difference) => {
                    coming.remove(&before.0);
                    going.push(before);
                    coming.insert(article, (standing, read));
                    News::Changed(difference)
                }
            };
            out.push(Added { article, id, what });
        }
        // another article may say the same as one that was edited
        let mut removed = Vec::new();
        for (article, _) in &going {
            if coming.contains_key(article) {
                continue;
            }
            match read_as(base, *article)? {
                Some(other) => _ = coming.insert(*article, other),
                None => removed.push(*article),
            }
        }
        let mut added = Vec::with_capacity(coming.len());
        for (article, (standing, read)) in coming {
            // what stands already is linked once
            if standing_as(base, article)?.is_some_and(|(revision, _)| revision == standing.revision) {
                added.push((standing, read));
            }
        }
        let gone: Vec<i64> = going.into_iter().map(|(_, revision)| revision).collect();
        self.partition.change(base, &now, added, &removed, &gone)?;
        gone.into_iter().try_for_each(|revision| rows::remove_reading(base, revision))?;
        Ok(out)
    }

    fn take_in(
        &mut self,
        base: &Connection,
        now: &str,
        read: &Read,
        packs: &Packs,
    ) -> rusqlite::Result<Taken> {
        let of = &read.article;
        let name = name_of(of);
        let sql = "SELECT articles.article, latest, key FROM articles JOIN revisions ON revision = latest WHERE name = ?1";
        let known: Option<(i64, i64, i64)> = base
            .prepare_cached(sql)?
            .query_row([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        if let Some((article, ..)) = known
            && is_removed(base, article)?
        {
            return Ok(Taken::Known);
        }
        let article = match known {
            Some((.., there)) if there == number(of.key()) => return Ok(Taken::Known),
            Some((article, ..)) => article,
            None => {
                let sql = "SELECT 1 FROM revisions JOIN articles USING (article) WHERE key = ?1 AND latest = revision";
                let again = base.prepare_cached(sql)?.query_row([number(of.key())], |_| Ok(())).optional()?;
                if again.is_some() {
                    return Ok(Taken::Known);
                }
                base.prepare_cached("INSERT INTO articles (name, latest) VALUES (?1, 0)")?
                    .execute([&name])?;
                base.last_insert_rowid()
            }
        };
        let revision = rows::insert(base, (article, &name), incident::text_key(read), of, now)?;
        base.prepare_cached("UPDATE articles SET latest = ?2 WHERE article = ?1")?
            .execute([article, revision])?;
        let version = self.version(base, read, packs)?;
        rows::insert_reading(base, revision, read, version)?;
        if known.is_some() {
            base.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([article])?;
        }
        base.prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?
            .execute(params![article, of.title(), of.text()])?;
        let standing = Standing::of(revision, article, read);
        Ok(match known {
            None => Taken::New(standing),
            Some((_, before, there)) => {
                let sql = format!("SELECT {} FROM revisions WHERE revision = ?1", rows::ARTICLE);
                let old = base.prepare_cached(&sql)?.query_row([before], |row| rows::article(row, 0))?;
                Taken::Changed(standing, (key(there), before), Difference::between(&old, of))
            }
        })
    }

    /// The number under which the ledger knows what a reading was made with.
    pub(crate) fn version(&mut self, base: &Connection, read: &Read, packs: &Packs) -> rusqlite::Result<i64> {
        let language = read.reading.language;
        let named = language.map(|language| language.to_string()).unwrap_or_default();
        if let Some(version) = self.versions.get(&named) {
            return Ok(*version);
        }
        let pack = language.and_then(|language| packs.version(language));
        let pack = pack.map(|pack| pack.to_string()).unwrap_or_default();
        let made = params![named, pack, places(), env!("CARGO_PKG_VERSION")];
        base.execute(
            "INSERT OR IGNORE INTO versions (language, pack, gazetteer, program) VALUES (?1, ?2, ?3, ?4)",
            made,
        )?;
        let version = base.query_row(
            "SELECT version FROM versions WHERE (language, pack, gazetteer, program) = (?1, ?2, ?3, ?4)",
            made,
            |row| row.get(0),
        )?;
        self.versions.insert(named, version);
        Ok(version)
    }
}

/// What became of one article.
enum Taken {
    Known,
    New(Standing),
    /// With the key and the revision that it had before.
    Changed(Standing, (Key, i64), Difference),
}

/// Whether somebody took an article out, who would not have it back.
fn is_removed(base: &Connection, article: i64) -> rusqlite::Result<bool> {
    base.prepare_cached("SELECT 1 FROM removed WHERE article = ?1")?.exists([article])
}

/// The article that a key is linked as, with its reading.
pub(crate) fn read_as(base: &Connection, article: Key) -> rusqlite::Result<Option<(Standing, Read)>> {
    let Some((revision, of)) = standing_as(base, article)? else { return Ok(None) };
    let read = rows::read(base, revision, true)?.and_then(Result::ok);
    Ok(read.map(|read| (Standing::of(revision, of, &read), read)))
}

/// How many articles are linked at once when all are linked anew; all of them would not fit into memory.
const AT_ONCE: usize = 8_192;

/// Hands on all articles that are to be linked, each as its latest revision has it, many at a time. Returns one whose
/// reading is damaged, at which it stops.
fn standing(
    base: &Connection,
    each: &mut dyn FnMut(Vec<(Standing, Read)>) -> rusqlite::Result<()>,
) -> rusqlite::Result<Option<i64>> {
    let sql = format!(
        "SELECT form, {}, revision, revisions.article FROM readings JOIN revisions USING (revision)
         JOIN articles USING (article) WHERE latest = revision ORDER BY revision",
        rows::ARTICLE
    );
    let mut query = base.prepare(&sql)?;
    let mut found = query.query([])?;
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    let mut some = Vec::new();
    while let Some(row) = found.next()? {
        let (revision, article): (i64, i64) = (row.get(10)?, row.get(11)?);
        let Ok(read) = rows::read_row(row, true)? else { return Ok(Some(article)) };
        if seen.insert(read.article.key()) {
            some.push((Standing::of(revision, article, &read), read));
        }
        if some.len() == AT_ONCE {
            each(std::mem::take(&mut some))?;
        }
    }
    each(some)?;
    Ok(None)
}
