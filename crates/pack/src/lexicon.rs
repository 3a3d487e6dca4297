use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::Features;

/// What the lexicon says of one phrase: a tag, the features of the form, and the tag's value ("drone").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    numbers: FxHashMap<Box<str>, u32>,
    /// By word number: the node that the word leads to from the root; 0 is none.
    roots: Vec<u32>,
    nodes: Vec<Node>,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Node {
    /// The next words, sorted, with the nodes that they lead to.
    next: Vec<(u32, u32)>,
    first: u32,
    count: u32,
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
        let mut lexicon = Lexicon {
            roots: vec![0; words.len()],
            nodes: vec![Node::default()],
            entries: Vec::new(),
            numbers: FxHashMap::default(),
            words: Vec::new(),
        };
        for (phrase, entries) in phrases {
            let Some((first, rest)) = phrase.split_first() else { continue };
            let root = numbers[first.as_str()] as usize;
            if lexicon.roots[root] == 0 {
                lexicon.roots[root] = lexicon.grow();
            }
            let mut node = lexicon.roots[root] as usize;
            for word in rest {
                let word = numbers[word.as_str()];
                node = match lexicon.nodes[node].next.binary_search_by_key(&word, |(w, _)| *w) {
                    Ok(at) => lexicon.nodes[node].next[at].1 as usize,
                    Err(at) => {
                        let new = lexicon.grow();
                        lexicon.nodes[node].next.insert(at, (word, new));
                        new as usize
                    }
                };
            }
            let mut entries = entries.clone();
            entries.sort_unstable();
            entries.dedup();
            lexicon.nodes[node].first = lexicon.entries.len() as u32;
            lexicon.nodes[node].count = entries.len() as u32;
            lexicon.entries.extend(entries);
        }
        lexicon.words = words;
        lexicon.number_words();
        lexicon
    }

    fn grow(&mut self) -> u32 {
        self.nodes.push(Node::default());
        (self.nodes.len() - 1) as u32
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
        let mut node = self.roots.get(*first as usize).copied().unwrap_or(0) as usize;
        let mut length = 1;
        let mut rest = rest.iter();
        while node != 0 {
            let here = &self.nodes[node];
            if here.count > 0 {
                found(length, &self.entries[here.first as usize..(here.first + here.count) as usize]);
            }
            let Some(word) = rest.next() else { return };
            node = here.next.binary_search_by_key(word, |(w, _)| *w).map_or(0, |at| here.next[at].1 as usize);
            length += 1;
        }
    }

    /// How many different entries carry this tag: the rarer, the better an anchor.
    pub(crate) fn frequency(&self, tag: u16) -> usize {
        self.entries.iter().filter(|e| e.tag == tag).count()
    }
}
