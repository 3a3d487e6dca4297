//! What an article offers for comparison: its words, and by sentence the items that survive a rewriting or a translation.

use std::collections::BTreeSet;

use claim::{MentionType, Read, Reading, Value};
use pack::Kinds;
use text::{Language, Part, QuotePair, Writing, segment};

use crate::hashes::{all, word};
use crate::rarity::{Classes, RARE, classes};
use crate::sounds::sound;

/// Articles longer than this are looked at up to here, in words.
const LONGEST: usize = 6_000;
/// Sentences shorter than this in words are joined to the one before: bylines, "Officials said."
const SHORT: u32 = 4;

/// A word of the text under the headline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Of its folded form.
    pub(crate) hash: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether it stands in quotation marks.
    pub(crate) quoted: bool,
    /// Whether it says something: a figure, or no common word.
    pub(crate) telling: bool,
}

/// Something that a sentence tells, with what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    pub(crate) hash: u32,
    pub(crate) weight: u16,
    /// Whether it is a name, a number or a clock time: what one who tells from another's text seldom brings of his own.
    pub(crate) hard: bool,
}

/// The items of a sentence, each once, by hash.
#[derive(Clone, Debug, Default)]
pub(crate) struct Items {
    pub(crate) items: Vec<Item>,
    pub(crate) weight: u32,
    /// A bit for each item: where two have none in common, the sentences share nothing.
    bits: u64,
}

impl Items {
    pub(crate) fn of(mut items: Vec<Item>) -> Items {
        // of one item told twice the heavier stays
        items.sort_unstable_by_key(|item| (item.hash, std::cmp::Reverse(item.weight)));
        items.dedup_by_key(|item| item.hash);
        let weight = items.iter().map(|item| u32::from(item.weight)).sum();
        let bits = items.iter().fold(0, |bits, item| bits | 1 << (item.hash % 64));
        Items { items, weight, bits }
    }

    /// All of two sentences.
    pub(crate) fn with(&self, other: &Items) -> Items {
        Items::of(self.items.iter().chain(&other.items).copied().collect())
    }

    /// What both have; of one that weighs less in one of them that weight.
    pub(crate) fn shared(&self, other: &Items) -> u32 {
        if self.bits & other.bits == 0 {
            return 0;
        }
        let (mut a, mut b, mut weight) = (0, 0, 0);
        while let (Some(mine), Some(theirs)) = (self.items.get(a), other.items.get(b)) {
            match mine.hash.cmp(&theirs.hash) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    weight += u32::from(mine.weight.min(theirs.weight));
                    (a, b) = (a + 1, b + 1);
                }
            }
        }
        weight
    }
}

/// One sentence.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Its bytes.
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// What stands whatever the language: names as they sound, numbers, days, places, categories, who is cited.
    pub(crate) across: Items,
    /// What stands in the same language: words by how rare they are, numbers.
    pub(crate) within: Items,
}

/// One article as it is compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) language: Option<Language>,
    pub(crate) words: Vec<Word>,
    /// Hash of all its words: what is told between articles goes by their words, so that a copy changes nothing of it.
    pub(crate) text: u64,
    pub(crate) sentences: Vec<Sentence>,
    /// All that it tells, as it stands in any language.
    pub(crate) across: Items,
    /// The same with its words, for articles of its own language.
    pub(crate) within: Items,
    /// The words that stand in quotation marks, sorted.
    pub(crate) quoted: Vec<u32>,
    pub(crate) once: ToldOnce,
    /// The places and days of its tellings, sorted.
    pub(crate) scenes: Vec<u32>,
    /// Of the site that it stood on.
    pub(crate) outlet: Option<u64>,
}

/// What an article tells in one sentence and no other, by hash.
#[derive(Clone, Debug, Default)]
pub(crate) struct ToldOnce {
    pub(crate) across: Vec<Once>,
    pub(crate) within: Vec<Once>,
}

/// An item, and the number of the sentence that it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Once {
    pub(crate) hash: u32,
    pub(crate) sentence: u16,
}

/// Lighter items are everywhere.
const ONCE: u16 = 3;

impl ToldOnce {
    fn of(sentences: &[Sentence]) -> ToldOnce {
        ToldOnce { across: once(sentences, |s| &s.across), within: once(sentences, |s| &s.within) }
    }
}

fn once(sentences: &[Sentence], items: fn(&Sentence) -> &Items) -> Vec<Once> {
    let numbered = sentences.iter().enumerate().take(usize::from(u16::MAX));
    let mut told: Vec<(u32, u16, u16)> = numbered
        .flat_map(|(nth, sentence)| items(sentence).items.iter().map(move |i| (i.hash, nth as u16, i.weight)))
        .collect();
    told.sort_unstable();
    let alone = told.chunk_by(|a, b| a.0 == b.0).filter_map(|same| match same {
        [(hash, sentence, weight)] if *weight >= ONCE => Some(Once { hash: *hash, sentence: *sentence }),
        _ => None,
    });
    alone.collect()
}

impl Drawn {
    /// Draws an article.
    pub(crate) fn of(read: &Read) -> Drawn {
        let text = read.article.text();
        let (tokens, cut) = segment(text, Part::Text, &writing());
        let quotations = text::quotations(text, &tokens, &writing());
        let language = read.reading.language;
        let common = classes(language);
        let mut drawn = Drawn { language, ..Drawn::default() };
        let mut items = Gathering::of(read);
        let mut folded = String::new();
        let mut quotes = quotations.iter().peekable();
        for sentence in cut {
            let (first, mut initial) = (drawn.words.len() as u32, true);
            items.begin();
            for at in sentence.first..sentence.end {
                let token = &tokens[at as usize];
                while quotes.next_if(|quote| quote.close <= at).is_some() {}
                if token.shape.is_mark() || drawn.words.len() >= LONGEST {
                    continue;
                }
                gazetteer::fold_into(token.of(text), &mut folded);
                if folded.is_empty() {
                    continue;
                }
                let quoted = quotes.peek().is_some_and(|quote| quote.holds(at));
                // who quotes an official prints the words that others print
                let telling = !quoted && items.word(token, text, &folded, common, initial);
                let hash = word(&folded) as u32;
                drawn.words.push(Word { hash, start: token.start, end: token.end, quoted, telling });
                initial = false;
            }
            let end = drawn.words.len() as u32;
            if first == end {
                continue;
            }
            let (from, to) = (drawn.words[first as usize].start, drawn.words[end as usize - 1].end);
            items.reading(&read.reading, from, to);
            let (across, within) = items.finish();
            match drawn.sentences.last_mut() {
                Some(last) if end - first < SHORT => {
                    last.to = to;
                    last.across = last.across.with(&across);
                    last.within = last.within.with(&within);
                }
                _ => drawn.sentences.push(Sentence { from, to, across, within }),
            }
        }
        let of = |items: &dyn Fn(&Sentence) -> Vec<Item>| {
            Items::of(drawn.sentences.iter().flat_map(items).collect())
        };
        let across = of(&|sentence| sentence.across.items.clone());
        let within = of(&|sentence| {
            let hard = sentence.across.items.iter().filter(|item| item.hard);
            hard.chain(sentence.within.items.iter().filter(|item| !item.hard)).copied().collect()
        });
        let mut quoted: Vec<u32> =
            drawn.words.iter().filter(|word| word.quoted).map(|word| word.hash).collect();
        quoted.sort_unstable();
        let once = ToldOnce::of(&drawn.sentences);
        let outlet = read.article.outlet().map(word);
        let text = all(&drawn.words.iter().map(|word| u64::from(word.hash)).collect::<Vec<_>>());
        Drawn { text, across, within, quoted, once, scenes: scenes(&read.reading), outlet, ..drawn }
    }
}

/// Sentences and quotations alike in every language: this room has no pack, and what it cuts needs only to be cut alike.
fn writing() -> Writing {
    let pair = |open: &str, close: &str| QuotePair { open: open.into(), close: close.into() };
    let quotes = vec![pair("“", "”"), pair("„", "“"), pair("«", "»"), pair("\"", "\"")];
    Writing { quotes, ..Writing::default() }
}

/// What each kind of item weighs. Weights are by how seldom two independent accounts of one incident share the item in
/// sentences that stand in the same place.
mod weigh {
    /// A name that no list of common words has, of three consonants or more.
    pub(super) const NAME: u16 = 7;
    /// Another name: short, or common.
    pub(super) const SHORT_NAME: u16 = 4;
    /// A rare word without a capital, which may be the same word elsewhere: "drone", "дрон".
    pub(super) const COGNATE: u16 = 3;
    pub(super) const PLACE: u16 = 4;
    pub(super) const DAY: u16 = 3;
    pub(super) const CLOCK: u16 = 10;
    pub(super) const CATEGORY: u16 = 2;
    pub(super) const VOICE: u16 = 2;
    pub(super) const QUOTE: u16 = 2;
    /// What every account of the incident tells: its town, its day, its toll.
    pub(super) const KNOWN: u16 = 2;
    /// Words of one language, by class.
    pub(super) const WORD: [u16; 4] = [0, 2, 4, 6];

    /// A number; years and small ones are everywhere.
    pub(super) fn number(n: u64) -> u16 {
        match n {
            0..=2 => 2,
            3..=9 => 4,
            10..=99 => 7,
            1900..=2100 => 3,
            100..=999 => 9,
            _ => 10,
        }
    }
}

/// Kinds of items, so that a number is not taken for a name.
const NUMBER: u64 = 1;
const NAME: u64 = 2;
const PLACE: u64 = 3;
const DAY: u64 = 4;
const CLOCK: u64 = 5;
const CATEGORY: u64 = 6;
const VOICE: u64 = 7;
const QUOTE: u64 = 8;
const WORD: u64 = 9;

fn hashed(kind: u64, what: u64) -> u32 {
    all(&[kind, what]) as u32
}

/// The items of one sentence after the other.
struct Gathering {
    across: Vec<Item>,
    within: Vec<Item>,
    /// The hashes of what every account of the article's incidents tells.
    known: BTreeSet<u32>,
    /// Starts of the words that belong to names of people and bodies, by byte.
    named: Vec<(u32, u32)>,
    /// Where the next look into mentions and claims begins: both are in the order of the text.
    mention: usize,
}

impl Gathering {
    fn of(read: &Read) -> Gathering {
        let reading = &read.reading;
        let mut known = BTreeSet::new();
        for telling in &reading.tellings {
            for place in &telling.places {
                known.extend(place.id.map(|id| hashed(PLACE, id.index() as u64)));
                known.extend(gazetteer::fold(&place.name).split(' ').filter_map(|w| Some(skeleton(w)?.0)));
            }
            known.extend(telling.time.iter().filter_map(day));
        }
        for claim in &reading.claims {
            let facet = Kinds::shipped().facets.get(usize::from(claim.facet)).map_or("", |f| &f.name);
            if let Value::Count(count) = &claim.value
                && matches!(facet, "killed" | "injured")
            {
                known.insert(hashed(NUMBER, count.min));
            }
        }
        let names = reading.mentions.iter().filter(|m| {
            matches!(m.kind, MentionType::Person | MentionType::Organization | MentionType::Place)
                && m.span.part() == Part::Text
        });
        let named = names.map(|m| (m.span.start() as u32, m.span.end() as u32)).collect();
        Gathering { across: Vec::new(), within: Vec::new(), known, named, mention: 0 }
    }

    fn begin(&mut self) {
        self.across.clear();
        self.within.clear();
    }

    fn add(&mut self, hash: u32, weight: u16, hard: bool) {
        let weight = if self.known.contains(&hash) { weight.min(weigh::KNOWN) } else { weight };
        self.across.push(Item { hash, weight, hard });
    }

    /// Takes in a word; returns whether it says something.
    fn word(
        &mut self,
        token: &text::Token,
        text: &str,
        folded: &str,
        common: &Classes,
        initial: bool,
    ) -> bool {
        if token.shape.is_figure() {
            for (hash, weight) in figures(token.of(text)) {
                self.add(hash, weight, true);
                self.within.extend(self.across.last().copied());
            }
            return true;
        }
        let mut says = false;
        for part in folded.split(' ') {
            let class = common.get(part).copied().unwrap_or(RARE);
            if class == 0 || part.chars().count() < 3 {
                continue;
            }
            says = true;
            let weight = weigh::WORD[usize::from(class.min(RARE))];
            self.within.push(Item { hash: hashed(WORD, word(stem(part))), weight, hard: false });
            let at = self.named.partition_point(|(_, end)| *end <= token.start);
            let named = self.named.get(at).is_some_and(|(start, _)| *start <= token.start);
            let capital = token.shape.is_capital();
            let heard = (class == RARE || named || capital && !initial).then(|| skeleton(part)).flatten();
            if let Some((hash, long)) = heard {
                let weight = match (class == RARE && long, capital) {
                    (true, true) => weigh::NAME,
                    (true, false) => weigh::COGNATE,
                    (false, true) if named || class == RARE => weigh::SHORT_NAME,
                    _ => continue,
                };
                self.add(hash, weight, capital);
            }
        }
        says
    }

    /// Takes in what was read between two bytes.
    fn reading(&mut self, reading: &Reading, from: u32, to: u32) {
        let inside =
            |span: text::Span| span.part() == Part::Text && (from..to).contains(&(span.start() as u32));
        while let Some(mention) = reading.mentions.get(self.mention) {
            let span = mention.span;
            if span.part() == Part::Text && span.start() as u32 >= to {
                break;
            }
            self.mention += 1;
            if !inside(span) {
                continue;
            }
            match (&mention.value, mention.kind) {
                (Some(Value::Place(place)), _) => {
                    if let Some(id) = place.id {
                        self.add(hashed(PLACE, id.index() as u64), weigh::PLACE, false);
                    }
                }
                (Some(Value::Time(time)), _) => {
                    if let Some(hash) = day(time) {
                        self.add(hash, weigh::DAY, false);
                    }
                    // "10 h 50", "10.50am"
                    let fine = time.precision <= claim::Precision::Hour;
                    if let Some(clock) = time.start.and_then(|start| start.time).filter(|_| fine) {
                        let minutes = clock.hour() as u64 * 60 + clock.minute() as u64;
                        self.add(hashed(CLOCK, minutes), weigh::CLOCK, true);
                    }
                }
                (Some(Value::Count(count)), _) => {
                    let hash = hashed(NUMBER, count.min);
                    self.add(hash, weigh::number(count.min), true);
                    self.within.extend(self.across.last().copied());
                }
                (Some(Value::Category { category, .. }), _) => {
                    self.add(hashed(CATEGORY, word(category)), weigh::CATEGORY, false);
                }
                (_, MentionType::Quote) if mention.quote.is_some_and(|q| q.direct) => {
                    self.add(hashed(QUOTE, 0), weigh::QUOTE, false);
                }
                _ => {}
            }
        }
        for participant in &reading.participants {
            let age = participant.age.filter(|_| participant.spans.iter().any(|span| inside(*span)));
            if let Some(age) = age.map(u64::from) {
                self.add(hashed(NUMBER, age), weigh::number(age), true);
                self.within.extend(self.across.last().copied());
            }
        }
        for claim in reading.claims.iter().filter(|claim| inside(claim.span)) {
            if let Some(origin) = &claim.origin {
                let side = origin.side.as_deref().map_or(0, word);
                let kind = origin.kind.as_deref().map_or(0, word);
                self.add(hashed(VOICE, all(&[kind, side])), weigh::VOICE, false);
            }
            if let Value::Category { category, .. } = &claim.value {
                let facet = all(&[u64::from(claim.facet), word(category)]);
                self.add(hashed(CATEGORY, facet), weigh::CATEGORY, false);
            }
        }
    }

    fn finish(&mut self) -> (Items, Items) {
        (Items::of(std::mem::take(&mut self.across)), Items::of(std::mem::take(&mut self.within)))
    }
}

/// The places and days of an article's tellings.
fn scenes(reading: &Reading) -> Vec<u32> {
    let mut scenes: Vec<u32> = Vec::new();
    for telling in &reading.tellings {
        scenes.extend(telling.places.iter().filter_map(|p| p.id).map(|id| hashed(PLACE, id.index() as u64)));
        scenes.extend(telling.time.iter().filter_map(day));
    }
    scenes.sort_unstable();
    scenes.dedup();
    scenes
}

/// The day that a time begins with.
fn day(time: &claim::TimeValue) -> Option<u32> {
    let start = time.start?;
    (time.precision < claim::Precision::Week).then(|| hashed(DAY, text::day_number(start.date) as u64))
}

/// The beginning of a word, which its forms have in common.
fn stem(part: &str) -> &str {
    const LETTERS: usize = 5;
    part.char_indices().nth(LETTERS).map_or(part, |(end, _)| &part[..end])
}

/// The consonants of a word as they sound in any language, and whether they are enough to know a name by. Vowels change
/// from case to case and from language to language.
fn skeleton(part: &str) -> Option<(u32, bool)> {
    let heard = sound(part)?;
    let mut bones = String::new();
    for c in heard.chars().filter(|c| !"aeiou".contains(*c)) {
        if !bones.ends_with(c) {
            bones.push(c);
        }
    }
    if bones.len() < 2 {
        return None;
    }
    Some((hashed(NAME, word(&bones)), bones.len() >= 3))
}

/// What a printed figure says: a clock time, or a number without its marks of thousands; of "61-річна" the number.
fn figures(printed: &str) -> impl Iterator<Item = (u32, u16)> {
    let digits = printed.bytes().filter(u8::is_ascii_digit).count();
    let clock = printed.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
        (hour < 24 && minute < 60).then(|| (hashed(CLOCK, hour * 60 + minute), weigh::CLOCK))
    });
    let plain = || {
        let number: String = printed.chars().filter(char::is_ascii_digit).collect();
        let n: u64 = number.parse().ok()?;
        Some((hashed(NUMBER, n), weigh::number(n)))
    };
    clock.or_else(|| if (1..=12).contains(&digits) { plain() } else { None }).into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_of_every_typography_are_nobodys_words() {
        for text in [
            "« Tout est fini en quatre minutes », a dit la procureure.",
            "„Alles war in vier Minuten vorbei“, sagte sie.",
            "“It was over in four minutes,” she said.",
            "«Все закінчилося за чотири хвилини», — сказала вона.",
        ] {
            let (tokens, _) = segment(text, Part::Text, &writing());
            let quotations = text::quotations(text, &tokens, &writing());
            let quoted: Vec<u32> = quotations.iter().map(|quote| quote.close - quote.open).collect();
            assert!(quoted.len() == 1 && (6..=10).contains(&quoted[0]), "{text}: {quoted:?}");
        }
    }
}
