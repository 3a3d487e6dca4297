//! The five passes, in their order.

use std::cell::Cell;
use std::sync::Arc;

use gazetteer::{Gazetteer, PlaceId};
use pack::{Kinds, Pack};
use text::{Article, Language, Moment, Part, Published, PublishedFrom, evident, fold, identify, segment};

use crate::assemble::{Ground, assemble, places_of, told_at, told_first};
use crate::attribution::{Frame, frames};
use crate::bodies::name_in_full;
use crate::candidates::{Candidate, candidates};
use crate::chart::{Chart, Mark};
use crate::chunks::{Loads, chunk};
use crate::document::Document;
use crate::emission::emit;
use crate::matching::{Match, Matching};
use crate::naming::{Known, PlaceMention, names, take_back};
use crate::packs::Tongue;
use crate::quoting::{Spoken, spoken};
use crate::reach::{carry_on, point_back};
use crate::speakers::{Voices, notice};
use crate::tagging::{counts, tag};
use crate::time::Reference;
use crate::times::TimeMention;
use crate::undated::{undate, years};
use crate::{CLAIM_LAYER, Origin, Packs, Reading, Stance, settle};

/// Reads one article with the pack of its language. Without a pack the reading is empty.
pub fn read(article: &Article, packs: &Packs) -> Reading {
    read_as_of(article, packs, article.published())
}

/// Reads one article as published at a time that it does not tell itself, such as another telling's.
pub fn read_as_of(article: &Article, packs: &Packs, published: Option<Published>) -> Reading {
    let language = article.language().or_else(|| language_of(article, packs));
    match language.and_then(|l| packs.tongue(l)) {
        Some(tongue) => read_with(article, tongue, published),
        None => Reading {
            article: article.key(),
            language: None,
            published,
            mentions: Vec::new(),
            participants: Vec::new(),
            claims: Vec::new(),
            tellings: Vec::new(),
            looks_back: false,
            unread: Vec::new(),
            offices: Vec::new(),
        },
    }
}

/// The language of an article that does not say its own. A few words may leave it open: where the pack of what they are
/// taken for doesn't know most of them, one that does has them.
fn language_of(article: &Article, packs: &Packs) -> Option<Language> {
    if let Some(language) = evident(article.text()) {
        return Some(language);
    }
    let found = identify(article.text()).or_else(|| identify(article.title()));
    if article.text().len() > SHORT {
        return found;
    }
    let known =
        |language: &Language| packs.get(*language).is_some_and(|pack| knows_most(article.text(), pack));
    found.filter(known).or_else(|| packs.languages().into_iter().find(known)).or(found)
}

/// The longest text, in bytes, whose language the words of a pack may tell.
const SHORT: usize = 300;

/// Whether a pack has more than two thirds of a text's words.
fn knows_most(text: &str, pack: &Pack) -> bool {
    let (tokens, _) = segment(text, Part::Text, &pack.writing);
    let mut folded = String::new();
    let (mut all, mut known) = (0, 0);
    for token in tokens.iter().filter(|t| t.shape.is_word()) {
        fold(token.of(text), &mut folded);
        all += 1;
        known += usize::from(pack.lexicon.word(&folded) != 0);
    }
    known * 3 > all * 2
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
    /// By candidate: when its figure was told, where the text says so.
    pub(crate) told_at: Vec<Option<Moment>>,
    pub(crate) published: Option<Published>,
}

fn read_with(article: &Article, tongue: &Tongue, published: Option<Published>) -> Reading {
    let Tongue { pack, tags } = tongue;
    let document = Document::cut(article, tongue);
    let gazetteer = Gazetteer::in_use();
    let published = published.or_else(|| published_in(&document));
    let mut reference = Reference { published: published.map(|p| p.at), last: None };

    let mut loads = Loads::default();
    let mut places = Vec::new();
    let mut known = Known::default();
    let Desk { charts: mut spare, mut matching } = DESK.take();
    // pass by pass over all sentences: the code of all passes together is too much for a processor's nearest memory
    let mut charts = Vec::with_capacity(document.sentences.len());
    for sentence in &document.sentences {
        let mut chart = spare.pop().unwrap_or_default();
        tag(&document, sentence, &tags.words, &mut chart);
        counts(&document, sentence, &tags.counts, &mut chart, &mut loads.counts);
        charts.push(chart);
    }
    for (number, chart) in charts.iter_mut().enumerate() {
        names(&document, number, &tags.names, gazetteer, chart, &mut places, &mut known);
    }
    take_back(&document, &mut places, &known);
    // matches of claim rules, and by sentence and layer where they end
    let mut matches: Vec<Match> = Vec::with_capacity(2 * document.sentences.len());
    let mut ends: Vec<(usize, usize)> = Vec::with_capacity(document.sentences.len());
    for (number, chart) in charts.iter_mut().enumerate() {
        chunk(&document, number, chart, &mut loads, &mut reference, &mut matching);
        for layer in pack.layers.iter().filter(|l| l.number >= CLAIM_LAYER) {
            matching.run(&pack.asks, layer, chart);
            matches.append(&mut matching.found);
            ends.push((number, matches.len()));
        }
    }
    let mut all_frames = Vec::with_capacity(document.sentences.len());
    let mut last_voices: Vec<Option<Arc<Origin>>> = Vec::with_capacity(document.sentences.len());
    let mut voices = Voices::default();
    for (number, chart) in charts.iter().enumerate() {
        all_frames.push(frames(&document, number, &tags.say, chart, &mut voices));
        notice(&document, number, &tags.say, chart, &mut voices);
        last_voices.push(voices.last().cloned());
    }
    point_back(&document, &mut all_frames);
    carry_on(&document, &tags.say, &charts, &mut all_frames);
    let mut all_candidates: Vec<Candidate> = Vec::with_capacity(matches.len() + 2 * document.sentences.len());
    let mut first = 0;
    for (number, end) in ends {
        candidates(
            &document,
            number,
            &charts[number],
            &loads,
            &all_frames[number],
            &tags.say,
            &tags.modal,
            &matches[first..end],
            &mut all_candidates,
        );
        first = end;
    }
    let spoken = spoken(&document, &all_frames, &last_voices, &tags.say, &charts);
    voice_quoted(&spoken, &mut all_candidates);
    let place_names: Vec<String> =
        places.iter().map(|p| document.words_of(p.tokens.0, p.tokens.1).to_owned()).collect();
    undate(&document, &charts, &places, published, &mut loads.times);
    years(&document, &all_candidates, published, &mut loads.times);
    let home = home_of(&document, &charts, gazetteer);
    settle::settle(&mut places, &place_names, gazetteer, home);

    let clauses = clauses(&document, &charts);
    let kinds = Kinds::shipped();
    let said: Vec<_> = all_frames.iter().flatten().map(|f| (f.voice, f.cue)).collect();
    let (drafts, told_at, told_first) = {
        let ground = Ground {
            document: &document,
            candidates: &all_candidates,
            places: &places,
            times: &loads.times,
            groups: &loads.groups,
            gazetteer,
            published: published.map(|p| p.at.date),
            clauses: &clauses,
            kind: kinds.facet("kind").unwrap_or(0),
            charts: &charts,
            tags: &tags.ground,
            said: &said,
        };
        let drafts = assemble(&ground);
        let places = drafts.iter().map(|d| places_of(&ground, &place_names, d)).collect::<Vec<_>>();
        let told_at = told_at(&ground, published.map(|p| p.at));
        let told_first = told_first(&ground);
        (drafts.into_iter().zip(places).collect::<Vec<_>>(), told_at, told_first)
    };
    for (candidate, _) in all_candidates.iter_mut().zip(told_first).filter(|(_, first)| *first) {
        candidate.moved = Some("first");
    }
    let found = Found {
        document,
        charts,
        loads,
        places,
        names: place_names,
        frames: all_frames,
        spoken,
        candidates: all_candidates,
        told_at,
        published,
    };
    let mut reading = emit(&found, drafts);
    name_in_full(&mut reading, gazetteer);
    spare.extend(found.charts);
    spare.truncate(SPARE);
    DESK.set(Desk { charts: spare, matching });
    reading
}

/// Buffers that a thread uses again for its next article.
#[derive(Default)]
struct Desk {
    charts: Vec<Chart>,
    matching: Matching,
}

thread_local! {
    static DESK: Cell<Desk> = Cell::default();
}

/// How many charts a thread keeps: those of a usual article.
const SPARE: usize = 64;

/// The country of which the article's own words are: only there do sheriff's deputies, or gardaí, come to a scene. None
/// where the words are of several.
fn home_of(document: &Document, charts: &[Chart], places: &Gazetteer) -> Option<PlaceId> {
    let tag = document.pack.tag("home-word")?;
    let mut words = charts.iter().flat_map(|c| c.of(tag)).map(|i| document.pack.value(i.value));
    let code = words.next()?;
    if words.any(|other| other != code) { None } else { places.country(code) }
}

/// Claims inside quotation marks are the speaker's, where no clause of saying reaches them.
fn voice_quoted(spoken: &[Spoken], candidates: &mut [Candidate]) {
    for c in candidates.iter_mut().filter(|c| c.origin.is_none()) {
        let Some(s) = spoken.iter().find(|s| s.words >= 3 && s.quotation.holds(c.trigger.0)) else {
            continue;
        };
        c.origin = s.origin.clone();
        c.said = s.said;
        if c.origin.is_some() && c.stance == Stance::Asserted {
            c.stance = Stance::Reported;
        }
    }
}

/// The publication time of an article that has none: a full date among the first words of its text, else the day that
/// its first sentence names without a year, in the last year that the text names.
fn published_in(document: &Document) -> Option<Published> {
    let first = document.sentences.iter().position(|s| s.part == Part::Text)?;
    let (mut chart, mut loads, mut matching) = (Chart::default(), Loads::default(), Matching::default());
    let mut reference = Reference::default();
    for (number, sentence) in document.sentences.iter().enumerate().skip(first) {
        tag(document, sentence, &document.tags.words, &mut chart);
        counts(document, sentence, &document.tags.counts, &mut chart, &mut loads.counts);
        chunk(document, number, &mut chart, &mut loads, &mut reference, &mut matching);
        let opening = document.sentences[first].first + 10;
        let full = |t: &&TimeMention| {
            t.tokens.0 < opening && t.value.start.is_some() && t.value.start == t.value.end
        };
        if number == first
            && let Some(at) = loads.times.iter().find(full).and_then(|t| t.value.start)
        {
            return Some(Published { at, from: PublishedFrom::Dateline });
        }
    }
    let year = loads.times.iter().filter_map(|t| t.value.end).map(|m| m.date.year()).max()?;
    let lead =
        |t: &&TimeMention| document.sentences[t.sentence].paragraph == document.sentences[first].paragraph;
    let day = loads
        .times
        .iter()
        .filter(lead)
        .filter_map(|t| t.value.pattern.as_deref()?.get(5..10))
        .find_map(|md| Moment::parse(&format!("{year:04}-{md}")))?;
    Some(Published { at: day, from: PublishedFrom::Text })
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
