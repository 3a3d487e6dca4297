//! Small words that are written in one with the word behind them: Arabic "وقتل" is "and" and "killed".

use crate::segment::{Token, fold};

/// How well a folded word is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Familiar {
    /// Not at all.
    No,
    /// As a name.
    Name,
    /// As a word of the language.
    Word,
}

/// The small words of a language that are written in one with what follows, folded.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Proclitics {
    /// The words themselves.
    pub words: Vec<String>,
    /// Where one of them and the word behind it melt into each other.
    pub merged: Vec<Merged>,
}

/// How a word begins behind a proclitic that it melts into: behind "ل" a word in "ال" is written with "ل".
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Merged {
    /// The proclitic.
    pub behind: String,
    /// How the word begins there.
    pub written: String,
    /// How it begins elsewhere.
    pub elsewhere: String,
}

/// So many proclitics stand before one word at most: "and", "so", "with".
const MOST: usize = 3;
/// The rest of a word is at least so long, in letters.
const LEAST: usize = 2;

/// Whether folding drops a character: a vowel sign, or what only draws a letter out.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{ad}')
}

impl Proclitics {
    /// Whether the language has none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Cuts proclitics off the tokens that begin with them, each with its own bytes. A word that is known as it stands
    /// keeps its letters; a rest that is a word goes before a whole that is only a name.
    pub(crate) fn part(
        &self,
        text: &str,
        tokens: Vec<Token>,
        familiar: impl Fn(&str) -> Familiar,
    ) -> Vec<Token> {
        let mut out = Vec::with_capacity(tokens.len() * 5 / 4);
        let mut folded = String::new();
        let mut found: Vec<&str> = Vec::new();
        for token in tokens {
            let word = token.of(text);
            if !token.shape.is_word() || !self.words.iter().any(|p| word.starts_with(p.as_str())) {
                out.push(token);
                continue;
            }
            fold(word, &mut folded);
            found.clear();
            let _ = self.leads(&folded, None, Familiar::Word, &familiar, &mut found, MOST)
                || self.leads(&folded, None, Familiar::Name, &familiar, &mut found, MOST);
            let mut rest = token;
            for proclitic in found.iter().rev() {
                let Some(behind) = rest.of(text).strip_prefix(proclitic) else { break };
                // a sign that folding drops stays with the letter before it
                let behind = behind.trim_start_matches(is_sign);
                let end = rest.end - behind.len() as u32;
                out.push(Token { end, ..rest });
                rest = Token { start: end, end: rest.end, shape: rest.shape.as_glued() };
            }
            out.push(rest);
        }
        out
    }

    /// Whether a folded word is familiar, by itself or without proclitics; these are left in `found`, the last one first.
    fn leads<'a>(
        &'a self,
        word: &str,
        behind: Option<&str>,
        least: Familiar,
        familiar: &impl Fn(&str) -> Familiar,
        found: &mut Vec<&'a str>,
        most: usize,
    ) -> bool {
        let whole = behind.and_then(|p| self.unmerged(p, word));
        if familiar(word) >= least || whole.is_some_and(|whole| familiar(&whole) >= least) {
            return true;
        }
        most > 0
            && self.words.iter().any(|p| {
                let Some(rest) = word.strip_prefix(p.as_str()) else { return false };
                let leads = rest.chars().nth(LEAST - 1).is_some()
                    && self.leads(rest, Some(p), least, familiar, found, most - 1);
                if leads {
                    found.push(p);
                }
                leads
            })
    }

    /// The word that stands behind a proclitic, where it has melted into it.
    pub fn unmerged(&self, proclitic: &str, word: &str) -> Option<String> {
        self.merged
            .iter()
            .filter(|m| m.behind == proclitic)
            .find_map(|m| word.strip_prefix(m.written.as_str()).map(|rest| format!("{}{rest}", m.elsewhere)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Part, Writing, segment_familiar};

    /// The words of a text, parted as a pack of a few words and names has it.
    fn parted(text: &str) -> Vec<String> {
        let merged = Merged { behind: "ل".into(), written: "ل".into(), elsewhere: "ال".into() };
        let words = ["و", "ف", "ب", "ل", "س"].map(String::from).to_vec();
        let writing =
            Writing { proclitics: Proclitics { words, merged: vec![merged] }, ..Writing::default() };
        let familiar = |word: &str| match word {
            "قتل" | "القصف" | "بعد" | "غاره" | "يقصف" => Familiar::Word,
            "غزه" | "بيروت" => Familiar::Name,
            _ => Familiar::No,
        };
        let (tokens, _) = segment_familiar(text, Part::Text, &writing, familiar);
        assert_eq!(tokens.iter().map(|t| t.end - t.start).sum::<u32>() as usize, text.replace(' ', "").len());
        tokens.iter().map(|t| t.of(text).to_owned()).collect()
    }

    #[test]
    fn what_is_grown_on_is_a_token_where_the_rest_is_familiar() {
        assert_eq!(parted("وقتل بغزة"), ["و", "قتل", "ب", "غزة"]);
        assert_eq!(parted("فبغارة وبيروت"), ["ف", "ب", "غارة", "و", "بيروت"]);
        assert_eq!(parted("وسيقصف"), ["و", "س", "يقصف"]);
        assert_eq!(parted("بعد وردة"), ["بعد", "وردة"], "known as it stands, or not at all");
        assert_eq!(parted("للقصف"), ["ل", "لقصف"]);
        assert_eq!(parted("وَقُتِلَ"), ["وَ", "قُتِلَ"], "signs stay with their letters");
    }
}
