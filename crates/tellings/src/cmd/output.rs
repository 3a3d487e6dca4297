use std::io::{self, BufWriter, IsTerminal, Write};

use tellings::claim::Packs;
use tellings::print::Look;
use tellings::text::Language;

use super::outcome::Failure;

/// Columns of a report where standard output is no terminal.
const COLUMNS: usize = 80;
/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// Writes to standard output as it is.
pub(crate) fn write(body: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    body(&mut out)?;
    Ok(out.flush()?)
}

/// Writes to standard output with styles, which are left out in a pipe and under `NO_COLOR`.
pub(crate) fn write_styled(body: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    body(&mut out)?;
    Ok(out.flush()?)
}

/// Ends the program where the reader of standard output has left: to read on would be in vain.
pub(crate) fn or_leave(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other,
    }
}

/// The columns to write in.
pub(crate) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return COLUMNS;
    }
    terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// The name of a language for people; its code where the pack gives no name.
pub(crate) fn language_name(packs: &Packs, language: Language) -> String {
    match packs.get(language).map(|pack| pack.setting("name")) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => language.to_string(),
    }
}

/// A plain look in the given names of languages.
pub(crate) fn look(language: &dyn Fn(Language) -> String) -> Look<'_> {
    Look { width: width(), all: false, ids: false, language }
}
