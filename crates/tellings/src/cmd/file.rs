use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::outcome::Failure;

/// A file that an option names. It is opened before anything is read, so that a path that cannot be written is told of
/// at once; what it held stays until there is something to write.
#[derive(Debug)]
pub(crate) struct OutFile {
    path: PathBuf,
    option: &'static str,
    file: Option<File>,
    /// Whether it was not there before.
    fresh: bool,
}

impl OutFile {
    /// Opens the file that `option` names.
    pub(crate) fn open(path: &Path, option: &'static str) -> Result<OutFile, Failure> {
        if path == Path::new("-") {
            return Err(Failure::Said(format!(
                "{option} writes a file beside what stands on standard output; give it a name, such as page.html"
            )));
        }
        let fresh = !path.exists();
        let mut options = OpenOptions::new();
        match options.write(true).create(true).truncate(false).open(path) {
            Ok(file) => Ok(OutFile { path: path.into(), option, file: Some(file), fresh }),
            Err(error) => Err(failure(path, option, &error)),
        }
    }

    /// Replaces what the file holds.
    pub(crate) fn write(mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        // a pipe or a device has no length
        let emptied = if file.metadata().is_ok_and(|m| m.is_file()) { file.set_len(0) } else { Ok(()) };
        let written = emptied.and_then(|()| file.write_all(bytes)).and_then(|()| file.flush());
        written.map_err(|error| failure(&self.path, self.option, &error))
    }
}

impl Drop for OutFile {
    /// Takes an empty file away that nothing was written to.
    fn drop(&mut self) {
        if self.file.take().is_some() && self.fresh {
            fs::remove_file(&self.path).ok();
        }
    }
}

fn failure(path: &Path, option: &str, error: &io::Error) -> Failure {
    let what = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    Failure::Said(format!(
        "Cannot write {}: {what}; give {option} a file that can be written",
        path.display()
    ))
}
