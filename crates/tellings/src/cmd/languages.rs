use std::path::PathBuf;

use super::inputs::packs;
use super::outcome::{Failure, Outcome};
use super::output::{language_name, write};

/// List the languages that are read: rules, words, and examples (each a test)
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings languages
  tellings languages --lang-dir lang/      checks the packs of a folder; a mistake names file and line")]
pub(crate) struct Args {
    /// The language packs of this folder in the place of the shipped ones
    #[arg(long, value_name = "DIR")]
    lang_dir: Option<PathBuf>,
}

/// Runs `tellings languages`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = packs(args.lang_dir.as_deref())?;
    let rows = packs.languages().into_iter().filter_map(|language| {
        let pack = packs.get(language)?;
        // words are numbered from 1 without gaps
        let words = (1..).take_while(|word| !pack.lexicon.spelling(*word).is_empty()).count();
        let examples: usize = pack.rules.iter().map(|r| r.yes.len() + r.no.len()).sum();
        let name = language_name(&packs, language);
        Some(format!("{:<6}{name:<16}{:>7}{words:>9}{examples:>10}", language.code(), pack.rules.len()))
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return Err(Failure::Said("There is no language pack; --lang-dir DIR names a folder of them".into()));
    }
    write(|out| {
        writeln!(out, "{:<6}{:<16}{:>7}{:>9}{:>10}", "code", "language", "rules", "words", "examples")?;
        rows.iter().try_for_each(|row| writeln!(out, "{row}"))
    })?;
    Ok(Outcome::default())
}
