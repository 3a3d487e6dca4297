//! Web pages, and what they tell of themselves.
#![allow(clippy::unwrap_used)]

use ingest::{IngestError, Options, Warning, page};
use text::{Article, Moment, PublishedFrom};

const BODY: &str = "<nav><a href=/>Home</a> <a href=/world>World</a></nav><article><h1>Strike on Kazan</h1>\
    <p>Eight drones hit Kazan on Saturday morning, officials in the region said, and no one was hurt.</p>\
    <p>Six of them struck homes, one an industrial site, and one was shot down over a river, they said.</p>\
    <p>The airport was closed, and so was that of Izhevsk, which lies three hundred kilometres away.</p>\
    </article><footer>All rights reserved</footer>";

fn read(head: &str, body: &str, url: Option<&str>) -> (Article, Vec<Warning>) {
    let html = format!("<!doctype html><html lang=en-GB><head>{head}</head><body>{body}</body></html>");
    let mut warnings = Vec::new();
    let article =
        page("a.html", html.as_bytes(), url, &Options::default(), &mut |w| warnings.push(w)).unwrap();
    (article, warnings)
}

fn published(head: &str, body: &str) -> Option<String> {
    read(head, body, None).0.published().map(|published| {
        assert_eq!(published.from, PublishedFrom::Metadata);
        published.at.to_string()
    })
}

#[test]
fn text_title_language_outlet_and_address() {
    let head = "<title>Strike on Kazan | The Outlet</title><meta property=og:site_name content='The Outlet'>\
                <link rel=canonical href='https://outlet.example/a'>";
    let (article, warnings) = read(head, BODY, None);
    let lines: Vec<&str> = article.text().lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(lines[0].starts_with("Eight drones") && lines[2].ends_with("away."));
    assert_eq!(article.title(), "Strike on Kazan");
    assert_eq!(article.language().map(|l| l.to_string()).as_deref(), Some("en"));
    assert_eq!(article.outlet(), Some("The Outlet"));
    assert_eq!(article.url(), Some("https://outlet.example/a"));
    assert!(warnings.is_empty());
}

#[test]
fn the_host_is_the_outlet_where_no_name_is() {
    let (article, _) = read("", BODY, Some("https://www.example.org/a?b"));
    assert_eq!((article.outlet(), article.url()), (Some("example.org"), Some("https://www.example.org/a?b")));
}

#[test]
fn times_in_the_order_of_trust() {
    let linked = "<script type='application/ld+json'>{\"@graph\": [{\"@type\": \"NewsArticle\", \
                  \"datePublished\": \"2024-12-21T10:00:00+03:00\"}]}</script>";
    let meta = "<meta property='article:published_time' content='2024-12-22T08:00:00Z'>";
    let time = format!(
        "<time datetime='2024-12-01'>x</time><time class=published datetime='2024-12-23'>x</time>{BODY}"
    );
    assert_eq!(published(&format!("{meta}{linked}"), &time).as_deref(), Some("2024-12-21T10:00:00+03:00"));
    assert_eq!(published(meta, &time).as_deref(), Some("2024-12-22T08:00:00+00:00"));
    assert_eq!(published("", &time).as_deref(), Some("2024-12-23"));
    assert_eq!(published("", BODY), None);
}

#[test]
fn a_time_that_cannot_be_read_is_a_warning() {
    let (article, warnings) = read("<meta name=pubdate content='last Tuesday'>", BODY, None);
    assert_eq!(article.published(), None);
    assert!(warnings[0].to_string().contains("last Tuesday"));
}

#[test]
fn options_serve_what_the_page_leaves_open() {
    let options = Options { published: Moment::parse("2024-12-22"), ..Options::default() };
    let article = page("a", BODY.as_bytes(), None, &options, &mut |_| {}).unwrap();
    assert_eq!(article.published().map(|p| p.from), Some(PublishedFrom::Given));
}

#[test]
fn a_page_without_text() {
    let page = |html: &str| page("a.html", html.as_bytes(), None, &Options::default(), &mut |_| {});
    let shell = "<html><title>App</title><body><div id=root></div><script>run()</script></body></html>";
    assert!(matches!(page(shell), Err(IngestError::NoText { .. })));
    assert!(matches!(page("  "), Err(IngestError::Empty { .. })));
    assert_eq!(page("Eight drones hit Kazan").unwrap().text(), "Eight drones hit Kazan");
}
