//! The words of a telling, by how rare they are, and the word triples of what it quotes.

use lineage::rarity::{Classes, RARE, classes};
use text::{Key, Language};

use crate::hashes;
use crate::names::fold;
use crate::sorted::Sorted;
use crate::sounds::telling_sound;

/// What a shared word of each class weighs for how alike two texts are; the last class is of words that no list has.
/// The squares of what TF-IDF would give them, roughly: words of the first class are in every other article.
const WEIGHT: [u32; 4] = [0, 1, 3, 8];
/// What is added to the weight of the whole, so that two short texts are not alike by a word or two.
const FEW: u32 = 30;
/// How many rare words make a telling's content-only keys.
const SKETCH: usize = 8;

/// The words of a stretch of text that say something.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Words {
    /// Thirty bits of the hash and two of the class, by hash, each once.
    of: Vec<u32>,
    /// Their weight in all.
    weight: u32,
    /// Hashes of how the rare names among them sound, each once: what is left of them in another language.
    heard: Sorted<u64>,
}

/// What two stretches of one language share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shared {
    /// The cosine of the weighted words, in thousandths; less where there are few.
    pub(crate) permille: u32,
    /// How many rare words.
    pub(crate) rare: usize,
}

impl Words {
    /// The words of some stretches of one text, by how rare they are in its language.
    pub(crate) fn of<'a>(stretches: impl Iterator<Item = &'a str>, language: Option<Language>) -> Words {
        let common = classes(language);
        let mut of = Vec::new();
        let mut heard = Vec::new();
        let mut folded = String::new();
        for stretch in stretches {
            gazetteer::fold_into(stretch, &mut folded);
            of.extend(folded.split(' ').filter_map(|word| Some(packed(word, class(word, common)?))));
            let words = stretch.split(|c: char| !c.is_alphabetic());
            for name in words.filter(|word| word.starts_with(char::is_uppercase)) {
                gazetteer::fold_into(name, &mut folded);
                if class(&folded, common) == Some(RARE) {
                    heard.extend(telling_sound(&folded).map(|sound| hashes::word(&sound)));
                }
            }
        }
        of.sort_unstable();
        of.dedup();
        Words::from_parts(of, heard.into_iter().collect())
    }

    /// The words that [`Words::parts`] gave.
    pub(crate) fn from_parts(of: Vec<u32>, heard: Sorted<u64>) -> Words {
        let weight = of.iter().map(|word| WEIGHT[class_of(*word)]).sum();
        Words { of, weight, heard }
    }

    /// What they are kept as: hashes with classes, and hashes of how rare names sound.
    pub(crate) fn parts(&self) -> (&[u32], &Sorted<u64>) {
        (&self.of, &self.heard)
    }

    /// How many rare names of the one sound like one of the other; `None` where one has none.
    pub(crate) fn heard_in(&self, other: &Words) -> Option<usize> {
        let known = !self.heard.is_empty() && !other.heard.is_empty();
        known.then(|| self.heard.shared(&other.heard))
    }

    /// What is in both; `None` where one has no words that say something.
    pub(crate) fn shared(&self, other: &Words) -> Option<Shared> {
        if self.weight.min(other.weight) == 0 {
            return None;
        }
        let (mut weight, mut rare) = (0u64, 0);
        let (mut mine, mut theirs) = (self.of.iter().peekable(), other.of.iter().peekable());
        while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
            match (**a >> 2).cmp(&(**b >> 2)) {
                std::cmp::Ordering::Less => _ = mine.next(),
                std::cmp::Ordering::Greater => _ = theirs.next(),
                std::cmp::Ordering::Equal => {
                    weight += u64::from(WEIGHT[class_of(**a)]);
                    rare += usize::from(class_of(**a) == usize::from(RARE));
                    _ = (mine.next(), theirs.next());
                }
            }
        }
        let whole = (u64::from(self.weight) * u64::from(other.weight)).isqrt() + u64::from(FEW);
        Some(Shared { permille: (weight * 1000 / whole) as u32, rare })
    }

    /// A few of the rare words, chosen by their hashes: texts that share many rare words share one of these.
    pub(crate) fn sketch(&self) -> impl Iterator<Item = u64> {
        let rare = self.of.iter().filter(|word| class_of(**word) == usize::from(RARE));
        rare.map(|word| u64::from(*word >> 2)).take(SKETCH)
    }
}

/// A word as few bits: two different ones are taken for one once in a thousand million.
fn packed(word: &str, class: u8) -> u32 {
    ((hashes::word(word) >> 34) as u32) << 2 | u32::from(class)
}

fn class_of(packed: u32) -> usize {
    (packed & 3) as usize
}

/// How rare a folded word is; `None` for what says nothing.
fn class(word: &str, common: &Classes) -> Option<u8> {
    let letters = word.chars().count();
    if word.bytes().all(|b| b.is_ascii_digit()) {
        // ages and addresses; years are in every article
        return match letters {
            2 => Some(1),
            3 | 5.. => Some(2),
            4 if !matches!(&word[..2], "19" | "20") => Some(2),
            _ => None,
        };
    }
    if letters < 3 {
        return None;
    }
    match common.get(word) {
        Some(0) => None,
        Some(class) => Some(*class),
        None => Some(RARE),
    }
}

/// Hashes of every three words in a row; of all words where there are fewer.
pub(crate) fn shingles(words: &str) -> Sorted<Key> {
    let folded = fold(words);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    match words.len() {
        0 => Sorted::default(),
        1..=3 => Sorted::from_iter([Key::of(words.iter().map(|w| w.as_bytes()))]),
        _ => words.windows(3).map(|three| Key::of(three.iter().map(|w| w.as_bytes()))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_rare_by_its_own_language() {
        let words = |code: &str| Words::of(["Zelmarov: pain"].into_iter(), Language::parse(code));
        let rare = |code: &str| words(code).shared(&words(code)).unwrap().rare;
        assert_eq!((rare("uk"), rare("fr")), (2, 1));
    }

    #[test]
    fn quotes_share_shingles_whatever_their_marks() {
        assert_eq!(shingles("They will face, many times"), shingles("they will face many times"));
        assert_eq!(shingles("many more times, he said").len(), 3);
        assert_eq!(shingles("Never!").len(), 1);
        assert!(shingles("…").is_empty());
    }

    #[test]
    fn common_words_say_nothing_and_rare_ones_much() {
        let words = |text: &str| Words::of([text].into_iter(), None);
        assert_eq!(words("The police said in 2024 that it was on the street"), Words::default());
        let a = words("Gunfire at the Zelmarov depot on Wrexby Lane left Jan Okulewicz dead");
        let same = words("Okulewicz died near Wrexby Lane, by the Zelmarov depot").shared(&a).unwrap();
        let other = words("Gunfire at the Brundish mill off Haddlesey Road left a Mr Tremlett dead")
            .shared(&a)
            .unwrap();
        assert_eq!((same.rare, other.rare), (3, 0));
        assert!(same.permille > other.permille);
        assert!((400..1000).contains(&a.shared(&a).unwrap().permille));
        assert_eq!(a.shared(&words("Shots on the street")), None);
    }
}
