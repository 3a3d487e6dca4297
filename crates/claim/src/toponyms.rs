//! Toponyms: what the gazetteer has of a capitalised word, and whether the words around it make it a place.

use gazetteer::{NameRank, PlaceId, PlaceKind, fold_into};

use crate::chart::{Chart, Item, Mark};
use crate::listed::{candidates, stopped, walk};
use crate::naming::{Ground, Known, Relation, ends_with, has};
use crate::offsets::{Beside, beside};
use crate::respelt::{self, respelt};

/// A town of so many is likely meant by its name, though it is a word too.
const TOWN: u32 = 60_000;

/// A town of so many is called by its name alone, whatever stands before it.
const KNOWN: u32 = 400_000;

/// A toponym of a sentence, by its tokens there.
pub(crate) struct Toponym {
    pub(crate) start: u16,
    pub(crate) end: u16,
    /// Token after the noun that follows the name.
    pub(crate) reach: u16,
    pub(crate) candidates: Vec<(PlaceId, NameRank)>,
    pub(crate) noun: Option<&'static str>,
    pub(crate) relation: Relation,
    /// Whether those who serve a town stand behind it: "Warren police".
    pub(crate) served: bool,
    /// Whether it is the article's dateline.
    pub(crate) dateline: bool,
    /// Whether it tells where somebody is from, or what is based there.
    pub(crate) home: bool,
    /// Whether it is of a longer name.
    pub(crate) part: bool,
    /// The sea or part of the world that it is.
    pub(crate) area: Option<PlaceId>,
    /// Whether only a place can stand here.
    pub(crate) sure: bool,
}

/// The toponym that starts at a token of a run of capitalised words, if the words around it make it one.
pub(crate) fn toponym(
    g: &Ground,
    chart: &Chart,
    run: (u16, u16),
    from: u16,
    last: Option<u32>,
    known: &mut Known,
) -> Option<Toponym> {
    let t = g.t;
    let grammar =
        chart.has(pack::tags::FUNCTION, from) && !g.elided_name(chart, from) && !g.nation(chart, from);
    if !g.capital(from) || grammar && !g.token(from)?.shape.is_all_capitals() {
        return None;
    }
    if let Some(area) = t
        .area
        .and_then(|a| chart.longest(a, from))
        .filter(|a| g.capital(a.end - 1) && a.end >= run.1.min(a.end))
    {
        let organized = area.end < run.1;
        // «Сумщина»: what everybody calls a region whose name is another
        let end = area.end;
        fold_into(g.document.pack.value(area.value), &mut known.scratch);
        let value = area.value != 0;
        if !value {
            let (first, last) = (g.sentence.first + u32::from(from), g.sentence.first + u32::from(end));
            fold_into(g.document.words_of(first, last), &mut known.scratch);
        }
        let world = |(id, _): &(PlaceId, NameRank)| g.places.kind(*id) == PlaceKind::Area;
        let (mut found, _) = known.look_up(g.places);
        let area = found.clone().find(world).map(|(id, _)| id);
        let own = value && area.is_none();
        let candidates = if own { found.next().into_iter().collect() } else { Vec::new() };
        return (!organized || end - from > 1).then_some(Toponym {
            start: from,
            end,
            reach: end,
            candidates,
            noun: Some("region"),
            relation: if own { relation(g, chart, from) } else { Relation::Way },
            served: false,
            dateline: false,
            home: false,
            part: false,
            area,
            sure: false,
        });
    }
    let listed = walk(g, chart, from, known);
    let lemma = std::mem::take(&mut known.lemma);
    let far = matches!(beside(g, chart, from), Some(Beside::Far(_)));
    // another spelling of a name is looked for where only a place can stand
    let asked = || {
        far || relation(g, chart, from) == Relation::In || noun_beside(g, chart, from, from + 1).0.is_some()
    };
    let other = if listed.is_none() && asked() { respelt(g, chart, (from, run.1), known) } else { None };
    let (end, top, rank) =
        listed.or_else(|| other.as_ref().map(|(end, id, _)| (*end, *id, NameRank::Alternate)))?;
    let end = if rank == NameRank::Abbreviation && stopped(g, from, end) { end + 1 } else { end };
    if g.word(end) == "&" || g.word(end) == "$" || from > 0 && g.word(from - 1) == "&" {
        return None;
    }
    // "the 3400 block of Oxford", "the corner of Prescott and Lime": streets
    let crossed = from > run.0 + 1 && has(chart, t.and, from - 1);
    let head = from - u16::from(from > 0 && has(chart, t.direction, from - 1));
    if ends_with(chart, t.corner, head) || crossed && (run.0..from).any(|a| ends_with(chart, t.corner, a)) {
        return None;
    }
    let place = g.places.figures(top);
    // "the Catholic school St. Mary's", «la scuola cattolica Santa Lucia»: a house of that name
    if place.kind == PlaceKind::City && place.population < KNOWN && has(chart, t.saint, from) {
        let small = |at: u16| !g.capital(at) && chart.modifier[at as usize];
        let head = (1..=2)
            .take_while(|back| *back < from && small(from - back))
            .last()
            .map_or(from, |back| from - back);
        if (head..=from).any(|at| ends_with(chart, t.target, at)) {
            return None;
        }
    }
    let (noun, reach) = noun_beside(g, chart, from, end);
    let end = if reach > end && g.capital(reach - 1) { reach } else { end };
    let wide = matches!(place.kind, PlaceKind::Country | PlaceKind::Region);
    let relation = relation(g, chart, from);
    let lone_word = end == from + 1;
    let next = reach.max(end);
    if rank == NameRank::Abbreviation && has(chart, t.by_state, next) {
        return None;
    }
    let police = t.body.is_some_and(|b| {
        chart.at(next).any(|i| {
            chart.items[i].tag == b && g.document.pack.value(chart.items[i].value).starts_with("police")
        })
    });
    let police = police || has(chart, t.town_body, next);
    // "in Mobile", "Reading police": a word of the language that is a town's name too, where a town is asked for
    let town = place.kind == PlaceKind::City && rank == NameRank::Main && place.population > TOWN;
    let asked = town && !g.blind && (police || relation == Relation::In && next >= run.1);
    let calendar = has(chart, t.month, from) || has(chart, t.weekday, from);
    let asked = asked && !calendar;
    let common = lone_word && !asked && g.common(chart, from);
    // "Ucraina", "Suisse": the country, where the same word written small tells of its people
    let demonym = has(chart, t.demonym, from) && !has(chart, t.nation, from);
    let refused = !asked && t.not_place.and_then(|n| chart.longest(n, from)).is_some_and(|i| i.end >= end)
        || lone_word && (!asked && has(chart, t.not_place, from) || has(chart, t.direction, from) || demonym);
    // "Moncks Corner, S.C.", "Matuu, Machakos County"
    let holder = holder(g, chart, (from, end, next), &lemma, known);
    // ", Texas" behind another toponym, and not "Drone hits bus in Kherson, Nine dead"
    let small = place.kind == PlaceKind::City && place.population < TOWN;
    let held = last.is_some_and(|l| l + 1 == u32::from(from))
        && !(common && small)
        && g.word(from - 1) == ","
        && !has(chart, t.direction, from);
    let named = end - u16::from(g.word(end - 1) == ".");
    let lone_word = lone_word || named == from + 1;
    let written = g.word(end - 1).ends_with('.') && g.word(end - 1).len() > 2 || g.word(end - 1).len() >= 3;
    if rank == NameRank::Abbreviation
        && place.kind != PlaceKind::Country
        && !held
        && !dateline(g, chart, end)
        && !(written && relation != Relation::Bare)
    {
        return None;
    }
    if demonym && lone_word && !(reach > end && g.capital(reach - 1)) {
        return None;
    }
    if refused && noun.is_none() && !holder && !held {
        return None;
    }
    if next < run.1
        && (has(chart, t.street, next) || has(chart, t.feature, next) && place.kind != PlaceKind::Country)
        && noun.is_none()
    {
        return None;
    }
    // what a language that changes names calls a place is but another of its names, and for its readers the name
    let cased = !g.document.pack.endings.is_empty();
    let own = rank == NameRank::Main || cased && rank == NameRank::Alternate;
    // «мер Харкова Ігор Терехов»: a name in another case than the office's is of the town
    fold_into(
        g.document.words_of(g.sentence.first + u32::from(from), g.sentence.first + u32::from(end)),
        &mut known.scratch,
    );
    let changed = cased && !lemma.is_empty() && lemma != known.scratch;
    let governed = changed && place.population > 60_000 && ends_with(chart, t.office, from);
    let mut score = 0i32;
    score += if noun.is_some() || far { 3 } else { 0 };
    score += match relation {
        Relation::In => 2,
        Relation::Way | Relation::Of => 1,
        _ => 0,
    };
    score += if holder { 3 } else { 0 } + i32::from(governed);
    score += if held { if wide { 4 } else { 2 } } else { 0 };
    score += if from == 0 && dateline(g, chart, end) { 3 } else { 0 };
    score += match place.kind {
        PlaceKind::Country => 3,
        PlaceKind::Region if rank == NameRank::Main => 3,
        PlaceKind::Region => 1,
        _ if own && place.population > 400_000 => 2,
        _ if own && place.population > 60_000 => 1,
        _ if rank == NameRank::Alternate && place.population > 200_000 => 2,
        _ => 0,
    };
    score -= i32::from(!own && !wide);
    score += i32::from(end - from > 1);
    // "Laurel County" has its noun in its own name
    score +=
        if end - from > 1 && has(chart, t.noun, end - 1) && place.kind != PlaceKind::City { 3 } else { 0 };
    // "St. Patrick's Day"
    score -= if g.word(from).starts_with("St") && g.word(from).len() <= 3 && has(chart, t.possessive, end) {
        3
    } else {
        0
    };
    let words = g.document.words_of(g.sentence.first + u32::from(from), g.sentence.first + u32::from(end));
    score += if known.places.contains(&words) { 3 } else { 0 };
    // a part of a longer name ("Bank of America", "Kanari Gentry") is no toponym by itself
    let left = from == run.0
        || last == Some(u32::from(from))
        // «Обстріл Херсона»: a word of the language that is written large only for it opens the sentence
        || cased && from == run.0 + 1 && g.opens(chart, run.0) && g.common(chart, run.0)
        || has(chart, t.direction, from - 1)
        || ends_with(chart, t.demonym, from)
        || g.word(from - 1) == "-"
        || g.capital_nouns && g.common(chart, from - 1)
        || held;
    // "Warren police", "an Oceanside man", "Northbrook-based"
    let people = !g.capital(next)
        && (has(chart, t.person, next) || has(chart, t.office, next) || has(chart, t.dweller, next));
    let based = g.word(next) == "-" && has(chart, t.based, next + 1);
    let attributive = left
        && !common
        && (police || based || people && end - from + u16::from(ends_with(chart, t.det, from)) > 0);
    score += if attributive { 2 } else { 0 };
    let organized = police
        || next < run.1
            && (next..run.1)
                .any(|a| has(chart, t.body, a) || has(chart, t.organization, a) || has(chart, t.office, a));
    let noun_behind = g.capital_nouns && next < run.1 && g.common(chart, next);
    // «у Вовчанську Харківської області»: the adjective and noun of what holds it
    let within = cased && next + 1 == run.1 && has(chart, t.noun, run.1);
    let within = within || governed && has(chart, t.first_name, next);
    let right = next >= run.1 || within || organized || noun_behind || matches!(g.word(next), "-" | "–");
    score -= match (left, right) {
        (true, true) => 0,
        _ if g.blind => 1,
        (true, false) if wide => 1,
        (true, false) => 2,
        _ => 4,
    };
    score += i32::from(left && next >= run.1 && !g.blind);
    if common && !refused {
        score -= if place.kind == PlaceKind::Country { 1 } else { 2 };
    }
    score -= i32::from(g.blind && lone_word && !wide);
    score -= person(
        g,
        chart,
        run,
        (from, end, next),
        known,
        place.kind == PlaceKind::Country || governed,
        attributive || organized,
    );
    // "University of Houston", "Bank of America"
    if relation == Relation::Of && from > 1 && g.capital(from - 2) && organization_word(g, chart, from - 2) {
        score -= 4;
    }
    if score < 2 {
        return None;
    }
    let behind = if g.word(next) == "-" { next + 1 } else { next };
    let whose = !g.capital(behind) && (has(chart, t.person, behind) || has(chart, t.dweller, behind));
    // a longer name's own: "Sanford Medical Center", but not that of those who serve it
    let part = next < run.1 && g.capital(next) && !police && noun.is_none() && organized;
    let home = whose || based;
    // "the Thika-Garissa road" leads there
    let road = from > 0 && g.word(from - 1) == "-" && has(chart, t.street, next);
    // "Gaffney's Car Wash", "inside Macy's": a house of that name
    let owner = has(chart, t.possessive, next) && place.kind == PlaceKind::City && place.population < TOWN;
    let bare =
        chart.has(pack::tags::FUNCTION, next + 1) || !g.token(next + 1).is_some_and(|t| t.shape.is_word());
    let owner = owner && (g.capital(next + 1) || bare);
    let part = part || road || owner;
    let sure = (noun.is_some()
        || holder
        || held
        || relation == Relation::In && !common && left && right && !has(chart, t.possessive, next))
        && !(lone_word && end - from == 1 && g.word(from).len() < 3);
    let candidates = match &other {
        Some((_, _, name)) => respelt::candidates(g, name),
        None => candidates(g, chart, (from, end), &lemma, known),
    };
    let candidates = if candidates.is_empty() { vec![(top, rank)] } else { candidates };
    // among briefs that all begin so, the later ones name the scene
    let opens = from == 0 && g.sentence.first == g.document.title_end;
    let dateline = opens && g.token(0).is_some_and(|t| t.shape.is_all_capitals()) && dateline(g, chart, end);
    Some(Toponym {
        start: from,
        end,
        reach: next,
        candidates,
        noun,
        relation,
        served: police,
        dateline,
        home,
        part,
        area: None,
        sure,
    })
}

/// "the Ukrainian capital", "la capitale ucraina", "the capital of Niger": the town that is meant, where it is not
/// named beside it.
pub(crate) fn capital(g: &Ground, chart: &Chart, from: u16, known: &mut Known) -> Option<Toponym> {
    let t = g.t;
    let seat = t.seat.filter(|seat| chart.of(*seat).next().is_some())?;
    let of = |at: u16| {
        let item = t.demonym.and_then(|d| chart.longest(d, at))?;
        Some((item.end, g.places.country(g.document.pack.value(item.value))?))
    };
    let mut named = |at: u16| {
        let (end, id, _) = walk(g, chart, at, known).filter(|_| g.capital(at))?;
        let other = t.noun.is_some_and(|noun| chart.longest(noun, end).is_some());
        (g.places.kind(id) == PlaceKind::Country && !other).then_some((end, id))
    };
    let (end, country) = if let Some(item) = chart.longest(seat, from) {
        let after = item.end + 1 + u16::from(has(chart, t.det, item.end + 1));
        of(item.end).or_else(|| named(after).filter(|_| has(chart, t.of, item.end)))?
    } else {
        let whose =
            || named(from).filter(|(end, _)| has(chart, t.possessive, *end)).map(|(end, id)| (end + 1, id));
        let (end, country) = of(from).or_else(whose)?;
        (chart.longest(seat, end)?.end, country)
    };
    // "the Ukrainian capital, Kyiv"
    let beside = if g.word(end) == "," { end + 1 } else { end };
    let town = g
        .places
        .capital(country)
        .filter(|_| walk(g, chart, beside, known).is_none() || !g.capital(beside))?;
    Some(Toponym {
        start: from,
        end,
        reach: end,
        candidates: vec![(town, NameRank::Main)],
        noun: Some("city"),
        relation: relation(g, chart, from),
        served: false,
        dateline: false,
        home: false,
        part: false,
        area: None,
        sure: false,
    })
}

fn organization_word(g: &Ground, chart: &Chart, at: u16) -> bool {
    let noun = g.t.noun.is_some_and(|n| chart.has(n, at));
    !noun
        && (has(chart, g.t.organization, at)
            || has(chart, g.t.feature, at)
            || ends_with(chart, g.t.body, at + 1))
}

/// How much the words around a name speak for a person.
fn person(
    g: &Ground,
    chart: &Chart,
    run: (u16, u16),
    (from, end, next): (u16, u16, u16),
    known: &Known,
    country: bool,
    attributive: bool,
) -> i32 {
    let t = g.t;
    let mut score = 0;
    // a given name before it, or it is one itself with a family name behind
    if from > run.0 && has(chart, t.first_name, from - 1) && !has(chart, t.direction, from - 1) {
        score += 5;
    }
    if end == from + 1 && has(chart, t.first_name, from) && !country {
        let name_follows = next < run.1
            && g.capital(next)
            && ![t.noun, t.body, t.organization, t.office, t.feature]
                .iter()
                .any(|tag| has(chart, *tag, next));
        score += if name_follows { 5 } else { 1 };
    }
    if ends_with(chart, t.title, from)
        || ends_with(chart, t.office, from) && g.capital(from) && g.word(from - 1) != ","
    {
        score += if country { 0 } else { 4 };
    }
    if end == from + 1 && known.surnames.contains(&g.word(from)) {
        score += 5;
    }
    if end == from + 1 && has(chart, t.surname, from) {
        score += if country || attributive || from > 0 && ends_with(chart, t.place_in, from) { 0 } else { 2 };
    }
    if !country && next >= run.1 {
        // "Moore said", "Moore, 24,"
        score += i32::from(has(chart, t.say, next) || from > 0 && ends_with(chart, t.say, from));
        let age = chart.mark.get(next as usize) == Some(&Mark::Comma)
            && g.token(next + 1).is_some_and(|t| t.shape.is_figure())
            && g.word(next + 2) == ",";
        score += if age { 4 } else { 0 };
    }
    score
}

/// The region, country or district that stands behind a comma and ends there: its place, and the noun beside it.
fn behind(
    g: &Ground,
    chart: &Chart,
    comma: u16,
    known: &mut Known,
) -> Option<(PlaceId, Option<&'static str>)> {
    let t = g.t;
    let from = g.led_within(chart, comma + 1);
    if g.word(comma) != ","
        || !g.capital(from)
        || has(chart, t.direction, from) && !g.capital(from + 1)
        || has(chart, t.not_place, from)
    {
        return None;
    }
    let (end, outer, _) = walk(g, chart, from, known)?;
    let (noun, _) = noun_beside(g, chart, from, end);
    let own = end - from > 1 && has(chart, t.noun, end - 1);
    let wide = matches!(g.places.kind(outer), PlaceKind::Country | PlaceKind::Region);
    let district = noun.is_some_and(|n| n != "site") || own;
    (wide || district).then_some((outer, if district { noun.or(Some("district")) } else { None }))
}

/// Whether what holds it stands behind a comma: something that holds one of the places of this name.
fn holder(
    g: &Ground,
    chart: &Chart,
    (from, end, comma): (u16, u16, u16),
    lemma: &str,
    known: &mut Known,
) -> bool {
    let Some((outer, noun)) = behind(g, chart, comma, known) else { return false };
    let rivals = candidates(g, chart, (from, end), lemma, known);
    let country = rivals.first().is_some_and(|(id, _)| g.places.kind(*id) == PlaceKind::Country);
    // a list ("Iran, Iraq and Syria") holds nothing
    !country && (noun.is_some() || rivals.iter().any(|(id, _)| *id != outer && g.places.within(*id, outer)))
}

/// "KHARTOUM (AP) —", "IRA, Vt. —": whether a dateline's end follows.
fn dateline(g: &Ground, chart: &Chart, end: u16) -> bool {
    let Some(token) = g.token(0) else { return false };
    if !token.shape.is_capital() || end > 8 {
        return false;
    }
    if g.document
        .bracketed_dateline(g.sentence.first)
        .is_some_and(|close| g.sentence.first + u32::from(end) < close)
    {
        return true;
    }
    (end..(end + 8).min(chart.len)).any(|a| {
        matches!(g.word(a), "—" | "–") || g.word(a) == "-" && !g.token(a).is_some_and(|t| t.shape.is_glued())
    }) && (token.shape.is_all_capitals() || (0..end).all(|a| g.capital(a) || g.word(a) == ","))
        && (end..(end + 8).min(chart.len)).find(|a| matches!(g.word(*a), "—" | "–" | "-")).is_some_and(
            // not every language writes its months with a capital: "ABUJA, 22 novembre –"
            |dash| {
                let word = |a: u16| g.token(a).is_some_and(|t| t.shape.is_word());
                (end..dash).all(|a| g.capital(a) || has(chart, g.t.month, a) || !word(a))
            },
        )
}

/// "Kharkiv region", "the village of Kutum": the noun's value, and where the mention ends with it.
pub(crate) fn noun_beside(g: &Ground, chart: &Chart, from: u16, end: u16) -> (Option<&'static str>, u16) {
    let t = g.t;
    let value = |item: &Item| match g.document.pack.value(item.value) {
        "region" => "region",
        "district" => "district",
        "country" => "country",
        "site" => "site",
        _ => "city",
    };
    let Some(noun) = t.noun else { return (None, end) };
    if let Some(item) = chart.longest(noun, end)
        && !has(chart, t.body, end)
        && !has(chart, t.title, end)
    {
        let capital = g.capital(end);
        let word = value(item);
        // "Georgia State Police", "Dublin City Council": a capitalised noun may belong to what follows
        let others = capital
            && (g.capital(item.end) || matches!(word, "city" | "site" | "country"))
            && word != "district";
        let others = others || capital && has(chart, t.branch, end);
        return if others { (None, end) } else { (Some(word), item.end) };
    }
    let of = ends_with(chart, t.of, from);
    let before = if of { from.saturating_sub(1) } else { from };
    if before == 0 || !of && g.word(from).is_empty() {
        return (None, end);
    }
    // "la città russa di Kazan": what the noun is of may stand between
    let mut before = before;
    while of && before > 1 && ends_with(chart, t.demonym, before) {
        before -= 1;
    }
    // "è stato Luca Neri": what is a word of grammar too is no noun there
    let grammar = |i: &Item| !of && chart.has(pack::tags::FUNCTION, i.start);
    let item = chart.to(before).map(|i| &chart.items[i]).find(|i| i.tag == noun && !grammar(i));
    match item {
        Some(item) if of || g.capital_nouns || !g.capital(item.start) => (Some(value(item)), end),
        _ => (None, end),
    }
}

fn figure(g: &Ground, at: u16) -> bool {
    g.token(at).is_some_and(|t| t.shape.is_figure())
}

/// How a sentence uses what starts at a token.
pub(crate) fn relation(g: &Ground, chart: &Chart, from: u16) -> Relation {
    let t = g.t;
    let mut at = from;
    // over "the", adjectives of direction and nouns of places: "in the eastern city of"
    for _ in 0..6 {
        if at == 0 {
            return Relation::Bare;
        }
        // "according to Akron police" leads nowhere
        if ends_with(chart, t.according, at) {
            return Relation::Bare;
        }
        if ends_with(chart, t.residence, at) {
            return Relation::Way;
        }
        let tests = [(t.place_in, Relation::In), (t.from, Relation::Way), (t.to, Relation::Way)];
        if let Some((_, relation)) = tests.iter().find(|(tag, _)| ends_with(chart, *tag, at)) {
            return *relation;
        }
        if ends_with(chart, t.of, at) {
            let mut before = at - 1;
            while before > 1 && ends_with(chart, t.demonym, before) {
                before -= 1;
            }
            let noun = ends_with(chart, t.noun, before) || ends_with(chart, t.direction, before);
            let part = before > 0 && ends_with(chart, t.part, before);
            if !noun && !part {
                // "the mayor of Kharkiv": whose mayor, not where; "Sam Reed, 24, of Bath": where he is from
                let aged = before > 1 && g.word(before - 1) == "," && figure(g, before - 2);
                return match () {
                    () if aged || chart.ends(pack::tags::PERSON_NAME, before) => Relation::Way,
                    () if ends_with(chart, t.office, before) => Relation::Bare,
                    () => Relation::Of,
                };
            }
            at = before - u16::from(part && before > 0);
            continue;
        }
        // «обстрілу Нікополя», «мер Харкова»: the genitive needs no word for "of"
        if !g.document.pack.endings.is_empty() {
            if ends_with(chart, t.event, at) || ends_with(chart, t.person, at) {
                return Relation::Of;
            }
            if ends_with(chart, t.office, at) || ends_with(chart, t.body, at) {
                return Relation::Bare;
            }
        }
        let capital = g.capital(at - 1);
        if ends_with(chart, t.det, at)
            || ends_with(chart, t.noun, at)
            || ends_with(chart, t.direction, at)
            || ends_with(chart, t.demonym, at)
            || chart.modifier[at as usize - 1] && !capital
            || g.word(at - 1) == "-"
        {
            at -= 1;
            continue;
        }
        break;
    }
    Relation::Bare
}

/// A name that the gazetteer does not have, where the words around it say that it is a place.
pub(crate) fn unlisted(
    g: &Ground,
    chart: &Chart,
    (from, end): (u16, u16),
    known: &mut Known,
) -> Option<Toponym> {
    let t = g.t;
    let (noun, reach) = noun_beside(g, chart, from, end);
    // "Machakos County": the noun is the run's last word
    let (name_end, noun, reach) = match (noun, end > from + 1) {
        (None, true) => match noun_beside(g, chart, from, end - 1) {
            (Some(n), r) if r >= end => (end, Some(n), r),
            _ => (end, None, reach),
        },
        _ => (end, noun, reach),
    };
    let length = name_end - from;
    if length > 4
        || g.blind
        || has(chart, t.organization, end - 1) && noun.is_none()
        || ends_with(chart, t.title, from)
    {
        return None;
    }
    if has(chart, t.street, end - 1) || has(chart, t.feature, end - 1) {
        return None;
    }
    let head = if noun.is_some() && reach >= end && length > 1 { name_end - 1 } else { name_end };
    let common = (from..head.max(from + 1)).any(|a| g.common(chart, a) && !has(chart, t.direction, a));
    let person = (from..end).any(|a| has(chart, t.first_name, a))
        || length == 1 && known.surnames.contains(&g.word(from));
    let relation = relation(g, chart, from);
    let spoken = has(chart, t.say, end);
    let placed = match noun {
        Some("site") => relation != Relation::Bare || ends_with(chart, t.of, from),
        Some(_) => true,
        None => {
            length <= 3 && g.word(from).len() > 2 && !person && {
                // "Nigeria's", "Kenya's" behind the comma belong to what follows
                let outer = behind(g, chart, end, known);
                let owned = (end + 2..(end + 6).min(chart.len))
                    .find(|a| !g.capital(*a))
                    .is_some_and(|a| has(chart, t.possessive, a));
                outer.is_some_and(|(_, noun)| relation == Relation::In || noun.is_some() && !owned)
            }
        }
    };
    if !placed || common || spoken || person && noun.is_none() {
        return None;
    }
    let reach = reach.max(name_end);
    // "190 Ukrainian towns": the country, as an area; "the Russian city of Kazan" names the town itself
    if length == 1
        && let Some(item) = t.demonym.and_then(|d| chart.longest(d, from))
    {
        if has(chart, t.of, reach) {
            return None;
        }
        let country = g.places.country(g.document.pack.value(item.value))?;
        let candidates = vec![(country, NameRank::Main)];
        let noun = Some("country");
        return Some(Toponym {
            start: from,
            end: name_end,
            reach,
            candidates,
            noun,
            relation: Relation::In,
            served: false,
            dateline: false,
            home: false,
            part: false,
            area: None,
            sure: true,
        });
    }
    let candidates = Vec::new();
    Some(Toponym {
        start: from,
        end: name_end,
        reach,
        candidates,
        noun,
        relation,
        served: false,
        dateline: false,
        home: false,
        part: false,
        area: None,
        sure: true,
    })
}
