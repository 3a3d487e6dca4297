use std::collections::BTreeMap;
use std::io::{self, Write};

use claim::Claim;
use incident::{ClaimAt, Comparison, Read};
use text::Moment;

use super::block::block;
use super::page::{Page, Piece, plain, styled, styles};
use super::words::{counted, grouped};
use super::{Look, account_names};
use crate::Gathered;

/// How many incidents are shown unless all are wanted.
const SHOWN: usize = 20;

/// What a report draws on: the readings, their comparison, the names of the accounts.
pub(super) struct Story<'a> {
    pub(super) reads: &'a [Read],
    pub(super) comparison: &'a Comparison,
    pub(super) names: Vec<String>,
    pub(super) look: Look<'a>,
}

impl Story<'_> {
    /// A claim by its place.
    pub(super) fn claim(&self, at: ClaimAt) -> Option<&Claim> {
        self.reads.get(at.article)?.reading.claims.get(at.claim)
    }

    /// When an article was published, as far as it or another telling says.
    pub(super) fn published(&self, article: usize) -> Option<Moment> {
        let own = self.reads.get(article).and_then(|r| r.reading.published);
        own.or(self.comparison.dated.get(article).copied().flatten()).map(|p| p.at)
    }
}

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
    let names = account_names(&gathered.reads);
    let story = Story { reads: &gathered.reads, comparison, names, look };
    let mut page = Page::new(out, look.width);
    page.line(0, 0, &[plain(heading(gathered, &story))])?;
    let shown = if look.all { usize::MAX } else { SHOWN };
    for (at, incident) in comparison.incidents.iter().enumerate().take(shown) {
        page.gap()?;
        block(&mut page, at + 1, incident, &story)?;
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

fn heading(gathered: &Gathered, story: &Story<'_>) -> String {
    let reads = story.reads;
    let mut languages: BTreeMap<_, usize> = BTreeMap::new();
    for read in reads {
        *languages.entry(read.reading.language).or_default() += 1;
    }
    let mut languages: Vec<_> = languages.into_iter().collect();
    languages.sort_by_key(|(language, n)| (language.is_none(), std::cmp::Reverse(*n), *language));
    let languages = languages.into_iter().map(|(language, n)| match language {
        Some(language) => format!("{} {}", grouped(n as u64), (story.look.language)(language)),
        None => format!("{} in a language that no pack reads", grouped(n as u64)),
    });
    let languages = languages.collect::<Vec<_>>().join(", ");
    let mut out = format!("{} ({languages})", counted(reads.len(), "article", "articles"));
    let undated = reads
        .iter()
        .filter(|r| r.reading.published.is_none_or(|p| p.from == claim::PublishedFrom::Incident))
        .count();
    if undated > 0 {
        out += &format!(", {} without a date", grouped(undated as u64));
    }
    if !gathered.again.is_empty() {
        out += &format!(", {} given twice", grouped(gathered.again.len() as u64));
    }
    out += &format!("; {}", counted(story.comparison.incidents.len(), "incident", "incidents"));
    let unread: usize = reads.iter().map(|r| r.reading.unread.len()).sum();
    if unread > 0 {
        let what = counted(unread, "sentence with a figure", "sentences with figures");
        out +=
            &format!("; {what} that no rule read (--json lists {})", if unread == 1 { "it" } else { "them" });
    }
    out + "."
}
