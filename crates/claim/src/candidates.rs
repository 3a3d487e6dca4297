//! Pass 4: matches of claim rules become candidate claims.

use std::cmp::Reverse;
use std::sync::Arc;

use pack::{Emit, Features, Kinds, Pack, RuleOutput, Source, ValueType, tags};
use smallvec::{SmallVec, smallvec};

use crate::attribution::{Frame, Said, SayTags, is};
use crate::bodies::without_home;
use crate::chart::{Chart, Item, NO_LOAD};
use crate::chunks::Loads;
use crate::document::Document;
use crate::matching::Match;
use crate::modality::{ModalTags, Modality, modality};
use crate::parts;
use crate::speakers::{Voices, origin};
use crate::{Count, Origin, Scope, Stance, Value};

/// A claim that is not yet laid to an incident.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) sentence: usize,
    pub(crate) rule: u16,
    pub(crate) facet: u8,
    /// The facet where the incident is no captivity.
    pub(crate) otherwise: Option<u8>,
    /// `None` for a trigger that names no kind ("the attack").
    pub(crate) value: Option<Value>,
    /// Tokens over the document that carry the value.
    pub(crate) tokens: (u32, u32),
    /// Tokens of the trigger.
    pub(crate) trigger: (u32, u32),
    /// Tokens of the whole match.
    pub(crate) whole: (u32, u32),
    pub(crate) scope: Scope,
    pub(crate) stance: Stance,
    pub(crate) origin: Option<Arc<Origin>>,
    /// Tokens of the voice and the word of saying.
    pub(crate) said: Option<Said>,
    /// Index into the groups, for counts of people.
    pub(crate) group: Option<u32>,
    /// Whether the people are some of all that the words before count.
    pub(crate) part: bool,
    /// Of a count whose words say how it came from an earlier one: `risen`, `fallen`, `corrected`; or that it was told
    /// before others: `first`; that the words only imply it: `implied`; of a kind that is somebody's word for what
    /// happened: `called`.
    pub(crate) moved: Option<&'static str>,
    /// How many elements the match had: the more, the surer.
    pub(crate) weight: usize,
}

/// The words of a rule that say how a count came from an earlier one, or that a kind is somebody's word.
fn moved(role: &str) -> Option<&'static str> {
    ["risen", "fallen", "corrected", "called", "implied"].into_iter().find(|how| *how == role)
}

/// Whether the words tell of it as of something known: "the attack"; a verb is never told of so, whatever noun stands
/// before it: "the army attacked".
pub(crate) fn definite(document: &Document, candidate: &Candidate) -> bool {
    let tags = document.tags.ground.definite;
    let at = candidate.trigger.0;
    let mut verb = false;
    let mut noun = false;
    document.pack.lexicon.phrases(&document.words[at as usize..candidate.trigger.1 as usize], |_, _, e| {
        let form = [Features::FINITE, Features::PARTICIPLE].iter().any(|f| e.features.has(*f));
        verb |= form;
        noun |= !form && e.features.has(Features::NOUN);
    });
    if verb && !noun {
        return false;
    }
    (1..=3).any(|back| {
        let word = at.checked_sub(back).and_then(|a| document.words.get(a as usize));
        let mut found = false;
        document.pack.lexicon.phrases(word.map_or(&[], std::slice::from_ref), |_, _, e| {
            found |= tags.contains(&Some(e.tag));
        });
        found
    })
}

/// Turns the matches of the claim layer into candidates.
#[allow(clippy::too_many_arguments)]
pub(crate) fn candidates(
    document: &Document,
    sentence: usize,
    chart: &Chart,
    loads: &Loads,
    frames: &[Frame],
    say: &SayTags,
    modal: &ModalTags,
    found: &[Match],
    out: &mut Vec<Candidate>,
) {
    let start = out.len();
    let first = document.sentences[sentence].first;
    for m in found {
        let rule = &document.pack.rules[m.rule as usize];
        let RuleOutput::Claims(emits) = &rule.output else { continue };
        let trigger = m.trigger(document.pack);
        let mode = modality(chart, modal, trigger.0, |token| m.names(document.pack, token));
        // what a leader threatens or condemns is told by the article, not by the leader
        let utters = || {
            let kinds = Kinds::shipped();
            emits.iter().any(|e| matches!(&e.source, Source::Literal(kind) if kinds.is_utterance(kind)))
        };
        // nor is a trial what the charge says, or a case denied because a court dismissed it
        let tries = |f: &Frame| {
            let kinds = Kinds::shipped();
            let follows = |kind: &str| kinds.kind(kind).is_some_and(|k| kinds.is_aftermath(k));
            emits.iter().any(|e| matches!(&e.source, Source::Literal(kind) if follows(kind)))
                && matches!(f.stance, Stance::Alleged | Stance::Denied)
        };
        for emit in emits {
            let stated = emit.stance.as_deref().and_then(Stance::parse);
            let own = stated.is_some() || emit.source == Source::Number(0);
            if !own && matches!(mode, Modality::Negated | Modality::Possible | Modality::Future) {
                continue;
            }
            let Some((value, tokens, group)) = value(document, first, chart, loads, m, emit, say) else {
                continue;
            };
            let graded = emit.scope.iter().any(|(key, _)| key == "severity");
            for ((value, tokens, group), lone) in parts(loads, first, value, tokens, group, emit.part, graded)
            {
                let at = first + u32::from(trigger.0);
                // "six were killed, a nurse said": who speaks is none of those told of before
                let speaker = |f: &Frame| f.voice.0 == first + u32::from(tokens.0) && at < f.voice.0;
                if matches!(value, Some(Value::Count(_))) && frames.iter().any(speaker) {
                    continue;
                }
                let figure = matches!(value, Some(Value::Count(_)));
                let token = first + u32::from(tokens.0);
                let only = |f: &&Frame| {
                    figure && f.figure && f.content.iter().any(|(a, b)| *a <= token && token < *b)
                };
                let only = frames.iter().rev().find(only);
                let frame = only.or_else(|| frame_of(frames, at)).filter(|f| {
                    !(does(emit.facet, f, at) || tries(f) || f.cue.0 <= at && at < f.cue.1 && utters())
                });
                let stance = match (stated, mode, frame) {
                    (Some(stance), _, _) => stance,
                    (_, Modality::Threatened, _) => Stance::Threatened,
                    (_, Modality::Planned, _) => Stance::Planned,
                    (_, _, Some(f)) => f.stance,
                    (_, Modality::Hearsay, _) => Stance::Reported,
                    _ => Stance::Asserted,
                };
                // a strike that is only threatened or planned is no incident; talks that are fixed for Friday are
                let utterance = matches!(&value, Some(Value::Category { category, .. }) if Kinds::shipped().is_utterance(category));
                if Kinds::shipped().facets[emit.facet as usize].name == "kind"
                    && !utterance
                    && stated.is_none()
                    && matches!(stance, Stance::Threatened | Stance::Planned)
                {
                    continue;
                }
                let mut scope = scope(document, first, chart, loads, m, emit);
                // of the dead and hurt, who is told of without a number is counted with the others
                let counted_with = match group.and_then(|g| loads.groups[g as usize].of.as_deref()) {
                    Some("attacker") => !facet_is(emit.facet, &["killed", "injured"]),
                    Some("child") => facet_is(emit.facet, &["killed", "injured", "affected"]),
                    _ => true,
                };
                if let Some(g) = group.map(|g| &loads.groups[g as usize])
                    && scope.of.is_none()
                    && (g.printed || !g.members.is_empty() || !counted_with)
                {
                    scope.of = g.of.clone();
                }
                scope.of = lone.or(scope.of);
                let candidate = Candidate {
                    sentence,
                    rule: m.rule,
                    facet: emit.facet,
                    otherwise: emit.otherwise,
                    value,
                    tokens: (first + u32::from(tokens.0), first + u32::from(tokens.1)),
                    trigger: (at, first + u32::from(trigger.1)),
                    whole: (first + u32::from(m.start()), first + u32::from(m.end())),
                    scope,
                    stance,
                    origin: frame
                        .map(|f| f.origin.clone())
                        .or_else(|| speaks(document, first, chart, say, emit, tokens))
                        // "…, said the ministry, laying the blame on the rebels"
                        .or_else(|| {
                            let before = |f: &&Frame| stance == Stance::Alleged && f.cue.1 <= at;
                            frames.iter().rev().find(before).map(|f| f.origin.clone())
                        }),
                    said: frame.map(|f| (f.voice, f.cue)),
                    group,
                    part: emit.part,
                    moved: emit.role.as_deref().and_then(moved),
                    weight: m.taken.iter().filter(|t| t.any()).count(),
                };
                if emit.each {
                    let further = chart.of(tags::PLACE).filter(|place| place.start >= m.end());
                    let further = further.map(|p| (first + u32::from(p.start), first + u32::from(p.end)));
                    out.extend(further.map(|tokens| Candidate { tokens, group: None, ..candidate.clone() }));
                }
                out.push(candidate);
            }
        }
    }
    thin(loads, out, start);
    parts::settle(document, sentence, chart, loads, frames, out, start);
}

/// "303 pupils and 12 teachers": each printed number is a value of its own; "a woman and two children" is three too,
/// and beside a printed number one child ("and a boy") is one of its class, given last.
fn parts(
    loads: &Loads,
    first: u32,
    value: Option<Value>,
    tokens: (u16, u16),
    group: Option<u32>,
    some: bool,
    graded: bool,
) -> SmallVec<[(Found, Option<String>); 1]> {
    let members = group.map(|g| &loads.groups[g as usize].members).filter(|m| !m.is_empty());
    let Some(members) = members.filter(|m| m.iter().any(|g| loads.groups[*g as usize].printed)) else {
        return smallvec![((value, tokens, group), None)];
    };
    let part = |g: &u32| {
        let member = &loads.groups[*g as usize];
        let tokens = ((member.tokens.0 - first) as u16, (member.tokens.1 - first) as u16);
        let value = member.count.map(Value::Count)?;
        if member.printed {
            return Some(((Some(value), tokens, Some(*g)), None));
        }
        let class = member.of.clone().filter(|of| of == "child" && !member.definite && member.name.is_none());
        class.map(|of| ((Some(value), tokens, None), Some(of)))
    };
    // a list that prints numbers and names nobody says how many they are in all
    let named = members.iter().any(|g| loads.groups[*g as usize].name.is_some());
    let of = group.and_then(|g| loads.groups[g as usize].of.clone());
    // a printed number is a part's where its noun says whose it is ("two sons" of a mother are no part told apart)
    let apart = |g: &u32| loads.groups[*g as usize].printed && loads.groups[*g as usize].of.is_some();
    // "nine people, five soldiers and four civilians" prints them all too
    let start = |g: u32| loads.groups[g as usize].tokens.0;
    let printed = group.is_some_and(|g| members.iter().all(|m| start(*m) > start(g)));
    // of "60 adults and a child in serious condition" nobody says that they are 61
    let told_whole = value.is_some() && (printed || !members.iter().all(apart)) && (printed || !graded);
    let whole = told_whole.then_some(match some || named {
        true => ((value, tokens, group), None),
        false => ((value, tokens, None), of),
    });
    // "the mayor and two others" are three: the two are no number of their own
    let told = |g: &&u32| {
        let member = &loads.groups[**g as usize];
        whole.is_none() || !member.other && member.of.is_some()
    };
    let rest: SmallVec<[_; 4]> = members.iter().filter(told).filter_map(part).collect();
    whole.into_iter().chain(rest).collect()
}

/// Who claims or denies a deed says so.
fn speaks(
    document: &Document,
    first: u32,
    chart: &Chart,
    say: &SayTags,
    emit: &Emit,
    tokens: (u16, u16),
) -> Option<Arc<Origin>> {
    let speaks = matches!(emit.role.as_deref(), Some("claimed" | "denied"));
    speaks.then(|| origin(document, first, say, chart, tokens, &Voices::default())).flatten()
}

/// Whether a word of saying does what it says ("declared a day of mourning"): then the article tells of it itself.
fn does(facet: u8, frame: &Frame, trigger: u32) -> bool {
    let near = trigger >= frame.cue.0 && trigger.saturating_sub(frame.cue.1) <= 4;
    Kinds::shipped().facets[facet as usize].name == "consequence" && near
}

pub(crate) fn facet_is(facet: u8, names: &[&str]) -> bool {
    names.contains(&Kinds::shipped().facets[facet as usize].name.as_str())
}

/// Whether a candidate only says of what a clause of saying gives the figures: its weapon, its target, whose deed it was.
pub(crate) fn is_setting(all: &[Candidate], facet: u8, c: &Candidate) -> bool {
    let facets = &Kinds::shipped().facets;
    let beside = &facets[usize::from(facet)].beside;
    let figure = |other: &Candidate| {
        other.said == c.said
            && matches!(other.value, Some(Value::Count(_)))
            && beside.contains(&facets[usize::from(other.facet)].name)
    };
    let from = all.partition_point(|other| other.sentence < c.sentence);
    c.said.is_some() && all[from..].iter().take_while(|o| o.sentence == c.sentence).any(figure)
}

/// The clause of saying whose content a token is.
pub(crate) fn frame_of(frames: &[Frame], token: u32) -> Option<&Frame> {
    frames.iter().rev().find(|f| f.content.iter().any(|(a, b)| *a <= token && token < *b))
}

/// Of candidates of one facet on the same words, the one with the surest match stays.
fn thin(loads: &Loads, out: &mut Vec<Candidate>, start: usize) {
    let new = &out[start..];
    let parts =
        |s: &Scope| [&s.severity, &s.basis, &s.includes, &s.per].iter().filter(|p| p.is_some()).count();
    // "A, 22, B, 30, and C, 41, died": the list, and not its first with the rest between commas
    let list = |c: &Candidate| c.group.is_some_and(|g| !loads.groups[g as usize].members.is_empty());
    // a rule that knows how a number moved says more than one that only knows the number
    let tells_how = |c: &Candidate| c.moved.is_some_and(|how| how != "implied");
    let sureness = |c: &Candidate| (parts(&c.scope), list(c), tells_how(c), c.weight, c.whole.1 - c.whole.0);
    // candidates are large: their places are sorted
    let mut order: Vec<usize> = (0..new.len()).collect();
    order.sort_by_key(|at| (new[*at].facet, Reverse(sureness(&new[*at])), new[*at].tokens, new[*at].rule));
    let mut kept: Vec<usize> = Vec::with_capacity(new.len());
    for at in order {
        let c = &new[at];
        let meets = |k: &&Candidate| k.facet == c.facet && k.tokens.0 < c.tokens.1 && c.tokens.0 < k.tokens.1;
        let count = matches!(c.value, Some(Value::Count(_)));
        // of a list, the whole and its printed parts stay together
        let listed = |k: &Candidate| k.whole == c.whole && k.rule == c.rule;
        // the "clash" in "clash of two trains", where the lexicon has both
        let shorter = |k: &Candidate| {
            !count && k.rule == c.rule && k.tokens.0 <= c.tokens.0 && c.tokens.1 <= k.tokens.1
        };
        let rival = kept
            .iter()
            .map(|k| &new[*k])
            .filter(meets)
            .any(|k| count && !listed(k) || k.value == c.value || k.tokens == c.tokens || shorter(k));
        if !rival {
            kept.push(at);
        }
    }
    kept.sort_by_key(|at| (new[*at].trigger, new[*at].tokens, new[*at].facet));
    if !kept.iter().copied().eq(0..new.len()) {
        let mut new: Vec<Option<Candidate>> = out.drain(start..).map(Some).collect();
        out.extend(kept.into_iter().filter_map(|at| new[at].take()));
    }
}

type Found = (Option<Value>, (u16, u16), Option<u32>);

fn value(
    document: &Document,
    first: u32,
    chart: &Chart,
    loads: &Loads,
    m: &Match,
    emit: &Emit,
    say: &SayTags,
) -> Option<Found> {
    let pack = document.pack;
    let kinds = Kinds::shipped();
    let facet = &kinds.facets[emit.facet as usize];
    let whole = (m.start(), m.end());
    let shown = emit.span.and_then(|c| m.capture(pack, c));
    let category = |text: &str| {
        let (category, name) = text.split_once(':').map_or((text, None), |(c, n)| (c, Some(n.to_owned())));
        Value::Category { category: category.to_owned(), name }
    };
    match &emit.source {
        Source::Number(n) => {
            let mut count = Count::exactly(u64::from(*n));
            count.delta = emit.delta;
            Some((Some(Value::Count(count)), shown.unwrap_or(whole), None))
        }
        Source::AtLeast(n) => {
            let count = Count { max: None, ..Count::exactly(u64::from(*n)) };
            Some((Some(Value::Count(count)), shown.unwrap_or(whole), None))
        }
        Source::Literal(text) => {
            let value = match facet.value {
                ValueType::Name => Value::Name { name: text.clone(), country: None, kind: emit.role.clone() },
                _ => category(text),
            };
            Some((Some(value), shown.unwrap_or(whole), None))
        }
        Source::StrikeBy(c) => {
            let item = widest(chart, m.item(pack, chart, *c)?);
            let weapon = pack.value(item.value).split(':').next().unwrap_or("");
            Some((Some(category(kinds.strike_by(weapon)?)), shown.unwrap_or(whole), None))
        }
        Source::ValueOf(c) => {
            let item = m.item(pack, chart, *c)?;
            let kind = pack.value(item.value);
            let value = (!kind.is_empty()).then(|| category(kind));
            Some((value, shown.unwrap_or((item.start, item.end)), None))
        }
        Source::Capture(c) => {
            let tokens = m.capture(pack, *c)?;
            let item = m.item(pack, chart, *c);
            let shown = shown.unwrap_or(tokens);
            match facet.value {
                ValueType::Count => {
                    let item = item?;
                    // the figure of a date counts nothing: "Friday 22 March"
                    let dated = |t: &Item| t.start <= item.start && item.end < t.end;
                    let figure = document.tokens[(first + u32::from(item.start)) as usize].shape.is_figure();
                    if item.tag == tags::COUNT && figure && chart.of(tags::TIME).any(dated) {
                        return None;
                    }
                    if item.tag == tags::PEOPLE && uncounted(loads, item.load) {
                        return Some((None, shown, Some(item.load)));
                    }
                    let (count, group) = counted(pack, loads, item)?;
                    let count = Count { delta: count.delta || emit.delta, ..count };
                    Some((Some(Value::Count(count)), shown, group))
                }
                ValueType::Category => {
                    let item = item.map(|i| widest(chart, i));
                    let shown = match item {
                        Some(i) if emit.span.is_none() => (i.start.min(shown.0), i.end.max(shown.1)),
                        _ => shown,
                    };
                    let listed = item.map(|i| pack.value(i.value)).filter(|v| !v.is_empty());
                    let text = listed.map_or_else(|| head(document, first, tokens), str::to_owned);
                    Some((Some(category(&text)), shown, None))
                }
                ValueType::Victim => {
                    let group =
                        item.filter(|i| i.tag == tags::PEOPLE).map(|i| &loads.groups[i.load as usize])?;
                    let (a, b) = group.name?;
                    let value = Value::Victim {
                        name: Some(document.words_of(a, b).to_owned()),
                        of: group.of.clone(),
                        age: group.age,
                        fate: emit.role.clone().unwrap_or_default(),
                    };
                    Some((Some(value), shown, item.map(|i| i.load)))
                }
                ValueType::Name => {
                    let value = named(document, first, chart, tokens, emit.role.clone(), say)?;
                    Some((Some(value), shown, None))
                }
                ValueType::Quote => Some((Some(Value::Quote { speaker: None }), shown, None)),
                ValueType::Place | ValueType::Time => None,
            }
        }
    }
}

/// The longest phrase with an item's tag that ends or begins where it does: "residential building" for "building",
/// "bombe plananti" for "bombe".
fn widest<'c>(chart: &'c Chart, item: &'c Item) -> &'c Item {
    // «жилые дома» is of fewer cases than «дома»
    let case = |i: &Item| i.features.0 & Features::CASE.0;
    let alike = |i: &&Item| i.tag == item.tag && (i.features == item.features || case(i) & case(item) != 0);
    let ending = chart.to(item.end).map(|i| &chart.items[i]).filter(alike);
    let beginning = chart.longest(item.tag, item.start);
    ending.chain(beginning).max_by_key(|i| i.end - i.start).unwrap_or(item)
}

/// Whether a list of people has printed numbers, but also people without one: "three guards and villagers".
fn uncounted(loads: &Loads, group: u32) -> bool {
    let group = &loads.groups[group as usize];
    group.count.is_none() && group.members.iter().any(|m| loads.groups[*m as usize].printed)
}

/// The number that an item tells: of a group, or of things.
fn counted(pack: &Pack, loads: &Loads, item: &Item) -> Option<(Count, Option<u32>)> {
    match item.tag {
        tags::PEOPLE | tags::BARE => {
            loads.groups.get(item.load as usize).and_then(|g| g.count).map(|c| (c, Some(item.load)))
        }
        tags::COUNT => loads.counts.get(item.load as usize).map(|c| (*c, None)),
        tags::NUMBER if item.load != NO_LOAD => Some((Count::exactly(u64::from(item.load)), None)),
        // a word that counts by its value: the "triple" of a murder
        _ => {
            let listed = pack.value(item.value).parse().ok().map(Count::exactly);
            let one = item.features.has(Features::SINGULAR).then(|| Count::exactly(1));
            listed.or(one).map(|count| (count, None))
        }
    }
}

/// The words of a thing that no lexicon names, without article: at most four, the last ones.
fn head(document: &Document, first: u32, (from, end): (u16, u16)) -> String {
    let from = from.max(end.saturating_sub(4));
    document.words_of(first + u32::from(from), first + u32::from(end)).to_lowercase()
}

/// A person, state or group by its words.
fn named(
    document: &Document,
    first: u32,
    chart: &Chart,
    (from, end): (u16, u16),
    role: Option<String>,
    say: &SayTags,
) -> Option<Value> {
    let mut from = from;
    // "lo Stato islamico", "Al Qaeda": a capital makes a word of grammar part of the name, articles apart
    let own = |at: u16| {
        let capital = document.tokens[(first + u32::from(at)) as usize].shape.is_capital();
        capital && !is(chart, say.det, at) && !is(chart, say.possessive, at)
    };
    while from + 1 < end && chart.has(tags::FUNCTION, from) && !own(from) {
        from += 1;
    }
    let pack = document.pack;
    let country = say.country(pack, chart, from, end);
    let person = chart.of(tags::PERSON_NAME).find(|n| n.start >= from && n.end <= end).copied();
    let mut name =
        document.words_of(first + u32::from(from), first + u32::from(end.min(from + 8))).to_owned();
    // "Stato islamico" is Islamic State
    if let Some(known) = say.known_as(pack, chart, (from, end)) {
        name = without_home(known).to_owned();
    }
    if let Some(p) = person {
        name = document.words_of(first + u32::from(p.start), first + u32::from(p.end)).to_owned();
    }
    let kind = role.or_else(|| {
        Some(
            if person.is_some() {
                "person"
            } else if country.is_some() {
                "state"
            } else {
                "group"
            }
            .to_owned(),
        )
    });
    (!name.is_empty()).then_some(Value::Name { name, country, kind })
}

fn scope(document: &Document, first: u32, chart: &Chart, loads: &Loads, m: &Match, emit: &Emit) -> Scope {
    let pack = document.pack;
    let mut scope = Scope::default();
    for (key, source) in &emit.scope {
        let text = match source {
            Source::Literal(text) => Some(text.clone()),
            Source::Number(n) | Source::AtLeast(n) => Some(n.to_string()),
            Source::Capture(c) | Source::ValueOf(c) | Source::StrikeBy(c) => {
                m.capture(pack, *c).map(|tokens| {
                    let item = m.item(pack, chart, *c).map(|i| widest(chart, i));
                    let group = item
                        .filter(|i| i.tag == tags::PEOPLE)
                        .and_then(|i| loads.groups[i.load as usize].of.clone());
                    let listed = item
                        .map(|i| pack.value(i.value))
                        .filter(|v| !v.is_empty())
                        .map(|v| v.split(':').next().unwrap_or(v).to_owned());
                    if key == "place" {
                        return document
                            .words_of(first + u32::from(tokens.0), first + u32::from(tokens.1))
                            .to_owned();
                    }
                    group.or(listed).unwrap_or_else(|| head(document, first, tokens))
                })
            }
        };
        let field = match key.as_str() {
            "of" => &mut scope.of,
            "target" => &mut scope.target,
            "place" => &mut scope.place,
            "weapon" => &mut scope.weapon,
            "means" => &mut scope.means,
            "severity" => &mut scope.severity,
            "cause" => &mut scope.cause,
            "basis" => &mut scope.basis,
            "includes" => &mut scope.includes,
            "per" => &mut scope.per,
            _ => &mut scope.period,
        };
        *field = text;
    }
    scope
}
