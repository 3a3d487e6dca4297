//! What people decide: `merge`, `split`, `pin`, `dismiss`, `note`, `remove`, `undo`.

use tellings::Writer;
use tellings::store::{Decided, Says};

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
        who(self.by.as_deref())
    }
}

/// Who decides: the name that is given, or the user's.
pub(super) fn who(by: Option<&str>) -> Result<String, Failure> {
    let user = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = by.map(str::to_owned).or_else(user).filter(|name| !name.trim().is_empty());
    name.ok_or_else(|| Failure::Said("Say who decides: --by NAME".into()))
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

/// An incident of a ledger, and who says something of it.
#[derive(clap::Args)]
struct Of {
    #[command(flatten)]
    db: Db,
    /// The incident's id
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    by: By,
}

/// Have an incident of a ledger stand before the others
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings pin --db desk.tellings 3f2a91c0 --by olena")]
pub(crate) struct Pin {
    #[command(flatten)]
    of: Of,
}

/// Have an incident of a ledger listed no more, whatever is told of it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings dismiss --db desk.tellings 3f2a91c0 --by olena --note 'a film'
  tellings incidents --db desk.tellings --dismissed      what was dismissed")]
pub(crate) struct Dismiss {
    #[command(flatten)]
    of: Of,
}

/// Write a note to an incident of a ledger
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings note --db desk.tellings 3f2a91c0 'called the hospital: five' --by olena")]
pub(crate) struct Note {
    #[command(flatten)]
    db: Db,
    /// The incident's id
    #[arg(value_name = "ID")]
    id: String,
    /// What it says
    #[arg(value_name = "TEXT")]
    text: String,
    /// Who writes it; the name of the user unless given
    #[arg(long, value_name = "NAME", env = "TELLINGS_WHO")]
    by: Option<String>,
}

/// Take an article out of a ledger: its words go, what proves that it was there stays
///
/// The texts of all its revisions and what was read in them are overwritten, what it told of is linked without it, and it is
/// not taken in again. This cannot be undone. `tellings gc` afterwards takes its words out of the index too.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings remove --db desk.tellings https://example.org/story --why 'a court order of 3 May' --by olena")]
pub(crate) struct Remove {
    #[command(flatten)]
    db: Db,
    /// The article: its key, its address, or the id of its source
    #[arg(value_name = "ARTICLE")]
    article: String,
    /// Why it is taken out
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// Who decides; the name of the user unless given
    #[arg(long, value_name = "NAME", env = "TELLINGS_WHO")]
    by: Option<String>,
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

/// Runs `tellings pin`.
pub(crate) fn pin(args: &Pin) -> Result<Outcome, Failure> {
    args.of.mark(Says::Pin)
}

/// Runs `tellings dismiss`.
pub(crate) fn dismiss(args: &Dismiss) -> Result<Outcome, Failure> {
    args.of.mark(Says::Dismiss)
}

/// Runs `tellings note`.
pub(crate) fn note(args: &Note) -> Result<Outcome, Failure> {
    mark(&args.db, &args.id, Says::Note, &who(args.by.as_deref())?, &args.text)
}

impl Of {
    fn mark(&self, says: Says) -> Result<Outcome, Failure> {
        mark(&self.db, &self.id, says, &self.by.name()?, &self.by.note)
    }
}

fn mark(db: &Db, id: &str, says: Says, who: &str, note: &str) -> Result<Outcome, Failure> {
    tell(Writer::mark(db.path(), id, (says, who, note), &mut || db.complain_of_waiting())?)
}

/// Runs `tellings remove`.
pub(crate) fn remove(args: &Remove) -> Result<Outcome, Failure> {
    let name = who(args.by.as_deref())?;
    tell(args.db.open_to_write()?.remove(&args.article, &name, &args.why)?)
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
