use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write;

use anyhow::Result;
use tellings::incident::{self, Weights};
use tellings::{Packs, Read};
use worlds::{Account, Paired, dossier_of, dossiers, paired};

use super::fit::{Fitted, Pair, fit};
use crate::tree;

/// How many points of a weight one natural logarithm of odds is.
const POINTS: f64 = 20.0;
/// Into how many parts the dossiers are cut, each left out once.
const FOLDS: usize = 6;
/// Which shifts of the threshold are tried, in points.
const SHIFTS: std::ops::RangeInclusive<i16> = -6..=6;
const SHIFT: i16 = 5;

/// F1 that lies so near to the best is no worse: the dossiers are too few to tell.
const AS_GOOD: f64 = 0.005;

/// An archive holds far more that is told of other things than the dossiers do: a pair of two dossiers stands for so many.
const ARCHIVE: usize = 30;

/// Learns, says how it does on dossiers left out, and writes the weights where wanted.
pub(super) fn run(write: bool, out: &mut dyn Write) -> Result<()> {
    let accounts =
        dossiers(&tree::root().join("tests/dossiers"), &Packs::shipped()).map_err(anyhow::Error::msg)?;
    let shipped = Weights::shipped();
    let reads: Vec<Read> = accounts.iter().map(|a| a.read.clone()).collect();
    let fold = folds(&accounts);
    let pairs = pairs(&accounts, &reads, &fold, shipped);
    let same = pairs.iter().filter(|p| p.same).count();
    let files = accounts.iter().map(|a| &a.dossier).collect::<BTreeSet<_>>().len();
    writeln!(
        out,
        "{files} dossiers, {} articles, {} pairs of tellings: {same} of one incident, {} of two",
        accounts.len(),
        pairs.len(),
        pairs.len() - same
    )?;
    say(out, "weights that ship", pairing(&accounts, shipped))?;

    let mut left_out = Paired::default();
    for part in 0..FOLDS {
        let seen: Vec<&Pair> = pairs.iter().filter(|p| !p.parts.contains(&part)).collect();
        let known = chosen(&accounts, |at| fold[at] != part);
        let weights = learn(&seen, shipped, |weights| pairing(&known, weights))?;
        left_out += pairing(&chosen(&accounts, |at| fold[at] == part), &Weights::parse(&weights)?);
    }
    say(out, "learnt, on dossiers left out", left_out)?;
    let learnt = learn(&pairs.iter().collect::<Vec<_>>(), shipped, |w| pairing(&accounts, w))?;
    say(out, "learnt from all, on all", pairing(&accounts, &Weights::parse(&learnt)?))?;
    table(out, &pairs, &Weights::parse(&learnt)?)?;
    if write {
        fs::write(tree::root().join("kinds/link.toml"), learnt)?;
    }
    Ok(())
}

/// By account: the part of the dossiers that it belongs to.
fn folds(accounts: &[Account]) -> Vec<usize> {
    let names: BTreeSet<&str> = accounts.iter().map(|a| a.dossier.as_str()).collect();
    let number: BTreeMap<&str, usize> =
        names.into_iter().enumerate().map(|(n, name)| (name, n % FOLDS)).collect();
    accounts.iter().map(|a| number[a.dossier.as_str()]).collect()
}

fn chosen(accounts: &[Account], keep: impl Fn(usize) -> bool) -> Vec<Account> {
    accounts.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, a)| a.clone()).collect()
}

/// Every pair of tellings that is compared and whose incidents are known.
fn pairs(accounts: &[Account], reads: &[Read], fold: &[usize], weights: &Weights) -> Vec<Pair> {
    let numbers: BTreeMap<(&str, &str), usize> = weights
        .outcomes()
        .enumerate()
        .map(|(n, (comparison, outcome, _))| ((comparison, outcome), n))
        .collect();
    let pair = |held: incident::Held| {
        let truth = |at: incident::TellingAt| accounts[at.article].truth[at.telling].as_deref();
        let (a, b) = (truth(held.first)?, truth(held.second)?);
        // what can never be one incident teaches nothing
        let possible = held.levels.iter().all(|l| l.weight.is_some());
        possible.then(|| Pair {
            outcomes: held.levels.iter().map(|l| numbers[&(l.comparison, l.outcome)]).collect(),
            same: a == b,
            weight: if dossier_of(a) == dossier_of(b) { 1.0 } else { ARCHIVE as f64 },
            parts: [held.first, held.second].map(|at| fold[at.article]),
        })
    };
    incident::held(reads, weights).into_iter().filter_map(pair).collect()
}

/// Fits weights to the pairs and chooses the threshold: of those at which `trial` does as good as best the highest, for
/// two incidents taken for one mislead more than one told as two. Returns the form of `kinds/link.toml`.
fn learn(pairs: &[&Pair], shipped: &Weights, trial: impl Fn(&Weights) -> Paired) -> Result<String> {
    let outcomes: Vec<(&str, &str, Option<i16>)> = shipped.outcomes().collect();
    let mut chains: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (comparison, outcome, weight)) in outcomes.iter().enumerate() {
        if !outcome.starts_with("unknown") && weight.is_some() {
            chains.entry(comparison).or_default().push(at);
        }
    }
    // what is unknown speaks neither way
    let free: Vec<bool> =
        outcomes.iter().map(|(_, outcome, weight)| weight.is_some() && *outcome != "unknown").collect();
    let prior = Weights::parse(include_str!("prior.toml"))?;
    let expected = Fitted {
        weights: prior.outcomes().map(|(_, _, weight)| f64::from(weight.unwrap_or(0)) / POINTS).collect(),
        bias: -f64::from(prior.threshold) / POINTS,
    };
    let fitted = fit(pairs, &expected, &chains.into_values().collect::<Vec<_>>(), &free);
    let threshold = |shift: i16| (-fitted.bias * POINTS).round() as i16 + shift * SHIFT;
    let rate = |shift| {
        let text = page(&fitted, threshold(shift), shipped);
        let scored = Weights::parse(&text).map(|weights| trial(&weights).rate().f1());
        (scored.unwrap_or(0.0), text)
    };
    let rated: Vec<(f64, String)> = SHIFTS.map(rate).collect();
    let best = rated.iter().map(|(f1, _)| *f1).fold(0.0, f64::max);
    let chosen = rated.into_iter().rfind(|(f1, _)| *f1 > best - AS_GOOD);
    Ok(chosen.map_or(String::new(), |(_, text)| text))
}

fn page(fitted: &Fitted, threshold: i16, shipped: &Weights) -> String {
    let mut out = format!(
        "# What each outcome of a comparison of two tellings weighs. Written by `cargo xtask link --write`, learnt from\n\
         # tests/dossiers; 20 points are one natural logarithm of odds. \"never\" is set by hand and stays.\n\n\
         # From which sum on a pair is linked.\nthreshold = {threshold}\n\
         # By how much a telling without day or place must fit its best incident better than the next.\nmargin = {}\n",
        shipped.margin
    );
    let mut last = "";
    for (at, (comparison, outcome, weight)) in shipped.outcomes().enumerate() {
        if comparison != last {
            let bare = comparison.chars().all(|c| c.is_ascii_alphabetic());
            writeln!(out, "\n[{}]", if bare { comparison.to_owned() } else { format!("{comparison:?}") })
                .ok();
            last = comparison;
        }
        match weight {
            Some(_) => writeln!(out, "{outcome:?} = {}", (fitted.weights[at] * POINTS).round() as i16).ok(),
            None => writeln!(out, "{outcome:?} = \"never\"").ok(),
        };
    }
    out
}

/// Compares all and counts the pairs of known tellings that it puts together.
fn pairing(accounts: &[Account], weights: &Weights) -> Paired {
    let reads: Vec<Read> = accounts.iter().map(|a| a.read.clone()).collect();
    paired(accounts, &incident::compare_by(&reads, weights), ARCHIVE)
}

fn say(out: &mut dyn Write, what: &str, scored: Paired) -> Result<()> {
    let rate = scored.rate();
    let (p, r, f) = (rate.precision, rate.recall, rate.f1());
    Ok(writeln!(out, "{what:<32} pairs P {p:.3}  R {r:.3}  F1 {f:.3}")?)
}

/// How often each outcome is one of one incident and one of two, and what it weighs.
fn table(out: &mut dyn Write, pairs: &[Pair], weights: &Weights) -> Result<()> {
    writeln!(out, "\nthreshold {}\n{:<52}{:>6}{:>6}{:>8}", weights.threshold, "", "one", "two", "weight")?;
    for (at, (comparison, outcome, weight)) in weights.outcomes().enumerate() {
        let count = |same: bool| pairs.iter().filter(|p| p.same == same && p.outcomes.contains(&at)).count();
        let weight = weight.map_or("never".to_owned(), |w| w.to_string());
        writeln!(
            out,
            "{:<52}{:>6}{:>6}{weight:>8}",
            format!("{comparison}: {outcome}"),
            count(true),
            count(false)
        )?;
    }
    Ok(())
}
