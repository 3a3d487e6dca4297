//! Two texts held against each other, sentence by sentence: what both say, what differs, what only one has.

use schemars::JsonSchema;
use serde::Serialize;

/// A piece of one text or both.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Piece {
    pub(crate) what: What,
    /// The words of the one; empty where only the other has them.
    pub(crate) here: String,
    /// The words of the other.
    pub(crate) there: String,
}

/// How the two stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum What {
    Same,
    Changed,
    Here,
    There,
}

/// First byte and byte after the last.
type Bytes = (usize, usize);

/// Cuts two texts up by their sentences. Sentences belong together whose words are the same but for case and marks, or
/// that lie in a passage that one took from the other.
pub(crate) fn pieces(
    (here, ours): (&str, &[Bytes]),
    (there, theirs): (&str, &[Bytes]),
    passages: &[(Bytes, Bytes)],
) -> Vec<Piece> {
    let pairs = pairs((here, ours), (there, theirs), passages);
    let mut out: Vec<Piece> = Vec::new();
    let mut next = 0;
    let mut put =
        |what: What, a: &str, b: &str| out.push(Piece { what, here: a.to_owned(), there: b.to_owned() });
    let left_out = |put: &mut dyn FnMut(What, &str, &str), from: usize, to: usize| {
        for (nth, own) in theirs.iter().enumerate().take(to).skip(from) {
            if !pairs.contains(&Some(nth)) {
                put(What::There, "", of(there, *own));
            }
        }
    };
    for (at, own) in ours.iter().enumerate() {
        let words = of(here, *own);
        let Some(other) = pairs[at] else {
            put(What::Here, words, "");
            continue;
        };
        // what stands before it there and belongs to nothing here was left out
        left_out(&mut put, next, other);
        next = next.max(other + 1);
        let others = of(there, theirs[other]);
        put(if folded(words) == folded(others) { What::Same } else { What::Changed }, words, others);
    }
    left_out(&mut put, next, theirs.len());
    out
}

/// By sentence of the one: the sentence of the other that it belongs to, each at most once.
fn pairs(
    (here, ours): (&str, &[Bytes]),
    (there, theirs): (&str, &[Bytes]),
    passages: &[(Bytes, Bytes)],
) -> Vec<Option<usize>> {
    let others: Vec<String> = theirs.iter().map(|at| folded(of(there, *at))).collect();
    let mut free = vec![true; theirs.len()];
    let mut out = vec![None; ours.len()];
    for (at, own) in ours.iter().enumerate() {
        let words = folded(of(here, *own));
        let found = others.iter().enumerate().position(|(nth, other)| free[nth] && *other == words);
        if let Some(found) = found.filter(|_| !words.is_empty()) {
            free[found] = false;
            out[at] = Some(found);
        }
    }
    for (at, own) in ours.iter().enumerate().filter(|(at, _)| out[*at].is_none()).collect::<Vec<_>>() {
        // the sentence of the other in which most of the passages of this one stand, else most of its words
        let words = folded(of(here, *own));
        let shares = theirs.iter().enumerate().filter(|(nth, _)| free[*nth]).map(|(nth, other)| {
            let share =
                passages.iter().map(|(a, b)| overlap(*a, *own).min(overlap(*b, *other))).sum::<usize>();
            (share, alike(&words, &others[nth]), std::cmp::Reverse(nth))
        });
        let best = shares.max().filter(|(share, alike, _)| *share > 0 || *alike > 0);
        if let Some((.., std::cmp::Reverse(nth))) = best {
            free[nth] = false;
            out[at] = Some(nth);
        }
    }
    out
}

fn overlap(a: Bytes, b: Bytes) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

fn of(text: &str, at: Bytes) -> &str {
    text.get(at.0..at.1).unwrap_or("")
}

/// How many words two sentences share, where that is most of both; else none.
fn alike(a: &str, b: &str) -> usize {
    let mut left: Vec<&str> = b.split(' ').collect();
    let longest = left.len().max(a.split(' ').count());
    let shared =
        a.split(' ').filter_map(|word| Some(left.swap_remove(left.iter().position(|o| *o == word)?)));
    let shared = shared.count();
    if shared * 5 >= longest * 3 { shared } else { 0 }
}

/// The words alone, as they are compared.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<Bytes> {
        let mut from = 0;
        let ends = text.match_indices('.').map(|(end, _)| {
            let start = from + (text[from..].len() - text[from..].trim_start().len());
            from = end + 1;
            (start, end + 1)
        });
        ends.collect()
    }

    fn held(here: &str, there: &str, passages: &[(Bytes, Bytes)]) -> Vec<(What, String, String)> {
        let all = pieces((here, &cut(here)), (there, &cut(there)), passages);
        all.into_iter().map(|piece| (piece.what, piece.here, piece.there)).collect()
    }

    #[test]
    fn what_was_left_out_stands_where_it_was() {
        let here = "A fire broke out. Two died. The cause is open.";
        let there = "A FIRE broke out! Nobody saw it. Three died. The cause is open.";
        let there = there.replace('!', ".");
        let passages = [((18, 27), (33, 44))];
        let own = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let found = held(here, &there, &passages);
        let whats: Vec<What> = found.iter().map(|piece| piece.0).collect();
        assert_eq!(whats, [What::Same, What::There, What::Changed, What::Same]);
        assert_eq!((found[1].1.clone(), found[1].2.clone()), own("", "Nobody saw it."));
        assert_eq!((found[2].1.clone(), found[2].2.clone()), own("Two died.", "Three died."));
    }

    #[test]
    fn nothing_is_lost() {
        let found = held("One. Two. Three.", "Four. Five.", &[]);
        assert_eq!(found.len(), 5);
        assert_eq!((found[0].0, found[0].1.as_str()), (What::Here, "One."));
        assert_eq!((found[4].0, found[4].2.as_str()), (What::There, "Five."));
        assert!(held("", "", &[]).is_empty());
    }
}
