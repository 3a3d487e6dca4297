//! `cargo xtask eval`: how well articles are read and compared, in figures.

mod diff;
mod floors;
mod golden;
mod shared;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::tree;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// List the claims gained and lost since a revision, and measure nothing
    #[arg(long, value_name = "REV", conflicts_with = "floors")]
    diff: Option<String>,
    /// Fail where an outside measure is below its floor in eval-floors.toml (`cargo test` holds the golden ones)
    #[arg(long)]
    floors: bool,
    /// The program to measure; built where none is given
    #[arg(long, value_name = "PATH")]
    bin: Option<PathBuf>,
    /// The profile to build with
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
    if !args.floors {
        let mut cargo = tree::cargo();
        cargo.args([
            "run",
            "--quiet",
            "--package",
            "claim",
            "--example",
            "golden",
            "--profile",
            &args.profile,
        ]);
        let status = cargo.current_dir(tree::root()).status()?;
        ensure!(status.success(), "the golden articles cannot be scored: {status}");
    }
    let Some(folder) = tree::shared() else {
        writeln!(out, "No outside measures in ../shared: only the golden articles are scored.")?;
        return Ok(());
    };
    let (figures, failed) = shared::figures(&folder, &bin, work.path())?;
    let floors = floors::Floors::read(&tree::root().join("eval-floors.toml"))?;
    floors.table(&figures, out)?;
    let below = if args.floors { floors.below(&figures) } else { Vec::new() };
    tree::report(out, &[failed, below].concat())
}

/// What `tellings read --json` prints of files.
fn read(bin: &Path, inputs: &[PathBuf]) -> Result<Value> {
    let json = tree::output(Command::new(bin).args(["read", "--json"]).args(inputs))?;
    serde_json::from_str(&json).context("tellings read --json prints no JSON")
}
