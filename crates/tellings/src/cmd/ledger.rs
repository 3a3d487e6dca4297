use std::path::PathBuf;

use tellings::{Ledger, Writer};

use super::outcome::{Failure, complain};

/// Which ledger.
#[derive(clap::Args)]
pub(crate) struct Db {
    /// The ledger's file
    #[arg(long = "db", value_name = "FILE", env = "TELLINGS_DB")]
    path: PathBuf,
}

impl Db {
    /// The ledger's file.
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Opens it to read; what a run that was cut short left to be weighed is weighed first, where that is possible.
    pub(crate) fn open(&self) -> Result<Ledger, Failure> {
        let ledger = Ledger::open(&self.path)?;
        if ledger.is_behind()? && Writer::catch_up(&self.path).is_err() {
            complain(
                "warning: the ledger is being added to, or cannot be written; some incidents are shown as they were",
            );
        }
        Ok(ledger)
    }

    /// Opens it to write, and says so where another has to end first.
    pub(crate) fn open_to_write(&self) -> Result<Writer, Failure> {
        let path = self.path.display();
        Ok(Writer::open(&self.path, &mut || {
            complain(&format!("another process writes to {path}: waiting for it"))
        })?)
    }
}
