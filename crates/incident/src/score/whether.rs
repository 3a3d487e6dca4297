//! Whether two tellings can be of one incident at all: what kind of thing, how much of it, where.

use super::Outcome::{self, *};
use super::when::day;
use super::{Extent, Kinds, Told};
use crate::places::{Relation, Spot, relation};

pub(super) fn shape(a: &Told, b: &Told) -> Outcome {
    if a.utterance != b.utterance && a.kind.is_some() && b.kind.is_some() {
        WordAndDeed
    } else if a.extent != b.extent {
        PartAndWhole
    } else if a.shares_article(b) {
        OneArticle
    } else {
        Comparable
    }
}

pub(super) fn kind(a: &Told, b: &Told) -> Outcome {
    match (a.kind, b.kind) {
        (Some(x), Some(y)) if x == y && is_common(x) => SameCommonKind,
        (Some(x), Some(y)) if x == y => SameKind,
        (Some(_), Some(_)) if a.family() == b.family() => SameFamily,
        (Some(_), Some(_)) => OtherKind,
        _ => UnknownKind,
    }
}

fn is_common(kind: u8) -> bool {
    Kinds::shipped().kinds.get(usize::from(kind)).is_some_and(|k| k.common)
}

pub(super) fn place(a: &Told, b: &Told) -> Outcome {
    let pairs = a.places.iter().flat_map(|x| b.places.iter().map(move |y| relation(x, y)));
    let best = pairs.min().unwrap_or(Relation::Unknown);
    if a.utterance || b.utterance {
        // where a thing is said, or what it speaks of, is told or left out at will
        return match best {
            Relation::SameTown | Relation::SameRegion | Relation::Within => WordsPlace,
            _ => UnknownPlace,
        };
    }
    match best {
        Relation::SameTown => SameTown,
        Relation::SameRegion => SameRegion,
        Relation::Within => Within,
        Relation::Near => NearTown,
        Relation::Namesake => Namesake,
        // a sum over a year is told of a country as a strike is of a town
        Relation::SameCountry if a.extent == Extent::Total && b.extent == Extent::Total => SumOfCountry,
        Relation::SameCountry => SameCountry,
        Relation::WithinCountry => WithinCountry,
        Relation::Unknown if at_home(a, b) => HomeTown,
        Relation::Unknown if kind(a, b) == SameCommonKind && of_one_day(a, b) => CommonSomewhere,
        Relation::Unknown => UnknownPlace,
        Relation::Doubtful => Neighbouring,
        Relation::Apart if in_one_country(a, b) => OtherTown,
        Relation::Apart => OtherCountry,
    }
}

/// Whether what names no place is told by an article of the other's town: what a report recalls beside its own news was
/// mostly there too.
fn at_home(a: &Told, b: &Told) -> bool {
    let same = |x: &Spot| b.somewhere().iter().any(|y| relation(x, y) == Relation::SameTown);
    a.somewhere().iter().any(same)
}

/// Whether both are told beside one thing: reports of one deed recall the same others.
pub(super) fn beside(a: &Told, b: &Told) -> Outcome {
    let (Some(x), Some(y)) = (&a.beside, &b.beside) else { return BesideUnknown };
    let one_day = x.days.zip(y.days).is_some_and(|(x, y)| x.gap(&y) <= 1);
    let one = |r: Relation| r <= Relation::Near || r == Relation::SameCountry;
    let near = |p: &Spot| y.places.iter().any(|q| one(relation(p, q)));
    match x.family == y.family && one_day && x.places.iter().any(near) && !a.shares_article(b) {
        true => BesideOne,
        false => BesideUnknown,
    }
}

/// Whether it is their day that speaks for one thing.
fn of_one_day(a: &Told, b: &Told) -> bool {
    matches!(day(a, b), SameDay | OneNight | OtherHour | JustPublished)
}

/// Whether some of their places share a country, or one has none that is known.
fn in_one_country(a: &Told, b: &Told) -> bool {
    a.places.iter().any(|x| b.places.iter().any(|y| x.may_share_country(y)))
}
