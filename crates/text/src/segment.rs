use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use crate::clitics::{Familiar, Proclitics};
use crate::{Part, QuotePair};

/// How a language's text is cut into tokens and sentences; a language pack fills it.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Writing {
    /// Folded words that keep their full stop and don't end a sentence ("gen.", "обл.").
    pub abbreviations: HashSet<String, BuildHasherDefault<Fnv>>,
    /// Abbreviations that may also stand last in a sentence ("a.m.", "U.S.").
    pub may_end: HashSet<String, BuildHasherDefault<Fnv>>,
    /// Folded words that, capitalised, begin a sentence after an abbreviation that may end one.
    pub starters: HashSet<String, BuildHasherDefault<Fnv>>,
    /// Folded words before which a figure keeps its full stop, where nouns have capitals: "am 22. März".
    pub counted: HashSet<String, BuildHasherDefault<Fnv>>,
    /// Endings after an apostrophe that are tokens of their own ("s").
    pub clitics: Vec<String>,
    /// Whether what stands before an apostrophe is a token of its own ("l'attacco").
    pub elides: bool,
    /// Folded words that end with an apostrophe ("l'", "po'"): it stays with them whatever stands behind ("l'11", "dell'«X»").
    pub elided: HashSet<String, BuildHasherDefault<Fnv>>,
    /// Marks of quotation, each with its closing mark.
    pub quotes: Vec<QuotePair>,
    /// What is written in one with the word behind it and is a token of its own.
    pub proclitics: Proclitics,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(u8);

impl Shape {
    const LETTERS: u8 = 1;
    const DIGITS: u8 = 2;
    const CAPITAL: u8 = 4;
    const ALL_CAPITALS: u8 = 8;
    const GLUED: u8 = 16;
    const LINE: u8 = 32;
    const PARAGRAPH: u8 = 64;

    fn letters(capital: bool, all: bool) -> u8 {
        Shape::LETTERS + u8::from(capital) * Shape::CAPITAL + u8::from(all) * Shape::ALL_CAPITALS
    }

    fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
    /// A word.
    pub fn is_word(self) -> bool {
        self.has(Self::LETTERS)
    }
    /// A figure, with its inner marks.
    pub fn is_figure(self) -> bool {
        self.has(Self::DIGITS)
    }
    /// Neither word nor figure.
    pub fn is_mark(self) -> bool {
        !self.is_word() && !self.is_figure()
    }
    /// Begins with a capital.
    pub fn is_capital(self) -> bool {
        self.has(Self::CAPITAL)
    }
    /// Two letters or more, all of them capitals.
    pub fn is_all_capitals(self) -> bool {
        self.has(Self::ALL_CAPITALS)
    }
    /// No blank stands before it.
    pub fn is_glued(self) -> bool {
        self.has(Self::GLUED)
    }
    /// First of a line.
    pub fn begins_line(self) -> bool {
        self.has(Self::LINE)
    }
    /// First of a paragraph (after an empty line).
    pub fn begins_paragraph(self) -> bool {
        self.has(Self::PARAGRAPH)
    }
}

/// A word, a figure or a mark, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What it is made of.
    pub shape: Shape,
}

impl Shape {
    /// The same as a word that names something, in a script without capitals.
    pub fn as_name(self) -> Shape {
        Shape(self.0 | Self::CAPITAL)
    }

    /// The same with nothing between it and what stands before it, in the middle of a line.
    pub(crate) fn as_glued(self) -> Shape {
        Shape((self.0 | Self::GLUED) & !(Self::LINE | Self::PARAGRAPH))
    }
}

impl Token {
    /// The token's own words.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// A run of tokens that says one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The text that it stands in.
    pub part: Part,
    /// First token.
    pub first: u32,
    /// Token after the last.
    pub end: u32,
    /// The paragraph that it stands in, counted from 0.
    pub paragraph: u32,
}

/// The longest sentence, in tokens; what runs on is cut here, so that no later step can be made slow.
const LONGEST: u32 = 400;

/// Cuts a title or text into tokens and sentences. Every byte that is not white space lies in one token.
pub fn segment(text: &str, part: Part, writing: &Writing) -> (Vec<Token>, Vec<Sentence>) {
    segment_familiar(text, part, writing, |_| Familiar::No)
}

/// The same, in a language that writes small words in one with those behind them: they are tokens of their own where the
/// rest is familiar.
pub fn segment_familiar(
    text: &str,
    part: Part,
    writing: &Writing,
    familiar: impl Fn(&str) -> Familiar,
) -> (Vec<Token>, Vec<Sentence>) {
    let mut tokens = tokens(text, writing);
    if !writing.proclitics.is_empty() {
        tokens = writing.proclitics.part(text, tokens, familiar);
    }
    let sentences = sentences(text, part, &tokens, writing);
    (tokens, sentences)
}

/// Writes the form in which words are compared: lower case, one apostrophe, without stress marks, ё as е; in Arabic
/// script without vowel signs and tatweel, letters that are spelt now one way, now another as one, its figures and marks
/// as everybody's.
pub fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '’' | 'ʼ' | '‘' | '`' => out.push('\''),
            '\u{301}'
            | '\u{64b}'..='\u{65f}'
            | '\u{640}'
            | '\u{670}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}' => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
            'ى' | 'ی' => out.push('ي'),
            'ة' => out.push('ه'),
            'ک' => out.push('ك'),
            '،' => out.push(','),
            '؛' => out.push(';'),
            '؟' => out.push('?'),
            '٠'..='٩' | '۰'..='۹' | '٫' | '٬' => out.push(figure_of(c)),
            // Russian prints its dots where it likes
            'ё' | 'Ё' => out.push('е'),
            'а'..='џ' => out.push(c),
            'А'..='Я' => out.extend(char::from_u32(c as u32 + ('а' as u32 - 'А' as u32))),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// The form in which words are compared, as [`fold`] writes it; a word that is so already is not copied.
pub fn folded<'a>(word: &'a str, scratch: &'a mut String) -> &'a str {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return word;
    }
    fold(word, scratch);
    scratch
}

/// A character of a figure as Western figures have it; any other as it is.
fn figure_of(c: char) -> char {
    let digit = |zero: char| char::from_u32(u32::from('0') + (u32::from(c) - u32::from(zero))).unwrap_or(c);
    match c {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        '٫' => '.',
        '٬' => ',',
        c => c,
    }
}

/// A figure in Western digits and marks: "١٢٫٥" as "12.5".
pub fn western(figure: &str) -> Cow<'_, str> {
    if figure.is_ascii() { figure.into() } else { figure.chars().map(figure_of).collect::<String>().into() }
}

/// Marks that only say which way a text runs; they part words as a blank does.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// [`char::is_alphabetic`], without a look into Unicode's tables for the letters of Latin and Cyrillic.
fn is_alphabetic(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        'À'..='ɏ' => !matches!(c, '×' | '÷'),
        'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' | 'ؠ'..='ي' => true,
        _ => c.is_alphabetic(),
    }
}

fn is_letter(c: char) -> bool {
    is_alphabetic(c)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{640}' | '\u{670}' | '\u{ad}')
}

fn tokens(text: &str, writing: &Writing) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5 + 4);
    let mut at = 0;
    let mut lines = 2; // a text begins a paragraph
    let mut glued = false;
    let mut scratch = String::new();
    while let Some(c) = text[at..].chars().next() {
        if c == ' ' {
            (glued, at) = (false, at + 1);
            continue;
        }
        if c.is_whitespace() || c == '\u{feff}' || is_direction(c) {
            lines += u32::from(c == '\n');
            glued = false;
            at += c.len_utf8();
            continue;
        }
        let mut shape = u8::from(glued) * Shape::GLUED;
        shape |= if lines > 0 { Shape::LINE } else { 0 } | if lines > 1 { Shape::PARAGRAPH } else { 0 };
        let rest = &text[at..];
        let len = if let Some(len) = plain_length(rest) {
            let others = &rest.as_bytes()[1..len];
            let capital = c.is_ascii_uppercase();
            let all = capital && !others.is_empty() && others.iter().all(u8::is_ascii_uppercase);
            shape |= Shape::letters(capital, all);
            len
        } else if is_letter(c) {
            let len = word_length(rest, writing, &mut scratch);
            let mut letters = rest[..len].chars().filter(|c| is_alphabetic(*c));
            let capital = letters.next().is_some_and(char::is_uppercase);
            let mut others = letters.peekable();
            let all = capital && others.peek().is_some() && others.all(|c| !c.is_lowercase());
            shape |= Shape::letters(capital, all);
            len
        } else if c.is_numeric() {
            shape |= Shape::DIGITS;
            figure_length(rest)
        } else if is_apostrophe(c)
            && glued
            && let Some(len) = clitic_length(rest, writing)
        {
            shape |= Shape::LETTERS;
            len
        } else {
            c.len_utf8()
        };
        out.push(Token { start: at as u32, end: (at + len) as u32, shape: Shape(shape) });
        at += len;
        glued = true;
        lines = 0;
    }
    out
}

/// The length of "'s" and its like at the start of `rest`, where the language has them as tokens.
fn clitic_length(rest: &str, writing: &Writing) -> Option<usize> {
    let mark = rest.chars().next()?.len_utf8();
    let tail = &rest[mark..];
    let clitic = writing.clitics.iter().find(|c| {
        tail.get(..c.len()).is_some_and(|t| t.eq_ignore_ascii_case(c))
            && !tail[c.len()..].chars().next().is_some_and(is_letter)
    })?;
    Some(mark + clitic.len())
}

/// The length of a word of ASCII letters where nothing behind them can belong to it: nearly every word of English.
fn plain_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let end = bytes.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(bytes.len());
    let ends = bytes.get(end).is_none_or(|next| next.is_ascii() && !matches!(next, b'.' | b'\''));
    (end > 0 && ends).then_some(end)
}

fn word_length(rest: &str, writing: &Writing, scratch: &mut String) -> usize {
    let mut end = 0;
    let mut letters = 0;
    let mut dotted = false;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if is_letter(c) {
            letters += 1;
            end = at + c.len_utf8();
        } else if is_apostrophe(c) && next.is_some_and(is_letter) {
            if clitic_length(&rest[at..], writing).is_some() {
                break;
            }
            if writing.elides {
                return at + c.len_utf8();
            }
            letters += 1;
            end = at + c.len_utf8();
        } else if is_apostrophe(c) && writing.elides {
            fold(&rest[..at + c.len_utf8()], scratch);
            let known = writing.elided.contains(scratch);
            return if known { at + c.len_utf8() } else { end };
        } else if c == '.' && (letters == 1 || dotted && letters <= 2) {
            // "U.S.", "т.е.": single letters, each with its stop
            if letters == 1 && next.is_some_and(is_letter) {
                dotted = true;
                letters = 0;
                end = at + 1;
            } else if dotted || rest.chars().next().is_some_and(char::is_uppercase) {
                return at + 1;
            } else {
                break;
            }
        } else {
            break;
        }
    }
    if rest[end..].starts_with('.') {
        fold(&rest[..=end], scratch);
        if writing.abbreviations.contains(scratch) || writing.may_end.contains(scratch) {
            return end + 1;
        }
    }
    end.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// Digits with the marks inside them: "1,000", "7:40", "16.15", "3.5".
fn figure_length(rest: &str) -> usize {
    let mut end = 0;
    let bytes = rest.as_bytes();
    for (at, c) in rest.char_indices() {
        if c.is_numeric() {
            end = at + c.len_utf8();
        } else if matches!(c, ',' | '.' | ':' | '٫' | '٬')
            && at == end
            && rest[at + c.len_utf8()..].starts_with(|c| figure_of(c).is_ascii_digit())
            || is_apostrophe(c) && at == end && thousand(&bytes[at + c.len_utf8()..])
        {
            continue;
        } else {
            break;
        }
    }
    end
}

/// Whether three digits stand here and no more: "46'600", as the Swiss write.
fn thousand(bytes: &[u8]) -> bool {
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && !bytes.get(3).is_some_and(u8::is_ascii_digit)
}

fn ends_sentence(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "…" | "؟" | "。")
}

fn closes(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "'" | "»" | "“" | ")" | "]" | "." | "!" | "?" | "…")
}

fn sentences(text: &str, part: Part, tokens: &[Token], writing: &Writing) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::new();
    let mut first = 0u32;
    let mut paragraph = 0u32;
    let mut scratch = String::new();
    for at in 1..=tokens.len() {
        let here = tokens.get(at);
        if here.is_some_and(|next| !breaks(text, tokens, at, next, writing, &mut scratch))
            && at as u32 - first < LONGEST
        {
            continue;
        }
        out.push(Sentence { part, first, end: at as u32, paragraph });
        first = at as u32;
        if here.is_some_and(|t| t.shape.begins_paragraph()) {
            paragraph += 1;
        }
    }
    if tokens.is_empty() {
        out.clear();
    }
    out
}

/// Whether a sentence ends before token `at`.
fn breaks(
    text: &str,
    tokens: &[Token],
    at: usize,
    next: &Token,
    writing: &Writing,
    scratch: &mut String,
) -> bool {
    if next.shape.begins_paragraph() {
        return true;
    }
    let lower =
        || next.shape.is_word() && !next.shape.is_capital() && next.of(text).chars().any(char::is_lowercase);
    if next.shape.begins_line() && !lower() {
        return true;
    }
    let behind = &tokens[at - 1];
    if !behind.shape.is_mark() && text.as_bytes().get(behind.end as usize - 1) != Some(&b'.') {
        return false;
    }
    // back over closing marks to what ends the sentence; a closing mark leans on what stands before it
    let mut last = at - 1;
    while last > 0
        && at - last < 8
        && tokens[last].shape.is_mark()
        && closes(tokens[last].of(text))
        && !ends_sentence(tokens[last].of(text))
        && tokens[last].shape.is_glued()
    {
        last -= 1;
    }
    let word = tokens[last].of(text);
    if ends_sentence(word) {
        if next.shape.is_mark() && closes(next.of(text)) && next.shape.is_glued() {
            return false; // the mark belongs to the sentence that ends
        }
        let figure = last > 0 && word == "." && tokens[last].shape.is_glued() && {
            let before = &tokens[last - 1];
            before.shape.is_figure() && before.end - before.start <= 2
        };
        if figure && next.shape.is_word() {
            fold(next.of(text), scratch);
            if writing.counted.contains(scratch) {
                return false;
            }
        }
        return !(lower() || next.shape.is_glued() && next.shape.is_mark());
    }
    if !word.ends_with('.') || word.len() < 2 || !next.shape.is_capital() {
        return false;
    }
    fold(word, scratch);
    let may_end = writing.may_end.contains(scratch) || scratch.matches('.').count() > 1;
    if !may_end {
        return false;
    }
    fold(next.of(text), scratch);
    writing.starters.contains(scratch)
}

/// FNV-1a: the same on every machine and run, and quick on short words.
#[derive(Clone, Copy)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_told_without_tables_are_those_of_unicode() {
        let mut out = String::new();
        for c in '\0'..='\u{fff}' {
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            fold(c.encode_utf8(&mut [0; 4]), &mut out);
            let apart = "’ʼ‘`ёЁأإآٱىیةک،؛؟".contains(c) || figure_of(c) != c || out.is_empty();
            assert!(apart || out.chars().eq(c.to_lowercase()), "{c:?} is {out:?}");
        }
    }

    #[test]
    fn arabic_is_one_word_however_it_is_spelt() {
        let folded = |word: &str| {
            let mut out = String::new();
            fold(word, &mut out);
            out
        };
        for (one, other) in [("أُصيبَ", "اصيب"), ("مستشفى", "مستشفي"), ("غزّة", "غزه"), ("كـــركوك", "کرکوک")]
        {
            assert_eq!(folded(one), folded(other));
        }
        assert_eq!(western("٢٬٥٠٠"), "2,500");
        let (tokens, _) = segment("‏قُتل ٢٬٥٠٠، ثم ٣٫٥", Part::Text, &Writing::default());
        let words: Vec<_> = tokens.iter().map(|t| t.of("‏قُتل ٢٬٥٠٠، ثم ٣٫٥")).collect();
        assert_eq!(words, ["قُتل", "٢٬٥٠٠", "،", "ثم", "٣٫٥"]);
    }
}
