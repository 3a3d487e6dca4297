//! Writes `lang/<code>/common-words.txt`: how common words are, so that linking knows a rare one.
//!
//! Two sources: the frequencies of wordfreq (its `small` lists: every word of a millionth and more), and what the
//! project's own articles say over and over. "Gunman" is rare in the language and common in this trade.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use ::gazetteer::fold;
use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;

use crate::tree;

/// The classes of the file, by the least frequency of their words in centibels below one: 1 word in 30,000 and more,
/// 1 in 100,000, 1 in 300,000.
const CLASSES: [usize; 3] = [450, 500, 550];
/// A word that so many of the project's own texts have is common in the trade.
const TRADE_TEXTS: usize = 4;
/// How wide a line of the file is.
pub(crate) const WIDTH: usize = 118;

/// Writes the file of every language under `lang` whose list lies in `source`.
pub(crate) fn build(source: &Path) -> Result<()> {
    let lang = tree::root().join("lang");
    let mut folders: Vec<_> = fs::read_dir(&lang)?.flatten().map(|e| e.path()).collect();
    folders.sort();
    for folder in folders.into_iter().filter(|f| f.join("language.toml").exists()) {
        let code = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let list = source.join(format!("small_{code}.msgpack.gz"));
        let mut class: BTreeMap<String, usize> = BTreeMap::new();
        for (word, rank) in frequencies(&list)? {
            let at = CLASSES.iter().position(|least| rank < *least);
            let Some(at) = at else { continue };
            let entry = class.entry(word).or_insert(at);
            *entry = (*entry).min(at);
        }
        for word in trade(&code)? {
            let entry = class.entry(word).or_insert(1);
            *entry = (*entry).min(1);
        }
        let out = folder.join("common-words.txt");
        fs::write(&out, page(&class)).with_context(|| format!("Cannot write {}", out.display()))?;
    }
    Ok(())
}

/// The folded words of one list with their frequency in centibels below one.
fn frequencies(list: &Path) -> Result<Vec<(String, usize)>> {
    let words = listed(list)?.into_iter();
    Ok(words
        .flat_map(|(word, rank)| fold(&word).split(' ').map(|w| (w.to_owned(), rank)).collect::<Vec<_>>())
        .collect())
}

/// The words of one list as they stand there, with their frequency in centibels below one.
pub(crate) fn listed(list: &Path) -> Result<Vec<(String, usize)>> {
    let file = File::open(list).with_context(|| format!("Cannot open {}", list.display()))?;
    let buckets: Vec<rmpv::Value> = match rmpv::decode::read_value(&mut GzDecoder::new(file))? {
        rmpv::Value::Array(buckets) => buckets,
        _ => bail!("{} is no list of wordfreq", list.display()),
    };
    let mut words = Vec::new();
    // the first element is a header; element n holds the words of n - 1 centibels
    for (rank, bucket) in buckets.iter().skip(1).enumerate() {
        for word in bucket.as_array().into_iter().flatten().filter_map(|w| w.as_str()) {
            words.push((word.to_owned(), rank));
        }
    }
    Ok(words)
}

/// The words that many of the project's own texts have.
fn trade(code: &str) -> Result<BTreeSet<String>> {
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    for text in own_texts(code)? {
        let of_text: BTreeSet<String> = fold(&text).split(' ').map(str::to_owned).collect();
        of_text.into_iter().for_each(|word| *texts.entry(word).or_default() += 1);
    }
    let alphabetic = |word: &String| word.chars().all(char::is_alphabetic);
    let common = texts.into_iter().filter(|(word, n)| *n >= TRADE_TEXTS && alphabetic(word));
    Ok(common.map(|(word, _)| word).collect())
}

/// The texts of the golden articles and of the dossiers of a language, one a file: what one dossier tells over and over
/// is its own.
fn own_texts(code: &str) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let ending = format!(".{code}.md");
    let own = |f: &PathBuf| f.starts_with("tests") && f.to_string_lossy().ends_with(&ending);
    for file in tree::files()?.into_iter().filter(own) {
        // articles are parted by ===, what a reader finds in each stands below ---
        let source = fs::read_to_string(tree::root().join(file))?;
        let bodies: Vec<&str> =
            source.split("\n=== ").map(|a| a.split("\n---\n").next().unwrap_or("")).collect();
        texts.push(bodies.join("\n"));
    }
    Ok(texts)
}

fn page(class: &BTreeMap<String, usize>) -> String {
    let mut out = String::from(
        "# Written by `cargo xtask rarity`; THIRD-PARTY.md names the source.\n\
         # Folded words by how common they are: `= 0` the most common, which say nothing of an incident.\n\
         # What is not here is rare.\n",
    );
    for at in 0..CLASSES.len() {
        writeln!(out, "= {at}").ok();
        let mut line = String::new();
        for word in class.iter().filter(|(word, c)| **c == at && !word.is_empty()).map(|(word, _)| word) {
            if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
                writeln!(out, "{line}").ok();
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        writeln!(out, "{line}").ok();
    }
    out
}
