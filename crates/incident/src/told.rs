//! What one telling offers for comparison with others, drawn from its reading once.

mod kept;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use claim::{Claim, Count, Extent, MentionType, Scope, Stance, Telling, TimeValue, Value};
use pack::Kinds;
use text::{Key, Language, day_number};

use crate::copies::Copies;
use crate::days::{Days, weekday_of_pattern};
use crate::hashes;
use crate::names::{Name, fold};
use crate::parallel::in_parallel;
use crate::places::Spot;
use crate::sorted::Sorted;
use crate::stretches::stretches;
use crate::words::{Words, shingles};
use crate::{Read, TellingAt};

/// How many of a telling's places are compared.
const PLACES: usize = 4;

/// Categories of a kind, as hashes of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Categories {
    /// Those that are told.
    told: Sorted<u64>,
    /// Those and all that they are a kind of.
    wider: Sorted<u64>,
}

impl Categories {
    fn insert(&mut self, category: &str) {
        self.told.insert(hashes::word(category));
        self.wider.extend(Kinds::shipped().wider(category).map(hashes::word));
    }

    /// Whether a category of one is one of the other, or a kind of it; `None` where one has none.
    pub(crate) fn fit(&self, other: &Categories) -> Option<bool> {
        let known = !self.told.is_empty() && !other.told.is_empty();
        known.then(|| self.wider.shared(&other.told) > 0 || other.wider.shared(&self.told) > 0)
    }
}

/// What an article tells most of, as a telling beside it knows it.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) family: &'static str,
    pub(crate) days: Option<Days>,
    pub(crate) places: Vec<Spot>,
}

/// One telling with what it is compared by; the same telling in copies of one text is one of these.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Hash of the text and of what is told: equal for copies, whatever their outlet.
    pub(crate) key: Key,
    /// Where it stands.
    pub(crate) at: Vec<TellingAt>,
    /// The keys of the articles that it stands in.
    pub(crate) articles: Sorted<Key>,
    /// Index into the kinds of `kinds/`.
    pub(crate) kind: Option<u8>,
    /// Whether it is something said.
    pub(crate) utterance: bool,
    /// One thing, a wave, a total.
    pub(crate) extent: Extent,
    /// When.
    pub(crate) days: Option<Days>,
    /// Whether the day was counted from the publication: "on Friday", "yesterday".
    pub(crate) counted: bool,
    /// Where no date fixes it: 1 is Monday.
    pub(crate) weekday: Option<i8>,
    /// The day of publication, counted from 1970-01-01.
    pub(crate) published: Option<i32>,
    /// Whether its article opens with what came of something: an arrest, a trial.
    pub(crate) looks_back: bool,
    /// Where, the surest first.
    pub(crate) places: Vec<Spot>,
    /// What its article tells most of, where that is another thing.
    pub(crate) beside: Option<Arc<Beside>>,
    /// Totals of people killed.
    pub(crate) killed: Vec<Count>,
    /// Totals of people injured.
    pub(crate) injured: Vec<Count>,
    /// Other exact figures of three or more, by facet.
    pub(crate) numbers: Sorted<(u8, u64)>,
    /// Folded names of people affected.
    pub(crate) victims: Sorted<Name>,
    /// Folded names of people and groups that act or speak.
    pub(crate) names: Sorted<Name>,
    /// Hashes of the folded full names of people that the article names and who do not speak in it, told with this or not.
    pub(crate) people: Sorted<u64>,
    /// Categories of target.
    pub(crate) targets: Categories,
    /// Categories of weapon.
    pub(crate) weapons: Categories,
    /// Ages of people affected.
    pub(crate) ages: Sorted<u16>,
    /// Its article's language.
    pub(crate) language: Option<Language>,
    /// Of the stretches that tell of it.
    pub(crate) words: Words,
    /// For utterances: who says it, with the hash of their country's code.
    pub(crate) speakers: Sorted<(Name, Option<u64>)>,
    /// To whom, likewise.
    pub(crate) addressees: Sorted<(Name, Option<u64>)>,
    /// Hashes of three words in a row of what is quoted.
    pub(crate) quotes: Sorted<Key>,
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

    /// Its places, else those of its article.
    pub(crate) fn somewhere(&self) -> &[Spot] {
        match &self.beside {
            Some(beside) if self.places.is_empty() => &beside.places,
            _ => &self.places,
        }
    }

    /// Takes in the same telling from a copy of its text.
    pub(crate) fn add_copy(&mut self, copy: &Told) {
        self.at.extend(&copy.at);
        self.articles.extend(copy.articles.iter().copied());
        // a copy's title and date must not tip the scales
        if copy.words < self.words {
            self.words = copy.words.clone();
        }
        if copy.people < self.people {
            self.people = copy.people.clone();
        }
        self.published = match (self.published, copy.published) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// Whether some article has both.
    pub(crate) fn shares_article(&self, other: &Told) -> bool {
        match (&self.articles[..], &other.articles[..]) {
            ([a], [b]) => a == b,
            _ => self.articles.shared(&other.articles) > 0,
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
    let drawn =
        in_parallel(&numbered, |article| tell_one(&reads[*article], *article, copies.texts[*article]));
    for told in drawn.into_iter().flatten() {
        match by_key.entry(told.key) {
            Entry::Vacant(free) => _ = free.insert(told),
            Entry::Occupied(mut other) => other.get_mut().add_copy(&told),
        }
    }
    by_key.into_values().collect()
}

/// Draws the tellings of one article that have claims; `article` is the position that they say they stand at, `text` the
/// key of the text that the article prints.
pub(crate) fn tell_one(read: &Read, article: usize, text: Key) -> Vec<Told> {
    let mut seen: BTreeMap<Key, u32> = BTreeMap::new();
    let tellings = stretches(read).into_iter().enumerate();
    let tellings = tellings.filter(|(telling, _)| !read.reading.tellings[*telling].claims.is_empty());
    let people = people(read);
    let main = main_of(read).map(|(at, beside)| (at, Arc::new(beside)));
    tellings
        .map(|(telling, stretches)| {
            let mut told =
                draw(read, telling, Words::of(stretches.into_iter(), read.reading.language), people.clone());
            told.at.push(TellingAt { article, telling });
            told.beside = main.as_ref().filter(|(at, _)| *at != telling).map(|(_, beside)| beside.clone());
            told.articles.insert(read.article.key());
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

fn draw(read: &Read, telling: usize, words: Words, people: Sorted<u64>) -> Told {
    let kinds = Kinds::shipped();
    let it = &read.reading.tellings[telling];
    let kind = it.kind.filter(|k| usize::from(*k) < kinds.kinds.len());
    let mut told = Told {
        key: it.key,
        at: Vec::new(),
        articles: Sorted::default(),
        kind,
        utterance: kind.is_some_and(|k| kinds.kinds[usize::from(k)].utterance),
        extent: it.extent,
        days: it
            .time
            .as_ref()
            .and_then(Days::of)
            .filter(|days| days.say_when() || it.extent == Extent::Total),
        counted: it.time.as_ref().is_some_and(|time| is_counted(read, telling, time)),
        weekday: it.time.as_ref().and_then(|t| t.pattern.as_deref()).and_then(weekday_of_pattern),
        published: read.reading.published.map(|p| day_number(p.at.date)),
        looks_back: read.reading.looks_back,
        places: it.places.iter().take(PLACES).map(Spot::of).collect(),
        beside: None,
        killed: Vec::new(),
        injured: Vec::new(),
        numbers: Sorted::default(),
        victims: Sorted::default(),
        names: Sorted::default(),
        people,
        targets: Categories::default(),
        weapons: Categories::default(),
        ages: Sorted::default(),
        language: read.reading.language,
        words,
        speakers: Sorted::default(),
        addressees: Sorted::default(),
        quotes: Sorted::default(),
    };
    for claim in it.claims.iter().filter_map(|c| read.reading.claims.get(*c)) {
        add_claim(&mut told, read, claim);
    }
    if told.utterance && told.speakers.is_empty() {
        let origins = it.claims.iter().filter_map(|c| read.reading.claims.get(*c)?.origin.as_ref());
        let named = origins.filter(|o| o.kind.as_deref() != Some("unnamed"));
        told.speakers =
            named.map(|o| (Name::of(&fold(&o.voice)), o.side.as_deref().map(hashes::word))).take(1).collect();
    }
    told
}

/// What an article tells most of and says where it was, by number; nothing that was only said.
fn main_of(read: &Read) -> Option<(usize, Beside)> {
    let kinds = &Kinds::shipped().kinds;
    let kind = |t: &Telling| t.kind.and_then(|k| kinds.get(usize::from(k)));
    let tellings = read.reading.tellings.iter().enumerate();
    let placed = tellings.filter(|(_, t)| !t.places.is_empty() && !kind(t).is_some_and(|k| k.utterance));
    let (at, main) = placed.max_by_key(|(at, t)| (t.claims.len(), std::cmp::Reverse(*at)))?;
    let beside = Beside {
        family: kind(main).map_or("", |k| k.family.as_str()),
        days: main.time.as_ref().and_then(Days::of).filter(Days::fixes_a_day),
        places: main.places.iter().take(PLACES).map(Spot::of).collect(),
    };
    Some((at, beside))
}

/// Whether no words of a telling print the number of its day, which must then have been counted from the publication.
fn is_counted(read: &Read, telling: usize, time: &TimeValue) -> bool {
    let Some(date) = time.start.map(|start| start.date) else { return false };
    let prints = |words: &str| {
        let numbers = words.split(|c: char| !c.is_ascii_digit());
        numbers.filter_map(|number| number.parse().ok()).any(|number: i8| number == date.day())
    };
    let claims = read.reading.tellings[telling].claims.iter().filter_map(|c| read.reading.claims.get(*c));
    let of_day = claims.filter(
        |c| matches!(&c.value, Value::Time(other) if other.start.is_some_and(|start| start.date == date)),
    );
    let mut words = of_day.map(|c| read.article.words(c.span)).peekable();
    words.peek().is_some() && !words.any(prints)
}

/// The full names, two words or more, of the people of an article who do not speak for others, folded: who was hurt,
/// who is sought. Who speaks of one thing today speaks of another tomorrow.
fn people(read: &Read) -> Sorted<u64> {
    let reading = &read.reading;
    let said = reading.claims.iter().filter_map(|c| match &c.value {
        Value::Quote { speaker } => speaker.as_deref(),
        _ => None,
    });
    let voices = reading.claims.iter().filter_map(|c| Some(c.origin.as_ref()?.voice.as_str()));
    let sources = reading.mentions.iter().filter_map(|m| Some(read.article.words(m.quote?.source?)));
    let speakers: Sorted<Name> =
        said.chain(voices).chain(sources).map(|name| Name::of(&fold(name))).collect();
    let speaks = |name: &Name| speakers.iter().any(|s| s.is_like(name) || s.whole == name.last());
    let named = reading.mentions.iter().filter(|m| m.kind == MentionType::Person);
    let names = named.map(|m| Name::of(&fold(read.article.words(m.span)))).filter(Name::is_full);
    names.filter(|name| !speaks(name)).map(|name| name.whole).collect()
}

fn add_claim(told: &mut Told, read: &Read, claim: &Claim) {
    if told.utterance
        && let Some(origin) = &claim.origin
    {
        told.names.insert(Name::of(&fold(&origin.voice)));
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
            told.targets.insert(category);
        }
        Value::Category { category, .. } if facet == "weapon" => {
            told.weapons.insert(category);
        }
        Value::Victim { name, age, .. } => {
            told.victims.extend(name.as_deref().map(|name| Name::of(&fold(name))));
            told.ages.extend(*age);
        }
        Value::Name { name, country, kind } => {
            let folded = fold(name);
            let name = Name::of(&folded);
            let country = country.as_deref().map(hashes::word);
            match facet {
                "actor" if told.utterance => told.speakers.insert((name.clone(), country)),
                "addressee" => told.addressees.insert((name.clone(), country)),
                _ => {}
            }
            if kind.as_deref() != Some("state") && !folded.is_empty() {
                told.names.insert(name);
            }
        }
        Value::Quote { speaker } => {
            if let Some(speaker) = speaker {
                let name = Name::of(&fold(speaker));
                told.names.insert(name.clone());
                if told.utterance {
                    told.speakers.insert((name, None));
                }
            }
            told.quotes.extend(shingles(read.article.words(claim.span)).iter().copied());
        }
        _ => {}
    }
}
