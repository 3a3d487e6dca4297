use std::io::{self, Write};

use incident::{Pair, Read, Side};

use super::Look;
use super::page::{Page, plain, styled, styles};

/// The column of the weights.
const WEIGHT: usize = 40;
/// How many pairs that are not together are shown, unless all are asked for.
const APART: usize = 3;

/// Writes how the tellings of two articles compare, those in one incident first.
///
/// # Errors
/// Where `out` cannot be written.
pub fn why(
    out: impl Write,
    reads: &[Read],
    (a, b): (usize, usize),
    pairs: &[Pair],
    look: Look<'_>,
) -> io::Result<()> {
    let mut page = Page::new(out, look.width);
    if pairs.is_empty() {
        let says = if a == b || reads[a].reading.tellings.is_empty() || reads[b].reading.tellings.is_empty() {
            "Nothing to compare: one of them tells of no incident."
        } else {
            "Nothing to compare: they print one text."
        };
        return page.line(0, 0, &[plain(says)]);
    }
    let together = pairs.iter().filter(|p| p.together).count();
    for pair in pairs.iter().take(together.max(1) + APART) {
        for (side, article) in [(&pair.first, a), (&pair.second, b)] {
            let id = reads[article].article.id();
            let Side { title, .. } = side;
            let waits = if side.waits { " (without a day or a place: it joins what fits best)" } else { "" };
            let pieces =
                [plain(format!("{id}: ")), styled(title.as_str(), styles::BOLD), styled(waits, styles::DIM)];
            page.line(0, 2, &pieces)?;
        }
        for level in &pair.levels {
            let weight = level.weight.map_or("never".to_owned(), |weight| format!("{weight:+}"));
            let what = format!("{}: {}", level.comparison, level.outcome);
            page.row(2, plain(what), WEIGHT, &[plain(weight)])?;
        }
        let sum = match pair.score {
            Some(score) => format!("{score}, linked from {}", pair.threshold),
            None => "none: something rules it out".to_owned(),
        };
        page.row(2, plain("sum"), WEIGHT, &[plain(sum)])?;
        let outcome = if pair.together { "one incident" } else { "two incidents" };
        page.row(2, plain("in the end"), WEIGHT, &[styled(outcome, styles::BOLD)])?;
        page.gap()?;
    }
    Ok(())
}
