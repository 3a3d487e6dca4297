//! Pass 3, modality: whether what a trigger tells of happened, was denied, threatened, planned or only possible.

use pack::{Pack, Tag, tags};

use crate::chart::{Chart, Mark, Tags};

/// What the words before a trigger make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modality {
    /// It happened.
    Fact,
    /// It did not.
    Negated,
    /// It may have, or would have.
    Possible,
    /// It is threatened.
    Threatened,
    /// It is planned, attempted or ordered.
    Planned,
    /// It is yet to come.
    Future,
    /// It is told as heard from others: the conditional of the Romance press.
    Hearsay,
}

/// Tags that modality asks for.
#[derive(Debug)]
pub(crate) struct ModalTags {
    neg: Option<Tag>,
    modal: Option<Tag>,
    future: Option<Tag>,
    hearsay: Option<Tag>,
    plan: Option<Tag>,
    threaten: Option<Tag>,
    pledge: Option<Tag>,
    condition: Option<Tag>,
    feared: Option<Tag>,
    to: Option<Tag>,
    relative: Option<Tag>,
    that: Option<Tag>,
    conj: Option<Tag>,
    subordinator: Option<Tag>,
    near: Option<Tag>,
    /// All of these, and verbs: a word without any of them says nothing.
    any: Tags,
}

impl ModalTags {
    pub(crate) fn of(pack: &Pack) -> ModalTags {
        let mut any = Tags::default();
        any.add(tags::VERB);
        let mut tag = |name| {
            let tag = pack.tag(name);
            tag.into_iter().for_each(|tag| any.add(tag));
            tag
        };
        ModalTags {
            neg: tag("neg"),
            modal: tag("modal"),
            future: tag("future"),
            hearsay: tag("hearsay"),
            plan: tag("plan"),
            threaten: tag("threaten-verb"),
            pledge: tag("pledge-verb"),
            condition: tag("if"),
            feared: tag("feared"),
            to: tag("infinitive"),
            relative: tag("relative"),
            that: tag("that"),
            conj: tag("conj"),
            subordinator: tag("subordinator"),
            near: tag("near"),
            any,
        }
    }
}

/// How far back a word governs a trigger, in tokens.
const REACH: u16 = 7;

/// Judges the trigger at tokens `start..`. Words that the rule itself names (`named`) are not judged again.
pub(crate) fn modality(chart: &Chart, t: &ModalTags, start: u16, named: impl Fn(u16) -> bool) -> Modality {
    let is = |tag: Option<Tag>, at: u16| tag.is_some_and(|t| chart.has(t, at));
    let mut at = start;
    let mut to_infinitive = false;
    let mut verbs = 0;
    // «auraient été tués»: whatever the rule names, it is heard of
    let mut heard = is(t.hearsay, start);
    while at > 0 && start - at < REACH {
        at -= 1;
        if chart.mark[at as usize] == Mark::Strong
            || chart.mark[at as usize] == Mark::Comma && verbs == 0 && start - at > 1
        {
            break;
        }
        // "the May 14 shooting" is no possible one
        if !chart.may_have(t.any, at) {
            continue;
        }
        heard |= is(t.hearsay, at) && verbs == 0;
        if named(at) || chart.covered(tags::TIME, at) {
            continue;
        }
        let near = start - at <= 4;
        if is(t.neg, at) && (verbs == 0 || near && to_infinitive) {
            return Modality::Negated;
        }
        if (is(t.modal, at) || is(t.feared, at)) && verbs == 0 {
            return Modality::Possible;
        }
        if is(t.near, at) && start - at == 1 {
            return Modality::Possible;
        }
        if is(t.future, at) && verbs == 0 {
            return Modality::Future;
        }
        if is(t.condition, at) {
            return Modality::Possible;
        }
        if to_infinitive && is(t.threaten, at) {
            return Modality::Threatened;
        }
        if to_infinitive && (is(t.plan, at) || is(t.pledge, at)) {
            return Modality::Planned;
        }
        if is(t.to, at) {
            to_infinitive = start - at <= 3;
            continue;
        }
        if [t.relative, t.that, t.subordinator].iter().any(|tag| is(*tag, at)) || is(t.conj, at) && verbs > 0
        {
            // "there is no proof that", "it is impossible that"
            if t.neg.is_some_and(|neg| chart.ends(neg, at + 1)) {
                return Modality::Negated;
            }
            break;
        }
        verbs += u32::from(chart.has(tags::VERB, at) && !chart.has(tags::FUNCTION, at));
        if verbs > 1 {
            break;
        }
    }
    // "i combattimenti sarebbero iniziati martedì": the verb may stand behind what names the deed
    let behind = || {
        let open = |a: &u16| chart.mark[*a as usize] == Mark::No && !is(t.relative, *a) && !is(t.conj, *a);
        (start + 1..chart.len.min(start + REACH)).take_while(open).any(|a| is(t.hearsay, a))
    };
    if heard || t.hearsay.is_some() && behind() { Modality::Hearsay } else { Modality::Fact }
}
