use crate::{Key, Language, Moment, Part, Span, identify};

/// When an article was published, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day, with the hour where it is known.
    pub at: Moment,
    /// Where it comes from.
    pub from: PublishedFrom,
}

/// Where a publication time comes from, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublishedFrom {
    /// The input or the user said so.
    Given,
    /// The page's own metadata.
    Metadata,
    /// The dateline that opens the text.
    Dateline,
    /// Dates in the text.
    Text,
    /// Another telling of the same incident.
    Incident,
}

impl PublishedFrom {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            PublishedFrom::Given => "given",
            PublishedFrom::Metadata => "metadata",
            PublishedFrom::Dateline => "dateline",
            PublishedFrom::Text => "text",
            PublishedFrom::Incident => "incident",
        }
    }
}

/// One published text with what is known of where it stood. Immutable once made.
#[derive(Clone, Debug)]
pub struct Article {
    key: Key,
    id: String,
    path: Option<String>,
    title: String,
    text: String,
    outlet: Option<String>,
    url: Option<String>,
    language: Option<Language>,
    published: Option<Published>,
}

/// What is known of an article beside its text, all of it optional.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The headline.
    pub title: String,
    /// The file that it was read from.
    pub path: Option<String>,
    /// The outlet's name or host.
    pub outlet: Option<String>,
    /// Where it stood.
    pub url: Option<String>,
    /// The language, where the input says it.
    pub language: Option<Language>,
    /// The publication time, where the input or the page says it.
    pub published: Option<Published>,
}

impl Article {
    /// Makes an article; its key is the hash of text, title, outlet, url and published.
    pub fn new(id: impl Into<String>, text: impl Into<String>, about: About) -> Article {
        let text = text.into();
        let published = about.published.map(|p| p.at.to_string()).unwrap_or_default();
        let key = Key::of([
            text.as_bytes(),
            about.title.as_bytes(),
            about.outlet.as_deref().unwrap_or("").as_bytes(),
            about.url.as_deref().unwrap_or("").as_bytes(),
            published.as_bytes(),
        ]);
        Article {
            key,
            id: id.into(),
            path: about.path,
            title: about.title,
            text,
            outlet: about.outlet,
            url: about.url,
            language: about.language,
            published: about.published,
        }
    }

    /// The hash of text, title, outlet, url and published.
    pub fn key(&self) -> Key {
        self.key
    }

    /// The name that the input gives it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file that it was read from.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The headline; empty where there is none.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The text under the headline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The title or the text.
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Title => &self.title,
            Part::Text => &self.text,
        }
    }

    /// The words under a span of this article.
    pub fn words(&self, span: Span) -> &str {
        span.of(self.part(span.part()))
    }

    /// The outlet's name or host.
    pub fn outlet(&self) -> Option<&str> {
        self.outlet.as_deref()
    }

    /// Where it stood.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The language that the input gives.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// The language that it is in: that which the input gives, else that which its text shows.
    pub fn written_in(&self) -> Option<Language> {
        self.language.or_else(|| identify(&self.text))
    }

    /// The publication time that the input or the page gives.
    pub fn published(&self) -> Option<Published> {
        self.published
    }
}
