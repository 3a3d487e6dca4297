use std::io::{self, BufWriter, Write};

use tellings::text::Article;
use tellings::{print, wire};

use super::inputs::Sources;
use super::outcome::{Failure, Outcome};
use super::output::or_leave;

/// Take the article out of each page or file: title, date and text, nothing of what surrounds it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings extract page.html               title, date and text
  tellings extract --json pages/           one JSON object a line, one line a page
  tellings extract --json https://example.org/story | tellings read -")]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// Print one JSON object a line, one line a page
    #[arg(long)]
    json: bool,
}

/// Runs `tellings extract`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut out: Box<dyn Write> = match args.json {
        true => Box::new(BufWriter::new(io::stdout().lock())),
        false => Box::new(BufWriter::new(anstream::stdout().lock())),
    };
    let mut written = Ok(());
    let mut first = true;
    let outcome = args.sources.articles(&mut |article: Article| {
        written = or_leave(match args.json {
            true => serde_json::to_writer(&mut out, &wire::Page::new(&article))
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out)),
            false => print::extract(&mut out, &article, std::mem::take(&mut first)),
        });
        written.is_ok()
    })?;
    written?;
    or_leave(out.flush())?;
    Ok(outcome)
}
