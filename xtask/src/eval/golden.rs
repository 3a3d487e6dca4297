//! The golden articles of `tests/articles`: a text, and the claims that a careful reader finds in it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// One file: `name.en.md`.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) claims: Vec<Claim>,
    language: String,
    published: Option<String>,
    outlet: Option<String>,
}

/// `- facet = value of people @key=value +delta :: "words" | by "voice" | stance`
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) facet: String,
    pub(super) value: String,
    pub(super) scope: Vec<(String, String)>,
    pub(super) delta: bool,
    pub(super) words: String,
    pub(super) voice: Option<String>,
    pub(super) stance: String,
}

impl Article {
    /// The article in the form that `tellings read` takes.
    pub(super) fn input(&self) -> Value {
        let mut row = json!({"id": self.id, "title": self.title, "text": self.text, "language": self.language});
        for (name, value) in [("published", &self.published), ("outlet", &self.outlet)] {
            if let Some(value) = value {
                row[name] = json!(value);
            }
        }
        row
    }

    fn parse(id: &str, language: &str, source: &str) -> Result<Article> {
        let (article, claims) = source.split_once("\n---\n").context("no --- between the text and its claims")?;
        let mut lines = article.lines();
        let title = lines.next().and_then(|line| line.strip_prefix("# ")).context("the first line is `# Title`")?;
        let mut read = Article { id: id.into(), language: language.into(), title: title.into(), ..Article::default() };
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            match line.split_once(": ") {
                Some(("published", value)) => read.published = Some(value.into()),
                Some(("outlet", value)) => read.outlet = Some(value.into()),
                _ => bail!("{line:?}: published or outlet?"),
            }
        }
        read.text = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        for line in claims.lines().filter_map(|line| line.strip_prefix("- ")) {
            let claim = Claim::parse(line).with_context(|| line.to_owned())?;
            if !read.text.contains(&claim.words) && !read.title.contains(&claim.words) {
                bail!("the article has no {:?}", claim.words);
            }
            read.claims.push(claim);
        }
        Ok(read)
    }
}

impl Claim {
    fn parse(line: &str) -> Result<Claim> {
        let (said, words) = line.split_once(" :: ").context("no :: before the words")?;
        let (facet, said) = said.split_once(" = ").context("no facet = value")?;
        let mut claim = Claim { facet: facet.into(), stance: "asserted".into(), ..Claim::default() };
        let mut parts = said.split(" @");
        let mut value = parts.next().unwrap_or(said);
        for part in parts {
            let (key, value) = part.split_once('=').context("a scope is written @key=value")?;
            claim.scope.push((key.into(), value.into()));
        }
        if let Some(rest) = value.strip_suffix(" +delta") {
            (claim.delta, value) = (true, rest);
        }
        if let Some((number, of)) = value.split_once(" of ").filter(|(n, _)| n.ends_with(|c: char| c.is_ascii_digit())) {
            value = number;
            claim.scope.push(("of".into(), of.into()));
        }
        claim.value = value.into();
        let mut parts = words.split(" | ");
        let quoted = |part: &str| part.strip_prefix('"').and_then(|p| p.strip_suffix('"')).map(str::to_owned);
        claim.words = parts.next().and_then(quoted).context("the words stand in \"…\"")?;
        for part in parts {
            match part.strip_prefix("by ").and_then(quoted) {
                Some(voice) => claim.voice = Some(voice),
                None => claim.stance = part.into(),
            }
        }
        Ok(claim)
    }
}

/// All golden articles of a folder, by name.
pub(super) fn articles(folder: &Path) -> Result<Vec<Article>> {
    let entries = fs::read_dir(folder).with_context(|| format!("Cannot read {}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    let mut articles = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let Some((id, language)) = name.rsplit_once('.') else { continue };
        let source = fs::read_to_string(&path)?;
        articles.push(Article::parse(id, language, &source).with_context(|| path.display().to_string())?);
    }
    Ok(articles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_read_in_all_its_parts() {
        let line = r#"injured = 1 of soldier @severity=serious @place=Bryansk Oblast, RU :: "one of whom" | by "the army" | claimed"#;
        let claim = Claim::parse(line).unwrap();
        assert_eq!((claim.facet.as_str(), claim.value.as_str()), ("injured", "1"));
        let scope = [("severity", "serious"), ("place", "Bryansk Oblast, RU"), ("of", "soldier")];
        assert_eq!(claim.scope, scope.map(|(k, v)| (k.to_owned(), v.to_owned())));
        assert_eq!((claim.words.as_str(), claim.voice.as_deref()), ("one of whom", Some("the army")));
        assert_eq!(claim.stance, "claimed");
        assert!(Claim::parse(r#"killed = 2 +delta :: "two more""#).unwrap().delta);
    }

    #[test]
    fn every_golden_article_is_well_formed() {
        let found = articles(&crate::tree::root().join("tests/articles")).unwrap();
        assert!(found.len() > 10 && found.iter().all(|article| !article.claims.is_empty()));
    }
}
