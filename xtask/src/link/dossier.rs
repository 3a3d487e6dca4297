//! Dossiers (`tests/dossiers`): short articles with the truth of which incident each tells of.
//!
//! `# What it is about`, lines `incident NAME: kind, place, day`, then articles: `=== TIME OUTLET` (`-` for no time),
//! `# headline`, body, `---`, and lines `NAME :: "words that tell of it"[#n]`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tellings::text::{About, Article, Moment, Part, Published, PublishedFrom, Span};
use tellings::{Packs, Read, Reading};

use crate::tree;

/// One article with the words that tell of each incident.
pub(crate) struct Account {
    /// The dossier's name.
    pub(crate) dossier: String,
    pub(crate) read: Read,
    /// By telling of the reading: the incident that it tells of, `dossier/name`, where the marks leave no doubt.
    pub(crate) truth: Vec<Option<String>>,
}

/// Reads all dossiers.
pub(crate) fn all() -> Result<Vec<Account>> {
    let packs = Packs::shipped();
    let mut accounts = Vec::new();
    for file in tree::files()?.into_iter().filter(|f| f.starts_with("tests/dossiers")) {
        let path = tree::root().join(&file);
        let source = fs::read_to_string(&path)?;
        accounts.extend(parse(&file, &source, &packs).with_context(|| file.display().to_string())?);
    }
    Ok(accounts)
}

fn parse(file: &Path, source: &str, packs: &Packs) -> Result<Vec<Account>> {
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let dossier = name.split('.').next().unwrap_or_default();
    let language = name.rsplit('.').nth(1).and_then(tellings::Language::parse);
    let (head, articles) = source.split_once("\n=== ").context("it has no article")?;
    let incidents: Vec<&str> =
        head.lines().filter_map(|l| Some(l.strip_prefix("incident ")?.split_once(':')?.0)).collect();
    let account = |(nth, source): (usize, &str)| {
        let (first, rest) = source.split_once('\n').context("an article has no text")?;
        let (time, outlet) = first.trim().split_once(' ').with_context(|| format!("{first}: no outlet"))?;
        let (text, marks) = rest.split_once("\n---\n").with_context(|| format!("{first}: no ---"))?;
        let text = text.trim();
        let (title, body) = match text.strip_prefix("# ") {
            Some(text) => text.split_once('\n').unwrap_or((text, "")),
            None => ("", text),
        };
        let at = Moment::parse(time);
        ensure!(at.is_some() || time == "-", "{time} is no time");
        let about = About {
            title: title.trim().to_owned(),
            outlet: Some(outlet.to_owned()),
            language,
            published: at.map(|at| Published { at, from: PublishedFrom::Given }),
            ..About::default()
        };
        let article = Article::new(format!("{dossier}-{}", nth + 1), body.trim(), about);
        let reading = tellings::read(&article, packs);
        let mut told: Vec<BTreeMap<&str, usize>> = vec![BTreeMap::new(); reading.tellings.len()];
        for line in marks.lines().filter(|l| l.contains(" :: ")) {
            let (incident, words) = line.split_once(" :: ").unwrap_or_default();
            ensure!(incidents.contains(&incident), "{line}: no such incident");
            let span = find(&article, words).with_context(|| line.to_owned())?;
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
fn find(article: &Article, quoted: &str) -> Result<Span> {
    let (words, nth) = match quoted.trim().rsplit_once('#') {
        Some((words, n)) if words.ends_with('"') => (words, n.parse::<usize>()?),
        _ => (quoted.trim(), 1),
    };
    let words = words.strip_prefix('"').and_then(|w| w.strip_suffix('"')).context("words are not quoted")?;
    for part in [Part::Text, Part::Title] {
        let text = article.part(part);
        if let Some((at, _)) = text.match_indices(words).nth(nth - 1) {
            return Span::new(part, text, at, at + words.len()).context("a quote ends within a letter");
        }
    }
    anyhow::bail!("these words are not in the article")
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
