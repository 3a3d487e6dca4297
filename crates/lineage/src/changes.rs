//! What an article changed in what it took: where words between equal ones differ, and figures of one facet that differ in
//! sentences that tell the same.

use claim::{Claim, MentionType, Read, Value};
use text::{Part, Span};

use crate::drawn::Drawn;
use crate::passages::Shared;
use crate::{Change, Changed, Passage};

/// More words than this in a row that differ are another wording and no change.
const LONGEST: usize = 8;

/// An article with its words.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) read: &'a Read,
    pub(crate) drawn: &'a Drawn,
}

impl Side<'_> {
    /// The span of some words.
    pub(crate) fn words(&self, (from, to): (usize, usize)) -> Option<Span> {
        let (first, last) = (self.drawn.words.get(from)?, self.drawn.words.get(to.checked_sub(1)?)?);
        Span::new(Part::Text, self.read.article.text(), first.start as usize, last.end as usize)
    }

    /// The span of some sentences.
    pub(crate) fn sentences(&self, (from, to): (usize, usize)) -> Option<Span> {
        let (first, last) = (self.drawn.sentences.get(from)?, self.drawn.sentences.get(to.checked_sub(1)?)?);
        Span::new(Part::Text, self.read.article.text(), first.from as usize, last.to as usize)
    }

    /// What stands in a span that a reader would call changed, if it were another.
    fn kind(&self, span: Span) -> Option<Changed> {
        let words = self.read.article.words(span);
        if words.bytes().any(|b| b.is_ascii_digit()) {
            return Some(Changed::Figure);
        }
        let mentions = self.read.reading.mentions.iter().filter(|m| m.span.meets(span));
        let kinds = mentions.filter_map(|mention| match mention.kind {
            MentionType::Count => Some(Changed::Figure),
            MentionType::Person | MentionType::Organization => Some(Changed::Name),
            MentionType::Place => Some(Changed::Place),
            _ => None,
        });
        kinds.min()
    }
}

/// What differs between equal words.
pub(crate) fn in_copy(here: Side<'_>, there: Side<'_>, passages: &[Shared]) -> Vec<Change> {
    let mut out = Vec::new();
    for passage in passages {
        let (mut a, mut b) = (passage.here.0, passage.there.0);
        while a < passage.here.1 && b < passage.there.1 {
            if here.drawn.words[a].hash == there.drawn.words[b].hash {
                (a, b) = (a + 1, b + 1);
                continue;
            }
            let Some((my_end, their_end)) =
                resume(here.drawn, there.drawn, (a, passage.here.1), (b, passage.there.1))
            else {
                break;
            };
            let spans = here.words((a, my_end)).zip(there.words((b, their_end)));
            if let Some((mine, theirs)) = spans.filter(|_| a < my_end && b < their_end)
                && let (Some(what), Some(other)) = (here.kind(mine), there.kind(theirs))
                && what == other
            {
                out.push(Change { what, here: mine, there: theirs });
            }
            (a, b) = (my_end, their_end);
        }
    }
    out
}

/// Where two texts agree again: the nearest two words in a row that are equal, or the ends.
fn resume(
    here: &Drawn,
    there: &Drawn,
    (a, a_end): (usize, usize),
    (b, b_end): (usize, usize),
) -> Option<(usize, usize)> {
    let equal = |a: usize, b: usize| here.words[a].hash == there.words[b].hash;
    for apart in 1..=2 * LONGEST {
        for more in 0..=apart.min(LONGEST) {
            let (x, y) = (a + more, b + (apart - more));
            if apart - more > LONGEST || x >= a_end || y >= b_end {
                continue;
            }
            if equal(x, y) && (x + 1 >= a_end || y + 1 >= b_end || equal(x + 1, y + 1)) {
                return Some((x, y));
            }
        }
    }
    None
}

/// Figures of one facet and scope that differ in passages that tell the same.
pub(crate) fn in_telling(here: &Read, there: &Read, passages: &[Passage]) -> Vec<Change> {
    let figures = |read: &'_ Read, span: Span| -> Vec<Claim> {
        let counts = read.reading.claims.iter().filter(|c| matches!(c.value, Value::Count(_)));
        counts.filter(|c| span.contains(c.span)).cloned().collect()
    };
    let mut out = Vec::new();
    for passage in passages {
        let (mine, theirs) = (figures(here, passage.here), figures(there, passage.there));
        let same = |a: &Claim, b: &Claim| a.facet == b.facet && a.scope == b.scope && a.stance == b.stance;
        for claim in &mine {
            let others: Vec<&Claim> = theirs.iter().filter(|other| same(claim, other)).collect();
            let twins = mine.iter().filter(|other| same(claim, other)).count();
            if let ([other], 1) = (others.as_slice(), twins)
                && other.value != claim.value
            {
                out.push(Change { what: Changed::Figure, here: claim.span, there: other.span });
            }
        }
    }
    out.sort_by_key(|change| (change.here, change.there));
    out.dedup();
    out
}
