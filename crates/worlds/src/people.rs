//! People, none of them real: who is hurt, who speaks.

use claim::Origin;

use crate::dice::Dice;
use crate::places::Atlas;
use crate::stock::{Office, Stock};

/// Somebody who speaks for a region or country.
#[derive(Clone, Debug)]
pub(crate) struct Official {
    pub(crate) name: String,
    pub(crate) office: String,
    kind: String,
    institution: String,
    /// ISO code of the state that they speak for.
    pub(crate) side: Option<String>,
}

/// Who speaks for what.
#[derive(Debug)]
pub(crate) struct Officials {
    /// By country of the atlas.
    countries: Vec<Vec<Official>>,
    /// By town of the atlas; those of one region are the same.
    towns: Vec<usize>,
    regions: Vec<Vec<Official>>,
}

impl Officials {
    /// Gives every region and country its own.
    pub(crate) fn draw(atlas: &Atlas, dice: &mut Dice) -> Officials {
        let offices = &Stock::shipped().voices;
        let countries = atlas
            .countries
            .iter()
            .map(|c| officials(&offices.country, &c.place.name, c.place.country.as_deref(), dice))
            .collect();
        let mut names: Vec<(usize, Option<&str>)> = Vec::new();
        let mut regions = Vec::new();
        let mut number = std::collections::BTreeMap::new();
        let mut towns = Vec::new();
        for town in &atlas.towns {
            let region = (town.country, town.region.as_ref().map(|r| r.name.as_str()));
            let at = *number.entry(region).or_insert_with(|| {
                names.push(region);
                names.len() - 1
            });
            if at == regions.len() {
                let name = region.1.unwrap_or(&town.place.name);
                regions.push(officials(&offices.region, name, town.place.country.as_deref(), dice));
            }
            towns.push(at);
        }
        Officials { countries, towns, regions }
    }

    /// Those of the region of a town.
    pub(crate) fn of_town(&self, town: usize) -> &[Official] {
        &self.regions[self.towns[town]]
    }

    /// Those of a country.
    pub(crate) fn of_country(&self, country: usize) -> &[Official] {
        &self.countries[country]
    }
}

fn officials(offices: &[Office], whose: &str, side: Option<&str>, dice: &mut Dice) -> Vec<Official> {
    let one = |office: &Office| Official {
        name: person(dice),
        office: format!("{whose} {}", office.office),
        kind: office.kind.clone(),
        institution: format!("{whose} {}", office.office),
        side: side.map(str::to_owned),
    };
    offices.iter().map(one).collect()
}

impl Official {
    /// As an article names them: with the office alone, with the name, or by the name's last word.
    pub(crate) fn origin(&self, form: Naming) -> Origin {
        let (voice, kind) = match form {
            Naming::Office => (self.office.clone(), self.kind.clone()),
            Naming::Full => (self.name.clone(), "person".to_owned()),
            Naming::Last => (surname(&self.name).to_owned(), "person".to_owned()),
        };
        let institution = (form == Naming::Full).then(|| self.institution.clone());
        Origin { voice, span: None, kind: Some(kind), institution, side: self.side.clone(), via: vec![] }
    }
}

/// How somebody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    Office,
    Full,
    Last,
}

/// A name of two words. Some hundred thousand are possible, so that now and then two people share one.
pub(crate) fn person(dice: &mut Dice) -> String {
    let names = &Stock::shipped().names;
    let first = format!("{}{}", dice.text(&names.first), dice.text(&names.middle));
    let (head, middle, tail) = (dice.text(&names.first), dice.text(&names.middle), dice.text(&names.last));
    format!("{first} {head}{middle}{tail}")
}

/// The last word of a name.
pub(crate) fn surname(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn names_are_many_and_have_two_words() {
        let mut dice = Dice::new(1, 1);
        let names: std::collections::BTreeSet<String> = (0..1000).map(|_| person(&mut dice)).collect();
        assert!(names.len() > 990 && names.iter().all(|n| n.split(' ').count() == 2));
    }

    #[test]
    fn towns_of_a_region_share_their_officials() {
        let atlas = Atlas::draw(&Plan::of(1000), &mut Dice::new(1, 1));
        let officials = Officials::draw(&atlas, &mut Dice::new(1, 2));
        let named = |town: usize| atlas.towns[town].region.as_ref().map(|r| r.id);
        let first = officials.of_town(0)[0].name.clone();
        for town in 1..50 {
            let same = named(town) == named(0) && named(0).is_some();
            assert_eq!(officials.of_town(town)[0].name == first, same);
        }
        assert!(!officials.of_country(0).is_empty());
    }
}
