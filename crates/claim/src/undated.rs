//! Days that are of no deed, or of another year than they seem: datelines, stamps of pages, days told without a year.

use jiff::civil::Date;
use pack::Kinds;
use text::{Moment, Part};

use crate::candidates::Candidate;
use crate::chart::{Chart, Mark};
use crate::document::Document;
use crate::naming::PlaceMention;
use crate::times::TimeMention;
use crate::{Precision, Published, Stance, TimeValue, Value};

/// The date of a dateline ("ABUJA, Nov 22 – …") and the stamp of a page are no dates of what happened.
pub(crate) fn undate(
    document: &Document,
    charts: &[Chart],
    places: &[PlaceMention],
    published: Option<Published>,
    times: &mut [TimeMention],
) {
    // a full date with a clock, not before the publication day, is when the page was put up or changed
    if let Some(published) = published {
        let stamp = |t: &&mut TimeMention| {
            t.value.precision == Precision::Minute
                && t.value.start.is_some_and(|s| s.date >= published.at.date)
                && t.tokens.1 - t.tokens.0 >= 5
        };
        times.iter_mut().filter(stamp).for_each(|t| t.dated = false);
    }
    // a headline's "Tues. 8:40 pm: Police name suspect" is when that was written
    let stamp = |t: &&mut TimeMention| {
        t.value.precision == Precision::Minute
            && t.tokens.0 == document.sentences[t.sentence].first
            && document.sentences[t.sentence].part == Part::Title
            && document.word(t.tokens.1) == ":"
    };
    times.iter_mut().filter(stamp).for_each(|t| t.dated = false);
    let Some(number) = document.sentences.iter().position(|s| s.part == Part::Text) else { return };
    let first = document.sentences[number].first;
    let end = dateline(document, charts, number).max(bare_dateline(document, number, places, times));
    let Some(end) = end else { return };
    let inside = |t: &&mut TimeMention| t.tokens.0 >= first && t.tokens.1 <= end;
    times
        .iter_mut()
        .filter(inside)
        .filter(|t| t.value.precision == Precision::Day)
        .for_each(|t| t.dated = false);
}

/// The token that closes a dateline in the first sentence of the text, or right behind one that an abbreviation ends: "KYIV,
/// 25 Mar. – …".
fn dateline(document: &Document, charts: &[Chart], number: usize) -> Option<u32> {
    let (first, chart) = (document.sentences[number].first, &charts[number]);
    let is_dash = |at: u32| matches!(document.word(at), "-" | "–" | "—");
    let dash = |a: &u16| chart.mark[*a as usize] == Mark::Strong || is_dash(first + u32::from(*a));
    let glued = |a: &u16| document.tokens[(first + u32::from(*a)) as usize].shape.is_glued();
    let inside = (1..chart.len.min(DATELINE))
        .find(|a| dash(a) && (!glued(a) || document.word(first + u32::from(*a)) == ":"))
        .map(|a| first + u32::from(a));
    let next = document.sentences.get(number + 1).map(|s| s.first);
    let behind = next.filter(|at| is_dash(*at) && *at - first < u32::from(DATELINE));
    document.bracketed_dateline(first).max(inside).max(behind)
}

/// The end of a first sentence that is nothing but a place and a day: "KAZAN, 20 Jan."
fn bare_dateline(
    document: &Document,
    number: usize,
    places: &[PlaceMention],
    times: &[TimeMention],
) -> Option<u32> {
    let sentence = &document.sentences[number];
    let is_told = |at: u32| {
        let holds = |(start, end): (u32, u32)| start <= at && at < end;
        places.iter().any(|p| holds(p.tokens)) || times.iter().any(|t| holds(t.tokens))
    };
    let is_mark = |at: u32| !document.word(at).starts_with(char::is_alphanumeric);
    let (from, to) = (sentence.first, sentence.end);
    let short = to - from <= u32::from(DATELINE);
    (short && (from..to).all(|at| is_mark(at) || is_told(at))).then_some(to)
}

/// Within how many tokens a dateline ends.
const DATELINE: u16 = 14;

/// The years of days told without one: that which the article prints with the same day; and what has happened, such as
/// "the Nov. 22 shooting" of an article of October, lies before the publication.
pub(crate) fn years(
    document: &Document,
    candidates: &[Candidate],
    published: Option<Published>,
    times: &mut [TimeMention],
) {
    let kinds = Kinds::shipped();
    let day = |t: &TimeMention| t.value.start.map(|s| s.date);
    let whole = |t: &&TimeMention| !t.yearless && t.dated && t.value.precision <= Precision::Day;
    // "on 2 December … last year, on 2 December" are two days
    let is_year = |at: u32| document.word(at).len() == 4 && document.word(at).parse::<u16>().is_ok();
    let printed = |t: &&TimeMention| (t.tokens.0..t.tokens.1).any(is_year);
    let full: Vec<Date> = times.iter().filter(whole).filter(printed).filter_map(day).collect();
    let deed = |c: &Candidate| matches!(&c.value, Some(Value::Category { category, .. }) if kinds.kind(category).is_some() && !kinds.is_utterance(category));
    for t in times.iter_mut() {
        let Some(date) = day(t).filter(|_| t.yearless && t.dated) else { continue };
        let named = full.iter().find(|f| {
            (f.month(), f.day()) == (date.month(), date.day()) && t.value.precision <= Precision::Day
        });
        let beside = |c: &Candidate| {
            let gap = c.trigger.0.saturating_sub(t.tokens.1).max(t.tokens.0.saturating_sub(c.trigger.1));
            c.sentence == t.sentence && deed(c) && c.stance <= Stance::Alleged && gap <= BESIDE
        };
        let past = || {
            let ahead = published.is_some_and(|p| date > p.at.date);
            (ahead && candidates.iter().any(beside)).then(|| date.year() - 1)
        };
        if let Some(year) = named.map(|f| f.year()).or_else(past).filter(|y| *y != date.year()) {
            in_year(&mut t.value, year);
        }
    }
}

/// How near a deed stands to its day, in tokens: "the Nov. 22 shooting", "shot in the leg on Nov. 22".
const BESIDE: u32 = 5;

/// Moves a day to the same day of another year.
fn in_year(value: &mut TimeValue, year: i16) {
    let Some(from) = value.start.map(|s| s.date.year()) else { return };
    let moved = |m: Moment| Moment {
        date: m.date.with().year(m.date.year() - from + year).build().unwrap_or(m.date),
        ..m
    };
    value.start = value.start.map(moved);
    value.end = value.end.map(moved);
    value.timex = value.timex.replace(&format!("{from:04}-"), &format!("{year:04}-"));
}
