//! What a watch says: on standard output what is new, on standard error what is wrong and how it goes.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use tellings::store::{Added, News, Wanted};
use tellings::text::Key;
use tellings::{Ledger, print, wire};

use crate::cmd::outcome::{Failure, complain};
use crate::cmd::output::{or_leave, width};

/// How often the line is written anew.
const PACE: Duration = Duration::from_millis(200);

/// What was taken in since the start.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) new: u64,
    pub(super) edited: u64,
    pub(super) incidents: u64,
    pub(super) changes: u64,
    pub(super) faults: u64,
}

/// Tells what comes.
pub(super) struct Voice {
    json: bool,
    has_line: bool,
    shown: bool,
    next: Instant,
    pub(super) counts: Counts,
    /// The last change of a fact that was told.
    last: i64,
    /// Incidents that changed in the same second before.
    told: BTreeSet<Key>,
}

impl Voice {
    pub(super) fn new(json: bool, ledger: &Ledger) -> Result<Voice, Failure> {
        Ok(Voice {
            json,
            has_line: stderr().is_terminal(),
            shown: false,
            next: Instant::now(),
            counts: Counts::default(),
            last: ledger.last_change()?,
            told: BTreeSet::new(),
        })
    }

    /// Tells what became of articles that were added at a moment or later.
    pub(super) fn news(&mut self, ledger: &Ledger, added: &[Added], moment: &str) -> Result<(), Failure> {
        let before = self.counts;
        for added in added {
            match added.what {
                News::New => self.counts.new += 1,
                News::Changed(_) => self.counts.edited += 1,
                News::Known => {}
            }
        }
        let wanted = Wanted { changed: Some(moment.to_owned()), ..Wanted::default() };
        let mut fresh = ledger.incidents(&wanted)?;
        fresh.retain(|incident| incident.since.as_str() >= moment && self.told.insert(incident.id));
        let changes = ledger.changes_behind(self.last)?;
        self.last = changes.last().map_or(self.last, |change| change.number);
        self.counts.incidents += fresh.len() as u64;
        self.counts.changes += changes.len() as u64;
        self.hide();
        if self.json {
            let mut out = Vec::new();
            for added in added {
                line(&mut out, &wire::Came::Article(added.into()))?;
            }
            for incident in &fresh {
                line(&mut out, &wire::Came::Incident(incident.into()))?;
            }
            for change in &changes {
                line(&mut out, &wire::Came::Change(change.into()))?;
            }
            let mut stdout = io::stdout().lock();
            or_leave(stdout.write_all(&out).and_then(|()| stdout.flush()))?;
        } else {
            let mut titles = Vec::new();
            for change in &changes {
                titles.push(ledger.title(change.incident)?.unwrap_or_default());
            }
            let mut out = anstream::stdout().lock();
            let told = print::came(&mut out, &fresh, &changes, &titles, width());
            or_leave(told.and_then(|()| out.flush()))?;
        }
        let came = (self.counts.new - before.new, self.counts.edited - before.edited);
        if !self.has_line && came != (0, 0) {
            let incidents = self.counts.incidents - before.incidents;
            complain(&format!(
                "{moment}: articles: {} new, {} edited; incidents: {incidents} new; figures: {} changed",
                came.0,
                came.1,
                self.counts.changes - before.changes
            ));
        }
        Ok(())
    }

    /// Takes note of what there is before articles are added at a moment, which counts seconds.
    pub(super) fn before(&mut self, ledger: &Ledger, moment: &str) -> Result<(), Failure> {
        let wanted = Wanted { changed: Some(moment.to_owned()), ..Wanted::default() };
        self.told = ledger.incidents(&wanted)?.into_iter().map(|incident| incident.id).collect();
        Ok(())
    }

    /// Names a fault.
    pub(super) fn fault(&mut self, what: &str) {
        self.counts.faults += 1;
        self.say(what);
    }

    /// Says something.
    pub(super) fn say(&mut self, what: &str) {
        self.hide();
        complain(what);
    }

    /// Whether the line is to be written anew.
    pub(super) fn wants_line(&self) -> bool {
        self.has_line && Instant::now() >= self.next
    }

    /// Writes how it goes in a line of its own, in the place of the last.
    pub(super) fn line(&mut self, says: &str) {
        self.next = Instant::now() + PACE;
        self.shown = true;
        let says: String = says.chars().take(width().saturating_sub(1)).collect();
        write!(stderr(), "\r\x1b[K{says}").ok();
    }

    /// Takes the line away.
    pub(super) fn hide(&mut self) {
        if std::mem::take(&mut self.shown) {
            write!(stderr(), "\r\x1b[K").ok();
        }
    }
}

fn line(out: &mut Vec<u8>, came: &wire::Came<'_>) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, came).map_err(io::Error::from)?;
    out.push(b'\n');
    Ok(())
}
