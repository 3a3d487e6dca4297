//! Who is told of: victims, names, speakers and what they say.

use std::collections::BTreeSet;

use super::{Level, NEVER, level};
use crate::names::{Likeness, likeness};
use crate::told::Told;

pub(super) fn victims(a: &Told, b: &Told) -> Level {
    if a.victims.is_empty() || b.victims.is_empty() {
        level("victims: unknown", 0)
    } else if shares_name(&a.victims, &b.victims) {
        level("victims: one shared", 40)
    } else {
        level("victims: others", -10)
    }
}

pub(super) fn names(a: &Told, b: &Told) -> Level {
    match a.names.iter().filter(|x| b.names.iter().any(|y| alike(x, y))).count() {
        0 => level("names: none shared", 0),
        1 => level("names: one shared", 10),
        _ => level("names: several shared", 20),
    }
}

/// Whether both name one person hurt or killed in full: who dies, dies once, whatever day a text seems to say.
pub(super) fn one_victim(a: &Told, b: &Told) -> bool {
    let full = |name: &&String| name.contains(' ');
    a.victims.iter().filter(full).any(|x| b.victims.iter().filter(full).any(|y| alike(x, y)))
}

/// Full names in both articles: who was hurt, who is sought, who speaks for the place.
pub(super) fn people(a: &Told, b: &Told) -> Level {
    match a.people.intersection(&b.people).count() {
        0 => level("people: none named by both", 0),
        1 => level("people: one named by both", 12),
        _ => level("people: several named by both", 24),
    }
}

fn shares_name(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.iter().any(|x| b.iter().any(|y| alike(x, y)))
}

fn alike(a: &str, b: &str) -> bool {
    matches!(likeness(a, b), Likeness::Same | Likeness::Within)
}

pub(super) fn speakers(a: &Told, b: &Told) -> Level {
    if !a.utterance || !b.utterance || a.speakers.is_empty() || b.speakers.is_empty() {
        return level("speaker: not compared", 0);
    }
    let mut best = level("speaker: other", NEVER);
    for (x, x_country) in &a.speakers {
        for (y, y_country) in &b.speakers {
            let country = x_country.is_some() && x_country == y_country;
            let here = match likeness(x, y) {
                Likeness::Same | Likeness::Within => level("speaker: same", 25),
                Likeness::Unknown if country => level("speaker: same country, other script", 15),
                Likeness::Unknown => level("speaker: unknown", 0),
                // "Russia warned", "the Kremlin warned"
                Likeness::Other if country => level("speaker: same country", 5),
                Likeness::Other => continue,
            };
            if here.weight > best.weight {
                best = here;
            }
        }
    }
    best
}

pub(super) fn utterance(a: &Told, b: &Told) -> Level {
    let shared = a.quotes.intersection(&b.quotes).count();
    let least = a.quotes.len().min(b.quotes.len());
    if shared > 0 && shared * 2 >= least {
        return level("quote: same", 35);
    }
    if shared > 0 {
        return level("quote: in part", 15);
    }
    if !a.utterance || a.addressees.is_empty() || b.addressees.is_empty() {
        return level("quote: none shared", 0);
    }
    let same = |x: &(String, Option<String>), y: &(String, Option<String>)| {
        alike(&x.0, &y.0) || x.1.is_some() && x.1 == y.1
    };
    if a.addressees.iter().any(|x| b.addressees.iter().any(|y| same(x, y))) {
        level("addressee: same", 15)
    } else {
        level("addressee: other", -10)
    }
}
