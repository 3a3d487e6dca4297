//! Writing: by whom the ledger may be written to at a time, what is answered, and what the audit log says of it.

use std::sync::PoisonError;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
use serde::Serialize;
use store::{Register, StoreError, Writer};

use super::Server;
use super::problem::Problem;
use super::who::You;

/// How long another that writes to the ledger is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Says in an answer what was done, in more words than its address.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) by: Option<String>,
    pub(super) what: String,
}

impl Done {
    pub(super) fn what(what: impl Into<String>) -> Done {
        Done { by: None, what: what.into() }
    }

    /// By somebody who was not known before.
    pub(super) fn by(you: &You, what: &str) -> Done {
        Done { by: Some(you.name.clone()), what: what.into() }
    }
}

impl IntoResponseParts for Done {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// An answer in JSON that nobody keeps.
pub(super) fn said<T: Serialize>(status: StatusCode, value: &T) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(value).map_err(|error| Problem::fault(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((status, headers, bytes).into_response())
}

impl Server {
    /// Writes to the ledger on a thread of its own; the next answer has what was written.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let db = self.0.settings.db.clone();
        let done = on_a_thread(move || work(&mut Writer::open_within(&db, PATIENCE)?)).await?;
        self.renew().await;
        Ok(done)
    }

    /// Does something with what is kept beside the articles, on a thread of its own.
    pub(super) async fn register<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Register) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let server = self.clone();
        on_a_thread(move || server.0.with_register(work)).await
    }
}

impl super::Shared {
    /// The same on this thread.
    pub(super) fn with_register<T>(
        &self,
        work: impl FnOnce(&mut Register) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut register = self.register.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = match register.take() {
            Some(open) => open,
            None => Register::open(&self.settings.db)?,
        };
        let done = work(&mut open);
        *register = Some(open);
        done
    }
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| Problem::fault("This could not be done; it is a mistake of the program"))??)
}
