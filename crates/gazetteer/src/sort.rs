//! Names in order, however many: what is too much for memory waits in files that only this process sees.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use crate::{GazetteerError, NameRank};

/// How many bytes of names are sorted in memory.
const HELD: usize = 96 << 20;
/// Bytes behind a name: its place's number and its rank.
const TAIL: usize = 5;

/// Collects names, each with its place, and gives them back in order.
pub(crate) struct Sorter {
    /// Each name with its length before it and its place behind, as they came.
    bytes: Vec<u8>,
    starts: Vec<u32>,
    runs: Vec<File>,
    held: usize,
}

impl Default for Sorter {
    fn default() -> Sorter {
        Sorter { bytes: Vec::new(), starts: Vec::new(), runs: Vec::new(), held: HELD }
    }
}

impl Sorter {
    /// Adds a name of at most 255 bytes.
    pub(crate) fn push(&mut self, name: &str, place: u32, rank: NameRank) -> Result<(), GazetteerError> {
        if self.bytes.len() + self.starts.len() * 4 >= self.held {
            self.spill().map_err(|error| GazetteerError::Spill { why: error.to_string() })?;
        }
        self.starts.push(self.bytes.len() as u32);
        self.bytes.push(name.len() as u8);
        self.bytes.extend_from_slice(name.as_bytes());
        // Big-endian, so that entries sort as bytes do.
        self.bytes.extend_from_slice(&place.to_be_bytes());
        self.bytes.push(rank as u8);
        Ok(())
    }

    /// Hands on each name once, in order, with its places and the best rank that it has for each.
    pub(crate) fn merge(
        mut self,
        mut each: impl FnMut(&[u8], &BTreeMap<u32, NameRank>),
    ) -> Result<(), GazetteerError> {
        let mut merging = || -> io::Result<()> {
            let held = self.sorted();
            let mut runs: Vec<Box<dyn Read>> = vec![Box::new(io::Cursor::new(held))];
            for mut file in std::mem::take(&mut self.runs) {
                file.rewind()?;
                runs.push(Box::new(BufReader::new(file)));
            }
            let mut first = BinaryHeap::new();
            for (number, run) in runs.iter_mut().enumerate() {
                first.extend(entry(run)?.map(|entry| Reverse((entry, number))));
            }
            let mut name = Vec::new();
            let mut places: BTreeMap<u32, NameRank> = BTreeMap::new();
            while let Some(Reverse(((next, place, rank), number))) = first.pop() {
                if next != name && !places.is_empty() {
                    each(&name, &places);
                    places.clear();
                }
                name = next;
                let held = places.entry(place).or_insert(NameRank::from_bits(rank.into()));
                *held = (*held).min(NameRank::from_bits(rank.into()));
                first.extend(entry(&mut runs[number])?.map(|entry| Reverse((entry, number))));
            }
            if !places.is_empty() {
                each(&name, &places);
            }
            Ok(())
        };
        merging().map_err(|error| GazetteerError::Spill { why: error.to_string() })
    }

    /// Empties what is held and returns it in order.
    fn sorted(&mut self) -> Vec<u8> {
        let bytes = std::mem::take(&mut self.bytes);
        let mut starts = std::mem::take(&mut self.starts);
        let entry = |start: u32| {
            let start = start as usize;
            let end = start + 1 + usize::from(bytes[start]);
            (&bytes[start + 1..end], &bytes[end..end + TAIL])
        };
        starts.sort_unstable_by(|a, b| entry(*a).cmp(&entry(*b)));
        let mut out = Vec::with_capacity(bytes.len());
        for start in starts {
            let (name, tail) = entry(start);
            out.push(name.len() as u8);
            out.extend_from_slice(name);
            out.extend_from_slice(tail);
        }
        out
    }

    fn spill(&mut self) -> io::Result<()> {
        let sorted = self.sorted();
        let mut file = tempfile::tempfile()?;
        BufWriter::new(&mut file).write_all(&sorted)?;
        self.runs.push(file);
        Ok(())
    }
}

/// Takes the next name of a run, with its place and rank.
fn entry(run: &mut impl Read) -> io::Result<Option<(Vec<u8>, u32, u8)>> {
    let mut len = [0];
    if run.read(&mut len)? == 0 {
        return Ok(None);
    }
    let mut name = vec![0; usize::from(len[0])];
    run.read_exact(&mut name)?;
    let mut tail = [0; TAIL];
    run.read_exact(&mut tail)?;
    let [a, b, c, d, rank] = tail;
    Ok(Some((name, u32::from_be_bytes([a, b, c, d]), rank)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_wait_in_files_come_in_the_same_order() {
        let told = |held: usize| {
            let mut sorter = Sorter { held, ..Sorter::default() };
            for number in 0..500_u32 {
                let name = format!("borgo {}", number * 7919 % 90);
                let rank = if number % 3 == 0 { NameRank::Main } else { NameRank::Alternate };
                sorter.push(&name, number % 11, rank).unwrap();
            }
            let mut out = Vec::new();
            sorter.merge(|name, places| out.push((name.to_vec(), places.clone()))).unwrap();
            out
        };
        let all = told(HELD);
        assert_eq!(all.len(), 90);
        assert!(all.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(told(200), all);
    }
}
