//! Where the article's own incident was, and the places of a telling in their order.

use std::cmp::Reverse;

use super::setting::{
    days, is_brought_to, is_caption, is_of_law, is_region, is_where_said, is_wide, narrower, of_law,
    of_saying, of_toll,
};
use super::{Draft, Ground, push};
use crate::document::Role;
use crate::naming::{PlaceMention, Relation};
use crate::{PlaceValue, offsets, place_value, settle};

/// Where the article's own incident was, where no trigger says it: the town of its first sentence that is named most, else
/// the only town of its headline, else the dateline's where the article speaks of it again.
pub(super) fn anchor(ground: &Ground) -> Option<usize> {
    let first = ground.document.sentences.iter().position(|s| s.part == text::Part::Text)?;
    let towns = || (0..ground.places.len()).filter(|p| may_hold(ground, *p));
    let place = |p: usize| &ground.places[p];
    let told = |p: usize| ground.places.iter().filter(|m| m.settled == place(p).settled).count();
    let lead = towns().filter(|p| place(*p).sentence == first && place(*p).relation == Relation::In);
    if let Some(town) = lead.max_by_key(|p| (told(*p), Reverse(*p))) {
        return Some(town);
    }
    // "arrested in Oklahoma City" may be far from the deed
    let mut headline = towns().filter(|p| {
        ground.document.roles[place(*p).sentence] == Role::Headline
            && !is_of_law(ground, *p, (u32::MAX, u32::MAX))
    });
    if let Some(town) = headline.next() {
        return headline.next().is_none().then_some(town);
    }
    let dateline = towns().find(|p| place(*p).tokens.0 == ground.document.sentences[first].first)?;
    let mut again =
        (dateline + 1..ground.places.len()).filter(|p| place(*p).settled == place(dateline).settled);
    again.any(|p| !matches!(place(p).relation, Relation::Way | Relation::Holds)).then_some(dateline)
}

/// Whether a mention is of a town where a thing may have been; not where a person is from ("Kazan man"), nor a party
/// ("Kyiv's drones") or a voice.
fn may_hold(ground: &Ground, place: usize) -> bool {
    let m = &ground.places[place];
    let (chart, first) = (&ground.charts[m.sentence], ground.document.sentences[m.sentence].first);
    let behind = (m.reach - first) as u16;
    let of_other = chart.has(ground.tags.person, behind) || chart.has(ground.tags.possessive, behind);
    !is_wide(ground, place)
        && m.settled.is_some()
        && !matches!(m.relation, Relation::Way | Relation::Holds)
        && !of_other
        && !ground.said.iter().any(|(voice, _)| voice.0 <= m.tokens.0 && m.tokens.1 <= voice.1)
}

/// Of a longer stretch than this it says nothing that it was in it, in days.
const A_MONTH: i32 = 31;

/// Gives the main draft a place and a time where its own sentences have none: the surest that no other draft has taken.
pub(super) fn fill(
    ground: &Ground,
    main: &mut Draft,
    (places, times): (&[usize], &[usize]),
    others: &[usize],
) {
    if !main.is_wave(ground) && main.places.iter().all(|p| is_wide(ground, *p)) {
        let free = |p: &usize| {
            let m = &ground.places[*p];
            let told = ground.document.roles[m.sentence] != Role::Boilerplate && settle::weight(m) > 0;
            // a report from the capital tells of a place elsewhere, where it names its region
            let from = m.dateline && !narrower(ground, *p, &main.places);
            let brought = is_brought_to(ground, *p) || is_of_law(ground, *p, (u32::MAX, u32::MAX));
            told && !is_caption(ground, m.sentence)
                && !is_state(ground, *p)
                && !from
                && !brought
                && !places.contains(p)
                && !is_region(ground, *p)
        };
        let place = (0..ground.places.len()).filter(free).max_by_key(|p| {
            let m = &ground.places[*p];
            let lead = match ground.document.roles[m.sentence] {
                Role::Headline | Role::Lead => 3,
                Role::Body => 1,
                Role::Caption | Role::Boilerplate => 0,
            };
            let same =
                ground.places.iter().filter(|o| o.settled == m.settled && m.settled.is_some()).count() as u32;
            (!is_wide(ground, *p), !m.part, u32::from(settle::weight(m)) * lead * 2 + same * 2, Reverse(*p))
        });
        // "15 km from Mariupol" is the best that is told where nothing else is
        let only = || seen_from(ground, &main.candidates);
        if let Some(place) = place.or_else(only) {
            push(&mut main.places, ground.places[place].meant.unwrap_or(place));
        }
    }
    if main.times.is_empty() {
        // "on the 11th the senator had died, shot two months before": all that is told there is told of another
        let of_others = |number: usize| {
            let from = ground.candidates.partition_point(|c| c.sentence < number);
            let mut here = from..from + ground.candidates[from..].partition_point(|c| c.sentence == number);
            !here.is_empty() && here.all(|c| others.contains(&c))
        };
        let free = |t: &usize| {
            let m = &ground.times[*t];
            let spoken = ground.document.quotation_at(m.tokens.0).is_some();
            let ahead = ground.published.is_some_and(|p| m.value.start.is_some_and(|s| s.date > p));
            let fits =
                !ahead && days(ground, *t).is_none_or(|(a, b)| (b.date - a.date).get_days() <= A_MONTH);
            m.dated
                && fits
                && !spoken
                && !of_others(m.sentence)
                && !times.contains(t)
                && !is_caption(ground, m.sentence)
                && !of_saying(ground, m)
                && !of_toll(ground, m)
                && !is_where_said(ground, m.sentence, m.tokens, u32::MAX)
                && !of_law(ground, m.sentence, m, (u32::MAX, u32::MAX))
        };
        let lead = |t: &usize| {
            let m = &ground.times[*t];
            m.value.start.is_some()
                && matches!(ground.document.roles[m.sentence], Role::Headline | Role::Lead)
        };
        let day = |t: &usize| {
            let value = &ground.times[*t].value;
            value.start.zip(value.end).is_some_and(|(a, b)| a.date == b.date)
        };
        let all = || (0..ground.times.len()).filter(free);
        main.times.extend(all().find(lead).or_else(|| all().find(day)));
    }
}

/// Whether a capital is rather named for its state: "pressure on Moscow", "Kyiv said", where no sentence tells of anything
/// in it.
fn is_state(ground: &Ground, place: usize) -> bool {
    let m = &ground.places[place];
    let Some(id) = m.settled else { return false };
    let capital = ground.gazetteer.capital(ground.gazetteer.figures(id).country) == Some(id);
    let bare = |m: &PlaceMention| {
        m.relation == Relation::Bare && ground.document.roles[m.sentence] != Role::Headline
    };
    capital && bare(m) && ground.places.iter().filter(|o| o.settled == Some(id)).all(bare)
}

/// The place that something of these candidates is told to lie some way from.
fn seen_from(ground: &Ground, candidates: &[usize]) -> Option<usize> {
    let told = |sentence: usize| candidates.iter().any(|c| ground.candidates[*c].sentence == sentence);
    (0..ground.places.len()).find(|p| {
        let m = &ground.places[*p];
        offsets::far(m, ground.gazetteer).is_some() && told(m.sentence) && !is_caption(ground, m.sentence)
    })
}

/// Places of a draft as values, the most exact and surest first; of a wave the widest.
pub(crate) fn places_of(ground: &Ground, names: &[String], draft: &Draft) -> Vec<(usize, PlaceValue)> {
    let mut out: Vec<(usize, PlaceValue)> = Vec::new();
    for place in &draft.places {
        let value = match offsets::far(&ground.places[*place], ground.gazetteer) {
            Some((from, offset)) => offsets::near(from, offset, ground.gazetteer),
            None => place_value::value(ground.places, names, *place, ground.gazetteer),
        };
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
        let rank = rank(v.precision);
        (
            // a wave is of all the country before it is of any town
            if draft.wave { u8::MAX - rank } else { rank },
            u8::from(v.country.is_none()),
            usize::MAX - votes(v),
            relation,
            ground.places[*at].tokens,
        )
    });
    out
}
