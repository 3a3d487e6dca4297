//! What is known of one sentence: items (tags, mentions, chunks) by where they start and end.

use pack::{Features, Tag};

/// A tag on a run of tokens of one sentence. Positions count from the sentence's first token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) tag: Tag,
    pub(crate) start: u16,
    pub(crate) end: u16,
    /// The number of the lexicon's entry that it is of; 0 where it is of none or has been given features of another.
    pub(crate) number: u16,
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
    /// The items that were given further features after they came.
    pub(crate) changed: Vec<u32>,
    /// By item.
    next: Vec<Next>,
    /// By position.
    edges: Vec<Edge>,
    /// By a tag's number modulo [`ROWS`].
    rows: Vec<Row>,
    /// By token: neither function word nor verb nor mark.
    pub(crate) modifier: Vec<bool>,
    /// By token: a verb in a finite form and nothing else, or what begins a clause ("after").
    pub(crate) finite: Vec<bool>,
    /// By token: a mark at which gaps stop, and a comma.
    pub(crate) mark: Vec<Mark>,
    /// By token: its word's number in the pack.
    pub(crate) words: Vec<u32>,
}

/// The next items after one: that start where it does, that end where it does, and that are of its row of tags.
#[derive(Clone, Copy, Debug)]
struct Next {
    at: u32,
    to: u32,
    row: u32,
}

/// How many rows items are in by their tags: nearly as many as there are tags in a sentence.
const ROWS: usize = 128;

/// The first and the last item of the tags that share a row.
#[derive(Clone, Copy, Debug)]
struct Row {
    first: u32,
    last: u32,
}

/// The items that meet at a position.
#[derive(Clone, Copy, Debug)]
struct Edge {
    first_at: u32,
    first_to: u32,
    tags_at: Tags,
    tags_to: Tags,
}

/// A set of tags, by their numbers modulo 64: a tag that it does not have is surely not there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tags(u64);

impl Tags {
    pub(crate) fn add(&mut self, tag: Tag) {
        self.0 |= 1 << (tag % 64);
    }

    fn may_have(self, tag: Tag) -> bool {
        self.0 >> (tag % 64) & 1 == 1
    }

    fn may_meet(self, other: Tags) -> bool {
        self.0 & other.0 != 0
    }
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
        self.changed.clear();
        self.next.clear();
        self.items.reserve(4 * len);
        self.next.reserve(4 * len);
        self.edges.clear();
        let none =
            Edge { first_at: NONE, first_to: NONE, tags_at: Tags::default(), tags_to: Tags::default() };
        self.edges.resize(len + 1, none);
        self.rows.clear();
        self.rows.resize(ROWS, Row { first: NONE, last: NONE });
        self.modifier.clear();
        self.modifier.resize(len, false);
        self.finite.clear();
        self.finite.resize(len, false);
        self.mark.clear();
        self.mark.resize(len, Mark::No);
        self.words.clear();
        self.words.extend_from_slice(words);
    }

    /// Adds an item, or the features of one that else stands already.
    pub(crate) fn add(&mut self, item: Item) {
        if self.edges[item.start as usize].tags_at.may_have(item.tag) {
            let same = self.at(item.start).find_map(|i| {
                let other = &self.items[i];
                let alike = other.tag == item.tag
                    && other.end == item.end
                    && other.value == item.value
                    && other.load == item.load;
                alike.then(|| other.features.joined(item.features)).flatten().map(|features| (i, features))
            });
            if let Some((same, features)) = same {
                let same_item = &mut self.items[same];
                if same_item.features != features {
                    same_item.features = features;
                    same_item.number = 0;
                    self.changed.push(same as u32);
                }
                return;
            }
        }
        self.lay(item);
    }

    /// Adds an item that stands nowhere yet.
    pub(crate) fn lay(&mut self, item: Item) {
        let (start, end) = (item.start as usize, item.end as usize);
        let number = self.items.len() as u32;
        let opening = &mut self.edges[start];
        opening.tags_at.add(item.tag);
        let at = std::mem::replace(&mut opening.first_at, number);
        let closing = &mut self.edges[end];
        closing.tags_to.add(item.tag);
        let to = std::mem::replace(&mut closing.first_to, number);
        let row = &mut self.rows[item.tag as usize % ROWS];
        let before = std::mem::replace(&mut row.last, number);
        match self.next.get_mut(before as usize) {
            Some(before) => before.row = number,
            None => row.first = number,
        }
        self.next.push(Next { at, to, row: NONE });
        self.items.push(item);
    }

    /// Items that start at a token.
    pub(crate) fn at(&self, start: u16) -> impl Iterator<Item = usize> + '_ {
        let first = self.edges.get(start as usize).map_or(NONE, |e| e.first_at);
        let next = |i: &usize| Some(self.next[*i].at as usize).filter(|n| *n != NONE as usize);
        std::iter::successors(Some(first as usize).filter(|i| *i != NONE as usize), next)
    }

    /// Items that end before a token.
    pub(crate) fn to(&self, end: u16) -> impl Iterator<Item = usize> + '_ {
        let first = self.edges.get(end as usize).map_or(NONE, |e| e.first_to);
        let next = |i: &usize| Some(self.next[*i].to as usize).filter(|n| *n != NONE as usize);
        std::iter::successors(Some(first as usize).filter(|i| *i != NONE as usize), next)
    }

    /// The longest item with this tag that starts at a token.
    pub(crate) fn longest(&self, tag: Tag, start: u16) -> Option<&Item> {
        let edge = self.edges.get(start as usize).filter(|e| e.tags_at.may_have(tag));
        edge.and_then(|_| {
            self.at(start).map(|i| &self.items[i]).filter(|i| i.tag == tag).max_by_key(|i| i.end)
        })
    }

    /// Whether an item with this tag starts at a token.
    pub(crate) fn has(&self, tag: Tag, start: u16) -> bool {
        let edge = self.edges.get(start as usize);
        edge.is_some_and(|e| e.tags_at.may_have(tag)) && self.at(start).any(|i| self.items[i].tag == tag)
    }

    /// Whether items with some of these tags may start at a token.
    pub(crate) fn may_have(&self, tags: Tags, start: u16) -> bool {
        self.edges.get(start as usize).is_some_and(|e| e.tags_at.may_meet(tags))
    }

    /// Whether an item with this tag ends before a token.
    pub(crate) fn ends(&self, tag: Tag, end: u16) -> bool {
        let edge = self.edges.get(end as usize);
        edge.is_some_and(|e| e.tags_to.may_have(tag)) && self.to(end).any(|i| self.items[i].tag == tag)
    }

    /// Items with this tag, in the order in which they were found.
    pub(crate) fn of(&self, tag: Tag) -> impl Iterator<Item = &Item> + '_ {
        let mut next = self.rows.get(tag as usize % ROWS).map_or(NONE, |row| row.first);
        std::iter::from_fn(move || {
            loop {
                let item = self.items.get(next as usize)?;
                next = self.next[next as usize].row;
                if item.tag == tag {
                    return Some(item);
                }
            }
        })
    }

    /// Whether some item with this tag covers a token.
    pub(crate) fn covered(&self, tag: Tag, token: u16) -> bool {
        self.of(tag).any(|i| i.start <= token && token < i.end)
    }
}
