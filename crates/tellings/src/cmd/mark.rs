use std::io::{self, BufWriter, Write};

use tellings::{Read, print, read_article, wire};

use super::inputs::{Reading, Sources};
use super::outcome::{Failure, Outcome};
use super::output::{language_name, look, or_leave};

/// Mark the times, places, counts, names, weapons, targets and quotations of each article
///
/// Articles are printed as they come, so that a stream of any length takes the same memory.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings mark a.txt                      the text, with [Saturday|time] and its like
  tellings mark --json news.jsonl.gz       one JSON object a line, one line an article")]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON object a line, one line an article
    #[arg(long)]
    json: bool,
}

/// The room that the line of a usual article takes, in bytes.
const LINE: usize = 32 << 10;

/// Runs `tellings mark`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let language = |language| language_name(&packs, language);
    let width = look(&language).width;
    let mut out: Box<dyn Write> = match args.json {
        true => Box::new(BufWriter::new(io::stdout().lock())),
        false => Box::new(BufWriter::new(anstream::stdout().lock())),
    };
    // lines are made by the workers, so that the thread that writes only writes
    let work = |article| -> io::Result<Vec<u8>> {
        let Read { article, reading } = read_article(article, &packs);
        let mut line = Vec::with_capacity(LINE);
        if args.json {
            serde_json::to_writer(&mut line, &wire::Marked::new(&article, &reading))?;
            line.push(b'\n');
        } else {
            let language = |language| language_name(&packs, language);
            print::mark(&mut line, &article, &reading, print::Look { width, ..look(&language) })?;
        }
        Ok(line)
    };
    let outcome = args.sources.work(args.reading.threads(), work, |line| {
        or_leave(line.and_then(|line| out.write_all(&line))).map_err(Failure::from)
    })?;
    or_leave(out.flush())?;
    Ok(outcome)
}
