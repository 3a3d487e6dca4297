//! Which incidents are wanted, and how the tables are asked for them.

use std::collections::BTreeMap;
use std::fmt::Write;

use gazetteer::fold;
use rusqlite::types::Value;

use crate::light::Light;
use crate::marks::{Mark, Says};

/// Which incidents are wanted; all where nothing is asked.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A place, or what holds it, by name.
    pub place: Option<String>,
    /// Within so many kilometres of a point, degrees north and east.
    pub near: Option<((f64, f64), f64)>,
    /// Not over before this day: `2024-12-21`.
    pub since: Option<String>,
    /// Not begun after this day.
    pub until: Option<String>,
    /// A kind.
    pub kind: Option<String>,
    /// The worst state of its facts.
    pub state: Option<String>,
    /// At least so many named voices are heard on it.
    pub voices: Option<u64>,
    /// Words of its articles.
    pub words: Option<String>,
    /// Who did it, or is said to have done it: words of the name.
    pub actor: Option<String>,
    /// Changed in the ledger at this moment or later.
    pub changed: Option<String>,
    /// Came or changed last behind the first of these turns, and not behind the second.
    pub turns: Option<(i64, i64)>,
    /// Only those that somebody pinned.
    pub pinned: bool,
    /// Whether those that somebody dismissed are wanted.
    pub dismissed: Dismissed,
    /// In which order.
    pub order: Order,
    /// How many at most.
    pub limit: Option<usize>,
}

/// Whether incidents are wanted that somebody dismissed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dismissed {
    /// Like all others.
    #[default]
    Shown,
    /// They are left out.
    Hidden,
    /// They alone.
    Only,
}

/// The order of incidents in a list; pinned ones stand first in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest day first.
    #[default]
    Day,
    /// What changed last in the ledger first.
    Changed,
    /// What came last to the ledger first.
    Since,
    /// The most articles first.
    Articles,
    /// The worst disagreement first.
    State,
}

/// What people say, by incident.
type Marks = BTreeMap<i64, Vec<Mark>>;

impl Wanted {
    /// What holds of an incident's row that is wanted, and the values that this names by number.
    pub(crate) fn conditions(&self, marks: &Marks) -> (String, Vec<Value>) {
        // one that was never weighed has no name yet
        let mut sql = String::from("form IS NOT NULL");
        let mut with: Vec<Value> = Vec::new();
        let mut ask = |condition: &str, value: Value| {
            with.push(value);
            write!(sql, " AND {}", condition.replace('?', &format!("?{}", with.len()))).ok();
        };
        if let Some(place) = &self.place {
            let held = "incident IN (SELECT incident FROM places WHERE folded(name) = ?
                OR instr('; ' || folded(within) || ';', '; ' || ? || ';') > 0 OR country = upper(?))";
            ask(held, Value::Text(fold(place)));
        }
        if let Some(((north, east), radius)) = self.near {
            let (high, wide) = (radius / 111.2, radius / (111.2 * north.to_radians().cos().abs().max(0.01)));
            let inside = format!(
                "incident IN (SELECT incident FROM places JOIN spots USING (place) WHERE south <= {} AND north >= {}
                 AND west <= {} AND east >= {}
                 AND kilometres(min(max({north}, south), north), min(max({east}, west), east), {north}, {east}) <= ?)",
                north + high,
                north - high,
                east + wide,
                east - wide
            );
            ask(&inside, Value::Real(radius));
        }
        let days = [("last_day >= ?", &self.since), ("first_day <= ?", &self.until)];
        let plain = [("kind = ?", &self.kind), ("state = ?", &self.state), ("changed >= ?", &self.changed)];
        for (condition, value) in days.into_iter().chain(plain) {
            if let Some(value) = value {
                ask(condition, Value::Text(value.clone()));
            }
        }
        if let Some(voices) = self.voices {
            ask("voices >= ?", Value::Integer(i64::try_from(voices).unwrap_or(i64::MAX)));
        }
        if let Some((behind, last)) = self.turns {
            ask("turn > ?", Value::Integer(behind));
            ask("turn <= ?", Value::Integer(last));
        }
        if let Some(actor) = &self.actor {
            let told = "incident IN (SELECT incident FROM actors
                WHERE instr(' ' || folded(name) || ' ', ' ' || ? || ' ') > 0)";
            ask(told, Value::Text(fold(actor)));
        }
        // a condition that is always true takes the place of a value
        let mut among =
            |not: &str, ids: &str| ask(&format!("? AND incident {not} IN ({ids})"), Value::Integer(1));
        if self.pinned {
            among("", &marked(marks, Says::Pin));
        }
        match self.dismissed {
            Dismissed::Shown => {}
            Dismissed::Hidden => among("NOT", &marked(marks, Says::Dismiss)),
            Dismissed::Only => among("", &marked(marks, Says::Dismiss)),
        }
        if let Some(words) = &self.words {
            let told = "incident IN (SELECT incident FROM tellings JOIN articles ON latest = revision
                WHERE article IN (SELECT rowid FROM words WHERE words MATCH ?))";
            match asked(words) {
                words if words.is_empty() => ask("?", Value::Integer(0)),
                words => ask(told, Value::Text(words)),
            }
        }
        (sql, with)
    }
}

impl Light {
    /// What [`Wanted::place`] finds an incident under, whatever the letters' case and marks: the names of its places and of
    /// what holds them, and the codes of their countries. Some stand there twice.
    pub fn found_at(&self) -> impl Iterator<Item = &str> {
        self.places.iter().flat_map(|place| {
            let holders = place.within.iter().map(|holder| holder.name.as_str());
            [place.name.as_str()].into_iter().chain(holders).chain(place.country.as_deref())
        })
    }
}

impl Order {
    /// What rows are ordered by.
    pub(crate) fn sql(self, marks: &Marks) -> String {
        let by = match self {
            Order::Day => "first_day IS NULL, first_day DESC, articles DESC, incident",
            Order::Changed => "changed DESC, articles DESC, incident",
            Order::Since => "since DESC, articles DESC, incident",
            Order::Articles => "articles DESC, first_day DESC, incident",
            Order::State => {
                "CASE state WHEN 'contested' THEN 0 WHEN 'revised' THEN 1 WHEN 'unordered' THEN 2 ELSE 3 END,
                 articles DESC, first_day DESC, incident"
            }
        };
        format!("incident IN ({}) DESC, {by}", marked(marks, Says::Pin))
    }
}

/// The incidents of which somebody says so, as SQL lists them.
fn marked(marks: &Marks, says: Says) -> String {
    let of = marks.iter().filter(|(_, marks)| marks.iter().any(|mark| mark.says == says));
    of.map(|(incident, _)| incident.to_string()).collect::<Vec<_>>().join(", ")
}

/// What people write as the full-text index understands it: each word by itself, whatever marks it has.
pub(crate) fn asked(words: &str) -> String {
    let mut out = Vec::new();
    let words = words.replace('\0', " ");
    for (nth, part) in words.split('"').enumerate() {
        if nth % 2 == 1 {
            out.push(format!("\"{part}\""));
            continue;
        }
        for word in part.split_whitespace() {
            let (word, star) = word.strip_suffix('*').map_or((word, ""), |word| (word, "*"));
            if word.chars().any(char::is_alphanumeric) {
                out.push(format!("\"{word}\"{star}"));
            }
        }
    }
    out.join(" ")
}
