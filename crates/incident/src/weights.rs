//! The weights of linking, from `kinds/link.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::score::{ALL, COMPARISONS, NAMES, Outcome};

/// What each outcome of a comparison weighs, and what the sum must reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// From which sum on a pair is linked.
    pub threshold: i16,
    /// By how much a waiting telling's best incident must lead its second.
    pub margin: i16,
    /// By outcome; `None` rules one incident out.
    of: Vec<Option<i16>>,
    /// By comparison: the most that those after it can weigh.
    most_after: [i16; COMPARISONS],
}

/// Why weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// It is no TOML, or a table or number is not where it must be.
    #[error("weights of linking: {0}")]
    Form(#[from] toml::de::Error),
    /// An outcome has no weight.
    #[error("weights of linking: [{comparison}] has no \"{outcome}\"")]
    Missing {
        /// The table.
        comparison: &'static str,
        /// The key that it lacks.
        outcome: &'static str,
    },
    /// There is a weight that no comparison asks for.
    #[error("weights of linking: no comparison has an outcome [{comparison}] \"{outcome}\"")]
    Unknown {
        /// The table.
        comparison: String,
        /// The key.
        outcome: String,
    },
}

#[derive(Deserialize)]
struct File {
    threshold: i16,
    margin: i16,
    #[serde(flatten)]
    comparisons: BTreeMap<String, BTreeMap<String, Weight>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Weight {
    Number(i16),
    Never(Never),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Never {
    Never,
}

impl Weights {
    /// The weights that ship with this build.
    ///
    /// # Panics
    /// Only where the shipped file is broken, which a test rules out.
    pub fn shipped() -> &'static Weights {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| {
            Weights::parse(include_str!("../../../kinds/link.toml"))
                .expect("the shipped weights are well formed")
        })
    }

    /// Reads the form of `kinds/link.toml`.
    ///
    /// # Errors
    /// Where it is no TOML, or a weight is missing or not known.
    pub fn parse(text: &str) -> Result<Weights, WeightsError> {
        let mut file: File = toml::from_str(text)?;
        let mut of = Vec::with_capacity(NAMES.len());
        for (comparison, outcome) in NAMES {
            let weight = file.comparisons.get_mut(*comparison).and_then(|table| table.remove(*outcome));
            of.push(match weight.ok_or(WeightsError::Missing { comparison, outcome })? {
                Weight::Number(weight) => Some(weight),
                Weight::Never(Never::Never) => None,
            });
        }
        for (comparison, table) in file.comparisons {
            if let Some((outcome, _)) = table.into_iter().next() {
                return Err(WeightsError::Unknown { comparison, outcome });
            }
        }
        let File { threshold, margin, .. } = file;
        let most_after = most_after(&of);
        Ok(Weights { threshold, margin, of, most_after })
    }

    /// The weight of an outcome; `None` where it rules one incident out.
    pub(crate) fn of(&self, outcome: Outcome) -> Option<i16> {
        self.of[outcome as usize]
    }

    /// By comparison, in the order of [`NAMES`]: the most that those after it can weigh.
    pub(crate) fn most_after(&self) -> &[i16; COMPARISONS] {
        &self.most_after
    }

    /// Every comparison's outcomes in order, with their weights.
    pub fn outcomes(&self) -> impl Iterator<Item = (&'static str, &'static str, Option<i16>)> {
        ALL.iter().map(|o| (NAMES[*o as usize].0, NAMES[*o as usize].1, self.of(*o)))
    }
}

fn most_after(of: &[Option<i16>]) -> [i16; COMPARISONS] {
    let mut most = [i16::MIN; COMPARISONS];
    let (mut at, mut comparison) = (0, NAMES[0].0);
    for ((name, _), weight) in NAMES.iter().zip(of) {
        if *name != comparison {
            (at, comparison) = (at + 1, name);
        }
        most[at] = most[at].max(weight.unwrap_or(i16::MIN));
    }
    let mut after = 0;
    for most in most.iter_mut().rev() {
        (after, *most) = (after + *most, after);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_well_formed() {
        assert!(Weights::shipped().threshold > 0);
    }

    #[test]
    fn nothing_weighs_more_than_what_can_come() {
        let most = Weights::shipped().most_after();
        assert!(most[COMPARISONS - 1] == 0 && most.windows(2).all(|two| two[0] >= two[1]), "{most:?}");
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        let shipped = include_str!("../../../kinds/link.toml");
        let error = Weights::parse(&shipped.replace("\"same town\"", "\"same twon\"")).unwrap_err();
        assert_eq!(error.to_string(), "weights of linking: [place] has no \"same town\"");
        let more = shipped.replace("\"same town\"", "\"same twon\" = 3\n\"same town\"");
        let error = Weights::parse(&more).unwrap_err();
        assert_eq!(
            error.to_string(),
            "weights of linking: no comparison has an outcome [place] \"same twon\""
        );
    }
}
