//! `tellings watch`: its arguments in this file, what is done in `desk`, what is known of an entry in `told`, what is said
//! of it all in `voice` and `health`.

mod desk;
mod health;
mod told;
mod voice;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use tellings::Ledger;

use self::desk::Desk;
use super::inputs::Reading;
use super::ledger::Db;
use super::outcome::{Failure, Outcome};

/// Follow feeds and folders, and keep what is new in a ledger
///
/// Feeds (RSS, Atom, JSON Feed), site maps and news site maps are asked for what is new as long as this runs, and the pages
/// that they name are read; an OPML names feeds; a folder is looked into for new and changed files. A site's robots.txt
/// holds, each site is visited once a second at most, what did not change is not sent again, and a site that fails is left
/// alone for longer each time. New incidents are printed, and what is told otherwise of known ones. Ctrl-C or SIGTERM ends
/// it: what was fetched is kept. What it knows of its sources is in the ledger; started again, it goes on where it was.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings watch --db desk.tellings https://example.org/rss feeds.opml incoming/
  tellings watch --db desk.tellings --once feeds.opml          one round, as for cron
  tellings watch --db desk.tellings --status                   which feeds are well, and whether somebody watches

Exit status: 0 ended as it should, 1 some sources were at fault (each is named once on standard error), 2 nothing could be
done; of --status 0 where somebody watches, 1 where nobody does.")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// Addresses of feeds and site maps, OPML files, folders
    #[arg(value_name = "FEEDS", required_unless_present = "status")]
    feeds: Vec<OsString>,
    #[command(flatten)]
    reading: Reading,
    /// How long after a visit a source is visited again: 90s, 10m, 2h
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    every: Duration,
    /// Visit each source once, and end when all that they name is read
    #[arg(long)]
    once: bool,
    /// Pass over what was published or changed more days ago
    #[arg(long, value_name = "N", default_value_t = 14)]
    days: u32,
    /// The longest that one visit may take: 20s
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration)]
    patience: Duration,
    /// How sites reach you, an address of mail or the web; told to each beside the program's name
    #[arg(long, value_name = "ADDRESS", env = "TELLINGS_CONTACT")]
    contact: Option<String>,
    /// Fetch addresses of this machine and of private nets, too
    #[arg(long)]
    allow_private: bool,
    /// Write every ten seconds how it goes to this file, as JSON
    #[arg(long, value_name = "FILE")]
    health: Option<PathBuf>,
    /// Print which sources are known, how they are, and whether somebody watches; visit nothing
    #[arg(long, conflicts_with_all = ["once", "health"])]
    status: bool,
    /// Print JSON objects: what is kept of each article, new incidents, changes
    #[arg(long)]
    json: bool,
}

fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let seconds = match unit {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 0,
    };
    match number.parse::<u64>().ok().and_then(|n| n.checked_mul(seconds)) {
        Some(seconds @ 1..=31_536_000) => Ok(Duration::from_secs(seconds)),
        _ => Err("write it as 90s, 10m or 2h".into()),
    }
}

/// Runs `tellings watch`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    if args.status {
        return health::status(args);
    }
    let packs = args.reading.open()?;
    let Some(_right) = Ledger::watch(args.db.path())? else {
        let what = format!("Another process watches for {} already", args.db.path().display());
        return Err(Failure::Said(what));
    };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // the second time there is no waiting
        flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))
            .and_then(|_| flag::register(signal, Arc::clone(&stop)))
            .map_err(|error| Failure::Said(format!("Cannot be told of signals: {error}")))?;
    }
    let writer = args.db.open_to_write()?.rest()?;
    Desk::new(args, &packs, writer, &stop)?.run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, seconds) in [("90s", 90), ("10m", 600), ("2h", 7_200), ("5", 5)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "0s", "m", "10 m", "-1s", "99999999999999999999s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
