use tellings::{Read, print, read_article};

use super::inputs::{Reading, Sources};
use super::outcome::{Failure, Outcome};
use super::output::{language_name, look, write_styled};
use super::progress::Progress;

/// Show why a claim is one: its sentence, rule, evidence, stance and origin
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings read --ids a.txt b.txt          shows the beginning of each claim's id
  tellings explain 3f2a91c0 a.txt b.txt    explains that claim")]
pub(crate) struct Args {
    /// The claim's id, or as much of its beginning as no other claim has
    #[arg(value_name = "CLAIM", value_parser = prefix)]
    claim: String,
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    reading: Reading,
}

fn prefix(text: &str) -> Result<String, String> {
    match text.len() {
        1..=16 if text.bytes().all(|b| b.is_ascii_hexdigit()) => Ok(text.to_ascii_lowercase()),
        _ => {
            Err("a claim's id is up to 16 digits of 0-9 and a-f, as `tellings read --ids` shows them".into())
        }
    }
}

/// Runs `tellings explain`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let mut found: Vec<(Read, usize)> = Vec::new();
    let mut progress = Progress::new();
    let work = |article| {
        let read = read_article(article, &packs);
        let ours = |id: String| id.starts_with(&args.claim);
        let claims = read.reading.claims.iter().enumerate().filter(|(_, c)| ours(c.id.to_string()));
        claims.map(|(at, _)| (read.clone(), at)).collect::<Vec<_>>()
    };
    let outcome = args.sources.work(args.reading.threads(), work, |claims| {
        progress.step();
        found.extend(claims);
        Ok(())
    })?;
    drop(progress);
    let id = |(read, at): &(Read, usize)| read.reading.claims[*at].id;
    found.sort_by_key(id);
    found.dedup_by_key(|f| id(f));
    match found.as_slice() {
        [(read, at)] => {
            let pack = read.reading.language.and_then(|l| packs.get(l));
            let language = |language| language_name(&packs, language);
            write_styled(|out| print::explain(out, read, &read.reading.claims[*at], pack, look(&language)))?;
            Ok(outcome)
        }
        [] => Err(Failure::Said(format!(
            "No claim of these articles has an id that begins with {}; `tellings read --ids` shows the ids",
            args.claim
        ))),
        many => {
            let ids: Vec<String> = many.iter().take(8).map(|f| id(f).to_string()).collect();
            Err(Failure::Said(format!(
                "{} claims have an id that begins with {}; write more of it: {}",
                many.len(),
                args.claim,
                ids.join(", ")
            )))
        }
    }
}
