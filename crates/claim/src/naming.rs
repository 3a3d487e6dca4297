//! Pass 2, names: runs of capitalised words, and which of them are toponyms.

use gazetteer::{Gazetteer, NameRank, PlaceId, PlaceKind};
use pack::{Features, Pack, Tag, tags};
use text::{Part, Sentence};

use crate::chart::{Chart, Item, NO_LOAD};
use crate::document::Document;

/// A toponym in the text, with what it may be. Which one it is, the whole article decides.
#[derive(Clone, Debug)]
pub(crate) struct PlaceMention {
    /// First token and token after the last, counted over the document.
    pub(crate) tokens: (u32, u32),
    pub(crate) sentence: usize,
    /// What the gazetteer has of the name, likeliest first; empty where it has none.
    pub(crate) candidates: Vec<(PlaceId, NameRank)>,
    /// How the sentence uses it.
    pub(crate) relation: Relation,
    /// The mention that holds it: "Matuu, Machakos County".
    pub(crate) container: Option<usize>,
    /// What the words beside it say that it is ("village", "county").
    pub(crate) noun: Option<&'static str>,
    /// What it was settled to be.
    pub(crate) settled: Option<PlaceId>,
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
pub(crate) struct NameTags {
    place_in: Option<Tag>,
    from: Option<Tag>,
    to: Option<Tag>,
    of: Option<Tag>,
    noun: Option<Tag>,
    first_name: Option<Tag>,
    title: Option<Tag>,
    office: Option<Tag>,
    particle: Option<Tag>,
    organization: Option<Tag>,
    body: Option<Tag>,
    weekday: Option<Tag>,
    month: Option<Tag>,
    demonym: Option<Tag>,
    det: Option<Tag>,
    say: Option<Tag>,
    not_place: Option<Tag>,
}

impl NameTags {
    pub(crate) fn of(pack: &Pack) -> NameTags {
        NameTags {
            place_in: pack.tag("place-in"),
            from: pack.tag("place-from"),
            to: pack.tag("place-to"),
            of: pack.tag("of"),
            noun: pack.tag("place-noun"),
            first_name: pack.tag("first-name"),
            title: pack.tag("name-title"),
            office: pack.tag("office"),
            particle: pack.tag("particle"),
            organization: pack.tag("org-suffix"),
            body: pack.tag("body"),
            weekday: pack.tag("weekday"),
            month: pack.tag("month"),
            demonym: pack.tag("demonym"),
            det: pack.tag("det"),
            say: pack.tag("say-verb"),
            not_place: pack.tag("not-place"),
        }
    }
}

/// The longest toponym, in tokens.
const LONGEST: u32 = 7;

/// Whether nearly every word of a sentence is capitalised, as in a title-case headline or an all-capital text.
pub(crate) fn capitals_say_nothing(document: &Document, sentence: &Sentence) -> bool {
    let words = (sentence.first..sentence.end).map(|t| &document.tokens[t as usize]).filter(|t| t.shape.is_word());
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
pub(crate) fn names(
    document: &Document,
    number: usize,
    t: &NameTags,
    places: &Gazetteer,
    chart: &mut Chart,
    out: &mut Vec<PlaceMention>,
) {
    let sentence = &document.sentences[number];
    let blind = capitals_say_nothing(document, sentence);
    let mut scratch = String::new();
    let mut at = 0u16;
    let first_mention = out.len();
    while at < chart.len {
        let Some(end) = run(document, sentence, t, chart, at, blind) else {
            at += 1;
            continue;
        };
        let mut from = at;
        let mut found_place = false;
        while from < end {
            match toponym(document, sentence, t, places, chart, (at, end), from, blind, &mut scratch) {
                Some((mention_end, candidates, noun)) => {
                    let relation = relation(document, sentence, t, chart, from);
                    push(document, number, chart, out, (from, mention_end), candidates, noun, relation);
                    found_place |= from == at && mention_end >= end;
                    from = mention_end;
                }
                None => from += 1,
            }
        }
        if !found_place && !(blind && sentence.part == Part::Title) {
            name(document, sentence, t, chart, (at, end));
            unlisted(document, number, t, chart, (at, end), out);
        }
        at = end.max(from).max(at + 1);
    }
    contain(document, chart, sentence.first, &mut out[first_mention..], first_mention);
}

fn has(chart: &Chart, tag: Option<Tag>, at: u16) -> bool {
    tag.is_some_and(|t| chart.has(t, at))
}

fn ends_with(chart: &Chart, tag: Option<Tag>, end: u16) -> bool {
    tag.is_some_and(|t| chart.to(end).any(|i| chart.items[i].tag == t))
}

/// The end of the run of capitalised words that starts at a token.
fn run(document: &Document, sentence: &Sentence, t: &NameTags, chart: &Chart, at: u16, blind: bool) -> Option<u16> {
    let token = |a: u16| &document.tokens[(sentence.first + u32::from(a)) as usize];
    let capital = |a: u16| a < chart.len && token(a).shape.is_word() && token(a).shape.is_capital();
    let calendar = |a: u16| has(chart, t.weekday, a) || has(chart, t.month, a) && a + 1 < chart.len && !capital(a + 1);
    let grammar = |a: u16| chart.has(tags::FUNCTION, a) && !token(a).shape.is_all_capitals();
    if !capital(at) || calendar(at) || grammar(at) {
        return None;
    }
    // the first word of a sentence is capitalised whatever it is: only a word that the lexicon does not know as another, or a run, is a name
    let opens = at == 0 || token(at).shape.begins_line() || chart.mark[at as usize - 1] == crate::chart::Mark::Strong;
    let known = chart.words[at as usize] != 0
        && chart.at(at).any(|i| {
            let item = &chart.items[i];
            item.end == at + 1 && ![t.first_name, t.demonym, t.body, t.title].contains(&Some(item.tag))
        });
    if opens && known && !capital(at + 1) && !blind {
        return Some(at + 1).filter(|_| chart.words[at as usize] == 0);
    }
    let mut end = at + 1;
    loop {
        let next = end;
        if capital(next) && !grammar(next) && !calendar(next) {
            end = next + 1;
        } else if next + 1 < chart.len
            && token(next).shape.is_glued()
            && matches!(document.word(sentence.first + u32::from(next)), "-" | "–")
            && token(next + 1).shape.is_glued()
            && token(next + 1).shape.is_word()
        {
            end = next + 2;
        } else if has(chart, t.particle, next) && capital(next + 1) && next + 1 < chart.len {
            end = next + 2;
        } else {
            return Some(end);
        }
    }
}

/// The longest toponym from a token on: its end, what it may be, and a noun that says so.
#[allow(clippy::too_many_arguments, clippy::type_complexity)]
fn toponym(
    document: &Document,
    sentence: &Sentence,
    t: &NameTags,
    places: &Gazetteer,
    chart: &Chart,
    run: (u16, u16),
    from: u16,
    blind: bool,
    scratch: &mut String,
) -> Option<(u16, Vec<(PlaceId, NameRank)>, Option<&'static str>)> {
    let first = sentence.first + u32::from(from);
    let limit = (first + LONGEST).min(sentence.end);
    let mut best: Option<(u16, Vec<(PlaceId, NameRank)>)> = None;
    for end in first + 1..=limit {
        let last = &document.tokens[end as usize - 1];
        if last.shape.is_mark() && !last.shape.is_glued() {
            break;
        }
        let words = document.words_of(first, end);
        gazetteer::fold_into(words, scratch);
        let (matches, goes_on) = places.look_up(scratch);
        let all_capitals = words.chars().all(|c| !c.is_lowercase());
        let found: Vec<_> =
            matches.filter(|(_, rank)| *rank != NameRank::Abbreviation || all_capitals || words.ends_with('.')).take(12).collect();
        if !found.is_empty() {
            best = Some(((end - sentence.first) as u16, found));
        }
        if !goes_on {
            break;
        }
    }
    let (end, found) = best?;
    let noun = noun_beside(document, sentence, t, chart, from, end);
    let end = noun.map_or(end, |(_, to)| to.max(end));
    let noun = noun.map(|(n, _)| n);
    let top = places.place(found[0].0);
    let in_place = relation(document, sentence, t, chart, from) != Relation::Bare;
    let lone = from == run.0 && end >= run.1;
    let comma = chart.mark.get(end as usize) == Some(&crate::chart::Mark::Comma)
        && document.tokens.get((sentence.first + u32::from(end) + 1) as usize).is_some_and(|n| n.shape.is_capital());
    let person = has(chart, t.first_name, from) && end < run.1
        || from > run.0 && has(chart, t.first_name, from - 1)
        || ends_with(chart, t.title, from)
        || has(chart, t.office, end) && false;
    if has(chart, t.not_place, from) || person && noun.is_none() {
        return None;
    }
    let big = match top.kind {
        PlaceKind::Country => true,
        PlaceKind::Region => found[0].1 == NameRank::Main,
        _ => found[0].1 == NameRank::Main && top.population > 60_000,
    };
    let more_words = end - from > 1;
    // a part of a longer name ("Bank of America", "Kanari Gentry") is no toponym, unless what follows is a possessive or a noun of places
    let part_of_name = !lone
        && !(from == run.0 && end < run.1 && has(chart, t.organization, end))
        && !(from == run.0 && end < run.1 && (has(chart, t.body, end) || has(chart, t.office, end)))
        && !(from > run.0 && (ends_with(chart, t.demonym, from) || ends_with(chart, t.body, from)));
    let common = chart.words[from as usize] != 0 && end == from + 1 && top.kind != PlaceKind::Country;
    let accept = noun.is_some()
        || !part_of_name && (big && !common || in_place && !(common && blind) || comma && !common || more_words && !blind)
        || part_of_name && matches!(top.kind, PlaceKind::Country | PlaceKind::Region) && from == run.0 && in_place;
    let title_blind = blind && sentence.part == Part::Title;
    (accept && !(title_blind && !big && !comma && !in_place)).then_some((end, found, noun))
}

/// "Kharkiv region", "the village of Kutum": the noun and where the mention ends with it.
fn noun_beside(
    document: &Document,
    sentence: &Sentence,
    t: &NameTags,
    chart: &Chart,
    from: u16,
    end: u16,
) -> Option<(&'static str, u16)> {
    let value = |item: &Item| match document.pack.value(item.value) {
        "region" => "region",
        "district" => "district",
        "country" => "country",
        "site" => "site",
        _ => "city",
    };
    let noun = t.noun?;
    if let Some(item) = chart.longest(noun, end)
        && !document.word(sentence.first + u32::from(end)).is_empty()
    {
        return Some((value(item), item.end));
    }
    let of = ends_with(chart, t.of, from);
    let before = if of { from.checked_sub(1)? } else { from };
    let item = chart.to(before).map(|i| &chart.items[i]).find(|i| i.tag == noun)?;
    (of || from > 0).then_some((value(item), end))
}

fn relation(document: &Document, sentence: &Sentence, t: &NameTags, chart: &Chart, from: u16) -> Relation {
    let mut at = from;
    // over "the", adjectives of direction and nouns of places: "in the eastern city of"
    for _ in 0..6 {
        if at == 0 {
            return Relation::Bare;
        }
        let tests = [(t.place_in, Relation::In), (t.from, Relation::Way), (t.to, Relation::Way)];
        if let Some((_, relation)) = tests.iter().find(|(tag, _)| ends_with(chart, *tag, at)) {
            return *relation;
        }
        if ends_with(chart, t.of, at) {
            let before = at - 1;
            if !ends_with(chart, t.noun, before) {
                return Relation::Of;
            }
            at = before;
            continue;
        }
        let small = document.tokens[(sentence.first + u32::from(at) - 1) as usize].shape.is_capital();
        if ends_with(chart, t.det, at)
            || ends_with(chart, t.noun, at)
            || ends_with(chart, t.demonym, at)
            || chart.modifier[at as usize - 1] && !small
            || document.word(sentence.first + u32::from(at) - 1) == "-"
        {
            at -= 1;
            continue;
        }
        break;
    }
    Relation::Bare
}

#[allow(clippy::too_many_arguments)]
fn push(
    document: &Document,
    number: usize,
    chart: &mut Chart,
    out: &mut Vec<PlaceMention>,
    (from, end): (u16, u16),
    candidates: Vec<(PlaceId, NameRank)>,
    noun: Option<&'static str>,
    relation: Relation,
) {
    let first = document.sentences[number].first;
    let tokens = (first + u32::from(from), first + u32::from(end));
    chart.add(Item { tag: tags::PLACE, start: from, end, features: Features::default(), value: 0, load: out.len() as u32 });
    out.push(PlaceMention { tokens, sentence: number, candidates, relation, container: None, noun, settled: None });
}

/// A name that the gazetteer does not have, where the words around it say that it is a place.
fn unlisted(document: &Document, number: usize, t: &NameTags, chart: &mut Chart, (from, end): (u16, u16), out: &mut Vec<PlaceMention>) {
    let sentence = &document.sentences[number];
    if end - from > 3 || has(chart, t.organization, end - 1) || ends_with(chart, t.title, from) || chart.has(tags::PLACE, from) {
        return;
    }
    let noun = noun_beside(document, sentence, t, chart, from, end);
    let relation = relation(document, sentence, t, chart, from);
    let known = (from..end).any(|a| chart.words[a as usize] != 0);
    let comma = chart.mark.get(end as usize) == Some(&crate::chart::Mark::Comma);
    let person = has(chart, t.first_name, from);
    let capital_next =
        document.tokens.get((sentence.first + u32::from(end) + 1) as usize).is_some_and(|n| n.shape.is_capital());
    if let Some((noun, to)) = noun
        && !known
    {
        push(document, number, chart, out, (from, to.max(end)), Vec::new(), Some(noun), relation);
    } else if relation == Relation::In && comma && capital_next && !known && !person && end - from <= 2 {
        push(document, number, chart, out, (from, end), Vec::new(), None, relation);
    }
}

fn name(document: &Document, sentence: &Sentence, t: &NameTags, chart: &mut Chart, (from, end): (u16, u16)) {
    let word_known = |a: u16| chart.words[a as usize] != 0 && !has(chart, t.first_name, a);
    let titled = ends_with(chart, t.title, from) || ends_with(chart, t.office, from) || has(chart, t.title, from);
    let organization = (from..end).any(|a| has(chart, t.organization, a) || has(chart, t.body, a)) || has(chart, t.demonym, from);
    let length = (from..end).filter(|a| document.tokens[(sentence.first + u32::from(*a)) as usize].shape.is_word()).count();
    // a title or an office at the head of a run ("President Bola Tinubu") is no part of the name
    let mut start = from;
    while start + 1 < end && (has(chart, t.title, start) || has(chart, t.office, start)) {
        let to = chart.longest(t.office.unwrap_or(u16::MAX), start).map_or(start + 1, |i| i.end);
        start = to.max(start + 1).min(end - 1);
    }
    let said = has(chart, t.say, end) || ends_with(chart, t.say, from);
    let person = !organization || has(chart, t.first_name, start);
    let person = person
        && (has(chart, t.first_name, start)
            || titled
            || start > from
            || said && (start..end).all(|a| !word_known(a))
            || length >= 2 && (start..end).all(|a| !word_known(a)));
    let item = |tag, start| Item { tag, start, end, features: Features::default(), value: 0, load: NO_LOAD };
    if person {
        chart.add(item(tags::PERSON_NAME, start));
    }
    chart.add(item(tags::NAME, from));
}

/// "X, Y": a toponym directly behind another's comma holds it.
fn contain(document: &Document, chart: &Chart, first: u32, mentions: &mut [PlaceMention], base: usize) {
    for at in 1..mentions.len() {
        let (left, right) = mentions.split_at_mut(at);
        let (Some(inner), Some(outer)) = (left.last_mut(), right.first_mut()) else { continue };
        let gap = outer.tokens.0.saturating_sub(inner.tokens.1);
        let between = (inner.tokens.1 - first) as usize;
        let comma = gap >= 1 && gap <= 2 && chart.mark.get(between) == Some(&crate::chart::Mark::Comma);
        let inside = gap == 1 && document.word(inner.tokens.1) == "in";
        if comma && gap == 1 || inside {
            inner.container = Some(base + at);
            outer.relation = Relation::Holds;
        }
    }
}
