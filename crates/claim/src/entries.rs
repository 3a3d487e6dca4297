//! Live reports: paragraphs that open with the hour at which they were written.

use jiff::civil::Time;
use text::Moment;

use crate::document::Document;
use crate::times::TimeMention;

/// The hour that a paragraph opens with, as of which its sentences tell: "09:10. The president …", "14 h 10 – …",
/// "Friday, 11.20 p.m.: …". A bare hour later than the publication's is of the day before.
pub(crate) fn entry_hour(
    document: &Document,
    times: &[TimeMention],
    sentence: usize,
    published: Moment,
) -> Option<Moment> {
    let paragraph = document.sentences[sentence].paragraph;
    let opening = document.sentences.partition_point(|s| s.paragraph < paragraph);
    let first = document.sentences.get(opening)?.first;
    let marked = |end: u32| matches!(document.word(end), "–" | "—" | "-" | ":" | "." | "|");
    let read =
        times[times.partition_point(|m| m.sentence < opening)..].first().filter(|m| m.tokens.0 == first);
    if let Some(m) = read.filter(|m| marked(m.tokens.1) && !m.is_hour())
        && let Some(start) = m.value.start.filter(|s| s.time.is_some() && s.date <= published.date)
    {
        return Some(Moment { offset: published.offset, ..start });
    }
    let bare = read.filter(|m| marked(m.tokens.1)).and_then(|m| m.value.start?.time);
    let clock = bare.or_else(|| clock(document.word(first)).filter(|_| marked(first + 1)))?;
    let later = published.time.is_some_and(|t| clock > t);
    let date = if later { published.date.yesterday().unwrap_or(published.date) } else { published.date };
    Some(Moment { date, time: Some(clock), offset: published.offset })
}

/// "9.15", "21:40".
fn clock(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(['.', ':'])?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
