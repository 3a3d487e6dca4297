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
        Ok(Writer::open(&self.path, &mut || self.complain_of_waiting())?)
    }

    /// Says that another process has to end first.
    pub(crate) fn complain_of_waiting(&self) {
        complain(&format!("another process writes to {}: waiting for it", self.path.display()));
    }
}

/// A moment as the ledger counts, in UTC: `2024-12-22` or `2024-12-22T09:30:00Z`.
pub(crate) fn moment(text: &str) -> Result<String, String> {
    tellings::store::moment(text).ok_or_else(|| "write it as 2024-12-22 or 2024-12-22T09:30:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_in_utc() {
        assert_eq!(moment("2024-12-22").as_deref(), Ok("2024-12-22T00:00:00Z"));
        assert_eq!(moment("2024-12-22T01:30:00+03:00").as_deref(), Ok("2024-12-21T22:30:00Z"));
        assert!(moment("yesterday").is_err());
    }
}
