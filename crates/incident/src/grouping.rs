//! Groups of linked tellings, kept so that tellings can come and go: only the components that they touch are parted anew.

use std::collections::{BTreeMap, BTreeSet};

use crate::cluster::{Edge, components, edges, split};
use crate::index::Index;
use crate::keys::{Pair, Sweep, pairs};
use crate::parallel::in_parallel;
use crate::score::reaching;
use crate::told::Told;
use crate::weights::Weights;

/// The groups of some tellings that meet in one of two sweeps.
#[derive(Debug)]
pub(crate) struct Grouping {
    sweeps: [&'static Sweep; 2],
    /// By the first sweep and by the second.
    indices: [Index; 2],
    /// Both ways, by telling: with whom it is linked, and how much speaks for it.
    linked: BTreeMap<usize, BTreeMap<usize, i16>>,
    /// By telling: the name of its component, which is one of its tellings.
    component_of: BTreeMap<usize, usize>,
    /// By name.
    components: BTreeMap<usize, Component>,
    /// By telling: the name of its group, which is its first telling.
    group_of: BTreeMap<usize, usize>,
    /// By name.
    groups: BTreeMap<usize, Vec<usize>>,
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
    /// Groups some tellings.
    pub(crate) fn of(
        tellings: &[Told],
        some: &[usize],
        sweeps: [&'static Sweep; 2],
        weights: &Weights,
    ) -> Grouping {
        let mut grouping = Grouping {
            sweeps,
            indices: sweeps.map(|sweep| Index::of(sweep, tellings, some)),
            linked: BTreeMap::new(),
            component_of: BTreeMap::new(),
            components: BTreeMap::new(),
            group_of: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        let edges = edges(tellings, &pairs(tellings, some, sweeps), weights);
        edges.iter().for_each(|edge| grouping.link(*edge));
        grouping.part(tellings, some, &edges, weights);
        grouping
    }

    /// The second index, which is by what is told.
    pub(crate) fn by_content(&self) -> &Index {
        &self.indices[1]
    }

    /// The name of a telling's group.
    pub(crate) fn name_of(&self, told: usize) -> Option<usize> {
        self.group_of.get(&told).copied()
    }

    /// The tellings of a group, in the order of their keys; empty where there is none of that name.
    pub(crate) fn group(&self, name: usize) -> &[usize] {
        self.groups.get(&name).map_or(&[], Vec::as_slice)
    }

    /// All groups with their names.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (usize, &[usize])> {
        self.groups.iter().map(|(name, group)| (*name, group.as_slice()))
    }

    /// Takes tellings out and puts others in. Those taken out must still be as they were when they came.
    pub(crate) fn change(
        &mut self,
        tellings: &[Told],
        removed: &[usize],
        added: &[usize],
        weights: &Weights,
    ) -> Changed {
        if self.group_of.is_empty() {
            // all at once is quicker than one by one
            *self = Grouping::of(tellings, added, self.sweeps, weights);
            return Changed { gone: Vec::new(), made: self.groups.keys().copied().collect() };
        }
        let mut met: BTreeSet<Pair> = BTreeSet::new();
        for told in removed {
            for index in &mut self.indices {
                index.remove(tellings, *told);
                met.extend(index.at_stake(tellings, *told));
            }
            for other in self.linked.remove(told).unwrap_or_default().into_keys() {
                self.linked.entry(other).or_default().remove(told);
            }
        }
        for told in added {
            for index in &mut self.indices {
                met.extend(index.at_stake(tellings, *told));
                index.insert(tellings, *told);
            }
        }
        let gone: BTreeSet<usize> = removed.iter().copied().collect();
        let mut touched: BTreeSet<usize> = removed.iter().chain(added).copied().collect();
        met.retain(|(a, b)| !gone.contains(a) && !gone.contains(b));
        for (a, b) in met {
            let linked = self.linked.get(&a).is_some_and(|others| others.contains_key(&b));
            let score = reaching(weights.threshold, &tellings[a], &tellings[b], weights);
            let meets = || self.indices.iter().any(|index| index.meet(tellings, a, b));
            match score.filter(|_| meets()) {
                Some(score) if !linked => self.link((a, b, score)),
                None if linked => self.unlink(a, b),
                _ => continue,
            }
            touched.extend([a, b]);
        }
        self.part_around(tellings, &touched, &gone, weights)
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

    /// Parts anew the components of the tellings that were touched.
    fn part_around(
        &mut self,
        tellings: &[Told],
        touched: &BTreeSet<usize>,
        gone: &BTreeSet<usize>,
        weights: &Weights,
    ) -> Changed {
        let names: BTreeSet<usize> =
            touched.iter().filter_map(|told| self.component_of.get(told)).copied().collect();
        let mut pool: BTreeSet<usize> = touched.clone();
        let mut old: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for component in names.iter().filter_map(|name| self.components.remove(name)) {
            pool.extend(component.members);
            for name in component.groups {
                old.insert(name, self.groups.remove(&name).unwrap_or_default());
            }
        }
        for told in &pool {
            self.component_of.remove(told);
            self.group_of.remove(told);
        }
        let pool: Vec<usize> = pool.difference(gone).copied().collect();
        let edges: Vec<Edge> = pool
            .iter()
            .filter_map(|a| Some((a, self.linked.get(a)?)))
            .flat_map(|(a, others)| others.range(a..).map(|(b, score)| (*a, *b, *score)))
            .collect();
        let made = self.part(tellings, &pool, &edges, weights);
        let same = |name: &usize| old.get(name).is_some_and(|group| group[..] == *self.group(*name));
        let kept: BTreeSet<usize> = made.iter().copied().filter(same).collect();
        let changed = |name: &usize| !kept.contains(name);
        Changed {
            gone: old.into_keys().filter(changed).collect(),
            made: made.into_iter().filter(changed).collect(),
        }
    }

    /// Parts tellings that are linked with no others than these, and names the groups.
    fn part(&mut self, tellings: &[Told], some: &[usize], edges: &[Edge], weights: &Weights) -> Vec<usize> {
        let components = components(some, edges);
        let parted = in_parallel(&components, |(members, edges)| split(tellings, members, edges, weights));
        let mut made = Vec::new();
        for ((members, _), groups) in components.into_iter().zip(parted) {
            let name = members[0];
            self.component_of.extend(members.iter().map(|told| (*told, name)));
            let mut component = Component { members, groups: Vec::new() };
            for group in groups {
                let name = group[0];
                self.group_of.extend(group.iter().map(|told| (*told, name)));
                self.groups.insert(name, group);
                component.groups.push(name);
            }
            made.extend(&component.groups);
            self.components.insert(name, component);
        }
        made
    }
}
