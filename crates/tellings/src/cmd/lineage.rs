use tellings::{Gathered, print, wire};

use super::inputs::{Reading, Sources};
use super::outcome::{Failure, Outcome};
use super::output::{language_name, look, write, write_styled};
use super::progress::Progress;

/// Show which article copies, rewrites, translates or cites which
///
/// Each source text with what derives from it below: how, which share of its words, and the figures, names and places
/// that were changed on the way.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings lineage news/                        who took from whom, as a tree
  tellings lineage --json news.jsonl > out.json the same with the passages, for other programs")]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    reading: Reading,
    /// Write JSON for other programs: `articles` as in `tellings read --json`
    #[arg(long)]
    json: bool,
    /// Show the articles that stand alone too
    #[arg(long)]
    all: bool,
}

/// Runs `tellings lineage`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let mut progress = Progress::new();
    let (reads, outcome) = args.sources.read(args.reading.threads(), &packs, &mut progress)?;
    let mut gathered = Gathered::new(reads);
    let comparison = gathered.compare(&packs);
    drop(progress);
    if args.json {
        write(|mut out| {
            serde_json::to_writer(&mut out, &wire::Lineage::new(&gathered, &comparison))?;
            out.write_all(b"\n")
        })?;
        return Ok(outcome);
    }
    let language = |language| language_name(&packs, language);
    let look = print::Look { all: args.all, ..look(&language) };
    write_styled(|out| print::lineage(out, &gathered, &comparison, look))?;
    Ok(outcome)
}
