//! Words of quotes, titles and trigger sentences, as they are compared.

use std::collections::BTreeSet;

use text::{Key, Part, Span};

use crate::Read;
use crate::names::fold;

/// How far the words around a trigger are taken, in bytes each way.
const AROUND: usize = 160;

/// Hashes of every three words in a row; of all words where there are fewer.
pub(crate) fn shingles(words: &str) -> BTreeSet<Key> {
    let folded = fold(words);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    match words.len() {
        0 => BTreeSet::new(),
        1..=3 => BTreeSet::from([Key::of(words.iter().map(|w| w.as_bytes()))]),
        _ => words.windows(3).map(|three| Key::of(three.iter().map(|w| w.as_bytes()))).collect(),
    }
}

/// The words of the sentence around a span, or as much of it as 160 bytes each way hold.
pub(crate) fn around(read: &Read, span: Span) -> &str {
    let text = read.article.part(span.part());
    if span.part() == Part::Title {
        return text;
    }
    let mut from = span.start().saturating_sub(AROUND).min(text.len());
    let mut to = (span.end() + AROUND).min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '؟' | '。');
    let before = text.get(from..span.start()).unwrap_or("");
    let after = text.get(span.end()..to).unwrap_or("");
    let from = before.rfind(ends).map_or(from, |at| from + at + 1);
    let to = after.find(ends).map_or(to, |at| span.end() + at);
    text.get(from..to).unwrap_or("")
}

/// Adds the words that say something: five letters or more, or a figure of two digits or more.
pub(crate) fn add_words(text: &str, words: &mut BTreeSet<String>) {
    for word in fold(text).split(' ') {
        let letters = word.chars().count();
        if letters >= 5 || letters >= 2 && word.chars().all(|c| c.is_ascii_digit()) {
            words.insert(word.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_share_shingles_whatever_their_marks() {
        assert_eq!(shingles("They will face, many times"), shingles("they will face many times"));
        assert_eq!(shingles("many more times, he said").len(), 3);
        assert_eq!(shingles("Never!").len(), 1);
        assert!(shingles("…").is_empty());
    }

    #[test]
    fn short_words_say_nothing_and_figures_do() {
        let mut words = BTreeSet::new();
        add_words("The drone hit 27 homes, 3 schools", &mut words);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(words, ["27", "drone", "homes", "schools"]);
    }
}
