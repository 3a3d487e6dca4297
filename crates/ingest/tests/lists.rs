//! Feeds, site maps and tables.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{self, Read};

use common::{All, read_file};
use ingest::{Entry, IngestError, Listing, Options, articles_from, feed};
use proptest::prelude::*;

fn list(text: &str) -> (Listing, Vec<Entry>) {
    let mut entries = Vec::new();
    let listing = feed("a.xml", text.as_bytes(), &mut |entry| entries.push(entry)).unwrap();
    (listing, entries)
}

fn published(entry: &Entry) -> Option<String> {
    entry.published.map(|at| at.to_string())
}

const RSS: &str = "<?xml version='1.0'?>\n<!DOCTYPE rss [<!ENTITY a 'x'>]>\n<rss version='2.0'><channel><title>The Outlet</title>\
    <link>https://a.example/</link><language>en-gb</language>\
    <item><title>Strike &amp;amp; fire</title><media:title>Not this</media:title><link>https://a.example/1?a=1&b=2</link>\
    <guid isPermaLink='false'>n1</guid><pubDate>Sun, 22 Dec 2024 09:30:00 GMT</pubDate><description>In short.</description>\
    <content:encoded><![CDATA[<p>Eight drones hit <b>Kazan</b>.</p><p>No one was hurt.</p>]]></content:encoded></item>\
    <item><guid>https://a.example/2</guid><dc:date>2024-12-23T01:00:00Z</dc:date>\
    <description>&lt;p&gt;Two &amp;eacute;lite units moved.&lt;/p&gt;</description></item></channel></rss>";

#[test]
fn rss() {
    let (listing, entries) = list(RSS);
    assert_eq!((listing, entries.len()), (Listing::Feed, 2));
    let first = &entries[0];
    assert_eq!(first.address.as_deref(), Some("https://a.example/1?a=1&b=2"));
    assert_eq!(first.title, "Strike & fire");
    assert_eq!(first.text, "Eight drones hit Kazan.\nNo one was hurt.");
    assert_eq!(published(first).as_deref(), Some("2024-12-22T09:30:00+00:00"));
    assert_eq!((first.id.as_deref(), first.outlet.as_deref()), (Some("n1"), Some("The Outlet")));
    assert_eq!(first.language.map(|l| l.to_string()).as_deref(), Some("en"));
    assert_eq!(entries[1].address.as_deref(), Some("https://a.example/2"));
    assert_eq!(entries[1].text, "Two élite units moved.");
}

#[test]
fn rss_of_the_first_kind() {
    let (listing, entries) = list(
        "<rdf:RDF><channel><title>The Outlet</title></channel><item rdf:about='x'><title>A</title>\
         <link>https://a.example/1</link><dc:date>2024-12-22</dc:date></item></rdf:RDF>",
    );
    assert_eq!(
        (listing, entries.len(), published(&entries[0]).as_deref()),
        (Listing::Feed, 1, Some("2024-12-22"))
    );
    assert_eq!(entries[0].outlet.as_deref(), Some("The Outlet"));
}

#[test]
fn atom() {
    let (listing, entries) = list(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='uk'><title>The Outlet</title><entry><title type='html'>A</title>\
         <link rel='self' href='https://a.example/self'/><link href='https://a.example/1'/><id>tag:1</id>\
         <author><name>Ann</name></author><published>2024-12-22T09:30:00Z</published><updated>2024-12-23T09:30:00Z</updated>\
         <summary>Short.</summary><content type='xhtml'><div><p>Eight <b>drones</b> hit.</p><p>More.</p></div></content></entry></feed>",
    );
    let entry = &entries[0];
    assert_eq!((listing, entry.address.as_deref()), (Listing::Feed, Some("https://a.example/1")));
    assert_eq!((entry.title.as_str(), entry.text.as_str()), ("A", "Eight drones hit.\nMore."));
    assert!(entry.updated > entry.published);
    assert_eq!(entry.language.map(|l| l.to_string()).as_deref(), Some("uk"));
}

#[test]
fn json_feed() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Outlet", "language": "en", "items": [
        {"id": 7, "url": "https://a.example/1", "title": "A", "content_html": "<p>Eight drones.</p>", "date_published": "2024-12-22T09:30:00Z"}]}"#;
    let (_, entries) = list(text);
    assert_eq!((entries[0].id.as_deref(), entries[0].text.as_str()), (Some("7"), "Eight drones."));
    let all = read_file("a.json", text);
    assert_eq!((all.ids(), all.articles[0].outlet()), (vec!["https://a.example/1"], Some("The Outlet")));
}

#[test]
fn site_maps_and_lists_of_feeds() {
    let (listing, entries) = list(
        "<urlset xmlns:news='n'><url><loc> https://a.example/1 </loc><lastmod>2024-12-23</lastmod><news:news><news:publication>\
         <news:name>The Outlet</news:name><news:language>en</news:language></news:publication>\
         <news:publication_date>2024-12-22T09:30:00Z</news:publication_date><news:title>A</news:title></news:news></url></urlset>",
    );
    let entry = &entries[0];
    assert_eq!(
        (listing, entry.address.as_deref(), entry.title.as_str()),
        (Listing::Pages, Some("https://a.example/1"), "A")
    );
    assert_eq!((entry.outlet.as_deref(), entry.published.is_some()), (Some("The Outlet"), true));
    let (listing, entries) =
        list("<sitemapindex><sitemap><loc>https://a.example/m.xml</loc></sitemap></sitemapindex>");
    assert_eq!((listing, entries[0].address.as_deref()), (Listing::Maps, Some("https://a.example/m.xml")));
    let (listing, entries) = list(
        "<opml><head><title>x</title></head><body><outline text='News'><outline text='A' xmlUrl='https://a.example/f?a=1&amp;b=2'/>\
         </outline></body></opml>",
    );
    assert_eq!((listing, entries.len()), (Listing::Feeds, 1));
    assert_eq!(entries[0].address.as_deref(), Some("https://a.example/f?a=1&b=2"));
}

#[test]
fn lists_as_inputs_by_what_they_hold() {
    for name in ["a.xml", "a.rss", "a.html", "a.txt"] {
        let all = read_file(name, RSS);
        assert_eq!(all.ids(), ["https://a.example/1?a=1&b=2", "https://a.example/2"], "{name}");
    }
    let fault = read_file("a.xml", "<urlset><url><loc>https://a.example/1</loc></url></urlset>").fault();
    assert!(fault.contains("lists 1 pages and holds no text"), "{fault}");
    let fault = read_file("a.xml", "<?xml version='1.0'?><notes><note/></notes>").fault();
    assert!(fault.contains("opens with <notes>"), "{fault}");
}

#[test]
fn broken_feeds_give_what_stands_before() {
    let all = read_file("a.xml", &RSS[..RSS.find("<item><guid>").unwrap() + 30]);
    assert_eq!(all.articles.len(), 1);
    assert!(all.fault().contains("it ends too early"), "{}", all.fault());
    let all = read_file("a.xml", RSS.replace("</guid>", "</wrong></b>"));
    assert_eq!((all.articles.len(), all.faults.len()), (2, 0), "{all:?}");
}

#[test]
fn hostile_feeds() {
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a0 'lol'>{}]><rss><channel><item><title>&a9;</title><description>&a9; &#x110000; &#0;</description>\
         </item></channel></rss>",
        (1..10)
            .map(|n| format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(10)))
            .collect::<String>()
    );
    let (_, entries) = list(&bomb);
    assert!(entries[0].title.len() < 20 && entries[0].text.len() < 40, "{entries:?}");
    for part in ["<item>", "<a>", "<item><content>", "<![CDATA[", "<!--", "&", "<item a='"] {
        let _ = feed("a", format!("<rss>{}", part.repeat(100_000)).as_bytes(), &mut |_| {});
    }
    let long = format!("<rss><channel><item><description>{}", "x".repeat(21_000_000));
    assert!(matches!(read_file("a.xml", long).faults[0], IngestError::TooLarge { .. }));
    let (_, entries) = list("<rss><channel><item><title>\u{FFFD}x</title></item></channel></rss>");
    assert_eq!(entries.len(), 1);
}

#[test]
fn tables_as_others_export_them() {
    let all = read_file(
        "a.csv",
        "id,title,text,url,published,outlet,language\n1,A,\"Eight\ndrones\",https://a.example/1,2024-12-22,O,en\n",
    );
    let article = &all.articles[0];
    assert_eq!((article.id(), article.title(), article.text()), ("1", "A", "Eight\ndrones"));
    assert_eq!((article.url(), article.outlet()), (Some("https://a.example/1"), Some("O")));
    assert_eq!(article.published().unwrap().at.to_string(), "2024-12-22");
    // Without texts, as Media Cloud has it, and with another mark.
    let all = read_file(
        "a.txt.csv",
        "stories_id;publish_date;title;url;language;media_name\n7;2024-12-22 09:30:00;Strike on Kazan;u;en;O\n",
    );
    assert_eq!((all.ids(), all.texts()), (vec!["7"], vec!["Strike on Kazan"]));
    // As it has them now, from its own archive with texts and without, and from that of the web.
    let all = read_file(
        "a.csv",
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n\
         0f3c,2024-12-23 02:11:09.123456+00:00,en,a.example,a.example,2024-12-22,Strike on Kazan,https://a.example/1\n",
    );
    let article = &all.articles[0];
    assert_eq!(
        (article.id(), article.text(), article.outlet()),
        ("0f3c", "Strike on Kazan", Some("a.example"))
    );
    assert_eq!(article.published().unwrap().at.to_string(), "2024-12-22");
    let all = read_file(
        "a.csv",
        "id,indexed_date,language,media_name,media_url,publish_date,text,title,url\n\
         0f3c,2024-12-23 02:11:09+00:00,en,a.example,a.example,2024-12-22,Eight drones,Strike,https://a.example/1\n",
    );
    assert_eq!((all.texts(), all.articles[0].title()), (vec!["Eight drones"], "Strike"));
    let all = read_file(
        "a.csv",
        "archived_url,article_url,id,language,media_name,media_url,publish_date,title,url\n\
         https://w.example/1,https://w.example/2,7,en,a.example,http://a.example,2024-12-22 00:00:00,Strike,https://a.example/1\n",
    );
    let article = &all.articles[0];
    assert_eq!(
        (article.url(), article.language().unwrap().to_string()),
        (Some("https://a.example/1"), "en".into())
    );
    // What an archiver notes of a post.
    let all = read_file(
        "a.csv",
        "Link,Archive status,Destination folder,Archive location,Archive date,Thumbnail,Upload timestamp,Upload title,\
         Text content,Screenshot,Hash,Perceptual hashes,WACZ,ReplayWebpage\n\
         https://a.example/1,success,,x.mp4,2024-12-23T08:00:00+00:00,,2024-12-22T09:30:00+00:00,A,Eight drones,,,,,\n",
    );
    let article = &all.articles[0];
    assert_eq!(
        (article.title(), article.text(), article.url()),
        ("A", "Eight drones", Some("https://a.example/1"))
    );
    assert_eq!(article.published().unwrap().at.date.to_string(), "2024-12-22");
    let all = read_file(
        "a.tsv",
        "Link\tArchive status\tUpload timestamp\tUpload title\tText content\nhttps://a.example/1\tok\t2024-12-22T09:30:00+00:00\tA\tEight drones\n",
    );
    assert_eq!((all.texts(), all.articles[0].url()), (vec!["Eight drones"], Some("https://a.example/1")));
    let all = read_file(
        "a.csv",
        "status,metadata,media\nok,\"{'url': 'https://a.example/2', 'title': 'A', 'content': 'Eight drones', 'timestamp': datetime.datetime(2024, 12, 22, 9, 30)}\",[]\n",
    );
    let article = &all.articles[0];
    assert_eq!((article.url(), article.text()), (Some("https://a.example/2"), "Eight drones"));
    assert_eq!(article.published().unwrap().at.to_string(), "2024-12-22T09:30");
    // What investigators collected: the day is that of the deed.
    let all = read_file(
        "a.csv",
        "slug,project,inserted_at,updated_at,latitude,longitude,status,date,description,source_1,source_2\n\
         A1B2,Volga,2024-12-23T10:00:00,2024-12-24T10:00:00,55.8,49.1,To Do,2024-12-21,Eight drones hit Kazan.,https://a.example/1,\n",
    );
    let article = &all.articles[0];
    assert_eq!((article.id(), article.text()), ("A1B2", "Eight drones hit Kazan."));
    assert_eq!(article.url(), Some("https://a.example/1"));
    assert_eq!(article.published().unwrap().at.date.to_string(), "2024-12-23");
    let mut all = All::default();
    articles_from(
        &b"url,maintext,date_publish\nu,Eight drones,2024-12-22\n"[..],
        "-",
        &Options::default(),
        &mut |t| all.take(t),
    );
    assert_eq!((all.ids(), all.texts()), (vec!["-:2"], vec!["Eight drones"]));
    let fault = read_file("a.csv", "a,b\n1,2\n").fault();
    assert!(fault.contains("no column of texts"), "{fault}");
    // In an older encoding, with rows that are short, empty or too long.
    let all = read_file(
        "a.csv",
        b"title,text\n\xC0,\xE9t\xE9 \xE0 Besan\xE7on, il a \xE9t\xE9 bless\xE9\nB\n,\nC,d,e\n".as_slice(),
    );
    assert_eq!(all.faults.len(), 1, "{all:?}");
    assert_eq!(all.articles.len(), 3);
}

#[test]
fn records_of_other_collections() {
    let line = r#"{"maintext": "Eight drones", "title": "A", "date_publish": "2024-12-22 09:30:00", "source_domain": "a.example", "url": "u"}"#;
    let all = read_file("a.jsonl", line);
    let article = &all.articles[0];
    assert_eq!((article.text(), article.outlet()), ("Eight drones", Some("a.example")));
    assert_eq!(article.published().unwrap().at.date.to_string(), "2024-12-22");
    let fault = read_file("a.jsonl", r#"{"title": "A"}"#).fault();
    assert!(fault.contains("missing field `text`"), "{fault}");
}

#[test]
fn a_row_of_100_mb_is_one_fault() {
    let mut all = All::default();
    let long = (&b"title,text\na,\""[..]).chain(io::repeat(b'x').take(100 << 20));
    articles_from(long, "-", &Options::default(), &mut |taken| all.take(taken));
    assert!(matches!(all.faults[0], IngestError::TooLarge { .. }), "{:?}", all.faults);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_list_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        let text = parts.concat();
        for name in ["a.xml", "a.csv", "a.warc"] {
            let all = read_file(name, &text);
            prop_assert!(!all.articles.is_empty() || !all.faults.is_empty());
        }
    }
}

const PARTS: &[&str] = &[
    "<?xml version='1.0'?>",
    "<rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<link href='x'/>",
    "<description>",
    "</description>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&",
    "<",
    "<feed>",
    "<entry>",
    "<outline xmlUrl='x'>",
    "Eight drones",
    "title,text\n",
    "\"",
    "WARC/1.0\r\n",
    "WARC-Type: response\r\n",
    "Content-Length: 9\r\n",
    "\r\n",
    "HTTP/1.1 200 OK\r\n",
];
