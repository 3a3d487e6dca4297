//! The mentions of a reading, and the sentences with figures that no rule read.

use pack::{RuleOutput, Tag, tags};

use crate::chart::{Chart, Item};
use crate::document::Role;
use crate::passes::Found;
use crate::{Count, Mention, MentionType, QuoteParts, Unread, Value, place_value};

pub(crate) fn mentions(found: &Found) -> Vec<Mention> {
    let document = &found.document;
    let counted = found.loads.times.len() + found.loads.counts.len() + found.places.len();
    let mut out = Vec::with_capacity(2 * counted + found.spoken.len() + found.frames.len());
    let mut add = |kind, tokens: (u32, u32), value| {
        if let Some(span) = document.span(tokens.0, tokens.1) {
            out.push(Mention { kind, span, value, quote: None });
        }
    };
    for time in found.loads.times.iter().filter(|t| !t.inner) {
        add(MentionType::Time, time.tokens, Some(Value::Time(time.shown())));
    }
    for (at, place) in found.places.iter().enumerate() {
        let value = place_value::value(&found.places, &found.names, at, gazetteer::Gazetteer::in_use());
        add(MentionType::Place, place.tokens, Some(Value::Place(value)));
    }
    let pack = document.pack;
    let (weapon, target, body) =
        (document.tags.chunks.weapon, document.tags.chunks.target, document.tags.say.body);
    for (sentence, chart) in document.sentences.iter().zip(&found.charts) {
        let tokens = |i: &Item| (sentence.first + u32::from(i.start), sentence.first + u32::from(i.end));
        let category = |item: &Item| {
            let value = pack.value(item.value);
            let (category, name) =
                value.split_once(':').map_or((value, None), |(c, n)| (c, Some(n.to_owned())));
            Some(Value::Category { category: category.to_owned(), name })
        };
        let longest = |item: &&Item| chart.longest(item.tag, item.start).is_some_and(|l| l.end == item.end);
        let of = |tag: Option<Tag>| tag.into_iter().flat_map(|tag| chart.of(tag));
        for item in chart.of(tags::COUNT) {
            let count = found.loads.counts.get(item.load as usize);
            add(MentionType::Count, tokens(item), count.map(|c: &Count| Value::Count(*c)));
        }
        for item in chart.of(tags::PERSON_NAME) {
            add(MentionType::Person, tokens(item), None);
        }
        for item in of(weapon).filter(longest) {
            add(MentionType::Weapon, tokens(item), category(item));
        }
        for item in of(target).filter(longest) {
            add(MentionType::Target, tokens(item), category(item));
        }
        let organization =
            |i: &&Item| i.features.has(crate::persons::ORGANIZATION) && !person_inside(chart, i);
        for item in chart.of(tags::NAME).filter(organization) {
            add(MentionType::Organization, tokens(item), None);
        }
        let capital = |at: u32| document.tokens[at as usize].shape.is_capital();
        for item in of(body).filter(longest) {
            // an article is part of a name only where it is written large for nothing else: "the BBC", but "Il Sole"
            let (first, end) = tokens(item);
            let article = chart.has(tags::FUNCTION, item.start) && item.end > item.start + 1;
            let own = capital(first) && item.start > 0;
            let first = if article && !own { first + 1 } else { first };
            if capital(first) {
                add(MentionType::Organization, (first, end), None);
            }
        }
    }
    for s in &found.spoken {
        if let Some(span) = document.span(s.quotation.open + 1, s.quotation.close) {
            let part = |tokens: Option<(u32, u32)>| tokens.and_then(|(a, b)| document.span(a, b));
            let quote = QuoteParts {
                source: part(s.said.map(|s| s.0)),
                cue: part(s.said.map(|s| s.1)),
                direct: true,
            };
            let value = Value::Quote { speaker: s.origin.as_ref().map(|o| o.voice.clone()) };
            out.push(Mention { kind: MentionType::Quote, span, value: Some(value), quote: Some(quote) });
        }
    }
    for frame in found.frames.iter().flatten() {
        // what is said without marks of quotation
        for (a, b) in &frame.content {
            if (*a..*b).any(|t| document.quotation_at(t).is_some()) {
                continue;
            }
            let quote = QuoteParts {
                source: document.span(frame.voice.0, frame.voice.1),
                cue: document.span(frame.cue.0, frame.cue.1),
                direct: false,
            };
            let (a, b) = trimmed(found, *a, *b);
            if let Some(span) = document.span(a, b).filter(|_| b > a + 1) {
                let value = Value::Quote { speaker: Some(frame.origin.voice.clone()) };
                out.push(Mention { kind: MentionType::Quote, span, value: Some(value), quote: Some(quote) });
            }
        }
    }
    out.sort_by_cached_key(|m| (m.span, m.kind));
    out.dedup_by(|b, a| a.span == b.span && a.kind == b.kind);
    out
}

fn person_inside(chart: &Chart, item: &Item) -> bool {
    chart.of(tags::PERSON_NAME).any(|p| item.start <= p.start && p.end <= item.end)
}

/// Without marks, blanks and a leading "that" at the ends.
fn trimmed(found: &Found, a: u32, b: u32) -> (u32, u32) {
    let document = &found.document;
    let that = document.tags.say.that;
    let mark = |t: u32| document.tokens[t as usize].shape.is_mark();
    let (mut a, mut b) = (a, b);
    while a < b && mark(a) {
        a += 1;
    }
    while a < b && mark(b - 1) {
        b -= 1;
    }
    if a < b {
        let mut found = false;
        document
            .pack
            .lexicon
            .phrases(&document.words[a as usize..=a as usize], |_, _, e| found |= Some(e.tag) == that);
        a += u32::from(found);
    }
    (a, b)
}

/// Sentences with a count that no claim rests on.
pub(crate) fn unread(found: &Found) -> Vec<Unread> {
    let document = &found.document;
    let mut out = Vec::new();
    for (number, (sentence, chart)) in document.sentences.iter().zip(&found.charts).enumerate() {
        if document.roles[number] == Role::Boilerplate || chart.of(tags::COUNT).next().is_none() {
            continue;
        }
        let read = found.candidates.iter().any(|c| {
            c.sentence == number
                && matches!(c.value, Some(Value::Count(_)))
                && matches!(document.pack.rules[c.rule as usize].output, RuleOutput::Claims(_))
        });
        if !read && let Some(span) = document.span(sentence.first, sentence.end) {
            out.push(Unread { span, why: "a figure that no rule read" });
        }
    }
    out
}
