use text::{About, Article, Language};

use crate::around;
use crate::charset;
use crate::error::{IngestError, Warning, quoted};
use crate::meta::{self, Meta};
use crate::open::Source;
use crate::prose;
use crate::tree::{Tag, Tree};
use crate::{Options, Taken};

/// How long the beginning of an article is that a page shows to those who don't pay, in bytes.
const LONGEST_STUB: usize = 1_500;

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
/// where the page has no text, [`IngestError::Wall`] where it only asks for consent.
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
    let (meta, title, text) = parts(&decoded.text, source.url.as_deref())
        .map_err(|what| IngestError::Wall { input: input(), what })?;
    if crate::plain::is_blank(&text) {
        return Err(IngestError::NoText { input: input() });
    }
    if meta.is_paid && text.len() < LONGEST_STUB {
        warn(Warning::Stub { input: input() });
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
fn parts(html: &str, url: Option<&str>) -> Result<(Meta, String, String), &'static str> {
    let tree = Tree::of(html);
    let mut meta = meta::of(&tree);
    if let (None, Some(url)) = (&meta.address, url) {
        meta.address = Some(url.to_owned());
    }
    let (title, heading, titles) = title(&tree, &meta);
    let lines = prose::find(&tree, heading, &titles, meta.is_live);
    let mut text = prose::joined(&lines);
    let is_wall = text.len() < LONGEST_STUB && around::is_wall(&tree);
    if let Some(body) =
        meta.body.take().filter(|body| text.len() < LONGEST_STUB && body.len() > 2 * text.len())
    {
        text = body;
    } else if is_wall {
        return Err("it only asks for consent");
    }
    let text = match text.strip_prefix(title.as_str()).and_then(|rest| rest.strip_prefix('\n')) {
        Some(rest) if !title.is_empty() => rest.to_owned(),
        _ => text,
    };
    Ok((meta, title, text))
}

/// The title, the heading that it stands in, and the title as the page has it elsewhere.
fn title(tree: &Tree<'_>, meta: &Meta) -> (String, Option<u32>, Vec<String>) {
    const MOST: usize = 20;
    const LONGEST: usize = 1_000;
    let headings: Vec<(u32, String)> = tree
        .elements(Tag::H1)
        .take(MOST)
        .map(|node| (node, tree.words(node)))
        .filter(|(_, words)| (1..=LONGEST).contains(&words.len()))
        .collect();
    let of_window = tree.elements(Tag::Title).next().map(|node| tree.words(node));
    let mut told: Vec<String> =
        meta.headlines.iter().map(|words| squashed(words)).filter(|words| !words.is_empty()).collect();
    let same = headings.iter().find(|(_, words)| told.iter().any(|told| told.starts_with(words.as_str())));
    let heading = same.or(headings.first()).map(|(node, _)| *node);
    let shown = same.or(headings.first()).map(|(_, words)| words.clone());
    told.extend(shown);
    told.extend(of_window);
    let title = told.first().map(|title| without_outlet(title, &told, meta.outlet.as_deref()).to_owned());
    (title.unwrap_or_default(), heading, told)
}

/// White space evened out, and without the letters that nobody sees.
fn squashed(words: &str) -> String {
    let seen: String = words.chars().filter(|c| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}')).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without what is put behind it, as in "Strike on Kazan | The Outlet": the outlet's name,
/// or anything where the page elsewhere has the title without.
fn without_outlet<'a>(title: &'a str, others: &[String], outlet: Option<&str>) -> &'a str {
    let marks = [" | ", " - ", " – ", " — ", " · ", " • "];
    let mut cuts: Vec<usize> =
        marks.iter().flat_map(|mark| title.match_indices(mark)).map(|(at, _)| at).collect();
    cuts.sort_unstable();
    let is_put_behind = |at: &usize| {
        let (before, behind) = title.split_at(*at);
        let behind = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_outlet = outlet.is_some_and(|outlet| {
            !outlet.is_empty()
                && behind.get(..outlet.len()).is_some_and(|start| start.eq_ignore_ascii_case(outlet))
        });
        is_outlet || others.iter().any(|other| other == before)
    };
    let end = cuts.into_iter().filter(|at| *at > 0).find(is_put_behind).unwrap_or(title.len());
    title[..end].trim_end()
}
