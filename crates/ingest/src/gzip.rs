use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use thiserror::Error;

/// How many times its size a text may unpack to; texts reach about 20, a bomb 1,000.
const RATIO: u64 = 250;

/// What may unpack before the ratio is looked at, in bytes.
const FLOOR: u64 = 16 << 20;

/// The most that one input may unpack to, in bytes.
const MOST: u64 = 64 << 30;

/// What a reader of ours found wrong, carried through [`io::Error`].
#[derive(Debug, Error)]
pub(crate) enum Broken {
    #[error("gzip: {0}")]
    Gzip(String),
    #[error("{bytes} bytes from {packed}")]
    Bomb { bytes: u64, packed: u64 },
    #[error("more than {0} bytes")]
    Size(u64),
    #[error("{0}")]
    Archive(&'static str),
    #[error("{0}")]
    Zip(String),
}

impl From<Broken> for io::Error {
    fn from(broken: Broken) -> io::Error {
        io::Error::other(broken)
    }
}

/// Unpacks gzip data of one or many members, and stops at a bomb.
pub(crate) struct Inflate<R: Read> {
    decoder: MultiGzDecoder<Counted<R>>,
    packed: Rc<Cell<u64>>,
    bytes: u64,
}

struct Counted<R> {
    inner: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

impl<R: Read> Inflate<R> {
    pub(crate) fn new(inner: R) -> Inflate<R> {
        let packed = Rc::new(Cell::new(0));
        let counted = Counted { inner, read: Rc::clone(&packed) };
        Inflate { decoder: MultiGzDecoder::new(counted), packed, bytes: 0 }
    }
}

impl<R: Read> Read for Inflate<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Broken::Gzip("it ends too early".to_owned()).into(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                Broken::Gzip(error.to_string()).into()
            }
            _ => error,
        })?;
        self.bytes += read as u64;
        checked(self.bytes, self.packed.get())?;
        Ok(read)
    }
}

/// Refuses what has unpacked to more than any text does.
fn checked(bytes: u64, packed: u64) -> io::Result<()> {
    if bytes > MOST || bytes > FLOOR && bytes / RATIO > packed {
        return Err(Broken::Bomb { bytes, packed }.into());
    }
    Ok(())
}

/// What an archive unpacks, stopped where it is a bomb.
pub(crate) struct Measured<R> {
    inner: R,
    packed: u64,
    bytes: u64,
}

impl<R: Read> Measured<R> {
    /// `packed` is what it takes in the archive, in bytes.
    pub(crate) fn new(inner: R, packed: u64) -> Measured<R> {
        Measured { inner, packed, bytes: 0 }
    }
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        checked(self.bytes, self.packed)?;
        Ok(read)
    }
}

/// A limit for each record of a stream, for readers that hold a record whole.
#[derive(Default)]
pub(crate) struct Budget {
    limit: Cell<u64>,
    left: Rc<Cell<u64>>,
}

impl Budget {
    /// A reader of the same bytes that ends with an error where a record is longer than `limit`.
    pub(crate) fn of<R: Read>(&self, inner: R, limit: u64) -> impl Read + use<R> {
        self.limit.set(limit);
        self.fill();
        Budgeted { inner, limit, left: Rc::clone(&self.left) }
    }

    /// Begins another record.
    pub(crate) fn fill(&self) {
        self.left.set(self.limit.get());
    }
}

struct Budgeted<R> {
    inner: R,
    limit: u64,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Budgeted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().checked_sub(read as u64).ok_or(Broken::Size(self.limit))?);
        Ok(read)
    }
}

/// Stops, with an error, behind a number of bytes.
pub(crate) struct Limited<R> {
    inner: R,
    limit: u64,
    left: u64,
}

impl<R: Read> Limited<R> {
    pub(crate) fn new(inner: R, limit: u64) -> Limited<R> {
        Limited { inner, limit, left: limit }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)? as u64;
        self.left = self.left.checked_sub(read).ok_or(Broken::Size(self.limit))?;
        Ok(read as usize)
    }
}
