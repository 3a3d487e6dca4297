//! ZIP archives: WACZ, whose web archives are read, and any other, whose files are read each by its form.

use std::io::{self, Read, Seek};

use zip::ZipArchive;

use crate::error::IngestError;
use crate::gzip::{Broken, Measured};
use crate::open::{self, Source};
use crate::{Options, Taken, form};

/// Hands on the articles of the files in an archive, in its order.
pub(crate) fn take(
    source: &Source,
    file: impl Read + Seek,
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let wrong = |cause: String| IngestError::Archive { input: source.name.clone(), cause };
    let mut archive = ZipArchive::new(file).map_err(|error| wrong(error.to_string()))?;
    let mut met = false;
    for number in 0..archive.len() {
        let entry = match archive.by_index(number) {
            Ok(entry) => entry,
            Err(error) => {
                met = true;
                each(Taken::Fault(wrong(error.to_string())));
                continue;
            }
        };
        let Ok(name) = entry.name().map(|name| name.into_owned()) else { continue };
        let file = name.rsplit('/').next().unwrap_or("");
        let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        // Of a WACZ only the archives hold pages: what else is in it tells of them.
        let is_of_wacz =
            name.starts_with("indexes/") || name.starts_with("pages/") || file.starts_with("datapackage");
        if entry.is_dir() || is_hidden || is_of_wacz || !form::is_article(file) {
            continue;
        }
        met = true;
        let inner = Source {
            name: format!("{name} in {}", source.name),
            id: format!("{}/{name}", source.id),
            path: source.path.clone(),
            form: form::of_name(&name),
            ..Source::default()
        };
        let packed = entry.compressed_size();
        open::take_in(&inner, Measured::new(Whole(entry), packed), options, each);
    }
    if met { Ok(()) } else { Err(wrong("it holds no file that can be read".to_owned())) }
}

/// A file whose every error is one of the archive.
struct Whole<R>(R);

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => Broken::Zip(error.to_string()).into(),
        })
    }
}
