//! Machine copies of a text, made by a fixed recipe: what a careless or a hurried desk does to another's article.

use text::{About, Article, Language, Moment, Published};

use crate::derivations::Piece;

/// One thing that is done to a text.
type Step = fn(&Piece, &Piece) -> Option<String>;

/// The steps by name, with how what comes of them derives. Where a step needs words of the copier's own, they are of
/// another story in the same language.
const STEPS: [(&str, &str, Step); 6] = [
    ("cut", "copy", cut),
    ("reordered", "copy", reordered),
    ("re-headed", "copy", re_headed),
    ("figures", "copy", figures),
    ("inside", "copy", inside),
    ("spun", "rewrite", spun),
];

/// Copies of an article, each published three hours after it. `other` is of another story in the same language.
pub fn copies(source: &Piece, other: &Piece) -> Vec<Piece> {
    let made = STEPS.iter().filter_map(|(name, how, step)| {
        let text = step(source, other)?;
        let title = if *name == "cut" { source.article.title() } else { other.article.title() };
        let at = source.article.published().map(|published| later(published.at));
        let about = About {
            title: title.into(),
            outlet: Some(format!("{name}.example")),
            language: source.article.language(),
            published: at.map(|at| Published { at, from: text::PublishedFrom::Given }),
            ..About::default()
        };
        let id = format!("{}+{name}", source.article.id());
        Some(Piece {
            story: source.story.clone(),
            article: Article::new(id, text, about),
            sources: vec![source.article.id().to_owned()],
            how: (*how).to_owned(),
        })
    });
    made.collect()
}

/// For each story its first article, and another story's first article in the same language.
pub fn sources(pieces: &[Piece]) -> Vec<(&Piece, &Piece)> {
    let firsts: Vec<&Piece> = pieces.chunk_by(|a, b| a.story == b.story).map(|story| &story[0]).collect();
    let language = |piece: &Piece| -> Option<Language> { piece.article.language() };
    let pair = |(at, first): (usize, &&'_ Piece)| -> Option<usize> {
        let others = (at + 1..firsts.len()).chain(0..at);
        others.into_iter().find(|other| language(firsts[*other]) == language(first))
    };
    let found = firsts.iter().enumerate().filter_map(|one| Some((one.0, pair(one)?)));
    found.map(|(at, other)| (firsts[at], firsts[other])).collect()
}

fn later(at: Moment) -> Moment {
    let Some(time) = at.time else { return at };
    let hour = time.hour() + 3;
    if hour > 23 {
        let date = at.date.tomorrow().unwrap_or(at.date);
        return Moment { date, time: Some(jiff::civil::time(hour - 24, time.minute(), 0, 0)), ..at };
    }
    Moment { time: Some(jiff::civil::time(hour, time.minute(), 0, 0)), ..at }
}

fn paragraphs(piece: &Piece) -> Vec<&str> {
    piece.article.text().split("\n\n").filter(|p| !p.trim().is_empty()).collect()
}

/// The first half.
fn cut(source: &Piece, _: &Piece) -> Option<String> {
    let all = paragraphs(source);
    (all.len() > 2).then(|| all[..all.len().div_ceil(2)].join("\n\n"))
}

/// The lead last but one, and what follows it in turn.
fn reordered(source: &Piece, _: &Piece) -> Option<String> {
    let mut all = paragraphs(source);
    (all.len() > 2).then(|| {
        all.rotate_left(1);
        all.swap(0, 1);
        all.join("\n\n")
    })
}

/// All of it under another headline, behind a sentence of the copier's own.
fn re_headed(source: &Piece, other: &Piece) -> Option<String> {
    let own = *paragraphs(other).last()?;
    Some(format!("{}\n\n{own}", paragraphs(source).join("\n\n")))
}

/// Every figure one more.
fn figures(source: &Piece, _: &Piece) -> Option<String> {
    let mut out = String::new();
    let mut rest = source.article.text();
    let mut changed = false;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| at + end);
        let number: u64 = rest[at..end].parse().ok()?;
        out += &rest[..at];
        out += &(number + 1).to_string();
        (rest, changed) = (&rest[end..], true);
    }
    changed.then(|| out + rest)
}

/// Two paragraphs of it amid an article of the copier's own.
fn inside(source: &Piece, other: &Piece) -> Option<String> {
    let (taken, own) = (paragraphs(source), paragraphs(other));
    let (first, rest) = own.split_first()?;
    let taken = taken.iter().take(2).copied();
    Some([*first].into_iter().chain(taken).chain(rest.iter().copied()).collect::<Vec<_>>().join("\n\n"))
}

/// Every sixth longer word without a capital swapped for another: its letters backwards, as far from the word as a
/// synonym is for who knows no language.
fn spun(source: &Piece, _: &Piece) -> Option<String> {
    let mut nth = 0;
    let swap = |word: &str| {
        let plain = word.chars().all(char::is_lowercase) && word.chars().count() > 4;
        nth += usize::from(plain);
        if plain && nth % 6 == 0 { word.chars().rev().collect() } else { word.to_owned() }
    };
    Some(source.article.text().split(' ').map(swap).collect::<Vec<String>>().join(" "))
}
