//! Numbers as bytes, for what is put away: seven bits a byte, least significant first; hashes as they are.

/// What is written to.
#[derive(Debug, Default)]
pub(crate) struct Out(pub(crate) Vec<u8>);

impl Out {
    pub(crate) fn number(&mut self, mut n: u64) {
        while n > 0x7f {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    /// Small ones of either sign need few bytes.
    pub(crate) fn signed(&mut self, n: i64) {
        self.number((n.wrapping_shl(1) ^ (n >> 63)) as u64);
    }

    pub(crate) fn hash(&mut self, hash: u64) {
        self.0.extend(hash.to_le_bytes());
    }

    pub(crate) fn option<T>(&mut self, value: Option<T>, put: impl FnOnce(&mut Out, T)) {
        self.number(u64::from(value.is_some()));
        if let Some(value) = value {
            put(self, value);
        }
    }

    pub(crate) fn all<'a, T: 'a>(
        &mut self,
        items: impl ExactSizeIterator<Item = &'a T>,
        mut put: impl FnMut(&mut Out, &'a T),
    ) {
        self.number(items.len() as u64);
        items.for_each(|item| put(self, item));
    }
}

/// What is read from; `None` is what no value was written as.
#[derive(Debug)]
pub(crate) struct In<'a>(pub(crate) &'a [u8]);

impl In<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.bytes()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    /// A number as whatever type has room for it.
    pub(crate) fn small<T: TryFrom<u64>>(&mut self) -> Option<T> {
        self.number()?.try_into().ok()
    }

    pub(crate) fn signed<T: TryFrom<i64>>(&mut self) -> Option<T> {
        let n = self.number()?;
        ((n >> 1) as i64 ^ -((n & 1) as i64)).try_into().ok()
    }

    pub(crate) fn hash(&mut self) -> Option<u64> {
        self.bytes().map(u64::from_le_bytes)
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        self.number().map(|n| n == 1)
    }

    pub(crate) fn option<T>(&mut self, take: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { take(self).map(Some) } else { Some(None) }
    }

    pub(crate) fn all<T, C: FromIterator<T>>(
        &mut self,
        mut take: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<C> {
        let many: usize = self.small()?;
        // each has a byte at least, so that a broken length asks for no memory
        if many > self.0.len() {
            return None;
        }
        (0..many).map(|_| take(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let (numbers, signed) = ([0, 1, 127, 128, u64::MAX], [0, -1, 1, i64::MIN, i64::MAX]);
        let mut out = Out::default();
        out.all(numbers.iter(), |out, n| out.number(*n));
        signed.iter().for_each(|n| out.signed(*n));
        out.hash(7);
        out.option(Some(3u64), Out::number);
        let mut from = In(&out.0);
        assert_eq!(from.all::<_, Vec<u64>>(In::number), Some(numbers.into()));
        signed.iter().for_each(|n| assert_eq!(from.signed(), Some(*n)));
        assert_eq!((from.hash(), from.option(In::number)), (Some(7), Some(Some(3))));
        assert!(from.0.is_empty() && from.number().is_none());
        assert_eq!(In(&[0xff, 0x7f]).all::<u64, Vec<u64>>(In::number), None);
    }
}
