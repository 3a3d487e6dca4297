use tellings::Ledger;

use super::ledger::Db;
use super::outcome::{Failure, Outcome};

/// Make a ledger: one file that keeps articles and the incidents that they tell of
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings init --db desk.tellings
  export TELLINGS_DB=desk.tellings      so that no command needs --db")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
}

/// Runs `tellings init`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    Ledger::create(args.db.path())?;
    Ok(Outcome::default())
}
