use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::view::steers;

/// Text in one style.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    text: String,
    style: Style,
}

impl Piece {
    /// The text as it came.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The style that it is in.
    pub(super) fn style(&self) -> Style {
        self.style
    }
}

/// Text in a style; what an article brings is cleaned of control characters when it is written.
pub(super) fn styled(text: impl Into<String>, style: Style) -> Piece {
    Piece { text: text.into(), style }
}

/// Text without a style.
pub(super) fn plain(text: impl Into<String>) -> Piece {
    styled(text, Style::new())
}

/// The styles of the report, few on purpose.
pub(super) mod styles {
    use anstyle::{AnsiColor, Style};

    /// Headings.
    pub(in crate::print) const BOLD: Style = Style::new().bold();
    /// Values that cannot both hold.
    pub(in crate::print) const CONTESTED: Style = AnsiColor::Red.on_default().bold();
    /// Values that changed, or whose order is not known.
    pub(in crate::print) const REVISED: Style = AnsiColor::Yellow.on_default().bold();
    /// What can be skipped.
    pub(in crate::print) const DIM: Style = Style::new().dimmed();
}

/// Lines of styled text, wrapped at a width in columns.
pub(super) struct Page<W> {
    out: W,
    width: usize,
}

impl<W: Write> Page<W> {
    /// A page of this width; never narrower than 24 columns.
    pub(super) fn new(out: W, width: usize) -> Page<W> {
        Page { out, width: width.max(24) }
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Writes pieces from column `indent` on; lines that follow begin at column `hang`.
    pub(super) fn line(&mut self, indent: usize, hang: usize, pieces: &[Piece]) -> io::Result<()> {
        let line = Line::new(indent.min(self.width / 2));
        self.fill(line, hang, pieces)
    }

    /// Writes a label at column `indent` and the pieces from column `start` on, beside it where there is room.
    pub(super) fn row(
        &mut self,
        indent: usize,
        label: Piece,
        start: usize,
        pieces: &[Piece],
    ) -> io::Result<()> {
        let start = start.min(self.width / 2);
        if indent + label.text.width() >= start {
            self.line(indent, indent + 2, &[label])?;
            return self.line(start, start, pieces);
        }
        let mut line = Line::new(indent);
        for word in words(std::slice::from_ref(&label)) {
            if line.has_words {
                line.blank(Some(label.style));
            }
            word.runs.iter().for_each(|run| line.push(&run.text, run.style));
        }
        line.push(&" ".repeat(start.saturating_sub(line.column)), Style::new());
        line.has_words = false;
        self.fill(line, start, pieces)
    }

    fn fill(&mut self, mut line: Line, hang: usize, pieces: &[Piece]) -> io::Result<()> {
        let hang = hang.min(self.width / 2);
        for word in words(pieces) {
            let space = usize::from(line.has_words && word.spaced);
            if line.has_words && line.column + space + word.width > self.width {
                line.write(&mut self.out)?;
                line = Line::new(hang);
            } else if space == 1 {
                line.blank(word.runs.first().map(|r| r.style));
            }
            for run in &word.runs {
                self.push_run(&mut line, run, hang)?;
            }
        }
        line.write(&mut self.out)
    }

    /// Adds a run, cut where even a whole line is too short for it.
    fn push_run(&mut self, line: &mut Line, run: &Piece, hang: usize) -> io::Result<()> {
        if line.column + run.text.width() <= self.width {
            line.push(&run.text, run.style);
            return Ok(());
        }
        for c in run.text.chars() {
            let width = c.width().unwrap_or(0);
            if line.has_words && width > 0 && line.column + width > self.width {
                line.write(&mut self.out)?;
                *line = Line::new(hang);
            }
            line.push(c.encode_utf8(&mut [0; 4]), run.style);
        }
        Ok(())
    }
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

struct Line {
    runs: Vec<Piece>,
    column: usize,
    has_words: bool,
}

impl Line {
    fn new(indent: usize) -> Line {
        Line { runs: vec![plain(" ".repeat(indent))], column: indent, has_words: false }
    }

    fn push(&mut self, text: &str, style: Style) {
        self.column += text.width();
        self.has_words = true;
        match self.runs.last_mut() {
            Some(last) if last.style == style => last.text.push_str(text),
            _ => self.runs.push(styled(text, style)),
        }
    }

    /// Adds a blank, styled only where it stands between words of one style.
    fn blank(&mut self, next: Option<Style>) {
        let last = self.runs.last().map(|r| r.style);
        self.push(" ", next.filter(|next| last == Some(*next)).unwrap_or_default());
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.has_words {
            return writeln!(out);
        }
        for run in self.runs.iter().filter(|r| !r.text.is_empty()) {
            write!(out, "{}{}{:#}", run.style, run.text, run.style)?;
        }
        writeln!(out)
    }
}

struct Word {
    runs: Vec<Piece>,
    width: usize,
    /// Whether a blank stands before it.
    spaced: bool,
}

/// Cuts pieces at white space, and after wide letters, which need none between words.
fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut word = Word { runs: Vec::new(), width: 0, spaced: false };
    let end = |word: &mut Word, spaced: bool, out: &mut Vec<Word>| {
        if !word.runs.is_empty() {
            out.push(std::mem::replace(word, Word { runs: Vec::new(), width: 0, spaced }));
        }
        word.spaced |= spaced;
    };
    for piece in pieces {
        for c in piece.text.chars() {
            if c.is_whitespace() && c != '\u{a0}' {
                end(&mut word, true, &mut out);
                continue;
            }
            let Some(width) = c.width().filter(|_| !is_hidden(c)) else { continue };
            word.width += width;
            match word.runs.last_mut() {
                Some(run) if run.style == piece.style => run.text.push(c),
                _ => word.runs.push(styled(c, piece.style)),
            }
            if width > 1 {
                end(&mut word, false, &mut out);
            }
        }
    }
    end(&mut word, false, &mut out);
    out
}

/// A text of several lines without what could steer a terminal.
pub(super) fn readable(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c)).collect()
}

/// Whether a terminal shows nothing of a character but what it does to those around it.
fn is_hidden(c: char) -> bool {
    steers(c) || matches!(c, '\u{ad}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(width: usize, indent: usize, hang: usize, pieces: &[Piece]) -> String {
        let mut out = Vec::new();
        Page::new(&mut out, width).line(indent, hang, pieces).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_break_between_words_and_hang() {
        let text = plain("Officials said that nobody was hurt.");
        assert_eq!(written(24, 2, 4, &[text]), "  Officials said that\n    nobody was hurt.\n");
    }

    #[test]
    fn wide_letters_count_twice_and_break_anywhere() {
        assert_eq!(
            written(24, 0, 0, &[plain("三人在袭击中丧生警方周二说是的")]),
            "三人在袭击中丧生警方周二\n说是的\n"
        );
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        assert_eq!(
            written(24, 0, 2, &[plain("https://a.example/one/two/three")]),
            "https://a.example/one/tw\n  o/three\n"
        );
    }

    #[test]
    fn an_article_cannot_steer_the_terminal() {
        assert_eq!(written(24, 0, 0, &[plain("a\u{1b}[2J\u{7}b \u{202e}c\r\nd")]), "a[2Jb c d\n");
    }

    #[test]
    fn styles_end_where_they_end() {
        assert_eq!(
            written(24, 0, 0, &[styled("ab cd", styles::BOLD), plain(", e")]),
            "\u{1b}[1mab cd\u{1b}[0m, e\n"
        );
    }
}
