use claim::Reading;
use incident::Derivation;
use schemars::JsonSchema;
use serde::Serialize;
use text::{Key, Published};

use super::Points;

/// One article, without its text.
#[derive(Serialize, JsonSchema)]
pub struct Article<'a> {
    /// Hash of text, title, outlet, url and publication time.
    pub key: String,
    /// The name that the input gives it.
    pub id: &'a str,
    /// The file that it was read from.
    pub path: Option<&'a str>,
    /// The headline; empty where there is none.
    pub title: &'a str,
    /// The outlet's name or host.
    pub outlet: Option<&'a str>,
    /// Where it stood.
    pub url: Option<&'a str>,
    /// The language that it was read in; of one that no pack reads, that which the input gives or the text shows.
    pub language: Option<String>,
    /// RFC 3339 date or date and time; null where it is not known.
    pub published: Option<String>,
    /// Where the publication time comes from.
    #[schemars(extend("enum" = ["given", "metadata", "dateline", "text", "incident", null]))]
    pub published_from: Option<&'static str>,
    /// The smallest key of the articles that tell from one source text.
    pub origin_group: String,
    /// The articles that it derives from.
    pub derived_from: Vec<Derived>,
    /// Sentences with figures that no rule read.
    pub unread: Vec<Unread>,
}

/// An article that another derives from.
#[derive(Serialize, JsonSchema)]
pub struct Derived {
    /// The key of the source.
    pub article: String,
    /// How it derives.
    #[schemars(extend("enum" = ["copy", "rewrite", "translation", "cites"]))]
    pub how: &'static str,
    /// The share of its words that stand in what it took, 0 to 1.
    pub share: f32,
    /// What it took, in the order of its text.
    pub passages: Vec<Passage>,
    /// What it changed on the way: figures, names and places that differ in what it took.
    pub changes: Vec<Change>,
}

/// A stretch of the text that comes from a source.
#[derive(Serialize, JsonSchema)]
pub struct Passage {
    /// Where it stands in this article's text; code points, half-open.
    pub span: [usize; 2],
    /// Where it stands in the source's text.
    pub source_span: [usize; 2],
}

/// What stands in a passage where its source has something else.
#[derive(Serialize, JsonSchema)]
pub struct Change {
    /// What differs.
    #[schemars(extend("enum" = ["figure", "name", "place"]))]
    pub what: &'static str,
    /// The words here.
    pub text: String,
    /// Where they stand in this article's text; code points, half-open.
    pub span: [usize; 2],
    /// The words of the source.
    pub source_text: String,
    /// Where they stand in the source's text.
    pub source_span: [usize; 2],
}

impl Derived {
    pub(crate) fn new(derivation: &Derivation, here: &text::Article, source: &text::Article) -> Derived {
        let (points, theirs) = (Points::of(here), Points::of(source));
        let passage =
            |p: &incident::Passage| Passage { span: points.span(p.here), source_span: theirs.span(p.there) };
        let change = |c: &incident::Change| Change {
            what: c.what.name(),
            text: here.words(c.here).to_owned(),
            span: points.span(c.here),
            source_text: source.words(c.there).to_owned(),
            source_span: theirs.span(c.there),
        };
        Derived {
            article: source.key().to_string(),
            how: derivation.how.name(),
            share: f32::from(derivation.share) / 1000.0,
            passages: derivation.passages.iter().map(passage).collect(),
            changes: derivation.changes.iter().map(change).collect(),
        }
    }
}

/// A sentence with a figure that no rule read.
#[derive(Serialize, JsonSchema)]
pub struct Unread {
    /// Code points, half-open.
    pub span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["title", "text"]))]
    pub part: &'static str,
    /// Why it is listed.
    pub why: &'static str,
}

impl<'a> Article<'a> {
    pub(crate) fn new(
        article: &'a text::Article,
        reading: &Reading,
        published: Option<Published>,
        lineage: (Key, Vec<Derived>),
        points: &Points,
    ) -> Article<'a> {
        let unread = reading.unread.iter().map(|u| Unread {
            span: points.span(u.span),
            part: u.span.part().name(),
            why: u.why,
        });
        Article {
            key: article.key().to_string(),
            id: article.id(),
            path: article.path(),
            title: article.title(),
            outlet: article.outlet(),
            url: article.url(),
            language: reading.language.or_else(|| article.written_in()).map(|l| l.to_string()),
            published: published.map(|p| p.at.to_string()),
            published_from: published.map(|p| p.from.name()),
            origin_group: lineage.0.to_string(),
            derived_from: lineage.1,
            unread: unread.collect(),
        }
    }
}

/// An article with its text, as `tellings extract --json` prints it.
#[derive(Serialize, JsonSchema)]
pub struct Page<'a> {
    /// The file or address that it was taken from.
    pub path: Option<&'a str>,
    /// The headline.
    pub title: &'a str,
    /// The text, paragraphs joined by newlines.
    pub text: &'a str,
    /// RFC 3339 date or date and time; null where the page shows none.
    pub published: Option<String>,
    /// The outlet's name or host.
    pub outlet: Option<&'a str>,
    /// The language, where the page says it or the text shows it.
    pub language: Option<String>,
    /// Where it stood.
    pub url: Option<&'a str>,
    /// The name that the input gives it.
    pub id: &'a str,
}

impl<'a> Page<'a> {
    /// The form of one article.
    pub fn new(article: &'a text::Article) -> Page<'a> {
        Page {
            path: article.path().or(article.url()),
            title: article.title(),
            text: article.text(),
            published: article.published().map(|p| p.at.to_string()),
            outlet: article.outlet(),
            language: article.written_in().map(|l| l.to_string()),
            url: article.url(),
            id: article.id(),
        }
    }
}
