use text::{About, Article, Language, Moment, Published, PublishedFrom};

use crate::charset::{self, Decoded};
use crate::error::{IngestError, Warning, quoted};
use crate::open::Source;
use crate::{Options, Taken, form};

/// Hands on a text alone: nothing of it is taken for a title.
pub(crate) fn text(
    source: &Source,
    bytes: Vec<u8>,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let text = decoded(source, bytes, each)?;
    let about = About {
        path: source.path.clone(),
        outlet: options.outlet.clone(),
        url: source.url.clone(),
        language: options.language,
        published: options.published(),
        ..About::default()
    };
    each(Taken::Article(Article::new(source.id.clone(), text, about)));
    Ok(())
}

/// Hands on a Markdown text. Front matter gives title, published (or date), outlet (or
/// source), url, language and id; without a title in it, the first heading of the first
/// level is the title. Of the marks, those of headings, links, pictures, quotations and
/// bold words are taken off, so that the text is what a reader sees.
pub(crate) fn markdown(
    source: &Source,
    bytes: Vec<u8>,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let text = decoded(source, bytes, each)?;
    let (front, body) = front_matter(&text);
    let told = |names: &[&str]| {
        let named = |name: &&str| front.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        names.iter().find_map(named).map(|(_, value)| *value).filter(|value| !value.is_empty())
    };
    let published = told(&["published", "date"]);
    let at = published.and_then(Moment::parse);
    if let (Some(value), None) = (published, at) {
        each(Taken::Warning(Warning::Published { input: source.name.clone(), value: quoted(value) }));
    }
    let code = told(&["language", "lang"]);
    let language = code.and_then(Language::parse);
    if let (Some(value), None) = (code, language) {
        each(Taken::Warning(Warning::Language { input: source.name.clone(), value: quoted(value) }));
    }
    let (title, text) = unmarked(body, told(&["title"]));
    if is_blank(&text) {
        return Err(IngestError::Empty { input: source.name.clone() });
    }
    let about = About {
        title,
        path: source.path.clone(),
        outlet: told(&["outlet", "source"]).map(str::to_owned).or_else(|| options.outlet.clone()),
        url: told(&["url", "link"]).map(str::to_owned).or_else(|| source.url.clone()),
        language: language.or(options.language),
        published: at.map(|at| Published { at, from: PublishedFrom::Given }).or_else(|| options.published()),
    };
    each(Taken::Article(Article::new(told(&["id"]).unwrap_or(&source.id), text, about)));
    Ok(())
}

/// Whether nothing in it can be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'))
}

fn decoded(source: &Source, bytes: Vec<u8>, each: &mut dyn FnMut(Taken)) -> Result<String, IngestError> {
    if memchr::memchr(0, &bytes).is_some() {
        let (looks_like, remedy) = form::NUL;
        return Err(IngestError::Binary { input: source.name.clone(), looks_like, remedy });
    }
    let Decoded { text, guessed } =
        charset::text(bytes).map_err(|offset| IngestError::Charset { input: source.name.clone(), offset })?;
    if is_blank(&text) {
        return Err(IngestError::Empty { input: source.name.clone() });
    }
    if let Some(charset) = guessed {
        each(Taken::Warning(Warning::Charset { input: source.name.clone(), charset }));
    }
    Ok(text)
}

/// The keys and values between the fences that open a text, and what follows them.
fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let none = (Vec::new(), text);
    let mut lines = text.split_inclusive('\n');
    let Some(fence @ ("---" | "+++")) = lines.next().map(str::trim_end) else { return none };
    let mark = if fence == "---" { ':' } else { '=' };
    let (mut front, mut at) = (Vec::new(), text.find('\n').map_or(text.len(), |end| end + 1));
    for line in lines {
        at += line.len();
        if line.trim_end() == fence {
            return (front, &text[at..]);
        }
        if let Some((key, value)) = line.split_once(mark).filter(|_| !line.starts_with([' ', '\t', '#', '-']))
        {
            front.push((key.trim(), value.trim().trim_matches(['"', '\''])));
        }
    }
    none
}

/// The title and the text of a Markdown body, its marks taken off.
fn unmarked(body: &str, title: Option<&str>) -> (String, String) {
    let mut title = title.map(str::to_owned);
    let mut text = String::with_capacity(body.len());
    for line in body.lines() {
        let line = line.trim_start_matches("> ").trim_end();
        let level = line.bytes().take_while(|b| *b == b'#').count();
        let heading =
            line.get(level..).and_then(|rest| rest.strip_prefix(' ')).filter(|_| (1..=6).contains(&level));
        let mut shown = String::with_capacity(line.len());
        unlink(heading.map_or(line, |h| h.trim().trim_end_matches('#').trim_end()), &mut shown);
        let shown = shown.replace("**", "");
        if level == 1 && heading.is_some() && title.as_ref().is_none_or(|title| *title == shown) {
            title = Some(shown);
            continue;
        }
        text.push_str(&shown);
        text.push('\n');
    }
    (title.unwrap_or_default(), text.trim().to_owned())
}

/// Writes a line with `[words](address)` as its words, and without `![words](address)`.
fn unlink(line: &str, shown: &mut String) {
    let mut rest = line;
    while let Some(middle) = rest.find("](") {
        let Some(end) = rest[middle..].find(')').map(|end| middle + end + 1) else { break };
        let Some(open) = rest[..middle].rfind('[') else {
            shown.push_str(&rest[..middle + 2]);
            rest = &rest[middle + 2..];
            continue;
        };
        match rest[..open].strip_suffix('!') {
            Some(before) => shown.push_str(before),
            None => {
                shown.push_str(&rest[..open]);
                shown.push_str(&rest[open + 1..middle]);
            }
        }
        rest = &rest[end..];
    }
    shown.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        let (title, text) = unmarked(
            "# Strike *on* Kazan\n\n**Eight** [drones](http://a/b), ![x](y)[1] hit.\n## Toll\n> None.",
            None,
        );
        assert_eq!(title, "Strike *on* Kazan");
        assert_eq!(text, "Eight drones, [1] hit.\nToll\nNone.");
    }

    #[test]
    fn front_matter_is_read_and_an_open_fence_is_text() {
        let (front, body) = front_matter("---\ntitle: \"A: b\"\ntags:\n - x\n---\nText");
        assert_eq!(front, [("title", "A: b"), ("tags", "")]);
        assert_eq!(body, "Text");
        assert_eq!(front_matter("---\nText").1, "---\nText");
        assert_eq!(front_matter("Text").1, "Text");
    }
}
