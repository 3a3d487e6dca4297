//! Pass 4, parts: how the numbers of a sentence belong to each other and to those told before.

use pack::{Tag, tags};

use crate::attribution::Frame;
use crate::candidates::{Candidate, facet_is, frame_of};
use crate::chart::{Chart, Item};
use crate::chunks::Loads;
use crate::document::Document;
use crate::{Count, Scope, Stance, Value};

/// Settles what the candidates of a sentence, those from `start` on, are parts of.
pub(crate) fn settle(
    document: &Document,
    sentence: usize,
    chart: &Chart,
    loads: &Loads,
    frames: &[Frame],
    out: &mut Vec<Candidate>,
    start: usize,
) {
    let first = document.sentences[sentence].first;
    keep_fates_apart(out, start);
    parts_of_nearest(chart, loads, first, out, start);
    places_of_parts(document, chart, first, out, start);
    elaborate(chart, loads, document.tags.say.place_in, first, out, start);
    echo(chart, loads, (sentence, first), frames, out);
    towns_of_some(document, chart, loads, first, out, start);
    name_places(out, start);
}

/// "22 were killed, 19 of them in Nairobi": some of those told before are of the place that stands right behind them.
fn towns_of_some(
    document: &Document,
    chart: &Chart,
    loads: &Loads,
    first: u32,
    out: &mut [Candidate],
    start: usize,
) {
    let Some(place_in) = document.tags.say.place_in else { return };
    let some = |c: &Candidate| {
        c.group.is_some_and(|g| loads.groups[g as usize].subset) && matches!(c.value, Some(Value::Count(_)))
    };
    for c in out[start..].iter_mut().filter(|c| c.scope.place.is_none() && some(c)) {
        let end = (c.tokens.1 - first) as u16;
        if end + 1 < chart.len && chart.has(place_in, end) {
            let item = chart.longest(tags::PLACE, end + 1).or_else(|| chart.longest(tags::NAME, end + 1));
            let words = |i: &Item| document.words_of(first + u32::from(i.start), first + u32::from(i.end));
            c.scope.place = item.map(|i| words(i).to_owned());
        }
    }
}

/// "Nobody died at the clinic": of the clinic whose name stands in a number's scope shortly before.
fn name_places(out: &mut [Candidate], start: usize) {
    let named = |c: &Candidate| c.scope.place.clone().filter(|p| p.starts_with(char::is_uppercase));
    for at in start..out.len() {
        if out[at].scope.place.as_ref().is_some_and(|p| p.starts_with(char::is_lowercase)) {
            let sentence = out[at].sentence;
            let near = out[..at].iter().rev().take_while(|c| c.sentence + BACK >= sentence);
            if let Some(place) = near.take(MOST_PARTS).find_map(named) {
                out[at].scope.place = Some(place);
            }
        }
    }
}

/// "Three people with bullet wounds were dead on arrival": who is counted with the dead is not hurt, and who is counted
/// with those let go ("freed the last nine hostages") is not taken anew.
fn keep_fates_apart(out: &mut Vec<Candidate>, start: usize) {
    let of = |facets: &[&str]| -> Vec<((u32, u32), Option<Value>)> {
        let some = |c: &&Candidate| matches!(c.value, Some(Value::Count(n)) if n.max != Some(0));
        let here = out[start..].iter().filter(|c| facet_is(c.facet, facets)).filter(some);
        here.map(|c| (c.tokens, c.value.clone())).collect()
    };
    let (dead, free) = (of(&["killed"]), of(&["released", "escaped"]));
    let hurt = |c: &Candidate| {
        facet_is(c.facet, &["injured", "affected"]) && dead.iter().any(|(tokens, _)| *tokens == c.tokens)
    };
    let meets = |a: (u32, u32), b: (u32, u32)| a.0 < b.1 && b.0 < a.1;
    let taken = |c: &Candidate| {
        let same =
            |(tokens, value): &((u32, u32), Option<Value>)| meets(*tokens, c.tokens) && *value == c.value;
        facet_is(c.facet, &["abducted"]) && free.iter().any(same)
    };
    if out[start..].iter().any(|c| hurt(c) || taken(c)) {
        let new = out.split_off(start);
        out.extend(new.into_iter().filter(|c| !hurt(c) && !taken(c)));
    }
}

/// Facets whose people are told of one by one.
const PEOPLED: [&str; 3] = ["killed", "injured", "affected"];

/// Parts that one number is said to have, at most.
const MOST_PARTS: usize = 20;

/// Sentences back in which a number told before is looked for.
const BACK: usize = 6;

/// What befell those whom a part is of, and where.
struct Fate {
    facet: u8,
    otherwise: Option<u8>,
    place: Option<String>,
    basis: Option<String>,
}

impl Fate {
    /// As it is told of some, where `setting` has those of the same facet.
    fn of(some: &Candidate, setting: Option<&Candidate>) -> Fate {
        let scope = setting.filter(|s| s.facet == some.facet).map(|s| &s.scope);
        Fate {
            facet: some.facet,
            otherwise: some.otherwise,
            place: scope.and_then(|s| s.place.clone()),
            // "115 in hospital, five of them children": those five too
            basis: scope.and_then(|s| s.basis.clone()),
        }
    }
}

/// "5 were killed and 18 hurt, among them a girl": part of the number that stands nearest before, and where that is of.
/// Of those whom no number counts ("thousands fled, among them 40 nurses") nothing is told.
fn parts_of_nearest(chart: &Chart, loads: &Loads, first: u32, out: &mut Vec<Candidate>, start: usize) {
    let counted = |c: &&Candidate| !c.part && matches!(c.value, Some(Value::Count(_)));
    let whole = |at: usize| -> Option<(usize, Option<Fate>)> {
        let part = &out[at];
        let before = out[start..].iter().filter(counted).filter(|c| c.tokens.1 <= part.tokens.0);
        let nearest = before.max_by_key(|c| (c.tokens.1, c.facet == part.facet));
        // "among them" says nothing of what befell them, "among the dead" does
        let open = chart.has(tags::FUNCTION, (part.trigger.0 - first) as u16);
        match nearest {
            Some(nearest) if open => {
                let between = (nearest.tokens.1, part.tokens.0);
                let theirs = !is_peopled(chart, loads, first, between);
                Some((at, theirs.then(|| Fate::of(nearest, Some(nearest)))))
            }
            // not where the words say it behind that number: "nine were saved; among the dead is a nurse"
            Some(nearest) if part.trigger.0 < nearest.tokens.0 => {
                Some((at, Some(Fate::of(nearest, Some(nearest)))))
            }
            Some(nearest) => Some((at, Some(Fate::of(part, Some(nearest))))),
            None if open => {
                let told = || {
                    let near = out[..start].iter().rev().take_while(|c| c.sentence + 1 >= part.sentence);
                    near.take(MOST_PARTS).filter(counted).filter(|c| of_people(c))
                };
                let last = told().max_by_key(|c| c.tokens);
                let sure = |whole: &&Candidate| told().all(|c| c.facet == whole.facet);
                let alone = !is_peopled(chart, loads, first, (first, part.tokens.0.min(part.trigger.0)));
                Some((at, last.filter(sure).filter(|_| alone).map(|c| Fate::of(c, None))))
            }
            None => None,
        }
    };
    let parts = (start..out.len()).filter(|at| out[*at].part).take(MOST_PARTS);
    let found: Vec<_> = parts.filter_map(whole).collect();
    for (at, whole) in found.into_iter().rev() {
        let Some(Fate { facet, otherwise, place, basis }) = whole else {
            out.remove(at);
            continue;
        };
        let tokens = out[at].tokens;
        let part = &mut out[at];
        (part.facet, part.otherwise, part.scope.place) = (facet, otherwise, place);
        part.scope.basis = part.scope.basis.take().or(basis);
        // one of the dead is counted with the others; one of those freed is none but by a class
        let group = part.group.map(|g| &loads.groups[g as usize]);
        if let Some(one) = group.filter(|g| !g.printed && g.members.is_empty() && !facet_is(facet, &PEOPLED))
        {
            part.scope.of = part.scope.of.take().or_else(|| one.of.clone());
            if part.scope.of.is_none() || one.definite {
                out.remove(at);
                continue;
            }
        }
        if out[start..].iter().filter(|c| c.facet == facet && c.tokens == tokens).count() > 1 {
            out.remove(at);
        }
    }
}

/// Whether a count is of people, whatever befell them.
fn of_people(candidate: &Candidate) -> bool {
    candidate.group.is_some()
        || facet_is(candidate.facet, &["killed", "injured", "abducted", "detained", "missing"])
}

/// Whether a stretch tells of several people.
fn is_peopled(chart: &Chart, loads: &Loads, first: u32, (from, end): (u32, u32)) -> bool {
    let several = |i: &Item| {
        let group = &loads.groups[i.load as usize];
        group.count.is_none_or(|n| n.max != Some(1))
    };
    let inside = |i: &Item| first + u32::from(i.start) >= from && first + u32::from(i.end) <= end;
    chart.of(tags::PEOPLE).chain(chart.of(tags::BARE)).any(|i| inside(i) && several(i))
}

/// "Five died: two in Huye, two more in Kigali, one in Musanze": parts that add up to the number before them are of
/// the places that stand behind them.
fn places_of_parts(document: &Document, chart: &Chart, first: u32, out: &mut [Candidate], start: usize) {
    let Some(place_in) = document.tags.say.place_in else { return };
    let exact = |c: &Candidate| match c.value {
        Some(Value::Count(n)) if n.max == Some(n.min) && c.scope.of.is_none() => Some(n.min),
        _ => None,
    };
    let place = |c: &Candidate| {
        let end = (c.tokens.1 - first) as u16;
        let at = (end..chart.len.min(end + 4)).find(|at| chart.has(place_in, *at))? + 1;
        let item = chart.longest(tags::PLACE, at).or_else(|| chart.longest(tags::NAME, at))?;
        Some(document.words_of(first + u32::from(item.start), first + u32::from(item.end)).to_owned())
    };
    let mut order: Vec<usize> = (start..out.len()).filter(|at| exact(&out[*at]).is_some()).collect();
    order.sort_by_key(|at| (out[*at].facet, out[*at].tokens));
    for whole in 0..order.len() {
        let total = &out[order[whole]];
        let parts: Vec<(usize, String)> = order[whole + 1..]
            .iter()
            .take(MOST_PARTS)
            .take_while(|at| out[**at].facet == total.facet)
            .map_while(|at| Some((*at, place(&out[*at])?)))
            .collect();
        let sum: u64 = parts.iter().filter_map(|(at, _)| exact(&out[*at])).sum();
        if parts.len() > 1 && exact(total) == Some(sum) {
            for (at, place) in parts {
                out[at].scope.place = Some(place);
            }
        }
    }
}

/// "315 people were taken: 303 pupils and 12 teachers": a list behind a total that it adds up to is of the same facet.
fn elaborate(
    chart: &Chart,
    loads: &Loads,
    place_in: Option<Tag>,
    first: u32,
    out: &mut Vec<Candidate>,
    start: usize,
) {
    let lists: Vec<(u16, u32)> = chart.of(tags::PEOPLE).map(|i| (i.start, i.load)).collect();
    let mut more = Vec::new();
    for (from, list) in lists {
        let members = &loads.groups[list as usize].members;
        let printed: Option<Vec<(u32, Count)>> = members
            .iter()
            .map(|m| {
                loads.groups[*m as usize].count.filter(|_| loads.groups[*m as usize].printed).map(|c| (*m, c))
            })
            .collect();
        let Some(parts) = printed.filter(|p| p.len() > 1) else { continue };
        let sum: u64 = parts.iter().map(|(_, c)| c.min).sum();
        let told = |c: &&Candidate| {
            c.value == Some(Value::Count(Count::exactly(sum))) && c.tokens.1 <= first + u32::from(from)
        };
        let Some(total) = out[start..].iter().find(told) else { continue };
        for (member, count) in parts {
            let group = &loads.groups[member as usize];
            let scope = Scope { of: group.of.clone(), ..total.scope.clone() };
            more.push(Candidate {
                value: Some(Value::Count(count)),
                tokens: group.tokens,
                scope,
                group: Some(member),
                moved: None,
                ..total.clone()
            });
        }
    }
    // "26 missing, three of them children", "seven died, two of them in Embu": of the facet that they are some of
    let somewhere = |i: &&Item| place_in.is_some_and(|t| chart.has(t, i.end));
    let some = chart.of(tags::PEOPLE).chain(chart.of(tags::BARE).filter(somewhere));
    for item in some.filter(|i| loads.groups[i.load as usize].subset) {
        let group = &loads.groups[item.load as usize];
        let before = |c: &&Candidate| {
            (c.group.is_some() || facet_is(c.facet, &["killed", "injured"]))
                && c.tokens.1 <= group.tokens.0
                && matches!(c.value, Some(Value::Count(_)))
        };
        let Some(whole) =
            out[start..].iter().filter(before).max_by_key(|c| (c.tokens.1, c.trigger.0 < group.tokens.0))
        else {
            continue;
        };
        let scope = Scope { of: group.of.clone(), ..whole.scope.clone() };
        let Some(count) = group.count else { continue };
        more.push(Candidate {
            value: Some(Value::Count(count)),
            tokens: group.tokens,
            scope,
            group: Some(item.load),
            moved: None,
            ..whole.clone()
        });
    }
    let subset = |c: &Candidate| c.group.is_some_and(|g| loads.groups[g as usize].subset);
    more.retain(|m| !out[start..].iter().any(|c| c.tokens == m.tokens && (c.facet == m.facet || subset(m))));
    out.extend(more);
}

/// "By noon she spoke of six", "its earlier count of 215 pupils": of what was counted last, here or shortly before.
fn echo(chart: &Chart, loads: &Loads, at: (usize, u32), frames: &[Frame], out: &mut Vec<Candidate>) {
    let (sentence, first) = at;
    let echoes = chart.of(tags::BARE).chain(chart.of(tags::PEOPLE));
    for item in echoes.filter(|i| loads.groups[i.load as usize].echo) {
        let group = &loads.groups[item.load as usize];
        let near = || out.iter().rev().take_while(|c| c.sentence + BACK >= sentence).take(MOST_PARTS);
        let counted = |c: &&Candidate| {
            let printed = c.group.is_none_or(|g| loads.groups[g as usize].printed);
            matches!(c.value, Some(Value::Count(_)))
                && match c.group {
                    Some(_) => printed || facet_is(c.facet, &["killed", "injured"]),
                    None => facet_is(c.facet, &["killed", "injured", "abducted", "detained", "participants"]),
                }
        };
        if near().filter(counted).any(|c| c.tokens.0 < group.tokens.1 && group.tokens.0 < c.tokens.1) {
            continue;
        }
        // of several, one of the same sentence or the one before, then of the dead, then the nearest that is of all and
        // not of some
        let whole = |c: &&Candidate| {
            let some = c.group.is_some_and(|g| loads.groups[g as usize].subset) || c.scope.basis.is_some();
            let dead = facet_is(c.facet, &["killed"]);
            (
                c.sentence == sentence,
                c.sentence + 1 == sentence,
                dead,
                c.sentence,
                !some && c.scope.of.is_none(),
                c.tokens.0,
            )
        };
        let Some(told) = near().filter(counted).max_by_key(whole).cloned() else { continue };
        let tokens = group.tokens;
        let frame = frame_of(frames, tokens.0);
        out.push(Candidate {
            sentence,
            value: group.count.map(Value::Count),
            tokens,
            trigger: (first + u32::from(item.start), first + u32::from(item.end)),
            whole: tokens,
            // "the list has 140 names; a day earlier it was 120": of the list too
            scope: Scope { of: group.of.clone(), basis: told.scope.basis.clone(), ..Scope::default() },
            stance: frame.map_or(Stance::Asserted, |f| f.stance),
            origin: frame.map(|f| f.origin.clone()),
            said: frame.map(|f| (f.voice, f.cue)),
            group: Some(item.load),
            moved: None,
            ..told
        });
    }
}
