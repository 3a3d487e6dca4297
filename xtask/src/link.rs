//! `cargo xtask link`: learns the weights of linking from the dossiers, and says how well they part and join.

#[cfg(feature = "speed")]
mod fit;
#[cfg(feature = "speed")]
mod learn;

use std::io::Write;

use anyhow::Result;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write what was learnt to kinds/link.toml, instead of only saying how well it does
    #[arg(long)]
    write: bool,
    /// The profile to build with
    #[arg(long, default_value = "quick")]
    profile: String,
}

/// Runs `cargo xtask link`: first builds this task anew with the library.
#[cfg(not(feature = "speed"))]
pub(crate) fn run(args: &Args, _: &mut dyn Write) -> Result<()> {
    let mut cargo = crate::tree::cargo();
    cargo.args(["run", "--quiet", "--package", "xtask", "--features", "speed", "--profile", &args.profile]);
    cargo.args(["--", "link"]);
    if args.write {
        cargo.arg("--write");
    }
    let status = cargo.current_dir(crate::tree::root()).status()?;
    anyhow::ensure!(status.success(), "learning failed: {status}");
    Ok(())
}

/// Runs `cargo xtask link`.
#[cfg(feature = "speed")]
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    learn::run(args.write, out)
}
