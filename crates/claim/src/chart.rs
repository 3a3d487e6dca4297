//! What is known of one sentence: items (tags, mentions, chunks) by where they start and end.

use pack::{Features, Tag, TagSet, WordSet};

/// A tag on a run of tokens of one sentence. Positions count from the sentence's first token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) tag: Tag,
    pub(crate) start: u16,
    pub(crate) end: u16,
    pub(crate) features: Features,
    /// Index into the pack's values; 0 is none.
    pub(crate) value: u32,
    /// Index into the list of payloads that goes with the tag (counts, times, places, groups).
    pub(crate) load: u32,
}

/// No payload.
pub(crate) const NO_LOAD: u32 = u32::MAX;

const NONE: u32 = u32::MAX;

/// The items of one sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chart {
    /// How many tokens the sentence has.
    pub(crate) len: u16,
    pub(crate) items: Vec<Item>,
    first_at: Vec<u32>,
    next_at: Vec<u32>,
    first_to: Vec<u32>,
    next_to: Vec<u32>,
    /// By token: neither function word nor verb nor mark.
    pub(crate) modifier: Vec<bool>,
    /// By token: a verb in a finite form and nothing else, or what begins a clause ("after").
    pub(crate) finite: Vec<bool>,
    /// By token: a mark at which gaps stop, and a comma.
    pub(crate) mark: Vec<Mark>,
    /// By token: its word's number in the pack.
    pub(crate) words: Vec<u32>,
    /// The tags and words that occur.
    pub(crate) tag_set: TagSet,
    pub(crate) word_set: WordSet,
}

/// How strongly a token parts what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A word or figure, or a hyphen between them.
    No,
    /// A comma.
    Comma,
    /// Any other mark.
    Strong,
}

impl Chart {
    /// An empty chart over these words.
    pub(crate) fn reset(&mut self, words: &[u32]) {
        let len = words.len();
        self.len = len as u16;
        self.items.clear();
        self.next_at.clear();
        self.next_to.clear();
        self.first_at.clear();
        self.first_at.resize(len + 1, NONE);
        self.first_to.clear();
        self.first_to.resize(len + 1, NONE);
        self.modifier.clear();
        self.modifier.resize(len, false);
        self.finite.clear();
        self.finite.resize(len, false);
        self.mark.clear();
        self.mark.resize(len, Mark::No);
        self.words.clear();
        self.words.extend_from_slice(words);
        (self.tag_set, self.word_set) = (TagSet::default(), WordSet::default());
        words.iter().for_each(|w| self.word_set.insert(*w));
    }

    /// Adds an item; returns its index, or that of an equal one that stands already.
    pub(crate) fn add(&mut self, item: Item) -> usize {
        let same = self.at(item.start).find(|i| {
            let other = &self.items[*i];
            other.tag == item.tag
                && other.end == item.end
                && other.value == item.value
                && other.load == item.load
        });
        if let Some(same) = same {
            self.items[same].features.0 |= item.features.0;
            return same;
        }
        let at = self.items.len();
        self.tag_set.insert(item.tag);
        self.items.push(item);
        self.next_at.push(self.first_at[item.start as usize]);
        self.first_at[item.start as usize] = at as u32;
        self.next_to.push(self.first_to[item.end as usize]);
        self.first_to[item.end as usize] = at as u32;
        at
    }

    /// Items that start at a token.
    pub(crate) fn at(&self, start: u16) -> impl Iterator<Item = usize> + '_ {
        chain(self.first_at.get(start as usize).copied().unwrap_or(NONE), &self.next_at)
    }

    /// Items that end before a token.
    pub(crate) fn to(&self, end: u16) -> impl Iterator<Item = usize> + '_ {
        chain(self.first_to.get(end as usize).copied().unwrap_or(NONE), &self.next_to)
    }

    /// The longest item with this tag that starts at a token.
    pub(crate) fn longest(&self, tag: Tag, start: u16) -> Option<&Item> {
        self.at(start).map(|i| &self.items[i]).filter(|i| i.tag == tag).max_by_key(|i| i.end)
    }

    /// Whether an item with this tag starts at a token.
    pub(crate) fn has(&self, tag: Tag, start: u16) -> bool {
        self.at(start).any(|i| self.items[i].tag == tag)
    }

    /// Items with this tag, in the order in which they were found.
    pub(crate) fn of(&self, tag: Tag) -> impl Iterator<Item = &Item> + '_ {
        self.items.iter().filter(move |i| i.tag == tag)
    }

    /// Whether some item with this tag covers a token.
    pub(crate) fn covered(&self, tag: Tag, token: u16) -> bool {
        self.items.iter().any(|i| i.tag == tag && i.start <= token && token < i.end)
    }
}

fn chain(first: u32, next: &[u32]) -> impl Iterator<Item = usize> + '_ {
    let mut at = first;
    std::iter::from_fn(move || {
        let here = (at != NONE).then_some(at as usize)?;
        at = next[here];
        Some(here)
    })
}
