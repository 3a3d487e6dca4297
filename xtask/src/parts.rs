//! Writes the parts of words of `lang/known-by.tsv`: three letters in a row by which neighbours in Cyrillic are told apart.
//!
//! The source are the frequencies of wordfreq. Belarusian has no list there; its parts are written by hand and stay.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::rarity::{WIDTH, listed};
use crate::tree;

/// Languages with the lists of their words; that of Serbian is in Latin letters, with Bosnian and Croatian.
const LISTS: [(&str, &str); 5] = [("ru", "ru"), ("uk", "uk"), ("bg", "bg"), ("sr", "sh"), ("mk", "mk")];
/// How many letters a part has, with the marks of a word's beginning and end.
const LETTERS: usize = 3;
/// How often a part must stand in the language that has it most, of all its parts.
const LEAST: f64 = 0.0002;
/// How often, of that, in each other language that is said to have it.
const SHARE: f64 = 0.25;
/// What the frequency of a word is raised to, so that the commonest don't say it all.
const DAMPED: f64 = 0.8;

/// Writes the lines of parts anew.
pub(crate) fn build(source: &Path) -> Result<()> {
    let path = tree::root().join("lang/known-by.tsv");
    let table = fs::read_to_string(&path)?;
    let mut shares: Vec<BTreeMap<String, f64>> = Vec::new();
    for (code, list) in LISTS {
        let head = format!("{code}\tletters\t");
        let letters =
            table.lines().find_map(|line| line.strip_prefix(&head)).context("a language has no letters")?;
        shares.push(parts(&source.join(format!("small_{list}.msgpack.gz")), letters, code == "sr")?);
    }
    let all: BTreeSet<&String> = shares.iter().flat_map(BTreeMap::keys).collect();
    let mut of = vec![Vec::new(); LISTS.len()];
    for part in all {
        let share = |nth: usize| shares[nth].get(part).copied().unwrap_or(0.0);
        let most = (0..LISTS.len()).map(share).fold(0.0, f64::max);
        let theirs: Vec<usize> = (0..LISTS.len()).filter(|nth| share(*nth) >= SHARE * most).collect();
        if most >= LEAST && theirs.len() < LISTS.len() {
            theirs.into_iter().for_each(|nth| of[nth].push(part.as_str()));
        }
    }
    let mut out = String::new();
    let mut lines = table.lines().filter(|line| !is_part_of_list(line)).peekable();
    while let Some(line) = lines.next() {
        out += line;
        out.push('\n');
        let code = line.split('\t').next().unwrap_or_default();
        let last = lines.peek().is_none_or(|next| !next.starts_with(&format!("{code}\t")));
        if let Some(nth) = LISTS.iter().position(|(c, _)| *c == code).filter(|_| last) {
            rows(code, &of[nth], &mut out);
        }
    }
    fs::write(&path, out).with_context(|| format!("Cannot write {}", path.display()))
}

fn is_part_of_list(line: &str) -> bool {
    LISTS.iter().any(|(code, _)| line.starts_with(&format!("{code}\tparts\t")))
}

/// How often each part stands in the words of a list, of all parts.
fn parts(list: &Path, letters: &str, latin: bool) -> Result<BTreeMap<String, f64>> {
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    let mut all = 0.0;
    for (word, rank) in listed(list)? {
        let word = if latin { in_cyrillic(&word) } else { word };
        if word.is_empty() || !word.chars().all(|c| letters.contains(c)) {
            continue;
        }
        let weight = 10f64.powf(-DAMPED * rank as f64 / 100.0);
        let marked: Vec<char> = format!("^{word}$").chars().collect();
        for part in marked.windows(LETTERS) {
            *shares.entry(part.iter().collect()).or_default() += weight;
            all += weight;
        }
    }
    shares.values_mut().for_each(|share| *share /= all);
    Ok(shares)
}

/// A Serbian word in Latin letters as it is written in Cyrillic ones.
fn in_cyrillic(word: &str) -> String {
    let both = word.replace("lj", "љ").replace("nj", "њ").replace("dž", "џ");
    let letters: BTreeMap<char, char> =
        "abvgdđežzijklmnoprstćufhcčš".chars().zip("абвгдђежзијклмнопрстћуфхцчш".chars()).collect();
    both.chars().map(|c| *letters.get(&c).unwrap_or(&c)).collect()
}

fn rows(code: &str, parts: &[&str], out: &mut String) {
    let each = WIDTH / (LETTERS + 1);
    for row in parts.chunks(each) {
        *out += &format!("{code}\tparts\t{}\n", row.join(" "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serbian_is_written_in_cyrillic_too() {
        assert_eq!(in_cyrillic("njegov džep ljulja čašu"), "његов џеп љуља чашу");
    }
}
