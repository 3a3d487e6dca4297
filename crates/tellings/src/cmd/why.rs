use incident::{Read, position};
use tellings::{Gathered, print};

use super::inputs::{Reading, Sources};
use super::outcome::{Failure, Outcome};
use super::output::{language_name, look, write_styled};
use super::progress::Progress;

/// Show why two articles' tellings were joined to one incident, or not
///
/// Each telling of the one is held against each of the other: every comparison with its weight, the sum, and whether
/// both ended in one incident. All the articles that are given decide, as in `tellings read`.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings why a.txt b.txt a.txt b.txt c.txt     the first two, compared among three
  tellings why 17 42 news.jsonl                  two articles of a file, by their ids")]
pub(crate) struct Args {
    /// The id of one article, as `tellings read --json` shows it, or its beginning or end
    #[arg(value_name = "A")]
    a: String,
    /// The id of the other
    #[arg(value_name = "B")]
    b: String,
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    reading: Reading,
}

/// Runs `tellings why`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let mut progress = Progress::new();
    let (reads, outcome) = args.sources.read(args.reading.threads(), &packs, &mut progress)?;
    let mut gathered = Gathered::new(reads);
    gathered.compare(&packs);
    drop(progress);
    let (a, b) = (find(&gathered.reads, &args.a)?, find(&gathered.reads, &args.b)?);
    let language = |language| language_name(&packs, language);
    let pairs = incident::why(&gathered.reads, a, b);
    write_styled(|out| print::why(out, &gathered.reads, (a, b), &pairs, look(&language)))?;
    Ok(outcome)
}

fn find(reads: &[Read], id: &str) -> Result<usize, Failure> {
    position(reads, id).map_err(|found| {
        let what = if found == 0 { "No article".to_owned() } else { format!("{found} articles") };
        Failure::Said(format!("{what} of these can be meant by {id}; `tellings read --json` shows the ids"))
    })
}
