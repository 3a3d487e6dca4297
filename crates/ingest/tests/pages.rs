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

fn text(head: &str, body: &str) -> String {
    read(head, body, None).0.text().to_owned()
}

const LEAD: &str =
    "<p>Eight drones hit Kazan on Saturday morning, officials in the region said, and no one was hurt.</p>";
const MORE: &str =
    "<p>Six of them struck homes, one an industrial site, and one was shot down over a river, they said.</p>";

#[test]
fn what_stands_around_is_left_out() {
    let teaser =
        "<p>Read how a baker in the old town won a prize with a loaf that nobody had thought would rise.</p>";
    let body = format!(
        "<div class='cookie-notice'>{teaser}</div><main><h1>Strike on Kazan</h1><div class='article__body'>{LEAD}\
         <figure><img src=a><figcaption>The burnt roof of a house by the river, seen on Saturday.</figcaption></figure>\
         <div class='relatedArticles'>{teaser}</div><aside>{teaser}</aside><p>By Ann Other</p>{MORE}\
         <div class='newsletter-signup'>{teaser}</div></div></main><section id=comments>{teaser}{teaser}{teaser}</section>"
    );
    let found = text("", &body);
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].starts_with("Eight drones") && lines[1].starts_with("Six of them"));
}

#[test]
fn names_of_a_layout_are_no_names_of_a_part() {
    let body = format!("<div class='sidebar-grid'><div class='has-comments'>{LEAD}{MORE}</div></div>");
    assert_eq!(text("", &body).lines().count(), 2);
    let body = format!(
        "<article>{LEAD}<p>A <a class=tag href=x>town</a> in the north of the region was hit, too.</p></article>"
    );
    assert!(text("", &body).ends_with("A town in the north of the region was hit, too."));
}

#[test]
fn a_text_in_several_boxes_is_one() {
    let body = format!(
        "<article><h1>Strike on Kazan</h1><div class=box>{LEAD}{MORE}</div><div class=ad>Buy this car now, it is cheap and it \
         is red.</div><div class=box>{MORE}{LEAD}</div></article>"
    );
    assert_eq!(text("", &body).lines().count(), 4);
}

#[test]
fn the_title_is_told_once_and_without_the_outlet() {
    let head = "<meta property=og:title content='Strike on Kazan - World - The Outlet'>";
    let body = format!(
        "<article><h1>Strike on Kazan</h1><p>Published on 22/12/2024 at 10:15</p>{LEAD}{MORE}</article>"
    );
    let (article, _) = read(head, &body, None);
    assert_eq!(article.title(), "Strike on Kazan");
    assert!(article.text().starts_with("Eight drones"), "{}", article.text());
}

#[test]
fn days_in_addresses_and_in_figures() {
    let day = |head: &str, body: &str, url: Option<&str>| {
        read(head, &format!("{body}{BODY}"), url).0.published().map(|published| published.at.to_string())
    };
    let wanted = Some("2024-12-22".to_owned());
    assert_eq!(day("", "", Some("https://a.example/2024/12/22/strike")), wanted);
    assert_eq!(day("", "", Some("https://a.example/strike-2024-12-22-4711")), wanted);
    assert_eq!(day("", "<time>22.12.2024</time>", None), wanted);
    assert_eq!(day("<meta property=article:published:time content='2024-12-22'>", "", None), wanted);
    assert_eq!(day("", "", Some("https://a.example/4711/2024/strike")), None);
    // Which of the two is the month, nobody can know.
    assert_eq!(day("", "<time>05/04/2024</time>", None), None);
}

#[test]
fn entries_of_a_live_report_open_with_their_hour() {
    let head = "<script type='application/ld+json'>{\"@type\": \"LiveBlogPosting\", \"headline\": \"Strike on Kazan\", \
                \"datePublished\": \"2024-12-22T06:00:00Z\"}</script>";
    let body = format!(
        "<article><h1>Strike on Kazan</h1><time datetime='2024-12-22T06:00:00Z'>6 a.m.</time>{LEAD}\
         <article><time datetime='2024-12-22T09:40:00Z'>two hours ago</time><h2>Homes</h2>{MORE}</article>\
         <article><time>09:10</time>{MORE}</article></article>"
    );
    let text = text(head, &body);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("Eight drones"), "{text}");
    assert!(
        lines[2].starts_with("09:40 – Six of them") && lines[3].starts_with("09:10 – Six of them"),
        "{text}"
    );
}

#[test]
fn walls_are_told() {
    let head = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": false}</script>";
    let (_, warnings) = read(head, &format!("<article>{LEAD}</article>"), None);
    assert!(warnings[0].to_string().contains("behind a paywall"));
    let body = "<div class='consent-dialog'><p>We and our partners store what you look at, and where, on your machine. \
                Agree to this to go on, or see what you may choose in the settings.</p></div>";
    let html = format!("<html><body>{body}</body></html>");
    let fault = page("a.html", html.as_bytes(), None, &Options::default(), &mut |_| {}).unwrap_err();
    assert!(fault.to_string().contains("it only asks for consent"), "{fault}");
}

#[test]
fn a_text_that_is_for_machines_alone() {
    let head = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"articleBody\": \"Eight drones hit Kazan on \
                Saturday &amp; no one was hurt.\"}</script>";
    assert_eq!(text(head, "<div id=root></div>"), "Eight drones hit Kazan on Saturday & no one was hurt.");
}
