//! How many incidents there are of each kind, state, number of voices and time.

use std::collections::BTreeMap;

use axum::extract::State as From;
use axum::response::Response;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Server;
use super::answer::{Ask, View, json};
use super::asked::Asked;
use super::catalog::Row;
use super::filters::{Filters, State};
use super::problem::Problem;
use super::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().get::<Filters, Overview, _>(
        "/overview",
        "How many incidents there are, and of what",
        overview,
    )
}

/// A timeline has no more bins, unless it is one of years.
const BINS: usize = 92;

/// How many have so many voices: the lower bounds of classes.
const VOICES: [u64; 6] = [0, 1, 2, 3, 5, 10];

/// How many incidents there are.
#[derive(Serialize, JsonSchema)]
struct Overview {
    /// All that are wanted.
    total: usize,
    /// By kind; those of no kind under an empty name.
    kinds: BTreeMap<String, usize>,
    /// By the worst state of their facts.
    states: BTreeMap<State, usize>,
    /// By the number of voices; the names are the lower bounds of classes.
    voices: BTreeMap<String, usize>,
    timeline: Timeline,
    /// How many have no place on the map.
    unplaced: usize,
}

/// Incidents by their first day.
#[derive(Serialize, JsonSchema)]
struct Timeline {
    /// How long a bin is.
    by: By,
    /// Those that have any, in their order.
    bins: Vec<Bin>,
    /// How many have no day.
    undated: usize,
}

/// How long a bin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum By {
    Day,
    Week,
    Month,
    Year,
}

/// The incidents that began in one stretch of time.
#[derive(Serialize, JsonSchema)]
struct Bin {
    /// Its first day.
    start: String,
    /// By state; those that have any.
    counts: BTreeMap<State, usize>,
}

impl By {
    /// The first day of the bin that a day falls into.
    fn start(self, day: Date) -> Date {
        match self {
            By::Day => day,
            // weeks begin on Monday
            By::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day)
            }
            By::Month => day.first_of_month(),
            By::Year => day.first_of_year(),
        }
    }
}

async fn overview(
    From(server): From<Server>,
    ask: Ask,
    Asked(filters): Asked<Filters>,
) -> Result<Response, Problem> {
    let wanted = filters.wanted()?;
    let make = move |view: &View<'_>| {
        let set = view.catalog.set(view.ledger, &wanted)?;
        let rows = view.catalog.rows.iter().enumerate().filter(|(at, _)| set.has(*at)).map(|(_, row)| row);
        json(&of(rows))
    };
    server.answer(ask, make).await
}

fn of<'a>(rows: impl Iterator<Item = &'a Row>) -> Overview {
    let mut total = 0;
    let mut unplaced = 0;
    let mut undated = 0;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut states = State::ALL.map(|state| (state, 0));
    let mut voices = VOICES.map(|least| (least, 0));
    let mut days: BTreeMap<Date, [usize; 5]> = BTreeMap::new();
    for row in rows {
        let listed = &row.light.listed;
        total += 1;
        *kinds.entry(listed.kind.as_deref().unwrap_or("")).or_default() += 1;
        let state = row.state as usize;
        states[state].1 += 1;
        if let Some(class) = voices.iter_mut().rev().find(|(least, _)| row.light.voices >= *least) {
            class.1 += 1;
        }
        match row.first {
            Some(day) => days.entry(day).or_default()[state] += 1,
            None => undated += 1,
        }
        unplaced += usize::from(row.sites.is_empty());
    }
    Overview {
        total,
        kinds: kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect(),
        states: states.into_iter().collect(),
        voices: voices.into_iter().map(|(least, count)| (least.to_string(), count)).collect(),
        timeline: timeline(&days, undated),
        unplaced,
    }
}

/// The days in bins as short as there can be without being too many.
fn timeline(days: &BTreeMap<Date, [usize; 5]>, undated: usize) -> Timeline {
    let binned = |by: By| {
        let mut bins: BTreeMap<Date, [usize; 5]> = BTreeMap::new();
        for (day, counts) in days {
            let bin = bins.entry(by.start(*day)).or_default();
            bin.iter_mut().zip(counts).for_each(|(all, more)| *all += more);
        }
        (by, bins)
    };
    let mut all = [By::Day, By::Week, By::Month].into_iter().map(binned);
    let (by, bins) = all.find(|(_, bins)| bins.len() <= BINS).unwrap_or_else(|| binned(By::Year));
    let bins = bins.into_iter().map(|(start, counts)| Bin {
        start: start.to_string(),
        counts: State::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect(),
    });
    Timeline { by, bins: bins.collect(), undated }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(many: i64) -> BTreeMap<Date, [usize; 5]> {
        let first = date(2024, 2, 28);
        (0..many).map(|nth| (first + jiff::Span::new().days(nth), [1, 0, 0, 2, 0])).collect()
    }

    #[test]
    fn bins_are_as_short_as_they_can_be() {
        let shown = |many| timeline(&days(many), 7);
        assert_eq!((shown(90).by, shown(90).bins.len()), (By::Day, 90));
        assert_eq!(shown(365).by, By::Week);
        assert_eq!(shown(1_000).by, By::Month);
        assert_eq!(shown(10_000).by, By::Year);
        let weeks = shown(365);
        assert_eq!(weeks.bins[0].start, "2024-02-26");
        assert_eq!(weeks.bins[1].counts[&State::Agreed], 14);
        let all: usize = weeks.bins.iter().flat_map(|bin| bin.counts.values()).sum();
        assert_eq!((all, weeks.undated), (3 * 365, 7));
    }
}
