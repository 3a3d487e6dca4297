//! `cargo xtask eval --diff REV`: the claims that a change gains and loses.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use super::{golden, read, shared};
use crate::tree;

/// Lists the claims on the golden articles, and on the wild ones where they are at hand, that `bin` has and the
/// program of `revision` has not (`+`), and the other way about (`-`).
pub(super) fn run(revision: &str, bin: &Path, profile: &str, work: &Path, out: &mut dyn Write) -> Result<()> {
    let before = program_of(revision, profile)?;
    let articles = golden::articles(&tree::root().join("tests/articles"))?;
    let input = work.join("golden.jsonl");
    tree::write_lines(&input, articles)?;
    let mut inputs = vec![("golden", input)];
    if let Some(folder) = tree::shared().filter(|s| s.join("wild/build.py").exists()) {
        inputs.push(("wild", shared::wild(&folder, work)?));
    }
    for (name, input) in inputs {
        let (old, new) =
            (claims(&read(&before, std::slice::from_ref(&input))?), claims(&read(bin, &[input])?));
        let (mut gained, mut lost) = (0, 0);
        let mut lines: Vec<&String> = old.keys().chain(new.keys()).collect();
        lines.sort();
        lines.dedup();
        for line in lines {
            let count = |of: &BTreeMap<String, usize>| of.get(line).copied().unwrap_or(0);
            let (was, is) = (count(&old), count(&new));
            gained += is.saturating_sub(was);
            lost += was.saturating_sub(is);
            for _ in was..is {
                writeln!(out, "+ {line}")?;
            }
            for _ in is..was {
                writeln!(out, "- {line}")?;
            }
        }
        writeln!(out, "{name}: {gained} claims gained, {lost} lost since {revision}")?;
    }
    Ok(())
}

/// The program as it was at a revision, built in a working tree of its own that is taken away again.
///
/// What is built stays in the target folder, so that the next comparison builds only what differs.
fn program_of(revision: &str, profile: &str) -> Result<PathBuf> {
    let git = |args: &[&str]| tree::output(Command::new("git").args(args).current_dir(tree::root()));
    let commit = git(&["rev-parse", "--verify", &format!("{revision}^{{commit}}")])?.trim().to_owned();
    let kept = tree::target()?.join("eval");
    let program = kept.join(format!("tellings-{commit}-{profile}"));
    if program.exists() {
        return Ok(program);
    }
    let folder = kept.join("tree");
    let place = folder.to_string_lossy().into_owned();
    std::fs::create_dir_all(&kept)?;
    git(&["worktree", "prune"])?;
    git(&["worktree", "add", "--quiet", "--force", "--detach", &place, &commit])?;
    let built = tree::build(&folder, profile, Some(&kept.join("target")));
    git(&["worktree", "remove", "--force", &place])?;
    std::fs::copy(built?, &program)?;
    Ok(program)
}

/// The rows of one part of the output.
fn rows<'a>(output: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    output[name].as_array().into_iter().flatten()
}

/// Each claim as `article facet value «words»`, with how often it stands.
fn claims(output: &Value) -> BTreeMap<String, usize> {
    let ids: BTreeMap<&str, &str> =
        rows(output, "articles").filter_map(|a| Some((a["key"].as_str()?, a["id"].as_str()?))).collect();
    let mut lines = BTreeMap::new();
    for claim in rows(output, "claims") {
        let text = |name: &str| claim[name].as_str().unwrap_or("");
        let article = ids.get(text("article")).copied().unwrap_or("?");
        let mut line = format!("{article}  {} {}", text("facet"), value(&claim["value"]));
        for (key, part) in claim["scope"].as_object().into_iter().flatten() {
            if let Some(part) = part.as_str() {
                line += &format!(" @{key}={part}");
            }
        }
        line += &format!("  «{}»", text("text"));
        *lines.entry(line).or_default() += 1;
    }
    lines
}

/// A value in a few words.
fn value(value: &Value) -> String {
    let text = |name: &str| value[name].as_str().unwrap_or("");
    if let Some(min) = value["min"].as_u64() {
        let more = if value["delta"] == true { "+" } else { "" };
        let about = if value["approx"] == true { "~" } else { "" };
        return match value["max"].as_u64() {
            Some(max) if max == min => format!("{more}{about}{min}"),
            Some(max) => format!("{more}{about}{min}-{max}"),
            None => format!("{more}{about}>={min}"),
        };
    }
    if value.get("precision").is_some() && value.get("within").is_none() {
        return match (text("start"), text("end")) {
            ("", _) => text("pattern").to_owned(),
            (start, end) if start == end => start.to_owned(),
            (start, end) => format!("{start}/{end}"),
        };
    }
    let parts = ["category", "kind", "name", "country", "speaker", "of", "fate"].map(text);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
