use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::Figure;

/// Figures of which less is better: their floor is the most that they may be.
const FAULTS: &[&str] = &["broken"];

/// The least that each figure must be: `[set]`, then `figure = value`.
pub(super) struct Floors(BTreeMap<String, BTreeMap<String, f64>>);

impl Floors {
    /// Reads `eval-floors.toml`.
    pub(super) fn read(path: &Path) -> Result<Floors> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("Cannot read {}", path.display()))?;
        Ok(Floors(
            toml::from_str(&text).with_context(|| format!("{}: not [set] figure = value", path.display()))?,
        ))
    }

    fn of(&self, figure: &Figure) -> Option<f64> {
        self.0.get(figure.set)?.get(&figure.name).copied()
    }

    /// Prints every figure beside its floor.
    pub(super) fn table(&self, figures: &[Figure], out: &mut dyn Write) -> Result<()> {
        writeln!(out, "{:<16}{:<24}{:>8}{:>8}", "set", "figure", "value", "floor")?;
        let mut set = "";
        for figure in figures {
            let floor = self.of(figure).map_or(String::new(), |floor| format!("{floor:.3}"));
            let shown = if figure.set == set { "" } else { figure.set };
            writeln!(out, "{shown:<16}{:<24}{:>8.3}{floor:>8}", figure.name, figure.value)?;
            set = figure.set;
        }
        Ok(())
    }

    /// The figures below their floors, and the floors of a measured set that no figure answers to.
    pub(super) fn below(&self, figures: &[Figure]) -> Vec<String> {
        let mut faults = Vec::new();
        for (set, floors) in &self.0 {
            let of_set: Vec<&Figure> = figures.iter().filter(|f| f.set == *set).collect();
            if of_set.is_empty() {
                continue;
            }
            for (name, floor) in floors {
                let fault = FAULTS.contains(&name.as_str());
                match of_set.iter().find(|f| f.name == *name) {
                    Some(f) if fault && f.value > *floor => {
                        faults.push(format!("{set}: {name} is {:.4}, above {floor}", f.value));
                    }
                    Some(_) if fault => {}
                    Some(f) if f.value < *floor => {
                        faults.push(format!("{set}: {name} is {:.4}, below {floor}", f.value))
                    }
                    Some(_) => {}
                    None => {
                        faults.push(format!("{set}: eval-floors.toml names {name}, which nothing measures"))
                    }
                }
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_its_floor_is_named() {
        let floors = "[near]\nbroken = 0.0\nclaims = 0.5\nlost = 0.1\nstance = 0.5\n[away]\nx = 1.0";
        let floors = Floors(toml::from_str(floors).unwrap());
        let figure = |name: &str, value| Figure { set: "near", name: String::from(name), value };
        let below = floors.below(&[figure("claims", 0.4), figure("broken", 0.1), figure("stance", 0.5)]);
        assert_eq!(below.len(), 3, "{below:?}");
        assert_eq!(below[0], "near: broken is 0.1000, above 0");
        assert_eq!(below[1], "near: claims is 0.4000, below 0.5");
    }
}
