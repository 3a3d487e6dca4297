//! How the values of a fact stand to each other: contested, revised, unordered, agreed, single.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use claim::{Stance, Value};
use pack::Facet;
use text::Key;

use crate::State;
use crate::fit::{denies, fits, kind_of, names_fit, text_of};
use crate::voices::Voices;
use crate::weigh::{Group, Item, Mode, When, independent, support, texts};

/// From how far apart figures of different voices count as told one after the other, in seconds.
const LATER: i64 = 3600;

/// One figure of one voice in one text.
#[derive(Clone, Copy, Debug)]
struct Stand {
    group: usize,
    item: usize,
    voice: Option<usize>,
    text: Key,
    when: Option<When>,
}

/// Puts the groups of a count in order, the current one first, and says how they stand.
pub(crate) fn count(facet: &Facet, items: &[Item<'_>], groups: &mut [Group], voices: &Voices) -> State {
    let stands = stands(items, groups);
    let contests = contests(facet, items, &stands, voices);
    let parts = parts(items, &stands);
    let mut main: Vec<Stand> = stands.clone();
    main.retain(|s| !parts.contains(&(s.text, s.item)));
    if main.is_empty() {
        main.clone_from(&stands);
    }
    let denied = denied(facet, items, groups);
    let ranked: Vec<Reverse<Rank>> =
        (0..groups.len()).map(|g| Reverse(rank(g, groups, items, &main))).collect();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_cached_key(|g| (ranked[*g], text_of(items[groups[*g].items[0]].said())));
    let current = order[0];
    let state = if contests || denied {
        State::Contested
    } else {
        order_of_figures(facet, items, &main, current)
            .unwrap_or_else(|| supported(facet, items, &groups[current], voices))
    };
    let sorted: Vec<Group> = order.iter().map(|g| groups[*g].clone()).collect();
    groups.clone_from_slice(&sorted);
    state
}

/// What makes a value the current one: it holds; it is a total; no larger one of more texts undercuts it; then newest,
/// most texts, most claims, largest.
type Rank = (Reverse<Mode>, bool, bool, bool, Option<When>, usize, usize, u64);

/// Whether more texts stand behind a larger figure of other voices. Who later tells of "the two men" of four dead does
/// not lower the toll; the voice that gave the larger figure, or as many texts, can.
fn undercut(nth: usize, groups: &[Group], items: &[Item<'_>]) -> bool {
    let min = |g: &Group| match &items[g.items[0]].claim.value {
        Value::Count(count) if !count.delta => Some(count.min),
        _ => None,
    };
    let voices = |g: &Group| g.items.iter().filter_map(|at| items[*at].voice).collect::<BTreeSet<_>>();
    let mine = &groups[nth];
    groups.iter().enumerate().any(|(at, other)| {
        at != nth
            && other.mode == Mode::Says
            && min(other) > min(mine)
            && texts(other, items) > texts(mine, items)
            && voices(other).is_disjoint(&voices(mine))
    })
}

fn rank(nth: usize, groups: &[Group], items: &[Item<'_>], main: &[Stand]) -> Rank {
    let group = &groups[nth];
    let Value::Count(count) = &items[group.items[0]].claim.value else {
        return (Reverse(group.mode), false, false, false, None, 0, 0, 0);
    };
    let newest = main.iter().filter(|s| s.group == nth).filter_map(|s| s.when).max();
    let claims: BTreeSet<_> = group.items.iter().map(|at| (items[*at].text, items[*at].claim.span)).collect();
    let is_main = main.iter().any(|s| s.group == nth);
    (
        Reverse(group.mode),
        !count.delta,
        is_main,
        !undercut(nth, groups, items),
        newest,
        texts(group, items),
        claims.len(),
        count.min,
    )
}

/// Each voice's figure in each text and at each time: of several the one with most claims, then the largest.
fn stands(items: &[Item<'_>], groups: &[Group]) -> Vec<Stand> {
    // by group: the spans that carry it, its largest figure, one of its items
    type Figures = BTreeMap<usize, (BTreeSet<text::Span>, u64, usize)>;
    let mut told: BTreeMap<(Key, Option<usize>, Option<When>), Figures> = BTreeMap::new();
    for (nth, group) in groups.iter().enumerate().filter(|(_, g)| g.mode == Mode::Says) {
        for at in &group.items {
            let item = &items[*at];
            let Value::Count(count) = &item.claim.value else { continue };
            if count.delta {
                continue;
            }
            let here = told.entry((item.text, item.voice, item.when)).or_default();
            let entry = here.entry(nth).or_insert((BTreeSet::new(), count.min, *at));
            entry.0.insert(item.claim.span);
            entry.1 = entry.1.max(count.min);
        }
    }
    let mut out = Vec::new();
    for ((text, voice, when), figures) in told {
        let main = figures.iter().max_by_key(|(nth, (spans, min, _))| (spans.len(), *min, Reverse(**nth)));
        if let Some((group, (_, _, item))) = main {
            out.push(Stand { group: *group, item: *item, voice, text, when });
        }
    }
    out
}

/// Figures that are parts of a total which the same text asserts: smaller, not zero.
fn parts(items: &[Item<'_>], stands: &[Stand]) -> BTreeSet<(Key, usize)> {
    let mut totals: BTreeMap<Key, u64> = BTreeMap::new();
    for stand in stands.iter().filter(|s| s.voice.is_none()) {
        let total = totals.entry(stand.text).or_default();
        *total = (*total).max(figure(items, stand));
    }
    let part = |s: &&Stand| {
        let figure = figure(items, s);
        s.voice.is_some() && figure > 0 && totals.get(&s.text).is_some_and(|total| figure < *total)
    };
    stands.iter().filter(part).map(|s| (s.text, s.item)).collect()
}

fn figure(items: &[Item<'_>], stand: &Stand) -> u64 {
    match &items[stand.item].claim.value {
        Value::Count(count) => count.min,
        _ => 0,
    }
}

/// Whether two voices' last figures cannot both hold, and nothing later replaces them.
fn contests(facet: &Facet, items: &[Item<'_>], stands: &[Stand], voices: &Voices) -> bool {
    let fit = |a: &Stand, b: &Stand| fits(facet, items[a.item].said(), items[b.item].said());
    let mut last: BTreeMap<usize, Vec<&Stand>> = BTreeMap::new();
    for stand in stands {
        let Some(voice) = stand.voice else { continue };
        let older = stands.iter().any(|other| other.voice == Some(voice) && later(other.when, stand.when, 1));
        if !older {
            last.entry(voice).or_default().push(stand);
        }
    }
    let list: Vec<(usize, Vec<&Stand>)> = last.into_iter().collect();
    for (nth, (v, of_v)) in list.iter().enumerate() {
        for (w, of_w) in &list[nth + 1..] {
            let pairs = || of_v.iter().flat_map(|a| of_w.iter().map(move |b| (*a, *b)));
            let settled = pairs().any(|(a, b)| {
                let grows = !voices.opposed(*v, *w)
                    && (later(a.when, b.when, LATER) && figure(items, a) > figure(items, b)
                        || later(b.when, a.when, LATER) && figure(items, b) > figure(items, a));
                // both are history where someone's later figure fits neither
                let replaced = stands.iter().any(|c| {
                    later(c.when, a.when, LATER) && later(c.when, b.when, LATER) && !fit(c, a) && !fit(c, b)
                });
                fit(a, b) || grows || replaced || are_parts(items, stands, a, b)
            });
            if !settled {
                return true;
            }
        }
    }
    false
}

/// Whether two voices' figures make up the total that their text asserts.
fn are_parts(items: &[Item<'_>], stands: &[Stand], a: &Stand, b: &Stand) -> bool {
    let sum = figure(items, a) + figure(items, b);
    a.text == b.text
        && figure(items, a) > 0
        && figure(items, b) > 0
        && stands.iter().any(|s| s.text == a.text && s.voice.is_none() && figure(items, s) == sum)
}

/// Revised or unordered, where figures differ; `None` where all fit the current one.
fn order_of_figures(facet: &Facet, items: &[Item<'_>], main: &[Stand], current: usize) -> Option<State> {
    let of_current: Vec<&Stand> = main.iter().filter(|s| s.group == current).collect();
    let mut rivals = main
        .iter()
        .filter(|s| {
            s.group != current
                && !of_current.iter().any(|c| fits(facet, items[c.item].said(), items[s.item].said()))
        })
        .peekable();
    rivals.peek()?;
    let replaced = |rival: &Stand| {
        of_current.iter().any(|c| {
            let same = c.voice.is_some() && c.voice == rival.voice;
            later(c.when, rival.when, if same { 1 } else { LATER })
        })
    };
    Some(if rivals.all(replaced) { State::Revised } else { State::Unordered })
}

/// Whether `a` is later than `b` by `seconds` or more; by a day or more where an hour is not known.
fn later(a: Option<When>, b: Option<When>, seconds: i64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) if a.seconds == 0 || b.seconds == 0 => a.day > b.day,
        (Some(a), Some(b)) => a.seconds - b.seconds >= seconds,
        _ => false,
    }
}

/// Whether one denies what another says.
fn denied(facet: &Facet, items: &[Item<'_>], groups: &[Group]) -> bool {
    let of = |mode: Mode| {
        groups.iter().filter(move |g| g.mode == mode).flat_map(|g| &g.items).map(|at| &items[*at])
    };
    of(Mode::Denies).any(|no| {
        of(Mode::Says)
            .any(|yes| (no.voice != yes.voice || no.voice.is_none()) && denies_value(facet, no, yes))
    })
}

/// Whether what is denied is what is said; a denial of blame names the one blamed.
fn denies_value(facet: &Facet, no: &Item<'_>, yes: &Item<'_>) -> bool {
    match (&no.claim.value, &yes.claim.value) {
        (Value::Name { name: x, country: c, .. }, Value::Name { name: y, country: d, kind }) => {
            !denies(kind.as_deref()) && names_fit(x, c.as_deref(), y, d.as_deref())
        }
        _ => fits(facet, no.said(), yes.said()),
    }
}

fn supported(facet: &Facet, items: &[Item<'_>], group: &Group, voices: &Voices) -> State {
    let support = support(group, items, voices);
    if support.voices >= 2 || facet.vouch && support.texts >= 2 { State::Agreed } else { State::Single }
}

/// How the values of a facet stand that may hold side by side.
pub(crate) fn many(facet: &Facet, items: &[Item<'_>], groups: &[Group], voices: &Voices) -> State {
    let says: Vec<&Group> = groups.iter().filter(|g| g.mode == Mode::Says).collect();
    let rivals = says.iter().enumerate().any(|(nth, a)| {
        says[nth + 1..].iter().any(|b| {
            excludes(facet, items[a.items[0]].said().value, items[b.items[0]].said().value)
                && by_rivals(facet, items, a, b, voices)
        })
    });
    if denied(facet, items, groups) || rivals {
        return State::Contested;
    }
    groups.first().map_or(State::Single, |g| supported(facet, items, g, voices))
}

/// Whether two values that don't fit rule each other out: kinds of one family, blame, and its denial.
fn excludes(facet: &Facet, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Category { category: x, .. }, Value::Category { category: y, .. })
            if facet.name == "kind" =>
        {
            matches!((kind_of(x), kind_of(y)), (Some(x), Some(y)) if x.family == y.family)
        }
        (Value::Name { name: x, country: c, kind: k }, Value::Name { name: y, country: d, kind: l }) => {
            let same = names_fit(x, c.as_deref(), y, d.as_deref());
            match facet.name.as_str() {
                "responsibility" if same => denies(k.as_deref()) != denies(l.as_deref()),
                "responsibility" => {
                    !denies(k.as_deref()) && !denies(l.as_deref()) && c.is_some() && d.is_some()
                }
                "actor" | "control" => !same && c.is_some() && d.is_some(),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether different voices stand behind two values; for kind, actor and blame voices of two sides.
fn by_rivals(facet: &Facet, items: &[Item<'_>], a: &Group, b: &Group, voices: &Voices) -> bool {
    let (of_a, of_b) = (independent(a, items, voices), independent(b, items, voices));
    if !of_a.is_disjoint(&of_b) {
        return false;
    }
    if facet.name == "responsibility" && is_denial(items, a) != is_denial(items, b) {
        return true;
    }
    of_a.iter().any(|v| of_b.iter().any(|w| voices.opposed(*v, *w)))
}

fn is_denial(items: &[Item<'_>], group: &Group) -> bool {
    let item = &items[group.items[0]];
    let by_kind = matches!(&item.claim.value, Value::Name { kind, .. } if denies(kind.as_deref()));
    by_kind || item.claim.stance == Stance::Denied
}
