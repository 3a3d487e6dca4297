//! Real towns with their regions and countries, some with far more incidents than others.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use claim::{Container, PlaceValue};
use gazetteer::{Gazetteer, PlaceId, PlaceKind};

use crate::dice::{Dice, Shares};
use crate::plan::Plan;

/// Smaller towns have no incidents.
const LEAST_PEOPLE: u32 = 15_000;
/// A country with fewer towns has no incidents.
const LEAST_TOWNS: usize = 30;

/// Where a world's incidents are.
#[derive(Debug)]
pub(crate) struct Atlas {
    pub(crate) countries: Vec<Country>,
    pub(crate) towns: Vec<Town>,
    /// By how much happens in them.
    country_shares: Shares,
}

/// A country with incidents.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) place: PlaceValue,
    /// Its towns, those with most incidents first, as indices into the atlas.
    pub(crate) towns: Vec<usize>,
    shares: Shares,
}

/// A town with incidents.
#[derive(Debug)]
pub(crate) struct Town {
    pub(crate) place: PlaceValue,
    pub(crate) region: Option<PlaceValue>,
    /// Index into the countries.
    pub(crate) country: usize,
}

impl Atlas {
    /// Draws countries, and the largest towns of each.
    pub(crate) fn draw(plan: &Plan, dice: &mut Dice) -> Atlas {
        let world = Gazetteer::embedded();
        let mut by_country: BTreeMap<PlaceId, Vec<(u32, PlaceId)>> = BTreeMap::new();
        for id in world.iter().filter(|id| world.kind(*id) == PlaceKind::City) {
            let place = world.place(id);
            if place.population >= LEAST_PEOPLE {
                by_country.entry(place.country_place).or_default().push((place.population, id));
            }
        }
        let mut found: Vec<(PlaceId, Vec<(u32, PlaceId)>)> =
            by_country.into_iter().filter(|(_, towns)| towns.len() >= LEAST_TOWNS).collect();
        let mut atlas = Atlas { countries: vec![], towns: vec![], country_shares: Shares::default() };
        let wanted = plan.countries.clamp(1, found.len());
        for nth in 0..wanted {
            let (id, mut towns) = found.swap_remove(dice.below(found.len()));
            towns.sort_by_key(|(people, id)| (Reverse(*people), *id));
            // what earlier countries could not fill is left to the later ones
            let left = plan.towns.saturating_sub(atlas.towns.len());
            towns.truncate((left / (wanted - nth)).max(2));
            let first = atlas.towns.len();
            atlas.towns.extend(towns.iter().map(|(_, town)| Town {
                place: known(*town, world),
                region: world.place(*town).region.map(|region| known(region, world)),
                country: nth,
            }));
            let towns: Vec<usize> = (first..atlas.towns.len()).collect();
            let shares = Shares::zipf(towns.len(), 0.9);
            atlas.countries.push(Country { place: known(id, world), towns, shares });
        }
        atlas.country_shares = Shares::zipf(wanted, 0.8);
        atlas
    }

    /// A town by how much happens in it.
    pub(crate) fn town(&self, dice: &mut Dice) -> usize {
        self.town_of(self.country_shares.draw(dice), dice)
    }

    /// A town of a country by how much happens in it.
    pub(crate) fn town_of(&self, country: usize, dice: &mut Dice) -> usize {
        let country = &self.countries[country];
        country.towns[country.shares.draw(dice)]
    }

    /// The town of which a hot world tells most: the largest of the first country.
    pub(crate) fn hot_town(&self) -> usize {
        self.countries.first().and_then(|c| c.towns.first()).copied().unwrap_or(0)
    }

    /// Another town of the same country, one of its larger ones.
    pub(crate) fn elsewhere(&self, town: usize, dice: &mut Dice) -> usize {
        let towns = &self.countries[self.towns[town].country].towns;
        let at = dice.below(towns.len().min(40));
        if towns[at] == town { towns[(at + 1) % towns.len()] } else { towns[at] }
    }
}

/// A place as a reading has it.
fn known(id: PlaceId, world: &Gazetteer) -> PlaceValue {
    let place = world.place(id);
    let around = world.containers(id);
    PlaceValue {
        name: place.name.to_owned(),
        id: Some(id),
        within: around
            .map(|c| Container { name: world.place(c).name.to_owned(), kind: precision(world.kind(c)) })
            .collect(),
        country: Some(place.country.to_owned()),
        point: Some((place.lat, place.lon)),
        precision: precision(place.kind),
    }
}

fn precision(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::City => "city",
        PlaceKind::District => "district",
        PlaceKind::Region | PlaceKind::Area => "region",
        PlaceKind::Country => "country",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_lie_in_their_countries() {
        let plan = Plan::of(1000);
        let atlas = Atlas::draw(&plan, &mut Dice::new(1, 1));
        assert_eq!(atlas.countries.len(), plan.countries);
        assert!((2_000..=3_000).contains(&atlas.towns.len()), "{}", atlas.towns.len());
        for town in &atlas.towns {
            assert_eq!(town.place.country, atlas.countries[town.country].place.country);
            assert!(town.place.precision == "city" && town.place.point.is_some());
        }
        let regions = atlas.towns.iter().filter(|t| t.region.is_some()).count();
        assert!(regions * 10 > atlas.towns.len() * 9, "{regions}");
    }

    #[test]
    fn some_towns_have_far_more_than_others() {
        let atlas = Atlas::draw(&Plan::of(1000), &mut Dice::new(1, 1));
        let mut dice = Dice::new(1, 2);
        let mut drawn: BTreeMap<usize, usize> = BTreeMap::new();
        (0..10_000).for_each(|_| *drawn.entry(atlas.town(&mut dice)).or_default() += 1);
        let most = drawn.values().max().copied().unwrap_or(0);
        assert!(most > 80 && most < 1_500 && drawn.len() > 1_000, "{most} of {}", drawn.len());
    }

    #[test]
    fn elsewhere_is_another_town_of_the_country() {
        let atlas = Atlas::draw(&Plan::of(1000), &mut Dice::new(3, 1));
        let mut dice = Dice::new(1, 2);
        for town in 0..atlas.towns.len() {
            let other = atlas.elsewhere(town, &mut dice);
            assert!(other != town && atlas.towns[other].country == atlas.towns[town].country);
        }
    }
}
