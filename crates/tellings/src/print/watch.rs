//! What comes of following sources.

use std::io::{self, Write};

use store::{Came, Change, Figure, Listed, Visit, Visited};
use text::Key;

use super::page::{Page, plain, styled, styles};
use crate::view::words::{counted, grouped};

/// Writes incidents that are new, and facts that say something else than before, a line each; `titles` are those of the
/// changes' incidents.
///
/// # Errors
/// Where `out` cannot be written.
pub fn came(
    out: impl Write,
    fresh: &[Listed],
    changes: &[Change],
    titles: &[String],
    width: usize,
) -> io::Result<()> {
    let mut page = Page::new(out, width);
    for incident in fresh {
        let id = incident.id.to_string();
        let accounts = counted(incident.articles as usize, "article", "articles");
        let pieces = [
            styled("new ", styles::BOLD),
            styled(&id[..8], styles::DIM),
            plain(format!("  {} · {accounts}", incident.title)),
        ];
        page.line(0, 3, &pieces)?;
    }
    for (change, title) in changes.iter().zip(titles) {
        let id = change.incident.to_string();
        let pieces = [
            styled("changed ", styles::REVISED),
            styled(&id[..8], styles::DIM),
            plain(format!("  {title}: {}", differs(change))),
        ];
        page.line(0, 3, &pieces)?;
    }
    Ok(())
}

/// Writes the articles that came to an incident since a moment, and how its facts changed.
///
/// # Errors
/// Where `out` cannot be written.
pub fn since(
    out: impl Write,
    (id, title): (Key, &str),
    moment: &str,
    articles: &[Came],
    changes: &[Change],
    width: usize,
) -> io::Result<()> {
    let mut page = Page::new(out, width);
    page.line(0, 0, &[styled(format!("Incident {id}"), styles::DIM)])?;
    page.line(0, 3, &[styled(title, styles::BOLD), plain(format!(" since {moment}"))])?;
    if articles.is_empty() && changes.is_empty() {
        page.line(3, 3, &[plain("Nothing came, and nothing is told otherwise.")])?;
    }
    for came in articles {
        let who = came.outlet.as_deref().unwrap_or(&came.id);
        let what = if came.is_edited { "edited" } else { "came" };
        let title = if came.title.is_empty() { &came.id } else { &came.title };
        let pieces = [styled(&came.taken, styles::DIM), plain(format!("  {what}: {title} · {who}"))];
        page.line(3, 5, &pieces)?;
    }
    for change in changes {
        let pieces = [styled(&change.taken, styles::DIM), plain(format!("  {}", differs(change)))];
        page.line(3, 5, &pieces)?;
    }
    Ok(())
}

/// "killed (of=child): 2 → 3, contested".
pub(super) fn differs(change: &Change) -> String {
    let scope = if change.scope.is_empty() { String::new() } else { format!(" ({})", change.scope) };
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let (was, is) = (before.map(value), after.map(value));
    let state = match (before, after) {
        (Some(before), Some(after)) if before.state == after.state => String::new(),
        (_, Some(after)) => format!(", {}", after.state),
        (_, None) => String::new(),
    };
    let says = match (was, is) {
        (Some(was), Some(is)) if was == is => is,
        (Some(was), Some(is)) => format!("{was} → {is}"),
        (None, Some(is)) => format!("told of now: {is}"),
        (Some(was), None) => format!("{was}, told of no more"),
        (None, None) => String::new(),
    };
    format!("{}{scope}: {says}{state}", change.facet)
}

fn value(figure: &Figure) -> String {
    let number = |n: i64| grouped(n.max(0).unsigned_abs());
    match (&figure.says, figure.min, figure.max) {
        (Some(says), ..) => says.clone(),
        (None, Some(min), Some(max)) if min == max => number(min),
        (None, Some(min), Some(max)) => format!("{}–{}", number(min), number(max)),
        (None, Some(min), None) => format!("at least {}", number(min)),
        (None, None, Some(max)) => format!("at most {}", number(max)),
        (None, None, None) => "told".into(),
    }
}

/// Writes which sources are known and how they are.
///
/// # Errors
/// Where `out` cannot be written.
pub fn watched(
    out: impl Write,
    sources: &[Visit],
    waiting: u64,
    is_watched: bool,
    width: usize,
) -> io::Result<()> {
    let mut page = Page::new(out, width);
    let (mut asked, mut ill) = (0, 0);
    for source in sources.iter().filter(|source| source.due.is_some()) {
        asked += 1;
        page.line(0, 3, &[styled(&source.address, styles::BOLD)])?;
        let visited = source.visited.as_deref().unwrap_or("never");
        let due = source.due.as_deref().unwrap_or("not");
        let when = match source.what {
            Visited::Path => format!("something new last {visited}"),
            _ => format!("visited {visited} · due {due}"),
        };
        page.line(3, 5, &[plain(when)])?;
        if let Some(fault) = &source.fault {
            ill += 1;
            let times = counted(source.failures as usize, "time", "times");
            page.line(3, 5, &[styled(format!("at fault {times}: {fault}"), styles::CONTESTED)])?;
        }
    }
    let asked = counted(asked, "source", "sources");
    let pages = counted(waiting as usize, "page", "pages");
    let who = if is_watched { "Somebody watches." } else { "Nobody watches." };
    page.line(0, 0, &[plain(format!("{asked}, {ill} at fault; {pages} waiting. {who}"))])
}
