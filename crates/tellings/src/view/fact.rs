use std::collections::BTreeSet;

use claim::Stance;
use incident::{ClaimAt, State};
use pack::Kinds;

use super::{Series, Story, words};

/// One facet and scope of an incident, its values side by side.
pub(crate) struct Fact<'a> {
    /// The fact that is shown.
    pub(crate) fact: &'a incident::Fact,
    /// "killed (child)".
    pub(crate) label: String,
    /// Its values, the current one first.
    pub(crate) values: Vec<Value<'a>>,
}

/// One value of a fact, with the claims that tell it.
pub(crate) struct Value<'a> {
    /// The value.
    pub(crate) value: &'a claim::Value,
    /// The value in words.
    pub(crate) says: String,
    /// Denied, threatened or planned, where nobody says that it holds and the words of the value don't say so.
    stance: Option<&'static str>,
    /// How it stands: the first value as its fact does; those beside it are the same only where two texts have them.
    pub(crate) state: State,
    /// "2 voices, 3 texts".
    pub(crate) support: String,
    /// The claims that tell it. Who tells of twelve in hospital stands behind a larger toll and doesn't tell it.
    pub(crate) claims: Vec<ClaimAt>,
}

impl Value<'_> {
    /// The value as a label: "missile (denied)".
    pub(crate) fn label(&self) -> String {
        self.says.clone() + &self.stance.map(|stance| format!(" ({stance})")).unwrap_or_default()
    }

    /// The claims that say something new, where room is short: of each account one a voice and stance.
    pub(crate) fn told_once(&self, story: &Story<'_>) -> Vec<ClaimAt> {
        let mut seen = BTreeSet::new();
        let said = |at: &ClaimAt| {
            let claim = story.claim(*at)?;
            Some((at.article, claim.origin.as_deref().map(|o| &o.voice), claim.stance))
        };
        self.claims.iter().filter(|at| seen.insert(said(at))).copied().collect()
    }
}

impl<'a> Fact<'a> {
    /// A fact of the story.
    pub(crate) fn new(fact: &'a incident::Fact, story: &Story<'_>) -> Fact<'a> {
        let values = fact.values.iter().enumerate().map(|(at, value)| {
            let told = |claim: &&ClaimAt| story.claim(**claim).is_none_or(|c| tells(&c.value, &value.value));
            let texts = texts(&value.claims, story);
            let says = words::value(&value.value);
            Value {
                value: &value.value,
                stance: stance(&value.claims, story).filter(|stance| !says.contains(stance)),
                says,
                state: match at {
                    0 => fact.state,
                    _ if differs(fact.state) => fact.state,
                    _ if texts > 1 => State::Agreed,
                    _ => State::Single,
                },
                support: support(
                    if at == 0 { fact.support.voices } else { 0 },
                    match at {
                        0 => fact.support.texts,
                        _ => texts,
                    },
                ),
                claims: exact_first(value.claims.iter().filter(told).copied(), &value.value, story),
            }
        });
        let label = Kinds::shipped().facets.get(usize::from(fact.facet)).map_or("", |f| f.label.as_str());
        let scope = words::scope(&fact.scope);
        let label = if scope.is_empty() { label.to_owned() } else { format!("{label} ({scope})") };
        Fact { fact, label, values: values.collect() }
    }

    /// Whether its values don't fit together.
    pub(crate) fn differs(&self) -> bool {
        differs(self.fact.state)
    }

    /// The facet's name in `kinds/`.
    pub(crate) fn facet(&self) -> &'static str {
        Kinds::shipped().facets.get(usize::from(self.fact.facet)).map_or("", |f| f.name.as_str())
    }

    /// How its values stand to each other.
    pub(crate) fn standing(&self) -> &'static str {
        match self.fact.state {
            State::Contested => "contested",
            State::Revised => "revised, the latest first",
            State::Unordered => "differs, and nothing tells which is newer",
            State::Agreed => "the same",
            State::Single => "one voice says",
        }
    }

    /// How its number moved, where it did.
    pub(crate) fn series(&self) -> Option<Series> {
        Series::of(self.fact).filter(|_| self.differs())
    }
}

/// The claims with those first that say the value itself: of Kazan's "Kazan" comes before "Tatarstan".
fn exact_first(
    claims: impl Iterator<Item = ClaimAt>,
    value: &claim::Value,
    story: &Story<'_>,
) -> Vec<ClaimAt> {
    let mut claims: Vec<ClaimAt> = claims.collect();
    claims.sort_by_key(|at| story.claim(*at).is_none_or(|c| c.value != *value));
    claims
}

/// Whether the values of a fact in this state don't fit together.
pub(super) fn differs(state: State) -> bool {
    !matches!(state, State::Agreed | State::Single)
}

/// How many source texts these claims stand in.
fn texts(claims: &[ClaimAt], story: &Story<'_>) -> usize {
    let group = |article: usize| story.comparison.origin_groups.get(article).copied().ok_or(article);
    claims.iter().map(|c| group(c.article)).collect::<BTreeSet<_>>().len()
}

/// What all claims say that do not say that a value holds.
fn stance(claims: &[ClaimAt], story: &Story<'_>) -> Option<&'static str> {
    let mut stances = claims.iter().filter_map(|at| Some(story.claim(*at)?.stance));
    let first =
        stances.next().filter(|s| matches!(s, Stance::Denied | Stance::Threatened | Stance::Planned))?;
    stances.all(|other| other == first).then(|| first.name())
}

fn support(voices: usize, texts: usize) -> String {
    let texts = words::counted(texts, "text", "texts");
    match voices {
        0 => texts,
        n => format!("{}, {texts}", words::counted(n, "voice", "voices")),
    }
}

/// Whether what a claim says is a value, and not a smaller number that it covers.
fn tells(said: &claim::Value, value: &claim::Value) -> bool {
    match (said, value) {
        (claim::Value::Count(a), claim::Value::Count(b)) => a.max != Some(a.min) || a.min >= b.min,
        _ => true,
    }
}
