use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::codes::{Codes, Fields, Known};

/// So many categories may stand above each other; a ring in the taxonomy ends there.
const DEEPEST: usize = 8;

/// What a facet's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// A number with bounds.
    Count,
    /// A category, such as a weapon or a kind.
    Category,
    /// A place.
    Place,
    /// A time.
    Time,
    /// A person, state or group.
    Name,
    /// One person, with age and fate.
    Victim,
    /// Words in quotation marks.
    Quote,
}

/// How many values of a facet can hold at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cardinality {
    /// One: rival values contradict each other.
    One,
    /// Many: values stand beside each other.
    Many,
}

/// How two values of a facet are held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Comparison {
    /// Intervals that meet fit.
    Interval,
    /// A category fits what it is a kind of.
    Taxonomy,
    /// A place fits what holds it.
    Containment,
    /// Times that overlap fit.
    Overlap,
    /// Only equal values fit.
    Equal,
}

/// One facet, from `kinds/facets.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facet {
    /// Its name in the output.
    pub name: String,
    /// Its label for people.
    pub label: String,
    /// What its values are.
    pub value: ValueType,
    /// How many can hold at once.
    pub cardinality: Cardinality,
    /// How two are compared.
    pub compare: Comparison,
    /// Whether an outlet's own word counts as support (kind, place, time …); else only named voices do.
    #[serde(default)]
    pub vouch: bool,
    /// Whether a party that tells it tells of its own success: then it is claimed, not reported.
    #[serde(default)]
    pub boast: bool,
    /// Whether a count of it beside a place of its own tells of a thing of its own.
    #[serde(default)]
    pub happens: bool,
    /// Whether later numbers are smaller by nature, as the missing are found.
    #[serde(default)]
    pub falls: bool,
    /// The basis on which later numbers are smaller by nature: of those still held, some are freed.
    pub falls_on: Option<String>,
    /// Whether each voice estimates it for itself, so that nobody's figure replaces another's.
    #[serde(default)]
    pub estimate: bool,
    /// Whether many of it are of a whole wave, where no town is named.
    #[serde(default)]
    pub barrage: bool,
    /// Kinds and families of kinds of which it is told without a class of people: who waits in a crowd that is shot at takes
    /// no part.
    #[serde(default)]
    pub told_of: Vec<String>,
    /// The kind of a thing of which nothing else is told.
    pub implies: Option<String>,
    /// Facets whose figures, in one clause of saying, are what is said, so that this is the outlet's own word: "three died
    /// when a drone hit a school, the mayor said".
    #[serde(default)]
    pub beside: Vec<String>,
    /// What holds it in other systems.
    #[serde(default)]
    pub codes: Fields,
}

/// One kind of incident, from `kinds/kinds.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its name in the output.
    pub name: String,
    /// Its label for people.
    pub label: String,
    /// Kinds of one family can be names for one incident.
    pub family: String,
    /// Whether it is something said rather than something done.
    #[serde(default)]
    pub utterance: bool,
    /// Whether a party that tells it tells of its own success.
    #[serde(default)]
    pub boast: bool,
    /// Whether, told without a place or time of its own, it is what came of another incident.
    #[serde(default)]
    pub aftermath: bool,
    /// Whether so many of it happen that two of one kind are hardly a sign of one incident.
    #[serde(default)]
    pub common: bool,
    /// The more specific, the higher: a strike known to be by drone is one by drone.
    #[serde(default)]
    pub rank: u8,
    /// What it cannot have been, if it was this: an accident is no sabotage.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// What other systems call it.
    pub codes: Codes,
}

/// One category of weapon and the kind of strike that it makes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weapon {
    /// Its category in the output.
    pub name: String,
    /// What it is a kind of.
    pub under: Option<String>,
    /// The kind of incident that its use makes.
    pub strike: Option<String>,
}

/// What no language owns: kinds, facets, weapons, and what falls under what.
#[derive(Debug)]
pub struct Kinds {
    /// In the order of `kinds/kinds.toml`.
    pub kinds: Vec<Kind>,
    /// In the order of `kinds/facets.toml`.
    pub facets: Vec<Facet>,
    /// In the order of `kinds/weapons.toml`.
    pub weapons: Vec<Weapon>,
    /// In the order of `kinds/bodies.toml`.
    bodies: Vec<Body>,
    under: BTreeMap<String, String>,
    /// The numbers of kinds by their names.
    numbers: FxHashMap<String, u8>,
}

#[derive(Deserialize)]
struct KindsFile {
    kind: Vec<Kind>,
}
#[derive(Deserialize)]
struct FacetsFile {
    facet: Vec<Facet>,
}
#[derive(Deserialize)]
struct WeaponsFile {
    weapon: Vec<Weapon>,
}
/// What a body of every state is in one, from `kinds/bodies.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    name: String,
    /// Whether it is that of the place where it happened, where its words name no state.
    #[serde(default)]
    home: bool,
    /// By ISO code.
    of: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct BodiesFile {
    body: Vec<Body>,
}
#[derive(Deserialize)]
struct TaxonomyFile {
    under: BTreeMap<String, String>,
}

impl Kinds {
    /// The kinds that ship with this build.
    ///
    /// # Panics
    /// Only where the shipped files are broken, which a test rules out.
    pub fn shipped() -> &'static Kinds {
        static KINDS: OnceLock<Kinds> = OnceLock::new();
        KINDS.get_or_init(|| {
            Kinds::parse(
                include_str!("../../../kinds/kinds.toml"),
                include_str!("../../../kinds/facets.toml"),
            )
            .unwrap_or_else(|e| panic!("The folder kinds/ cannot be used: {e}"))
        })
    }

    /// Reads kinds and facets, and refuses those with codes that no other system has.
    fn parse(kinds: &str, facets: &str) -> Result<Kinds, String> {
        let kinds = from_toml::<KindsFile>("kinds.toml", kinds)?.kind;
        let facets = from_toml::<FacetsFile>("facets.toml", facets)?.facet;
        let weapons = include_str!("../../../kinds/weapons.toml");
        let weapons = from_toml::<WeaponsFile>("weapons.toml", weapons)?.weapon;
        let bodies = include_str!("../../../kinds/bodies.toml");
        let bodies = from_toml::<BodiesFile>("bodies.toml", bodies)?.body;
        let taxonomy = include_str!("../../../kinds/taxonomy.toml");
        let mut under = from_toml::<TaxonomyFile>("taxonomy.toml", taxonomy)?.under;
        let known: Known = from_toml("codes.toml", include_str!("../../../kinds/codes.toml"))?;
        kinds.iter().try_for_each(|kind| known.check_kind(kind))?;
        facets.iter().try_for_each(|facet| known.check_facet(facet))?;
        let is_kind = |name: &String| kinds.iter().any(|k| k.name == *name);
        if let Some(kind) = kinds.iter().find(|k| !k.excludes.iter().all(is_kind)) {
            return Err(format!("the kind {:?} excludes one that there is not", kind.name));
        }
        under.extend(weapons.iter().filter_map(|w| Some((w.name.clone(), w.under.clone()?))));
        Ok(Kinds {
            numbers: kinds.iter().zip(0..).map(|(kind, at)| (kind.name.clone(), at)).collect(),
            kinds,
            facets,
            weapons,
            bodies,
            under,
        })
    }

    /// The number of a facet.
    pub fn facet(&self, name: &str) -> Option<u8> {
        self.facets.iter().position(|f| f.name == name).map(|at| at as u8)
    }

    /// The number of a kind.
    pub fn kind(&self, name: &str) -> Option<u8> {
        self.numbers.get(name).copied()
    }

    /// Whether a kind of this name is something said rather than done.
    pub fn is_utterance(&self, name: &str) -> bool {
        self.kind(name).is_some_and(|kind| self.kinds[usize::from(kind)].utterance)
    }

    /// Whether a kind only comes of a deed: an arrest, a trial.
    pub fn is_aftermath(&self, kind: u8) -> bool {
        self.kinds[usize::from(kind)].aftermath
    }

    /// Whether something cannot have been of both kinds.
    pub fn exclude(&self, a: &str, b: &str) -> bool {
        let says = |a: &str, b: &str| {
            self.kinds.iter().any(|k| k.name == a && k.excludes.iter().any(|other| other == b))
        };
        says(a, b) || says(b, a)
    }

    /// The kind of incident that a weapon of this category makes.
    pub fn strike_by(&self, weapon: &str) -> Option<&str> {
        let mut name = weapon;
        for _ in 0..8 {
            let here = self.weapons.iter().find(|w| w.name == name)?;
            if let Some(strike) = &here.strike {
                return Some(strike);
            }
            name = here.under.as_deref()?;
        }
        None
    }

    /// The one name of a body in the state that its words name, or else, of some, where it happened: of the "rescue services"
    /// in Ukraine the State Emergency Service.
    pub fn national(&self, body: &str, named: Option<&str>, home: Option<&str>) -> Option<&str> {
        let body = self.bodies.iter().find(|b| b.name == body)?;
        let state = named.or(home.filter(|_| body.home))?;
        body.of.get(state).map(String::as_str)
    }

    /// A category and all that it is a kind of, the narrowest first.
    pub fn wider<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(category), |name| self.under.get(*name).map(String::as_str)).take(DEEPEST)
    }

    /// Whether `narrow` is `wide` or a kind of it.
    pub fn is_a(&self, narrow: &str, wide: &str) -> bool {
        self.wider(narrow).any(|name| name == wide)
    }
}

fn from_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|e| format!("{file}: {e}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FACETS: &str = include_str!("../../../kinds/facets.toml");

    fn refused(codes: &str) -> String {
        let kind = format!("[[kind]]\nname = \"strike\"\nlabel = \"strike\"\nfamily = \"attack\"\n{codes}");
        Kinds::parse(&kind, FACETS).unwrap_err()
    }

    #[test]
    fn every_kind_says_what_other_systems_call_it() {
        let strike = &Kinds::shipped().kinds[0];
        assert_eq!((strike.name.as_str(), strike.codes.cameo.as_deref()), ("drone-strike", Some("1952")));
        assert!(refused("").contains("missing field `codes`"));
    }

    #[test]
    fn a_code_that_no_system_has_is_refused() {
        let no = |codes: &str| refused(&format!("codes = {{ {codes} }}"));
        assert!(no(r#"cameo = "1999""#).contains(r#"the CAMEO code "1999""#));
        assert!(no(r#"plover = { event = "ASSAULT", mode = "demo" }"#).contains("the PLOVER event"));
        assert!(no(r#"plover = { event = "ASSAULT", contexts = ["weather"] }"#).contains(r#""weather""#));
        assert!(no(r#"acled = { event = "Battles", sub_event = "Grenade" }"#).contains("the ACLED event"));
        let facets = FACETS.replace("\"fatalities\"", "\"deaths\"");
        assert!(
            Kinds::parse(include_str!("../../../kinds/kinds.toml"), &facets).unwrap_err().contains("deaths")
        );
    }

    #[test]
    fn a_body_is_the_one_of_its_state() {
        let national = |named, home| Kinds::shipped().national("rescue services", named, home);
        assert_eq!(national(None, Some("UA")), Some("State Emergency Service of Ukraine"));
        assert_eq!(national(Some("RU"), Some("UA")), Some("Russian Emergencies Ministry"));
        assert_eq!(national(Some("FR"), Some("UA")), None);
        assert_eq!(
            Kinds::shipped().national("army", None, Some("UA")),
            None,
            "whose army it is, words must say"
        );
    }
}
