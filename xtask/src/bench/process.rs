//! What the system tells of a process.

use std::fs;
use std::time::Duration;

/// The most memory that a process has held so far, in kB, where the system tells it.
pub(super) fn peak(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Lets [`peak`] of this process begin anew, at what it holds now, where the system can.
pub(super) fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").ok();
}

/// What all threads of a process have had of the processors, where the system tells it (in hundredths of a second).
pub(super) fn cpu(process: &str) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks()? + ticks()?)))
}
