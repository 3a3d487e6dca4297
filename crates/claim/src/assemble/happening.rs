//! What happens in one sentence: its triggers with the place and time beside them.

use pack::{Features, Kinds, tags};

use super::setting::{
    clause, fronted, headed, is_care, is_country, is_long, is_wide, listed, names, narrower, nearest_place,
    nearest_time, places_after, pointed_at,
};
use super::{Draft, Ground, is_named};
use crate::candidates::{Candidate, definite};
use crate::chart::Item;
use crate::naming::{PlaceMention, Relation};
use crate::{Count, Value};

/// As many drones or missiles as this are of a whole wave, where no town is named.
const BARRAGE: u64 = 20;

/// As many people as this are hurt in many deeds, where they are counted over weeks.
pub(super) const MANY: u64 = 10;

/// One happening of a sentence.
pub(super) struct Happening {
    /// Its triggers: the first names the kind where any does.
    pub(super) triggers: Vec<usize>,
    pub(super) kind: Option<u8>,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    /// Told as something known: "the attack".
    pub(super) definite: bool,
    /// Told as several: "attacks", "protests".
    pub(super) many: bool,
    /// Counted as several: "two attacks".
    pub(super) counted: bool,
    /// Told as a sum over weeks or more, and not as one deed of that time ("the shooting last month").
    pub(super) sum: bool,
    /// Told of a whole country or wave: "seven died nationwide", "476 drones and 48 missiles".
    pub(super) spread: bool,
    /// Further places that it was done to: "captured the villages of X and Y".
    pub(super) more: Vec<usize>,
    /// Whether it was done at all of `more` and at its place, and they are several: "in Colombo, Negombo and Batticaloa".
    pub(super) listed: bool,
    /// Whole numbers of people told with it, by facet.
    pub(super) tolls: Vec<(u8, Count)>,
}

impl Happening {
    /// Whether a place is its own, or one of those that it lists.
    pub(super) fn names(&self, ground: &Ground, place: usize) -> bool {
        self.place.is_some_and(|own| is_named(ground, &[own], place)) || is_named(ground, &self.more, place)
    }

    /// Whether it only came of what the article tells: "two men were arrested".
    pub(super) fn is_aftermath(&self) -> bool {
        self.place.is_none() && self.time.is_none() && self.follows()
    }

    /// Whether it is an arrest or a trial.
    fn follows(&self) -> bool {
        self.kind.is_some_and(|k| Kinds::shipped().is_aftermath(k))
    }
}

/// The happenings of a sentence, in the order of their triggers, where the article tells of a wave if of anything so far.
pub(super) fn happenings(
    ground: &Ground,
    number: usize,
    here: &[usize],
    wave: Option<&Draft>,
) -> Vec<Happening> {
    let facets = &Kinds::shipped().facets;
    let front =
        fronted(ground, number).or_else(|| headed(ground, number)).or_else(|| pointed_at(ground, number));
    let mut out: Vec<Happening> =
        here.iter().filter_map(|c| named(ground, number, here, *c, front)).collect();
    // the times of single deeds: who died in "the shooting last month" is counted with it
    let deeds: Vec<Option<usize>> = here
        .iter()
        .map(|c| &ground.candidates[*c])
        .filter(|c| c.facet == ground.kind && is_one(ground, here, c))
        .map(|c| nearest_time(ground, number, c))
        .collect();
    for happening in &mut out {
        let trigger = &ground.candidates[happening.triggers[0]];
        happening.sum = happening.time.is_some_and(|t| is_long(ground, t)) && !is_one(ground, here, trigger);
    }
    for &c in here {
        let candidate = &ground.candidates[c];
        if !facets[usize::from(candidate.facet)].happens {
            continue;
        }
        let mine = clause(ground, number, candidate.trigger.0);
        // "seven have died in nationwide protests, two of them in Matuu": of all, and not of the part behind
        let of_many = || {
            out.iter().any(|h| {
                let trigger = ground.candidates[h.triggers[0]].trigger.0;
                h.many && is_spread(ground, number, trigger) && clause(ground, number, trigger) == mine
            })
        };
        let counted_between = |p: usize| {
            let between = candidate.trigger.1..ground.places[p].tokens.0;
            here.iter().any(|other| {
                *other != c
                    && between.contains(&ground.candidates[*other].tokens.0)
                    && is_count(&ground.candidates[*other])
            })
        };
        // "the shots in Leeds bring to nine those who died in protests across England": the town is of the other thing
        let of_other = |p: usize| {
            let named = out.iter().any(|h| h.place == Some(p));
            front != Some(p)
                && named
                && !is_wide(ground, p)
                && ground.places[p].tokens.1 <= candidate.trigger.0
        };
        // "as countrywide deaths hit seven"
        let whole = is_nationwide(ground, number, candidate);
        let of_all =
            |p: &usize| whole && !is_wide(ground, *p) || (counted_between(*p) || of_other(*p)) && of_many();
        let named = nearest_place(ground, number, candidate).or(front).filter(|p| !of_all(p));
        let theirs = wave
            .and_then(|wave| told_from(ground, candidate, wave))
            .filter(|p| named.is_none_or(|n| n == *p));
        let place = named.or(theirs);
        let time = nearest_time(ground, number, candidate);
        // a count is a happening of its own only where it names its own place or stretch of time
        let own = |p: usize| {
            let m = &ground.places[p];
            (m.relation == Relation::In || m.tokens == candidate.tokens) && !is_care(ground, p)
        };
        let apart =
            place.is_some_and(own) || theirs.is_some() || is_spread(ground, number, candidate.trigger.0);
        let long = time.is_some_and(|t| is_long(ground, t));
        let summed = long && !deeds.contains(&time);
        if !apart && !summed {
            continue;
        }
        let told_with = |h: &&mut Happening| {
            let trigger = ground.candidates[h.triggers[0]].trigger.0;
            // "two of those killed in the protests were in Matuu": of several things one at a place
            let one_of = h.place != place && (h.many || is_spread(ground, number, trigger));
            let same = h.place.is_none() || h.place == place;
            same && !one_of && !h.follows() && clause(ground, number, trigger) == mine
        };
        match out.iter_mut().find(told_with) {
            Some(happening) => {
                happening.triggers.push(c);
                happening.place = happening.place.or(place);
                happening.time = happening.time.or(time);
            }
            None => out.push(Happening { place, time, sum: summed, ..bare(c) }),
        }
    }
    // "In Cali, a truck full of explosives …": a place in front opens a scene, whatever is told of it
    if out.is_empty()
        && front.is_some()
        && let Some(first) = here.first()
    {
        out.push(Happening {
            place: front,
            time: nearest_time(ground, number, &ground.candidates[*first]),
            ..bare(*first)
        });
    }
    join(ground, number, &mut out);
    out.sort_by_key(|h| ground.candidates[h.triggers[0]].trigger);
    for happening in &mut out {
        let trigger = |c: &usize| ground.candidates[*c].trigger.0;
        let wide = happening.place.is_none_or(|p| is_wide(ground, p));
        if let Some(place) = happening.place.filter(|_| happening.more.is_empty()) {
            happening.more = listed(ground, place);
            happening.listed = !happening.more.is_empty();
        }
        happening.spread = happening.listed
            || wide
                && (is_barrage(ground, here)
                    || happening.triggers.iter().any(|c| is_spread(ground, number, trigger(c))));
    }
    for (happening, toll) in tolls(ground, number, here, &out) {
        out[happening].tolls.push(toll);
    }
    out
}

/// The town inside a wave that whoever counts the people speaks for, or that they lived in: "a doctor in Ternia said three
/// had died", "five people from Ternia", "26 residents of Ternia".
fn told_from(ground: &Ground, candidate: &Candidate, wave: &Draft) -> Option<usize> {
    let within = |(start, end): (u32, u32), m: &PlaceMention| start <= m.tokens.0 && m.tokens.1 <= end;
    let speaks = |m: &PlaceMention| candidate.said.is_some_and(|(voice, _)| within(voice, m));
    let theirs =
        |m: &PlaceMention| m.home || m.relation == Relation::Of && m.tokens.0 <= candidate.tokens.1 + 1;
    let lived = |m: &PlaceMention| theirs(m) && within((candidate.tokens.0, candidate.tokens.1 + 3), m);
    (0..ground.places.len()).find(|p| {
        let m = &ground.places[*p];
        m.sentence == candidate.sentence
            && (speaks(m) || lived(m))
            && m.settled.is_some()
            && !is_wide(ground, *p)
            && narrower(ground, *p, &wave.places)
    })
}

/// Lays a word that names no kind to the deed of its clause, where place and time are the same: "a wave of bombings in June
/// killed seven".
fn join(ground: &Ground, number: usize, out: &mut Vec<Happening>) {
    let trigger = |h: &Happening| ground.candidates[h.triggers[0]].trigger.0;
    let mut at = 0;
    while at < out.len() {
        let h = &out[at];
        let mine = clause(ground, number, trigger(h));
        let of = |other: &Happening| {
            other.kind.is_some()
                && !other.follows()
                && trigger(other) < trigger(h)
                && clause(ground, number, trigger(other)) == mine
                && (h.place.is_none() || h.place == other.place)
                && h.time.is_none_or(|t| h.time == other.time && ground.times[t].tokens.0 < trigger(other))
        };
        let told_with = if h.kind.is_none() && !h.many { out.iter().position(of) } else { None };
        match told_with {
            Some(deed) => {
                let triggers = out.remove(at).triggers;
                let deed = deed - usize::from(deed > at);
                out[deed].triggers.extend(triggers);
            }
            None => at += 1,
        }
    }
}

fn bare(trigger: usize) -> Happening {
    Happening {
        triggers: vec![trigger],
        kind: None,
        place: None,
        time: None,
        definite: false,
        many: false,
        counted: false,
        sum: false,
        spread: false,
        more: Vec::new(),
        listed: false,
        tolls: Vec::new(),
    }
}

/// The happening of a trigger that names its kind, or points at one: "the attack".
fn named(
    ground: &Ground,
    number: usize,
    here: &[usize],
    c: usize,
    front: Option<usize>,
) -> Option<Happening> {
    let kinds = Kinds::shipped();
    let candidate = &ground.candidates[c];
    if candidate.facet != ground.kind {
        return None;
    }
    let kind = match &candidate.value {
        Some(Value::Category { category, .. }) => kinds.kind(category),
        _ => None,
    };
    if kind.is_some_and(|k| is_tallied(ground, here, candidate, k)) {
        return None;
    }
    let place = nearest_place(ground, number, candidate).or(front);
    // "nationwide protests, two of them dead in Matuu": those were in no one town
    let place = place.filter(|p| is_wide(ground, *p) || !is_nationwide(ground, number, candidate));
    let definite = definite(ground.document, candidate);
    // "Tuesday was a day of mourning: silence fell at the hour of the first blast"
    let mine = clause(ground, number, candidate.trigger.0);
    let is_verb = items(ground, candidate).any(|i| i.tag == tags::VERB);
    let beside = |t: &usize| {
        let start = ground.times[*t].tokens.0;
        // "the shooting happened just before 11 p.m." is one clause
        let from = if candidate.trigger.0 < start {
            candidate.trigger.0.max(start.saturating_sub(2))
        } else {
            start
        };
        // "the fire in which seven died in 2013"
        let relative = clause(ground, number, candidate.trigger.1 + 1);
        !definite || is_verb || [mine, relative].contains(&clause(ground, number, from))
    };
    let plural = is_plural(ground, candidate);
    // "the third attack on the block since May" was not all that time
    let since = |t: &usize| {
        let at = (ground.times[*t].tokens.0 - ground.document.sentences[number].first) as u16;
        ground.charts[number].has(ground.tags.since, at) && is_long(ground, *t)
    };
    let time = nearest_time(ground, number, candidate)
        .filter(beside)
        .filter(|t| !is_one(ground, here, candidate) || !since(t));
    // plural and bare ("drone attacks have become common"): talk of many, unless it names a place or time
    let spread = is_spread(ground, number, candidate.trigger.0);
    if plural && !definite && !spread && place.is_none() && time.is_none() && number > 0 {
        return None;
    }
    let captured = kind.is_some_and(|k| kinds.kinds[usize::from(k)].family == "control");
    let more = if captured { places_after(ground, number, candidate) } else { Vec::new() };
    let several = is_several(ground, candidate);
    let many = (plural || several) && !is_one_of_many(ground, candidate, place);
    let counted = several && many;
    Some(Happening { kind, place, time, definite, many, counted, more, ..bare(c) })
}

/// Whether a trigger is one line of a tally: "its tally had been 26 injuries, 41 arrests and three abductions".
fn is_tallied(ground: &Ground, here: &[usize], candidate: &Candidate, kind: u8) -> bool {
    let kinds = Kinds::shipped();
    let counts = || here.iter().map(|c| &ground.candidates[*c]).filter(|c| is_count(c));
    // a number right before it and not the people whom it befell: "two abductions", not "two pupils abducted"
    let own = counts().find(|c| c.tokens.1 == candidate.trigger.0 && c.group.is_none());
    let outcome = |c: &Candidate| {
        let implied = kinds.facets[usize::from(c.facet)].implies.as_deref();
        kinds.is_aftermath(kind) || implied.and_then(|name| kinds.kind(name)) == Some(kind)
    };
    own.is_some_and(|own| outcome(own) && counts().any(|c| c.facet != own.facet))
}

fn is_count(candidate: &Candidate) -> bool {
    matches!(candidate.value, Some(Value::Count(_)))
}

/// Whether a trigger tells of one deed: no plural, and nobody counts many in its sentence.
fn is_one(ground: &Ground, here: &[usize], candidate: &Candidate) -> bool {
    let many = |c: &usize| matches!(&ground.candidates[*c].value, Some(Value::Count(n)) if n.min >= MANY);
    // "eight drones reached the town in December": drones are of one attack
    let first = ground.document.sentences[candidate.sentence].first;
    let (start, end) = ((candidate.tokens.0 - first) as u16, (candidate.tokens.1 - first) as u16);
    let mut tokens = start..end.max(start);
    let arms = tokens.any(|at| ground.charts[candidate.sentence].has(ground.tags.weapon, at));
    let from = ground.times.partition_point(|m| m.sentence < candidate.sentence);
    let mut times = ground.times[from..].iter().take_while(|m| m.sentence == candidate.sentence);
    !is_plural(ground, candidate) && times.any(|m| names(ground, m, candidate))
        || (!is_plural(ground, candidate) || arms) && !here.iter().any(many)
}

/// Whether a sentence counts so many munitions that no one town's can be meant.
fn is_barrage(ground: &Ground, here: &[usize]) -> bool {
    here.iter().map(|c| &ground.candidates[*c]).any(|c| {
        let many = matches!(&c.value, Some(Value::Count(n)) if n.min >= BARRAGE);
        many && Kinds::shipped().facets[usize::from(c.facet)].barrage && c.scope.place.is_none()
    })
}

/// The words of a sentence that say that something is of many places: "across Kenya", "nationwide".
fn spread_words<'g>(ground: &'g Ground, number: usize) -> impl Iterator<Item = &'g Item> {
    let (chart, first) = (&ground.charts[number], ground.document.sentences[number].first);
    let over = move |i: &&Item| {
        let place = |p: &usize| ground.places[*p].tokens.0 == first + u32::from(i.end);
        (0..ground.places.len()).filter(place).any(|p| is_wide(ground, p))
    };
    chart.of(ground.tags.spread).chain(chart.of(ground.tags.across).filter(over))
}

/// Whether the clause of a token says that it is of many places.
fn is_spread(ground: &Ground, number: usize, token: u32) -> bool {
    let mine = clause(ground, number, token);
    let first = ground.document.sentences[number].first;
    spread_words(ground, number).any(|i| clause(ground, number, first + u32::from(i.start)) == mine)
}

/// Whether the words right beside a trigger say that it is of many places: "nationwide Gen Z protests", "marches across
/// Kenya".
fn is_nationwide(ground: &Ground, number: usize, candidate: &Candidate) -> bool {
    let first = ground.document.sentences[number].first;
    let (start, end) = ((candidate.trigger.0 - first) as u16, (candidate.trigger.1 - first) as u16);
    let before = |i: &Item| i.end <= start && start - i.end <= 3;
    let behind = |i: &Item| end <= i.start && i.start - end <= 1;
    spread_words(ground, number).any(|i| before(i) || behind(i))
}

/// By position of the happening: the whole numbers of people told in its clause, or in the sentence of the only one.
fn tolls(ground: &Ground, number: usize, here: &[usize], found: &[Happening]) -> Vec<(usize, (u8, Count))> {
    let facets = &Kinds::shipped().facets;
    let mut out = Vec::new();
    for c in here {
        let candidate = &ground.candidates[*c];
        let Some(Value::Count(count)) = &candidate.value else { continue };
        if !facets[usize::from(candidate.facet)].happens || candidate.scope.of.is_some() || count.delta {
            continue;
        }
        let mine = clause(ground, number, candidate.tokens.0);
        let told_with = |h: &Happening| {
            found.len() == 1 || clause(ground, number, ground.candidates[h.triggers[0]].trigger.0) == mine
        };
        let its_own = found.iter().position(|h| h.triggers.contains(c));
        if let Some(at) = its_own.or_else(|| found.iter().position(told_with)) {
            out.push((at, (candidate.facet, *count)));
        }
    }
    out
}

/// The items of a trigger's own tokens.
fn items<'g>(ground: &'g Ground, candidate: &Candidate) -> impl Iterator<Item = &'g Item> {
    let (chart, first) =
        (&ground.charts[candidate.sentence], ground.document.sentences[candidate.sentence].first);
    let (start, end) = ((candidate.trigger.0 - first) as u16, (candidate.trigger.1 - first) as u16);
    chart.at(start).map(|i| &chart.items[i]).filter(move |i| i.end == end)
}

/// Whether a trigger is a noun in the plural and nothing else.
fn is_plural(ground: &Ground, candidate: &Candidate) -> bool {
    let mut items = items(ground, candidate).peekable();
    items.peek().is_some()
        && items.all(|i| {
            !i.features.has(Features::NOUN) && i.tag != tags::VERB || i.features.has(Features::PLURAL)
        })
}

/// Whether a trigger is counted ("two attacks", though "attacks" may be a verb) or says it is several ("a wave of").
fn is_several(ground: &Ground, candidate: &Candidate) -> bool {
    let chart = &ground.charts[candidate.sentence];
    let start = (candidate.trigger.0 - ground.document.sentences[candidate.sentence].first) as u16;
    let counted = chart.to(start).any(|i| matches!(chart.items[i].tag, tags::NUMBER | tags::COUNT));
    items(ground, candidate)
        .any(|i| i.tag == ground.tags.several || counted && i.features.has(Features::PLURAL))
}

/// Whether its plural tells of no second incident: ten missiles may be of one, and two blasts in a town.
fn is_one_of_many(ground: &Ground, candidate: &Candidate, place: Option<usize>) -> bool {
    let abroad = place.is_some_and(|p| is_country(ground, p));
    items(ground, candidate).any(|i| i.tag == ground.tags.weapon || i.tag == ground.tags.burst && !abroad)
}
