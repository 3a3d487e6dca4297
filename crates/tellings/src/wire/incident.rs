use claim::Extent;
use incident::{ClaimAt, Read};
use pack::Kinds;
use schemars::JsonSchema;
use serde::Serialize;

use super::claim::facet_name;
use super::codes::{Codes, Fields};
use super::{Decision, Place, Scope, Time, Value};

/// One thing that happened, with all its tellings.
#[derive(Serialize, JsonSchema)]
pub struct Incident<'a> {
    /// Hash of its tellings' keys: equal sets, equal key.
    pub key: String,
    /// Hash of the smallest telling key.
    pub id: String,
    /// The kind that fits best.
    pub kind: Option<&'a str>,
    /// What other systems call this kind; null where the kind isn't known.
    pub codes: Option<Codes<'a>>,
    /// "Drone strike, Kazan, 21 December 2024".
    pub title: &'a str,
    /// One thing, several places of one operation, or a sum over a period.
    #[schemars(extend("enum" = ["single", "wave", "total"]))]
    pub scope: &'static str,
    /// The id of the wave or total that it belongs to.
    pub part_of: Option<String>,
    /// Of a statement: the id of the incident that it speaks of.
    pub about: Option<String>,
    /// Where, the surest first.
    pub places: Vec<Place<'a>>,
    /// When.
    pub time: Option<Time<'a>>,
    /// What each article says of it.
    pub tellings: Vec<Telling>,
    /// Contested first.
    pub facts: Vec<Fact<'a>>,
    /// Sums that the accounts allow.
    pub checks: Vec<Check<'a>>,
    /// Of an incident of a ledger: what people say of it; left out where nobody says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<Decision<'a>>>,
}

/// All that one article says of one incident.
#[derive(Serialize, JsonSchema)]
pub struct Telling {
    /// The article's key.
    pub article: String,
    /// Ids of its claims.
    pub claims: Vec<String>,
}

/// One facet and scope of one incident: its values side by side.
#[derive(Serialize, JsonSchema)]
pub struct Fact<'a> {
    /// What it is about.
    pub facet: &'a str,
    /// What the values are of; only equal scopes are compared.
    pub scope: Scope<'a>,
    /// How the values stand to each other.
    #[schemars(extend("enum" = ["single", "agreed", "contested", "revised", "unordered"]))]
    pub state: &'static str,
    /// How many stand behind the first value.
    pub support: Support,
    /// The first is the current one; contested: newest first, then most texts.
    pub values: Vec<FactValue<'a>>,
    /// Of a number that moved: its figures by the time that they hold for, in at least two steps; else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<Step<'a>>>,
    /// What holds this facet in other systems; absent where none has a field for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Fields<'a>>,
}

/// One step of a number: a figure when it was first told.
#[derive(Serialize, JsonSchema)]
pub struct Step<'a> {
    /// The day, with the hour where it is known: what the text says, else when it was published.
    pub time: String,
    /// The figure.
    pub value: Value<'a>,
    /// The voices that gave it then.
    pub voices: &'a [String],
    /// Ids of the claims that carry it, then and later.
    pub claims: Vec<String>,
}

/// How many stand behind a value.
#[derive(Serialize, JsonSchema)]
pub struct Support {
    /// Independent named origins.
    pub voices: usize,
    /// Origin groups.
    pub texts: usize,
}

/// One value of a fact.
#[derive(Serialize, JsonSchema)]
pub struct FactValue<'a> {
    /// The value as its clearest claim has it.
    pub value: Value<'a>,
    /// Ids of the claims that carry it.
    pub claims: Vec<String>,
    /// The voices behind it.
    pub voices: &'a [String],
}

/// A sum or subset that the accounts allow.
#[derive(Serialize, JsonSchema)]
pub struct Check<'a> {
    /// "8 = 6 + 1 + 1".
    pub says: &'a str,
    /// Ids of the claims whose figures it is made of.
    pub claims: Vec<String>,
    /// Whether it holds.
    pub holds: bool,
}

impl<'a> Incident<'a> {
    pub(crate) fn new(incident: &'a incident::Incident, reads: &'a [Read]) -> Incident<'a> {
        let kind = incident.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k)));
        // what an article tells apart may turn out to be one
        let mut tellings: Vec<Telling> = Vec::new();
        for of_one in incident.tellings.chunk_by(|a, b| a.article == b.article) {
            let Some(read) = of_one.first().and_then(|at| reads.get(at.article)) else { continue };
            let told = of_one.iter().filter_map(|at| read.reading.tellings.get(at.telling));
            let claims = told.flat_map(|telling| &telling.claims).filter_map(|c| read.reading.claims.get(*c));
            tellings.push(Telling {
                article: read.article.key().to_string(),
                claims: claims.map(|c| c.id.to_string()).collect(),
            });
        }
        let facts = incident.facts.iter().map(|fact| Fact {
            facet: facet_name(fact.facet),
            scope: (&fact.scope).into(),
            state: fact.state.name(),
            support: Support { voices: fact.support.voices, texts: fact.support.texts },
            values: fact
                .values
                .iter()
                .map(|v| FactValue {
                    value: (&v.value).into(),
                    claims: ids(&v.claims, reads),
                    voices: &v.voices,
                })
                .collect(),
            series: (!fact.series.is_empty()).then(|| {
                let steps = fact.series.iter().map(|step| Step {
                    time: step.time.to_string(),
                    value: (&step.value).into(),
                    voices: &step.voices,
                    claims: ids(&step.claims, reads),
                });
                steps.collect()
            }),
            codes: Kinds::shipped().facets.get(usize::from(fact.facet)).and_then(Fields::of),
        });
        let checks = incident.checks.iter().map(|check| Check {
            says: &check.says,
            claims: ids(&check.claims, reads),
            holds: check.holds,
        });
        Incident {
            key: incident.key.to_string(),
            id: incident.id.to_string(),
            kind: kind.map(|k| k.name.as_str()),
            codes: kind.map(|k| Codes::from(&k.codes)),
            title: &incident.title,
            scope: extent_name(incident.extent),
            part_of: incident.part_of.map(|id| id.to_string()),
            about: incident.about.map(|id| id.to_string()),
            places: incident.places.iter().map(Place::from).collect(),
            time: incident.time.as_ref().map(Time::from),
            tellings,
            facts: facts.collect(),
            checks: checks.collect(),
            decisions: None,
        }
    }
}

fn extent_name(extent: Extent) -> &'static str {
    match extent {
        Extent::Single => "single",
        Extent::Wave => "wave",
        Extent::Total => "total",
    }
}

fn ids(claims: &[ClaimAt], reads: &[Read]) -> Vec<String> {
    let claims = claims.iter().filter_map(|at| reads.get(at.article)?.reading.claims.get(at.claim));
    claims.map(|c| c.id.to_string()).collect()
}
