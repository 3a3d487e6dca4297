//! `tellings watch`, by the real binary and sites on the loopback interface, well-behaved and not.
#![allow(clippy::unwrap_used)]

mod desk;
mod site;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use desk::{command, lines, ok, tellings, text};
use serde_json::Value;
use site::{Request, Site, feed, open, page, say};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    ok(folder.path(), &["init"]);
    folder
}

/// One round over sources, as cron runs it; what it prints and what it complains of.
fn once(folder: &Path, sources: &[&str]) -> (String, Vec<String>) {
    let arguments = [&["watch", "--once", "--allow-private", "--patience", "2s"], sources].concat();
    let out = tellings(folder, &arguments);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", text(&out.stderr));
    // a log line of what was taken in begins with its time
    let complaints = text(&out.stderr).lines().filter(|line| !line.starts_with("tellings: 20"));
    (text(&out.stdout).to_owned(), complaints.map(str::to_owned).collect())
}

/// The morning of some days ago, as feeds write a time.
fn ago(days: i64) -> String {
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    at.strftime("%a, %d %b %Y 06:00:00 +0000").to_string()
}

#[test]
fn what_feeds_name_is_read_once_and_told_as_it_changes() {
    let folder = folder();
    let here = folder.path();
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let site = Site::start(move |request: &Request, stream: &mut TcpStream| {
        let (root, later) = (&request.root, now.load(Ordering::SeqCst) > 0);
        match request.path.as_str() {
            "/rss" if request.head.contains(if later { "\"two\"" } else { "\"one\"" }) => {
                say(stream, "304 Not Modified", "", b"");
            }
            "/rss" => {
                let items = [
                    (format!("{root}/kazan"), "Strike on Kazan", ago(if later { 1 } else { 2 })),
                    ("/leeds".to_owned(), "Fire in Leeds", ago(2)),
                    (format!("{root}/old"), "Long ago", ago(400)),
                    (format!("{root}/secret"), "Not for programs", ago(2)),
                ];
                let etag = if later { "ETag: \"two\"\r\n" } else { "ETag: \"one\"\r\n" };
                say(stream, "200 OK", etag, feed(&items).as_bytes());
            }
            "/robots.txt" => say(stream, "200 OK", "", b"User-agent: *\nDisallow: /secret\n"),
            "/kazan" => {
                let dead = if later { "five" } else { "three" };
                let told = format!(
                    "A drone strike on Kazan killed {dead} people on 21 December 2024, the mayor said."
                );
                say(
                    stream,
                    "200 OK",
                    "Content-Type: text/html\r\n",
                    page("Strike on Kazan", &told).as_bytes(),
                );
            }
            "/leeds" => {
                let told = "A fire in Leeds killed two people on 20 December 2024, police said.";
                say(stream, "200 OK", "Content-Type: text/html\r\n", page("Fire in Leeds", told).as_bytes());
            }
            "/map" => {
                let map = format!(
                    "<urlset><url><loc>{root}/gao</loc></url><url><loc>{root}/leeds</loc></url></urlset>"
                );
                say(stream, "200 OK", "", map.as_bytes());
            }
            "/maps" => {
                let map = format!("<sitemapindex><sitemap><loc>{root}/map</loc></sitemap></sitemapindex>");
                say(stream, "200 OK", "", map.as_bytes());
            }
            "/gao" => {
                let told = "Gunmen killed four people in Gao on 19 December 2024, the army said.";
                say(stream, "200 OK", "Content-Type: text/html\r\n", page("Attack in Gao", told).as_bytes());
            }
            _ => say(stream, "404 Not Found", "", b""),
        }
    });
    let opml = format!(
        "<opml><body><outline text='Courier' xmlUrl='{0}/rss'/><outline text='Gone' xmlUrl='{0}/gone'/></body></opml>",
        site.root
    );
    fs::write(here.join("feeds.opml"), opml).unwrap();
    let maps = format!("{}/maps", site.root);
    let sources = ["feeds.opml", maps.as_str()];

    let (told, complaints) = once(here, &sources);
    assert_eq!(told.matches("new ").count(), 3, "{told}");
    assert!(told.contains("Drone strike, Kazan, 21 December 2024 · 1 article"), "{told}");
    assert_eq!(complaints.len(), 2, "{complaints:?}");
    assert!(complaints.iter().any(|c| c.contains("/gone was answered with status 404")), "{complaints:?}");
    assert!(complaints.iter().any(|c| c.contains("/secret may not be fetched")), "{complaints:?}");
    let asked = site.asked();
    let times = |path: &str| asked.iter().filter(|asked| *asked == path).count();
    assert_eq!(["/kazan", "/leeds", "/gao", "/old", "/secret"].map(times), [1, 1, 1, 0, 0], "{asked:?}");

    // nothing new: the feed is asked with what it gave, no page is, and no fault is named again
    let (told, complaints) = once(here, &sources);
    assert_eq!((told.as_str(), complaints), ("", Vec::new()));
    let asked = site.asked();
    assert!(asked.contains(&"/rss".to_owned()) && !asked.contains(&"/kazan".to_owned()), "{asked:?}");

    round.store(1, Ordering::SeqCst);
    let before = lines(&ok(here, &["incidents", "--json", "--place", "Kazan"]));
    let (told, _) = once(here, &sources);
    assert!(told.starts_with("changed ") && told.contains("killed: 3 → 5"), "{told}");
    let after = lines(&ok(here, &["incidents", "--json", "--place", "Kazan"]));
    assert_eq!((&after[0]["id"], &after[0]["since"]), (&before[0]["id"], &before[0]["since"]));
    assert!(ok(here, &["verify"]).starts_with("Proven: 4 revisions"));

    let status = tellings(here, &["watch", "--status"]);
    assert_eq!(status.status.code(), Some(1));
    let status = text(&status.stdout);
    assert!(status.ends_with("sources, 1 at fault; 0 pages waiting. Nobody watches.\n"), "{status}");
}

#[test]
fn lists_without_texts_are_followed_by_add_and_not_by_read() {
    let folder = folder();
    let here = folder.path();
    let site = Site::start(|request: &Request, stream: &mut TcpStream| match request.path.as_str() {
        "/map" => {
            let map = format!("<urlset><url><loc>{}/gao</loc></url></urlset>", request.root);
            say(stream, "200 OK", "", map.as_bytes());
        }
        "/gao" => {
            let told = "Gunmen killed four people in Gao on 19 December 2024, the army said.";
            say(stream, "200 OK", "Content-Type: text/html\r\n", page("Attack in Gao", told).as_bytes());
        }
        _ => say(stream, "404 Not Found", "", b""),
    });
    let opml = format!("<opml><body><outline xmlUrl='{}/map'/></body></opml>", site.root);
    fs::write(here.join("feeds.opml"), opml).unwrap();
    let read = tellings(here, &["read", "--allow-private", "feeds.opml"]);
    assert!(text(&read.stderr).contains("lists 1 feeds and holds no text"), "{}", text(&read.stderr));
    assert!(site.asked().is_empty());
    let added = ok(here, &["add", "--allow-private", "feeds.opml", &format!("{}/map", site.root)]);
    assert!(added.starts_with("1 article: 1 new."), "{added}");
    assert_eq!(site.asked(), ["/map", "/gao"]);
}

#[test]
fn lists_that_list_themselves_or_ever_new_ones_come_to_an_end() {
    let folder = folder();
    let here = folder.path();
    let site = Site::start(|request: &Request, stream: &mut TcpStream| {
        let root = &request.root;
        let maps = |all: &[String]| {
            let each = |map: &String| format!("<sitemap><loc>{root}{map}</loc></sitemap>");
            format!("<sitemapindex>{}</sitemapindex>", all.iter().map(each).collect::<String>())
        };
        let body = match request.path.as_str() {
            "/robots.txt" => return say(stream, "404 Not Found", "", b""),
            "/self" => maps(&["/self".into(), "/other".into()]),
            "/other" => maps(&["/self".into()]),
            deeper => maps(&[format!("{deeper}x"), format!("{deeper}y")]),
        };
        say(stream, "200 OK", "", body.as_bytes());
    });
    for (path, asked, faults) in [("/self", 2, 0), ("/deep", 1 + 2 + 4 + 8 + 16, 16)] {
        let (_, complaints) = once(here, &[&format!("{}{path}", site.root)]);
        assert_eq!((site.asked().len(), complaints.len()), (asked, faults), "{complaints:?}");
        assert!(complaints.iter().all(|c| c.contains("lists 2 site maps")), "{complaints:?}");
    }
}

#[test]
fn a_folder_is_looked_into_for_new_and_changed_files() {
    let folder = folder();
    let here = folder.path();
    fs::create_dir(here.join("in")).unwrap();
    assert_eq!(once(here, &["in"]), (String::new(), Vec::new()));
    let write = |dead: &str| {
        let told = format!("A fire in Leeds killed {dead} people on 3 May 2024, the police in Leeds said.");
        fs::write(here.join("in/a.txt"), told).unwrap();
    };
    write("two");
    assert!(once(here, &["in"]).0.starts_with("new "));
    assert_eq!(once(here, &["in"]).0, "");
    write("eleven");
    assert!(once(here, &["in"]).0.contains("killed: 2 → 11"));
}

#[test]
fn folders_are_among_the_sources_that_are_told() {
    let folder = folder();
    let here = folder.path();
    let sources = || -> Vec<Value> {
        let status = tellings(here, &["watch", "--status", "--json"]);
        let status: Value = serde_json::from_slice(&status.stdout).unwrap();
        status["sources"].as_array().unwrap().clone()
    };
    for name in ["one", "two"] {
        fs::create_dir(here.join(name)).unwrap();
    }
    once(here, &["one", "two"]);
    assert_eq!(sources().len(), 2);
    assert!(sources().iter().all(|source| source["visited"].is_null()));
    let told = "A fire in Leeds killed two people on 3 May 2024, the police in Leeds said.";
    fs::write(here.join("one/a.txt"), told).unwrap();
    fs::write(here.join("b.txt"), told.replace("Leeds", "Turin")).unwrap();
    once(here, &["one", "b.txt"]);
    let now = sources();
    let of =
        |end: &str| now.iter().find(|source| source["address"].as_str().unwrap().ends_with(end)).unwrap();
    assert!(of("/one")["visited"].is_string() && of("/one")["due"].is_string(), "{now:?}");
    assert!(of("/b.txt")["visited"].is_string() && of("/b.txt")["due"].is_string(), "{now:?}");
    // what is not given any more is known and not asked for
    assert!(!now.iter().any(|source| source["address"].as_str().unwrap().ends_with("/two")), "{now:?}");
    let printed = text(&tellings(here, &["watch", "--status"]).stdout).to_owned();
    assert!(printed.contains("/one\n   something new last 20"), "{printed}");
    assert!(printed.ends_with("2 sources, 0 at fault; 0 pages waiting. Nobody watches.\n"), "{printed}");
}

#[test]
fn a_folder_that_is_gone_is_named_once_and_followed_when_it_is_back() {
    let folder = folder();
    let here = folder.path();
    let (inside, outside) = (here.join("in"), here.join("out"));
    fs::create_dir(&inside).unwrap();
    let mut child =
        command(here, &["watch", "in"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let status = || text(&tellings(here, &["watch", "--status"]).stdout).to_owned();
    let until = |wanted: &str| {
        let begun = Instant::now();
        while !status().contains(wanted) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{wanted}: {}", status());
            thread::sleep(Duration::from_millis(200));
        }
    };
    until("1 source, 0 at fault; 0 pages waiting. Somebody watches.");
    fs::rename(&inside, &outside).unwrap();
    until("at fault 1 time: ");
    thread::sleep(Duration::from_secs(4));
    assert!(status().contains("at fault 1 time: "), "{}", status());
    fs::rename(&outside, &inside).unwrap();
    until("1 source, 0 at fault");
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(
        (said.matches("There is no").count(), said.matches("can be read again").count()),
        (1, 1),
        "{said}"
    );
}

#[test]
fn addresses_of_this_machine_are_refused_wherever_they_come_from() {
    let folder = folder();
    let here = folder.path();
    let site = Site::start(|request: &Request, stream: &mut TcpStream| {
        let to = format!("Location: {}/inside\r\n", request.root.replace("127.0.0.1", "localhost"));
        say(stream, "302 Found", &to, b"");
    });
    let arguments = ["watch", "--once", site.root.as_str()];
    let out = tellings(here, &arguments);
    assert!(text(&out.stderr).contains("leads to 127.0.0.1, which is of this machine"), "{out:?}");
    assert!(site.asked().is_empty());
}

/// A site that does one bad thing, whatever is asked of it but its rules for robots.
fn bad(what: fn(&mut TcpStream)) -> String {
    let site = Site::start(move |request: &Request, stream: &mut TcpStream| match request.path.as_str() {
        "/robots.txt" => say(stream, "404 Not Found", "", b""),
        _ => what(stream),
    });
    site.root
}

const HTML: &str = "Content-Type: text/html\r\n";

fn drip(stream: &mut TcpStream) {
    open(stream, HTML);
    while stream.write_all(b"x").is_ok() {
        thread::sleep(Duration::from_millis(50));
    }
}

fn endless(stream: &mut TcpStream) {
    open(stream, HTML);
    while stream.write_all(&b"<div><p>Eight drones hit".repeat(4_000)).is_ok() {}
}

fn bomb(stream: &mut TcpStream) {
    say(stream, "200 OK", &format!("{HTML}Content-Encoding: gzip\r\n"), packed());
}

/// Made once: packing takes as long as a visit may.
fn packed() -> &'static [u8] {
    static PACKED: OnceLock<Vec<u8>> = OnceLock::new();
    PACKED.get_or_init(|| gzip(120 << 20))
}

/// So many bytes of zero, packed.
fn gzip(bytes: usize) -> Vec<u8> {
    let mut child =
        Command::new("gzip").arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writing = thread::spawn(move || {
        (0..bytes >> 20).for_each(|_| stdin.write_all(&vec![b' '; 1 << 20]).unwrap());
    });
    let mut packed = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut packed).unwrap();
    writing.join().unwrap();
    child.wait().unwrap();
    packed
}

/// A feed with an item of 100 MB.
fn heavy(stream: &mut TcpStream) {
    open(stream, "Content-Type: application/rss+xml\r\n");
    stream.write_all(b"<rss><channel><item><title>Heavy</title><description>").ok();
    let part = b"Eight drones hit Kazan. ".repeat(1 << 12);
    (0..1_000).take_while(|_| stream.write_all(&part).is_ok()).for_each(drop);
    stream.write_all(b"</description></item></channel></rss>").ok();
}

/// A feed whose entities are made of each other, a thousand million of the last in all.
fn laughs(stream: &mut TcpStream) {
    let mut body = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">");
    for n in 1..10 {
        let of = format!("&a{};", n - 1).repeat(10);
        body += &format!("<!ENTITY a{n} \"{of}\">");
    }
    body += "]><rss><channel><item><title>&a9;</title><description>&a9;</description></item></channel></rss>";
    say(stream, "200 OK", "Content-Type: application/rss+xml\r\n", body.as_bytes());
}

/// What a bad site does, and what is said of it.
type Bad = (fn(&mut TcpStream), &'static str);

const BAD: [Bad; 12] = [
    (drip, "no full answer came in time"),
    (endless, "larger than 20 MB"),
    (bomb, "no text does"),
    (
        |stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n<p>Eight")),
        "Cannot fetch",
    ),
    (|stream| say(stream, "302 Found", "Location: /again\r\n", b""), "redirects more than 5 times"),
    (
        |stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n<p>Eight")),
        "Cannot fetch",
    ),
    (|stream| say(stream, "500 Internal Server Error", "", b""), "status 500"),
    (
        |stream| say(stream, "429 Too Many Requests", "Retry-After: 7200\r\n", b""),
        "left alone for 7200 seconds",
    ),
    (|stream| say(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""), "does not begin with http"),
    (heavy, "larger than 20 MB"),
    (|stream| say(stream, "200 OK", HTML, b"\x89PNG\r\n\x1A\nxx"), "a PNG picture"),
    (|stream| drop(stream.write_all(b"\x16\x03\x01 not http at all\r\n\r\n")), "Cannot fetch"),
];

/// The most memory that a process has held, in KiB.
fn peak(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The bad sites, a feed that names a page of each, and a good page.
fn world() -> (Vec<String>, Site) {
    packed();
    let bad: Vec<String> = BAD.iter().map(|(what, _)| bad(*what)).collect();
    let (named, then) = (bad.clone(), ago(1));
    let site = Site::start(move |request: &Request, stream: &mut TcpStream| match request.path.as_str() {
        "/rss" => {
            let mut items: Vec<(String, &str, String)> =
                named.iter().map(|root| (format!("{root}/page"), "Bad", then.clone())).collect();
            items.push((format!("{}/good", request.root), "Strike on Kazan", then.clone()));
            say(stream, "200 OK", "", feed(&items).as_bytes());
        }
        "/good" => {
            let told = "A drone strike on Kazan killed three people on 21 December 2024, the mayor said.";
            say(stream, "200 OK", HTML, page("Strike on Kazan", told).as_bytes());
        }
        "/laughs" => laughs(stream),
        _ => say(stream, "404 Not Found", "", b""),
    });
    (bad, site)
}

#[test]
fn a_hostile_world_is_named_once_and_the_watch_goes_on_in_bounded_memory() {
    let folder = folder();
    let here = folder.path();
    let (bad, site) = world();
    // each as a feed of its own, and as a page of a good feed
    let mut feeds: Vec<String> = bad.iter().map(|root| format!("{root}/feed")).collect();
    feeds.extend([format!("{}/laughs", site.root), format!("{}/rss", site.root)]);
    let mut arguments =
        vec!["watch", "--allow-private", "--patience", "5s", "--every", "2s", "--health", "h.json"];
    arguments.extend(feeds.iter().map(String::as_str));
    let mut child = command(here, &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let heard = thread::spawn(move || {
        let mut said = String::new();
        stderr.read_to_string(&mut said).unwrap();
        said
    });
    let begun = Instant::now();
    while ok(here, &["search", "--json", "drone"]).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(200));
    }
    // some rounds
    thread::sleep(Duration::from_secs(25));
    let peak = peak(&child);
    assert!(child.try_wait().unwrap().is_none());
    let term = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(term.success());
    let status = child.wait().unwrap();
    let said = heard.join().unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    for (root, (_, cause)) in bad.iter().zip(BAD) {
        let of: Vec<&str> = said.lines().filter(|line| line.contains(root)).collect();
        assert!(of.iter().any(|line| line.contains(cause)), "{cause}: {of:?}");
        // the feed and the page have a fault each, and the site may be left alone after both
        assert!(of.len() <= 3, "{cause}: {said}");
    }
    let health: Value = serde_json::from_str(&fs::read_to_string(here.join("h.json")).unwrap()).unwrap();
    assert_eq!((&health["running"], &health["articles_new"]), (&false.into(), &2.into()), "{health}");
    assert!(ok(here, &["verify"]).starts_with("Proven: "));
    if let Some(peak) = peak {
        assert!(peak < 900 << 10, "{peak} KiB");
    }
}

const TOWNS: [&str; 8] = ["Kazan", "Sumy", "Leeds", "Kherson", "Gao", "Lviv", "Turin", "Mopti"];

/// How often the watch is killed; `TELLINGS_KILLS` asks for more.
fn kills() -> u64 {
    std::env::var("TELLINGS_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8)
}

#[test]
fn a_killed_watch_loses_and_doubles_nothing() {
    const PAGES: usize = 240;
    let folder = folder();
    let here = folder.path();
    let site = Site::start(|request: &Request, stream: &mut TcpStream| {
        let nth = request.path.strip_prefix("/page-").and_then(|nth| nth.parse::<usize>().ok());
        match (request.path.as_str(), nth) {
            ("/rss", _) => {
                let item = |nth| (format!("{}/page-{nth}", request.root), "Strike", ago(1));
                say(
                    stream,
                    "200 OK",
                    "ETag: \"1\"\r\n",
                    feed(&(0..PAGES).map(item).collect::<Vec<_>>()).as_bytes(),
                );
            }
            (_, Some(nth)) => {
                let (town, day, dead) = (TOWNS[nth % 8], 1 + nth / 8 % 28, 2 + nth % 7);
                let told = format!(
                    "A drone strike on {town} killed {dead} people on {day} May 2024, the mayor said. {nth} homes were hit."
                );
                say(stream, "200 OK", HTML, page(&format!("{dead} dead in {town}"), &told).as_bytes());
            }
            _ => say(stream, "404 Not Found", "", b""),
        }
    });
    let rss = format!("{}/rss", site.root);
    let arguments = ["watch", "--allow-private", "--once", "--json", rss.as_str()];
    let mut acknowledged = std::collections::BTreeSet::new();
    for nth in 0..kills() {
        let mut child =
            command(here, &arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // a fixed sequence without a rhythm, over the time that starting and some batches take
        thread::sleep(Duration::from_millis(150 + (nth * 367 + 91) % 1_900));
        child.kill().ok();
        let mut heard = String::new();
        child.stdout.take().unwrap().read_to_string(&mut heard).unwrap();
        child.wait().unwrap();
        // a line that was cut short acknowledges nothing
        for line in heard.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
            let line: Value = serde_json::from_str(line).unwrap();
            acknowledged.extend(line["article"]["id"].as_str().map(str::to_owned));
        }
        assert!(ok(here, &["verify"]).starts_with("Proven: "));
        let ids = found(here);
        assert!(acknowledged.iter().all(|id| ids.contains(id)), "kill {nth}");
    }
    // what was begun is ended by the next that is let run
    once(here, &[&rss]);
    assert_eq!(found(here).len(), PAGES);
    assert!(ok(here, &["verify"]).starts_with(&format!("Proven: {PAGES} revisions")));
    assert_eq!(once(here, &[&rss]).0, "");
}

/// The ids of all articles, none of which is there twice.
fn found(here: &Path) -> std::collections::BTreeSet<String> {
    let hits = lines(&ok(here, &["search", "--json", "--limit", "100000", "drone"]));
    let ids: std::collections::BTreeSet<String> =
        hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), hits.len(), "articles are doubled");
    ids
}

#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_watch_in_words_and_loses_nothing() {
    let folder = folder();
    let here = folder.path();
    let site = Site::start(|request: &Request, stream: &mut TcpStream| {
        let nth = request.path.strip_prefix("/page-").and_then(|nth| nth.parse::<usize>().ok());
        match (request.path.as_str(), nth) {
            ("/rss", _) => {
                let item = |nth| (format!("{}/page-{nth}", request.root), "Fire", ago(1));
                say(stream, "200 OK", "", feed(&(0..80).map(item).collect::<Vec<_>>()).as_bytes());
            }
            (_, Some(nth)) => {
                let (town, day) = (TOWNS[nth % 8], 1 + nth / 8);
                // no two pages have words in common, or all would derive from one
                let words =
                    (0..300).map(|at| format!(" w{:x}", (nth * 300 + at) * 7_919)).collect::<String>();
                let told = format!("A fire in {town} killed two people on {day} May 2024, police said.");
                say(stream, "200 OK", HTML, page(&format!("Fire in {town}"), &(told + &words)).as_bytes());
            }
            _ => say(stream, "404 Not Found", "", b""),
        }
    });
    let rss = format!("{}/rss", site.root);
    // a limit on the size of files fails a write as a full disk does
    let program = env!("CARGO_BIN_EXE_tellings");
    let script =
        format!("trap '' XFSZ; ulimit -f 400; exec '{program}' watch --once --allow-private --json {rss}");
    let limited = Command::new("sh")
        .args(["-c", &script])
        .env("TELLINGS_DB", "desk.tellings")
        .current_dir(here)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(limited.status.code(), Some(2), "{}", text(&limited.stderr));
    assert!(text(&limited.stderr).contains("full"), "{}", text(&limited.stderr));
    assert!(ok(here, &["verify"]).starts_with("Proven: "));
    let kept = lines(text(&limited.stdout));
    let kept: Vec<&str> = kept.iter().filter_map(|line| line["article"]["id"].as_str()).collect();
    let there = |word: &str| lines(&ok(here, &["search", "--json", "--limit", "1000", word]));
    let found = there("fire");
    assert!(kept.iter().all(|id| found.iter().any(|hit| hit["id"] == **id)));
    once(here, &[&rss]);
    assert_eq!(there("fire").len(), 80);
    assert!(ok(here, &["verify"]).starts_with("Proven: 80 revisions"));
}
