//! What the people who work on Tellings run: `cargo xtask <task>`.

mod gazetteer;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

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

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Gazetteer(Gazetteer::Build { source, hand, out }) => gazetteer::build(&source, &hand, &out),
    }
}
