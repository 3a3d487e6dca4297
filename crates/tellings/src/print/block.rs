use std::io::{self, Write};

use incident::State;

use super::Look;
use super::fact::{differing, standing};
use super::page::{Page, plain, styled, styles};
use super::sign::signs;
use crate::view::{Incident, Story};

/// How many accounts are named unless all are wanted.
const NAMED: usize = 8;

/// Writes one incident: what it is, who tells of it, what differs, what is the same, what is missing.
pub(super) fn block(
    page: &mut Page<impl Write>,
    number: usize,
    incident: &Incident<'_>,
    story: &Story<'_>,
    look: Look<'_>,
) -> io::Result<()> {
    page.line(0, 3, &[styled(format!("{number}. {}", incident.title), styles::BOLD)])?;
    page.line(3, 5, &[plain(incident.what_where_when())])?;
    for (says, other) in &incident.relations {
        page.line(3, 5, &[plain(format!("{says}: {}", story.comparison.incidents[*other].title))])?;
    }
    for says in &incident.fixed {
        page.line(3, 5, &[plain(says.as_str())])?;
    }
    page.line(3, 5, &[plain(accounts(incident, story, look))])?;
    if let Some(voices) = incident.voices() {
        page.line(3, 5, &[plain(format!("Voices: {voices}"))])?;
    }
    differing(page, incident, story, look)?;
    standing(page, "The same", incident, State::Agreed, story, look)?;
    standing(page, incident.single_heading(), incident, State::Single, story, look)?;
    for (holds, label, style) in
        [(false, "Does not add up: ", styles::CONTESTED), (true, "Adds up: ", styles::BOLD)]
    {
        let says: Vec<&str> =
            incident.checks.iter().filter(|c| c.holds == holds).map(|c| c.says.as_str()).collect();
        if !says.is_empty() {
            page.line(3, 5, &[styled(label, style), plain(says.join("; "))])?;
        }
    }
    signs(page, &incident.signs, story, look)?;
    if !incident.silences.is_empty() {
        let silences = incident.silences.join(", ");
        page.line(3, 5, &[styled("No account gives: ", styles::BOLD), plain(silences)])?;
    }
    Ok(())
}

fn accounts(incident: &Incident<'_>, story: &Story<'_>, look: Look<'_>) -> String {
    let shown = if look.all { usize::MAX } else { NAMED };
    let accounts = &incident.accounts;
    let names: Vec<&str> = accounts.iter().take(shown).map(|at| story.names[*at].as_str()).collect();
    let mut out = format!("{}: {}", incident.told_by(), names.join(", "));
    if accounts.len() > shown {
        out += &format!(" and {} more", accounts.len() - shown);
    }
    out
}
