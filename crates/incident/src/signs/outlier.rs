//! A figure, age, name, day or place that the articles of one source text give against three independent ones or more.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Count, Extent, Scope, Value};
use text::{Key, Span};

use super::{Ground, Item, Told, counted, one_an_article, rounds};
use crate::days::{Days, date_of};
use crate::fit::counts_fit;
use crate::names::{Name, fold};
use crate::places::{Relation, Spot, relation};
use crate::states::is_after;
use crate::voices::Voices;
use crate::{Shown, Sign, SignKind};

/// How many independent texts must agree.
const OTHERS: usize = 3;
/// How many of them must have told theirs before or after, so that time explains nothing.
const BESIDE: usize = 2;
/// What is farther apart is no slip of a date, in days.
const A_WEEK: i32 = 7;
/// From how far apart texts count as one after the other, in seconds.
const LATER: i64 = 3600;

pub(super) fn signs(ground: Ground<'_>, told: &Told<'_>) -> Vec<Sign> {
    let incident = &ground.incidents[told.incident];
    let sources: BTreeSet<Key> = told.items.iter().map(|i| i.source).collect();
    if sources.len() <= OTHERS || incident.extent != Extent::Single {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (facet, kind) in counted() {
        let items: Vec<Item<'_>> =
            told.of_facet(facet).filter(|i| i.claim.scope == Scope::default()).copied().collect();
        for source in &sources {
            if let Some((here, there)) = count(ground, told, facet, &items, *source) {
                out.push(told.sign(SignKind::Outlier, kind.label.clone(), here, there));
            }
        }
    }
    let people: Vec<(Item<'_>, Person<'_>)> =
        told.items.iter().filter_map(|i| Some((*i, Person::of(i)?))).collect();
    let days = told.valued("time", |value| match value {
        Value::Time(time) => Days::of(time).filter(Days::names_a_day),
        _ => None,
    });
    let places = told.valued("place", |value| match value {
        Value::Place(place) => Some(Spot::of(place)),
        _ => None,
    });
    for source in &sources {
        out.extend(victims(ground, told, &people, *source));
        out.extend(day(ground, told, &days, *source));
        out.extend(place(ground, told, &places, *source));
    }
    out
}

/// How many source texts stand behind claims.
fn texts(items: &[Item<'_>]) -> usize {
    items.iter().map(|i| i.source).collect::<BTreeSet<_>>().len()
}

type Sides = (Vec<Shown>, Vec<Shown>);

/// The count that most texts agree on, with who tells it; of several the one told most exactly.
fn agreed<'a>(items: &[Item<'a>], but: Key) -> Option<(Count, Vec<Item<'a>>)> {
    let others = || items.iter().filter(|i| i.source != but);
    let exact = others().filter_map(Item::total).filter(|c| c.max == Some(c.min)).copied();
    let behind = exact.collect::<BTreeSet<Count>>().into_iter().map(|count| {
        let fit =
            others().filter(|i| i.total().is_some_and(|c| c.max == Some(c.min) && counts_fit(c, &count)));
        let fit: Vec<Item<'a>> = fit.copied().collect();
        (texts(&fit), count, fit)
    });
    let (many, count, fit) = behind.max_by_key(|(many, count, _)| (*many, *count))?;
    (many >= OTHERS).then_some((count, fit))
}

fn count(ground: Ground<'_>, told: &Told<'_>, facet: u8, items: &[Item<'_>], source: Key) -> Option<Sides> {
    let (agreed, others) = agreed(items, source)?;
    let own: Vec<&Item<'_>> = items.iter().filter(|i| i.source == source).collect();
    // who gives the others' number as well does not stand against them
    if own.iter().any(|i| matches!(&i.claim.value, Value::Count(c) if counts_fit(c, &agreed))) {
        return None;
    }
    let odd: Vec<Item<'_>> = own.into_iter().filter(|i| i.total().is_some()).copied().collect();
    let first = odd.first()?;
    let figure = *first.total()?;
    let all = || told.of_facet(facet);
    let given = |of: &dyn Fn(&Count) -> bool| {
        all().filter(|i| i.source != source).any(|i| matches!(&i.claim.value, Value::Count(c) if of(c)))
    };
    let attackers = |scope: &Scope| scope.of.as_deref() == Some("attacker") || scope.includes.is_some();
    let out_of_question = odd.iter().any(Item::is_explained)
        || odd.iter().filter_map(Item::total).any(|c| *c != figure || c.max.is_none())
        || figure.min == 0
        || rounds(&figure, &agreed)
        || given(&|c| counts_fit(c, &figure))
        || all().any(|i| attackers(&i.claim.scope));
    if out_of_question {
        return None;
    }
    let whens: Vec<_> = odd.iter().map(|i| ground.copies.published(ground.reads, i.at)).collect();
    let told_beside = |before: bool| -> usize {
        let beside = others.iter().filter(|other| {
            let when = ground.copies.published(ground.reads, other.at);
            whens
                .iter()
                .all(|own| if before { is_after(*own, when, LATER) } else { is_after(when, *own, LATER) })
        });
        beside.map(|other| other.source).collect::<BTreeSet<Key>>().len()
    };
    // tolls rise: a smaller one may be early, a larger one new, unless the others stay with theirs
    let (before, after) = (told_beside(true), told_beside(false));
    let stays = match figure.min < agreed.min {
        true => before >= BESIDE,
        false => after >= BESIDE || before >= BESIDE && after > 0,
    };
    let larger = figure.min > agreed.min && given(&|c| c.min >= figure.min);
    // a part of the whole that the same text gives in other words
    let part = figure.min < agreed.min
        && (!odd.iter().any(Item::opens)
            || all()
                .filter(|i| i.source == source)
                .any(|i| matches!(&i.claim.value, Value::Count(c) if c.min > figure.min)));
    // all who were shot: the dead and the injured
    let sum = told.items.iter().any(|i| i.total().is_some_and(|c| figure.min == agreed.min + c.min));
    if !stays || larger || part || sum || !one_mouth(told, &odd, &others) {
        return None;
    }
    Some((one_an_article(&odd), one_an_article(&others)))
}

/// Whether no other voice explains a figure: it is the article's own, or of a voice that is heard behind the others.
fn one_mouth(told: &Told<'_>, odd: &[Item<'_>], others: &[Item<'_>]) -> bool {
    let voices = Voices::of(told.items.iter().filter_map(|i| i.claim.origin.as_deref()));
    let of = |i: &Item<'_>| voices.find(i.claim.origin.as_deref());
    let heard: BTreeSet<usize> = others.iter().filter_map(of).collect();
    odd.iter().filter_map(of).all(|voice| heard.contains(&voice))
}

/// People of one name and two ages, and of one age and two names.
fn victims(ground: Ground<'_>, told: &Told<'_>, people: &[(Item<'_>, Person<'_>)], source: Key) -> Vec<Sign> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for (item, person) in people.iter().filter(|(i, _)| i.source == source) {
        let own = || people.iter().filter(|(i, _)| i.source == source).map(|(_, p)| p);
        let others = || people.iter().filter(|(i, _)| i.source != source);
        let Some(age) = person.age else { continue };
        let same: Vec<&(Item<'_>, Person<'_>)> = others().filter(|(_, p)| p.is(person)).collect();
        let mut ages: BTreeMap<u16, Vec<Item<'_>>> = BTreeMap::new();
        same.iter()
            .for_each(|(i, p)| p.age.into_iter().for_each(|age| ages.entry(age).or_default().push(*i)));
        let ages_of_own: BTreeSet<u16> = own().filter(|p| p.is(person)).filter_map(|p| p.age).collect();
        if let Some((_, behind)) = ages.iter().find(|(other, behind)| {
            // a birthday lies between some counts
            age.abs_diff(**other) > 1
                && texts(behind) >= OTHERS
                && ages_of_own.len() == 1
                && !ages.contains_key(&age)
        }) && seen.insert(person.name.to_owned())
        {
            let about = format!("age of {}", person.name);
            out.push(told.sign(SignKind::Outlier, about, vec![aged(ground, item)], all_aged(ground, behind)));
        }
        let named: Vec<&(Item<'_>, Person<'_>)> =
            others().filter(|(_, p)| p.age == Some(age) && p.fate == person.fate).collect();
        let Some((_, other)) = named.first() else { continue };
        let behind: Vec<Item<'_>> = named.iter().filter(|(_, p)| p.is(other)).map(|(i, _)| *i).collect();
        let alone = same.is_empty()
            && behind.len() == named.len()
            && texts(&behind) >= OTHERS
            && other.is_another_than(person)
            && !own().any(|p| p.is(other))
            && own().filter(|p| p.age == Some(age)).all(|p| p.is(person));
        if alone && seen.insert(person.name.to_owned()) {
            let about = format!("name of the {} aged {age}", person.fate);
            out.push(told.sign(
                SignKind::Outlier,
                about,
                vec![aged(ground, item)],
                all_aged(ground, &behind),
            ));
        }
    }
    out
}

/// The words that tell of somebody, with the age behind them.
fn aged(ground: Ground<'_>, item: &Item<'_>) -> Shown {
    let (article, span) = (&ground.reads[item.at.article].article, item.claim.span);
    let text = article.part(span.part());
    let behind = &text[span.end()..];
    let digits = behind.trim_start_matches([',', ' ', '(']);
    let from = behind.len() - digits.len();
    let many = digits.bytes().take_while(u8::is_ascii_digit).count();
    let wide = Span::new(span.part(), text, span.start(), span.end() + from + many);
    match wide.filter(|_| many > 0 && from < 3) {
        Some(span) => Shown { article: item.at.article, span, claim: None },
        None => item.shown(),
    }
}

fn all_aged(ground: Ground<'_>, items: &[Item<'_>]) -> Vec<Shown> {
    let mut seen = BTreeSet::new();
    items.iter().filter(|i| seen.insert(i.at.article)).map(|i| aged(ground, i)).collect()
}

/// A person affected, under a full name.
pub(super) struct Person<'a> {
    pub(super) name: &'a str,
    pub(super) age: Option<u16>,
    pub(super) fate: &'a str,
    heard: Name,
}

impl<'a> Person<'a> {
    pub(super) fn of(item: &Item<'a>) -> Option<Person<'a>> {
        let Value::Victim { name: Some(name), age, fate, .. } = &item.claim.value else { return None };
        let heard = Name::of(&fold(name));
        heard.is_full().then_some(Person { name, age: *age, fate, heard })
    }

    /// Whether it is the same name, in any spelling.
    pub(super) fn is(&self, other: &Person<'_>) -> bool {
        self.heard.is_like(&other.heard) || self.heard.sounds_like(&other.heard)
    }

    /// Whether it is surely another name: in one script, and with no word in common.
    fn is_another_than(&self, other: &Person<'_>) -> bool {
        self.heard.shares_nothing(&other.heard)
    }
}

/// A date that no other text gives, a few days from that of the others. Weekdays count from days of publication, which may
/// be wrong themselves.
fn day(ground: Ground<'_>, told: &Told<'_>, days: &[(Item<'_>, Days)], source: Key) -> Option<Sign> {
    let own: Vec<&(Item<'_>, Days)> = days.iter().filter(|(i, _)| i.source == source).collect();
    let (first, odd) = own.first()?;
    let others: Vec<&(Item<'_>, Days)> = days.iter().filter(|(i, _)| i.source != source).collect();
    // asked first: of large incidents nearly all texts give one date
    if others.iter().any(|(_, d)| d.gap(odd) == 0) {
        return None;
    }
    let night = days.iter().any(|(_, d)| d.night);
    let apart = |a: &Days, b: &Days| (1 + i32::from(night)..=A_WEEK).contains(&a.gap(b));
    let printed = date_of(odd.first).is_some_and(|date| {
        let words = ground.reads[first.at.article].article.words(first.claim.span);
        words.split(|c: char| !c.is_ascii_digit()).any(|number| number.parse() == Ok(date.day()))
    });
    let agree =
        |day: &Days| others.iter().filter(|(_, d)| d.gap(day) == 0).map(|(i, _)| *i).collect::<Vec<_>>();
    let (_, most) = others.iter().max_by_key(|(_, d)| (texts(&agree(d)), -d.first))?;
    let behind = agree(most);
    let alone =
        texts(&behind) >= OTHERS && printed && own.iter().all(|(_, d)| apart(d, most) && d.gap(odd) == 0);
    alone.then(|| told.sign(SignKind::Outlier, "time".into(), vec![first.shown()], one_an_article(&behind)))
}

/// A town that no other text gives.
fn place(ground: Ground<'_>, told: &Told<'_>, places: &[(Item<'_>, Spot)], source: Key) -> Option<Sign> {
    let town = |spot: &Spot| matches!(spot.rank, 1 | 2);
    let own: Vec<&(Item<'_>, Spot)> = places.iter().filter(|(i, _)| i.source == source).collect();
    let (first, odd) = own.iter().find(|(_, spot)| town(spot))?;
    let others: Vec<&(Item<'_>, Spot)> = places.iter().filter(|(i, _)| i.source != source).collect();
    if others.iter().any(|(_, spot)| town(spot) && relation(spot, odd) != Relation::Apart) {
        return None;
    }
    let agree = |spot: &Spot| {
        let same = others.iter().filter(|(_, other)| relation(spot, other) == Relation::SameTown);
        same.map(|(i, _)| *i).collect::<Vec<_>>()
    };
    let towns = others.iter().filter(|(_, spot)| town(spot));
    let (_, most) = towns.max_by_key(|(_, spot)| (texts(&agree(spot)), std::cmp::Reverse(spot.name)))?;
    let behind = agree(most);
    let named = |spot: &Spot| {
        let article = first.at.article;
        ground.reads[article].reading.mentions.iter().any(|m| match &m.value {
            Some(Value::Place(place)) => {
                Spot::of(place).fits(spot) && !matches!(place.precision, "country" | "region")
            }
            _ => false,
        })
    };
    let alone = texts(&behind) >= OTHERS
        && own.iter().all(|(_, spot)| !spot.fits(most) && relation(spot, most) == Relation::Apart)
        && !named(most);
    alone.then(|| told.sign(SignKind::Outlier, "place".into(), vec![first.shown()], one_an_article(&behind)))
}
