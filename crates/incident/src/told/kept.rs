//! What a telling offers for comparison, as it is put away and comes back.

use std::sync::Arc;

use claim::{Count, Extent};
use pack::Kinds;
use text::{Key, Language};

use super::{Beside, Categories, Told};
use crate::TellingAt;
use crate::bytes::{In, Out};
use crate::days::Days;
use crate::names::Name;
use crate::places::Spot;
use crate::sorted::Sorted;
use crate::words::Words;

impl Told {
    /// What one article's copy of a telling offers, as bytes.
    pub(crate) fn form(&self) -> Vec<u8> {
        let Told {
            key,
            at,
            articles,
            kind,
            utterance,
            extent,
            days,
            counted,
            weekday,
            published,
            looks_back,
            places,
            beside,
            killed,
            injured,
            numbers,
            victims,
            names,
            people,
            targets,
            weapons,
            ages,
            language,
            words,
            speakers,
            addressees,
            quotes,
        } = self;
        let mut out = Out::default();
        let to = &mut out;
        put_key(to, key);
        to.all(at.iter(), |to, at| to.number(at.telling as u64));
        to.all(articles.iter(), put_key);
        to.option(*kind, |to, kind| to.number(kind.into()));
        to.number(match extent {
            Extent::Single => 0,
            Extent::Wave => 1,
            Extent::Total => 2,
        });
        for flag in [utterance, counted, looks_back] {
            to.number((*flag).into());
        }
        to.option(*days, put_days);
        to.option(*weekday, |to, day| to.signed(day.into()));
        to.option(*published, |to, day| to.signed(day.into()));
        to.all(places.iter(), |to, spot| spot.put(to));
        to.option(beside.as_ref(), |to, beside| {
            let kinds = &Kinds::shipped().kinds;
            let family = kinds.iter().position(|kind| kind.family == beside.family);
            to.option(family, |to, kind| to.number(kind as u64));
            to.option(beside.days, put_days);
            to.all(beside.places.iter(), |to, spot| spot.put(to));
        });
        for counts in [killed, injured] {
            to.all(counts.iter(), |to, count| {
                to.number(count.min);
                to.option(count.max, Out::number);
                to.number(u64::from(count.approx) | u64::from(count.delta) << 1);
            });
        }
        to.all(numbers.iter(), |to, (facet, n)| {
            to.number((*facet).into());
            to.number(*n);
        });
        for names in [victims, names] {
            to.all(names.iter(), |to, name| name.put(to));
        }
        put_hashes(to, people);
        for categories in [targets, weapons] {
            put_hashes(to, &categories.told);
            put_hashes(to, &categories.wider);
        }
        to.all(ages.iter(), |to, age| to.number((*age).into()));
        to.option(language.as_ref(), |to, language| {
            to.all(language.code().as_bytes().iter(), |to, b| to.0.push(*b))
        });
        let (packed, heard) = words.parts();
        let mut last = 0;
        to.all(packed.iter(), |to, word| {
            to.number((word - last).into());
            last = *word;
        });
        put_hashes(to, heard);
        for named in [speakers, addressees] {
            to.all(named.iter(), |to, (name, country)| {
                name.put(to);
                to.option(*country, Out::hash);
            });
        }
        to.all(quotes.iter(), put_key);
        out.0
    }

    /// And back; `None` where these are no such bytes.
    pub(crate) fn of_form(bytes: &[u8]) -> Option<Told> {
        let mut from = In(bytes);
        let from = &mut from;
        let key = take_key(from)?;
        let at = from.all(|from| Some(TellingAt { article: 0, telling: from.small()? }))?;
        let articles = from.all(take_key)?;
        let kinds = &Kinds::shipped().kinds;
        let kind = from.option(In::small)?.filter(|kind: &u8| usize::from(*kind) < kinds.len());
        let extent = match from.number()? {
            0 => Extent::Single,
            1 => Extent::Wave,
            2 => Extent::Total,
            _ => return None,
        };
        let (utterance, counted, looks_back) = (from.flag()?, from.flag()?, from.flag()?);
        let days = from.option(take_days)?;
        let (weekday, published) = (from.option(In::signed)?, from.option(In::signed)?);
        let places = from.all(Spot::take)?;
        let beside = from.option(|from| {
            let family: Option<usize> = from.option(In::small)?;
            let family = family.and_then(|kind| kinds.get(kind)).map_or("", |kind| kind.family.as_str());
            Some(Arc::new(Beside { family, days: from.option(take_days)?, places: from.all(Spot::take)? }))
        })?;
        let count = |from: &mut In<'_>| {
            let (min, max, flags) = (from.number()?, from.option(In::number)?, from.number()?);
            Some(Count { min, max, approx: flags & 1 == 1, delta: flags & 2 == 2 })
        };
        let (killed, injured) = (from.all(count)?, from.all(count)?);
        let numbers = from.all(|from| Some((from.small()?, from.number()?)))?;
        let (victims, names) = (from.all(Name::take)?, from.all(Name::take)?);
        let people = from.all(In::hash)?;
        let mut categories = || Some(Categories { told: from.all(In::hash)?, wider: from.all(In::hash)? });
        let (targets, weapons) = (categories()?, categories()?);
        let ages = from.all(In::small)?;
        let language = from.option(|from| {
            let code: Vec<u8> = from.all(In::small)?;
            Language::parse(std::str::from_utf8(&code).ok()?)
        })?;
        let mut last = 0u32;
        let packed = from.all(|from| {
            last = last.checked_add(from.small()?)?;
            Some(last)
        })?;
        let words = Words::from_parts(packed, from.all(In::hash)?);
        let named = |from: &mut In<'_>| Some((Name::take(from)?, from.option(In::hash)?));
        let (speakers, addressees) = (from.all(named)?, from.all(named)?);
        let quotes = from.all(take_key)?;
        from.0.is_empty().then_some(Told {
            key,
            at,
            articles,
            kind,
            utterance,
            extent,
            days,
            counted,
            weekday,
            published,
            looks_back,
            places,
            beside,
            killed,
            injured,
            numbers,
            victims,
            names,
            people,
            targets,
            weapons,
            ages,
            language,
            words,
            speakers,
            addressees,
            quotes,
        })
    }
}

fn put_key(to: &mut Out, key: &Key) {
    to.0.extend(key.to_bytes());
}

fn take_key(from: &mut In<'_>) -> Option<Key> {
    from.hash().map(|hash| Key::from_bytes(hash.to_le_bytes()))
}

fn put_hashes(to: &mut Out, hashes: &Sorted<u64>) {
    to.all(hashes.iter(), |to, hash| to.hash(*hash));
}

fn put_days(to: &mut Out, days: Days) {
    to.signed(days.first.into());
    to.signed((days.last - days.first).into());
    to.number(u64::from(days.night) | u64::from(days.zoned) << 1);
    to.option(days.clock, Out::signed);
}

fn take_days(from: &mut In<'_>) -> Option<Days> {
    let first: i32 = from.signed()?;
    let last = first.checked_add(from.signed()?)?;
    let flags = from.number()?;
    Some(Days { first, last, night: flags & 1 == 1, zoned: flags & 2 == 2, clock: from.option(In::signed)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{day, kazan, place_at, told, wording};

    /// A telling that has something of everything.
    fn rich() -> Told {
        let mut told = told(7, kazan(), day(21));
        let names = ["Ildar Metshin", "Терехов"].map(|name| Name::of(&crate::names::fold(name)));
        told.at = vec![TellingAt { article: 0, telling: 3 }];
        told.weekday = Some(6);
        told.published = Some(-3);
        told.places.push(Spot::of(&place_at("West", "region", (50.5, -40.25))));
        let beside = Beside { family: told.family(), days: day(2), places: told.places.clone() };
        told.beside = Some(Arc::new(beside));
        told.killed = vec![Count { min: 3, max: None, approx: true, delta: false }];
        told.injured = vec![Count::exactly(40)];
        told.numbers = [(4, 300), (9, 3)].into_iter().collect();
        told.victims = names.iter().cloned().collect();
        told.people = [1, u64::MAX].into_iter().collect();
        told.targets.insert("apartment block");
        told.ages = [12].into_iter().collect();
        told.language = Language::parse("uk");
        told.words = wording("Okulewicz fell on Wrexby Lane by the Zelmarov depot, 71");
        told.speakers = names.iter().map(|name| (name.clone(), Some(5))).collect();
        told.quotes = [Key::of([b"q".as_slice()])].into_iter().collect();
        told
    }

    #[test]
    fn what_is_put_away_comes_back() {
        for told in [rich(), told(1, kazan(), None)] {
            let bytes = told.form();
            assert_eq!(format!("{:?}", Told::of_form(&bytes).unwrap()), format!("{told:?}"));
        }
    }

    #[test]
    fn no_altered_byte_is_a_panic() {
        let bytes = rich().form();
        for at in 0..bytes.len() {
            for change in [1u8, 0x80, 0xff] {
                let mut altered = bytes.clone();
                altered[at] ^= change;
                let _ = Told::of_form(&altered);
            }
            assert!(Told::of_form(&bytes[..at]).is_none());
        }
    }
}
