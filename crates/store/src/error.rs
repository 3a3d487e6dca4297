//! What can go wrong with a ledger, each said so that its keeper knows what to do.

use std::path::PathBuf;

use crate::FORMAT;

/// Why a ledger could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file.
    #[error("There is no ledger {0}; `tellings init` makes one")]
    Missing(PathBuf),
    /// There is a file already.
    #[error("{0} is there already; give another name, or add to it with `tellings add`")]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{0} is no ledger of Tellings; `tellings init` makes one")]
    NoLedger(PathBuf),
    /// A later version of the program wrote it.
    #[error(
        "{path} has form {found}, and this program knows forms up to {FORMAT}: a newer Tellings wrote it; use that one"
    )]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its form.
        found: i64,
    },
    /// It may be read and not written.
    #[error("{0} cannot be written: the file or its folder is read-only")]
    ReadOnly(PathBuf),
    /// No room is left.
    #[error("The disk of {0} is full; what was said to be taken in is safe, the rest is not in the ledger")]
    Full(PathBuf),
    /// Another writes to it for longer than can be waited for.
    #[error("{0} is being written to by another process; try again in a moment")]
    Busy(PathBuf),
    /// Bytes of a form that cannot be.
    #[error("{0} is damaged; `tellings verify` names what is, a backup has it whole")]
    Damaged(String),
    /// Readings made with another asset of places.
    #[error("{0} was read with other places than this program has; run `tellings re-read` first")]
    OtherPlaces(PathBuf),
    /// A reading that this program cannot take out again.
    #[error(
        "Article {article} of {path} has a reading that this program cannot use; run `tellings re-read` first"
    )]
    Unreadable {
        /// The ledger.
        path: PathBuf,
        /// The article's row.
        article: i64,
    },
    /// A name that nothing has.
    #[error("No {what} of the ledger has an id that begins with {id}")]
    Unknown {
        /// Incident, article, decision.
        what: &'static str,
        /// As it was asked for.
        id: String,
    },
    /// A beginning that several have.
    #[error("{many} {what}s have an id that begins with {id}; write more of it")]
    Several {
        /// Incident, article, decision.
        what: &'static str,
        /// As it was asked for.
        id: String,
        /// How many.
        many: usize,
    },
    /// A decision that cannot be made.
    #[error("{0}")]
    Refused(String),
    /// The file system.
    #[error("{path}: {source}")]
    Io {
        /// What was touched.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The database.
    #[error("{path}: {source}")]
    Database {
        /// The ledger.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// What SQLite's complaint means for the keeper of the ledger.
    pub(crate) fn of(path: &std::path::Path, source: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full(path),
            Some(ErrorCode::DatabaseBusy) => StoreError::Busy(path),
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly(path),
            Some(ErrorCode::NotADatabase) => StoreError::NoLedger(path),
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged(path.display().to_string()),
            _ => StoreError::Database { path, source },
        }
    }
}
