//! Pass 3, attribution: the noun group that is the subject of a word of saying.

use pack::{Features, Tag, tags};

use crate::attribution::{SayTags, ends, is};
use crate::chart::{Chart, Item, Mark};
use crate::document::Document;
use crate::speakers::{VOICE_WORDS, voice_like};

/// Who says something, in tokens of the sentence.
pub(crate) struct Subject {
    pub(crate) voice: (u16, u16),
    /// Whether it stands behind the word of saying.
    pub(crate) inverted: bool,
    /// The same speaker between commas: "the mayor, Ana Ruiz, said".
    pub(crate) apposition: Option<(u16, u16)>,
}

impl Subject {
    pub(crate) fn before(voice: (u16, u16)) -> Subject {
        Subject { voice, inverted: false, apposition: None }
    }
}

/// The subject of a word of saying, before it or behind it.
pub(crate) fn around(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    cue: &Item,
) -> Option<Subject> {
    if t.verb_first && !is(chart, t.that, cue.end) {
        let negated = ends(chart, t.neg, cue.start) || cue.start > 0 && is(chart, t.to, cue.start - 1);
        let behind = after(document, first, t, chart, cue.end)
            .filter(|s| !negated && voice_like(document, first, t, chart, head_of(t, chart, s.voice)));
        if let Some(subject) = behind {
            // what is said stands behind where a "that" leads to it
            let told = (subject.voice.1..chart.len.min(subject.voice.1 + THAT)).any(|a| is(chart, t.that, a));
            return Some(Subject { inverted: !told, ..subject });
        }
    }
    // over auxiliaries and adverbs to the subject's end
    let mut at = cue.start;
    let mut passive = false;
    while at > 0 && helps(document, first, t, chart, at - 1) {
        passive |= ends(chart, t.be, at);
        at -= 1;
    }
    if at > 0 && (is(chart, t.to, at - 1) || ends(chart, t.neg, at)) {
        return None;
    }
    let participle = cue.features.has(Features::PARTICIPLE);
    if passive && participle {
        let by = is(chart, t.by, cue.end);
        return by.then(|| after(document, first, t, chart, cue.end + 1)).flatten();
    }
    // "i morti sono due: lo riferisce il sindaco"
    let points_back = at == cue.start && is(chart, t.points_back, cue.start);
    // "…, on Monday said the mayor"
    let comma = |a: u16| a > 0 && chart.mark[a as usize - 1] == Mark::Comma;
    let day =
        chart.of(tags::TIME).find(|n| n.end == at && at == cue.start && comma(n.start)).map(|n| n.start);
    let at = day.unwrap_or(at);
    let alone = day.is_some() || at == cue.start;
    let mark = at.checked_sub(1).map_or(Mark::No, |before| chart.mark[before as usize]);
    // «…, — сказав мер»
    let dash = at > 1 && is(chart, t.signs, at - 1) && chart.mark[usize::from(at) - 2] != Mark::No;
    let before_quote = mark == Mark::Comma || points_back && mark != Mark::No || dash;
    let quote_mark =
        at > 0 && matches!(document.word(first + u32::from(at) - 1), "\"" | "”" | "’" | "»" | "'");
    if before_quote || at == 0 || quote_mark {
        // "…," said X; else the subject stands before an apposition that the comma closes
        if let Some(subject) = after(document, first, t, chart, cue.end)
            && (at > 0 || is(chart, t.points_back, cue.start))
            && !cue.features.has(Features::GERUND)
            && !is(chart, t.tell, cue.start)
            // "the minister, who came from Cali, blamed the rebels": whom one blames stands behind
            && (quote_mark || dash || Some(cue.tag) != t.blame)
            && (quote_mark || alone && !is(chart, t.that, cue.end))
            && (dash || voice_like(document, first, t, chart, head_of(t, chart, subject.voice)))
            && ![t.be, t.have, t.modal, t.future].iter().any(|tag| is(chart, *tag, subject.voice.1))
            && !(subject.voice.1..subject.voice.1 + 2)
                // «їх, кажуть там, затримали»: what stands behind a mark is not the subject's
                .take_while(|a| !cased(document) || chart.mark.get(usize::from(*a)) == Some(&Mark::No))
                .any(|a| does(chart, a, Features::PAST))
        {
            return Some(subject);
        }
        if cue.features.has(Features::GERUND) {
            return subject(document, first, t, chart, cue.start).map(Subject::before);
        }
        // "…», ha detto.": a language that leaves out its pronouns names nobody there
        let closed =
            at > 1 && matches!(document.word(first + u32::from(at) - 2), "\"" | "”" | "’" | "»" | "'");
        if before_quote && !quote_mark && !closed && !dash && at > 1 {
            let open = (1..at - 1).rev().find(|a| chart.mark[*a as usize] == Mark::Comma && at - a <= 18)?;
            let voice = before(document, first, t, chart, open)?;
            // a clause is no name of the speaker: "…, who saw it, said", "…, while confirming the attack, said"
            let doing = (open + 1..at.min(open + 3)).any(|a| does(chart, a, Features::GERUND));
            // «der Kanal, der der Polizei nahesteht, schreibt»
            let led =
                is(chart, t.det, open + 1) && [t.det, t.prep].iter().any(|tag| is(chart, *tag, open + 2));
            let clause = is(chart, t.relative, open + 1) || led || doing || at - open > VOICE_WORDS;
            let apposition = (!clause).then_some((open + 1, at - 1));
            return Some(Subject { voice, inverted: false, apposition });
        }
        return None;
    }
    // "ha diffuso dati diversi parlando di 200 morti": whose gerund it is, and not what stands before it
    if cue.features.has(Features::GERUND) && t.points_back.is_some() {
        return subject(document, first, t, chart, cue.start).map(Subject::before);
    }
    let voice = before(document, first, t, chart, at);
    let clause = clause_start(t, chart, voice.map_or(at, |v| v.0));
    let main = clause.and_then(|start| before(document, first, t, chart, start));
    main.or(voice).map(Subject::before)
}

/// How far behind its subject a "that" may stand, in tokens: "said the mayor, on Monday, that".
const THAT: u16 = 10;

/// Whether a token is a verb in this form.
fn does(chart: &Chart, at: u16, form: Features) -> bool {
    chart.at(at).any(|i| chart.items[i].tag == tags::VERB && chart.items[i].features.has(form))
}

/// Where the clause begins that a noun group ends: "witnesses [who fled the area] said", "the mayor[, confirming the
/// attack] said".
fn clause_start(t: &SayTags, chart: &Chart, group: u16) -> Option<u16> {
    let opens = |a: u16| {
        let relative = is(chart, t.relative, a) && (a..group).any(|v| does(chart, v, Features::PAST));
        let doing = chart.mark[a as usize] == Mark::Comma && does(chart, a + 1, Features::GERUND);
        relative && a > 0 && !does(chart, a - 1, Features::PAST) || doing
    };
    let start = (group.saturating_sub(CLAUSE)..group)
        .rev()
        .find(|a| opens(*a) || chart.mark[*a as usize] != Mark::No)?;
    opens(start).then_some(start)
}

/// How far before a noun group the clause begins whose last it is, in tokens.
const CLAUSE: u16 = 10;

/// A noun group without what hangs on it: "the death of the mayor" is a death.
pub(crate) fn head_of(t: &SayTags, chart: &Chart, (from, end): (u16, u16)) -> (u16, u16) {
    (from, (from + 1..end).find(|a| is(chart, t.prep, *a)).unwrap_or(end))
}

/// Whether a word only goes with a verb: "had", "also". In capitals it is a name: CAN.
fn helps(document: &Document, first: u32, t: &SayTags, chart: &Chart, at: u16) -> bool {
    let name = document.tokens[(first + u32::from(at)) as usize].shape.is_all_capitals();
    !name && [t.adverb, t.have, t.be, t.modal, t.future].iter().any(|tag| ends(chart, *tag, at + 1))
}

/// The subject of the sentence's first verb, for "…, telling reporters that".
fn subject(document: &Document, first: u32, t: &SayTags, chart: &Chart, limit: u16) -> Option<(u16, u16)> {
    let verb = (1..limit).find(|a| {
        chart.at(*a).any(|i| chart.items[i].tag == tags::VERB && chart.items[i].features.has(Features::PAST))
            && !document.tokens[(first + u32::from(*a)) as usize].shape.is_capital()
    })?;
    before(document, first, t, chart, verb)
}

/// The noun group that ends at a token.
pub(crate) fn before(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    end: u16,
) -> Option<(u16, u16)> {
    // "the Observatory (SOHR) said"
    let end = match end.checked_sub(1).filter(|last| document.word(first + u32::from(*last)) == ")") {
        Some(last) => (last.saturating_sub(6)..last)
            .rfind(|a| document.word(first + u32::from(*a)) == "(")
            .unwrap_or(end),
        None => end,
    };
    let mut at = end;
    while at > 0 {
        let token = at - 1;
        let capital = document.tokens[(first + u32::from(token)) as usize].shape.is_capital();
        let strong = chart.mark[token as usize] != Mark::No || document.word(first + u32::from(token)) == ".";
        // "in charge of"
        let governed = token > 0 && is(chart, t.prep, token - 1);
        let verb =
            chart.at(token).any(|i| chart.items[i].tag == tags::VERB && chart.items[i].end == token + 1)
                && !capital
                && !governed
                && !is(chart, t.person, token)
                && !is(chart, t.body, token)
                && !chart.covered(t.body.unwrap_or(u16::MAX), token);
        // "a league of teachers and nurses"
        let of_both = || (token.saturating_sub(3)..token).any(|a| is(chart, t.of, a));
        let joint = [t.conj, t.relative, t.subordinator, t.that].iter().any(|tag| is(chart, *tag, token))
            && !chart.covered(t.body.unwrap_or(u16::MAX), token)
            && !(is(chart, t.conj, token) && token + 1 < end && of_both());
        let time = chart.covered(tags::TIME, token);
        if strong || verb || joint || time || end - token > 14 {
            break;
        }
        at = token;
    }
    // "first reports from the port spoke of": the noun before "from" only looks like a verb
    let noun = |i: usize| {
        let item = chart.items[i];
        item.end == at && item.tag == tags::VERB && !item.features.has(Features::PAST)
    };
    if 0 < at && at < end && is(chart, t.prep, at) && chart.at(at - 1).any(noun) {
        at -= 1;
        while at > 0 && chart.modifier[at as usize - 1] && chart.mark[at as usize - 1] == Mark::No {
            at -= 1;
        }
    }
    // "in a statement the ministry": what stands before the last article is no part of the subject
    let led = |a: u16| is(chart, t.prep, a) || is(chart, t.adverb, a);
    while at < end && is(chart, t.adverb, at) {
        at += 1;
    }
    if at < end && is(chart, t.prep, at) {
        let det = (at..end).rev().find(|a| is(chart, t.det, *a));
        // «у Генштабі ЗСУ»: where cases tell, what stands in the place of a speaker is one
        let body = Some(at + 1).filter(|a| cased(document) && is(chart, t.body, *a));
        let capital =
            (at..end).rev().find(|a| document.tokens[(first + u32::from(*a)) as usize].shape.is_capital());
        at = body.or(det).or(capital).unwrap_or(at);
    }
    while at < end && led(at) {
        at += 1;
    }
    let mut end = end;
    while at < end && helps(document, first, t, chart, end - 1) {
        end -= 1;
    }
    let words = (at..end).any(|a| !is(chart, t.det, a));
    (at < end && words).then_some((at, end))
}

/// Whether the language tells by its cases what others tell by articles and order.
fn cased(document: &Document) -> bool {
    !document.pack.endings.is_empty()
}

/// Behind whom something is told to, in which medium and when: «сказав журналістам у понеділок [мер]».
fn led_over(t: &SayTags, chart: &Chart, start: u16) -> u16 {
    let mut at = start;
    while let Some(item) =
        [t.to_whom, Some(tags::TIME), t.adverb].into_iter().flatten().find_map(|tag| chart.longest(tag, at))
    {
        at = item.end;
    }
    at
}

/// The noun group that starts at a token.
pub(crate) fn after(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    start: u16,
) -> Option<Subject> {
    if is(chart, t.relative, start) {
        return None;
    }
    let leads = is(chart, t.to_whom, start) || t.to_whom.is_some() && chart.has(tags::TIME, start);
    let start = match leads {
        // over the recipient, the medium and the day: to the subject itself where there are no articles
        true if cased(document) || t.verb_first => led_over(t, chart, start),
        // else to its article
        true => (start + 1..chart.len.min(start + 8)).find(|a| {
            is(chart, t.det, *a) && !is(chart, t.to_whom, a - 1) && !chart.covered(tags::TIME, *a)
        })?,
        false => start,
    };
    let mut at = start;
    while at < chart.len {
        let capital = document.tokens[(first + u32::from(at)) as usize].shape.is_capital();
        let strong = chart.mark[at as usize] != Mark::No
            || document.word(first + u32::from(at)) == "." && at + 1 >= chart.len;
        // "according to a casualty list"
        let listed = at > start
            && is(chart, t.det, start)
            && chart.at(at).all(|i| !chart.items[i].features.has(Features::FINITE));
        let verb = chart.at(at).any(|i| chart.items[i].tag == tags::VERB && chart.items[i].end == at + 1)
            && !capital
            && !listed
            && !is(chart, t.person, at)
            && !chart.covered(t.body.unwrap_or(u16::MAX), at);
        let inside =
            is(chart, t.of, at) || is(chart, t.prep, at) && chart.has(tags::PLACE, at + 1) && at > start;
        let inside = inside || is(chart, t.on_behalf, at) && at > start;
        // "the Commission on Human Rights"
        let named = |a: u16| {
            document.tokens.get((first + u32::from(a)) as usize).is_some_and(|t| t.shape.is_capital())
        };
        let inside = inside
            || at > start
                && is(chart, t.prep, at)
                && !is(chart, t.place_in, at)
                && named(at - 1)
                && named(at + 1)
                && chart.of(tags::PERSON_NAME).all(|n| n.end != at)
                && !chart.has(tags::TIME, at + 1)
                && !is(chart, t.day, at + 1);
        let out = is(chart, t.prep, at) && !inside
            || [t.relative, t.subordinator, t.adverb, t.that].iter().any(|tag| is(chart, *tag, at))
                && at > start
            || [t.be, t.have, t.modal, t.day].iter().any(|tag| is(chart, *tag, at))
            || is(chart, t.conj, at) && chart.mark.get(at as usize + 1).is_none();
        // "secondo il ministero i morti": another article begins another group
        let out = out
            || is(chart, t.det, at)
                && at > start
                && !is(chart, t.prep, at - 1)
                && !is(chart, t.det, at - 1)
                && !is(chart, t.conj, at - 1);
        // "accused the ministry the rebels of": where no article parts them another body does
        let another =
            || chart.at(start).any(|i| Some(chart.items[i].tag) == t.body && chart.items[i].end == at);
        let out = out || t.verb_first && at > start && is(chart, t.body, at) && another();
        // "nach Angaben der Polizei 19 Menschen": so does a number of people
        let counted = || chart.of(tags::COUNT).any(|n| n.start == at);
        let out = out || at > start && chart.has(tags::PEOPLE, at) && counted();
        let held = chart.covered(t.body.unwrap_or(u16::MAX), at) && at > start;
        if strong || verb || out && !held || chart.covered(tags::TIME, at) || at - start > 12 {
            break;
        }
        at += 1;
    }
    (at > start).then_some(Subject { voice: (start, at), inverted: true, apposition: None })
}

/// The same speaker behind a comma: "said the spokesman, John Smith", "said Ana Ruiz, the mayor". It ends at a mark.
pub(crate) fn apposed(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    voice: (u16, u16),
) -> Option<(u16, u16)> {
    chart.mark.get(usize::from(voice.1)).filter(|m| **m == Mark::Comma)?;
    let (from, end) = after(document, first, t, chart, voice.1 + 1)?.voice;
    let closed = chart.mark.get(usize::from(end)).is_none_or(|m| *m != Mark::No)
        || document.word(first + u32::from(end)) == ".";
    let holds = |(a, b): (u16, u16), tag: Option<Tag>| (a..b).any(|at| is(chart, tag, at));
    let named = |(a, b): (u16, u16)| chart.of(tags::PERSON_NAME).find(|n| n.start >= a && n.end <= b);
    let fits = match named(voice) {
        // the office of who is named
        Some(_) => {
            named((from, end)).is_none() && (holds((from, end), t.office) || holds((from, end), t.person))
        }
        // the name of whose office is told, and nothing but the name
        None => {
            let name = named((from, end)).is_some_and(|n| n.start == from && n.end == end)
                || chart.of(tags::NAME).any(|n| n.start == from && n.end == end)
                    && !(from..end).any(|a| chart.covered(tags::PLACE, a));
            name && (holds(voice, t.office) || holds(voice, t.person))
        }
    };
    (fits && closed && end - from <= VOICE_WORDS).then_some((from, end))
}
