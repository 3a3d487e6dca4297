//! Groups of linked tellings, kept so that tellings can come and go: only the components that they touch are parted anew.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bytes::{In, Out};
use crate::cluster::{Edge, Piece, components, pieces};
use crate::hand::Hand;
use crate::index::Index;
use crate::keys::{Pair, Sweep};
use crate::parallel::{each_in_parallel, in_parallel};
use crate::score::reaching;
use crate::shelf::Shelf;
use crate::weights::Weights;

/// The groups of some tellings that meet in one of two sweeps.
#[derive(Debug)]
pub(crate) struct Grouping {
    /// By the first sweep and by the second.
    pub(crate) indices: [Index; 2],
    /// Both ways, by telling: with whom it is linked, in their order, and how much speaks for it.
    linked: FxHashMap<usize, Vec<Linked>>,
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

/// Another telling and how much speaks for both being of one incident.
type Linked = (u32, i16);

#[derive(Debug, Default)]
struct Component {
    members: Vec<usize>,
    /// Its pieces, each by its threshold and the names of the groups that it is parted into.
    pieces: Vec<(i16, Vec<usize>)>,
    /// The links of its tellings, as they were put away, for as long as nobody asks for one.
    folded: Option<Vec<u8>>,
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
            self.unfold(shelf, *told)?;
            for (other, _) in self.linked.remove(told).unwrap_or_default() {
                self.unlink_from(other as usize, *told);
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
            for told in [a, b] {
                self.fetch(shelf, hand, told)?;
                self.unfold(shelf, told)?;
            }
            let linked = self.links(a).binary_search_by_key(&b, |(other, _)| *other as usize).is_ok();
            match meet {
                true if !linked => self.link((a, b, score)),
                false if linked => {
                    self.unlink_from(a, b);
                    self.unlink_from(b, a);
                }
                _ => continue,
            }
            touched.extend([a, b]);
        }
        self.part_around(shelf, hand, &touched, &gone, weights)
    }

    /// With whom a telling is linked, in their order.
    fn links(&self, told: usize) -> &[Linked] {
        self.linked.get(&told).map_or(&[], Vec::as_slice)
    }

    /// Those links of a telling that lead to one of a higher number.
    fn ahead(&self, told: usize) -> &[Linked] {
        let links = self.links(told);
        &links[links.partition_point(|(other, _)| (*other as usize) < told)..]
    }

    fn link(&mut self, (a, b, score): Edge) {
        for (one, other) in [(a, b as u32), (b, a as u32)] {
            let links = self.linked.entry(one).or_default();
            if let Err(at) = links.binary_search_by_key(&other, |(other, _)| *other) {
                links.insert(at, (other, score));
            }
        }
    }

    fn unlink_from(&mut self, told: usize, other: usize) {
        if let Some(links) = self.linked.get_mut(&told) {
            links.retain(|(it, _)| *it as usize != other);
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
        // what a piece parts into stays for as long as it has the same tellings
        let mut known: BTreeMap<Piece, Vec<usize>> = BTreeMap::new();
        for name in names {
            self.unfold(shelf, name)?;
            self.changed.insert(name);
            let Some(component) = self.components.remove(&name) else { continue };
            pool.extend(component.members);
            for (tau, groups) in component.pieces {
                let mut members: Vec<usize> =
                    groups.iter().flat_map(|name| self.group(*name)).copied().collect();
                members.sort_unstable();
                old.extend(groups.iter().map(|name| (*name, self.groups.remove(name).unwrap_or_default())));
                known.insert(Piece { tau, members }, groups);
            }
        }
        let mut were: Vec<(usize, Option<usize>)> = Vec::with_capacity(pool.len());
        for told in &pool {
            let component = self.component_of.remove(told);
            self.group_of.remove(told);
            if !gone.contains(told) {
                were.push((*told, component));
            }
        }
        let pool: Vec<usize> = were.iter().map(|(told, _)| *told).collect();
        let edges: Vec<Edge> = pool
            .iter()
            .flat_map(|a| self.ahead(*a).iter().map(|(b, score)| (*a, *b as usize, *score)))
            .collect();
        let components = components(&pool, &edges);
        let parted = in_parallel(&components, |(members, edges)| pieces(members, edges, weights));
        let fresh: Vec<&Piece> =
            parted.iter().flatten().filter(|piece| !known.contains_key(*piece)).collect();
        hand.fetch(shelf, fresh.iter().flat_map(|piece| &piece.members).copied())?;
        let tellings = &*hand;
        let mut groups = each_in_parallel(&fresh, |piece| piece.part(tellings, weights)).into_iter();
        let mut made = Vec::new();
        for ((members, _), parted) in components.iter().zip(&parted) {
            let groups_of = |piece: &Piece| match known.get(piece) {
                Some(names) => (piece.tau, names.iter().filter_map(|name| old.get(name)).cloned().collect()),
                None => (piece.tau, groups.next().unwrap_or_default()),
            };
            let pieces: Vec<(i16, Vec<Vec<usize>>)> = parted.iter().map(groups_of).collect();
            made.extend(pieces.iter().flat_map(|(_, groups)| groups).map(|group| group[0]));
            let name = self.name(members.clone(), pieces);
            self.changed.insert(name);
        }
        let moved = were.into_iter().filter(|(told, was)| self.component_of(*told) != *was);
        let moved: Vec<usize> = moved.map(|(told, _)| told).chain(touched.iter().copied()).collect();
        hand.fetch(shelf, moved.iter().copied().filter(|told| !gone.contains(told)))?;
        hand.stir(moved.into_iter().chain(gone.iter().copied()));
        let same = |name: &usize| old.get(name).is_some_and(|group| group[..] == *self.group(*name));
        let kept: BTreeSet<usize> = made.iter().copied().filter(same).collect();
        let changed = |name: &usize| !kept.contains(name);
        Ok(Changed {
            gone: old.into_keys().filter(changed).collect(),
            made: made.into_iter().filter(changed).collect(),
        })
    }

    /// Names a component and its groups.
    fn name(&mut self, members: Vec<usize>, pieces: Vec<(i16, Vec<Vec<usize>>)>) -> usize {
        let name = members[0];
        self.component_of.extend(members.iter().map(|told| (*told, name)));
        let mut component = Component { members, pieces: Vec::with_capacity(pieces.len()), folded: None };
        for (tau, groups) in pieces {
            component.pieces.push((tau, groups.iter().map(|group| group[0]).collect()));
            for group in groups {
                let name = group[0];
                self.group_of.extend(group.iter().map(|told| (*told, name)));
                self.groups.insert(name, group);
            }
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
        let Some(name) = hand.component(shelf, told)?.filter(|name| self.fetched.insert(*name)) else {
            return Ok(());
        };
        let Some(form) = shelf.component(name)? else {
            self.name(vec![name], vec![(0, vec![vec![name]])]);
            return Ok(());
        };
        let mut from = In(&form);
        let (members, pieces) = parts(&mut from).ok_or_else(|| shelf.damaged(name))?;
        let links = from.0.to_vec();
        if members.first() != Some(&name) {
            return Err(shelf.damaged(name));
        }
        self.name(members, pieces);
        self.components.entry(name).and_modify(|component| component.folded = Some(links));
        Ok(())
    }

    /// Makes the links of the component that a telling is of, which is at hand, known.
    fn unfold<S: Shelf>(&mut self, shelf: &S, told: usize) -> Result<(), S::Fault> {
        let Some(name) = self.component_of(told) else { return Ok(()) };
        let Some(component) = self.components.get_mut(&name) else { return Ok(()) };
        let Some(links) = component.folded.take() else { return Ok(()) };
        let edges = edges(&component.members, &links).ok_or_else(|| shelf.damaged(name))?;
        edges.into_iter().for_each(|edge| self.link(edge));
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

    /// A component as bytes: its members; its pieces with their thresholds, in each group of each the positions of its
    /// tellings among the members; with whom of those behind it each is linked.
    fn form(&self, Component { members, pieces, .. }: &Component) -> Vec<u8> {
        let mut out = Out::default();
        let mut last = 0;
        out.all(members.iter(), |to, member| {
            to.number((member - last) as u64);
            last = *member;
        });
        let position = |told: usize| members.binary_search(&told).unwrap_or_default();
        out.all(pieces.iter(), |to, (tau, groups)| {
            to.signed((*tau).into());
            to.all(groups.iter(), |to, name| {
                to.all(self.group(*name).iter(), |to, told| to.number(position(*told) as u64));
            });
        });
        for (at, told) in members.iter().enumerate() {
            out.all(self.ahead(*told).iter(), |to, (other, score)| {
                to.number((position(*other as usize) - at) as u64);
                to.signed((*score).into());
            });
        }
        out.0
    }
}

/// The members of a component, and its pieces with their thresholds and groups.
type Parts = (Vec<usize>, Vec<(i16, Vec<Vec<usize>>)>);

/// What [`Grouping::form`] was made of, but for the links, which follow; `None` where these are no such bytes.
fn parts(from: &mut In<'_>) -> Option<Parts> {
    let mut last = 0usize;
    let members: Vec<usize> = from.all(|from| {
        last = last.checked_add(from.small()?)?;
        Some(last)
    })?;
    let pieces: Vec<(i16, Vec<Vec<usize>>)> = from.all(|from| {
        let groups = |from: &mut In<'_>| from.all(|from| members.get(from.small::<usize>()?).copied());
        Some((from.signed()?, from.all(groups)?))
    })?;
    let mut groups = pieces.iter().flat_map(|(_, groups)| groups);
    (members.is_sorted() && groups.all(|group: &Vec<usize>| !group.is_empty())).then_some((members, pieces))
}

/// The links of a component with these members; `None` where these are no such bytes.
fn edges(members: &[usize], links: &[u8]) -> Option<Vec<Edge>> {
    let mut from = In(links);
    let mut edges = Vec::new();
    for (at, told) in members.iter().enumerate() {
        let others: Vec<Edge> = from.all(|from| {
            let other = members.get(at.checked_add(from.small()?)?)?;
            Some((*told, *other, from.signed()?))
        })?;
        edges.extend(others);
    }
    from.0.is_empty().then_some(edges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SETTLED;

    #[test]
    fn a_component_that_is_put_away_comes_back() {
        let mut grouping = Grouping::none(SETTLED, 0, true);
        let links = vec![(3, 7, 120), (7, 20, -4), (20, 300, 9)];
        links.iter().rev().for_each(|edge| grouping.link(*edge));
        let pieces = vec![(45, vec![vec![20, 3]]), (55, vec![vec![7], vec![300]])];
        let name = grouping.name(vec![3, 7, 20, 300], pieces.clone());
        let form = grouping.form(&grouping.components[&name]);
        let mut from = In(&form);
        let members = vec![3, 7, 20, 300];
        assert_eq!(parts(&mut from), Some((members.clone(), pieces)));
        assert_eq!(edges(&members, from.0), Some(links));
        let whole = |form: &[u8]| {
            let mut from = In(form);
            parts(&mut from).and_then(|(members, _)| edges(&members, from.0))
        };
        assert!(whole(&form).is_some() && (0..form.len()).all(|end| whole(&form[..end]).is_none()));
    }
}
