//! What is broken, too large, or no text at all.

mod common;

use std::io::{self, Read};

use common::{All, gzip, read_file};
use ingest::{IngestError, LARGEST_ARTICLE, Options, Warning, articles_from};
use proptest::prelude::*;

fn stream(reader: impl Read) -> All {
    let mut all = All::default();
    articles_from(reader, "-", &Options::default(), &mut |taken| all.take(taken));
    all
}

/// The most memory that this process has held, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn empty_files() {
    let names =
        ["a.txt", "a.md", "a.jsonl", "a.json", "a.html", "a.csv", "a.xml", "a.warc", "a.zip", "a.txt.gz"];
    for name in names {
        for content in ["", "\u{FEFF} \n\t\r\n"] {
            assert!(read_file(name, content).fault().contains("is empty"), "{name}");
        }
    }
}

#[test]
fn binary_files_are_named() {
    for (content, name) in [
        (&b"%PDF-1.7 x"[..], "a PDF document"),
        (b"\x89PNG\r\n\x1A\nxx", "a PNG picture"),
        (b"\xFF\xD8\xFF\xE0xx", "a JPEG picture"),
        (b"abc\0def", "NUL bytes"),
    ] {
        for file in ["a.txt", "a.jsonl", "a.html", "a.bin"] {
            let fault = read_file(file, content).fault();
            assert!(fault.contains(name) && fault.contains("; "), "{fault}");
        }
    }
    let late = [&[b'x'; 20_000][..], b"\0"].concat();
    assert!(matches!(read_file("a.txt", late).faults[0], IngestError::Binary { .. }));
    assert!(read_file("a.gz", gzip(gzip("x"))).fault().contains("gzip data inside gzip data"));
}

#[test]
fn encodings() {
    let all = read_file("a.txt", b"Le pr\xE9sident a \xE9t\xE9 bless\xE9 \xE0 Besan\xE7on");
    assert_eq!(all.texts(), ["Le président a été blessé à Besançon"]);
    assert!(matches!(&all.warnings[0], Warning::Charset { charset: "windows-1252", .. }));
    let fault = read_file("a.txt", b"Le pr\xC3\xA9sident \xC3\xA9tait \xC3 Paris".as_slice()).fault();
    assert!(fault.contains("not UTF-8 at byte 21"), "{fault}");
}

#[test]
fn gzip_that_is_cut_off_or_broken() {
    let lines: String = (0..20_000).map(|n| format!("{{\"text\": \"{n} {}\"}}\n", n * 7919)).collect();
    let whole = gzip(&lines);
    let all = read_file("a.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(all.articles.len() > 1_000, "{}", all.articles.len());
    assert!(all.fault().contains("cannot be decompressed: it ends too early"), "{}", all.fault());
    let mut broken = whole.clone();
    broken[200..260].fill(0xFF);
    assert!(matches!(read_file("a.txt.gz", broken).faults[0], IngestError::Gzip { .. }));
    assert!(read_file("a.txt.gz", &whole[..5]).articles.is_empty());
}

#[test]
fn bombs_are_stopped() {
    let bomb = gzip(vec![b' '; 40 << 20]);
    assert!(bomb.len() < 60_000);
    for name in ["a.txt.gz", "a.jsonl.gz", "a.json.gz"] {
        let all = read_file(name, &bomb);
        assert!(matches!(all.faults[0], IngestError::Bomb { .. }), "{all:?}");
    }
    assert!(matches!(
        read_file("a.html.gz", &bomb).faults[0],
        IngestError::Bomb { .. } | IngestError::TooLarge { .. }
    ));
}

#[test]
fn a_line_of_100_mb_is_a_fault_and_the_rest_goes_on() {
    let before = peak();
    let long = b"{\"text\": \"".chain(io::repeat(b'x').take(100 << 20)).chain(&b"\"}\n"[..]);
    let all = stream((&b"{\"text\": \"a\"}\n"[..]).chain(long).chain(&b"{\"text\": \"b\"}\n"[..]));
    assert_eq!(all.texts(), ["a", "b"]);
    assert!(matches!(all.faults[0], IngestError::TooLong { line: 2, limit: LARGEST_ARTICLE, .. }));
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < 400 << 10, "{} KiB", after - before);
    }
}

#[test]
fn a_text_over_the_limit() {
    let all = stream(io::repeat(b'x').take(LARGEST_ARTICLE as u64 + 1));
    assert!(matches!(all.faults[0], IngestError::TooLarge { .. }));
}

#[test]
fn pages_as_deep_as_they_are_hostile() {
    for tag in [
        "<div>",
        "<b>",
        "<p><b>",
        "<table><tr><td>",
        "<ul><li>",
        "<a href=x>",
        "<svg><g>",
        "<font><p>",
        "<b></i>",
        "<svg><p><circle/></x>",
        "<a></b><i></u>",
    ] {
        for times in [900, 200_000] {
            let all = read_file("a.html", format!("<html><body>{}Eight drones", tag.repeat(times)));
            let seen = tag != "<svg><g>";
            assert_eq!(all.texts(), ["Eight drones"].repeat(usize::from(seen)), "{tag}");
        }
    }
}

#[test]
fn pages_as_wide_as_they_are_hostile() {
    let all = read_file("a.html", format!("<html><body>{}", "<p>Eight drones hit.".repeat(100_000)));
    assert_eq!(all.articles.len(), 1);
    let all = read_file("a.html", "<p>x".repeat(1_000_000));
    assert_eq!(all.articles.len(), 1);
}

#[test]
fn signs_that_are_no_tags_are_one_text() {
    let before = peak();
    let all = read_file("a.html", format!("<html><body><p>Eight < drones {}", "<".repeat(4 << 20)));
    assert!(all.texts()[0].starts_with("Eight < drones <<<"));
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after.saturating_sub(before) < 300 << 10, "{before} KiB, then {after}");
    }
}

#[test]
fn a_row_over_the_limit_is_named() {
    let long = b"title,text\na,b\nc,\"".chain(io::repeat(b'x').take(LARGEST_ARTICLE as u64 + (1 << 20)));
    let mut all = All::default();
    articles_from(long, "news", &Options::default(), &mut |taken| all.take(taken));
    assert!(all.articles.len() == 1 && all.texts()[0] == "b");
    assert!(all.fault().starts_with("news, line 3 is larger than 67 MB"), "{}", all.fault());
}

#[test]
fn what_is_looked_for_many_times_over() {
    let long = "<p>Eight drones hit Kazan on Saturday morning, officials in the region said.";
    for part in
        ["<h1>x", "<time>x", "<article><h1>x", "<div class=related><h1>x", "<a>x", "<svg><p>x", "<dl><dt>x"]
    {
        let html = format!("<html><body>{long}{}{long}", part.repeat(100_000));
        let all = read_file("a.html", html);
        assert_eq!(all.articles.len(), 1, "{part}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0usize..9) {
        let starts: [&[u8]; 9] =
            [b"", b"{\"text\": \"", b"[{", b"<html><p>", b"\x1F\x8B\x08", b"\xFF\xFE", b"\xEF\xBB\xBF", b"---\n", b"PK"];
        let bytes = [starts[start], &bytes].concat();
        let all = stream(bytes.as_slice());
        prop_assert!(!all.articles.is_empty() || !all.faults.is_empty());
        for name in ["a.jsonl", "a.json", "a.html", "a.md", "a.txt.gz"] {
            let all = read_file(name, &bytes);
            prop_assert!(!all.articles.is_empty() || !all.faults.is_empty());
        }
    }

    #[test]
    fn any_page_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        let all = read_file("a.html", parts.concat());
        prop_assert!(all.articles.len() + all.faults.len() == 1);
    }

    #[test]
    fn any_json_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(JSON), 1..30)) {
        for name in ["a.json", "a.jsonl"] {
            let all = read_file(name, parts.concat());
            prop_assert!(!all.articles.is_empty() || !all.faults.is_empty());
        }
    }
}

const PARTS: &[&str] = &[
    "<html lang=en>",
    "<title>",
    "</title>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<table>",
    "<td>",
    "</table>",
    "<script>",
    "<script type=\"application/ld+json\">",
    "</script>",
    "{\"@type\": \"Article\", \"datePublished\": \"",
    "\"}",
    "<time datetime=2024>",
    "<meta property=og:title content=x>",
    "<!--",
    "-->",
    "Eight drones hit Kazan. ",
    "д",
    "&amp;",
    "<",
    "<svg>",
    "<template>",
    "\0",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"text\"",
    ":",
    "\"a\"",
    ",",
    "\n",
    "\\",
    "\"",
    "{\"text\": \"a\"}",
    "1",
    "null",
    "\u{FEFF}",
    " x",
];
