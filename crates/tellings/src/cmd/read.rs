use std::path::PathBuf;

use tellings::print::{self, Look};
use tellings::{Gathered, Options, html, markdown, wire};

use super::file::OutFile;
use super::inputs::{Reading, Sources};
use super::outcome::{Failure, Outcome, complain};
use super::output::{language_name, width, write, write_styled};
use super::progress::Progress;

/// Read articles, find the incidents that they tell of, and lay the tellings side by side
///
/// The incidents with the worst disagreement come first. Each value stands with the words that
/// carry it and the voice that says so; what no account gives is named too. Nothing is fetched
/// but the addresses that are given.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings read a.txt b.txt                     two accounts, side by side
  tellings read --published 2024-12-22 a.txt    for a text that does not say when it appeared
  tellings read https://example.org/story       a page, fetched and stripped of its surroundings
  tellings read --html page.html news/          beside the report, a page to send to a colleague
  tellings read --markdown news/ > note.md      a note for a wiki or a document
  tellings read --json news.jsonl.gz > out.json for other programs (`tellings schema` has the form)
  cat a.txt | tellings read -                   from standard input")]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON object for other programs
    #[arg(long)]
    json: bool,
    /// Print a note in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Write one self-contained page too: tables with the words of each account, and the articles' texts
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Show every incident and account in the terminal's report, however many there are
    #[arg(long)]
    all: bool,
    /// Show the beginning of each claim's id, for `tellings explain`
    #[arg(long)]
    ids: bool,
}

/// Runs `tellings read`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let page = args.html.as_deref().map(|path| OutFile::open(path, "--html")).transpose()?;
    let mut progress = Progress::new();
    let (reads, mut outcome) = args.sources.read(args.reading.threads(), &packs, &mut progress)?;
    for read in reads.iter().filter(|r| r.reading.language.is_none()) {
        outcome.faults += 1;
        complain(&unread(read.article.id(), read.article.written_in().map(|l| l.to_string())));
    }
    let mut gathered = Gathered::new(reads);
    let comparison = gathered.compare(&packs);
    drop(progress);
    let language = |language| language_name(&packs, language);
    let options = Options { ids: args.ids, language: &language };
    if args.json {
        write(|mut out| {
            serde_json::to_writer(&mut out, &wire::Output::new(&gathered, &comparison))?;
            out.write_all(b"\n")
        })?;
    } else if args.markdown {
        write(|out| out.write_all(markdown::note(&gathered, &comparison, options).as_bytes()))?;
    } else {
        let look = Look { width: width(), all: args.all, ids: args.ids, language: &language };
        write_styled(|out| print::report(out, &gathered, &comparison, look))?;
    }
    if let Some(page) = page {
        page.write(html::page(&gathered, &comparison, options).as_bytes())?;
    }
    Ok(outcome)
}

/// What to say of an article in a language without a pack.
fn unread(id: &str, language: Option<String>) -> String {
    let of = language.map(|l| format!(" ({l})")).unwrap_or_default();
    format!(
        "{id} is in a language that no pack reads{of}; `tellings languages` lists those that are read, --language names one"
    )
}
