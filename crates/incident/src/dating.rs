//! A publication date for articles that have none, from an incident that they share with dated ones.

use std::collections::BTreeSet;

use claim::{Moment, Published, PublishedFrom};

use text::day_number;

use crate::days::{Days, date_of, weekday, weekday_of_pattern};
use crate::{Incident, Read};

/// How many days after it an incident is still told by its weekday.
const WEEK: i32 = 6;

/// By position of the article: the publication day that another telling of its incident fixes.
///
/// The article's own weekday must be that of the incident's day. It was published within the week that
/// follows; the day is that of the first sibling published then, else the incident's own.
pub(crate) fn dated(reads: &[Read], incidents: &[Incident]) -> Vec<Option<Published>> {
    let mut found: Vec<BTreeSet<i32>> = vec![BTreeSet::new(); reads.len()];
    for incident in incidents {
        let Some(days) = incident.time.as_ref().and_then(Days::of).filter(|d| d.last - d.first <= 1) else {
            continue;
        };
        let siblings: BTreeSet<i32> = incident
            .tellings
            .iter()
            .filter_map(|at| reads[at.article].reading.published)
            .map(|p| day_number(p.at.date))
            .collect();
        for at in &incident.tellings {
            let reading = &reads[at.article].reading;
            let time = reading.tellings[at.telling].time.as_ref();
            let Some(told) = time.and_then(|t| t.pattern.as_deref()).and_then(weekday_of_pattern) else {
                continue;
            };
            let Some(day) = (days.first..=days.last).find(|day| weekday(*day) == told) else { continue };
            if reading.published.is_none() {
                found[at.article].insert(siblings.range(day..=day + WEEK).next().copied().unwrap_or(day));
            }
        }
    }
    // two incidents that fix two days fix none
    let only = |days: BTreeSet<i32>| if days.len() == 1 { days.first().copied() } else { None };
    found
        .into_iter()
        .map(|days| Some(Published { at: Moment::day(date_of(only(days)?)?), from: PublishedFrom::Incident }))
        .collect()
}
