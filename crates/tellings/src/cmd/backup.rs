use std::path::PathBuf;

use tellings::Ledger;

use super::ledger::Db;
use super::outcome::{Failure, Outcome};

/// Copy a ledger as it stands, while others may add to it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings backup --db desk.tellings desk-2024-12-22.tellings")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// The copy; a file that is not there yet
    #[arg(value_name = "TO")]
    to: PathBuf,
}

/// Runs `tellings backup`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    Ledger::open(args.db.path())?.backup(&args.to)?;
    Ok(Outcome::default())
}
