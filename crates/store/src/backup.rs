//! A copy of a ledger, taken while it is in use.

use std::path::Path;

use rusqlite::Connection;

use crate::StoreError;

/// Copies a ledger as it stands to a file that must not be there yet.
///
/// The copy appears under its name when it is whole, never half of it.
pub(crate) fn copy(base: &Connection, path: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.into()));
    }
    let mut half = to.as_os_str().to_owned();
    half.push(".half");
    let mut journal = half.clone();
    journal.push("-journal");
    let (half, journal) = (Path::new(&half), Path::new(&journal));
    let io = |source| StoreError::Io { path: to.into(), source };
    // what a copy left that was cut short
    for left in [half, journal] {
        if left.exists() {
            std::fs::remove_file(left).map_err(io)?;
        }
    }
    let copied = base
        .execute("VACUUM INTO ?1", [half.to_string_lossy()])
        .map_err(|error| StoreError::of(if half.exists() { to } else { path }, error));
    if let Err(error) = copied {
        std::fs::remove_file(half).ok();
        std::fs::remove_file(journal).ok();
        return Err(error);
    }
    std::fs::File::open(half).and_then(|file| file.sync_all()).map_err(io)?;
    std::fs::rename(half, to).map_err(io)
}
