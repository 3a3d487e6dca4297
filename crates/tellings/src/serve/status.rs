//! What the server is and holds, and the description of its API.

use axum::extract::State;
use axum::response::Response;
use pack::Kinds;
use schemars::JsonSchema;
use serde::Serialize;

use super::Server;
use super::answer::{Ask, json};
use super::asked::{Asked, Nothing};
use super::problem::Problem;
use super::routes::Routes;
use super::who::You;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Nothing, Status, _>("/status", "What the server is and holds, and who you are", status)
        .get_as::<Nothing, _>("/openapi.json", "This description", "application/json", description)
}

/// What the server is and holds.
#[derive(Serialize, JsonSchema)]
struct Status<'a> {
    /// The program and its version.
    program: &'static str,
    holds: Holds,
    /// Changes whenever what the ledger holds does.
    version: &'a str,
    /// Whether the ledger is one of samples.
    demo: bool,
    you: &'a You,
    /// The kinds of incidents that there may be.
    kinds: Vec<Kind<'a>>,
    /// What claims may be about.
    facets: Vec<Facet<'a>>,
    /// Codes of the languages that are read.
    languages: Vec<String>,
    /// A template of map tiles, where the server was given one.
    tiles: Option<&'a str>,
}

/// How much there is.
#[derive(Serialize, JsonSchema)]
struct Holds {
    articles: u64,
    revisions: u64,
    incidents: u64,
    /// Of the file.
    bytes: u64,
}

/// A kind of incident.
#[derive(Serialize, JsonSchema)]
struct Kind<'a> {
    name: &'a str,
    /// In English.
    label: &'a str,
    /// Kinds of one family can be names for one incident.
    family: &'a str,
}

/// What a claim may be about.
#[derive(Serialize, JsonSchema)]
struct Facet<'a> {
    name: &'a str,
    /// In English.
    label: &'a str,
}

async fn status(State(server): State<Server>, ask: Ask, _: Asked<Nothing>) -> Result<Response, Problem> {
    let you = ask.you.clone();
    let make = move |view: &super::answer::View<'_>| {
        let (catalog, settings) = (view.catalog, &view.server.0.settings);
        let kinds = Kinds::shipped();
        json(&Status {
            program: concat!("tellings ", env!("CARGO_PKG_VERSION")),
            holds: Holds {
                articles: catalog.holds.articles,
                revisions: catalog.holds.revisions,
                incidents: catalog.rows.len() as u64,
                bytes: catalog.holds.bytes,
            },
            version: &catalog.version,
            demo: settings.demo,
            you: &you,
            kinds: kinds
                .kinds
                .iter()
                .map(|k| Kind { name: &k.name, label: &k.label, family: &k.family })
                .collect(),
            facets: kinds.facets.iter().map(|f| Facet { name: &f.name, label: &f.label }).collect(),
            languages: view
                .server
                .0
                .packs
                .languages()
                .iter()
                .map(|language| language.code().to_owned())
                .collect(),
            tiles: settings.tiles.as_deref(),
        })
    };
    server.answer(ask, make).await
}

async fn description(State(server): State<Server>, ask: Ask, _: Asked<Nothing>) -> Result<Response, Problem> {
    server.answer(ask, |view| json(&view.server.0.description)).await
}
