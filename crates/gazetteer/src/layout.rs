//! The asset's bytes: a header, then sections, every number little-endian.
//!
//! Every read is bounds-checked and gives zero or nothing past the end, so that
//! damaged bytes yield wrong answers at worst and never a panic.

use std::ops::Range;
use std::sync::Arc;

use crate::GazetteerError;

pub(crate) const MAGIC: &[u8; 8] = b"PLACES\r\n";
pub(crate) const VERSION: u32 = 3;
/// Magic, version, checksum, three counts, the sections' ends.
pub(crate) const HEADER: usize = 8 + 4 + 8 + 3 * 4 + SECTIONS.len() * 4;
pub(crate) const SECTIONS: [&str; 9] = [
    "country codes",
    "capitals",
    "records",
    "extents",
    "main names",
    "time zones",
    "block heads",
    "block offsets",
    "names",
];
/// Bytes of one place's record.
pub(crate) const RECORD: usize = 25;
/// Names in one block of the sorted name table.
pub(crate) const BLOCK: usize = 16;
/// The parent of a place that lies in no other.
pub(crate) const NO_PARENT: u16 = u16::MAX;
/// The country of a place that lies in none.
pub(crate) const NO_COUNTRY: u8 = u8::MAX;

/// The asset's bytes, in the program itself or shared.
#[derive(Clone)]
pub(crate) enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>),
    Mapped(Arc<memmap2::Mmap>),
}

impl Bytes {
    pub(crate) fn get(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
            Bytes::Mapped(bytes) => bytes,
        }
    }
}

/// Where the sections lie, read from the header once.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) countries: u32,
    pub(crate) places: u32,
    pub(crate) names: u32,
    pub(crate) codes: Range<usize>,
    /// By country the number of its capital, or all bits where it has none.
    pub(crate) capitals: Range<usize>,
    pub(crate) records: Range<usize>,
    /// How far the first places reach, which are those that hold others.
    pub(crate) extents: Range<usize>,
    pub(crate) main_names: Range<usize>,
    pub(crate) zones: Range<usize>,
    pub(crate) heads: Range<usize>,
    pub(crate) offsets: Range<usize>,
    pub(crate) table: Range<usize>,
}

impl Layout {
    pub(crate) fn read(bytes: &[u8]) -> Result<Layout, GazetteerError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(GazetteerError::Magic);
        }
        let found = u32_at(bytes, 8);
        if found != VERSION {
            return Err(GazetteerError::Version { found, expected: VERSION });
        }
        let mut start = HEADER;
        let mut section = |number: usize| {
            let end = u32_at(bytes, HEADER - (SECTIONS.len() - number) * 4) as usize;
            if end < start || end > bytes.len() {
                return Err(GazetteerError::Section { section: SECTIONS[number] });
            }
            let range = start..end;
            start = end;
            Ok(range)
        };
        let layout = Layout {
            countries: u32_at(bytes, 20),
            places: u32_at(bytes, 24),
            names: u32_at(bytes, 28),
            codes: section(0)?,
            capitals: section(1)?,
            records: section(2)?,
            extents: section(3)?,
            main_names: section(4)?,
            zones: section(5)?,
            heads: section(6)?,
            offsets: section(7)?,
            table: section(8)?,
        };
        let fits = [
            ("country codes", layout.codes.len(), layout.countries as usize * 2),
            ("capitals", layout.capitals.len(), layout.countries as usize * 4),
            ("records", layout.records.len(), (layout.places as usize).saturating_mul(RECORD)),
            ("block heads", layout.heads.len(), layout.offsets.len() * 2),
            ("names", layout.table.end, bytes.len()),
        ];
        for (section, has, should) in fits {
            if has != should {
                return Err(GazetteerError::Section { section });
            }
        }
        Ok(layout)
    }
}

/// Returns the checksum of everything after the checksum itself.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let body = bytes.get(20..).unwrap_or_default();
    let (words, rest) = body.as_chunks::<32>();
    // Four lanes, so that the multiplications of one need not wait for those of another.
    let mut lanes =
        [0x9e37_79b9_7f4a_7c15_u64, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0x2545_f491_4f6c_dd1d];
    for word in words {
        for (lane, part) in lanes.iter_mut().zip(word.as_chunks::<8>().0) {
            *lane = (*lane ^ u64::from_le_bytes(*part)).wrapping_mul(0x9fb2_1c65_1e98_df25).rotate_left(29);
        }
    }
    let mut sum = body.len() as u64;
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(0x9fb2_1c65_1e98_df25).rotate_left(29);
    }
    sum
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u16::from_le_bytes(*b))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b))
}

/// Returns the text at `at` that its length in one byte precedes, or "" if there is none.
pub(crate) fn text_at(bytes: &[u8], at: usize) -> &str {
    let Some((len, rest)) = bytes.get(at..).and_then(|b| b.split_first()) else { return "" };
    rest.get(..usize::from(*len)).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
}

/// Takes a number of 7-bit groups off the front, lowest first.
pub(crate) fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0_u32;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

pub(crate) fn put_varint(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
