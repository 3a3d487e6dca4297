//! A headline that the text under it does not bear out: a figure, what became of people, a place.

use claim::{Count, Mention, MentionType, Scope, Value};
use pack::Kinds;
use text::Part;

use super::{Ground, Item, Told, counted, rounds};
use crate::fit::counts_fit;
use crate::places::{Relation, Spot, relation};
use crate::{Read, Sign, SignKind};

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

/// Whether numbers of a text are, or make up, another.
fn bear_out(numbers: &[Count], figure: &Count) -> bool {
    let fits = |min: u64| counts_fit(&Count::exactly(min), figure);
    numbers.iter().any(|c| counts_fit(c, figure) || rounds(c, figure))
        || numbers.iter().enumerate().any(|(nth, a)| {
            numbers[nth + 1..].iter().enumerate().any(|(next, b)| {
                fits(a.min + b.min) || numbers[nth + next + 2..].iter().any(|c| fits(a.min + b.min + c.min))
            })
        })
}

/// The headline's number of the dead, which is none of the text's numbers.
fn figures(read: &Read, told: &Told<'_>, own: &[&Item<'_>]) -> Vec<Sign> {
    let mut out = Vec::new();
    for (facet, kind) in counted() {
        let of = |title: bool| {
            let these = own.iter().filter(move |i| i.claim.facet == facet && i.is_in_title() == title);
            these.filter(|i| i.claim.scope == Scope::default()).filter_map(|i| Some((**i, i.total()?)))
        };
        let Some((title, figure)) = of(true).next() else { continue };
        let Some((body, _)) = of(false).find(|(_, c)| c.min > 0) else { continue };
        // every number of the text, and how many people it tells of one by one
        let numbers: Vec<Count> = read
            .reading
            .claims
            .iter()
            .filter(|c| c.span.part() == Part::Text)
            .filter_map(|c| match &c.value {
                Value::Count(count) => Some(*count),
                _ => None,
            })
            .chain(counts(read).copied())
            .collect();
        if figure.min < 2 || figure.approx || title.is_explained() || bear_out(&numbers, figure) {
            continue;
        }
        out.push(told.sign(SignKind::Headline, kind.label.clone(), vec![title.shown()], vec![body.shown()]));
    }
    out
}

/// So many are dead in the headline and hurt in the text, where nobody dies.
fn fate(read: &Read, told: &Told<'_>, own: &[&Item<'_>]) -> Option<Sign> {
    let kinds = Kinds::shipped();
    let (killed, injured) = (kinds.facet("killed")?, kinds.facet("injured")?);
    let title = own.iter().find(|i| i.claim.facet == killed && i.is_in_title())?;
    let figure = title.total().filter(|c| c.min > 0)?;
    let of_text = || read.reading.claims.iter().filter(|c| c.span.part() == Part::Text);
    let dies = of_text().any(|c| {
        c.facet == killed || matches!(&c.value, Value::Victim { fate, .. } if fate == "killed")
    });
    let hurt = own.iter().find(|i| {
        i.claim.facet == injured && !i.is_in_title() && i.total().is_some_and(|c| counts_fit(c, figure) && c.min > 0)
    })?;
    (!dies).then(|| told.sign(SignKind::Headline, "killed".into(), vec![title.shown()], vec![hurt.shown()]))
}

/// The headline's town, which the text does not name.
fn place(read: &Read, told: &Told<'_>, own: &[&Item<'_>]) -> Option<Sign> {
    let facet = Kinds::shipped().facet("place")?;
    let spot = |i: &Item<'_>| match &i.claim.value {
        Value::Place(place) => Some(Spot::of(place)),
        _ => None,
    };
    let places: Vec<(&&Item<'_>, Spot)> =
        own.iter().filter(|i| i.claim.facet == facet).filter_map(|i| Some((i, spot(i)?))).collect();
    let town = |spot: &Spot| matches!(spot.rank, 1 | 2);
    let (title, named) = places.iter().find(|(i, spot)| i.is_in_title() && town(spot))?;
    let (body, _) = places.iter().find(|(i, spot)| !i.is_in_title() && town(spot))?;
    let other = |(_, spot): &&(&&Item<'_>, Spot)| relation(spot, named) == Relation::Apart;
    let apart = places.iter().filter(|(i, spot)| !i.is_in_title() && town(spot)).all(|p| other(&p));
    let told_of = in_text(read).filter(|m| m.kind == MentionType::Place).any(|m| match &m.value {
        Some(Value::Place(place)) if place.precision != "country" => {
            relation(&Spot::of(place), named) != Relation::Apart
        }
        _ => false,
    });
    let word = read.article.words(title.claim.span);
    let stands = read.article.text().contains(word);
    (apart && !told_of && !stands)
        .then(|| told.sign(SignKind::Headline, "place".into(), vec![title.shown()], vec![body.shown()]))
}
