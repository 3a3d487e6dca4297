use std::io::{self, BufRead, BufReader, Read};

use crate::lines::CHUNK;

/// What stands at one place of a JSON file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// An object from its brace to its brace, though perhaps not valid inside.
    Object(Vec<u8>),
    /// An object over the limit, passed over.
    TooLong,
    /// Something that is no object.
    Wrong(&'static str),
}

/// A place in a file: line, and column in characters, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// The objects of a JSON file, alone, one behind another or in an array, of which one at a
/// time is held. Behind a fault it goes on at the next line that opens an object.
pub(crate) struct Values<R> {
    reader: BufReader<R>,
    limit: usize,
    place: Place,
    in_array: bool,
    astray: bool,
}

impl<R: Read> Values<R> {
    /// `limit` is the longest object that is handed on, in bytes.
    pub(crate) fn new(reader: R, limit: usize) -> Values<R> {
        let reader = BufReader::with_capacity(CHUNK, reader);
        Values { reader, limit, place: Place { line: 1, column: 1 }, in_array: false, astray: false }
    }

    /// The next value and where it begins, or `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<(Place, Value)>> {
        loop {
            if std::mem::take(&mut self.astray) {
                self.find_way()?;
            }
            let place = self.place;
            let wrong = match self.peek()? {
                None if std::mem::take(&mut self.in_array) => "the array is not closed",
                None => return Ok(None),
                Some(b'{') => return self.object().map(|value| Some((place, value))),
                Some(b'[') if !self.in_array => {
                    self.in_array = true;
                    self.step()?;
                    continue;
                }
                Some(b']') if self.in_array => {
                    self.in_array = false;
                    self.step()?;
                    continue;
                }
                Some(b',' | b' ' | b'\t' | b'\r' | b'\n') => {
                    self.step()?;
                    continue;
                }
                Some(_) => "an article in braces is wanted here",
            };
            self.astray = true;
            return Ok(Some((place, Value::Wrong(wrong))));
        }
    }

    /// Reads from a brace to the one that closes it.
    fn object(&mut self) -> io::Result<Value> {
        let mut object = Vec::new();
        let (mut depth, mut in_string, mut escaped, mut too_long) = (0u64, false, false, false);
        while let Some(byte) = self.peek()? {
            if in_string && byte == b'\n' {
                // No string goes over a line's end: the rest is not to be trusted.
                self.astray = true;
                break;
            }
            self.step()?;
            too_long |= object.len() >= self.limit;
            if too_long {
                object = Vec::new();
            } else {
                object.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        Ok(if too_long { Value::TooLong } else { Value::Object(object) })
    }

    /// Goes to the next line that opens an object or closes the array, or to the end.
    fn find_way(&mut self) -> io::Result<()> {
        let mut line = self.place.line;
        let mut is_new = false;
        while let Some(byte) = self.peek()? {
            let opens = matches!(byte, b'{') || byte == b']' && self.in_array;
            if is_new && opens {
                return Ok(());
            }
            self.step()?;
            if self.place.line != line {
                line = self.place.line;
                is_new = true;
            } else {
                is_new &= byte.is_ascii_whitespace() || byte == b',';
            }
        }
        Ok(())
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => return Ok(chunk?.first().copied()),
            }
        }
    }

    /// Goes past the byte that was looked at.
    fn step(&mut self) -> io::Result<()> {
        let byte = self.reader.buffer().first().copied();
        self.reader.consume(usize::from(byte.is_some()));
        match byte {
            Some(b'\n') => self.place = Place { line: self.place.line + 1, column: 1 },
            Some(byte) if (byte as i8) >= -0x40 => self.place.column += 1,
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(json: &str) -> Vec<(u64, u64, String)> {
        let mut values = Values::new(json.as_bytes(), 30);
        let mut all = Vec::new();
        while let Some((place, value)) = values.next().unwrap() {
            let shown = match value {
                Value::Object(bytes) => String::from_utf8(bytes).unwrap(),
                other => format!("{other:?}"),
            };
            all.push((place.line, place.column, shown));
        }
        all
    }

    #[test]
    fn objects_alone_in_a_row_and_in_an_array() {
        assert_eq!(all("{\"a\": \"}\\\"\"}"), [(1, 1, "{\"a\": \"}\\\"\"}".to_owned())]);
        let two = [(1, 2, "{}".to_owned()), (2, 1, "{\"b\": [{}]}".to_owned())];
        assert_eq!(all("[{},\n{\"b\": [{}]}]"), two);
        assert_eq!(all(" {}\n{\"b\": [{}]}\n"), two);
    }

    #[test]
    fn behind_a_fault_it_goes_on() {
        let found = all("[{\"a\": \"x\n  \"b\": 1},\n  {\"c\": 1},\n 7,\n{}\n]");
        let shown: Vec<&str> = found.iter().map(|f| f.2.as_str()).collect();
        assert_eq!(
            shown,
            ["{\"a\": \"x", "{\"c\": 1}", "Wrong(\"an article in braces is wanted here\")", "{}"]
        );
        assert_eq!((found[1].0, found[1].1), (3, 3));
    }

    #[test]
    fn too_long_and_not_closed() {
        let long = format!("[{{\"a\": \"{}\"}}, {{}}", "x".repeat(40));
        let shown: Vec<String> = all(&long).into_iter().map(|f| f.2).collect();
        assert_eq!(shown, ["TooLong", "{}", "Wrong(\"the array is not closed\")"]);
    }
}
