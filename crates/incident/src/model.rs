use claim::{Extent, Moment, PlaceValue, Published, Scope, TimeValue, Value};
use text::{Key, Span};

use crate::Voices;

/// What comparing a set of articles yields.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Worst disagreement first, then most tellings, then key.
    pub incidents: Vec<Incident>,
    /// By position of the article in the input: a publication time that another telling fixes.
    pub dated: Vec<Option<Published>>,
    /// By position of the article: smallest article key of the articles that tell from one source text.
    pub origin_groups: Vec<Key>,
    /// By position of the article: what it has from others.
    pub derivations: Vec<Vec<lineage::Derivation>>,
    /// What is odd about what articles say, by kind.
    pub signs: Vec<Sign>,
}

/// Something odd about what articles say, with the words on both sides. It judges nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// What is odd.
    pub kind: SignKind,
    /// Position of the incident among those compared; `None` where it is of none.
    pub incident: Option<usize>,
    /// What it is about: a facet's label, "age of Ana Moreno", "governor, Sumy".
    pub about: String,
    /// The words that stand out.
    pub here: Vec<Shown>,
    /// The words that they stand against.
    pub there: Vec<Shown>,
}

/// Words of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Position of the article.
    pub article: usize,
    /// The words.
    pub span: Span,
    /// The claim that they carry, an index into the reading's claims; `None` where they carry none.
    pub claim: Option<usize>,
}

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignKind {
    /// One source text gives what three others or more give otherwise.
    Outlier,
    /// Articles of one period name different people for one office.
    Office,
    /// An old incident is told as new.
    Recycled,
    /// An article contradicts itself.
    Inside,
    /// A headline says what the text under it does not bear out.
    Headline,
}

impl SignKind {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            SignKind::Outlier => "outlier",
            SignKind::Office => "office",
            SignKind::Recycled => "recycled",
            SignKind::Inside => "self",
            SignKind::Headline => "headline",
        }
    }
}

/// A telling by the position of its article in the input and its own in the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TellingAt {
    /// Position of the article.
    pub article: usize,
    /// Index into the reading's tellings.
    pub telling: usize,
}

/// A claim by the position of its article in the input and its own in the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimAt {
    /// Position of the article.
    pub article: usize,
    /// Index into the reading's claims.
    pub claim: usize,
}

/// One thing that happened, with all its tellings.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Hash of its tellings' keys.
    pub key: Key,
    /// Hash of the smallest telling key.
    pub id: Key,
    /// Index into the kinds of `kinds/`.
    pub kind: Option<u8>,
    /// "Drone strike, Kazan, 21 December 2024".
    pub title: String,
    /// One thing, a wave, a total.
    pub extent: Extent,
    /// The id of the wave or total that it is a part of.
    pub part_of: Option<Key>,
    /// For an utterance: the id of the incident that it speaks of.
    pub about: Option<Key>,
    /// Where, the surest first.
    pub places: Vec<PlaceValue>,
    /// When.
    pub time: Option<TimeValue>,
    /// Its tellings, by article position.
    pub tellings: Vec<TellingAt>,
    /// Contested first, then by the order of facets.
    pub facts: Vec<Fact>,
    /// Sums that the accounts allow.
    pub checks: Vec<Check>,
    /// Who is heard on it.
    pub voices: Voices,
}

/// One facet and scope of one incident: its values side by side.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Index into the facets of `kinds/`.
    pub facet: u8,
    /// Only equal scopes are compared.
    pub scope: Scope,
    /// How the values stand to each other.
    pub state: State,
    /// Behind the first value.
    pub support: Support,
    /// The first is the current one; where contested: newest first, then most texts.
    pub values: Vec<FactValue>,
    /// Of a count that moved: its figures in the order of the times that they hold for; else empty.
    pub series: Vec<Step>,
}

/// One step of a toll: a figure when it was first told.
#[derive(Clone, Debug)]
pub struct Step {
    /// The time that the figure holds for: what the text says, else when it was published.
    pub time: Moment,
    /// The figure.
    pub value: Value,
    /// The names of the voices that gave it then; none where an article said so itself.
    pub voices: Vec<String>,
    /// The claims that carry it, then and later, by article position.
    pub claims: Vec<ClaimAt>,
}

impl Step {
    /// Whether its time is surely later than another's: of one day, only where both have an hour.
    pub fn follows(&self, earlier: &Step) -> bool {
        crate::states::is_after(Some(self.time), Some(earlier.time), 1)
    }
}

/// How many stand behind a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Independent named origins.
    pub voices: usize,
    /// Origin groups.
    pub texts: usize,
}

/// One value of a fact, with the claims that carry it.
#[derive(Clone, Debug)]
pub struct FactValue {
    /// The value as its clearest claim has it.
    pub value: Value,
    /// The claims, by article position.
    pub claims: Vec<ClaimAt>,
    /// The names of the voices behind it.
    pub voices: Vec<String>,
}

/// How the values of a fact stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Values that cannot both hold, from different voices.
    Contested,
    /// A later figure replaces an earlier one.
    Revised,
    /// Values differ and nothing tells which is newer.
    Unordered,
    /// Values fit, and two or more independent voices stand behind them.
    Agreed,
    /// One voice says it.
    Single,
}

impl State {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            State::Contested => "contested",
            State::Revised => "revised",
            State::Unordered => "unordered",
            State::Agreed => "agreed",
            State::Single => "single",
        }
    }
}

/// A sum that the accounts allow.
#[derive(Clone, Debug)]
pub struct Check {
    /// "8 = 6 + 1 + 1".
    pub says: String,
    /// The claims whose figures it is made of.
    pub claims: Vec<ClaimAt>,
    /// Whether it holds.
    pub holds: bool,
}
