//! `cargo xtask bench`: speed and memory on generated articles, and of linking on generated worlds.

#[cfg(feature = "speed")]
mod articles;
#[cfg(feature = "speed")]
mod ledger;
#[cfg(feature = "speed")]
mod lineage;
#[cfg(feature = "speed")]
mod measure;
#[cfg(feature = "speed")]
mod process;
#[cfg(feature = "speed")]
mod serve;
#[cfg(feature = "speed")]
mod worlds;

use std::io::Write;

use anyhow::Result;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    only: Option<Only>,
    /// How many articles
    #[arg(long, default_value_t = 4000)]
    articles: usize,
    /// How many threads read
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// The profile to build with; figures worth citing are of `release`
    #[arg(long, default_value = "release", global = true)]
    profile: String,
}

/// What is measured instead of reading.
#[derive(clap::Subcommand)]
enum Only {
    /// Linking and weighing of worlds of incidents, against the truth: 1,000 to 100,000 tellings
    Worlds {
        /// A million tellings too, for which some sixteen gigabytes are needed
        #[arg(long)]
        million: bool,
    },
    /// Who derives from whom in worlds of incidents: 1,000 to 100,000 articles
    Lineage,
    /// Adding a world of incidents to a ledger, and then one article after the other, each by opening the ledger afresh
    Ledger {
        /// How many tellings
        #[arg(long, default_value_t = 100_000)]
        tellings: usize,
        /// Keep the ledger under this name; where it is there already, articles are only added one by one
        #[arg(long, value_name = "FILE")]
        keep: Option<std::path::PathBuf>,
    },
    /// What the server answers over a large ledger, at a fixed rate of requests
    Serve {
        /// How many tellings the ledger has
        #[arg(long, default_value_t = 100_000)]
        tellings: usize,
        /// A ledger to take instead; it is made there if it is missing
        #[arg(long)]
        db: Option<std::path::PathBuf>,
        /// Requests a second
        #[arg(long, default_value_t = 200)]
        rate: usize,
        /// For so many seconds
        #[arg(long, default_value_t = 30)]
        seconds: usize,
    },
}

/// Runs `cargo xtask bench`: first builds this task anew with the library and the wanted profile.
#[cfg(not(feature = "speed"))]
pub(crate) fn run(args: &Args, _: &mut dyn Write) -> Result<()> {
    let mut cargo = crate::tree::cargo();
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "xtask",
        "--features",
        "speed",
        "--profile",
        &args.profile,
        "--",
        "bench",
    ]);
    cargo.args(["--articles", &args.articles.to_string(), "--threads", &args.threads.to_string()]);
    cargo.args(["--profile", &args.profile]);
    match &args.only {
        Some(Only::Worlds { million }) => _ = cargo.arg("worlds").args(million.then_some("--million")),
        Some(Only::Lineage) => _ = cargo.arg("lineage"),
        Some(Only::Ledger { tellings, keep }) => {
            cargo.args(["ledger", "--tellings", &tellings.to_string()]);
            keep.iter().for_each(|file| _ = cargo.arg("--keep").arg(file));
        }
        Some(Only::Serve { tellings, db, rate, seconds }) => {
            cargo.args(["serve", "--tellings", &tellings.to_string()]);
            cargo.args(["--rate", &rate.to_string(), "--seconds", &seconds.to_string()]);
            if let Some(db) = db {
                cargo.arg("--db").arg(std::path::absolute(db)?);
            }
        }
        None => {}
    }
    let status = cargo.current_dir(crate::tree::root()).status()?;
    anyhow::ensure!(status.success(), "the measured run failed: {status}");
    Ok(())
}

/// Runs `cargo xtask bench`.
#[cfg(feature = "speed")]
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    match &args.only {
        Some(Only::Worlds { million }) => worlds::run(*million, out),
        Some(Only::Lineage) => lineage::run(out),
        Some(Only::Serve { tellings, db, rate, seconds }) => {
            serve::run(*tellings, db.as_deref(), (*rate, *seconds), &args.profile, out)
        }
        Some(Only::Ledger { tellings, keep }) => ledger::run(*tellings, keep.as_deref(), out),
        None => measure::run(args.articles, args.threads.max(1), &args.profile, out),
    }
}
