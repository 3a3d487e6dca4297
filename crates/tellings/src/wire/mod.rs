//! What other programs read: the JSON forms of `tellings read`, `mark` and `extract`.
//!
//! These structs borrow from the readings and exist only at the output edge: here byte spans
//! become code points and keys become hexadecimal strings. Fields keep name and meaning once
//! they are released; the order of fields is the order in which they are written.

mod article;
mod claim;
mod codes;
mod incident;
mod ledger;
mod mention;
mod sign;
mod value;

use std::collections::BTreeMap;

use ::incident::{Comparison, Derivation};
use schemars::JsonSchema;
use serde::Serialize;
use text::{CodePoints, Part, Span};

pub use self::article::{Article, Change, Derived, Page, Passage, Unread};
#[cfg(feature = "serve")]
pub(crate) use self::claim::facet_name;
pub use self::claim::{AsOf, Claim, Evidence, Origin, Scope};
pub use self::codes::{Acled, Codes, Fields, Plover};
pub use self::incident::{Check, Fact, FactValue, Incident, Step, Support, Telling};
pub use self::ledger::{Came, CameSince, Decision, FactChange, Figure, Hit, Kept, Listed, Since};
pub use self::mention::{Marked, Mention, MentionValue, Quote, QuotePart};
#[cfg(feature = "serve")]
pub(crate) use self::sign::signs;
pub use self::sign::{Sign, Words};
pub use self::value::{Place, Time, Value, Within};
use crate::Gathered;

/// What `tellings read --json` prints: articles, the incidents that they tell of, and the claims.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Output of tellings read --json")]
pub struct Output<'a> {
    /// The articles, by key.
    pub articles: Vec<Article<'a>>,
    /// The incidents, worst disagreement first.
    pub incidents: Vec<Incident<'a>>,
    /// The claims, by article, then in the order of its text.
    pub claims: Vec<Claim<'a>>,
    /// What is odd about what articles say, by kind.
    pub signs: Vec<Sign<'a>>,
}

impl<'a> Output<'a> {
    /// Puts a comparison, and the readings that it was made of, into the form for other programs.
    pub fn new(gathered: &'a Gathered, comparison: &'a Comparison) -> Output<'a> {
        let reads = &gathered.reads;
        let mut home = BTreeMap::new();
        for incident in &comparison.incidents {
            home.extend(incident.tellings.iter().map(|at| ((at.article, at.telling), incident.id)));
        }
        let mut claims = Vec::new();
        for (at, read) in reads.iter().enumerate() {
            let points = Points::of(&read.article);
            for claim in &read.reading.claims {
                let incident = home.get(&(at, claim.telling)).copied();
                claims.push(Claim::new(claim, incident, &read.article, &points));
            }
        }
        let incidents = comparison.incidents.iter().map(|i| Incident::new(i, reads)).collect();
        let signs = sign::signs(comparison, reads);
        Output { articles: articles(gathered, comparison), incidents, claims, signs }
    }
}

/// What `tellings lineage --json` prints: who took from whom.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Output of tellings lineage --json")]
pub struct Lineage<'a> {
    /// The articles, by key, each with what it derives from.
    pub articles: Vec<Article<'a>>,
}

impl<'a> Lineage<'a> {
    /// Puts what derives from what into the form for other programs.
    pub fn new(gathered: &'a Gathered, comparison: &'a Comparison) -> Lineage<'a> {
        Lineage { articles: articles(gathered, comparison) }
    }
}

/// The articles, by key; those that came under two names twice.
fn articles<'a>(gathered: &'a Gathered, comparison: &'a Comparison) -> Vec<Article<'a>> {
    let reads = &gathered.reads;
    let mut articles = Vec::with_capacity(reads.len() + gathered.again.len());
    let mut again = gathered.again.iter().peekable();
    for (at, read) in reads.iter().enumerate() {
        let points = Points::of(&read.article);
        let published = read.reading.published.or(comparison.dated.get(at).copied().flatten());
        let group = comparison.origin_groups.get(at).copied().unwrap_or(read.article.key());
        let lineage = || {
            let derivations = comparison.derivations.get(at).into_iter().flatten();
            let derived = |d: &Derivation| Derived::new(d, &read.article, &reads[d.source].article);
            (group, derivations.map(derived).collect())
        };
        articles.push(Article::new(&read.article, &read.reading, published, lineage(), &points));
        while let Some((_, article)) = again.next_if(|(of, _)| *of == at) {
            articles.push(Article::new(article, &read.reading, published, lineage(), &points));
        }
    }
    articles
}

/// Code-point offsets of one article's title and text.
pub struct Points<'a> {
    title: CodePoints<'a>,
    text: CodePoints<'a>,
}

impl<'a> Points<'a> {
    /// Measures an article once.
    pub fn of(article: &'a text::Article) -> Points<'a> {
        Points { title: CodePoints::of(article.title()), text: CodePoints::of(article.text()) }
    }

    /// A span in code points.
    pub fn span(&self, span: Span) -> [usize; 2] {
        let points = match span.part() {
            Part::Title => &self.title,
            Part::Text => &self.text,
        };
        [points.at(span.start()), points.at(span.end())]
    }
}

/// The JSON Schema of [`Output`], as `tellings schema` prints it.
///
/// ```
/// let schema = tellings::wire::schema();
/// assert_eq!(schema["required"], serde_json::json!(["articles", "incidents", "claims", "signs"]));
/// ```
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Output).to_value()
}

/// The JSON Schema of [`Lineage`].
pub fn lineage_schema() -> serde_json::Value {
    schemars::schema_for!(Lineage).to_value()
}

/// The JSON Schema of [`Marked`].
pub fn mark_schema() -> serde_json::Value {
    schemars::schema_for!(Marked).to_value()
}

/// The JSON Schema of [`Page`].
pub fn extract_schema() -> serde_json::Value {
    schemars::schema_for!(Page).to_value()
}
