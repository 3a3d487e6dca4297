//! What worlds are made of: `world.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// The contents of `world.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stock {
    /// Kinds of deed.
    #[serde(rename = "deed")]
    pub(crate) deeds: Vec<Deed>,
    /// Kinds of utterance.
    #[serde(rename = "word")]
    pub(crate) words: Vec<Word>,
    /// How what is told beside the opening is worded, by facet.
    pub(crate) sentences: BTreeMap<String, Vec<String>>,
    /// Syllables of names.
    pub(crate) names: Names,
    /// Who speaks for regions and countries.
    pub(crate) voices: Offices,
    /// What quotes are made of.
    pub(crate) speech: Speech,
    /// What stands where a text leaves something out.
    pub(crate) untold: Untold,
}

/// A kind of deed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deed {
    pub(crate) kind: String,
    pub(crate) share: f64,
    pub(crate) deadly: f64,
    pub(crate) killed: f64,
    pub(crate) injured: f64,
    pub(crate) night: f64,
    pub(crate) weapons: Vec<String>,
    pub(crate) targets: Vec<String>,
    pub(crate) also: Vec<String>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) opens: Vec<String>,
}

/// A further figure of a kind of deed.
#[derive(Debug, Deserialize)]
pub(crate) struct Number {
    pub(crate) facet: String,
    pub(crate) mean: f64,
}

/// A kind of utterance.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Word {
    pub(crate) kind: String,
    pub(crate) share: f64,
    pub(crate) opens: Vec<String>,
}

/// Syllables of names.
#[derive(Debug, Deserialize)]
pub(crate) struct Names {
    pub(crate) first: Vec<String>,
    pub(crate) middle: Vec<String>,
    pub(crate) last: Vec<String>,
}

/// Who speaks for regions and countries.
#[derive(Debug, Deserialize)]
pub(crate) struct Offices {
    pub(crate) region: Vec<Office>,
    pub(crate) country: Vec<Office>,
}

/// An office that somebody holds.
#[derive(Debug, Deserialize)]
pub(crate) struct Office {
    pub(crate) office: String,
    pub(crate) kind: String,
}

/// What quotes are made of.
#[derive(Debug, Deserialize)]
pub(crate) struct Speech {
    pub(crate) words: Vec<String>,
}

/// What stands where a text leaves something out.
#[derive(Debug, Deserialize)]
pub(crate) struct Untold {
    pub(crate) weapon: String,
    pub(crate) target: String,
    pub(crate) place: String,
}

impl Stock {
    /// The stock that is part of the crate.
    ///
    /// # Panics
    /// If `world.toml` is broken, which the tests of this crate find.
    pub(crate) fn shipped() -> &'static Stock {
        static STOCK: OnceLock<Stock> = OnceLock::new();
        STOCK.get_or_init(|| match toml::from_str(include_str!("../world.toml")) {
            Ok(stock) => stock,
            Err(error) => panic!("world.toml: {error}"),
        })
    }

    /// The deed of a kind, as an index.
    pub(crate) fn deed(&self, kind: &str) -> usize {
        self.deeds.iter().position(|d| d.kind == kind).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use pack::Kinds;

    use super::*;

    #[test]
    fn every_kind_and_facet_is_known() {
        let (stock, kinds) = (Stock::shipped(), Kinds::shipped());
        let family = |name: &str| kinds.kind(name).map(|k| kinds.kinds[usize::from(k)].family.clone());
        for deed in &stock.deeds {
            assert!(family(&deed.kind).is_some(), "{}", deed.kind);
            for also in &deed.also {
                assert_eq!(family(also), family(&deed.kind), "{} is also called {also}", deed.kind);
            }
            for number in &deed.numbers {
                assert!(kinds.facet(&number.facet).is_some(), "{}", number.facet);
                assert!(stock.sentences.contains_key(&number.facet), "{}", number.facet);
            }
            assert!(
                deed.opens.iter().all(|o| o.contains("{kind}") && o.contains("{place}")),
                "{}",
                deed.kind
            );
        }
        assert!(stock.words.iter().all(|w| kinds.is_utterance(&w.kind)));
        let figures = stock.sentences.iter().filter(|(facet, _)| kinds.facet(facet).is_some());
        for (facet, sentences) in figures {
            assert!(sentences.iter().all(|s| s.contains("{n}") || s.contains("{name}")), "{facet}");
        }
    }
}
