//! The sorted name table: blocks of names, each name told by what differs from the one before.
//!
//! An entry is: bytes shared with the name before, length of the rest, the rest,
//! length of the places, the places (number and rank in one varint).

use std::cmp::Ordering;

use crate::layout::{take_varint, u32_at};
use crate::{NameRank, PlaceId};

/// The three sections of the name table.
#[derive(Clone, Copy)]
pub(crate) struct NameTable<'g> {
    /// The first eight bytes of each block's first name, as a number that sorts as they do.
    pub(crate) heads: &'g [u8],
    /// Where each block starts in `table`.
    pub(crate) offsets: &'g [u8],
    pub(crate) table: &'g [u8],
}

/// What the table has for a folded name.
#[derive(Clone, Copy)]
pub(crate) struct Found<'g> {
    /// The encoded places of exactly this name, empty if it has none.
    pub(crate) places: &'g [u8],
    /// Whether a longer name goes on after this one and a space.
    pub(crate) goes_on: bool,
    /// Whether some name begins with it.
    pub(crate) begins: bool,
}

struct Entry<'g> {
    shared: usize,
    rest: &'g [u8],
    places: &'g [u8],
}

impl<'g> NameTable<'g> {
    pub(crate) fn look_up(self, name: &str) -> Found<'g> {
        let name = name.as_bytes();
        let nothing = Found { places: &[], goes_on: false, begins: false };
        if name.is_empty() {
            return nothing;
        }
        let after = self.blocks_up_to(name);
        let mut places: &[u8] = &[];
        if let Some(block) = after.checked_sub(1) {
            let mut bytes = self.block(block);
            // Bytes of `name` that the entry before, which sorts below `name`, also begins with.
            let mut same = 0;
            while let Some(entry) = take_entry(&mut bytes) {
                match entry.shared.cmp(&same) {
                    // Differs from `name` where the entry before did, so it still sorts below.
                    Ordering::Greater => continue,
                    // The table's order already went past `name`.
                    Ordering::Less => return Found { places, goes_on: false, begins: !places.is_empty() },
                    Ordering::Equal => {}
                }
                let wanted = &name[same..];
                let common = entry.rest.iter().zip(wanted).take_while(|(a, b)| a == b).count();
                if common == wanted.len() {
                    if common < entry.rest.len() {
                        return Found { places, goes_on: entry.rest[common] == b' ', begins: true };
                    }
                    places = entry.places;
                } else if entry.rest.get(common).is_some_and(|byte| *byte > wanted[common]) {
                    return Found { places, goes_on: false, begins: !places.is_empty() };
                }
                same += common;
            }
        }
        // The next name in order is the head of the next block.
        let head = take_entry(&mut self.block(after));
        let rest = head.and_then(|head| head.rest.strip_prefix(name));
        let goes_on = rest.is_some_and(|rest| rest.first() == Some(&b' '));
        Found { places, goes_on, begins: rest.is_some() || !places.is_empty() }
    }

    /// Returns how many blocks begin with a name that sorts no later than `name`.
    fn blocks_up_to(self, name: &[u8]) -> usize {
        let wanted = head(name);
        let heads = self.heads.as_chunks().0;
        let head_of = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        let mut low = heads.partition_point(|bytes| head_of(bytes) < wanted);
        let mut high = low + heads[low..].iter().take_while(|bytes| head_of(bytes) == wanted).count();
        // Eight bytes are not enough to tell these.
        while low < high {
            let middle = low + (high - low) / 2;
            match take_entry(&mut self.block(middle)) {
                Some(entry) if entry.rest > name => high = middle,
                _ => low = middle + 1,
            }
        }
        low
    }

    fn block(self, number: usize) -> &'g [u8] {
        if number >= self.offsets.len() / 4 {
            return &[];
        }
        let start = u32_at(self.offsets, number * 4) as usize;
        let end = match self.offsets.len() / 4 - number {
            1 => self.table.len(),
            _ => u32_at(self.offsets, number * 4 + 4) as usize,
        };
        self.table.get(start..end).unwrap_or_default()
    }
}

/// Returns the first eight bytes of a name as a number that sorts as they do.
pub(crate) fn head(name: &[u8]) -> u64 {
    let mut first = [0; 8];
    let len = name.len().min(8);
    first[..len].copy_from_slice(&name[..len]);
    u64::from_be_bytes(first)
}

fn take_entry<'g>(bytes: &mut &'g [u8]) -> Option<Entry<'g>> {
    let (shared, after) = bytes.split_first()?;
    let (len, after) = after.split_first()?;
    let (rest, mut after) = after.split_at_checked(usize::from(*len))?;
    let places_len = take_varint(&mut after)? as usize;
    let (places, after) = after.split_at_checked(places_len)?;
    *bytes = after;
    Some(Entry { shared: usize::from(*shared), rest, places })
}

/// The places of a name with how the name belongs to them, likeliest first.
#[derive(Clone, Debug)]
pub struct Matches<'g> {
    pub(crate) places: &'g [u8],
    pub(crate) len: u32,
    /// What is added to the numbers of places that lie beside others.
    pub(crate) after: u32,
}

impl Iterator for Matches<'_> {
    type Item = (PlaceId, NameRank);

    fn next(&mut self) -> Option<Self::Item> {
        let coded = take_varint(&mut self.places)?;
        // Only damaged bytes name a place that is not there.
        (coded >> 2 < self.len).then(|| (PlaceId((coded >> 2) + self.after), NameRank::from_bits(coded)))
    }
}

/// The places of a name, likeliest first.
#[derive(Clone)]
pub struct Places<'g>(pub(crate) Matches<'g>);

impl Iterator for Places<'_> {
    type Item = PlaceId;

    fn next(&mut self) -> Option<PlaceId> {
        self.0.next().map(|(id, _)| id)
    }
}
