//! The end of pass 5: drafts become claims, tellings, participants and mentions.

use std::sync::Arc;

use pack::Kinds;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use text::{Key, Part, Span};

use crate::assemble::Draft;
use crate::candidates::{Candidate, is_setting};
use crate::document::Role;
use crate::entries::entry_hour;
use crate::kinds::{contradicts, is_told_of, kind_of, rival, said_kinds, top_kind};
use crate::mentions::{mentions, unread};
use crate::offices::offices;
use crate::participants::{Tally, tally, total};
use crate::passes::Found;
use crate::{
    AsOf, Claim, Count, Evidence, Extent, Participant, PlaceValue, Precision, Reading, Scope, Stance,
    Telling, TimeValue, Value, place_value,
};

/// Facets by number, as emission needs them.
struct Facets {
    kind: u8,
    place: u8,
    time: u8,
    quote: u8,
    victim: u8,
    killed: u8,
    injured: u8,
    affected: u8,
}

/// Makes the reading of what was found.
pub(crate) fn emit(found: &Found, drafts: Vec<(Draft, Vec<(usize, PlaceValue)>)>) -> Reading {
    let kinds = Kinds::shipped();
    let facet = |name: &str| kinds.facet(name).unwrap_or(u8::MAX);
    let facets = Facets {
        kind: facet("kind"),
        place: facet("place"),
        time: facet("time"),
        quote: facet("quote"),
        victim: facet("victim"),
        killed: facet("killed"),
        injured: facet("injured"),
        affected: facet("affected"),
    };
    let room = found.candidates.len() + found.places.len() + found.loads.times.len();
    let mut writer = Writer {
        found,
        facets,
        claims: Vec::with_capacity(room),
        at: FxHashMap::with_capacity_and_hasher(room, Default::default()),
        participants: Vec::new(),
        tellings: Vec::new(),
        drafts: Vec::new(),
        disputed: FxHashSet::default(),
    };
    for (at, (draft, places)) in drafts.iter().enumerate() {
        writer.telling(draft, places, draft.part_of.map(|wave| &drafts[wave].0));
        writer.drafts.resize(writer.tellings.len(), at);
    }
    writer.quotes(&drafts);
    writer.finish()
}

struct Writer<'a, 'f> {
    found: &'f Found<'a>,
    facets: Facets,
    claims: Vec<Claim>,
    /// By facet and span: the claims that stand there.
    at: FxHashMap<(u8, Span), SmallVec<[usize; 2]>>,
    participants: Vec<Participant>,
    tellings: Vec<Telling>,
    /// By telling: its draft.
    drafts: Vec<usize>,
    /// Candidates for a kind that stay the word of who says so.
    disputed: FxHashSet<usize>,
}

impl Writer<'_, '_> {
    fn telling(&mut self, draft: &Draft, places: &[(usize, PlaceValue)], wave: Option<&Draft>) {
        let number = self.tellings.len();
        let before = self.claims.len();
        let said = self.without_sums_told(&draft.candidates);
        let of = |facet: u8| -> Vec<usize> {
            said.iter().copied().filter(|c| self.found.candidates[*c].facet == facet).collect()
        };
        let dead = tally(
            &self.found.document,
            &self.found.candidates,
            &self.found.loads.groups,
            &of(self.facets.killed),
            "killed",
        );
        // who was shot or stabbed is injured, unless the text tells of the death
        let mut told: Vec<usize> =
            of(self.facets.injured).into_iter().chain(of(self.facets.affected)).collect();
        told.sort_unstable();
        let mut hurt =
            tally(&self.found.document, &self.found.candidates, &self.found.loads.groups, &told, "injured");
        hurt.without(&self.found.document, &dead);
        let deaths = self.deaths(&dead);
        let top = top_kind(self.found, self.facets.kind, draft);
        let kinds = said_kinds(self.found, self.facets.kind, draft);
        for &c in &said {
            let candidate = &self.found.candidates[c];
            // what is only an aspect of the kind ("the blast" of a drone strike) is no kind of its own
            let kind = candidate.facet == self.facets.kind;
            if kind && (candidate.moved.is_some() || contradicts(candidate, &kinds)) {
                self.disputed.insert(c);
            }
            let aspect =
                kind && kind_of(candidate) != top && !rival(candidate) && !self.disputed.contains(&c);
            let people =
                [self.facets.killed, self.facets.injured, self.facets.affected].contains(&candidate.facet);
            if people || aspect || !is_told_of(candidate, &kinds) {
                continue;
            }
            let captivity = top.is_none_or(|k| Kinds::shipped().kinds[k as usize].family == "captivity");
            match (candidate.otherwise.filter(|_| !captivity), candidate.value.clone()) {
                (Some(facet), Some(value)) => {
                    self.derived(number, c, facet, value, candidate.tokens, candidate.scope.clone())
                }
                _ => self.candidate(number, c),
            }
        }
        self.people(number, &dead, self.facets.killed, None);
        self.people(number, &hurt, self.facets.injured, deaths);
        for at in &draft.places {
            let value = place_value::value(
                &self.found.places,
                &self.found.names,
                *at,
                gazetteer::Gazetteer::in_use(),
            );
            self.place(number, *at, value);
        }
        for time in &draft.times {
            self.time(number, *time);
        }
        // a place and a time of nothing are no telling
        let bare = |c: &Claim| c.facet == self.facets.place || c.facet == self.facets.time;
        if self.claims[before..].iter().all(bare) {
            for claim in self.claims.drain(before..) {
                if let Some(here) = self.at.get_mut(&(claim.facet, claim.span)) {
                    here.retain(|c| *c < before);
                }
            }
            return;
        }
        let kind =
            top.or_else(|| self.implied(before)).or_else(|| top_kind(self.found, self.facets.kind, wave?));
        let time = draft
            .times
            .iter()
            .chain(wave.filter(|_| draft.times.is_empty()).iter().flat_map(|w| &w.times))
            .map(|t| &self.found.loads.times[*t].value)
            .min_by_key(|v| (u8::from(v.start.is_none()), v.precision))
            .cloned();
        let article = self.found.document.article.key();
        let trigger = self.claims[before].span;
        let key = Key::of([
            &article.to_bytes()[..],
            &(number as u32).to_le_bytes(),
            &(trigger.start() as u32).to_le_bytes(),
        ]);
        let extent = match &time {
            Some(TimeValue { precision: Precision::Year | Precision::Month | Precision::Days, .. })
                if draft.sum && self.claims[before..].iter().any(|c| matches!(c.value, Value::Count(_))) =>
            {
                Extent::Total
            }
            _ if draft.wave => Extent::Wave,
            _ => Extent::Single,
        };
        self.tellings.push(Telling {
            key,
            claims: (before..self.claims.len()).collect(),
            kind,
            places: places.iter().map(|(_, p)| p.clone()).collect(),
            time,
            extent,
        });
    }

    /// Candidates without the sums of lists that the text itself prints: of "Five died … four women and a boy" the
    /// list tells its parts, and its five are those told before.
    fn without_sums_told(&self, candidates: &[usize]) -> Vec<usize> {
        let at = |c: &usize| &self.found.candidates[*c];
        let sum = |c: &Candidate| {
            let part = |p: &Candidate| {
                (p.facet, p.rule, p.whole) == (c.facet, c.rule, c.whole)
                    && p.tokens != c.tokens
                    && c.tokens.0 <= p.tokens.0
                    && p.tokens.1 <= c.tokens.1
            };
            c.group.is_none()
                && matches!(c.value, Some(Value::Count(_)))
                && candidates.iter().any(|p| part(at(p)))
        };
        let printed = |c: &Candidate| {
            let same =
                |p: &Candidate| p.facet == c.facet && p.value == c.value && p.scope == c.scope && !sum(p);
            candidates.iter().any(|p| same(at(p)))
        };
        candidates.iter().copied().filter(|c| !(sum(at(c)) && printed(at(c)))).collect()
    }

    /// The kind of a thing of which only its victims are told.
    fn implied(&self, before: usize) -> Option<u8> {
        let kinds = Kinds::shipped();
        let implied = |c: &Claim| kinds.facets[usize::from(c.facet)].implies.as_deref();
        self.claims[before..].iter().filter_map(implied).find_map(|name| kinds.kind(name))
    }

    /// The number of the dead, where it is one exact number.
    fn deaths(&self, dead: &Tally) -> Option<u64> {
        let printed =
            dead.printed.iter().map(|c| &self.found.candidates[*c]).filter(|c| c.scope.of.is_none());
        let printed: Vec<u64> = printed
            .filter_map(|c| match c.value {
                Some(Value::Count(n)) if n.max == Some(n.min) => Some(n.min),
                _ => None,
            })
            .collect();
        let counted = match total(dead) {
            Some(Value::Count(n)) => Some(n.min),
            _ => None,
        };
        printed.into_iter().max().or(counted).filter(|n| *n > 0)
    }

    /// Counts of people of one fate: what is printed, else the number of distinct people.
    fn people(&mut self, telling: usize, tally: &Tally, facet: u8, deaths: Option<u64>) {
        let sum = total(tally);
        let mut printed_whole = false;
        let wholes = tally.wholes(&self.found.candidates);
        for &c in &tally.printed {
            let candidate = &self.found.candidates[c];
            // a sum below what is printed of some ("two women") is no total either
            printed_whole |= candidate.scope.of.is_none() || exceeds(candidate.value.as_ref(), sum.as_ref());
            if candidate.facet != self.facets.affected {
                self.candidate(telling, c);
                if let Some((_, whole)) = wholes.iter().find(|(part, _)| *part == c) {
                    self.part_of(facet, *whole);
                }
                continue;
            }
            // "seven shot, one dead": six of them are injured
            let Some(Value::Count(n)) = candidate.value else { continue };
            let others = candidate.group.is_some_and(|g| self.found.loads.groups[g as usize].other);
            let dead = deaths.filter(|_| candidate.scope.of.is_none() && !others).unwrap_or(0);
            if n.min > dead {
                let rest = Count { min: n.min - dead, max: n.max.map(|m| m.saturating_sub(dead)), ..n };
                self.derived(
                    telling,
                    c,
                    facet,
                    Value::Count(rest),
                    candidate.tokens,
                    candidate.scope.clone(),
                );
            }
        }
        for person in &tally.people {
            let document = &self.found.document;
            let spans: Vec<Span> =
                document.span(person.group.tokens.0, person.group.tokens.1).into_iter().collect();
            let name = person.group.name.map(|(a, b)| document.words_of(a, b).to_owned());
            if let (Some(name), Some((a, b)), Some(&told)) = (&name, person.group.name, person.told.first()) {
                let value = Value::Victim {
                    name: Some(name.clone()),
                    of: person.group.of.clone(),
                    age: person.group.age,
                    fate: person.fate.clone(),
                };
                self.derived(telling, told, self.facets.victim, value, (a, b), Scope::default());
            }
            self.participants.push(Participant {
                telling,
                name,
                description: document.words_of(person.group.tokens.0, person.group.tokens.1).to_owned(),
                of: person.group.of.clone(),
                age: person.group.age,
                fate: person.fate.clone(),
                spans,
            });
        }
        let attackers: Vec<usize> = tally
            .people
            .iter()
            .filter(|p| p.group.of.as_deref() == Some("attacker"))
            .filter_map(|p| p.told.first().copied())
            .collect();
        for c in attackers {
            let (value, scope) =
                (self.found.candidates[c].value.clone(), self.found.candidates[c].scope.clone());
            if let Some(value) = value {
                self.derived(telling, c, facet, value, self.found.candidates[c].tokens, scope);
            }
        }
        for (told, tokens, of) in tally.lone(&self.found.candidates, &self.found.loads.groups, printed_whole)
        {
            let scope = Scope { of: Some(of), ..Scope::default() };
            self.derived(telling, told, facet, Value::Count(Count::exactly(1)), tokens, scope);
        }
        let whole = sum.as_ref().filter(|_| !printed_whole);
        for (c, value, tokens, scope) in tally.severe(&self.found.candidates, whole) {
            self.derived(telling, c, facet, value, tokens, scope);
        }
        let Some(sum) = sum.filter(|_| !printed_whole) else { return };
        // every place where the text tells of all of them at once, else where it first tells of one
        let mut shown = Vec::new();
        for person in tally.people.iter().filter(|p| p.group.of.as_deref() != Some("attacker")) {
            for &c in &person.told {
                let candidate = &self.found.candidates[c];
                if candidate.value.as_ref() == Some(&sum) && !shown.contains(&c) {
                    shown.push(c);
                }
            }
        }
        if shown.is_empty()
            && let Some(first) = tally
                .people
                .iter()
                .filter(|p| p.group.of.as_deref() != Some("attacker"))
                .flat_map(|p| p.told.first())
                .min()
        {
            shown.push(*first);
        }
        let mut sentences = Vec::new();
        for c in shown {
            let sentence = self.found.candidates[c].sentence;
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
                let candidate = &self.found.candidates[c];
                let tokens = candidate.tokens;
                // "a man was critically hurt", where he is all of them
                let severity =
                    candidate.scope.severity.clone().filter(|_| candidate.value.as_ref() == Some(&sum));
                self.derived(telling, c, facet, sum.clone(), tokens, Scope { severity, ..Scope::default() });
                self.participants_behind(facet, tally);
            }
        }
    }

    /// Gives the claim just made the spans of the people whom it counts.
    fn participants_behind(&mut self, facet: u8, tally: &Tally) {
        self.attest(facet, "participant", tally.people.iter().map(|p| p.group.tokens));
    }

    /// Gives the claim just made the words that tell of all whom it is a part of.
    fn part_of(&mut self, facet: u8, whole: usize) {
        self.attest(facet, "whole", std::iter::once(self.found.candidates[whole].tokens));
    }

    /// Gives the claim just made further evidence of one role, by its tokens.
    fn attest(&mut self, facet: u8, role: &'static str, tokens: impl Iterator<Item = (u32, u32)>) {
        let Some(claim) = self.claims.last_mut().filter(|c| c.facet == facet) else { return };
        let spans = tokens.filter_map(|(first, end)| self.found.document.span(first, end));
        claim.evidence.extend(spans.map(|span| Evidence { role, span }));
    }

    fn candidate(&mut self, telling: usize, at: usize) {
        let c = &self.found.candidates[at];
        let Some(value) = c.value.clone() else { return };
        self.derived(telling, at, c.facet, value, c.tokens, c.scope.clone());
    }

    /// A claim on the evidence of a candidate.
    fn derived(
        &mut self,
        telling: usize,
        at: usize,
        facet: u8,
        value: Value,
        tokens: (u32, u32),
        scope: Scope,
    ) {
        let c = &self.found.candidates[at];
        let document = &self.found.document;
        let Some(span) = document.span(tokens.0, tokens.1) else { return };
        let mut evidence: Vec<Evidence> = Vec::with_capacity(4);
        evidence
            .extend(document.span(c.trigger.0, c.trigger.1).map(|span| Evidence { role: "trigger", span }));
        if let Some((voice, cue)) = c.said {
            evidence.extend(document.span(voice.0, voice.1).map(|span| Evidence { role: "voice", span }));
            evidence.extend(document.span(cue.0, cue.1).map(|span| Evidence { role: "cue", span }));
        }
        // "twelve of them died": no total, whatever else is told
        let some = c.group.is_some_and(|g| self.found.loads.groups[g as usize].subset && scope.of.is_none());
        evidence.extend(Some(Evidence { role: "participant", span }).filter(|_| some));
        let words = document.span(c.whole.0, c.whole.1);
        evidence.extend(c.moved.zip(words).map(|(role, span)| Evidence { role, span }));
        let kinds = Kinds::shipped();
        let boast = kinds.facets[facet as usize].boast
            || facet == self.facets.kind
                && matches!(&value, Value::Category { category, .. } if kinds.kind(category).is_some_and(|k| kinds.kinds[k as usize].boast));
        let party = c
            .origin
            .as_ref()
            .and_then(|o| o.kind.as_deref())
            .is_some_and(|k| matches!(k, "military" | "official" | "group"));
        let stance = if boast && party && c.stance == Stance::Reported { Stance::Claimed } else { c.stance };
        // that the thing happened at all is the article's own word, whoever gives its figures
        let happened = facet == self.facets.kind && !self.disputed.contains(&at);
        let own = stance == Stance::Reported && (happened || is_setting(&self.found.candidates, facet, c));
        let (stance, origin) = if own { (Stance::Asserted, None) } else { (stance, c.origin.clone()) };
        self.push(Claim {
            id: Key::NONE,
            telling,
            facet,
            value,
            scope,
            span,
            evidence,
            stance,
            origin,
            as_of: match self.found.told_at[at] {
                Some(time) => Some(AsOf { time, from_text: true }),
                None => self.as_of(c.sentence),
            },
            confidence: confidence(c, document.roles[c.sentence]),
            rule: document.pack.rule_name(c.rule),
        });
    }

    /// Gives the claim its id and keeps it, unless the same one stands already.
    fn push(&mut self, mut claim: Claim) {
        let here = self.at.entry((claim.facet, claim.span)).or_default();
        let same =
            |c: &Claim| c.telling == claim.telling && c.value == claim.value && c.scope.of == claim.scope.of;
        if here.iter().any(|c| same(&self.claims[*c])) {
            return;
        }
        let ordinal = here.len() as u32;
        here.push(self.claims.len());
        let article = self.found.document.article.key().to_bytes();
        let facet = Kinds::shipped().facets[claim.facet as usize].name.as_bytes();
        let mut spans: SmallVec<[u8; 96]> = SmallVec::new();
        for s in std::iter::once(claim.span).chain(claim.evidence.iter().map(|e| e.span)) {
            for n in [(s.part() == Part::Title) as u32, s.start() as u32, s.end() as u32] {
                spans.extend(n.to_le_bytes());
            }
        }
        claim.id = Key::of([&article[..], facet, &spans, &ordinal.to_le_bytes()]);
        self.claims.push(claim);
    }

    /// The hour of a live entry, else the time of publication.
    fn as_of(&self, sentence: usize) -> Option<AsOf> {
        let published = self.found.published.map(|p| p.at);
        let of_entry =
            published.and_then(|p| entry_hour(&self.found.document, &self.found.loads.times, sentence, p));
        let from_text = of_entry.is_some();
        of_entry.or(published).map(|time| AsOf { time, from_text })
    }

    fn place(&mut self, telling: usize, at: usize, value: PlaceValue) {
        let mention = &self.found.places[at];
        self.plain(
            telling,
            self.facets.place,
            Value::Place(value),
            mention.tokens,
            mention.sentence,
            "places.mention",
        );
    }

    fn time(&mut self, telling: usize, at: usize) {
        let mention = &self.found.loads.times[at];
        self.plain(
            telling,
            self.facets.time,
            Value::Time(mention.value.clone()),
            mention.tokens,
            mention.sentence,
            "times.mention",
        );
    }

    fn plain(
        &mut self,
        telling: usize,
        facet: u8,
        value: Value,
        tokens: (u32, u32),
        sentence: usize,
        rule: &str,
    ) {
        let document = &self.found.document;
        let Some(span) = document.span(tokens.0, tokens.1) else { return };
        let rule = format!("{}/{rule}", document.pack.code);
        self.push(Claim {
            id: Key::NONE,
            telling,
            facet,
            value,
            scope: Scope::default(),
            span,
            evidence: vec![Evidence { role: "match", span }],
            stance: Stance::Asserted,
            origin: None,
            as_of: self.as_of(sentence),
            confidence: 850,
            rule: Arc::from(rule),
        });
    }

    /// Every quotation of a sentence's length is a claim of the incident told of around it.
    fn quotes(&mut self, drafts: &[(Draft, Vec<(usize, PlaceValue)>)]) {
        let document = &self.found.document;
        let kinds = Kinds::shipped();
        for s in &self.found.spoken {
            if s.words < 3 || self.tellings.is_empty() || s.origin.is_none() {
                continue;
            }
            let near = |at: usize| {
                let telling = self.tellings.get(at)?;
                let (sentence, _) = drafts.get(*self.drafts.get(at)?)?;
                let speaker = sentence.utterance
                    && sentence.speaker.as_deref() == s.origin.as_ref().map(|o| o.voice.as_str());
                let closest = sentence
                    .candidates
                    .iter()
                    .map(|c| self.found.candidates[*c].sentence.abs_diff(s.sentence))
                    .min()?;
                let utterance = telling.kind.is_some_and(|k| kinds.kinds[k as usize].utterance);
                Some((
                    closest.min(4)
                        + if speaker {
                            0
                        } else if utterance {
                            3
                        } else {
                            1
                        },
                    // as far from the deed as from the arrest, it is of the deed
                    sentence.follows(),
                    at,
                ))
            };
            let Some((.., telling)) = (0..self.tellings.len()).filter_map(near).min() else { continue };
            let Some(span) = document.span(s.quotation.open + 1, s.quotation.close) else { continue };
            let value = Value::Quote { speaker: s.origin.as_ref().map(|o| o.voice.clone()) };
            let mut evidence = vec![Evidence { role: "match", span }];
            if let Some((voice, cue)) = s.said {
                evidence.extend(document.span(voice.0, voice.1).map(|span| Evidence { role: "voice", span }));
                evidence.extend(document.span(cue.0, cue.1).map(|span| Evidence { role: "cue", span }));
            }
            let at = self.claims.len();
            self.push(Claim {
                id: Key::NONE,
                telling,
                facet: self.facets.quote,
                value,
                scope: Scope::default(),
                span,
                evidence,
                stance: Stance::Reported,
                origin: s.origin.clone(),
                as_of: self.as_of(s.sentence),
                confidence: if s.said.is_some() { 930 } else { 700 },
                rule: Arc::from(format!("{}/quotes.direct", document.pack.code)),
            });
            if self.claims.len() > at {
                self.tellings[telling].claims.push(at);
            }
        }
    }

    fn finish(self) -> Reading {
        let document = &self.found.document;
        let law = document.tags.ground.law;
        let opens = |role: &Role| matches!(role, Role::Headline | Role::Lead);
        let mut opening = document.roles.iter().zip(&self.found.charts).filter(|(role, _)| opens(role));
        Reading {
            article: document.article.key(),
            language: Some(document.pack.language()),
            published: self.found.published,
            mentions: mentions(self.found),
            participants: self.participants,
            claims: self.claims,
            tellings: self.tellings,
            looks_back: opening.any(|(_, chart)| chart.of(law).next().is_some()),
            unread: unread(self.found),
            offices: offices(self.found),
        }
    }
}

/// Whether one number is above another.
fn exceeds(value: Option<&Value>, sum: Option<&Value>) -> bool {
    matches!((value, sum), (Some(Value::Count(a)), Some(Value::Count(b))) if a.min > b.min)
}

/// How sure a reading is, in thousandths: more of the pattern seen is surer; headlines are terser than sentences.
fn confidence(c: &Candidate, role: Role) -> u16 {
    let base = 700 + 50 * c.weight.min(5) as u16;
    base - if role == Role::Headline { 50 } else { 0 }
}
