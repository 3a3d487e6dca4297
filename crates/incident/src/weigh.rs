//! From the claims of one incident to its facts: what fits is grouped, and each group is weighed.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Moment, Scope, Stance, Value};
use pack::{Facet, Kinds, ValueType};
use text::Key;

use crate::copies::Copies;
use crate::fit::{Said, blur, categories, fits, text_of};
use crate::states;
use crate::voices::Voices;
use crate::{ClaimAt, Fact, FactValue, Read, Support};

/// Whether a claim can stand behind a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// It says that the value holds.
    Says,
    /// It says that the value doesn't hold.
    Denies,
    /// It speaks of what has not happened: threatened, planned.
    Unreal,
}

/// How a count is said to have come from an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    /// "Rose to".
    Risen,
    /// "Lowered to".
    Fallen,
    /// "Corrected to".
    Corrected,
    /// "The first count was": what others replaced.
    First,
}

/// One claim, ready to be weighed.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    /// Where it stands.
    pub(crate) at: ClaimAt,
    /// The claim.
    pub(crate) claim: &'a Claim,
    /// The words of its span.
    pub(crate) words: &'a str,
    /// Whether it can stand behind its value.
    pub(crate) mode: Mode,
    /// Who says it; `None` for the article itself and for nameless sources.
    pub(crate) voice: Option<usize>,
    /// The text that it stands in, one for all copies.
    pub(crate) text: Key,
    /// Its article's key, for a fixed order.
    pub(crate) article: Key,
    /// When the value holds.
    pub(crate) when: Option<Moment>,
}

impl Item<'_> {
    /// How its words say that a count came from an earlier one.
    pub(crate) fn moved(&self) -> Option<Moved> {
        self.claim.evidence.iter().find_map(|evidence| match evidence.role {
            "risen" => Some(Moved::Risen),
            "fallen" => Some(Moved::Fallen),
            "corrected" => Some(Moved::Corrected),
            "first" => Some(Moved::First),
            _ => None,
        })
    }

    /// The value with its words.
    pub(crate) fn said(&self) -> Said<'_> {
        Said { value: &self.claim.value, words: self.words }
    }
}

/// Claims whose values fit.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Whether they stand behind the value.
    pub(crate) mode: Mode,
    /// Indices of items; the first has the clearest value.
    pub(crate) items: Vec<usize>,
}

/// The facts of an incident, contested first, then in the order of facets.
pub(crate) fn facts(
    reads: &[Read],
    copies: &Copies,
    claims: &[ClaimAt],
    voices: &Voices,
    home: Option<&str>,
) -> Vec<Fact> {
    let kinds = Kinds::shipped();
    let mut by_scope: BTreeMap<(u8, Scope), Vec<ClaimAt>> = BTreeMap::new();
    for at in claims {
        let claim = &reads[at.article].reading.claims[at.claim];
        if usize::from(claim.facet) < kinds.facets.len() {
            by_scope.entry((claim.facet, scope_of(claim, home))).or_default().push(*at);
        }
    }
    let mut facts: Vec<Fact> = by_scope
        .into_iter()
        .map(|((facet, scope), claims)| {
            let (claims, floors) = without_floors(reads, claims);
            let items = items(reads, copies, &claims, voices);
            let mut fact = weigh(facet, scope, &kinds.facets[usize::from(facet)], &items, voices);
            cover(reads, &mut fact, floors);
            fact
        })
        .collect();
    facts.sort_by_cached_key(|f| (f.state != crate::State::Contested, f.facet, f.scope.clone()));
    facts
}

/// Sets aside numbers of people told of one by one, and parts of a number that the article prints, where a larger
/// number covers them: who tells of one victim does not say that there was no other.
fn without_floors(reads: &[Read], claims: Vec<ClaimAt>) -> (Vec<ClaimAt>, Vec<ClaimAt>) {
    let claim = |at: &ClaimAt| &reads[at.article].reading.claims[at.claim];
    let counted = |at: &ClaimAt| claim(at).evidence.iter().any(|e| matches!(e.role, "participant" | "whole"));
    let number = |at: &ClaimAt| total(&claim(at).value);
    let said = |at: &&ClaimAt| mode(claim(at).stance) == Mode::Says;
    let largest = claims.iter().filter(said).filter_map(number).max();
    claims.into_iter().partition(|at| !(counted(at) && number(at) < largest))
}

/// Shows numbers set aside beside the first value that covers them.
fn cover(reads: &[Read], fact: &mut Fact, mut floors: Vec<ClaimAt>) {
    let claim = |at: &ClaimAt| &reads[at.article].reading.claims[at.claim];
    floors.sort_by_key(|at| (reads[at.article].article.key(), claim(at).span, claim(at).id));
    for at in floors {
        let floor = total(&claim(&at).value);
        let covers = |value: &FactValue| total(&value.value) > floor;
        let nth = fact.values.iter().position(covers).unwrap_or_default();
        if let Some(value) = fact.values.get_mut(nth) {
            value.claims.push(at);
        }
    }
}

/// The least that a total can be; `None` of what is no total.
fn total(value: &Value) -> Option<u64> {
    match value {
        Value::Count(n) if !n.delta => Some(n.min),
        _ => None,
    }
}

fn mode(stance: Stance) -> Mode {
    match stance {
        Stance::Denied => Mode::Denies,
        Stance::Threatened | Stance::Planned => Mode::Unreal,
        _ => Mode::Says,
    }
}

/// A claim's scope; the incident's own place, and "total", say nothing.
fn scope_of(claim: &Claim, home: Option<&str>) -> Scope {
    let mut scope = claim.scope.clone();
    if home.is_some() && scope.place.as_deref().map(crate::names::fold).as_deref() == home {
        scope.place = None;
    }
    if scope.basis.as_deref() == Some("total") {
        scope.basis = None;
    }
    scope
}

fn items<'a>(reads: &'a [Read], copies: &Copies, claims: &[ClaimAt], voices: &Voices) -> Vec<Item<'a>> {
    let moment = |at: &ClaimAt| -> Option<Moment> {
        let as_of = reads[at.article].reading.claims[at.claim].as_of;
        match as_of {
            Some(as_of) if as_of.from_text => Some(as_of.time),
            // a copy is as old as what it copies
            _ => copies.published(reads, *at).or(as_of.map(|a| a.time)),
        }
    };
    let mut items: Vec<Item<'a>> = claims
        .iter()
        .map(|at| {
            let read = &reads[at.article];
            let claim = &read.reading.claims[at.claim];
            Item {
                at: *at,
                claim,
                words: read.article.words(claim.span),
                mode: mode(claim.stance),
                voice: voices.find(claim.origin.as_deref()),
                text: copies.sources[at.article],
                article: read.article.key(),
                when: moment(at),
            }
        })
        .collect();
    items.sort_by_key(|i| (i.article, i.claim.span, i.claim.id, i.at));
    items
}

fn weigh(facet: u8, scope: Scope, kind: &Facet, items: &[Item<'_>], voices: &Voices) -> Fact {
    let known = categories(items.iter().map(|i| &i.claim.value));
    let mut groups = group(kind, items, &known);
    let (state, series) = if kind.value == ValueType::Count {
        states::count(kind, &scope, items, &mut groups, voices)
    } else {
        groups.sort_by_cached_key(|g| {
            let (voices, texts) = (support(g, items, voices).voices, texts(g, items));
            let clearest = items[g.items[0]].said();
            (
                g.mode,
                std::cmp::Reverse(texts),
                std::cmp::Reverse(voices),
                blur(clearest, &known),
                text_of(clearest),
            )
        });
        (states::many(kind, items, &mut groups, voices), Vec::new())
    };
    let support = groups.first().map_or(Support::default(), |g| support(g, items, voices));
    let values = groups.iter().map(|g| value(g, items, voices)).collect();
    Fact { facet, scope, state, support, values, series }
}

/// Groups claims of values that fit, the clearest values first; a wider value joins one of them.
fn group(facet: &Facet, items: &[Item<'_>], known: &BTreeSet<&str>) -> Vec<Group> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_cached_key(|at| {
        (items[*at].mode, blur(items[*at].said(), known), text_of(items[*at].said()))
    });
    let mut groups: Vec<Group> = Vec::new();
    for at in order {
        let item = &items[at];
        let fitting = groups
            .iter()
            .enumerate()
            .filter(|(_, g)| g.mode == item.mode && fits(facet, items[g.items[0]].said(), item.said()));
        match fitting.min_by_key(|(nth, g)| (distance(items, g, item), *nth)) {
            Some((nth, _)) => groups[nth].items.push(at),
            None => groups.push(Group { mode: item.mode, items: vec![at] }),
        }
    }
    groups
}

/// How far a wider value is from those of a group: by the time that they hold for, then by their bounds.
fn distance(items: &[Item<'_>], group: &Group, wide: &Item<'_>) -> (u64, u64) {
    let clear = group.items.iter().map(|at| &items[*at]);
    let apart = |item: &Item<'_>| match (item.when, wide.when) {
        (Some(a), Some(b)) => a.seconds().abs_diff(b.seconds()),
        (None, Some(_)) => u64::MAX,
        _ => 0,
    };
    let counts = match (&items[group.items[0]].claim.value, &wide.claim.value) {
        (Value::Count(a), Value::Count(b)) => a.min.abs_diff(b.min),
        _ => 0,
    };
    (clear.map(apart).min().unwrap_or_default(), counts)
}

/// The independent named origins and the texts behind a group; a voice that only relays another adds none.
pub(crate) fn support(group: &Group, items: &[Item<'_>], voices: &Voices) -> Support {
    if group.mode != Mode::Says {
        return Support::default();
    }
    Support { voices: independent(group, items, voices).len(), texts: texts(group, items) }
}

/// The voices behind a group, without those that relay another one of it, and of those that may be one ("the mayor", "the
/// mayor of Lipa") only that of the longest name.
pub(crate) fn independent(group: &Group, items: &[Item<'_>], voices: &Voices) -> BTreeSet<usize> {
    let all: BTreeSet<usize> = group.items.iter().filter_map(|at| items[*at].voice).collect();
    let relays = |voice: &usize| {
        group.items.iter().map(|at| &items[*at]).any(|item| {
            item.voice.is_some_and(|other| other != *voice)
                && item.claim.origin.iter().flat_map(|o| &o.via).any(|via| voices.is_called(*voice, via))
        })
    };
    let mut own: Vec<usize> = all.iter().filter(|voice| !relays(voice)).copied().collect();
    own.sort_by_key(|voice| (std::cmp::Reverse(voices.name(*voice).chars().count()), *voice));
    let mut out = BTreeSet::new();
    for voice in own {
        if !out.iter().any(|other| voices.may_be_one(voice, *other)) {
            out.insert(voice);
        }
    }
    out
}

/// The texts behind a group, copies counted once.
pub(crate) fn texts(group: &Group, items: &[Item<'_>]) -> usize {
    let mut texts: Vec<Key> = group.items.iter().map(|at| items[*at].text).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

fn value(group: &Group, items: &[Item<'_>], voices: &Voices) -> FactValue {
    let mut claims: Vec<usize> = group.items.clone();
    claims.sort_unstable();
    let named: BTreeSet<&str> =
        group.items.iter().filter_map(|at| items[*at].voice).map(|v| voices.name(v)).collect();
    FactValue {
        value: items[group.items[0]].claim.value.clone(),
        claims: claims.into_iter().map(|at| items[at].at).collect(),
        voices: named.into_iter().map(str::to_owned).collect(),
    }
}
