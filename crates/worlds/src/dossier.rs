//! Dossiers (`tests/dossiers`): short articles with the truth of which incident each tells of.
//!
//! `# What it is about`, lines `incident NAME: kind, place, day`, then articles: `=== TIME OUTLET` (`-` for no time),
//! `# headline`, body, `---`, and lines `NAME :: "words that tell of it"`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use claim::{Packs, Reading};
use incident::{Comparison, Read};
use text::{About, Article, Language, Moment, Part, Published, PublishedFrom, Span};

use crate::rates::Rate;

/// One article with the words that tell of each incident.
#[derive(Clone, Debug)]
pub struct Account {
    /// The dossier's name.
    pub dossier: String,
    /// The article and what was read in it.
    pub read: Read,
    /// By telling of the reading: the incident that it tells of, `dossier/name`, where the marks leave no doubt.
    pub truth: Vec<Option<String>>,
}

/// Reads all dossiers of a folder, in the order of their names.
///
/// # Errors
/// What is wrong with the first that is not well formed, with its name.
pub fn dossiers(folder: &Path, packs: &Packs) -> Result<Vec<Account>, String> {
    let list = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = list.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut accounts = Vec::new();
    for file in files {
        let named = |what: String| format!("{}: {what}", file.display());
        let source = fs::read_to_string(&file).map_err(|e| named(e.to_string()))?;
        accounts.extend(parse(&file, &source, packs).map_err(named)?);
    }
    Ok(accounts)
}

fn parse(file: &Path, source: &str, packs: &Packs) -> Result<Vec<Account>, String> {
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let dossier = name.split('.').next().unwrap_or_default();
    let language = name.rsplit('.').nth(1).and_then(Language::parse);
    let (head, articles) = source.split_once("\n=== ").ok_or("it has no article")?;
    let incidents: Vec<&str> =
        head.lines().filter_map(|l| Some(l.strip_prefix("incident ")?.split_once(':')?.0)).collect();
    let account = |(nth, source): (usize, &str)| {
        let (first, rest) = source.split_once('\n').ok_or("an article has no text")?;
        let (time, outlet) = first.trim().split_once(' ').ok_or_else(|| format!("{first}: no outlet"))?;
        let (text, marks) = rest.split_once("\n---\n").ok_or_else(|| format!("{first}: no ---"))?;
        let text = text.trim();
        let (title, body) = match text.strip_prefix("# ") {
            Some(text) => text.split_once('\n').unwrap_or((text, "")),
            None => ("", text),
        };
        let at = Moment::parse(time);
        if at.is_none() && time != "-" {
            return Err(format!("{time} is no time"));
        }
        let about = About {
            title: title.trim().to_owned(),
            outlet: Some(outlet.to_owned()),
            language,
            published: at.map(|at| Published { at, from: PublishedFrom::Given }),
            ..About::default()
        };
        let article = Article::new(format!("{dossier}-{}", nth + 1), body.trim(), about);
        let reading = claim::read(&article, packs);
        let mut told: Vec<BTreeMap<&str, usize>> = vec![BTreeMap::new(); reading.tellings.len()];
        for line in marks.lines().filter(|l| l.contains(" :: ")) {
            let (incident, words) = line.split_once(" :: ").unwrap_or_default();
            if !incidents.contains(&incident) {
                return Err(format!("{line}: no such incident"));
            }
            let span =
                find(&article, words).ok_or_else(|| format!("{line}: these words are not in the article"))?;
            for (telling, claims) in met(&reading, span) {
                *told[telling].entry(incident).or_default() += claims;
            }
        }
        let truth =
            told.into_iter().map(|votes| clear(&votes).map(|name| format!("{dossier}/{name}"))).collect();
        Ok(Account { dossier: dossier.to_owned(), read: Read { article, reading }, truth })
    };
    articles.split("\n=== ").enumerate().map(account).collect()
}

/// Where the quoted words stand, in the text or else in the title.
fn find(article: &Article, quoted: &str) -> Option<Span> {
    let words = quoted.trim().strip_prefix('"')?.strip_suffix('"')?;
    [Part::Text, Part::Title].into_iter().find_map(|part| {
        let text = article.part(part);
        let at = text.find(words)?;
        Span::new(part, text, at, at + words.len())
    })
}

/// The tellings that claims on these words belong to, with how many.
fn met(reading: &Reading, span: Span) -> BTreeMap<usize, usize> {
    let meets =
        |other: Span| other.part() == span.part() && other.start() < span.end() && span.start() < other.end();
    let mut tellings: BTreeMap<usize, usize> = BTreeMap::new();
    for claim in &reading.claims {
        if meets(claim.span) || claim.evidence.iter().any(|e| meets(e.span)) {
            *tellings.entry(claim.telling).or_default() += 1;
        }
    }
    tellings
}

/// The incident that most marks name; none where two do equally.
fn clear<'a>(votes: &BTreeMap<&'a str, usize>) -> Option<&'a str> {
    let most = votes.values().max()?;
    let mut best = votes.iter().filter(|(_, n)| *n == most);
    let (name, _) = best.next()?;
    best.next().is_none().then_some(*name)
}

/// Pairs of tellings of dossiers that were put together: how many rightly, how many in all, and how many should be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paired {
    /// Put together, and of one incident.
    pub right: usize,
    /// Put together.
    pub said: usize,
    /// Of one incident.
    pub truth: usize,
}

impl Paired {
    /// How much of what belongs together was found, and how much of what was found belongs together.
    pub fn rate(self) -> Rate {
        let share = |whole: usize| self.right as f64 / whole.max(1) as f64;
        Rate { precision: share(self.said), recall: share(self.truth) }
    }
}

impl std::ops::AddAssign for Paired {
    fn add_assign(&mut self, other: Paired) {
        self.right += other.right;
        self.said += other.said;
        self.truth += other.truth;
    }
}

/// Counts the pairs of known tellings that a comparison of these accounts, in this order, puts together; a pair of two
/// dossiers counts for `archive`.
pub fn paired(accounts: &[Account], comparison: &Comparison, archive: usize) -> Paired {
    let mut cells: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let (mut said, mut truth): (BTreeMap<usize, usize>, BTreeMap<&str, usize>) = Default::default();
    for (nth, incident) in comparison.incidents.iter().enumerate() {
        for at in &incident.tellings {
            if let Some(name) = accounts[at.article].truth[at.telling].as_deref() {
                *cells.entry((nth, name)).or_default() += 1;
                *said.entry(nth).or_default() += 1;
                *truth.entry(name).or_default() += 1;
            }
        }
    }
    let mut near: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    cells.iter().for_each(|((nth, name), n)| *near.entry((*nth, dossier_of(name))).or_default() += n);
    let two = |n: &usize| n * (n - 1) / 2;
    let (said, near): (usize, usize) = (said.values().map(two).sum(), near.values().map(two).sum());
    Paired {
        right: cells.values().map(two).sum(),
        said: near + (said - near) * archive,
        truth: truth.values().map(two).sum(),
    }
}

/// The dossier of an incident's name.
pub fn dossier_of(incident: &str) -> &str {
    incident.split('/').next().unwrap_or("")
}
