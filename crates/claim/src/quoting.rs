//! Quotations and who says them.

use std::sync::Arc;

use pack::tags;
use text::Quotation;

use crate::Origin;
use crate::attribution::{Frame, Said, SayTags};
use crate::chart::{Chart, Mark};
use crate::document::Document;
use crate::speakers::{Voices, origin, person_before, voice_like};
use crate::subjects::before;

/// A quotation with its speaker.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    pub(crate) quotation: Quotation,
    pub(crate) sentence: usize,
    pub(crate) origin: Option<Arc<Origin>>,
    /// Tokens of the voice and of the word of saying, where they stand beside it.
    pub(crate) said: Option<Said>,
    /// Words between the marks.
    pub(crate) words: usize,
}

/// How far a word of saying may stand before the colon that opens a quotation, in tokens.
const NEAR: u32 = 8;

/// Finds the speaker of every quotation: the clause of saying nearest to its marks, else the voice last heard.
pub(crate) fn spoken(
    document: &Document,
    frames: &[Vec<Frame>],
    last_voices: &[Option<Arc<Origin>>],
    say: &SayTags,
    charts: &[Chart],
) -> Vec<Spoken> {
    let mut out: Vec<Spoken> = Vec::new();
    for q in &document.quotations {
        let sentence = document.sentences.partition_point(|s| s.end <= q.open);
        let last = document
            .sentences
            .partition_point(|s| s.end < q.close)
            .min(document.sentences.len().saturating_sub(1));
        if sentence >= document.sentences.len() {
            continue;
        }
        let beside = (sentence..=last.max(sentence))
            .flat_map(|s| &frames[s])
            .filter(|f| !q.holds(f.cue.0))
            .min_by_key(|f| {
                let before = q.open.saturating_sub(f.cue.1.max(f.voice.1));
                let after = f.cue.0.min(f.voice.0).saturating_sub(q.close);
                if f.cue.0 < q.open { before } else { after }
            });
        let paragraph = document.sentences[sentence].paragraph;
        let same_paragraph = || {
            out.iter()
                .rev()
                .find(|s: &&Spoken| document.sentences[s.sentence].paragraph == paragraph)
                .and_then(|s| s.origin.clone())
        };
        let heard = || {
            let before = sentence.checked_sub(1)?;
            let near = paragraph - document.sentences[before].paragraph <= 1;
            near.then(|| last_voices[before].clone()).flatten()
        };
        let named = || person_before(document, sentence, say, &charts[sentence], q.open);
        // "Il sindaco: «…»"
        let headed = || {
            let first = document.sentences[sentence].first;
            let colon = q.open.checked_sub(first + 1).filter(|at| document.word(first + at) == ":")?;
            let chart = &charts[sentence];
            let voice = before(document, first, say, chart, colon as u16)?;
            // a headline's subject is no speaker: "Hospital horror: “at least 500 dead”"
            let heads = [say.office, say.body, say.nation, say.capital, say.person];
            let begins = voice.0 == 0 || chart.mark[voice.0 as usize - 1] != Mark::No;
            let named = begins && chart.ends(tags::NAME, voice.1) || chart.ends(tags::PERSON_NAME, voice.1);
            let voiced = (named || heads.into_iter().flatten().any(|tag| chart.ends(tag, voice.1)))
                && voice_like(document, first, say, chart, voice);
            voiced.then(|| origin(document, first, say, chart, voice, &Voices::default())).flatten()
        };
        let near = |f: &Frame| f.cue.0 > q.close || q.open - f.cue.1.min(q.open) <= NEAR;
        let headed = if beside.is_some_and(near) { None } else { headed() };
        let origin = headed
            .or_else(|| beside.map(|f| f.origin.clone()))
            .or_else(named)
            .or_else(same_paragraph)
            .or_else(heard);
        let words = (q.open + 1..q.close).filter(|t| document.tokens[*t as usize].shape.is_word()).count();
        out.push(Spoken { quotation: *q, sentence, origin, said: beside.map(|f| (f.voice, f.cue)), words });
    }
    out
}
