//! Pass 2, names: runs of capitalised words, and what they are of.

use gazetteer::{Gazetteer, Matches, NameRank, PlaceId, PlaceKind};
use pack::{Features, Pack, Tag, tags};
use rustc_hash::FxHashMap;
use text::Sentence;

use crate::chart::{Chart, Item, Mark};
use crate::document::Document;
use crate::offsets::{Beside, beside};
use crate::persons::name;
use crate::toponyms::{Toponym, capital, toponym, unlisted};

/// A toponym in the text, with what it may be. Which one it is, the whole article decides.
#[derive(Clone, Debug)]
pub(crate) struct PlaceMention {
    /// First token and token after the last, counted over the document.
    pub(crate) tokens: (u32, u32),
    /// Token after the noun that follows it ("Kharkiv region"); else that after the name.
    pub(crate) reach: u32,
    pub(crate) sentence: usize,
    /// What the gazetteer has of the name, likeliest first; empty where it has none.
    pub(crate) candidates: Vec<(PlaceId, NameRank)>,
    /// How the sentence uses it.
    pub(crate) relation: Relation,
    /// The mention that holds it: "Matuu, Machakos County".
    pub(crate) container: Option<usize>,
    /// What the words beside it say that it is ("village", "county").
    pub(crate) noun: Option<&'static str>,
    /// Whether those who serve a town stand behind it: "Warren police".
    pub(crate) served: bool,
    /// Whether it is the article's dateline.
    pub(crate) dateline: bool,
    /// Whether it tells where somebody is from, or what is based there: "a Bath man", "a Bath-based firm".
    pub(crate) home: bool,
    /// Whether it is of a longer name: "Bath Royal Infirmary".
    pub(crate) part: bool,
    /// The town that the article puts it in, where the gazetteer does not: "Chicago's Lawndale neighborhood".
    pub(crate) town: Option<PlaceId>,
    /// The sea or part of the world that it is: too wide to say where something happened.
    pub(crate) area: Option<PlaceId>,
    /// What it was settled to be.
    pub(crate) settled: Option<PlaceId>,
    /// What the words before it say of how far from it something lies.
    pub(crate) beside: Option<Beside>,
    /// The mention that it is told to lie some way from, where the gazetteer lacks it.
    pub(crate) seen_from: Option<usize>,
    /// The mention of the smaller town that is meant by what is near it.
    pub(crate) meant: Option<usize>,
}

/// How a sentence uses a toponym.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// "in Kazan", "at".
    In,
    /// "the Kazan attack", "of Kazan".
    Of,
    /// A container behind a comma.
    Holds,
    /// "from", "to", "towards".
    Way,
    /// Anything else.
    Bare,
}

/// Tags that naming asks for.
#[derive(Debug)]
pub(crate) struct NameTags {
    pub(crate) place_in: Option<Tag>,
    pub(crate) from: Option<Tag>,
    pub(crate) to: Option<Tag>,
    pub(crate) of: Option<Tag>,
    pub(crate) on_behalf: Option<Tag>,
    /// Between two places: the first lies in the second.
    pub(crate) within: Option<Tag>,
    pub(crate) noun: Option<Tag>,
    pub(crate) first_name: Option<Tag>,
    pub(crate) title: Option<Tag>,
    pub(crate) office: Option<Tag>,
    pub(crate) particle: Option<Tag>,
    /// A small word that is written large inside names: "Di Matteo", "La Rocca".
    pub(crate) large_particle: Option<Tag>,
    pub(crate) organization: Option<Tag>,
    pub(crate) body: Option<Tag>,
    pub(crate) weekday: Option<Tag>,
    pub(crate) month: Option<Tag>,
    pub(crate) demonym: Option<Tag>,
    pub(crate) nation: Option<Tag>,
    pub(crate) capital: Option<Tag>,
    pub(crate) det: Option<Tag>,
    pub(crate) say: Option<Tag>,
    pub(crate) not_place: Option<Tag>,
    pub(crate) surname: Option<Tag>,
    pub(crate) direction: Option<Tag>,
    pub(crate) street: Option<Tag>,
    pub(crate) feature: Option<Tag>,
    pub(crate) relation: Option<Tag>,
    pub(crate) possessive: Option<Tag>,
    pub(crate) and: Option<Tag>,
    pub(crate) area: Option<Tag>,
    pub(crate) seat: Option<Tag>,
    pub(crate) person: Option<Tag>,
    /// Before "of": still the place itself ("the outskirts of").
    pub(crate) part: Option<Tag>,
    /// Behind a town's name: who serves it ("Warren police").
    pub(crate) town_body: Option<Tag>,
    /// Behind the short name of a state: what it does ("a US drone strike").
    pub(crate) by_state: Option<Tag>,
    /// Behind a town's name: who lives there.
    pub(crate) dweller: Option<Tag>,
    /// Behind a town's name and a hyphen: "-based".
    pub(crate) based: Option<Tag>,
    /// Nouns of places that, capitalised, name a branch of a body as often.
    pub(crate) branch: Option<Tag>,
    /// Before the name of a street that says no word for one: "the 3400 block of".
    pub(crate) corner: Option<Tag>,
    /// Before where somebody lives: "grew up in".
    pub(crate) residence: Option<Tag>,
    /// As an abbreviation that stands in names for the word of its value: "Co.", "county".
    pub(crate) spelled: Option<Tag>,
    /// Before a voice: "according to".
    pub(crate) according: Option<Tag>,
    /// What happened, behind which a language of cases says where without a word for it.
    pub(crate) event: Option<Tag>,
    /// Before a name: that of a saint, which houses bear as towns do.
    pub(crate) saint: Option<Tag>,
    /// What may be struck: houses of all kinds.
    pub(crate) target: Option<Tag>,
    /// A number of which the words say that it is about so much, and one of a time so long.
    pub(crate) vague: Option<Tag>,
    pub(crate) some: Option<Tag>,
    /// A unit of length, by its metres.
    pub(crate) length: Option<Tag>,
    /// Which way, by its degrees clockwise from north.
    pub(crate) compass: Option<Tag>,
    /// Before a name: not in it, but near.
    pub(crate) nearness: Option<Tag>,
}

impl NameTags {
    pub(crate) fn of(pack: &Pack) -> NameTags {
        NameTags {
            place_in: pack.tag("place-in"),
            from: pack.tag("place-from"),
            to: pack.tag("place-to"),
            of: pack.tag("of"),
            on_behalf: pack.tag("on-behalf"),
            within: pack.tag("within"),
            noun: pack.tag("place-noun"),
            first_name: pack.tag("first-name"),
            title: pack.tag("name-title"),
            office: pack.tag("office"),
            particle: pack.tag("particle"),
            large_particle: pack.tag("large-particle"),
            organization: pack.tag("org-suffix"),
            body: pack.tag("body"),
            weekday: pack.tag("weekday"),
            month: pack.tag("month"),
            demonym: pack.tag("demonym"),
            nation: pack.tag("nation"),
            capital: pack.tag("capital-state"),
            det: pack.tag("det"),
            say: pack.tag("say-verb"),
            not_place: pack.tag("not-place"),
            surname: pack.tag("surname"),
            direction: pack.tag("direction"),
            street: pack.tag("street"),
            feature: pack.tag("feature"),
            relation: pack.tag("relation"),
            possessive: pack.tag("possessive"),
            and: pack.tag("and"),
            area: pack.tag("area"),
            seat: pack.tag("seat"),
            person: pack.tag("person"),
            part: pack.tag("place-part"),
            town_body: pack.tag("town-body"),
            by_state: pack.tag("by-state"),
            dweller: pack.tag("dweller"),
            based: pack.tag("based"),
            branch: pack.tag("branch"),
            corner: pack.tag("street-corner"),
            residence: pack.tag("residence"),
            spelled: pack.tag("spelled"),
            according: pack.tag("according"),
            event: pack.tag("event"),
            saint: pack.tag("saint"),
            target: pack.tag("target"),
            vague: pack.tag("vague"),
            some: pack.tag("some"),
            length: pack.tag("length"),
            compass: pack.tag("compass"),
            nearness: pack.tag("nearness"),
        }
    }
}

/// What the article has named so far: a name, once understood, means the same again.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    /// Last words of full names of people.
    pub(crate) surnames: Vec<&'a str>,
    /// Toponyms that stood where only a place can.
    pub(crate) places: Vec<&'a str>,
    /// Folded words of a walk through the gazetteer.
    pub(crate) scratch: String,
    pub(crate) word: String,
    /// The name that a walk found the words to be a form of; empty where it is as it stands.
    pub(crate) lemma: String,
    /// By folded name: what the gazetteer has of it, and whether longer names go on.
    looked_up: FxHashMap<Box<str>, (Matches<'static>, bool)>,
}

impl Known<'_> {
    /// What the gazetteer has of the name that is being walked, which an article names more than once.
    pub(crate) fn look_up(&mut self, places: &'static Gazetteer) -> (Matches<'static>, bool) {
        if let Some(known) = self.looked_up.get(self.scratch.as_str()) {
            return known.clone();
        }
        let found = places.look_up(&self.scratch);
        self.looked_up.insert(self.scratch.as_str().into(), found.clone());
        found
    }
}

/// A sentence with all that naming looks at.
pub(crate) struct Ground<'g, 'a> {
    pub(crate) document: &'g Document<'a>,
    pub(crate) sentence: &'g Sentence,
    pub(crate) t: &'g NameTags,
    pub(crate) places: &'static Gazetteer,
    /// Whether capitals say nothing here.
    pub(crate) blind: bool,
    /// Whether the language writes every noun with a capital, so that a known one beside a name is no part of it.
    pub(crate) capital_nouns: bool,
    /// Whether names in Latin letters are of organizations, in a language that spells those of people in its own.
    pub(crate) foreign_names: bool,
}

impl<'a> Ground<'_, 'a> {
    pub(crate) fn token(&self, at: u16) -> Option<&text::Token> {
        let at = self.sentence.first + u32::from(at);
        (at < self.sentence.end).then(|| &self.document.tokens[at as usize])
    }

    pub(crate) fn word(&self, at: u16) -> &'a str {
        let at = self.sentence.first + u32::from(at);
        if at < self.sentence.end { self.document.word(at) } else { "" }
    }

    pub(crate) fn capital(&self, at: u16) -> bool {
        self.token(at).is_some_and(|t| t.shape.is_word() && t.shape.is_capital())
    }

    /// Whether an article is part of the name that is glued to it: "a L'Aquila".
    pub(crate) fn elided_name(&self, chart: &Chart, at: u16) -> bool {
        let glued = self.token(at + 1).is_some_and(|t| t.shape.is_glued() && t.shape.is_capital());
        glued && self.capital(at) && !self.opens(chart, at) && self.word(at).ends_with(['\'', '’'])
    }

    /// Whether a country's name of several words begins, whatever its first is by itself: "Stati Uniti".
    pub(crate) fn nation(&self, chart: &Chart, at: u16) -> bool {
        self.t.nation.and_then(|nation| chart.longest(nation, at)).is_some_and(|i| i.end > at + 1)
    }

    /// Where the name begins that words of lying within lead to: "(a Papiri,) nello Stato del Niger".
    pub(crate) fn led_within(&self, chart: &Chart, at: u16) -> u16 {
        let t = self.t;
        if !has(chart, t.within, at) {
            return at;
        }
        let mut to = at + 1;
        let mut noun = false;
        while to < at + 7 && to < chart.len {
            // "nello Stato nordoccidentale di": what the noun is of may stand behind it
            let small = noun && chart.modifier[to as usize] && !self.capital(to);
            if let Some(item) = t.noun.and_then(|n| chart.longest(n, to)) {
                (to, noun) = (item.end, true);
            } else if small || [t.of, t.det, t.direction].iter().any(|tag| has(chart, *tag, to)) {
                to += 1;
            } else {
                return to;
            }
        }
        at
    }

    /// Whether a sentence, a line or a quotation opens at a token.
    pub(crate) fn opens(&self, chart: &Chart, at: u16) -> bool {
        at == 0
            || self.token(at).is_some_and(|t| t.shape.begins_line())
            || chart.mark[at as usize - 1] == Mark::Strong
            || matches!(self.word(at - 1), "\"" | "“" | "«" | "‘" | "." | "|")
    }

    /// Whether a lone word means something that is no name.
    pub(crate) fn common(&self, chart: &Chart, at: u16) -> bool {
        let t = self.t;
        let names = [t.first_name, t.nation, t.capital, t.surname, t.demonym, t.saint];
        chart.words[at as usize] != 0
            && chart.at(at).any(|i| {
                let item = &chart.items[i];
                item.end == at + 1 && !names.contains(&Some(item.tag)) && item.tag != tags::PLACE
            })
    }
}

pub(crate) fn has(chart: &Chart, tag: Option<Tag>, at: u16) -> bool {
    tag.is_some_and(|t| chart.has(t, at))
}

pub(crate) fn ends_with(chart: &Chart, tag: Option<Tag>, end: u16) -> bool {
    tag.is_some_and(|t| chart.ends(t, end))
}

/// Whether nearly every word of a sentence is capitalised, as in a title-case headline or an all-capital text.
pub(crate) fn capitals_say_nothing(document: &Document, sentence: &Sentence) -> bool {
    let words =
        (sentence.first..sentence.end).map(|t| &document.tokens[t as usize]).filter(|t| t.shape.is_word());
    let (mut all, mut capital) = (0, 0);
    for token in words {
        // short words of grammar stay small in title case
        if token.end - token.start > 3 {
            all += 1;
            capital += u32::from(token.shape.is_capital());
        }
    }
    all >= 4 && capital * 10 >= all * 8
}

/// Finds toponyms and names in a sentence and adds them to the chart and the list.
pub(crate) fn names<'a>(
    document: &Document<'a>,
    number: usize,
    t: &NameTags,
    places: &'static Gazetteer,
    chart: &mut Chart,
    out: &mut Vec<PlaceMention>,
    known: &mut Known<'a>,
) {
    let sentence = &document.sentences[number];
    let capital_nouns = document.pack.setting("nouns") == "capital";
    let blind = !capital_nouns && capitals_say_nothing(document, sentence);
    let foreign_names = document.pack.setting("latin-names") == "organization";
    let ground = Ground { document, sentence, t, places, blind, capital_nouns, foreign_names };
    let first_mention = out.len();
    let mut at = 0u16;
    while at < chart.len {
        if let Some(place) = capital(&ground, chart, at, known) {
            at = place.reach;
            push(&ground, number, chart, out, place);
            continue;
        }
        let Some(end) = run(&ground, chart, at) else {
            at += 1;
            continue;
        };
        let mut from = at;
        let mut rest = at; // where what is no toponym begins
        while from < end {
            let last = out[first_mention..].last().map(|m| m.reach - sentence.first);
            match toponym(&ground, chart, (at, end), from, last, known) {
                Some(place) => {
                    if rest < from {
                        name(&ground, chart, (rest, from), known);
                    }
                    if place.sure {
                        known.places.push(document.words_of(
                            sentence.first + u32::from(from),
                            sentence.first + u32::from(place.end),
                        ));
                    }
                    from = place.reach;
                    rest = from;
                    push(&ground, number, chart, out, place);
                }
                None => from += 1,
            }
        }
        if rest == at
            && let Some(place) = unlisted(&ground, chart, (at, end), known)
        {
            rest = place.reach;
            push(&ground, number, chart, out, place);
        }
        if rest < end {
            name(&ground, chart, (rest, end), known);
        }
        at = end.max(rest).max(at + 1);
    }
    share_nouns(&ground, chart, &mut out[first_mention..]);
    contain(&ground, chart, &mut out[first_mention..], first_mention);
}

/// Takes back what the article only later calls a person in full ("Martinez's face", then "Carlos Martinez"), and never
/// names where only a place can stand.
pub(crate) fn take_back(document: &Document, mentions: &mut [PlaceMention], known: &Known) {
    for m in mentions.iter_mut().filter(|m| m.tokens.1 == m.tokens.0 + 1 && m.noun.is_none()) {
        let word = document.word(m.tokens.0);
        if known.surnames.contains(&word) && !known.places.contains(&word) {
            m.relation = Relation::Way;
            m.candidates.clear();
        }
    }
}

/// The end of the run of capitalised words that starts at a token.
fn run(g: &Ground, chart: &Chart, at: u16) -> Option<u16> {
    let t = g.t;
    let calendar = |a: u16| has(chart, t.weekday, a) || has(chart, t.month, a) && !g.capital(a + 1);
    // "Anna Di Matteo"
    let inside =
        |a: u16| has(chart, t.large_particle, a) && !g.blind && !g.opens(chart, a) && g.capital(a + 1);
    let grammar = |a: u16| {
        chart.has(tags::FUNCTION, a)
            && !g.nation(chart, a)
            && !inside(a)
            && g.token(a).is_none_or(|t| !t.shape.is_all_capitals() || g.blind)
            && !(a == at && g.elided_name(chart, a))
    };
    if !g.capital(at) || calendar(at) || grammar(at) {
        return None;
    }
    // the first word of a sentence is capitalised whatever it is
    if g.opens(chart, at)
        && !g.blind
        && !g.capital(at + 1)
        && g.common(chart, at)
        && !has(chart, t.not_place, at)
    {
        return None;
    }
    let mut end = at + 1;
    loop {
        let next = end;
        let glued = |a: u16| g.token(a).is_some_and(|t| t.shape.is_glued());
        if g.capital(next) && !grammar(next) && !calendar(next) {
            end = next + 1;
        } else if glued(next)
            && matches!(g.word(next), "-" | "–" | "'" | "’")
            && glued(next + 1)
            && g.token(next + 1).is_some_and(|t| t.shape.is_word())
            || has(chart, t.particle, next) && g.capital(next + 1)
        {
            end = next + 2;
        } else {
            return Some(end);
        }
    }
}

fn push(g: &Ground, number: usize, chart: &mut Chart, out: &mut Vec<PlaceMention>, place: Toponym) {
    let first = g.sentence.first;
    let Toponym { start, end, reach, candidates, noun, relation, served, dateline, home, part, area, .. } =
        place;
    chart.add(Item {
        tag: tags::PLACE,
        start,
        end: reach,
        number: 0,
        features: Features::default(),
        value: 0,
        load: out.len() as u32,
    });
    let tokens = (first + u32::from(start), first + u32::from(end));
    let beside = beside(g, chart, start);
    let relation = if matches!(beside, Some(Beside::Far(_))) { Relation::Way } else { relation };
    let reach = first + u32::from(reach);
    out.push(PlaceMention {
        tokens,
        reach,
        sentence: number,
        candidates,
        relation,
        container: None,
        noun,
        served,
        dateline,
        home,
        part,
        town: None,
        area,
        settled: None,
        beside,
        seen_from: None,
        meant: None,
    });
}

/// "the Kharkiv, Sumy and Poltava regions", "le regioni di Kharkiv, Sumy e Poltava": a noun in the plural is of all of them.
fn share_nouns(g: &Ground, chart: &Chart, mentions: &mut [PlaceMention]) {
    let at = |token: u32| (token - g.sentence.first) as u16;
    let plural = |i: &Item| i.features.has(Features::PLURAL) && !i.features.has(Features::SINGULAR);
    let noun = |i: &&Item| Some(i.tag) == g.t.noun && plural(i);
    let joined = |a: &PlaceMention, b: &PlaceMention| {
        let (from, to) = (at(a.tokens.1), at(b.tokens.0));
        from < to && to - from <= 2 && (from..to).all(|t| g.word(t) == "," || has(chart, g.t.and, t))
    };
    let wide = |m: &PlaceMention| matches!(m.noun, Some("region" | "district"));
    // the noun stands before the first of them
    let mut open = false;
    for nth in 0..mentions.len() {
        let start = at(mentions[nth].tokens.0);
        let of = u16::from(ends_with(chart, g.t.of, start));
        let before = || chart.to(start - of).map(|i| &chart.items[i]).any(|i| noun(&i));
        let shared = open && mentions[nth].noun.is_none() && joined(&mentions[nth - 1], &mentions[nth]);
        if shared {
            (mentions[nth].noun, mentions[nth].relation) =
                (mentions[nth - 1].noun, mentions[nth - 1].relation);
        }
        open = shared || wide(&mentions[nth]) && before();
    }
    // behind the last
    let mut open = false;
    for nth in (0..mentions.len()).rev() {
        let end = at(mentions[nth].tokens.1);
        let behind = || chart.at(end).map(|i| &chart.items[i]).any(|i| noun(&i));
        let shared = open && mentions[nth].noun.is_none() && joined(&mentions[nth], &mentions[nth + 1]);
        if shared {
            mentions[nth].noun = mentions[nth + 1].noun;
        }
        open = shared || wide(&mentions[nth]) && behind();
    }
}

/// "X, Y": a toponym directly behind another's comma holds it; so does one in front with a possessive ("Chicago's Lawndale").
fn contain(g: &Ground, chart: &Chart, mentions: &mut [PlaceMention], base: usize) {
    for at in 1..mentions.len() {
        let (left, right) = mentions.split_at_mut(at);
        let (Some(inner), Some(outer)) = (left.last_mut(), right.first_mut()) else { continue };
        let gap = outer.tokens.0.saturating_sub(inner.reach);
        let between = (inner.reach - g.sentence.first) as u16;
        let comma = g.word(between) == ","
            && chart.mark.get(between as usize) == Some(&Mark::Comma)
            && (gap == 1 || g.led_within(chart, between + 1) == (outer.tokens.0 - g.sentence.first) as u16);
        let inside = gap == 1 && (has(chart, g.t.of, between) || has(chart, g.t.within, between));
        let owned = gap == 1 && has(chart, g.t.possessive, between);
        let smaller = |a: &PlaceMention, b: &PlaceMention| {
            extent(g, a) < extent(g, b) || extent(g, b) == 0 && a.candidates.is_empty()
        };
        // "Lebanon, Tennessee,": the town there that is called as a country, but "Mexico, Texas and Arizona" is a list
        let listed = has(chart, g.t.and, (outer.reach - g.sentence.first) as u16);
        let namesake = |a: &PlaceMention, b: &PlaceMention| {
            let holds = |id: PlaceId| b.candidates.first().is_some_and(|(o, _)| g.places.within(id, *o));
            comma
                && !listed
                && (extent(g, a), extent(g, b)) == (3, 2)
                && a.candidates.iter().any(|(id, _)| holds(*id))
        };
        // "Marksville, LA": the state, though a city is written so too
        let state = |a: &PlaceMention, b: &PlaceMention| {
            let holds = |outer: PlaceId| a.candidates.iter().any(|(id, _)| g.places.within(*id, outer));
            let short = |(id, rank): &(PlaceId, NameRank)| {
                *rank == NameRank::Abbreviation && g.places.kind(*id) == PlaceKind::Region && holds(*id)
            };
            comma && extent(g, b) == 0 && b.candidates.iter().any(short)
        };
        if (comma || inside) && smaller(inner, outer) || namesake(inner, outer) || state(inner, outer) {
            inner.container = Some(base + at);
            outer.relation = Relation::Holds;
        } else if owned && extent(g, outer) <= extent(g, inner) {
            outer.container = Some(base + at - 1);
            outer.relation = outer.relation.min(inner.relation);
            inner.relation = Relation::Holds;
        }
    }
}

/// How wide the likeliest candidate is: 0 a town or less, 3 a country. An unlisted place is as small as its noun.
fn extent(g: &Ground, mention: &PlaceMention) -> u8 {
    use gazetteer::PlaceKind::*;
    let wide = |id: PlaceId| match g.places.kind(id) {
        City => 0,
        District => 1,
        Region => 2,
        Country | Area => 3,
    };
    match mention.noun {
        Some("region") => 2,
        Some("district") => 1,
        Some("country") => 3,
        _ => mention.candidates.first().map_or(0, |(id, _)| wide(*id)),
    }
}
