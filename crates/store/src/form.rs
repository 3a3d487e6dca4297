//! How values lie in the ledger's blobs: fields one after the other, numbers in as few bytes as they need, a word that
//! came before as its number. What is taken out again is checked: a span is one of its article, or the blob is damaged.

mod parts;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use text::{Article, Key};

/// Bytes that no value of this form can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// What is written to.
#[derive(Default)]
pub(crate) struct Out {
    bytes: Vec<u8>,
    words: BTreeMap<Arc<str>, u64>,
}

impl Out {
    /// The bytes of one value.
    pub(crate) fn of(value: &impl Form) -> Vec<u8> {
        let mut out = Out::default();
        value.put(&mut out);
        out.bytes
    }

    fn number(&mut self, mut n: u64) {
        while n > 0x7f {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    /// A word, whole where it comes first, else by its number.
    fn word(&mut self, word: &str) {
        if let Some(nth) = self.words.get(word).copied() {
            return self.number(nth);
        }
        self.words.insert(word.into(), self.words.len() as u64 + 1);
        self.number(0);
        self.number(word.len() as u64);
        self.bytes.extend_from_slice(word.as_bytes());
    }
}

/// What is read from.
pub(crate) struct In<'a> {
    rest: &'a [u8],
    words: Vec<Arc<str>>,
    /// The article that spans are of.
    article: Option<&'a Article>,
    /// Whether numbers of places are those of this program's gazetteer.
    places: bool,
}

impl<'a> In<'a> {
    /// The value that these bytes are of, all of them.
    pub(crate) fn read<T: Form>(
        bytes: &'a [u8],
        article: Option<&'a Article>,
        places: bool,
    ) -> Result<T, Broken> {
        let mut from = In { rest: bytes, words: Vec::new(), article, places };
        let value = T::take_from(&mut from)?;
        if from.rest.is_empty() { Ok(value) } else { Err(Broken) }
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        let (first, rest) = self.rest.split_first().ok_or(Broken)?;
        self.rest = rest;
        Ok(*first)
    }

    fn bytes(&mut self, many: usize) -> Result<&'a [u8], Broken> {
        let (head, rest) = self.rest.split_at_checked(many).ok_or(Broken)?;
        self.rest = rest;
        Ok(head)
    }

    fn number(&mut self) -> Result<u64, Broken> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err(Broken)
    }

    fn word(&mut self) -> Result<Arc<str>, Broken> {
        let nth = self.number()?;
        if let Some(nth) = nth.checked_sub(1) {
            return self.words.get(nth as usize).cloned().ok_or(Broken);
        }
        let length = self.number()? as usize;
        let word: Arc<str> = std::str::from_utf8(self.bytes(length)?).map_err(|_| Broken)?.into();
        self.words.push(word.clone());
        Ok(word)
    }
}

/// A value that can lie in a blob.
pub(crate) trait Form: Sized {
    fn put(&self, out: &mut Out);
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken>;
}

impl Form for u64 {
    fn put(&self, out: &mut Out) {
        out.number(*self);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        from.number()
    }
}

impl Form for i64 {
    /// Small ones of either sign need few bytes.
    fn put(&self, out: &mut Out) {
        out.number((self.wrapping_shl(1) ^ (self >> 63)) as u64);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let n = from.number()?;
        Ok((n >> 1) as i64 ^ -((n & 1) as i64))
    }
}

/// Numbers that lie as wider ones.
macro_rules! narrow {
    ($($type:ty as $wide:ty),*) => {$(
        impl Form for $type {
            fn put(&self, out: &mut Out) {
                (*self as $wide).put(out);
            }
            fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
                <$wide>::take_from(from)?.try_into().map_err(|_| Broken)
            }
        }
    )*};
}
narrow!(usize as u64, u16 as u64, i32 as i64);

impl Form for bool {
    fn put(&self, out: &mut Out) {
        out.bytes.push(u8::from(*self));
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Broken),
        }
    }
}

impl Form for f32 {
    fn put(&self, out: &mut Out) {
        out.bytes.extend(self.to_le_bytes());
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(f32::from_le_bytes(from.bytes(4)?.try_into().map_err(|_| Broken)?))
    }
}

impl Form for String {
    fn put(&self, out: &mut Out) {
        out.word(self);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(from.word()?.as_ref().into())
    }
}

impl Form for Arc<str> {
    fn put(&self, out: &mut Out) {
        out.word(self);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        from.word()
    }
}

/// How many different words of the program's own a ledger may bring; there are some dozens.
const OWN_WORDS: usize = 1_024;

impl Form for &'static str {
    fn put(&self, out: &mut Out) {
        out.word(self);
    }
    /// Such words are few, and are kept for good.
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let word = from.word()?;
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(word) = kept.get(&*word) {
            return Ok(word);
        }
        if kept.len() == OWN_WORDS || word.len() > 64 {
            return Err(Broken);
        }
        let word: &'static str = Box::leak(String::from(&*word).into_boxed_str());
        kept.insert(word);
        Ok(word)
    }
}

impl Form for Key {
    fn put(&self, out: &mut Out) {
        out.bytes.extend(self.to_bytes());
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(Key::from_bytes(from.bytes(8)?.try_into().map_err(|_| Broken)?))
    }
}

impl<T: Form> Form for Option<T> {
    fn put(&self, out: &mut Out) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(if bool::take_from(from)? { Some(T::take_from(from)?) } else { None })
    }
}

impl<T: Form> Form for Vec<T> {
    fn put(&self, out: &mut Out) {
        out.number(self.len() as u64);
        self.iter().for_each(|value| value.put(out));
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        let many = from.number()? as usize;
        // each value has a byte at least, so that a broken length asks for no memory
        if many > from.rest.len() {
            return Err(Broken);
        }
        (0..many).map(|_| T::take_from(from)).collect()
    }
}

impl<T: Form> Form for Arc<T> {
    fn put(&self, out: &mut Out) {
        self.as_ref().put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok(Arc::new(T::take_from(from)?))
    }
}

impl<A: Form, B: Form> Form for (A, B) {
    fn put(&self, out: &mut Out) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take_from(from: &mut In<'_>) -> Result<Self, Broken> {
        Ok((A::take_from(from)?, B::take_from(from)?))
    }
}

/// A struct as its fields, in this order.
macro_rules! fields {
    ($($type:ident { $($field:ident),* })*) => {$(
        impl $crate::form::Form for $type {
            fn put(&self, out: &mut $crate::form::Out) {
                let $type { $($field),* } = self;
                $($field.put(out);)*
            }
            fn take_from(from: &mut $crate::form::In<'_>) -> Result<Self, $crate::form::Broken> {
                $(let $field = $crate::form::Form::take_from(from)?;)*
                Ok($type { $($field),* })
            }
        }
    )*};
}
/// Choices as their numbers, in this order.
macro_rules! choices {
    ($($type:ident: $($choice:ident)*;)*) => {$(
        impl $crate::form::Form for $type {
            fn put(&self, out: &mut $crate::form::Out) {
                const ALL: &[$type] = &[$($type::$choice),*];
                ALL.iter().position(|choice| choice == self).unwrap_or(ALL.len()).put(out);
            }
            fn take_from(from: &mut $crate::form::In<'_>) -> Result<Self, $crate::form::Broken> {
                const ALL: &[$type] = &[$($type::$choice),*];
                ALL.get(usize::take_from(from)?).copied().ok_or($crate::form::Broken)
            }
        }
    )*};
}
pub(crate) use reading::KindName;
pub(crate) use {choices, fields};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for n in [0u64, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(In::read::<u64>(&Out::of(&n), None, true), Ok(n));
        }
        for n in [0i64, -1, 1, 63, -64, i64::MIN, i64::MAX] {
            assert_eq!(In::read::<i64>(&Out::of(&n), None, true), Ok(n));
        }
    }

    #[test]
    fn a_word_is_written_once() {
        let words: Vec<String> = ["Kazan", "Харків", "Kazan"].map(String::from).into();
        let bytes = Out::of(&words);
        assert_eq!(bytes.len(), 1 + (2 + 5) + (2 + 12) + 1);
        assert_eq!(In::read::<Vec<String>>(&bytes, None, true), Ok(words));
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_broken() {
        let bytes = Out::of(&vec![1u64, 2, 3]);
        for end in 0..bytes.len() {
            assert_eq!(In::read::<Vec<u64>>(&bytes[..end], None, true), Err(Broken));
        }
        assert_eq!(In::read::<Vec<u64>>(&[bytes, vec![0]].concat(), None, true), Err(Broken));
        assert_eq!(In::read::<Vec<u64>>(&[0xff, 0xff, 0xff, 0x7f], None, true), Err(Broken));
    }
}
