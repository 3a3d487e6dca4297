//! The partition of tellings into incidents, kept so that articles can come and go.

use std::collections::{BTreeMap, BTreeSet};

use text::Key;

use crate::copies::text_key;
use crate::grouping::Grouping;
use crate::index::Index;
use crate::keys::{CONTENT, DAY_OR_PLACE, SETTLED, WAITING};
use crate::parallel::in_parallel;
use crate::told::{Told, tell_one};
use crate::waiting::{best, take};
use crate::{Members, Read, Weights};

/// Which tellings are of one incident, for a set of articles that changes.
///
/// After any changes the incidents are those of [`compare`](crate::compare) over the articles that are there, whatever
/// the way that led to them; only what a change touches is linked anew.
///
/// ```
/// use incident::{Links, Weights};
/// let mut links = Links::none(Weights::shipped());
/// links.change(&[], &[]);
/// assert!(links.incidents().is_empty());
/// ```
#[derive(Debug)]
pub struct Links {
    weights: Weights,
    /// Some may be free.
    tellings: Vec<Told>,
    free: Vec<usize>,
    /// By the key of a telling.
    stands: BTreeMap<Key, Stand>,
    /// By the key of an article: the keys of its tellings.
    articles: BTreeMap<Key, Vec<Key>>,
    /// The tellings with day and place.
    settled: Grouping,
    /// The same by what they share with tellings that lack one.
    awaited: Index,
    waiting: Waiting,
    /// The waiting tellings that no incident took.
    left: Grouping,
}

/// A telling, in all articles that print it.
#[derive(Debug)]
struct Stand {
    /// Its position among the tellings.
    at: usize,
    /// By the key of an article: what its copy offers, and which of its tellings it is.
    copies: BTreeMap<Key, Told>,
}

/// The tellings without day or place.
#[derive(Debug)]
struct Waiting {
    by_day_or_place: Index,
    by_content: Index,
    /// By telling: the incident that it chose, if any, by the name of its group of settled tellings.
    choice: BTreeMap<usize, Option<usize>>,
    /// By incident: those that chose it.
    choosers: BTreeMap<usize, BTreeSet<(Key, usize)>>,
    /// By incident: those of them that it took.
    taken: BTreeMap<usize, Vec<usize>>,
}

impl Links {
    /// No articles, to be linked by these weights.
    pub fn none(weights: &Weights) -> Links {
        let none = |sweeps| Grouping::of(&[], &[], sweeps, weights);
        Links {
            weights: weights.clone(),
            tellings: Vec::new(),
            free: Vec::new(),
            stands: BTreeMap::new(),
            articles: BTreeMap::new(),
            settled: none(SETTLED),
            awaited: Index::of(&DAY_OR_PLACE, &[], &[]),
            waiting: Waiting {
                by_day_or_place: Index::of(&DAY_OR_PLACE, &[], &[]),
                by_content: Index::of(&CONTENT, &[], &[]),
                choice: BTreeMap::new(),
                choosers: BTreeMap::new(),
                taken: BTreeMap::new(),
            },
            left: none(WAITING),
        }
    }

    /// Takes articles out by their keys and adds others. A key that is not there is passed over; of an article that is
    /// there already the tellings of the new reading replace the old ones. Returns the incidents that are not known to be
    /// as before; those that lost tellings to them, or to what was taken out, are no more.
    pub fn change(&mut self, added: &[Read], removed: &[Key]) -> Vec<Members> {
        let drawn = in_parallel(added, |read| tell_one(read, 0, text_key(read)));
        let keys: BTreeSet<Key> = added.iter().map(|read| read.article.key()).collect();
        let leaving: BTreeSet<Key> = removed.iter().copied().chain(keys).collect();
        let of_leaving = leaving.iter().filter_map(|article| self.articles.get(article)).flatten();
        let coming = drawn.iter().flatten().map(|told| &told.key);
        let changing: BTreeSet<Key> = of_leaving.chain(coming).copied().collect();

        let out: Vec<usize> = changing.iter().filter_map(|key| Some(self.stands.get(key)?.at)).collect();
        let mut touched = self.shift(&out, &[]);
        for article in leaving {
            for key in self.articles.remove(&article).unwrap_or_default() {
                self.stands.entry(key).and_modify(|stand| _ = stand.copies.remove(&article));
            }
        }
        for (read, tellings) in added.iter().zip(drawn) {
            let article = read.article.key();
            self.articles.insert(article, tellings.iter().map(|told| told.key).collect());
            for told in tellings {
                let stand = self.stands.entry(told.key);
                let stand = stand.or_insert_with(|| Stand { at: usize::MAX, copies: BTreeMap::new() });
                stand.copies.insert(article, told);
            }
        }
        self.free.extend(out);
        let mut into = Vec::new();
        for key in changing {
            let Some(stand) = self.stands.get_mut(&key) else { continue };
            let mut copies = stand.copies.values();
            let Some(mut told) = copies.next().cloned() else {
                self.stands.remove(&key);
                continue;
            };
            copies.for_each(|copy| told.add_copy(copy));
            stand.at = self.free.pop().unwrap_or(self.tellings.len());
            into.push(stand.at);
            match self.tellings.get_mut(stand.at) {
                Some(free) => *free = told,
                None => self.tellings.push(told),
            }
        }
        touched.extend(self.shift(&[], &into));
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut incidents = Vec::new();
        for key in touched {
            let Some(stand) = self.stands.get(&key) else { continue };
            if !seen.contains(&stand.at) {
                let whole = self.whole(stand.at);
                incidents.push(self.members(&whole));
                seen.extend(whole);
            }
        }
        incidents
    }

    /// The incidents, each as the tellings that it has: the key of the article and the number of the telling in its
    /// reading.
    pub fn incidents(&self) -> BTreeSet<Members> {
        let settled = self.settled.groups().map(|(name, _)| self.with_taken(name));
        let left = self.left.groups().map(|(_, group)| group.to_vec());
        settled.chain(left).map(|group| self.members(&group)).collect()
    }

    /// The incident that a telling is of; `None` where it is not there.
    pub fn incident_of(&self, article: Key, telling: usize) -> Option<Members> {
        let of_article = self.articles.get(&article)?.iter().filter_map(|key| self.stands.get(key));
        let mut meant =
            of_article.filter(|stand| stand.copies.get(&article).is_some_and(|t| t.at[0].telling == telling));
        Some(self.members(&self.whole(meant.next()?.at)))
    }

    /// The settled tellings of an incident and those that it took.
    fn with_taken(&self, name: usize) -> Vec<usize> {
        let taken = self.waiting.taken.get(&name).map_or(&[][..], Vec::as_slice);
        self.settled.group(name).iter().chain(taken).copied().collect()
    }

    /// All tellings of the incident that one is of.
    fn whole(&self, told: usize) -> Vec<usize> {
        if let Some(name) = self.settled.name_of(told) {
            return self.with_taken(name);
        }
        match self.left.name_of(told) {
            Some(name) => self.left.group(name).to_vec(),
            None => {
                self.waiting.choice.get(&told).copied().flatten().map_or(vec![told], |n| self.with_taken(n))
            }
        }
    }

    /// Some tellings, as their articles have them.
    fn members(&self, group: &[usize]) -> Members {
        let copies =
            |told: &usize| self.stands.get(&self.tellings[*told].key).into_iter().flat_map(|s| &s.copies);
        group.iter().flat_map(copies).map(|(article, told)| (*article, told.at[0].telling)).collect()
    }

    /// Takes tellings out and puts others in, and lets those look again that wait and may see another incident now.
    /// Returns the keys of the tellings whose incident may be another.
    fn shift(&mut self, out: &[usize], into: &[usize]) -> BTreeSet<Key> {
        let tellings = &self.tellings;
        let by_waiting = |some: &[usize]| some.iter().partition(|at| tellings[**at].waits());
        let (waiting_out, settled_out): (Vec<usize>, Vec<usize>) = by_waiting(out);
        let (waiting_into, settled_into): (Vec<usize>, Vec<usize>) = by_waiting(into);

        let changed = self.settled.change(tellings, &settled_out, &settled_into, &self.weights);
        settled_out.iter().for_each(|told| self.awaited.remove(tellings, *told));
        settled_into.iter().for_each(|told| self.awaited.insert(tellings, *told));

        let mut incidents: BTreeSet<usize> = changed.gone.iter().chain(&changed.made).copied().collect();
        for told in &waiting_out {
            self.waiting.by_day_or_place.remove(tellings, *told);
            self.waiting.by_content.remove(tellings, *told);
            incidents.extend(self.waiting.choose(tellings, *told, None));
        }
        let regrouped = changed.made.iter().flat_map(|name| self.settled.group(*name));
        let seen: BTreeSet<usize> =
            settled_out.iter().chain(&settled_into).chain(regrouped).copied().collect();
        let mut again: BTreeSet<usize> = waiting_into.iter().copied().collect();
        for told in seen {
            again.extend(self.awaited.met_by(tellings, told, &self.waiting.by_day_or_place));
            again.extend(self.settled.by_content().met_by(tellings, told, &self.waiting.by_content));
        }
        for told in waiting_into {
            self.waiting.by_day_or_place.insert(tellings, told);
            self.waiting.by_content.insert(tellings, told);
        }
        let again: Vec<usize> = again.into_iter().collect();
        let chosen = in_parallel(&again, |told| self.best(*told));
        for (told, chosen) in again.iter().zip(chosen) {
            incidents.extend(self.waiting.choose(tellings, *told, Some(chosen)));
        }
        let mut unsure: BTreeSet<usize> = again.into_iter().chain(waiting_out).collect();
        let mut touched: BTreeSet<usize> = out.iter().chain(into).copied().collect();
        for name in incidents {
            touched.extend(self.settled.group(name));
            unsure.extend(self.waiting.take(tellings, name, self.settled.group(name), &self.weights));
        }
        touched.extend(&unsure);
        let is_left = |told: &usize| self.waiting.is_left(*told);
        let was_left = |told: &usize| self.left.name_of(*told).is_some();
        let (now, not): (Vec<usize>, Vec<usize>) = unsure.into_iter().partition(is_left);
        let leaving: Vec<usize> = not.into_iter().filter(was_left).collect();
        let joining: Vec<usize> = now.into_iter().filter(|told| !was_left(told)).collect();
        let changed = self.left.change(tellings, &leaving, &joining, &self.weights);
        touched.extend(changed.made.iter().flat_map(|name| self.left.group(*name)));
        touched.into_iter().map(|told| self.tellings[told].key).collect()
    }

    /// The incident that a waiting telling fits best.
    fn best(&self, told: usize) -> Option<usize> {
        let near = self.awaited.near(&self.tellings, told);
        let by_content = self.settled.by_content().near(&self.tellings, told);
        let names: BTreeSet<usize> =
            near.into_iter().chain(by_content).filter_map(|other| self.settled.name_of(other)).collect();
        let sets = names.into_iter().map(|name| (name, self.settled.group(name)));
        best(&self.tellings, told, sets, &self.weights)
    }
}

impl Waiting {
    /// Notes what a telling chose; `None` for one that no longer waits. Returns the incidents that gained or lost it.
    fn choose(&mut self, tellings: &[Told], told: usize, choice: Option<Option<usize>>) -> Vec<usize> {
        let before = match choice {
            Some(choice) => self.choice.insert(told, choice),
            None => self.choice.remove(&told),
        };
        if before == choice {
            return Vec::new();
        }
        let chooser = (tellings[told].key, told);
        if let Some(Some(name)) = before {
            self.choosers.entry(name).or_default().remove(&chooser);
        }
        if let Some(Some(name)) = choice {
            self.choosers.entry(name).or_default().insert(chooser);
        }
        before.into_iter().chain(choice).flatten().collect()
    }

    /// Lets an incident, named and with its settled tellings, take of those that chose it. Returns those that it had and
    /// all that want to be had.
    fn take(&mut self, tellings: &[Told], name: usize, set: &[usize], weights: &Weights) -> Vec<usize> {
        let mut unsure = self.taken.remove(&name).unwrap_or_default();
        let choosers = self.choosers.remove(&name).unwrap_or_default();
        if !choosers.is_empty() {
            let choosing: Vec<usize> = choosers.iter().map(|(_, told)| *told).collect();
            self.taken.insert(name, take(tellings, &choosing, set, weights).0);
            self.choosers.insert(name, choosers);
            unsure.extend(choosing);
        }
        unsure
    }

    /// Whether a telling waits and no incident took it.
    fn is_left(&self, told: usize) -> bool {
        self.choice.get(&told).is_some_and(|choice| {
            !choice.and_then(|name| self.taken.get(&name)).is_some_and(|taken| taken.contains(&told))
        })
    }
}
