use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxHashMap;
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
    /// First what each word leads to from the root, by its number; then the rest.
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

/// The numbers of words. Nearly all words are short: those stand in the table itself, where looking one up finds it in
/// one place of memory.
#[derive(Clone, Debug, Default)]
struct Numbers {
    short: FxHashMap<(u64, u64), u32>,
    long: FxHashMap<Box<str>, u32>,
}

impl Numbers {
    fn insert(&mut self, word: &str, number: u32) {
        match Numbers::short(word) {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(word.into(), number),
        };
    }

    fn get(&self, word: &str) -> Option<u32> {
        match Numbers::short(word) {
            Some(short) => self.short.get(&short),
            None => self.long.get(word),
        }
        .copied()
    }

    /// A word of at most 16 bytes as two numbers.
    fn short(word: &str) -> Option<(u64, u64)> {
        let mut bytes = [0; 16];
        bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        let both = u128::from_le_bytes(bytes);
        Some((both as u64, (both >> 64) as u64))
    }
}

/// Where a node's part of the edges and of the entries begins and ends.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Node {
    edges: (u32, u32),
    entries: (u32, u32),
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
        // the words of rules have the lowest numbers, so that what rules keep by word is short
        let named: BTreeSet<&String> = lone.iter().filter(|w| !w.is_empty()).collect();
        let others: BTreeSet<&String> =
            phrases.keys().flatten().filter(|w| !w.is_empty() && !named.contains(w)).collect();
        let unknown = String::new();
        let words: Vec<String> = std::iter::once(&unknown).chain(named).chain(others).cloned().collect();
        let numbers: HashMap<&str, u32> =
            words.iter().enumerate().map(|(n, w)| (w.as_str(), n as u32)).collect();
        let mut known: BTreeMap<Entry, u16> = BTreeMap::new();
        let mut lexicon = Lexicon { different: vec![Entry::default()], ..Lexicon::default() };
        let mut nodes = vec![Node::default(); words.len()];
        let mut next: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); words.len()];
        for (phrase, entries) in phrases {
            let Some((first, rest)) = phrase.split_first() else { continue };
            let mut node = numbers[first.as_str()];
            for word in rest {
                let new = nodes.len() as u32;
                node = *next[node as usize].entry(numbers[word.as_str()]).or_insert(new);
                if node == new {
                    nodes.push(Node::default());
                    next.push(BTreeMap::new());
                }
            }
            let mut entries = entries.clone();
            entries.sort_unstable();
            entries.dedup();
            let mut here: Vec<Entry> = Vec::new();
            for entry in entries {
                *lexicon.frequencies.entry(entry.tag).or_default() += 1;
                // forms that are spelt alike share an entry
                match here.iter_mut().find(|e| (e.tag, e.value) == (entry.tag, entry.value)) {
                    Some(same) => same.features.0 |= entry.features.0,
                    None => here.push(entry),
                }
            }
            let first = lexicon.entries.len() as u32;
            for entry in here {
                let next = u16::try_from(lexicon.different.len()).map_err(|_| PackError::TooManyEntries)?;
                let number = *known.entry(entry).or_insert(next);
                if number == next {
                    lexicon.different.push(entry);
                }
                lexicon.entries.push(number);
            }
            nodes[node as usize].entries = (first, lexicon.entries.len() as u32);
        }
        for (node, next) in nodes.iter_mut().zip(next) {
            let first = lexicon.edges.len() as u32;
            lexicon.edges.extend(next);
            node.edges = (first, lexicon.edges.len() as u32);
        }
        lexicon.nodes = nodes;
        lexicon.words = words;
        lexicon.number_words();
        Ok(lexicon)
    }

    /// Fills the look-up of words, which is not part of the stored form.
    pub(crate) fn number_words(&mut self) {
        self.numbers = Numbers::default();
        self.numbers.short.reserve(self.words.len());
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
    pub fn phrases(&self, words: &[u32], mut found: impl FnMut(usize, u16, &Entry)) {
        let Some((first, rest)) = words.split_first() else { return };
        let mut node = *first as usize;
        let mut length = 1;
        let mut rest = rest.iter();
        while node != 0 {
            let Node { edges, entries } = self.nodes[node];
            for number in &self.entries[entries.0 as usize..entries.1 as usize] {
                found(length, *number, &self.different[*number as usize]);
            }
            let Some(word) = rest.next().filter(|word| **word != 0) else { return };
            let next = &self.edges[edges.0 as usize..edges.1 as usize];
            node = next.binary_search_by_key(word, |(w, _)| *w).map_or(0, |at| next[at].1 as usize);
            length += 1;
        }
    }

    /// The different entries, by number.
    pub(crate) fn different(&self) -> &[Entry] {
        &self.different
    }

    /// How many different entries carry this tag: the rarer, the better an anchor.
    pub(crate) fn frequency(&self, tag: u16) -> usize {
        self.frequencies.get(&tag).copied().unwrap_or(0)
    }
}
