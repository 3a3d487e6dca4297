//! Fast hashes that are the same on every machine. They stand for words and names inside one comparison; what is
//! kept or shown has a [`text::Key`].

/// FNV-1a of a word's bytes.
pub fn word(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Of several numbers in their order: each is mixed in as SplitMix64 mixes its state (Steele, Lea and Flood, 2014).
pub fn all(parts: &[u64]) -> u64 {
    parts.iter().fold(parts.len() as u64, |hash, part| {
        let mut mixed = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ part;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_number_of_parts_count() {
        assert_ne!(all(&[1, 2]), all(&[2, 1]));
        assert_ne!(all(&[1]), all(&[1, 0]));
        assert_eq!(all(&[word("kazan"), 7]), all(&[word("kazan"), 7]));
    }
}
