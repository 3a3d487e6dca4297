use std::collections::BTreeSet;
use std::fs;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tellings::Language;

use crate::tree;

/// The length that most generated articles come near: a usual agency story.
const LENGTH: usize = 3_000;

/// Articles of about 3 kB in one language, each put together from golden articles and samples.
///
/// The first starts with the first text and goes on with another, the second starts with the second, and so
/// on round and round with ever other followers, until there are as many as wanted. Where a language has too few texts
/// for so many different ones, they come again.
pub(super) fn generate(language: Language, wanted: usize) -> Result<Vec<Value>> {
    let texts = texts(language)?;
    ensure!(texts.len() > 1, "tests/articles has fewer than two articles in {language}");
    let mut articles = Vec::with_capacity(wanted);
    let mut made = BTreeSet::new();
    let mut step = 0;
    while articles.len() < wanted {
        let (turn, first) = (step / texts.len() + 1, step % texts.len());
        step += 1;
        let again = turn >= texts.len() * texts.len();
        let mut text = String::new();
        let mut at = first;
        for place in 0.. {
            for paragraph in texts[at].split("\n\n") {
                if text.len() < LENGTH {
                    text += paragraph;
                    text += "\n\n";
                }
            }
            if text.len() >= LENGTH {
                break;
            }
            // a turn is a number to the base of the texts; each digit says how far on the next text is
            at = (at + 1 + turn / texts.len().pow(place % 3) % (texts.len() - 1)) % texts.len();
        }
        if made.insert(text.clone()) || again {
            let day = format!("2025-{:02}-{:02}", articles.len() % 12 + 1, articles.len() % 28 + 1);
            let id = articles.len().to_string();
            articles.push(
                json!({"id": id, "text": text.trim_end(), "published": day, "language": language.code()}),
            );
        }
    }
    Ok(articles)
}

/// The texts in a language that the repository has, in the order of their names.
fn texts(language: Language) -> Result<Vec<String>> {
    let mut paths: Vec<_> =
        fs::read_dir(tree::root().join("tests/articles"))?.flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(&format!(".{language}.md")));
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let source = fs::read_to_string(&path)?;
        let article = source.split("\n---\n").next().unwrap_or_default();
        texts.extend(article.split_once("\n\n").map(|(_, text)| text.trim().to_owned()));
    }
    let mut paths: Vec<_> = fs::read_dir(tree::root().join("samples"))?.flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    paths.sort();
    for path in paths {
        for line in fs::read_to_string(&path)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            if row["language"] == language.code() {
                texts.extend(row["text"].as_str().map(str::to_owned));
            }
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_differ_and_have_a_usual_length() {
        let articles = generate(Language::ENGLISH, 500).unwrap();
        let texts: BTreeSet<&str> = articles.iter().filter_map(|a| a["text"].as_str()).collect();
        assert_eq!(texts.len(), 500);
        let bytes: usize = texts.iter().map(|t| t.len()).sum();
        assert!((2_800..4_000).contains(&(bytes / 500)), "{} bytes an article", bytes / 500);
    }
}
