use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::{Features, PackError};

/// What the lexicon says of one phrase: a tag, the features of the form, and the tag's value ("drone").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The tag, an index into the pack's tags.
    pub tag: u16,
    /// The form's features.
    pub features: Features,
    /// The value, an index into the pack's values; 0 is none.
    pub value: u32,
}

/// All phrases of a pack in one automaton: a trie over word numbers, the first level by direct index.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Folded words in the order of their numbers; number 0 is "unknown".
    words: Vec<String>,
    #[serde(skip)]
    numbers: Numbers,
    /// First what each word leads to from the root, by its number; then the rest; and one behind the last.
    nodes: Vec<Node>,
    /// By node, one behind the other: the next words, sorted, with the nodes that they lead to.
    edges: Vec<(u32, u32)>,
    /// By node, one behind the other: the numbers of its entries.
    entries: Vec<u16>,
    /// The different entries, by number. Number 0 is none.
    different: Vec<Entry>,
    /// How many different entries carry each tag; only while a pack is compiled.
    #[serde(skip)]
    frequencies: FxHashMap<u16, usize>,
}

/// The numbers of words. All but the longest stand in the tables themselves, so that looking one up takes one place of
/// memory; those of up to eight bytes, which are most of a text, in a table of their own, which is small.
#[derive(Clone, Debug, Default)]
struct Numbers {
    short: FxHashMap<u64, u32>,
    middle: FxHashMap<(u64, u64), u32>,
    long: FxHashMap<Box<str>, u32>,
}

impl Numbers {
    fn insert(&mut self, word: &str, number: u32) {
        match Numbers::packed(word) {
            Some((short, 0)) => self.short.insert(short, number),
            Some(middle) => self.middle.insert(middle, number),
            None => self.long.insert(word.into(), number),
        };
    }

    fn get(&self, word: &str) -> Option<u32> {
        match Numbers::packed(word) {
            Some((short, 0)) => self.short.get(&short),
            Some(middle) => self.middle.get(&middle),
            None => self.long.get(word),
        }
        .copied()
    }

    /// A word of at most 16 bytes as two numbers, the second 0 where eight bytes are enough.
    fn packed(word: &str) -> Option<(u64, u64)> {
        let mut bytes = [0; 16];
        bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        let both = u128::from_le_bytes(bytes);
        Some((both as u64, (both >> 64) as u64))
    }
}

/// Where a node's part of the edges and of the entries begins; it ends where the next node's begins.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Node {
    edges: u32,
    entries: u32,
}

impl Lexicon {
    /// Builds the automaton from phrases (as folded words) and what they carry, and from lone words that rules name.
    ///
    /// # Errors
    /// [`PackError::TooManyEntries`] where they carry more different things than there are numbers for.
    pub(crate) fn build(
        phrases: &BTreeMap<Vec<String>, Vec<Entry>>,
        lone: &[String],
    ) -> Result<Lexicon, PackError> {
        // the words of rules have the lowest numbers, so that what rules keep by word is short; then the shorter ones,
        // which are the more frequent, so that what texts ask for most lies close together
        let named: BTreeSet<&String> = lone.iter().filter(|w| !w.is_empty()).collect();
        let others = phrases.keys().flatten().filter(|w| !w.is_empty() && !named.contains(w));
        let others: BTreeSet<(usize, &String)> = others.map(|w| (w.len(), w)).collect();
        let others = others.into_iter().map(|(_, word)| word);
        let unknown = String::new();
        let words: Vec<String> = std::iter::once(&unknown).chain(named).chain(others).cloned().collect();
        let numbers: HashMap<&str, u32> =
            words.iter().enumerate().map(|(n, w)| (w.as_str(), n as u32)).collect();
        let mut known: BTreeMap<Entry, u16> = BTreeMap::new();
        let mut lexicon = Lexicon { different: vec![Entry::default()], ..Lexicon::default() };
        // by node: the next words, and the entries
        let mut nodes: Vec<(BTreeMap<u32, u32>, Vec<u16>)> = vec![Default::default(); words.len()];
        for (phrase, entries) in phrases {
            let Some((first, rest)) = phrase.split_first() else { continue };
            let mut node = numbers[first.as_str()];
            for word in rest {
                let new = nodes.len() as u32;
                node = *nodes[node as usize].0.entry(numbers[word.as_str()]).or_insert(new);
                if node == new {
                    nodes.push(Default::default());
                }
            }
            let mut entries = entries.clone();
            entries.sort_unstable();
            entries.dedup();
            let mut here: Vec<Entry> = Vec::new();
            for entry in entries {
                // forms that are spelt alike share an entry where that says nothing of what is neither
                let same = here.iter_mut().filter(|e| (e.tag, e.value) == (entry.tag, entry.value));
                let mut joined =
                    same.filter_map(|e| e.features.joined(entry.features).map(|features| (e, features)));
                match joined.next() {
                    Some((same, features)) => same.features = features,
                    None => here.push(entry),
                }
            }
            for entry in here {
                *lexicon.frequencies.entry(entry.tag).or_default() += 1;
                let next = u16::try_from(lexicon.different.len()).map_err(|_| PackError::TooManyEntries)?;
                let number = *known.entry(entry).or_insert(next);
                if number == next {
                    lexicon.different.push(entry);
                }
                nodes[node as usize].1.push(number);
            }
        }
        for (next, entries) in nodes.into_iter().chain([Default::default()]) {
            let node = Node { edges: lexicon.edges.len() as u32, entries: lexicon.entries.len() as u32 };
            lexicon.nodes.push(node);
            lexicon.edges.extend(next);
            lexicon.entries.extend(entries);
        }
        lexicon.words = words;
        lexicon.number_words();
        Ok(lexicon)
    }

    /// Fills the look-up of words, which is not part of the stored form.
    pub(crate) fn number_words(&mut self) {
        self.numbers = Numbers::default();
        self.words.iter().zip(0..).for_each(|(word, number)| self.numbers.insert(word, number));
    }

    /// The number of a folded word; 0 where the pack does not know it.
    pub fn word(&self, folded: &str) -> u32 {
        self.numbers.get(folded).unwrap_or(0)
    }

    /// The folded word of a number.
    pub fn spelling(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }

    /// Calls `found(length, number, entry)` for every entry of each phrase that these words begin with, shortest first.
    /// Equal entries have one number, from 1 on.
    #[inline]
    pub fn phrases(&self, words: &[u32], mut found: impl FnMut(usize, u16, &Entry)) {
        let mut words = words.iter();
        let Some(mut node) = words.next().map(|word| *word as usize) else { return };
        let mut length = 1;
        while node != 0 {
            let [here, behind] = self.nodes[node..node + 2] else { return };
            for number in &self.entries[here.entries as usize..behind.entries as usize] {
                found(length, *number, &self.different[*number as usize]);
            }
            node = self.next(here, behind, words.next());
            length += 1;
        }
    }

    /// The node that a word leads to from one; 0 where it leads nowhere.
    fn next(&self, here: Node, behind: Node, word: Option<&u32>) -> usize {
        let next = &self.edges[here.edges as usize..behind.edges as usize];
        let Some(word) = word.filter(|word| **word != 0 && !next.is_empty()) else { return 0 };
        next.binary_search_by_key(word, |(w, _)| *w).map_or(0, |at| next[at].1 as usize)
    }

    /// The words that phrases with a tag begin with, by number.
    pub fn openers(&self, tag: u16) -> FxHashSet<u32> {
        let has = |number: &u16| self.different[*number as usize].tag == tag;
        let mut nodes = Vec::new();
        let mut opens = |word: u32| {
            nodes.clear();
            nodes.push(word as usize);
            while let Some(node) = nodes.pop() {
                let (here, behind) = (self.nodes[node], self.nodes[node + 1]);
                if self.entries[here.entries as usize..behind.entries as usize].iter().any(has) {
                    return true;
                }
                let next = &self.edges[here.edges as usize..behind.edges as usize];
                nodes.extend(next.iter().map(|(_, node)| *node as usize));
            }
            false
        };
        (1..self.words.len() as u32).filter(|word| opens(*word)).collect()
    }

    /// The different entries, by number; number 0 is none.
    pub fn entries(&self) -> &[Entry] {
        &self.different
    }

    /// How many different entries carry this tag: the rarer, the better an anchor.
    pub(crate) fn frequency(&self, tag: u16) -> usize {
        self.frequencies.get(&tag).copied().unwrap_or(0)
    }
}
