use tellings::print::{self, Look};
use tellings::{Gathered, Packs, wire};

use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::{language_name, width, write, write_styled};

/// Show one incident of a ledger as `tellings read` does
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings show --db desk.tellings 3f2a91c0
  tellings show --db desk.tellings 3f2a91c0 --json      in the form of `tellings read --json`")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// The incident's id, or as much of its beginning as no other has
    #[arg(value_name = "ID")]
    id: String,
    /// Print one JSON object for other programs
    #[arg(long)]
    json: bool,
    /// Show every account, however many there are
    #[arg(long)]
    all: bool,
    /// Show the beginning of each claim's id
    #[arg(long)]
    ids: bool,
}

/// Runs `tellings show`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let ledger = args.db.open()?;
    let mut shown = ledger.show(ledger.find(&args.id)?)?;
    let gathered = Gathered { reads: shown.reads, again: Vec::new() };
    if args.json {
        // what it is part of is told by its id
        shown.comparison.incidents.truncate(1);
        write(|mut out| {
            serde_json::to_writer(&mut out, &wire::Output::new(&gathered, &shown.comparison))?;
            out.write_all(b"\n")
        })?;
    } else {
        let packs = Packs::shipped();
        let language = |language| language_name(&packs, language);
        let look = Look { width: width(), all: args.all, ids: args.ids, language: &language };
        write_styled(|out| print::shown(out, &gathered, &shown.comparison, look))?;
    }
    Ok(Outcome::default())
}
