//! Names of people and organizations: what a run of capitalised words is that is no toponym.

use pack::{Features, tags};

use crate::chart::{Chart, Item, Mark, NO_LOAD};
use crate::naming::{Ground, Known, ends_with, has};

/// Marks a name as an organization's.
pub(crate) const ORGANIZATION: Features = Features(1);

/// Adds what a run of capitalised words names.
pub(crate) fn name<'a>(
    g: &Ground<'_, 'a>,
    chart: &mut Chart,
    (from, end): (u16, u16),
    known: &mut Known<'a>,
) {
    let t = g.t;
    // marks at the edges are no part of a name
    let word = |a: u16| g.token(a).is_some_and(|t| t.shape.is_word());
    let (mut from, mut end) = (from, end);
    while from < end && !(word(from) && g.capital(from)) {
        from += 1;
    }
    while end > from && !word(end - 1) {
        end -= 1;
    }
    // a greeting or another common word that only opens the sentence
    while from + 1 < end && g.opens(chart, from) && g.common(chart, from) && !named(g, chart, from) {
        from += 1;
    }
    if from >= end {
        return;
    }
    // «глава Boeing Олег Коваль»: what is written in other letters is a name of its own, and a firm's or an outlet's
    let foreign = |a: u16| g.foreign_names && g.word(a).starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some(cut) = (from + 1..end).find(|a| word(*a) && foreign(*a) != foreign(from)) {
        name(g, chart, (from, cut), known);
        return name(g, chart, (cut, end), known);
    }
    // "Repubblica Giorgio Belli": what stands before a first name and is a word of the language ends what is told before
    let other = |a: u16| g.common(chart, a) && !named(g, chart, a) || has(chart, t.organization, a);
    let opens_name = |a: &u16| {
        has(chart, t.first_name, *a)
            && *a + 1 < end
            && (from..*a).all(other)
            && (*a + 1..end).all(|b| !word(b) || !g.common(chart, b) || has(chart, t.surname, b))
    };
    if !g.blind
        && !g.capital_nouns
        && let Some(cut) = (from + 1..end).find(opens_name)
    {
        name(g, chart, (from, cut), known);
        return name(g, chart, (cut, end), known);
    }
    let brand = foreign(from) && g.word(from).len() > 1 && !g.common(chart, from);
    let organization = brand || organization(g, chart, from, end);
    // a title or an office at the head of a run ("President Bola Tinubu") is no part of the name
    let mut start = from;
    while start + 1 < end {
        let longest = [t.title, t.office]
            .iter()
            .flatten()
            .filter_map(|tag| chart.longest(*tag, start))
            .map(|i| i.end)
            .max();
        let Some(to) = longest else { break };
        if to >= end {
            break;
        }
        start = to;
        while start + 1 < end && !word(start) {
            start += 1;
        }
    }
    let titled = start > from
        || from > 0
            && (ends_with(chart, t.title, from)
                || ends_with(chart, t.office, from) && g.word(from - 1) != ",");
    let length = (start..end).filter(|a| word(*a)).count();
    let given = has(chart, t.first_name, start);
    let plain = (start..end).all(|a| {
        !word(a)
            || !g.common(chart, a)
            || has(chart, t.first_name, a)
            || has(chart, t.surname, a)
            || has(chart, t.particle, a)
    });
    let opens = g.opens(chart, start);
    let shouted = g.token(start).is_some_and(|t| t.shape.is_all_capitals()) && !g.blind;
    let same = length == 1 && known.surnames.contains(&g.word(start));
    let said = has(chart, t.say, end) || from > 0 && ends_with(chart, t.say, from);
    let aged = chart.mark.get(end as usize) == Some(&Mark::Comma)
        && g.token(end + 1).is_some_and(|t| t.shape.is_figure());
    let the = from > 0 && ends_with(chart, t.det, from);
    let related = from > 0 && ends_with(chart, t.relation, from);
    let unlike =
        organization || has(chart, t.nation, start) || has(chart, t.demonym, start) && !given || length > 5;
    let person = same
        || !unlike
            && if length >= 2 {
                given && (!g.blind || plain)
                    || titled && plain
                    || plain
                        && !shouted
                        && !the
                        && !g.blind
                        && (said || aged || related || unknown(g, chart, start, end))
            } else {
                !shouted
                    && (titled && plain && !the
                        || given && !g.common(chart, start) && !the && !g.blind
                        || plain && !the && (aged || related || said && has(chart, t.surname, start))
                        || plain && !the && !g.blind && !opens && has(chart, t.surname, start))
            };
    let item =
        |tag, start, end, features| Item { tag, start, end, number: 0, features, value: 0, load: NO_LOAD };
    if person {
        chart.add(item(tags::PERSON_NAME, start, end, Features::default()));
        let last = g.word(end - 1);
        if length >= 2 && last.len() > 2 && !known.surnames.contains(&last) {
            known.surnames.push(last);
        }
        chart.add(item(tags::NAME, from, end, Features::default()));
        return;
    }
    if organization {
        let to = extended(g, chart, end);
        chart.add(item(tags::NAME, from, to, ORGANIZATION));
        return;
    }
    if !(g.blind && g.sentence.part == text::Part::Title) {
        chart.add(item(tags::NAME, from, end, Features::default()));
    }
}

/// Whether a common word at the head of a run may belong to a name.
fn named(g: &Ground, chart: &Chart, at: u16) -> bool {
    let t = g.t;
    [t.title, t.office, t.body, t.organization, t.first_name, t.surname, t.direction]
        .iter()
        .any(|tag| has(chart, *tag, at))
}

/// Whether no word of a run is known to the lexicon other than as a name.
fn unknown(g: &Ground, chart: &Chart, from: u16, end: u16) -> bool {
    (from..end).all(|a| {
        chart.words[a as usize] == 0
            || has(chart, g.t.surname, a)
            || has(chart, g.t.first_name, a)
            || has(chart, g.t.particle, a)
    }) && !has(chart, g.t.feature, end)
        && !has(chart, g.t.organization, end)
}

fn organization(g: &Ground, chart: &Chart, from: u16, end: u16) -> bool {
    let t = g.t;
    let acronym = end == from + 1
        && g.token(from).is_some_and(|t| t.shape.is_all_capitals())
        && !g.blind
        && (3..=6).contains(&g.word(from).chars().count())
        && !g.common(chart, from)
        && g.word(from).chars().all(char::is_uppercase)
        && !g.token(from + 1).is_some_and(|t| t.shape.is_all_capitals());
    let suffix = end > from + 1
        && (has(chart, t.organization, end - 1)
            || (from + 1..end).any(|a| {
                has(chart, t.body, a)
                    && chart.longest(t.body.unwrap_or(u16::MAX), a).is_some_and(|i| i.end >= end)
            }));
    let whole = t.body.and_then(|b| chart.longest(b, from)).is_some_and(|i| i.end >= end);
    // "Department of Health", "Ministry for …"
    let headed = has(chart, t.organization, from)
        && (ends_with(chart, t.of, end + 1) || has(chart, t.on_behalf, end))
        && g.capital(end + 1);
    let headed = headed || end > from + 1 && has(chart, t.organization, end - 1);
    acronym || suffix || whole || headed
}

/// Over "of" and "and" to the capitalised words behind: "Department of Housing and Urban Development".
fn extended(g: &Ground, chart: &Chart, end: u16) -> u16 {
    let mut to = end;
    let mut joined = false;
    loop {
        let joint = ends_with(chart, g.t.of, to + 1) || joined && has(chart, g.t.and, to);
        let mut next = to + 1;
        if joint && ends_with(chart, g.t.det, next + 1) {
            next += 1;
        }
        if !joint || !g.capital(next) || chart.has(tags::FUNCTION, next) {
            return to;
        }
        joined = true;
        to = next + 1;
        while g.capital(to) && !chart.has(tags::FUNCTION, to) {
            to += 1;
        }
    }
}
