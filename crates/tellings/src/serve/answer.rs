//! Answering a GET: not again what the asker has, and never on the threads that serve connections.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::Ledger;

use super::Server;
use super::catalog::Catalog;
use super::problem::Problem;
use super::who::You;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an answer is made from.
pub(crate) struct View<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) catalog: &'a Arc<Catalog>,
    pub(crate) server: &'a Server,
}

/// What a request asks apart from its parameters, and who asks.
pub(crate) struct Ask {
    pub(crate) you: You,
    path_and_query: String,
    known: Option<HeaderValue>,
}

impl FromRequestParts<Server> for Ask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Ask, Problem> {
        let path_and_query = parts.uri.path_and_query().map_or("", |all| all.as_str()).to_owned();
        let known = parts.headers.get(header::IF_NONE_MATCH).cloned();
        Ok(Ask { you: You::from_request_parts(parts, server).await?, path_and_query, known })
    }
}

/// An answer's bytes with what they are.
#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) media: &'static str,
    pub(crate) bytes: Bytes,
    /// The name under which a browser keeps it as a file.
    pub(crate) file: Option<String>,
}

/// A value in JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Body, Problem> {
    json_as("application/json", value)
}

/// A value in JSON of a kind of its own.
pub(crate) fn json_as<T: Serialize>(media: &'static str, value: &T) -> Result<Body, Problem> {
    let bytes = serde_json::to_vec(value).map_err(|e| Problem::fault(e.to_string()))?;
    Ok(Body { media, bytes: bytes.into(), file: None })
}

impl Server {
    /// Answers a GET: 304 where the asker has the answer of this state of the ledger, else what `make` makes, on a thread
    /// of its own and with a ledger in its hands.
    pub(crate) async fn answer(
        &self,
        ask: Ask,
        make: impl FnOnce(&View<'_>) -> Result<Body, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let catalog = self.catalog();
        let tag = tag(&catalog.version, &ask);
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("cookie, authorization"));
        headers.extend(HeaderValue::from_str(&tag).map(|tag| (header::ETAG, tag)));
        if ask.known.is_some_and(|known| has(&known, &tag)) {
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
        let body = match catalog.answers.get(&tag) {
            Some(body) => body,
            None => {
                let body = self.work(make).await?;
                catalog.answers.keep(tag, &body);
                body
            }
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(body.media));
        if let Some(name) = body.file {
            let kept = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            headers.extend(kept.map(|kept| (header::CONTENT_DISPOSITION, kept)));
        }
        Ok((headers, body.bytes).into_response())
    }

    /// Does something with a ledger that is open to be read, on a thread of its own.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&View<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let late =
            || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "This took too long; ask for less, or later");
        let turn = tokio::time::timeout(PATIENCE, self.0.pool.turn()).await.map_err(|_| late())??;
        let server = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            // kept until it is done, even where nobody waits any more
            let _turn = turn;
            let catalog = server.catalog();
            server.0.pool.with(|ledger| work(&View { ledger, catalog: &catalog, server: &server }))
        });
        let done = tokio::time::timeout(PATIENCE, done).await;
        done.map_err(|_| late())?
            .map_err(|_| Problem::fault("The answer could not be made; this is a mistake of the program"))?
    }
}

/// What tells this answer from others: the state of the ledger, what was asked and who asked.
fn tag(version: &str, ask: &Ask) -> String {
    let mut hash = DefaultHasher::new();
    (&ask.path_and_query, &ask.you.name, ask.you.role).hash(&mut hash);
    format!("W/\"{version}-{:x}\"", hash.finish())
}

/// Whether the asker has it, as `If-None-Match` says.
fn has(known: &HeaderValue, tag: &str) -> bool {
    known.to_str().is_ok_and(|known| known.split(',').any(|one| one.trim() == tag || one.trim() == "*"))
}
