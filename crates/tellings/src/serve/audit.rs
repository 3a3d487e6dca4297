//! What was done, by whom and from where: every write, and every log-in that was tried.

use std::net::IpAddr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::Server;
use super::asked::Asked;
use super::done::{Done, said};
use super::incidents::Paged;
use super::pages::Pages;
use super::problem::Problem;
use super::routes::Routes;
use super::who::You;

pub(super) fn routes() -> Routes {
    Routes::new().get::<Pages, Paged<AuditEntry>, _>("/audit", "What was done, the latest first", list)
}

/// Something that was done or tried.
#[derive(Serialize, JsonSchema)]
struct AuditEntry {
    number: i64,
    at: String,
    /// By whom; empty where nobody is known.
    who: String,
    what: String,
    /// The HTTP status that was answered.
    outcome: String,
    /// From where.
    address: String,
}

/// Notes a write and what came of it.
pub(super) async fn note(
    server: &Server,
    you: &You,
    what: &str,
    came: (Option<Done>, StatusCode),
    peer: IpAddr,
) {
    let (done, status) = came;
    let who = done.as_ref().and_then(|done| done.by.clone()).unwrap_or_else(|| you.name.clone());
    let what = done.map_or_else(|| what.to_owned(), |done| format!("{what}: {}", done.what));
    write(server, who, what, status.as_u16().to_string(), peer).await;
}

/// Notes that somebody showed a token that is none.
pub(super) async fn refused(server: &Server, peer: IpAddr) {
    write(server, String::new(), "showed a token that is none".into(), "401".into(), peer).await;
}

async fn write(server: &Server, who: String, what: String, outcome: String, peer: IpAddr) {
    let noted = server.register(move |register| register.note(&who, &what, &outcome, &peer.to_string()));
    if let Err(problem) = noted.await {
        // what was done was done: whoever runs the server has to know
        eprintln!("tellings: the audit log cannot be written: {}", problem.detail);
    }
}

async fn list(State(server): State<Server>, Asked(pages): Asked<Pages>) -> Result<Response, Problem> {
    let paged = server.work(move |view| {
        let behind = pages.behind::<1>()?.map(|[number]| number);
        let entries = view.ledger.audit(behind, pages.limit() + 1)?;
        let entry = |entry: store::Entry| AuditEntry {
            number: entry.number,
            at: entry.at,
            who: entry.who,
            what: entry.what,
            outcome: entry.outcome,
            address: entry.address,
        };
        Ok(pages.page(entries, view.ledger.audited()?, |entry| [entry.number], entry))
    });
    said(StatusCode::OK, &paged.await?)
}
