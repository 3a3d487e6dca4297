use std::fmt;
use std::sync::Arc;

use gazetteer::PlaceId;
use text::{Article, Key, Language, Moment, Published, Span};

/// One article with what was read in it.
#[derive(Clone, Debug)]
pub struct Read {
    /// The article.
    pub article: Article,
    /// What was read in it.
    pub reading: Reading,
}

/// All that was read in one article.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The article's key.
    pub article: Key,
    /// The language that it was read in; `None` where no pack reads it.
    pub language: Option<Language>,
    /// The publication time, given or found in the text.
    pub published: Option<Published>,
    /// Times, places, counts, names, weapons, targets and quotations, in the order of the text.
    pub mentions: Vec<Mention>,
    /// People affected, one by one, where the text tells of them so.
    pub participants: Vec<Participant>,
    /// What the article says of its incidents.
    pub claims: Vec<Claim>,
    /// Its incidents, in the order of their first words.
    pub tellings: Vec<Telling>,
    /// Whether its headline or first paragraph speaks of what only follows from a deed: an arrest, a court.
    pub looks_back: bool,
    /// Sentences with figures that no rule read.
    pub unread: Vec<Unread>,
    /// Who it says holds which office.
    pub offices: Vec<Office>,
}

/// Who an article says holds an office: "Governor Oleh Hryhorov", "the mayor of Lipa, Ana Moreno".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// The office: `governor`, `mayor`, `defence-minister`, …
    pub office: String,
    /// What it is over: `city`, `region`, `country`.
    pub level: String,
    /// The place that the words give it.
    pub of: Option<PlaceValue>,
    /// The state that the words give it, as an ISO code.
    pub country: Option<String>,
    /// Who holds it, as the text has it.
    pub name: String,
    /// Name and office.
    pub span: Span,
}

/// All that one article says of one incident.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Hash of the article's key and the telling's first trigger.
    pub key: Key,
    /// Indices into [`Reading::claims`].
    pub claims: Vec<usize>,
    /// The kind that fits best, an index into the kinds of `kinds/`.
    pub kind: Option<u8>,
    /// Where it happened, the surest first.
    pub places: Vec<PlaceValue>,
    /// When it happened.
    pub time: Option<TimeValue>,
    /// Whether it is one thing, a wave of several, or a sum over a period.
    pub extent: Extent,
}

/// Whether a telling is of one thing, of several at several places, or of a sum over a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extent {
    /// One thing that happened.
    Single,
    /// Several places of one operation.
    Wave,
    /// A sum over a period.
    Total,
}

/// One thing that an article says of one incident, with the words that carry it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Hash of article key, facet, evidence spans and ordinal.
    pub id: Key,
    /// Index into [`Reading::tellings`].
    pub telling: usize,
    /// Index into the facets of `kinds/`.
    pub facet: u8,
    /// What is said.
    pub value: Value,
    /// What the value is of.
    pub scope: Scope,
    /// The words that carry the value.
    pub span: Span,
    /// The words that make it a claim.
    pub evidence: Vec<Evidence>,
    /// How it is said.
    pub stance: Stance,
    /// Who says it; `None` where the article says so itself.
    pub origin: Option<Arc<Origin>>,
    /// The time that the value holds for.
    pub as_of: Option<AsOf>,
    /// How sure the reading is, in thousandths.
    pub confidence: u16,
    /// The rule that made it, such as `en/casualties.killed`.
    pub rule: Arc<str>,
}

/// A word or phrase that a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// `trigger`, `match`, `voice`, `cue`, `negation`, `modality`, `participant`; of a count whose words say how it came
    /// from an earlier one `risen`, `fallen` or `corrected`; `called` where a kind is somebody's word; `whole` where
    /// the article prints the number that this one is a part of.
    pub role: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// The time that a value holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The moment.
    pub time: Moment,
    /// Whether the text says it (`true`) or the publication time stands in for it.
    pub from_text: bool,
}

/// A number with its bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count {
    /// The least that it can be.
    pub min: u64,
    /// The most; `None` where there is no upper bound.
    pub max: Option<u64>,
    /// Whether the text says "about".
    pub approx: bool,
    /// Whether it counts further ones ("three more").
    pub delta: bool,
}

impl Count {
    /// Exactly `n`.
    pub fn exactly(n: u64) -> Count {
        Count { min: n, max: Some(n), approx: false, delta: false }
    }
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number of people or things.
    Count(Count),
    /// A category and, where the text has it, a proper name ("missile", "Oreshnik").
    Category {
        /// The category.
        category: String,
        /// The proper name.
        name: Option<String>,
    },
    /// A place.
    Place(PlaceValue),
    /// A time.
    Time(TimeValue),
    /// A person, state or group.
    Name {
        /// As the text has it, or the state's English name.
        name: String,
        /// ISO code, where it is a state, its forces or its officials.
        country: Option<String>,
        /// `person`, `state`, `group`; for responsibility `claimed`, `denied`, `no-comment`, `not-claimed`, `alleged`.
        kind: Option<String>,
    },
    /// One person affected.
    Victim {
        /// The name, where it is told.
        name: Option<String>,
        /// `child`, `woman`, …
        of: Option<String>,
        /// Years.
        age: Option<u16>,
        /// `killed`, `injured`, `abducted`, …
        fate: String,
    },
    /// Words in quotation marks; the words are the claim's span.
    Quote {
        /// Who says them.
        speaker: Option<String>,
    },
}

/// What a value is of; all `None` where the text says nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// Which people.
    pub of: Option<String>,
    /// Which target.
    pub target: Option<String>,
    /// Which place.
    pub place: Option<String>,
    /// Which weapon.
    pub weapon: Option<String>,
    /// How ("jammed", "shot down").
    pub means: Option<String>,
    /// `critical`, `serious`, `moderate`, `slight`.
    pub severity: Option<String>,
    /// "fire".
    pub cause: Option<String>,
    /// `identified`, `listed`, `hospitalised`, `reported-missing`, `still-held`; total where `None`.
    pub basis: Option<String>,
    /// `attacker`, `dead`.
    pub includes: Option<String>,
    /// `day`, `week`, …
    pub per: Option<String>,
    /// A time.
    pub period: Option<String>,
}

/// How a thing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// The article says so itself.
    Asserted,
    /// A source says it.
    Reported,
    /// A party says it of its own success, or with a verb of doubt.
    Claimed,
    /// Blame.
    Alleged,
    /// It is denied.
    Denied,
    /// It is threatened.
    Threatened,
    /// It is planned.
    Planned,
}

impl Stance {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Asserted => "asserted",
            Stance::Reported => "reported",
            Stance::Claimed => "claimed",
            Stance::Alleged => "alleged",
            Stance::Denied => "denied",
            Stance::Threatened => "threatened",
            Stance::Planned => "planned",
        }
    }

    /// Reads the name that the output uses.
    pub fn parse(name: &str) -> Option<Stance> {
        use Stance::*;
        [Asserted, Reported, Claimed, Alleged, Denied, Threatened, Planned]
            .into_iter()
            .find(|s| s.name() == name)
    }
}

/// Who says a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// As the text names them.
    pub voice: String,
    /// Where they are named.
    pub span: Option<Span>,
    /// `official`, `military`, `police`, `medical`, `media`, `witness`, `group`, `organization`, `person`, `unnamed`.
    pub kind: Option<String>,
    /// The institution behind the voice.
    pub institution: Option<String>,
    /// The state that the voice speaks for, as an ISO code.
    pub side: Option<String>,
    /// Who relayed it, nearest to the article first.
    pub via: Vec<String>,
}

/// A place as the text gives it and as the gazetteer knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceValue {
    /// The gazetteer's name; the text's where the gazetteer has none.
    pub name: String,
    /// The gazetteer's entry.
    pub id: Option<PlaceId>,
    /// What holds it, nearest first.
    pub within: Vec<Container>,
    /// ISO code.
    pub country: Option<String>,
    /// Degrees north and east; `None` where it is not known.
    pub point: Option<(f32, f32)>,
    /// `site`, `city`, `district`, `region`, `country`.
    pub precision: &'static str,
}

impl Eq for PlaceValue {}

/// What holds a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// `city`, `district`, `region`, `country`.
    pub kind: &'static str,
}

/// A time with its precision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeValue {
    /// The first moment; `None` where no date fixes it.
    pub start: Option<Moment>,
    /// The last moment.
    pub end: Option<Moment>,
    /// How exact it is.
    pub precision: Precision,
    /// What is known where no date fixes it: `XXXX-WXX-2`.
    pub pattern: Option<String>,
    /// The TIMEX3 form.
    pub timex: String,
}

/// How exact a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the minute.
    Minute,
    /// To the hour.
    Hour,
    /// A part of a day: morning, night.
    DayPart,
    /// A day.
    Day,
    /// Several days.
    Days,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A season or quarter.
    Season,
    /// A year.
    Year,
    /// A length of time, which fixes no date.
    Duration,
}

impl Precision {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Minute => "minute",
            Precision::Hour => "hour",
            Precision::DayPart => "part-of-day",
            Precision::Day => "day",
            Precision::Days => "days",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Season => "season",
            Precision::Year => "year",
            Precision::Duration => "duration",
        }
    }
}

/// What a mention is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionType {
    /// A time expression.
    Time,
    /// A toponym.
    Place,
    /// A count.
    Count,
    /// A person's name.
    Person,
    /// An organization's name.
    Organization,
    /// A weapon.
    Weapon,
    /// A target.
    Target,
    /// Something said, in quotation marks or not.
    Quote,
}

impl MentionType {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            MentionType::Time => "time",
            MentionType::Place => "place",
            MentionType::Count => "count",
            MentionType::Person => "person",
            MentionType::Organization => "organization",
            MentionType::Weapon => "weapon",
            MentionType::Target => "target",
            MentionType::Quote => "quote",
        }
    }
}

impl fmt::Display for MentionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A span recognised as a time, place, count, name, weapon, target or quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// What it is.
    pub kind: MentionType,
    /// Where it stands.
    pub span: Span,
    /// What it says; `None` for names.
    pub value: Option<Value>,
    /// For quotations: who says it, the word of saying, and whether it stands in quotation marks.
    pub quote: Option<QuoteParts>,
}

/// The parts of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteParts {
    /// Who says it.
    pub source: Option<Span>,
    /// The word of saying.
    pub cue: Option<Span>,
    /// Whether it stands in quotation marks.
    pub direct: bool,
}

/// A person or group affected, as one article tells of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Index into [`Reading::tellings`].
    pub telling: usize,
    /// The name, where it is told.
    pub name: Option<String>,
    /// "a 2-year-old boy": the words that describe them first.
    pub description: String,
    /// `child`, `woman`, `attacker`, …
    pub of: Option<String>,
    /// Years.
    pub age: Option<u16>,
    /// `killed`, `injured`, `abducted`, …
    pub fate: String,
    /// Where they are told of.
    pub spans: Vec<Span>,
}

/// A sentence with a figure that no rule read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The sentence.
    pub span: Span,
    /// Why it is listed.
    pub why: &'static str,
}
