//! An article that contradicts itself: two figures of one thing in its text, or two ages of one person.

use std::collections::BTreeSet;

use claim::{Extent, Scope, Value};
use text::{Part, Span};

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
        out.extend(ages(ground, told, &own));
    }
    out
}

/// The figure that opens an article and is told twice, and a larger one that comes later: of what comes later the smaller
/// is a part.
fn figures(ground: Ground<'_>, told: &Told<'_>, own: &[&Item<'_>], facet: u8) -> Option<(Shown, Shown)> {
    let all = || own.iter().filter(|i| i.claim.facet == facet);
    let totals: Vec<(&Item<'_>, u64)> = all()
        .filter(|i| i.claim.scope == Scope::default())
        .filter_map(|i| Some((*i, i.total()?.min)))
        .collect();
    let (opening, least) = totals.iter().find(|(i, _)| i.opens() && !i.is_in_title())?;
    let (later, most) = totals.iter().find(|(i, n)| *n > *least && !i.opens())?;
    let figures: BTreeSet<u64> = totals.iter().map(|(_, n)| *n).collect();
    let (first, second) = (opening.total()?, later.total()?);
    // a number that stands without its noun is easily one of something else
    let words = ground.reads[later.at.article].article.words(later.claim.span);
    let bare = !words.trim().contains(char::is_whitespace);
    let numbers: Vec<u64> = all().filter_map(|i| i.total().map(|c| c.min)).collect();
    let others = own.iter().filter_map(|i| i.total().filter(|_| i.claim.facet != facet));
    let explained = *least < 2
        || bare
        || totals.iter().filter(|(_, n)| n == least).count() < 2
        || figures.len() > 2
        || counts_fit(first, second)
        || rounds(first, second)
        || all().any(|i| i.is_explained())
        || all().any(|i| match &i.claim.value {
            Value::Count(c) => c.delta || c.max != Some(c.min) || c.approx,
            _ => false,
        })
        || all().any(|i| i.claim.scope.of.as_deref() == Some("attacker") || i.claim.scope.includes.is_some())
        || opening.claim.telling != later.claim.telling
        || makes(&numbers, *most)
        // all who were shot: the dead and the injured
        || others.map(|c| c.min).any(|n| n > 0 && least + n == *most);
    if explained {
        return None;
    }
    let voices = Voices::of(told.items.iter().filter_map(|i| i.claim.origin.as_deref()));
    let voice = |i: &Item<'_>| voices.find(i.claim.origin.as_deref());
    let one = all().map(|i| voice(i)).collect::<BTreeSet<_>>().len() == 1;
    one.then(|| (opening.shown(), later.shown()))
}

/// Whether some of the numbers, two at least, make up another.
fn makes(numbers: &[u64], sum: u64) -> bool {
    let unlike: BTreeSet<u64> = numbers.iter().copied().filter(|n| *n < sum).take(12).collect();
    let sums = unlike.iter().fold(vec![(0u64, 0u32)], |mut sums, n| {
        let more: Vec<(u64, u32)> = sums.iter().map(|(s, parts)| (s + n, parts + 1)).collect();
        sums.extend(more);
        sums
    });
    sums.iter().any(|(s, parts)| *s == sum && *parts > 1)
}

/// Two ages of one person, told in one form: "Ann Roe, 34, …", "Ann Roe, 43, …".
fn ages(ground: Ground<'_>, told: &Told<'_>, own: &[&Item<'_>]) -> Option<Sign> {
    for item in own {
        let Some((person, age)) = Person::of(item).and_then(|p| Some((p.name, p.age?))) else { continue };
        let text = ground.reads[item.at.article].article.text();
        let named: Vec<Aged<'_>> =
            text.match_indices(person).filter_map(|(at, _)| aged(text, at, person)).collect();
        let Some(first) = named.iter().find(|a| a.age == age) else { continue };
        if let Some(other) = named.iter().find(|a| a.age != age && a.then == first.then) {
            let shown = |aged: &Aged<'_>| {
                let span = Span::new(Part::Text, text, aged.from, aged.to)?;
                Some(vec![Shown { article: item.at.article, span, claim: None }])
            };
            let about = format!("age of {person}");
            return Some(told.sign(SignKind::Inside, about, shown(first)?, shown(other)?));
        }
    }
    None
}

/// A name with an age behind it, and the word or mark behind that.
struct Aged<'t> {
    from: usize,
    to: usize,
    age: u16,
    then: &'t str,
}

fn aged<'t>(text: &'t str, at: usize, name: &str) -> Option<Aged<'t>> {
    // "Ann Roe" in "Mary Ann Roe" is another name
    let before = text[..at].trim_end_matches(' ').rsplit([' ', '\n']).next().unwrap_or("");
    if before.starts_with(|c: char| c.is_uppercase() || "\"“”'’".contains(c))
        && !before.ends_with(['.', ',', ':'])
    {
        return None;
    }
    let rest =
        text[at + name.len()..].strip_prefix(", ").or_else(|| text[at + name.len()..].strip_prefix(" ("))?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let age: u16 = rest[..digits].parse().ok().filter(|age| (1..=110).contains(age))?;
    let behind = &rest[digits..];
    let word = behind.trim_start();
    let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let then = if end > 0 { &word[..end] } else { behind.chars().next().map(|c| &behind[..c.len_utf8()])? };
    let to = text.len() - rest.len() + digits;
    Some(Aged { from: at, to, age, then })
}
