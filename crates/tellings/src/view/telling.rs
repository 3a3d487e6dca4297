use claim::{Claim, Stance};
use incident::ClaimAt;
use text::{Article, Span};

use super::{Story, words};

/// The longest quotation, in characters.
const QUOTED: usize = 160;

/// One claim as one article tells it.
pub(crate) struct Telling<'a> {
    /// Where the claim stands.
    pub(crate) at: ClaimAt,
    /// The claim.
    pub(crate) claim: &'a Claim,
    /// The words of the article: the value, widened to what makes it a claim where that is near.
    pub(crate) span: Span,
    /// The words under the span, cut where they are very long.
    pub(crate) words: String,
    /// Who says it, the side, and who relayed it; nothing where the article says so itself.
    pub(crate) by: Vec<String>,
    /// How it is said, where that matters: claimed, alleged, denied, threatened, planned.
    pub(crate) stance: Option<&'static str>,
    /// The time that it holds for, where the text tells it: "as of 21 December 2024".
    pub(crate) as_of: Option<String>,
}

impl<'a> Story<'a> {
    /// A claim as its article tells it.
    pub(crate) fn telling(&self, at: ClaimAt) -> Option<Telling<'a>> {
        let (read, claim) = self.reads.get(at.article).zip(self.claim(at))?;
        let span = quoted(&read.article, claim);
        let all = read.article.words(span);
        let by = claim.origin.iter().flat_map(|origin| {
            let via = origin.via.first().map(|via| format!("via {via}"));
            [Some(origin.voice.clone()), origin.side.clone(), via].into_iter().flatten()
        });
        Some(Telling {
            at,
            claim,
            span,
            words: cut(all),
            by: by.collect(),
            stance: (!matches!(claim.stance, Stance::Asserted | Stance::Reported))
                .then(|| claim.stance.name()),
            as_of: claim.as_of.filter(|a| a.from_text).map(|a| format!("as of {}", words::moment(&a.time))),
        })
    }
}

/// Words, cut where they are very long.
pub(super) fn cut(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}

/// The words of a claim: its value, widened to the words that make it a claim where these are near.
fn quoted(article: &Article, claim: &Claim) -> Span {
    let near =
        |span: Span| article.words(span).chars().count() <= QUOTED / 2 && !article.words(span).contains('\n');
    let mut span = claim.span;
    for evidence in claim.evidence.iter().filter(|e| matches!(e.role, "trigger" | "match" | "negation")) {
        let joined = span.join(evidence.span);
        if near(joined) {
            span = joined;
        }
    }
    let mark = |c: char| c.is_whitespace() || "\"“”«»„".contains(c);
    let words = article.words(span);
    let start = span.start() + (words.len() - words.trim_start_matches(mark).len());
    let end = start + words.trim_matches(mark).len();
    Span::new(span.part(), article.part(span.part()), start, end).unwrap_or(span)
}
