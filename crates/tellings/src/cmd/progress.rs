use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How long a run may be silent.
const SILENT: Duration = Duration::from_secs(2);
/// How often the line is written anew.
const PACE: Duration = Duration::from_millis(200);

/// A line on standard error that counts articles, where that is a terminal and the run is long.
pub(crate) struct Progress {
    start: Instant,
    next: Instant,
    read: u64,
    wanted: bool,
    shown: bool,
}

impl Progress {
    /// Begins to count.
    pub(crate) fn new() -> Progress {
        let start = Instant::now();
        Progress { start, next: start + SILENT, read: 0, wanted: io::stderr().is_terminal(), shown: false }
    }

    /// Counts an article.
    pub(crate) fn step(&mut self) {
        self.read += 1;
        if !self.wanted {
            return;
        }
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + PACE;
        self.shown = true;
        let pace = self.read as f64 / (now - self.start).as_secs_f64();
        write!(io::stderr(), "\r\x1b[K{} articles read, {pace:.0} a second", self.read).ok();
    }
}

impl Drop for Progress {
    /// Takes the line away.
    fn drop(&mut self) {
        if self.shown {
            write!(io::stderr(), "\r\x1b[K").ok();
        }
    }
}
