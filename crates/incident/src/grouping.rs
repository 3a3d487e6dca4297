//! Groups of linked tellings, kept so that tellings can come and go: only the components that they touch are parted anew.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bytes::{In, Out};
use crate::cluster::{Edge, components, split};
use crate::hand::Hand;
use crate::index::Index;
use crate::keys::{Pair, Sweep};
use crate::parallel::in_parallel;
use crate::score::reaching;
use crate::shelf::Shelf;
use crate::weights::Weights;

/// The groups of some tellings that meet in one of two sweeps.
#[derive(Debug)]
pub(crate) struct Grouping {
    /// By the first sweep and by the second.
    pub(crate) indices: [Index; 2],
    /// Both ways, by telling: with whom it is linked, and how much speaks for it.
    linked: FxHashMap<usize, BTreeMap<usize, i16>>,
    /// By telling: the name of its component, which is one of its tellings.
    component_of: FxHashMap<usize, usize>,
    /// By name.
    components: BTreeMap<usize, Component>,
    /// By telling: the name of its group, which is its first telling.
    group_of: FxHashMap<usize, usize>,
    /// By name.
    groups: BTreeMap<usize, Vec<usize>>,
    /// The names of the components that are, or once were, at hand: what is on the shelf of them is old.
    fetched: FxHashSet<usize>,
    /// The names of those that were made or undone since they were last put away.
    changed: BTreeSet<usize>,
}

#[derive(Debug, Default)]
struct Component {
    members: Vec<usize>,
    /// The names of the groups that it is parted into.
    groups: Vec<usize>,
}

/// The groups that a change undid and those that it made, by name. A name may be among both.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(crate) gone: Vec<usize>,
    pub(crate) made: Vec<usize>,
}

impl Grouping {
    /// No groups; the indices have two numbers on the shelf, from `place` on.
    pub(crate) fn none(sweeps: [&'static Sweep; 2], place: u64, whole: bool) -> Grouping {
        let [first, second] = sweeps;
        Grouping {
            indices: [Index::none(first, place, whole), Index::none(second, place + 1, whole)],
            linked: FxHashMap::default(),
            component_of: FxHashMap::default(),
            components: BTreeMap::new(),
            group_of: FxHashMap::default(),
            groups: BTreeMap::new(),
            fetched: FxHashSet::default(),
            changed: BTreeSet::new(),
        }
    }

    /// The second index, which is by what is told.
    pub(crate) fn by_content(&mut self) -> &mut Index {
        &mut self.indices[1]
    }

    /// The name of a telling's component.
    pub(crate) fn component_of(&self, told: usize) -> Option<usize> {
        self.component_of.get(&told).copied()
    }

    /// The name of a telling's group.
    pub(crate) fn name_of(&self, told: usize) -> Option<usize> {
        self.group_of.get(&told).copied()
    }

    /// The tellings of a group, in the order of their keys; empty where there is none of that name.
    pub(crate) fn group(&self, name: usize) -> &[usize] {
        self.groups.get(&name).map_or(&[], Vec::as_slice)
    }

    /// All groups at hand, with their names.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (usize, &[usize])> {
        self.groups.iter().map(|(name, group)| (*name, group.as_slice()))
    }

    /// Takes tellings out and puts others in. Those taken out must still be as they were when they came, with their
    /// components at hand.
    pub(crate) fn change<S: Shelf>(
        &mut self,
        shelf: &S,
        hand: &mut Hand,
        removed: &[usize],
        added: &[usize],
        weights: &Weights,
    ) -> Result<Changed, S::Fault> {
        let mut met: Vec<Pair> = Vec::new();
        for told in removed {
            for index in &mut self.indices {
                index.fetch(shelf, &*hand, *told)?;
                index.remove(&*hand, *told);
                met.extend(index.at_stake(&*hand, *told));
            }
            for other in self.linked.remove(told).unwrap_or_default().into_keys() {
                self.linked.entry(other).or_default().remove(told);
            }
        }
        for told in added {
            for index in &mut self.indices {
                index.fetch(shelf, &*hand, *told)?;
                met.extend(index.at_stake(&*hand, *told));
                index.insert(&*hand, *told);
            }
        }
        met.sort_unstable();
        met.dedup();
        let gone: FxHashSet<usize> = removed.iter().copied().collect();
        met.retain(|(a, b)| !gone.contains(a) && !gone.contains(b));
        hand.fetch(shelf, met.iter().flat_map(|(a, b)| [*a, *b]))?;
        let told = &*hand;
        // what is told stays, so that only what reaches the threshold can be linked or have been
        let rated = in_parallel(&met, |(a, b)| {
            let score = reaching(weights.threshold, &told[*a], &told[*b], weights)?;
            Some((score, self.indices.iter().any(|index| index.meet(told, *a, *b))))
        });
        let mut touched: BTreeSet<usize> = removed.iter().chain(added).copied().collect();
        for ((a, b), rated) in met.into_iter().zip(rated) {
            let Some((score, meet)) = rated else { continue };
            self.fetch(shelf, hand, a)?;
            self.fetch(shelf, hand, b)?;
            let linked = self.linked.get(&a).is_some_and(|others| others.contains_key(&b));
            match meet {
                true if !linked => self.link((a, b, score)),
                false if linked => self.unlink(a, b),
                _ => continue,
            }
            touched.extend([a, b]);
        }
        self.part_around(shelf, hand, &touched, &gone, weights)
    }

    fn link(&mut self, (a, b, score): Edge) {
        self.linked.entry(a).or_default().insert(b, score);
        self.linked.entry(b).or_default().insert(a, score);
    }

    fn unlink(&mut self, a: usize, b: usize) {
        for (one, other) in [(a, b), (b, a)] {
            self.linked.entry(one).or_default().remove(&other);
        }
    }

    /// Parts anew the components of the tellings that were touched, which are at hand.
    fn part_around<S: Shelf>(
        &mut self,
        shelf: &S,
        hand: &mut Hand,
        touched: &BTreeSet<usize>,
        gone: &FxHashSet<usize>,
        weights: &Weights,
    ) -> Result<Changed, S::Fault> {
        let names: BTreeSet<usize> =
            touched.iter().filter_map(|told| self.component_of.get(told)).copied().collect();
        let mut pool: BTreeSet<usize> = touched.clone();
        let mut old: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for name in names {
            self.changed.insert(name);
            let Some(component) = self.components.remove(&name) else { continue };
            pool.extend(component.members);
            for name in component.groups {
                old.insert(name, self.groups.remove(&name).unwrap_or_default());
            }
        }
        for told in &pool {
            self.component_of.remove(told);
            self.group_of.remove(told);
        }
        let pool: Vec<usize> = pool.into_iter().filter(|told| !gone.contains(told)).collect();
        hand.fetch(shelf, pool.iter().copied())?;
        hand.stir(pool.iter().chain(gone).copied());
        let edges: Vec<Edge> = pool
            .iter()
            .filter_map(|a| Some((a, self.linked.get(a)?)))
            .flat_map(|(a, others)| others.range(a..).map(|(b, score)| (*a, *b, *score)))
            .collect();
        let made = self.part(hand, &pool, &edges, weights);
        let same = |name: &usize| old.get(name).is_some_and(|group| group[..] == *self.group(*name));
        let kept: BTreeSet<usize> = made.iter().copied().filter(same).collect();
        let changed = |name: &usize| !kept.contains(name);
        Ok(Changed {
            gone: old.into_keys().filter(changed).collect(),
            made: made.into_iter().filter(changed).collect(),
        })
    }

    /// Parts tellings that are linked with no others than these, and names the groups.
    fn part(&mut self, tellings: &Hand, some: &[usize], edges: &[Edge], weights: &Weights) -> Vec<usize> {
        let components = components(some, edges);
        let parted = in_parallel(&components, |(members, edges)| split(tellings, members, edges, weights));
        let mut made = Vec::new();
        for ((members, _), groups) in components.into_iter().zip(parted) {
            made.extend(groups.iter().map(|group| group[0]));
            let name = self.name(members, groups);
            self.changed.insert(name);
        }
        made
    }

    /// Names a component and its groups.
    fn name(&mut self, members: Vec<usize>, groups: Vec<Vec<usize>>) -> usize {
        let name = members[0];
        self.component_of.extend(members.iter().map(|told| (*told, name)));
        let mut component = Component { members, groups: Vec::with_capacity(groups.len()) };
        for group in groups {
            let name = group[0];
            self.group_of.extend(group.iter().map(|told| (*told, name)));
            self.groups.insert(name, group);
            component.groups.push(name);
        }
        self.components.insert(name, component);
        self.fetched.insert(name);
        name
    }

    /// Brings the component of a telling at hand, where it is of one.
    pub(crate) fn fetch<S: Shelf>(&mut self, shelf: &S, hand: &Hand, told: usize) -> Result<(), S::Fault> {
        if hand.whole || self.component_of.contains_key(&told) {
            return Ok(());
        }
        let Some(name) = hand.standing(shelf, told)?.component.filter(|name| self.fetched.insert(*name))
        else {
            return Ok(());
        };
        let (members, groups, edges) = match shelf.component(name)? {
            None => (vec![name], vec![vec![name]], Vec::new()),
            Some(form) => taken(&form).ok_or_else(|| shelf.damaged(name))?,
        };
        edges.into_iter().for_each(|edge| self.link(edge));
        self.name(members, groups);
        Ok(())
    }

    /// Puts the components that changed away; those that are no more first, as another grouping may have their names.
    pub(crate) fn put_away<S: Shelf>(&mut self, shelf: &S, gone: bool) -> Result<(), S::Fault> {
        // that a telling is alone is seen from it
        let shown = |name: &usize| self.components.get(name).filter(|it| it.members.len() > 1);
        for name in &self.changed {
            match shown(name) {
                None if gone => shelf.put_component(*name, None)?,
                Some(component) if !gone => shelf.put_component(*name, Some(&self.form(component)))?,
                _ => {}
            }
        }
        if !gone {
            self.changed.clear();
        }
        self.indices.iter_mut().try_for_each(|index| index.put_away(shelf))
    }

    /// A component as bytes: its members, in each group the positions of its tellings among them, and with whom of those
    /// behind it each is linked.
    fn form(&self, Component { members, groups }: &Component) -> Vec<u8> {
        let mut out = Out::default();
        let mut last = 0;
        out.all(members.iter(), |to, member| {
            to.number((member - last) as u64);
            last = *member;
        });
        let position = |told: &usize| members.binary_search(told).unwrap_or_default();
        out.all(groups.iter(), |to, name| {
            to.all(self.group(*name).iter(), |to, told| to.number(position(told) as u64));
        });
        for (at, told) in members.iter().enumerate() {
            let others = self.linked.get(told).into_iter().flat_map(|others| others.range(told..));
            let others: Vec<(usize, i16)> =
                others.map(|(other, score)| (position(other) - at, *score)).collect();
            out.all(others.iter(), |to, (ahead, score)| {
                to.number(*ahead as u64);
                to.signed((*score).into());
            });
        }
        out.0
    }
}

/// The members, groups and links that a component is made of.
type Parts = (Vec<usize>, Vec<Vec<usize>>, Vec<Edge>);

/// What [`Grouping::form`] was made of; `None` where these are no such bytes.
fn taken(form: &[u8]) -> Option<Parts> {
    let mut from = In(form);
    let mut last = 0usize;
    let members: Vec<usize> = from.all(|from| {
        last = last.checked_add(from.small()?)?;
        Some(last)
    })?;
    let groups: Vec<Vec<usize>> =
        from.all(|from| from.all(|from| members.get(from.small::<usize>()?).copied()))?;
    let mut edges = Vec::new();
    for (at, told) in members.iter().enumerate() {
        let others: Vec<Edge> = from.all(|from| {
            let other = members.get(at.checked_add(from.small()?)?)?;
            Some((*told, *other, from.signed()?))
        })?;
        edges.extend(others);
    }
    let whole = from.0.is_empty() && members.is_sorted() && groups.iter().all(|group| !group.is_empty());
    (whole && !members.is_empty()).then_some((members, groups, edges))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SETTLED;

    #[test]
    fn a_component_that_is_put_away_comes_back() {
        let mut grouping = Grouping::none(SETTLED, 0, true);
        [(3, 7, 120), (7, 20, -4), (20, 300, 9)].into_iter().for_each(|edge| grouping.link(edge));
        let groups = vec![vec![20, 3], vec![7, 300]];
        let name = grouping.name(vec![3, 7, 20, 300], groups.clone());
        let form = grouping.form(&grouping.components[&name]);
        let edges = vec![(3, 7, 120), (7, 20, -4), (20, 300, 9)];
        assert_eq!(taken(&form), Some((vec![3, 7, 20, 300], groups, edges)));
        assert!((0..form.len()).all(|end| taken(&form[..end]).is_none()));
    }
}
