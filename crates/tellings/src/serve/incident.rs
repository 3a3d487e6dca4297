//! One incident: the accounts side by side, what is odd, what belongs to it, what came since.

use std::collections::BTreeSet;

use axum::extract::State as From;
use axum::response::Response;
use incident::{Comparison, Members, Read, gather};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Order, Says};
use text::{Key, Moment};

use super::Server;
use super::answer::{Ask, Body, View, json};
use super::asked::{Asked, At};
use super::catalog::Catalog;
use super::filters::moment;
use super::incidents::Listed;
use super::problem::Problem;
use super::routes::{BASE, Routes};
use super::table;
use super::told::{Account, Heard, Taken, Told, Voice, accounts, claims, published};
use crate::view::silences;
use crate::wire;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Query, IncidentView<'static>, _>(
            "/incidents/{id}",
            "An incident with all that is told of it; `{id}.csv` is its accounts side by side as a table",
            show,
        )
        .get::<Since, wire::Since<'static>, _>(
            "/incidents/{id}/changes",
            "What came to an incident since a moment, and what is told otherwise",
            changes,
        )
}

/// As of when.
#[derive(Deserialize, JsonSchema)]
struct Query {
    /// Only what was published by then, compared anew: `2024-12-22` or `2024-12-22T09:30:00Z`.
    known: Option<String>,
}

/// Since when.
#[derive(Deserialize, JsonSchema)]
struct Since {
    /// At this moment or later: `2024-12-22` or `2024-12-22T09:30:00Z`; all unless given.
    since: Option<String>,
}

/// An incident with all that is told of it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct IncidentView<'a> {
    incident: wire::Incident<'a>,
    listed: Listed<'a>,
    /// The articles that tell of it, in the order of publication.
    accounts: Vec<Account>,
    /// Who is heard, those that are one voice under one name.
    voices: Vec<Voice>,
    /// By account, then in the order of its text.
    claims: Vec<Told<'a>>,
    /// What is odd about what they say.
    signs: Vec<wire::Sign<'a>>,
    /// What no account gives: names of facets.
    silent: Vec<&'static str>,
    /// The wave or sum that it belongs to.
    part_of: Option<Listed<'a>>,
    /// Of a statement: what it speaks of.
    about: Option<Listed<'a>>,
    /// Of a wave or sum: what belongs to it.
    parts: Vec<Listed<'a>>,
    /// What else belongs to what it belongs to.
    siblings: Vec<Listed<'a>>,
    /// What speaks of it.
    statements: Vec<Listed<'a>>,
    /// The moment that was asked for.
    known: Option<String>,
}

/// Incidents as they were compared, from which one is shown.
pub(crate) struct Compared<'a> {
    pub(crate) reads: &'a [Read],
    pub(crate) comparison: &'a Comparison,
    pub(crate) packs: &'a claim::Packs,
    pub(crate) taken: &'a Taken,
}

impl<'a> Compared<'a> {
    /// The incident at a position, without what belongs to it; `listed` is its line in a list.
    pub(crate) fn view(&self, nth: usize, listed: Listed<'a>) -> Option<IncidentView<'a>> {
        let Compared { reads, comparison, packs, taken } = *self;
        let incident = comparison.incidents.get(nth)?;
        let tellings: BTreeSet<(usize, usize)> =
            incident.tellings.iter().map(|at| (at.article, at.telling)).collect();
        let articles: BTreeSet<usize> = tellings.iter().map(|at| at.0).collect();
        let (order, accounts) = accounts(reads, comparison, articles.into_iter().collect(), taken);
        let of = |at: usize| {
            let claims = reads[at].reading.claims.iter();
            claims.filter({
                let tellings = &tellings;
                move |claim| tellings.contains(&(at, claim.telling))
            })
        };
        let heard =
            Heard::of(order.iter().flat_map(|at| of(*at)).filter_map(|claim| claim.origin.as_deref()));
        let told = order.iter().flat_map(|at| {
            let read = &reads[*at];
            let wanted = |claim: &claim::Claim| tellings.contains(&(*at, claim.telling));
            claims(&read.article, &read.reading, (packs, &heard), |_| Some(incident.id), wanted)
        });
        let claims = told.collect();
        let signs = wire::signs(comparison, reads);
        let own = incident.id.to_string();
        Some(IncidentView {
            incident: wire::Incident::new(incident, reads),
            listed,
            accounts,
            voices: heard.voices,
            claims,
            signs: signs
                .into_iter()
                .filter(|sign| sign.incident.as_ref().is_none_or(|id| *id == own))
                .collect(),
            silent: silences(incident).into_iter().map(|(_, facet)| facet).collect(),
            part_of: None,
            about: None,
            parts: vec![],
            siblings: vec![],
            statements: vec![],
            known: None,
        })
    }
}

async fn show(
    From(server): From<Server>,
    At(name): At<String>,
    ask: Ask,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    let known = query.known.as_deref().map(|text| {
        Moment::parse(text)
            .ok_or_else(|| Problem::parameter("known", "has to be a moment: 2024-12-22T09:30:00Z"))
    });
    let known = known.transpose()?;
    let make = move |view: &View<'_>| {
        let (name, ending) = name.strip_suffix(".csv").map_or((name.as_str(), ""), |name| (name, ".csv"));
        let query = query
            .known
            .as_ref()
            .map_or(String::new(), |known| format!("?known={}", known.replace('+', "%2B")));
        let id = find(view, name, |id| format!("{BASE}/incidents/{id}{ending}{query}"))?;
        let state = (view.ledger.state_of(id)?, view.catalog.state_of(id));
        let asked = format!("{id}{ending}{query} {state:x?}");
        let kept = &view.server.0.incidents;
        if let Some(body) = kept.get(&asked) {
            return Ok(body);
        }
        let mut shown = view.ledger.show(id)?;
        if let Some(known) = known {
            let by = known_by(&shown.reads, &shown.comparison, id, known);
            shown.comparison = by.ok_or_else(|| Problem::missing("Nothing of it was published by then"))?;
        }
        if ending == ".csv" {
            let bytes = table::csv(&shown.reads, &shown.comparison).into();
            let file = Some(format!("incident-{id}.csv"));
            let body = Body { media: "text/csv; charset=utf-8", bytes, file };
            kept.keep(asked, &body);
            return Ok(body);
        }
        let (catalog, reads) = (view.catalog, &shown.reads);
        let taken = view.ledger.taken(reads.iter().map(|read| read.article.key()))?;
        let row = catalog.find(id).map(|at| &catalog.rows[at]);
        let row = row.ok_or_else(|| Problem::missing("The incident has just come; ask again in a second"))?;
        let packs = &view.server.0.packs;
        let compared = Compared { reads, comparison: &shown.comparison, packs, taken: &taken };
        let told = compared.view(0, Listed::from(&row.light));
        let mut told = told.ok_or_else(|| Problem::missing("Nothing tells of it any more"))?;
        let marks = &row.light.listed.marks;
        told.incident.decisions =
            (!marks.is_empty()).then(|| marks.iter().map(wire::Decision::from).collect());
        beside(&mut told, catalog, id);
        told.known = known.map(|known| known.to_string());
        let body = json(&told)?;
        kept.keep(asked, &body);
        Ok(body)
    };
    server.answer(ask, make).await
}

/// The incident of an id, which leads to where it stands: another that it was joined to, or its whole id.
fn find(view: &View<'_>, name: &str, address: impl Fn(Key) -> String) -> Result<Key, Problem> {
    match view.ledger.find(name) {
        Ok(id) if id.to_string() == name => Ok(id),
        Ok(id) => Err(Problem::moved(&address(id))),
        // it was there, and nothing tells of it any more
        Err(store::StoreError::Refused(what)) => Err(Problem::new(axum::http::StatusCode::GONE, what)),
        Err(error) => Err(error.into()),
    }
}

/// The comparison of what was published by a moment; none where nothing was.
fn known_by(reads: &[Read], comparison: &Comparison, id: Key, known: Moment) -> Option<Comparison> {
    // by the end of a day, where no hour is asked for; of an article that has no hour, from the beginning of its day
    const HALF: i64 = 12 * 3_600;
    let latest = known.seconds() + if known.time.is_none() { HALF } else { 0 };
    let was = |at: usize| {
        let published = published(comparison, reads, at).map(|published| published.at);
        published.is_some_and(|at| at.seconds() - if at.time.is_none() { HALF } else { 0 } <= latest)
    };
    let incident = comparison.incidents.first()?;
    let tellings = incident.tellings.iter().filter(|at| was(at.article));
    let members: Members = tellings.map(|at| (reads[at.article].article.key(), at.telling)).collect();
    if members.is_empty() {
        return None;
    }
    let mut then = gather(reads, &[members]);
    let first = then.incidents.first_mut()?;
    (first.id, first.part_of, first.about) = (id, incident.part_of, incident.about);
    Some(then)
}

/// Adds what belongs to an incident, and what it belongs to.
fn beside<'a>(told: &mut IncidentView<'a>, catalog: &'a Catalog, id: Key) {
    let at = |id: Key| catalog.find(id).map(|at| &catalog.rows[at]);
    let list = |rows: &[usize]| {
        let mut rows: Vec<usize> =
            rows.iter().copied().filter(|at| !catalog.rows[*at].light.listed.is(Says::Dismiss)).collect();
        rows.sort_by_cached_key(|at| catalog.rows[*at].rank(Order::Day));
        rows.iter().map(|at| Listed::from(&catalog.rows[*at].light)).collect::<Vec<_>>()
    };
    let Some(row) = at(id) else { return };
    let whole = row.light.listed.part_of;
    told.part_of = whole.and_then(at).map(|row| Listed::from(&row.light));
    told.about = row.light.listed.about.and_then(at).map(|row| Listed::from(&row.light));
    if let Some(below) = catalog.below(id) {
        told.parts = list(&below.parts);
        told.statements = list(&below.statements);
    }
    if let Some(below) = whole.and_then(|whole| catalog.below(whole)) {
        let others: Vec<usize> =
            below.parts.iter().copied().filter(|at| catalog.rows[*at].light.listed.id != id).collect();
        told.siblings = list(&others);
    }
}

async fn changes(
    From(server): From<Server>,
    At(name): At<String>,
    ask: Ask,
    Asked(query): Asked<Since>,
) -> Result<Response, Problem> {
    let since = moment("since", query.since.as_deref())?.unwrap_or_default();
    let make = move |view: &View<'_>| {
        let asked = if since.is_empty() { String::new() } else { format!("?since={since}") };
        let id = find(view, &name, |id| format!("{BASE}/incidents/{id}/changes{asked}"))?;
        let came = view.ledger.came_since(id, &since)?;
        let changes = view.ledger.changes_since(&since, Some(id))?;
        let title = view.ledger.title(id)?.unwrap_or_default();
        json(&wire::Since::new(id, &title, &since, &came, &changes))
    };
    server.answer(ask, make).await
}
