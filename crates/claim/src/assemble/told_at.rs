//! When a figure held, where its own sentence says so: "as of 4 p.m.", "on Sunday the minister had spoken of 30".

use pack::Kinds;
use text::Moment;

use super::Ground;
use super::setting::{clause, days, of_toll};
use crate::candidates::Candidate;
use crate::times::TimeMention;
use crate::{Precision, Value};

/// How far behind a day that it was said on may stand who said it, or the word of saying, in tokens.
const REACH: u32 = 4;

/// By candidate: since when its figure was told, where that is before the publication. What was said on the day of
/// publication is as fresh as the article, but for an hour that a figure is expressly given of.
pub(crate) fn told_at(ground: &Ground, published: Option<Moment>) -> Vec<Option<Moment>> {
    let Some(published) = published else { return vec![None; ground.candidates.len()] };
    let found = |c: &Candidate| {
        let from = ground.times.partition_point(|m| m.sentence < c.sentence);
        let number = ground.times[from..].partition_point(|m| m.sentence == c.sentence);
        let here = || (from..from + number).map(|at| (at, &ground.times[at]));
        let expressly = here().filter(|(_, m)| is_as_of(ground, m)).map(|(at, _)| (at, true));
        let by_word = here().filter(|(_, m)| m.dated && is_of_word(ground, m, c)).map(|(at, _)| (at, false));
        expressly.chain(by_word).next().and_then(|(at, hour)| before(ground, at, published, hour))
    };
    ground.candidates.iter().map(|c| if is_toll(c) { found(c) } else { None }).collect()
}

/// Whether a candidate counts those to whom something happened.
pub(super) fn is_toll(c: &Candidate) -> bool {
    matches!(c.value, Some(Value::Count(_))) && Kinds::shipped().facets[usize::from(c.facet)].happens
}

/// By candidate: whether its figure is told as the first, and so as history: "the first count spoke of ten", "police had
/// initially said ten".
pub(crate) fn told_first(ground: &Ground) -> Vec<bool> {
    let found = |c: &Candidate| {
        if !is_toll(c) || c.moved.is_some() {
            return false;
        }
        let first = ground.document.sentences[c.sentence].first;
        let mine = clause(ground, c.sentence, c.tokens.0);
        let near = |tag| {
            let mut words = ground.charts[c.sentence].of(tag).map(|i| first + u32::from(i.start));
            words.any(|at| {
                let said = c.said.is_some_and(|(voice, _)| voice.0 <= at && at < voice.1);
                said || clause(ground, c.sentence, at) == mine
            })
        };
        near(ground.tags.first_toll) || c.said.is_some() && near(ground.tags.at_first)
    };
    ground.candidates.iter().map(found).collect()
}

/// Whether words before a time, or those that it begins with, say that it is one that figures hold for.
fn is_as_of(ground: &Ground, m: &TimeMention) -> bool {
    let first = ground.document.sentences[m.sentence].first;
    let (start, end) = ((m.tokens.0 - first) as u16, (m.tokens.1 - first) as u16);
    let opens =
        |tag| ground.charts[m.sentence].of(tag).any(|i| i.end == start || start <= i.start && i.end < end);
    ground.tags.as_of.is_some_and(opens)
}

/// Whether a time is that of the word of saying which carries a figure, or of the figure itself: "the toll stood at 40 on
/// Friday". Nothing that happens is told between the two.
fn is_of_word(ground: &Ground, m: &TimeMention, c: &Candidate) -> bool {
    let said = c.said.is_some_and(|(voice, cue)| {
        let behind = m.tokens.0.checked_sub(cue.1).is_some_and(|gap| gap <= 1);
        // "on Monday the mayor, Ada Voss, had spoken of", "who on Monday had spoken of"
        let gap = if voice.0 >= m.tokens.1 { voice.0 - m.tokens.1 } else { cue.0.saturating_sub(m.tokens.1) };
        let before = gap <= REACH
            && m.tokens.1 <= cue.0
            && c.tokens.0 >= cue.1
            && (voice.0 >= m.tokens.1 || voice.1 <= m.tokens.0)
            && !counts(ground, (m.tokens.1, cue.0));
        behind || before
    });
    said || of_toll(ground, m)
        && clause(ground, m.sentence, m.tokens.0) == clause(ground, c.sentence, c.tokens.0)
}

/// Whether a number of people stands among some tokens.
fn counts(ground: &Ground, (from, to): (u32, u32)) -> bool {
    let here = |c: &Candidate| from <= c.tokens.0 && c.tokens.1 <= to;
    ground.candidates.iter().any(|c| here(c) && matches!(c.value, Some(Value::Count(_))))
}

/// A time of a day before the publication, as a moment; of the same day only where its hour counts.
fn before(ground: &Ground, time: usize, published: Moment, hour: bool) -> Option<Moment> {
    let (mut first, mut last) = days(ground, time)?;
    let exact = matches!(ground.times[time].value.precision, Precision::Hour | Precision::Minute);
    // "as of 4 p.m." is of the day of publication, whatever day was told of before
    if hour && ground.times[time].is_hour() {
        (first.date, last.date) = (published.date, published.date);
    }
    let one = (last.date - first.date).get_days() <= 1;
    let today = hour && exact && last.date == published.date && first.time <= published.time;
    let moment =
        if exact { Moment { offset: published.offset, ..first } } else { Moment { time: None, ..last } };
    (one && (last.date < published.date || today)).then_some(moment)
}
