//! An incident of long ago that an article tells as new: in the words of an old article, or with the people who died then.

use std::collections::{BTreeMap, BTreeSet};

use claim::{MentionType, Stance, Telling, Value};
use lineage::How;
use pack::Kinds;
use text::{Key, Span, day_number};

use super::Ground;
use crate::days::Days;
use crate::names::{Name, fold};
use crate::places::{Relation, Spot, relation};
use crate::{Read, Shown, Sign, SignKind};

/// How long after the old article the new one came out at least, in days.
const LONG_AGO: i32 = 21;
/// How long before its article what is told as new happened at most, in days.
const NEW: i32 = 10;
/// The share of its words that a copy has from the old article, in thousandths.
const SHARE: u16 = 500;

pub(super) fn signs(ground: Ground<'_>) -> Vec<Sign> {
    let mut home: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (nth, incident) in ground.incidents.iter().enumerate() {
        home.extend(incident.tellings.iter().map(|at| ((at.article, at.telling), nth)));
    }
    let mut found: BTreeMap<usize, Sign> = BTreeMap::new();
    let mut add = |new: Old, old: Old, here: Words, there: Words| {
        let of = |at: Old| home.get(&(at.article, at.telling)).copied();
        let sign = Sign {
            kind: SignKind::Recycled,
            incident: of(new),
            about: of(old).map_or(String::new(), |at| ground.incidents[at].title.clone()),
            here: vec![Shown { article: new.article, span: here.0, claim: here.1 }],
            there: vec![Shown { article: old.article, span: there.0, claim: there.1 }],
        };
        // one for each article
        found.entry(new.article).or_insert(sign);
    };
    for (article, derivations) in ground.copies.lineage.derivations.iter().enumerate() {
        for derivation in derivations.iter().filter(|d| d.how != How::Cites && d.share >= SHARE) {
            let old = derivation.source;
            if let Some((mine, theirs)) = copied(ground.reads, article, old) {
                let of = |article: usize, telling: usize| &ground.reads[article].reading.tellings[telling];
                let first = derivation.passages.first();
                let here =
                    day_told(&ground.reads[article], of(article, mine)).or(first.map(|p| (p.here, None)));
                let there = day_told(&ground.reads[old], of(old, theirs)).or(first.map(|p| (p.there, None)));
                if let Some((here, there)) = here.zip(there) {
                    let (new, old) = (Old { article, telling: mine }, Old { article: old, telling: theirs });
                    add(new, old, here, there);
                }
            }
        }
    }
    for (new, old, here, there) in buried(ground.reads) {
        add(new, old, here, there);
    }
    found.into_values().collect()
}

/// Words with the claim that they carry.
type Words = (Span, Option<usize>);

/// A telling.
#[derive(Clone, Copy)]
struct Old {
    article: usize,
    telling: usize,
}

fn published(read: &Read) -> Option<i32> {
    read.reading.published.map(|p| day_number(p.at.date))
}

fn days(telling: &Telling) -> Option<Days> {
    telling.time.as_ref().and_then(Days::of).filter(Days::fixes_a_day)
}

/// Whether a telling is of the days before its article: `None` where it names no day.
fn is_new(telling: &Telling, published: i32) -> Option<bool> {
    let days = days(telling)?;
    Some(days.first <= published && published - days.last <= NEW)
}

/// The words that tell the day of a telling.
fn day_told(read: &Read, telling: &Telling) -> Option<Words> {
    let time = Kinds::shipped().facet("time")?;
    let claims = telling.claims.iter().filter_map(|c| Some((read.reading.claims.get(*c)?, *c)));
    claims.filter(|(c, _)| c.facet == time).map(|(c, nth)| (c.span, Some(nth))).min()
}

/// Whether an article has the day of an old telling, or its month or year, anywhere.
fn tells_of_then(read: &Read, then: Days, now: i32) -> bool {
    read.reading.mentions.iter().filter(|m| m.kind == MentionType::Time).any(|m| {
        let Some(Value::Time(time)) = &m.value else { return false };
        Days::of(time).is_some_and(|d| d.gap(&then) <= 2 && d.last < now)
            || time.start.is_some_and(|at| {
                let year = day_number(at.date);
                time.precision >= claim::Precision::Month
                    && year < now
                    && time.end.is_some_and(|end| day_number(end.date) < now - NEW)
            })
    })
}

/// The tellings of an article and of its old source that are of one thing, told as new both times.
fn copied(reads: &[Read], article: usize, old: usize) -> Option<(usize, usize)> {
    let (new, source) = (&reads[article], &reads[old]);
    let (now, then) = (published(new)?, published(source)?);
    if now - then < LONG_AGO {
        return None;
    }
    let tellings = |read: &Read| read.reading.tellings.len();
    (0..tellings(new)).find_map(|mine| {
        let mine_told = &new.reading.tellings[mine];
        if is_new(mine_told, now) == Some(false) {
            return None;
        }
        let theirs = (0..tellings(source)).find(|theirs| {
            let told = &source.reading.tellings[*theirs];
            let day = days(told);
            is_new(told, then) == Some(true)
                && days(mine_told).zip(day).is_none_or(|(a, b)| a.gap(&b) >= LONG_AGO - NEW)
                && day.is_some_and(|day| !tells_of_then(new, day, now))
                && same_place(mine_told, told)
                && family(mine_told) == family(told)
                && same_figures(new, mine_told, source, told)
        })?;
        Some((mine, theirs))
    })
}

fn family(telling: &Telling) -> &'static str {
    telling.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k))).map_or("", |k| k.family.as_str())
}

fn same_place(a: &Telling, b: &Telling) -> bool {
    let (Some(a), Some(b)) = (a.places.first(), b.places.first()) else { return false };
    relation(&Spot::of(a), &Spot::of(b)) == Relation::SameTown
}

/// Whether figures are the same, and there are any.
fn same_figures(a: &Read, of_a: &Telling, b: &Read, of_b: &Telling) -> bool {
    let figures = |read: &Read, telling: &Telling| {
        let claims = telling.claims.iter().filter_map(|c| read.reading.claims.get(*c));
        let counts = claims.filter_map(|c| match &c.value {
            Value::Count(count) if c.stance <= Stance::Claimed => Some((c.facet, c.scope.clone(), *count)),
            _ => None,
        });
        counts.collect::<BTreeSet<_>>()
    };
    let (a, b) = (figures(a, of_a), figures(b, of_b));
    !a.is_empty() && a.is_subset(&b)
}

/// Who died, told by full name and age, of things that two articles date far apart.
fn buried(reads: &[Read]) -> Vec<(Old, Old, Words, Words)> {
    type Grave = (Key, Old, Words, Name, Days, i32);
    let mut graves: BTreeMap<(u64, u16), Vec<Grave>> = BTreeMap::new();
    for (article, read) in reads.iter().enumerate() {
        let Some(published) = published(read) else { continue };
        for (nth, telling) in read.reading.tellings.iter().enumerate() {
            let Some(days) = days(telling).filter(|_| is_new(telling, published) == Some(true)) else {
                continue;
            };
            for (claim, at_claim) in
                telling.claims.iter().filter_map(|c| Some((read.reading.claims.get(*c)?, *c)))
            {
                let Value::Victim { name: Some(name), age: Some(age), fate, .. } = &claim.value else {
                    continue;
                };
                let name = Name::of(&fold(name));
                if fate == "killed" && name.is_full() && claim.stance <= Stance::Claimed {
                    let at = Old { article, telling: nth };
                    let words = (claim.span, Some(at_claim));
                    let grave = (read.article.key(), at, words, name.clone(), days, published);
                    graves.entry((name.family(), *age)).or_default().push(grave);
                }
            }
        }
    }
    let mut out = Vec::new();
    for mut of_one in graves.into_values() {
        of_one.sort_by_key(|(key, at, words, _, days, published)| {
            (*published, days.first, *key, at.telling, *words)
        });
        for (nth, new) in of_one.iter().enumerate() {
            let old = of_one[..nth].iter().find(|old| {
                let far = new.5 - old.5 >= LONG_AGO && new.4.gap(&old.4) >= LONG_AGO;
                let one = new.3.is_like(&old.3) || new.3.sounds_like(&old.3);
                far && one
                    && same_place(telling(reads, new.1), telling(reads, old.1))
                    && !tells_of_then(&reads[new.1.article], old.4, new.5)
            });
            if let Some(old) = old {
                out.push((new.1, old.1, new.2, old.2));
            }
        }
    }
    out
}

fn telling(reads: &[Read], at: Old) -> &Telling {
    &reads[at.article].reading.tellings[at.telling]
}
