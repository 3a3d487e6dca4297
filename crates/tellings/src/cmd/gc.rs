use tellings::{Writer, print};

use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::{width, write_styled};

/// Drop from a ledger what nothing refers to, and give the room back
///
/// Articles, their revisions, decisions and the chain stay. It needs as much room again while it runs.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings gc --db desk.tellings")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
}

/// Runs `tellings gc`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let freed = Writer::gc(args.db.path(), &mut || args.db.complain_of_waiting())?;
    write_styled(|out| print::freed(out, &freed, width()))?;
    Ok(Outcome::default())
}
