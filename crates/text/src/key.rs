use std::fmt;

/// A content hash: 64 bits, shown as 16 hexadecimal digits.
///
/// Equal content has an equal key on every machine; the hash is BLAKE3 over length-prefixed parts,
/// so that `("ab", "c")` and `("a", "bc")` differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// The key of what has none yet.
    pub const NONE: Key = Key(0);

    /// Returns the key of these parts, in this order.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Key {
        // a hasher is large; most keys are of a few bytes
        let mut bytes = Vec::with_capacity(256);
        for part in parts {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        let mut first = [0u8; 8];
        first.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..8]);
        Key(u64::from_be_bytes(first))
    }

    /// Returns the key of a set of keys, whatever their order.
    pub fn of_set(keys: impl IntoIterator<Item = Key>) -> Key {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_unstable();
        let bytes: Vec<[u8; 8]> = keys.iter().map(|k| k.to_bytes()).collect();
        Key::of(bytes.iter().map(|b| b.as_slice()))
    }

    /// The key of which these are the bytes.
    pub fn from_bytes(bytes: [u8; 8]) -> Key {
        Key(u64::from_be_bytes(bytes))
    }

    /// Reads the 16 hexadecimal digits that a key is shown as.
    ///
    /// ```
    /// let key = text::Key::of([b"a".as_slice()]);
    /// assert_eq!(text::Key::parse(&key.to_string()), Some(key));
    /// assert_eq!(text::Key::parse("12"), None);
    /// ```
    pub fn parse(digits: &str) -> Option<Key> {
        let whole = digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        whole.then(|| u64::from_str_radix(digits, 16).ok())?.map(Key)
    }

    /// The key's eight bytes, most significant first.
    pub fn to_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}
