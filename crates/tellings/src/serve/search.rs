//! Words of articles, in all languages, and of incidents' titles.

use axum::extract::State as From;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Dismissed, Order, Wanted};

use super::Server;
use super::answer::{Ask, View, json};
use super::asked::Asked;
use super::incidents::Listed;
use super::problem::Problem;
use super::routes::Routes;
use crate::wire::Hit;

pub(super) fn routes() -> Routes {
    Routes::new().get::<Query, Found<'static>, _>(
        "/search",
        "Articles that have the words, and incidents that are called so",
        search,
    )
}

/// What is looked for.
#[derive(Deserialize, JsonSchema)]
struct Query {
    /// All of these; a word that ends in `*` stands for all that begin so, words in quotation marks stand together.
    #[serde(default)]
    words: String,
    /// How many of each at most; 10 unless given.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<usize>,
}

/// What has the words.
#[derive(Serialize, JsonSchema)]
struct Found<'a> {
    /// Those whose titles or places have them, the latest first.
    incidents: Vec<Listed<'a>>,
    /// Those that they fit best first.
    articles: Vec<Hit<'a>>,
}

async fn search(
    From(server): From<Server>,
    ask: Ask,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    let make = move |view: &View<'_>| {
        let (catalog, limit) = (view.catalog, query.limit.unwrap_or(10));
        let wanted: Vec<String> = gazetteer::fold(&query.words.replace(['"', '*'], " "))
            .split_whitespace()
            .map(String::from)
            .collect();
        let hidden = Wanted { dismissed: Dismissed::Hidden, ..Wanted::default() };
        let set = catalog.set(view.ledger, &hidden)?;
        let called = |at: &usize| {
            let has =
                |word: &String| catalog.names()[*at].split(' ').any(|own| own.starts_with(word.as_str()));
            set.has(*at) && wanted.iter().all(has)
        };
        let rows = catalog.in_order(Order::Day).iter().map(|at| *at as usize);
        let found: Vec<usize> =
            if wanted.is_empty() { vec![] } else { rows.filter(called).take(limit).collect() };
        let hits = view.ledger.search(&query.words, limit)?;
        json(&Found {
            incidents: found.iter().map(|at| Listed::from(&catalog.rows[*at].light)).collect(),
            articles: hits.iter().map(Hit::from).collect(),
        })
    };
    server.answer(ask, make).await
}
