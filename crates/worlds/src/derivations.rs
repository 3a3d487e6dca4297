//! Derivations (`tests/derivations`): stories of which article derives from which, with the truth.
//!
//! `# What it is about`, then articles: `=== ID LANGUAGE TIME OUTLET [LABEL]`, `# headline`, body. A label is `copy of a`,
//! `copy of a, c`, `rewrite of a`, `translation of a` or `cites a`.

use std::fs;
use std::path::{Path, PathBuf};

use claim::Read;
use lineage::Weights;
use text::{About, Article, Language, Moment, Published, PublishedFrom};

/// One article of a story, not yet read.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The story's name.
    pub story: String,
    /// The article; its id is `story/id`.
    pub article: Article,
    /// The ids of its sources.
    pub sources: Vec<String>,
    /// `copy`, `rewrite`, `translation`, `cites`; empty where it stands alone.
    pub how: String,
}

/// All stories of a folder, in the order of their names.
///
/// # Errors
/// What is wrong with the first that is not well formed, with its name.
pub fn derivations(folder: &Path) -> Result<Vec<Piece>, String> {
    let list = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = list.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "md") && !file.ends_with("README.md"));
    files.sort();
    let mut pieces = Vec::new();
    for file in files {
        let named = |what: String| format!("{}: {what}", file.display());
        let source = fs::read_to_string(&file).map_err(|e| named(e.to_string()))?;
        let story = file.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
        for part in source.split("\n=== ").skip(1) {
            pieces.push(piece(story, part).map_err(named)?);
        }
    }
    Ok(pieces)
}

fn piece(story: &str, part: &str) -> Result<Piece, String> {
    let (head, rest) = part.split_once('\n').ok_or("an article has no text")?;
    let mut words = head.trim().splitn(5, ' ');
    let mut next = |what: &str| words.next().ok_or(format!("{head}: no {what}"));
    let (id, language, time, outlet) = (next("id")?, next("language")?, next("time")?, next("outlet")?);
    let label = words.next().unwrap_or_default().trim();
    let (how, sources) = match label.split_once(' ') {
        None if label.is_empty() => ("", ""),
        Some((how, sources)) => (how, sources.trim_start_matches("of ")),
        None => return Err(format!("{head}: no source")),
    };
    let text = rest.trim();
    let (title, body) = match text.strip_prefix("# ") {
        Some(text) => text.split_once('\n').unwrap_or((text, "")),
        None => ("", text),
    };
    let named = |id: &str| format!("{story}/{}", id.trim());
    let at = Moment::parse(time).ok_or_else(|| format!("{time} is no time"))?;
    let about = About {
        title: title.trim().into(),
        outlet: Some(outlet.into()),
        language: Some(Language::parse(language).ok_or_else(|| format!("{language} is no language"))?),
        published: Some(Published { at, from: PublishedFrom::Given }),
        ..About::default()
    };
    Ok(Piece {
        story: story.into(),
        article: Article::new(named(id), body.trim(), about),
        sources: sources.split(',').filter(|s| !s.trim().is_empty()).map(named).collect(),
        how: how.into(),
    })
}

/// The articles of some pieces with their readings.
pub fn read(pieces: &[Piece], packs: &claim::Packs) -> Vec<Read> {
    let read = |piece: &Piece| {
        let article = piece.article.clone();
        let reading = claim::read(&article, packs);
        Read { article, reading }
    };
    pieces.iter().map(read).collect()
}

/// How often what is said of who derives from whom is right, for one way of deriving.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Pairs that derive so.
    pub gold: usize,
    /// Those of them that are said, of whatever way.
    pub found: usize,
    /// Pairs that are said to derive so.
    pub said: usize,
    /// Those of them that derive one from the other.
    pub right: usize,
}

/// What comes of tracing stories.
#[derive(Clone, Debug, Default)]
pub struct Traced {
    /// By way of deriving.
    pub of: std::collections::BTreeMap<String, Tally>,
    /// Pairs of independent accounts of one story, and how many of them are in one origin group.
    pub independent: (usize, usize),
    /// What is missed or wrong, a line each.
    pub faults: Vec<String>,
}

impl Traced {
    /// Adds what came of others.
    pub fn add(&mut self, other: Traced) {
        for (how, tally) in other.of {
            let sum = self.of.entry(how).or_default();
            sum.gold += tally.gold;
            sum.found += tally.found;
            sum.said += tally.said;
            sum.right += tally.right;
        }
        self.independent.0 += other.independent.0;
        self.independent.1 += other.independent.1;
        self.faults.extend(other.faults);
    }
}

/// By position in a story: the first of the articles that derive from one another, directly or not.
pub fn families(story: &[Piece]) -> Vec<usize> {
    let mut family: Vec<usize> = (0..story.len()).collect();
    for (at, piece) in
        story.iter().enumerate().filter(|(_, piece)| !piece.how.is_empty() && piece.how != "cites")
    {
        for id in &piece.sources {
            if let Some(source) = story.iter().position(|piece| piece.article.id() == id) {
                let (old, new) = (family[at].max(family[source]), family[at].min(family[source]));
                family.iter_mut().filter(|one| **one == old).for_each(|one| *one = new);
            }
        }
    }
    family
}

/// Traces each story for itself and holds what is said against the truth. What is said of an article further up the line,
/// or of one merely cited, counts neither way.
pub fn score(pieces: &[Piece], reads: &[Read], weights: &Weights) -> Traced {
    let mut traced = Traced::default();
    let mut from = 0;
    for story in pieces.chunk_by(|a, b| a.story == b.story) {
        let reads = &reads[from..from + story.len()];
        from += story.len();
        traced.add(score_from(story, reads, 0, weights));
    }
    traced
}

/// The same for one story, only of what is said of its articles from a position on.
pub fn score_from(story: &[Piece], reads: &[Read], from: usize, weights: &Weights) -> Traced {
    let lineage = lineage::trace_by(reads, weights);
    let mut traced = Traced::default();
    let position = |id: &String| story.iter().position(|piece| piece.article.id() == id);
    let sources = |at: usize| -> Vec<usize> { story[at].sources.iter().filter_map(position).collect() };
    let family = families(story);
    let above = |at: usize| {
        let mut all = sources(at);
        let mut next = 0;
        while next < all.len() {
            all.extend(sources(all[next]).into_iter().filter(|s| !all.contains(s)).collect::<Vec<_>>());
            next += 1;
        }
        all
    };
    let fault = |what: &str, how: &str, a: usize, b: usize| {
        format!("{what}\t{how}\t{}\t{}", story[a].article.id(), story[b].article.id())
    };
    for at in from..story.len() {
        let gold = sources(at);
        let said = &lineage.derivations[at];
        for source in &gold {
            let tally = traced.of.entry(story[at].how.clone()).or_default();
            tally.gold += 1;
            match said.iter().find(|d| d.source == *source) {
                Some(_) => tally.found += 1,
                None => traced.faults.push(fault("missed", &story[at].how, at, *source)),
            }
        }
        for derivation in said {
            let right = gold.contains(&derivation.source);
            if !right && above(at).contains(&derivation.source) {
                continue;
            }
            let tally = traced.of.entry(derivation.how.name().to_owned()).or_default();
            tally.said += 1;
            tally.right += usize::from(right);
            if !right {
                traced.faults.push(fault("wrong", derivation.how.name(), at, derivation.source));
            }
        }
        for other in (0..at).filter(|other| family[*other] != family[at]) {
            traced.independent.0 += 1;
            if lineage.groups[at] == lineage.groups[other] {
                traced.independent.1 += 1;
            }
        }
    }
    traced
}
