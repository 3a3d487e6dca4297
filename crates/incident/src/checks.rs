//! Sums that the accounts allow: each voice's figures in one article, held against each other.

use std::collections::BTreeMap;

use claim::{Claim, Scope, Stance, Value};
use pack::Kinds;

use crate::{Check, ClaimAt, Read};

/// A figure and the claim that it is from.
type Figure = (u64, ClaimAt);

/// The exact figures of one article, by facet and scope.
#[derive(Default)]
struct Figures {
    by_facet: BTreeMap<String, BTreeMap<Scope, Figure>>,
}

/// How two sides of a check should stand.
enum Expected {
    /// The parts make up the whole.
    Equal,
    /// The parts may be fewer than the whole.
    AtMost,
}

/// The checks of an incident, holding and failing, in a fixed order.
pub(crate) fn checks(reads: &[Read], claims: &[ClaimAt]) -> Vec<Check> {
    let mut by_article: BTreeMap<(text::Key, usize), Vec<ClaimAt>> = BTreeMap::new();
    for at in claims {
        by_article.entry((reads[at.article].article.key(), at.article)).or_default().push(*at);
    }
    let mut merged: BTreeMap<(String, bool), Vec<ClaimAt>> = BTreeMap::new();
    for claims in by_article.values() {
        let figures = Figures::of(reads, claims);
        let mut found = Vec::new();
        figures.munitions(&mut found);
        figures.of_whole(&mut found);
        figures.by_place(&mut found);
        figures.held(&mut found);
        told_parts(reads, claims, &mut found);
        for check in found {
            merged.entry((check.says, check.holds)).or_default().extend(check.claims);
        }
    }
    let tidy = |((says, holds), mut claims): ((String, bool), Vec<ClaimAt>)| {
        claims.sort_by_key(|at| (reads[at.article].article.key(), at.claim, at.article));
        claims.dedup();
        Check { says, claims, holds }
    };
    merged.into_iter().map(tidy).collect()
}

impl Figures {
    /// The figure of each facet and scope: the one that most claims carry, then the largest.
    fn of(reads: &[Read], claims: &[ClaimAt]) -> Figures {
        let mut votes: BTreeMap<(u8, Scope), BTreeMap<u64, (usize, ClaimAt)>> = BTreeMap::new();
        for at in claims {
            let claim: &Claim = &reads[at.article].reading.claims[at.claim];
            let Value::Count(count) = &claim.value else { continue };
            if claim.stance > Stance::Alleged || count.delta || count.approx || count.max != Some(count.min) {
                continue;
            }
            votes
                .entry((claim.facet, claim.scope.clone()))
                .or_default()
                .entry(count.min)
                .or_insert((0, *at))
                .0 += 1;
        }
        let mut out = Figures::default();
        for ((facet, scope), figures) in votes {
            let best = figures.into_iter().max_by_key(|(n, (votes, _))| (*votes, *n));
            if let (Some((n, (_, at))), Some(facet)) = (best, Kinds::shipped().facets.get(usize::from(facet)))
            {
                out.by_facet.entry(facet.name.clone()).or_default().insert(scope, (n, at));
            }
        }
        out
    }

    fn get(&self, facet: &str, scope: &Scope) -> Option<Figure> {
        self.by_facet.get(facet)?.get(scope).copied()
    }

    fn all(&self, facet: &str) -> impl Iterator<Item = (&Scope, Figure)> {
        self.by_facet.get(facet).into_iter().flatten().map(|(scope, figure)| (scope, *figure))
    }

    /// The figure of all targets, places and means with this weapon; where it isn't told, those of each.
    fn parts(&self, facet: &str, weapon: Option<&str>) -> Vec<Figure> {
        let of = |scope: &Scope| scope.weapon.as_deref() == weapon || scope.weapon.is_none();
        let plain = |scope: &Scope| Scope { weapon: None, ..scope.clone() } == Scope::default();
        if let Some((_, whole)) = self.all(facet).find(|(scope, _)| of(scope) && plain(scope)) {
            return vec![whole];
        }
        let once = |scope: &Scope| of(scope) && scope.period.is_none() && scope.per.is_none();
        largest_first(self.all(facet).filter(|(scope, _)| once(scope)).map(|(_, figure)| figure))
    }

    /// Munitions = hits + intercepted + lost, for all weapons and for each; all weapons = the sum of each.
    fn munitions(&self, out: &mut Vec<Check>) {
        let mut of_weapons = Vec::new();
        for (scope, whole) in self.all("munitions") {
            if (Scope { weapon: None, ..scope.clone() }) != Scope::default() {
                continue;
            }
            if scope.weapon.is_some() {
                of_weapons.push(whole);
            }
            let [hits, intercepted, lost] =
                ["hits", "intercepted", "lost"].map(|facet| self.parts(facet, scope.weapon.as_deref()));
            let complete = !hits.is_empty() && intercepted.len() + lost.len() > 0;
            let expected = if complete { Expected::Equal } else { Expected::AtMost };
            push(out, whole, [hits, intercepted, lost].concat(), expected);
        }
        if let Some(whole) = self.get("munitions", &Scope::default())
            && of_weapons.len() >= 2
        {
            push(out, whole, of_weapons, Expected::AtMost);
        }
        if let Some(whole) = self.get("hits", &Scope::default()) {
            let targets =
                self.all("hits").filter(|(scope, _)| scope.target.is_some()).map(|(_, figure)| figure);
            push(out, whole, largest_first(targets), Expected::AtMost);
        }
    }

    /// Those of one group of people are at most all of them.
    fn of_whole(&self, out: &mut Vec<Check>) {
        for facet in ["killed", "injured", "missing", "abducted", "detained"] {
            let Some(whole) = self.get(facet, &Scope::default()) else { continue };
            for (scope, part) in self.all(facet) {
                let only_of = Scope { of: None, ..scope.clone() } == Scope::default();
                let attacker = scope.of.as_deref() == Some("attacker");
                if scope.of.is_some() && only_of && !attacker {
                    push(out, whole, vec![part], Expected::AtMost);
                }
            }
        }
    }

    /// The figures of places make up, or are part of, the figure of all.
    fn by_place(&self, out: &mut Vec<Check>) {
        for facet in ["killed", "injured", "munitions", "intercepted"] {
            let Some(whole) = self.get(facet, &Scope::default()) else { continue };
            let only = |scope: &Scope| {
                scope.place.is_some() && Scope { place: None, ..scope.clone() } == Scope::default()
            };
            let parts = self.all(facet).filter(|(scope, _)| only(scope)).map(|(_, figure)| figure);
            push(out, whole, largest_first(parts), Expected::AtMost);
        }
    }

    /// Taken = escaped + released + killed in captivity + still held; where it isn't told how many are still held, those
    /// who came free are at most all.
    fn held(&self, out: &mut Vec<Check>) {
        let scope = |of: Option<&str>, basis: Option<&str>| Scope {
            of: of.map(str::to_owned),
            basis: basis.map(str::to_owned),
            ..Scope::default()
        };
        for facet in ["abducted", "detained"] {
            let all = self.get(facet, &Scope::default());
            let Some(taken) = all.or_else(|| self.whole_or_only(facet)) else { continue };
            let mut parts: Vec<Figure> =
                ["escaped", "released"].into_iter().filter_map(|f| self.whole_or_only(f)).collect();
            if parts.is_empty() {
                continue;
            }
            parts.extend(self.get("killed", &scope(Some("captive"), None)));
            let held = self.get(facet, &scope(None, Some("still-held")));
            parts.extend(held);
            // where only children are counted, others came free too
            if all.is_none() && parts.iter().map(|(n, _)| n).sum::<u64>() > taken.0 {
                continue;
            }
            push(out, taken, parts, if held.is_some() { Expected::Equal } else { Expected::AtMost });
        }
    }

    /// The figure of all; where only one group of people is told of, that of them.
    fn whole_or_only(&self, facet: &str) -> Option<Figure> {
        let only_of = |scope: &Scope| Scope { of: None, ..scope.clone() } == Scope::default();
        self.get(facet, &Scope::default()).or_else(|| {
            let mut of_some = self.all(facet).filter(|(scope, _)| only_of(scope)).map(|(_, figure)| figure);
            of_some.next().filter(|_| of_some.next().is_none())
        })
    }
}

/// Numbers that the article tells as parts of another, and that other.
fn told_parts(reads: &[Read], claims: &[ClaimAt], out: &mut Vec<Check>) {
    let claim = |at: &ClaimAt| &reads[at.article].reading.claims[at.claim];
    let number = |at: &ClaimAt| match &claim(at).value {
        Value::Count(n) => Some(n.min),
        _ => None,
    };
    let mut parts: BTreeMap<(u8, text::Span), Vec<Figure>> = BTreeMap::new();
    for at in claims {
        let whole = claim(at).evidence.iter().find(|e| e.role == "whole");
        if let Some((whole, n)) = whole.zip(number(at)) {
            parts.entry((claim(at).facet, whole.span)).or_default().push((n, *at));
        }
    }
    for ((facet, span), parts) in parts {
        let told = |at: &&ClaimAt| (claim(at).facet, claim(at).span) == (facet, span);
        if let Some(whole) = claims.iter().find(told).and_then(|at| Some((number(at)?, *at))) {
            push(out, whole, largest_first(parts.into_iter()), Expected::Equal);
        }
    }
}

fn largest_first(figures: impl Iterator<Item = Figure>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = figures.collect();
    figures.sort_by_key(|(n, at)| (std::cmp::Reverse(*n), at.claim));
    figures
}

/// Adds the check of a whole and its parts, where there is anything to check.
fn push(out: &mut Vec<Check>, whole: Figure, parts: Vec<Figure>, expected: Expected) {
    if parts.is_empty() || matches!(expected, Expected::Equal) && parts.len() < 2 {
        return;
    }
    let sum: u64 = parts.iter().map(|(n, _)| n).sum();
    let terms: Vec<String> = parts.iter().map(|(n, _)| n.to_string()).collect();
    let terms = terms.join(" + ");
    let claims = std::iter::once(whole.1).chain(parts.iter().map(|(_, at)| *at)).collect();
    let check = match expected {
        Expected::AtMost if sum != whole.0 || parts.len() < 2 => {
            Check { says: format!("{terms} ≤ {}", whole.0), claims, holds: sum <= whole.0 }
        }
        _ => Check { says: format!("{} = {terms}", whole.0), claims, holds: sum == whole.0 },
    };
    out.push(check);
}
