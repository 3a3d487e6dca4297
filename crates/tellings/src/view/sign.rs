use incident::{ClaimAt, Shown, SignKind};
use text::Span;

use super::Story;

/// A sign as the reports show it.
pub(crate) struct Sign<'a> {
    /// What is odd: "one telling against the others".
    pub(crate) says: &'static str,
    /// What it is about: "killed", "governor, Sumy".
    pub(crate) about: &'a str,
    /// The words that stand out.
    pub(crate) here: Vec<Quoted>,
    /// The words that they stand against.
    pub(crate) there: Vec<Quoted>,
}

/// Words of an article, with who says them.
pub(crate) struct Quoted {
    /// Position of the article.
    pub(crate) article: usize,
    /// Where they stand.
    pub(crate) span: Span,
    /// The words.
    pub(crate) words: String,
    /// Who says it and how; nothing where the article says so itself.
    pub(crate) notes: Vec<String>,
}

impl<'a> Sign<'a> {
    /// A sign of the story.
    pub(crate) fn new(sign: &'a incident::Sign, story: &Story<'_>) -> Sign<'a> {
        let says = match sign.kind {
            SignKind::Outlier => "one telling against the others",
            SignKind::Office => "one office, two names",
            SignKind::Recycled => "an old incident told as new",
            SignKind::Inside => "an article against itself",
            SignKind::Headline => "a headline against its text",
        };
        let quoted = |all: &[Shown]| all.iter().filter_map(|shown| Quoted::new(*shown, story)).collect();
        Sign { says, about: &sign.about, here: quoted(&sign.here), there: quoted(&sign.there) }
    }
}

impl Quoted {
    fn new(shown: Shown, story: &Story<'_>) -> Option<Quoted> {
        let Shown { article, span, claim } = shown;
        let telling = claim.and_then(|claim| story.telling(ClaimAt { article, claim }));
        Some(match telling {
            Some(telling) => {
                let notes = telling.by.into_iter().chain(telling.stance.map(Into::into)).chain(telling.as_of);
                let notes = notes.collect();
                Quoted { article, span: telling.span, words: telling.words, notes }
            }
            None => {
                let words = story.reads.get(article)?.article.words(span).to_owned();
                Quoted { article, span, words: super::telling::cut(&words), notes: Vec::new() }
            }
        })
    }

    /// The words, with when they were published where that is what is odd.
    pub(crate) fn by(&self) -> String {
        if self.notes.is_empty() { String::new() } else { format!(" ({})", self.notes.join(", ")) }
    }
}

impl<'a> Story<'a> {
    /// The signs of an incident by its position, or those of none.
    pub(crate) fn signs(&self, incident: Option<usize>) -> Vec<Sign<'a>> {
        let signs = self.comparison.signs.iter().filter(|sign| sign.incident == incident);
        signs.map(|sign| Sign::new(sign, self)).collect()
    }
}
