use std::io::Read;

use serde::Deserialize;
use serde_json::Value as Json;
use text::{About, Article, Language, Moment, Published, PublishedFrom};

use crate::error::{IngestError, Warning, quoted};
use crate::lines::{Line, Lines};
use crate::open::{Source, failed};
use crate::values::{Place, Value, Values};
use crate::{LARGEST_ARTICLE, Options, Taken, meta};

/// An article as the contract writes it; fields that it does not name are passed over.
/// What it leaves open, the names of other collections fill: news-please, CC-NEWS, Media Cloud.
#[derive(Deserialize)]
struct Record {
    text: Option<String>,
    maintext: Option<String>,
    body: Option<Json>,
    content: Option<Json>,
    title: Option<String>,
    headline: Option<Json>,
    outlet: Option<String>,
    media_name: Option<Json>,
    source_domain: Option<Json>,
    domain: Option<Json>,
    url: Option<String>,
    link: Option<Json>,
    id: Option<Json>,
    published: Option<Json>,
    publish_date: Option<Json>,
    date_publish: Option<Json>,
    date: Option<Json>,
    language: Option<Json>,
}

/// The first of some fields that is a string with something in it.
fn first(fields: impl IntoIterator<Item = Option<Json>>) -> Option<String> {
    fields.into_iter().find_map(|field| match field {
        Some(Json::String(value)) if !value.trim().is_empty() => Some(value),
        _ => None,
    })
}

/// Hands on the articles of a stream with one JSON object a line.
pub(crate) fn lines(
    source: &Source,
    reader: impl Read,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let mut lines = Lines::new(reader, LARGEST_ARTICLE);
    let (mut number, mut met) = (0, false);
    while let Some(line) = lines.next().map_err(|error| failed(&source.name, error))? {
        number += 1;
        let place = Place { line: number, column: 1 };
        let bytes = match line {
            Line::Whole(bytes) => bytes,
            Line::TooLong => {
                met = true;
                each(Taken::Fault(too_long(source, place)));
                continue;
            }
        };
        let bytes = if number == 1 { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        met = true;
        hand_on(source, bytes, place, format!("{}:{number}", source.id), options, each);
    }
    if met { Ok(()) } else { Err(IngestError::Empty { input: source.name.clone() }) }
}

/// Hands on the articles of a stream of JSON objects, laid out in any way.
pub(crate) fn values(
    source: &Source,
    mut reader: impl Read,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let mut mark = Vec::new();
    reader.by_ref().take(3).read_to_end(&mut mark).map_err(|error| failed(&source.name, error))?;
    let start = mark.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&mark);
    let mut values = Values::new(start.chain(reader), LARGEST_ARTICLE);
    let mut number = 0u64;
    while let Some((place, value)) = values.next().map_err(|error| failed(&source.name, error))? {
        number += 1;
        match value {
            Value::Object(bytes) => {
                hand_on(source, &bytes, place, format!("{}#{number}", source.id), options, each);
            }
            Value::TooLong => each(Taken::Fault(too_long(source, place))),
            Value::Wrong(cause) => each(Taken::Fault(wrong(source, place, cause.to_owned()))),
        }
    }
    if number > 0 { Ok(()) } else { Err(IngestError::Empty { input: source.name.clone() }) }
}

fn too_long(source: &Source, place: Place) -> IngestError {
    IngestError::TooLong { input: source.name.clone(), line: place.line, limit: LARGEST_ARTICLE }
}

fn wrong(source: &Source, place: Place, cause: String) -> IngestError {
    IngestError::Json { input: source.name.clone(), line: place.line, column: place.column, cause }
}

/// Hands on the article, the warnings before it, or the fault of one record.
fn hand_on(
    source: &Source,
    bytes: &[u8],
    place: Place,
    id: String,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) {
    let name = format!("{}, line {}", source.name, place.line);
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let cause = "an article in braces is wanted here".to_owned();
        return each(Taken::Fault(wrong(source, place, cause)));
    }
    let record: Record = match serde_json::from_slice(bytes) {
        Ok(record) => record,
        Err(error) => {
            let shown = error.to_string();
            let cause = shown.split(" at line ").next().unwrap_or(&shown).to_owned();
            return each(Taken::Fault(wrong(source, place_of(&error, bytes, place), cause)));
        }
    };
    let text = record.text.or(record.maintext).or_else(|| first([record.body, record.content]));
    let Some(text) = text else {
        return each(Taken::Fault(wrong(source, place, "missing field `text`".to_owned())));
    };
    if crate::plain::is_blank(&text) {
        return each(Taken::Fault(IngestError::Empty { input: name }));
    }
    let id = match record.id {
        Some(Json::String(id)) if !id.is_empty() => id,
        Some(Json::Number(id)) => id.to_string(),
        _ => id,
    };
    let published = told(record.published, Moment::parse, |value| {
        each(Taken::Warning(Warning::Published { input: name.clone(), value }));
    });
    let published = published.or_else(|| {
        first([record.publish_date, record.date_publish, record.date]).as_deref().and_then(meta::moment)
    });
    let language = told(record.language, Language::parse, |value| {
        each(Taken::Warning(Warning::Language { input: name.clone(), value }));
    });
    let filled = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    let about = About {
        title: record.title.or_else(|| first([record.headline])).unwrap_or_default(),
        path: source.path.clone(),
        outlet: filled(record.outlet)
            .or_else(|| first([record.media_name, record.source_domain, record.domain]))
            .or_else(|| options.outlet.clone()),
        url: filled(record.url).or_else(|| first([record.link])),
        language: language.or(options.language),
        published: published
            .map(|at| Published { at, from: PublishedFrom::Given })
            .or_else(|| options.published()),
    };
    each(Taken::Article(Article::new(id, text, about)));
}

/// Reads a field that may be left empty; what cannot be read goes to `warn`.
fn told<T>(field: Option<Json>, parse: impl Fn(&str) -> Option<T>, warn: impl FnOnce(String)) -> Option<T> {
    let value = match field? {
        Json::Null => return None,
        Json::String(value) if value.trim().is_empty() => return None,
        Json::String(value) => value,
        other => other.to_string(),
    };
    let read = parse(&value);
    if read.is_none() {
        warn(quoted(&value));
    }
    read
}

/// Where in the file an error within a record stands, the record beginning at `start`.
fn place_of(error: &serde_json::Error, bytes: &[u8], start: Place) -> Place {
    let (line, column) = (error.line().max(1), error.column());
    let row = bytes.split(|b| *b == b'\n').nth(line - 1).unwrap_or(b"");
    let before = &row[..column.saturating_sub(1).min(row.len())];
    let column = 1 + before.iter().filter(|b| (**b as i8) >= -0x40).count() as u64;
    let column = if line == 1 { column + start.column - 1 } else { column };
    Place { line: start.line + line as u64 - 1, column }
}
