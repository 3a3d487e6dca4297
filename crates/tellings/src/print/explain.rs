use std::io::{self, Write};

use claim::{Claim, Reading, Stance};
use incident::Read;
use pack::{Example, Kinds, Pack, Rule};
use text::{Article, Part, Span};

use super::Look;
use super::mark::with_words_marked;
use super::page::{Page, plain, styled, styles};
use crate::view::words;

/// The column of the explanations beside their labels.
const START: usize = 12;

/// Writes why a claim is one: its words, sentence, rule, evidence, stance and origin.
///
/// # Errors
/// Where `out` cannot be written.
pub fn explain(
    out: impl Write,
    read: &Read,
    claim: &Claim,
    pack: Option<&Pack>,
    look: Look<'_>,
) -> io::Result<()> {
    let Read { article, reading } = read;
    let mut page = Page::new(out, look.width);
    let facet = Kinds::shipped().facets.get(usize::from(claim.facet)).map_or("", |f| f.label.as_str());
    let scope = words::scope(&claim.scope);
    let scope = if scope.is_empty() { scope } else { format!(" ({scope})") };
    let says = format!("{facet}{scope}: {}", words::value(&claim.value));
    page.line(0, 2, &[styled(says, styles::BOLD), styled(format!("  {}", claim.id), styles::DIM)])?;
    let mut row = |label: &str, pieces: &[_]| page.row(2, plain(label), START, pieces);
    let title =
        if article.title().is_empty() { String::new() } else { format!(", “{}”", article.title()) };
    row("account", &[plain(format!("{}{title}", article.outlet().unwrap_or(article.id())))])?;
    let (sentence, start) = sentence(article, claim.span, pack);
    let ranges = inside(claim, sentence.len(), start);
    row("sentence", &with_words_marked(sentence, &ranges, styles::BOLD))?;
    row("words", &[plain(format!("“{}” carry the value", article.words(claim.span)))])?;
    for evidence in &claim.evidence {
        let says = format!("“{}” {}", article.words(evidence.span), role(evidence.role));
        row(if evidence == &claim.evidence[0] { "evidence" } else { "" }, &[plain(says)])?;
    }
    row("stance", &[plain(format!("{}: {}", claim.stance.name(), why(claim, article)))])?;
    row("origin", &[plain(origin(claim, article))])?;
    if let Some(as_of) = claim.as_of {
        let from = if as_of.from_text { "the text says so" } else { "the article was published then" };
        row("holds for", &[plain(format!("{} ({from})", words::moment(&as_of.time)))])?;
    }
    row("sure", &[plain(format!("{}.{} %", claim.confidence / 10, claim.confidence % 10))])?;
    row("rule", &[plain(&*claim.rule)])?;
    match rule(&claim.rule, pack) {
        Some(rule) => {
            for example in &rule.yes {
                row("  right", &example_pieces(example))?;
            }
            for example in &rule.no {
                row("  wrong", &example_pieces(example))?;
            }
        }
        None => row("", &[plain(no_rule(reading))])?,
    }
    page.gap()
}

fn no_rule(reading: &Reading) -> &'static str {
    match reading.language {
        Some(_) => "It is no rule of the pack's files: the reader itself makes this claim.",
        None => "No pack reads this language.",
    }
}

/// The rule by the name that claims give it: `en/casualties.killed`.
fn rule<'p>(name: &str, pack: Option<&'p Pack>) -> Option<&'p Rule> {
    let id = name.split_once('/').map_or(name, |(_, id)| id);
    pack?.rules.iter().find(|r| r.id == id)
}

fn example_pieces(example: &Example) -> Vec<super::page::Piece> {
    let ranges: Vec<(usize, usize)> = example.marked.into_iter().collect();
    let mut pieces = with_words_marked(&example.text, &ranges, styles::BOLD);
    pieces.extend(example.expected.as_ref().map(|e| plain(format!(" ⇒ {e}"))));
    pieces
}

/// The sentence around a span, and where it starts; the paragraph where no pack cuts sentences.
fn sentence<'a>(article: &'a Article, span: Span, pack: Option<&Pack>) -> (&'a str, (Part, usize)) {
    let text = article.part(span.part());
    if let Some(pack) = pack {
        let (tokens, sentences) = text::segment(text, span.part(), &pack.writing);
        for sentence in sentences {
            let first = tokens.get(sentence.first as usize).map_or(0, |t| t.start as usize);
            let end = tokens.get((sentence.end as usize).saturating_sub(1)).map_or(0, |t| t.end as usize);
            if first <= span.start() && span.start() < end {
                return (text.get(first..end.max(span.end())).unwrap_or(""), (span.part(), first));
            }
        }
    }
    let start = text.get(..span.start()).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end =
        text.get(span.end()..).and_then(|after| after.find('\n')).map_or(text.len(), |at| span.end() + at);
    (text.get(start..end).unwrap_or(""), (span.part(), start))
}

/// The claim's words and evidence as ranges of the sentence.
fn inside(claim: &Claim, len: usize, (part, start): (Part, usize)) -> Vec<(usize, usize)> {
    // the span of the whole match would hide the others
    let evidence = claim.evidence.iter().filter(|e| e.role != "match").map(|e| e.span);
    let spans = evidence
        .chain([claim.span])
        .filter(|s| s.part() == part && s.start() >= start && s.end() <= start + len);
    spans.map(|s| (s.start() - start, s.end() - start)).collect()
}

fn role(role: &str) -> &str {
    match role {
        "trigger" => "tells what happened",
        "match" => "is what the rule matched",
        "voice" => "says so",
        "cue" => "is the word of saying",
        "negation" => "denies",
        "modality" => "makes it less than certain",
        "participant" => "is one of those counted",
        "whole" => "tells of all whom it is a part of",
        other => other,
    }
}

fn why(claim: &Claim, article: &Article) -> String {
    let cue = claim.evidence.iter().find(|e| matches!(e.role, "cue" | "modality" | "negation"));
    let cue = cue.map(|e| format!(" (“{}”)", article.words(e.span))).unwrap_or_default();
    let why = match claim.stance {
        Stance::Asserted => "no source is named, the article says so itself",
        Stance::Reported => "a source says it",
        Stance::Claimed => "a party says it of its own success, or the verb doubts it",
        Stance::Alleged => "it lays blame",
        Stance::Denied => "it is denied",
        Stance::Threatened => "it is threatened, it has not happened",
        Stance::Planned => "it is planned, it has not happened",
    };
    format!("{why}{cue}")
}

fn origin(claim: &Claim, article: &Article) -> String {
    let Some(origin) = &claim.origin else { return "none: the article says so itself".into() };
    let mut parts = vec![origin.voice.clone()];
    parts.extend(origin.kind.clone());
    parts.extend(origin.institution.as_ref().map(|i| format!("of {i}")));
    parts.extend(origin.side.as_deref().map(|s| format!("speaks for {}", words::country(s))));
    parts.extend(origin.via.iter().map(|via| format!("via {via}")));
    let named = origin.span.map(|s| format!(" (named as “{}”)", article.words(s))).unwrap_or_default();
    parts.join(", ") + &named
}
