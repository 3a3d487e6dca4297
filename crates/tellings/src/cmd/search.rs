use tellings::{print, wire};

use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::{width, write, write_styled};

/// Search the articles of a ledger, in all languages
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings search --db desk.tellings drone kazan
  tellings search --db desk.tellings '\"tower block\"'      words that stand together
  tellings search --db desk.tellings 'Харк*'             words that begin so")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// What the articles have; all of the words
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// How many articles at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print a JSON object for each article
    #[arg(long)]
    json: bool,
}

/// Runs `tellings search`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let hits = args.db.open()?.search(&args.words.join(" "), args.limit)?;
    if args.json {
        write(|mut out| {
            hits.iter().try_for_each(|hit| {
                serde_json::to_writer(&mut out, &wire::Hit::from(hit))?;
                out.write_all(b"\n")
            })
        })?;
    } else {
        write_styled(|out| print::hits(out, &hits, width()))?;
    }
    Ok(Outcome::default())
}
