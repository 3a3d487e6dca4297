//! Tables with a line of names: CSV and the like, as archives and databases export them.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};
use text::{About, Article, Language, Published, PublishedFrom};

use crate::error::{IngestError, Warning, quoted};
use crate::gzip::Budget;
use crate::open::{Source, failed};
use crate::{LARGEST_ARTICLE, Options, Taken, charset, meta, noted, plain};

/// Names under which tables have what is read, the surest first.
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article_text",
    "story_text",
    "full_text",
    "fulltext",
    "maintext",
    "main_text",
    "article",
    "text_content",
    "plain_text",
    "extracted_text",
    "description",
    "attr_description",
    "summary",
];
const TITLE: &[&str] = &["title", "headline", "upload_title", "article_title", "story_title"];
const URL: &[&str] =
    &["url", "link", "article_url", "story_url", "address", "source_url", "attr_url", "source_1"];
const PUBLISHED: &[&str] = &[
    "published",
    "publish_date",
    "published_at",
    "date_publish",
    "date_published",
    "publication_date",
    "pub_date",
    "pubdate",
    "upload_timestamp",
    // where an export has both, the other is the day of what is told
    "inserted_at",
    "date",
    "datetime",
    "timestamp",
];
const OUTLET: &[&str] = &[
    "outlet",
    "media_name",
    "source",
    "publisher",
    "source_domain",
    "source_name",
    "domain",
    "site",
    "newspaper",
];
const LANGUAGE: &[&str] = &["language", "lang", "language_code"];
const ID: &[&str] = &["id", "stories_id", "story_id", "article_id", "slug"];

/// Which columns of a table are read.
struct Columns {
    text: Vec<usize>,
    title: Option<usize>,
    url: Option<usize>,
    published: Vec<usize>,
    outlet: Option<usize>,
    language: Option<usize>,
    id: Option<usize>,
    /// All of it in one cell.
    noted: Option<usize>,
}

impl Columns {
    fn of(names: &[String]) -> Columns {
        let all = |wanted: &[&str]| -> Vec<usize> {
            wanted.iter().filter_map(|wanted| names.iter().position(|name| name == wanted)).collect()
        };
        let first = |wanted| all(wanted).first().copied();
        Columns {
            text: all(TEXT),
            title: first(TITLE),
            url: first(URL),
            published: all(PUBLISHED),
            outlet: first(OUTLET),
            language: first(LANGUAGE),
            id: first(ID),
            noted: first(&["metadata"]),
        }
    }
}

/// A column's name as it is compared: "Upload title" is `upload_title`.
fn name(name: &str) -> String {
    let name = name.trim().trim_start_matches('\u{FEFF}').to_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// The mark between the columns of a table's first line, where it names two at least that are read,
/// one of them with words.
pub(crate) fn mark(head: &[u8]) -> Option<u8> {
    let first = head.split(|b| matches!(b, b'\n' | b'\r')).next()?;
    let first = std::str::from_utf8(first).ok()?;
    b",;\t".iter().copied().find(|mark| {
        let names: Vec<String> =
            first.split(*mark as char).map(|part| name(part.trim().trim_matches('"'))).collect();
        let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
        let others = [TITLE, URL, PUBLISHED, OUTLET, LANGUAGE, ID];
        names.len() > 1
            && (has(TEXT) || has(TITLE))
            && usize::from(has(TEXT)) + others.iter().filter(|wanted| has(wanted)).count() > 1
    })
}

/// Hands on an article for each row. One without a text is read by its title, which is all that some
/// exports have.
pub(crate) fn take(
    source: &Source,
    reader: impl Read,
    mark: u8,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let budget = Budget::default();
    let mut rows = ReaderBuilder::new()
        .delimiter(mark)
        .flexible(true)
        .from_reader(budget.of(reader, LARGEST_ARTICLE as u64));
    let wrong = |error: csv::Error, line: u64| match error.into_kind() {
        csv::ErrorKind::Io(error) => failed(&format!("{}, line {line}", source.name), error),
        kind => IngestError::Archive { input: source.name.clone(), cause: format!("{kind:?}") },
    };
    let names = rows.byte_headers().map_err(|error| wrong(error, 1))?;
    let names: Vec<String> = names.iter().map(|cell| name(&String::from_utf8_lossy(cell))).collect();
    let columns = Columns::of(&names);
    if columns.text.is_empty() && columns.title.is_none() && columns.noted.is_none() {
        return Err(IngestError::NoColumn { input: source.name.clone() });
    }
    let mut row = ByteRecord::new();
    let mut met = false;
    loop {
        budget.fill();
        match rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(wrong(error, rows.position().line())),
        }
        let line = row.position().map_or(0, |position| position.line());
        met = true;
        hand_on(source, &row, &columns, line, options, each);
    }
    if met { Ok(()) } else { Err(IngestError::Empty { input: source.name.clone() }) }
}

fn hand_on(
    source: &Source,
    row: &ByteRecord,
    columns: &Columns,
    line: u64,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) {
    let input = || format!("{}, line {line}", source.name);
    let cell = |column: usize| {
        let cell = row.get(column).unwrap_or_default().trim_ascii();
        let told = charset::text(cell.to_vec()).map(|decoded| decoded.text);
        told.unwrap_or_else(|_| String::from_utf8_lossy(cell).into_owned())
    };
    let filled = |column: Option<usize>| column.map(cell).filter(|cell| !cell.is_empty());
    let all = filled(columns.noted);
    let noted = |key: &str| all.as_deref().and_then(|all| noted::value(all, key));
    let title = filled(columns.title).or_else(|| noted("title")).unwrap_or_default();
    let text = columns.text.iter().map(|column| cell(*column)).find(|text| !plain::is_blank(text));
    let text = text.or_else(|| noted("content")).unwrap_or_else(|| title.clone());
    if plain::is_blank(&text) {
        return each(Taken::Fault(IngestError::Empty { input: input() }));
    }
    let told = columns.published.iter().map(|column| cell(*column)).find(|time| !time.is_empty());
    let told = told.or_else(|| noted("timestamp"));
    let at = told.as_deref().and_then(meta::moment);
    if let (Some(value), None) = (&told, at) {
        each(Taken::Warning(Warning::Published { input: input(), value: quoted(value) }));
    }
    let about = About {
        title,
        path: source.path.clone(),
        outlet: filled(columns.outlet).or_else(|| options.outlet.clone()),
        url: filled(columns.url).or_else(|| noted("url")),
        language: filled(columns.language).as_deref().and_then(Language::parse).or(options.language),
        published: at.map(|at| Published { at, from: PublishedFrom::Given }).or_else(|| options.published()),
    };
    let id = filled(columns.id).unwrap_or_else(|| format!("{}:{line}", source.id));
    each(Taken::Article(Article::new(id, text, about)));
}
