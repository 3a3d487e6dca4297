use std::collections::BTreeSet;
use std::io::{self, Write};

use claim::{Claim, Stance, Value};
use incident::{ClaimAt, Fact, Incident, State, Step};
use pack::Kinds;
use text::{Article, Moment, Span};

use super::page::{Page, Piece, columns, plain, styled, styles};
use super::report::{Story, more};
use super::words;

/// How many accounts of a value, values of a fact and rows of a section are shown unless all are wanted.
const ACCOUNTS: usize = 3;
const VALUES: usize = 3;
const ROWS: usize = 12;
/// How many steps of a number that moved are shown: the first and the last ones.
const STEPS: usize = 6;
/// The longest quotation, in characters.
const QUOTED: usize = 160;
/// The column of values beside labels.
const LABELS: usize = 22;

/// Writes the facts whose values differ, with who says which in which words.
pub(super) fn differing(
    page: &mut Page<impl Write>,
    incident: &Incident,
    story: &Story<'_>,
) -> io::Result<()> {
    let differ: Vec<&Fact> =
        incident.facts.iter().filter(|f| !matches!(f.state, State::Agreed | State::Single)).collect();
    if !differ.is_empty() {
        page.line(3, 5, &[styled("Differs", styles::BOLD)])?;
    }
    for fact in differ {
        let (says, style) = match fact.state {
            State::Contested => ("contested", styles::CONTESTED),
            State::Revised => ("revised, the latest first", styles::REVISED),
            _ => ("differs, and nothing tells which is newer", styles::REVISED),
        };
        page.line(5, 7, &[plain(format!("{}: ", label(fact))), styled(says, style)])?;
        if fact.series.len() > 1 {
            page.line(7, 9, &series(&fact.series, story.look.all))?;
        }
        let values: Vec<String> = fact.values.iter().map(|v| words::value(&v.value)).collect();
        let start = values.iter().map(|v| columns(v)).filter(|w| *w <= 16).max().unwrap_or(2) + 9;
        for (value, says) in fact.values.iter().zip(values) {
            let shown = if story.look.all { usize::MAX } else { ACCOUNTS };
            let mut label = styled(says, styles::BOLD);
            // "twelve of them died in hospital" stands behind a larger toll and doesn't tell it
            let tells = |at: &&ClaimAt| story.claim(**at).is_none_or(|c| tells(&c.value, &value.value));
            let claims: Vec<&ClaimAt> = value.claims.iter().filter(tells).collect();
            for at in claims.iter().take(shown) {
                page.row(7, std::mem::replace(&mut label, plain("")), start, &telling(**at, story, true))?;
            }
            if claims.len() > shown {
                page.line(start, start, &[more(claims.len() - shown, "accounts ")])?;
            }
        }
    }
    Ok(())
}

/// "3 (Sat 09:00, the mayor) → 8 (Sat 18:00, the police) → 10 (Sun)": how a number moved. Days of the week where all
/// steps are of one, else dates; hours of Greenwich where clocks differ.
fn series(steps: &[Step], all: bool) -> Vec<Piece> {
    let offset = |step: &Step| step.time.time.and(step.time.offset);
    let mut offsets = steps.iter().filter(|s| s.time.time.is_some()).map(offset);
    let first = offsets.next();
    let utc = offsets.any(|other| Some(other) != first);
    let times: Vec<Moment> = steps.iter().map(|s| if utc { words::in_utc(s.time) } else { s.time }).collect();
    let days = || times.iter().map(|t| t.date);
    let week = days().max().zip(days().min()).is_some_and(|(last, first)| (last - first).get_days() < 7);
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
            out.push(plain(if step.follows(&steps[nth - 1]) { " → " } else { " / " }));
        }
        let voices = words::fullest(step.voices.iter().map(String::as_str));
        let said: String = voices.into_iter().map(|v| format!(", {v}")).collect();
        out.push(styled(words::value(&step.value), styles::BOLD));
        out.push(plain(format!(" ({}{said})", words::short(&times[nth], week))));
    }
    if utc {
        out.push(plain(" (hours in UTC)"));
    }
    out
}

/// Whether what a claim says is a value, and not a smaller number that it covers.
fn tells(said: &Value, value: &Value) -> bool {
    match (said, value) {
        (Value::Count(a), Value::Count(b)) => a.max != Some(a.min) || a.min >= b.min,
        _ => true,
    }
}

/// Writes the facts of one state in which nothing differs, one value a row.
pub(super) fn standing(
    page: &mut Page<impl Write>,
    heading: &str,
    incident: &Incident,
    state: State,
    alone: bool,
    story: &Story<'_>,
) -> io::Result<()> {
    // an only account's kind, place and time stand in the head already
    let told_above = |fact: &&Fact| alone && matches!(name(fact), "kind" | "place" | "time");
    let facts = incident.facts.iter().filter(|f| matches!(f.state, State::Agreed | State::Single));
    let mut rows: Vec<(&Fact, usize)> = Vec::new();
    let mut hidden = 0;
    for fact in facts.filter(|f| !told_above(f)) {
        let ours = (0..fact.values.len()).filter(|at| standing_of(fact, *at, story) == state);
        for (nth, at) in ours.enumerate() {
            if story.look.all || nth < VALUES && rows.len() < ROWS {
                rows.push((fact, at));
            } else {
                hidden += 1;
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    page.line(3, 5, &[styled(heading, styles::BOLD)])?;
    let mut above = String::new();
    for (fact, at) in &rows {
        let value = &fact.values[*at];
        let mut pieces = Vec::new();
        if !matches!(value.value, Value::Quote { .. }) {
            pieces.push(styled(words::value(&value.value), styles::BOLD));
            pieces.push(plain(" · "));
        }
        if state == State::Agreed {
            pieces.push(plain(support(fact, *at, &value.claims, story)));
            pieces.push(plain(" · "));
        }
        if let Some(first) = value.claims.first() {
            pieces.extend(telling(*first, story, state == State::Single));
        }
        if state == State::Agreed {
            pieces.extend(others(&value.claims, story));
        }
        let label = label(fact);
        page.row(5, plain(if label == above { "" } else { &label }), LABELS, &pieces)?;
        above = label;
    }
    if hidden > 0 {
        page.line(5, 7, &[more(hidden, "")])?;
    }
    Ok(())
}

/// The state of a fact is that of its first value; those beside it are the same only where two source texts have them.
fn standing_of(fact: &Fact, at: usize, story: &Story<'_>) -> State {
    match at {
        0 => fact.state,
        _ if texts(&fact.values[at].claims, story) > 1 => State::Agreed,
        _ => State::Single,
    }
}

/// How many source texts these claims stand in.
fn texts(claims: &[ClaimAt], story: &Story<'_>) -> usize {
    let group = |article: usize| story.comparison.origin_groups.get(article).copied().ok_or(article);
    claims.iter().map(|c| group(c.article)).collect::<BTreeSet<_>>().len()
}

/// "2 voices, 3 texts": the support of a value.
fn support(fact: &Fact, at: usize, claims: &[ClaimAt], story: &Story<'_>) -> String {
    if at > 0 {
        return words::counted(texts(claims, story), "text", "texts");
    }
    let texts = words::counted(fact.support.texts, "text", "texts");
    match fact.support.voices {
        0 => texts,
        n => format!("{}, {texts}", words::counted(n, "voice", "voices")),
    }
}

/// The other accounts that say the same, by name.
fn others(claims: &[ClaimAt], story: &Story<'_>) -> Option<Piece> {
    let first = claims.first()?.article;
    let mut articles: Vec<usize> = claims.iter().map(|c| c.article).filter(|a| *a != first).collect();
    articles.dedup();
    let shown = if story.look.all { usize::MAX } else { ACCOUNTS };
    let names: Vec<&str> = articles.iter().take(shown).map(|a| story.names[*a].as_str()).collect();
    let rest = articles.len().saturating_sub(shown);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    (!names.is_empty()).then(|| plain(format!("; also {}{rest}", names.join(", "))))
}

/// "a.example: “three people were killed” (Officials in Tatarstan, alleged)".
fn telling(at: ClaimAt, story: &Story<'_>, voiced: bool) -> Vec<Piece> {
    let Some((read, claim)) = story.reads.get(at.article).zip(story.claim(at)) else {
        return Vec::new();
    };
    let mut pieces = vec![plain(format!("{}: “{}”", story.names[at.article], quoted(&read.article, claim)))];
    let mut notes = Vec::new();
    if let Some(origin) = claim.origin.as_ref().filter(|_| voiced) {
        notes.push(origin.voice.clone());
        notes.extend(origin.side.clone());
        notes.extend(origin.via.first().map(|via| format!("via {via}")));
    }
    if !matches!(claim.stance, Stance::Asserted | Stance::Reported) {
        notes.push(claim.stance.name().to_owned());
    }
    if let Some(as_of) = claim.as_of.filter(|a| a.from_text && voiced) {
        notes.push(format!("as of {}", words::moment(&as_of.time)));
    }
    if !notes.is_empty() {
        pieces.push(plain(format!(" ({})", notes.join(", "))));
    }
    if story.look.ids {
        pieces.push(styled(format!(" {:.8}", claim.id.to_string()), styles::DIM));
    }
    pieces
}

/// The words of a claim: its value, widened to the words that make it a claim where these are near.
fn quoted(article: &Article, claim: &Claim) -> String {
    let near =
        |span: Span| article.words(span).chars().count() <= QUOTED / 2 && !article.words(span).contains('\n');
    let mut span = claim.span;
    for evidence in claim.evidence.iter().filter(|e| matches!(e.role, "trigger" | "match" | "negation")) {
        let joined = span.join(evidence.span);
        if near(joined) {
            span = joined;
        }
    }
    let words = article.words(span).trim_matches(|c: char| c.is_whitespace() || "\"“”«»„".contains(c));
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}

fn name(fact: &Fact) -> &'static str {
    Kinds::shipped().facets.get(usize::from(fact.facet)).map_or("", |f| f.name.as_str())
}

/// "killed (child)".
fn label(fact: &Fact) -> String {
    let label = Kinds::shipped().facets.get(usize::from(fact.facet)).map_or("", |f| f.label.as_str());
    let scope = words::scope(&fact.scope);
    if scope.is_empty() { label.to_owned() } else { format!("{label} ({scope})") }
}
