//! Nobody dies twice: drafts that tell of the death of the same named person are one.

use std::collections::BTreeSet;

use pack::Kinds;

use super::{Draft, Ground, push};
use crate::Stance;

/// Merges drafts in whose deeds somebody of the same full name dies; the one that the article is about lives on.
pub(super) fn merge(ground: &Ground, drafts: &mut Vec<Draft>) {
    let mut dead: Vec<BTreeSet<String>> = drafts.iter().map(|d| named_dead(ground, d)).collect();
    let mut at = 0;
    while at < drafts.len() {
        match (at + 1..drafts.len()).find(|other| !dead[at].is_disjoint(&dead[*other])) {
            Some(other) => {
                let taken = drafts.remove(other);
                let names = dead.remove(other);
                dead[at].extend(names);
                join(&mut drafts[at], taken);
            }
            None => at += 1,
        }
    }
}

/// The full names of those whom a draft tells of as killed, in small letters.
fn named_dead(ground: &Ground, draft: &Draft) -> BTreeSet<String> {
    let Some(killed) = Kinds::shipped().facet("killed").filter(|_| !draft.utterance && !draft.sum) else {
        return BTreeSet::new();
    };
    let told = draft.candidates.iter().map(|c| &ground.candidates[*c]);
    told.filter(|c| c.facet == killed && c.stance <= Stance::Alleged)
        .filter_map(|c| Some(&ground.groups[c.group? as usize]))
        .flat_map(|g| std::iter::once(g).chain(g.members.iter().map(|m| &ground.groups[*m as usize])))
        .filter_map(|g| g.name)
        .filter(|(start, end)| end - start >= 2)
        .map(|(start, end)| ground.document.words_of(start, end).to_lowercase())
        .collect()
}

/// Lays all that is told of one draft to another, which has been told of before. Of two days the one of the draft that
/// leads the article stays; of two with none, both.
fn join(draft: &mut Draft, other: Draft) {
    for (kind, n) in other.kinds {
        match draft.kinds.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, m)) => *m += n,
            None => draft.kinds.push((kind, n)),
        }
    }
    if draft.places.is_empty() {
        draft.places = other.places;
    }
    if draft.times.is_empty() {
        draft.times = other.times;
    }
    other.candidates.iter().for_each(|c| push(&mut draft.candidates, *c));
    draft.candidates.sort_unstable();
    draft.leads |= other.leads;
    draft.last_sentence = draft.last_sentence.max(other.last_sentence);
}
