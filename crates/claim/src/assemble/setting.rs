//! Where and when: which place and time of its sentence a trigger is told with, and how places and times of two things
//! stand to each other.

use gazetteer::{PlaceId, PlaceKind};
use pack::Kinds;
use text::Moment;

use super::{Draft, Ground};
use crate::candidates::{Candidate, definite};
use crate::chart::Item;
use crate::document::Role;
use crate::naming::{PlaceMention, Relation};
use crate::times::TimeMention;
use crate::{Precision, Stance, Value};

/// Within how many tokens of its beginning a sentence opens with a place: "Meanwhile, in the town of".
const FRONT: u32 = 5;

/// Whether a sentence tells of a picture, which may be of another day and place.
pub(super) fn is_caption(ground: &Ground, number: usize) -> bool {
    ground.document.roles[number] == Role::Caption
}

/// The clause that a token stands in, by number.
pub(super) fn clause(ground: &Ground, sentence: usize, token: u32) -> usize {
    ground.clauses[sentence].partition_point(|start| *start <= token)
}

/// Whether a candidate names what police or courts did: a day or town beside their words is its own.
fn is_lawful(candidate: &Candidate) -> bool {
    let kinds = Kinds::shipped();
    matches!(&candidate.value, Some(Value::Category { category, .. })
        if kinds.kind(category).is_some_and(|k| kinds.is_aftermath(k)))
}

/// Whether a place or time is a deed's and not that of the arrest or trial: it follows the deed, and no word of police or
/// courts stands between ("charged with a stabbing in Bath"), or is what names it ("the May 3 stabbing"). A charge's own
/// name ("murder") is followed by nothing of the deed's.
fn is_of_deed(ground: &Ground, number: usize, (start, end): (u32, u32)) -> bool {
    let first = ground.document.sentences[number].first;
    let law = || ground.charts[number].of(ground.tags.law).map(|i| first + u32::from(i.start));
    let kinds = || ground.candidates.iter().filter(|c| c.sentence == number && c.facet == ground.kind);
    let deeds = || kinds().filter(|c| !is_lawful(c)).map(|c| c.trigger.0);
    // nothing but words of the noun group stands between
    let names = |t: u32| {
        let joins = |at: u32| {
            ground.document.word(at).starts_with(char::is_alphanumeric)
                && !ground.charts[number].has(pack::tags::FUNCTION, (at - first) as u16)
        };
        end <= t && t - end <= 3 && (end..t).all(joins)
    };
    if deeds().any(names) {
        return true;
    }
    let before = |t: &u32| *t < start;
    let word = law().chain(kinds().filter(|c| is_lawful(c)).map(|c| c.trigger.0)).filter(before).max();
    deeds().filter(|t| !law().any(|l| l == *t)).filter(before).max() > word
}

/// The toponym that a trigger is told with: in its clause first, nearest first, never the voice's own.
pub(super) fn nearest_place(ground: &Ground, number: usize, candidate: &Candidate) -> Option<usize> {
    if is_caption(ground, number) {
        return None;
    }
    // "two died in Kano, three in Kaduna": a number behind its verb has its place behind itself
    let counted = matches!(candidate.value, Some(Value::Count(_)));
    let elsewhere = counted && candidate.tokens.0 > candidate.trigger.0;
    let at = if elsewhere { candidate.tokens.0 } else { candidate.trigger.0 };
    let mine = clause(ground, number, at);
    let kinds = Kinds::shipped();
    let facets = &kinds.facets;
    // what is said at a news conference has its place there
    let uttered =
        matches!(&candidate.value, Some(Value::Category { category, .. }) if kinds.is_utterance(category));
    let lawful = is_lawful(candidate);
    // "the raid came after 25 were taken in Maga": a place behind is of what its own clause tells
    let told_in = |other: usize| {
        ground.candidates.iter().any(|c| {
            let tells = c.facet == ground.kind || facets[usize::from(c.facet)].happens;
            c.sentence == number && tells && clause(ground, number, c.trigger.0) == other
        })
    };
    // a number told of each of several places is shown by its own
    let own = |p: usize| ground.places[p].tokens == candidate.tokens;
    (0..ground.places.len())
        .filter(|p| {
            let m = &ground.places[*p];
            m.sentence == number
                && !m.home
                && !m.part
                && !is_brought_to(ground, *p)
                && !is_actor(ground, m)
                && (uttered
                    || if lawful {
                        !is_of_deed(ground, number, m.tokens)
                    } else {
                        !is_of_law(ground, *p, candidate.trigger)
                    })
                && (!matches!(m.relation, Relation::Way | Relation::Holds) || own(*p))
                && !ground.said.iter().any(|(voice, _)| voice.0 <= m.tokens.0 && m.tokens.1 <= voice.1)
        })
        .filter(|p| {
            let m = &ground.places[*p];
            let first = ground.document.sentences[number].first;
            let across = ground.charts[number].ends(ground.tags.across, (m.tokens.0 - first) as u16);
            // a country that is only named is a party, not a place
            !(is_country(ground, *p) && matches!(m.relation, Relation::Bare | Relation::Of)) || across
        })
        .min_by_key(|p| {
            let m = &ground.places[*p];
            let far = clause(ground, number, m.tokens.0).abs_diff(mine) as u32;
            let distance = m.tokens.0.abs_diff(at);
            let bare = u32::from(m.relation != Relation::In);
            (!own(*p), far * 100 + distance + bare * 12 + u32::from(elsewhere && m.tokens.0 < at))
        })
        .filter(|p| {
            let m = &ground.places[*p];
            let there = clause(ground, number, m.tokens.0);
            let beside = there + 1 == mine || there == mine + 1 && !told_in(there);
            (there == mine || m.relation == Relation::In && beside)
                && (lawful || !is_where_said(ground, number, m.tokens, at))
        })
        .map(|p| ground.places[p].meant.unwrap_or(p))
}

/// How far behind a word of saying the place and day of the saying end, in tokens.
const SAID_WHERE: u32 = 7;

/// How far behind the word of saying they stand where what is said stands before: "told reporters in".
const TOLD_WHERE: u32 = 3;

/// Whether a place or day is told of who spoke, and not of what was said: "told parliament in Colombo on Tuesday that",
/// "has risen to 40, she told reporters in Paris". Between the word of saying and it nothing happens; behind it another
/// clause begins ("that", a comma), or the trigger stands before.
pub(super) fn is_where_said(ground: &Ground, number: usize, (start, end): (u32, u32), trigger: u32) -> bool {
    let mine = clause(ground, number, start);
    let first = ground.document.sentences[number].first;
    let cue = ground.said.iter().map(|(_, cue)| cue.1).filter(|end| first <= *end && *end <= start).max();
    let that =
        |at: u32| ground.tags.that.is_some_and(|that| ground.charts[number].has(that, (at - first) as u16));
    let closes = |cue: u32| {
        let until = trigger.min(cue + SAID_WHERE);
        (end..=until).any(|at| that(at) || clause(ground, number, at) != mine)
    };
    let told = |cue: u32| {
        let words = (cue..start).all(|at| ground.document.word(at).starts_with(char::is_alphanumeric));
        trigger < cue && start - cue <= TOLD_WHERE && words
    };
    cue.is_some_and(|cue| {
        let facets = &Kinds::shipped().facets;
        let between = |c: &Candidate| {
            let tells = c.facet == ground.kind || facets[usize::from(c.facet)].happens;
            c.sentence == number && tells && cue <= c.trigger.0 && c.trigger.0 < start
        };
        clause(ground, number, cue - 1) == mine
            && (closes(cue) || told(cue))
            && !ground.candidates.iter().any(between)
    })
}

/// The place that a sentence opens with: "In Plock, the seat of the province, …".
pub(super) fn fronted(ground: &Ground, number: usize) -> Option<usize> {
    if is_caption(ground, number) {
        return None;
    }
    let first = ground.document.sentences[number].first;
    let place = (0..ground.places.len()).find(|p| ground.places[*p].sentence == number)?;
    let m = &ground.places[place];
    let country = is_country(ground, place);
    (m.relation == Relation::In && m.tokens.0 - first <= FRONT && !country && !is_care(ground, place))
        .then_some(place)
}

/// The town that heads the paragraph, alone in its sentence: "8.50 a.m. Leeds. The mayor: 46 are hurt".
pub(super) fn headed(ground: &Ground, number: usize) -> Option<usize> {
    let sentences = &ground.document.sentences;
    let head = number.checked_sub(1).filter(|h| sentences[*h].paragraph == sentences[number].paragraph)?;
    let place = (0..ground.places.len()).find(|p| ground.places[*p].sentence == head)?;
    let m = &ground.places[place];
    let word = |at: u32| ground.document.word(at).starts_with(char::is_alphabetic);
    let alone = (sentences[head].first..sentences[number].first)
        .all(|at| !word(at) || m.tokens.0 <= at && at < m.tokens.1);
    (alone && m.settled.is_some() && !is_wide(ground, place)).then_some(place)
}

/// The town that the sentence before named, where this one opens by pointing at it: "there, just before Christmas, a man
/// drove into a market".
pub(super) fn pointed_at(ground: &Ground, number: usize) -> Option<usize> {
    let points = ground.charts[number].of(ground.tags.there).any(|i| u32::from(i.start) <= FRONT);
    let named = |p: &usize| ground.places[*p].sentence + 1 == number && ground.places[*p].settled.is_some();
    let last = || (0..ground.places.len()).rfind(named);
    if points { last().filter(|p| !is_country(ground, *p)) } else { None }
}

/// Towns and regions as far from each other as this are of one thing only where it was done at several places, in km.
const APART: f64 = 10.0;

/// The further towns and regions that are named in one breath with a place: "in Colombo, Negombo and Batticaloa".
pub(super) fn listed(ground: &Ground, place: usize) -> Vec<usize> {
    let m = &ground.places[place];
    let (chart, first) = (&ground.charts[m.sentence], ground.document.sentences[m.sentence].first);
    let before = m.tokens.0.checked_sub(1).filter(|at| *at >= first);
    let road = before.is_some_and(|at| chart.has(ground.tags.between, (at - first) as u16));
    if m.relation != Relation::In || road {
        return Vec::new();
    }
    let mut out: Vec<usize> = Vec::new();
    let mut last = place;
    let mut closed = 0;
    for next in place + 1..ground.places.len() {
        let (l, n) = (&ground.places[last], &ground.places[next]);
        let (Some(a), Some(b)) = (l.settled, n.settled) else { break };
        let apart = !ground.gazetteer.within(a, b)
            && !ground.gazetteer.within(b, a)
            && ground.gazetteer.distance_km(a, b) >= APART;
        let and = |at: u32| chart.has(ground.tags.and, (at - first) as u16);
        let joins = l.reach < n.tokens.0
            && (l.reach..n.tokens.0).all(|at| ground.document.word(at) == "," || and(at));
        if n.sentence != m.sentence
            || !joins
            || !apart
            || n.relation == Relation::Holds
            || is_country(ground, next)
        {
            break;
        }
        out.push(next);
        // "Bath, Maine" is no list, and "Bath, Leeds and York" ends with "and"
        if (l.reach..n.tokens.0).any(and) {
            closed = out.len();
        }
        last = next;
    }
    out.truncate(closed);
    out
}

/// Whether a place lies inside each of some others, and is none of them.
pub(super) fn narrower(ground: &Ground, place: usize, others: &[usize]) -> bool {
    let inside = |other: &usize| match (ground.places[place].settled, ground.places[*other].settled) {
        (Some(a), Some(b)) => a != b && ground.gazetteer.within(a, b),
        (None, Some(b)) => match ground.gazetteer.kind(b) {
            PlaceKind::City => false,
            // a region that no gazetteer lists is one of a country
            PlaceKind::Country => ground.places[place].noun != Some("country"),
            _ => !is_wide(ground, place),
        },
        _ => false,
    };
    others.iter().all(inside)
}

/// Whether a place is named as who did it: "overnight Moscow launched 400 drones".
fn is_actor(ground: &Ground, m: &PlaceMention) -> bool {
    let actor = |c: &Candidate| {
        c.sentence == m.sentence
            && c.tokens == m.tokens
            && Kinds::shipped().facets[usize::from(c.facet)].name == "actor"
    };
    m.relation == Relation::Bare && ground.candidates.iter().any(actor)
}

/// The words for a hospital right before a place.
fn care<'g>(ground: &'g Ground, place: usize) -> impl Iterator<Item = &'g Item> {
    let m = &ground.places[place];
    let at = (m.tokens.0 - ground.document.sentences[m.sentence].first) as u16;
    ground.charts[m.sentence].of(ground.tags.care).filter(move |i| i.end <= at && at - i.end <= 2)
}

/// Whether a place is where the wounded were brought: "died at a hospital in Bath".
pub(super) fn is_care(ground: &Ground, place: usize) -> bool {
    care(ground, place).next().is_some()
}

/// Whether a place is where somebody was brought: "taken to Royal Infirmary in Bath".
pub(super) fn is_brought_to(ground: &Ground, place: usize) -> bool {
    let number = ground.places[place].sentence;
    let first = ground.document.sentences[number].first;
    let chart = &ground.charts[number];
    let capital = |t: u16| ground.document.tokens[(first + u32::from(t)) as usize].shape.is_capital();
    care(ground, place).any(|i| {
        let name = (0..i.start).rev().find(|t| !capital(*t)).map_or(0, |t| t + 1);
        let name = name - u16::from(name > 0 && ground.tags.det.is_some_and(|det| chart.ends(det, name)));
        ground.tags.to.is_some_and(|to| chart.ends(to, name))
    })
}

/// Whether a place is where somebody was caught or tried, and no deed stands between: "arrested in Bath".
pub(super) fn is_of_law(ground: &Ground, place: usize, (trigger, end): (u32, u32)) -> bool {
    let m = &ground.places[place];
    let first = ground.document.sentences[m.sentence].first;
    let deed = |from: u32| {
        let between = |c: &Candidate| {
            c.sentence == m.sentence
                && c.facet == ground.kind
                && from <= c.trigger.0
                && c.trigger.1 <= m.tokens.0
        };
        ground.candidates.iter().any(between)
    };
    m.relation == Relation::In
        && ground.charts[m.sentence].of(ground.tags.law).any(|i| {
            let (start, stop) = (first + u32::from(i.start), first + u32::from(i.end));
            stop <= m.tokens.0
                && m.tokens.0 - stop <= LAW_REACH
                && !(trigger..end).contains(&start)
                && !deed(stop)
                && !ground.document.word(m.tokens.0 - 1).starts_with(',')
        })
}

/// How far behind a word of arrests and courts its place stands, in tokens: "arrested Sam Reed in Bath".
const LAW_REACH: u32 = 4;

/// The towns named behind a trigger in its sentence.
pub(super) fn places_after(ground: &Ground, number: usize, candidate: &Candidate) -> Vec<usize> {
    let after = |p: &usize| {
        let m = &ground.places[*p];
        m.sentence == number
            && m.tokens.0 > candidate.trigger.0
            && !matches!(m.relation, Relation::Way | Relation::Holds)
            && !is_wide(ground, *p)
    };
    (0..ground.places.len()).filter(after).collect()
}

pub(super) fn nearest_time(ground: &Ground, number: usize, candidate: &Candidate) -> Option<usize> {
    if is_caption(ground, number) {
        return None;
    }
    let at = candidate.trigger.0;
    let mine = clause(ground, number, at);
    let lawful = is_lawful(candidate);
    // "threatened on Thursday to": what a thing said has beside its word of saying is its own
    let kinds = Kinds::shipped();
    let uttered =
        matches!(&candidate.value, Some(Value::Category { category, .. }) if kinds.is_utterance(category));
    // "survivors meet tomorrow to remember the shooting": what is told as done was not done later
    let ahead = |m: &TimeMention| {
        let done = candidate.stance <= Stance::Alleged;
        done && ground.published.zip(m.value.start).is_some_and(|(told, at)| at.date > told)
    };
    // "four days after 25 were taken in Maga" counts back to another deed than "three days after the shooting"
    let facets = &Kinds::shipped().facets;
    // "the worst since the March attack" was not in March
    let of_other = |t: usize, m: &TimeMention| {
        let here =
            ground.candidates.iter().filter(|c| c.sentence == number && c.trigger != candidate.trigger);
        candidate.facet == ground.kind
            && is_long(ground, t)
            && !names(ground, m, candidate)
            && here.filter(|c| c.trigger.0 > at).any(|c| names(ground, m, c))
    };
    let deed_behind = |from: u32| {
        let tells = |c: &Candidate| c.facet == ground.kind || facets[usize::from(c.facet)].happens;
        let behind = |c: &&Candidate| c.sentence == number && c.trigger.0 >= from && c.trigger.0 != at;
        ground.candidates.iter().filter(behind).any(|c| tells(c) && !definite(ground.document, c))
    };
    (0..ground.times.len())
        .filter(|t| {
            let m = &ground.times[*t];
            m.sentence == number
                && m.dated
                && !ahead(m)
                && (uttered || !of_saying(ground, m))
                && !of_toll(ground, m)
                && !is_since(ground, m, at)
                && !of_other(*t, m)
                && !(m.leans() && at < m.tokens.0 && deed_behind(m.tokens.1))
                && (lawful || uttered || !is_where_said(ground, number, m.tokens, at))
                && if lawful {
                    !is_of_deed(ground, number, m.tokens)
                } else {
                    !of_law(ground, number, m, candidate.trigger)
                }
        })
        .min_by_key(|t| {
            let m = &ground.times[*t];
            // "died on Friday, three days after he was shot"
            let counted = m.back && candidate.facet == ground.kind && !deed_behind(m.tokens.1);
            (
                !counted,
                clause(ground, number, m.tokens.0).abs_diff(mine) as u32 * 40 + m.tokens.0.abs_diff(at),
            )
        })
}

/// Whether a time is part of the name of a deed: "the March attack", «березневого теракту», "l'attacco di marzo".
pub(super) fn names(ground: &Ground, m: &TimeMention, candidate: &Candidate) -> bool {
    let (start, end) = candidate.trigger;
    let (chart, first) = (&ground.charts[m.sentence], ground.document.sentences[m.sentence].first);
    let is = |tag, at: u32| chart.has(tag, (at - first) as u16);
    let beside =
        m.tokens.1 == start || m.tokens.0 == end || m.tokens.0 == end + 1 && is(pack::tags::FUNCTION, end);
    candidate.sentence == m.sentence
        && candidate.facet == ground.kind
        && beside
        && !(start..end).any(|at| is(pack::tags::VERB, at))
}

/// Whether a time is that of the last thing of its sort: "the largest march since the city was handed over in 1997".
pub(super) fn is_since(ground: &Ground, m: &TimeMention, trigger: u32) -> bool {
    let first = ground.document.sentences[m.sentence].first;
    let there = clause(ground, m.sentence, m.tokens.0);
    let mut words = ground.charts[m.sentence].of(ground.tags.since).map(|i| first + u32::from(i.start));
    words.any(|word| trigger < word && word + 1 < m.tokens.0 && clause(ground, m.sentence, word) == there)
}

/// The hour of a deed whose day is known: "It happened at 8.10", beside a word of the deed and of nobody's saying.
pub(super) fn hour(ground: &Ground, draft: &mut Draft) {
    if draft.utterance || draft.times.is_empty() {
        return;
    }
    let exact = |t: &usize| ground.times[*t].value.start.is_some_and(|s| s.time.is_some());
    if draft.times.iter().any(exact) {
        return;
    }
    let on_its_day = |m: &TimeMention| {
        let date = m.value.start.map(|s| s.date);
        let spans = |t: &usize| days(ground, *t).filter(|(a, b)| (b.date - a.date).get_days() <= 1);
        let mut told = draft.times.iter().take(DAYS_LOOKED_AT).filter_map(spans);
        told.any(|(a, b)| date.is_some_and(|d| a.date <= d && d <= b.date))
    };
    let deeds = draft.candidates.iter().map(|c| &ground.candidates[*c]).filter(|c| c.facet == ground.kind);
    let found = deeds.take(DEEDS_LOOKED_AT).find_map(|deed| {
        let from = ground.times.partition_point(|m| m.sentence < deed.sentence);
        let here = ground.times[from..].iter().take_while(|m| m.sentence == deed.sentence);
        here.take(DAYS_LOOKED_AT)
            .position(|m| {
                m.is_hour()
                    && m.value.start.is_some()
                    && !is_entry(ground, m)
                    && deed.trigger.0.abs_diff(m.tokens.0) <= NEAR_AN_HOUR
                    && on_its_day(m)
                    && ground.document.quotation_at(m.tokens.0).is_none()
                    && !of_saying(ground, m)
                    && !of_law(ground, m.sentence, m, (u32::MAX, u32::MAX))
            })
            .map(|at| from + at)
    });
    draft.times.extend(found);
}

/// Whether an hour is that of an entry of a live report, which is told backwards: it opens its paragraph as bare figures,
/// and a later paragraph opens with an earlier hour.
fn is_entry(ground: &Ground, m: &TimeMention) -> bool {
    let sentences = &ground.document.sentences;
    let opens = |m: &TimeMention| {
        let (at, first) = (m.sentence, sentences[m.sentence].first);
        let new = at == 0 || sentences[at - 1].paragraph != sentences[at].paragraph;
        let bare = |t: u32| !ground.document.word(t).starts_with(char::is_alphabetic);
        m.is_hour() && new && (first..=m.tokens.0).all(bare)
    };
    let later = |o: &&TimeMention| o.sentence > m.sentence && opens(o);
    opens(m) && ground.times.iter().find(later).is_some_and(|o| o.value.start < m.value.start)
}

/// How far from a word of the deed its hour stands, in tokens.
const NEAR_AN_HOUR: u32 = 25;

/// Of the times of a deed and of a sentence, and of the words of a deed, so many are looked at.
const DAYS_LOOKED_AT: usize = 20;
const DEEDS_LOOKED_AT: usize = 20;

/// Whether a time stands right beside a word of saying: "said on Saturday".
pub(super) fn of_saying(ground: &Ground, m: &TimeMention) -> bool {
    let first = ground.document.sentences[m.sentence].first;
    ground.said.iter().any(|(voice, cue)| {
        let end = voice.1.max(cue.1);
        // "…, according to the mayor. On Monday two died": the saying was of the sentence before
        if end <= first {
            return false;
        }
        let gap = m.tokens.0.checked_sub(end);
        // "the mayor on Thursday said", «у четвер повідомив мер»
        let before = m.tokens.1 == cue.0 && (voice.1 <= m.tokens.0 || cue.1 <= voice.0);
        // «про це 8 грудня повідомив мер»
        let inside = cue.0 <= m.tokens.0 && m.tokens.1 <= cue.1;
        inside
            || before
            || gap.is_some_and(|g| g <= 1)
            || m.tokens.0.checked_sub(cue.1).is_some_and(|g| g <= 1)
    })
}

/// Whether a time is that of a figure and of no deed: "the toll rose on Sunday to 12", "the number of dead stood at 40 on
/// Friday", "on Monday lowered it to 38". It stands beside the verb, or behind the figure with no deed between.
pub(super) fn of_toll(ground: &Ground, m: &TimeMention) -> bool {
    let (chart, first) = (&ground.charts[m.sentence], ground.document.sentences[m.sentence].first);
    let (start, end) = ((m.tokens.0 - first) as u16, (m.tokens.1 - first) as u16);
    let facets = &Kinds::shipped().facets;
    let from = ground.candidates.partition_point(|c| c.sentence < m.sentence);
    let here = || ground.candidates[from..].iter().take_while(|c| c.sentence == m.sentence);
    let counts = || {
        here().filter(|c| facets[usize::from(c.facet)].happens && matches!(c.value, Some(Value::Count(_))))
    };
    let verbs = || chart.of(ground.tags.rise).chain(chart.of(ground.tags.revise));
    let beside = chart.of(ground.tags.rise).any(|i| i.end <= start && start - i.end <= 1)
        || chart.of(ground.tags.revise).any(|i| i.end <= start && start - i.end <= 1 || i.start == end);
    if beside && counts().any(|c| c.tokens.0 >= m.tokens.1) {
        return true;
    }
    let deed = |from: u32, to: u32| {
        // "the attacks", and not "dead"
        let counted =
            |c: &Candidate| counts().any(|n| n.trigger.0 <= c.trigger.0 && c.trigger.0 < n.trigger.1);
        let names = |c: &Candidate| matches!(c.value, Some(Value::Category { .. })) || !counted(c);
        here().any(|c| c.facet == ground.kind && names(c) && from <= c.trigger.0 && c.trigger.0 < to)
    };
    counts().any(|c| {
        let (trigger, at) = ((c.trigger.0 - first) as u16, (c.tokens.0 - first) as u16);
        let tells = chart.at(trigger).any(|i| chart.items[i].tag == ground.tags.toll)
            || verbs().any(|i| i.end <= at && at - i.end <= 2);
        tells
            && c.tokens.1 <= m.tokens.0
            && clause(ground, m.sentence, c.tokens.0) == clause(ground, m.sentence, m.tokens.0)
            && !deed(c.tokens.1, m.tokens.1 + 3)
    })
}

/// How far before a charge its verb stands, in tokens: "pleaded guilty to involuntary manslaughter".
const CHARGE: u32 = 4;

/// Whether a word of arrests and courts stands nearer to a time than the trigger does.
pub(super) fn of_law(ground: &Ground, number: usize, m: &TimeMention, (trigger, end): (u32, u32)) -> bool {
    let gap = |t: u32| if t < m.tokens.0 { m.tokens.0 - t } else { t.saturating_sub(m.tokens.1) };
    let first = ground.document.sentences[number].first;
    let mut law = ground.charts[number]
        .of(ground.tags.law)
        .map(|i| first + u32::from(i.start))
        .filter(|t| !(trigger..end).contains(t));
    // "the March 3 shooting" keeps its date, but "charged with murder on Tuesday" is the court's; so may be a day
    // farther off
    let charge = ground.charts[number]
        .of(ground.tags.law)
        .any(|i| (trigger..end).contains(&(first + u32::from(i.start))));
    // "charged with a stabbing in Bath on Friday"
    let placed = ground.places.iter().any(|p| {
        let behind = p.sentence == number && p.relation == Relation::In && p.tokens.0 >= end;
        behind && p.reach <= m.tokens.0 && p.tokens.0 - end <= 3 && m.tokens.0 - p.reach <= 2
    });
    let beside = (placed || gap(trigger) <= 3) && !(charge && m.tokens.0 > trigger);
    let mine = clause(ground, number, m.tokens.0);
    let with_trigger = clause(ground, number, trigger) == mine;
    // "the man shot in Bath early on Saturday has been identified": a time ends what stands before it
    let ends = |t: u32| with_trigger && trigger < m.tokens.0 && t > m.tokens.1;
    // "to involuntary manslaughter", but not "in connection with a homicide" or "the murder"
    let named = |t: u32| {
        let article =
            |at: u32| ground.tags.det.is_some_and(|det| ground.charts[number].ends(det, (at - first) as u16));
        trigger - t <= CHARGE && !(t + 1..=trigger).any(article)
    };
    law.any(|t| {
        let same = clause(ground, number, t) == mine;
        // "charged Friday with shooting her": the day is of the verb that it follows
        let follows = t + 1 == m.tokens.0 && trigger >= m.tokens.1;
        // of a charge the court's word has the day as soon as it is as near: "pleaded guilty in April to manslaughter"
        let nearer = gap(t) < gap(trigger) || charge && gap(t) == gap(trigger) || follows;
        // "pleads guilty to manslaughter with a firearm on Tuesday": the charge is no deed of that day
        let governs = charge && same && t < trigger && trigger < m.tokens.0 && named(t);
        !ends(t) && (same && nearer || governs || !beside && gap(t) <= 12 && (same || !with_trigger))
    })
}

/// Whether a time is a stretch of weeks or more.
pub(super) fn is_long(ground: &Ground, time: usize) -> bool {
    // "since Oct 7", "from Monday to Sunday" name the stretch themselves
    let told = ground.times[time].value.precision == Precision::Days;
    days(ground, time).is_some_and(|(a, b)| (b.date - a.date).get_days() > if told { 6 } else { 13 })
}

/// Whether a place is so wide that a thing in it is hardly placed: a region or a country.
pub(super) fn is_region(ground: &Ground, place: usize) -> bool {
    let m = &ground.places[place];
    match m.settled {
        Some(id) => matches!(ground.gazetteer.kind(id), PlaceKind::Region | PlaceKind::Country),
        None => matches!(m.noun, Some("region" | "country")),
    }
}

/// Whether a place is a country.
pub(super) fn is_country(ground: &Ground, place: usize) -> bool {
    ground.places[place].settled.is_some_and(|id| ground.gazetteer.kind(id) == PlaceKind::Country)
}

/// Whether a place is wider than a town.
pub(super) fn is_wide(ground: &Ground, place: usize) -> bool {
    ground.places[place].settled.is_some_and(|id| !matches!(ground.gazetteer.kind(id), PlaceKind::City))
        || ground.places[place].settled.is_none()
            && matches!(ground.places[place].noun, Some("region" | "country" | "district"))
}

/// Whether a place is one of a draft's; `None` where either is not known.
pub(super) fn places_relate(ground: &Ground, draft: &[usize], place: Option<usize>) -> Option<bool> {
    let mine = &ground.places[place?];
    let mut related = None;
    for other in draft {
        let other = &ground.places[*other];
        let (Some(a), Some(b)) = (mine.settled, other.settled) else {
            let same = name_of(ground, mine) == name_of(ground, other);
            // an unlisted place may lie in a listed one
            let held = |m: &PlaceMention, o: &PlaceMention| {
                m.container
                    .and_then(|c| ground.places[c].settled)
                    .zip(o.settled)
                    .is_some_and(|(c, o)| c == o || ground.gazetteer.within(c, o))
            };
            if same || held(mine, other) || held(other, mine) {
                return Some(true);
            }
            // a quarter or a building that no gazetteer lists says nothing against a town
            let town =
                |m: &PlaceMention| m.settled.is_some() || m.container.is_some() && m.noun != Some("site");
            // "Toone, Tennessee" may well lie in Hardeman County
            let may_lie = |m: &PlaceMention, o: &PlaceMention| {
                let outer = m.container.and_then(|c| ground.places[c].settled);
                outer.zip(o.settled).is_some_and(|(c, o)| {
                    ground.gazetteer.kind(o) != PlaceKind::City && ground.gazetteer.within(o, c)
                })
            };
            if town(mine) && town(other) && !may_lie(mine, other) && !may_lie(other, mine) {
                related = related.or(Some(false));
            }
            continue;
        };
        if close(ground, a, b) {
            return Some(true);
        }
        related = Some(false);
    }
    related
}

pub(super) fn close(ground: &Ground, a: PlaceId, b: PlaceId) -> bool {
    ground.gazetteer.within(a, b)
        || ground.gazetteer.within(b, a)
        || ground.gazetteer.distance_km(a, b) < APART
}

pub(super) fn name_of<'a>(ground: &Ground<'a>, m: &PlaceMention) -> &'a str {
    ground.document.words_of(m.tokens.0, m.tokens.1)
}

pub(super) fn days(ground: &Ground, time: usize) -> Option<(Moment, Moment)> {
    let value = &ground.times[time].value;
    Some((value.start?, value.end.or(value.start)?))
}

pub(super) fn times_relate(ground: &Ground, draft: &[usize], time: Option<usize>) -> Option<bool> {
    let time = time?;
    let mut related = None;
    for other in draft {
        let (Some((a, b)), Some((c, d))) = (days(ground, time), days(ground, *other)) else {
            let patterns = (&ground.times[time].value.pattern, &ground.times[*other].value.pattern);
            if let (Some(p), Some(q)) = patterns {
                related = Some(p.get(..8) == q.get(..8));
            }
            continue;
        };
        let meet = a.date <= d.date && c.date <= b.date;
        // that a day lies in the month or year of another deed doesn't make it one with it
        if meet && is_long(ground, time) == is_long(ground, *other) {
            return Some(true);
        }
        if !meet {
            related = Some(false);
        }
    }
    related
}
