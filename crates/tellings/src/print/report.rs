use std::io::{self, Write};

use incident::Comparison;

use super::Look;
use super::block::block;
use super::page::{Page, Piece, plain, styled, styles};
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
    let shown = if look.all { usize::MAX } else { SHOWN };
    for (at, incident) in comparison.incidents.iter().enumerate().take(shown) {
        page.gap()?;
        block(&mut page, at + 1, &Incident::new(incident, &story), &story, look)?;
    }
    let hidden = comparison.incidents.len().saturating_sub(shown);
    if hidden > 0 {
        page.gap()?;
        page.line(0, 0, &[more(hidden, "incidents ")])?;
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
