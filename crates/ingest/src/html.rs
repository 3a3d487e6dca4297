use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use text::{About, Article, Language};

use crate::blocks;
use crate::charset;
use crate::error::{IngestError, Warning, quoted};
use crate::meta::{self, Meta};
use crate::nesting;
use crate::open::Source;
use crate::{Options, Taken};

/// How deep the tree may be for the finder of the main text, whose cost grows with it.
const DEEPEST_TREE: usize = 400;

/// How many elements a page may have for the finder of the main text.
const MOST_ELEMENTS: usize = 200_000;

/// Makes an article of a web page: its main text with paragraphs joined by newlines, its
/// title, and what the page tells of its time, outlet, language and address.
///
/// `id` names the page and is the article's id; `url` is the address it was fetched from, if
/// it was. `warn` gets what was passed over.
///
/// ```
/// let html = b"<html lang=en><title>Strike on Kazan</title><p>Eight drones hit Kazan on Saturday.</html>";
/// let article = ingest::page("a.html", html, None, &Default::default(), &mut |_| {})?;
/// assert_eq!(article.title(), "Strike on Kazan");
/// assert_eq!(article.text(), "Eight drones hit Kazan on Saturday.");
/// # Ok::<(), ingest::IngestError>(())
/// ```
///
/// # Errors
/// [`IngestError::Empty`] where nothing but white space was given, [`IngestError::NoText`]
/// where the page has no text, [`IngestError::Page`] where it cannot be taken apart.
pub fn page(
    id: &str,
    bytes: &[u8],
    url: Option<&str>,
    options: &Options,
    warn: &mut dyn FnMut(Warning),
) -> Result<Article, IngestError> {
    let source = Source { url: url.map(str::to_owned), ..Source::stream(id) };
    read(&source, bytes, options, warn)
}

pub(crate) fn take(
    source: &Source,
    bytes: &[u8],
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let article = read(source, bytes, options, &mut |warning| each(Taken::Warning(warning)))?;
    each(Taken::Article(article));
    Ok(())
}

fn read(
    source: &Source,
    bytes: &[u8],
    options: &Options,
    warn: &mut dyn FnMut(Warning),
) -> Result<Article, IngestError> {
    let input = || source.name.clone();
    let decoded = charset::page(bytes, source.charset.as_deref());
    if crate::plain::is_blank(&decoded.text) {
        return Err(IngestError::Empty { input: input() });
    }
    if nesting::is_too_deep(&decoded.text) {
        return Err(IngestError::Page { input: input(), cause: "its elements lie too deep in each other" });
    }
    // The two crates that take pages apart are not ours: a slip of theirs costs the page alone.
    let (meta, title, text) = catch_unwind(AssertUnwindSafe(|| parts(&decoded.text, source.url.as_deref())))
        .map_err(|_| IngestError::Page { input: input(), cause: "its reader gave up" })?;
    if crate::plain::is_blank(&text) {
        return Err(IngestError::NoText { input: input() });
    }
    if let Some(charset) = decoded.guessed {
        warn(Warning::Charset { input: input(), charset });
    }
    let published = meta.published();
    if let (None, Some(value)) = (published, meta.times.first()) {
        warn(Warning::Published { input: input(), value: quoted(value) });
    }
    let url = source.url.clone().or(meta.address);
    let about = About {
        title,
        path: source.path.clone(),
        outlet: meta
            .outlet
            .or_else(|| url.as_deref().and_then(meta::host))
            .or_else(|| options.outlet.clone()),
        url,
        language: meta.language.as_deref().and_then(Language::parse).or(options.language),
        published: published.or_else(|| options.published()),
    };
    Ok(Article::new(source.id.clone(), text, about))
}

/// What the page tells of itself, its title and its text.
fn parts(html: &str, url: Option<&str>) -> (Meta, String, String) {
    let document = Document::from(html);
    let mut meta = meta::of(&document);
    if meta.address.is_none() {
        meta.address = url.map(str::to_owned);
    }
    let is_small = blocks::depth(&document.root()) <= DEEPEST_TREE;
    let found = is_small.then(|| main_text(document, url)).flatten();
    let (found_title, text) = found.unwrap_or_default();
    let title = meta.headline.clone().unwrap_or(found_title);
    let title = without_outlet(title.trim(), meta.outlet.as_deref());
    let text = if text.is_empty() { whole_text(html) } else { text };
    let text = match text.strip_prefix(title).and_then(|rest| rest.strip_prefix('\n')) {
        Some(rest) if !title.is_empty() => rest.to_owned(),
        _ => text,
    };
    let title = title.to_owned();
    (meta, title, text)
}

/// The title and the text that the finder of main texts gives, if it finds one.
fn main_text(document: Document, url: Option<&str>) -> Option<(String, String)> {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, disable_json_ld: true, ..Config::default() };
    let url = url.filter(|url| url.is_ascii());
    let mut reader = Readability::with_document(document, url, Some(config)).ok()?;
    let title = reader.get_article_title().to_string();
    let Ok(found) = reader.parse() else { return Some((title, String::new())) };
    let content = Document::fragment(found.content);
    Some((found.title, blocks::paragraphs(&content.root(), false)))
}

/// The text of a page in which no main text was found, or looked for.
fn whole_text(html: &str) -> String {
    let document = Document::from(html);
    document.body().map(|body| blocks::paragraphs(&body, true)).unwrap_or_default()
}

/// A title without the outlet's name behind it, as in "Strike on Kazan | The Outlet".
fn without_outlet<'a>(title: &'a str, outlet: Option<&str>) -> &'a str {
    let cut = outlet.filter(|outlet| !outlet.is_empty()).and_then(|outlet| title.strip_suffix(outlet));
    let cut = cut.map(str::trim_end).and_then(|cut| cut.strip_suffix(['|', '-', '–', '—', '·', '•']));
    cut.map(str::trim_end).filter(|cut| !cut.is_empty()).unwrap_or(title)
}
