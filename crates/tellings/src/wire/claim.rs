use pack::Kinds;
use schemars::JsonSchema;
use serde::Serialize;
use text::Key;

use super::{Points, Value};

/// One thing that one article says of one incident.
#[derive(Serialize, JsonSchema)]
pub struct Claim<'a> {
    /// Hash of article key, facet, evidence spans and ordinal.
    pub id: String,
    /// The id of its incident.
    pub incident: Option<String>,
    /// The key of its article.
    pub article: String,
    /// What it is about: `killed`, `weapon`, `place`, …
    pub facet: &'a str,
    /// What is said.
    pub value: Value<'a>,
    /// What the value is of.
    pub scope: Scope<'a>,
    /// The words that carry the value: exactly the slice at `span`.
    pub text: &'a str,
    /// Code points, half-open.
    pub span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["title", "text"]))]
    pub part: &'static str,
    /// The words that make it a claim.
    pub evidence: Vec<Evidence>,
    /// How it is said.
    #[schemars(extend("enum" = ["asserted", "reported", "claimed", "alleged", "denied", "threatened", "planned"]))]
    pub stance: &'static str,
    /// Who says it; null where the article says so itself.
    pub origin: Option<Origin<'a>>,
    /// The time that the value holds for.
    pub as_of: AsOf,
    /// How sure the reading is, 0 to 1.
    pub confidence: f64,
    /// The rule that made it.
    pub rule: &'a str,
}

/// A word or phrase that a claim rests on.
#[derive(Serialize, JsonSchema)]
pub struct Evidence {
    /// `trigger`, `match`, `voice`, `cue`, `negation`, `modality`, `participant`.
    pub role: &'static str,
    /// Code points, half-open.
    pub span: [usize; 2],
    /// Which text the span is of.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["title", "text"]))]
    pub part: &'static str,
}

/// Who says a thing.
#[derive(Serialize, JsonSchema)]
pub struct Origin<'a> {
    /// As the text names them.
    pub voice: &'a str,
    /// `official`, `military`, `police`, `medical`, `media`, `witness`, `group`, `organization`, `person`, `unnamed`.
    pub kind: Option<&'a str>,
    /// The institution behind the voice.
    pub institution: Option<&'a str>,
    /// The state that the voice speaks for, as an ISO code.
    pub side: Option<&'a str>,
    /// Who relayed it, nearest to the article first.
    pub via: &'a [String],
}

/// The time that a value holds for; both null where nothing tells it.
#[derive(Serialize, JsonSchema)]
pub struct AsOf {
    /// RFC 3339 date or date and time.
    pub time: Option<String>,
    /// Whether the text says it or the publication time stands in for it.
    #[schemars(extend("enum" = ["text", "published", null]))]
    pub from: Option<&'static str>,
}

/// What a value is of; null where the text says nothing of it.
#[derive(Serialize, JsonSchema)]
pub struct Scope<'a> {
    /// Which people.
    pub of: Option<&'a str>,
    /// Which target.
    pub target: Option<&'a str>,
    /// Which place.
    pub place: Option<&'a str>,
    /// Which weapon.
    pub weapon: Option<&'a str>,
    /// How ("jammed", "shot down").
    pub means: Option<&'a str>,
    /// `critical`, `serious`, `moderate`, `slight`.
    pub severity: Option<&'a str>,
    /// "fire".
    pub cause: Option<&'a str>,
    /// `identified`, `listed`, `hospitalised`, `reported-missing`, `still-held`; null: the total.
    pub basis: Option<&'a str>,
    /// `attacker`, `dead`.
    pub includes: Option<&'a str>,
    /// `day`, `week`, …
    pub per: Option<&'a str>,
    /// A time.
    pub period: Option<&'a str>,
}

impl<'a> Claim<'a> {
    pub(crate) fn new(
        claim: &'a claim::Claim,
        incident: Option<Key>,
        article: &'a text::Article,
        points: &Points,
    ) -> Claim<'a> {
        let evidence = claim.evidence.iter().map(|e| Evidence {
            role: e.role,
            span: points.span(e.span),
            part: e.span.part().name(),
        });
        Claim {
            id: claim.id.to_string(),
            incident: incident.map(|id| id.to_string()),
            article: article.key().to_string(),
            facet: facet_name(claim.facet),
            value: (&claim.value).into(),
            scope: (&claim.scope).into(),
            text: article.words(claim.span),
            span: points.span(claim.span),
            part: claim.span.part().name(),
            evidence: evidence.collect(),
            stance: claim.stance.name(),
            origin: claim.origin.as_deref().map(Origin::from),
            as_of: AsOf {
                time: claim.as_of.map(|a| a.time.to_string()),
                from: claim.as_of.map(|a| if a.from_text { "text" } else { "published" }),
            },
            confidence: f64::from(claim.confidence) / 1000.0,
            rule: &claim.rule,
        }
    }
}

/// A facet's name by its number; empty where there is none of that number.
pub(crate) fn facet_name(facet: u8) -> &'static str {
    Kinds::shipped().facets.get(usize::from(facet)).map_or("", |f| f.name.as_str())
}

impl<'a> From<&'a claim::Origin> for Origin<'a> {
    fn from(origin: &'a claim::Origin) -> Origin<'a> {
        Origin {
            voice: &origin.voice,
            kind: origin.kind.as_deref(),
            institution: origin.institution.as_deref(),
            side: origin.side.as_deref(),
            via: &origin.via,
        }
    }
}

impl<'a> From<&'a claim::Scope> for Scope<'a> {
    fn from(scope: &'a claim::Scope) -> Scope<'a> {
        Scope {
            of: scope.of.as_deref(),
            target: scope.target.as_deref(),
            place: scope.place.as_deref(),
            weapon: scope.weapon.as_deref(),
            means: scope.means.as_deref(),
            severity: scope.severity.as_deref(),
            cause: scope.cause.as_deref(),
            basis: scope.basis.as_deref(),
            includes: scope.includes.as_deref(),
            per: scope.per.as_deref(),
            period: scope.period.as_deref(),
        }
    }
}
