//! `cargo xtask tidy`: the house rules that no compiler checks.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::tree;

/// A longer file is two rooms.
const LONGEST_FILE: usize = 700;
/// So many words in a row are copied, not written alike by chance.
const RUN: usize = 10;
/// What no source file holds; each in two parts, so that this file holds none.
const UNFINISHED: &[&str] = &[concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];
/// Where somebody's own files lie, as the beginnings of paths.
const MACHINES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/t", "mp/"),
];
/// Endings of files that hold code.
const SOURCES: &[&str] = &["rs", "ts", "tsx", "mjs", "css"];
/// Names that say nothing of what is in a room.
const NAMELESS: &[&str] = &["util", "utils", "helper", "helpers", "manager", "managers"];

/// Checks every file, names each fault, and fails where there is one.
pub(crate) fn run(out: &mut dyn Write) -> Result<()> {
    let runs = measured_runs()?;
    let mut faults = Vec::new();
    let files = tree::files()?;
    for file in &files {
        let name = file.to_string_lossy();
        faults.extend(nameless(file).map(|stem| format!("{name}: {stem:?} says nothing of what is in it")));
        let Ok(text) = fs::read_to_string(tree::root().join(file)) else { continue };
        let is = |ending: &str| file.extension().is_some_and(|e| e == ending);
        if SOURCES.iter().any(|ending| is(ending)) {
            faults.extend(source(&text).into_iter().map(|what| format!("{name}: {what}")));
        }
        if is("toml") && file.components().any(|part| part.as_os_str() == "rules") {
            faults.extend(rules(&text).into_iter().map(|what| format!("{name}: {what}")));
        }
        for (at, line) in text.lines().enumerate() {
            faults.extend(
                machine(line).map(|path| format!("{name}:{}: {path} is a place on one machine", at + 1)),
            );
        }
        faults.extend(copied(&text, &runs).map(|words| format!("{name}: copied from a measure: {words:?}")));
    }
    tree::report(out, &faults)?;
    let beside = if runs.is_empty() { "; no measures beside the repository to compare with" } else { "" };
    writeln!(out, "{} files are tidy{beside}", files.len())?;
    Ok(())
}

/// What is wrong with a source file.
fn source(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        faults.push(format!("{lines} lines, more than {LONGEST_FILE}: is it two rooms?"));
    }
    for (at, line) in text.lines().enumerate() {
        let found = UNFINISHED.iter().filter(|mark| line.contains(**mark));
        faults.extend(found.map(|mark| format!("line {}: {mark}", at + 1)));
    }
    faults
}

/// Rules without a right example.
fn rules(text: &str) -> Vec<String> {
    let file: toml::Table = match text.parse() {
        Ok(file) => file,
        Err(error) => return vec![error.to_string()],
    };
    let rules = file.get("rule").and_then(toml::Value::as_array).into_iter().flatten();
    let shown = |rule: &toml::Value| {
        rule.get("yes").and_then(toml::Value::as_array).is_some_and(|yes| !yes.is_empty())
    };
    rules
        .filter(|rule| !shown(rule))
        .map(|rule| {
            format!(
                "rule {:?} has no right example (`yes`)",
                rule.get("id").and_then(toml::Value::as_str).unwrap_or_default()
            )
        })
        .collect()
}

/// A part of a path that says nothing.
fn nameless(file: &Path) -> Option<String> {
    let source = file.extension().is_some_and(|e| SOURCES.iter().any(|ending| e == *ending));
    let parts = file.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts
        .map(|part| part.rsplit_once('.').map_or(part.clone(), |(stem, _)| stem.to_owned()))
        .find(|part| source && NAMELESS.contains(&part.as_str()))
}

/// A path on somebody's machine.
fn machine(line: &str) -> Option<&str> {
    MACHINES.iter().find_map(|start| {
        let at = line.find(start)?;
        let inside = line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_/}~".contains(c));
        let end = line[at..]
            .find(|c: char| c.is_whitespace() || "\"'`,;)".contains(c))
            .map_or(line.len(), |e| at + e);
        (!inside).then(|| &line[at..end])
    })
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Every run of words of the articles that the project is measured with, where they are at hand.
fn measured_runs() -> Result<BTreeSet<Vec<String>>> {
    let mut runs = BTreeSet::new();
    let Some(shared) = tree::shared().map(|s| s.join("seeds")).filter(|s| s.is_dir()) else {
        return Ok(runs);
    };
    for entry in fs::read_dir(shared)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "txt") {
            runs.extend(words(&fs::read_to_string(path)?).windows(RUN).map(<[String]>::to_vec));
        }
    }
    Ok(runs)
}

/// The first run of words that a text shares with the measures.
fn copied(text: &str, runs: &BTreeSet<Vec<String>>) -> Option<String> {
    if runs.is_empty() {
        return None;
    }
    words(text).windows(RUN).find(|run| runs.contains(*run)).map(|run| run.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_found() {
        let home = format!("see {}anna/notes.txt", MACHINES[1]);
        assert_eq!(machine(&home), Some(&home[4..]));
        assert_eq!(machine(&format!("https://example.org{}page", MACHINES[1])), None);
        assert_eq!(machine("crates/text/src"), None);
    }

    #[test]
    fn a_rule_without_right_examples_is_named() {
        let text = "[[rule]]\nid = \"a\"\nyes = [\"x\"]\n[[rule]]\nid = \"b\"\n";
        assert_eq!(rules(text), ["rule \"b\" has no right example (`yes`)"]);
    }

    #[test]
    fn unfinished_code_is_found() {
        assert_eq!(source(&format!("fn f() {{ {}) }}", UNFINISHED[0])).len(), 1);
        assert!(source("fn f() {}").is_empty());
    }

    #[test]
    fn ten_words_in_a_row_are_copied() {
        let original = "one two three four five six seven eight nine ten eleven";
        let runs = words(original).windows(RUN).map(<[String]>::to_vec).collect();
        assert!(copied("Zero: two, three four five six seven eight nine ten eleven!", &runs).is_some());
        assert!(copied("two three four five six seven eight nine ten twelve", &runs).is_none());
    }
}
