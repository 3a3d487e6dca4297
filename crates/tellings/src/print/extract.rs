use std::io::{self, Write};

use text::Article;

use super::page::{readable, styles};
use crate::view::words;

/// Writes an article's title, date, outlet and text, unwrapped; a line of dashes before all but the first.
///
/// # Errors
/// Where `out` cannot be written.
pub fn extract(mut out: impl Write, article: &Article, first: bool) -> io::Result<()> {
    if !first {
        writeln!(out, "\n-----\n")?;
    }
    if !article.title().is_empty() {
        writeln!(out, "{}{}{:#}", styles::BOLD, readable(article.title()), styles::BOLD)?;
    }
    let published = article.published().map(|p| words::moment(&p.at));
    let head: Vec<&str> = published.as_deref().into_iter().chain(article.outlet()).collect();
    if !head.is_empty() {
        writeln!(out, "{}", readable(&head.join(" · ")))?;
    }
    if !article.title().is_empty() || !head.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{}", readable(article.text()))
}
