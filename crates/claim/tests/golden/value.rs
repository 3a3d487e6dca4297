//! Values as golden articles and rule examples write them, and how they are held against claims.

use claim::{Claim, Moment, PlaceValue, Scope, TimeValue, Value};
use gazetteer::{Gazetteer, PlaceKind};
use jiff::ToSpan;
use jiff::civil::Date;
use pack::{Kinds, ValueType};
use text::Article;

use super::article::places;

/// A value as it is written.
#[derive(Debug)]
pub(crate) enum Gold {
    Count(Amount),
    Category(String),
    Place { name: Option<String>, country: String },
    Days { first: Date, last: Date, clock: Option<jiff::civil::Time> },
    Pattern(String),
    Name { name: String, role: Option<&'static str> },
    Victim { name: String, age: Option<u16>, fate: Option<String> },
    Quote { speaker: String },
}

/// A count with what it is of.
#[derive(Debug)]
pub(crate) struct Amount {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) approx: bool,
    pub(crate) delta: bool,
    pub(crate) of: Option<String>,
    /// Only what is written is compared.
    pub(crate) scope: Vec<(&'static str, String)>,
}

/// How a claim's value fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Yes,
    /// The number is right, what it is of is not.
    Scope,
    No,
}

const KEYS: &[&str] =
    &["target", "place", "weapon", "means", "severity", "cause", "basis", "includes", "per", "period", "of"];

impl Gold {
    /// Reads a value of a facet.
    pub(crate) fn parse(facet: &str, value_type: ValueType, source: &str) -> Result<Gold, String> {
        let source = source.trim();
        Ok(match value_type {
            ValueType::Count => Gold::Count(Amount::parse(source)?),
            ValueType::Category => Gold::Category(source.to_owned()),
            ValueType::Place => match source.rsplit_once(", ") {
                Some((name, country)) => {
                    Gold::Place { name: Some(name.to_owned()), country: country.to_owned() }
                }
                None => Gold::Place { name: None, country: source.to_owned() },
            },
            ValueType::Time if source.starts_with('X') => Gold::Pattern(source.to_owned()),
            ValueType::Time => {
                let (first, last) = source.split_once('/').unwrap_or((source, source));
                let bad = || format!("{source:?} is no time");
                let ((first, _), (_, last)) = (days(first).ok_or_else(bad)?, days(last).ok_or_else(bad)?);
                Gold::Days { first, last, clock: Moment::parse(source).and_then(|m| m.time) }
            }
            ValueType::Name => match source.split_once(": ") {
                Some((role, name)) => Gold::Name { name: name.to_owned(), role: Some(role_of(role)?) },
                None if facet == "responsibility" && matches!(source, "none" | "unclaimed") => {
                    Gold::Name { name: String::new(), role: Some("not-claimed") }
                }
                None => Gold::Name { name: source.to_owned(), role: None },
            },
            ValueType::Victim => {
                let mut parts = source.split("; ");
                let mut out = (parts.next().unwrap_or("").to_owned(), None, None);
                for part in parts {
                    match part.split_once(' ') {
                        Some(("age", n)) => out.1 = Some(n.parse().map_err(|_| format!("{n:?} is no age"))?),
                        Some(("fate", fate)) => out.2 = Some(fate.to_owned()),
                        _ => return Err(format!("{part:?} is neither age nor fate")),
                    }
                }
                Gold::Victim { name: out.0, age: out.1, fate: out.2 }
            }
            ValueType::Quote => Gold::Quote { speaker: source.to_owned() },
        })
    }

    /// How a claim of the same facet fits; `words` are the claim's.
    pub(crate) fn fit(&self, claim: &Claim, words: &str) -> Fit {
        let yes = |fits: bool| if fits { Fit::Yes } else { Fit::No };
        match (self, &claim.value) {
            (Gold::Count(gold), Value::Count(n)) => gold.fit(n, &claim.scope),
            (Gold::Category(gold), Value::Category { category, name }) => {
                let facet = Kinds::shipped().facets[claim.facet as usize].name.as_str();
                let loose = matches!(facet, "damage" | "target" | "consequence" | "cause");
                yes(category == gold
                    || loose && (Kinds::shipped().is_a(category, gold) || shares_stem(category, gold))
                    || name.as_deref().is_some_and(|n| n.eq_ignore_ascii_case(gold)))
            }
            (Gold::Place { name, country }, Value::Place(place)) => {
                let there = place.country.as_deref() == Some(country.as_str());
                yes(there
                    && match name {
                        None => place.precision == "country",
                        Some(name) => place_names(place).chain([words]).any(|n| contained(n, name)),
                    })
            }
            (Gold::Days { first, last, .. }, Value::Time(time)) => {
                yes(time.start.map(|m| m.date) == Some(*first) && time.end.map(|m| m.date) == Some(*last))
            }
            (Gold::Pattern(gold), Value::Time(time)) => {
                yes(time.start.is_none()
                    && time.pattern.as_ref().is_some_and(|p| p.starts_with(gold.as_str())))
            }
            (Gold::Name { name, role }, Value::Name { name: got, country, kind }) => {
                let role_fits = role.is_none() || *role == kind.as_deref();
                let unnamed = *role == Some("not-claimed") || role.is_none() && name == "none";
                yes(role_fits
                    && (unnamed
                        || same_name(name, got)
                        || country.is_some() && country.as_deref() == country_of(name)))
            }
            (
                Gold::Victim { name, age, fate },
                Value::Victim { name: got, age: got_age, fate: got_fate, .. },
            ) => {
                let named = got.as_deref().is_some_and(|got| same_name(name, got));
                yes(named && (age.is_none() || age == got_age) && fate.as_ref().is_none_or(|f| f == got_fate))
            }
            (Gold::Quote { .. }, Value::Quote { .. }) => Fit::Yes,
            _ => Fit::No,
        }
    }

    /// Whether a claim does not contradict this value though it is another one; `words` are the claim's.
    pub(crate) fn allows(&self, claim: &Claim, words: &str) -> bool {
        if self.fit(claim, words) == Fit::Yes {
            return true;
        }
        match (self, &claim.value) {
            (Gold::Category(gold), Value::Category { category, .. }) => {
                let kinds = Kinds::shipped();
                match kinds.facets[claim.facet as usize].name.as_str() {
                    "kind" => kind_allows(gold, category),
                    "weapon" => {
                        let strike = kinds.strike_by(gold);
                        kinds.is_a(category, gold)
                            || kinds.is_a(gold, category)
                            || strike.is_some() && strike == kinds.strike_by(category)
                            || shares_stem(gold, category)
                    }
                    _ => true,
                }
            }
            (Gold::Place { country, .. }, Value::Place(place)) => match &place.country {
                None => true, // a place that the gazetteer does not know contradicts nothing
                Some(there) => there == country && matches!(place.precision, "country" | "region" | "site"),
            },
            (Gold::Days { first, last, .. }, Value::Time(time)) => match (time.start, time.end) {
                (Some(start), Some(end)) => start.date <= *last && *first <= end.date,
                _ => true,
            },
            (Gold::Pattern(_), Value::Time(time)) => time.start.is_none() && time.pattern.is_none(),
            _ => false,
        }
    }
}

/// The kinds that a number of an incident brings with it: where people are arrested, there is an arrest.
pub(crate) fn kinds_of(facet: &str) -> &'static [&'static str] {
    match facet {
        "abducted" => &["abduction", "hostage-taking"],
        "released" => &["release"],
        "detained" => &["arrest"],
        "evacuated" => &["evacuation"],
        "missing" => &["disappearance"],
        "settlements" | "control" => &["capture"],
        _ => &[],
    }
}

/// Whether an incident of kind `gold` may also be called `other`: a wider word, a vaguer word, or what it looks like.
pub(crate) fn kind_allows(gold: &str, other: &str) -> bool {
    let kinds = Kinds::shipped();
    let of = |name: &str| kinds.kind(name).map(|k| &kinds.kinds[k as usize]);
    let explodes = matches!(
        gold,
        "drone-strike"
            | "missile-strike"
            | "air-strike"
            | "shelling"
            | "bombing"
            | "naval-attack"
            | "sabotage"
    );
    let vaguer = matches!((of(gold), of(other)), (Some(g), Some(o)) if o.rank == 0 && (g.family == o.family || o.name == "evacuation"));
    let held = [gold, other].iter().all(|k| matches!(*k, "abduction" | "hostage-taking"));
    gold == other
        || kinds.is_a(gold, other)
        || kinds.is_a(other, gold)
        || vaguer
        || held
        || explodes && other == "explosion"
}

impl Amount {
    /// Reads `>=54`, `3 of child`, `148 @weapon=drone`, `1 severity=critical`, `2 +delta`.
    fn parse(source: &str) -> Result<Amount, String> {
        let bad = || format!("{source:?} is no count");
        let (number, rest) = source.split_once(' ').unwrap_or((source, ""));
        let digits = number.trim_start_matches(['>', '=', '<', '~']);
        let (low, high) = digits.split_once('-').unwrap_or((digits, digits));
        let (low, high): (u64, u64) = (low.parse().map_err(|_| bad())?, high.parse().map_err(|_| bad())?);
        let sign = &number[..number.len() - digits.len()];
        let (min, max) = match sign {
            "" | "~" => (low, Some(high)),
            ">=" => (low, None),
            ">" => (low + 1, None),
            "<" => (0, low.checked_sub(1)),
            "<=" => (0, Some(low)),
            _ => return Err(bad()),
        };
        let mut out = Amount { min, max, approx: sign == "~", delta: false, of: None, scope: Vec::new() };
        let mut words = rest.split(' ').filter(|w| !w.is_empty()).peekable();
        while let Some(word) = words.next() {
            let key = |w: &str| {
                let (key, value) = w.trim_start_matches('@').split_once('=')?;
                KEYS.iter().find(|k| **k == key).map(|k| (*k, value.to_owned()))
            };
            if matches!(word, "+delta" | "delta") {
                out.delta = true;
            } else if word == "of" {
                out.of = Some(words.next().ok_or_else(bad)?.to_owned());
            } else {
                let (name, mut value) = key(word).ok_or_else(bad)?;
                while let Some(more) =
                    words.next_if(|w| key(w).is_none() && !matches!(*w, "of" | "+delta" | "delta"))
                {
                    value = format!("{value} {more}");
                }
                match name {
                    "of" => out.of = Some(value),
                    name => out.scope.push((name, value)),
                }
            }
        }
        Ok(out)
    }

    fn fit(&self, n: &claim::Count, scope: &Scope) -> Fit {
        if (self.min, self.max, self.approx, self.delta) != (n.min, n.max, n.approx, n.delta) {
            return Fit::No;
        }
        let fits = |(key, gold): &(&str, String)| {
            part(scope, key).is_some_and(|got| match *key {
                "target" | "weapon" | "place" | "cause" => {
                    Kinds::shipped().is_a(got, gold) || shares_stem(got, gold) || contained(got, gold)
                }
                _ => got.eq_ignore_ascii_case(gold),
            })
        };
        if self.of == scope.of && self.scope.iter().all(fits) { Fit::Yes } else { Fit::Scope }
    }
}

fn part<'s>(scope: &'s Scope, key: &str) -> Option<&'s str> {
    match key {
        "of" => &scope.of,
        "target" => &scope.target,
        "place" => &scope.place,
        "weapon" => &scope.weapon,
        "means" => &scope.means,
        "severity" => &scope.severity,
        "cause" => &scope.cause,
        "basis" => &scope.basis,
        "includes" => &scope.includes,
        "per" => &scope.per,
        "period" => &scope.period,
        _ => &None,
    }
    .as_deref()
}

fn role_of(role: &str) -> Result<&'static str, String> {
    Ok(match role {
        "claimed" => "claimed",
        "denied" => "denied",
        "alleged" => "alleged",
        "no comment" => "no-comment",
        _ => return Err(format!("{role:?} is no role: claimed, denied, alleged, no comment")),
    })
}

/// First and last day of `2025`, `2025-03`, `2025-03-04` or a day with its hour.
fn days(source: &str) -> Option<(Date, Date)> {
    let day = |s: &str| s.parse::<Date>().ok();
    match source.len() {
        4 => Some((day(&format!("{source}-01-01"))?, day(&format!("{source}-12-31"))?)),
        7 => {
            let first = day(&format!("{source}-01"))?;
            Some((first, first.last_of_month()))
        }
        _ => Moment::parse(source).map(|m| (m.date, m.date)),
    }
}

fn place_names(place: &PlaceValue) -> impl Iterator<Item = &str> {
    [place.name.as_str()].into_iter().chain(place.within.iter().map(|w| w.name.as_str()))
}

/// Whether one name holds the other, letters folded.
pub(crate) fn contained(a: &str, b: &str) -> bool {
    let (a, b) = (gazetteer::fold(a), gazetteer::fold(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

/// Whether names share a word that is no word of grammar, or one is the other's initials.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let plain = s.to_lowercase().replace(['’', '\''], " ");
        plain
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| {
                !w.is_empty() && !matches!(*w, "the" | "a" | "an" | "of" | "in" | "s" | "and" | "for")
            })
            .map(str::to_owned)
            .collect()
    };
    let initials = |words: &[String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
    let (wa, wb) = (words(a), words(b));
    let alike = |x: &String, y: &String| x == y || stem(x) == stem(y) && x.len() > 3;
    wa.iter().any(|x| wb.iter().any(|y| alike(x, y)))
        || wb.len() == 1 && wa.len() > 1 && initials(&wa) == wb[0]
        || wa.len() == 1 && wb.len() > 1 && initials(&wb) == wa[0]
}

/// The ISO code of a country's English name.
pub(crate) fn country_of(name: &str) -> Option<&'static str> {
    let places = Gazetteer::embedded();
    let found = places.find(name).into_iter().find(|id| places.kind(*id) == PlaceKind::Country)?;
    Some(places.place(found).country)
}

/// Whether two phrases share the stem of a word.
fn shares_stem(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split([' ', '-']).map(stem).collect::<Vec<_>>();
    words(a).iter().any(|w| words(b).contains(w))
}

fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let cut = ["ation", "ing", "ies", "ed", "es", "s", "y", "e"]
        .iter()
        .find_map(|end| word.strip_suffix(end).filter(|w| w.len() >= 3));
    cut.map_or(word.clone(), str::to_owned)
}

/// A claim as a golden line: `facet = value :: "words"`.
pub(crate) fn shown(article: &Article, claim: &Claim) -> String {
    let facet = &Kinds::shipped().facets[claim.facet as usize].name;
    let words = article.words(claim.span).lines().next().unwrap_or("");
    let mut out = format!("{facet} = {} :: \"{words}\"", shown_value(&claim.value, &claim.scope));
    let mut all = places(article, words);
    if places(article, words).count() > 1
        && let Some(at) = all.position(|s| s.part() == claim.span.part() && s.start() == claim.span.start())
    {
        out += &format!("#{}", at + 1);
    }
    out
}

/// A value in the form that golden lines use.
pub(crate) fn shown_value(value: &Value, scope: &Scope) -> String {
    match value {
        Value::Count(n) => {
            let mut out = match (n.min, n.max) {
                (min, None) => format!(">={min}"),
                (min, Some(max)) if min == max => format!("{}{min}", if n.approx { "~" } else { "" }),
                (0, Some(max)) => format!("<={max}"),
                (min, Some(max)) => format!("{min}-{max}"),
            };
            if let Some(of) = &scope.of {
                out += &format!(" of {of}");
            }
            for key in KEYS.iter().filter(|k| **k != "of") {
                if let Some(value) = part(scope, key) {
                    out += &format!(" @{key}={value}");
                }
            }
            out + if n.delta { " +delta" } else { "" }
        }
        Value::Category { category, .. } => category.clone(),
        Value::Place(place) => [Some(place.name.as_str()), place.country.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        Value::Time(time) => shown_time(time),
        Value::Name { name, kind, .. } => match kind.as_deref() {
            Some(role @ ("claimed" | "denied" | "alleged" | "no-comment" | "not-claimed")) => {
                format!("{}: {name}", role.replace('-', " "))
            }
            _ => name.clone(),
        },
        Value::Victim { name, age, fate, .. } => {
            let age = age.map_or(String::new(), |a| format!("; age {a}"));
            format!("{}{age}; fate {fate}", name.as_deref().unwrap_or("?"))
        }
        Value::Quote { speaker } => speaker.clone().unwrap_or_else(|| "?".into()),
    }
}

fn shown_time(time: &TimeValue) -> String {
    match (time.start, time.end, &time.pattern) {
        (Some(start), Some(end), _) if start.date == end.date => Moment { offset: None, ..start }.to_string(),
        (Some(start), Some(end), _)
            if start.date.day() == 1
                && end.date.checked_add(1.day()).is_ok_and(|d| d.day() == 1)
                && start.date.month() == end.date.month() =>
        {
            start.date.to_string()[..7].to_owned()
        }
        (Some(start), Some(end), _) => format!("{}/{}", start.date, end.date),
        (_, _, Some(pattern)) => pattern.clone(),
        _ => time.timex.clone(),
    }
}
