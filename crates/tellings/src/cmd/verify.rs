use tellings::{Ledger, print};

use super::ledger::Db;
use super::outcome::{Failure, Outcome, complain};
use super::output::{width, write_styled};

/// Prove that nothing that a ledger took in was altered, or name what was
///
/// Every article and decision is held against the chain of hashes that the ledger keeps of them. Who alters the file
/// could make the chain anew too: note the last hash elsewhere, and --head proves later that it is still on it.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings verify --db desk.tellings

Exit status: 0 all is proven, 1 something was altered (each is named on standard error).")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// A last hash that was noted earlier
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

/// Runs `tellings verify`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let ledger = Ledger::open(args.db.path())?;
    let mut proof = ledger.verify()?;
    if let Some(head) = &args.head
        && !ledger.has_been(head)?
    {
        proof.faults.push(format!("the chain was never at {head}: it was made anew"));
    }
    proof.faults.iter().for_each(|fault| complain(fault));
    write_styled(|out| print::proof(out, &proof, width()))?;
    Ok(Outcome { faults: proof.faults.len() })
}
