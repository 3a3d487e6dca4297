//! The partition of tellings into incidents, kept so that articles can come and go.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use text::Key;

use crate::copies::text_key;
use crate::grouping::Grouping;
use crate::hand::Hand;
use crate::index::Index;
use crate::keys::{DAY_OR_PLACE, SETTLED, WAITING};
use crate::parallel::in_parallel;
use crate::shelf::{Shelf, Standing};
use crate::told::tell_one;
use crate::waiting::{MEMBERS, Waiting, near_fit};
use crate::{InMemory, Members, Read, Weights};

/// How many tellings are held at hand; with more of them all are let go, as they are on the shelf.
const AT_HAND: usize = 250_000;

/// Which tellings are of one incident, for a set of articles that changes.
///
/// After any changes the incidents are those of [`compare`](crate::compare) over the articles that are there, whatever
/// the way that led to them; only what a change touches is linked anew, and only that is taken from the shelf.
///
/// ```
/// use incident::{Links, Weights};
/// let mut links = Links::none(Weights::shipped());
/// links.change_in_memory(&[], &[]);
/// assert!(links.incidents().is_empty());
/// ```
#[derive(Debug)]
pub struct Links {
    weights: Weights,
    /// Whether what changes is put on a shelf.
    shelved: bool,
    /// The number of the next telling that is new.
    next: usize,
    hand: Hand,
    /// By the key of a telling, where it is known.
    numbers: FxHashMap<Key, usize>,
    /// By the key of an article, where it is known: its tellings.
    articles: FxHashMap<Key, Vec<usize>>,
    /// The tellings with day and place.
    settled: Grouping,
    /// The same by what they share with tellings that lack one.
    awaited: Index,
    waiting: Waiting,
    /// The waiting tellings that no incident took.
    left: Grouping,
}

impl Links {
    /// No articles, to be linked by these weights in memory.
    pub fn none(weights: &Weights) -> Links {
        Links::over(weights.clone(), 1, true, false)
    }

    /// What a shelf holds, of which `last` is the highest number; 0 where it is empty.
    pub fn on_shelf(weights: &Weights, last: usize) -> Links {
        Links::over(weights.clone(), last + 1, last == 0, true)
    }

    fn over(weights: Weights, next: usize, whole: bool, shelved: bool) -> Links {
        Links {
            weights,
            shelved,
            next,
            hand: Hand::none(whole),
            numbers: FxHashMap::default(),
            articles: FxHashMap::default(),
            settled: Grouping::none(SETTLED, 0, whole),
            awaited: Index::none(&DAY_OR_PLACE, 2, whole),
            waiting: Waiting::none([3, 4], whole),
            left: Grouping::none(WAITING, 5, whole),
        }
    }

    /// [`Links::change`] of links that are all in memory.
    pub fn change_in_memory(&mut self, added: &[Read], removed: &[Key]) -> Vec<Members> {
        let Ok(changed) = self.change(&InMemory, added, removed);
        changed
    }

    /// Takes articles out by their keys and adds others. A key that is not there is passed over; of an article that is
    /// there already the tellings of the new reading replace the old ones. Returns the incidents that are not known to be
    /// as before; those that lost tellings to them, or to what was taken out, are no more.
    ///
    /// # Errors
    /// Where the shelf fails; what is at hand is then not what it was, and must not be used any more.
    pub fn change<S: Shelf>(
        &mut self,
        shelf: &S,
        added: &[Read],
        removed: &[Key],
    ) -> Result<Vec<Members>, S::Fault> {
        let drawn = in_parallel(added, |read| tell_one(read, 0, text_key(read)));
        let keys: BTreeSet<Key> = added.iter().map(|read| read.article.key()).collect();
        let leaving: BTreeSet<Key> = removed.iter().copied().chain(keys).collect();
        let mut changing: BTreeSet<usize> = BTreeSet::new();
        for article in &leaving {
            changing.extend(self.of_article(shelf, *article)?);
        }
        let coming: BTreeSet<Key> = drawn.iter().flatten().map(|told| told.key).collect();
        let mut fresh = Vec::new();
        for telling in coming {
            match self.number(shelf, telling)? {
                Some(number) => _ = changing.insert(number),
                None => fresh.push(telling),
            }
        }
        self.hand.fetch(shelf, changing.iter().copied())?;
        let out: Vec<usize> = changing.iter().copied().collect();
        let mut touched = self.shift(shelf, &out, &[])?;
        self.hand.unlink(&out);

        for telling in fresh {
            self.numbers.insert(telling, self.next);
            changing.insert(self.next);
            self.next += 1;
        }
        for article in leaving {
            for number in self.articles.insert(article, Vec::new()).unwrap_or_default() {
                self.hand.remove(number, article);
            }
        }
        for (read, tellings) in added.iter().zip(drawn) {
            let numbered =
                tellings.into_iter().filter_map(|told| Some((*self.numbers.get(&told.key)?, told)));
            let of_article = self.articles.entry(read.article.key()).or_default();
            for (number, told) in numbered {
                of_article.push(number);
                self.hand.add(number, told);
            }
        }
        let keys: BTreeMap<usize, Key> = out.iter().map(|number| (*number, self.hand.key(*number))).collect();
        let (into, gone): (Vec<usize>, Vec<usize>) =
            changing.into_iter().partition(|number| self.hand.join(*number));
        for number in &gone {
            self.numbers.remove(&keys[number]);
        }
        self.hand.stir(into.iter().copied());
        touched.extend(self.shift(shelf, &[], &into)?);
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut incidents = Vec::new();
        for number in touched {
            if gone.binary_search(&number).is_err() && !seen.contains(&number) {
                let whole = self.whole(shelf, number)?;
                incidents.push(self.members(&whole));
                seen.extend(whole);
            }
        }
        self.put_away(shelf)?;
        Ok(incidents)
    }

    /// The incidents, each as the tellings that it has: the key of the article and the number of the telling in its
    /// reading. Only those that are at hand.
    pub fn incidents(&self) -> BTreeSet<Members> {
        let settled = self.settled.groups().map(|(name, _)| self.with_taken(name));
        let left = self.left.groups().map(|(_, group)| group.to_vec());
        settled.chain(left).map(|group| self.members(&group)).collect()
    }

    /// The incident that a telling is of; `None` where it is not there.
    ///
    /// # Errors
    /// Where the shelf fails.
    pub fn incident_of<S: Shelf>(
        &mut self,
        shelf: &S,
        article: Key,
        telling: usize,
    ) -> Result<Option<Members>, S::Fault> {
        let numbers = self.of_article(shelf, article)?;
        self.hand.fetch(shelf, numbers.iter().copied())?;
        let meant =
            numbers.into_iter().find(|number| self.hand.copies(*number).any(|it| it == (article, telling)));
        let Some(number) = meant else { return Ok(None) };
        Ok(Some(self.incident(shelf, number)?.1))
    }

    /// The incident of the telling of this number, which is there: the numbers of its tellings, and they as their articles
    /// have them.
    ///
    /// # Errors
    /// Where the shelf fails.
    pub fn incident<S: Shelf>(
        &mut self,
        shelf: &S,
        number: usize,
    ) -> Result<(Vec<usize>, Members), S::Fault> {
        let whole = self.whole(shelf, number)?;
        let members = self.members(&whole);
        Ok((whole, members))
    }

    /// The numbers of an article's tellings.
    fn of_article<S: Shelf>(&mut self, shelf: &S, article: Key) -> Result<Vec<usize>, S::Fault> {
        if let Some(known) = self.articles.get(&article) {
            return Ok(known.clone());
        }
        let numbers = if self.hand.whole { Vec::new() } else { shelf.of_article(article)? };
        self.articles.insert(article, numbers.clone());
        Ok(numbers)
    }

    /// The number of a telling.
    fn number<S: Shelf>(&mut self, shelf: &S, telling: Key) -> Result<Option<usize>, S::Fault> {
        if let Some(known) = self.numbers.get(&telling) {
            return Ok(Some(*known));
        }
        let number = if self.hand.whole { None } else { shelf.number(telling)? };
        self.numbers.extend(number.map(|number| (telling, number)));
        Ok(number)
    }

    /// The settled tellings of an incident and those that it took.
    fn with_taken(&self, name: usize) -> Vec<usize> {
        self.settled.group(name).iter().chain(self.waiting.taken_by(name)).copied().collect()
    }

    /// All tellings of the incident that one is of.
    fn whole<S: Shelf>(&mut self, shelf: &S, told: usize) -> Result<Vec<usize>, S::Fault> {
        let Links { hand, settled, waiting, left, .. } = self;
        hand.fetch(shelf, [told])?;
        let name = if hand[told].waits() {
            waiting.fetch(shelf, hand, told)?;
            waiting.taker(told)
        } else {
            settled.fetch(shelf, hand, told)?;
            settled.name_of(told)
        };
        let all = match name {
            Some(name) => {
                settled.fetch(shelf, hand, name)?;
                waiting.fetch_choosers(shelf, hand, name)?;
                self.with_taken(name)
            }
            None => {
                left.fetch(shelf, hand, told)?;
                left.name_of(told).map_or(vec![told], |name| left.group(name).to_vec())
            }
        };
        self.hand.fetch(shelf, all.iter().copied())?;
        Ok(all)
    }

    /// Some tellings, as their articles have them.
    fn members(&self, group: &[usize]) -> Members {
        group.iter().flat_map(|told| self.hand.copies(*told)).collect()
    }

    /// Takes tellings out and puts others in, and lets those look again that wait and may see another incident now.
    /// Returns the tellings whose incident may be another.
    fn shift<S: Shelf>(
        &mut self,
        shelf: &S,
        out: &[usize],
        into: &[usize],
    ) -> Result<BTreeSet<usize>, S::Fault> {
        let Links { hand, settled, awaited, waiting, left, weights, .. } = self;
        let by_waiting = |some: &[usize]| some.iter().partition(|at| hand[**at].waits());
        let (waiting_out, settled_out): (Vec<usize>, Vec<usize>) = by_waiting(out);
        let (waiting_into, settled_into): (Vec<usize>, Vec<usize>) = by_waiting(into);

        for told in &settled_out {
            settled.fetch(shelf, hand, *told)?;
        }
        // what those that wait meet where others go
        let mut before: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let losing = awaited.met_by(shelf, hand, &settled_out, &mut waiting.by_day_or_place)?;
        let mut losing: BTreeSet<usize> = losing.into_iter().collect();
        losing.extend(settled.by_content().met_by(shelf, hand, &settled_out, &mut waiting.by_content)?);
        for told in losing {
            hand.fetch(shelf, [told])?;
            before.insert(told, near(shelf, hand, [&mut *awaited, settled.by_content()], told)?);
        }
        let changed = settled.change(shelf, hand, &settled_out, &settled_into, weights)?;
        for told in &settled_out {
            awaited.fetch(shelf, hand, *told)?;
            awaited.remove(hand, *told);
        }
        for told in &settled_into {
            awaited.fetch(shelf, hand, *told)?;
            awaited.insert(hand, *told);
        }
        let mut incidents: BTreeSet<usize> = changed.gone.iter().chain(&changed.made).copied().collect();
        for told in &waiting_out {
            left.fetch(shelf, hand, *told)?;
            waiting.remove(shelf, hand, *told)?;
            incidents.extend(waiting.choose(shelf, hand, *told, None)?);
            hand.unlink(&[*told]);
        }
        let regrouped = changed.made.iter().flat_map(|name| settled.group(*name));
        let seen: BTreeSet<usize> =
            settled_out.iter().chain(&settled_into).chain(regrouped).copied().collect();
        let seen: Vec<usize> = seen.into_iter().collect();
        let mut again: BTreeSet<usize> = waiting_into.iter().copied().collect();
        again.extend(awaited.met_by(shelf, hand, &seen, &mut waiting.by_day_or_place)?);
        again.extend(settled.by_content().met_by(shelf, hand, &seen, &mut waiting.by_content)?);
        for told in waiting_into {
            waiting.insert(shelf, hand, told)?;
        }
        hand.fetch(shelf, again.iter().copied())?;
        let made: BTreeSet<usize> = changed.made.iter().copied().collect();
        let others: BTreeSet<usize> = changed.gone.iter().copied().chain(changed.made).collect();
        let mut choices = Vec::with_capacity(again.len());
        for told in &again {
            waiting.recall(hand, *told);
            let near = near(shelf, hand, [&mut *awaited, settled.by_content()], *told)?;
            // of what it met before only those incidents are asked again that changed
            let (mut kept, mut names) = (Vec::new(), BTreeSet::new());
            let fresh: Vec<usize> = match (waiting.fits(*told), before.get(told)) {
                (None, _) => near.iter().copied().collect(),
                (Some(_), None) => Vec::new(),
                (Some(_), Some(before)) => near.difference(before).copied().collect(),
            };
            for (name, fit) in waiting.fits(*told).into_iter().flatten() {
                if !others.contains(name) {
                    settled.fetch(shelf, hand, *name)?;
                    if settled.group(*name).iter().any(|other| near.contains(other)) {
                        kept.push((*name, *fit));
                    }
                }
            }
            for other in fresh {
                settled.fetch(shelf, hand, other)?;
                names.extend(settled.name_of(other));
            }
            names.extend(
                near.iter().filter_map(|other| settled.name_of(*other)).filter(|it| made.contains(it)),
            );
            kept.iter().for_each(|(name, _)| _ = names.remove(name));
            for name in &names {
                hand.fetch(shelf, settled.group(*name).iter().take(MEMBERS).copied())?;
            }
            choices.push((*told, kept, names));
        }
        let (tellings, groups, by) = (&*hand, &*settled, &*weights);
        let fits = in_parallel(&choices, |(told, kept, names)| {
            let fit = |name: &usize| Some((*name, near_fit(tellings, *told, groups.group(*name), by)?));
            let mut fits: Vec<(usize, i64)> =
                kept.iter().copied().chain(names.iter().filter_map(fit)).collect();
            fits.sort_unstable();
            fits
        });
        for (told, fits) in again.iter().zip(fits) {
            let chosen = waiting.note(*told, fits, weights);
            incidents.extend(waiting.choose(shelf, hand, *told, Some(chosen))?);
        }
        let mut unsure: BTreeSet<usize> = again.into_iter().chain(waiting_out).collect();
        let mut touched: BTreeSet<usize> = out.iter().chain(into).copied().collect();
        for name in incidents {
            settled.fetch(shelf, hand, name)?;
            touched.extend(settled.group(name));
            unsure.extend(waiting.take(shelf, hand, name, settled.group(name), weights)?);
        }
        touched.extend(&unsure);
        hand.stir(unsure.iter().copied());
        for told in &unsure {
            waiting.fetch(shelf, hand, *told)?;
            left.fetch(shelf, hand, *told)?;
        }
        let is_left = |told: &usize| waiting.is_left(*told);
        let was_left = |told: &usize| left.name_of(*told).is_some();
        let (now, not): (Vec<usize>, Vec<usize>) = unsure.into_iter().partition(is_left);
        let leaving: Vec<usize> = not.into_iter().filter(was_left).collect();
        let joining: Vec<usize> = now.into_iter().filter(|told| !was_left(told)).collect();
        let changed = left.change(shelf, hand, &leaving, &joining, weights)?;
        touched.extend(changed.made.iter().flat_map(|name| left.group(*name)));
        Ok(touched)
    }

    /// Puts on the shelf what changed, and lets go of all where it is too much.
    fn put_away<S: Shelf>(&mut self, shelf: &S) -> Result<(), S::Fault> {
        let Links { hand, settled, awaited, waiting, left, .. } = self;
        for gone in [true, false] {
            settled.put_away(shelf, gone)?;
            left.put_away(shelf, gone)?;
        }
        awaited.put_away(shelf)?;
        waiting.by_day_or_place.put_away(shelf)?;
        waiting.by_content.put_away(shelf)?;
        hand.put_away(shelf, |hand, told| {
            if hand[told].waits() {
                let taker = waiting.taker(told);
                let component = left.component_of(told);
                let fits = waiting.fits(told).cloned().unwrap_or_default();
                Standing { component, choice: waiting.choice_of(told), taken: taker.is_some(), fits }
            } else {
                Standing { component: settled.component_of(told), ..Standing::default() }
            }
        })?;
        if !self.hand.whole {
            // the shelf knows them now
            self.numbers.clear();
            self.articles.clear();
        }
        if self.shelved && self.hand.len() > AT_HAND {
            *self = Links::over(self.weights.clone(), self.next, false, true);
        }
        Ok(())
    }
}

/// The settled tellings that one which waits meets, by the two indices that it may meet them by.
fn near<S: Shelf>(
    shelf: &S,
    hand: &Hand,
    indices: [&mut Index; 2],
    told: usize,
) -> Result<BTreeSet<usize>, S::Fault> {
    let mut near = BTreeSet::new();
    for index in indices {
        index.fetch(shelf, hand, told)?;
        near.extend(index.near(hand, told));
    }
    Ok(near)
}
