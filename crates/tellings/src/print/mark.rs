use std::io::{self, Write};

use anstyle::Style;
use claim::{Mention, MentionType, Reading};
use text::{Article, Part};

use super::Look;
use super::page::{Page, Piece, plain, styled, styles};
use crate::view::words;

/// Writes an article's title and text with its mentions marked: `[Saturday|time]`.
///
/// # Errors
/// Where `out` cannot be written.
pub fn mark(out: impl Write, article: &Article, reading: &Reading, look: Look<'_>) -> io::Result<()> {
    let mut page = Page::new(out, look.width);
    let language = match reading.language {
        Some(language) => (look.language)(language),
        None => "no pack reads its language".into(),
    };
    let published = reading
        .published
        .map_or("no date".into(), |p| format!("{} ({})", words::moment(&p.at), p.from.name()));
    let head = format!(
        "{} · {language} · {published} · {}",
        article.id(),
        words::counted(reading.mentions.len(), "mention", "mentions")
    );
    page.line(0, 2, &[styled(head, styles::DIM)])?;
    let mut hidden = 0;
    for (part, style) in [(Part::Title, styles::BOLD), (Part::Text, Style::new())] {
        let (pieces, crossing) = marked(article.part(part), part, &reading.mentions, style);
        hidden += crossing;
        for paragraph in paragraphs(pieces) {
            page.line(0, 0, &paragraph)?;
        }
    }
    if hidden > 0 {
        page.line(0, 0, &[styled(format!("{hidden} more cross others: --json shows them"), styles::DIM)])?;
    }
    page.gap()
}

/// The text in pieces, mentions in brackets; and how many mentions cross another and are left out.
fn marked(text: &str, part: Part, mentions: &[Mention], base: Style) -> (Vec<Piece>, usize) {
    let mut here: Vec<&Mention> = mentions.iter().filter(|m| m.span.part() == part).collect();
    here.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end())));
    let mut pieces = Vec::new();
    let mut open: Vec<&Mention> = Vec::new();
    let mut at = 0;
    let mut crossing = 0;
    let style_of = |open: &[&Mention]| open.last().map_or(base, |m| style(m.kind));
    let mut write = |pieces: &mut Vec<Piece>, open: &[&Mention], to: usize| {
        pieces.push(styled(text.get(at..to).unwrap_or(""), style_of(open)));
        at = to;
    };
    for mention in here {
        while let Some(top) = open.pop_if(|top| top.span.end() <= mention.span.start()) {
            open.push(top);
            write(&mut pieces, &open, top.span.end());
            open.pop();
            pieces.push(styled(format!("|{}]", top.kind), styles::DIM));
        }
        if open.last().is_some_and(|top| top.span.end() < mention.span.end()) {
            crossing += 1;
            continue;
        }
        write(&mut pieces, &open, mention.span.start());
        pieces.push(styled("[", styles::DIM));
        open.push(mention);
    }
    while let Some(top) = open.last().copied() {
        write(&mut pieces, &open, top.span.end());
        open.pop();
        pieces.push(styled(format!("|{}]", top.kind), styles::DIM));
    }
    write(&mut pieces, &open, text.len());
    (pieces, crossing)
}

fn style(kind: MentionType) -> Style {
    match kind {
        MentionType::Quote => Style::new().italic(),
        _ => Style::new().bold(),
    }
}

/// Pieces cut at line breaks.
fn paragraphs(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut out = vec![Vec::new()];
    for piece in pieces {
        let mut lines = piece.text().split('\n');
        let first = lines.next().unwrap_or("");
        if let Some(last) = out.last_mut() {
            last.push(styled(first, piece.style()));
        }
        out.extend(lines.map(|line| vec![styled(line, piece.style())]));
    }
    if out.iter().all(|line| line.iter().all(|p| p.text().is_empty())) { Vec::new() } else { out }
}

/// A text with the words of some spans marked; for sentences in explanations.
pub(super) fn with_words_marked(text: &str, ranges: &[(usize, usize)], style: Style) -> Vec<Piece> {
    let mut ranges = ranges.to_vec();
    ranges.sort_unstable();
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end) in ranges {
        let start = start.max(at);
        if start >= end {
            continue;
        }
        pieces.push(plain(text.get(at..start).unwrap_or("")));
        pieces.push(plain("["));
        pieces.push(styled(text.get(start..end).unwrap_or(""), style));
        pieces.push(plain("]"));
        at = end;
    }
    pieces.push(plain(text.get(at..).unwrap_or("")));
    pieces
}
