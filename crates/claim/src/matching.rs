//! Pass 4's engine: patterns over a chart, tried only where their rarest element stands.

use pack::{Anchored, Answer, Asks, Capture, Features, Layer, Matcher, Need, Pack, Step, Tag};
use smallvec::SmallVec;

use crate::chart::{Chart, Item, Mark};

/// A pattern that holds at one place of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub(crate) rule: u16,
    pub(crate) pattern: u16,
    start: u16,
    end: u16,
    /// By element.
    pub(crate) taken: SmallVec<[Taken; 8]>,
}

/// What an element took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taken {
    /// The tokens from here …
    start: u16,
    /// … to before here; none where that is the same.
    end: u16,
    /// The item that it took last.
    item: Option<u32>,
}

impl Taken {
    fn nothing(at: u16) -> Taken {
        Taken { start: at, end: at, item: None }
    }

    /// Whether it took any token.
    pub(crate) fn any(&self) -> bool {
        self.start < self.end
    }
}

/// The first token that elements took, and the one behind the last.
fn reach(taken: &[Taken]) -> (Option<u16>, u16) {
    let start = taken.iter().filter(|t| t.any()).map(|t| t.start).min();
    (start, taken.iter().map(|t| t.end).max().unwrap_or(0))
}

impl Match {
    pub(crate) fn start(&self) -> u16 {
        self.start
    }

    pub(crate) fn end(&self) -> u16 {
        self.end
    }

    fn capture_of<'p>(&self, pack: &'p Pack, name: u8) -> Option<&'p Capture> {
        let pattern = &pack.rules[self.rule as usize].patterns[self.pattern as usize];
        pattern.captures.iter().find(|c| c.name == name)
    }

    /// The tokens that a capture of the pattern took.
    pub(crate) fn took(&self, capture: &Capture) -> Option<(u16, u16)> {
        let (start, end) = reach(&self.taken[capture.first as usize..capture.end as usize]);
        Some((start?, end))
    }

    /// The item that a capture of the pattern took, where it is of one element.
    pub(crate) fn item_of<'c>(&self, chart: &'c Chart, capture: &Capture) -> Option<&'c Item> {
        let taken = &self.taken[capture.first as usize..capture.end as usize];
        taken.iter().find_map(|t| t.item).map(|item| &chart.items[item as usize])
    }

    /// The tokens that a capture took.
    pub(crate) fn capture(&self, pack: &Pack, name: u8) -> Option<(u16, u16)> {
        self.took(self.capture_of(pack, name)?)
    }

    /// The item that a capture took, where it is of one element.
    pub(crate) fn item<'c>(&self, pack: &Pack, chart: &'c Chart, name: u8) -> Option<&'c Item> {
        self.item_of(chart, self.capture_of(pack, name)?)
    }

    /// Whether a word of the pattern, not a gap, took this token.
    pub(crate) fn names(&self, pack: &Pack, token: u16) -> bool {
        let elements = &pack.rules[self.rule as usize].patterns[self.pattern as usize].elements;
        let inside = |t: &Taken| t.start <= token && token < t.end;
        elements
            .iter()
            .zip(&self.taken)
            .any(|(e, t)| inside(t) && !matches!(e.matcher, Matcher::Gap { .. } | Matcher::Modifier))
    }

    /// The tokens of the trigger.
    pub(crate) fn trigger(&self, pack: &Pack) -> (u16, u16) {
        let pattern = &pack.rules[self.rule as usize].patterns[self.pattern as usize];
        let [trigger, anchor] = [pattern.trigger, pattern.anchor].map(|at| self.taken[at as usize]);
        let taken = if trigger.any() { trigger } else { anchor };
        (taken.start, taken.end)
    }
}

/// What an element may take.
#[derive(Clone, Copy)]
struct Choice {
    /// In tokens.
    length: u16,
    item: Option<u32>,
    /// Whether it may take something shorter, too.
    more: bool,
}

/// The longest choice so far, of those shorter than what was tried: what follows knows where it ends only.
struct Best {
    tried: Option<u16>,
    choice: Option<Choice>,
}

impl Best {
    fn offer(&mut self, length: u16, item: Option<u32>) {
        if self.tried.is_some_and(|tried| length >= tried) {
            return;
        }
        match &mut self.choice {
            Some(best) if length < best.length => best.more = true,
            Some(best) if length == best.length => best.item = best.item.min(item),
            best => *best = Some(Choice { length, item, more: best.is_some() }),
        }
    }
}

/// How many steps one pattern may take at one place: a bound on hostile text, far above what prose needs.
const STEPS: u32 = 4_000;

/// The engine with its buffers, which are used again for every sentence.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    sites: Sites,
    /// Patterns that are worth a try at one item.
    worth: Vec<Anchored>,
    taken: Vec<Taken>,
    /// The matches found last.
    pub(crate) found: Vec<Match>,
}

impl Matching {
    /// Begins a new sentence.
    pub(crate) fn begin(&mut self, asks: &Asks, chart: &Chart) {
        self.sites.begin(asks, chart);
    }

    /// Finds all matches of a layer's patterns in a sentence, in the order of their anchors, one for each rule and place.
    pub(crate) fn run(&mut self, asks: &Asks, layer: &Layer, chart: &Chart) {
        self.found.clear();
        self.sites.catch_up(asks, chart);
        let items = std::mem::take(&mut self.sites.items[layer.at as usize]);
        for of_item in items.chunk_by(|a, b| a.0 == b.0) {
            let number = of_item[0].0;
            let Item { start, end, .. } = chart.items[number as usize];
            let asked = of_item.iter().map(|(_, ask)| *ask);
            self.try_all(asks, layer, chart, asked, (start, end), Some(number));
        }
        self.sites.items[layer.at as usize] = items;
        let words = std::mem::take(&mut self.sites.words[layer.at as usize]);
        for (at, ask) in &words {
            self.try_all(asks, layer, chart, std::iter::once(*ask), (*at, at + 1), None);
        }
        self.sites.words[layer.at as usize] = words;
    }

    /// Tries the patterns that are anchored at some asks where these stand, in the order of the rules.
    fn try_all(
        &mut self,
        asks: &Asks,
        layer: &Layer,
        chart: &Chart,
        asked: impl Iterator<Item = u16>,
        (start, end): (u16, u16),
        item: Option<u32>,
    ) {
        let around = self.sites.around(start, end);
        self.worth.clear();
        let sites = &self.sites;
        for ask in asked {
            for together in layer.anchored.get(ask as usize) {
                if sites.holds(together.need, around.sides) {
                    for pattern in layer.patterns(together) {
                        if sites.hold(pattern, around) {
                            self.worth.push(*pattern);
                        }
                    }
                }
            }
        }
        self.worth.sort_unstable_by_key(Anchored::order);
        for at in 0..self.worth.len() {
            self.try_at(asks, chart, self.worth[at], (start, end), item);
        }
    }

    fn try_at(
        &mut self,
        asks: &Asks,
        chart: &Chart,
        of: Anchored,
        (start, end): (u16, u16),
        item: Option<u32>,
    ) {
        let steps = asks.steps(&of);
        let anchor = of.anchor as usize;
        self.taken.resize(steps.len(), Taken::default());
        let taken = &mut self.taken;
        let mut search = Search { chart, asks, sites: &self.sites, steps, taken, count: 0 };
        if !search.along::<false>(anchor, start, 0) || !search.along::<true>(anchor + 1, end, 0) {
            return;
        }
        self.taken[anchor] = Taken { start, end, item };
        let (start, end) = reach(&self.taken);
        let start = start.unwrap_or(0);
        let same = |m: &Match| m.rule == of.rule() && m.start == start && m.end == end;
        if !self.found.iter().rev().take(24).any(same) {
            let taken = SmallVec::from_slice(&self.taken);
            self.found.push(Match { rule: of.rule(), pattern: of.pattern(), start, end, taken });
        }
    }
}

/// How many layers there may be: as many as an answer has bits for.
const LAYERS: usize = u16::BITS as usize;

/// Where in a sentence each ask may stand.
///
/// Positions are bits, few enough that all asks stay in a processor's nearest memory. In a long sentence neighbours share
/// one, so that a bit which is not set is sure, and one which is set has to be looked at.
#[derive(Debug, Default)]
struct Sites {
    /// By ask, one behind the other: the positions that it may stand from, and those that it may stand up to.
    of: Vec<u32>,
    /// How many times a position is halved to be the number of its bit.
    halved: u32,
    /// By layer: items with an ask that they answer and patterns are anchored at.
    items: [Vec<(u32, u16)>; LAYERS],
    /// By layer: tokens with such an ask.
    words: [Vec<(u16, u16)>; LAYERS],
    /// How many items and changes of items have been looked at.
    known: (usize, usize),
}

/// The positions on both sides of an anchor, behind it and before it, and those directly beside it.
#[derive(Clone, Copy)]
struct Around {
    sides: [u32; 2],
    edges: [u32; 2],
}

impl Sites {
    fn begin(&mut self, asks: &Asks, chart: &Chart) {
        // to clear all of them takes less than to keep in mind which were marked; in pieces, as large ones start slowly
        self.of.resize(2 * asks.all.len(), 0);
        self.of.chunks_mut(256).for_each(|piece| piece.fill(0));
        self.halved = u16::BITS - (chart.len / u32::BITS as u16).leading_zeros();
        self.mark(Asks::NOTHING, u32::MAX, u32::MAX);
        self.items.iter_mut().for_each(Vec::clear);
        self.words.iter_mut().for_each(Vec::clear);
        self.known = (0, chart.changed.len());
        let (mut any, mut modifier) = ([0; 2], [0; 2]);
        for (at, word) in (0..chart.len).zip(&chart.words) {
            let (from, upto) = (self.bit(at), self.bit(at + 1));
            any = [any[0] | from, any[1] | upto];
            if chart.modifier[at as usize] {
                modifier = [modifier[0] | from, modifier[1] | upto];
            }
            let answers = asks.words.get(*word as usize);
            self.mark_all(answers, from, upto);
            file(&mut self.words, answers, at);
        }
        asks.any.iter().for_each(|ask| self.mark(*ask, any[0], any[1]));
        asks.modifier.iter().for_each(|ask| self.mark(*ask, modifier[0], modifier[1]));
        asks.start.iter().for_each(|ask| self.mark(*ask, 1, 1));
        if !asks.end.is_empty() {
            let open = (0..chart.len).rev().find(|at| chart.mark[*at as usize] == Mark::No);
            let end = (open.map_or(0, |at| at + 1)..=chart.len).fold(0, |bits, at| bits | self.bit(at));
            asks.end.iter().for_each(|ask| self.mark(*ask, end, end));
        }
    }

    fn bit(&self, position: u16) -> u32 {
        1 << (position >> self.halved)
    }

    /// What is around an anchor on some tokens.
    fn around(&self, start: u16, end: u16) -> Around {
        let (before, behind) = (self.bit(start), self.bit(end));
        Around { sides: [behind.wrapping_neg(), before | (before - 1)], edges: [behind, before] }
    }

    /// Looks at the items that came or changed since the last time.
    fn catch_up(&mut self, asks: &Asks, chart: &Chart) {
        let (items, changes) = std::mem::replace(&mut self.known, (chart.items.len(), chart.changed.len()));
        for at in items..chart.items.len() {
            self.look_at(asks, chart, at);
        }
        if changes < chart.changed.len() {
            for at in &chart.changed[changes..] {
                self.test(asks, &chart.items[*at as usize], *at as usize);
            }
            for items in &mut self.items {
                items.sort_unstable();
                items.dedup();
            }
        }
    }

    /// Looks at an item that is new.
    fn look_at(&mut self, asks: &Asks, chart: &Chart, at: usize) {
        let item = &chart.items[at];
        let Some(answers) = answers(asks, item) else { return self.test(asks, item, at) };
        self.mark_all(answers, self.bit(item.start), self.bit(item.end));
        file(&mut self.items, answers, at as u32);
    }

    fn test(&mut self, asks: &Asks, item: &Item, at: usize) {
        let (from, upto) = (self.bit(item.start), self.bit(item.end));
        for answer in tests(asks, item) {
            self.mark(answer.ask, from, upto);
            file(&mut self.items, std::slice::from_ref(answer), at as u32);
        }
    }

    fn mark(&mut self, ask: u16, from: u32, upto: u32) {
        if let Some([site_from, site_upto]) = self.of.as_chunks_mut().0.get_mut(ask as usize) {
            *site_from |= from;
            *site_upto |= upto;
        }
    }

    fn mark_all(&mut self, answers: &[Answer], from: u32, upto: u32) {
        answers.iter().for_each(|answer| self.mark(answer.ask, from, upto));
    }

    /// Whether what a pattern needs stands beside an anchor and on its side of it.
    fn hold(&self, of: &Anchored, around: Around) -> bool {
        of.beside.iter().all(|need| self.holds(*need, around.edges))
            && of.needs.iter().all(|need| self.holds(*need, around.sides))
    }

    /// Whether an ask stands at some of these positions of its side.
    fn holds(&self, need: Need, sides: [u32; 2]) -> bool {
        self.of.get(need.index()).is_some_and(|positions| positions & sides[need.side()] != 0)
    }

    /// Whether an ask may stand from a position, or up to it; where not, it doesn't.
    fn stands(&self, ask: u16, at: u16, forward: bool) -> bool {
        self.of[Need::of(ask, !forward).index()] & self.bit(at) != 0
    }
}

/// What an item answers, where that is known without testing it.
fn answers<'a>(asks: &'a Asks, item: &Item) -> Option<&'a [Answer]> {
    match item.number {
        0 if item.value != 0 || item.features != Features::default() => None,
        0 => Some(asks.bare.get(item.tag as usize)),
        number => Some(asks.entries.get(number as usize)),
    }
}

/// What an item answers by its value and features.
fn tests<'a>(asks: &'a Asks, item: &Item) -> impl Iterator<Item = &'a Answer> {
    let (value, features) = (item.value, item.features);
    let tests = asks.tests.get(item.tag as usize).iter();
    tests.filter(move |t| t.passes(value, features)).map(|t| &t.answer)
}

/// Lists what stands somewhere for the layers with patterns that are anchored there.
fn file<T: PartialEq + Copy>(lists: &mut [Vec<(T, u16)>; LAYERS], answers: &[Answer], at: T) {
    for answer in answers.iter().take_while(|a| a.layers != 0) {
        let mut layers = answer.layers;
        while layers != 0 {
            let list = &mut lists[layers.trailing_zeros() as usize];
            // two tests of one ask may hold
            if list.last() != Some(&(at, answer.ask)) {
                list.push((at, answer.ask));
            }
            layers &= layers - 1;
        }
    }
}

struct Search<'a> {
    chart: &'a Chart,
    asks: &'a Asks,
    sites: &'a Sites,
    steps: &'a [Step],
    taken: &'a mut [Taken],
    count: u32,
}

impl Search<'_> {
    /// Of what an ask may take from `at` on (or up to `at`) the longest that is shorter than what was tried.
    fn longest<const FORWARD: bool>(&self, ask: u16, at: u16, tried: Option<u16>) -> Option<Choice> {
        let mut best = Best { tried, choice: None };
        match &self.asks.all[ask as usize] {
            Matcher::Either(of) => self.any_of::<FORWARD>(ask, of, at, &mut best),
            matcher => self.choices::<FORWARD>(matcher, at, &mut best),
        }
        best.choice
    }

    /// What answers an ask with several forms: of words and items it is known without a look at each form.
    fn any_of<const FORWARD: bool>(&self, ask: u16, of: &[Matcher], at: u16, best: &mut Best) {
        let word = if FORWARD { Some(at) } else { at.checked_sub(1) };
        let word = word.and_then(|at| self.chart.words.get(at as usize));
        if word.is_some_and(|word| self.asks.words.get(*word as usize).iter().any(|a| a.ask == ask)) {
            best.offer(1, None);
        }
        let mut take = |i: usize| {
            let item = &self.chart.items[i];
            let answers = match answers(self.asks, item) {
                Some(answers) => answers.iter().any(|a| a.ask == ask),
                None => tests(self.asks, item).any(|a| a.ask == ask),
            };
            if answers {
                best.offer(item.end - item.start, Some(i as u32));
            }
        };
        match FORWARD {
            true => self.chart.at(at).for_each(&mut take),
            false => self.chart.to(at).for_each(&mut take),
        }
        for part in of {
            match part {
                Matcher::Word(_) | Matcher::Tags(_) => {}
                Matcher::Either(of) => self.any_of::<FORWARD>(ask, of, at, best),
                other => self.choices::<FORWARD>(other, at, best),
            }
        }
    }

    fn choices<const FORWARD: bool>(&self, matcher: &Matcher, at: u16, best: &mut Best) {
        let chart = self.chart;
        let token = if FORWARD { at } else { at.wrapping_sub(1) };
        let inside = token < chart.len;
        match matcher {
            Matcher::Tags(tests) => {
                let mut take = |i: usize| {
                    let item = &chart.items[i];
                    let passes = tests.iter().any(|(tag, value, features)| {
                        *tag == item.tag
                            && (*value == 0 || *value == item.value)
                            && item.features.has(*features)
                    });
                    if passes {
                        best.offer(item.end - item.start, Some(i as u32));
                    }
                };
                match FORWARD {
                    true => chart.at(at).for_each(&mut take),
                    false => chart.to(at).for_each(&mut take),
                }
            }
            Matcher::Word(word) if inside && chart.words[token as usize] == *word => best.offer(1, None),
            Matcher::Any if inside => best.offer(1, None),
            Matcher::Modifier if inside && chart.modifier[token as usize] => best.offer(1, None),
            Matcher::Start if at == 0 => best.offer(0, None),
            Matcher::End if (at..chart.len).all(|t| chart.mark[t as usize] != Mark::No) => {
                best.offer(0, None)
            }
            _ => {}
        }
    }

    /// Matches the elements from number `edge` on, from token `at`; or those before it, ending at token `at`.
    /// `times`: how often the element next to the edge stood already.
    fn along<const FORWARD: bool>(&mut self, mut edge: usize, mut at: u16, mut times: u8) -> bool {
        'steps: loop {
            let here =
                if FORWARD { Some(edge).filter(|e| *e < self.steps.len()) } else { edge.checked_sub(1) };
            let Some(here) = here else { return true };
            let next = if FORWARD { edge + 1 } else { here };
            self.count += 1;
            if self.count > STEPS {
                return false;
            }
            let step = self.steps[here];
            if step.not {
                if self.sites.stands(step.ask, at, true) && self.longest::<true>(step.ask, at, None).is_some()
                {
                    return false;
                }
                self.taken[here] = Taken::default();
                (edge, times) = (next, 0);
                continue;
            }
            if let Matcher::Gap { commas, verbs } = self.asks.all[step.ask as usize] {
                return self.gap::<FORWARD>(here, next, at, step.max, (commas, verbs));
            }
            if times < step.max && self.sites.stands(step.ask, at, FORWARD) {
                let before = self.taken[here];
                let mut tried = None;
                while let Some(Choice { length, item, more }) = self.longest::<FORWARD>(step.ask, at, tried) {
                    let end = if FORWARD { at + length } else { at - length };
                    let (start, stop) = match (times, FORWARD) {
                        (0, true) => (at, end),
                        (0, false) => (end, at),
                        (_, true) => (before.start, end),
                        (_, false) => (end, before.end),
                    };
                    self.taken[here] = Taken { start, end: stop, item };
                    // the only way on is not come back from
                    if !more && (step.min, step.max) == (1, 1) {
                        (edge, at, times) = (next, end, 0);
                        continue 'steps;
                    }
                    let goes_on = if length == 0 || times + 1 == step.max {
                        self.along::<FORWARD>(next, end, 0)
                    } else {
                        self.along::<FORWARD>(edge, end, times + 1)
                    };
                    if goes_on {
                        return true;
                    }
                    if !more {
                        break;
                    }
                    tried = Some(length);
                }
                self.taken[here] = before;
            }
            if times < step.min {
                return false;
            }
            if times == 0 {
                self.taken[here] = Taken::nothing(at);
            }
            (edge, times) = (next, 0);
        }
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
        let mut to = at;
        loop {
            if needed.is_none_or(|ask| self.sites.stands(ask, to, FORWARD)) {
                let (start, end) = if FORWARD { (at, to) } else { (to, at) };
                self.taken[here] = Taken { start, end, item: None };
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

/// Matches that are kept, by their places among those found.
pub(crate) type Kept = SmallVec<[usize; 8]>;

/// Of matches that make the same tag, those that lie inside a longer one are dropped; equal ones keep the first rule's.
pub(crate) fn longest(mut spans: SmallVec<[(Tag, u16, u16, usize); 8]>) -> Kept {
    spans.sort_by_key(|(tag, start, end, at)| (*tag, *start, u16::MAX - end, *at));
    let mut kept = 0;
    for at in 0..spans.len() {
        let span = spans[at];
        if !spans[..kept].iter().any(|o| o.0 == span.0 && o.1 <= span.1 && span.2 <= o.2) {
            spans[kept] = span;
            kept += 1;
        }
    }
    spans[..kept].iter().map(|s| s.3).collect()
}
