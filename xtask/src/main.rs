//! What the people who work on Tellings run: `cargo xtask <task>`.

mod bench;
mod eval;
mod gazetteer;
mod kills;
mod link;
mod parts;
mod rarity;
mod tidy;
mod tree;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// As in the program, so that what is measured is what it does.
#[cfg(feature = "speed")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about = "Builds assets, checks and measures")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the asset of places from unpacked packages
    #[command(subcommand)]
    Gazetteer(Gazetteer),
    /// Learn the weights of linking from tests/dossiers
    Link(link::Args),
    /// Write which words are common in each language, from the lists of wordfreq
    Rarity {
        /// The folder `data` of the unpacked package
        #[arg(long)]
        source: PathBuf,
    },
    /// Write by which parts of words neighbouring languages are told apart, from the lists of wordfreq
    Parts {
        /// The folder `data` of the unpacked package
        #[arg(long)]
        source: PathBuf,
    },
    /// Check the house rules that no compiler checks
    Tidy,
    /// Measure how well articles are read and compared
    Eval(eval::Args),
    /// Measure speed and memory
    Bench(bench::Args),
    /// Kill `add` and `watch` at many moments, and see that nothing is lost
    Kills(kills::Args),
}

#[derive(Subcommand)]
enum Gazetteer {
    /// Write places.bin; gazetteer/README.md tells how to fetch the source
    Build {
        /// Folder with the unpacked packages
        #[arg(long)]
        source: PathBuf,
        /// Folder with the hand-written tables
        #[arg(long, default_value = "gazetteer")]
        hand: PathBuf,
        /// Where to write the asset
        #[arg(long, default_value = "gazetteer/places.bin")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let out = &mut io::stdout();
    let done = match Arguments::parse().task {
        Task::Gazetteer(Gazetteer::Build { source, hand, out }) => gazetteer::build(&source, &hand, &out),
        Task::Rarity { source } => rarity::build(&source),
        Task::Parts { source } => parts::build(&source),
        Task::Link(args) => link::run(&args, out),
        Task::Tidy => tidy::run(out),
        Task::Eval(args) => eval::run(&args, out),
        Task::Bench(args) => bench::run(&args, out),
        Task::Kills(args) => kills::run(&args, out),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "xtask: {error:#}").ok();
            ExitCode::FAILURE
        }
    }
}
