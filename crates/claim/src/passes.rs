//! The five passes, in their order.

use gazetteer::Gazetteer;
use pack::{Kinds, Pack};
use text::{Article, Language, Part, Published, PublishedFrom, identify};

use crate::assemble::{Ground, assemble};
use crate::attribution::{Frame, SayTags, Voices, frames};
use crate::candidates::{Candidate, candidates};
use crate::chart::{Chart, Mark};
use crate::chunks::{Loads, chunk};
use crate::document::Document;
use crate::emission::emit;
use crate::matching::{Match, matches};
use crate::modality::ModalTags;
use crate::naming::{Known, NameTags, PlaceMention, names};
use crate::quoting::{Spoken, spoken};
use crate::tagging::{CountTags, counts, tag};
use crate::time::Reference;
use crate::{CLAIM_LAYER, Origin, Packs, Reading, Stance, settle};

/// Reads one article with the pack of its language. Without a pack the reading is empty.
pub fn read(article: &Article, packs: &Packs) -> Reading {
    let language = article.language().or_else(|| language_of(article));
    match language.and_then(|l| packs.get(l)) {
        Some(pack) => read_with(article, pack),
        None => Reading {
            article: article.key(),
            language: None,
            published: article.published(),
            mentions: Vec::new(),
            participants: Vec::new(),
            claims: Vec::new(),
            tellings: Vec::new(),
            unread: Vec::new(),
        },
    }
}

/// The language of an article that does not say its own.
fn language_of(article: &Article) -> Option<Language> {
    identify(article.text()).or_else(|| identify(article.title()))
}

/// What the passes have found so far.
pub(crate) struct Found<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) charts: Vec<Chart>,
    pub(crate) loads: Loads,
    pub(crate) places: Vec<PlaceMention>,
    /// By place mention: its words.
    pub(crate) names: Vec<String>,
    pub(crate) frames: Vec<Vec<Frame>>,
    pub(crate) spoken: Vec<Spoken>,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) published: Option<Published>,
}

fn read_with(article: &Article, pack: &Pack) -> Reading {
    let document = Document::cut(article, pack);
    let gazetteer = Gazetteer::embedded();
    let (count_tags, name_tags) = (CountTags::of(pack), NameTags::of(pack));
    let (say_tags, modal_tags) = (SayTags::of(pack), ModalTags::of(pack));
    let published = article.published().or_else(|| dateline(&document, &count_tags));
    let mut reference = Reference { published: published.map(|p| p.at), last: None };

    let mut loads = Loads::default();
    let mut places = Vec::new();
    let mut known = Known::default();
    let mut charts = Vec::with_capacity(document.sentences.len());
    let mut found: Vec<Match> = Vec::new();
    let mut all_frames = Vec::with_capacity(document.sentences.len());
    let mut last_voices: Vec<Option<Origin>> = Vec::with_capacity(document.sentences.len());
    let mut voices = Voices::default();
    let mut all_candidates: Vec<Candidate> = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut chart = Chart::default();
        tag(&document, sentence, &mut chart);
        counts(&document, sentence, &count_tags, &mut chart, &mut loads.counts);
        names(&document, number, &name_tags, gazetteer, &mut chart, &mut places, &mut known);
        chunk(&document, number, &mut chart, &mut loads, &mut reference, &mut found);
        let said = frames(&document, number, &say_tags, &chart, &mut voices);
        for layer in pack.layers.iter().filter(|l| l.number >= CLAIM_LAYER) {
            matches(pack, layer, &chart, &mut found);
            candidates(&document, number, &chart, &loads, &said, &say_tags, &modal_tags, &found, &mut all_candidates);
        }
        all_frames.push(said);
        last_voices.push(voices.last().cloned());
        charts.push(chart);
    }
    let spoken = spoken(&document, &all_frames, &last_voices);
    voice_quoted(&spoken, &mut all_candidates);
    let place_names: Vec<String> = places.iter().map(|p| document.words_of(p.tokens.0, p.tokens.1).to_owned()).collect();
    settle::settle(&mut places, &place_names, gazetteer);

    let clauses = clauses(&document, &charts);
    let kinds = Kinds::shipped();
    let weighty: Vec<u8> = ["killed", "injured", "abducted", "hits", "missing"].iter().filter_map(|f| kinds.facet(f)).collect();
    let said: Vec<_> = all_frames.iter().flatten().map(|f| (f.voice, f.cue)).collect();
    let drafts = {
        let ground = Ground {
            document: &document,
            candidates: &all_candidates,
            places: &places,
            times: &loads.times,
            gazetteer,
            clauses: &clauses,
            kind: kinds.facet("kind").unwrap_or(0),
            weighty: &weighty,
            said: &said,
        };
        let drafts = assemble(&ground);
        let places = drafts.iter().map(|d| crate::assemble::places_of(&ground, &place_names, d)).collect::<Vec<_>>();
        drafts.into_iter().zip(places).collect::<Vec<_>>()
    };
    let found = Found {
        document,
        charts,
        loads,
        places,
        names: place_names,
        frames: all_frames,
        spoken,
        candidates: all_candidates,
        published,
    };
    emit(&found, drafts)
}

/// Claims inside quotation marks are the speaker's, where no clause of saying reaches them.
fn voice_quoted(spoken: &[Spoken], candidates: &mut [Candidate]) {
    for c in candidates.iter_mut().filter(|c| c.origin.is_none()) {
        let Some(s) = spoken.iter().find(|s| s.words >= 3 && s.quotation.holds(c.trigger.0)) else { continue };
        c.origin = s.origin.clone();
        c.said = s.said;
        if c.origin.is_some() && c.stance == Stance::Asserted {
            c.stance = Stance::Reported;
        }
    }
}

/// A full date among the first words of a text that has no other date.
fn dateline(document: &Document, tags: &CountTags) -> Option<Published> {
    let number = document.sentences.iter().position(|s| s.part == Part::Text)?;
    let sentence = &document.sentences[number];
    let (mut chart, mut loads, mut found) = (Chart::default(), Loads::default(), Vec::new());
    tag(document, sentence, &mut chart);
    counts(document, sentence, tags, &mut chart, &mut loads.counts);
    chunk(document, number, &mut chart, &mut loads, &mut Reference::default(), &mut found);
    let near = |t: &&crate::chunks::TimeMention| t.tokens.0 < sentence.first + 10 && t.value.start.is_some();
    let time = loads.times.iter().find(near)?;
    let (start, end) = (time.value.start?, time.value.end?);
    (start.date == end.date).then_some(Published { at: start, from: PublishedFrom::Dateline })
}

/// By sentence: the tokens at which a clause begins.
fn clauses(document: &Document, charts: &[Chart]) -> Vec<Vec<u32>> {
    let pack = document.pack;
    let joints = ["conj", "subordinator", "relative", "that"].map(|t| pack.tag(t));
    let subordinators = [pack.tag("subordinator"), pack.tag("relative")];
    let is = |chart: &Chart, tags: &[Option<u16>], at: u16| tags.iter().flatten().any(|t| chart.has(*t, at));
    document
        .sentences
        .iter()
        .zip(charts)
        .map(|(sentence, chart)| {
            (1..chart.len)
                .filter(|at| match chart.mark[*at as usize - 1] {
                    Mark::Strong => true,
                    Mark::Comma => is(chart, &joints, *at),
                    Mark::No => is(chart, &subordinators, *at),
                })
                .map(|at| sentence.first + u32::from(at))
                .collect()
        })
        .collect()
}
