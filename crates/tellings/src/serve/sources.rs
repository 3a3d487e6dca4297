//! Outlets and voices. Counts, never a score of trust.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Page;

use super::Server;
use super::answer::{Ask, View, json};
use super::asked::{Asked, At, Nothing};
use super::incidents::Paged;
use super::pages::Pages;
use super::problem::Problem;
use super::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Named, Paged<Outlet>, _>("/sources", "Outlets, those of most articles first", outlets)
        .get::<Nothing, Outlet, _>("/sources/{name}", "An outlet", outlet)
        .get::<Named, Paged<Heard>, _>("/voices", "Voices, those heard in most articles first", voices)
}

/// Which names, and which page of them.
#[derive(Deserialize, JsonSchema)]
struct Named {
    #[serde(flatten)]
    pages: Pages,
    /// Words of the name.
    words: Option<String>,
}

/// An outlet, by its counts.
#[derive(Serialize, JsonSchema)]
struct Outlet {
    name: String,
    articles: u64,
    /// Incidents that it tells of.
    incidents: u64,
    /// Those of them that others tell of too, and it told first of, as far as times of publication say.
    first: u64,
    /// Articles that derive from others, by how: `copy`, `rewrite`, `translation`, `cites`.
    derived: BTreeMap<&'static str, u64>,
    /// From whom it takes, and in how many articles; the most first.
    takes_from: Vec<Beside>,
    /// Who takes from it.
    taken_by: Vec<Beside>,
    /// Who is heard in it.
    voices: Vec<HeardIn>,
}

/// A voice, by its counts.
#[derive(Serialize, JsonSchema)]
struct Heard {
    name: String,
    kind: Option<String>,
    /// The state that it speaks for, as an ISO code.
    side: Option<String>,
    incidents: u64,
    articles: u64,
    /// The outlets in which it is heard, those with most articles first.
    outlets: Vec<Beside>,
}

/// Another outlet, and in how many articles.
#[derive(Serialize, JsonSchema)]
struct Beside {
    outlet: String,
    articles: u64,
}

/// A voice, and in how many articles.
#[derive(Serialize, JsonSchema)]
struct HeardIn {
    name: String,
    articles: u64,
}

impl From<store::Outlet> for Outlet {
    fn from(of: store::Outlet) -> Outlet {
        let derived = [
            ("copy", of.copies),
            ("rewrite", of.rewrites),
            ("translation", of.translations),
            ("cites", of.cites),
        ];
        Outlet {
            name: of.name,
            articles: of.articles,
            incidents: of.incidents,
            first: of.first,
            derived: derived.into_iter().filter(|(_, many)| *many > 0).collect(),
            takes_from: beside(of.takes_from),
            taken_by: beside(of.taken_by),
            voices: of.voices.into_iter().map(|(name, articles)| HeardIn { name, articles }).collect(),
        }
    }
}

fn beside(outlets: Vec<(String, u64)>) -> Vec<Beside> {
    outlets.into_iter().map(|(outlet, articles)| Beside { outlet, articles }).collect()
}

impl Named {
    fn page(&self) -> Result<Page, Problem> {
        let behind = self.pages.behind::<2>()?.map(|[articles, number]| (articles.max(0) as u64, number));
        Ok(Page { behind, words: self.words.clone(), limit: self.pages.limit() + 1 })
    }
}

async fn outlets(
    State(server): State<Server>,
    ask: Ask,
    Asked(named): Asked<Named>,
) -> Result<Response, Problem> {
    let make = move |view: &View<'_>| {
        let (rows, total) = view.ledger.outlets(&named.page()?)?;
        let at = |(number, outlet): &(i64, store::Outlet)| [outlet.articles as i64, *number];
        json(&named.pages.page(rows, total, at, |(_, outlet)| Outlet::from(outlet)))
    };
    server.answer(ask, make).await
}

async fn outlet(
    State(server): State<Server>,
    ask: Ask,
    At(name): At<String>,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    let make = move |view: &View<'_>| {
        let outlet = view.ledger.outlet(&name)?;
        json(&Outlet::from(
            outlet.ok_or_else(|| Problem::missing("No article of the ledger is of this outlet"))?,
        ))
    };
    server.answer(ask, make).await
}

async fn voices(
    State(server): State<Server>,
    ask: Ask,
    Asked(named): Asked<Named>,
) -> Result<Response, Problem> {
    let make = move |view: &View<'_>| {
        let (rows, total) = view.ledger.voices(&named.page()?)?;
        let at = |(number, heard): &(i64, store::Heard)| [heard.articles as i64, *number];
        let heard = |(_, heard): (i64, store::Heard)| Heard {
            name: heard.name,
            kind: heard.kind,
            side: heard.side,
            incidents: heard.incidents,
            articles: heard.articles,
            outlets: beside(heard.outlets),
        };
        json(&named.pages.page(rows, total, at, heard))
    };
    server.answer(ask, make).await
}
