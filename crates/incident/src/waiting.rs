//! Tellings without a day or a place: each joins its best incident if that leads, and bridges none.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use text::Key;

use crate::cluster::cluster;
use crate::hand::Hand;
use crate::index::Index;
use crate::keys::{CONTENT, DAY_OR_PLACE, SETTLED, Tellings, WAITING, near, pairs};
use crate::parallel::in_parallel;
use crate::score::{reaching, score};
use crate::shelf::Shelf;
use crate::told::Told;
use crate::weights::Weights;

/// How many tellings of an incident a waiting one is compared with.
pub(crate) const MEMBERS: usize = 32;

/// Groups all tellings (sorted by key): those with day and place first, then each waiting one.
///
/// A waiting telling is compared with what was settled before any of its like joined, so that nothing
/// that it inherits feeds back. Those that join none are grouped among themselves.
pub(crate) fn group(tellings: &[Told], weights: &Weights) -> Vec<Vec<usize>> {
    let (waiting, settled): (Vec<usize>, Vec<usize>) =
        (0..tellings.len()).partition(|at| tellings[*at].waits());
    let sets = cluster(tellings, &settled, &pairs(tellings, &settled, SETTLED), weights);
    let mut set_of = vec![usize::MAX; tellings.len()];
    for (at, set) in sets.iter().enumerate() {
        set.iter().for_each(|told| set_of[*told] = at);
    }
    let near: Vec<(usize, Vec<usize>)> =
        waiting.iter().copied().zip(near(tellings, &waiting, &settled)).collect();
    let chosen = in_parallel(&near, |(told, near)| {
        let mut rivals: Vec<usize> = near.iter().map(|other| set_of[*other]).collect();
        rivals.sort_unstable();
        rivals.dedup();
        best(tellings, *told, rivals.into_iter().map(|set| (set, sets[set].as_slice())), weights)
    });
    let mut choosers: Vec<Vec<usize>> = vec![Vec::new(); sets.len()];
    let mut left = Vec::new();
    for (told, chosen) in waiting.into_iter().zip(chosen) {
        match chosen {
            Some(set) => choosers[set].push(told),
            None => left.push(told),
        }
    }
    let mut groups = sets;
    for (set, choosers) in groups.iter_mut().zip(choosers) {
        let (taken, refused) = take(tellings, &choosers, set, weights);
        set.extend(taken);
        left.extend(refused);
    }
    left.sort_unstable();
    groups.extend(cluster(tellings, &left, &pairs(tellings, &left, WAITING), weights));
    groups.iter_mut().for_each(|set| set.sort_unstable());
    groups.sort_unstable();
    groups
}

/// Of waiting tellings that chose one incident, in the order of their keys: those that it takes and those that it does
/// not. Of two of one article the one that fits better stays.
pub(crate) fn take(
    tellings: &(impl Tellings + ?Sized),
    choosers: &[usize],
    set: &[usize],
    weights: &Weights,
) -> (Vec<usize>, Vec<usize>) {
    let (mut taken, mut refused): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut choosers = choosers.to_vec();
    if choosers.len() > 1 {
        choosers.sort_by_cached_key(|told| std::cmp::Reverse(fit(tellings, *told, set, weights)));
    }
    for told in &choosers {
        if taken.iter().any(|other| tellings[*other].shares_article(&tellings[*told])) {
            refused.push(*told);
        } else {
            taken.push(*told);
        }
    }
    (taken, refused)
}

/// Of some named sets the one that the telling fits best, where that reaches τ and leads by the margin.
pub(crate) fn best<'a>(
    tellings: &(impl Tellings + ?Sized),
    told: usize,
    sets: impl Iterator<Item = (usize, &'a [usize])>,
    weights: &Weights,
) -> Option<usize> {
    leading(sets.map(|(name, set)| (name, near_fit(tellings, told, set, weights))), weights)
}

/// Of named sets, each with how well a telling fits it, the one that reaches τ and leads by the margin.
pub(crate) fn leading(fits: impl Iterator<Item = (usize, Option<i64>)>, weights: &Weights) -> Option<usize> {
    let (mut top, mut second) = (None, None);
    for (name, fit) in fits {
        let here = fit.map(|score| (score, name));
        if here > top {
            (top, second) = (here, top);
        } else {
            second = second.max(here);
        }
    }
    let (top, set) = top?;
    let leads = second.is_none_or(|(second, _)| top - second >= i64::from(weights.margin) * 100);
    (top >= i64::from(weights.threshold) * 100 && leads).then_some(set)
}

/// How well a telling fits a set; `None` too where it falls farther short of τ than the margin, so that it can neither be
/// chosen nor rival what is.
pub(crate) fn near_fit(
    tellings: &(impl Tellings + ?Sized),
    told: usize,
    set: &[usize],
    weights: &Weights,
) -> Option<i64> {
    let least = weights.threshold - weights.margin;
    let reaches = |other: &usize| reaching(least, &tellings[told], &tellings[*other], weights).is_some();
    let sees = set.iter().take(MEMBERS).any(reaches);
    sees.then(|| fit(tellings, told, set, weights)).flatten()
}

/// The average score against the half of a set that it fits best, in hundredths; `None` where a telling of the set rules
/// it out. Of what is told of one thing again and again no telling says all: the one names the victim, the other the
/// street, and who says little need not be like each of them.
fn fit(tellings: &(impl Tellings + ?Sized), told: usize, set: &[usize], weights: &Weights) -> Option<i64> {
    let members = set.iter().take(MEMBERS);
    let scores = members.map(|other| score(&tellings[told], &tellings[*other], weights).map(i64::from));
    let mut scores = scores.collect::<Option<Vec<i64>>>()?;
    scores.sort_unstable_by_key(|score| std::cmp::Reverse(*score));
    scores.truncate(scores.len().div_ceil(2));
    Some(scores.iter().sum::<i64>() * 100 / scores.len().max(1) as i64)
}

/// The tellings without day or place, kept so that they can come and go.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) by_day_or_place: Index,
    pub(crate) by_content: Index,
    /// By telling: the incident that it chose, if any, by the name of its group of settled tellings.
    choice: FxHashMap<usize, Option<usize>>,
    /// By incident: those that chose it.
    choosers: FxHashMap<usize, BTreeSet<(Key, usize)>>,
    /// By incident: those of them that it took.
    taken: FxHashMap<usize, Vec<usize>>,
    /// By telling: how well it fits those incidents that it meets and may choose, as [`near_fit`] has it.
    fits: FxHashMap<usize, Vec<(usize, i64)>>,
}

impl Waiting {
    /// No tellings; the indices have these numbers on the shelf.
    pub(crate) fn none([first, second]: [u64; 2], whole: bool) -> Waiting {
        Waiting {
            by_day_or_place: Index::none(&DAY_OR_PLACE, first, whole),
            by_content: Index::none(&CONTENT, second, whole),
            choice: FxHashMap::default(),
            choosers: FxHashMap::default(),
            taken: FxHashMap::default(),
            fits: FxHashMap::default(),
        }
    }

    /// How well a telling fits those incidents that it met when it last chose and may choose; `None` where it never chose.
    pub(crate) fn fits(&self, told: usize) -> Option<&Vec<(usize, i64)>> {
        self.fits.get(&told)
    }

    /// Notes that, and returns which of them it chooses.
    pub(crate) fn note(&mut self, told: usize, fits: Vec<(usize, i64)>, weights: &Weights) -> Option<usize> {
        let chosen = leading(fits.iter().map(|(name, fit)| (*name, Some(*fit))), weights);
        self.fits.insert(told, fits);
        chosen
    }

    /// Adds a telling, which has not chosen yet.
    pub(crate) fn insert<S: Shelf>(&mut self, shelf: &S, hand: &Hand, told: usize) -> Result<(), S::Fault> {
        for index in [&mut self.by_day_or_place, &mut self.by_content] {
            index.fetch(shelf, hand, told)?;
            index.insert(hand, told);
        }
        Ok(())
    }

    /// Takes a telling out.
    pub(crate) fn remove<S: Shelf>(&mut self, shelf: &S, hand: &Hand, told: usize) -> Result<(), S::Fault> {
        for index in [&mut self.by_day_or_place, &mut self.by_content] {
            index.fetch(shelf, hand, told)?;
            index.remove(hand, told);
        }
        Ok(())
    }

    /// Brings at hand what a telling chose, and who else did; it is at hand itself.
    pub(crate) fn fetch<S: Shelf>(
        &mut self,
        shelf: &S,
        hand: &mut Hand,
        told: usize,
    ) -> Result<(), S::Fault> {
        if hand.whole {
            return Ok(());
        }
        self.recall(hand, told);
        match self.choice_of(told) {
            Some(name) => self.fetch_choosers(shelf, hand, name),
            None => Ok(()),
        }
    }

    /// What a telling at hand chose when it was put away, and of what.
    pub(crate) fn recall(&mut self, hand: &Hand, told: usize) {
        if let Some(standing) = hand.away(told).filter(|_| !self.choice.contains_key(&told)) {
            self.choice.insert(told, standing.choice);
            self.fits.insert(told, standing.fits.clone());
        }
    }

    /// Brings those at hand that chose an incident.
    pub(crate) fn fetch_choosers<S: Shelf>(
        &mut self,
        shelf: &S,
        hand: &mut Hand,
        name: usize,
    ) -> Result<(), S::Fault> {
        if hand.whole || self.choosers.contains_key(&name) {
            return Ok(());
        }
        let choosers = shelf.choosers(name)?;
        hand.fetch(shelf, choosers.iter().copied())?;
        let taken = choosers.iter().copied().filter(|told| hand.away(*told).is_some_and(|it| it.taken));
        self.taken.insert(name, taken.collect());
        choosers.iter().for_each(|told| self.recall(hand, *told));
        self.choosers.insert(name, choosers.into_iter().map(|told| (hand[told].key, told)).collect());
        Ok(())
    }

    /// Notes what a telling chose; `None` for one that no longer waits. Returns the incidents that gained or lost it.
    pub(crate) fn choose<S: Shelf>(
        &mut self,
        shelf: &S,
        hand: &mut Hand,
        told: usize,
        choice: Option<Option<usize>>,
    ) -> Result<Vec<usize>, S::Fault> {
        self.fetch(shelf, hand, told)?;
        let before = match choice {
            Some(choice) => self.choice.insert(told, choice),
            None => {
                self.fits.remove(&told);
                self.choice.remove(&told)
            }
        };
        if before == choice {
            return Ok(Vec::new());
        }
        let chooser = (hand[told].key, told);
        if let Some(Some(name)) = before {
            self.choosers.entry(name).or_default().remove(&chooser);
        }
        if let Some(Some(name)) = choice {
            self.fetch_choosers(shelf, hand, name)?;
            self.choosers.entry(name).or_default().insert(chooser);
        }
        Ok(before.into_iter().chain(choice).flatten().collect())
    }

    /// Lets an incident, named and with its settled tellings, take of those that chose it. Returns those that it had and
    /// all that want to be had.
    pub(crate) fn take<S: Shelf>(
        &mut self,
        shelf: &S,
        hand: &mut Hand,
        name: usize,
        set: &[usize],
        weights: &Weights,
    ) -> Result<Vec<usize>, S::Fault> {
        self.fetch_choosers(shelf, hand, name)?;
        let mut unsure = self.taken.remove(&name).unwrap_or_default();
        let choosing: Vec<usize> =
            self.choosers.get(&name).into_iter().flatten().map(|(_, told)| *told).collect();
        if !choosing.is_empty() {
            hand.fetch(shelf, set.iter().take(MEMBERS).copied())?;
            self.taken.insert(name, take(hand, &choosing, set, weights).0);
            unsure.extend(choosing);
        } else if hand.whole {
            self.choosers.remove(&name);
        }
        Ok(unsure)
    }

    /// The incident that a telling chose.
    pub(crate) fn choice_of(&self, told: usize) -> Option<usize> {
        self.choice.get(&told).copied().flatten()
    }

    /// The incident that took a telling.
    pub(crate) fn taker(&self, told: usize) -> Option<usize> {
        self.choice_of(told).filter(|name| self.taken_by(*name).contains(&told))
    }

    /// The tellings that an incident took.
    pub(crate) fn taken_by(&self, name: usize) -> &[usize] {
        self.taken.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether a telling waits and no incident took it.
    pub(crate) fn is_left(&self, told: usize) -> bool {
        self.choice.contains_key(&told) && self.taker(told).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{day, kazan, place_at, told, wording};

    fn group(tellings: &[Told]) -> Vec<Vec<usize>> {
        super::group(tellings, Weights::shipped())
    }

    #[test]
    fn an_undated_telling_joins_the_only_incident_that_fits() {
        let mut all = [told(1, kazan(), day(21)), told(2, kazan(), day(21)), told(3, kazan(), None)];
        all.iter_mut().for_each(|t| t.words = wording("Debris fell on the Zorge tower block"));
        let sets = group(&all);
        assert_eq!(sets.iter().map(Vec::len).max(), Some(3));
    }

    #[test]
    fn it_joins_none_where_two_fit_as_well() {
        let all = [told(1, kazan(), day(11)), told(2, kazan(), day(21)), told(3, kazan(), None)];
        assert_eq!(group(&all).len(), 3);
    }

    #[test]
    fn its_weekday_decides() {
        // 20021 days after 1970-01-01 is a Friday
        let mut waits = told(3, kazan(), None);
        waits.weekday = Some(crate::days::weekday(20_021));
        let all = [told(1, kazan(), day(18)), told(2, kazan(), day(21)), waits];
        let sets = group(&all);
        assert!(sets.contains(&vec![1, 2]), "{sets:?}");
    }

    #[test]
    fn a_telling_without_a_place_needs_more_than_the_day() {
        let mut waits = told(3, kazan(), day(21));
        waits.places.clear();
        let mut dated = told(1, kazan(), day(21));
        waits.words = wording("Air defences were busy over the Volga, the ministry said");
        dated.words = wording("Debris fell on the Zorge tower block");
        assert_eq!(group(&[dated.clone(), waits.clone()]).len(), 2);
        dated.numbers.insert((7, 8));
        waits.numbers.insert((7, 8));
        waits.words = dated.words.clone();
        assert_eq!(group(&[dated, waits]).len(), 1);
    }

    #[test]
    fn it_need_not_be_like_every_telling_of_its_incident() {
        let street = "Okulewicz fell on Wrexby Lane by the Zelmarov depot";
        let mut all: Vec<Told> = (1..5).map(|n| told(n, kazan(), day(21))).collect();
        all[0].words = wording(street);
        all[1].words = wording(street);
        all[2].words = wording("Haddlesey fitters heard Tremlett shout");
        all[3].words = wording("Brundish choir sang at the gates of the yard");
        let mut waits = told(9, kazan(), None);
        waits.places.clear();
        waits.published = all[0].days.map(|d| d.last + 1);
        waits.words = wording(street);
        all.push(waits);
        assert_eq!(group(&all).len(), 1);
    }

    #[test]
    fn of_two_of_one_article_the_one_that_fits_better_stays() {
        let street = "Okulewicz fell on Wrexby Lane by the Zelmarov depot";
        let mut all = [told(1, kazan(), day(21)), told(2, kazan(), None), told(3, kazan(), None)];
        all[0].words = wording(street);
        for waits in [1, 2] {
            all[waits].articles = all[1].articles.clone();
            let mut here = all.clone();
            here[waits].words = wording(street);
            let sets = group(&here);
            assert!(sets.contains(&vec![0, waits]), "{waits}: {sets:?}");
        }
    }

    #[test]
    fn undated_tellings_of_one_weekday_find_each_other() {
        let mut a = told(1, place_at("Kazan", "city", (55.79, 49.12)), None);
        a.weekday = Some(6);
        let mut b = a.clone();
        b.key = text::Key::of([b"b".as_slice()]);
        b.articles = crate::sorted::Sorted::from_iter([b.key]);
        assert_eq!(group(&[a.clone(), b.clone()]).len(), 1);
        b.weekday = Some(2);
        assert_eq!(group(&[a, b]).len(), 2);
    }
}
