//! Pass 4's engine: patterns over a chart, tried only where their rarest element stands.

use pack::{Anchored, Layer, Matcher, Pack, Step, Tag};
use smallvec::SmallVec;

use crate::chart::{Chart, Item, Mark};

/// A pattern that holds at one place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) rule: u16,
    pub(crate) pattern: u16,
    /// By element: the tokens it took; empty where it took none.
    pub(crate) taken: Vec<(u16, u16)>,
    /// By element: the item it took last.
    pub(crate) items: Vec<Option<u32>>,
}

impl Match {
    pub(crate) fn start(&self) -> u16 {
        self.taken.iter().filter(|(a, b)| a < b).map(|t| t.0).min().unwrap_or(0)
    }

    pub(crate) fn end(&self) -> u16 {
        self.taken.iter().map(|t| t.1).max().unwrap_or(0)
    }

    /// The tokens that a capture took.
    pub(crate) fn capture(&self, pack: &Pack, name: u8) -> Option<(u16, u16)> {
        let pattern = &pack.rules[self.rule as usize].patterns[self.pattern as usize];
        let capture = pattern.captures.iter().find(|c| c.name == name)?;
        let taken = &self.taken[capture.first as usize..capture.end as usize];
        let start = taken.iter().filter(|(a, b)| a < b).map(|t| t.0).min()?;
        let end = taken.iter().map(|t| t.1).max()?;
        Some((start, end))
    }

    /// The item that a capture took, where it is of one element.
    pub(crate) fn item<'c>(&self, pack: &Pack, chart: &'c Chart, name: u8) -> Option<&'c Item> {
        let pattern = &pack.rules[self.rule as usize].patterns[self.pattern as usize];
        let capture = pattern.captures.iter().find(|c| c.name == name)?;
        let found = self.items[capture.first as usize..capture.end as usize].iter().flatten().next()?;
        Some(&chart.items[*found as usize])
    }

    /// Whether a word of the pattern, not a gap, took this token.
    pub(crate) fn names(&self, pack: &Pack, token: u16) -> bool {
        let elements = &pack.rules[self.rule as usize].patterns[self.pattern as usize].elements;
        let inside = |t: &(u16, u16)| t.0 <= token && token < t.1;
        elements
            .iter()
            .zip(&self.taken)
            .any(|(e, t)| inside(t) && !matches!(e.matcher, Matcher::Gap { .. } | Matcher::Modifier))
    }

    /// The tokens of the trigger.
    pub(crate) fn trigger(&self, pack: &Pack) -> (u16, u16) {
        let pattern = &pack.rules[self.rule as usize].patterns[self.pattern as usize];
        let (a, b) = self.taken[pattern.trigger as usize];
        if a < b { (a, b) } else { self.taken[pattern.anchor as usize] }
    }
}

/// What an element may take: the other end, and the item.
type Options = SmallVec<[(u16, Option<u32>); 6]>;

/// How many steps one pattern may take at one place: a bound on hostile text, far above what prose needs.
const STEPS: u32 = 4_000;

/// The engine with its buffers, which are used again for every sentence.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    sites: Sites,
    /// Patterns that are worth a try at one item.
    worth: Vec<Anchored>,
    taken: Vec<(u16, u16)>,
    items: Vec<Option<u32>>,
    /// The matches found last.
    pub(crate) found: Vec<Match>,
}

impl Matching {
    /// Finds all matches of a layer's patterns in a sentence, in the order of their anchors, one for each rule and place.
    pub(crate) fn run(&mut self, layer: &Layer, chart: &Chart) {
        self.found.clear();
        self.sites.fill(layer, chart);
        let hits = std::mem::take(&mut self.sites.items);
        for of_item in hits.chunk_by(|a, b| a.0 == b.0) {
            let number = of_item[0].0;
            let item = &chart.items[number as usize];
            self.worth.clear();
            for (_, ask) in of_item {
                let anchored = &layer.anchored[*ask as usize];
                self.worth.extend(anchored.iter().filter(|a| self.sites.hold(a, item.start, item.end)));
            }
            if of_item.len() > 1 {
                self.worth.sort_unstable_by_key(|a| (a.rule, a.pattern));
            }
            for at in 0..self.worth.len() {
                self.try_at(layer, chart, self.worth[at], (item.start, item.end), Some(number));
            }
        }
        self.sites.items = hits;
        let hits = std::mem::take(&mut self.sites.words);
        for (at, ask) in &hits {
            for a in &layer.anchored[*ask as usize] {
                if self.sites.hold(a, *at, at + 1) {
                    self.try_at(layer, chart, *a, (*at, at + 1), None);
                }
            }
        }
        self.sites.words = hits;
    }

    fn try_at(
        &mut self,
        layer: &Layer,
        chart: &Chart,
        of: Anchored,
        (start, end): (u16, u16),
        item: Option<u32>,
    ) {
        let steps = layer.steps(&of);
        let anchor = of.anchor as usize;
        self.taken.resize(steps.len(), (0, 0));
        self.items.resize(steps.len(), None);
        let (taken, items) = (&mut self.taken, &mut self.items);
        let mut search = Search { chart, layer, sites: &self.sites, steps, taken, items, count: 0 };
        if search.along::<false>(anchor, start, 0) && search.along::<true>(anchor + 1, end, 0) {
            self.taken[anchor] = (start, end);
            self.items[anchor] = item;
            let found = Match {
                rule: of.rule,
                pattern: of.pattern,
                taken: self.taken.clone(),
                items: self.items.clone(),
            };
            let (from, to) = (found.start(), found.end());
            let same = |m: &Match| m.rule == found.rule && m.start() == from && m.end() == to;
            if !self.found.iter().rev().take(24).any(same) {
                self.found.push(found);
            }
        }
    }
}

/// Where in a sentence each ask of a layer may stand.
#[derive(Debug, Default)]
struct Sites {
    /// By ask.
    of: Vec<Site>,
    /// The asks that stand anywhere.
    seen: Vec<u16>,
    /// Items that patterns are anchored at, with the ask.
    items: Vec<(u32, u16)>,
    /// Words that patterns are anchored at, with the ask.
    words: Vec<(u16, u16)>,
}

/// Where one ask may stand. Positions above 63 share the bits of lower ones: a bit that is not set is sure.
#[derive(Clone, Copy, Debug)]
struct Site {
    /// A bit for each position that it may stand from.
    from: u64,
    /// A bit for each position that it may stand up to.
    upto: u64,
    /// The first position that it may stand up to.
    earliest_end: u16,
    /// One more than the last position that it may stand from; 0 where there is none.
    latest_start: u16,
}

impl Site {
    const NOWHERE: Site = Site { from: 0, upto: 0, earliest_end: u16::MAX, latest_start: 0 };
    const EVERYWHERE: Site = Site { from: !0, upto: !0, earliest_end: 0, latest_start: u16::MAX };
}

impl Sites {
    fn fill(&mut self, layer: &Layer, chart: &Chart) {
        let len = chart.len;
        for ask in self.seen.drain(..) {
            self.of[ask as usize] = Site::NOWHERE;
        }
        if self.of.len() < layer.asks.len() {
            self.of.resize(layer.asks.len(), Site::NOWHERE);
            self.of[Layer::NOTHING as usize] = Site::EVERYWHERE;
        }
        self.items.clear();
        self.words.clear();
        for (at, item) in chart.items.iter().enumerate() {
            let mut last = Layer::NOTHING;
            for test in &layer.tests[item.tag as usize] {
                if (test.value == 0 || test.value == item.value) && item.features.has(test.features) {
                    self.mark(test.ask, item.start, item.end);
                    if test.anchors && test.ask != last {
                        self.items.push((at as u32, test.ask));
                    }
                    last = test.ask;
                }
            }
        }
        for (at, word) in (0..len).zip(&chart.words) {
            for ask in layer.words.get(word).into_iter().flatten() {
                self.mark(*ask, at, at + 1);
                if *word != 0 && !layer.anchored[*ask as usize].is_empty() {
                    self.words.push((at, *ask));
                }
            }
            for ask in &layer.any {
                self.mark(*ask, at, at + 1);
            }
            if chart.modifier[at as usize] {
                layer.modifier.iter().for_each(|ask| self.mark(*ask, at, at + 1));
            }
        }
        layer.start.iter().for_each(|ask| self.mark(*ask, 0, 0));
        if !layer.end.is_empty() {
            let open = (0..len).rev().find(|at| chart.mark[*at as usize] == Mark::No);
            for at in open.map_or(0, |at| at + 1)..=len {
                layer.end.iter().for_each(|ask| self.mark(*ask, at, at));
            }
        }
    }

    fn mark(&mut self, ask: u16, start: u16, end: u16) {
        let site = &mut self.of[ask as usize];
        if site.from == 0 {
            self.seen.push(ask);
        }
        site.from |= 1 << (start % 64);
        site.upto |= 1 << (end % 64);
        site.earliest_end = site.earliest_end.min(end);
        site.latest_start = site.latest_start.max(start + 1);
    }

    /// Whether what a pattern needs stands on its side of an anchor.
    fn hold(&self, of: &Anchored, start: u16, end: u16) -> bool {
        of.needs.iter().all(|(ask, before)| match before {
            true => self.of[*ask as usize].earliest_end <= start,
            false => self.of[*ask as usize].latest_start > end,
        })
    }

    /// Whether an ask may stand from a position, or up to it; where not, it doesn't.
    fn stands(&self, ask: u16, at: u16, forward: bool) -> bool {
        let site = &self.of[ask as usize];
        let bits = if forward { site.from } else { site.upto };
        bits >> (at % 64) & 1 == 1
    }
}

struct Search<'a> {
    chart: &'a Chart,
    layer: &'a Layer,
    sites: &'a Sites,
    steps: &'a [Step],
    taken: &'a mut Vec<(u16, u16)>,
    items: &'a mut Vec<Option<u32>>,
    count: u32,
}

impl Search<'_> {
    /// The items or tokens that a matcher may take from `at` on (or up to `at`), longest first, as (other end, item).
    fn options<const FORWARD: bool>(&self, matcher: &Matcher, at: u16, out: &mut Options) {
        let chart = self.chart;
        let token = if FORWARD { at } else { at.wrapping_sub(1) };
        let inside = token < chart.len;
        let beyond = if FORWARD { at + 1 } else { token };
        match matcher {
            Matcher::Word(word) if inside && chart.words[token as usize] == *word => out.push((beyond, None)),
            Matcher::Any if inside => out.push((beyond, None)),
            Matcher::Modifier if inside && chart.modifier[token as usize] => out.push((beyond, None)),
            Matcher::Start if at == 0 => out.push((at, None)),
            Matcher::End if (at..chart.len).all(|t| chart.mark[t as usize] != Mark::No) => {
                out.push((at, None))
            }
            Matcher::Tags(tests) => {
                let passes = |item: &Item| {
                    tests.iter().any(|(tag, value, features)| {
                        *tag == item.tag
                            && (*value == 0 || *value == item.value)
                            && item.features.has(*features)
                    })
                };
                let mut take = |i: usize| {
                    let item = &chart.items[i];
                    if passes(item) {
                        out.push((if FORWARD { item.end } else { item.start }, Some(i as u32)));
                    }
                };
                match FORWARD {
                    true => chart.at(at).for_each(&mut take),
                    false => chart.to(at).for_each(&mut take),
                }
            }
            Matcher::Either(of) => of.iter().for_each(|part| self.options::<FORWARD>(part, at, out)),
            _ => {}
        }
        if out.len() > 1 {
            out.sort_unstable_by_key(|(end, item)| (if FORWARD { u16::MAX - end } else { *end }, *item));
        }
    }

    /// Matches the elements from number `edge` on, from token `at`; or those before it, ending at token `at`.
    /// `times`: how often the element next to the edge stood already.
    fn along<const FORWARD: bool>(&mut self, edge: usize, at: u16, times: u8) -> bool {
        let here = if FORWARD { Some(edge).filter(|e| *e < self.steps.len()) } else { edge.checked_sub(1) };
        let Some(here) = here else { return true };
        let next = if FORWARD { edge + 1 } else { here };
        self.count += 1;
        if self.count > STEPS {
            return false;
        }
        let step = self.steps[here];
        if step.not {
            let mut options = Options::new();
            if self.sites.stands(step.ask, at, true) {
                self.options::<true>(&self.layer.asks[step.ask as usize], at, &mut options);
            }
            (self.taken[here], self.items[here]) = ((0, 0), None);
            return options.is_empty() && self.along::<FORWARD>(next, at, 0);
        }
        let matcher = &self.layer.asks[step.ask as usize];
        if let Matcher::Gap { commas, verbs } = *matcher {
            return self.gap::<FORWARD>(here, next, at, step.max, (commas, verbs));
        }
        if times < step.max && self.sites.stands(step.ask, at, FORWARD) {
            let before = (self.taken[here], self.items[here]);
            let mut options = Options::new();
            self.options::<FORWARD>(matcher, at, &mut options);
            let mut failed = None;
            for (end, item) in options {
                // what follows knows the end only
                if failed == Some(end) {
                    continue;
                }
                self.taken[here] = match (times, FORWARD) {
                    (0, true) => (at, end),
                    (0, false) => (end, at),
                    (_, true) => (before.0.0, end),
                    (_, false) => (end, before.0.1),
                };
                self.items[here] = item;
                let goes_on = if end == at {
                    self.along::<FORWARD>(next, end, 0)
                } else {
                    self.along::<FORWARD>(edge, end, times + 1)
                };
                if goes_on {
                    return true;
                }
                failed = Some(end);
            }
            (self.taken[here], self.items[here]) = before;
        }
        if times < step.min {
            return false;
        }
        if times == 0 {
            (self.taken[here], self.items[here]) = ((at, at), None);
        }
        self.along::<FORWARD>(next, at, 0)
    }

    /// Matches a gap of as few tokens as will do, and the elements behind it (or before it).
    fn gap<const FORWARD: bool>(
        &mut self,
        here: usize,
        next: usize,
        at: u16,
        most: u8,
        (commas, verbs): (bool, bool),
    ) -> bool {
        // what must stand at the gap's end, if anything must
        let beyond = if FORWARD { self.steps.get(next) } else { next.checked_sub(1).map(|b| &self.steps[b]) };
        let needed = beyond.filter(|s| s.min > 0 && !s.not).map(|s| s.ask);
        self.items[here] = None;
        let mut to = at;
        loop {
            if needed.is_none_or(|ask| self.sites.stands(ask, to, FORWARD)) {
                self.taken[here] = if FORWARD { (at, to) } else { (to, at) };
                if self.along::<FORWARD>(next, to, 0) {
                    return true;
                }
            }
            let token = if FORWARD { Some(to) } else { to.checked_sub(1) };
            let Some(token) =
                token.filter(|t| at.abs_diff(to) < u16::from(most) && self.crosses(*t, commas, verbs))
            else {
                return false;
            };
            to = if FORWARD { to + 1 } else { token };
        }
    }

    fn crosses(&self, token: u16, commas: bool, verbs: bool) -> bool {
        token < self.chart.len
            && (verbs || !self.chart.finite[token as usize])
            && match self.chart.mark[token as usize] {
                Mark::No => true,
                Mark::Comma => commas,
                Mark::Strong => false,
            }
    }
}

/// Of matches that make the same tag, those that lie inside a longer one are dropped; equal ones keep the first rule's.
pub(crate) fn longest(mut spans: Vec<(Tag, u16, u16, usize)>) -> Vec<usize> {
    spans.sort_by_key(|(tag, start, end, at)| (*tag, *start, u16::MAX - end, *at));
    let mut out: Vec<(Tag, u16, u16, usize)> = Vec::new();
    for span in spans {
        if !out.iter().any(|o| o.0 == span.0 && o.1 <= span.1 && span.2 <= o.2) {
            out.push(span);
        }
    }
    out.into_iter().map(|s| s.3).collect()
}
