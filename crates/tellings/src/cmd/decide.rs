//! What people decide: `merge`, `split`, `undo`.

use tellings::store::Decided;

use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::write;

/// Who decides.
#[derive(clap::Args)]
struct By {
    /// Who decides; the name of the user unless given
    #[arg(long, value_name = "NAME", env = "TELLINGS_WHO")]
    by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

impl By {
    fn name(&self) -> Result<String, Failure> {
        let user = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let name = self.by.clone().or_else(user).filter(|name| !name.trim().is_empty());
        name.ok_or_else(|| Failure::Said("Say who decides: --by NAME".into()))
    }
}

/// Join two incidents of a ledger to one, whatever linking makes of them
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings merge --db desk.tellings 3f2a91c0 77b0e4d2 --by olena --note 'one raid'")]
pub(crate) struct Merge {
    #[command(flatten)]
    db: Db,
    /// One incident's id
    #[arg(value_name = "ID")]
    one: String,
    /// The other's
    #[arg(value_name = "OTHER")]
    other: String,
    #[command(flatten)]
    by: By,
}

/// Take what some articles tell out of an incident of a ledger, whatever linking makes of it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings split --db desk.tellings 3f2a91c0 a81cce90 --by olena --note 'another street'")]
pub(crate) struct Split {
    #[command(flatten)]
    db: Db,
    /// The incident's id
    #[arg(value_name = "ID")]
    id: String,
    /// The keys of the articles whose tellings are of another incident, as `show --json` has them
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<String>,
    #[command(flatten)]
    by: By,
}

/// Take a decision back
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings undo --db desk.tellings 4 --by olena")]
pub(crate) struct Undo {
    #[command(flatten)]
    db: Db,
    /// The decision's number, as it was told when it was taken
    #[arg(value_name = "NUMBER")]
    decision: i64,
    #[command(flatten)]
    by: By,
}

/// Runs `tellings merge`.
pub(crate) fn merge(args: &Merge) -> Result<Outcome, Failure> {
    let mut writer = args.db.open_to_write()?;
    let (one, other) = (writer.ledger().find(&args.one)?, writer.ledger().find(&args.other)?);
    tell(writer.merge(one, other, &args.by.name()?, &args.by.note)?)
}

/// Runs `tellings split`.
pub(crate) fn split(args: &Split) -> Result<Outcome, Failure> {
    let mut writer = args.db.open_to_write()?;
    let id = writer.ledger().find(&args.id)?;
    tell(writer.split(id, &args.articles, &args.by.name()?, &args.by.note)?)
}

/// Runs `tellings undo`.
pub(crate) fn undo(args: &Undo) -> Result<Outcome, Failure> {
    let mut writer = args.db.open_to_write()?;
    tell(writer.undo(args.decision, &args.by.name()?)?)
}

fn tell(decided: Decided) -> Result<Outcome, Failure> {
    let ids: Vec<String> = decided.incidents.iter().map(ToString::to_string).collect();
    write(|out| writeln!(out, "decision {}: {}", decided.number, ids.join(", ")))?;
    Ok(Outcome::default())
}
