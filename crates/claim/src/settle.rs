//! Places settled by all that the article says: what holds them, what else is named, how large they are.

use std::collections::{BTreeMap, BTreeSet};

use gazetteer::{Gazetteer, NameRank, PlaceId, PlaceKind};
use smallvec::SmallVec;

use crate::naming::{PlaceMention, Relation};
use crate::offsets;

/// A place that a name may be of, with what is weighed.
struct Rival {
    id: PlaceId,
    kind: PlaceKind,
    point: (f32, f32),
    /// The district that it is or lies in.
    district: Option<PlaceId>,
    region: Option<PlaceId>,
    country: PlaceId,
    population: u32,
    name: NameRank,
    /// What speaks for it without the rest of the article.
    base: i32,
}

/// A name with its rivals, and which of them is held for the one so far.
struct Sense<'n> {
    name: &'n str,
    rivals: Vec<Rival>,
    chosen: usize,
    /// The mention's number where it has a container of its own or a noun.
    mention: usize,
    own: bool,
    /// How much it says of others: more where nothing else can be meant.
    weight: i32,
}

/// Places within this many kilometres of each other agree.
const NEAR: f32 = 80.0;
/// What the country whose words the article uses speaks for a place in it.
const AT_HOME: i32 = 25;
/// How much less a country is meant by a name that places at home bear too.
const ABROAD: i32 = 40;
/// What ten times as many inhabitants speak for a place.
const SIZE: f64 = 13.0;
/// A part of a town lies within this many kilometres of its middle.
const PART: f64 = 30.0;
/// How many senses speak for each other.
const VOICES: usize = 24;

/// Chooses a place for every mention that the gazetteer knows.
pub(crate) fn settle(
    mentions: &mut [PlaceMention],
    names: &[String],
    places: &Gazetteer,
    home: Option<PlaceId>,
) {
    let mut senses: Vec<Sense> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let own = mention.container.is_some() || mention.noun.is_some();
        let held = mention.container.is_some();
        if mention.candidates.is_empty() || !own && senses.iter().any(|s| s.name == names[at]) {
            continue;
        }
        let holder = mention.container.map(|c| mentions[c].candidates.as_slice());
        let rivals: Vec<Rival> = mention
            .candidates
            .iter()
            .enumerate()
            .map(|(rank, c)| rival(places, *c, rank, mention, holder, names[at].len()))
            .collect();
        let mut rivals = by_own_name(rivals, mention.relation, places);
        // "the sheriff's office" is of Chester in Pennsylvania, though the English one is larger
        let towns = |r: &&mut Rival| Some(r.country) == home && r.kind != PlaceKind::Country;
        rivals.iter_mut().filter(towns).for_each(|r| r.base += AT_HOME);
        // "the Lebanon school district" is of Tennessee or Indiana, "Georgia's legislature" of the state
        let there = rivals.iter().any(|r| Some(r.country) == home && r.name == NameRank::Main);
        let abroad = |r: &&mut Rival| r.kind == PlaceKind::Country && there && Some(r.id) != home;
        rivals.iter_mut().filter(abroad).for_each(|r| r.base -= ABROAD);
        let chosen = best(rivals.iter().map(|r| r.base));
        let weight = if rivals.len() == 1 || held { 2 } else { 1 };
        senses.push(Sense { name: &names[at], rivals, chosen, mention: at, own, weight });
    }
    shared_districts(&mut senses);
    let beside = offsets::pairs(mentions);
    so_far_apart(&mut senses, &beside, names, places);
    // what the others were held for speaks for each; twice, as the first may be corrected
    for _ in 0..2 {
        let likeliest = |at: usize| match senses[at].rivals.as_slice() {
            [_] => 0,
            rivals => {
                let other = |(n, s): &(usize, &Sense)| *n != at && s.name != senses[at].name;
                let others = senses.iter().enumerate().filter(other).take(VOICES).map(|(_, s)| s);
                let others: SmallVec<[&Sense; VOICES]> = others.collect();
                best(rivals.iter().map(|r| r.base + context(&others, r)))
            }
        };
        let chosen: Vec<usize> = (0..senses.len()).map(likeliest).collect();
        if senses.iter().map(|s| s.chosen).eq(chosen.iter().copied()) {
            break;
        }
        for (sense, chosen) in senses.iter_mut().zip(chosen) {
            sense.chosen = chosen;
        }
    }
    for (mention, name) in mentions.iter_mut().zip(names) {
        if mention.candidates.is_empty() {
            continue;
        }
        // one name, one place: the mention that says what holds it speaks for the others
        let sense = senses
            .iter()
            .filter(|s| s.name == name)
            .max_by_key(|s| (s.own, s.weight, std::cmp::Reverse(s.mention)));
        mention.settled = sense.map(|s| s.rivals[s.chosen].id);
    }
    for sense in &senses {
        let mention = &mut mentions[sense.mention];
        if mention.container.is_some() {
            mention.settled = Some(sense.rivals[sense.chosen].id);
        }
    }
    // "Maga, Kebbi": what the gazetteer has of the name lies far outside of what holds it here, and is another place
    for at in 0..mentions.len() {
        let outer = mentions[at].container.and_then(|c| mentions[c].settled);
        let wide = outer.filter(|o| matches!(places.kind(*o), PlaceKind::Region | PlaceKind::District));
        let (Some(id), Some(outer)) = (mentions[at].settled, wide) else { continue };
        let figures = places.figures(id);
        let outside =
            places.extent(outer).is_some_and(|e| e.distance_km((figures.lat, figures.lon)) > OUTSIDE);
        if figures.kind == PlaceKind::City && !places.within(id, outer) && outside {
            mentions[at].settled = None;
        }
    }
    for (at, from, offset) in beside {
        let seen_from = mentions[from].settled;
        let mention = &mut mentions[at];
        let small = |id: PlaceId| places.figures(id).population < KNOWN;
        let wrong =
            |id: PlaceId| small(id) && seen_from.is_some_and(|f| offsets::elsewhere(places, id, f, offset));
        if mention.container.is_none() && mention.settled.is_none_or(wrong) {
            (mention.settled, mention.seen_from) = (None, Some(from));
        }
    }
    // what holds an unlisted place at one mention holds it at the others
    for at in 0..mentions.len() {
        let lone = mentions[at].candidates.is_empty() && mentions[at].container.is_none();
        if lone
            && let Some(other) =
                (0..mentions.len()).find(|o| mentions[*o].container.is_some() && names[*o] == names[at])
        {
            mentions[at].container = mentions[other].container;
        }
    }
    stay_home(mentions, places, home);
    part_of_served_town(mentions, names, places);
    put_in_towns(mentions, names, places);
    offsets::find_meant(mentions, places);
}

/// Farther than this from the towns of a region, in kilometres, a place does not lie in it, whoever drew its border.
const OUTSIDE: f64 = 100.0;

/// What lying where the text says speaks for a place.
const THERE: i32 = 90;

/// Of a place that lies some way from another those of its name that do count for more, and so do those of the other's.
fn so_far_apart(
    senses: &mut [Sense],
    beside: &[(usize, usize, offsets::Offset)],
    names: &[String],
    places: &Gazetteer,
) {
    for (at, from, offset) in beside {
        let sense = |mention: &usize| {
            let own = senses.iter().position(|s| s.mention == *mention);
            own.or_else(|| senses.iter().position(|s| s.name == names[*mention]))
        };
        let (Some(one), Some(other)) = (sense(at), sense(from)) else { continue };
        let ids = |s: &Sense| s.rivals.iter().map(|r| r.id).collect::<SmallVec<[PlaceId; VOICES]>>();
        let (inner, outer) = (ids(&senses[one]), ids(&senses[other]));
        let fits = |a: PlaceId, b: PlaceId| offsets::fits(places, a, b, *offset);
        for rival in &mut senses[one].rivals {
            // of the other's own rivals the likelier count for more
            let rank = outer.iter().take(8).position(|from| fits(rival.id, *from));
            rival.base += rank.map_or(0, |rank| THERE - rank as i32 * 10);
        }
        for rival in &mut senses[other].rivals {
            rival.base += if inner.iter().any(|id| fits(*id, rival.id)) { THERE / 3 } else { 0 };
        }
    }
}

/// What a name speaks for another that may be of its district.
const BESIDE: i32 = 35;

/// Two names that many places bear, but together only in one district, speak for each other there: "Paris" and "Henry
/// County" are in Tennessee, though each by itself is likelier elsewhere.
fn shared_districts(senses: &mut [Sense]) {
    let mut named: BTreeMap<PlaceId, BTreeSet<(&str, bool)>> = BTreeMap::new();
    let itself = |r: &Rival| r.kind == PlaceKind::District;
    // "Florida" is the state, though a town of the name lies in another Orange County
    let state = |s: &Sense| {
        s.rivals.iter().any(|r| {
            r.kind == PlaceKind::Region && r.name == NameRank::Main && r.base >= s.rivals[s.chosen].base
        })
    };
    for sense in senses.iter().filter(|s| !state(s)) {
        for rival in &sense.rivals {
            if let Some(district) = rival.district {
                named.entry(district).or_default().insert((sense.name, itself(rival)));
            }
        }
    }
    for sense in senses.iter_mut().filter(|s| !state(s)) {
        for rival in &mut sense.rivals {
            let others = rival.district.into_iter().flat_map(|d| &named[&d]);
            let others = others.filter(|(name, _)| *name != sense.name);
            // two towns may share a district by chance, but a town and a district by name hardly do
            let by =
                |(_, district): &(&str, bool)| if *district || itself(rival) { BESIDE } else { BESIDE / 3 };
            rival.base += others.map(by).sum::<i32>().min(2 * BESIDE);
        }
    }
}

/// How many of an article's places are in the country that it is about.
const HOME: usize = 4;
/// A town as large as this is meant though the article names nothing else of its country.
const KNOWN: u32 = 100_000;
/// The same where the words of an article are of another country.
const CAPITAL: u32 = 500_000;

/// Takes back a small town of a country of which the article names nothing, where all else that it names lies in another:
/// a village of that name, which the gazetteer lacks, is likelier there.
fn stay_home(mentions: &mut [PlaceMention], places: &Gazetteer, spoken: Option<PlaceId>) {
    let mut named: BTreeMap<PlaceId, BTreeSet<PlaceId>> = BTreeMap::new();
    for id in mentions.iter().filter_map(|m| m.settled) {
        named.entry(places.figures(id).country).or_default().insert(id);
    }
    let Some((home, of_home)) = named.iter().max_by_key(|(_, ids)| ids.len()) else { return };
    // the article's own words may tell as much as three more places
    let (needed, known) = if spoken == Some(*home) { (1, CAPITAL) } else { (HOME, KNOWN) };
    if of_home.len() < needed {
        return;
    }
    let holder = mentions.iter().position(|m| m.settled == Some(*home));
    for mention in mentions.iter_mut().filter(|m| m.container.is_none()) {
        let Some(id) = mention.settled else { continue };
        let place = places.figures(id);
        let alone = place.country != *home && named[&place.country].len() == 1;
        if alone && place.kind == PlaceKind::City && place.population < known {
            mention.settled = None;
            mention.container = holder;
        }
    }
}

/// Beyond this many kilometres from a town no police of it has anything to do.
const FAR: f64 = 150.0;
/// A name that as many towns of a country bear says by itself nothing of which is meant.
const COMMON: usize = 3;

/// Puts what the gazetteer knows only as a small town far away into the town whose police or mayor the article names:
/// where Chicago police tell of a shooting in Brainerd, and of nothing else of Minnesota, it is a part of Chicago. A
/// dateline does for them where many towns bear the name.
fn part_of_served_town(mentions: &mut [PlaceMention], names: &[String], places: &Gazetteer) {
    let city = |m: &PlaceMention| m.settled.filter(|id| places.kind(*id) == PlaceKind::City);
    let told = |id: PlaceId| mentions.iter().filter(|m| m.settled == Some(id)).count();
    let people = |id: PlaceId| places.figures(id).population;
    let large = |id: &PlaceId| people(*id) >= KNOWN;
    let served = mentions.iter().filter(|m| m.served).filter_map(city).filter(large);
    let served = served.max_by_key(|id| (told(*id), people(*id)));
    let dateline = || mentions.iter().filter(|m| m.dateline).filter_map(city).find(large);
    let Some(town) = served.or_else(dateline) else { return };
    let (home, country) = (places.figures(town).region, places.figures(town).country);
    let common = |m: &PlaceMention| {
        let bears = |(id, rank): &&(PlaceId, NameRank)| {
            let city = *rank == NameRank::Main && places.kind(*id) == PlaceKind::City;
            city && places.figures(*id).country == country
        };
        m.candidates.iter().filter(bears).count() >= COMMON
    };
    // nobody near the town's paper calls a far town by a name that it once had
    let renamed = |m: &PlaceMention| {
        m.candidates.iter().any(|(id, rank)| Some(*id) == m.settled && *rank == NameRank::Alternate)
    };
    let mut parts: Vec<usize> = Vec::new();
    for at in 0..mentions.len() {
        let Some(id) = city(&mentions[at]).filter(|id| *id != town) else { continue };
        let place = places.figures(id);
        let alike = |o: &usize| names[*o] == names[at];
        // a word for a town, what holds it, its own police, or a way to it: it is a town of its own
        let own = |o: usize| {
            let m = &mentions[o];
            let townlike = m.noun.is_some_and(|n| n != "site") || m.container.is_some();
            townlike || m.served || m.relation == Relation::Way || m.settled.is_some_and(|s| s != id)
        };
        let region = place.region.is_some() && place.region != home;
        let there = |m: &PlaceMention| {
            m.settled.is_some_and(|s| {
                s != id && (Some(s) == place.region || places.figures(s).region == place.region)
            })
        };
        if region
            && (served.is_some() || common(&mentions[at]) || renamed(&mentions[at]))
            && place.population < if place.country == country { KNOWN } else { CAPITAL }
            && places.distance_km(id, town) > FAR
            && !(0..mentions.len()).filter(alike).any(own)
            && !mentions.iter().any(there)
        {
            parts.push(at);
        }
    }
    for at in parts {
        (mentions[at].settled, mentions[at].town) = (None, Some(town));
    }
}

/// Puts parts of towns into the town that the article names. What the text calls a part of a town, and what the
/// gazetteer has only elsewhere, is another place of that name, which the gazetteer lacks.
fn put_in_towns(mentions: &mut [PlaceMention], names: &[String], places: &Gazetteer) {
    // the words of one mention speak for all of its name
    let site = |n: &PlaceMention| n.noun == Some("site");
    let parts: Vec<bool> = (0..mentions.len())
        .map(|at| (0..mentions.len()).any(|o| names[o] == names[at] && site(&mentions[o])))
        .collect();
    let mut towns: Vec<(PlaceId, u32, usize)> = Vec::new(); // with inhabitants and mentions
    for (mention, _) in mentions.iter().zip(&parts).filter(|(_, part)| !**part) {
        let Some(id) = mention.settled.filter(|id| places.kind(*id) == PlaceKind::City) else { continue };
        match towns.iter_mut().find(|(t, _, _)| *t == id) {
            Some((_, _, n)) => *n += 1,
            None => {
                let population = places.figures(id).population;
                if population >= 50_000 {
                    towns.push((id, population, 1));
                }
            }
        }
    }
    let Some(most) = towns.iter().max_by_key(|(_, population, n)| (*n, *population)).copied() else { return };
    for at in 0..mentions.len() {
        let part = parts[at];
        let owner = mentions[at]
            .container
            .and_then(|c| mentions[c].settled)
            .filter(|id| places.kind(*id) == PlaceKind::City);
        let Some(id) = mentions[at].settled else {
            if part && mentions[at].container.is_none() {
                mentions[at].town = Some(most.0);
            }
            continue;
        };
        if places.kind(id) != PlaceKind::City {
            continue;
        }
        let small = places.figures(id);
        let near = |town: PlaceId| places.distance_km(id, town) < PART;
        let larger = |(town, population, _): &(PlaceId, u32, usize)| {
            *town != id && *population > small.population.saturating_mul(3) && near(*town)
        };
        // a part of a town has no district of its own
        let bare = places.containers(id).next().is_some_and(|c| places.kind(c) == PlaceKind::Region);
        if let Some(owner) = owner.filter(|o| *o != id) {
            mentions[at].town = Some(owner);
            mentions[at].settled = Some(id).filter(|_| near(owner));
        } else if part || bare {
            let town = towns.iter().filter(|t| larger(t)).max_by_key(|(_, population, n)| (*n, *population));
            mentions[at].town = town.map(|(t, _, _)| *t);
            // "the Oxford area" is what lies around a town, where other words tell of the town
            let told = |o: usize| {
                names[o] == names[at]
                    && !site(&mentions[o])
                    && matches!(mentions[o].relation, Relation::In | Relation::Way)
            };
            let beside = places.distance_km(id, most.0) < FAR;
            // and no large town is a part of one abroad
            let abroad = small.population >= CAPITAL && small.country != places.figures(most.0).country;
            let own = abroad || beside && (0..mentions.len()).any(told);
            if part && !own && town.is_none() && !towns.iter().any(|(t, _, _)| *t == id || near(*t)) {
                mentions[at].town = Some(most.0);
                mentions[at].settled = None;
            }
        }
    }
}

/// A region of so many people is known by its name.
const LARGE: u32 = 2_000_000;

/// Marks down the places that a name is only one more name of, where a far larger one bears it as its own (Abuja is the
/// capital, not the town that once was called so), and regions named as a town in them.
fn by_own_name(mut rivals: Vec<Rival>, relation: Relation, places: &Gazetteer) -> Vec<Rival> {
    let people = |r: &Rival| u64::from(r.population);
    // Georgia in the south of the United States has more people than the country
    let region = rivals.iter().filter(|r| r.kind == PlaceKind::Region && r.name == NameRank::Main);
    if let Some(most) = region.map(people).max() {
        let smaller = |r: &&mut Rival| r.kind == PlaceKind::Country && u64::from(r.population) < most;
        rivals.iter_mut().filter(smaller).for_each(|r| r.base -= 30);
    }
    let known =
        rivals.iter().filter(|r| r.name == NameRank::Main && r.kind == PlaceKind::City).map(people).max();
    let towns: Vec<PlaceId> = rivals.iter().filter(|r| r.kind == PlaceKind::City).map(|r| r.id).collect();
    for rival in rivals.iter_mut() {
        // without a word for it ("Kharkiv region", "Kharkiv governor") a name that both bear is the town's
        if rival.kind == PlaceKind::Region && rival.name == NameRank::Main {
            let shared = towns.iter().any(|town| places.within(*town, rival.id));
            if shared && matches!(relation, Relation::In | Relation::Of) {
                rival.base -= 12;
            } else if shared {
                rival.base -= 6;
            }
            // California is not the town in Missouri
            if !shared && rival.population > LARGE {
                rival.base += 15;
            }
        }
        if rival.name == NameRank::Alternate && known.is_some_and(|most| most > 5 * people(rival)) {
            rival.base -= 60;
        }
    }
    rivals
}

/// The first of the largest.
fn best(scores: impl Iterator<Item = i32>) -> usize {
    let mut top = (i32::MIN, 0);
    for (at, score) in scores.enumerate() {
        if score > top.0 {
            top = (score, at);
        }
    }
    top.1
}

fn rival(
    places: &Gazetteer,
    (id, name): (PlaceId, NameRank),
    rank: usize,
    mention: &PlaceMention,
    holder: Option<&[(PlaceId, NameRank)]>,
    letters: usize,
) -> Rival {
    let place = places.figures(id);
    let short = mention.tokens.1 == mention.tokens.0 + 1 && letters <= 3;
    let mut base = (f64::from(place.population.max(1)).log10() * SIZE) as i32;
    base -= rank.min(8) as i32 * 2;
    base -= match name {
        NameRank::Main => 0,
        NameRank::Abbreviation => 5,
        NameRank::Alternate => 20,
    };
    base += match (place.kind, name) {
        // a short other name of a country is rather a town's own: "Ira"
        (PlaceKind::Country, NameRank::Alternate) if short => -60,
        (PlaceKind::Country, NameRank::Alternate) => 25,
        (PlaceKind::Country, _) if place.population > 20_000_000 => 120,
        (PlaceKind::Country, _) => 60,
        (PlaceKind::Region, NameRank::Alternate) => -10,
        _ => 0,
    };
    if let Some(outer) = holder {
        // of the container's own rivals the likelier count for more
        let part = |o: PlaceId| places.kind(o) == PlaceKind::City && places.distance_km(id, o) < PART;
        let inside = outer.iter().take(8).position(|(o, _)| *o != id && (places.within(id, *o) || part(*o)));
        base += inside.map_or(0, |at| 200 - at as i32 * 15);
    }
    base += match (mention.noun, place.kind) {
        (Some("region"), PlaceKind::Region)
        | (Some("district"), PlaceKind::District)
        | (Some("country"), PlaceKind::Country) => 80,
        (Some("region" | "district"), PlaceKind::City) => -40,
        // "Niger state" is not Niger
        (Some("region" | "district"), PlaceKind::Country) => -120,
        (Some("city"), PlaceKind::City) => 80,
        (Some("site"), PlaceKind::City) => 20,
        (Some("city" | "site"), PlaceKind::Country) => -40,
        _ => 0,
    };
    Rival {
        id,
        kind: place.kind,
        point: (place.lat, place.lon),
        district: match place.kind {
            PlaceKind::District => Some(id),
            PlaceKind::City => {
                places.containers(id).next().filter(|c| places.kind(*c) == PlaceKind::District)
            }
            _ => None,
        },
        region: place.region,
        country: place.country,
        population: place.population,
        name,
        base,
    }
}

/// What the rest of the article says for a place: what holds it, what lies in it, what lies near.
fn context(others: &[&Sense], rival: &Rival) -> i32 {
    let (mut holds, mut region, mut country, mut near, mut inside, mut away) = (0, 0, 0, 0, 0, 0);
    for other in others {
        let o = &other.rivals[other.chosen];
        let w = other.weight;
        match o.kind {
            PlaceKind::Region if rival.region == Some(o.id) => holds += 55,
            PlaceKind::Country if rival.country == o.id && rival.id != o.id => holds += 25,
            _ => {}
        }
        match rival.kind {
            PlaceKind::Region if o.region == Some(rival.id) => inside += 10 * w,
            PlaceKind::Country if o.country == rival.id => inside += 8 * w,
            PlaceKind::Country if o.kind != PlaceKind::Country => away += 6,
            PlaceKind::Country => {}
            _ if o.kind == PlaceKind::Country => {}
            _ => {
                region += if o.region.is_some() && o.region == rival.region { 8 * w } else { 0 };
                near += if o.kind != PlaceKind::Region && close(rival.point, o.point) { 14 * w } else { 0 };
            }
        }
        country += if o.country == rival.country { 5 } else { 0 };
    }
    let away = if inside > 0 { 0 } else { away.min(48) };
    holds.min(70) + region.min(40) + country.min(20) + near.min(64) + inside.min(60) - away
}

fn close(a: (f32, f32), b: (f32, f32)) -> bool {
    let lat = (a.0 - b.0) * 111.2;
    if lat.abs() > NEAR {
        return false;
    }
    let lon = (a.1 - b.1) * 111.2 * ((a.0 + b.0) * 0.5).to_radians().cos();
    lat * lat + lon * lon < NEAR * NEAR
}

/// How surely a mention is where something happened.
pub(crate) fn weight(mention: &PlaceMention) -> u8 {
    match mention.relation {
        Relation::In => 3,
        Relation::Of => 2,
        Relation::Bare => 1,
        Relation::Holds | Relation::Way => 0,
    }
}
