//! `cargo xtask kills`: kills `add` and `watch` at many moments, more than the tests do each time.

use std::io::Write;

use anyhow::{Result, ensure};

use crate::tree;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each is killed
    #[arg(long, default_value_t = 100)]
    times: u32,
    /// The profile to build with
    #[arg(long, default_value = "quick")]
    profile: String,
}

/// Runs the tests of killed runs with so many kills each: the file opens, the chain is proven, nothing that was acknowledged
/// is lost, nothing doubled.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let mut cargo = tree::cargo();
    cargo.args(["test", "--quiet", "--package", "tellings", "--profile", &args.profile]);
    cargo.args(["--test", "ledger", "--test", "watch", "a_killed"]);
    cargo.env("TELLINGS_KILLS", args.times.to_string());
    ensure!(cargo.status()?.success(), "A killed run lost or doubled something");
    writeln!(out, "add and watch, killed {} times each: nothing lost, nothing doubled", args.times)?;
    Ok(())
}
