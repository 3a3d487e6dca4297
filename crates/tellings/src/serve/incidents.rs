//! Lists of incidents.

use axum::extract::State as From;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Light, Order};

use super::Server;
use super::answer::{Ask, json};
use super::asked::Asked;
use super::catalog::number;
use super::filters::{Filters, State};
use super::problem::Problem;
use super::routes::Routes;
use crate::wire::Decision;

pub(super) fn routes() -> Routes {
    Routes::new().get::<Query, Paged<Listed<'static>>, _>("/incidents", "The incidents that are wanted", list)
}

/// Which incidents, and which page of them.
#[derive(Deserialize, JsonSchema)]
struct Query {
    #[serde(flatten)]
    filters: Filters,
    /// How many at most; 50 unless given.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<usize>,
    /// Where the page before ended: its `next`.
    cursor: Option<String>,
}

/// A page of a list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Paged<T> {
    pub(crate) items: Vec<T>,
    /// What to ask the next page with; null at the end.
    pub(crate) next: Option<String>,
    /// How many there are in all.
    pub(crate) total: usize,
}

/// An incident in a list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Listed<'a> {
    /// Its id, which lives on.
    id: String,
    /// Hash of its tellings' keys.
    key: String,
    /// The kind that fits best.
    kind: Option<&'a str>,
    /// "Drone strike, Kazan, 21 December 2024".
    title: &'a str,
    /// One thing, several places of one operation, or a sum over a period.
    #[schemars(extend("enum" = ["single", "wave", "total"]))]
    scope: &'a str,
    /// The worst state of its facts.
    state: State,
    /// Its first day and its last.
    days: [Option<&'a str>; 2],
    /// How many articles tell of it.
    articles: u64,
    /// How many named voices are heard on it.
    voices: u64,
    /// The names of its places, the surest first.
    places: &'a [String],
    /// What is told of killed and injured in all, where something is.
    figures: Vec<Toll<'a>>,
    /// The id of the wave or total that it belongs to.
    part_of: Option<String>,
    /// Of a statement: the id of the incident that it speaks of.
    about: Option<String>,
    /// Since when the ledger has it.
    since: &'a str,
    /// When it changed last.
    changed: &'a str,
    /// What people say of it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    decisions: Vec<Decision<'a>>,
}

/// What is told of the killed or injured in all.
#[derive(Serialize, JsonSchema)]
struct Toll<'a> {
    #[schemars(extend("enum" = ["killed", "injured"]))]
    facet: &'a str,
    state: State,
    /// The least that it can be.
    min: Option<i64>,
    /// The most; null where there is no upper bound.
    max: Option<i64>,
}

impl<'a> core::convert::From<&'a Light> for Listed<'a> {
    fn from(light: &'a Light) -> Listed<'a> {
        let listed = &light.listed;
        let figures = light.figures.iter().map(|(facet, figure)| Toll {
            facet,
            state: State::of(&figure.state),
            min: figure.min,
            max: figure.max,
        });
        Listed {
            id: listed.id.to_string(),
            key: listed.key.to_string(),
            kind: listed.kind.as_deref(),
            title: &listed.title,
            scope: &listed.scope,
            state: State::of(&listed.state),
            days: [listed.first_day.as_deref(), listed.last_day.as_deref()],
            articles: listed.articles,
            voices: light.voices,
            places: &listed.places,
            figures: figures.collect(),
            part_of: listed.part_of.map(|id| id.to_string()),
            about: listed.about.map(|id| id.to_string()),
            since: &listed.since,
            changed: &listed.changed,
            decisions: listed.marks.iter().map(Decision::from).collect(),
        }
    }
}

async fn list(From(server): From<Server>, ask: Ask, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    let wanted = query.filters.wanted()?;
    let behind = query.cursor.as_deref().map(|cursor| rank(cursor, wanted.order)).transpose()?;
    let make = move |view: &super::answer::View<'_>| {
        let catalog = view.catalog;
        let set = catalog.set(view.ledger, &wanted)?;
        let limit = query.limit.unwrap_or(50);
        let (page, next) = catalog.page(&set, wanted.order, behind.as_deref(), limit);
        json(&Paged {
            items: page.iter().map(|at| Listed::from(&catalog.rows[*at].light)).collect(),
            next: next.map(|rank| cursor(&rank, wanted.order)),
            total: set.count,
        })
    };
    server.answer(ask, make).await
}

/// Where a page ended, as the next is asked for: the order and the rank of the last in it, in hexadecimal digits.
fn cursor(rank: &[u8], order: Order) -> String {
    use std::fmt::Write;
    let mut out = number(order).to_string();
    rank.iter().for_each(|byte| _ = write!(out, "{byte:02x}"));
    out
}

fn rank(cursor: &str, order: Order) -> Result<Vec<u8>, Problem> {
    let digits = cursor.strip_prefix(&number(order).to_string()).filter(|digits| digits.is_ascii());
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes = digits.and_then(|digits| digits.as_bytes().chunks(2).map(byte).collect());
    bytes.ok_or_else(|| Problem::parameter("cursor", "is not that of a page of this list"))
}
