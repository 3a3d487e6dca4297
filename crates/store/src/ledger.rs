//! Opening a ledger, to read in it or to write.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gazetteer::Gazetteer;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};

use crate::chain::{self, Proof};
use crate::{FORMAT, StoreError, backup, schema};

/// How long SQLite waits for another's short transaction.
const PATIENCE: Duration = Duration::from_secs(30);

/// A ledger, open to be read. Any number may be open beside one [`Writer`](crate::Writer).
#[derive(Debug)]
pub struct Ledger {
    pub(crate) base: Connection,
    pub(crate) path: PathBuf,
}

impl Ledger {
    /// Makes a new ledger, which holds nothing yet.
    ///
    /// # Errors
    /// Where the file is there already or cannot be written.
    pub fn create(path: &Path) -> Result<(), StoreError> {
        let io = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.into()),
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::ReadOnly(path.into())
            }
            _ => StoreError::Io { path: path.into(), source },
        };
        File::create_new(path).map_err(io)?;
        let base = Connection::open(path).map_err(|e| StoreError::of(path, e))?;
        let made = schema::create(&base).and_then(|()| base.close().map_err(|(_, error)| error));
        if made.is_err() {
            std::fs::remove_file(path).ok();
        }
        made.map_err(|e| StoreError::of(path, e))
    }

    /// Opens a ledger to read in it.
    ///
    /// # Errors
    /// Where there is none, or a newer program wrote it.
    pub fn open(path: &Path) -> Result<Ledger, StoreError> {
        there(path)?;
        let of = |error| StoreError::of(path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let mut base = Connection::open_with_flags(path, flags).map_err(of)?;
        base.busy_timeout(PATIENCE).map_err(of)?;
        let mut beside = path.as_os_str().to_owned();
        beside.push("-wal");
        if base.pragma_query_value(None, "user_version", |_| Ok(())).is_err() && !Path::new(&beside).exists()
        {
            // in a folder that cannot be written the files beside cannot be laid; without them nobody else writes either
            let address = format!("file:{}?immutable=1", escaped(path));
            base = Connection::open_with_flags(address, flags).map_err(of)?;
        }
        if schema::form(&base, path)? < FORMAT {
            // what it lacks is asked for: it is brought forward, once nobody else writes
            drop(base);
            let _lock = Lock::take(path, &mut || true)?;
            return Ledger::open_to_write(path);
        }
        functions(&base).map_err(of)?;
        Ok(Ledger { base, path: path.into() })
    }

    /// Opens a ledger to write; the caller holds the lock.
    pub(crate) fn open_to_write(path: &Path) -> Result<Ledger, StoreError> {
        let of = |error| StoreError::of(path, error);
        let mut base = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(of)?;
        base.busy_timeout(PATIENCE).map_err(of)?;
        schema::form(&base, path)?;
        if base.is_readonly("main").map_err(of)? {
            return Err(StoreError::ReadOnly(path.into()));
        }
        base.pragma_update(None, "journal_mode", "WAL").map_err(of)?;
        // what is acknowledged is on the disk
        base.pragma_update(None, "synchronous", "FULL").map_err(of)?;
        base.pragma_update(None, "cache_size", -65_536).map_err(of)?;
        base.set_prepared_statement_cache_capacity(64);
        schema::migrate(&mut base, path)?;
        functions(&base).map_err(of)?;
        Ok(Ledger { base, path: path.into() })
    }

    /// Holds all that was taken in against the chain of hashes.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn verify(&self) -> Result<Proof, StoreError> {
        match chain::verify(&self.base) {
            // a page that cannot be read is an answer
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                Ok(Proof { faults: vec![format!("the file itself is damaged: {error}")], ..Proof::default() })
            }
            other => other.map_err(|e| self.fault(e)),
        }
    }

    /// Whether the chain ever ended with this link, given in hexadecimal digits as [`Proof::head`] has it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn has_been(&self, head: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM chain WHERE lower(hex(link)) = lower(?1)";
        self.base.query_row(sql, [head.trim()], |row| row.get(0)).map_err(|e| self.fault(e))
    }

    /// Whether some incidents changed and were not weighed since: somebody is writing, or was cut short.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn is_behind(&self) -> Result<bool, StoreError> {
        crate::weighing::are_waiting(&self.base).map_err(|e| self.fault(e))
    }

    /// Copies the ledger, as it stands, to a file that is not there yet; others may write meanwhile.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        backup::copy(&self.base, &self.path, to)
    }

    /// Takes the right to follow sources for a ledger, which one process has at a time; `None` where another has it.
    ///
    /// # Errors
    /// Where there is no ledger, or nothing can be written beside it.
    pub fn watch(path: &Path) -> Result<Option<Lock>, StoreError> {
        Lock::beside(path, "-watch", &mut || false)
    }

    pub(crate) fn fault(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }

    /// Whether all readings were made with this program's places.
    pub(crate) fn knows_places(&self) -> rusqlite::Result<bool> {
        let sql = "SELECT count(*) FROM readings JOIN versions USING (version) WHERE gazetteer <> ?1";
        // nearly always there is one version; the readings need not be counted then
        let others: i64 = self.base.query_row(
            "SELECT count(*) FROM versions WHERE gazetteer <> ?1",
            [places()],
            |row| row.get(0),
        )?;
        Ok(others == 0 || self.base.query_row(sql, [places()], |row| row.get::<_, i64>(0))? == 0)
    }
}

/// What queries ask of a row that SQLite does not know: names as they are compared, and distances.
pub(crate) fn functions(base: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8;
    base.create_scalar_function("folded", 1, flags, |with| {
        let names: String = with.get(0)?;
        Ok(names.split("; ").map(gazetteer::fold).collect::<Vec<_>>().join("; "))
    })?;
    base.create_scalar_function("kilometres", 4, flags, |with| {
        let at = |nth: usize| with.get::<f64>(nth).map(f64::to_radians);
        let ((north, east), (other_north, other_east)) = ((at(0)?, at(1)?), (at(2)?, at(3)?));
        let half = |a: f64, b: f64| ((a - b) / 2.0).sin().powi(2);
        let apart = half(north, other_north) + north.cos() * other_north.cos() * half(east, other_east);
        Ok(2.0 * EARTH * apart.sqrt().min(1.0).asin())
    })
}

/// The earth's mean radius in kilometres.
const EARTH: f64 = 6_371.0;

/// What tells this program's places from those of another.
pub(crate) fn places() -> String {
    format!("{:016x}", Gazetteer::embedded().version())
}

/// The moment, to the second.
pub(crate) fn now() -> String {
    format!("{:.0}", jiff::Timestamp::now())
}

/// A moment as the ledger counts, in UTC: `2024-12-22` or `2024-12-22T09:30:00Z`; `None` where it is written otherwise.
pub fn moment(text: &str) -> Option<String> {
    let at = text::Moment::parse(text)?;
    let offset = jiff::tz::Offset::from_seconds(at.offset.unwrap_or(0)).ok()?;
    let at = at.date.to_datetime(at.time.unwrap_or_default());
    Some(format!("{:.0}", offset.to_timestamp(at).ok()?))
}

fn there(path: &Path) -> Result<(), StoreError> {
    if path.is_file() { Ok(()) } else { Err(StoreError::Missing(path.into())) }
}

fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// The right to write, which one process has at a time; the system takes it back from one that was killed.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for as long as it is open")] File);

impl Lock {
    /// Takes the right to write. Where another has it, `waiting` says whether to wait for it.
    pub(crate) fn take(path: &Path, waiting: &mut dyn FnMut() -> bool) -> Result<Option<Lock>, StoreError> {
        Lock::beside(path, "-lock", waiting)
    }

    /// The same of a right that goes by a file of this ending.
    pub(crate) fn beside(
        path: &Path,
        ending: &str,
        waiting: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Lock>, StoreError> {
        there(path)?;
        let mut beside = path.as_os_str().to_owned();
        beside.push(ending);
        let io = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::ReadOnly(path.into())
            }
            std::io::ErrorKind::StorageFull => StoreError::Full(path.into()),
            _ => StoreError::Io { path: path.into(), source },
        };
        let file = File::options().create(true).append(true).open(&beside).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                if !waiting() {
                    return Ok(None);
                }
                file.lock().map_err(io)?;
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(io(error)),
        }
        Ok(Some(Lock(file)))
    }
}
