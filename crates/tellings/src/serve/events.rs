//! What comes to the ledger, told as it comes: server-sent events.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::State as From;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use tokio::sync::{OwnedSemaphorePermit, broadcast, mpsc};

use super::Server;
use super::asked::{Asked, Nothing};
use super::problem::Problem;
use super::routes::Routes;
use super::watch::LedgerEvent;

/// So many may listen at a time.
pub(super) const LISTENERS: usize = 200;
/// How often a line is sent where nothing comes, so that who left is noticed.
const ALIVE: Duration = Duration::from_secs(15);

pub(super) fn routes() -> Routes {
    Routes::new().get_as::<Nothing, _>(
        "/events",
        "What comes to the ledger, as it comes: events named `ledger`",
        "text/event-stream",
        listen,
    )
}

/// Events as they come, for one who listens.
struct Listening {
    events: mpsc::Receiver<Event>,
    _place: OwnedSemaphorePermit,
}

impl Stream for Listening {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.events.poll_recv(context).map(|event| event.map(Ok))
    }
}

async fn listen(From(server): From<Server>, _: Asked<Nothing>) -> Result<Response, Problem> {
    let full = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Too many listen already; ask again later");
    let place = Arc::clone(&server.0.listeners).try_acquire_owned().map_err(|_| full())?;
    let events = server.0.watch.events.lock().unwrap_or_else(PoisonError::into_inner);
    let mut come = events.as_ref().map(broadcast::Sender::subscribe).ok_or_else(full)?;
    drop(events);
    let (send, events) = mpsc::channel(16);
    let catalog = server.catalog();
    // at once what state it is, so that who comes back knows whether something was missed
    let now = LedgerEvent { version: catalog.version.clone(), incidents: vec![], more: false };
    send.try_send(event(&now)).ok();
    tokio::spawn(async move {
        loop {
            let next = tokio::select! {
                next = come.recv() => next,
                // who left needs no more
                () = send.closed() => return,
            };
            let told = match next {
                Ok(told) => told,
                // some were missed: all may have changed
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    let version = server.catalog().version.clone();
                    Arc::new(LedgerEvent { version, incidents: vec![], more: true })
                }
                Err(broadcast::error::RecvError::Closed) => return,
            };
            if send.send(event(&told)).await.is_err() {
                return;
            }
        }
    });
    let stream = Sse::new(Listening { events, _place: place }).keep_alive(KeepAlive::new().interval(ALIVE));
    Ok(([(header::CACHE_CONTROL, "no-store")], stream).into_response())
}

fn event(told: &LedgerEvent) -> Event {
    let data = serde_json::to_string(told).unwrap_or_default();
    Event::default().event("ledger").id(&told.version).data(data)
}
