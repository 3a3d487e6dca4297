use std::io::{self, Write};

use claim::Value;
use incident::{ClaimAt, State};

use super::Look;
use super::page::{Page, Piece, columns, plain, styled, styles};
use super::report::more;
use crate::view::{Fact, Incident, Series, Story};

/// How many accounts of a value, values of a fact and rows of a section are shown unless all are wanted.
const ACCOUNTS: usize = 3;
const VALUES: usize = 3;
const ROWS: usize = 12;
/// How many steps of a number that moved are shown: the first and the last ones.
const STEPS: usize = 6;
/// The column of values beside labels.
const LABELS: usize = 22;

/// Writes the facts whose values differ, with who says which in which words.
pub(super) fn differing(
    page: &mut Page<impl Write>,
    incident: &Incident<'_>,
    story: &Story<'_>,
    look: Look<'_>,
) -> io::Result<()> {
    let differ: Vec<&Fact<'_>> = incident.facts.iter().filter(|f| f.differs()).collect();
    if !differ.is_empty() {
        page.line(3, 5, &[styled("Differs", styles::BOLD)])?;
    }
    for fact in differ {
        let style = if fact.fact.state == State::Contested { styles::CONTESTED } else { styles::REVISED };
        page.line(5, 7, &[plain(format!("{}: ", fact.label)), styled(fact.standing(), style)])?;
        if let Some(moved) = fact.series() {
            page.line(7, 9, &series(&moved, look.all))?;
        }
        let widths = fact.values.iter().map(|v| columns(&v.label()));
        let start = widths.filter(|w| *w <= 16).max().unwrap_or(2) + 9;
        for value in &fact.values {
            let mut shown = if look.all { value.claims.clone() } else { value.told_once(story) };
            let hidden = if look.all { Vec::new() } else { shown.split_off(ACCOUNTS.min(shown.len())) };
            let mut label = styled(value.label(), styles::BOLD);
            for at in &shown {
                page.row(
                    7,
                    std::mem::replace(&mut label, plain("")),
                    start,
                    &telling(*at, story, true, look),
                )?;
            }
            if !hidden.is_empty() {
                page.line(start, start, &[more(hidden.len(), "tellings ")])?;
            }
        }
    }
    Ok(())
}

/// "3 (Sat 09:00, the mayor) → 8 (Sat 18:00, the police) → 10 (Sun)": how a number moved.
fn series(series: &Series, all: bool) -> Vec<Piece> {
    let steps = &series.steps;
    let hidden = if all { 0..0 } else { 1..steps.len().saturating_sub(STEPS - 1).max(1) };
    let mut out = Vec::new();
    for (nth, step) in steps.iter().enumerate() {
        if hidden.contains(&nth) {
            if nth == hidden.start {
                out.push(plain(" → "));
                out.push(more(hidden.len(), "steps "));
            }
            continue;
        }
        if nth > 0 {
            out.push(plain(if step.follows { " → " } else { " / " }));
        }
        let said: String = step.voices.iter().map(|v| format!(", {v}")).collect();
        out.push(styled(step.says.as_str(), styles::BOLD));
        out.push(plain(format!(" ({}{said})", step.when)));
    }
    if series.utc {
        out.push(plain(" (hours in UTC)"));
    }
    out
}

/// Writes the facts of one state in which nothing differs, one value a row.
pub(super) fn standing(
    page: &mut Page<impl Write>,
    heading: &str,
    incident: &Incident<'_>,
    state: State,
    story: &Story<'_>,
    look: Look<'_>,
) -> io::Result<()> {
    let facts = incident.facts.iter().filter(|f| !f.differs());
    let mut rows = Vec::new();
    let mut hidden = 0;
    for fact in facts.filter(|f| !incident.tells_above(f)) {
        for (nth, value) in fact.values.iter().filter(|v| v.state == state).enumerate() {
            if look.all || nth < VALUES && rows.len() < ROWS {
                rows.push((fact, value));
            } else {
                hidden += 1;
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    page.line(3, 5, &[styled(heading, styles::BOLD)])?;
    let mut above = "";
    for (fact, value) in &rows {
        let mut pieces = Vec::new();
        if !matches!(value.value, Value::Quote { .. }) {
            pieces.push(styled(value.says.as_str(), styles::BOLD));
            pieces.push(plain(" · "));
        }
        if state == State::Agreed {
            pieces.push(plain(value.support.as_str()));
            pieces.push(plain(" · "));
        }
        if let Some(first) = value.claims.first() {
            pieces.extend(telling(*first, story, state == State::Single, look));
        }
        if state == State::Agreed {
            pieces.extend(others(&value.claims, story, look));
        }
        let label = if fact.label == above { "" } else { &fact.label };
        page.row(5, plain(label), LABELS, &pieces)?;
        above = &fact.label;
    }
    if hidden > 0 {
        page.line(5, 7, &[more(hidden, "")])?;
    }
    Ok(())
}

/// The other accounts that say the same, by name.
fn others(claims: &[ClaimAt], story: &Story<'_>, look: Look<'_>) -> Option<Piece> {
    let first = claims.first()?.article;
    let mut articles: Vec<usize> = claims.iter().map(|c| c.article).filter(|a| *a != first).collect();
    articles.dedup();
    let shown = if look.all { usize::MAX } else { ACCOUNTS };
    let names: Vec<&str> = articles.iter().take(shown).map(|a| story.names[*a].as_str()).collect();
    let rest = articles.len().saturating_sub(shown);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    (!names.is_empty()).then(|| plain(format!("; also {}{rest}", names.join(", "))))
}

/// "a.example: “three people were killed” (Officials in Tatarstan, alleged)".
fn telling(at: ClaimAt, story: &Story<'_>, voiced: bool, look: Look<'_>) -> Vec<Piece> {
    let Some(telling) = story.telling(at) else { return Vec::new() };
    let mut pieces = vec![plain(format!("{}: “{}”", story.names[at.article], telling.words))];
    let mut notes = if voiced { telling.by } else { Vec::new() };
    notes.extend(telling.stance.map(Into::into));
    notes.extend(telling.as_of.filter(|_| voiced));
    if !notes.is_empty() {
        pieces.push(plain(format!(" ({})", notes.join(", "))));
    }
    if look.ids {
        pieces.push(styled(format!(" {:.8}", telling.claim.id.to_string()), styles::DIM));
    }
    pieces
}
