use incident::ClaimAt;
use text::Moment;

use super::words;

/// How a number moved, for people.
pub(crate) struct Series {
    /// The steps in the order of their times.
    pub(crate) steps: Vec<Step>,
    /// Whether hours are those of Greenwich, because clocks differ.
    pub(crate) utc: bool,
}

/// A figure when it was first told.
pub(crate) struct Step {
    /// When; by the clock of Greenwich where the series says so.
    pub(crate) time: Moment,
    /// "Sat 09:00" where all steps are of one week, else a date.
    pub(crate) when: String,
    /// The figure.
    pub(crate) says: String,
    /// The least that it can be.
    pub(crate) least: u64,
    /// Who gave it then.
    pub(crate) voices: Vec<String>,
    /// Whether its time is surely later than that of the step before.
    pub(crate) follows: bool,
    /// The claims that carry it, then and later.
    pub(crate) claims: Vec<ClaimAt>,
}

impl Series {
    /// The series of a fact; `None` where its number did not move.
    pub(crate) fn of(fact: &incident::Fact) -> Option<Series> {
        let steps = &fact.series;
        if steps.len() < 2 {
            return None;
        }
        let offset = |step: &incident::Step| step.time.time.and(step.time.offset);
        let mut offsets = steps.iter().filter(|s| s.time.time.is_some()).map(offset);
        let first = offsets.next();
        let utc = offsets.any(|other| Some(other) != first);
        let times: Vec<Moment> =
            steps.iter().map(|s| if utc { words::in_utc(s.time) } else { s.time }).collect();
        let days = || times.iter().map(|t| t.date);
        let week = days().max().zip(days().min()).is_some_and(|(last, first)| (last - first).get_days() < 7);
        let steps = steps.iter().zip(&times).enumerate().map(|(nth, (step, time))| Step {
            time: *time,
            when: words::short(time, week),
            says: words::value(&step.value),
            least: match &step.value {
                claim::Value::Count(count) => count.min,
                _ => 0,
            },
            voices: words::fullest(step.voices.iter().map(String::as_str))
                .into_iter()
                .map(Into::into)
                .collect(),
            follows: nth > 0 && step.follows(&fact.series[nth - 1]),
            claims: step.claims.clone(),
        });
        Some(Series { steps: steps.collect(), utc })
    }
}
