use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use incident::{Incident, State};
use pack::Kinds;

use super::fact::{differing, standing};
use super::page::{Page, plain, styled, styles};
use super::report::Story;
use super::silence::silences;
use super::words;

/// Writes one incident: what it is, who tells of it, what differs, what is the same, what is missing.
pub(super) fn block(
    page: &mut Page<impl Write>,
    number: usize,
    incident: &Incident,
    story: &Story<'_>,
) -> io::Result<()> {
    page.line(0, 3, &[styled(format!("{number}. {}", incident.title), styles::BOLD)])?;
    page.line(3, 5, &[plain(what_where_when(incident))])?;
    for (id, says) in [(incident.part_of, "Part of"), (incident.about, "Speaks of")] {
        let other = id.and_then(|id| story.comparison.incidents.iter().find(|i| i.id == id));
        if let Some(other) = other {
            page.line(3, 5, &[plain(format!("{says}: {}", other.title))])?;
        }
    }
    for says in fixed(incident, story) {
        page.line(3, 5, &[plain(says)])?;
    }
    page.line(3, 5, &[plain(accounts(incident, story))])?;
    if let Some(voices) = voices(incident, story) {
        page.line(3, 5, &[plain(voices)])?;
    }
    differing(page, incident, story)?;
    let alone = incident.tellings.len() == 1;
    standing(page, "The same", incident, State::Agreed, alone, story)?;
    standing(page, if alone { "Told" } else { "One voice says" }, incident, State::Single, alone, story)?;
    for check in &incident.checks {
        let (label, style) =
            if check.holds { ("Adds up: ", styles::BOLD) } else { ("Does not add up: ", styles::CONTESTED) };
        page.line(3, 5, &[styled(label, style), plain(check.says.as_str())])?;
    }
    let silences = silences(incident);
    if !silences.is_empty() {
        page.line(3, 5, &[styled("No account gives: ", styles::BOLD), plain(silences.join(", "))])?;
    }
    Ok(())
}

fn what_where_when(incident: &Incident) -> String {
    let kind = incident.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k)));
    let mut parts = vec![kind.map_or("kind not told", |k| k.label.as_str()).to_owned()];
    match incident.places.as_slice() {
        [] => parts.push("place not told".into()),
        places => parts.push(places.iter().take(4).map(words::place).collect::<Vec<_>>().join("; ")),
    }
    if incident.places.len() > 4 {
        parts.push(format!("{} more places", incident.places.len() - 4));
    }
    parts.push(incident.time.as_ref().map_or("time not told".into(), words::time));
    match incident.extent {
        claim::Extent::Single => {}
        claim::Extent::Wave => parts.push("a wave of several places".into()),
        claim::Extent::Total => parts.push("a sum over a period".into()),
    }
    parts.join(" · ")
}

/// Which articles' missing times the incident fixes.
fn fixed(incident: &Incident, story: &Story<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for at in &incident.tellings {
        if let Some(Some(published)) = story.comparison.dated.get(at.article)
            && seen.insert(at.article)
        {
            out.push(format!(
                "{} shows no date: published about {}",
                story.names[at.article],
                words::moment(&published.at)
            ));
        }
        let telling = story.reads.get(at.article).and_then(|r| r.reading.tellings.get(at.telling));
        let told = telling.and_then(|t| t.time.as_ref());
        let fixes = incident.time.as_ref().filter(|t| t.start.is_some());
        if let (Some(told), Some(time)) = (told.filter(|t| t.start.is_none()), fixes) {
            let name = &story.names[at.article];
            out.push(format!("{name} says only {}: it was {}", words::time(told), words::time(time)));
        }
    }
    out.dedup();
    out
}

fn accounts(incident: &Incident, story: &Story<'_>) -> String {
    let articles: BTreeSet<usize> = incident.tellings.iter().map(|t| t.article).collect();
    let groups: BTreeSet<_> =
        articles.iter().filter_map(|at| story.comparison.origin_groups.get(*at)).collect();
    let shown = if story.look.all { usize::MAX } else { 8 };
    let mut order: Vec<usize> = articles.iter().copied().collect();
    order.sort_by_key(|at| (story.published(*at).map_or(i64::MAX, |p| p.seconds()), &story.names[*at]));
    let names: Vec<&str> = order.iter().take(shown).map(|at| story.names[*at].as_str()).collect();
    let mut out = format!("{}: {}", words::counted(articles.len(), "account", "accounts"), names.join(", "));
    if articles.len() > shown {
        out += &format!(" and {} more", articles.len() - shown);
    }
    if !groups.is_empty() && groups.len() < articles.len() {
        out += &format!(" ({})", words::counted(groups.len(), "source text", "source texts"));
    }
    out
}

/// The named voices by the side that they speak for.
fn voices(incident: &Incident, story: &Story<'_>) -> Option<String> {
    let mut sides: BTreeMap<(bool, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut unnamed = false;
    for at in &incident.tellings {
        let Some(read) = story.reads.get(at.article) else { continue };
        let claims = read.reading.claims.iter().filter(|c| c.telling == at.telling);
        for origin in claims.filter_map(|c| c.origin.as_ref()) {
            if origin.kind.as_deref() == Some("unnamed") {
                unnamed = true;
                continue;
            }
            let side = origin.side.as_deref().map_or("", words::country);
            sides.entry((side.is_empty(), side)).or_default().insert(&origin.voice);
        }
    }
    let all = sides.iter().map(|((_, side), voices)| {
        let voices = words::fullest(voices.iter().copied()).join(", ");
        if side.is_empty() { format!("no side told: {voices}") } else { format!("{side}: {voices}") }
    });
    let mut all: Vec<String> = all.collect();
    if unnamed {
        all.push("voices that are not named".into());
    }
    (!all.is_empty()).then(|| format!("Voices: {}", all.join("; ")))
}
