//! How far an attribution reaches beyond its clause: back to the sentence before, on to the next, and to figures of others
//! told in the same breath.

use pack::tags;

use crate::Stance;
use crate::attribution::{Frame, SayTags, is};
use crate::chart::{Chart, Mark};
use crate::document::Document;
use crate::speakers::{VOICE_WORDS, Voices, origin};
use crate::subjects::{after, before};

/// "Tre persone sono morte. Lo ha detto il sindaco.": what points back says the sentence before, if nobody else does.
pub(crate) fn point_back(document: &Document, frames: &mut [Vec<Frame>]) {
    for at in 1..frames.len() {
        let (before, here) = (&document.sentences[at - 1], &document.sentences[at]);
        let Some(frame) = frames[at].iter().find(|f| f.points_back) else { continue };
        if before.part == here.part && frames[at - 1].is_empty() {
            let frame = Frame { content: vec![(before.first, before.end)], ..frame.clone() };
            frames[at - 1].push(frame);
        }
    }
}

/// "Six died, the mayor said. Three others were hurt.": who gave a figure gives the one that the next sentence adds to it,
/// where that names no place, no time and nobody who says it. A voice before a colon goes on until another speaks.
pub(crate) fn carry_on(document: &Document, t: &SayTags, charts: &[Chart], frames: &mut [Vec<Frame>]) {
    for at in 1..frames.len() {
        let (before, here) = (&document.sentences[at - 1], &document.sentences[at]);
        let (told, chart) = (&charts[at - 1], &charts[at]);
        let beside = before.part == here.part && before.paragraph == here.paragraph;
        // "The minister: two are dead. Nine are missing."
        let heads = |f: &Frame| document.word(f.cue.0) == ":";
        let headed = frames[at - 1].last().is_some_and(heads);
        if !beside || !frames[at].is_empty() || !(headed || adds(t, chart)) {
            continue;
        }
        let figure = |f: &Frame| {
            let said = |n: u32| f.content.iter().any(|(a, b)| *a <= n && n < *b);
            f.points_back || told.of(tags::COUNT).any(|n| said(before.first + u32::from(n.start)))
        };
        let goes_on = |f: &&Frame| heads(f) || f.stance == Stance::Reported && figure(f);
        let Some(frame) = frames[at - 1].last().filter(goes_on) else { continue };
        let frame = Frame { content: vec![(here.first, here.end)], points_back: false, ..frame.clone() };
        frames[at].push(frame);
    }
}

/// Whether a sentence adds to what was told before it: "three others", "one of them", "besides".
fn adds(t: &SayTags, chart: &Chart) -> bool {
    let opens = t.goes_on.is_some_and(|tag| chart.of(tag).any(|i| i.start <= ADDS));
    opens && chart.of(tags::PLACE).next().is_none() && chart.of(tags::TIME).next().is_none()
}

/// How far into a sentence the word may stand by which it adds to the one before, in tokens.
const ADDS: u16 = 3;

/// "The police spoke of six dead; President Petro, of eight": whose figures stand behind the first one's, without a verb of
/// their own.
pub(crate) fn gapped(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    voices: &Voices,
    told: &[Frame],
) -> Vec<Frame> {
    let here = &document.sentences[sentence];
    let word = |a: u16| document.word(here.first + u32::from(a));
    let dash = |a: u16| a < chart.len && matches!(word(a), "—" | "–" | "-");
    let mut out = Vec::new();
    let Some(cue) = told.iter().filter(|f| f.stance == Stance::Reported).map(|f| f.cue.1).min() else {
        return out;
    };
    let from = cue.saturating_sub(here.first) as u16;
    let number =
        |a: u16| chart.has(tags::COUNT, a) || chart.has(tags::NUMBER, a) && !chart.covered(tags::TIME, a);
    let figure = |a: u16, b: u16| (a..b).any(number);
    for at in from..chart.len {
        if chart.mark[usize::from(at)] == Mark::No || !figure(from, at) {
            continue;
        }
        let mut start = at + 1;
        while let Some(item) = [Some(tags::TIME), t.adverb, t.conj]
            .into_iter()
            .flatten()
            .find_map(|tag| chart.longest(tag, start))
        {
            start = item.end;
        }
        // «в перші години ФСБ – 40»: before a dash the last group speaks
        let next = (start..chart.len).find(|a| dash(*a) || chart.mark[usize::from(*a)] != Mark::No);
        let voice = match next.filter(|a| dash(*a)) {
            Some(dash) => before(document, here.first, t, chart, dash).filter(|v| v.0 >= start),
            None => after(document, here.first, t, chart, start).map(|s| s.voice),
        };
        let Some(voice) = voice else { continue };
        let speaks = (voice.0..voice.1).any(|a| {
            is(chart, t.office, a)
                || is(chart, t.body, a)
                || chart.has(tags::PERSON_NAME, a)
                || chart.has(tags::NAME, a)
        });
        if !speaks || voice.1 - voice.0 > VOICE_WORDS || figure(voice.0, voice.1) {
            continue;
        }
        // a dash or a preposition stands for the verb
        let mut end = voice.1;
        let mut stands = false;
        while end < chart.len && end - voice.1 <= GAP {
            let time = chart.longest(tags::TIME, end).map(|i| i.end);
            let leads = dash(end) || is(chart, t.prep, end) && time.is_none();
            stands |= leads;
            if number(end) || !(leads || time.is_some() || word(end) == "," || is(chart, t.adverb, end)) {
                break;
            }
            end = time.unwrap_or(end + 1);
        }
        let counted = number(end) && !chart.covered(tags::AGE, end);
        if !(stands && counted) {
            continue;
        }
        let Some(origin) = origin(document, here.first, t, chart, voice, voices) else { continue };
        let token = |a: u16| here.first + u32::from(a);
        let ends =
            (end..chart.len).find(|a| chart.mark[usize::from(*a)] == Mark::Strong).unwrap_or(chart.len);
        if let Some(Frame { content, .. }) = out.last_mut() {
            content.iter_mut().for_each(|c: &mut (u32, u32)| c.1 = c.1.min(token(at)));
        }
        out.push(Frame {
            origin,
            voice: (token(voice.0), token(voice.1)),
            cue: (token(voice.1), token(end)),
            stance: Stance::Reported,
            content: vec![(token(end), token(ends))],
            points_back: false,
            figure: true,
        });
    }
    out
}

/// How many tokens may stand between a voice and its figure where the verb is left out.
const GAP: u16 = 6;
