//! Pass 3, attribution: who is said to say what, and how far it reaches.

use std::sync::Arc;

use pack::{Features, Pack, Tag, tags};

use crate::chart::{Chart, Item, Mark};
use crate::document::Document;
use crate::reach::gapped;
use crate::speakers::{
    VOICE_WORDS, Voices, body_before, origin, person_before, remember, voice_like, with_apposition,
};
use crate::subjects::{Subject, after, apposed, around, before, head_of};
use crate::{Origin, Stance};

/// One clause of saying: the voice, the word of saying, and what is said.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) origin: Arc<Origin>,
    /// Tokens over the document.
    pub(crate) voice: (u32, u32),
    pub(crate) cue: (u32, u32),
    /// What the word of saying makes of what is said.
    pub(crate) stance: Stance,
    /// Runs of tokens that are what is said.
    pub(crate) content: Vec<(u32, u32)>,
    /// Whether its words point back to the sentence before: "Lo ha detto il sindaco".
    pub(crate) points_back: bool,
    /// Whether it says one figure only, whose noun may stand far before: "six dead, the police eight".
    pub(crate) figure: bool,
}

/// Tokens of a voice and of its word of saying, over the document.
pub(crate) type Said = ((u32, u32), (u32, u32));

/// Tags that attribution asks for.
#[derive(Debug)]
pub(crate) struct SayTags {
    pub(crate) say: Option<Tag>,
    /// Words of saying behind which stands whom they tell, and never who tells: "told parliament".
    pub(crate) tell: Option<Tag>,
    pub(crate) according: Option<Tag>,
    /// What means "according to" where a sentence begins with it: "Per il ministero i droni erano otto".
    pub(crate) opening: Option<Tag>,
    /// What means "according to" behind the voice: "der Polizei zufolge".
    pub(crate) trailing: Option<Tag>,
    pub(crate) office: Option<Tag>,
    pub(crate) body: Option<Tag>,
    pub(crate) person: Option<Tag>,
    pub(crate) nation: Option<Tag>,
    pub(crate) demonym: Option<Tag>,
    pub(crate) capital: Option<Tag>,
    pub(crate) pronoun: Option<Tag>,
    pub(crate) adverb: Option<Tag>,
    pub(crate) have: Option<Tag>,
    pub(crate) be: Option<Tag>,
    pub(crate) modal: Option<Tag>,
    pub(crate) det: Option<Tag>,
    pub(crate) prep: Option<Tag>,
    pub(crate) of: Option<Tag>,
    pub(crate) place_in: Option<Tag>,
    pub(crate) by: Option<Tag>,
    pub(crate) conj: Option<Tag>,
    pub(crate) relative: Option<Tag>,
    pub(crate) subordinator: Option<Tag>,
    pub(crate) that: Option<Tag>,
    pub(crate) from: Option<Tag>,
    pub(crate) to: Option<Tag>,
    pub(crate) neg: Option<Tag>,
    pub(crate) future: Option<Tag>,
    pub(crate) day: Option<Tag>,
    pub(crate) blame: Option<Tag>,
    pub(crate) background: Option<Tag>,
    pub(crate) deny: Option<Tag>,
    pub(crate) figure: Option<Tag>,
    pub(crate) lives: Option<Tag>,
    pub(crate) tally: Option<Tag>,
    pub(crate) report: Option<Tag>,
    /// The one name of a body in every language.
    pub(crate) known: Option<Tag>,
    pub(crate) there: Option<Tag>,
    pub(crate) no: Option<Tag>,
    /// What joins a speaker to those spoken for: "a spokesman for the army".
    pub(crate) on_behalf: Option<Tag>,
    pub(crate) possessive: Option<Tag>,
    /// "'s".
    pub(crate) owns: Option<Tag>,
    /// Words of saying whose object is what was told before: "lo ha detto".
    pub(crate) points_back: Option<Tag>,
    /// A dash before the voice that signs a sentence.
    pub(crate) signs: Option<Tag>,
    /// An "according to" that holds its voice as a pronoun: «за його словами».
    pub(crate) pronoun_says: Option<Tag>,
    /// What leads to whose figure one beside it is: "30mila per gli organizzatori".
    pub(crate) figure_of: Option<Tag>,
    /// What leads to whom something is told, before the subject: "ha raccontato alla Cnn una studentessa".
    pub(crate) to_whom: Option<Tag>,
    /// What shows near its beginning that a sentence adds to the one before: "others", "one of them", "besides".
    pub(crate) goes_on: Option<Tag>,
    /// Whether the language puts its verbs before their subjects: "said the ministry that".
    pub(crate) verb_first: bool,
}

impl SayTags {
    pub(crate) fn of(pack: &Pack) -> SayTags {
        let tag = |name| pack.tag(name);
        SayTags {
            say: tag("say-verb"),
            tell: tag("tell-verb"),
            according: tag("according"),
            opening: tag("according-opening"),
            trailing: tag("according-behind"),
            office: tag("office"),
            body: tag("body"),
            person: tag("person"),
            nation: tag("nation"),
            demonym: tag("demonym"),
            capital: tag("capital-state"),
            pronoun: tag("pronoun"),
            adverb: tag("adverb"),
            have: tag("have"),
            be: tag("be"),
            modal: tag("modal"),
            det: tag("det"),
            prep: tag("prep"),
            of: tag("of"),
            place_in: tag("place-in"),
            by: tag("by"),
            conj: tag("conj"),
            relative: tag("relative"),
            subordinator: tag("subordinator"),
            that: tag("that"),
            from: tag("place-from"),
            to: tag("infinitive"),
            neg: tag("neg"),
            future: tag("future"),
            day: tag("weekday"),
            blame: tag("blame-verb"),
            background: tag("background"),
            deny: tag("deny-verb"),
            figure: tag("figure-verb"),
            lives: tag("lives"),
            tally: tag("tally-noun"),
            report: tag("report-noun"),
            known: tag("known-as"),
            there: tag("there"),
            no: tag("no"),
            on_behalf: tag("on-behalf"),
            possessive: tag("poss"),
            owns: tag("possessive"),
            points_back: tag("points-back"),
            signs: tag("signs"),
            pronoun_says: tag("pronoun-says"),
            figure_of: tag("figure-of"),
            to_whom: tag("to-whom"),
            goes_on: tag("goes-on"),
            verb_first: pack.setting("verb") == "first",
        }
    }

    /// The one name in every language of what tokens name: of "Stato islamico" Islamic State.
    pub(crate) fn known_as<'a>(
        &self,
        pack: &'a Pack,
        chart: &Chart,
        (from, end): (u16, u16),
    ) -> Option<&'a str> {
        let item =
            self.known.into_iter().flat_map(|tag| chart.of(tag)).find(|i| i.start == from && i.end == end)?;
        Some(pack.value(item.value))
    }

    /// The ISO code of the state that a sentence names last.
    pub(crate) fn last_state(&self, pack: &Pack, chart: &Chart) -> Option<String> {
        let states = [self.nation, self.demonym, self.capital].into_iter().flatten();
        let last = states.flat_map(|tag| chart.of(tag)).max_by_key(|i| (i.start, i.end))?;
        Some(pack.value(last.value).to_owned()).filter(|v| v.len() == 2)
    }

    /// The ISO code of the state that words within tokens name, by name, adjective or capital.
    pub(crate) fn country(&self, pack: &Pack, chart: &Chart, from: u16, end: u16) -> Option<String> {
        let inside = |n: &&Item| n.start >= from && n.end <= end;
        let owned = self.body.and_then(|b| {
            let item = chart.of(b).filter(inside).min_by_key(|n| n.start)?;
            pack.value(item.value).split_once(':').map(|(_, country)| country.to_owned())
        });
        owned.or_else(|| {
            [self.nation, self.demonym, self.capital].into_iter().flatten().find_map(|tag| {
                let item = chart.of(tag).filter(inside).min_by_key(|n| n.start)?;
                Some(pack.value(item.value).to_owned()).filter(|v| v.len() == 2)
            })
        })
    }
}

pub(crate) fn is(chart: &Chart, tag: Option<Tag>, at: u16) -> bool {
    tag.is_some_and(|t| chart.has(t, at))
}

pub(crate) fn ends(chart: &Chart, tag: Option<Tag>, end: u16) -> bool {
    tag.is_some_and(|t| chart.ends(t, end))
}

/// Finds the clauses of saying of a sentence, in its order.
pub(crate) fn frames(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    voices: &mut Voices,
) -> Vec<Frame> {
    let first = document.sentences[sentence].first;
    let mut cues: Vec<Item> = Vec::new();
    for tag in [t.say, t.according, t.trailing, t.pronoun_says, t.blame, t.deny].into_iter().flatten() {
        cues.extend(chart.of(tag).copied());
    }
    cues.extend(t.opening.into_iter().flat_map(|tag| chart.of(tag)).filter(|c| c.start == 0));
    // "puts the toll at", "counted": words of saying only where a number follows
    let figures = t.figure.into_iter().flat_map(|tag| chart.of(tag));
    cues.extend(
        figures.copied().filter(|c| chart.of(tags::COUNT).any(|n| n.end > c.end && n.start <= c.end + 12)),
    );
    // "the second attack" is no "according to", though a language may have one word for both
    let accords = |c: &Item| [t.according, t.opening, t.trailing, t.pronoun_says].contains(&Some(c.tag));
    cues.retain(|c| match accords(c) {
        // nor is "al secondo piano" one
        true => !ends(chart, t.det, c.start) && !ends(chart, t.prep, c.start),
        false => is_verb_here(t, chart, c) && !attributive(t, chart, c),
    });
    // "the flood has claimed forty lives" says nothing
    let takes =
        |c: &Item| t.lives.is_some_and(|l| chart.of(l).any(|n| n.start >= c.end && n.start - c.end <= 4));
    cues.retain(|c| !takes(c));
    // the "States" of "the United States" state nothing
    let named = |c: &Item| {
        let mut names = [t.nation, t.body].into_iter().flatten().flat_map(|tag| chart.of(tag));
        names.any(|n| n.start < c.start && c.end <= n.end)
    };
    cues.retain(|c| !named(c));
    cues.sort_by_key(|c| (c.start, u16::MAX - c.end));
    cues.dedup_by(|b, a| b.start < a.end);
    let mut out: Vec<Frame> = Vec::new();
    for cue in cues {
        let gerund = cue.features.has(Features::GERUND);
        if document.quotation_at(first + u32::from(cue.start)).is_some() {
            continue;
        }
        let according = accords(&cue);
        let from = out.last().map_or(0, |f| (f.cue.1.max(f.voice.1) - first) as u16);
        let found = if t.opening == Some(cue.tag) {
            after(document, first, t, chart, cue.end).filter(|s| opens(document, first, t, chart, s.voice))
        } else if t.pronoun_says == Some(cue.tag) {
            Some(Subject::before((cue.start, cue.end)))
        } else if t.trailing == Some(cue.tag) {
            before(document, first, t, chart, cue.start).map(Subject::before)
        } else if according {
            after(document, first, t, chart, cue.end)
        } else {
            around(document, first, t, chart, &cue)
        };
        let within = |s: &Subject| s.voice.0 >= from || according || from == 0;
        // "said the mayor, quoted by local media": through whom it came
        let passed = according || cue.features.has(Features::PARTICIPLE) && is(chart, t.by, cue.end);
        let beside = |f: &&mut Frame| {
            let at = first + u32::from(cue.start);
            f.voice.1 + 1 == at || f.voice.1 == at
        };
        if let Some(last) = out.last_mut().filter(|f| passed && beside(f))
            && let Some(through) =
                found.as_ref().and_then(|s| origin(document, first, t, chart, s.voice, voices))
        {
            let behind = first + u32::from(found.map_or(cue.end, |s| s.voice.1));
            last.content.retain(|c| c.0 < last.voice.0);
            if behind < document.sentences[sentence].end {
                last.content.push((behind, document.sentences[sentence].end));
            }
            Arc::make_mut(&mut last.origin).via.push(through.voice.clone());
            continue;
        }
        // "the agency, citing the ministry, reports": what the ministry says came through the agency
        if let Some(last) = out.last_mut()
            && let Some(relays) =
                found.as_ref().filter(|s| s.voice.0 < from && first + u32::from(s.voice.0) < last.cue.0)
            && is(chart, t.according, (last.cue.0 - first) as u16)
            && let Some(outlet) =
                origin(document, first, t, chart, (relays.voice.0, through(t, chart, relays.voice)), voices)
        {
            if last.origin.institution.is_none()
                && last.origin.side.is_none()
                && last.origin.kind.as_deref() != Some("person")
            {
                last.origin = outlet;
            } else if outlet.voice != last.origin.voice {
                Arc::make_mut(&mut last.origin).via.push(outlet.voice.clone());
            }
            last.content = vec![(first + u32::from(cue.start), document.sentences[sentence].end)];
            continue;
        }
        // ", ha aggiunto,": a language that leaves out its pronouns means who spoke last
        let found = found.filter(within);
        let bare = t.points_back.is_some() && (set_apart(chart, &cue) || opens_alone(t, chart, &cue));
        // "and added that"
        let goes_on = t.verb_first && is(chart, t.that, cue.end);
        if found.is_none()
            && (bare || goes_on)
            && let Some(origin) =
                named_here(document, sentence, t, chart, &cue).or_else(|| voices.last().cloned())
        {
            let opens = opens_alone(t, chart, &cue);
            let cue = (first + u32::from(cue.start), first + u32::from(cue.end));
            let stance = Stance::Reported;
            let end = document.sentences[sentence].end;
            let content = if goes_on || opens {
                vec![(cue.0, end)]
            } else {
                vec![(first + u32::from(from), cue.0), (cue.1, end)]
            };
            out.push(Frame { origin, voice: cue, cue, stance, content, points_back: false, figure: false });
            continue;
        }
        // "le autorità citate dalla stampa": the voice ends where that begins through whom it came
        let found = found.map(|s| Subject { voice: (s.voice.0, through(t, chart, s.voice)), ..s });
        let found = found.map(|s| match s.apposition {
            None if s.voice.0 >= cue.end => {
                Subject { apposition: apposed(document, first, t, chart, s.voice), ..s }
            }
            _ => s,
        });
        let Some(Subject { voice, inverted, apposition }) = found else {
            // "…, adding that": the same voice goes on
            if gerund && let Some(last) = out.last_mut() {
                let at = first + u32::from(cue.start);
                last.content.iter_mut().for_each(|c| c.1 = c.1.min(at.max(c.0)));
                let more = Frame {
                    cue: (at, first + u32::from(cue.end)),
                    stance: Stance::parse(document.pack.value(cue.value)).unwrap_or(Stance::Reported),
                    content: vec![(at, document.sentences[sentence].end)],
                    ..last.clone()
                };
                out.push(more);
            }
            continue;
        };
        let it = t.pronoun.and_then(|p| chart.longest(p, voice.0)).filter(|p| p.end >= voice.1);
        let body = it.filter(|p| out.is_empty() && document.pack.value(p.value) == "body");
        let body = body.and_then(|p| body_before(document, first, t, chart, p.start, voices));
        let speaker = body.or_else(|| origin(document, first, t, chart, voice, voices));
        // "the first count, by the civil defence, spoke of one"
        let counts = || (voice.0..voice.1).any(|a| is(chart, t.tally, a) || is(chart, t.report, a));
        let behind = || {
            let words = apposition.filter(|_| counts())?;
            self::origin(document, first, t, chart, words, voices)
        };
        let Some(mut origin) = speaker.or_else(behind) else { continue };
        if let Some((from, end)) = apposition
            && let Some(other) = self::origin(document, first, t, chart, (from, end), voices)
        {
            let named = chart.of(tags::PERSON_NAME).any(|n| n.start >= from && n.end <= end);
            origin = Arc::new(with_apposition(&origin, &other, named));
        }
        let stance = Stance::parse(document.pack.value(cue.value)).unwrap_or(Stance::Reported);
        let opening = voice.0.min(cue.start);
        let behind = apposition.filter(|a| a.0 > voice.0 && a.0 > cue.start).map_or(0, |a| a.1);
        let closing = voice.1.max(cue.end).max(behind);
        // what is said stands before where nothing but a time or a place of saying stands behind
        let tail = tail(t, chart, closing);
        // a semicolon begins what nobody is said to say
        let mark_after = tail < chart.len && document.word(first + u32::from(tail)) != ";";
        let words = |a: u16| document.tokens[(first + u32::from(a)) as usize].shape.is_word();
        // ", and according to the navy": what stands before is not theirs
        let begins = |a: u16| is(chart, t.conj, a) || document.word(first + u32::from(a)) == ";";
        let opens = according && cue.start > 0 && begins(cue.start - 1);
        let post =
            !opens && (from..opening).any(words) && (tail_is_bare(chart, tail) || inverted || according);
        let mut content = Vec::new();
        let semicolon = |a: &u16| document.word(first + u32::from(*a)) == ";";
        if post {
            // "ten had died; another man died, according to the police, of his wounds"
            let bare = |a: u16| chart.mark.get(usize::from(a)) == Some(&Mark::No);
            let inside = according && cue.start > 0 && bare(cue.start - 1) && bare(closing);
            let start = (from..opening).rev().find(semicolon).filter(|_| inside).map_or(from, |a| a + 1);
            content.push((first + u32::from(start), first + u32::from(opening)));
        }
        // "…, said the mayor, who came by train": what is told of the speaker is not said
        let of_speaker = post && behind > 0 && is(chart, t.relative, tail + 1);
        if !post || mark_after && !of_speaker {
            content.push((
                first + u32::from(if post { tail } else { cue.start.min(closing) }),
                document.sentences[sentence].end,
            ));
        }
        // what is threatened or planned ends where its occasion begins: "pledged revenge after a strike"
        if matches!(stance, Stance::Threatened | Stance::Planned) {
            let occasion = |a: &u16| is(chart, t.subordinator, *a) || is(chart, t.background, *a);
            let end = (cue.end..chart.len).find(occasion).map(|a| first + u32::from(a));
            content.iter_mut().for_each(|c| c.1 = c.1.min(end.unwrap_or(u32::MAX).max(c.0)));
        }
        // a figure, a blame and a denial end where the next one's begin: "the police spoke of six; the governor, of nine"
        if [t.figure, t.blame, t.deny].contains(&Some(cue.tag)) {
            let speaks = |a: &u16| {
                let next = after(document, first, t, chart, a + 1).map_or((0, 0), |s| s.voice);
                let tags = [t.office, t.body, Some(tags::PERSON_NAME)];
                tags.into_iter().any(|tag| (next.0..next.1).any(|at| is(chart, tag, at)))
            };
            let ends = |a: &u16| semicolon(a) && speaks(a);
            let end = (cue.end..chart.len).find(ends).map(|a| first + u32::from(a));
            content.iter_mut().for_each(|c| c.1 = c.1.min(end.unwrap_or(u32::MAX).max(c.0)));
        }
        // what was said before this clause ends where it begins
        if let Some(last) = out.last_mut() {
            let limit = first + u32::from(if post { from } else { opening });
            last.content.iter_mut().for_each(|c| c.1 = c.1.min(limit.max(c.0)));
        }
        remember(voices, &origin);
        out.push(Frame {
            origin,
            voice: (first + u32::from(voice.0), first + u32::from(voice.1)),
            cue: (first + u32::from(cue.start), first + u32::from(cue.end)),
            stance,
            content,
            points_back: is(chart, t.points_back, cue.start),
            figure: false,
        });
    }
    if out.is_empty() {
        let named = heading(document, sentence, t, chart, voices);
        out.extend(named.or_else(|| signed(document, sentence, t, chart, voices)));
    }
    let said = |f: &Frame, at: u32| f.content.iter().any(|(a, b)| *a <= at && at < *b);
    let tally = tally(document, sentence, t, chart, voices);
    out.extend(tally.filter(|tally| !out.iter().any(|f| said(f, tally.cue.0))));
    out.extend(figures_of(document, first, t, chart, voices));
    let others = gapped(document, sentence, t, chart, voices, &out);
    out.extend(others);
    out
}

/// Where a voice ends in which it stands through whom its word came.
fn through(t: &SayTags, chart: &Chart, (from, end): (u16, u16)) -> u16 {
    let cues = t.according.into_iter().flat_map(|tag| chart.of(tag));
    cues.map(|c| c.start).filter(|at| from < *at && *at < end).min().unwrap_or(end)
}

/// "8mila persone per la questura", "per gli organizzatori 30mila": one figure is whose who stands beside it.
fn figures_of(document: &Document, first: u32, t: &SayTags, chart: &Chart, voices: &Voices) -> Vec<Frame> {
    let frame = |cue: &Item| {
        let Subject { voice, .. } = after(document, first, t, chart, cue.end)?;
        if !voice_like(document, first, t, chart, head_of(t, chart, voice)) {
            return None;
        }
        // a noun may stand between, and a word of being, but no mark
        let clear = |from: u16, end: u16| (from..end).all(|at| chart.mark[at as usize] == Mark::No);
        let before = |n: &&Item| n.end <= cue.start && cue.start - n.end <= 1 && clear(n.end, cue.start);
        let behind = |n: &&Item| n.start >= voice.1 && n.start - voice.1 <= 2 && clear(voice.1, n.start);
        let figure = chart.of(tags::COUNT).find(before).or_else(|| chart.of(tags::COUNT).find(behind))?;
        Some(Frame {
            origin: origin(document, first, t, chart, voice, voices)?,
            voice: (first + u32::from(voice.0), first + u32::from(voice.1)),
            cue: (first + u32::from(cue.start), first + u32::from(cue.end)),
            stance: Stance::Reported,
            content: vec![(first + u32::from(figure.start), first + u32::from(figure.end))],
            points_back: false,
            figure: true,
        })
    };
    t.figure_of.into_iter().flat_map(|tag| chart.of(tag)).filter_map(frame).collect()
}

/// "Kherson, il sindaco: due morti", "Police: three dead": an office or a body before a colon says what stands behind.
fn heading(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    voices: &mut Voices,
) -> Option<Frame> {
    let here = &document.sentences[sentence];
    let colon = (1..chart.len).find(|a| document.word(here.first + u32::from(*a)) == ":")?;
    let mut voice = before(document, here.first, t, chart, colon)?;
    // "A new bulletin of the ministry: …": whose bulletin it is
    let report = |a: &u16| is(chart, t.of, a + 1) && (is(chart, t.report, *a) || is(chart, t.tally, *a));
    let led = voice.0.saturating_sub(2);
    let mut begin = voice.0;
    if let Some(noun) = (led..voice.1).find(report).filter(|a| a + 2 < voice.1) {
        (begin, voice.0) = (begin.min(noun), noun + 2);
        begin -= (0..begin).rev().take_while(|a| is(chart, t.det, *a) || chart.modifier[*a as usize]).count()
            as u16;
    }
    // «07:50 Поліція: …»: the hour of an entry of a chronicle
    let hour = |a: u16| t.signs.is_some() && chart.covered(tags::TIME, a);
    let begins = begin == 0 || chart.mark[begin as usize - 1] != Mark::No || hour(begin - 1);
    // "Attacked, the police: two dead": the office is the head of the words before the colon
    let bare = |a: &u16| !is(chart, t.det, *a) && (!chart.modifier[*a as usize] || chart.has(tags::VERB, *a));
    let head = (voice.0..voice.1).find(bare).unwrap_or(voice.1 - 1);
    let heads = (voice.0..=head).any(|a| is(chart, t.office, a) || is(chart, t.body, a));
    // "Hospital horror: …"
    let ended = [t.office, t.body, Some(tags::PERSON_NAME), Some(tags::NAME), Some(tags::PLACE)];
    let heads = heads && ended.into_iter().any(|tag| ends(chart, tag, voice.1));
    let quoted = document.quotation_at(here.first + u32::from(colon) + 2).is_some();
    let short = !quoted && voice.1 == colon && voice.1 - voice.0 <= VOICE_WORDS;
    if !(begins && heads && short && voice_like(document, here.first, t, chart, voice)) {
        return None;
    }
    let mut origin = origin(document, here.first, t, chart, voice, voices)?;
    // "Ana Ruiz, the mayor: …"
    let name = |n: &&Item| begin > 1 && n.end + 1 == begin && chart.mark[begin as usize - 1] == Mark::Comma;
    if let Some(name) = chart.of(tags::PERSON_NAME).find(name)
        && let Some(named) = self::origin(document, here.first, t, chart, (name.start, name.end), voices)
    {
        origin = Arc::new(with_apposition(&origin, &named, true));
    }
    remember(voices, &origin);
    let tokens = (here.first + u32::from(voice.0), here.first + u32::from(voice.1));
    Some(Frame {
        origin,
        voice: tokens,
        cue: (tokens.1, tokens.1 + 1),
        stance: Stance::Reported,
        content: vec![(tokens.1 + 1, here.end)],
        points_back: false,
        figure: false,
    })
}

/// «Троє поранені, – ДСНС»: a voice behind a last dash signs what stands before it, in languages whose lexicon says so.
fn signed(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    voices: &mut Voices,
) -> Option<Frame> {
    let here = &document.sentences[sentence];
    let word = |a: u16| document.word(here.first + u32::from(a));
    let dash = (3..chart.len).rev().find(|a| is(chart, t.signs, *a))?;
    let Subject { voice, .. } = after(document, here.first, t, chart, dash + 1)?;
    // "a town — the capital.": in running text only a comma before the dash tells a voice from what is explained
    let ended = matches!(word(chart.len - 1), "." | "!" | "?" | "…" | "»");
    let closes = (voice.1..chart.len).all(|a| word(a) == ".") && voice.1 - voice.0 <= VOICE_WORDS;
    let holds = |tags: &[Option<Tag>]| (voice.0..voice.1).any(|a| tags.iter().any(|tag| is(chart, *tag, a)));
    let speaks = match word(dash - 1) == "," {
        true => holds(&[t.office, t.body, Some(tags::PERSON_NAME), Some(tags::NAME)]),
        false => !ended && holds(&[t.office, t.body]),
    };
    let counted = chart.of(tags::COUNT).any(|n| n.start >= dash);
    if !(closes && speaks) || counted {
        return None;
    }
    let origin = origin(document, here.first, t, chart, voice, voices)?;
    remember(voices, &origin);
    let at = |token: u16| here.first + u32::from(token);
    Some(Frame {
        origin,
        voice: (at(voice.0), at(voice.1)),
        cue: (at(dash), at(dash) + 1),
        stance: Stance::Reported,
        content: vec![(here.first, at(dash))],
        points_back: false,
        figure: false,
    })
}

/// "Its tally stood at 29": a figure that is somebody's own says whose word it is.
fn tally(document: &Document, sentence: usize, t: &SayTags, chart: &Chart, voices: &Voices) -> Option<Frame> {
    let first = document.sentences[sentence].first;
    let counts = |c: &&Item| chart.of(tags::COUNT).any(|n| n.start >= c.end && n.start - c.end <= 6);
    let cue = chart.of(t.tally?).filter(counts).min_by_key(|c| c.start)?;
    let owner =
        (0..cue.start).rev().take(3).find(|at| is(chart, t.possessive, *at) || is(chart, t.owns, *at))?;
    let (origin, from) = if is(chart, t.possessive, owner) {
        (voices.body().cloned()?, owner)
    } else {
        let voice = before(document, first, t, chart, owner)?;
        (origin(document, first, t, chart, voice, voices).filter(|o| o.institution.is_some())?, voice.0)
    };
    Some(Frame {
        origin,
        voice: (first + u32::from(from), first + u32::from(owner) + 1),
        cue: (first + u32::from(cue.start), first + u32::from(cue.end)),
        stance: Stance::Reported,
        content: vec![(first + u32::from(cue.start), document.sentences[sentence].end)],
        points_back: false,
        figure: false,
    })
}

/// Where a clause of saying ends, behind "on Monday" and "in a statement on Telegram".
fn tail(t: &SayTags, chart: &Chart, closing: u16) -> u16 {
    let mut at = closing;
    while at < chart.len && at - closing < 10 {
        if chart.mark[at as usize] != Mark::No {
            return at;
        }
        let noun = at > closing && is(chart, t.det, at - 1);
        let verb = chart.has(tags::VERB, at) && !chart.has(tags::TIME, at) && !noun;
        let says = [t.that, t.relative, t.be, t.have].iter().any(|tag| is(chart, *tag, at));
        // "police estimated 12,000": the word of saying is a part of the number too
        let count = chart.of(tags::COUNT).any(|n| n.start <= at && at < n.end);
        if verb || says || chart.has(tags::PEOPLE, at) || count {
            return closing;
        }
        at = chart.longest(tags::TIME, at).map_or(at + 1, |time| time.end);
    }
    if at >= chart.len { chart.len } else { closing }
}

/// Whether a clause of saying ends at a mark or with the sentence.
fn tail_is_bare(chart: &Chart, tail: u16) -> bool {
    chart.mark.get(tail as usize).is_none_or(|m| *m != Mark::No)
}

/// Whether a form that may be a noun too ("report", "claims") is a verb where it stands.
fn is_verb_here(t: &SayTags, chart: &Chart, cue: &Item) -> bool {
    let finite = cue.features.has(Features::PAST) || cue.features.has(Features::GERUND);
    let noun = [t.det, t.prep, t.possessive].iter().any(|tag| ends(chart, *tag, cue.start));
    // "first reports from the port", "claims of a truce"
    let noun = noun || is(chart, t.of, cue.end) || is(chart, t.from, cue.end);
    finite || !noun && (cue.start > 0 || is(chart, t.points_back, 0))
}

/// Whether a voice at the head of a sentence is told as a source: a body or an office, with what it says behind it.
fn opens(document: &Document, first: u32, t: &SayTags, chart: &Chart, voice: (u16, u16)) -> bool {
    let speaks =
        [t.body, t.office].into_iter().flatten().any(|tag| (voice.0..voice.1).any(|a| chart.has(tag, a)));
    let goes_on = |a: u16| {
        is(chart, t.det, a) || document.word(first + u32::from(a)) == "," || chart.has(tags::COUNT, a)
    };
    speaks && voice.1 < chart.len && goes_on(voice.1)
}

/// Whether a verb stands alone between commas, or behind the last of the sentence.
fn set_apart(chart: &Chart, cue: &Item) -> bool {
    let comma = |a: u16| chart.mark.get(a as usize) == Some(&Mark::Comma);
    let closes = chart.mark.get(cue.end as usize).is_none_or(|m| *m != Mark::No);
    cue.start > 0 && comma(cue.start - 1) && closes && is_finite(cue)
}

/// Whom a sentence names before a verb of saying that closes it: "El ministro, Juan Ruiz, viajó a Cali: «…», dijo.".
fn named_here(
    document: &Document,
    sentence: usize,
    t: &SayTags,
    chart: &Chart,
    cue: &Item,
) -> Option<Arc<Origin>> {
    let closes = chart.mark.get(cue.end as usize).is_none_or(|m| *m == Mark::Strong);
    let token = document.sentences[sentence].first + u32::from(cue.start);
    closes.then(|| person_before(document, sentence, t, chart, token)).flatten()
}

/// Whether a verb begins the sentence, with nothing before it but when that was: "Añadió que", "El martes había contado".
fn opens_alone(t: &SayTags, chart: &Chart, cue: &Item) -> bool {
    let leads = |a: u16| {
        let leads_in = [t.prep, t.det].iter().any(|tag| is(chart, *tag, a)) && chart.has(tags::TIME, a + 1);
        chart.covered(tags::TIME, a)
            || leads_in
            || is(chart, t.have, a)
            || chart.mark[a as usize] == Mark::Comma
    };
    is_finite(cue) && !cue.features.has(Features::PLURAL) && (0..cue.start).all(leads)
}

fn is_finite(cue: &Item) -> bool {
    cue.features.has(Features::PAST) || cue.features.has(Features::FINITE)
}

/// Whether a participle goes with the noun before it and has no voice of its own: "una telefonata attribuita a due".
fn attributive(t: &SayTags, chart: &Chart, cue: &Item) -> bool {
    let helped = [t.have, t.be, t.adverb].iter().any(|tag| ends(chart, *tag, cue.start));
    let finite = Features(Features::FINITE.0 | Features::GERUND.0);
    cue.features.has(Features::PARTICIPLE)
        && !cue.features.has(finite)
        && !helped
        && !is(chart, t.by, cue.end)
}
