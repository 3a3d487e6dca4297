use tellings::text::Article;
use tellings::{Writer, read_articles};

use super::inputs::Reading;
use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::write;

/// Read a ledger's articles anew after a language pack, the places or the program got better
///
/// Only those are read that were read with something else than what there is now, and only what is read otherwise is
/// written. Ids of incidents and what people decided stay.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings re-read --db desk.tellings
  tellings re-read --db desk.tellings --lang-dir lang/")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    reading: Reading,
}

/// Runs `tellings re-read`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let mut read = |articles: Vec<Article>| read_articles(articles, &packs, args.reading.threads());
    let mut waiting = || args.db.complain_of_waiting();
    let done = Writer::reread(args.db.path(), &packs, &mut read, &mut waiting)?;
    write(|out| {
        writeln!(out, "{} articles read anew, {} of them otherwise than before", done.read, done.changed)
    })?;
    Ok(Outcome::default())
}
