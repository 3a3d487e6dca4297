use crate::{feed, table};

/// The forms that articles come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text alone.
    Text,
    /// Text with a heading, and perhaps front matter.
    Markdown,
    /// One JSON object a line.
    Lines,
    /// JSON objects, or an array of them, laid out in any way.
    Json,
    /// A web page.
    Html,
    /// A feed or a site map.
    Feed,
    /// A web archive.
    Warc,
    /// A table with this mark between its columns.
    Table(u8),
}

/// The form that a file's ending tells, with `.gz` taken off; `None` where it tells none.
pub(crate) fn of_name(name: &str) -> Option<Form> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "txt" => Form::Text,
        "md" => Form::Markdown,
        "jsonl" | "ndjson" => Form::Lines,
        "json" => Form::Json,
        "html" | "htm" => Form::Html,
        "xml" | "rss" | "atom" | "opml" => Form::Feed,
        "warc" => Form::Warc,
        "csv" => Form::Table(b','),
        "tsv" => Form::Table(b'\t'),
        _ => return None,
    })
}

/// Whether a file of this name is looked into where a folder is read.
pub(crate) fn is_article(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_archive = lower.ends_with(".zip") || lower.ends_with(".wacz");
    (is_archive || of_name(&lower).is_some()) && !lower.starts_with("readme.")
}

/// The form of what begins so, where an ending or a server has told one: the bytes are surer.
pub(crate) fn of_told(told: Form, head: &[u8]) -> Form {
    match told {
        Form::Lines if is_laid_out(head) => Form::Json,
        Form::Table(mark) => Form::Table(table::mark(head).unwrap_or(mark)),
        Form::Feed if looks_like_page(head.trim_ascii_start()) => Form::Html,
        _ if is_warc(head) => Form::Warc,
        Form::Html | Form::Json | Form::Text if feed::is_list(head) || feed::is_json_feed(head) => Form::Feed,
        told => told,
    }
}

/// Whether it begins as a web archive does, which may hold anything.
pub(crate) fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.")
}

/// The form that a beginning looks like. `head` is what follows a byte order mark.
pub(crate) fn of_content(head: &[u8]) -> Form {
    let head = head.trim_ascii_start();
    let after = |first: usize| head.get(first..).map(|rest| rest.trim_ascii_start().first().copied());
    if is_warc(head) {
        return Form::Warc;
    }
    if feed::is_list(head) || feed::is_json_feed(head) {
        return Form::Feed;
    }
    if let Some(mark) = table::mark(head) {
        return Form::Table(mark);
    }
    match head.first() {
        Some(b'{') if matches!(after(1), Some(Some(b'"' | b'}'))) => Form::Json,
        Some(b'[') if matches!(after(1), Some(Some(b'{' | b']'))) => Form::Json,
        Some(b'<') if looks_like_page(head) => Form::Html,
        _ => Form::Text,
    }
}

/// Whether what calls itself JSON Lines opens with a bracket alone in its line, so that it is
/// JSON laid out over lines.
fn is_laid_out(head: &[u8]) -> bool {
    let first = head.trim_ascii_start().split(|b| *b == b'\n').next().unwrap_or(b"");
    first.starts_with(b"[") || first.trim_ascii_end() == b"{"
}

fn looks_like_page(head: &[u8]) -> bool {
    const OPENINGS: [&str; 14] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<article",
        "<main",
        "<section",
        "<div",
        "<h1",
        "<p>",
        "<p ",
        "<!--",
    ];
    let opens = |opening: &str| {
        head.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening.as_bytes()))
    };
    OPENINGS.into_iter().any(opens) || opens("<?xml") && contains(head, b"<html")
}

fn contains(head: &[u8], word: &[u8]) -> bool {
    head.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

const CONVERT: &str = "convert it to text first";
const UNPACK: &str = "unpack it first";

const ZIP: &str = "a ZIP archive";
const SAVE: &str = "save it as a file and name that, or unpack it first";

/// What starts a file of no text, where it starts, what that is, and what to do.
const MAGIC: &[(usize, &[u8], &str, &str)] = &[
    (0, b"%PDF-", "a PDF document", CONVERT),
    (0, b"{\\rtf", "a rich text (RTF) document", CONVERT),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document", CONVERT),
    (30, b"word/", "a Word document", CONVERT),
    (30, b"mimetypeapplication/vnd.oasis", "an OpenDocument file", CONVERT),
    (30, b"mimetypeapplication/epub", "an EPUB book", CONVERT),
    (30, b"[Content_Types].xml", "an Office document", CONVERT),
    (0, b"PK\x03\x04", ZIP, SAVE),
    (0, b"PK\x05\x06", ZIP, SAVE),
    (0, b"\x1F\x8B", "gzip data inside gzip data", UNPACK),
    (0, b"\xFD7zXZ\0", "XZ data", UNPACK),
    (0, b"\x28\xB5\x2F\xFD", "Zstandard data", UNPACK),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (0, b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"\x89PNG\r\n\x1A\n", "a PNG picture", CONVERT),
    (0, b"\xFF\xD8\xFF", "a JPEG picture", CONVERT),
    (0, b"GIF87a", "a GIF picture", CONVERT),
    (0, b"GIF89a", "a GIF picture", CONVERT),
    (0, b"II*\0", "a TIFF picture", CONVERT),
    (0, b"MM\0*", "a TIFF picture", CONVERT),
    (8, b"WEBP", "a WebP picture", CONVERT),
    (8, b"WAVEfmt", "a sound recording", CONVERT),
    (8, b"AVI LIST", "a film", CONVERT),
    (4, b"ftyp", "a film or sound recording", CONVERT),
    (0, b"\x1A\x45\xDF\xA3", "a film", CONVERT),
    (0, b"OggS\0", "a sound recording", CONVERT),
    (0, b"ID3\x03\0", "a sound recording", CONVERT),
    (0, b"ID3\x04\0", "a sound recording", CONVERT),
    (0, b"SQLite format 3\0", "an SQLite database", "export its articles as JSON Lines first"),
    (0, b"PAR1", "a Parquet file", "export its articles as JSON Lines first"),
    (0, b"\x7FELF", "a program", "name another file"),
];

/// What the beginning of a file shows it to be, and what to do, where it is no text.
pub(crate) fn binary(head: &[u8]) -> Option<(&'static str, &'static str)> {
    for (at, magic, looks_like, remedy) in MAGIC {
        let zipped = *at != 30 || head.starts_with(b"PK\x03\x04");
        if zipped && head.get(*at..).is_some_and(|rest| rest.starts_with(magic)) {
            return Some((looks_like, remedy));
        }
    }
    if head.len() > 3 && head.starts_with(b"BZh") && head[3].is_ascii_digit() && head.get(4..6) == Some(b"1A")
    {
        return Some(("bzip2 data", UNPACK));
    }
    head.contains(&0).then_some(NUL)
}

/// What a text with NUL bytes in it is.
pub(crate) const NUL: (&str, &str) = ("binary data (it holds NUL bytes)", CONVERT);

/// Whether a file begins as a ZIP archive that is no document of another program.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    binary(head).is_some_and(|(looks_like, _)| looks_like == ZIP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        assert_eq!(of_name("a/b.TXT"), Some(Form::Text));
        assert_eq!(of_name("a.jsonl.gz"), Some(Form::Lines));
        assert_eq!(of_name("a.b/c"), None);
        assert_eq!(of_name("gz"), None);
    }

    #[test]
    fn contents() {
        assert_eq!(of_content(b" {\"text\": 1}"), Form::Json);
        assert_eq!(of_content(b"[ {}"), Form::Json);
        assert_eq!(of_content("[Kyiv] Three people".as_bytes()), Form::Text);
        assert_eq!(of_content(b"\n<!DOCTYPE HTML>"), Form::Html);
        assert_eq!(of_content(b"<3 people"), Form::Text);
        assert_eq!(of_content(b""), Form::Text);
    }

    #[test]
    fn magic() {
        assert_eq!(binary(b"%PDF-1.7").map(|b| b.0), Some("a PDF document"));
        let mut word = b"PK\x03\x04".to_vec();
        word.resize(30, 7);
        word.extend(b"word/document.xml");
        assert_eq!(binary(&word).map(|b| b.0), Some("a Word document"));
        assert_eq!(of_content(b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>"), Form::Feed);
        assert_eq!(of_content(b"WARC/1.1\r\n"), Form::Warc);
        assert_eq!(of_content(b"Title;URL\r\n"), Form::Table(b';'));
        assert_eq!(of_content(b"The title, and the text, of a law\n"), Form::Text);
        assert_eq!(binary(b"Three people"), None);
        assert_eq!(binary(b"a\0b"), Some(NUL));
    }
}
