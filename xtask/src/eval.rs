//! `cargo xtask eval`: how well articles are read and compared, in figures.

mod diff;
mod floors;
mod golden;
mod judge;
mod shared;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tree;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// List the claims gained and lost since a revision, and measure nothing
    #[arg(long, value_name = "REV", conflicts_with = "floors")]
    diff: Option<String>,
    /// Fail where a figure is below its floor in eval-floors.toml
    #[arg(long)]
    floors: bool,
    /// List the golden claims that are missed and the counts that are wrong
    #[arg(long)]
    show: bool,
    /// The program to measure; built where none is given
    #[arg(long, value_name = "PATH")]
    bin: Option<PathBuf>,
    /// The profile to build it with
    #[arg(long, default_value = "quick")]
    profile: String,
}

/// One figure of one set.
struct Figure {
    set: &'static str,
    name: String,
    value: f64,
}

/// Runs `cargo xtask eval`.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let bin = match &args.bin {
        Some(bin) => bin.canonicalize().with_context(|| format!("{} is not there", bin.display()))?,
        None => tree::build(tree::root(), &args.profile, None)?,
    };
    let work = tempfile::tempdir()?;
    if let Some(revision) = &args.diff {
        return diff::run(revision, &bin, &args.profile, work.path(), out);
    }
    let articles = golden::articles(&tree::root().join("tests/articles"))?;
    let input = work.path().join("golden.jsonl");
    tree::write_lines(&input, articles.iter().map(golden::Article::input))?;
    let judged = judge::judge(&articles, &read(&bin, &[input])?);
    if args.show {
        judged.misses.iter().try_for_each(|miss| writeln!(out, "{miss}"))?;
        writeln!(out)?;
    }
    let mut figures = judged.figures;
    match tree::shared() {
        Some(folder) => figures.extend(shared::figures(&folder, &bin, work.path())?),
        None => writeln!(out, "No outside measures in ../shared: only the golden articles are scored.\n")?,
    }
    let floors = floors::Floors::read(&tree::root().join("eval-floors.toml"))?;
    floors.table(&figures, out)?;
    if args.floors {
        tree::report(out, &floors.below(&figures))?;
    }
    Ok(())
}

/// What `tellings read --json` prints of files.
fn read(bin: &Path, inputs: &[PathBuf]) -> Result<Value> {
    let json = tree::output(Command::new(bin).args(["read", "--json"]).args(inputs))?;
    serde_json::from_str(&json).context("tellings read --json prints no JSON")
}
