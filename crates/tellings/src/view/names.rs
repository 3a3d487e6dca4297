use std::collections::BTreeMap;

use incident::Read;
use text::Article;

/// Returns a short name for each article that no other of them has: outlet, file, or id.
pub(crate) fn account_names(reads: &[Read]) -> Vec<String> {
    let forms: [fn(&Article) -> String; 3] = [outlet, file, |a| a.id().to_owned()];
    let mut names: Vec<Option<String>> = vec![None; reads.len()];
    for form in forms {
        let tried: Vec<String> = reads.iter().map(|r| form(&r.article)).collect();
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &tried {
            *held.entry(name).or_default() += 1;
        }
        for (name, tried) in names.iter_mut().zip(&tried) {
            if name.is_none() && !tried.is_empty() && held.get(tried.as_str()) == Some(&1) {
                *name = Some(tried.clone());
            }
        }
    }
    let named = names.into_iter().zip(reads);
    named
        .map(|(name, read)| name.unwrap_or_else(|| format!("{} {}", read.article.id(), read.article.key())))
        .collect()
}

fn outlet(article: &Article) -> String {
    article.outlet().unwrap_or("").to_owned()
}

/// The last part of the id, before it the outlet where there is one.
fn file(article: &Article) -> String {
    let id = article.id().trim_end_matches('/');
    let last = id.rsplit(['/', '\\']).next().unwrap_or(id);
    match article.outlet() {
        Some(outlet) => format!("{outlet} ({last})"),
        None => last.to_owned(),
    }
}
