//! The real binary: exit statuses, complaints, pipes.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn tellings(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tellings"));
    command.current_dir(folder).args(arguments).env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "Three people were killed in a drone strike on Kazan on Saturday, officials said.\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    fs::write(folder.path().join("b.txt"), "A drone strike on Kazan killed five people, the mayor said.\n")
        .unwrap();
    folder
}

#[test]
fn reading_ends_with_0_and_one_json_object() {
    let folder = folder();
    let out = tellings(folder.path(), &["read", "--json", "--language", "en", "a.txt", "b.txt"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert_eq!(text(&out.stderr), "");
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["articles"].as_array().unwrap().len(), 2);
    assert_eq!(text(&out.stdout).matches('\n').count(), 1);
}

#[test]
fn the_order_of_the_files_and_the_threads_change_no_byte() {
    let folder = folder();
    let one = tellings(folder.path(), &["read", "--json", "--threads", "1", "a.txt", "b.txt"]);
    let other = tellings(folder.path(), &["read", "--json", "--threads", "3", "b.txt", "a.txt"]);
    assert_eq!(text(&one.stdout), text(&other.stdout));
}

#[test]
fn an_input_that_cannot_be_read_is_named_and_the_rest_goes_on() {
    let folder = folder();
    let out = tellings(folder.path(), &["read", "a.txt", "gone.txt"]);
    assert_eq!(out.status.code(), Some(1));
    let complaint = text(&out.stderr);
    assert!(complaint.starts_with("tellings: ") && complaint.contains("gone.txt"), "{complaint}");
    assert!(text(&out.stdout).starts_with("1 article ("), "{}", text(&out.stdout));
}

#[test]
fn where_nothing_can_be_read_the_status_is_2() {
    let folder = folder();
    let out = tellings(folder.path(), &["read", "--json", "gone.txt"]);
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(text(&out.stdout), "");
    assert!(text(&out.stderr).contains("gone.txt"));
}

#[test]
fn bad_usage_is_2_and_says_what_to_write() {
    let folder = folder();
    for (arguments, says) in [
        (&["read"][..], "PATH|URL"),
        (&["read", "--published", "yesterday", "a.txt"], "2024-12-22"),
        (&["read", "--language", "english", "a.txt"], "two letters"),
        (&["read", "--lang-dir", "gone", "a.txt"], "gone"),
        (&["explain", "xyz", "a.txt"], "read --ids"),
        (&["explain", "0000000000000000", "a.txt"], "No claim"),
        (&["why", "a.txt", "gone.txt", "a.txt", "b.txt"], "gone.txt"),
        (&[], "Usage"),
    ] {
        let out = tellings(folder.path(), arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(text(&out.stderr).contains(says), "{arguments:?}: {}", text(&out.stderr));
    }
}

#[test]
fn why_names_what_decided() {
    let folder = folder();
    let far = "A drone strike on Saratov killed five people on 2 March 2024, the mayor said.\n";
    fs::write(folder.path().join("c.txt"), far).unwrap();
    let why = |a: &str, b: &str| {
        let out =
            tellings(folder.path(), &["why", "--published", "2024-12-22", a, b, "a.txt", "b.txt", "c.txt"]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        text(&out.stdout).to_owned()
    };
    let joined = why("a.txt", "b.txt");
    assert!(joined.contains("a.txt: Drone strike, Kazan, 21 December 2024"), "{joined}");
    assert!(joined.contains("kind: same") && joined.contains("one incident"), "{joined}");
    let apart = why("a", "c.txt");
    assert!(apart.contains("place: other town") && apart.contains("day: other"), "{apart}");
    assert!(apart.contains("two incidents") && !apart.contains("one incident"), "{apart}");
}

#[test]
fn marking_keeps_the_order_of_the_input() {
    let folder = folder();
    let lines: String = (0..500)
        .map(|n| format!("{{\"id\": \"{n}\", \"text\": \"On Monday {n} people marched in Leeds.\"}}\n"))
        .collect();
    fs::write(folder.path().join("many.jsonl"), lines).unwrap();
    let out = tellings(folder.path(), &["mark", "--json", "--threads", "4", "many.jsonl"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    for (n, line) in text(&out.stdout).lines().enumerate() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["id"], n.to_string());
    }
    assert_eq!(text(&out.stdout).lines().count(), 500);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let folder = folder();
    let lines = "{\"text\": \"On Monday three people marched in Leeds.\"}\n".repeat(20_000);
    fs::write(folder.path().join("many.jsonl"), lines).unwrap();
    for command_name in ["mark", "extract"] {
        let mut child = command(folder.path(), &[command_name, "--json", "many.jsonl"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let out = child.wait_with_output().unwrap();
        assert_eq!((out.status.code(), text(&out.stderr)), (Some(0), ""), "{command_name}");
    }
}

#[test]
fn standard_input_is_read() {
    let folder = folder();
    let mut child = command(folder.path(), &["extract", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Two people were hurt in Leeds.".as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let row: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(row["text"], "Two people were hurt in Leeds.");
    for key in ["path", "title", "text", "published", "outlet", "language", "url"] {
        assert!(row.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_pipe_gets_no_colour() {
    let folder = folder();
    for command_name in ["read", "mark", "extract"] {
        let out = tellings(folder.path(), &[command_name, "a.txt"]);
        assert!(!out.stdout.contains(&0x1b), "{command_name}: {}", text(&out.stdout));
    }
}

#[test]
fn a_schema_and_completions_are_printed() {
    let folder = folder();
    let schema: serde_json::Value =
        serde_json::from_slice(&tellings(folder.path(), &["schema"]).stdout).unwrap();
    assert!(schema["properties"]["incidents"].is_object());
    let script = tellings(folder.path(), &["completions", "bash"]);
    assert!(text(&script.stdout).contains("_tellings"));
    assert!(text(&tellings(folder.path(), &["read", "--help"]).stdout).contains("Examples:"));
}

#[test]
fn the_page_is_written_beside_the_report() {
    let folder = folder();
    let read = |more: &[&str]| {
        let arguments = [&["read", "a.txt", "b.txt", "--language", "en"], more].concat();
        tellings(folder.path(), &arguments)
    };
    let alone = read(&[]);
    let both = read(&["--html", "page.html"]);
    assert_eq!(both.status.code(), Some(0), "{}", text(&both.stderr));
    assert_eq!(text(&both.stdout), text(&alone.stdout));
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    fs::write(folder.path().join("page.html"), "x".repeat(page.len() * 2)).unwrap();
    assert_eq!(read(&["--html", "page.html", "--markdown", "--threads", "1"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("page.html")).unwrap(), page, "the longer page is gone");
    assert!(text(&read(&["--markdown"]).stdout).starts_with("# 1 incident in 2 articles\n"));
}

#[test]
fn a_page_that_cannot_be_written_is_told_of_before_anything_is_read() {
    let folder = folder();
    fs::create_dir(folder.path().join("pages")).unwrap();
    for (path, says) in [("gone/page.html", "no such folder"), ("pages", "is a folder"), ("-", "page.html")] {
        let out = tellings(folder.path(), &["read", "--html", path, "a.txt"]);
        assert_eq!(out.status.code(), Some(2));
        assert_eq!(text(&out.stdout), "");
        let complaint = text(&out.stderr);
        assert!(
            complaint.contains(path) && complaint.contains(says) && complaint.contains("--html"),
            "{complaint}"
        );
    }
    let out = tellings(folder.path(), &["read", "--html", "page.html", "gone.txt"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(!folder.path().join("page.html").exists(), "an empty page stays behind");
    assert_eq!(tellings(folder.path(), &["read", "--markdown", "--json", "a.txt"]).status.code(), Some(2));
}

/// A dump of one hamlet in GeoNames' form.
fn dumps(folder: &Path) {
    let place = |id, name: &str, class: &str, region: &str, people: u32| {
        format!(
            "{id}\t{name}\t{name}\t\t43.2\t12.5\t{class}\tIT\t\t{region}\t\t\t\t{people}\t\t9\tEurope/Rome\t2024-01-01\n"
        )
    };
    let places =
        place(10, "Italia", "A\tPCLI", "", 9) + &place(13, "Quercetola di Sotto", "P\tPPL", "18", 41);
    for (name, text) in [
        (
            "countryInfo.txt",
            "IT\tITA\t380\tIT\tItaly\tRome\t1\t60000000\tEU\t.it\tEUR\tEuro\t39\t\t\tit\t10\t\t\n",
        ),
        ("admin1CodesASCII.txt", "IT.18\tUmbria\tUmbria\t11\n"),
        ("admin2Codes.txt", "# none\n"),
        ("allCountries.txt", &places),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn a_full_gazetteer_places_a_hamlet_that_the_shipped_one_lacks() {
    let folder = folder();
    dumps(folder.path());
    let out = tellings(folder.path(), &["gazetteer", "build", ".", "--out", "full.places"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(text(&out.stdout).starts_with("full.places: "), "{}", text(&out.stdout));
    let told = "Two people were killed by a mine in the village of Quercetola di Sotto on Saturday.\n";
    fs::write(folder.path().join("c.txt"), told).unwrap();
    let places = |arguments: &[&str]| {
        let mut all = vec!["mark", "--json", "--language", "en", "c.txt"];
        all.extend(arguments);
        let out = tellings(folder.path(), &all);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        let mentions = json["mentions"].as_array().unwrap().clone();
        mentions
            .into_iter()
            .filter(|m| m["type"] == "place")
            .map(|m| m["value"]["geonames"].clone())
            .collect::<Vec<_>>()
    };
    assert!(places(&[]).iter().all(serde_json::Value::is_null));
    assert_eq!(places(&["--gazetteer", "full.places"]), [13]);
}

#[test]
fn a_gazetteer_that_is_none_is_told_of() {
    let folder = folder();
    dumps(folder.path());
    for (arguments, complaint) in [
        (&["gazetteer", "build", "nowhere"][..], "There is no countryInfo.txt in nowhere"),
        (&["read", "--gazetteer", "a.txt", "b.txt"], "a.txt: Not a gazetteer"),
        (&["read", "--gazetteer", "gone.places", "b.txt"], "Cannot open the gazetteer gone.places"),
    ] {
        let out = tellings(folder.path(), arguments);
        assert_eq!(out.status.code(), Some(2));
        assert!(text(&out.stderr).contains(complaint), "{}", text(&out.stderr));
    }
    let places = fs::read_to_string(folder.path().join("allCountries.txt")).unwrap() + "14\tQuercia\n";
    fs::write(folder.path().join("allCountries.txt"), places).unwrap();
    let out = tellings(folder.path(), &["gazetteer", "build", "."]);
    assert!(
        text(&out.stderr).contains("allCountries.txt:3: a place has 19 columns"),
        "{}",
        text(&out.stderr)
    );
    assert!(!folder.path().join("full.places").exists());
}
