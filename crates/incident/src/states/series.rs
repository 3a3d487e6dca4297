//! How a toll moved: its figures by the time that they hold for, each with who said it.

use std::collections::{BTreeMap, BTreeSet};

use claim::Moment;
use jiff::civil::Date;

use super::{Figures, LATER, Stand, after, is_after};
use crate::Step;
use crate::fit::{blur, fits};

/// A step in the making.
struct Draft {
    /// The figure that it begins with.
    first: Stand,
    when: Moment,
    voices: BTreeSet<usize>,
    items: BTreeSet<usize>,
}

impl Figures<'_> {
    /// The steps of the figures that can be the toll; none where no step is surely later than
    /// another.
    pub(super) fn series(&self) -> Vec<Step> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut own: BTreeMap<usize, usize> = BTreeMap::new();
        for (stand, when) in self.in_order() {
            let last = stand.voice.and_then(|voice| own.get(&voice).copied());
            let joined = last.filter(|at| self.repeats(&stand, &drafts[*at])).or_else(|| {
                let followed = |at: usize| {
                    drafts[at + 1..].iter().any(|d| is_after(Some(d.when), Some(drafts[at].when), 1))
                };
                let standing: Vec<usize> = (0..drafts.len()).filter(|at| !followed(*at)).collect();
                // what comes later and settles which of several it was is a step; what fits them all settles nothing
                let settles = standing.len() > 1
                    && standing.iter().all(|at| is_after(Some(when), Some(drafts[*at].when), 1))
                    && !standing.iter().all(|at| self.repeats(&stand, &drafts[*at]));
                standing.into_iter().rev().find(|at| !settles && self.repeats(&stand, &drafts[*at]))
            });
            let at = joined.unwrap_or_else(|| {
                drafts.push(Draft { first: stand, when, voices: BTreeSet::new(), items: BTreeSet::new() });
                drafts.len() - 1
            });
            drafts[at].items.extend(self.carried_by(&stand));
            if let Some(voice) = stand.voice {
                // who says so later did not say so then
                if !is_after(Some(when), Some(drafts[at].when), LATER) {
                    drafts[at].voices.insert(voice);
                }
                own.insert(voice, at);
            }
        }
        let steps: Vec<Step> = drafts.into_iter().map(|draft| self.step(draft)).collect();
        if steps.windows(2).any(|pair| pair[1].follows(&pair[0])) { steps } else { Vec::new() }
    }

    /// Whether a figure says no more than a step does.
    fn repeats(&self, stand: &Stand, step: &Draft) -> bool {
        let (new, old) = (self.items[stand.item].said(), self.items[step.first.item].said());
        let known = BTreeSet::new();
        fits(self.facet, new, old) && blur(new, &known) >= blur(old, &known)
    }

    /// The claims by which a voice gives its figure in a text.
    fn carried_by(&self, stand: &Stand) -> impl Iterator<Item = usize> {
        self.groups[stand.group].items.iter().copied().filter(|at| {
            let item = &self.items[*at];
            (item.text, item.voice, item.when) == (stand.text, stand.voice, stand.when)
        })
    }

    /// The figures by time. What has no hour stands beside its like on that day; where there is none, among the others
    /// of the day by size.
    fn in_order(&self) -> Vec<(Stand, Moment)> {
        let mut days: BTreeMap<Date, Vec<(Stand, Moment)>> = BTreeMap::new();
        // when a first count was made nobody says, if others are known from before its text
        let lost = |s: &&Stand| {
            let before = |o: &Stand| !o.is_first() && is_after(s.when, o.when, LATER);
            s.is_first() && self.main.iter().any(before)
        };
        for stand in self.main.iter().filter(|s| !lost(s)) {
            if let Some(when) = stand.when {
                days.entry(when.date).or_default().push((*stand, when));
            }
        }
        let mut out = Vec::new();
        for day in days.into_values() {
            let (mut timed, mut hourless): (Vec<_>, Vec<_>) =
                day.into_iter().partition(|(_, w)| w.time.is_some());
            let by_size = |s: &Stand| (s.figure, blur(self.items[s.item].said(), &BTreeSet::new()), s.item);
            timed.sort_by_key(|(s, when)| (when.seconds(), by_size(s)));
            hourless.sort_by_key(|(s, _)| by_size(s));
            for (stand, when) in hourless {
                let alike = timed.iter().rposition(|(s, _)| s.figure == stand.figure);
                let larger = || timed.iter().position(|(s, _)| s.figure > stand.figure);
                let at = alike.map(|at| at + 1).or_else(larger).unwrap_or(timed.len());
                timed.insert(at, (stand, when));
            }
            out.extend(timed);
        }
        // within the hour words tell more than clocks
        for at in 1..out.len() {
            let (stand, when) = out[at];
            let comes_first = |(other, then): &(Stand, Moment)| {
                after(other, &stand) && !is_after(Some(when), Some(*then), LATER)
            };
            let place = (0..at).rev().take_while(|before| comes_first(&out[*before])).last();
            if let Some(place) = place {
                out[place..=at].rotate_right(1);
            }
        }
        out
    }

    fn step(&self, draft: Draft) -> Step {
        let names: BTreeSet<&str> = draft.voices.iter().map(|v| self.voices.name(*v)).collect();
        Step {
            time: draft.when,
            value: self.items[draft.first.item].claim.value.clone(),
            voices: names.into_iter().map(str::to_owned).collect(),
            claims: draft.items.into_iter().map(|at| self.items[at].at).collect(),
        }
    }
}
