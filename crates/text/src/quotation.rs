use crate::{Token, segment::Writing};

/// An opening mark of quotation and its closing mark.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QuotePair {
    /// The mark that opens.
    pub open: String,
    /// The mark that closes; equal to `open` for straight marks.
    pub close: String,
}

/// Words between marks of quotation, by the tokens of the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark's token.
    pub open: u32,
    /// The closing mark's token; the token after the last where the paragraph ends unclosed.
    pub close: u32,
}

impl Quotation {
    /// Whether token `at` stands between the marks.
    pub fn holds(&self, at: u32) -> bool {
        self.open < at && at < self.close
    }
}

/// Returns the quotations of a text, outermost only, in order. One never runs past its paragraph.
pub fn quotations(text: &str, tokens: &[Token], writing: &Writing) -> Vec<Quotation> {
    let mut out = Vec::new();
    let mut open: Option<(u32, &QuotePair)> = None;
    for (at, token) in tokens.iter().enumerate() {
        let at = at as u32;
        if let Some((from, _)) = open
            && token.shape.begins_paragraph()
        {
            out.push(Quotation { open: from, close: at });
            open = None;
        }
        if !token.shape.is_mark() {
            continue;
        }
        let word = token.of(text);
        match open {
            Some((from, pair)) if pair.close == word && closes_here(text, tokens, at, pair, writing) => {
                out.push(Quotation { open: from, close: at });
                open = None;
            }
            None => {
                open = writing
                    .quotes
                    .iter()
                    .find(|pair| pair.open == word && opens_here(tokens, at, pair, writing))
                    .map(|pair| (at, pair));
            }
            _ => {}
        }
    }
    if let Some((from, _)) = open {
        out.push(Quotation { open: from, close: tokens.len() as u32 });
    }
    out.retain(|q| q.close > q.open + 1);
    out
}

fn followed_by_blank(tokens: &[Token], at: u32) -> bool {
    tokens.get(at as usize + 1).is_none_or(|next| !next.shape.is_glued())
}

/// Whether a pair's marks tell by themselves which opens and which closes, so that blanks may stand inside of them:
/// « comme en français ».
fn is_sided(pair: &QuotePair, writing: &Writing) -> bool {
    let single = matches!(pair.open.as_str(), "'" | "’" | "‘" | "‚" | "‹" | "›");
    !single
        && pair.open != pair.close
        && writing.quotes.iter().all(|other| other.open != pair.close && other.close != pair.open)
}

fn opens_here(tokens: &[Token], at: u32, pair: &QuotePair, writing: &Writing) -> bool {
    let single = matches!(pair.open.as_str(), "'" | "’" | "‘");
    let loose = !tokens[at as usize].shape.is_glued();
    (!followed_by_blank(tokens, at) || is_sided(pair, writing))
        && (!single || loose || at > 0 && tokens[at as usize - 1].shape.is_mark())
        && (loose || pair.open != pair.close || at == 0 || tokens[at as usize - 1].shape.is_mark())
}

fn closes_here(text: &str, tokens: &[Token], at: u32, pair: &QuotePair, writing: &Writing) -> bool {
    let glued = tokens[at as usize].shape.is_glued();
    let apostrophe = matches!(pair.close.as_str(), "'" | "’")
        && tokens.get(at as usize + 1).is_some_and(|n| n.shape.is_glued() && n.shape.is_word());
    // the apostrophe of a plural possessive ("residents' homes") leans on an s and is followed by a blank and a small letter
    let possessive = pair.open == "'"
        && at > 0
        && tokens[at as usize - 1].of(text).ends_with('s')
        && tokens.get(at as usize + 1).is_some_and(|n| n.shape.is_word() && !n.shape.is_capital());
    (glued || is_sided(pair, writing)) && !apostrophe && !possessive
}
