//! The command line's filters as parameters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Dismissed, Order, Wanted};
use text::Moment;

use super::problem::Problem;

/// Kilometres around a point, unless others are given.
const RADIUS: f64 = 25.0;

/// Which incidents are wanted; all where nothing is asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Filters {
    /// A place, or what holds it, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    /// Degrees north of a point; with `lon`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -90.0, max = 90.0))]
    pub(crate) lat: Option<f64>,
    /// Degrees east of a point; with `lat`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -180.0, max = 180.0))]
    pub(crate) lon: Option<f64>,
    /// How far from the point, in kilometres; 25 unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 20_000.0))]
    pub(crate) radius: Option<f64>,
    /// Not over before this day: `2024-12-21`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// Not begun after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// A kind's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// The worst state of its facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<State>,
    /// At least so many voices.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub(crate) voices: Option<u64>,
    /// Who did it, or is said to have done it: words of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<String>,
    /// Words of its articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) words: Option<String>,
    /// Changed in the ledger at this moment or later: `2024-12-22` or `2024-12-22T09:30:00Z`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) changed: Option<String>,
    /// Only those that somebody pinned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pinned: Option<bool>,
    /// What becomes of those that somebody dismissed; hidden unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dismissed: Option<Dismiss>,
    /// The order of a list; pinned ones stand first in each. By day unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order: Option<Sort>,
}

/// How the values of a fact stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Contested,
    Revised,
    Unordered,
    Agreed,
    Single,
}

impl State {
    pub(crate) const ALL: [State; 5] =
        [State::Contested, State::Revised, State::Unordered, State::Agreed, State::Single];

    pub(crate) fn name(self) -> &'static str {
        match self {
            State::Contested => "contested",
            State::Revised => "revised",
            State::Unordered => "unordered",
            State::Agreed => "agreed",
            State::Single => "single",
        }
    }

    /// The state of this name; "single" where there is none.
    pub(crate) fn of(name: &str) -> State {
        State::ALL.into_iter().find(|state| state.name() == name).unwrap_or(State::Single)
    }
}

/// What becomes of those that somebody dismissed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Dismiss {
    Shown,
    Hidden,
    Only,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sort {
    /// The latest day first.
    Day,
    /// What changed last in the ledger first.
    Changed,
    /// What came last to the ledger first.
    New,
    /// The most articles first.
    Articles,
    /// The worst disagreement first.
    State,
}

impl Filters {
    /// The same as the ledger is asked.
    pub(crate) fn wanted(&self) -> Result<Wanted, Problem> {
        let near = match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => Some(((lat, lon), self.radius.unwrap_or(RADIUS))),
            (None, None) if self.radius.is_none() => None,
            (None, _) => return Err(Problem::parameter("lat", "is needed with `lon` and `radius`")),
            (_, None) => return Err(Problem::parameter("lon", "is needed with `lat` and `radius`")),
        };
        Ok(Wanted {
            place: self.place.clone(),
            near,
            since: day("since", self.since.as_deref())?,
            until: day("until", self.until.as_deref())?,
            kind: self.kind.clone(),
            state: self.state.map(|state| state.name().to_owned()),
            voices: self.voices,
            words: self.words.clone(),
            actor: self.actor.clone(),
            changed: moment("changed", self.changed.as_deref())?,
            turns: None,
            pinned: self.pinned.unwrap_or(false),
            dismissed: match self.dismissed {
                Some(Dismiss::Shown) => Dismissed::Shown,
                Some(Dismiss::Only) => Dismissed::Only,
                Some(Dismiss::Hidden) | None => Dismissed::Hidden,
            },
            order: match self.order {
                Some(Sort::Changed) => Order::Changed,
                Some(Sort::New) => Order::Since,
                Some(Sort::Articles) => Order::Articles,
                Some(Sort::State) => Order::State,
                Some(Sort::Day) | None => Order::Day,
            },
            limit: None,
        })
    }
}

/// A day as the tables have it.
fn day(name: &str, text: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let day = Moment::parse(text).filter(|at| at.time.is_none());
    let wrong = || Problem::parameter(name, "has to be a day: 2024-12-22");
    day.map(|day| Some(day.to_string())).ok_or_else(wrong)
}

/// A moment as the tables have it, in UTC.
pub(crate) fn moment(name: &str, text: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let wrong = || Problem::parameter(name, "has to be a moment: 2024-12-22 or 2024-12-22T09:30:00Z");
    store::moment(text).map(Some).ok_or_else(wrong)
}
