//! Small sets as sorted slices: compact, and two are compared in one pass.

use std::cmp::Ordering;
use std::ops::Deref;

/// A set in the order of its items.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sorted<T>(Vec<T>);

impl<T: Ord> Sorted<T> {
    /// Adds an item; one that is there stays once.
    pub(crate) fn insert(&mut self, item: T) {
        if let Err(at) = self.0.binary_search(&item) {
            self.0.insert(at, item);
        }
    }

    /// How many items both have.
    pub(crate) fn shared(&self, other: &Sorted<T>) -> usize {
        let (mut mine, mut theirs, mut shared) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(mine), other.0.get(theirs)) {
            match a.cmp(b) {
                Ordering::Less => mine += 1,
                Ordering::Greater => theirs += 1,
                Ordering::Equal => (mine, theirs, shared) = (mine + 1, theirs + 1, shared + 1),
            }
        }
        shared
    }
}

impl<T> Default for Sorted<T> {
    fn default() -> Sorted<T> {
        Sorted(Vec::new())
    }
}

impl<T> Deref for Sorted<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord> FromIterator<T> for Sorted<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Sorted<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        items.sort_unstable();
        items.dedup();
        Sorted(items)
    }
}

impl<T: Ord> Extend<T> for Sorted<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.0.extend(items);
        self.0.sort_unstable();
        self.0.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_once_and_in_order() {
        let mut set: Sorted<u8> = [3, 1, 3].into_iter().collect();
        set.insert(2);
        set.insert(1);
        assert_eq!(&set[..], &[1, 2, 3]);
        set.extend([0, 2]);
        assert_eq!(set.shared(&[0, 3, 9].into_iter().collect()), 2);
    }
}
