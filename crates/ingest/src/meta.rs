use jiff::fmt::rfc2822;
use serde_json::Value as Json;
use text::{Moment, Published, PublishedFrom};

use crate::tree::{Tag, Tree};

/// What a page tells of itself beside its text.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    /// The headlines that it gives to machines, surest first.
    pub(crate) headlines: Vec<String>,
    /// Publication times as they stand there, surest first.
    pub(crate) times: Vec<String>,
    /// The outlet's name.
    pub(crate) outlet: Option<String>,
    /// The address that it calls its own.
    pub(crate) address: Option<String>,
    /// The language of its root element.
    pub(crate) language: Option<String>,
    /// The text that it gives to machines.
    pub(crate) body: Option<String>,
    /// Whether it says that not all may read it.
    pub(crate) is_paid: bool,
    /// Whether it says that it is a live report.
    pub(crate) is_live: bool,
}

impl Meta {
    /// The first of the times that can be read, or the day in the address.
    pub(crate) fn published(&self) -> Option<Published> {
        let told = self.times.iter().find_map(|time| moment(time));
        let at = told.or_else(|| self.address.as_deref().and_then(day_of_address))?;
        Some(Published { at, from: PublishedFrom::Metadata })
    }
}

/// Names under which pages give their publication time, surest first, in lower case.
const TIMES: &[&str] = &[
    "article:published_time",
    "article:published:time",
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
    "article.created",
    "date",
    "created",
    "last-modified",
];

/// Gathers what JSON-LD, `meta`, `link` and `time` elements tell.
pub(crate) fn of(tree: &Tree<'_>) -> Meta {
    let mut meta = Meta::default();
    let mut publisher = None;
    let mut named = Vec::new();
    let mut canonical = None;
    for (at, node) in (0u32..).zip(&tree.nodes) {
        match node.tag {
            Tag::Script if is_linked_data(tree, at) => {
                linked_data(tree.raw_text(at), &mut meta, &mut publisher);
            }
            Tag::Meta => named.extend(name(tree, at)),
            Tag::Link if canonical.is_none() => {
                let is_canonical =
                    tree.attribute(at, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                canonical = is_canonical.then(|| tree.attribute(at, "href")).flatten();
            }
            Tag::Html if meta.language.is_none() => {
                meta.language = tree.attribute(at, "lang").map(|lang| lang.into_owned());
            }
            _ => {}
        }
    }
    let get = |name: &str| named.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    meta.times.extend(TIMES.iter().filter_map(|name| get(name)));
    meta.times.extend(time_element(tree));
    meta.headlines.extend(["og:title", "twitter:title"].into_iter().filter_map(get));
    meta.outlet = get("og:site_name").or(publisher);
    meta.address =
        canonical.map(|url| url.into_owned()).or_else(|| get("og:url")).filter(|url| host(url).is_some());
    meta
}

fn is_linked_data(tree: &Tree<'_>, script: u32) -> bool {
    tree.attribute(script, "type").is_some_and(|kind| kind.trim().starts_with("application/ld+json"))
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

/// Reads the forms of time that pages and feeds use: RFC 3339 and near it, `20241222`, RFC 2822,
/// and days in figures alone where only one order of day and month is possible.
pub(crate) fn moment(time: &str) -> Option<Moment> {
    let time = time.trim();
    if let Some(moment) = Moment::parse(time) {
        return Some(moment);
    }
    let is_figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if (time.len() == 8 || time.len() == 14) && is_figures(time) {
        return Moment::parse(&format!("{}-{}-{}", &time[..4], &time[4..6], &time[6..8]));
    }
    if let Ok(zoned) = rfc2822::parse(time) {
        let offset = Some(zoned.offset().seconds());
        return Some(Moment { date: zoned.date(), time: Some(zoned.time()), offset });
    }
    // A clock time that cannot be read leaves a day that can.
    if let Some(day) = time.get(..10).filter(|_| !time[10..].starts_with(|c: char| c.is_ascii_digit()))
        && let Some(moment) = Moment::parse(day)
    {
        return Some(moment);
    }
    day_in_figures(time)
}

/// "22.12.2024", "2024/12/22", at the beginning.
fn day_in_figures(time: &str) -> Option<Moment> {
    let day = time.split([' ', 'T', ',']).next()?;
    let mut parts = day.split(['.', '/', '-']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [first, second, third].iter().any(|part| part.is_empty() || part.len() > 4) {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok();
    let (first_number, second_number) = (number(first)?, number(second)?);
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1..=2) => (first_number, second_number, number(third)?),
        // A full stop parts day and month in this order; with a slash both orders are written.
        (1..=2, 4) if day.contains('.') || first_number > 12 => (number(third)?, second_number, first_number),
        (1..=2, 4) if second_number > 12 => (number(third)?, first_number, second_number),
        _ => return None,
    };
    Moment::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

/// The day that an address names: `/2024/12/22/`, `-2024-12-22`, `/20241222`.
fn day_of_address(url: &str) -> Option<Moment> {
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let figures =
        path.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let is_year = |part: &str| part.len() == 4 && ("1990".."2100").contains(&part);
    figures.windows(3).find_map(|parts| {
        let fits =
            is_year(parts[0]) && (1..=2).contains(&parts[1].len()) && (1..=2).contains(&parts[2].len());
        let written = |mark| path.contains(&[parts[0], parts[1], parts[2]].join(mark));
        let is_together = fits && ["/", "-", "_", "."].into_iter().any(written);
        is_together
            .then(|| Moment::parse(&format!("{}-{:0>2}-{:0>2}", parts[0], parts[1], parts[2])))
            .flatten()
    })
}

/// The name of a `meta` element in lower case, with what it holds.
fn name(tree: &Tree<'_>, at: u32) -> Option<(String, String)> {
    let name = ["property", "name", "itemprop"].iter().find_map(|attribute| tree.attribute(at, attribute))?;
    let content = tree.attribute(at, "content")?.trim().to_owned();
    (!content.is_empty()).then(|| (name.trim().to_lowercase(), content))
}

/// The time of the `time` element that is marked as publication, else of the first.
fn time_element(tree: &Tree<'_>) -> Option<String> {
    const MOST: usize = 50;
    let is_marked = |node: u32| {
        tree.attribute(node, "pubdate").is_some()
            || tree.attribute(node, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("datePublished"))
            || tree.attribute(node, "class").is_some_and(|class| class.to_lowercase().contains("publi"))
    };
    let times = || {
        tree.elements(Tag::Time).take(MOST).filter_map(|node| {
            let told = tree
                .attribute(node, "datetime")
                .map(|time| time.into_owned())
                .filter(|time| !time.is_empty());
            Some((node, told.or_else(|| Some(tree.words(node)).filter(|words| moment(words).is_some()))?))
        })
    };
    times().find(|(node, _)| is_marked(*node)).or_else(|| times().next()).map(|(_, time)| time)
}

/// Takes headline, time, publisher and text from a block of JSON-LD.
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
                    let words = |value: &Json| value.as_str().map(plain).filter(|words| !words.is_empty());
                    meta.times.extend(json["datePublished"].as_str().map(str::to_owned));
                    if meta.headlines.is_empty() {
                        meta.headlines.extend(words(&json["headline"]));
                    }
                    meta.body = meta.body.take().or_else(|| words(&json["articleBody"]));
                    meta.is_paid |= match &json["isAccessibleForFree"] {
                        Json::Bool(is_free) => !is_free,
                        Json::String(is_free) => is_free.eq_ignore_ascii_case("false"),
                        _ => false,
                    };
                    meta.is_live |= json["@type"].as_str() == Some("LiveBlogPosting");
                    *publisher = publisher.take().or_else(|| words(&json["publisher"]["name"]));
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
pub(crate) fn plain(words: &str) -> String {
    if words.contains(['&', '<']) {
        // Entities are often written twice: once for the tag, once for the string.
        let once = htmlize::unescape(words);
        return Tree::of(&once).words(0);
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
        assert_eq!(meta.headlines, ["A & B"]);
        assert_eq!(publisher.as_deref(), Some("P"));
        linked_data("{\"datePublished\" : \"2024-12-23\", \"a\": \"x\ny\"}", &mut meta, &mut publisher);
        assert_eq!(meta.times[1], "2024-12-23");
    }
}
