use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use encoding_rs::{CoderResult, Decoder, Encoding};

use crate::error::IngestError;
use crate::feed::{Entry, Listing};
use crate::form::{self, Form};
use crate::gzip::{Broken, Inflate, Limited};
use crate::{LARGEST_ARTICLE, LARGEST_PAGE, Options, Taken, feed, html, json, plain, table, warc, zipped};

/// What is known of a stream before it is read.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Its name in faults.
    pub(crate) name: String,
    /// The id of an article that brings none.
    pub(crate) id: String,
    /// The file that it is.
    pub(crate) path: Option<String>,
    /// The address that it was fetched from, redirects followed.
    pub(crate) url: Option<String>,
    /// The encoding that the server tells.
    pub(crate) charset: Option<String>,
    /// Its form, where an ending or the server tells it.
    pub(crate) form: Option<Form>,
}

impl Source {
    pub(crate) fn file(path: &Path) -> Source {
        let path = path.to_string_lossy().into_owned();
        Source {
            name: path.clone(),
            id: path.clone(),
            form: form::of_name(&path),
            path: Some(path),
            ..Source::default()
        }
    }

    pub(crate) fn stream(id: &str) -> Source {
        let name = if id == "-" { "Standard input" } else { id };
        Source { name: name.to_owned(), id: id.to_owned(), ..Source::default() }
    }
}

/// Hands on every article of a file, an archive or not.
pub(crate) fn file(path: &Path, options: &Options, each: &mut dyn FnMut(Taken)) {
    let source = Source::file(path);
    let taken =
        opened(path).map_err(|error| failed(&source.name, error)).and_then(|(file, is_zip)| match is_zip {
            true => zipped::take(&source, file, options, each),
            false => dispatch(&source, Box::new(file), options, each),
        });
    if let Err(fault) = taken {
        each(Taken::Fault(fault));
    }
}

/// Hands on what a file lists that is a feed, a site map or an OPML.
pub(crate) fn list(path: &Path, each: &mut dyn FnMut(Entry)) -> Result<Listing, IngestError> {
    let source = Source::file(path);
    let file = File::open(path).map_err(|error| failed(&source.name, error))?;
    let bytes = unpacked(&source, file, LARGEST_PAGE)?;
    feed::feed(&source.name, &bytes, each)
}

/// Whether a file begins as one of them.
pub(crate) fn is_list(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let begins = unpacking(Box::new(file));
    feed::is_list(begins.head()) || feed::is_json_feed(begins.head())
}

/// A file at its beginning, and whether it is a ZIP archive: only a file can be read as one, whose
/// list of contents stands at its end.
fn opened(path: &Path) -> io::Result<(File, bool)> {
    const MAGIC: u64 = 64;
    let mut file = File::open(path)?;
    // What can't be wound back, such as a pipe, is no archive and is not looked at.
    if !file.metadata()?.is_file() {
        return Ok((file, false));
    }
    let mut head = Vec::new();
    file.by_ref().take(MAGIC).read_to_end(&mut head)?;
    file.rewind()?;
    Ok((file, form::is_zip(&head)))
}

/// How much of a stream is looked at to know its form, in bytes.
const HEAD: usize = 8 << 10;

/// Hands on every article of a stream, unpacked and decoded, by the form that it has.
pub(crate) fn take_in(source: &Source, reader: impl Read, options: &Options, each: &mut dyn FnMut(Taken)) {
    if let Err(fault) = dispatch(source, Box::new(reader), options, each) {
        each(Taken::Fault(fault));
    }
}

fn dispatch<'a>(
    source: &Source,
    reader: Box<dyn Read + 'a>,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let mut reader = unpacking(reader);
    if let Some((encoding, _)) = Encoding::for_bom(reader.head()).filter(|(e, _)| *e != encoding_rs::UTF_8) {
        reader = Peeked::new(Box::new(Transcoded::new(reader, encoding)));
    }
    if reader.is_blank() {
        return Err(IngestError::Empty { input: source.name.clone() });
    }
    if let Some((looks_like, remedy)) = form::binary(reader.head()).filter(|_| !form::is_warc(reader.head()))
    {
        return Err(IngestError::Binary { input: source.name.clone(), looks_like, remedy });
    }
    let head = reader.head();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let form = match source.form {
        Some(told) => form::of_told(told, head),
        None => form::of_content(head),
    };
    match form {
        Form::Lines => json::lines(source, reader, options, each),
        Form::Json => json::values(source, reader, options, each),
        Form::Html => html::take(source, &whole(source, reader, LARGEST_PAGE)?, options, each),
        Form::Feed => feed::take(source, &whole(source, reader, LARGEST_PAGE)?, options, each),
        Form::Warc => warc::take(source, reader, options, each),
        Form::Table(mark) => table::take(source, reader, mark, options, each),
        Form::Markdown => plain::markdown(source, whole(source, reader, LARGEST_ARTICLE)?, options, each),
        Form::Text => plain::text(source, whole(source, reader, LARGEST_ARTICLE)?, options, each),
    }
}

/// A stream, unpacked where it is packed.
pub(crate) fn unpacking<'a>(reader: Box<dyn Read + 'a>) -> Peeked<'a> {
    let reader = Peeked::new(reader);
    match reader.head().starts_with(b"\x1F\x8B") {
        true => Peeked::new(Box::new(Inflate::new(reader))),
        false => reader,
    }
}

/// All bytes of a stream, unpacked where it is packed, or the fault where there are more than `limit`.
pub(crate) fn unpacked(source: &Source, reader: impl Read, limit: usize) -> Result<Vec<u8>, IngestError> {
    whole(source, unpacking(Box::new(reader)), limit)
}

fn whole(source: &Source, reader: impl Read, limit: usize) -> Result<Vec<u8>, IngestError> {
    let mut bytes = Vec::new();
    Limited::new(reader, limit as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(&source.name, error))?;
    Ok(bytes)
}

/// The fault that an error of reading is, named in our words.
pub(crate) fn failed(input: &str, error: io::Error) -> IngestError {
    let input = input.to_owned();
    if error.kind() == io::ErrorKind::NotFound {
        return IngestError::Missing { input };
    }
    let error = match error.downcast::<Broken>() {
        Ok(Broken::Gzip(cause)) => return IngestError::Gzip { input, cause },
        Ok(Broken::Bomb { bytes, packed }) => return IngestError::Bomb { input, bytes, packed },
        Ok(Broken::Size(limit)) => return IngestError::TooLarge { input, limit },
        Ok(Broken::Archive(cause)) => return IngestError::Archive { input, cause: cause.to_owned() },
        Ok(Broken::Zip(cause)) => return IngestError::Archive { input, cause },
        Err(error) => error,
    };
    match error.downcast::<ureq::Error>() {
        Ok(error) => crate::fetch::failed(input, error),
        Err(cause) => IngestError::Read { input, cause },
    }
}

/// A stream whose beginning has been read ahead. An error met while looking is kept for the
/// place where it stands.
pub(crate) struct Peeked<'a> {
    head: Cursor<Vec<u8>>,
    error: Option<io::Error>,
    inner: Box<dyn Read + 'a>,
}

impl<'a> Peeked<'a> {
    fn new(mut inner: Box<dyn Read + 'a>) -> Peeked<'a> {
        let mut head = Vec::with_capacity(HEAD);
        let error = inner.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
        Peeked { head: Cursor::new(head), error, inner }
    }

    fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// Whether nothing but white space was read ahead, and nothing follows.
    fn is_blank(&self) -> bool {
        let head = self.head().strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.head());
        self.error.is_none() && self.head().len() < HEAD && head.trim_ascii().is_empty()
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.head.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.inner.read(buffer),
        }
    }
}

/// A stream of UTF-16 as UTF-8, without its byte order mark.
struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    used: usize,
    decoded: Cursor<Vec<u8>>,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    fn new(inner: R, encoding: &'static Encoding) -> Transcoded<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        let decoded = Cursor::default();
        Transcoded { inner, decoder, bytes: Vec::new(), used: 0, decoded, ended: false }
    }

    /// Decodes the next chunk; nothing comes of it at the end.
    fn refill(&mut self) -> io::Result<()> {
        let mut decoded = std::mem::take(&mut self.decoded).into_inner();
        decoded.resize(HEAD, 0);
        let mut filled = 0;
        while filled == 0 && !self.ended {
            if self.used == self.bytes.len() {
                self.used = 0;
                self.bytes.resize(HEAD, 0);
                let read = self.inner.read(&mut self.bytes);
                self.bytes.truncate(*read.as_ref().unwrap_or(&0));
                read?;
            }
            let last = self.bytes.is_empty();
            let (result, used, written, _) =
                self.decoder.decode_to_utf8(&self.bytes[self.used..], &mut decoded, last);
            self.used += used;
            filled = written;
            self.ended = last && result == CoderResult::InputEmpty;
        }
        decoded.truncate(filled);
        self.decoded = Cursor::new(decoded);
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.decoded.position() == self.decoded.get_ref().len() as u64 {
            self.refill()?;
        }
        self.decoded.read(buffer)
    }
}
