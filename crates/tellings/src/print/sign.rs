use std::io::{self, Write};

use super::Look;
use super::page::{Page, plain, styled, styles};
use super::report::more;
use crate::view::{Quoted, Sign, Story};

/// How many accounts of a side are shown unless all are wanted.
const ACCOUNTS: usize = 3;

/// Writes what is odd, each with the words on both sides.
pub(super) fn signs(
    page: &mut Page<impl Write>,
    signs: &[Sign<'_>],
    story: &Story<'_>,
    look: Look<'_>,
) -> io::Result<()> {
    if !signs.is_empty() {
        page.line(3, 5, &[styled("Signs", styles::BOLD)])?;
    }
    for sign in signs {
        page.line(5, 7, &[plain(format!("{}: ", sign.about)), styled(sign.says, styles::REVISED)])?;
        side(page, 7, &sign.here, story, look)?;
        page.line(7, 9, &[styled("against", styles::DIM)])?;
        side(page, 7, &sign.there, story, look)?;
    }
    Ok(())
}

fn side(
    page: &mut Page<impl Write>,
    indent: usize,
    quoted: &[Quoted],
    story: &Story<'_>,
    look: Look<'_>,
) -> io::Result<()> {
    let shown = if look.all { quoted.len() } else { ACCOUNTS.min(quoted.len()) };
    for words in &quoted[..shown] {
        let when = story.published_words(words.article);
        let says = format!("{}, {when}: “{}”{}", story.names[words.article], words.words, words.by());
        page.line(indent, indent + 2, &[plain(says)])?;
    }
    if quoted.len() > shown {
        page.line(indent, indent + 2, &[more(quoted.len() - shown, "tellings ")])?;
    }
    Ok(())
}
