use std::io;

use thiserror::Error;

/// Why an input, or a record of one, gave no article. Every variant names the input, and its
/// words say what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IngestError {
    /// No file or folder has this path.
    #[error("There is no file or folder {input}; check the path")]
    Missing {
        /// The path as given.
        input: String,
    },
    /// It could not be opened or read to its end.
    #[error("Cannot read {input}: {cause}; check that it is a file that you may read")]
    Read {
        /// The input.
        input: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// A folder holds nothing that can be read.
    #[error(
        "The folder {input} holds no file that ends in .txt, .md, .jsonl, .ndjson, .json, .csv, .tsv, .html, .htm, \
         .xml, .rss, .atom or .warc (or one of these and .gz), .wacz or .zip; name its files one by one to have \
         them looked into"
    )]
    NoFiles {
        /// The folder.
        input: String,
    },
    /// It holds nothing but white space.
    #[error("{input} is empty; take it out, or save its text again")]
    Empty {
        /// The input, with the line or number of the record.
        input: String,
    },
    /// It is a picture, a program, an office document or the like.
    #[error("{input} is no text but looks like {looks_like}; {remedy}")]
    Binary {
        /// The input.
        input: String,
        /// What it looks like, with its article: "a PDF document".
        looks_like: &'static str,
        /// What to do, as a clause: "convert it to text first".
        remedy: &'static str,
    },
    /// A text whose bytes are neither UTF-8 nor another encoding that was made out.
    #[error("{input} is not UTF-8 at byte {offset} and no other encoding fits; save it as UTF-8")]
    Charset {
        /// The input.
        input: String,
        /// The first byte that is wrong, counted from 0.
        offset: usize,
    },
    /// A record that is no article in the form of the contract.
    #[error("{input}, line {line}, column {column}: {cause}; correct this record or take it out")]
    Json {
        /// The input.
        input: String,
        /// The line, counted from 1.
        line: u64,
        /// The column in characters, counted from 1.
        column: u64,
        /// What is wrong there.
        cause: String,
    },
    /// A line or a JSON value longer than [`LARGEST_ARTICLE`](crate::LARGEST_ARTICLE).
    #[error("{input}, line {line}: longer than {} MB; split it into articles of their own", limit / 1_000_000)]
    TooLong {
        /// The input.
        input: String,
        /// The line, counted from 1.
        line: u64,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// A text or page longer than one article may be.
    #[error("{input} is larger than {} MB; split it into articles of their own", limit / 1_000_000)]
    TooLarge {
        /// The input.
        input: String,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// Compressed data that is broken or cut off.
    #[error("{input} cannot be decompressed: {cause}; fetch or compress it again")]
    Gzip {
        /// The input.
        input: String,
        /// What is wrong.
        cause: String,
    },
    /// Compressed data that unpacks to far more than any text does.
    #[error(
        "{input} unpacks to {bytes} bytes and more from {packed}, which no text does; unpack it by hand if you trust it"
    )]
    Bomb {
        /// The input.
        input: String,
        /// The bytes that came out before it was stopped.
        bytes: u64,
        /// The bytes that they came from.
        packed: u64,
    },
    /// A feed or a site map that is none, or that is broken.
    #[error("{input} cannot be read as a feed: {cause}; open its address in a browser to see what it is")]
    Feed {
        /// The input.
        input: String,
        /// What is wrong, with the line where it can be told.
        cause: String,
    },
    /// A list of addresses without a text.
    #[error("{input} lists {number} {of} and holds no text of theirs; give the addresses that it lists")]
    NoTexts {
        /// The input.
        input: String,
        /// How many.
        number: u64,
        /// Of what: "pages", "feeds", "site maps".
        of: &'static str,
    },
    /// An archive, or something in it, that is broken.
    #[error("{input} cannot be read: {cause}; fetch or save the archive again")]
    Archive {
        /// The input, with what in it is broken.
        input: String,
        /// What is wrong.
        cause: String,
    },
    /// A table whose columns have none of the names that tell of a text.
    #[error(
        "{input} has no column of texts or titles; name one `text`, and others `title`, `url`, `published`, `outlet`"
    )]
    NoColumn {
        /// The input.
        input: String,
    },
    /// A page without an article in it.
    #[error("The page {input} holds no article text; save it from a browser once it shows the article")]
    NoText {
        /// The input.
        input: String,
    },
    /// A page that stands before the article and is none.
    #[error(
        "The page {input} is no article: {what}; open it in a browser, go on from there and save what it shows"
    )]
    Wall {
        /// The input.
        input: String,
        /// What it is instead, as a clause.
        what: &'static str,
    },
    /// An address that is none.
    #[error("{input} is no address that can be fetched: {cause}; write it as the browser shows it")]
    Address {
        /// The address as given.
        input: String,
        /// What is wrong.
        cause: String,
    },
    /// An address that is not of the open net.
    #[error(
        "{input} leads to {address}, which is of this machine or of a private net; allow it (`--allow-private`) if you trust it"
    )]
    Private {
        /// The address as given.
        input: String,
        /// Where it leads.
        address: String,
    },
    /// An address that its site asks programs not to visit.
    #[error("{input} may not be fetched by programs, says its site's robots.txt; read it in a browser")]
    Robots {
        /// The address as given.
        input: String,
    },
    /// A site that is to be left alone for a while.
    #[error("{input} is left alone for {seconds} seconds: {cause}; fetch it again then")]
    Later {
        /// The address as given.
        input: String,
        /// Why.
        cause: String,
        /// For how long.
        seconds: u64,
    },
    /// A server that answers, but not with the page.
    #[error("{input} was answered with status {status}; check the address in a browser")]
    Status {
        /// The address as given.
        input: String,
        /// The HTTP status, such as 404.
        status: u16,
    },
    /// A server that cannot be reached or falls silent.
    #[error("Cannot fetch {input}: {cause}; check the address and the connection")]
    Fetch {
        /// The address as given.
        input: String,
        /// What is wrong.
        cause: String,
    },
}

impl IngestError {
    /// Whether the same input would be at fault again tomorrow, as far as can be told.
    pub fn is_final(&self) -> bool {
        match self {
            IngestError::Status { status, .. } => {
                matches!(status, 400..=407 | 409..=424 | 426..=428 | 430..=499)
            }
            IngestError::Read { .. } | IngestError::Later { .. } | IngestError::Fetch { .. } => false,
            _ => true,
        }
    }
}

/// Something that was passed over while its article was taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Warning {
    /// A publication time in no form that is read.
    #[error("{input}: {value:?} is no RFC 3339 date such as 2024-12-22; read without it")]
    Published {
        /// The input, with the line or number of the record.
        input: String,
        /// What stands there.
        value: String,
    },
    /// A language that is no two-letter code.
    #[error("{input}: {value:?} is no language code such as en; read without it")]
    Language {
        /// The input, with the line or number of the record.
        input: String,
        /// What stands there.
        value: String,
    },
    /// A page that shows only the beginning of its article to those who don't pay.
    #[error("{input} is behind a paywall, and only what it shows of the article was read")]
    Stub {
        /// The input.
        input: String,
    },
    /// A text whose encoding was not told and had to be guessed.
    #[error("{input} is not UTF-8 and was read as {charset}; save it as UTF-8 if letters are wrong")]
    Charset {
        /// The input.
        input: String,
        /// The encoding that was taken, such as `windows-1251`.
        charset: &'static str,
    },
}

/// What stands in the input, cut to a length that fits a line.
pub(crate) fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
