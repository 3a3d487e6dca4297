//! The feeds of a watch list: Atom (RFC 4287) and JSON Feed 1.1. What stands in them others wrote: each word of it is text.

use std::fmt::Write;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Change, Figure, Listed, Watchlist};

use super::Server;
use super::answer::{Ask, Body, View, json_as};
use super::asked::{Asked, At};
use super::lists::wanted;
use super::problem::Problem;
use super::routes::{BASE, Routes};
use super::session::log_in_first;
use crate::html::escaped;

pub(super) fn routes() -> Routes {
    let (atom, json) = ("application/atom+xml", "application/feed+json");
    Routes::new()
        .get_as::<Key, _>(
            "/lists/{id}/feed.atom",
            "New and changed incidents of a list, as Atom",
            atom,
            as_atom,
        )
        .get_as::<Key, _>("/lists/{id}/feed.json", "The same as JSON Feed", json, as_json)
}

/// So many incidents stand in a feed, those that changed last.
const MOST: usize = 50;

/// What opens a feed to readers that cannot log in.
#[derive(Deserialize, JsonSchema)]
struct Key {
    /// The list's own key, as its `feeds` have it.
    token: Option<String>,
}

/// What a feed tells.
struct Feed {
    list: Watchlist,
    /// Where the server is.
    root: String,
    items: Vec<(Listed, Vec<Change>)>,
}

async fn as_atom(
    State(server): State<Server>,
    ask: Ask,
    At(id): At<String>,
    Asked(key): Asked<Key>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (media, root) = ("application/atom+xml; charset=utf-8", root(&headers));
    let is_known = ask.you.role.is_some();
    let make = move |view: &View<'_>| {
        let feed = Feed::of(view, &id, is_known, key, root)?;
        Ok(Body { media, bytes: feed.atom().into(), file: None })
    };
    server.answer(ask, make).await
}

async fn as_json(
    State(server): State<Server>,
    ask: Ask,
    At(id): At<String>,
    Asked(key): Asked<Key>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let root = root(&headers);
    let is_known = ask.you.role.is_some();
    let make = move |view: &View<'_>| {
        json_as("application/feed+json", &Feed::of(view, &id, is_known, key, root)?.json())
    };
    server.answer(ask, make).await
}

/// Where the server is, as the reader asked for it.
fn root(headers: &HeaderMap) -> String {
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = if told("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    format!("{scheme}://{}", told(header::HOST.as_str()).unwrap_or("localhost"))
}

impl Feed {
    fn of(view: &View<'_>, id: &str, is_known: bool, key: Key, root: String) -> Result<Feed, Problem> {
        let list = match id.parse() {
            Ok(number) => view.ledger.watchlist(number)?,
            Err(_) => None,
        };
        // hashes are compared in the same time wherever they differ
        let hash = |key: &str| blake3::hash(key.as_bytes());
        let opens = |list: &Watchlist| key.token.is_some_and(|key| hash(&key) == hash(&list.feed_key));
        let list = match list {
            Some(list) if is_known || opens(&list) => list,
            // who may not see a list does not hear whether there is one
            _ if !is_known => return Err(log_in_first()),
            _ => return Err(Problem::missing("There is no watch list of this number")),
        };
        let mut listed = view.ledger.incidents(&store::Wanted { limit: Some(MOST), ..wanted(&list)? })?;
        listed.sort_by(|a, b| (&b.changed, a.id).cmp(&(&a.changed, b.id)));
        let mut items = Vec::with_capacity(listed.len());
        for incident in listed {
            let mut changes = view.ledger.changes_since(&incident.changed, Some(incident.id))?;
            changes.truncate(10);
            items.push((incident, changes));
        }
        Ok(Feed { list, root, items })
    }

    fn page(&self, id: text::Key) -> String {
        format!("{}/incidents/{id}", self.root)
    }

    fn address(&self, form: &str) -> String {
        format!("{}{BASE}/lists/{}/feed.{form}", self.root, self.list.number)
    }

    fn atom(&self) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
        );
        let updated = self.items.iter().map(|(listed, _)| listed.changed.as_str()).max();
        let number = self.list.number;
        write!(
            out,
            "<id>tag:tellings,2026:list/{number}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <author><name>Tellings</name></author>\n<generator version=\"{}\">Tellings</generator>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" href=\"{}/\"/>\n",
            escaped(&self.list.name),
            escaped(updated.unwrap_or(&self.list.since)),
            env!("CARGO_PKG_VERSION"),
            escaped(&self.address("atom")),
            escaped(&self.root)
        )
        .ok();
        for (listed, changes) in &self.items {
            write!(
                out,
                "<entry>\n<id>tag:tellings,2026:incident/{}</id>\n<title>{}</title>\n<published>{}</published>\n\
                 <updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                listed.id,
                escaped(title(listed)),
                escaped(&listed.since),
                escaped(&listed.changed),
                escaped(&self.page(listed.id))
            )
            .ok();
            if let Some(kind) = &listed.kind {
                writeln!(out, "<category term=\"{}\"/>", escaped(kind)).ok();
            }
            writeln!(out, "<content type=\"text\">{}</content>\n</entry>", escaped(&says(listed, changes)))
                .ok();
        }
        out + "</feed>\n"
    }

    fn json(&self) -> JsonFeed<'_> {
        let item = |(listed, changes): &(Listed, Vec<Change>)| Item {
            id: format!("tag:tellings,2026:incident/{}", listed.id),
            url: self.page(listed.id),
            title: title(listed).to_owned(),
            content_text: says(listed, changes),
            date_published: listed.since.clone(),
            date_modified: listed.changed.clone(),
            tags: listed.kind.iter().cloned().collect(),
        };
        JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.list.name,
            home_page_url: format!("{}/", self.root),
            feed_url: self.address("json"),
            items: self.items.iter().map(item).collect(),
        }
    }
}

/// A JSON Feed.
#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    items: Vec<Item>,
}

/// An incident in it.
#[derive(Serialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    content_text: String,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

fn title(listed: &Listed) -> &str {
    if listed.title.is_empty() { "Incident" } else { &listed.title }
}

/// What is told of an incident, in a few lines.
fn says(listed: &Listed, changes: &[Change]) -> String {
    let plural = if listed.articles == 1 { "" } else { "s" };
    let mut out = format!("{}; {} article{plural}", listed.state, listed.articles);
    if !listed.places.is_empty() {
        write!(out, "; {}", listed.places.join(", ")).ok();
    }
    for change in changes {
        let scope = if change.scope.is_empty() { String::new() } else { format!(" ({})", change.scope) };
        let figure = |figure: &Option<Figure>| figure.as_ref().map_or_else(|| "–".to_owned(), figure_of);
        let (before, after) = (figure(&change.before), figure(&change.after));
        write!(out, "\n{}{scope}: {before} → {after}", change.facet).ok();
    }
    out
}

fn figure_of(figure: &Figure) -> String {
    let value = match (figure.min, figure.max, &figure.says) {
        (Some(min), Some(max), _) if min == max => min.to_string(),
        (Some(min), Some(max), _) => format!("{min}–{max}"),
        (Some(min), None, _) => format!("{min} or more"),
        (_, _, Some(says)) => says.clone(),
        _ => "?".into(),
    };
    format!("{value}, {}", figure.state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_xml() {
        let hostile = "</title><script>alert(1)</script>\u{0}\u{1b}]]>\"'&amp;\u{fffe}";
        let safe = escaped(hostile);
        assert!(!safe.contains(['<', '>', '"', '\'', '\u{0}', '\u{1b}', '\u{fffe}']), "{safe}");
        assert!(safe.starts_with("&lt;/title&gt;&lt;script&gt;") && safe.ends_with("&amp;amp;"));
    }
}
