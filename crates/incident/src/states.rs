//! How the values of a fact stand to each other: contested, revised, unordered, agreed, single.
//!
//! `docs/states.md` has the definitions and a worked situation for each; here are the figures of counts.

mod many;
mod series;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use claim::{Moment, Scope, Value};
use pack::Facet;
use text::Key;

pub(crate) use self::many::many;
use crate::days::in_time;
use crate::fit::{blur, fits, text_of};
use crate::voices::Voices;
use crate::weigh::{Group, Item, Mode, Moved, independent, support, texts};
use crate::{State, Step};

/// From how far apart figures of different voices in different texts count as told one after the other, in seconds.
const LATER: i64 = 3600;
/// How far apart two clocks may be where only one of them has an offset, in seconds.
const OFFSETS: i64 = 14 * 3600;

/// One figure of one voice in one text at one time.
#[derive(Clone, Copy, Debug)]
struct Stand {
    group: usize,
    item: usize,
    figure: u64,
    /// Whether its words say that it came from an earlier figure.
    moved: Option<Moved>,
    voice: Option<usize>,
    text: Key,
    when: Option<Moment>,
    /// Since when its voice says so: who is quoted again says nothing new.
    since: Option<Moment>,
}

impl Stand {
    /// Whether it was told as the first of several.
    fn is_first(&self) -> bool {
        self.moved == Some(Moved::First)
    }
}

/// The figures of one count, held against each other.
struct Figures<'a> {
    facet: &'a Facet,
    /// Whether later figures are smaller by nature.
    falls: bool,
    items: &'a [Item<'a>],
    groups: &'a [Group],
    voices: &'a Voices,
    /// Every figure that is said, further ones ("three more") left out.
    all: Vec<Stand>,
    /// Those that are no part of a total of their own text, and no stray.
    wholes: Vec<Stand>,
    /// Those of them that can be the toll: not those that only undercut it.
    main: Vec<Stand>,
}

/// Puts the groups of a count in order, the current one first, and says how they stand and how they moved.
pub(crate) fn count(
    facet: &Facet,
    scope: &Scope,
    items: &[Item<'_>],
    groups: &mut Vec<Group>,
    voices: &Voices,
) -> (State, Vec<Step>) {
    let falls = facet.falls || facet.falls_on.is_some() && facet.falls_on == scope.basis;
    let figures = Figures::of(facet, falls, items, groups, voices);
    let order = figures.order();
    let state = if figures.contested() || figures.denied() {
        State::Contested
    } else {
        figures.moved(order[0]).unwrap_or_else(|| supported(facet, items, &groups[order[0]], voices))
    };
    // a crowd did not grow from what one voice says to what another does
    let mut voices = figures.all.iter().map(|s| s.voice);
    let first = voices.next();
    let apart = facet.estimate && voices.any(|v| Some(v) != first);
    let series = if apart { Vec::new() } else { figures.series() };
    *groups = order.into_iter().map(|nth| groups[nth].clone()).collect();
    (state, series)
}

impl<'a> Figures<'a> {
    fn of(
        facet: &'a Facet,
        falls: bool,
        items: &'a [Item<'a>],
        groups: &'a [Group],
        voices: &'a Voices,
    ) -> Figures<'a> {
        let all = stands(items, groups);
        let mut out = Figures { facet, falls, items, groups, voices, all, wholes: vec![], main: vec![] };
        out.all = out.all.iter().map(|s| Stand { since: out.since(s), ..*s }).collect();
        let whole = |s: &&Stand| !out.is_part(s) && !out.strays(s);
        out.wholes = out.all.iter().filter(whole).copied().collect();
        if out.wholes.is_empty() {
            out.wholes.clone_from(&out.all);
        }
        let mut by_time = out.wholes.clone();
        by_time.sort_by_key(|s| s.since.map(in_time));
        for stand in by_time {
            if !out.undercuts(&stand) {
                out.main.push(stand);
            }
        }
        out
    }

    fn fit(&self, a: &Stand, b: &Stand) -> bool {
        fits(self.facet, self.items[a.item].said(), self.items[b.item].said())
    }

    fn opposed(&self, a: &Stand, b: &Stand) -> bool {
        matches!((a.voice, b.voice), (Some(v), Some(w)) if self.voices.opposed(v, w))
    }

    /// Since when a voice gives its figure without having said otherwise.
    fn since(&self, stand: &Stand) -> Option<Moment> {
        let own = || self.all.iter().filter(|s| stand.voice.is_some() && s.voice == stand.voice);
        let otherwise = |first: &Stand| {
            own().any(|s| {
                is_after(s.when, first.when, 1) && is_after(stand.when, s.when, 1) && !self.fit(s, stand)
            })
        };
        let earlier =
            own().filter(|s| s.figure == stand.figure && is_after(stand.when, s.when, 1) && !otherwise(s));
        earlier.filter_map(|s| s.when).chain(stand.when).min_by_key(|at| in_time(*at))
    }

    /// Whether a voice's figure is part of a larger one that its text has for itself and for the same time; none is no part.
    fn is_part(&self, stand: &Stand) -> bool {
        let whole = |s: &&Stand| s.text == stand.text && s.voice.is_none() && s.when == stand.when;
        let larger = |s: &Stand| s.figure > stand.figure;
        let some = stand.voice.is_some() && stand.figure > 0 && !stand.is_first();
        some && self.all.iter().filter(whole).any(larger)
    }

    /// Whether an article's own figure stands between figures of more texts that are of one value, before it and after.
    fn strays(&self, stand: &Stand) -> bool {
        let others = |group: usize| self.all.iter().filter(move |s| s.group == group);
        let number = |group: usize| texts(&self.groups[group], self.items);
        stand.voice.is_none()
            && (0..self.groups.len()).any(|group| {
                !self.fits_group(stand, group)
                    && number(group) > number(stand.group)
                    && others(group).any(|s| is_after(stand.when, s.when, LATER))
                    && others(group).any(|s| is_after(s.when, stand.when, LATER))
            })
    }

    /// Whether an article's own figure is told later than a larger one that more texts have and none has replaced: who
    /// later tells of "the two men" of four dead does not lower the toll. A voice of the larger figure can, and so can
    /// as many texts.
    fn undercuts(&self, stand: &Stand) -> bool {
        if stand.voice.is_some() || self.falls {
            return false;
        }
        let number = |s: &Stand| texts(&self.groups[s.group], self.items);
        let voices = |s: &Stand| {
            let items = self.groups[s.group].items.iter();
            items.filter_map(|at| self.items[*at].voice).collect::<BTreeSet<_>>()
        };
        self.main.iter().any(|other| {
            other.figure > stand.figure
                && after(stand, other)
                && number(other) > number(stand)
                && voices(other).is_disjoint(&voices(stand))
                && !self.main.iter().any(|next| after(next, other) && !self.fits_group(next, other.group))
        })
    }

    /// Whether a voice's figure is its last: it gives no later one that differs.
    fn is_last(&self, stand: &Stand) -> bool {
        stand.voice.is_none()
            || !self.all.iter().any(|other| other.voice == stand.voice && after(other, stand))
    }

    /// Whether a figure is history: a later one differs that is of no named voice, or is larger and of a voice that is
    /// not of another side; against an opposed voice, only a larger one of its own side. (A later and smaller figure of
    /// another voice contests; for a voice's own later figure see [`Figures::is_last`].)
    fn replaced(&self, stand: &Stand, opposed: bool) -> bool {
        // who estimates a crowd goes by nobody else's figure
        if self.facet.estimate && stand.voice.is_some() {
            return false;
        }
        self.main.iter().any(|other| {
            let by = match (stand.voice, other.voice) {
                (_, None) => !opposed,
                (Some(v), Some(w)) if opposed => self.voices.allied(v, w),
                (Some(v), Some(w)) => !self.voices.opposed(v, w),
                (None, Some(_)) => !opposed,
            };
            let goes_on =
                other.voice.is_none() || self.falls || stand.is_first() || other.figure > stand.figure;
            by && goes_on && self.is_news(other, stand) && !self.fit(other, stand)
        })
    }

    /// Whether a figure is later than another, and nobody gave it before.
    fn is_news(&self, new: &Stand, old: &Stand) -> bool {
        let same = |s: &&Stand| s.group == new.group && s.figure == new.figure;
        after(new, old) && self.main.iter().filter(same).all(|s| s.since.is_none() || after(s, old))
    }

    /// Whether two voices' last figures cannot both hold, and nothing later replaces either. What two sides say stands
    /// until they themselves say otherwise.
    fn contested(&self) -> bool {
        let mut last: BTreeMap<usize, Vec<&Stand>> = BTreeMap::new();
        for stand in self.all.iter().filter(|s| self.is_last(s)) {
            // a figure that has no time adds nothing to the same one that has
            let dated = |s: &Stand| s.voice == stand.voice && s.group == stand.group && s.when.is_some();
            if let Some(voice) = stand.voice
                && (stand.when.is_some() || !self.all.iter().any(dated))
            {
                last.entry(voice).or_default().push(stand);
            }
        }
        let conflict = |a: &Stand, b: &Stand| {
            !self.fit(a, b)
                && !self.make_a_total(a, b)
                // without a time, one may be history of the other
                && (self.opposed(a, b) || a.text == b.text || a.when.is_some() && b.when.is_some())
                && [a, b].into_iter().all(|s| !self.replaced(s, self.opposed(a, b)))
        };
        let list: Vec<(usize, Vec<&Stand>)> = last.into_iter().collect();
        list.iter().enumerate().any(|(nth, (v, of_v))| {
            list[nth + 1..].iter().any(|(w, of_w)| {
                !self.voices.may_be_one(*v, *w) && of_v.iter().all(|a| of_w.iter().all(|b| conflict(a, b)))
            })
        })
    }

    /// Whether two voices' figures make up the total that their text asserts.
    fn make_a_total(&self, a: &Stand, b: &Stand) -> bool {
        let sum = a.figure + b.figure;
        a.text == b.text
            && a.figure > 0
            && b.figure > 0
            && self.all.iter().any(|s| s.text == a.text && s.voice.is_none() && s.figure == sum)
    }

    /// Whether a denial is of what is said: who denies eleven does not deny "at least two".
    fn denies(&self, no: &Item<'_>, yes: &Stand) -> bool {
        let yes = self.items[yes.item].said();
        let known = BTreeSet::new();
        fits(self.facet, no.said(), yes) && blur(yes, &known) <= blur(no.said(), &known)
    }

    /// Whether somebody denies a figure that still stands, and does not say otherwise later.
    fn denied(&self) -> bool {
        let denials = self.groups.iter().filter(|g| g.mode == Mode::Denies).flat_map(|g| &g.items);
        denials.map(|at| &self.items[*at]).any(|no| {
            let taken_back = no.voice.is_some()
                && self.all.iter().any(|s| s.voice == no.voice && is_after(s.when, no.when, 1));
            !taken_back
                && self.all.iter().any(|yes| {
                    let opposed =
                        matches!((no.voice, yes.voice), (Some(v), Some(w)) if self.voices.opposed(v, w));
                    (no.voice != yes.voice || no.voice.is_none())
                        && self.denies(no, yes)
                        && self.is_last(yes)
                        && !self.replaced(yes, opposed)
                })
        })
    }

    /// Revised or unordered, where figures differ; `None` where all fit the current one.
    fn moved(&self, current: usize) -> Option<State> {
        let of_current: Vec<&Stand> = self.wholes.iter().filter(|s| s.group == current).collect();
        let mut rivals = self.wholes.iter().filter(|s| !self.fits_group(s, current)).peekable();
        rivals.peek()?;
        let ordered = rivals.all(|rival| of_current.iter().any(|c| after(c, rival)));
        Some(if ordered { State::Revised } else { State::Unordered })
    }

    /// Whether a figure fits the clearest of a group: a vague one among the others fits nearly all.
    fn fits_group(&self, stand: &Stand, group: usize) -> bool {
        let clearest = &self.items[self.groups[group].items[0]];
        stand.group == group || fits(self.facet, self.items[stand.item].said(), clearest.said())
    }

    /// The groups, the current one first. What holds comes before what is denied or has not happened, a total before
    /// further ones and parts, what no later figure follows before what one does; then the newest, that of most texts,
    /// of most claims, the largest.
    fn order(&self) -> Vec<usize> {
        let rank = |nth: &usize| {
            let group = &self.groups[*nth];
            let clearest = &self.items[group.items[0]];
            let all = || self.main.iter().filter(|s| s.group == *nth);
            // a vague figure that fits several is no sign that one of them still holds
            let only = |s: &&Stand| !(0..self.groups.len()).any(|g| g != *nth && self.fits_group(s, g));
            let mut mine: Vec<&Stand> = all().filter(only).collect();
            if mine.is_empty() {
                mine = all().collect();
            }
            let follows = |s: &Stand| self.main.iter().any(|c| after(c, s) && !self.fits_group(c, *nth));
            let followed = !mine.is_empty() && mine.iter().all(|s| follows(s));
            let newest = mine.iter().filter_map(|s| s.since).map(in_time).max();
            let claims: BTreeSet<_> =
                group.items.iter().map(|at| (self.items[*at].text, self.items[*at].claim.span)).collect();
            let delta = matches!(&clearest.claim.value, Value::Count(count) if count.delta);
            let standing = (group.mode, delta, mine.is_empty(), followed);
            let weight = (texts(group, self.items), claims.len(), figure(clearest));
            (standing, Reverse(newest.filter(|_| followed)), Reverse(weight), text_of(clearest.said()))
        };
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_cached_key(rank);
        order
    }
}

/// Each voice's figure in each text and at each time: of several the one with most claims, then the largest.
fn stands(items: &[Item<'_>], groups: &[Group]) -> Vec<Stand> {
    // by group: the spans that carry it, its largest figure, one of its items, how it is said to have moved
    type Told = BTreeMap<usize, (BTreeSet<text::Span>, u64, usize, Option<Moved>)>;
    let mut told: BTreeMap<(Key, Option<usize>, Option<Moment>), Told> = BTreeMap::new();
    for (nth, group) in groups.iter().enumerate().filter(|(_, g)| g.mode == Mode::Says) {
        for at in &group.items {
            let item = &items[*at];
            let Value::Count(count) = &item.claim.value else { continue };
            if count.delta {
                continue;
            }
            let here = told.entry((item.text, item.voice, item.when)).or_default();
            let entry = here.entry(nth).or_insert((BTreeSet::new(), count.min, *at, None));
            entry.0.insert(item.claim.span);
            entry.1 = entry.1.max(count.min);
            entry.3 = entry.3.or(item.moved());
        }
    }
    let mut out = Vec::new();
    for ((text, voice, when), figures) in told {
        let main = figures.iter().max_by_key(|(nth, (spans, min, ..))| (spans.len(), *min, Reverse(**nth)));
        if let Some((group, (_, _, item, moved))) = main {
            let (figure, moved) = (figure(&items[*item]), *moved);
            out.push(Stand { group: *group, item: *item, figure, moved, voice, text, when, since: when });
        }
    }
    out
}

fn figure(item: &Item<'_>) -> u64 {
    match &item.claim.value {
        Value::Count(count) => count.min,
        _ => 0,
    }
}

/// Whether a figure is told after another. Texts come out some minutes sooner or later, whatever they know; a voice's
/// own figures, and those of one text, are in order by the minute. Where times don't tell, words may: what a toll "rose
/// to" comes after what is less.
fn after(a: &Stand, b: &Stand) -> bool {
    // "the first count spoke of ten", whenever that is told
    if a.figure != b.figure && a.is_first() != b.is_first() {
        return b.is_first();
    }
    let one = a.text == b.text || a.voice.is_some() && a.voice == b.voice;
    let least = if one { 1 } else { LATER };
    is_after(a.since, b.since, least)
        || !is_after(b.since, a.since, least) && comes_from(a, b) && !comes_from(b, a)
}

/// Whether a figure's words say that it came from one as the other is.
fn comes_from(new: &Stand, old: &Stand) -> bool {
    match new.moved {
        Some(Moved::Risen) => new.figure > old.figure,
        Some(Moved::Fallen) => new.figure < old.figure,
        Some(Moved::Corrected) => new.figure != old.figure,
        Some(Moved::First) | None => false,
    }
}

/// Whether `a` is later than `b` by `seconds` or more; by a day where an hour is not known.
pub(crate) fn is_after(a: Option<Moment>, b: Option<Moment>, seconds: i64) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    if a.time.is_none() || b.time.is_none() {
        return a.date > b.date;
    }
    let least = if a.offset.is_some() == b.offset.is_some() { seconds } else { OFFSETS };
    a.seconds() - b.seconds() >= least
}

/// Agreed or single: two voices; for what outlets assert for themselves, two that are independent.
fn supported(facet: &Facet, items: &[Item<'_>], group: &Group, voices: &Voices) -> State {
    let named = support(group, items, voices).voices;
    let vouches = facet.vouch && group.mode == Mode::Says;
    let behind = if vouches { named.max(vouched(group, items, voices)) } else { named };
    if behind >= 2 { State::Agreed } else { State::Single }
}

/// How many stand behind a value that outlets assert for themselves: the texts that do, and the voices that are heard in
/// none of them.
fn vouched(group: &Group, items: &[Item<'_>], voices: &Voices) -> usize {
    let of = |at: &usize| &items[*at];
    let own: BTreeSet<Key> =
        group.items.iter().map(of).filter(|i| i.voice.is_none()).map(|i| i.text).collect();
    let heard: BTreeSet<usize> =
        group.items.iter().map(of).filter(|i| own.contains(&i.text)).filter_map(|i| i.voice).collect();
    own.len() + independent(group, items, voices).difference(&heard).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_later_depends_on_how_exact_the_times_are() {
        let later = |a: &str, b: &str| is_after(Moment::parse(a), Moment::parse(b), LATER);
        assert!(
            later("2025-03-08T10:00Z", "2025-03-08T09:00Z")
                && !later("2025-03-08T09:59Z", "2025-03-08T09:00Z")
        );
        assert!(later("2025-03-09", "2025-03-08T23:00Z") && !later("2025-03-08", "2025-03-08T01:00Z"));
        assert!(later("2025-03-08T10:00+01:00", "2025-03-08T10:00+02:00"));
        // a clock without an offset may be fourteen hours from one with
        assert!(
            later("2025-03-09T06:00Z", "2025-03-08T16:00") && !later("2025-03-09T05:00Z", "2025-03-08T16:00")
        );
        assert!(
            !is_after(None, Moment::parse("2025-03-08"), 1)
                && !is_after(Moment::parse("2025-03-08"), None, 1)
        );
    }
}
