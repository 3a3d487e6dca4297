//! The tellings that linking has at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

use rustc_hash::FxHashMap;
use text::Key;

use crate::shelf::{Shelf, Standing};
use crate::told::Told;

/// Tellings at hand, by their numbers; others are on a shelf.
#[derive(Debug)]
pub(crate) struct Hand {
    /// Whether all there are are at hand.
    pub(crate) whole: bool,
    tellings: FxHashMap<usize, Telling>,
    /// Those that may be linked elsewhere than the shelf knows.
    stirred: BTreeSet<usize>,
    /// The copies that came and went since they were last put away: whether they are there.
    copied: BTreeMap<(usize, Key), bool>,
    dropped: BTreeSet<usize>,
}

/// A telling, in all articles that print it.
#[derive(Debug)]
struct Telling {
    key: Key,
    /// What each copy offers, in the order of the keys of their articles.
    copies: Vec<Told>,
    /// What they offer together, where there are several.
    together: Option<Box<Told>>,
    /// Where the shelf knows it to be linked, if anywhere.
    away: Option<Standing>,
}

impl Telling {
    fn join(&mut self) {
        self.together = match &self.copies[..] {
            [first, others @ ..] if !others.is_empty() => {
                let mut all = Box::new(first.clone());
                others.iter().for_each(|copy| all.add_copy(copy));
                Some(all)
            }
            _ => None,
        };
    }
}

impl Index<usize> for Hand {
    type Output = Told;

    /// What a telling offers, all its copies together. It must be at hand.
    fn index(&self, number: usize) -> &Told {
        let telling = &self.tellings[&number];
        telling.together.as_deref().unwrap_or_else(|| &telling.copies[0])
    }
}

impl Hand {
    /// No tellings.
    pub(crate) fn none(whole: bool) -> Hand {
        Hand {
            whole,
            tellings: FxHashMap::default(),
            stirred: BTreeSet::new(),
            copied: BTreeMap::new(),
            dropped: BTreeSet::new(),
        }
    }

    /// How many are at hand.
    pub(crate) fn len(&self) -> usize {
        self.tellings.len()
    }

    /// The key of a telling, which was at hand when its copies last changed; of one that has none left too.
    pub(crate) fn key(&self, number: usize) -> Key {
        self.tellings.get(&number).map_or(Key::NONE, |telling| telling.key)
    }

    /// Whether a telling is at hand.
    pub(crate) fn has(&self, number: usize) -> bool {
        self.tellings.contains_key(&number)
    }

    /// Brings tellings at hand.
    pub(crate) fn fetch<S: Shelf>(
        &mut self,
        shelf: &S,
        numbers: impl IntoIterator<Item = usize>,
    ) -> Result<(), S::Fault> {
        if self.whole {
            return Ok(());
        }
        for number in numbers {
            if self.has(number) {
                continue;
            }
            let shelved = shelf.telling(number)?.ok_or_else(|| shelf.damaged(number))?;
            let copies: Option<Vec<Told>> = shelved.copies.iter().map(|form| Told::of_form(form)).collect();
            let copies = copies.filter(|copies| copies.iter().all(|copy| copy.key == shelved.telling));
            let copies = copies.filter(|copies| !copies.is_empty()).ok_or_else(|| shelf.damaged(number))?;
            let mut telling =
                Telling { key: shelved.telling, copies, together: None, away: Some(shelved.standing) };
            telling.join();
            self.tellings.insert(number, telling);
        }
        Ok(())
    }

    /// Where the shelf knows a telling to be linked that is at hand; `None` where it is linked anew.
    pub(crate) fn away(&self, number: usize) -> Option<&Standing> {
        self.tellings.get(&number)?.away.as_ref()
    }

    /// The component of which the shelf knows a telling to be, at hand or not.
    pub(crate) fn component<S: Shelf>(&self, shelf: &S, number: usize) -> Result<Option<usize>, S::Fault> {
        match self.tellings.get(&number) {
            Some(telling) => Ok(telling.away.as_ref().and_then(|away| away.component)),
            None if self.whole => Ok(None),
            None => Ok(shelf.standing(number)?.and_then(|standing| standing.component)),
        }
    }

    /// Forgets where the shelf knows tellings to be linked: they are linked anew.
    pub(crate) fn unlink(&mut self, numbers: &[usize]) {
        for number in numbers {
            if let Some(telling) = self.tellings.get_mut(number) {
                telling.away = None;
            }
        }
        self.stir(numbers.iter().copied());
    }

    /// Notes tellings that may be linked elsewhere now.
    pub(crate) fn stir(&mut self, numbers: impl IntoIterator<Item = usize>) {
        self.stirred.extend(numbers);
    }

    /// Takes in an article's copy of a telling, which is new or at hand.
    pub(crate) fn add(&mut self, number: usize, copy: Told) {
        let article = copy.articles[0];
        let key = copy.key;
        let empty = || Telling { key, copies: Vec::new(), together: None, away: None };
        let telling = self.tellings.entry(number).or_insert_with(empty);
        match telling.copies.binary_search_by_key(&article, |other| other.articles[0]) {
            Ok(at) => telling.copies[at] = copy,
            Err(at) => telling.copies.insert(at, copy),
        }
        self.copied.insert((number, article), true);
        self.dropped.remove(&number);
    }

    /// Takes an article's copy of a telling out.
    pub(crate) fn remove(&mut self, number: usize, article: Key) {
        if let Some(telling) = self.tellings.get_mut(&number) {
            telling.copies.retain(|copy| copy.articles[0] != article);
            self.copied.insert((number, article), false);
        }
    }

    /// Puts together what the copies of a telling offer, after some came or went; whether there are any.
    pub(crate) fn join(&mut self, number: usize) -> bool {
        let Some(telling) = self.tellings.get_mut(&number) else { return false };
        if telling.copies.is_empty() {
            self.tellings.remove(&number);
            self.stirred.remove(&number);
            self.dropped.insert(number);
            return false;
        }
        telling.join();
        true
    }

    /// By article, which of its tellings one is.
    pub(crate) fn copies(&self, number: usize) -> impl Iterator<Item = (Key, usize)> {
        let copies = self.tellings.get(&number).into_iter().flat_map(|telling| &telling.copies);
        copies.map(|copy| (copy.articles[0], copy.at[0].telling))
    }

    /// Puts away what changed; `standing` says where a telling is linked now.
    pub(crate) fn put_away<S: Shelf>(
        &mut self,
        shelf: &S,
        standing: impl Fn(&Hand, usize) -> Standing,
    ) -> Result<(), S::Fault> {
        for number in std::mem::take(&mut self.stirred) {
            let Some(telling) = self.tellings.get(&number) else { continue };
            let now = standing(self, number);
            if telling.away.as_ref() != Some(&now) {
                shelf.put_telling(number, telling.key, &now)?;
                self.tellings.entry(number).and_modify(|telling| telling.away = Some(now));
            }
        }
        for ((number, article), there) in std::mem::take(&mut self.copied) {
            let copies = self.tellings.get(&number).map_or(&[][..], |telling| &telling.copies);
            match copies.iter().find(|copy| there && copy.articles[0] == article) {
                Some(copy) => shelf.put_copy(number, article, &copy.form())?,
                None => shelf.drop_copy(number, article)?,
            }
        }
        std::mem::take(&mut self.dropped).into_iter().try_for_each(|number| shelf.drop_telling(number))
    }
}
