use dom_query::{Document, NodeRef};
use jiff::fmt::rfc2822;
use serde_json::Value as Json;
use text::{Moment, Published, PublishedFrom};

/// What a page tells of itself beside its text.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    /// The headline that it gives to machines.
    pub(crate) headline: Option<String>,
    /// Publication times as they stand there, surest first.
    pub(crate) times: Vec<String>,
    /// The outlet's name.
    pub(crate) outlet: Option<String>,
    /// The address that it calls its own.
    pub(crate) address: Option<String>,
    /// The language of its root element.
    pub(crate) language: Option<String>,
}

impl Meta {
    /// The first of the times that can be read.
    pub(crate) fn published(&self) -> Option<Published> {
        let at = self.times.iter().find_map(|time| moment(time))?;
        Some(Published { at, from: PublishedFrom::Metadata })
    }
}

/// Names under which pages give their publication time, surest first, in lower case.
const TIMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "article.published",
    "published_time",
    "published-date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "date",
];

/// Gathers what JSON-LD, `meta`, `link` and `time` elements tell.
pub(crate) fn of(document: &Document) -> Meta {
    let mut meta = Meta::default();
    let mut publisher = None;
    for script in document.select("script[type=\"application/ld+json\"]").nodes() {
        linked_data(&script.text(), &mut meta, &mut publisher);
    }
    let named = names(document);
    let get = |name: &str| named.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    meta.times.extend(TIMES.iter().filter_map(|name| get(name)));
    meta.times.extend(time_elements(document));
    meta.headline = meta.headline.or_else(|| get("og:title"));
    meta.outlet = get("og:site_name").or(publisher);
    let canonical = document.select_single("link[rel=canonical]").attr("href").map(|href| href.to_string());
    meta.address = canonical.or_else(|| get("og:url")).filter(|url| host(url).is_some());
    meta.language = document.select_single("html[lang]").attr("lang").map(|lang| lang.to_string());
    meta
}

/// The host of an address, without its port and a leading `www.`.
pub(crate) fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next()?;
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let host = &host[..end];
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Reads the forms of time that pages use: RFC 3339 and near it, `20241222`, RFC 2822.
fn moment(time: &str) -> Option<Moment> {
    let time = time.trim();
    if let Some(moment) = Moment::parse(time) {
        return Some(moment);
    }
    if time.len() == 8 && time.bytes().all(|b| b.is_ascii_digit()) {
        return Moment::parse(&format!("{}-{}-{}", &time[..4], &time[4..6], &time[6..]));
    }
    if let Ok(zoned) = rfc2822::parse(time) {
        let offset = Some(zoned.offset().seconds());
        return Some(Moment { date: zoned.date(), time: Some(zoned.time()), offset });
    }
    // A clock time that cannot be read leaves a day that can.
    let day = time.get(..10).filter(|_| !time[10..].starts_with(|c: char| c.is_ascii_digit()))?;
    Moment::parse(day)
}

/// The names of `meta` elements in lower case, with what they hold.
fn names(document: &Document) -> Vec<(String, String)> {
    let mut named = Vec::new();
    for node in document.select("meta[content]").nodes() {
        let name = ["property", "name", "itemprop"].iter().find_map(|attribute| node.attr(attribute));
        let content = node.attr("content").map(|content| content.trim().to_owned());
        if let (Some(name), Some(content)) = (name, content.filter(|content| !content.is_empty())) {
            named.push((name.trim().to_lowercase(), content));
        }
    }
    named
}

/// The times of `time` elements: those marked as publication, else the first.
fn time_elements(document: &Document) -> Vec<String> {
    let selection = document.select("time[datetime]");
    let is_marked = |node: &&NodeRef| {
        node.has_attr("pubdate")
            || node.attr("itemprop").is_some_and(|name| name.eq_ignore_ascii_case("datePublished"))
            || node.class().is_some_and(|class| class.to_lowercase().contains("publi"))
    };
    let nodes = selection.nodes();
    let first = nodes.iter().find(is_marked).or_else(|| nodes.first());
    first.and_then(|node| node.attr("datetime")).map(|time| time.to_string()).into_iter().collect()
}

/// Takes headline, time and publisher from a block of JSON-LD.
fn linked_data(block: &str, meta: &mut Meta, publisher: &mut Option<String>) {
    let block = block.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    let Ok(json) = serde_json::from_str::<Json>(block) else {
        // Not valid, as it often is not: the time alone is looked for.
        let value = block.split("\"datePublished\"").nth(1).and_then(|rest| rest.split('"').nth(1));
        meta.times.extend(value.map(str::to_owned));
        return;
    };
    let mut waiting = vec![&json];
    while let Some(json) = waiting.pop() {
        match json {
            Json::Array(items) => waiting.extend(items.iter().rev()),
            Json::Object(fields) => {
                if is_article(&json["@type"]) {
                    meta.times.extend(json["datePublished"].as_str().map(str::to_owned));
                    let headline = json["headline"].as_str().map(plain).filter(|words| !words.is_empty());
                    meta.headline = meta.headline.take().or(headline);
                    let name = json["publisher"]["name"].as_str().map(plain).filter(|name| !name.is_empty());
                    *publisher = publisher.take().or(name);
                }
                waiting.extend(
                    ["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|key| fields.get(*key)),
                );
            }
            _ => {}
        }
    }
}

fn is_article(kind: &Json) -> bool {
    let is =
        |kind: &Json| kind.as_str().is_some_and(|kind| kind.contains("Article") || kind.ends_with("Posting"));
    is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
}

/// The words of a string that may hold entities or tags.
fn plain(words: &str) -> String {
    if words.contains(['&', '<']) {
        return Document::fragment(words).text().trim().to_owned();
    }
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_pages_write() {
        let shown = |time: &str| moment(time).map(|m| m.to_string());
        let clock = Some("2024-12-22T09:30:00+02:00".to_owned());
        assert_eq!(shown("2024-12-22T09:30:00.000+0200"), clock);
        assert_eq!(shown("2024-12-22 09:30:00 +02:00"), clock);
        assert_eq!(shown("Sun, 22 Dec 2024 09:30:00 +0200"), clock);
        assert_eq!(shown("20241222"), Some("2024-12-22".to_owned()));
        assert_eq!(shown("2024-12-22 at nine"), Some("2024-12-22".to_owned()));
        assert_eq!(shown("yesterday"), None);
        assert_eq!(shown("вчора ввечері"), None);
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.Example.org:80/a").as_deref(), Some("example.org"));
        assert_eq!(host("http://u:p@a.org?x").as_deref(), Some("a.org"));
        assert_eq!(host("http://[::1]:8/x").as_deref(), Some("[::1]"));
        assert_eq!(host("/a/b"), None);
        assert_eq!(host("https:///"), None);
    }

    #[test]
    fn linked_data_in_a_graph_and_broken() {
        let graph = r#"{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},
            {"@type": ["NewsArticle"], "datePublished": "2024-12-22", "headline": "A &amp; B", "publisher": {"name": "P"}}]}"#;
        let (mut meta, mut publisher) = (Meta::default(), None);
        linked_data(graph, &mut meta, &mut publisher);
        assert_eq!(meta.times, ["2024-12-22"]);
        assert_eq!(meta.headline.as_deref(), Some("A & B"));
        assert_eq!(publisher.as_deref(), Some("P"));
        linked_data("{\"datePublished\" : \"2024-12-23\", \"a\": \"x\ny\"}", &mut meta, &mut publisher);
        assert_eq!(meta.times[1], "2024-12-23");
    }
}
