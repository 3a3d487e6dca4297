use claim::{Reading, Value as Said};
use gazetteer::Gazetteer;
use schemars::JsonSchema;
use serde::Serialize;
use text::Span;

use super::{Place, Points, Time, Value};

/// One article with its mentions: a line of `tellings mark --json`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "A line of tellings mark --json")]
pub struct Marked<'a> {
    /// The name that the input gives the article.
    pub id: &'a str,
    /// The language that it was read in; of one that no pack reads, that which the input gives or the text shows.
    pub language: Option<String>,
    /// RFC 3339 date or date and time; null where it is not known.
    pub published: Option<String>,
    /// In the order of the text.
    pub mentions: Vec<Mention<'a>>,
}

/// A span recognised as a time, place, count, name, weapon, target or quotation.
#[derive(Serialize, JsonSchema)]
pub struct Mention<'a> {
    /// What it is.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["time", "place", "count", "person", "organization", "weapon", "target", "quote"]))]
    pub kind: &'static str,
    /// Exactly the slice at `span`.
    pub text: &'a str,
    /// Code points, half-open.
    pub span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["title", "text"]))]
    pub part: &'static str,
    /// What it says; null for names.
    pub value: Option<MentionValue<'a>>,
    /// Of a quotation: who says it, source, cue and directness.
    #[serde(flatten)]
    pub quote: Option<Quote<'a>>,
}

/// The parts of a quotation.
#[derive(Serialize, JsonSchema)]
pub struct Quote<'a> {
    /// Who says it.
    pub source: Option<QuotePart<'a>>,
    /// The word of saying.
    pub cue: Option<QuotePart<'a>>,
    /// Whether it stands in quotation marks.
    pub direct: bool,
}

/// A part of a quotation that the article names.
#[derive(Serialize, JsonSchema)]
pub struct QuotePart<'a> {
    /// Exactly the slice at `span`.
    pub text: &'a str,
    /// Code points, half-open.
    pub span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    pub part: &'static str,
}

/// A value as in a claim; places add their GeoNames number, times their TIMEX3 form.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum MentionValue<'a> {
    /// A place.
    Place {
        /// As in an incident.
        #[serde(flatten)]
        place: Place<'a>,
        /// The GeoNames number.
        geonames: Option<u32>,
    },
    /// A time.
    Time {
        /// As in an incident.
        #[serde(flatten)]
        time: Time<'a>,
        /// ISO 8601 or TIMEX3 form: `2024-12-21`, `XXXX-WXX-6`, `P3D`.
        timex: &'a str,
    },
    /// Any other value.
    Other(Value<'a>),
}

impl<'a> Marked<'a> {
    /// The form of one article's mentions.
    pub fn new(article: &'a text::Article, reading: &'a Reading) -> Marked<'a> {
        let points = Points::of(article);
        let part = |span: Span| QuotePart {
            text: article.words(span),
            span: points.span(span),
            part: span.part().name(),
        };
        let mentions = reading.mentions.iter().map(|m| Mention {
            kind: m.kind.name(),
            text: article.words(m.span),
            span: points.span(m.span),
            part: m.span.part().name(),
            value: m.value.as_ref().map(value),
            quote: m.quote.map(|q| Quote {
                source: q.source.map(part),
                cue: q.cue.map(part),
                direct: q.direct,
            }),
        });
        Marked {
            id: article.id(),
            language: reading.language.or_else(|| article.written_in()).map(|l| l.to_string()),
            published: reading.published.map(|p| p.at.to_string()),
            mentions: mentions.collect(),
        }
    }
}

fn value(value: &Said) -> MentionValue<'_> {
    match value {
        Said::Place(place) => {
            let number = place.id.map(|id| Gazetteer::in_use().place(id).geonames);
            MentionValue::Place { place: place.into(), geonames: number.filter(|n| *n > 0) }
        }
        Said::Time(time) => MentionValue::Time { time: time.into(), timex: &time.timex },
        other => MentionValue::Other(other.into()),
    }
}
