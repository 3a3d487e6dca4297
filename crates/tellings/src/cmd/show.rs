use tellings::print::{self, Look};
use tellings::text::Key;
use tellings::{Gathered, Ledger, Packs, wire};

use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::{language_name, width, write, write_styled};

/// Show one incident of a ledger as `tellings read` does
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings show --db desk.tellings 3f2a91c0
  tellings show --db desk.tellings 3f2a91c0 --json      in the form of `tellings read --json`
  tellings show --db desk.tellings 3f2a91c0 --since 2024-12-22     what came, and is told otherwise, since then")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// The incident's id, or as much of its beginning as no other has
    #[arg(value_name = "ID")]
    id: String,
    /// Print one JSON object for other programs
    #[arg(long)]
    json: bool,
    /// Show only what came, and what is told otherwise, at this moment or later: 2024-12-22 or 2024-12-22T09:30:00Z
    #[arg(long, value_name = "TIME", value_parser = super::ledger::moment)]
    since: Option<String>,
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
    let id = ledger.find(&args.id)?;
    if let Some(moment) = &args.since {
        return since(args, &ledger, id, moment);
    }
    let mut shown = ledger.show(id)?;
    let marks = ledger.marks(id)?;
    let gathered = Gathered { reads: shown.reads, again: Vec::new() };
    if args.json {
        // what it is part of is told by its id
        shown.comparison.incidents.truncate(1);
        write(|mut out| {
            let mut output = wire::Output::new(&gathered, &shown.comparison);
            if let Some(incident) = output.incidents.first_mut() {
                let said = || marks.iter().map(wire::Decision::from).collect();
                incident.decisions = (!marks.is_empty()).then(said);
            }
            serde_json::to_writer(&mut out, &output)?;
            out.write_all(b"\n")
        })?;
    } else {
        let packs = Packs::shipped();
        let language = |language| language_name(&packs, language);
        let look = Look { width: width(), all: args.all, ids: args.ids, language: &language };
        write_styled(|out| print::shown(out, &gathered, &shown.comparison, &marks, look))?;
    }
    Ok(Outcome::default())
}

/// What is new of an incident.
fn since(args: &Args, ledger: &Ledger, id: Key, moment: &str) -> Result<Outcome, Failure> {
    let (came, changes) = (ledger.came_since(id, moment)?, ledger.changes_since(moment, Some(id))?);
    let title = ledger.title(id)?.unwrap_or_default();
    if args.json {
        write(|mut out| {
            serde_json::to_writer(&mut out, &wire::Since::new(id, &title, moment, &came, &changes))?;
            out.write_all(b"\n")
        })?;
    } else {
        write_styled(|out| print::since(out, (id, &title), moment, &came, &changes, width()))?;
    }
    Ok(Outcome::default())
}
