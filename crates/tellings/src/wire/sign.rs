use incident::{Comparison, Read, Shown};
use schemars::JsonSchema;
use serde::Serialize;
use text::Part;

use super::Points;

/// Something odd about what articles say, with the words on both sides; it judges nobody.
#[derive(Serialize, JsonSchema)]
pub struct Sign<'a> {
    /// What is odd: one telling against the others; one office, two names; an old incident told as new; an article against
    /// itself; a headline against its text.
    #[schemars(extend("enum" = ["outlier", "office", "recycled", "self", "headline"]))]
    pub kind: &'static str,
    /// The id of the incident; null where it is of none.
    pub incident: Option<String>,
    /// What it is about: a facet's label, "age of Ana Moreno", "governor, Sumy, UA".
    pub about: &'a str,
    /// The words that stand out.
    pub here: Vec<Words<'a>>,
    /// The words that they stand against.
    pub there: Vec<Words<'a>>,
}

/// Words of an article.
#[derive(Serialize, JsonSchema)]
pub struct Words<'a> {
    /// The article's key.
    pub article: String,
    /// The words.
    pub text: &'a str,
    /// Where they stand; code points, half-open.
    pub span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["title", "text"]))]
    pub part: &'static str,
    /// The id of the claim that they carry; null where they carry none.
    pub claim: Option<String>,
}

/// The signs of a comparison.
pub(crate) fn signs<'a>(comparison: &'a Comparison, reads: &'a [Read]) -> Vec<Sign<'a>> {
    let words = |shown: &Shown| {
        let read = reads.get(shown.article)?;
        Some(Words {
            article: read.article.key().to_string(),
            text: read.article.words(shown.span),
            span: Points::of(&read.article).span(shown.span),
            part: match shown.span.part() {
                Part::Title => "title",
                Part::Text => "text",
            },
            claim: shown.claim.and_then(|at| read.reading.claims.get(at)).map(|claim| claim.id.to_string()),
        })
    };
    let signs = comparison.signs.iter().map(|sign| Sign {
        kind: sign.kind.name(),
        incident: sign.incident.and_then(|at| comparison.incidents.get(at)).map(|i| i.id.to_string()),
        about: &sign.about,
        here: sign.here.iter().filter_map(words).collect(),
        there: sign.there.iter().filter_map(words).collect(),
    });
    signs.collect()
}
