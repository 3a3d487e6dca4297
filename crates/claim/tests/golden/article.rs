//! The format of a golden article.
//!
//! Headline (`# …`), `published:` and `outlet:`, a blank line, the body, `---`, then groups
//! `incident NAME: kind KIND` with lines
//! `- [todo: ]facet = value :: "quote"[#n][ | by "VOICE"][ | STANCE]`, and lines `- wrong: …` of known wrong claims.

use std::path::{Path, PathBuf};

use claim::{Moment, Published, PublishedFrom, Stance};
use pack::{Kinds, ValueType};
use text::{About, Article, Part, Span};

use super::value::Gold;

/// One golden article.
pub(crate) struct Golden {
    pub(crate) path: PathBuf,
    /// The file's name.
    pub(crate) name: String,
    /// The language that the file's name says: `name.en.md`.
    pub(crate) language: String,
    pub(crate) article: Article,
    pub(crate) incidents: Vec<Incident>,
    pub(crate) lines: Vec<Line>,
    /// Known wrong claims, as [`super::value::shown`] writes them.
    pub(crate) wrong: Vec<String>,
    source: String,
}

/// One group of lines.
pub(crate) struct Incident {
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// One thing that a reader must find.
pub(crate) struct Line {
    /// The line of the file, counted from 0.
    pub(crate) at: usize,
    pub(crate) incident: usize,
    pub(crate) facet: u8,
    pub(crate) value: Gold,
    pub(crate) quote: Span,
    pub(crate) voice: Option<String>,
    pub(crate) stance: Stance,
    /// Whether it is marked as a known miss.
    pub(crate) todo: bool,
    /// `facet = value :: "quote"`, as the file has it.
    pub(crate) shown: String,
}

impl Golden {
    /// Reads a file; or names its mistakes, each with its line.
    pub(crate) fn parse(path: &Path, source: String) -> Result<Golden, Vec<String>> {
        let name = path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
        let language = name.rsplit('.').nth(1).unwrap_or("en").to_owned();
        let fault = |at: usize, what: &str| format!("{name}:{}: {what}", at + 1);
        let all: Vec<&str> = source.lines().collect();
        let Some(end) = all.iter().position(|l| *l == "---") else {
            return Err(vec![fault(0, "no line is ---")]);
        };
        let Some(title) = all[0].strip_prefix("# ") else {
            return Err(vec![fault(0, "a golden article begins with its headline: # …")]);
        };
        let mut about = About { title: title.to_owned(), ..About::default() };
        let mut faults = Vec::new();
        let mut body = 1;
        while body < end && !all[body].is_empty() {
            match all[body].split_once(": ") {
                Some(("published", at)) => match Moment::parse(at) {
                    Some(at) => about.published = Some(Published { at, from: PublishedFrom::Given }),
                    None => faults.push(fault(body, "no date")),
                },
                Some(("outlet", outlet)) => about.outlet = Some(outlet.to_owned()),
                _ => faults.push(fault(body, "neither published nor outlet")),
            }
            body += 1;
        }
        let text = all[body..end].join("\n").trim().to_owned();
        let article = Article::new(name.clone(), text, about);

        let (mut incidents, mut lines, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (at, line) in all.iter().enumerate().skip(end + 1) {
            if let Some(group) = line.strip_prefix("incident ") {
                match group.split_once(": kind ") {
                    Some((name, kind)) if Kinds::shipped().kind(kind).is_some() => {
                        incidents.push(Incident { name: name.to_owned(), kind: kind.to_owned() });
                    }
                    _ => faults.push(fault(
                        at,
                        "a group is `incident NAME: kind KIND`, the kind one of kinds/kinds.toml",
                    )),
                }
            } else if let Some(known) = line.strip_prefix("- wrong: ") {
                wrong.push(known.to_owned());
            } else if let Some(line) = line.strip_prefix("- ") {
                match incidents.len().checked_sub(1).map(|incident| parse_line(line, at, incident, &article))
                {
                    Some(Ok(line)) => lines.push(line),
                    Some(Err(what)) => faults.push(fault(at, &what)),
                    None => faults.push(fault(at, "a line stands in no group")),
                }
            } else if !line.is_empty() {
                faults.push(fault(at, "cannot be read"));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Golden { path: path.to_owned(), name, language, article, incidents, lines, wrong, source })
    }

    /// The file with these lines marked as known misses and these claims as known wrong ones.
    pub(crate) fn marked(&self, missed: &[usize], wrong: &[String]) -> String {
        let mut out = String::new();
        for (at, line) in self.source.lines().enumerate() {
            match self.lines.iter().position(|l| l.at == at) {
                Some(number) => {
                    let plain = line.trim_start_matches("- todo: ").trim_start_matches("- ");
                    out += if missed.contains(&number) { "- todo: " } else { "- " };
                    out += plain;
                }
                None if line.starts_with("- wrong: ") => continue,
                None => out += line,
            }
            out.push('\n');
        }
        for known in wrong {
            out += &format!("- wrong: {known}\n");
        }
        out
    }
}

fn parse_line(line: &str, at: usize, incident: usize, article: &Article) -> Result<Line, String> {
    let todo = line.starts_with("todo: ");
    let line = line.trim_start_matches("todo: ");
    let (claim, rest) = line.split_once(" :: \"").ok_or("a line is `- facet = value :: \"quote\"`")?;
    let (name, value) = claim.split_once(" = ").ok_or("a claim is `facet = value`")?;
    let kinds = Kinds::shipped();
    let facet = kinds.facet(name).ok_or_else(|| format!("no facet is called {name:?}"))?;
    let value_type = kinds.facets[facet as usize].value;
    let value = Gold::parse(name, value_type, value)?;

    // the quote ends at a mark that nothing but #n or | follows
    let ends = rest.match_indices('"').map(|(end, _)| end);
    let mut ends = ends.filter(|end| rest[end + 1..].is_empty() || rest[end + 1..].starts_with(['#', ' ']));
    let end = ends.find(|end| {
        rest[end + 1..].is_empty() || rest[end + 1..].starts_with('#') || rest[end + 1..].starts_with(" | ")
    });
    let end = end.ok_or("the quote is not closed")?;
    let (words, rest) = (&rest[..end], &rest[end + 1..]);
    let (number, rest) = rest.split_once(" | ").unwrap_or((rest, ""));
    let number = match number.strip_prefix('#') {
        Some(n) => Some(n.parse::<usize>().map_err(|_| format!("#{n} is no number"))?),
        None => None,
    };
    let quote = find(article, words, number)?;

    let mut voice = None;
    let mut stance = if value_type == ValueType::Quote { Stance::Reported } else { Stance::Asserted };
    for part in rest.split(" | ").filter(|p| !p.is_empty()) {
        match part.strip_prefix("by \"").and_then(|p| p.strip_suffix('"')) {
            Some(by) => voice = Some(by.to_owned()),
            None => stance = Stance::parse(part).ok_or_else(|| format!("{part:?} is no stance"))?,
        }
    }
    if let Gold::Quote { speaker } = &value {
        voice = Some(speaker.clone());
    }
    let shown = format!("{claim} :: \"{words}\"");
    Ok(Line { at, incident, facet, value, quote, voice, stance, todo, shown })
}

/// Where words stand in the title, then the text; they must stand once, or `number` says which.
fn find(article: &Article, words: &str, number: Option<usize>) -> Result<Span, String> {
    let mut found = places(article, words);
    match number {
        Some(n) => found
            .nth(n.wrapping_sub(1))
            .ok_or_else(|| format!("{words:?} does not stand {n} times in the article")),
        None => match (found.next(), found.next()) {
            (Some(span), None) => Ok(span),
            (None, _) => Err(format!("{words:?} does not stand in the article")),
            (Some(_), Some(_)) => Err(format!("{words:?} stands more than once: say which with #n")),
        },
    }
}

/// Every place where words stand, title first.
pub(crate) fn places<'a>(article: &'a Article, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    [Part::Title, Part::Text].into_iter().flat_map(move |part| {
        let text = article.part(part);
        text.match_indices(words).filter_map(move |(at, _)| Span::new(part, text, at, at + words.len()))
    })
}
