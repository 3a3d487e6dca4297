//! How common the words of each language are: from lists that ship, never from the articles at hand, so that what a word
//! weighs doesn't change because others were read.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;
use text::Language;

/// Folded words and how common they are, 0 the commonest. A word that no list has is rarer than all of them.
pub type Classes = HashMap<&'static str, u8, FxBuildHasher>;

/// The class of words that no list has: names of people, streets and firms, and what is seldom told of.
pub const RARE: u8 = 3;

/// The common words of a language, from its `common-words.txt`. A word that is common in one is rare in another.
struct Common {
    code: &'static str,
    list: &'static str,
    classes: OnceLock<Classes>,
}

include!(concat!(env!("OUT_DIR"), "/common-words.rs"));

/// The list of a language; of English where it has none.
pub fn classes(language: Option<Language>) -> &'static Classes {
    let of = |wanted: Language| COMMON.iter().find(|common| common.code == wanted.code());
    match language.and_then(of).or_else(|| of(Language::ENGLISH)) {
        Some(common) => common.classes.get_or_init(|| common.read()),
        None => {
            static NONE: OnceLock<Classes> = OnceLock::new();
            NONE.get_or_init(Classes::default)
        }
    }
}

impl Common {
    const fn new(code: &'static str, list: &'static str) -> Common {
        Common { code, list, classes: OnceLock::new() }
    }

    fn read(&self) -> Classes {
        let mut words = Classes::default();
        let mut class = 0;
        for line in self.list.lines() {
            if let Some(next) = line.strip_prefix("= ") {
                class = next.parse().unwrap_or(0);
            } else if !line.starts_with('#') {
                for word in line.split(' ') {
                    words.entry(word).and_modify(|c| *c = class.min(*c)).or_insert(class);
                }
            }
        }
        words
    }
}
