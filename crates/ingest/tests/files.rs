//! Files of every form, as users have them.

mod common;

use std::fs;

use common::{All, file, gzip, read, read_file, read_path};
use ingest::{Input, Options, Warning, articles, articles_from};
use text::{Language, Moment, PublishedFrom};

#[test]
fn a_text_is_the_text_alone() {
    let (_folder, path) = file("a.txt", "Strike on Kazan\r\n\r\nEight drones.\n");
    let all = read_path(&path);
    let article = &all.articles[0];
    assert_eq!(article.text(), "Strike on Kazan\r\n\r\nEight drones.\n");
    assert_eq!(article.title(), "");
    assert_eq!(article.id(), path.to_string_lossy());
    assert_eq!(article.path(), Some(article.id()));
}

#[test]
fn options_serve_articles_that_carry_none() {
    let options = Options {
        published: Moment::parse("2024-12-22"),
        outlet: Some("O".to_owned()),
        language: Language::parse("uk"),
        ..Options::default()
    };
    let lines = "{\"text\": \"a\"}\n\
                 {\"text\": \"b\", \"published\": \"2020-01-01\", \"outlet\": \"P\", \"language\": \"en\"}";
    let (_folder, path) = file("a.jsonl", lines);
    let all = read(&Input::Path(path), &options);
    let shown: Vec<String> = all
        .articles
        .iter()
        .map(|a| format!("{} {} {}", a.published().unwrap().at, a.outlet().unwrap(), a.language().unwrap()))
        .collect();
    assert_eq!(shown, ["2024-12-22 O uk", "2020-01-01 P en"]);
    assert!(all.articles.iter().all(|a| a.published().unwrap().from == PublishedFrom::Given));
}

#[test]
fn markdown_has_a_title_and_front_matter() {
    let all = read_file("a.md", "---\ndate: 2024-12-22\nsource: O\n---\n# Strike\n\nEight drones.");
    let article = &all.articles[0];
    assert_eq!((article.title(), article.text()), ("Strike", "Eight drones."));
    assert_eq!(article.outlet(), Some("O"));
    assert_eq!(article.published().unwrap().at.to_string(), "2024-12-22");
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_read() {
    let lines = "{\"text\": \"a\", \"id\": \"x\", \"new\": [1]}\n\n{\"text\": \"д\" \"b\"}\n[\"c\"]\n{\"title\": \"d\"}\n\
                 {\"text\": \" \"}\n{\"text\": \"e\", \"id\": 7}\n{\"text\": \"f\"}";
    let (_folder, path) = file("a.jsonl", lines);
    let all = read_path(&path);
    assert_eq!(all.texts(), ["a", "e", "f"]);
    assert_eq!(all.ids(), ["x".to_owned(), "7".to_owned(), format!("{}:8", path.display())]);
    let faults: Vec<String> = all.faults.iter().map(ToString::to_string).collect();
    assert!(faults[0].contains("a.jsonl, line 3, column 14: expected `,` or `}`"), "{}", faults[0]);
    assert!(faults[1].contains("line 4, column 1: an article in braces"), "{}", faults[1]);
    assert!(faults[2].contains("missing field `text`"), "{}", faults[2]);
    assert!(faults[3].contains("a.jsonl, line 6 is empty"), "{}", faults[3]);
    assert!(faults.iter().all(|f| !f.ends_with('.')));
}

#[test]
fn what_is_no_date_is_a_warning() {
    let all =
        read_file("a.jsonl", "{\"text\": \"a\", \"published\": \"yesterday\", \"language\": \"English\"}");
    assert_eq!(all.texts(), ["a"]);
    assert_eq!(all.articles[0].published(), None);
    assert!(matches!(&all.warnings[0], Warning::Published { value, .. } if value == "yesterday"));
    assert!(matches!(&all.warnings[1], Warning::Language { value, .. } if value == "English"));
}

#[test]
fn json_in_every_layout() {
    for json in [
        "[{\"text\": \"a\"}, {\"text\": \"b\"}]",
        "[\n  {\n    \"text\": \"a\"\n  },\n  {\n    \"text\": \"b\"\n  }\n]\n",
        "{\"text\": \"a\"}\n{\"text\": \"b\"}\n",
        "\u{FEFF}{\n\"text\": \"a\"}\n{\"text\":\n \"b\"}",
    ] {
        for name in ["a.json", "a.jsonl", "a"] {
            let lines_of_two = name == "a.jsonl" && json.starts_with('\u{FEFF}');
            let all = read_file(name, json);
            assert!(lines_of_two || all.texts() == ["a", "b"], "{name} {json} {all:?}");
        }
    }
    let (_folder, path) = file("a.json", "{\"text\": \"a\"}");
    assert_eq!(read_path(&path).ids(), [format!("{}#1", path.display())]);
}

#[test]
fn utf16_is_read() {
    for name in ["a.txt", "a.jsonl", "a.html"] {
        let content = if name == "a.jsonl" { "{\"text\": \"Харків\"}" } else { "Харків" };
        let bytes: Vec<u8> =
            "\u{FEFF}".encode_utf16().chain(content.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_file(name, bytes).texts(), ["Харків"], "{name}");
    }
}

#[test]
fn gzip_of_one_and_many_members() {
    let members = [gzip("{\"text\": \"a\"}\n{\"te"), gzip("xt\": \"b\"}\n")].concat();
    assert_eq!(read_file("a.jsonl.gz", &members).texts(), ["a", "b"]);
    assert_eq!(read_file("unknown", &members).texts(), ["a", "b"]);
    assert_eq!(read_file("a.html.gz", gzip("<p>Eight drones")).texts(), ["Eight drones"]);
}

#[test]
fn a_folder_is_walked_in_order() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("b/.git")).unwrap();
    for name in [
        "c.txt",
        "a.txt",
        "b/z.md",
        "b/.git/x.txt",
        ".hidden.txt",
        "d.bin",
        "README.md",
        "b/readme.txt",
        "b/y.jsonl",
    ] {
        fs::write(folder.path().join(name), "{\"text\": \"x\"}").unwrap();
    }
    let all = read_path(folder.path());
    let ids: Vec<&str> =
        all.ids().iter().map(|id| &id[folder.path().to_string_lossy().len() + 1..]).collect();
    assert_eq!(ids, ["a.txt", "b/y.jsonl:1", "b/z.md", "c.txt"]);
    assert!(all.faults.is_empty());
    let empty = tempfile::tempdir().unwrap();
    assert!(read_path(empty.path()).fault().contains("holds no file"));
}

#[test]
fn a_stream_is_looked_at() {
    let read = |bytes: &[u8]| {
        let mut all = All::default();
        articles_from(bytes, "-", &Options::default(), &mut |taken| all.take(taken));
        all
    };
    let all = read(b"{\"text\": \"a\"}\n{\"text\": \"b\"}");
    assert_eq!(all.ids(), ["-#1", "-#2"]);
    assert_eq!(read(b"<!doctype html><p>Eight drones").texts(), ["Eight drones"]);
    assert_eq!(read("[Kyiv] Eight".as_bytes()).texts(), ["[Kyiv] Eight"]);
    assert_eq!(read(b" \n").fault(), "Standard input is empty; take it out, or save its text again");
}

#[test]
fn many_inputs_in_their_order_with_faults_between() {
    let (_one, first) = file("a.txt", "a");
    let (_two, last) = file("b.txt", "b");
    let inputs = [Input::Path(first), Input::Path("/no/such/file.txt".into()), Input::Path(last)];
    let mut order = Vec::new();
    articles(&inputs, &Options::default(), &mut |taken| {
        order.push(match taken {
            ingest::Taken::Article(article) => article.text().to_owned(),
            ingest::Taken::Fault(fault) => fault.to_string(),
            other => format!("{other:?}"),
        });
    });
    assert_eq!(order, ["a", "There is no file or folder /no/such/file.txt; check the path", "b"]);
}
