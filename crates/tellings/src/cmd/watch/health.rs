//! How a watch is: a file for those who look after it, and `--status`.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use tellings::store::Visit;
use tellings::{Ledger, print};

use super::Args;
use super::voice::Counts;
use crate::cmd::outcome::{Failure, Outcome};
use crate::cmd::output::{width, write, write_styled};

#[derive(Serialize)]
pub(super) struct Health {
    /// When this was written: if that is long ago, the watch does not live.
    pub(super) at: String,
    /// Since when it runs.
    pub(super) since: String,
    /// Its process.
    pub(super) pid: u32,
    /// Whether it goes on.
    pub(super) running: bool,
    pub(super) articles_new: u64,
    pub(super) articles_edited: u64,
    pub(super) incidents_new: u64,
    pub(super) changes: u64,
    pub(super) pages_waiting: u64,
    pub(super) sources: Vec<Source>,
}

/// One source, and how it is.
#[derive(Serialize)]
pub(super) struct Source {
    address: String,
    visited: Option<String>,
    due: Option<String>,
    failures: u32,
    fault: Option<String>,
}

impl Source {
    pub(super) fn of(sources: Vec<Visit>) -> Vec<Source> {
        let known = sources.into_iter().filter(|source| source.due.is_some() || source.visited.is_some());
        known
            .map(|source| Source {
                address: source.address,
                visited: source.visited,
                due: source.due,
                failures: source.failures,
                fault: source.fault,
            })
            .collect()
    }
}

impl Health {
    pub(super) fn count(&mut self, counts: &Counts) {
        self.articles_new = counts.new;
        self.articles_edited = counts.edited;
        self.incidents_new = counts.incidents;
        self.changes = counts.changes;
    }

    /// Writes it beside the file and puts it in its place, so that nobody reads half of it.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        fs::write(&beside, text)?;
        fs::rename(&beside, path)
    }
}

/// What `--status` prints.
#[derive(Serialize)]
struct Status {
    watched: bool,
    pages_waiting: u64,
    sources: Vec<Source>,
}

/// Runs `tellings watch --status`.
pub(super) fn status(args: &Args) -> Result<Outcome, Failure> {
    let ledger = Ledger::open(args.db.path())?;
    // where nothing can be written nobody watches either
    let watched = Ledger::watch(args.db.path()).is_ok_and(|right| right.is_none());
    let (waiting, _) = ledger.pages_waiting("")?;
    let sources = ledger.sources()?;
    if args.json {
        let status = Status { watched, pages_waiting: waiting, sources: Source::of(sources) };
        write(|mut out| {
            serde_json::to_writer(&mut out, &status)?;
            out.write_all(b"\n")
        })?;
    } else {
        write_styled(|out| print::watched(out, &sources, waiting, watched, width()))?;
    }
    Ok(Outcome { faults: usize::from(!watched) })
}
