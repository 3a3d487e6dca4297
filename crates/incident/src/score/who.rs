//! Who is told of: victims, names, speakers and what they say.

use super::Outcome::{self, *};
use super::Told;
use crate::names::{Likeness, Name};
use crate::sorted::Sorted;

pub(super) fn victims(a: &Told, b: &Told) -> Outcome {
    if shares_name(&a.victims, &b.victims) {
        return SameVictim;
    }
    let ages = a.ages.shared(&b.ages);
    if ages >= 2 {
        SameAges
    } else if !a.victims.is_empty() && !b.victims.is_empty() {
        OtherVictims
    } else if ages == 1 {
        OneAge
    } else if !a.ages.is_empty() && !b.ages.is_empty() {
        OtherAges
    } else {
        UnknownVictims
    }
}

pub(super) fn names(a: &Told, b: &Told) -> Outcome {
    match a.names.iter().filter(|x| b.names.iter().any(|y| x.is_like(y))).count() {
        0 => NoNames,
        1 => OneName,
        _ => SeveralNames,
    }
}

/// Full names in both articles: who was hurt, who is sought, who speaks for the place.
pub(super) fn people(a: &Told, b: &Told) -> Outcome {
    match a.people.shared(&b.people) {
        // an article names the same people whatever it tells of
        _ if a.shares_article(b) => NoPeople,
        0 => NoPeople,
        1 => OnePerson,
        _ => SeveralPeople,
    }
}

fn shares_name(a: &Sorted<Name>, b: &Sorted<Name>) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.is_like(y)))
}

pub(super) fn speaker(a: &Told, b: &Told) -> Outcome {
    if !a.utterance || !b.utterance || a.speakers.is_empty() || b.speakers.is_empty() {
        return NoSpeaker;
    }
    let mut best = OtherSpeaker;
    for (x, x_country) in a.speakers.iter() {
        for (y, y_country) in b.speakers.iter() {
            let country = x_country.is_some() && x_country == y_country;
            let here = match x.likeness(y) {
                Likeness::Same | Likeness::Within => SameSpeaker,
                // «Володимир Зеленський», "Wladimir Selenskyj"
                _ if a.language != b.language && x.is_of_family(y) => SameSpeaker,
                Likeness::Unknown if country => SpeakerOfCountry,
                Likeness::Unknown => UnknownSpeaker,
                // "Russia warned", "the Kremlin warned"
                Likeness::Other if country => CountrySpeaker,
                Likeness::Other => OtherSpeaker,
            };
            // one that cannot be told apart outweighs one that differs
            let doubt = best == OtherSpeaker && here == UnknownSpeaker;
            if doubt || here < best && best != UnknownSpeaker || best == UnknownSpeaker && here < OtherSpeaker
            {
                best = here;
            }
        }
    }
    best
}

/// Whether they quote the same words, by the word triples that they share.
pub(super) fn quote(a: &Told, b: &Told) -> Outcome {
    let shared = a.quotes.shared(&b.quotes);
    let least = a.quotes.len().min(b.quotes.len());
    match shared {
        0 => NoQuote,
        _ if shared * 2 >= least => SameQuote,
        _ => QuoteInPart,
    }
}

pub(super) fn addressee(a: &Told, b: &Told) -> Outcome {
    if !a.utterance || a.addressees.is_empty() || b.addressees.is_empty() {
        return UnknownAddressee;
    }
    let same =
        |x: &(Name, Option<u64>), y: &(Name, Option<u64>)| x.0.is_like(&y.0) || x.1.is_some() && x.1 == y.1;
    if a.addressees.iter().any(|x| b.addressees.iter().any(|y| same(x, y))) {
        SameAddressee
    } else {
        OtherAddressee
    }
}
