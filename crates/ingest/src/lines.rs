use std::io::{self, BufRead, BufReader, Read};

/// One line of a stream, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// It was longer than the limit and has been passed over.
    TooLong,
}

/// The lines of a stream, of which never more than one, and of that no more than the limit
/// and one chunk, is held.
pub(crate) struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
    limit: usize,
}

/// What is read at a time, in bytes.
pub(crate) const CHUNK: usize = 64 << 10;

impl<R: Read> Lines<R> {
    /// `limit` is the longest line that is handed on, in bytes.
    pub(crate) fn new(reader: R, limit: usize) -> Lines<R> {
        Lines { reader: BufReader::with_capacity(CHUNK, reader), line: Vec::new(), limit }
    }

    /// The next line, or `None` at the end. A stream that breaks off gives its error, and not
    /// the half line before it.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        self.line.shrink_to(CHUNK);
        let (mut begun, mut too_long) = (false, false);
        loop {
            let chunk = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            begun |= !chunk.is_empty();
            let end = memchr::memchr(b'\n', chunk);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            too_long |= self.line.len() + part.len() > self.limit;
            if too_long {
                self.line = Vec::new();
            } else {
                self.line.extend_from_slice(part);
            }
            let (at_end, used) = (chunk.is_empty(), part.len() + usize::from(end.is_some()));
            self.reader.consume(used);
            if end.is_some() || at_end && begun {
                return Ok(Some(if too_long { Line::TooLong } else { Line::Whole(&self.line) }));
            }
            if at_end {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many bytes of one letter, made as they are read.
    fn letters(count: u64) -> impl Read {
        io::repeat(b'x').take(count)
    }

    #[test]
    fn a_line_of_100_mb_is_passed_over_and_never_held() {
        let stream = b"first\n".chain(letters(100 << 20)).chain(&b"\nlast"[..]);
        let mut lines = Lines::new(stream, 1 << 20);
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"first")));
        assert_eq!(lines.next().unwrap(), Some(Line::TooLong));
        assert!(lines.line.capacity() <= 2 << 20, "held {} bytes", lines.line.capacity());
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"last")));
        assert_eq!(lines.next().unwrap(), None);
    }

    #[test]
    fn ends_are_taken_off_and_blank_lines_counted() {
        let mut lines = Lines::new(&b"a\n\nb\n"[..], 10);
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"a")));
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"")));
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"b")));
        assert_eq!(lines.next().unwrap(), None);
    }

    #[test]
    fn a_line_of_just_the_limit_is_whole() {
        let mut lines = Lines::new(&b"abc\nabcd\n"[..], 3);
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"abc")));
        assert_eq!(lines.next().unwrap(), Some(Line::TooLong));
    }
}
