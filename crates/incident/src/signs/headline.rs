//! A headline that the text under it does not bear out: a figure, what became of people, a place.

use std::collections::BTreeSet;

use claim::{Count, Mention, MentionType, Scope, Value};
use pack::Kinds;
use text::{Part, Span};

use super::{Ground, Item, OPENING, Told, counted, rounds};
use crate::fit::counts_fit;
use crate::names::fold;
use crate::places::{Relation, Spot, relation};
use crate::{Read, Shown, Sign, SignKind};

/// Of fewer people than this a text may tell one by one.
const FEW: u64 = 10;
/// So many must be dead in a headline for a text without a word of it to be odd: of one or two it may say so in words that
/// are not read.
const SEVERAL: u64 = 3;

pub(super) fn signs(ground: Ground<'_>, told: &Told<'_>) -> Vec<Sign> {
    let mut out = Vec::new();
    for article in told.articles() {
        let read = &ground.reads[article];
        if read.article.title().is_empty() {
            continue;
        }
        let own: Vec<&Item<'_>> = told.items.iter().filter(|i| i.at.article == article).collect();
        out.extend(figures(read, told, &own));
        out.extend(fate(read, told, &own));
        out.extend(place(read, told, &own));
    }
    out
}

/// The counts that a text has anywhere, whatever they are of.
fn counts(read: &Read) -> impl Iterator<Item = &Count> {
    in_text(read).filter_map(|m| match &m.value {
        Some(Value::Count(count)) => Some(count),
        _ => None,
    })
}

fn in_text(read: &Read) -> impl Iterator<Item = &Mention> {
    read.reading.mentions.iter().filter(|m| m.span.part() == Part::Text)
}

/// The headline's number of the dead, which is none of the text's numbers.
fn figures(read: &Read, told: &Told<'_>, own: &[&Item<'_>]) -> Vec<Sign> {
    let mut out = Vec::new();
    // whatever a text counts, and what its figures of people make together
    let claimed: Vec<(u8, Count)> = read
        .reading
        .claims
        .iter()
        .filter(|c| c.span.part() == Part::Text)
        .filter_map(|c| match &c.value {
            Value::Count(count) => Some((c.facet, *count)),
            _ => None,
        })
        .collect();
    let people: BTreeSet<u64> = claimed.iter().filter(|(_, c)| c.min > 0).map(|(_, c)| c.min).collect();
    for (facet, kind) in counted() {
        let of = |title: bool| {
            let these = own.iter().filter(move |i| i.claim.facet == facet && i.is_in_title() == title);
            these.filter(|i| i.claim.scope == Scope::default()).filter_map(|i| Some((**i, i.total()?)))
        };
        let Some((title, figure)) = of(true).next() else { continue };
        let Some((body, _)) = of(false).find(|(_, c)| c.min > 0) else { continue };
        let counts = claimed.iter().map(|(_, c)| c).chain(counts(read));
        let stands = counts.into_iter().any(|c| counts_fit(&bounded(c), figure) || rounds(c, figure));
        // people told of one by one, whom no number counts; the one who did it may be among them
        let listed = read.reading.participants.iter().filter(|p| p.fate == kind.name).count() as u64;
        let most = of(false).map(|(_, c)| c.min).max().unwrap_or(0);
        let few = if figure.min < FEW { 3 } else { 1 };
        let listed = figure.min <= listed || figure.min > most && figure.min <= most + listed.max(few);
        let unclear =
            listed || figure.min < 2 || figure.max.is_none() || figure.approx || title.is_explained();
        if !(unclear || stands || make_up(&people, figure)) {
            let (here, there) = (vec![title.shown()], vec![body.shown()]);
            out.push(told.sign(SignKind::Headline, kind.label.clone(), here, there));
        }
    }
    out
}

/// What "at least twelve" may come to before a reader asks where the rest is: half as many again.
fn bounded(count: &Count) -> Count {
    Count { max: count.max.or(Some(count.min + count.min / 2)), ..*count }
}

/// Whether two or three of the numbers make up a figure.
fn make_up(numbers: &BTreeSet<u64>, figure: &Count) -> bool {
    let fits = |n: u64| counts_fit(&Count::exactly(n), figure);
    let numbers = Vec::from_iter(numbers);
    let two = |nth: usize| numbers[nth..].iter().enumerate();
    numbers.iter().enumerate().any(|(nth, a)| {
        two(nth).any(|(next, b)| fits(*a + *b) || numbers[nth + next..].iter().any(|c| fits(*a + *b + *c)))
    })
}

/// So many are dead in the headline and hurt in the text, where nobody dies.
fn fate(read: &Read, told: &Told<'_>, own: &[&Item<'_>]) -> Option<Sign> {
    let kinds = Kinds::shipped();
    let (killed, injured) = (kinds.facet("killed")?, kinds.facet("injured")?);
    let title = own.iter().find(|i| i.claim.facet == killed && i.is_in_title())?;
    let figure = title.total().filter(|c| c.min >= SEVERAL)?;
    // "three dead, two hurt": the text tells of both, whatever is read of it
    let numbers = read.reading.mentions.iter().filter(|m| m.span.part() == Part::Title);
    let only = numbers.filter(|m| m.kind == MentionType::Count).count() == 1
        && !own.iter().any(|i| i.claim.facet == injured && i.is_in_title());
    let of_text = || read.reading.claims.iter().filter(|c| c.span.part() == Part::Text);
    let dies = of_text()
        .any(|c| c.facet == killed || matches!(&c.value, Value::Victim { fate, .. } if fate == "killed"));
    let hurt = own.iter().find(|i| {
        i.claim.facet == injured
            && !i.is_in_title()
            && i.total().is_some_and(|c| counts_fit(c, figure) && c.min > 0)
    })?;
    (only && !dies)
        .then(|| told.sign(SignKind::Headline, "killed".into(), vec![title.shown()], vec![hurt.shown()]))
}

/// The headline's town, which the text does not name; it opens with another, and names no third.
fn place(read: &Read, told: &Told<'_>, own: &[&Item<'_>]) -> Option<Sign> {
    let facet = Kinds::shipped().facet("place")?;
    let town = |value: &'_ Value| match value {
        Value::Place(place) => Some(Spot::of(place)).filter(|spot| matches!(spot.rank, 1 | 2)),
        _ => None,
    };
    let title =
        own.iter().find(|i| i.claim.facet == facet && i.is_in_title() && town(&i.claim.value).is_some())?;
    let (named, Value::Place(place)) = (town(&title.claim.value)?, &title.claim.value) else { return None };
    let words = read.article.words(title.claim.span);
    // a part of a longer name ("North Lipa", "Lipa Heights") may be elsewhere than the gazetteer has it
    let whole = fold(words) == fold(&place.name) && stands_alone(read.article.title(), title.claim.span);
    // what the text tells under this headline is of the same thing, wherever that was
    let tells = own.iter().any(|i| !i.is_in_title() && i.claim.facet != facet);
    let claims = read.reading.claims.iter().enumerate();
    let mut towns = claims
        .filter(|(_, c)| c.facet == facet && c.span.part() == Part::Text)
        .filter_map(|(nth, c)| Some((nth, c, town(&c.value)?)));
    let (nth, body, there) = towns.next()?;
    let only = towns.all(|(_, _, other)| relation(&other, &there) != Relation::Apart);
    let told_of = in_text(read).filter(|m| m.kind == MentionType::Place).any(|m| match &m.value {
        Some(Value::Place(place)) if place.precision != "country" => {
            relation(&Spot::of(place), &named) != Relation::Apart
        }
        _ => false,
    });
    let stands = fold(read.article.text()).contains(&fold(words));
    let one_country = named.country.is_some() && named.country == there.country;
    let opens = body.span.start() < OPENING || own.iter().any(|i| i.at.claim == nth);
    let shown = Shown { article: title.at.article, span: body.span, claim: Some(nth) };
    (whole && tells && only && opens && one_country && !told_of && !stands)
        .then(|| told.sign(SignKind::Headline, "place".into(), vec![title.shown()], vec![shown]))
}

/// Whether no word in capitals stands directly before or behind a name, which is then no part of a longer one.
fn stands_alone(title: &str, span: Span) -> bool {
    let capital = |word: Option<&str>| word.is_some_and(|w| w.starts_with(char::is_uppercase));
    let before = title[..span.start()].strip_suffix(' ').and_then(|b| b.rsplit(' ').next());
    let behind = title[span.end()..].strip_prefix(' ').and_then(|b| b.split(' ').next());
    !capital(before) && !capital(behind)
}
