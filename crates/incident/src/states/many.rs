//! The states of facets whose values may hold side by side: kind, weapon, actor, blame …

use claim::{Stance, Value};
use pack::{Facet, Kinds};

use super::{LATER, is_after, supported};
use crate::State;
use crate::fit::{Blame, blame, fits, kind_of, names_differ, names_fit, one_victim};
use crate::voices::Voices;
use crate::weigh::{Group, Item, Mode, independent};

/// The name that a claim of responsibility has which nobody makes.
const NOBODY: &str = "none";

/// How two values that don't fit rule each other out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clash {
    /// Two voices of two sides contest it: what a thing was, who did it, who holds a town. What a thing was, a voice that
    /// lays blame and one that speaks for a state do too.
    OfSides,
    /// Any two voices do: blame and its denial, blame of another than the one who claims it, two ages of one person, an
    /// accident and a deed.
    OfVoices,
    /// Nobody does, and a later one of them replaces the other: what became of a person, a claim that nobody had made.
    InTime,
}

/// Says how the groups of a facet stand that may hold side by side, and puts those last that later ones replace.
pub(crate) fn many(facet: &Facet, items: &[Item<'_>], groups: &mut Vec<Group>, voices: &Voices) -> State {
    let clash = |a: &Group, b: &Group| match (a.mode, b.mode) {
        (Mode::Says, Mode::Says) => clash(facet, items, a, b),
        _ => None,
    };
    let replaced = |old: &Group| {
        groups.iter().any(|new| clash(old, new).is_some_and(|how| follows(items, new, old, how)))
    };
    let (past, standing): (Vec<Group>, Vec<Group>) = groups.iter().cloned().partition(replaced);
    let rivals = standing.iter().enumerate().any(|(nth, a)| {
        standing[nth + 1..].iter().any(|b| clash(a, b).is_some_and(|how| by_rivals(items, a, b, how, voices)))
    });
    let state = if rivals || denied(facet, items, &standing) {
        State::Contested
    } else if past.is_empty() {
        standing.first().map_or(State::Single, |g| supported(facet, items, g, voices))
    } else {
        State::Revised
    };
    *groups = standing.into_iter().chain(past).collect();
    state
}

/// Whether each voice behind the older value came to say the newer one; for what only time decides, whether all that is
/// older was.
fn follows(items: &[Item<'_>], new: &Group, old: &Group, how: Clash) -> bool {
    let later = |new: &Item<'_>, old: &Item<'_>| {
        let own = old.voice.is_some() && old.voice == new.voice;
        own && is_after(new.when, old.when, 1) || how == Clash::InTime && is_after(new.when, old.when, LATER)
    };
    old.items.iter().all(|o| new.items.iter().any(|n| later(&items[*n], &items[*o])))
}

/// Whether one denies what another says, and didn't come to say it later.
fn denied(facet: &Facet, items: &[Item<'_>], groups: &[Group]) -> bool {
    let of = |mode: Mode| {
        groups.iter().filter(move |g| g.mode == mode).flat_map(|g| &g.items).map(|at| &items[*at])
    };
    of(Mode::Denies).any(|no| {
        let said = || of(Mode::Says).filter(|yes| denies_value(facet, no, yes));
        let own = |yes: &Item<'_>| no.voice.is_some() && no.voice == yes.voice;
        let taken_back = said().any(|yes| own(yes) && is_after(yes.when, no.when, 1));
        !taken_back && said().any(|yes| !own(yes))
    })
}

/// Whether what is denied is what is said; a denial of blame names the one blamed.
fn denies_value(facet: &Facet, no: &Item<'_>, yes: &Item<'_>) -> bool {
    match (&no.claim.value, &yes.claim.value) {
        (Value::Name { name: x, country: c, .. }, Value::Name { name: y, country: d, kind }) => {
            blame(kind.as_deref()) == Blame::Laid && names_fit(x, c.as_deref(), y, d.as_deref())
        }
        _ => fits(facet, no.said(), yes.said()),
    }
}

/// How two values that don't fit rule each other out; `None` where both may hold.
fn clash(facet: &Facet, items: &[Item<'_>], a: &Group, b: &Group) -> Option<Clash> {
    let of = |group: &Group| &items[group.items[0]].claim.value;
    let when = |holds: bool, how: Clash| holds.then_some(how);
    match (of(a), of(b)) {
        (Value::Category { category: x, .. }, Value::Category { category: y, .. })
            if facet.name == "kind" =>
        {
            let one_family = matches!((kind_of(x), kind_of(y)), (Some(x), Some(y)) if x.family == y.family);
            let how = if Kinds::shipped().exclude(x, y) { Clash::OfVoices } else { Clash::OfSides };
            when(one_family, how)
        }
        (Value::Name { name: x, country: c, kind: k }, Value::Name { name: y, country: d, kind: l }) => {
            let states = c.is_some() && d.is_some() && c != d;
            let same = names_fit(x, c.as_deref(), y, d.as_deref());
            match (facet.name.as_str(), blame(k.as_deref()), blame(l.as_deref())) {
                ("actor" | "control", ..) => when(states, Clash::OfSides),
                ("responsibility", Blame::Laid, Blame::Laid)
                    if claims_it(items, a) != claims_it(items, b) =>
                {
                    when(names_differ(x, c.as_deref(), y, d.as_deref()), Clash::OfVoices)
                }
                ("responsibility", Blame::Laid, Blame::Laid) => when(states, Clash::OfSides),
                ("responsibility", Blame::Laid, Blame::Refused)
                | ("responsibility", Blame::Refused, Blame::Laid) => when(same, Clash::OfVoices),
                ("responsibility", Blame::Unanswered, Blame::Laid) => {
                    when(claims_it(items, b) && (same || x == NOBODY), Clash::InTime)
                }
                _ => None,
            }
        }
        (Value::Victim { age: m, fate: f, .. }, Value::Victim { age: n, fate: g, .. })
            if one_victim(of(a), of(b)) =>
        {
            let ages = m.is_some() && n.is_some() && m != n;
            if ages { when(f == g, Clash::OfVoices) } else { Some(Clash::InTime) }
        }
        _ => None,
    }
}

/// Whether the one named claims it for themselves.
fn claims_it(items: &[Item<'_>], group: &Group) -> bool {
    let kind = |at: &usize| match &items[*at].claim.value {
        Value::Name { kind, .. } => kind.as_deref() == Some("claimed"),
        _ => false,
    };
    group.items.iter().any(kind)
}

/// Whether different voices stand behind two values that rule each other out. Blame needs none: it names who does or denies.
fn by_rivals(items: &[Item<'_>], a: &Group, b: &Group, how: Clash, voices: &Voices) -> bool {
    let (of_a, of_b) = (independent(a, items, voices), independent(b, items, voices));
    let pair = |test: &dyn Fn(usize, usize) -> bool| of_a.iter().any(|v| of_b.iter().any(|w| test(*v, *w)));
    let blame = matches!(items[a.items[0]].claim.value, Value::Name { .. });
    of_a.is_disjoint(&of_b)
        && match how {
            Clash::InTime => false,
            Clash::OfSides => {
                pair(&|v, w| voices.opposed(v, w))
                    || !blame && (accuses(items, a, b, voices) || accuses(items, b, a, voices))
            }
            Clash::OfVoices if blame && (of_a.is_empty() || of_b.is_empty()) => true,
            Clash::OfVoices => pair(&|v, w| !voices.may_be_one(v, w)),
        }
}

/// Whether a voice behind one value lays blame with it, and another that speaks for a state says the other.
fn accuses(items: &[Item<'_>], a: &Group, b: &Group, voices: &Voices) -> bool {
    let said = |group: &Group, alleged: bool| {
        let of = group.items.iter().map(|at| &items[*at]);
        of.filter(move |i| (i.claim.stance == Stance::Alleged) == alleged)
            .filter_map(|i| i.voice)
            .collect::<Vec<_>>()
    };
    let states: Vec<usize> = said(b, false).into_iter().filter(|w| voices.speaks_for_a_state(*w)).collect();
    said(a, true).iter().any(|v| states.iter().any(|w| !voices.allied(*v, *w) && !voices.may_be_one(*v, *w)))
}
