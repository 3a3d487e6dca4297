//! Pass 5, people: participants told of one by one, merged within the article and counted where the text prints no number.

use crate::candidates::Candidate;
use crate::chunks::Group;
use crate::document::Document;
use crate::{Count, Scope, Value};

/// One person of a draft while the article is read.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) group: Group,
    pub(crate) fate: String,
    /// Candidates that tell of the fate.
    pub(crate) told: Vec<usize>,
    sex: Option<&'static str>,
    head: String,
    sentence: usize,
}

/// What the people of one draft and fate come to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) people: Vec<Person>,
    /// Candidates that print a number.
    pub(crate) printed: Vec<usize>,
}

/// Merges what a draft's candidates tell of a fate, in the order of the text.
pub(crate) fn tally(
    document: &Document,
    candidates: &[Candidate],
    groups: &[Group],
    of_fate: &[usize],
    fate: &str,
) -> Tally {
    let mut out = Tally::default();
    // "a deadly attack" tells of a death only where nothing says more
    let vague = |c: &usize| candidates[*c].moved == Some("implied");
    let known = of_fate.iter().any(|c| !vague(c));
    for &c in of_fate.iter().filter(|c| !(known && vague(c))) {
        let candidate = &candidates[c];
        let Some(group) = candidate.group.map(|g| &groups[g as usize]) else {
            out.printed.push(c);
            continue;
        };
        if group.printed {
            out.printed.push(c);
            continue;
        }
        let mut parts: Vec<&Group> = if group.members.is_empty() {
            vec![group]
        } else {
            group.members.iter().map(|m| &groups[*m as usize]).collect()
        };
        // who is named or has an age is known again first
        parts.sort_by_key(|g| (g.name.is_none(), g.age.is_none()));
        for part in parts {
            if part.printed {
                // a number inside a list ("a man and two girls"): as many people without further marks
                let n = part.count.and_then(|p| p.max).unwrap_or(0).min(50) as usize;
                // another sentence that lists as many of the same class tells of the same ones, whatever it calls them
                let same = |g: &Group| {
                    g.of == part.of || g.count == part.count && (g.of.is_none() || part.of.is_none())
                };
                let told = out
                    .people
                    .iter()
                    .filter(|p| p.group.printed && p.sentence != candidate.sentence && same(&p.group))
                    .count();
                for _ in told.min(n)..n {
                    out.people.push(person(document, part, fate, candidate.sentence, c));
                }
                continue;
            }
            meet(document, candidates, &mut out.people, part, fate, c);
        }
    }
    out
}

/// A candidate that tells of one person, the person's tokens and class.
type Lone = (usize, (u32, u32), String);

/// A candidate that says how badly some were hurt: how many, the tokens that tell of them, and how badly.
type Graded = (usize, Value, (u32, u32), Scope);

impl Tally {
    /// Those who are told of as the only one of their class: as some of a printed number ("nine people died, among them
    /// a girl of six"), wherever they are told of so, or, where the text prints none for all, the one child of those it
    /// tells of.
    pub(crate) fn lone(&self, candidates: &[Candidate], groups: &[Group], whole: bool) -> Vec<Lone> {
        // another number of theirs tells more; one of them told of elsewhere does not
        let one = Some(Value::Count(Count::exactly(1)));
        let printed = |of: &Option<String>| {
            let mut theirs = self.printed.iter().map(|c| &candidates[*c]).filter(|c| c.scope.of == *of);
            theirs.any(|c| c.value != one)
        };
        let again = |p: &Person, c: usize| -> Option<(usize, (u32, u32))> {
            let group = &groups[candidates[c].group? as usize];
            let same = group.of == p.group.of && !group.definite && group.members.is_empty();
            (same && candidates[c].part).then_some((c, group.tokens))
        };
        self.people
            .iter()
            .filter(|p| match whole {
                true => p.told.iter().any(|c| candidates[*c].part),
                false => p.group.of.as_deref() == Some("child"),
            })
            .filter(|p| !p.group.definite && !printed(&p.group.of))
            .filter(|p| self.people.iter().filter(|q| q.group.of == p.group.of).count() == 1)
            .flat_map(|p| {
                let first = p.told.first().map(|c| (*c, p.group.tokens));
                let others = p.told.iter().skip(1).filter_map(|c| again(p, *c));
                let of = p.group.of.clone();
                first.into_iter().chain(others).filter_map(move |(c, tokens)| Some((c, tokens, of.clone()?)))
            })
            .filter(|(_, _, of)| of != "attacker")
            .collect()
    }

    /// "Fourteen died … nine on the spot, while five died in hospital": candidates of one sentence that make up a number
    /// printed elsewhere, each with the candidate that prints it.
    pub(crate) fn wholes(&self, candidates: &[Candidate]) -> Vec<(usize, usize)> {
        let plain = |c: &usize| match &candidates[*c].value {
            Some(Value::Count(n)) if candidates[*c].scope == Scope::default() && !n.delta && !n.approx => {
                Some((n.min, n.max))
            }
            _ => None,
        };
        let exact = |c: &usize| plain(c).filter(|(min, max)| *max == Some(*min)).map(|(n, _)| n);
        let mut out = Vec::new();
        for parts in self.printed.chunk_by(|a, b| candidates[*a].sentence == candidates[*b].sentence) {
            let sum: Option<u64> = parts.iter().map(exact).sum();
            let elsewhere = |c: &&usize| candidates[**c].sentence != candidates[parts[0]].sentence;
            let makes = |c: &&usize| plain(c).is_some_and(|(min, _)| Some(min) == sum);
            if parts.len() > 1
                && let Some(whole) = self.printed.iter().filter(elsewhere).find(makes)
            {
                out.extend(parts.iter().map(|part| (*part, *whole)));
            }
        }
        out
    }

    /// "Five were hurt; a woman was critically injured": candidates that say how badly some were hurt whom the text
    /// tells of without a number, where they are not all (`sum`). Of one person the first, and none where a printed
    /// number is of the same severity.
    pub(crate) fn severe(&self, candidates: &[Candidate], sum: Option<&Value>) -> Vec<Graded> {
        let severity = |c: &usize| candidates[*c].scope.severity.as_ref();
        let mut told: Vec<usize> = Vec::new();
        for person in self.people.iter().filter(|p| p.group.of.as_deref() != Some("attacker")) {
            let some = |c: &&usize| severity(c).is_some() && candidates[**c].value.as_ref() != sum;
            let new =
                person.told.iter().find(some).filter(|c| {
                    !told.contains(c) && !self.printed.iter().any(|p| severity(p) == severity(c))
                });
            told.extend(new);
        }
        let graded = |c: usize| {
            let Candidate { value, tokens, scope: Scope { of, severity, .. }, .. } = &candidates[c];
            let scope = Scope { of: of.clone(), severity: severity.clone(), ..Scope::default() };
            Some((c, value.clone()?, *tokens, scope))
        };
        told.into_iter().filter_map(graded).collect()
    }

    /// Leaves out the people who are told of with another fate too: who was shot and died is not injured.
    pub(crate) fn without(&mut self, document: &Document, other: &Tally) {
        let dead = &other.people;
        // an article of one victim: who was shot is who died, whatever it calls them
        if let ([hurt], [died]) = (self.people.as_slice(), dead.as_slice())
            && !hurt.group.other
            && hurt.sentence != died.sentence
            && (hurt.sex == died.sex || hurt.sex.is_none() || died.sex.is_none())
            && hurt.group.age.zip(died.group.age).is_none_or(|(a, b)| a.abs_diff(b) <= 1)
        {
            self.people.clear();
            return;
        }
        self.people.retain(|hurt| {
            let same = |d: &Person| {
                let name = |p: &Person| p.group.name.map(|(a, b)| document.words_of(a, b).to_lowercase());
                if d.group.tokens == hurt.group.tokens {
                    return true;
                }
                if let (Some(a), Some(b)) = (name(d), name(hurt)) {
                    return one_name(&a, &b);
                }
                if let (Some(a), Some(b)) = (d.group.age, hurt.group.age) {
                    return a == b;
                }
                let sexes = d.sex == hurt.sex || d.sex.is_none() || hurt.sex.is_none();
                // "the man", "she": people told of before; among the dead where they can be
                sexes
                    && !hurt.group.other
                    && (hurt.group.definite || d.group.definite && d.sentence > hurt.sentence)
            };
            !dead.iter().any(same)
        });
    }
}

fn person(document: &Document, group: &Group, fate: &str, sentence: usize, told: usize) -> Person {
    let words = document.words_of(group.tokens.0, group.tokens.1).to_lowercase();
    let head = words.split(|c: char| !c.is_alphanumeric()).rfind(|w| !w.is_empty()).unwrap_or("").to_owned();
    Person {
        group: group.clone(),
        fate: fate.to_owned(),
        told: vec![told],
        sex: sex(document, group),
        head,
        sentence,
    }
}

/// `m` or `f`, where a word of the group says so.
pub(crate) fn sex(document: &Document, group: &Group) -> Option<&'static str> {
    let tags = [(document.pack.tag("male"), "m"), (document.pack.tag("female"), "f")];
    let words = &document.words[group.tokens.0 as usize..group.tokens.1 as usize];
    words.iter().rev().find_map(|w| {
        let mut found = None;
        document.pack.lexicon.phrases(&[*w], |_, _, e| {
            for (tag, sex) in tags {
                if Some(e.tag) == tag && found != Some("f") {
                    found = Some(sex);
                }
            }
        });
        found
    })
}

/// Whether two names are one person's: a part of the other, or alike at both ends ("Ann Roe", "Ann B. Roe"); members of
/// one family are two.
fn one_name(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short, long): (Vec<&str>, Vec<&str>) = (short.split(' ').collect(), long.split(' ').collect());
    let last = short.last().is_some_and(|w| long.contains(w));
    last && (short.len() == 1 || short[0] == long[0] || long.windows(short.len()).any(|w| w == short))
}

/// Adds a telling of one person: to the person that it can only be, else as a new one.
fn meet(
    document: &Document,
    candidates: &[Candidate],
    people: &mut Vec<Person>,
    group: &Group,
    fate: &str,
    told: usize,
) {
    let sentence = candidates[told].sentence;
    // "her daughter, Rita Dale, was killed": one person, told of twice before one verb
    let apposed = |p: &Person| {
        p.told.last().map(|c| &candidates[*c]).is_some_and(|c| {
            c.trigger == candidates[told].trigger
                && c.whole.0 <= group.tokens.0
                && group.tokens.1 <= c.whole.1
        })
    };
    let new = person(document, group, fate, sentence, told);
    let name = |g: &Group| g.name.map(|(a, b)| document.words_of(a, b).to_lowercase());
    // "a mother of two, Ana Ruiz, died": one person under two names
    let named = |p: &Person| {
        p.sentence == sentence
            && p.group.tokens.1 + 1 == group.tokens.0
            && p.group.name.is_some() != group.name.is_some()
            && document.word(p.group.tokens.1) == ","
    };
    // how surely a person told of before is the same one; `None` where it is another
    let likeness = |p: &Person| -> Option<u8> {
        if named(p) {
            return Some(4);
        }
        // the others of one list: "a man and his son"
        if p.told.last() == Some(&told) {
            return None;
        }
        if let (Some(a), Some(b)) = (name(&p.group), name(group)) {
            return one_name(&a, &b).then_some(3);
        }
        let sexes = p.sex == new.sex || p.sex.is_none() || new.sex.is_none();
        if let (Some(a), Some(b)) = (p.group.age, group.age) {
            // reports are a year apart in what they say of one age
            return (a.abs_diff(b) <= 1 && sexes).then_some(1 + u8::from(a == b));
        }
        let attackers = |g: &Group| g.of.as_deref() == Some("attacker");
        if attackers(&p.group) != attackers(group) || group.other {
            return None;
        }
        let minors = |g: &Group| g.of.as_deref() == Some("child");
        let grown = |g: &Group| g.age.is_some_and(|a| a >= 20); // a teenager may be 19
        let ages = !(minors(&p.group) && grown(group) || minors(group) && grown(&p.group));
        // the same sentence lists different people; another sentence tells of the same one again
        let again = sexes && ages && (sentence != p.sentence || group.definite || apposed(p));
        again.then_some(u8::from(p.group.of == group.of))
    };
    let found = (0..people.len())
        .filter_map(|at| Some((likeness(&people[at])?, at)))
        .max_by_key(|(likeness, at)| (*likeness, std::cmp::Reverse(*at)))
        .map(|(_, at)| at);
    match found {
        Some(at) => {
            let p = &mut people[at];
            p.told.push(told);
            p.sentence = sentence;
            p.group.name = p.group.name.or(group.name);
            p.group.age = p.group.age.or(group.age);
            p.sex = p.sex.or(new.sex);
            if p.group.of.is_none() {
                p.group.of = group.of.clone();
            }
            if p.head.is_empty() {
                p.head = new.head;
            }
        }
        None => people.push(new),
    }
}

/// The number of distinct people, where no number is printed for all of them.
pub(crate) fn total(tally: &Tally) -> Option<Value> {
    let attackers = |p: &&Person| p.group.of.as_deref() == Some("attacker");
    let n = tally.people.iter().filter(|p| !attackers(p)).count() as u64;
    (n > 0).then(|| Value::Count(Count::exactly(n)))
}
