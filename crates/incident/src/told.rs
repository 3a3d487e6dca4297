//! What one telling offers for comparison with others, drawn from its reading once.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Count, Extent, MentionType, Scope, Stance, Value};
use pack::Kinds;
use text::{Key, Language};

use crate::copies::Copies;
use crate::days::{Days, day_number, weekday_of_pattern};
use crate::names::{Likeness, fold, likeness};
use crate::parallel::in_parallel;
use crate::places::Spot;
use crate::stretches::stretches;
use crate::words::{Words, shingles};
use crate::{Read, TellingAt};

/// How many of a telling's places are compared.
const PLACES: usize = 4;

/// One telling with what it is compared by; the same telling in copies of one text is one of these.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Hash of the text and of what is told: equal for copies, whatever their outlet.
    pub(crate) key: Key,
    /// Where it stands.
    pub(crate) at: Vec<TellingAt>,
    /// The keys of the articles that it stands in, sorted.
    pub(crate) articles: Vec<Key>,
    /// Index into the kinds of `kinds/`.
    pub(crate) kind: Option<u8>,
    /// Whether it is something said.
    pub(crate) utterance: bool,
    /// One thing, a wave, a total.
    pub(crate) extent: Extent,
    /// When.
    pub(crate) days: Option<Days>,
    /// Where no date fixes it: 1 is Monday.
    pub(crate) weekday: Option<i8>,
    /// The day of publication, counted from 1970-01-01.
    pub(crate) published: Option<i32>,
    /// Where, the surest first.
    pub(crate) places: Vec<Spot>,
    /// Totals of people killed.
    pub(crate) killed: Vec<Count>,
    /// Totals of people injured.
    pub(crate) injured: Vec<Count>,
    /// Other exact figures of three or more, by facet.
    pub(crate) numbers: BTreeSet<(u8, u64)>,
    /// Folded names of people affected.
    pub(crate) victims: BTreeSet<String>,
    /// Folded names of people and groups that act or speak.
    pub(crate) names: BTreeSet<String>,
    /// Folded full names of people that the article names and who do not speak in it, told with this or not.
    pub(crate) people: BTreeSet<String>,
    /// Categories of target.
    pub(crate) targets: BTreeSet<String>,
    /// Categories of weapon.
    pub(crate) weapons: BTreeSet<String>,
    /// Ages of people affected.
    pub(crate) ages: BTreeSet<u16>,
    /// Its article's language.
    pub(crate) language: Option<Language>,
    /// Of the stretches that tell of it.
    pub(crate) words: Words,
    /// For utterances: who says it, folded, with their country.
    pub(crate) speakers: BTreeSet<(String, Option<String>)>,
    /// To whom, folded, with their country.
    pub(crate) addressees: BTreeSet<(String, Option<String>)>,
    /// Hashes of three words in a row of what is quoted.
    pub(crate) quotes: BTreeSet<Key>,
}

impl Told {
    /// Whether it must wait for others to be linked: no day, or no place.
    pub(crate) fn waits(&self) -> bool {
        let day = self.days.is_some_and(|d| d.fixes_a_day() || self.extent == Extent::Total);
        if self.utterance {
            self.speakers.is_empty() || !day && self.quotes.is_empty()
        } else {
            !day || self.places.is_empty()
        }
    }

    /// The family of its kind.
    pub(crate) fn family(&self) -> &'static str {
        self.kind.and_then(|k| Kinds::shipped().kinds.get(usize::from(k))).map_or("", |k| k.family.as_str())
    }
}

/// Draws every telling that has claims, copies merged, sorted by key.
pub(crate) fn tell(reads: &[Read], copies: &Copies) -> Vec<Told> {
    let mut by_key: BTreeMap<Key, Told> = BTreeMap::new();
    let numbered: Vec<usize> = (0..reads.len()).collect();
    for told in in_parallel(&numbered, |article| tell_one(&reads[*article], *article, copies.texts[*article]))
    {
        for told in told {
            match by_key.entry(told.key) {
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(told);
                }
                std::collections::btree_map::Entry::Occupied(mut other) => {
                    let other = other.get_mut();
                    other.at.extend(told.at);
                    other.articles.extend(told.articles);
                    other.articles.sort_unstable();
                    other.articles.dedup();
                    // a copy's title and date must not tip the scales
                    if told.words < other.words {
                        other.words = told.words;
                    }
                    if told.people < other.people {
                        other.people = told.people;
                    }
                    other.published = match (other.published, told.published) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
            }
        }
    }
    by_key.into_values().collect()
}

/// Draws the tellings of one article.
fn tell_one(read: &Read, article: usize, text: Key) -> Vec<Told> {
    let mut seen: BTreeMap<Key, u32> = BTreeMap::new();
    let tellings = stretches(read).into_iter().enumerate();
    let tellings = tellings.filter(|(telling, _)| !read.reading.tellings[*telling].claims.is_empty());
    let people = people(read);
    tellings
        .map(|(telling, stretches)| {
            let mut told = draw(read, telling, Words::of(stretches.into_iter()), people.clone());
            told.at.push(TellingAt { article, telling });
            told.articles.push(read.article.key());
            let signature = signature(read, &told, telling);
            // two tellings of one article stay two, however alike
            let nth = seen.entry(signature).or_default();
            told.key = Key::of([&text.to_bytes()[..], &signature.to_bytes(), &nth.to_le_bytes()]);
            *nth += 1;
            told
        })
        .collect()
}

/// Hash of what a telling says, free of spans and of the article's own key.
fn signature(read: &Read, told: &Told, telling: usize) -> Key {
    let it = &read.reading.tellings[telling];
    let places: Vec<String> =
        it.places.iter().map(|p| format!("{}/{:?}/{}", p.name, p.country, p.precision)).collect();
    let mut claims: Vec<String> = it
        .claims
        .iter()
        .filter_map(|c| read.reading.claims.get(*c))
        .map(|c| format!("{}{:?}{:?}{:?}", c.facet, c.scope, plain(&c.value), c.stance))
        .collect();
    claims.sort_unstable();
    let head = format!("{:?}{:?}{:?}{}", told.kind, told.extent, it.time, places.join(","));
    Key::of(std::iter::once(head.as_bytes()).chain(claims.iter().map(|c| c.as_bytes())))
}

/// A value's text without the gazetteer's numbers, which differ from asset to asset.
fn plain(value: &Value) -> String {
    match value {
        Value::Place(p) => format!("{}/{:?}/{}", p.name, p.country, p.precision),
        other => format!("{other:?}"),
    }
}

fn draw(read: &Read, telling: usize, words: Words, people: BTreeSet<String>) -> Told {
    let kinds = Kinds::shipped();
    let it = &read.reading.tellings[telling];
    let kind = it.kind.filter(|k| usize::from(*k) < kinds.kinds.len());
    let mut told = Told {
        key: it.key,
        at: Vec::new(),
        articles: Vec::new(),
        kind,
        utterance: kind.is_some_and(|k| kinds.kinds[usize::from(k)].utterance),
        extent: it.extent,
        days: it.time.as_ref().and_then(Days::of),
        weekday: it.time.as_ref().and_then(|t| t.pattern.as_deref()).and_then(weekday_of_pattern),
        published: read.reading.published.map(|p| day_number(p.at.date)),
        places: it.places.iter().take(PLACES).map(Spot::of).collect(),
        killed: Vec::new(),
        injured: Vec::new(),
        numbers: BTreeSet::new(),
        victims: BTreeSet::new(),
        names: BTreeSet::new(),
        people,
        targets: BTreeSet::new(),
        weapons: BTreeSet::new(),
        ages: BTreeSet::new(),
        language: read.reading.language,
        words,
        speakers: BTreeSet::new(),
        addressees: BTreeSet::new(),
        quotes: BTreeSet::new(),
    };
    for claim in it.claims.iter().filter_map(|c| read.reading.claims.get(*c)) {
        add_claim(&mut told, read, claim);
    }
    if told.utterance && told.speakers.is_empty() {
        let origins = it.claims.iter().filter_map(|c| read.reading.claims.get(*c)?.origin.as_ref());
        let named = origins.filter(|o| o.kind.as_deref() != Some("unnamed"));
        told.speakers = named.map(|o| (fold(&o.voice), o.side.clone())).take(1).collect();
    }
    told
}

/// The full names, two words or more, of the people of an article who do not speak for others, folded: who was hurt,
/// who is sought. Who speaks of one thing today speaks of another tomorrow.
fn people(read: &Read) -> BTreeSet<String> {
    let reading = &read.reading;
    let said = reading.claims.iter().filter_map(|c| match &c.value {
        Value::Quote { speaker } => speaker.as_deref(),
        _ => None,
    });
    let voices = reading.claims.iter().filter_map(|c| Some(c.origin.as_ref()?.voice.as_str()));
    let sources = reading.mentions.iter().filter_map(|m| Some(read.article.words(m.quote?.source?)));
    let speakers: BTreeSet<String> = said.chain(voices).chain(sources).map(fold).collect();
    let speaks = |name: &String| {
        speakers.iter().any(|s| matches!(likeness(s, name), Likeness::Same | Likeness::Within))
            || name.rsplit(' ').next().is_some_and(|last| speakers.contains(last))
    };
    let named = reading.mentions.iter().filter(|m| m.kind == MentionType::Person);
    let names = named.map(|m| fold(read.article.words(m.span))).filter(|name| name.contains(' '));
    names.filter(|name| !speaks(name)).collect()
}

fn add_claim(told: &mut Told, read: &Read, claim: &Claim) {
    if told.utterance
        && let Some(origin) = &claim.origin
    {
        told.names.insert(fold(&origin.voice));
    }
    let facet = Kinds::shipped().facets.get(usize::from(claim.facet)).map_or("", |f| f.name.as_str());
    let said = claim.stance <= Stance::Alleged;
    match &claim.value {
        Value::Count(count) if said && !count.delta && claim.scope == Scope::default() => match facet {
            "killed" => told.killed.push(*count),
            "injured" => told.injured.push(*count),
            _ if count.max == Some(count.min) && count.min >= 3 => {
                told.numbers.insert((claim.facet, count.min));
            }
            _ => {}
        },
        Value::Count(count) if said && !count.delta && count.max == Some(count.min) && count.min >= 3 => {
            told.numbers.insert((claim.facet, count.min));
        }
        Value::Category { category, .. } if facet == "target" => {
            told.targets.insert(category.clone());
        }
        Value::Category { category, .. } if facet == "weapon" => {
            told.weapons.insert(category.clone());
        }
        Value::Victim { name, age, .. } => {
            told.victims.extend(name.as_deref().map(fold));
            told.ages.extend(*age);
        }
        Value::Name { name, country, kind } => {
            let folded = fold(name);
            match facet {
                "actor" if told.utterance => {
                    told.speakers.insert((folded.clone(), country.clone()));
                }
                "addressee" => {
                    told.addressees.insert((folded.clone(), country.clone()));
                }
                _ => {}
            }
            if kind.as_deref() != Some("state") && !folded.is_empty() {
                told.names.insert(folded);
            }
        }
        Value::Quote { speaker } => {
            if let Some(speaker) = speaker {
                let folded = fold(speaker);
                told.names.insert(folded.clone());
                if told.utterance {
                    told.speakers.insert((folded, None));
                }
            }
            told.quotes.extend(shingles(read.article.words(claim.span)));
        }
        _ => {}
    }
}
