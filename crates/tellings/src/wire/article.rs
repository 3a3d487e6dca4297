use claim::Reading;
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
    pub derived_from: Vec<Derived<'a>>,
    /// Sentences with figures that no rule read.
    pub unread: Vec<Unread>,
}

/// An article that another derives from.
#[derive(Serialize, JsonSchema)]
pub struct Derived<'a> {
    /// The key of the earlier article.
    pub article: String,
    /// How it derives.
    #[schemars(extend("enum" = ["copy", "rewrite", "translation", "cites"]))]
    pub how: &'a str,
    /// The share of the text that it has in common, 0 to 1.
    pub share: f32,
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
        origin_group: Key,
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
            origin_group: origin_group.to_string(),
            derived_from: Vec::new(),
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
