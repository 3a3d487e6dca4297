//! Pass 3, figures: which of them may be a clock time, a date, a year or a day.

use pack::{Features, Tag};
use text::western;

use crate::chart::{Chart, Item, NO_LOAD};
use crate::document::Document;

/// Marks the figures that may be a clock time ("22:55", "8.30", "0530"), a date ("14.02.2017"), a year or a day.
pub(crate) fn figures(document: &Document, sentence: usize, chart: &mut Chart) {
    let first = document.sentences[sentence].first;
    let is_figure = |at: &u16| document.tokens[(first + u32::from(*at)) as usize].shape.is_figure();
    let Some(from) = (0..chart.len).find(is_figure) else { return };
    let [clock, dotted, four, date, year, day, two] = document.tags.chunks.figures;
    for at in (from..chart.len).filter(is_figure) {
        let word = &*western(document.word(first + u32::from(at)));
        let plain = word.parse::<u32>().ok().filter(|_| word.bytes().all(|b| b.is_ascii_digit()));
        let mut mark = |tag: Option<Tag>, holds: bool| {
            if let Some(tag) = tag.filter(|_| holds) {
                let load = plain.unwrap_or(NO_LOAD);
                chart.add(Item {
                    tag,
                    start: at,
                    end: at + 1,
                    number: 0,
                    features: Features::default(),
                    value: 0,
                    load,
                });
            }
        };
        mark(clock, clock_of(word, ':').is_some());
        mark(dotted, clock_of(word, '.').or_else(|| clock_of(word, ',')).is_some());
        mark(date, date_of(word).is_some());
        if let Some(n) = plain {
            mark(four, word.len() == 4 && n / 100 < 24 && n % 100 < 60);
            mark(year, word.len() == 4 && (1000..2200).contains(&n));
            mark(day, word.len() <= 2 && (1..=31).contains(&n));
            mark(two, word.len() == 2);
        }
    }
}

/// "22:55", "8.30", with seconds or without.
pub(crate) fn clock_of(word: &str, mark: char) -> Option<(i8, i8)> {
    let word = western(word);
    let mut groups = word.split(mark);
    let (hour, minute, second) = (groups.next()?, groups.next()?, groups.next());
    let two = |g: &str| g.len() == 2 && g.bytes().all(|b| b.is_ascii_digit());
    if groups.next().is_some() || hour.len() > 2 || !two(minute) || !second.is_none_or(two) {
        return None;
    }
    let clock = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..=24).contains(&clock.0) && (0..60).contains(&clock.1)).then_some(clock)
}

/// "14.02.2017", "14.02.17", "2017.02.14".
pub(crate) fn date_of(word: &str) -> Option<(i16, i8, i8)> {
    let word = western(word);
    let mut groups = word.split('.');
    let (a, b, c) = (groups.next()?, groups.next()?, groups.next()?);
    if groups.next().is_some() {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => full_year(year.parse().ok()?),
        _ => return None,
    };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

/// The year that two digits mean.
pub(crate) fn full_year(short: i16) -> i16 {
    short + if short < 40 { 2000 } else { 1900 }
}
