//! Web archives and ZIP archives.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{self, Cursor, Read, Write};

use common::{All, gzip, read_file};
use ingest::{IngestError, Options, articles_from};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PAGE: &str = "<html lang=en><title>Strike on Kazan</title><p>Eight drones hit Kazan on Saturday morning, officials said.</html>";

fn record(kind: &str, address: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n").as_bytes(), body]
        .concat()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let chunks =
        body.chunks(20).map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    [chunks.collect::<Vec<_>>().concat(), b"0\r\n\r\n".to_vec()].concat()
}

fn archive() -> Vec<Vec<u8>> {
    let page = PAGE.as_bytes();
    vec![
        record("warcinfo", "", b"software: x\r\n"),
        record("request", "https://a.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://a.example/1", &answer("Transfer-Encoding: chunked\r\n", &chunked(page))),
        record("response", "<https://a.example/2>", &answer("Content-Encoding: gzip\r\n", &gzip(page))),
        record(
            "response",
            "https://a.example/3",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx",
        ),
        record(
            "response",
            "https://a.example/4.png",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ),
        record("response", "https://a.example/5", &answer("", b"<div></div>")),
        record("response", "https://a.example/6", &answer("Content-Encoding: br\r\n", b"\x1B\x02\xFF\xFE")),
        record("response", "https://a.example/7", &answer("", page)),
    ]
}

fn stream(reader: impl Read) -> All {
    let mut all = All::default();
    articles_from(reader, "-", &Options::default(), &mut |taken| all.take(taken));
    all
}

#[test]
fn pages_of_a_web_archive() {
    let plain = archive().concat();
    let members: Vec<u8> = archive().iter().flat_map(gzip).collect();
    for (name, bytes) in [("a.warc", &plain), ("a.warc.gz", &members), ("a.bin", &plain)] {
        let all = read_file(name, bytes);
        assert_eq!(
            all.ids(),
            ["https://a.example/1", "https://a.example/2", "https://a.example/7"],
            "{name}"
        );
        assert_eq!(all.articles[0].text(), "Eight drones hit Kazan on Saturday morning, officials said.");
        assert_eq!(all.articles[0].url(), Some("https://a.example/1"));
        assert!(
            all.fault().contains("https://a.example/6 in ") && all.fault().contains("brotli"),
            "{}",
            all.fault()
        );
    }
}

#[test]
fn web_archives_that_are_broken() {
    let whole = archive().concat();
    let all = stream(&whole[..whole.len() - 20]);
    assert!(all.faults.iter().any(|fault| fault.to_string().contains("ends too early")), "{:?}", all.faults);
    assert_eq!(stream(&b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nx"[..]).faults.len(), 1);
    assert_eq!(stream(&b"WARC/1.0\r\nContent-Length: x\r\n\r\n"[..]).faults.len(), 1);
    assert_eq!(stream(&b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\nnonsense\r\n\r\n"[..]).faults.len(), 1);
    let long = (&b"WARC/1.0\r\n"[..]).chain(io::repeat(b'x').take(100 << 20));
    assert!(stream(long).fault().contains("the head of a record"));
    // One page too large costs itself alone.
    let large = record("response", "https://a.example/8", &answer("", &vec![b'x'; 21_000_000]));
    let all = stream(
        [large, record("response", "https://a.example/9", &answer("", PAGE.as_bytes()))].concat().as_slice(),
    );
    assert_eq!(all.ids(), ["https://a.example/9"]);
    assert!(matches!(all.faults[0], IngestError::TooLarge { .. }));
}

#[test]
fn a_long_archive_takes_no_more_memory() {
    let image = record(
        "response",
        "u",
        &[b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", vec![7; 1 << 20].as_slice()].concat(),
    );
    let page = record("response", "https://a.example/1", &answer("", PAGE.as_bytes()));
    let before = peak();
    let repeated = Repeated { part: image, at: 0, left: 300 };
    assert_eq!(stream(repeated.chain(page.as_slice())).articles.len(), 1);
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < 700 << 10, "{} KiB", after - before);
    }
}

/// The same bytes so many times.
struct Repeated {
    part: Vec<u8>,
    at: usize,
    left: usize,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.part.len() {
            self.left -= usize::from(self.left > 0);
            self.at = 0;
        }
        if self.left == 0 {
            return Ok(0);
        }
        let read = (&self.part[self.at..]).read(buffer)?;
        self.at += read;
        Ok(read)
    }
}

/// The most memory that this process has held, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn wacz_and_other_archives() {
    let members: Vec<u8> = archive().iter().take(4).flat_map(gzip).collect();
    let wacz =
        zipped(&[("archive/a.warc.gz", &members), ("pages/pages.jsonl", b"{}"), ("datapackage.json", b"{}")]);
    let all = read_file("a.wacz", &wacz);
    assert_eq!(all.ids(), ["https://a.example/1", "https://a.example/2"]);
    assert!(all.faults.is_empty(), "{:?}", all.faults);
    let any = zipped(&[
        ("b/one.txt", b"Eight drones."),
        ("b/two.html", PAGE.as_bytes()),
        ("b/.hidden.txt", b"x"),
        ("c.png", b"x"),
    ]);
    let all = read_file("a.zip", &any);
    assert!(all.ids()[0].ends_with("a.zip/b/one.txt"), "{:?}", all.ids());
    assert_eq!((all.articles.len(), all.faults.len()), (2, 0));
}

#[test]
fn zip_archives_that_are_broken_or_bombs() {
    let whole = zipped(&[("one.txt", "Eight drones. ".repeat(400).as_bytes())]);
    assert!(matches!(read_file("a.zip", &whole[..whole.len() / 2]).faults[0], IngestError::Archive { .. }));
    let mut broken = whole.clone();
    broken[60] ^= 0xFF;
    assert_eq!(read_file("a.zip", &broken).articles.len(), 0);
    assert_eq!(read_file("a.zip", &broken).faults.len(), 1);
    let bomb = zipped(&[("one.txt", &vec![b' '; 40 << 20]), ("two.txt", b"Eight drones.")]);
    let all = read_file("a.zip", &bomb);
    assert!(matches!(all.faults[0], IngestError::Bomb { .. }), "{:?}", all.faults);
    assert_eq!(all.texts(), ["Eight drones."]);
    assert!(read_file("a.zip", zipped(&[("c.png", b"x")])).fault().contains("no file that can be read"));
}
