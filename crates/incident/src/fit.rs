//! Whether two values of one facet can both hold, and which of them is the clearer.

use std::collections::BTreeSet;

use claim::{Count, PlaceValue, TimeValue, Value};
use pack::{Facet, Kinds};

use crate::days::{Days, weekday, weekday_of_pattern};
use crate::names::{Likeness, fold, likeness};
use crate::words::shingles;

/// Within how many minutes two clock times of one day are one.
const CLOCK_MINUTES: i64 = 30;

/// How much clearer a proper name makes a category: more than any depth.
const NAMED: i64 = 16;

/// A value with the words that carry it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'a> {
    /// What is said.
    pub(crate) value: &'a Value,
    /// The words of the claim's span.
    pub(crate) words: &'a str,
}

/// Whether two values of a facet fit.
pub(crate) fn fits(facet: &Facet, a: Said<'_>, b: Said<'_>) -> bool {
    match (a.value, b.value) {
        (Value::Count(a), Value::Count(b)) => counts_fit(a, b),
        (Value::Category { category: x, name: m }, Value::Category { category: y, name: n }) => {
            let names = match (m, n) {
                (Some(m), Some(n)) => likeness(&fold(m), &fold(n)) != Likeness::Other,
                _ => true,
            };
            names && categories_fit(facet, x, y)
        }
        (Value::Place(a), Value::Place(b)) => crate::places::fits(a, b),
        (Value::Time(a), Value::Time(b)) => times_fit(a, b),
        (Value::Name { name: x, country: c, kind: k }, Value::Name { name: y, country: d, kind: l }) => {
            let like = facet.name != "responsibility" || blame(k.as_deref()) == blame(l.as_deref());
            like && names_fit(x, c.as_deref(), y, d.as_deref())
        }
        (Value::Victim { .. }, Value::Victim { .. }) => victims_fit(a.value, b.value),
        (Value::Quote { .. }, Value::Quote { .. }) => quotes_fit(a.words, b.words),
        _ => false,
    }
}

/// What a name of responsibility says of the one named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blame {
    /// They did it: they say so, or another says so.
    Laid,
    /// They say that they didn't.
    Refused,
    /// They say nothing, or have claimed nothing so far, which backs nothing.
    Unanswered,
}

/// What this kind of a name of responsibility says.
pub(crate) fn blame(kind: Option<&str>) -> Blame {
    match kind {
        Some("denied") => Blame::Refused,
        Some("no-comment" | "not-claimed") => Blame::Unanswered,
        _ => Blame::Laid,
    }
}

/// Whether the intervals of two counts meet; "about" gives a tenth each way, and "over 400" is also what others round to
/// 400. Increments fit increments only.
pub(crate) fn counts_fit(a: &Count, b: &Count) -> bool {
    let over_round = |c: &Count| c.max.is_none() && c.min > 10 && c.min % 10 == 1;
    let low = |c: &Count| match c {
        _ if c.approx => c.min - c.min / 10,
        _ if over_round(c) => c.min - 1,
        _ => c.min,
    };
    let high = |c: &Count| c.max.map(|max| if c.approx { max + max / 10 } else { max });
    let below = |c: &Count, d: &Count| high(d).is_none_or(|high| low(c) <= high);
    a.delta == b.delta && below(a, b) && below(b, a)
}

fn categories_fit(facet: &Facet, x: &str, y: &str) -> bool {
    let kinds = Kinds::shipped();
    if kinds.is_a(x, y) || kinds.is_a(y, x) {
        return true;
    }
    if facet.name != "kind" {
        return false;
    }
    // "killing" and "fire" name what came of an attack, whatever its means; an accident says that there was none
    let open = |kind: &pack::Kind| kind.rank == 0 && kind.excludes.is_empty();
    match (kind_of(x), kind_of(y)) {
        (Some(x), Some(y)) => x.family == y.family && (open(x) || open(y)),
        _ => false,
    }
}

/// The kind of incident of this name.
pub(crate) fn kind_of(name: &str) -> Option<&'static pack::Kind> {
    let kinds = Kinds::shipped();
    kinds.kind(name).and_then(|at| kinds.kinds.get(usize::from(at)))
}

/// Whether two names are of one person, state or group.
pub(crate) fn names_fit(x: &str, x_country: Option<&str>, y: &str, y_country: Option<&str>) -> bool {
    x_country.is_some() && x_country == y_country
        || matches!(likeness(&fold(x), &fold(y)), Likeness::Same | Likeness::Within)
}

/// Whether two names are surely of two, which names in two scripts never are.
pub(crate) fn names_differ(x: &str, x_country: Option<&str>, y: &str, y_country: Option<&str>) -> bool {
    !names_fit(x, x_country, y, y_country) && likeness(&fold(x), &fold(y)) == Likeness::Other
}

/// Whether two victims have one full name.
pub(crate) fn one_victim(a: &Value, b: &Value) -> bool {
    let (Value::Victim { name: Some(x), .. }, Value::Victim { name: Some(y), .. }) = (a, b) else {
        return false;
    };
    x.contains(' ') && likeness(&fold(x), &fold(y)) == Likeness::Same
}

fn victims_fit(a: &Value, b: &Value) -> bool {
    let (
        Value::Victim { name: x, of: of_x, age: age_x, fate: fate_x },
        Value::Victim { name: y, of: of_y, age: age_y, fate: fate_y },
    ) = (a, b)
    else {
        return false;
    };
    let ages = age_x.is_none() || age_y.is_none() || age_x == age_y;
    if fate_x != fate_y {
        return false;
    }
    match (x, y) {
        (Some(x), Some(y)) => {
            ages && matches!(likeness(&fold(x), &fold(y)), Likeness::Same | Likeness::Within)
        }
        // "a boy, 2" may be the one that another text names
        _ => age_x.is_some() && age_x == age_y && (of_x.is_none() || of_y.is_none() || of_x == of_y),
    }
}

fn quotes_fit(a: &str, b: &str) -> bool {
    let (x, y) = (shingles(a), shingles(b));
    let least = x.len().min(y.len());
    least > 0 && x.shared(&y) * 5 >= least * 4
}

fn times_fit(a: &TimeValue, b: &TimeValue) -> bool {
    match (Days::of(a), Days::of(b)) {
        (Some(x), Some(y)) => match (x.clock, y.clock) {
            (Some(a), Some(b)) if x.zoned == y.zoned => (a - b).abs() <= CLOCK_MINUTES * 60,
            _ => x.gap(&y) == 0,
        },
        (Some(days), None) => pattern_fits(b, days),
        (None, Some(days)) => pattern_fits(a, days),
        (None, None) => a.timex == b.timex && a.pattern == b.pattern,
    }
}

fn pattern_fits(time: &TimeValue, days: Days) -> bool {
    let expected = time.pattern.as_deref().and_then(weekday_of_pattern);
    days.first == days.last && expected == Some(weekday(days.first))
}

/// How unclear a value is: the smaller, the clearer. Counts: exact, rounded, at least, at most; categories by depth among
/// the `known`; places and times by precision; names and victims by what is told.
pub(crate) fn blur(said: Said<'_>, known: &BTreeSet<&str>) -> i64 {
    match said.value {
        Value::Count(c) => {
            const OPEN: u64 = 1 << 41;
            let width = match c.max {
                Some(max) if c.min > 0 || max == 0 => max.saturating_sub(c.min).min(1 << 40),
                // of what is told from below, the most tells the most
                None => OPEN - c.min.min(1 << 40),
                Some(_) => OPEN,
            };
            width as i64 * 2 + i64::from(c.approx)
        }
        Value::Category { category, name } => {
            -(depth(category, known) + if name.is_some() { NAMED } else { 0 })
        }
        Value::Place(place) => i64::from(crate::places::rank(place.precision)),
        Value::Time(time) => time.precision as i64 + if time.start.is_none() { 100 } else { 0 },
        Value::Name { name, country, .. } => -(name.split(' ').count() as i64) - i64::from(country.is_some()),
        Value::Victim { name, age, of, .. } => {
            -(4 * name.as_ref().map_or(0, |n| 1 + n.split(' ').count() as i64)
                + 2 * i64::from(age.is_some())
                + i64::from(of.is_some()))
        }
        Value::Quote { .. } => -(said.words.len() as i64),
    }
}

/// How specific a category is: kinds by rank, others by how many of the known ones hold them.
fn depth(category: &str, known: &BTreeSet<&str>) -> i64 {
    match kind_of(category) {
        Some(kind) => i64::from(kind.rank),
        None => {
            known.iter().filter(|wide| **wide != category && Kinds::shipped().is_a(category, wide)).count()
                as i64
        }
    }
}

/// The categories among some values, for [`blur`].
pub(crate) fn categories<'a>(values: impl Iterator<Item = &'a Value>) -> BTreeSet<&'a str> {
    let category = |value: &'a Value| match value {
        Value::Category { category, .. } => Some(category.as_str()),
        _ => None,
    };
    values.filter_map(category).collect()
}

/// A text for a value by which ties are broken; free of the gazetteer's numbers.
pub(crate) fn text_of(said: Said<'_>) -> String {
    match said.value {
        Value::Place(PlaceValue { name, country, precision, .. }) => {
            format!("{precision} {name} {country:?}")
        }
        Value::Quote { speaker } => format!("{} {speaker:?}", said.words),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(min: u64, max: Option<u64>) -> Count {
        Count { min, max, approx: false, delta: false }
    }

    fn facet(name: &str) -> &'static Facet {
        let kinds = Kinds::shipped();
        &kinds.facets[usize::from(kinds.facet(name).unwrap())]
    }

    #[test]
    fn intervals_that_meet_fit() {
        assert!(counts_fit(&count(191, None), &Count::exactly(194)));
        assert!(counts_fit(&count(191, None), &Count::exactly(190)));
        assert!(!counts_fit(&count(191, None), &Count::exactly(189)));
        assert!(!counts_fit(&count(5, None), &Count::exactly(4)));
        assert!(!counts_fit(&Count::exactly(3), &Count::exactly(4)));
        let about = Count { approx: true, ..Count::exactly(100) };
        assert!(counts_fit(&about, &Count::exactly(108)));
        let more = Count { delta: true, ..Count::exactly(3) };
        assert!(!counts_fit(&more, &Count::exactly(3)));
    }

    #[test]
    fn categories_fit_along_the_taxonomy() {
        let category =
            |c: &str, n: Option<&str>| Value::Category { category: c.into(), name: n.map(Into::into) };
        let fit = |f: &str, a: &Value, b: &Value| {
            fits(facet(f), Said { value: a, words: "" }, Said { value: b, words: "" })
        };
        assert!(fit("target", &category("apartment block", None), &category("residential building", None)));
        assert!(!fit("target", &category("apartment block", None), &category("house", None)));
        assert!(fit("weapon", &category("missile", Some("Oreshnik")), &category("ballistic missile", None)));
        assert!(!fit(
            "weapon",
            &category("missile", Some("Oreshnik")),
            &category("missile", Some("Kinzhal"))
        ));
        assert!(fit("kind", &category("killing", None), &category("drone-strike", None)));
        assert!(!fit("kind", &category("air-strike", None), &category("shelling", None)));
    }

    #[test]
    fn the_clearer_value_comes_first() {
        let known = BTreeSet::from(["missile", "ballistic missile", "house", "residential building"]);
        let blur_of = |c: Count| blur(Said { value: &Value::Count(c), words: "" }, &known);
        assert!(blur_of(Count::exactly(194)) < blur_of(count(191, None)));
        assert!(blur_of(count(45, None)) < blur_of(count(20, None)));
        assert!(blur_of(count(14, None)) < blur_of(count(0, Some(14))));
        assert!(blur_of(Count::exactly(0)) < blur_of(count(1, None)));
        let depth_of = |c: &str| depth(c, &known);
        assert!(depth_of("ballistic missile") > depth_of("missile"));
        assert!(depth_of("drone-strike") > depth_of("killing"));
        assert!(depth_of("house") > depth_of("residential building"));
    }
}
