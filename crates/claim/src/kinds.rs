//! Which kinds are said of a draft, by whom, and which of them it was.

use std::collections::BTreeMap;

use pack::Kinds;
use smallvec::SmallVec;

use crate::assemble::Draft;
use crate::candidates::Candidate;
use crate::document::Role;
use crate::passes::Found;
use crate::{Stance, Value};

/// By kind, the voices that say it; `None` is the article itself.
pub(crate) type SaidKinds<'f> = BTreeMap<u8, SmallVec<[Option<&'f str>; 2]>>;

/// The kind that a candidate names.
pub(crate) fn kind_of(candidate: &Candidate) -> Option<u8> {
    match &candidate.value {
        Some(Value::Category { category, .. }) => Kinds::shipped().kind(category),
        _ => None,
    }
}

/// Whether a kind is said against what the article itself says: blamed, claimed or denied.
pub(crate) fn rival(candidate: &Candidate) -> bool {
    matches!(candidate.stance, Stance::Alleged | Stance::Claimed | Stance::Denied)
        && candidate.origin.is_some()
}

/// Who says each kind of a draft: two voices at most, which is enough to tell whether there is another one.
pub(crate) fn said_kinds<'f>(found: &'f Found<'_>, facet: u8, draft: &Draft) -> SaidKinds<'f> {
    let mut out = SaidKinds::new();
    for candidate in draft.candidates.iter().map(|c| &found.candidates[*c]) {
        if candidate.facet == facet
            && let Some(kind) = kind_of(candidate)
        {
            let voices = out.entry(kind).or_default();
            let voice = candidate.origin.as_ref().map(|o| o.voice.as_str());
            if voices.len() < 2 && !voices.contains(&voice) {
                voices.push(voice);
            }
        }
    }
    out
}

/// Whether a number without a class of people is told of such a thing at all: a crowd's, of a protest and no accident.
pub(crate) fn is_told_of(candidate: &Candidate, said: &SaidKinds<'_>) -> bool {
    let kinds = Kinds::shipped();
    let of = &kinds.facets[usize::from(candidate.facet)].told_of;
    let told = |kind: &u8| {
        let kind = &kinds.kinds[usize::from(*kind)];
        of.contains(&kind.family) || of.contains(&kind.name)
    };
    of.is_empty() || candidate.scope.of.is_some() || said.is_empty() || said.keys().any(told)
}

/// Whether a voice says a kind that rules out what another one, or the article, says that it was.
pub(crate) fn contradicts(candidate: &Candidate, said: &SaidKinds<'_>) -> bool {
    let kinds = Kinds::shipped();
    let name = |kind: u8| kinds.kinds[kind as usize].name.as_str();
    let voice = candidate.origin.as_ref().map(|o| o.voice.as_str());
    let excludes = |kind: u8| {
        said.iter().any(|(other, voices)| {
            kinds.exclude(name(kind), name(*other)) && voices.iter().any(|v| *v != voice)
        })
    };
    voice.is_some() && kind_of(candidate).is_some_and(excludes)
}

/// The kind of a draft: the most specific and most often said, the article's own word and its lead weighing double.
pub(crate) fn top_kind(found: &Found, facet: u8, draft: &Draft) -> Option<u8> {
    let kinds = Kinds::shipped();
    let mut votes: Vec<(u8, u32)> = Vec::new();
    // that somebody was arrested or tried for it says what it was only where nothing else does
    let follows = |c: &usize| kind_of(&found.candidates[*c]).is_some_and(|k| kinds.is_aftermath(k));
    let other = |c: &usize| kind_of(&found.candidates[*c]).is_some() && !follows(c);
    let deed = draft.candidates.iter().any(other);
    for blamed in [false, true] {
        for &c in &draft.candidates {
            let candidate = &found.candidates[c];
            if candidate.facet != facet || rival(candidate) != blamed || deed && follows(&c) {
                continue;
            }
            let lead = matches!(found.document.roles[candidate.sentence], Role::Headline | Role::Lead);
            let weight = (1 + 2 * u32::from(lead)) * (1 + u32::from(candidate.origin.is_none()));
            if let Some(kind) = kind_of(candidate) {
                match votes.iter_mut().find(|(k, _)| *k == kind) {
                    Some((_, n)) => *n += weight,
                    None => votes.push((kind, weight)),
                }
            }
        }
        if !votes.is_empty() {
            break;
        }
    }
    // each rank weighs as much as four more mentions, where the article says it in its own words at all
    let own = |kind: u8| {
        draft
            .candidates
            .iter()
            .any(|c| kind_of(&found.candidates[*c]) == Some(kind) && found.candidates[*c].origin.is_none())
    };
    let score = |(k, n): &(u8, u32)| {
        let rank = u32::from(kinds.kinds[*k as usize].rank);
        (n + if own(*k) { 4 * rank } else { rank }, u8::MAX - *k)
    };
    votes.into_iter().max_by_key(score).map(|(k, _)| k)
}
