//! Addresses, served by a server on the loopback interface.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use common::{All, gzip, read, serve};
use ingest::{Fetcher, IngestError, Input, Manners, Options};

const PAGE: &str = "<html lang=en><head><title>Strike on Kazan</title></head><body><article>\
                    <p>Eight drones hit Kazan on Saturday morning, officials said, and no one was hurt.</p>\
                    <p>The airport was closed for the day.</p></article></body></html>";

fn answer(mut stream: TcpStream, path: &str, _head: &str) {
    let mut send = |status: &str, headers: &str, body: &[u8]| {
        // The client may hang up early, which is its right.
        let start = format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n");
        let _ = stream.write_all(start.as_bytes()).and_then(|()| stream.write_all(body));
    };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let page = PAGE.as_bytes();
    match path {
        "/page" | "/%D0%BA?%D0%B0=%20b" => send("200 OK", html, page),
        "/packed" => send("200 OK", &format!("{html}Content-Encoding: gzip\r\n"), &gzip(page)),
        "/bomb" => send("200 OK", &format!("{html}Content-Encoding: gzip\r\n"), &gzip(vec![b' '; 60 << 20])),
        "/cyrillic" => {
            let (body, ..) = encoding_rs::WINDOWS_1251.encode("<p>Унаслідок удару загинули троє людей.");
            send("200 OK", "Content-Type: text/html; charset=windows-1251\r\n", &body);
        }
        "/news.jsonl" => send("200 OK", "", b"{\"text\": \"a\"}\nx\n{\"text\": \"b\"}\n"),
        "/moved" => send("302 Found", "Location: /page\r\n", b""),
        "/loop" => send("302 Found", "Location: /loop\r\n", b""),
        "/large" => send("200 OK", html, &vec![b'x'; 21_000_000]),
        "/large-told" => send("200 OK", &format!("{html}Content-Length: 99000000\r\n"), page),
        "/cut" => send("200 OK", &format!("{html}Content-Length: 9000\r\n"), page),
        "/nonsense" => send("what", "", b""),
        _ => send("404 Not Found", html, page),
    }
}

fn get(root: &str, path: &str) -> All {
    read(&Input::parse(&format!("{root}{path}")), &Options { private: true, ..Options::default() })
}

#[test]
fn a_page_is_fetched_by_an_honest_agent() {
    let (root, heads) = serve(answer);
    let all = get(&root, "/page");
    let article = &all.articles[0];
    assert_eq!(article.title(), "Strike on Kazan");
    assert!(article.text().ends_with("hurt.\nThe airport was closed for the day."), "{}", article.text());
    assert_eq!(article.id(), format!("{root}/page"));
    assert_eq!(article.url(), Some(article.id()));
    assert_eq!((article.path(), article.outlet()), (None, Some("127.0.0.1")));
    let head = heads.recv().unwrap().to_lowercase();
    assert!(head.contains(concat!("user-agent: tellings/", env!("CARGO_PKG_VERSION"), "\r\n")), "{head}");
}

#[test]
fn packed_moved_and_in_another_encoding() {
    let (root, _heads) = serve(answer);
    assert_eq!(get(&root, "/packed").articles.len(), 1);
    assert_eq!(get(&root, "/cyrillic").texts(), ["Унаслідок удару загинули троє людей."]);
    let moved = get(&root, "/moved");
    assert_eq!(moved.articles[0].url(), Some(format!("{root}/page").as_str()));
    assert_eq!(moved.ids(), [format!("{root}/moved")]);
    assert_eq!(get(&root, "/к?а= b#c").articles.len(), 1);
    let lines = get(&root, "/news.jsonl");
    assert_eq!(lines.ids(), [format!("{root}/news.jsonl:1"), format!("{root}/news.jsonl:3")]);
    assert_eq!(lines.faults.len(), 1);
}

#[test]
fn faults_name_the_address_and_the_cause() {
    let (root, _heads) = serve(answer);
    for (path, cause) in [
        ("/none", "was answered with status 404"),
        ("/loop", "it redirects more than 5 times"),
        ("/large", "is larger than 20 MB"),
        ("/large-told", "is larger than 20 MB"),
        ("/bomb", "which no text does"),
        ("/cut", "Cannot fetch"),
        ("/nonsense", "Cannot fetch"),
    ] {
        let all = get(&root, path);
        let fault = all.fault();
        assert!(fault.contains(cause) && fault.contains(&format!("{root}{path}")), "{path}: {fault}");
        assert!(all.articles.is_empty());
    }
}

#[test]
fn a_dead_port_and_addresses_that_are_none() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let fault = get(&format!("http://127.0.0.1:{port}"), "/").fault();
    assert!(fault.contains("refused"), "{fault}");
    for url in ["http://", "http:///a", "http://a b/", "http://[::1", "http://x:99999/"] {
        let fault = get(url, "").fault();
        assert!(fault.contains(url), "{fault}");
    }
}

#[test]
fn what_is_told_arrives_with_its_headers_and_no_redirect_is_followed() {
    let (root, heads) = common::serve(|mut stream, path, _| {
        let answer = match path {
            "/taken" => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
            "/moved" => {
                "HTTP/1.1 307 Moved\r\nLocation: /taken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            }
            _ => "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        };
        stream.write_all(answer.as_bytes()).ok();
    });
    let fetcher = |private| Fetcher::new(Manners { private, ..Manners::default() });
    let tell = |path: &str| fetcher(true).tell(&format!("{root}{path}"), &[("webhook-id", "one")], "{}");
    tell("/taken").unwrap();
    let head = heads.recv().unwrap().to_lowercase();
    assert!(head.starts_with("post /taken ") && head.contains("webhook-id: one"), "{head}");
    assert!(matches!(tell("/moved"), Err(IngestError::Status { status: 307, .. })));
    assert!(matches!(tell("/broken"), Err(IngestError::Status { status: 500, .. })));
    assert_eq!(heads.try_iter().count(), 2);
    let refused = fetcher(false).tell(&format!("{root}/taken"), &[], "{}");
    assert!(matches!(refused, Err(IngestError::Private { .. })), "{refused:?}");
}
