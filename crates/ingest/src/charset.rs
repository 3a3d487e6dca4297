use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

/// A text in UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// The encoding, where it had to be guessed.
    pub(crate) guessed: Option<&'static str>,
}

/// Decodes a text whose encoding nobody tells: UTF-8, or the older encoding that it is
/// valid in. A UTF-8 text with a broken letter is not taken for another encoding.
///
/// # Errors
/// The offset of the first byte that is not UTF-8, where no encoding fits.
pub(crate) fn text(bytes: Vec<u8>) -> Result<Decoded, usize> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !has_escapes(text.as_bytes()) => {
            let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
            return Ok(Decoded { text, guessed: None });
        }
        Ok(text) => text.into_bytes(),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            if is_mostly_utf8(error.as_bytes()) {
                return Err(offset);
            }
            error.into_bytes()
        }
    };
    let encoding = guess(&bytes, Iso2022JpDetection::Allow);
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) if !text.chars().any(is_no_letter) => {
            let guessed = (encoding != UTF_8).then(|| encoding.name());
            Ok(Decoded { text: text.into_owned(), guessed })
        }
        _ => match String::from_utf8(bytes) {
            Ok(text) => Ok(Decoded { text, guessed: None }),
            Err(error) => Err(error.utf8_error().valid_up_to()),
        },
    }
}

/// Decodes a page by its byte order mark, its bytes, what the server or the page tells, or
/// else a guess. Bytes that are wrong become U+FFFD, as in a browser.
pub(crate) fn page(bytes: &[u8], told: Option<&str>) -> Decoded {
    let whole = |encoding: &'static Encoding, guessed| Decoded {
        text: encoding.decode_with_bom_removal(bytes).0.into_owned(),
        guessed,
    };
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return whole(encoding, None);
    }
    let told = told
        .and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()))
        .or_else(|| told_inside(bytes));
    match told {
        Some(encoding) if encoding == ISO_2022_JP && has_escapes(bytes) => whole(encoding, None),
        _ if std::str::from_utf8(bytes).is_ok() => whole(UTF_8, None),
        Some(encoding) if encoding != UTF_8 => whole(encoding, None),
        _ if is_mostly_utf8(bytes) => whole(UTF_8, None),
        _ => {
            let encoding = guess(bytes, Iso2022JpDetection::Deny);
            whole(encoding, Some(encoding.name()))
        }
    }
}

fn guess(bytes: &[u8], iso_2022_jp: Iso2022JpDetection) -> &'static Encoding {
    let mut detector = EncodingDetector::new(iso_2022_jp);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether it holds the escapes by which ISO-2022-JP leaves ASCII.
fn has_escapes(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1B$").is_some()
}

/// Whether a character stands in no text, so that its encoding was guessed wrong.
fn is_no_letter(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{85}') || c == '\u{FFFD}'
}

/// Whether there are more whole letters of two bytes and more than broken ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// The encoding that a page tells of itself within its first 4 KB.
fn told_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4 << 10)].to_ascii_lowercase();
    let label = |from: usize, word: &[u8]| {
        let tag = &head[from..];
        let tag = &tag[..memchr::memchr(b'>', tag)?];
        let value = tag[memchr::memmem::find(tag, word)? + word.len()..].trim_ascii_start();
        let value = value.strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|b| b"\"'; \t\r\n/?".contains(b)).unwrap_or(value.len());
        Encoding::for_label_no_replacement(&value[..end])
    };
    let told = memchr::memmem::find_iter(&head, b"<meta")
        .find_map(|at| label(at, b"charset"))
        .or_else(|| head.starts_with(b"<?xml").then(|| label(0, b"encoding")).flatten())?;
    // What can be read as ASCII up to here is not UTF-16, whatever it says.
    Some(if told.is_ascii_compatible() || told == ISO_2022_JP { told } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const UKRAINIAN: &str = "Унаслідок удару по Харкову загинули троє людей, ще одинадцять поранені. \
                             Про це повідомив очільник області.";

    #[test]
    fn an_older_encoding_is_read_and_told() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(UKRAINIAN);
        let decoded = text(bytes.into_owned()).unwrap();
        assert_eq!(decoded, Decoded { text: UKRAINIAN.to_owned(), guessed: Some("windows-1251") });
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("ハルキウへの攻撃で三人が死亡した。知事が発表した。");
        assert_eq!(text(bytes.into_owned()).unwrap().guessed, Some("Shift_JIS"));
    }

    #[test]
    fn one_broken_letter_does_not_make_another_encoding() {
        let mut bytes = UKRAINIAN.as_bytes().to_vec();
        bytes[21] = b'x';
        assert_eq!(text(bytes), Err(22));
    }

    #[test]
    fn a_mark_is_taken_off() {
        assert_eq!(text(b"\xEF\xBB\xBFa".to_vec()).unwrap().text, "a");
    }

    #[test]
    fn a_page_tells_its_encoding() {
        let (body, ..) = encoding_rs::WINDOWS_1251.encode(UKRAINIAN);
        for opening in [
            "<meta charset=windows-1251>",
            "<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
            "<?xml version='1.0' encoding='cp1251'?>",
        ] {
            let bytes = [opening.as_bytes(), &body].concat();
            let decoded = page(&bytes, None);
            assert!(decoded.text.ends_with(UKRAINIAN), "{opening}");
            assert_eq!(decoded.guessed, None);
        }
        assert!(page(&body, Some("windows-1251")).text == UKRAINIAN);
        assert_eq!(page(&body, None).guessed, Some("windows-1251"));
        assert_eq!(page(UKRAINIAN.as_bytes(), Some("windows-1251")).text, UKRAINIAN);
    }
}
