//! Golden articles (`tests/articles/*.md`): parsing them, reading them, holding the two against each other.
//!
//! Shared by the test `golden`, the test `rules` and the example `golden`.
#![allow(dead_code)]

pub(crate) mod article;
pub(crate) mod score;
pub(crate) mod table;
pub(crate) mod value;

use std::path::{Path, PathBuf};

use article::Golden;
use claim::{Packs, Reading};
use score::Score;

/// The folder of golden articles: `GOLDEN_DIR`, else `tests/articles` of the workspace.
pub(crate) fn folder() -> PathBuf {
    let shipped = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/articles");
    std::env::var_os("GOLDEN_DIR").map_or_else(shipped, PathBuf::from)
}

/// All golden articles of a folder, by name; or what cannot be read in them.
pub(crate) fn load(folder: &Path) -> Result<Vec<Golden>, Vec<String>> {
    let entries = std::fs::read_dir(folder).map_err(|e| vec![format!("{}: {e}", folder.display())])?;
    let mut paths: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        match std::fs::read_to_string(&path) {
            Ok(source) => match Golden::parse(&path, source) {
                Ok(golden) => out.push(golden),
                Err(mut found) => faults.append(&mut found),
            },
            Err(e) => faults.push(format!("{}: {e}", path.display())),
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

/// One golden article with its reading and what the comparison says.
pub(crate) struct Scored {
    pub(crate) golden: Golden,
    pub(crate) reading: Reading,
    pub(crate) score: Score,
}

/// Reads and compares every article.
pub(crate) fn score_all(articles: Vec<Golden>, packs: &Packs) -> Vec<Scored> {
    let score = |golden: Golden| {
        let reading = claim::read(&golden.article, packs);
        let score = Score::of(&golden, &reading);
        Scored { golden, reading, score }
    };
    articles.into_iter().map(score).collect()
}
