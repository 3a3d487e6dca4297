//! Web archives: records of what servers answered, one behind another, of which one at a time is held.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use crate::error::IngestError;
use crate::gzip::{Broken, Inflate, Limited};
use crate::lines::CHUNK;
use crate::open::{Source, failed};
use crate::{LARGEST_PAGE, Options, Taken, html};

/// The longest head of a record, in bytes.
const LONGEST_HEAD: u64 = 1 << 20;

/// Hands on the articles of the pages in an archive. What is no page (pictures, scripts, answers
/// that are none) is passed over, and so is a page without an article.
pub(crate) fn take(
    source: &Source,
    reader: impl Read,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let mut reader = BufReader::with_capacity(CHUNK, reader);
    let wrong = |cause: &str| IngestError::Archive { input: source.name.clone(), cause: cause.to_owned() };
    let read = |error: io::Error| failed(&source.name, error);
    let mut pages = 0u64;
    while skip_blank(&mut reader).map_err(read)? {
        let head = head(&mut reader).map_err(read)?;
        if !head.first.starts_with("WARC/") {
            return Err(wrong("a record does not begin with WARC/1"));
        }
        let length = head.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let length = length.ok_or_else(|| wrong("a record does not tell its length"))?;
        let mut record = reader.by_ref().take(length);
        let address = head.get("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
        if let Some(address) =
            address.filter(|_| head.get("warc-type").is_some_and(|kind| kind == "response"))
        {
            match page(&address, source, &mut record) {
                Ok(Some((page, bytes))) => match html::take(&page, &bytes, options, each) {
                    Ok(()) => pages += 1,
                    Err(IngestError::NoText { .. } | IngestError::Empty { .. }) => pages += 1,
                    Err(fault) => each(Taken::Fault(fault)),
                },
                Ok(None) => {}
                Err(error) => {
                    let name = format!("{address} in {}", source.name);
                    let gone = error.kind() == io::ErrorKind::UnexpectedEof;
                    each(Taken::Fault(failed(&name, error)));
                    if gone {
                        return Ok(());
                    }
                }
            }
        }
        let left = record.limit();
        let skipped = io::copy(&mut record, &mut io::sink()).map_err(read)?;
        if skipped < left {
            return Err(wrong("it ends too early"));
        }
    }
    if pages > 0 { Ok(()) } else { Err(wrong("it holds no page that was answered")) }
}

/// The lines of a head: the first, and the fields by their names in lower case.
struct Head {
    first: String,
    fields: Vec<(String, String)>,
}

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Goes to where the next record begins; `false` at the end.
fn skip_blank(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(false);
        }
        let blank = chunk.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let found = blank < chunk.len();
        reader.consume(blank);
        if found {
            return Ok(true);
        }
    }
}

fn head(reader: &mut impl BufRead) -> io::Result<Head> {
    let mut reader = reader.take(LONGEST_HEAD);
    let mut head = Head { first: String::new(), fields: Vec::new() };
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Err(Broken::Archive("the head of a record ends too early").into());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            return Ok(head);
        }
        if head.first.is_empty() {
            head.first = text.to_owned();
        } else if let Some((name, value)) = text.split_once(':') {
            head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

/// The page that a record answers with, if it is one.
fn page(address: &str, source: &Source, record: &mut impl Read) -> io::Result<Option<(Source, Vec<u8>)>> {
    let mut record = BufReader::new(record);
    let head = head(&mut record)?;
    let status = head.first.split_whitespace().nth(1).unwrap_or("");
    let kind = head.get("content-type").unwrap_or("").to_ascii_lowercase();
    let is_page = ["text/html", "application/xhtml+xml"].iter().any(|page| kind.starts_with(page));
    if !(head.first.starts_with("HTTP/") && status == "200" && is_page) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    Limited::new(record, LARGEST_PAGE as u64).read_to_end(&mut bytes)?;
    if head.get("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"))
        && let Some(whole) = unchunked(&bytes)
    {
        bytes = whole;
    }
    // Archives often keep the head of what they have unpacked: the bytes themselves tell.
    if bytes.starts_with(b"\x1F\x8B") {
        let mut plain = Vec::new();
        Limited::new(Inflate::new(Cursor::new(bytes)), LARGEST_PAGE as u64).read_to_end(&mut plain)?;
        bytes = plain;
    } else if head.get("content-encoding").is_some_and(|coding| matches!(coding, "br" | "zstd"))
        && !looks_like_text(&bytes)
    {
        return Err(Broken::Archive("a page in it is packed with brotli or zstd, which is not read").into());
    }
    let charset =
        kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let page = Source {
        name: format!("{address} in {}", source.name),
        id: address.to_owned(),
        path: source.path.clone(),
        url: Some(address.to_owned()),
        charset,
        form: None,
    };
    Ok(Some((page, bytes)))
}

fn looks_like_text(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// A body that was sent in chunks, put together; `None` where it is not in chunks.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(bytes.len());
    loop {
        let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(64)])?;
        let size = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = size.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        bytes = &bytes[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        // What is cut off is kept as far as it goes.
        let chunk = &bytes[..size.min(bytes.len())];
        whole.extend_from_slice(chunk);
        bytes = &bytes[chunk.len()..];
        bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
        bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        if bytes.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together() {
        assert_eq!(unchunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").unwrap(), b"abcde");
        assert_eq!(unchunked(b"ff\r\nabc").unwrap(), b"abc");
        assert_eq!(unchunked(b"<html>\n"), None);
        assert_eq!(unchunked(b"fffffffffffffffffffffff\r\nabc"), None);
    }
}
