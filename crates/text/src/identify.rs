//! Which language a text is in.
//!
//! Neighbours are told apart by what each has and the other has not: letters, words of grammar, three letters in a row
//! (`lang/known-by.tsv`). What stands in quotation marks may be in another language and is heard last. All other
//! languages of the world are whatlang's to tell.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Language;

/// How much of a text is enough to know its language, in bytes.
const SAMPLE: usize = 700;
/// How many letters a part of a word has.
const PART: usize = 3;
/// So many words outside of quotation marks are enough.
const ENOUGH: usize = 4;
/// Where more than one word in so many has a letter that no known language has, a text is in none of them.
const STRANGE: usize = 6;
/// What a word of grammar speaks for its languages; as much a word with a letter that they lack
/// speaks against others. A part of a word speaks one.
const WORD: i32 = 4;

/// Returns the language that the text's opening is written in, or `None` where it is none that is known.
pub fn identify(text: &str) -> Option<Language> {
    let opening = opening(text);
    match weigh(opening) {
        Weighed::One(language) => Some(language),
        Weighed::None => None,
        Weighed::Open(some) => guess(opening, &some),
    }
}

/// Returns the language that words, parts and letters of the text's opening speak for, and no guess.
pub fn evident(text: &str) -> Option<Language> {
    match weigh(opening(text)) {
        Weighed::One(language) => Some(language),
        Weighed::None | Weighed::Open(_) => None,
    }
}

fn opening(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE)]
}

/// What is known of languages, each a bit in the order of the file.
struct Known {
    languages: Vec<Language>,
    /// By code point: the languages that write it.
    letters: Vec<u32>,
    words: HashMap<&'static str, u32>,
    parts: HashMap<&'static str, u32>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| Known::parse(include_str!("../../../lang/known-by.tsv")));

impl Known {
    fn parse(table: &'static str) -> Known {
        let (mut letters, mut words, mut parts) = (Vec::new(), HashMap::new(), HashMap::new());
        let mut languages: Vec<Language> = Vec::new();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let mut items = line.split_whitespace();
            let Some(language) = items.next().and_then(Language::parse) else { continue };
            let at = languages.iter().position(|l| *l == language).unwrap_or_else(|| {
                languages.push(language);
                languages.len() - 1
            });
            match items.next() {
                Some("letters") => {
                    for letter in items.flat_map(str::chars).map(|c| c as usize) {
                        letters.resize(letters.len().max(letter + 1), 0);
                        letters[letter] |= 1 << at;
                    }
                }
                Some("words") => items.for_each(|word| *words.entry(word).or_default() |= 1 << at),
                _ => items.for_each(|part| *parts.entry(part).or_default() |= 1 << at),
            }
        }
        Known { languages, letters, words, parts }
    }

    /// The languages all of whose bits are set.
    fn of(&self, bits: u32) -> impl Iterator<Item = usize> {
        (0..self.languages.len()).filter(move |at| bits & (1 << at) != 0)
    }
}

/// What speaks for each language in some words.
#[derive(Clone, Default)]
struct Tally {
    words: usize,
    /// Words with a letter that none of the languages has.
    strange: usize,
    letters: usize,
    /// Letters of the scripts all of whose languages are known: Cyrillic and Arabic.
    listed: usize,
    scores: Vec<i32>,
}

impl Tally {
    fn add(&mut self, word: &str) {
        let known = &*KNOWN;
        self.scores.resize(known.languages.len(), 0);
        self.words += 1;
        let mut writes = u32::MAX;
        let mut letters = 0;
        for letter in word.chars() {
            letters += 1;
            self.listed += usize::from(matches!(letter, '\u{400}'..='\u{52f}' | '\u{600}'..='\u{77f}'));
            writes &= known.letters.get(letter as usize).unwrap_or(&0);
        }
        self.strange += usize::from(writes == 0);
        self.letters += letters;
        for at in known.of(!writes) {
            self.scores[at] -= WORD;
        }
        for at in known.of(*known.words.get(word).unwrap_or(&0)) {
            self.scores[at] += WORD;
        }
        if word.is_ascii() {
            return; // no parts are known of languages that are written in Latin letters
        }
        let marked = format!("^{word}$");
        let starts = marked.char_indices().map(|(at, _)| at);
        let ends = starts.clone().chain([marked.len()]).skip(PART);
        for (from, to) in starts.zip(ends) {
            for at in known.of(*known.parts.get(&marked[from..to]).unwrap_or(&0)) {
                self.scores[at] += 1;
            }
        }
    }

    fn with(mut self, other: &Tally) -> Tally {
        self.words += other.words;
        self.strange += other.strange;
        self.letters += other.letters;
        self.listed += other.listed;
        self.scores.resize(KNOWN.languages.len(), 0);
        self.scores.iter_mut().zip(&other.scores).for_each(|(score, more)| *score += more);
        self
    }

    /// The languages that most speaks for.
    fn weighed(&self) -> Weighed {
        let best = self.scores.iter().copied().max().unwrap_or(0);
        let mut ahead =
            KNOWN.languages.iter().zip(&self.scores).filter(|(_, s)| **s == best).map(|(l, _)| *l);
        let written = self.listed * 2 > self.letters;
        // of those who write Cyrillic or Arabic all neighbours are known; elsewhere a quarter of the words must be of grammar
        match (ahead.next(), ahead.next()) {
            _ if written && self.strange * STRANGE > self.words => Weighed::None,
            (Some(one), None) if written || best >= self.words as i32 => Weighed::One(one),
            (Some(one), Some(two)) if written || best >= self.words as i32 => {
                Weighed::Open([one, two].into_iter().chain(ahead).collect())
            }
            _ => Weighed::Open(Vec::new()),
        }
    }
}

/// What the words of a text speak for.
enum Weighed {
    One(Language),
    /// One of these; where they are none, of any.
    Open(Vec<Language>),
    /// Cyrillic or Arabic, and of nobody who is known.
    None,
}

/// Weighs an opening by what stands outside of quotation marks, and by what stands in them only where there is little
/// else.
fn weigh(text: &str) -> Weighed {
    let (mut own, mut quoted) = (Tally::default(), Tally::default());
    let mut word = String::new();
    let mut until = 0;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if letter.is_alphabetic() {
            word.extend(letter.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            if at < until { &mut quoted } else { &mut own }.add(&word);
            word.clear();
        }
        if at >= until {
            until = closing(text, at, letter).unwrap_or(at);
        }
    }
    if own.words < ENOUGH { own.with(&quoted) } else { own }.weighed()
}

/// Where the quotation that begins with a mark ends, if the mark begins one.
fn closing(text: &str, at: usize, mark: char) -> Option<usize> {
    let ends: &[char] = match mark {
        '«' => &['»'],
        '„' => &['“', '”'],
        '“' => &['”'],
        '"' => &['"'],
        _ => return None,
    };
    let inside = at + mark.len_utf8();
    text[inside..].find(ends).map(|end| inside + end + 1)
}

/// What whatlang takes a text for, of some languages or, where they are none, of all.
fn guess(text: &str, of: &[Language]) -> Option<Language> {
    let codes = || CODES.split_whitespace().filter_map(|pair| pair.split_once('='));
    let allowed = codes().filter(|(_, two)| of.is_empty() || of.iter().any(|l| l.code() == *two));
    let list = allowed.filter_map(|(three, _)| whatlang::Lang::from_code(three)).collect();
    let found = whatlang::Detector::with_allowlist(list).detect_lang(text)?;
    codes().find(|(three, _)| *three == found.code()).and_then(|(_, two)| Language::parse(two))
}

/// The languages that whatlang knows, by the three letters that it has for them and the two that we have.
const CODES: &str = "epo=eo eng=en rus=ru cmn=zh spa=es por=pt ita=it ben=bn fra=fr deu=de ukr=uk kat=ka ara=ar hin=hi \
    jpn=ja heb=he yid=yi pol=pl amh=am jav=jv kor=ko nob=nb dan=da swe=sv fin=fi tur=tr nld=nl hun=hu ces=cs ell=el \
    bul=bg bel=be mar=mr kan=kn ron=ro slv=sl hrv=hr srp=sr mkd=mk lit=lt lav=lv est=et tam=ta vie=vi urd=ur tha=th \
    guj=gu uzb=uz pan=pa aze=az ind=id tel=te pes=fa mal=ml ori=or mya=my nep=ne sin=si khm=km tuk=tk aka=ak zul=zu \
    sna=sn afr=af lat=la slk=sk cat=ca tgl=tl hye=hy cym=cy";
