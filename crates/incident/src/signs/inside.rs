//! An article that contradicts itself: two figures of one thing in its text, or two ages of one person.

use claim::{Extent, Scope, Value};

use super::outlier::Person;
use super::{Ground, Item, Told, counted, rounds};
use crate::fit::counts_fit;
use crate::voices::Voices;
use crate::{Shown, Sign, SignKind};

pub(super) fn signs(ground: Ground<'_>, told: &Told<'_>) -> Vec<Sign> {
    let mut out = Vec::new();
    for article in told.articles() {
        let own: Vec<&Item<'_>> = told.items.iter().filter(|i| i.at.article == article).collect();
        if ground.incidents[told.incident].extent == Extent::Single {
            for (facet, kind) in counted() {
                if let Some((first, second)) = figures(ground, told, &own, facet) {
                    out.push(told.sign(SignKind::Inside, kind.label.clone(), vec![first], vec![second]));
                }
            }
        }
        out.extend(ages(told, &own));
    }
    out
}

/// The first figure of a text for all, and a larger one that comes later: of what comes later the smaller is a part.
fn figures(_ground: Ground<'_>, told: &Told<'_>, own: &[&Item<'_>], facet: u8) -> Option<(Shown, Shown)> {
    let all = || own.iter().filter(|i| i.claim.facet == facet && !i.is_in_title());
    let totals: Vec<(&&Item<'_>, &claim::Count)> = all()
        .filter(|i| i.claim.scope == Scope::default())
        .filter_map(|i| Some((i, i.total().filter(|c| c.max.is_some() && !c.approx)?)))
        .collect();
    let (first, least) = totals.first()?;
    let (second, most) = totals.iter().find(|(i, c)| {
        c.min > least.min && !counts_fit(c, least) && !rounds(c, least) && i.claim.telling == first.claim.telling
    })?;
    let numbers: Vec<u64> = all().filter_map(|i| i.total().map(|c| c.min)).collect();
    let explained = least.min < 2
        || first.is_explained()
        || second.is_explained()
        || own.iter().any(|i| i.claim.facet == facet && i.is_explained())
        || all().any(|i| matches!(&i.claim.value, Value::Count(c) if c.delta || c.max.is_none() || c.approx))
        || all().any(|i| i.claim.scope.of.as_deref() == Some("attacker") || i.claim.scope.includes.is_some())
        || makes(&numbers, most.min);
    if explained {
        return None;
    }
    let voices = Voices::of(told.items.iter().filter_map(|i| i.claim.origin.as_deref()));
    let one = voices.find(first.claim.origin.as_deref()) == voices.find(second.claim.origin.as_deref());
    one.then(|| (first.shown(), second.shown()))
}

/// Whether some of the numbers, two at least, make up another.
fn makes(numbers: &[u64], sum: u64) -> bool {
    let reach = numbers.iter().filter(|n| **n < sum).take(12).fold(vec![(0u64, 0u32)], |mut sums, n| {
        let more: Vec<(u64, u32)> = sums.iter().map(|(s, parts)| (s + n, parts + 1)).collect();
        sums.extend(more);
        sums
    });
    reach.iter().any(|(s, parts)| *s == sum && *parts > 1)
}

/// Two ages of one person.
fn ages(told: &Told<'_>, own: &[&Item<'_>]) -> Option<Sign> {
    let people: Vec<(Shown, Person<'_>)> =
        own.iter().filter_map(|i| Some((i.shown(), Person::of(i)?))).collect();
    for (nth, (here, one)) in people.iter().enumerate() {
        let Some(age) = one.age else { continue };
        let other = people[nth + 1..].iter().find(|(_, p)| {
            p.is(one) && p.name == one.name && p.age.is_some_and(|other| other != age)
        });
        if let Some((there, _)) = other {
            let about = format!("age of {}", one.name);
            return Some(told.sign(SignKind::Inside, about, vec![*here], vec![*there]));
        }
    }
    None
}

