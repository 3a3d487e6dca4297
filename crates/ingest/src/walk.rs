use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::IngestError;
use crate::{form, open};

/// Hands on the path itself where it is a file, else the files of known endings under it, in
/// the order of their names.
///
/// Hidden entries and links to folders are passed over, so that a walk ends, and so is a README,
/// which tells of the folder and is no article. A folder that cannot be listed is a fault, and
/// the walk goes on beside it.
pub(crate) fn files(path: &Path, each: &mut dyn FnMut(Result<PathBuf, IngestError>)) {
    match fs::metadata(path) {
        Ok(known) if known.is_dir() => {}
        Ok(_) => return each(Ok(path.to_owned())),
        Err(error) => return each(Err(open::failed(&path.to_string_lossy(), error))),
    }
    let mut found = false;
    let mut waiting = vec![(path.to_owned(), true)];
    while let Some((path, is_folder)) = waiting.pop() {
        if !is_folder {
            found = true;
            each(Ok(path));
            continue;
        }
        match entries(&path) {
            Ok(entries) => waiting.extend(entries.into_iter().rev()),
            Err(error) => {
                found = true;
                each(Err(open::failed(&path.to_string_lossy(), error)));
            }
        }
    }
    if !found {
        each(Err(IngestError::NoFiles { input: path.to_string_lossy().into_owned() }));
    }
}

/// The folders and readable files in a folder, sorted; `true` stands by a folder.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let is_folder = entry.file_type()?.is_dir();
        let is_file = || form::is_article(&name) && entry.path().metadata().is_ok_and(|m| m.is_file());
        if is_folder || is_file() {
            entries.push((entry.path(), is_folder));
        }
    }
    entries.sort_unstable();
    Ok(entries)
}
