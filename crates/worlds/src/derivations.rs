//! Derivations (`tests/derivations`): stories of which article derives from which, with the truth.
//!
//! `# What it is about`, then articles: `=== ID LANGUAGE TIME OUTLET [LABEL]`, `# headline`, body. A label is `copy of a`,
//! `copy of a, c`, `rewrite of a`, `translation of a` or `cites a`.

use std::fs;
use std::path::{Path, PathBuf};

use claim::Read;
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
