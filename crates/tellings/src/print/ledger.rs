use std::io::{self, Write};

use incident::Comparison;
use store::{Added, Change, Difference, Freed, Hit, Holds, Listed, Mark, News, Proof, Says};

use super::Look;
use super::block::block;
use super::page::{Page, plain, styled, styles};
use crate::Gathered;
use crate::view::words::{counted, grouped};
use crate::view::{Incident, Story};

/// How many edited articles are named.
const NAMED: usize = 20;

/// What became of the articles that were added.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    new: usize,
    known: usize,
    changed: Vec<(String, Difference)>,
}

impl Tally {
    /// Counts one.
    pub fn count(&mut self, added: Added) {
        match added.what {
            News::New => self.new += 1,
            News::Known => self.known += 1,
            News::Changed(difference) => self.changed.push((added.id, difference)),
        }
    }
}

/// Writes what is new in a ledger, what was edited, and how much it holds.
///
/// # Errors
/// Where `out` cannot be written.
pub fn added(out: impl Write, tally: &Tally, holds: &Holds, width: usize) -> io::Result<()> {
    let mut page = Page::new(out, width);
    let changed = tally.changed.len();
    let counts = [(tally.new, "new"), (changed, "edited"), (tally.known, "there already")];
    let counts =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", grouped(*n as u64)));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let all = counted(tally.new + changed + tally.known, "article", "articles");
    page.line(0, 0, &[plain(format!("{all}: {counts}."))])?;
    for (id, difference) in tally.changed.iter().take(NAMED) {
        page.line(3, 5, &[plain(format!("{id}: {}", differs(difference)))])?;
    }
    if changed > NAMED {
        page.line(3, 5, &[styled(format!("{} more", grouped((changed - NAMED) as u64)), styles::DIM)])?;
    }
    let articles = counted(holds.articles as usize, "article", "articles");
    let incidents = counted(holds.incidents as usize, "incident", "incidents");
    page.line(0, 0, &[plain(format!("The ledger has {articles} and {incidents}."))])
}

/// "another headline, 2 sentences come, 1 gone".
fn differs(difference: &Difference) -> String {
    let mut parts = Vec::new();
    if difference.title {
        parts.push("another headline".to_owned());
    }
    for (sentences, what) in [(&difference.come, "come"), (&difference.gone, "gone")] {
        if !sentences.is_empty() {
            parts.push(format!("{} {what}", counted(sentences.len(), "sentence", "sentences")));
        }
    }
    if parts.is_empty() { "the date or the outlet is another".into() } else { parts.join(", ") }
}

/// Writes a list of incidents, two lines each; below each how its facts changed, where that is asked for since a moment; at
/// the end whether there are more, and how many are hidden.
///
/// # Errors
/// Where `out` cannot be written.
pub fn listed(
    out: impl Write,
    incidents: &[Listed],
    (since, changes): (Option<&str>, &[Vec<Change>]),
    (more, hidden): (bool, usize),
    width: usize,
) -> io::Result<()> {
    let mut page = Page::new(out, width);
    if incidents.is_empty() {
        page.line(0, 0, &[plain("No incident of the ledger is like that.")])?;
    }
    for (at, incident) in incidents.iter().enumerate() {
        let id = incident.id.to_string();
        let mut pieces =
            vec![styled(&id[..8], styles::DIM), plain("  "), styled(&incident.title, styles::BOLD)];
        let marked =
            [(Says::Pin, " · pinned"), (Says::Dismiss, " · dismissed"), (Says::Note, " · with notes")];
        let marked = marked.iter().filter(|(says, _)| incident.is(*says));
        pieces.extend(marked.map(|(_, words)| styled(*words, styles::REVISED)));
        if since.is_some_and(|since| incident.since.as_str() >= since) {
            pieces.push(styled(" · new", styles::REVISED));
        }
        page.line(0, 10, &pieces)?;
        let state = match incident.state.as_str() {
            "contested" => styled("contested", styles::CONTESTED),
            "revised" | "unordered" => styled(&incident.state, styles::REVISED),
            other => plain(other),
        };
        let accounts = counted(incident.articles as usize, "article", "articles");
        let places = match incident.places.len() {
            0 => "place not told".to_owned(),
            n if n > 3 => {
                let more = counted(n - 3, "more place", "more places");
                format!("{} and {more}", incident.places[..3].join(", "))
            }
            _ => incident.places.join(", "),
        };
        page.line(10, 10, &[plain(format!("{places} · {accounts} · ")), state])?;
        for change in changes.get(at).into_iter().flatten() {
            let pieces =
                [styled(&change.taken, styles::DIM), plain(format!("  {}", super::watch::differs(change)))];
            page.line(10, 12, &pieces)?;
        }
    }
    if more {
        page.line(0, 0, &[styled("There are more: --all lists them, --limit N as many", styles::DIM)])?;
    }
    if hidden > 0 {
        let says = format!("{} dismissed hidden: --all lists them too", grouped(hidden as u64));
        page.line(0, 0, &[styled(says, styles::DIM)])?;
    }
    Ok(())
}

/// Writes the first incident of a comparison, as a report has it, and what people say of it.
///
/// # Errors
/// Where `out` cannot be written.
pub fn shown(
    out: impl Write,
    gathered: &Gathered,
    comparison: &Comparison,
    marks: &[Mark],
    look: Look<'_>,
) -> io::Result<()> {
    let story = Story::new(gathered, comparison);
    let mut page = Page::new(out, look.width);
    let Some(incident) = comparison.incidents.first() else { return Ok(()) };
    page.line(0, 0, &[styled(format!("Incident {}", incident.id), styles::DIM)])?;
    for mark in marks {
        let says = match mark.says {
            Says::Pin => "Pinned",
            Says::Dismiss => "Dismissed",
            Says::Note => "Note",
        };
        let by = format!(" by {}, {} (decision {})", mark.who, mark.taken, mark.decision);
        let note = if mark.note.is_empty() { String::new() } else { format!(": {}", mark.note) };
        page.line(0, 3, &[styled(says, styles::REVISED), styled(by, styles::DIM), plain(note)])?;
    }
    block(&mut page, 1, &Incident::new(0, &story), &story, look)
}

/// Writes the articles that a search found.
///
/// # Errors
/// Where `out` cannot be written.
pub fn hits(out: impl Write, hits: &[Hit], width: usize) -> io::Result<()> {
    let mut page = Page::new(out, width);
    if hits.is_empty() {
        page.line(0, 0, &[plain("No article of the ledger has these words.")])?;
    }
    for hit in hits {
        let who = hit.outlet.as_deref().unwrap_or(&hit.id);
        let when = hit.published.as_deref().map_or("no date", |at| at.get(..10).unwrap_or(at));
        let title = if hit.title.is_empty() { &hit.id } else { &hit.title };
        page.line(0, 3, &[styled(title, styles::BOLD), plain(format!(" · {who} · {when}"))])?;
        page.line(3, 3, &[plain(hit.words.as_str())])?;
        for (id, title) in &hit.incidents {
            let id = id.to_string();
            page.line(3, 13, &[styled(&id[..8], styles::DIM), plain(format!("  {title}"))])?;
        }
    }
    Ok(())
}

/// Writes what was dropped from a ledger.
///
/// # Errors
/// Where `out` cannot be written.
pub fn freed(out: impl Write, freed: &Freed, width: usize) -> io::Result<()> {
    let mut page = Page::new(out, width);
    let dropped = [
        (freed.readings, "reading", "readings"),
        (freed.claims, "claim or telling", "claims and tellings"),
        (freed.versions, "version of packs", "versions of packs"),
        (freed.words, "article in the index of words", "articles in the index of words"),
        (freed.rows, "row of incidents that are no more", "rows of incidents that are no more"),
        (freed.visits, "page that was visited long ago", "pages that were visited long ago"),
    ];
    for (n, one, many) in dropped.into_iter().filter(|(n, ..)| *n > 0) {
        page.line(0, 3, &[plain(format!("Dropped {}.", counted(n as usize, one, many)))])?;
    }
    let saved = freed.before.saturating_sub(freed.after);
    let says = format!(
        "The file takes {} kB, {} kB less than before.",
        grouped(freed.after / 1_000),
        grouped(saved / 1_000)
    );
    page.line(0, 0, &[plain(says)])
}

/// Writes what came of a proof.
///
/// # Errors
/// Where `out` cannot be written.
pub fn proof(out: impl Write, proof: &Proof, width: usize) -> io::Result<()> {
    let mut page = Page::new(out, width);
    let revisions = counted(proof.revisions as usize, "revision of articles", "revisions of articles");
    let decisions = counted(proof.decisions as usize, "decision", "decisions");
    let says = match proof.faults.len() {
        0 => format!("Proven: {revisions} and {decisions} are as they were taken in."),
        n => format!("{} in {revisions} and {decisions}.", counted(n, "fault", "faults")),
    };
    page.line(0, 0, &[plain(says)])?;
    page.line(0, 3, &[plain(format!("Last hash of the chain: {}", proof.head))])
}
