//! What is kept beside the articles: who may ask, what was done, which incidents are watched for whom. No article is linked
//! by any of it, so it is written in short transactions beside a [`Writer`](crate::Writer).

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::{Ledger, StoreError};

/// How long another's transaction is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A ledger, open to write what is kept beside the articles.
#[derive(Debug)]
pub struct Register {
    ledger: Ledger,
}

impl Register {
    /// Opens the register of a ledger.
    ///
    /// # Errors
    /// Where there is no ledger, or it cannot be written.
    pub fn open(path: &Path) -> Result<Register, StoreError> {
        // brings an older form forward
        drop(Ledger::open(path)?);
        let of = |error| StoreError::of(path, error);
        let base = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(of)?;
        base.busy_timeout(PATIENCE).map_err(of)?;
        if base.is_readonly("main").map_err(of)? {
            return Err(StoreError::ReadOnly(path.into()));
        }
        base.pragma_update(None, "synchronous", "FULL").map_err(of)?;
        crate::ledger::functions(&base).map_err(of)?;
        Ok(Register { ledger: Ledger { base, path: path.into() } })
    }

    /// The ledger, to read in it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Runs a change as one transaction.
    pub(crate) fn change<T>(
        &mut self,
        body: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let base = &mut self.ledger.base;
        let done = base.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|change| {
            let made = body(&change)?;
            change.commit()?;
            Ok(made)
        });
        done.map_err(|error| StoreError::of(&self.ledger.path, error))
    }
}
