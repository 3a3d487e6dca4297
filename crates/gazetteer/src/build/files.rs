//! GeoNames' files, unpacked or in the archives that they come in, a line at a time.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::DeflateDecoder;

use super::BuildError;

/// Hands on each line of a dump by its tab-separated columns. Lines that are empty or begin with `#` are left out.
pub(super) fn rows(
    folder: &Path,
    name: &'static str,
    mut each: impl FnMut(&[&str]) -> Result<(), String>,
) -> Result<(), BuildError> {
    let (path, mut lines) = open(folder, name)?;
    let read = |path: &Path, why| BuildError::Read { path: path.to_owned(), why };
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).map_err(|why| read(&path, why))? == 0 {
            return Ok(());
        }
        number += 1;
        let wrong = |what| BuildError::Line { path: path.clone(), line: number, what };
        let text = std::str::from_utf8(&line).map_err(|_| wrong("this is not UTF-8".to_owned()))?;
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.is_empty() && !text.starts_with('#') {
            let columns: Vec<&str> = text.split('\t').collect();
            each(&columns).map_err(wrong)?;
        }
    }
}

/// Whether a dump is there, unpacked or not.
pub(super) fn is_there(folder: &Path, name: &str) -> bool {
    folder.join(name).is_file() || folder.join(zipped(name)).is_file()
}

fn zipped(name: &str) -> String {
    name.replace(".txt", ".zip")
}

fn open(folder: &Path, name: &'static str) -> Result<(PathBuf, Box<dyn BufRead>), BuildError> {
    let plain = folder.join(name);
    if let Ok(file) = File::open(&plain) {
        return Ok((plain, Box::new(BufReader::with_capacity(1 << 20, file))));
    }
    let zip = zipped(name);
    let path = folder.join(&zip);
    let Ok(file) = File::open(&path) else {
        return Err(BuildError::Missing { folder: folder.to_owned(), name, zip });
    };
    let member = member(BufReader::with_capacity(1 << 20, file), name);
    let member = member.map_err(|why| BuildError::Read { path: path.clone(), why })?;
    Ok((path.join(name), member))
}

/// Marks the beginning of a file in an archive.
const MEMBER: [u8; 4] = *b"PK\x03\x04";

/// Returns the text of one file of a zip archive, which is read from its beginning on.
fn member(mut zip: BufReader<File>, name: &str) -> io::Result<Box<dyn BufRead>> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    loop {
        let mut header = [0; 30];
        zip.read_exact(&mut header)?;
        if header[..4] != MEMBER {
            return Err(wrong("the archive has no file of the dump's name"));
        }
        let number = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let mut inner = vec![0; usize::from(number(26))];
        zip.read_exact(&mut inner)?;
        io::copy(&mut zip.by_ref().take(number(28).into()), &mut io::sink())?;
        if number(8) != 8 {
            return Err(wrong("a file of the archive is not deflated"));
        }
        if inner == name.as_bytes() {
            return Ok(Box::new(BufReader::with_capacity(1 << 20, DeflateDecoder::new(zip))));
        }
        io::copy(&mut DeflateDecoder::new(&mut zip), &mut io::sink())?;
        // Sums and sizes follow where they were not known before.
        if number(6) & 8 != 0 {
            let mark = zip.fill_buf()?.starts_with(b"PK\x07\x08");
            io::copy(&mut zip.by_ref().take(if mark { 16 } else { 12 }), &mut io::sink())?;
        }
    }
}
