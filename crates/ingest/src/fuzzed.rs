//! The parsers one by one, for the targets in `fuzz/`: whatever the bytes, none may panic, hang or grow without bounds.

use std::io::{Cursor, Read};

use crate::form::Form;
use crate::open::{self, Source};
use crate::robots::Rules;
use crate::{Options, Taken, charset, feed, meta, net, noted, prose, warc, zipped};

/// Takes a stream in as if its name or server told this form: `text`, `markdown`, `lines`, `json`, `html`, `feed`, `warc`,
/// `table`; any other word stands for none told.
pub fn told(form: &str, bytes: &[u8]) {
    let form = match form {
        "text" => Some(Form::Text),
        "markdown" => Some(Form::Markdown),
        "lines" => Some(Form::Lines),
        "json" => Some(Form::Json),
        "html" => Some(Form::Html),
        "feed" => Some(Form::Feed),
        "warc" => Some(Form::Warc),
        "table" => Some(Form::Table(b',')),
        _ => None,
    };
    let url = Some("https://news.example/2024/12/22/story".to_owned());
    let source = Source { form, url, ..Source::stream("fuzzed") };
    let mut met = false;
    open::take_in(&source, bytes, &Options::default(), &mut |taken| met |= check(&taken));
}

/// Whether it is an article or a fault; what an article promises holds.
fn check(taken: &Taken) -> bool {
    if let Taken::Article(article) = taken {
        assert!(!article.text().trim().is_empty(), "an article without a text");
    }
    !matches!(taken, Taken::Warning(_))
}

/// Looks for records in a web archive.
pub fn archive(bytes: &[u8]) {
    let source = Source::stream("fuzzed");
    drop(warc::take(&source, bytes, &Options::default(), &mut |taken| _ = check(&taken)));
}

/// Looks for files in a ZIP archive.
pub fn zip(bytes: &[u8]) {
    let source = Source::stream("fuzzed");
    drop(zipped::take(&source, Cursor::new(bytes), &Options::default(), &mut |taken| _ = check(&taken)));
}

/// Unpacks.
pub fn unpack(bytes: &[u8]) {
    let mut unpacked = open::unpacking(Box::new(bytes)).take(64 << 20);
    drop(std::io::copy(&mut unpacked, &mut std::io::sink()));
}

/// Reads what a list names.
pub fn list(bytes: &[u8]) {
    drop(feed::feed("fuzzed", bytes, &mut |_| ()));
}

/// Reads the rules of a site and asks for the rest of the bytes as a path.
pub fn robots(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (rules, path) = text.rsplit_once('\n').unwrap_or((&text, "/"));
    Rules::of(rules).allow(path);
}

/// Decodes a text, and a page.
pub fn letters(bytes: &[u8]) {
    let (label, rest) = bytes.split_at(bytes.len().min(12));
    drop(charset::text(bytes.to_vec()));
    charset::page(rest, std::str::from_utf8(label).ok());
}

/// Reads dates, addresses and pieces of pages.
pub fn values(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    meta::moment(&text);
    meta::plain(&text);
    prose::whole(&text);
    let (base, to) = text.split_once(' ').unwrap_or(("https://a.example/b", &text));
    meta::host(&net::joined(base, to));
}

/// Reads a cell that notes all of a post, under keys that it has and has not.
pub fn noted(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for key in ["url", "title", "timestamp", "tags", ""] {
        noted::value(&text, key);
    }
}
