//! Watch lists: saved queries, with feeds and a webhook.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ingest::{Fetcher, Manners};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{NewWatchlist, Watchlist};

use super::asked::{self, Asked, At, Nothing};
use super::done::{Done, said};
use super::filters::Filters;
use super::problem::Problem;
use super::routes::{BASE, Routes};
use super::sent::Sent;
use super::who::You;
use super::{Server, token};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Nothing, Vec<List>, _>("/lists", "The watch lists", all)
        .post::<NewList, List, _>("/lists", "Saves a query", "201", save)
        .delete::<Dropped, _>("/lists/{id}", "Drops a watch list", remove)
}

/// So many there are at most.
const MOST: usize = 200;

/// A query to be saved.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewList {
    /// What it is called.
    #[schemars(length(min = 1, max = 200))]
    name: String,
    /// As the parameters of `/incidents`.
    #[schemars(with = "Filters")]
    filters: serde_json::Map<String, Value>,
    /// An address that is told of its incidents as they come and change.
    #[serde(default)]
    webhook: Option<String>,
}

/// A saved query.
#[derive(Serialize, JsonSchema)]
struct List {
    id: i64,
    name: String,
    filters: Filters,
    webhook: Option<String>,
    by: String,
    since: String,
    /// When the webhook was told something last.
    delivered: Option<String>,
    /// What went wrong the last time.
    fault: Option<String>,
    /// Where its feeds are, for readers that cannot log in.
    feeds: Feeds,
    /// Only in the answer to POST, once: what deliveries are signed with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    secret: Option<String>,
}

/// Addresses of feeds, with the key that opens them.
#[derive(Serialize, JsonSchema)]
struct Feeds {
    atom: String,
    json: String,
}

/// A watch list that is no more.
#[derive(Serialize, JsonSchema)]
struct Dropped {
    id: i64,
}

impl List {
    fn of(list: Watchlist, secret: Option<String>) -> List {
        let feed = |form: &str| format!("{BASE}/lists/{}/feed.{form}?token={}", list.number, list.feed_key);
        List {
            id: list.number,
            filters: serde_json::from_str(&list.filters).unwrap_or_default(),
            feeds: Feeds { atom: feed("atom"), json: feed("json") },
            name: list.name,
            webhook: list.webhook,
            by: list.who,
            since: list.since,
            delivered: list.delivered,
            fault: list.fault,
            secret,
        }
    }
}

/// The filters of a list, as the ledger is asked.
pub(super) fn wanted(list: &Watchlist) -> Result<store::Wanted, Problem> {
    let filters: Filters = serde_json::from_str(&list.filters)
        .map_err(|_| Problem::fault("The list was saved by another version of the program; save it anew"))?;
    Ok(store::Wanted { order: store::Order::Changed, ..filters.wanted()? })
}

/// Filters, read as parameters are.
fn filters(given: serde_json::Map<String, Value>) -> Result<Filters, Problem> {
    let words = |value: Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let read = asked::read::<Filters>(given.into_iter().map(|(name, value)| (name, words(value))).collect());
    let filters = read.map_err(|problem| Problem { status: StatusCode::UNPROCESSABLE_ENTITY, ..problem })?;
    filters.wanted().map_err(|problem| Problem { status: StatusCode::UNPROCESSABLE_ENTITY, ..problem })?;
    Ok(filters)
}

async fn all(State(server): State<Server>, _: Asked<Nothing>) -> Result<Response, Problem> {
    // deliveries change them, whatever the ledger holds
    let lists = server.work(|view| Ok(view.ledger.watchlists()?)).await?;
    said(StatusCode::OK, &lists.into_iter().map(|list| List::of(list, None)).collect::<Vec<_>>())
}

async fn save(State(server): State<Server>, you: You, Sent(new): Sent<NewList>) -> Result<Response, Problem> {
    let wrong = |what: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, what);
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(wrong("`name` has to have 1 to 200 characters".into()));
    }
    let filters = serde_json::to_string(&filters(new.filters)?).map_err(|e| Problem::fault(e.to_string()))?;
    let random = || token::random().map_err(|error| Problem::fault(error.to_string()));
    let webhook = match new.webhook.map(|to| to.trim().to_owned()).filter(|to| !to.is_empty()) {
        Some(to) => {
            let (address, private) = (to.clone(), server.0.settings.private);
            let checked = server.work(move |_| {
                let fetcher = Fetcher::new(Manners { private, robots: false, ..Manners::default() });
                fetcher.check(&address).map_err(|error| wrong(error.to_string()))
            });
            checked.await?;
            let secret = format!("whsec_{}", BASE64_STANDARD.encode(random()?));
            Some((to, secret))
        }
        None => None,
    };
    let secret = webhook.as_ref().map(|(_, secret)| secret.clone());
    let new = NewWatchlist { name, filters, webhook, feed_key: random()?, who: you.name };
    let saved = server.register(move |register| {
        if register.ledger().watchlists()?.len() >= MOST {
            return Err(store::StoreError::Refused(format!("There are {MOST} watch lists; drop one first")));
        }
        register.watch(&new)
    });
    let saved = saved.await?;
    let done = Done::what(format!("list {}, {}", saved.number, saved.name));
    Ok((done, said(StatusCode::CREATED, &List::of(saved, secret))?).into_response())
}

async fn remove(State(server): State<Server>, At(id): At<String>) -> Result<Response, Problem> {
    let missing = || Problem::missing("There is no watch list of this number");
    let id: i64 = id.parse().map_err(|_| missing())?;
    match server.register(move |register| register.unwatch(id)).await? {
        true => said(StatusCode::OK, &Dropped { id }),
        false => Err(missing()),
    }
}
