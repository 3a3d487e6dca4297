//! Pass 3, speakers: who a noun group is that says something, and whom a pronoun means.

use std::sync::Arc;

use pack::{Features, tags};

use crate::Origin;
use crate::attribution::{SayTags, ends, is};
use crate::bodies::without_home;
use crate::chart::{Chart, Item, Mark};
use crate::document::Document;

/// The voices that pronouns and short names may point to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voices {
    last: Option<Arc<Origin>>,
    last_person: Option<Arc<Origin>>,
    last_body: Option<Arc<Origin>>,
    /// The medium last heard or named as a source: "the magazine".
    last_media: Option<Arc<Origin>>,
    /// How many sentences ago that was.
    since_body: u32,
    /// The state that the words before named last.
    last_state: Option<String>,
    named: Vec<FullName>,
}

/// A name in capitals that shorter words may stand for later: "National Commission on Human Rights".
#[derive(Clone, Debug)]
struct FullName {
    name: String,
    /// The words before its first preposition, in small letters; the last of them is what it goes by.
    words: Vec<String>,
    /// "NCHR", or "HRC" within it.
    initials: String,
    side: Option<String>,
}

impl FullName {
    /// Whether words in small letters ("commission", "human rights commission") or initials mean it.
    fn is_meant_by(&self, short: &str) -> bool {
        let mut words = short.split_whitespace().rev();
        let Some(head) = words.next() else { return false };
        short.len() > 1 && self.initials.ends_with(short)
            || self.words.last().is_some_and(|w| w == head)
                && words.all(|w| self.words.iter().any(|v| v == w))
    }
}

/// Keeps the first person of a sentence in mind for the pronouns of later ones, and the full names for short ones.
pub(crate) fn notice(document: &Document, sentence: usize, t: &SayTags, chart: &Chart, voices: &mut Voices) {
    let first = document.sentences[sentence].first;
    full_names(document, first, t, chart, &mut voices.named);
    voices.since_body += 1;
    voices.last_state = t.last_state(document.pack, chart).or(voices.last_state.take());
    let open = |p: &&Item| document.quotation_at(first + u32::from(p.start)).is_none();
    let Some(person) = chart.of(tags::PERSON_NAME).filter(open).min_by_key(|p| p.start) else { return };
    let from = led_from(document, first, t, chart, person.start);
    let found = origin(document, first, t, chart, (from, person.end), &Voices::default());
    if let Some(origin) = found {
        voices.last_person = Some(origin);
    }
}

/// Full names that are kept in mind, the last ones.
const NAMES_KEPT: usize = 60;

/// Where the words begin that lead up to a name: "regional governor Oleh Koval".
fn led_from(document: &Document, first: u32, t: &SayTags, chart: &Chart, start: u16) -> u16 {
    let mut from = start;
    let leads = |at: u16| {
        let small = !document.tokens[(first + u32::from(at)) as usize].shape.is_capital();
        chart.mark[at as usize] == Mark::No
            && ![t.prep, t.conj, t.subordinator, t.pronoun].iter().any(|tag| is(chart, *tag, at))
            && !(small && (chart.has(tags::VERB, at) || is(chart, t.say, at)))
    };
    while from > 0 && start - from < 3 && leads(from - 1) {
        from -= 1;
    }
    from
}

/// Adds the names of a sentence that run over two words in capitals or more, "of" and its like between them.
fn full_names(document: &Document, first: u32, t: &SayTags, chart: &Chart, named: &mut Vec<FullName>) {
    let capital = |at: u16| {
        let shape = document.tokens[(first + u32::from(at)) as usize].shape;
        shape.is_word() && shape.is_capital() && !is(chart, t.det, at)
    };
    let joins = |at: u16| is(chart, t.prep, at) && !is(chart, t.place_in, at) && !is(chart, t.by, at);
    let mut at = 0;
    while at < chart.len {
        let from = at;
        let mut head = None;
        while at < chart.len && capital(at) {
            at += 1;
            if at + 1 < chart.len && capital(at + 1) {
                let joined = joins(at);
                head = head.or(Some(at).filter(|_| joined));
                at += u16::from(joined || is(chart, t.owns, at));
            }
        }
        let head = head.unwrap_or(at);
        let person = chart.of(tags::PERSON_NAME).any(|n| n.start < at && from < n.end);
        if at > from + 1 && at - from <= VOICE_WORDS && !person {
            let words = (from..head).map(|a| document.word(first + u32::from(a)).to_lowercase()).collect();
            let initials = (from..at)
                .filter(|a| capital(*a))
                .filter_map(|a| document.word(first + u32::from(a)).chars().next());
            let name = t
                .known_as(document.pack, chart, (from, at))
                .map(without_home)
                .unwrap_or_else(|| document.words_of(first + u32::from(from), first + u32::from(at)))
                .to_owned();
            named.retain(|n| n.name != name);
            if named.len() == NAMES_KEPT {
                named.remove(0);
            }
            named.push(FullName {
                name,
                words,
                initials: initials.collect(),
                side: t.country(document.pack, chart, from, at),
            });
        }
        at = at.max(from + 1);
    }
}

/// The body that a sentence names before a token, for the "it" that stands there.
pub(crate) fn body_before(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    end: u16,
    voices: &Voices,
) -> Option<Arc<Origin>> {
    let speaks = |b: &&Item| {
        let kind = document.pack.value(b.value);
        !["group", "witness"].iter().any(|k| kind.starts_with(k))
    };
    let body = chart
        .of(t.body?)
        .filter(speaks)
        .filter(|b| b.end < end)
        .min_by_key(|b| (b.start, u16::MAX - b.end))?;
    let from = led_from(document, first, t, chart, body.start);
    // "its guns", just after the ministry has spoken: what is the ministry's
    if voices.since_body <= 1 && is(chart, t.possessive, from) {
        return voices.last_body.clone();
    }
    origin(document, first, t, chart, (from, body.end), voices)
}

/// The person that a sentence names outside quotation marks, nearest before a token.
pub(crate) fn person_before(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    token: u32,
) -> Option<Arc<Origin>> {
    let first = document.sentences[sentence].first;
    let near = |p: &&Item| {
        first + u32::from(p.end) <= token && document.quotation_at(first + u32::from(p.start)).is_none()
    };
    let person = chart.of(tags::PERSON_NAME).filter(near).max_by_key(|p| p.end)?;
    origin(document, first, t, chart, (person.start, person.end), &Voices::default())
}

pub(crate) fn remember(voices: &mut Voices, origin: &Arc<Origin>) {
    let body = origin.institution.as_deref().is_some_and(|i| {
        i == origin.voice || voices.named.iter().any(|n| n.name == i && n.is_meant_by(&origin.voice))
    });
    if origin.kind.as_deref() == Some("media") {
        voices.last_media = Some(origin.clone());
    }
    match origin.kind.as_deref() {
        Some("person" | "witness") => voices.last_person = Some(origin.clone()),
        _ if body => {
            voices.last_body = Some(origin.clone());
            voices.since_body = 0;
        }
        Some(_) => voices.last_person = Some(origin.clone()),
        // a state or a thing that speaks is nobody's "he"
        None => {}
    }
    voices.last = Some(origin.clone());
}

impl Voices {
    /// The voice last heard, for words in quotation marks without one of their own.
    pub(crate) fn last(&self) -> Option<&Arc<Origin>> {
        self.last.as_ref()
    }

    /// The body last heard, for "it" and "its".
    pub(crate) fn body(&self) -> Option<&Arc<Origin>> {
        self.last_body.as_ref().or(self.last.as_ref())
    }

    /// The last full name that short words mean, where neither it nor they are of another state.
    fn full_name(&self, short: &str, side: Option<&str>) -> Option<&FullName> {
        let fits = |n: &FullName| n.side.is_none() || side.is_none() || n.side.as_deref() == side;
        self.named.iter().rev().find(|n| fits(n) && n.is_meant_by(short))
    }
}

/// Whether a noun group can be a voice at all.
pub(crate) fn voice_like(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    (from, end): (u16, u16),
) -> bool {
    // "no group", "nobody", "there": nobody says it
    let no = t.no;
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
pub(crate) const VOICE_WORDS: u16 = 8;

pub(crate) fn origin(
    document: &Document,
    first: u32,
    t: &SayTags,
    chart: &Chart,
    (from, end): (u16, u16),
    voices: &Voices,
) -> Option<Arc<Origin>> {
    if let Some(pronoun) = t.pronoun.and_then(|p| chart.longest(p, from))
        && pronoun.end >= end
        && (document.pack.value(pronoun.value) != "media" || voices.last_media.is_some())
    {
        let found = match document.pack.value(pronoun.value) {
            "body" => voices.body(),
            "media" => voices.last_media.as_ref(),
            "m" | "f" => voices.last_person.as_ref().or(voices.last.as_ref()),
            "they" => voices.last.as_ref(),
            _ => None,
        };
        return found.cloned();
    }
    if !voice_like(document, first, t, chart, (from, end)) {
        let no = t.no;
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
    while from + 1 < end && (is(chart, t.det, from) || is(chart, t.possessive, from)) {
        from += 1;
    }
    // «один из спасателей»
    while 0 < from && from + 1 < end && is(chart, t.prep, from) && chart.has(tags::NUMBER, from - 1) {
        from += 1;
    }
    let named = chart
        .of(tags::PERSON_NAME)
        .filter(|n| n.start >= from && n.end <= end)
        .min_by_key(|n| n.start)
        .copied();
    // of two bodies the first: "the ministry and the United Nations"
    let joint = |at: &u16| {
        let body = |to: u16| ends(chart, t.body, to);
        is(chart, t.conj, *at) && body(*at) && !chart.covered(t.body.unwrap_or(u16::MAX), *at)
    };
    let joint = (from..end).find(joint).unwrap_or(end);
    let body = t.body.and_then(|b| {
        chart
            .of(b)
            .filter(|n| n.start >= from && n.end <= joint)
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
    let of_state = body_country.is_some();
    let side = body_country.or_else(|| t.country(document.pack, chart, from, end));
    // "according to the last count": a count is nobody
    let mut tallies = t.tally.into_iter().flat_map(|tag| chart.of(tag));
    let counted = tallies.any(|c| c.start >= from && c.end <= end && !c.features.has(Features::PLURAL));
    let capital = |a: u16| document.tokens[(first + u32::from(a)) as usize].shape.is_capital();
    if named.or(body).or(office).is_none() && counted && !(from..end).any(capital) {
        return None;
    }
    let institution = body.map(|b| {
        // a demonym or a possessive before the body belongs to it: "Russia's Defence Ministry"
        let mut start = b.start;
        while start > from
            && !chart.mark[start as usize - 1].eq(&Mark::Comma)
            // "the head of the FSB": the head is not the body's name
            && ![t.of, t.prep, t.office, t.conj].iter().any(|tag| is(chart, *tag, start - 1))
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
    // "the commission", "the commission's deputy head", "NCHR": the body whose full name was told before
    let short = match &institution {
        Some(words) => words.clone(),
        None => {
            let small = |a: &u16| {
                let shape = document.tokens[(first + u32::from(*a)) as usize].shape;
                let noun = shape.is_word() && !chart.has(tags::FUNCTION, *a) && !is(chart, t.owns, *a);
                noun && !shape.is_capital() || shape.is_all_capitals()
            };
            let head = (from..end).take_while(small).last().map_or(from, |a| a + 1);
            document.words_of(first + u32::from(from), first + u32::from(head)).to_owned()
        }
    };
    // "Tatarstan's leader", whoever that is, and the office of the same
    let led = || {
        let office = office.filter(|o| o.start > from + 1 && is(chart, t.owns, o.start - 1))?;
        let owner = chart.to(office.start - 1).map(|i| chart.items[i]);
        let of_place = |i: &Item| i.tag == tags::PLACE || [t.nation, t.capital].contains(&Some(i.tag));
        let owner = owner.filter(of_place).min_by_key(|i| i.start)?;
        Some(document.words_of(first + u32::from(owner.start), first + u32::from(office.end)).to_owned())
    };
    let institution = institution.or_else(led);
    // "its army": of the state told of before
    let owned = from > 0 && is(chart, t.possessive, from - 1);
    let side = side.or_else(|| voices.last_state.clone().filter(|_| owned && body.is_some()));
    let full = voices.full_name(&short, side.as_deref());
    let side = side.or_else(|| full.and_then(|f| f.side.clone()));
    // one name in every language, where nothing but a state stands before the body's own words
    let plain =
        |at: u16| [t.det, t.demonym, t.nation, t.capital, t.owns].iter().any(|tag| is(chart, *tag, at));
    // "the state-funded KNCHR": what is one in its state stays one
    let told = |at: u16| of_state && chart.modifier[at as usize] && !capital(at);
    let alone = |b: &Item| {
        let before = (from..b.start).rev();
        before
            .take_while(|a| ![t.of, t.office].iter().any(|tag| is(chart, *tag, *a)))
            .all(|a| plain(a) || told(a))
    };
    let known = body.filter(alone).and_then(|b| t.known_as(document.pack, chart, (b.start, b.end)));
    // "Kazan city hall" says itself whose it is
    let placed = (from..end).any(|at| chart.has(tags::PLACE, at));
    let known = known.map(|name| if placed { without_home(name) } else { name });
    let institution = known
        .filter(|_| of_state)
        .or(full.map(|f| f.name.as_str()))
        .or(known)
        .map(str::to_owned)
        .or(institution);
    let origin = Origin { voice, span, kind, institution, side, via: Vec::new() };
    (!origin.voice.is_empty()).then(|| Arc::new(origin))
}

/// One origin of a speaker told twice: "the committee's deputy head, Ann Wairimu,". The name is the voice.
pub(crate) fn with_apposition(speaker: &Origin, other: &Origin, named: bool) -> Origin {
    let name = |o: &Origin| {
        o.kind.as_deref().is_none_or(|k| k == "person") && o.voice.starts_with(char::is_uppercase)
    };
    let behind = (named || name(other)) && !name(speaker);
    let (named, office) = if behind { (other, speaker) } else { (speaker, other) };
    let kind = if name(named) { office.kind.as_ref().or(named.kind.as_ref()) } else { named.kind.as_ref() };
    Origin {
        kind: kind.cloned(),
        institution: named.institution.as_ref().or(office.institution.as_ref()).cloned(),
        side: named.side.as_ref().or(office.side.as_ref()).cloned(),
        voice: named.voice.clone(),
        span: named.span,
        via: named.via.clone(),
    }
}
