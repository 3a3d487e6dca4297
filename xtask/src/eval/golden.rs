//! The golden articles of `tests/articles`, as input for the program; `crates/claim/tests/golden` scores them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The articles of a folder in the form that `tellings read` takes, by name.
pub(super) fn articles(folder: &Path) -> Result<Vec<Value>> {
    let entries = fs::read_dir(folder).with_context(|| format!("Cannot read {}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    let mut articles = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let Some((id, language)) = name.rsplit_once('.') else { continue };
        let article = article(id, language, &fs::read_to_string(&path)?);
        articles.push(article.with_context(|| format!("{}: no golden article", path.display()))?);
    }
    Ok(articles)
}

/// `# Title`, `published:` and `outlet:`, a blank line, the text, `---`; what follows is for readers to find.
fn article(id: &str, language: &str, source: &str) -> Option<Value> {
    let (article, _) = source.split_once("\n---\n")?;
    let (head, text) = article.split_once("\n\n")?;
    let mut lines = head.lines();
    let title = lines.next()?.strip_prefix("# ")?;
    let mut row = json!({"id": id, "title": title, "text": text.trim(), "language": language});
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        row[name] = json!(value);
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_golden_article_becomes_input() {
        let source = "# Two hurt\npublished: 2025-01-02\noutlet: a.example\n\nTwo were hurt.\n\nMore.\n\n---\nincident x: kind fire\n";
        let row = article("two", "en", source).unwrap();
        assert_eq!(row["text"], "Two were hurt.\n\nMore.");
        assert_eq!((&row["title"], &row["published"]), (&json!("Two hurt"), &json!("2025-01-02")));
    }

    #[test]
    fn every_golden_article_can_be_read() {
        assert!(articles(&crate::tree::root().join("tests/articles")).unwrap().len() > 10);
    }
}
