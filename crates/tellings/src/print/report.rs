use std::io::{self, Write};

use incident::Comparison;

use super::Look;
use super::block::block;
use super::page::{Page, Piece, plain, styled, styles};
use super::sign::signs;
use crate::Gathered;
use crate::view::words::grouped;
use crate::view::{Incident, Story};

/// How many incidents are shown unless all are wanted.
const SHOWN: usize = 20;

/// Writes what was read and the incidents that it tells of, worst disagreement first.
///
/// # Errors
/// Where `out` cannot be written.
pub fn report(
    out: impl Write,
    gathered: &Gathered,
    comparison: &Comparison,
    look: Look<'_>,
) -> io::Result<()> {
    let story = Story::new(gathered, comparison);
    let mut page = Page::new(out, look.width);
    page.line(0, 0, &[plain(heading(&story, look))])?;
    let incidents = comparison.incidents.iter().enumerate();
    let (passing, told): (Vec<_>, Vec<_>) =
        incidents.partition(|(_, incident)| !look.all && story.in_passing(incident));
    let shown = if look.all { usize::MAX } else { SHOWN };
    for (at, _) in told.iter().take(shown) {
        page.gap()?;
        block(&mut page, at + 1, &Incident::new(*at, &story), &story, look)?;
    }
    if told.len() > shown {
        page.gap()?;
        page.line(0, 0, &[more(told.len() - shown, "incidents ")])?;
    }
    if !passing.is_empty() {
        page.gap()?;
        let note = styled(" (--all shows them in full)", styles::DIM);
        page.line(0, 0, &[styled("Told in passing, by one account each", styles::BOLD), note])?;
    }
    for (at, incident) in passing.iter().take(shown) {
        let account = &story.names[incident.tellings[0].article];
        let says = format!("{}. {} · {account}", at + 1, incident.title);
        page.line(3, 7, &[plain(says)])?;
    }
    if passing.len() > shown {
        page.line(3, 5, &[more(passing.len() - shown, "")])?;
    }
    let beside = story.signs(None);
    if !beside.is_empty() {
        page.gap()?;
        signs(&mut page, &beside, &story, look)?;
    }
    Ok(())
}

/// "12 more: --all shows them".
pub(super) fn more(hidden: usize, what: &str) -> Piece {
    let them = if hidden == 1 { "it" } else { "them" };
    let what = if hidden == 1 { what.replacen("s ", " ", 1) } else { what.to_owned() };
    styled(
        format!("{} more {what}", grouped(hidden as u64)).trim_end().to_owned()
            + &format!(": --all shows {them}"),
        styles::DIM,
    )
}

fn heading(story: &Story<'_>, look: Look<'_>) -> String {
    let unread = story.unread().map(|unread| {
        format!("; {unread} (--json lists {})", if unread.starts_with("1 ") { "it" } else { "them" })
    });
    story.heading(look.language) + &unread.unwrap_or_default() + "."
}
