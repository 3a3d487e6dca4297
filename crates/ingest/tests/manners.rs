//! How sites are treated, and how badly they may treat us, by a server on the loopback interface.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write;
use std::net::TcpStream;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use common::{All, gzip, read, serve};
use ingest::{Answer, Fetcher, IngestError, Input, Manners, Options, Validators, articles};

const PAGE: &str = "<html lang=en><title>Strike on Kazan</title><p>Eight drones hit Kazan on Saturday morning, officials said.</html>";

fn answer(mut stream: TcpStream, path: &str, head: &str) {
    let is_known = head.to_lowercase().contains("if-none-match: \"7\"");
    let mut send = |bytes: &[u8]| stream.write_all(bytes).is_ok();
    let mut say = |status: &str, headers: &str, body: &[u8]| {
        let start = format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n");
        send(&[start.as_bytes(), body].concat());
    };
    let html = "Content-Type: text/html\r\n";
    match path {
        "/robots.txt" => say("200 OK", "", b"User-agent: *\nDisallow: /private\n"),
        "/known" if is_known => say("304 Not Modified", "", b""),
        "/known" => say(
            "200 OK",
            &format!("{html}ETag: \"7\"\r\nLast-Modified: Sun, 22 Dec 2024 09:30:00 GMT\r\n"),
            PAGE.as_bytes(),
        ),
        "/busy" => say("429 Too Many Requests", "Retry-After: 90\r\n", b""),
        "/error" => say("500 Internal Server Error", html, PAGE.as_bytes()),
        "/moved-within" => say("302 Found", "Location: page\r\n", b""),
        "/moved-to-file" => say("302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/moved-nowhere" => say("302 Found", "", b""),
        "/loop" => say("302 Found", "Location: /loop2\r\n", b""),
        "/loop2" => say("302 Found", "Location: /loop\r\n", b""),
        "/short" => say("200 OK", &format!("{html}Content-Length: 90000\r\n"), PAGE.as_bytes()),
        "/chunk" => say("200 OK", &format!("{html}Transfer-Encoding: chunked\r\n"), b"zz\r\nabc"),
        "/bomb" => say("200 OK", &format!("{html}Content-Encoding: gzip\r\n"), bomb()),
        "/silent" => thread::sleep(Duration::from_secs(30)),
        "/slow" => {
            let start = format!("HTTP/1.1 200 OK\r\n{html}\r\n");
            stream.write_all(start.as_bytes()).unwrap();
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        }
        "/endless" => {
            let start = format!("HTTP/1.1 200 OK\r\n{html}\r\n");
            stream.write_all(start.as_bytes()).unwrap();
            while stream.write_all(&[b'x'; 64 << 10]).is_ok() {}
        }
        "/endless-head" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").unwrap();
            while stream
                .write_all(b"X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")
                .is_ok()
            {}
        }
        _ => say("200 OK", html, PAGE.as_bytes()),
    }
}

/// Made once: packing takes as long as a fetch may.
fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| gzip(vec![b' '; 60 << 20]))
}

fn manners() -> Manners {
    Manners { private: true, robots: false, patience: Duration::from_secs(2), ..Manners::default() }
}

fn fetch(root: &str, path: &str) -> Result<Answer, IngestError> {
    Fetcher::new(manners()).fetch(&format!("{root}{path}"), &Validators::default())
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let (root, _heads) = serve(answer);
    let Ok(Answer::Found(found)) = fetch(&root, "/known") else { panic!() };
    assert_eq!(found.validators().etag.as_deref(), Some("\"7\""));
    let mut all = All::default();
    found.articles(&Options::default(), &mut |taken| all.take(taken));
    assert_eq!((all.articles.len(), found.address()), (1, format!("{root}/known").as_str()));
    let again = Fetcher::new(manners()).fetch(&format!("{root}/known"), found.validators());
    assert!(matches!(again, Ok(Answer::Unchanged)));
}

#[test]
fn a_site_is_asked_for_leave_once() {
    let (root, heads) = serve(answer);
    let fetcher = Fetcher::new(Manners { robots: true, ..manners() });
    let get = |path: &str| fetcher.fetch(&format!("{root}{path}"), &Validators::default());
    assert!(matches!(get("/page"), Ok(Answer::Found(_))));
    assert!(matches!(get("/private/page"), Err(IngestError::Robots { .. })));
    assert!(matches!(get("/other"), Ok(Answer::Found(_))));
    let asked: Vec<String> =
        heads.try_iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(asked, ["/robots.txt", "/page", "/other"]);
}

#[test]
fn a_site_that_asks_for_a_rest_gets_it() {
    let (root, heads) = serve(answer);
    let fetcher = Fetcher::new(manners());
    let get = |path: &str| fetcher.fetch(&format!("{root}{path}"), &Validators::default());
    assert!(matches!(get("/busy"), Err(IngestError::Later { seconds: 90, .. })));
    assert!(matches!(get("/page"), Err(IngestError::Later { seconds: 80..=90, .. })));
    assert_eq!(heads.try_iter().count(), 1);
    let fetcher = Fetcher::new(manners());
    let get = |path: &str| fetcher.fetch(&format!("{root}{path}"), &Validators::default());
    for _ in 0..3 {
        assert!(matches!(get("/error"), Err(IngestError::Status { status: 500, .. })));
    }
    assert!(matches!(get("/error"), Err(IngestError::Later { .. })));
}

#[test]
fn addresses_of_this_machine_are_refused_unless_allowed() {
    let (root, heads) = serve(answer);
    let port = root.rsplit(':').next().unwrap();
    let fetcher = Fetcher::new(Manners { private: false, robots: false, ..manners() });
    for host in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"] {
        let fault = fetcher.fetch(&format!("http://{host}:{port}/page"), &Validators::default()).unwrap_err();
        assert!(matches!(fault, IngestError::Private { .. }), "{host}: {fault}");
    }
    assert!(
        read(&Input::parse(&format!("{root}/page")), &Options::default()).fault().contains("private net")
    );
    assert_eq!(heads.try_iter().count(), 0);
}

#[test]
fn each_fault_of_a_server_is_named_once_and_the_run_goes_on() {
    let (root, _heads) = serve(answer);
    bomb();
    for (path, cause) in [
        ("/error", "status 500"),
        ("/moved-to-file", "does not begin with http"),
        ("/moved-nowhere", "status 302"),
        ("/loop", "redirects more than 5 times"),
        ("/short", "Cannot fetch"),
        ("/chunk", "Cannot fetch"),
        ("/bomb", "which no text does"),
        ("/silent", "no full answer came in time"),
        ("/slow", "no full answer came in time"),
        ("/endless", "larger than 20 MB"),
        ("/endless-head", "Cannot fetch"),
    ] {
        let begun = Instant::now();
        let fault = fetch(&root, path).unwrap_err().to_string();
        assert!(fault.contains(cause) && fault.contains(&format!("{root}{path}")), "{path}: {fault}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{path}: {:?}", begun.elapsed());
    }
    assert!(matches!(fetch(&root, "/moved-within"), Ok(Answer::Found(_))));
    let inputs =
        ["/page", "/loop", "/short", "/bomb", "/other"].map(|path| Input::parse(&format!("{root}{path}")));
    let mut all = All::default();
    articles(&inputs, &Options { private: true, ..Options::default() }, &mut |taken| all.take(taken));
    assert_eq!(all.ids(), [format!("{root}/page"), format!("{root}/other")]);
    assert_eq!(all.faults.len(), 3);
}
