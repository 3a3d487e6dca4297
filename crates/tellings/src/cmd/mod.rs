//! One file a command; what they share is in `inputs` (what is read) and `outcome` (what comes of it).

mod add;
mod backup;
mod decide;
mod explain;
mod extract;
mod file;
mod gazetteer;
mod gc;
mod incidents;
mod init;
mod inputs;
mod languages;
mod ledger;
mod lineage;
mod mark;
mod outcome;
mod output;
mod progress;
mod re_read;
mod read;
mod schema;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod show;
#[cfg(feature = "serve")]
mod token;
mod verify;
mod watch;
mod why;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use self::outcome::{Failure, Outcome};

/// Lays accounts of one incident side by side: what agrees, what differs, who says so.
#[derive(Parser)]
#[command(
    name = "tellings",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "\
Examples:
  tellings read a.txt b.txt https://example.org/story
  tellings read --json news.jsonl > incidents.json
  tellings read --html page.html a.txt b.txt
  tellings mark a.txt
  tellings serve --demo

`tellings COMMAND --help` tells more of each command.

Exit status: 0 done, 1 some inputs could not be read (each is named on standard error),
2 nothing could be done."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Read(read::Args),
    Mark(mark::Args),
    Explain(explain::Args),
    Why(why::Args),
    Lineage(lineage::Args),
    Extract(extract::Args),
    Init(init::Args),
    Add(add::Args),
    Watch(watch::Args),
    Incidents(incidents::Args),
    Show(show::Args),
    Search(search::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    #[cfg(feature = "serve")]
    Token(token::Args),
    Merge(decide::Merge),
    Split(decide::Split),
    Pin(decide::Pin),
    Dismiss(decide::Dismiss),
    Note(decide::Note),
    Remove(decide::Remove),
    Undo(decide::Undo),
    ReRead(re_read::Args),
    Verify(verify::Args),
    Backup(backup::Args),
    Gc(gc::Args),
    Languages(languages::Args),
    Gazetteer(gazetteer::Args),
    Schema(schema::Args),
    Completions(Completions),
}

/// Print a script that completes commands and options in a shell
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings completions bash > ~/.local/share/bash-completion/completions/tellings
  tellings completions zsh > ~/.zfunc/_tellings
  tellings completions fish > ~/.config/fish/completions/tellings.fish")]
struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

/// Runs the command that the arguments name, and tells on standard error what went wrong.
pub(crate) fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Mark(args) => mark::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Lineage(args) => lineage::run(&args),
        Command::Extract(args) => extract::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Add(args) => add::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Incidents(args) => incidents::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Search(args) => search::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
        #[cfg(feature = "serve")]
        Command::Token(args) => token::run(&args),
        Command::Merge(args) => decide::merge(&args),
        Command::Split(args) => decide::split(&args),
        Command::Pin(args) => decide::pin(&args),
        Command::Dismiss(args) => decide::dismiss(&args),
        Command::Note(args) => decide::note(&args),
        Command::Remove(args) => decide::remove(&args),
        Command::Undo(args) => decide::undo(&args),
        Command::ReRead(args) => re_read::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Backup(args) => backup::run(&args),
        Command::Gc(args) => gc::run(&args),
        Command::Languages(args) => languages::run(&args),
        Command::Gazetteer(args) => gazetteer::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions(args.shell),
    };
    match done {
        Ok(outcome) => outcome.status(),
        Err(failure) => failure.report(),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tellings", &mut script);
    output::write(|out| out.write_all(&script))?;
    Ok(Outcome::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Cli::command().debug_assert();
    }
}
