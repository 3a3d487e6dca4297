//! Ledgers open to be read, a few, which requests take in turn.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use store::{Ledger, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;

/// Ledgers open to be read.
pub(super) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Ledger>>,
    turns: Arc<Semaphore>,
}

impl Pool {
    /// A pool of so many.
    pub(super) fn new(path: PathBuf, most: usize) -> Pool {
        Pool { path, idle: Mutex::default(), turns: Arc::new(Semaphore::new(most)) }
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Problem::fault("The server is ending"))
    }

    /// Does something with a ledger; the caller has a turn.
    pub(super) fn with<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open(&self.path)?,
        };
        let done = work(&ledger);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(ledger);
        done
    }
}
