//! Pass 3, attribution: who is said to say what, and how far it reaches.

use pack::{Features, Pack, Tag, tags};

use crate::chart::{Chart, Item, Mark};
use crate::document::Document;
use crate::{Origin, Stance};

/// One clause of saying: the voice, the word of saying, and what is said.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) origin: Origin,
    /// Tokens over the document.
    pub(crate) voice: (u32, u32),
    pub(crate) cue: (u32, u32),
    /// What the word of saying makes of what is said.
    pub(crate) stance: Stance,
    /// Runs of tokens that are what is said.
    pub(crate) content: Vec<(u32, u32)>,
}

/// Tokens of a voice and of its word of saying, over the document.
pub(crate) type Said = ((u32, u32), (u32, u32));

/// The voices that pronouns may point to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voices {
    last: Option<Origin>,
    last_person: Option<Origin>,
    last_body: Option<Origin>,
}

/// Tags that attribution asks for.
pub(crate) struct SayTags {
    say: Option<Tag>,
    according: Option<Tag>,
    office: Option<Tag>,
    body: Option<Tag>,
    person: Option<Tag>,
    nation: Option<Tag>,
    demonym: Option<Tag>,
    capital: Option<Tag>,
    pronoun: Option<Tag>,
    adverb: Option<Tag>,
    have: Option<Tag>,
    be: Option<Tag>,
    modal: Option<Tag>,
    det: Option<Tag>,
    prep: Option<Tag>,
    of: Option<Tag>,
    by: Option<Tag>,
    conj: Option<Tag>,
    relative: Option<Tag>,
    subordinator: Option<Tag>,
    that: Option<Tag>,
    to: Option<Tag>,
    neg: Option<Tag>,
    future: Option<Tag>,
    day: Option<Tag>,
    blame: Option<Tag>,
    background: Option<Tag>,
    deny: Option<Tag>,
    figure: Option<Tag>,
    there: Option<Tag>,
    /// What joins a speaker to those spoken for: "a spokesman for the army".
    on_behalf: Option<Tag>,
    possessive: Option<Tag>,
}

impl SayTags {
    pub(crate) fn of(pack: &Pack) -> SayTags {
        let tag = |name| pack.tag(name);
        SayTags {
            say: tag("say-verb"),
            according: tag("according"),
            office: tag("office"),
            body: tag("body"),
            person: tag("person"),
            nation: tag("nation"),
            demonym: tag("demonym"),
            capital: tag("capital-state"),
            pronoun: tag("pronoun"),
            adverb: tag("adverb"),
            have: tag("have"),
            be: tag("be"),
            modal: tag("modal"),
            det: tag("det"),
            prep: tag("prep"),
            of: tag("of"),
            by: tag("by"),
            conj: tag("conj"),
            relative: tag("relative"),
            subordinator: tag("subordinator"),
            that: tag("that"),
            to: tag("place-to"),
            neg: tag("neg"),
            future: tag("future"),
            day: tag("weekday"),
            blame: tag("blame-verb"),
            background: tag("background"),
            deny: tag("deny-verb"),
            figure: tag("figure-verb"),
            there: tag("there"),
            on_behalf: tag("on-behalf"),
            possessive: tag("poss"),
        }
    }

    /// The ISO code of the state that words within tokens name, by name, adjective or capital.
    pub(crate) fn country(&self, pack: &Pack, chart: &Chart, from: u16, end: u16) -> Option<String> {
        let inside = |n: &&Item| n.start >= from && n.end <= end;
        let owned = self.body.and_then(|b| {
            let item = chart.of(b).filter(inside).min_by_key(|n| n.start)?;
            pack.value(item.value).split_once(':').map(|(_, country)| country.to_owned())
        });
        owned.or_else(|| {
            [self.nation, self.demonym, self.capital].into_iter().flatten().find_map(|tag| {
                let item = chart.of(tag).filter(inside).min_by_key(|n| n.start)?;
                Some(pack.value(item.value).to_owned()).filter(|v| v.len() == 2)
            })
        })
    }
}

fn is(chart: &Chart, tag: Option<Tag>, at: u16) -> bool {
    tag.is_some_and(|t| chart.has(t, at))
}

fn ends(chart: &Chart, tag: Option<Tag>, end: u16) -> bool {
    tag.is_some_and(|t| chart.ends(t, end))
}

/// Finds the clauses of saying of a sentence, in its order.
pub(crate) fn frames(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    voices: &mut Voices,
) -> Vec<Frame> {
    let first = document.sentences[sentence].first;
    let mut cues: Vec<Item> = Vec::new();
    for tag in [t.say, t.according, t.blame, t.deny].into_iter().flatten() {
        cues.extend(chart.of(tag).copied());
    }
    // "puts the toll at", "counted": words of saying only where a number follows
    let figures = t.figure.into_iter().flat_map(|tag| chart.of(tag));
    cues.extend(
        figures.copied().filter(|c| chart.of(tags::COUNT).any(|n| n.start >= c.end && n.start - c.end <= 8)),
    );
    cues.retain(|c| Some(c.tag) == t.according || is_verb_here(t, chart, c));
    cues.sort_by_key(|c| (c.start, u16::MAX - c.end));
    cues.dedup_by(|b, a| b.start < a.end);
    let mut out: Vec<Frame> = Vec::new();
    for cue in cues {
        let gerund = cue.features.has(Features::GERUND);
        if document.quotation_at(first + u32::from(cue.start)).is_some() {
            continue;
        }
        let according = t.according == Some(cue.tag);
        let from = out.last().map_or(0, |f| (f.cue.1.max(f.voice.1) - first) as u16);
        let found = if according {
            after(document, first, t, chart, cue.end)
        } else {
            around(document, first, t, chart, &cue)
        };
        let Some((voice, inverted)) = found.filter(|(v, _)| v.0 >= from || according || from == 0) else {
            // "…, adding that": the same voice goes on
            if gerund && let Some(last) = out.last_mut() {
                let at = first + u32::from(cue.start);
                last.content.iter_mut().for_each(|c| c.1 = c.1.min(at.max(c.0)));
                let more = Frame {
                    cue: (at, first + u32::from(cue.end)),
                    stance: Stance::parse(document.pack.value(cue.value)).unwrap_or(Stance::Reported),
                    content: vec![(at, document.sentences[sentence].end)],
                    ..last.clone()
                };
                out.push(more);
            }
            continue;
        };
        let Some(origin) = origin(document, first, t, chart, voice, voices) else { continue };
        let stance = Stance::parse(document.pack.value(cue.value)).unwrap_or(Stance::Reported);
        let opening = voice.0.min(cue.start);
        let closing = voice.1.max(cue.end);
        // what is said stands before where nothing but a time or a place of saying stands behind
        let tail = tail(t, chart, closing);
        let mark_after = tail < chart.len;
        let post = opening > from && (tail_is_bare(chart, tail) || inverted || according);
        let mut content = Vec::new();
        if post {
            content.push((first + u32::from(from), first + u32::from(opening)));
        }
        if !post || mark_after {
            content.push((
                first + u32::from(if post { tail } else { cue.start.min(closing) }),
                document.sentences[sentence].end,
            ));
        }
        // what is threatened or planned ends where its occasion begins: "pledged revenge after a strike"
        if matches!(stance, Stance::Threatened | Stance::Planned) {
            let occasion = |a: &u16| is(chart, t.subordinator, *a) || is(chart, t.background, *a);
            let end = (cue.end..chart.len).find(occasion).map(|a| first + u32::from(a));
            content.iter_mut().for_each(|c| c.1 = c.1.min(end.unwrap_or(u32::MAX).max(c.0)));
        }
        // what was said before this clause ends where it begins
        if let Some(last) = out.last_mut() {
            let limit = first + u32::from(if post { from } else { opening });
            last.content.iter_mut().for_each(|c| c.1 = c.1.min(limit.max(c.0)));
        }
        remember(voices, &origin);
        out.push(Frame {
            origin,
            voice: (first + u32::from(voice.0), first + u32::from(voice.1)),
            cue: (first + u32::from(cue.start), first + u32::from(cue.end)),
            stance,
            content,
        });
    }
    out
}

/// Where a clause of saying ends, behind "on Monday" and "in a statement on Telegram".
fn tail(t: &SayTags, chart: &Chart, closing: u16) -> u16 {
    let mut at = closing;
    while at < chart.len && at - closing < 10 {
        if chart.mark[at as usize] != Mark::No {
            return at;
        }
        let verb = chart.has(tags::VERB, at) && !chart.has(tags::TIME, at);
        let says = [t.that, t.relative, t.be, t.have].iter().any(|tag| is(chart, *tag, at));
        if verb || says || chart.has(tags::PEOPLE, at) || chart.has(tags::COUNT, at) {
            return closing;
        }
        at = chart.longest(tags::TIME, at).map_or(at + 1, |time| time.end);
    }
    if at >= chart.len { chart.len } else { closing }
}

/// Whether a clause of saying ends at a mark or with the sentence.
fn tail_is_bare(chart: &Chart, tail: u16) -> bool {
    chart.mark.get(tail as usize).is_none_or(|m| *m != Mark::No)
}

/// Whether a form that may be a noun too ("report", "claims") is a verb where it stands.
fn is_verb_here(t: &SayTags, chart: &Chart, cue: &Item) -> bool {
    let finite = cue.features.has(Features::PAST) || cue.features.has(Features::GERUND);
    let noun = [t.det, t.prep, t.possessive].iter().any(|tag| ends(chart, *tag, cue.start));
    finite || !noun && cue.start > 0
}

/// Keeps the first person of a sentence in mind for the pronouns of later ones.
pub(crate) fn notice(document: &Document, sentence: usize, t: &SayTags, chart: &Chart, voices: &mut Voices) {
    let first = document.sentences[sentence].first;
    let open = |p: &&Item| document.quotation_at(first + u32::from(p.start)).is_none();
    let Some(person) = chart.of(tags::PERSON_NAME).filter(open).min_by_key(|p| p.start) else { return };
    let mut from = person.start;
    while from > 0
        && person.start - from < 3
        && chart.mark[from as usize - 1] == Mark::No
        && !is(chart, t.prep, from - 1)
        && !is(chart, t.conj, from - 1)
    {
        from -= 1;
    }
    let found = origin(document, first, t, chart, (from, person.end), &Voices::default());
    if let Some(origin) = found {
        voices.last_person = Some(origin);
    }
}

/// The person that a sentence names outside quotation marks, nearest before a token.
pub(crate) fn person_before(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    token: u32,
) -> Option<Origin> {
    let first = document.sentences[sentence].first;
    let near = |p: &&Item| {
        first + u32::from(p.end) <= token && document.quotation_at(first + u32::from(p.start)).is_none()
    };
    let person = chart.of(tags::PERSON_NAME).filter(near).max_by_key(|p| p.end)?;
    origin(document, first, t, chart, (person.start, person.end), &Voices::default())
}

fn remember(voices: &mut Voices, origin: &Origin) {
    match origin.kind.as_deref() {
        Some("person" | "witness") => voices.last_person = Some(origin.clone()),
        _ if origin.institution.as_deref() == Some(origin.voice.as_str()) => {
            voices.last_body = Some(origin.clone())
        }
        Some(_) => voices.last_person = Some(origin.clone()),
        // a state or a thing that speaks is nobody's "he"
        None => {}
    }
    voices.last = Some(origin.clone());
}

impl Voices {
    /// The voice last heard, for words in quotation marks without one of their own.
    pub(crate) fn last(&self) -> Option<&Origin> {
        self.last.as_ref()
    }
}

/// The subject of a word of saying, before it or behind it; whether it stands behind.
fn around(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    cue: &Item,
) -> Option<((u16, u16), bool)> {
    // over auxiliaries and adverbs to the subject's end
    let mut at = cue.start;
    let mut passive = false;
    while at > 0 && [t.adverb, t.have, t.be, t.modal, t.future].iter().any(|tag| ends(chart, *tag, at)) {
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
    let before_quote = at > 0 && chart.mark[at as usize - 1] == Mark::Comma;
    let quote_mark =
        at > 0 && matches!(document.word(first + u32::from(at) - 1), "\"" | "”" | "’" | "»" | "'");
    if before_quote || at == 0 || quote_mark {
        // "…," said X; else the subject stands before an apposition that the comma closes
        if let Some((voice, _)) = after(document, first, t, chart, cue.end)
            && at > 0
            && !cue.features.has(Features::GERUND)
            && (quote_mark || at == cue.start && !is(chart, t.that, cue.end))
            && voice_like(document, first, t, chart, voice)
        {
            return Some((voice, true));
        }
        if cue.features.has(Features::GERUND) {
            return subject(document, first, t, chart, cue.start).map(|v| (v, false));
        }
        if before_quote && !quote_mark && at > 1 {
            let open = (1..at - 1).rev().find(|a| chart.mark[*a as usize] == Mark::Comma && at - a <= 18)?;
            return before(document, first, t, chart, open).map(|v| ((v.0, v.1), false));
        }
        return None;
    }
    before(document, first, t, chart, at).map(|v| (v, false))
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
fn before(document: &Document, first: u32, t: &SayTags, chart: &Chart, end: u16) -> Option<(u16, u16)> {
    let mut at = end;
    while at > 0 {
        let token = at - 1;
        let capital = document.tokens[(first + u32::from(token)) as usize].shape.is_capital();
        let strong = chart.mark[token as usize] != Mark::No || document.word(first + u32::from(token)) == ".";
        let verb =
            chart.at(token).any(|i| chart.items[i].tag == tags::VERB && chart.items[i].end == token + 1)
                && !capital
                && !is(chart, t.person, token)
                && !is(chart, t.body, token)
                && !chart.covered(t.body.unwrap_or(u16::MAX), token);
        let joint = [t.conj, t.relative, t.subordinator, t.that].iter().any(|tag| is(chart, *tag, token))
            && !chart.covered(t.body.unwrap_or(u16::MAX), token);
        let time = chart.covered(tags::TIME, token);
        if strong || verb || joint || time || end - token > 14 {
            break;
        }
        at = token;
    }
    // "in a statement the ministry": what stands before the last article is no part of the subject
    let led = |a: u16| is(chart, t.prep, a) || is(chart, t.adverb, a);
    if at < end && led(at) {
        let det = (at..end).rev().find(|a| is(chart, t.det, *a));
        let capital =
            (at..end).rev().find(|a| document.tokens[(first + u32::from(*a)) as usize].shape.is_capital());
        at = det.or(capital).unwrap_or(at);
    }
    while at < end && led(at) {
        at += 1;
    }
    let mut end = end;
    while at < end && [t.adverb, t.have, t.be, t.modal].iter().any(|tag| is(chart, *tag, end - 1)) {
        end -= 1;
    }
    let words = (at..end).any(|a| !is(chart, t.det, a));
    (at < end && words).then_some((at, end))
}

/// The noun group that starts at a token.
fn after(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    start: u16,
) -> Option<((u16, u16), bool)> {
    let mut at = start;
    while at < chart.len {
        let capital = document.tokens[(first + u32::from(at)) as usize].shape.is_capital();
        let strong = chart.mark[at as usize] != Mark::No
            || document.word(first + u32::from(at)) == "." && at + 1 >= chart.len;
        let verb = chart.at(at).any(|i| chart.items[i].tag == tags::VERB && chart.items[i].end == at + 1)
            && !capital
            && !is(chart, t.person, at)
            && !chart.covered(t.body.unwrap_or(u16::MAX), at);
        let inside =
            is(chart, t.of, at) || is(chart, t.prep, at) && chart.has(tags::PLACE, at + 1) && at > start;
        let inside = inside || is(chart, t.on_behalf, at) && at > start;
        let out = is(chart, t.prep, at) && !inside
            || [t.relative, t.subordinator, t.adverb, t.that].iter().any(|tag| is(chart, *tag, at))
                && at > start
            || [t.be, t.have, t.modal, t.day].iter().any(|tag| is(chart, *tag, at))
            || is(chart, t.conj, at) && chart.mark.get(at as usize + 1).is_none();
        let held = chart.covered(t.body.unwrap_or(u16::MAX), at) && at > start;
        if strong || verb || out && !held || chart.covered(tags::TIME, at) || at - start > 12 {
            break;
        }
        at += 1;
    }
    (at > start).then_some(((start, at), true))
}

/// Whether a noun group can be a voice at all.
fn voice_like(document: &Document, first: u32, t: &SayTags, chart: &Chart, (from, end): (u16, u16)) -> bool {
    // "no group", "nobody", "there": nobody says it
    let no = document.pack.tag("no");
    if is(chart, no, from) || is(chart, t.there, from) || is(chart, t.neg, from) {
        return false;
    }
    // "hundreds reported killed": a mere number says nothing
    let number = chart.of(tags::COUNT).any(|n| n.start <= from && n.end + 1 >= end);
    !number
        && (from..end).any(|a| {
            document.tokens[(first + u32::from(a)) as usize].shape.is_capital()
                || [t.office, t.body, t.person, t.pronoun].iter().any(|tag| is(chart, *tag, a))
                || chart.has(tags::PERSON_NAME, a)
        })
}

/// The words of a voice that are worth showing, at most.
const VOICE_WORDS: u16 = 8;

pub(crate) fn origin(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    (from, end): (u16, u16),
    voices: &Voices,
) -> Option<Origin> {
    if let Some(pronoun) = t.pronoun.and_then(|p| chart.longest(p, from))
        && pronoun.end >= end
    {
        let found = match document.pack.value(pronoun.value) {
            "body" => voices.last_body.as_ref().or(voices.last.as_ref()),
            "m" | "f" => voices.last_person.as_ref().or(voices.last.as_ref()),
            "they" => voices.last.as_ref(),
            _ => None,
        };
        return found.cloned();
    }
    if !voice_like(document, first, t, chart, (from, end)) {
        let no = document.pack.tag("no");
        let lone = !is(chart, no, from)
            && !is(chart, t.there, from)
            && !chart.has(tags::ORDINAL, from)
            && !chart.has(tags::NUMBER, from)
            && end - from <= 4
            && (from..end).any(|a| chart.modifier[a as usize]);
        if !lone {
            return None;
        }
    }
    let mut from = from;
    let mut end = end;
    while from + 1 < end && is(chart, t.det, from) {
        from += 1;
    }
    let named = chart
        .of(tags::PERSON_NAME)
        .filter(|n| n.start >= from && n.end <= end)
        .min_by_key(|n| n.start)
        .copied();
    let body = t.body.and_then(|b| {
        chart
            .of(b)
            .filter(|n| n.start >= from && n.end <= end)
            .max_by_key(|n| (n.end - n.start, u16::MAX - n.start))
            .copied()
    });
    let office = t.office.and_then(|o| {
        chart.of(o).filter(|n| n.start >= from && n.end <= end).min_by_key(|n| n.start).copied()
    });
    if end - from > VOICE_WORDS {
        // the name, or the head with what belongs to it
        if let Some(n) = named {
            (from, end) = (n.start, n.end.min(n.start + VOICE_WORDS));
        } else {
            let cut = (from + 2..end).find(|a| is(chart, t.prep, *a) && !is(chart, t.of, *a)).unwrap_or(end);
            end = cut.min(from + VOICE_WORDS);
        }
    }
    let words = document.words_of(first + u32::from(from), first + u32::from(end));
    let kind_of =
        |item: Option<Item>| item.map(|i| document.pack.value(i.value).to_owned()).filter(|v| !v.is_empty());
    let body_value = kind_of(body);
    let (body_kind, body_country) = match body_value.as_deref().map(|v| v.split_once(':')) {
        Some(Some((kind, country))) => (Some(kind.to_owned()), Some(country.to_owned())),
        _ => (body_value, None),
    };
    let side = body_country.or_else(|| t.country(document.pack, chart, from, end));
    let institution = body.map(|b| {
        // a demonym or a possessive before the body belongs to it: "Russia's Defence Ministry"
        let mut start = b.start;
        while start > from
            && !chart.mark[start as usize - 1].eq(&Mark::Comma)
            && start - from < 4
            && named.is_none_or(|n| n.start >= start)
        {
            start -= 1;
        }
        document.words_of(first + u32::from(start.max(from)), first + u32::from(b.end)).to_owned()
    });
    let kind = match (named, kind_of(office), body_kind) {
        (_, Some(office), _) => Some(office),
        (None, None, Some(body)) => Some(body),
        (Some(_), None, Some(body)) => Some(body),
        (Some(_), None, None) => Some("person".to_owned()),
        _ => None,
    };
    let voice = words.trim_matches(|c: char| c.is_whitespace() || ",;:".contains(c)).to_owned();
    let span = document.span(first + u32::from(from), first + u32::from(end));
    (!voice.is_empty()).then_some(Origin { voice, span, kind, institution, side, via: Vec::new() })
}
