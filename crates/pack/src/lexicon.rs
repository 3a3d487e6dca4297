use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::Features;

/// What the lexicon says of one phrase: a tag, the features of the form, and the tag's value ("drone").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The tag, an index into the pack's tags.
    pub tag: u16,
    /// The form's features.
    pub features: Features,
    /// The value, an index into the pack's values; 0 is none.
    pub value: u32,
    /// The same for all that are equal in the above, from 1 on; 0 where there are too many.
    pub number: u16,
}

/// All phrases of a pack in one automaton: a trie over word numbers, the first level by direct index.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Folded words in the order of their numbers; number 0 is "unknown".
    words: Vec<String>,
    #[serde(skip)]
    numbers: FxHashMap<Box<str>, u32>,
    /// First what each word leads to from the root, by its number; then the rest.
    nodes: Vec<Node>,
    /// By node, one behind the other: the next words, sorted, with the nodes that they lead to.
    edges: Vec<(u32, u32)>,
    entries: Vec<Entry>,
    /// How many different entries carry each tag; only while a pack is compiled.
    #[serde(skip)]
    frequencies: FxHashMap<u16, usize>,
}

/// Where a node's part of the edges and of the entries begins and ends.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Node {
    edges: (u32, u32),
    entries: (u32, u32),
}

impl Lexicon {
    /// Builds the automaton from phrases (as folded words) and what they carry, and from lone words that rules name.
    pub(crate) fn build(phrases: &BTreeMap<Vec<String>, Vec<Entry>>, lone: &[String]) -> Lexicon {
        // the words of rules have the lowest numbers, so that what rules keep by word is short
        let named: BTreeSet<&String> = lone.iter().filter(|w| !w.is_empty()).collect();
        let others: BTreeSet<&String> =
            phrases.keys().flatten().filter(|w| !w.is_empty() && !named.contains(w)).collect();
        let unknown = String::new();
        let words: Vec<String> = std::iter::once(&unknown).chain(named).chain(others).cloned().collect();
        let numbers: HashMap<&str, u32> =
            words.iter().enumerate().map(|(n, w)| (w.as_str(), n as u32)).collect();
        let mut different: BTreeMap<Entry, u16> = BTreeMap::new();
        let mut lexicon = Lexicon::default();
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
            let first = lexicon.entries.len() as u32;
            for entry in entries {
                *lexicon.frequencies.entry(entry.tag).or_default() += 1;
                // forms that are spelt alike share an entry
                let mut here = lexicon.entries[first as usize..].iter_mut();
                match here.find(|e| (e.tag, e.value) == (entry.tag, entry.value)) {
                    Some(same) => same.features.0 |= entry.features.0,
                    None => lexicon.entries.push(entry),
                }
            }
            for entry in &mut lexicon.entries[first as usize..] {
                let number = u16::try_from(different.len() + 1).unwrap_or(0);
                entry.number = *different.entry(*entry).or_insert(number);
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
        lexicon
    }

    /// Fills the look-up of words, which is not part of the stored form.
    pub(crate) fn number_words(&mut self) {
        self.numbers = self.words.iter().enumerate().map(|(n, w)| (w.as_str().into(), n as u32)).collect();
    }

    /// The number of a folded word; 0 where the pack does not know it.
    pub fn word(&self, folded: &str) -> u32 {
        self.numbers.get(folded).copied().unwrap_or(0)
    }

    /// The folded word of a number.
    pub fn spelling(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }

    /// Calls `found(length, entries)` for every phrase that these words begin with, shortest first.
    pub fn phrases<'a>(&'a self, words: &[u32], mut found: impl FnMut(usize, &'a [Entry])) {
        let Some((first, rest)) = words.split_first() else { return };
        let mut node = *first as usize;
        let mut length = 1;
        let mut rest = rest.iter();
        while node != 0 {
            let Node { edges, entries } = self.nodes[node];
            if entries.0 < entries.1 {
                found(length, &self.entries[entries.0 as usize..entries.1 as usize]);
            }
            let Some(word) = rest.next().filter(|word| **word != 0) else { return };
            let next = &self.edges[edges.0 as usize..edges.1 as usize];
            node = next.binary_search_by_key(word, |(w, _)| *w).map_or(0, |at| next[at].1 as usize);
            length += 1;
        }
    }

    /// By number: one of the entries that have it.
    pub(crate) fn different(&self) -> Vec<Entry> {
        let most = self.entries.iter().map(|e| e.number).max().unwrap_or(0);
        let mut different = vec![Entry::default(); usize::from(most) + 1];
        self.entries.iter().for_each(|e| different[usize::from(e.number)] = *e);
        different
    }

    /// How many different entries carry this tag: the rarer, the better an anchor.
    pub(crate) fn frequency(&self, tag: u16) -> usize {
        self.frequencies.get(&tag).copied().unwrap_or(0)
    }
}
