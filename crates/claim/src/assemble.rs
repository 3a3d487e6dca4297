//! Pass 5: candidates become tellings: what belongs to which incident, where and when it was.

mod ground;
mod happening;
mod once;
mod place;
mod setting;
mod told_at;

use gazetteer::PlaceId;
use pack::{Kinds, ValueType};

pub(crate) use self::ground::{Ground, GroundTags};
pub(crate) use self::place::places_of;
pub(crate) use self::told_at::{told_at, told_first};

use self::happening::{Happening, MANY, happenings};
use self::place::{anchor, fill};
use self::setting::{
    clause, days, hour, is_country, is_long, is_wide, narrower, nearest_time, places_relate, times_relate,
};
use self::told_at::is_toll;
use crate::candidates::Candidate;
use crate::chart::Chart;
use crate::document::Role;
use crate::{Count, Stance, Value};

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
    /// The wave that it is a part of, and shares kind and time with where its own are not told.
    pub(crate) part_of: Option<usize>,
    /// Indices into the candidates.
    pub(crate) candidates: Vec<usize>,
    /// Whether a headline or lead tells of it.
    pub(crate) leads: bool,
    /// Whether it is a sum over weeks or more: "40 killed this year".
    pub(crate) sum: bool,
    /// Whether it is several things at several places: "protests across the country".
    pub(crate) wave: bool,
    /// Whether it was told as several things.
    many: bool,
    /// Whether these were counted, and no place of them all was named: "17 dead in two attacks".
    counted: bool,
    /// Whether it was told of many places.
    spread: bool,
    /// Whether its places are several towns or regions told in one breath.
    listed: bool,
    last_sentence: usize,
}

impl Draft {
    /// Told of many places, or as several things somewhere, and in no one town.
    fn is_wave(&self, ground: &Ground) -> bool {
        // "threatened to strike every plant in Latvia": what is said is one, of however many it speaks
        !self.utterance && (self.spread || self.many && !self.places.is_empty()) && !self.in_town(ground)
    }

    /// Told only of an arrest or a trial: what came of a deed.
    pub(crate) fn follows(&self) -> bool {
        !self.kinds.is_empty() && self.kinds.iter().all(|(k, _)| Kinds::shipped().is_aftermath(*k))
    }

    fn in_town(&self, ground: &Ground) -> bool {
        !self.listed && self.places.iter().any(|p| !is_wide(ground, *p))
    }
}

/// Lays every candidate to a draft.
pub(crate) fn assemble(ground: &Ground) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut current: Option<usize> = None;
    let mut paragraph = u32::MAX;
    let anchor = anchor(ground);
    for (number, sentence) in ground.document.sentences.iter().enumerate() {
        if ground.document.roles[number] == Role::Boilerplate {
            continue;
        }
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            current = resumed(ground, &drafts).or(current);
            if ground.document.roles[number] == Role::Body
                && let Some(main) = main_of(&drafts)
            {
                place_at(ground, &mut drafts[main], anchor);
            }
        }
        let before = |c: &Candidate| c.sentence < number;
        let first = ground.candidates.partition_point(before);
        let rest = &ground.candidates[first..];
        let here: Vec<usize> = (first..first + rest.partition_point(|c| c.sentence == number)).collect();
        let mut homes: Vec<(usize, usize)> = Vec::new(); // trigger, draft
        let wave = main_of(&drafts).map(|main| &drafts[main]).filter(|main| main.is_wave(ground));
        for happening in &happenings(ground, number, &here, wave) {
            if happening.is_aftermath()
                && let Some(main) = current.or(main_of(&drafts))
            {
                homes.extend(happening.triggers.iter().map(|c| (*c, main)));
                happening.triggers.iter().for_each(|c| push(&mut drafts[main].candidates, *c));
                continue;
            }
            let draft = home(ground, &drafts, happening, current, number).unwrap_or_else(|| {
                let about = happening.definite || leads(ground, number);
                let sum = happening.sum && !about;
                drafts.push(Draft { sum, ..Draft::default() });
                drafts.len() - 1
            });
            settle_happening(ground, &mut drafts[draft], happening, number);
            homes.extend(happening.triggers.iter().map(|c| (*c, draft)));
            // what is told behind an arrest or a trial is told of the deed again, where there is one
            let follows = drafts[draft].follows() && main_of(&drafts).is_some_and(|m| !drafts[m].follows());
            if !drafts[draft].utterance && !follows {
                current = Some(draft);
            }
        }
        // nobody dies of a trial, and what was done with what is told of the deed
        let near = |drafts: &[Draft], homes: &[(usize, usize)], current: Option<usize>, c: usize| {
            let deed = |d: &usize| !of_deed(ground, c) || !drafts[*d].follows();
            nearest(ground, number, c, homes).filter(deed).or(current).or(main_of(drafts))
        };
        for &c in &here {
            if homes.iter().all(|(trigger, _)| *trigger != c)
                && let Some(draft) = near(&drafts, &homes, current, c)
                && let Some(time) = died_before(ground, &drafts[draft], number, c)
            {
                homes.push((c, drafts.len()));
                let (candidates, times) = (vec![c], vec![time]);
                drafts.push(Draft { candidates, times, last_sentence: number, ..Draft::default() });
            }
        }
        for c in here {
            if homes.iter().any(|(trigger, _)| *trigger == c) {
                continue;
            }
            match near(&drafts, &homes, current, c) {
                Some(draft) => push(&mut drafts[draft].candidates, c),
                None if matches!(ground.candidates[c].value, Some(Value::Count(_))) => {
                    drafts.push(Draft { candidates: vec![c], last_sentence: number, ..Draft::default() });
                    current = Some(drafts.len() - 1);
                }
                None => {}
            }
        }
    }
    once::merge(ground, &mut drafts);
    if drafts.is_empty() && !ground.candidates.is_empty() {
        // an article that names no happening still tells of one
        drafts.push(Draft { candidates: (0..ground.candidates.len()).collect(), ..Draft::default() });
    }
    let deed = hand_over(ground, &mut drafts);
    let main = main_of(&drafts);
    for main in main.into_iter().chain(deed.filter(|_| main.is_some_and(|m| drafts[m].follows()))) {
        let places: Vec<usize> = drafts
            .iter()
            .enumerate()
            // where somebody was caught or tried may well be where the deed was
            .filter(|(d, draft)| *d != main && !draft.follows())
            .flat_map(|(_, d)| d.places.clone())
            .collect();
        let times: Vec<usize> = drafts.iter().flat_map(|d| d.times.clone()).collect();
        let others: Vec<usize> = drafts
            .iter()
            .enumerate()
            .filter(|(d, draft)| *d != main && !draft.follows() && !draft.times.is_empty())
            .flat_map(|(_, d)| d.candidates.clone())
            .collect();
        fill(ground, &mut drafts[main], (&places, &times), &others);
    }
    let towns = drafts.iter().filter(|d| !d.utterance && !d.sum && d.in_town(ground)).count();
    for draft in &mut drafts {
        draft.wave = draft.is_wave(ground) || draft.counted && towns > 1;
        hour(ground, draft);
    }
    relate(ground, &mut drafts);
    drafts
}

/// The day in the clause of somebody's death that lies before every day of a draft: "the march, and the man who died on
/// Saturday". Nobody dies of a thing before it.
fn died_before(ground: &Ground, draft: &Draft, number: usize, c: usize) -> Option<usize> {
    let candidate = &ground.candidates[c];
    let killed = Kinds::shipped().facet("killed") == Some(candidate.facet);
    if !killed || draft.utterance || draft.sum || draft.times.is_empty() || candidate.stance > Stance::Alleged
    {
        return None;
    }
    let mine = clause(ground, number, candidate.trigger.0);
    // "the worst was that of 21 August, when a truck bomb killed seven"
    let empty = |other: usize| {
        let told = |c: &Candidate| c.sentence == number && clause(ground, number, c.trigger.0) == other;
        !ground.candidates.iter().any(told)
    };
    let time = nearest_time(ground, number, candidate).filter(|t| {
        let there = clause(ground, number, ground.times[*t].tokens.0);
        there == mine || there + 1 == mine && empty(there)
    })?;
    let last = days(ground, time)?.1.date;
    let later = |t: &usize| days(ground, *t).is_some_and(|(first, _)| first.date > last);
    draft.times.iter().all(later).then_some(time)
}

/// Whether a candidate tells of a deed and of no arrest or trial: who died, with what it was done, to what.
fn of_deed(ground: &Ground, candidate: usize) -> bool {
    let candidate = &ground.candidates[candidate];
    let facet = &Kinds::shipped().facets[usize::from(candidate.facet)];
    candidate.facet != ground.kind && (facet.happens || facet.value == ValueType::Category)
}

/// Gives the first deed what was told of it before it was named, in the words of an arrest or a trial; which it is.
fn hand_over(ground: &Ground, drafts: &mut [Draft]) -> Option<usize> {
    let deed = |d: &Draft| !d.utterance && !d.kinds.is_empty() && !d.follows();
    let home = drafts.iter().position(deed)?;
    for from in 0..drafts.len() {
        if drafts[from].follows() {
            let told = std::mem::take(&mut drafts[from].candidates);
            let (deeds, own): (Vec<_>, Vec<_>) = told.into_iter().partition(|c| of_deed(ground, *c));
            drafts[from].candidates = own;
            drafts[home].candidates.extend(deeds);
        }
    }
    drafts[home].candidates.sort_unstable();
    Some(home)
}

pub(super) fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Finds the parts of waves.
fn relate(ground: &Ground, drafts: &mut [Draft]) {
    // "seven have died in protests across the country": on the day that the article tells of
    let times = main_of(drafts).map(|main| drafts[main].times.clone()).unwrap_or_default();
    for wave in drafts.iter_mut().filter(|d| d.spread && d.wave && !d.utterance && d.times.is_empty()) {
        wave.times.clone_from(&times);
    }
    // and in the country that holds all its towns
    let placeless = |d: &Draft| d.wave && !d.utterance && d.places.is_empty();
    if drafts.iter().any(placeless) {
        let towns: Vec<usize> =
            drafts.iter().filter(|d| !d.wave && !d.utterance).flat_map(|d| d.places.clone()).collect();
        let holds = |p: &usize| is_country(ground, *p) && towns.iter().all(|t| narrower(ground, *t, &[*p]));
        let around = (0..ground.places.len()).find(|p| !towns.is_empty() && holds(p));
        drafts.iter_mut().filter(|d| placeless(d)).for_each(|wave| wave.places.extend(around));
    }
    for at in 0..drafts.len() {
        let part = &drafts[at];
        if part.wave || part.utterance || part.places.is_empty() {
            continue;
        }
        let whole = |d: &Draft| {
            d.wave
                && (!d.places.is_empty() || d.spread)
                && part.places.iter().all(|p| holds(ground, d, *p))
                && part.times.iter().all(|t| times_relate(ground, &d.times, Some(*t)) != Some(false))
        };
        drafts[at].part_of = drafts.iter().position(whole);
    }
}

/// The incident that the article is about: the first deed that its headline or lead tells of, else the first.
/// An arrest or a trial is told of as what followed.
fn main_of(drafts: &[Draft]) -> Option<usize> {
    let deed = |d: &Draft| !d.utterance && !d.kinds.is_empty();
    drafts
        .iter()
        .position(|d| d.leads && deed(d) && !d.follows())
        .or_else(|| drafts.iter().position(|d| d.leads && deed(d)))
        .or_else(|| drafts.iter().position(deed))
        .or_else(|| drafts.iter().position(|d| !d.utterance))
}

/// What a new paragraph goes on with: the main incident; where that is a wave that nothing was counted of, the one of its
/// towns whose dead the article counts.
fn resumed(ground: &Ground, drafts: &[Draft]) -> Option<usize> {
    let main = main_of(drafts)?;
    let counted = |d: &Draft| d.candidates.iter().any(|c| is_toll(&ground.candidates[*c]));
    if !drafts[main].is_wave(ground) || counted(&drafts[main]) {
        return Some(main);
    }
    let mut parts = (0..drafts.len()).filter(|d| {
        let draft = &drafts[*d];
        *d != main && !draft.utterance && !draft.sum && draft.in_town(ground) && counted(draft)
    });
    let part = parts.next().filter(|_| parts.next().is_none());
    part.or(Some(main))
}

/// Puts the main draft in the town that headline or dateline give, where its own sentences name none.
fn place_at(ground: &Ground, draft: &mut Draft, anchor: Option<usize>) {
    let Some(place) =
        anchor.filter(|_| draft.leads && !draft.many && !draft.spread && !draft.in_town(ground))
    else {
        return;
    };
    if places_relate(ground, &draft.places, Some(place)) != Some(false) {
        push(&mut draft.places, place);
    }
}

/// The draft that a happening belongs to; `None` where it is a new one.
fn home(
    ground: &Ground,
    drafts: &[Draft],
    happening: &Happening,
    current: Option<usize>,
    number: usize,
) -> Option<usize> {
    let kinds = Kinds::shipped();
    let utterance = happening.kind.is_some_and(|k| kinds.kinds[usize::from(k)].utterance);
    let main = main_of(drafts);
    // "a girl was shot in April" is the deed that the article is about, or another
    let long = happening.time.is_some_and(|t| is_long(ground, t));
    let vague = long && !happening.sum && !happening.definite && !leads(ground, number);
    let mut best: Option<(i32, usize)> = None;
    for (at, draft) in drafts.iter().enumerate().filter(|(_, d)| d.utterance == utterance) {
        // who died is told of a deed, and of no arrest
        let toll = happening.kind.is_none() && draft.follows();
        if vague && !utterance && main != Some(at) || toll {
            continue;
        }
        let fit = if utterance {
            utters(ground, draft, happening).then_some(1)
        } else {
            fit(ground, draft, happening, number)
                .map(|s| s + if Some(at) == current { 6 } else { 0 } + if draft.leads { 3 } else { 0 })
                .map(|s| if is_past(ground, draft, number) { s - ASIDE } else { s })
        };
        if let Some(score) = fit
            && best.is_none_or(|(s, _)| score > s)
        {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// What it costs to come back, in a later paragraph, to a thing told aside: less than its place or day speaks for it.
const ASIDE: i32 = 12;

/// So much smaller a place of the same name is not what an article means that says no more, in times.
const HAMLET: u32 = 100;

/// Whether a place lies in none of the countries of a draft's places, whichever of its name is meant.
fn is_abroad(ground: &Ground, draft: &Draft, place: Option<usize>) -> bool {
    let Some((place, own)) = place.map(|p| &ground.places[p]).and_then(|m| Some((m, m.settled?))) else {
        return false;
    };
    let country = |id| ground.gazetteer.place(id).country_place;
    let people = |id| ground.gazetteer.figures(id).population;
    let meant = |id: &PlaceId| people(*id).saturating_mul(HAMLET) >= people(own);
    let theirs: Option<Vec<_>> =
        draft.places.iter().map(|p| ground.places[*p].settled.map(country)).collect();
    theirs.is_some_and(|theirs| {
        let mut ids = place.candidates.iter().map(|(id, _)| id).filter(|id| meant(id));
        !theirs.is_empty() && !ids.any(|id| theirs.contains(&country(*id)))
    })
}

/// A town farther than this from another is no quarter of it, in km.
const FAR: f64 = 50.0;

/// Whether a place is abroad, or a town far from each of a draft's towns.
fn is_far(ground: &Ground, draft: &Draft, place: Option<usize>) -> bool {
    let town = |p: &usize| ground.places[*p].settled.filter(|_| !is_wide(ground, *p));
    let far = place.as_ref().and_then(town).is_some_and(|here| {
        let mut towns = draft.places.iter().filter_map(town).peekable();
        towns.peek().is_some() && towns.all(|there| ground.gazetteer.distance_km(here, there) > FAR)
    });
    far || is_abroad(ground, draft, place)
}

/// Whether a thing was told of aside, in a paragraph before this one: what goes on here is rather the article's own.
fn is_past(ground: &Ground, draft: &Draft, number: usize) -> bool {
    let paragraph = |sentence: usize| ground.document.sentences[sentence].paragraph;
    !draft.leads && paragraph(draft.last_sentence) != paragraph(number)
}

/// Whether a thing said is the one that a draft tells of.
fn utters(ground: &Ground, draft: &Draft, happening: &Happening) -> bool {
    let speaker = ground.candidates[happening.triggers[0]].origin.as_ref().map(|o| &o.voice);
    draft.kinds.iter().any(|(k, _)| Some(*k) == happening.kind)
        && times_relate(ground, &draft.times, happening.time) != Some(false)
        && (speaker.is_none() || draft.speaker.as_ref() == speaker || draft.speaker.is_none())
}

/// How well a happening fits a draft; `None` where it is another.
fn fit(ground: &Ground, draft: &Draft, happening: &Happening, number: usize) -> Option<i32> {
    let kinds = Kinds::shipped();
    let mut score = 0;
    if let Some(kind) = happening.kind {
        // "a police raid leaves nine dead": the exchange of fire that nine died in is no other thing; but two men may be
        // tried for the murder of two
        // what is told further of a wave without a place, that some were shot, is of it
        let bare = happening.place.is_none() && happening.time.is_none() && draft.is_wave(ground);
        let told_on = bare && number <= draft.last_sentence + 2;
        score += kind_fit(kinds, draft, kind)
            .or((!kinds.is_aftermath(kind) && shares_toll(ground, draft, happening)).then_some(4))
            .or(told_on.then_some(1))?;
    }
    if is_part(ground, draft, happening, leads(ground, number)) || is_of_a_war(ground, draft, happening) {
        return None;
    }
    match places_relate(ground, &draft.places, happening.place) {
        // of a town's own and what was told of its country the town's is meant
        Some(true) if happening.place.is_some_and(|p| narrower(ground, p, &draft.places)) => score += 26,
        Some(true) => score += 30,
        // "the shooting" points back, whatever street or quarter it names; not whatever country
        Some(false) if happening.definite && !is_far(ground, draft, happening.place) => score -= 15,
        // "five dead in Vilnia", and "five people died in the south of the capital"
        Some(false)
            if draft.leads
                && leads(ground, number)
                && shares_many(ground, draft, happening)
                && !is_abroad(ground, draft, happening.place) =>
        {
            score -= 5;
        }
        Some(false) => return None,
        None => {}
    }
    match times_relate(ground, &draft.times, happening.time) {
        Some(true) => score += 20,
        Some(false) => return None,
        None => {}
    }
    // what is told further down with a day of its own and no place is not what one town was told to have had of a wave
    let aside = !draft.leads && draft.times.is_empty() && !draft.places.is_empty();
    let placed = happening.place.is_some() || happening.definite;
    if aside && !placed && happening.time.is_some() && number > draft.last_sentence {
        return None;
    }
    if draft.leads && draft.times.is_empty() && is_recalled(ground, happening, number) {
        return None;
    }
    // a sum over a month or a year is no part of what happened on a day
    if happening.sum != draft.sum && (happening.time.is_some() || draft.sum) {
        return None;
    }
    let specific = happening.kind.is_some_and(|k| kinds.kinds[usize::from(k)].rank >= 2);
    let said_kind = draft.kinds.iter().any(|(k, _)| Some(*k) == happening.kind);
    // "the murder suspect", and further down "on Nov. 11 officers were called to a shooting": when that was
    let dates = draft.leads && draft.times.is_empty() && happening.time.is_some_and(|t| !is_long(ground, t));
    // another sort of thing, with nothing shared
    let other = score < 10
        && specific
        && !said_kind
        && !draft.kinds.is_empty()
        && !happening.definite
        && !dates
        && number > draft.last_sentence + 2;
    (!other).then_some(score)
}

/// So many days before its publication no fresh report's own deed was done.
const LONG_AGO: i32 = 60;
/// The same where only a month is told: who reports a deed afresh knows its day.
const MONTHS_AGO: i32 = 31;

/// Whether a happening with a day of its own is recalled by a report of something fresh: "last year, on 2 December, a drone
/// hit a house". What courts and police do, they do long after.
fn is_recalled(ground: &Ground, happening: &Happening, number: usize) -> bool {
    let day = happening.time.and_then(|t| days(ground, t)).zip(ground.published);
    let long = happening.time.is_some_and(|t| is_long(ground, t));
    let least = if long { MONTHS_AGO } else { LONG_AGO };
    let ago = day.is_some_and(|((_, last), told)| (told - last.date).get_days() >= least);
    let lawful = |chart: &Chart| chart.of(ground.tags.law).next().is_some();
    ago && !happening.definite && !leads(ground, number) && !ground.charts[..=number].iter().any(lawful)
}

/// Whether a sentence is of the headline or the first paragraph.
fn leads(ground: &Ground, number: usize) -> bool {
    matches!(ground.document.roles[number], Role::Headline | Role::Lead)
}

/// Whether one of the two is a wave, a country or a region, and the other what happened at one of its places.
fn is_part(ground: &Ground, draft: &Draft, happening: &Happening, leads: bool) -> bool {
    // "its tally for that evening was 26 injuries in 12 counties": of what was told of the day without a place
    let open = || leads || times_relate(ground, &draft.times, happening.time) == Some(true);
    // "the blasts struck churches in Colombo, Negombo and Batticaloa": what a draft is of that was told at one of them
    let named = |p: &usize| is_wide(ground, *p) || happening.names(ground, *p);
    if happening.listed && happening.definite && draft.places.iter().all(named) {
        return false;
    }
    if happening.spread && !draft.is_wave(ground) && !(draft.places.is_empty() && open()) {
        return true;
    }
    let Some(place) = happening.place else { return false };
    // of one thing that was told without a place, a town is no part; but one of many dead died in a town of their own
    let of_many = |(facet, toll): &(u8, Count)| {
        toll.max == Some(1) && tolls(ground, draft, *facet).any(|all| all.min >= MANY)
    };
    let lone = happening.kind.is_none() && happening.tolls.iter().any(of_many);
    let placeless = draft.places.is_empty() && !draft.many && !draft.spread && !lone;
    if draft.candidates.is_empty() || placeless || !holds(ground, draft, place) {
        return false;
    }
    // "38 foreigners were among the 321 dead": the number of the whole
    let one =
        !happening.definite && !happening.many && !happening.spread && !shares_toll(ground, draft, happening);
    (draft.is_wave(ground) || draft.counted) && one
        || happening.tolls.iter().any(|(facet, toll)| is_smaller(ground, draft, *facet, toll))
}

/// How many times as many as in one deed are counted of all of them.
const OF_ALL: u64 = 10;

/// Whether so many more are told of a country or region around the draft's towns that they are of much else: "the strike
/// killed nine; more than 150,000 have died in Syria".
fn is_of_a_war(ground: &Ground, draft: &Draft, happening: &Happening) -> bool {
    let Some(place) = happening.place else { return false };
    let around = !draft.places.is_empty() && draft.places.iter().all(|p| narrower(ground, *p, &[place]));
    let far_more = |c: &Candidate| {
        let Some(Value::Count(toll)) = &c.value else { return false };
        let mut known = tolls(ground, draft, c.facet).peekable();
        known.peek().is_some() && known.all(|n| n.min.saturating_mul(OF_ALL) <= toll.min)
    };
    around && happening.triggers.iter().any(|c| far_more(&ground.candidates[*c]))
}

/// Whether a place is one of the towns that a draft lists, or lies in its country or region.
fn holds(ground: &Ground, draft: &Draft, place: usize) -> bool {
    draft.listed && is_named(ground, &draft.places, place) || narrower(ground, place, &draft.places)
}

/// Whether the same place stands among some others.
fn is_named(ground: &Ground, places: &[usize], place: usize) -> bool {
    let settled = ground.places[place].settled;
    settled.is_some() && places.iter().any(|p| ground.places[*p].settled == settled)
}

/// Whether the draft has larger numbers of a facet, and none that a toll could be.
fn is_smaller(ground: &Ground, draft: &Draft, facet: u8, toll: &Count) -> bool {
    let mut known = tolls(ground, draft, facet).peekable();
    known.peek().is_some() && known.all(|n| toll.max.is_some_and(|max| max < n.min))
}

/// Whether the same number of people, two or more, is told of both.
fn shares_toll(ground: &Ground, draft: &Draft, happening: &Happening) -> bool {
    let shared = |(facet, toll): &(u8, Count)| tolls(ground, draft, *facet).any(|n| n == toll);
    happening.tolls.iter().filter(|(_, toll)| toll.min >= 2).any(shared)
}

/// From how many on one number that two things share says that they are one.
const TELLING: u64 = 4;

/// Whether a number of people that is no small one, or several numbers, are told of both, each at least or exactly.
fn shares_many(ground: &Ground, draft: &Draft, happening: &Happening) -> bool {
    let shared = |(facet, toll): &&(u8, Count)| {
        toll.min >= 2 && tolls(ground, draft, *facet).any(|n| n.min == toll.min)
    };
    let both: Vec<_> = happening.tolls.iter().filter(shared).collect();
    both.len() > 1 || both.iter().any(|(_, toll)| toll.min >= TELLING)
}

/// The whole numbers of a facet that were laid to a draft.
fn tolls<'g>(ground: &Ground<'g>, draft: &Draft, facet: u8) -> impl Iterator<Item = &'g Count> {
    let candidates = ground.candidates;
    draft.candidates.iter().map(|c| &candidates[*c]).filter(move |c| c.facet == facet).filter_map(
        |c| match &c.value {
            Some(Value::Count(n)) if c.scope.of.is_none() => Some(n),
            _ => None,
        },
    )
}

/// How well a kind fits what was said of a draft; `None` where it is another sort of thing.
fn kind_fit(kinds: &Kinds, draft: &Draft, kind: u8) -> Option<i32> {
    let rank = |k: u8| kinds.kinds[usize::from(k)].rank;
    let Some(top) = draft.kinds.iter().map(|(k, _)| *k).max_by_key(|k| rank(*k)) else {
        return Some(2);
    };
    if draft.kinds.iter().any(|(k, _)| *k == kind) {
        return Some(8);
    }
    let same = kinds.kinds[usize::from(top)].family == kinds.kinds[usize::from(kind)].family;
    same.then_some(if rank(top) >= 3 && rank(kind) >= 3 { -4 } else { 4 })
}

fn settle_happening(ground: &Ground, draft: &mut Draft, happening: &Happening, number: usize) {
    let leads = leads(ground, number);
    // "these shootings" further down speaks of more than this one
    let many = happening.many && !happening.definite && (leads || draft.candidates.is_empty());
    if let Some(kind) = happening.kind {
        match draft.kinds.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, n)) => *n += 1,
            None => draft.kinds.push((kind, 1)),
        }
        draft.utterance |= Kinds::shipped().kinds[usize::from(kind)].utterance;
    }
    draft.sum |= happening.sum;
    draft.leads |= leads;
    draft.last_sentence = number;
    if draft.utterance && draft.speaker.is_none() {
        draft.speaker = ground.candidates[happening.triggers[0]].origin.as_ref().map(|o| o.voice.clone());
    }
    if let Some(place) = happening.place
        && places_relate(ground, &draft.places, Some(place)) != Some(false)
    {
        push(&mut draft.places, place);
    }
    if happening.listed {
        draft.listed |= draft.places.iter().all(|p| is_wide(ground, *p) || happening.names(ground, *p));
    }
    happening.more.iter().for_each(|p| push(&mut draft.places, *p));
    draft.many |= many && !draft.in_town(ground);
    let toll = |(_, toll): &(u8, Count)| toll.min >= MANY;
    draft.counted |= happening.counted && many && leads && happening.tolls.iter().any(toll);
    draft.counted &= draft.places.is_empty();
    draft.spread |= happening.spread && !draft.in_town(ground);
    if let Some(time) = happening.time {
        push(&mut draft.times, time);
    }
    happening.triggers.iter().for_each(|c| push(&mut draft.candidates, *c));
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
