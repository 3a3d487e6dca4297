//! Pass 4's engine: patterns over a chart, tried only where their rarest element stands.

use pack::{Element, Layer, Matcher, Pack, Tag};
use smallvec::{SmallVec, smallvec};

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

/// All matches of a layer's patterns in a sentence, in the order of their anchors, one for each rule and place.
pub(crate) fn matches(pack: &Pack, layer: &Layer, chart: &Chart, out: &mut Vec<Match>) {
    out.clear();
    let mut search = Search { chart, elements: &[], taken: Vec::new(), items: Vec::new(), steps: 0 };
    for (at, item) in chart.items.iter().enumerate() {
        let Some(anchored) = layer.by_tag.get(item.tag as usize) else { continue };
        for a in
            anchored.iter().filter(|a| chart.tag_set.has_all(&a.tags) && chart.word_set.has_all(&a.words))
        {
            try_at(pack, &mut search, a.rule, a.pattern, (item.start, item.end), Some(at as u32), out);
        }
    }
    if !layer.by_word.is_empty() {
        for (at, word) in chart.words.iter().enumerate().filter(|(_, w)| **w != 0) {
            let Some(anchored) = layer.by_word.get(word) else { continue };
            for a in
                anchored.iter().filter(|a| chart.tag_set.has_all(&a.tags) && chart.word_set.has_all(&a.words))
            {
                try_at(pack, &mut search, a.rule, a.pattern, (at as u16, at as u16 + 1), None, out);
            }
        }
    }
}

fn try_at<'a>(
    pack: &'a Pack,
    search: &mut Search<'a>,
    rule: u16,
    number: u16,
    taken: (u16, u16),
    item: Option<u32>,
    out: &mut Vec<Match>,
) {
    let pattern = &pack.rules[rule as usize].patterns[number as usize];
    let anchor = pattern.anchor as usize;
    if let Some(item) = item
        && !passes(&pattern.elements[anchor].matcher, &search.chart.items[item as usize])
    {
        return;
    }
    search.elements = &pattern.elements;
    search.steps = 0;
    search.taken.clear();
    search.taken.resize(pattern.elements.len(), (0, 0));
    search.items.clear();
    search.items.resize(pattern.elements.len(), None);
    search.taken[anchor] = taken;
    search.items[anchor] = item;
    if search.backward(anchor, taken.0, 0) && search.forward(anchor + 1, taken.1, 0) {
        let found = Match { rule, pattern: number, taken: search.taken.clone(), items: search.items.clone() };
        let same = |m: &Match| m.rule == rule && m.start() == found.start() && m.end() == found.end();
        if !out.iter().rev().take(24).any(same) {
            out.push(found);
        }
    }
}

fn passes(matcher: &Matcher, item: &Item) -> bool {
    let Matcher::Tags(tests) = matcher else { return false };
    tests.iter().any(|(tag, value, features)| {
        *tag == item.tag && (*value == 0 || *value == item.value) && item.features.has(*features)
    })
}

struct Search<'a> {
    chart: &'a Chart,
    elements: &'a [Element],
    taken: Vec<(u16, u16)>,
    items: Vec<Option<u32>>,
    steps: u32,
}

impl Search<'_> {
    fn tired(&mut self) -> bool {
        self.steps += 1;
        self.steps > STEPS
    }

    /// The items or tokens that an element may take from `at` on (or up to `at`), longest first, as (other end, item).
    fn options(&self, matcher: &Matcher, at: u16, forward: bool) -> Options {
        let chart = self.chart;
        let token = if forward { at } else { at.wrapping_sub(1) };
        let inside = token < chart.len;
        let beyond = if forward { at + 1 } else { token };
        match matcher {
            Matcher::Either(of) => {
                let mut out: Options = of.iter().flat_map(|m| self.options(m, at, forward)).collect();
                out.sort_by_key(|(end, item)| (if forward { u16::MAX - end } else { *end }, *item));
                out
            }
            Matcher::Word(word) if inside && chart.words[token as usize] == *word => {
                smallvec![(beyond, None)]
            }
            Matcher::Any if inside => smallvec![(beyond, None)],
            Matcher::Modifier if inside && chart.modifier[token as usize] => smallvec![(beyond, None)],
            Matcher::Start if at == 0 => smallvec![(at, None)],
            Matcher::End if (at..chart.len).all(|t| chart.mark[t as usize] != Mark::No) => {
                smallvec![(at, None)]
            }
            Matcher::Tags(_) => {
                let mut out: Options = if forward {
                    chart
                        .at(at)
                        .filter(|i| passes(matcher, &chart.items[*i]))
                        .map(|i| (chart.items[i].end, Some(i as u32)))
                        .collect()
                } else {
                    chart
                        .to(at)
                        .filter(|i| passes(matcher, &chart.items[*i]))
                        .map(|i| (chart.items[i].start, Some(i as u32)))
                        .collect()
                };
                out.sort_by_key(|(end, item)| (if forward { u16::MAX - end } else { *end }, *item));
                out
            }
            _ => Options::new(),
        }
    }

    /// Matches the elements from `at_element` on, from token `at`; `times`: how often the element stood already.
    fn forward(&mut self, at_element: usize, at: u16, times: u8) -> bool {
        let Some(element) = self.elements.get(at_element) else { return true };
        if self.tired() {
            return false;
        }
        if element.not {
            return self.options(&element.matcher, at, true).is_empty()
                && self.forward(at_element + 1, at, 0);
        }
        if let Matcher::Gap { commas, verbs } = element.matcher {
            let mut to = at;
            loop {
                self.taken[at_element] = (at, to);
                if self.forward(at_element + 1, to, 0) {
                    return true;
                }
                if to - at >= u16::from(element.max) || !self.crosses(to, commas, verbs) {
                    return false;
                }
                to += 1;
            }
        }
        if times < element.max {
            let before = (self.taken[at_element], self.items[at_element]);
            for (end, item) in self.options(&element.matcher, at, true) {
                let from = if times == 0 { at } else { before.0.0 };
                self.taken[at_element] = (from, end);
                self.items[at_element] = item;
                let next = if end == at {
                    self.forward(at_element + 1, end, 0)
                } else {
                    self.forward(at_element, end, times + 1)
                };
                if next {
                    return true;
                }
            }
            (self.taken[at_element], self.items[at_element]) = before;
        }
        if times < element.min {
            return false;
        }
        if times == 0 {
            self.taken[at_element] = (at, at);
            self.items[at_element] = None;
        }
        self.forward(at_element + 1, at, 0)
    }

    /// Matches the elements before `at_element`, ending at token `at`.
    fn backward(&mut self, at_element: usize, at: u16, times: u8) -> bool {
        let Some(here) = at_element.checked_sub(1) else { return true };
        let element = &self.elements[here];
        if self.tired() {
            return false;
        }
        if element.not {
            return self.options(&element.matcher, at, true).is_empty() && self.backward(here, at, 0);
        }
        if let Matcher::Gap { commas, verbs } = element.matcher {
            let mut from = at;
            loop {
                self.taken[here] = (from, at);
                if self.backward(here, from, 0) {
                    return true;
                }
                if at - from >= u16::from(element.max) || from == 0 || !self.crosses(from - 1, commas, verbs)
                {
                    return false;
                }
                from -= 1;
            }
        }
        if times < element.max {
            let before = (self.taken[here], self.items[here]);
            for (start, item) in self.options(&element.matcher, at, false) {
                let to = if times == 0 { at } else { before.0.1 };
                self.taken[here] = (start, to);
                self.items[here] = item;
                let next = if start == at {
                    self.backward(here, start, 0)
                } else {
                    self.backward(at_element, start, times + 1)
                };
                if next {
                    return true;
                }
            }
            (self.taken[here], self.items[here]) = before;
        }
        if times < element.min {
            return false;
        }
        if times == 0 {
            self.taken[here] = (at, at);
            self.items[here] = None;
        }
        self.backward(here, at, 0)
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
