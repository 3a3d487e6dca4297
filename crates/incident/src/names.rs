//! Names of people, groups and states held against each other.

use crate::bytes::{In, Out};
use crate::hashes;
use crate::sounds::{sound, telling_sound};

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// Equal after folding.
    Same,
    /// The words of one are all among the other's ("Putin", "Vladimir Putin").
    Within,
    /// In different scripts, or empty: nothing can be said.
    Unknown,
    /// Two names.
    Other,
}

/// The form in which names are compared.
pub(crate) fn fold(name: &str) -> String {
    gazetteer::fold(name)
}

/// A folded name as the hashes of its words, ready to be held against many others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// Hash of the whole.
    pub(crate) whole: u64,
    script: u32,
    words: Vec<u64>,
    /// Hash of how its last word sounds, where that tells it from others.
    family: Option<u64>,
    /// Hash of how the word before the last sounds.
    first: Option<u64>,
}

impl Name {
    /// The name of these folded words.
    pub(crate) fn of(folded: &str) -> Name {
        let words = || folded.split(' ').filter(|word| !word.is_empty());
        let hashed = |heard: String| hashes::word(&heard);
        Name {
            whole: hashes::word(folded),
            script: script(folded),
            words: words().map(hashes::word).collect(),
            family: words().next_back().and_then(telling_sound).map(hashed),
            first: words().rev().nth(1).and_then(sound).map(hashed),
        }
    }

    /// Puts it away.
    pub(crate) fn put(&self, to: &mut Out) {
        to.hash(self.whole);
        to.number(self.script.into());
        // a name of one word is that word
        let words = if self.words[..] == [self.whole] { &[][..] } else { &self.words };
        to.all(words.iter(), |to, word| to.hash(*word));
        to.number(u64::from(self.words.is_empty()));
        to.option(self.family, Out::hash);
        to.option(self.first, Out::hash);
    }

    /// And back.
    pub(crate) fn take(from: &mut In<'_>) -> Option<Name> {
        let (whole, script) = (from.hash()?, from.small()?);
        let mut words: Vec<u64> = from.all(In::hash)?;
        if !from.flag()? && words.is_empty() {
            words.push(whole);
        }
        Some(Name { whole, script, words, family: from.option(In::hash)?, first: from.option(In::hash)? })
    }

    /// Whether it has more than one word.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// Its last word, as a rule the family name; 0 where it is empty.
    pub(crate) fn last(&self) -> u64 {
        self.words.last().copied().unwrap_or(0)
    }

    /// What the family name sounds like, or the name itself where that says too little: one for all languages' spellings.
    pub(crate) fn family(&self) -> u64 {
        self.family.unwrap_or(self.last())
    }

    /// Whether the two end in one family name, however each language spells it: "Terekhov", "Terechow", «Терехов».
    pub(crate) fn is_of_family(&self, other: &Name) -> bool {
        self.family.is_some() && self.family == other.family
    }

    /// Whether they are one name in two spellings: of one family and, where both have one, of one first name.
    pub(crate) fn sounds_like(&self, other: &Name) -> bool {
        let first = self.first.zip(other.first);
        self.is_of_family(other) && first.is_none_or(|(mine, theirs)| mine == theirs)
    }

    /// Compares two names.
    pub(crate) fn likeness(&self, other: &Name) -> Likeness {
        if self.words.is_empty() || other.words.is_empty() || self.script != other.script {
            return Likeness::Unknown;
        }
        if self.whole == other.whole {
            return Likeness::Same;
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let within = short.words.iter().all(|word| long.words.contains(word));
        if within { Likeness::Within } else { Likeness::Other }
    }

    /// Whether the two are in one script and have no word in common.
    pub(crate) fn shares_nothing(&self, other: &Name) -> bool {
        let apart = |word: &u64| !other.words.contains(word);
        self.script == other.script && !self.is_of_family(other) && self.words.iter().all(apart)
    }

    /// Whether the two may be one: equal, or the words of one all among the other's.
    pub(crate) fn is_like(&self, other: &Name) -> bool {
        matches!(self.likeness(other), Likeness::Same | Likeness::Within)
    }
}

/// Whether two folded names are surely of two people: no family name of one is heard in the other, and where one is nearly
/// so ("Gladkov", "Gladdov") their first names are not. Of names in letters that are not heard nothing is sure.
pub(crate) fn are_two(a: &str, b: &str) -> bool {
    let heard =
        |name: &str| name.split(' ').filter(|w| w.chars().count() > 1).map(sound).collect::<Option<Vec<_>>>();
    let (Some(a), Some(b)) = (heard(a), heard(b)) else { return false };
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    if b.contains(last_a) || a.contains(last_b) {
        return false;
    }
    let near = |x: &String| b.iter().any(|y| are_near(x, y));
    if a.len() == 1 || b.len() == 1 {
        return !a.iter().any(near);
    }
    // a family name that is nearly the same, with first names that are not
    a.iter().filter(|x| near(x)).count() < 2
}

/// Whether two words as they sound may be one word that was misheard or misspelt: all but one of four consonants or more.
fn are_near(a: &str, b: &str) -> bool {
    let bones = |word: &str| word.chars().filter(|c| !"aeiou".contains(*c)).collect::<Vec<char>>();
    let (a, b) = (bones(a), bones(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short == long {
        return true;
    }
    if long.len() < 3 || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    head + tail + 1 >= long.len()
}

/// Compares two folded names.
pub(crate) fn likeness(a: &str, b: &str) -> Likeness {
    Name::of(a).likeness(&Name::of(b))
}

/// A number for the script of the first letter; names of two scripts can't be told apart by folding.
fn script(name: &str) -> u32 {
    match name.chars().find(|c| c.is_alphabetic()).map_or(0, u32::from) {
        0..0x370 | 0x1e00..0x1f00 => 0,
        0x370..0x400 | 0x1f00..0x2000 => 1,
        0x400..0x530 => 2,
        0x590..0x600 => 3,
        0x600..0x780 => 4,
        other => other >> 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        let like = |a: &str, b: &str| likeness(&fold(a), &fold(b));
        assert_eq!(like("José Pérez", "Jose Perez"), Likeness::Same);
        assert_eq!(like("Putin", "Vladimir Putin"), Likeness::Within);
        assert_eq!(like("Путин", "Putin"), Likeness::Unknown);
        assert_eq!(like("Hamas", "Fatah"), Likeness::Other);
        assert_eq!(like("", "Fatah"), Likeness::Unknown);
    }

    #[test]
    fn two_names_are_of_two_people_only_where_nothing_joins_them() {
        let two = |a: &str, b: &str| are_two(&fold(a), &fold(b));
        assert!(two("Marco Bellini", "Anna Ferrante") && two("Terekhov", "Anna Ferrante"));
        assert!(
            two("Vincenzo Terekkov", "Ihor Terekhov"),
            "a name that is nearly the same, of another person"
        );
        assert!(!two("Igor Terekov", "Ihor Terekhov") && !two("Ігор Терехов", "Ihor Terejov"));
        assert!(!two("Terekhov", "Ihor Terekhov") && !two("Ana Moreno Ruiz", "Ana Moreno"));
        assert!(!two("محمد علي", "Ihor Terekhov"));
    }

    #[test]
    fn a_family_name_is_one_in_every_spelling() {
        let alike = |a: &str, b: &str| Name::of(&fold(a)).sounds_like(&Name::of(&fold(b)));
        assert!(alike("Ihor Terekhov", "Терехов") && alike("Terechow", "Ігор Терехов"));
        assert!(alike("Dmitry Peskov", "Дмитрий Песков"));
        assert!(!alike("Volodymyr Zelensky", "Oleg Zelensky"));
        assert!(!alike("Luca Marino", "Moreno") && !alike("Xi", "Си"));
    }
}
