//! Pass 5: candidates become tellings: what belongs to which incident, where and when it was.

use gazetteer::{Gazetteer, PlaceId};
use pack::{Features, Kinds, Tag, tags};

use crate::attribution::Said;
use crate::candidates::{Candidate, definite};
use crate::chart::Chart;
use crate::chunks::TimeMention;
use crate::document::{Document, Role};
use crate::naming::{PlaceMention, Relation};
use crate::settle;
use crate::{Moment, PlaceValue, Value};

/// An incident of the article while it grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Kinds said of it, each with how often.
    pub(crate) kinds: Vec<(u8, u32)>,
    pub(crate) utterance: bool,
    /// The speaker, for an utterance.
    pub(crate) speaker: Option<String>,
    /// Indices into the place mentions, surest first.
    pub(crate) places: Vec<usize>,
    /// Indices into the time mentions.
    pub(crate) times: Vec<usize>,
    /// Indices into the candidates.
    pub(crate) candidates: Vec<usize>,
    /// Whether a headline or lead tells of it.
    pub(crate) leads: bool,
    /// Whether it is a sum over weeks or more: "40 killed this year".
    pub(crate) sum: bool,
    last_sentence: usize,
}

/// What assembly looks at.
pub(crate) struct Ground<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) candidates: &'a [Candidate],
    pub(crate) places: &'a [PlaceMention],
    pub(crate) times: &'a [TimeMention],
    pub(crate) gazetteer: &'a Gazetteer,
    /// By sentence: tokens at which a clause begins.
    pub(crate) clauses: &'a [Vec<u32>],
    /// Facets by number: kind, and those that may tell of an incident of their own by their place.
    pub(crate) kind: u8,
    pub(crate) weighty: &'a [u8],
    pub(crate) charts: &'a [Chart],
    /// The tag of words of arrests and courts.
    pub(crate) law: Tag,
    /// The tag of hospitals.
    pub(crate) care: Tag,
    /// Tokens of all voices and words of saying.
    pub(crate) said: &'a [Said],
}

/// One happening of a sentence: its trigger, with the place and time beside it.
struct Event {
    candidate: usize,
    kind: Option<u8>,
    place: Option<usize>,
    time: Option<usize>,
    definite: bool,
    /// Whether it is told as a sum over weeks or more, and not as one deed of that time ("the shooting last month").
    sum: bool,
    /// Further places that it was done to: "captured the villages of X and Y".
    more: Vec<usize>,
}

/// Lays every candidate to a draft.
pub(crate) fn assemble(ground: &Ground) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut current: Option<usize> = None;
    let mut paragraph = u32::MAX;
    for (number, sentence) in ground.document.sentences.iter().enumerate() {
        if ground.document.roles[number] == Role::Boilerplate {
            continue;
        }
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            current = main_of(&drafts).or(current);
        }
        let here: Vec<usize> =
            (0..ground.candidates.len()).filter(|c| ground.candidates[*c].sentence == number).collect();
        let events = events(ground, number, &here);
        let mut homes: Vec<(usize, usize)> = Vec::new(); // event's candidate, draft
        for event in &events {
            let draft = home(ground, &drafts, event, current, number);
            let draft = draft.unwrap_or_else(|| {
                let about = event.definite || leads(ground, number);
                let sum = event.time.is_some_and(|t| is_long(ground, t)) && !about;
                drafts.push(Draft { sum, ..Draft::default() });
                drafts.len() - 1
            });
            settle_event(ground, &mut drafts[draft], event, number);
            homes.push((event.candidate, draft));
            if !drafts[draft].utterance {
                current = Some(draft);
            }
        }
        for c in here {
            if let Some((_, draft)) = homes.iter().find(|(e, _)| *e == c) {
                push(&mut drafts[*draft].candidates, c);
                continue;
            }
            let near = nearest(ground, number, c, &homes).or(current).or(main_of(&drafts));
            match near {
                Some(draft) => push(&mut drafts[draft].candidates, c),
                None if matches!(ground.candidates[c].value, Some(Value::Count(_))) => {
                    drafts.push(Draft { candidates: vec![c], last_sentence: number, ..Draft::default() });
                    current = Some(drafts.len() - 1);
                }
                None => {}
            }
        }
    }
    if drafts.is_empty() && !ground.candidates.is_empty() {
        // an article that names no happening still tells of one
        drafts.push(Draft { candidates: (0..ground.candidates.len()).collect(), ..Draft::default() });
    }
    fill(ground, &mut drafts);
    drafts
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The incident that the article is about: the first deed that its headline or lead tells of, else the first.
/// An arrest or a trial is told of as what followed.
fn main_of(drafts: &[Draft]) -> Option<usize> {
    let kinds = Kinds::shipped();
    let deed = |d: &Draft| !d.utterance && !d.kinds.is_empty();
    let followed = |d: &Draft| d.kinds.iter().all(|(k, _)| kinds.kinds[*k as usize].family == "law");
    drafts
        .iter()
        .position(|d| d.leads && deed(d) && !followed(d))
        .or_else(|| drafts.iter().position(|d| d.leads && deed(d)))
        .or_else(|| drafts.iter().position(deed))
        .or_else(|| drafts.iter().position(|d| !d.utterance))
}

/// The clause that a token stands in, by number.
fn clause(ground: &Ground, sentence: usize, token: u32) -> usize {
    ground.clauses[sentence].partition_point(|start| *start <= token)
}

fn events(ground: &Ground, number: usize, here: &[usize]) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    let kinds = Kinds::shipped();
    // the times of single deeds: who died in "the shooting last month" is counted with it
    let deeds: Vec<Option<usize>> = here
        .iter()
        .map(|c| &ground.candidates[*c])
        .filter(|c| c.facet == ground.kind && is_one(ground, here, c))
        .map(|c| nearest_time(ground, number, c))
        .collect();
    for &c in here {
        let candidate = &ground.candidates[c];
        let is_kind = candidate.facet == ground.kind;
        if !is_kind && !ground.weighty.contains(&candidate.facet) {
            continue;
        }
        let kind = match &candidate.value {
            Some(Value::Category { category, .. }) if is_kind => kinds.kind(category),
            _ => None,
        };
        let place = nearest_place(ground, number, candidate);
        let time = nearest_time(ground, number, candidate);
        // a count is a happening of its own only where it names its own place or stretch of time
        let stretch = time.is_some_and(|t| is_long(ground, t)) && !deeds.contains(&time);
        let own = |p: usize| ground.places[p].relation == Relation::In && !is_care(ground, number, p);
        if !is_kind && !place.is_some_and(own) && !stretch {
            continue;
        }
        let more = kind
            .is_some_and(|k| kinds.kinds[k as usize].family == "control")
            .then(|| places_after(ground, number, candidate));
        let definite = is_kind && definite(ground.document, candidate);
        // plural and bare ("drone attacks have become common"): talk of many, unless it names a place or time
        let vague = is_kind && !definite && place.is_none() && time.is_none() && is_plural(ground, candidate);
        if vague && number > 0 {
            continue;
        }
        let sum = time.is_some_and(|t| is_long(ground, t)) && !(is_kind && is_one(ground, here, candidate));
        out.push(Event { candidate: c, kind, place, time, definite, sum, more: more.unwrap_or_default() });
    }
    out
}

/// Whether a trigger tells of one deed: no plural, and nobody counts many in its sentence.
fn is_one(ground: &Ground, here: &[usize], candidate: &Candidate) -> bool {
    const MANY: u64 = 10;
    let many = |c: &usize| matches!(&ground.candidates[*c].value, Some(Value::Count(n)) if n.min >= MANY);
    !is_plural(ground, candidate) && !here.iter().any(many)
}

/// The toponym that a trigger is told with: in its clause first, nearest first, never the voice's own.
fn nearest_place(ground: &Ground, number: usize, candidate: &Candidate) -> Option<usize> {
    let at = candidate.trigger.0;
    let mine = clause(ground, number, at);
    (0..ground.places.len())
        .filter(|p| {
            let m = &ground.places[*p];
            m.sentence == number
                && !matches!(m.relation, Relation::Way | Relation::Holds)
                && !ground.said.iter().any(|(voice, _)| voice.0 <= m.tokens.0 && m.tokens.1 <= voice.1)
        })
        .filter(|p| {
            let m = &ground.places[*p];
            let country =
                m.settled.is_some_and(|id| ground.gazetteer.kind(id) == gazetteer::PlaceKind::Country);
            // a country that is only named is a party, not a place
            !(country && matches!(m.relation, Relation::Bare | Relation::Of))
        })
        .min_by_key(|p| {
            let m = &ground.places[*p];
            let far = clause(ground, number, m.tokens.0).abs_diff(mine) as u32;
            let distance = m.tokens.0.abs_diff(at);
            let bare = u32::from(m.relation != Relation::In);
            far * 100 + distance + bare * 12
        })
        .filter(|p| {
            let m = &ground.places[*p];
            let far = clause(ground, number, m.tokens.0).abs_diff(mine);
            far == 0 || m.relation == Relation::In && far <= 1
        })
}

/// Whether a place is where the wounded were brought: "died at a hospital in Bath".
fn is_care(ground: &Ground, number: usize, place: usize) -> bool {
    let at = (ground.places[place].tokens.0 - ground.document.sentences[number].first) as u16;
    ground.charts[number].of(ground.care).any(|i| i.end <= at && at - i.end <= 2)
}

/// The towns named behind a trigger in its sentence.
fn places_after(ground: &Ground, number: usize, candidate: &Candidate) -> Vec<usize> {
    let after = |p: &usize| {
        let m = &ground.places[*p];
        m.sentence == number
            && m.tokens.0 > candidate.trigger.0
            && !matches!(m.relation, Relation::Way | Relation::Holds)
            && !is_wide(ground, *p)
    };
    (0..ground.places.len()).filter(after).collect()
}

/// Whether a trigger is a noun in the plural and nothing else.
fn is_plural(ground: &Ground, candidate: &Candidate) -> bool {
    let (chart, first) =
        (&ground.charts[candidate.sentence], ground.document.sentences[candidate.sentence].first);
    let (start, end) = ((candidate.trigger.0 - first) as u16, (candidate.trigger.1 - first) as u16);
    let mut items = chart.at(start).map(|i| &chart.items[i]).filter(|i| i.end == end).peekable();
    items.peek().is_some()
        && items.all(|i| {
            !i.features.has(Features::NOUN) && i.tag != tags::VERB || i.features.has(Features::PLURAL)
        })
}

fn nearest_time(ground: &Ground, number: usize, candidate: &Candidate) -> Option<usize> {
    let at = candidate.trigger.0;
    let mine = clause(ground, number, at);
    (0..ground.times.len())
        .filter(|t| {
            let m = &ground.times[*t];
            m.sentence == number && m.dated && !of_saying(ground, m) && !of_law(ground, number, m, at)
        })
        .min_by_key(|t| {
            let m = &ground.times[*t];
            clause(ground, number, m.tokens.0).abs_diff(mine) as u32 * 40 + m.tokens.0.abs_diff(at)
        })
}

/// Whether a time stands right beside a word of saying: "said on Saturday".
fn of_saying(ground: &Ground, m: &TimeMention) -> bool {
    ground.said.iter().any(|(voice, cue)| {
        let end = voice.1.max(cue.1);
        let gap = m.tokens.0.checked_sub(end);
        let before = m.tokens.1 == cue.0 && voice.1 <= m.tokens.0; // "the mayor on Thursday said"
        before || gap.is_some_and(|g| g <= 1) || m.tokens.0.checked_sub(cue.1).is_some_and(|g| g <= 1)
    })
}

/// Whether a word of arrests and courts stands nearer to a time than the trigger does.
fn of_law(ground: &Ground, number: usize, m: &TimeMention, trigger: u32) -> bool {
    let gap = |t: u32| if t < m.tokens.0 { m.tokens.0 - t } else { t.saturating_sub(m.tokens.1) };
    let first = ground.document.sentences[number].first;
    let mut law =
        ground.charts[number].of(ground.law).map(|i| first + u32::from(i.start)).filter(|t| *t != trigger);
    // "the March 3 shooting" keeps its date, but "charged with murder on Tuesday" is the court's; so may be a day
    // farther off
    let charge = ground.charts[number].of(ground.law).any(|i| first + u32::from(i.start) == trigger);
    let beside = gap(trigger) <= 3 && !(charge && m.tokens.0 > trigger);
    let mine = clause(ground, number, m.tokens.0);
    law.any(|t| gap(t) < gap(trigger) && clause(ground, number, t) == mine || !beside && gap(t) <= 12)
}

/// The draft that a happening belongs to; `None` where it is a new one.
fn home(
    ground: &Ground,
    drafts: &[Draft],
    event: &Event,
    current: Option<usize>,
    number: usize,
) -> Option<usize> {
    let kinds = Kinds::shipped();
    let utterance = event.kind.is_some_and(|k| kinds.kinds[k as usize].utterance);
    let candidate = &ground.candidates[event.candidate];
    let main = main_of(drafts);
    let mut best: Option<(i32, usize)> = None;
    for (at, draft) in drafts.iter().enumerate() {
        if draft.utterance != utterance {
            continue;
        }
        if utterance {
            let speaker = candidate.origin.as_ref().map(|o| &o.voice);
            let same_kind = draft.kinds.iter().any(|(k, _)| Some(*k) == event.kind);
            let time = times_relate(ground, &draft.times, event.time);
            if same_kind
                && time != Some(false)
                && (speaker.is_none() || draft.speaker.as_ref() == speaker || draft.speaker.is_none())
            {
                best = best.max(Some((1, at)));
            }
            continue;
        }
        let mut score = 0;
        if let Some(kind) = event.kind {
            match kind_fit(kinds, draft, kind) {
                Some(fit) => score += fit,
                None => continue,
            }
        }
        match places_relate(ground, &draft.places, event.place) {
            Some(true) => score += 30,
            // "the shooting" points back, whatever street or quarter it names
            Some(false) if event.definite => score -= 15,
            Some(false) => continue,
            None => {}
        }
        match times_relate(ground, &draft.times, event.time) {
            Some(true) => score += 20,
            Some(false) => continue,
            None => {}
        }
        // a sum over a month or a year is no part of what happened on a day
        if event.sum != draft.sum && (event.time.is_some() || draft.sum) {
            continue;
        }
        // "a girl was shot in April" is the deed that the article is about, or another
        let long = event.time.is_some_and(|t| is_long(ground, t));
        if long && !event.sum && !event.definite && !leads(ground, number) && main != Some(at) {
            continue;
        }
        let specific = event.kind.is_some_and(|k| kinds.kinds[k as usize].rank >= 2);
        let said_kind = draft.kinds.iter().any(|(k, _)| Some(*k) == event.kind);
        if score < 10
            && specific
            && !said_kind
            && !draft.kinds.is_empty()
            && !event.definite
            && number > draft.last_sentence + 2
        {
            continue; // another sort of thing, with nothing shared
        }
        score += if Some(at) == current { 6 } else { 0 } + if draft.leads { 3 } else { 0 };
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Whether a sentence is the headline's or the lead's.
fn leads(ground: &Ground, number: usize) -> bool {
    matches!(ground.document.roles[number], Role::Headline | Role::Lead)
}

/// Whether a time is a stretch of weeks or more.
fn is_long(ground: &Ground, time: usize) -> bool {
    days(ground, time).is_some_and(|(a, b)| (b.date - a.date).get_days() > 13)
}

/// How well a kind fits what was said of a draft; `None` where it is another sort of thing.
fn kind_fit(kinds: &Kinds, draft: &Draft, kind: u8) -> Option<i32> {
    let Some(top) = draft.kinds.iter().map(|(k, _)| *k).max_by_key(|k| kinds.kinds[*k as usize].rank) else {
        return Some(2);
    };
    let (a, b) = (&kinds.kinds[top as usize], &kinds.kinds[kind as usize]);
    if draft.kinds.iter().any(|(k, _)| *k == kind) {
        return Some(8);
    }
    (a.family == b.family).then_some(if a.rank >= 3 && b.rank >= 3 { -4 } else { 4 })
}

/// Whether a place is one of a draft's; `None` where either is not known.
fn places_relate(ground: &Ground, draft: &[usize], place: Option<usize>) -> Option<bool> {
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
            if town(mine) && town(other) {
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

fn close(ground: &Ground, a: PlaceId, b: PlaceId) -> bool {
    ground.gazetteer.within(a, b)
        || ground.gazetteer.within(b, a)
        || ground.gazetteer.distance_km(a, b) < 25.0
}

fn name_of<'a>(ground: &Ground<'a>, m: &PlaceMention) -> &'a str {
    ground.document.words_of(m.tokens.0, m.tokens.1)
}

fn days(ground: &Ground, time: usize) -> Option<(Moment, Moment)> {
    let value = &ground.times[time].value;
    Some((value.start?, value.end.or(value.start)?))
}

fn times_relate(ground: &Ground, draft: &[usize], time: Option<usize>) -> Option<bool> {
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

fn settle_event(ground: &Ground, draft: &mut Draft, event: &Event, number: usize) {
    let kinds = Kinds::shipped();
    if let Some(kind) = event.kind {
        match draft.kinds.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, n)) => *n += 1,
            None => draft.kinds.push((kind, 1)),
        }
        draft.utterance |= kinds.kinds[kind as usize].utterance;
    }
    draft.sum |= event.sum;
    draft.leads |= leads(ground, number);
    draft.last_sentence = number;
    if draft.utterance && draft.speaker.is_none() {
        draft.speaker = ground.candidates[event.candidate].origin.as_ref().map(|o| o.voice.clone());
    }
    if let Some(place) = event.place
        && places_relate(ground, &draft.places, Some(place)) != Some(false)
    {
        push(&mut draft.places, place);
    }
    event.more.iter().for_each(|p| push(&mut draft.places, *p));
    if let Some(time) = event.time {
        push(&mut draft.times, time);
    }
    push(&mut draft.candidates, event.candidate);
}

/// The draft of the happening that a candidate of the same sentence stands nearest to.
fn nearest(ground: &Ground, number: usize, candidate: usize, homes: &[(usize, usize)]) -> Option<usize> {
    let at = ground.candidates[candidate].tokens.0;
    let mine = clause(ground, number, at);
    homes
        .iter()
        .min_by_key(|(e, _)| {
            let trigger = ground.candidates[*e].trigger.0;
            clause(ground, number, trigger).abs_diff(mine) as u32 * 60 + trigger.abs_diff(at)
        })
        .map(|(_, draft)| *draft)
}

/// Gives the main draft a place and a time where its own sentences have none.
fn fill(ground: &Ground, drafts: &mut [Draft]) {
    let Some(main) = main_of(drafts) else { return };
    if drafts[main].places.iter().all(|p| is_wide(ground, *p)) {
        let taken: Vec<usize> = drafts
            .iter()
            .enumerate()
            .filter(|(d, _)| *d != main)
            .flat_map(|(_, d)| d.places.clone())
            .collect();
        let place = (0..ground.places.len())
            .filter(|p| !taken.contains(p) && !is_wide(ground, *p) && settle::weight(&ground.places[*p]) > 0)
            .max_by_key(|p| {
                let m = &ground.places[*p];
                let lead = match ground.document.roles[m.sentence] {
                    Role::Headline | Role::Lead => 3,
                    Role::Body => 1,
                    Role::Boilerplate => 0,
                };
                let same =
                    ground.places.iter().filter(|o| o.settled == m.settled && m.settled.is_some()).count()
                        as u32;
                (u32::from(settle::weight(m)) * lead * 2 + same * 2, std::cmp::Reverse(*p))
            });
        if let Some(place) = place {
            push(&mut drafts[main].places, place);
        }
    }
    if drafts[main].times.is_empty() {
        let taken: Vec<usize> = drafts.iter().flat_map(|d| d.times.clone()).collect();
        let lead = (0..ground.times.len()).find(|t| {
            let m = &ground.times[*t];
            m.dated
                && !taken.contains(t)
                && !of_saying(ground, m)
                && !of_law(ground, m.sentence, m, u32::MAX)
                && m.value.start.is_some()
                && matches!(ground.document.roles[m.sentence], Role::Headline | Role::Lead)
        });
        let any = || {
            (0..ground.times.len()).find(|t| {
                let m = &ground.times[*t];
                m.dated
                    && !taken.contains(t)
                    && !of_saying(ground, m)
                    && !of_law(ground, m.sentence, m, u32::MAX)
                    && m.value.start.zip(m.value.end).is_some_and(|(a, b)| a.date == b.date)
            })
        };
        if let Some(time) = lead.or_else(any) {
            drafts[main].times.push(time);
        }
    }
}

fn is_wide(ground: &Ground, place: usize) -> bool {
    ground.places[place]
        .settled
        .is_some_and(|id| !matches!(ground.gazetteer.kind(id), gazetteer::PlaceKind::City))
        || ground.places[place].settled.is_none()
            && matches!(ground.places[place].noun, Some("region" | "country" | "district"))
}

/// Places of a draft as values, the most exact and surest first.
pub(crate) fn places_of(ground: &Ground, names: &[String], draft: &Draft) -> Vec<(usize, PlaceValue)> {
    let mut out: Vec<(usize, PlaceValue)> = Vec::new();
    for place in &draft.places {
        let value = settle::value(ground.places, names, *place, ground.gazetteer);
        if !out.iter().any(|(_, v)| v.name == value.name && v.country == value.country) {
            out.push((*place, value));
        }
    }
    let votes = |v: &PlaceValue| {
        let told = ground.places.iter().filter(|m| {
            m.settled
                .is_some_and(|id| Some(id) == v.id || v.id.is_some_and(|o| ground.gazetteer.within(id, o)))
        });
        told.map(
            |m| if matches!(ground.document.roles[m.sentence], Role::Headline | Role::Lead) { 2 } else { 1 },
        )
        .sum::<usize>()
    };
    let rank = |precision: &str| match precision {
        "site" => 0,
        "city" => 0,
        "district" => 1,
        "region" => 2,
        _ => 3,
    };
    out.sort_by_key(|(at, v)| {
        let relation = u8::from(ground.places[*at].relation != Relation::In);
        (
            rank(v.precision),
            u8::from(v.country.is_none()),
            usize::MAX - votes(v),
            relation,
            ground.places[*at].tokens,
        )
    });
    out
}
