//! Holding a reading against the golden lines of its article.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Reading, Stance, Value};
use pack::{Kinds, ValueType};
use text::{Article, Span};

use super::article::{Golden, Line};
use super::value::{Fit, Gold, country_of, kind_allows, kinds_of, same_name, shown, shown_value};

/// What the comparison of one article says.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) found: Vec<Found>,
    pub(crate) missed: Vec<Missed>,
    pub(crate) wrong: Vec<Wrong>,
    /// By incident: the telling that holds most of it.
    pub(crate) tellings: Vec<Option<usize>>,
    pub(crate) pairs: Pairs,
}

/// A golden line and the claim that answers it.
pub(crate) struct Found {
    pub(crate) line: usize,
    pub(crate) claim: usize,
    /// `None` where stance is not compared (quotations).
    pub(crate) stance: Option<bool>,
    pub(crate) voice: bool,
    /// Whether the clock time is right; `None` where the line has none.
    pub(crate) clock: Option<bool>,
}

/// A golden line that no claim answers.
pub(crate) struct Missed {
    pub(crate) line: usize,
    pub(crate) why: Miss,
    /// The claim that comes nearest.
    pub(crate) near: Option<usize>,
}

/// Why a line is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Miss {
    /// Nothing of the facet is claimed there.
    Silent,
    /// Another value is claimed there.
    Value,
    /// The number is right, what it is of is not.
    Scope,
    /// The claim that would answer it answers another line.
    Taken,
    /// The value is claimed of other words.
    Span,
    /// The number is claimed there of another facet.
    Facet,
}

/// A claim that should not be.
pub(crate) struct Wrong {
    pub(crate) claim: usize,
    pub(crate) why: Error,
    /// As the file would list it.
    pub(crate) shown: String,
}

/// Why a claim is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Error {
    /// A count of nothing that the article counts.
    Extra,
    /// A line's words with another value.
    Value,
    /// A line's number of other people or things.
    Scope,
    /// A line that another claim answers already.
    Twice,
    /// Against what the incident's lines say of kind, place, time, weapon.
    Contra,
}

/// Pairs of lines found in one article: of one incident, in one telling, both.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pairs {
    pub(crate) gold: usize,
    pub(crate) read: usize,
    pub(crate) both: usize,
}

impl Score {
    /// Compares.
    pub(crate) fn of(golden: &Golden, reading: &Reading) -> Score {
        let lines = &golden.lines;
        let article = &golden.article;
        let fits = |l: &Line, c: &Claim| {
            l.facet == c.facet && l.value.fit(c, article.words(c.span)) == Fit::Yes && covers(article, l, c)
        };
        let mut edges = Vec::new();
        for (l, line) in lines.iter().enumerate() {
            for (c, claim) in reading.claims.iter().enumerate().filter(|(_, c)| fits(line, c)) {
                edges.push((l, c, (overlap(line.quote, claim.span) * 100.0) as i64));
            }
        }
        let first = pair(&edges, |_, _| 0);
        let homes = homes(golden, reading, &first);
        let chosen =
            pair(&edges, |l, c| i64::from(homes[lines[l].incident] == Some(reading.claims[c].telling)) * 200);

        let chosen = elsewhere(golden, reading, &homes, chosen);
        let mut score = Score { tellings: homes, ..Score::default() };
        for (&l, &c) in &chosen {
            score.found.push(found(&lines[l], &reading.claims[c], l, c));
        }
        let used: BTreeSet<usize> = chosen.values().copied().collect();
        for l in (0..lines.len()).filter(|l| !chosen.contains_key(l)) {
            let (why, near) = why_missed(golden, reading, l, &edges);
            score.missed.push(Missed { line: l, why, near });
        }
        for (c, claim) in reading.claims.iter().enumerate().filter(|(c, _)| !used.contains(c)) {
            if let Some(why) = why_wrong(golden, claim, c, &edges, &score.tellings) {
                score.wrong.push(Wrong { claim: c, why, shown: shown(article, claim) });
            }
        }
        score.pairs = pairs(golden, reading, &chosen);
        score
    }
}

/// Whether a claim's words are a line's: they meet, and are not much longer; of quotations, they are nearly the same.
fn covers(article: &Article, line: &Line, claim: &Claim) -> bool {
    if matches!(line.value, Gold::Quote { .. }) {
        return overlap(line.quote, claim.span) >= 0.6;
    }
    let length = |s: Span| article.words(s).chars().count();
    // of people, the line may quote the verb alone ("died in surgery"): the claim's trigger
    let trigger = || claim.evidence.iter().any(|e| e.role == "trigger" && line.quote.meets(e.span));
    let meets = line.quote.meets(claim.span) || matches!(line.value, Gold::Count(_)) && trigger();
    meets && length(claim.span) <= 3 * length(line.quote) + 20
}

/// A telling has each place and each day once, at whichever of its words the reader takes: a line that quotes other
/// words of the same telling is found too, though not a clock time.
fn elsewhere(
    golden: &Golden,
    reading: &Reading,
    homes: &[Option<usize>],
    mut chosen: BTreeMap<usize, usize>,
) -> BTreeMap<usize, usize> {
    let mut used: BTreeSet<usize> = chosen.values().copied().collect();
    for (l, line) in golden.lines.iter().enumerate() {
        let once =
            matches!(line.value, Gold::Place { .. } | Gold::Pattern(_) | Gold::Days { clock: None, .. });
        if !once || chosen.contains_key(&l) {
            continue;
        }
        let fits = |c: &Claim| {
            let words = golden.article.words(c.span);
            c.facet == line.facet
                && Some(c.telling) == homes[line.incident]
                && line.value.fit(c, words) == Fit::Yes
        };
        if let Some(c) = (0..reading.claims.len()).find(|c| !used.contains(c) && fits(&reading.claims[*c])) {
            used.insert(c);
            chosen.insert(l, c);
        }
    }
    chosen
}

/// What two spans share, as a part of the longer.
fn overlap(a: Span, b: Span) -> f64 {
    if !a.meets(b) {
        return 0.0;
    }
    let shared = a.end().min(b.end()) - a.start().max(b.start());
    shared as f64 / (a.end() - a.start()).max(b.end() - b.start()) as f64
}

/// One claim to a line, one line to a claim, the best first.
fn pair(edges: &[(usize, usize, i64)], bonus: impl Fn(usize, usize) -> i64) -> BTreeMap<usize, usize> {
    let mut edges: Vec<_> = edges.iter().map(|&(l, c, w)| (-(w + bonus(l, c)), l, c)).collect();
    edges.sort_unstable();
    let (mut out, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, l, c) in edges {
        if !out.contains_key(&l) && used.insert(c) {
            out.insert(l, c);
        }
    }
    out
}

/// By incident: the telling that holds most of its lines.
fn homes(golden: &Golden, reading: &Reading, pairs: &BTreeMap<usize, usize>) -> Vec<Option<usize>> {
    let mut votes = vec![BTreeMap::new(); golden.incidents.len()];
    for (&l, &c) in pairs {
        *votes[golden.lines[l].incident].entry(reading.claims[c].telling).or_insert(0) += 1;
    }
    let most = |v: BTreeMap<usize, i32>| {
        v.into_iter().max_by_key(|(telling, n)| (*n, -(*telling as i64))).map(|(t, _)| t)
    };
    votes.into_iter().map(most).collect()
}

fn found(line: &Line, claim: &Claim, l: usize, c: usize) -> Found {
    let stance = (!matches!(line.value, Gold::Quote { .. })).then_some(line.stance == claim.stance);
    let voice = match (&line.voice, &claim.origin) {
        (None, None) => true,
        (Some(gold), Some(origin)) => {
            let country = country_of(gold);
            [Some(&origin.voice), origin.institution.as_ref()]
                .into_iter()
                .flatten()
                .chain(&origin.via)
                .any(|v| same_name(gold, v))
                || country.is_some() && country == origin.side.as_deref()
        }
        (Some(gold), None) => matches!(&claim.value, Value::Quote { speaker: Some(s) } if same_name(gold, s)),
        (None, Some(_)) => false,
    };
    let clock = match (&line.value, &claim.value) {
        (Gold::Days { clock: Some(clock), .. }, Value::Time(t)) => {
            Some(t.start.and_then(|m| m.time) == Some(*clock))
        }
        _ => None,
    };
    Found { line: l, claim: c, stance, voice, clock }
}

fn why_missed(
    golden: &Golden,
    reading: &Reading,
    l: usize,
    edges: &[(usize, usize, i64)],
) -> (Miss, Option<usize>) {
    let line = &golden.lines[l];
    let fit = |c: &Claim| line.value.fit(c, golden.article.words(c.span));
    if let Some((_, c, _)) = edges.iter().find(|e| e.0 == l) {
        return (Miss::Taken, Some(*c));
    }
    let all = || reading.claims.iter().enumerate();
    let same = || all().filter(|(_, c)| c.facet == line.facet);
    let here = || same().filter(|(_, c)| c.span.meets(line.quote));
    let scope = here().find(|(_, c)| fit(c) == Fit::Scope).map(|(at, _)| (Miss::Scope, Some(at)));
    let elsewhere = || same().find(|(_, c)| fit(c) == Fit::Yes).map(|(at, _)| (Miss::Span, Some(at)));
    let value = || here().next().map(|(at, _)| (Miss::Value, Some(at)));
    let facet = || {
        let other = |c: &Claim| {
            c.facet != line.facet
                && c.span.meets(line.quote)
                && matches!(c.value, Value::Count(_))
                && fit(c) != Fit::No
        };
        all().find(|(_, c)| other(c)).map(|(at, _)| (Miss::Facet, Some(at)))
    };
    // another value of the very words beats the same value of other words, but for quotations there is only words
    let quote = matches!(line.value, Gold::Quote { .. });
    let ranked = if quote { value() } else { scope.or_else(value) };
    ranked.or_else(facet).or_else(|| if quote { None } else { elsewhere() }).unwrap_or((Miss::Silent, None))
}

fn why_wrong(
    golden: &Golden,
    claim: &Claim,
    c: usize,
    edges: &[(usize, usize, i64)],
    homes: &[Option<usize>],
) -> Option<Error> {
    let kinds = Kinds::shipped();
    let facet = &kinds.facets[claim.facet as usize];
    let words = golden.article.words(claim.span);
    if facet.value == ValueType::Count {
        let here = || golden.lines.iter().filter(|l| l.facet == claim.facet && l.quote.meets(claim.span));
        return Some(if edges.iter().any(|e| e.1 == c) {
            Error::Twice
        } else if here().any(|l| l.value.fit(claim, words) == Fit::Scope) {
            Error::Scope
        } else if here().next().is_some() {
            Error::Value
        } else {
            Error::Extra
        });
    }
    if !matches!(facet.name.as_str(), "kind" | "place" | "time" | "weapon") {
        return None;
    }
    // the incidents that live in this telling
    let mut told = homes
        .iter()
        .enumerate()
        .filter(|(_, home)| **home == Some(claim.telling))
        .map(|(at, _)| at)
        .peekable();
    told.peek()?;
    let allowed = |incident: usize| {
        let mut of =
            golden.lines.iter().filter(|l| l.incident == incident && l.facet == claim.facet).peekable();
        let kind = match &claim.value {
            Value::Category { category, .. } if facet.name == "kind" => {
                let lines = golden.lines.iter().filter(|l| l.incident == incident);
                let brought =
                    |l: &Line| kinds_of(&kinds.facets[l.facet as usize].name).contains(&category.as_str());
                kind_allows(&golden.incidents[incident].kind, category) || lines.into_iter().any(brought)
            }
            _ => of.peek().is_none(),
        };
        let within = |l: &Line| facet.name == "place" && l.quote.contains(claim.span);
        kind || of.any(|l| l.value.allows(claim, words) || within(l))
    };
    (!told.any(allowed)).then_some(Error::Contra)
}

fn pairs(golden: &Golden, reading: &Reading, chosen: &BTreeMap<usize, usize>) -> Pairs {
    let of: Vec<(usize, usize)> =
        chosen.iter().map(|(l, c)| (golden.lines[*l].incident, reading.claims[*c].telling)).collect();
    let mut out = Pairs::default();
    for (at, a) in of.iter().enumerate() {
        for b in &of[at + 1..] {
            out.gold += usize::from(a.0 == b.0);
            out.read += usize::from(a.1 == b.1);
            out.both += usize::from(a == b);
        }
    }
    out
}

/// How a claim is said, for messages: `reported by "police"`.
pub(crate) fn said(stance: Stance, voice: Option<&str>) -> String {
    voice.map_or_else(|| stance.name().to_owned(), |v| format!("{} by {v:?}", stance.name()))
}

/// A claim for messages: `killed = 3 «three people» en/casualties.killed`.
pub(crate) fn told(article: &Article, claim: &Claim) -> String {
    let facet = &Kinds::shipped().facets[claim.facet as usize].name;
    let words = article.words(claim.span).replace('\n', " ");
    format!("{facet} = {} «{words}» {}", shown_value(&claim.value, &claim.scope), claim.rule)
}
