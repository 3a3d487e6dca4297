//! The patterns of one layer of rules, laid out for matching.
//!
//! Many patterns ask for the same things. Each different thing is an *ask* with a number, filed under the tags and words
//! that answer it: where it stands in a sentence is found once for all patterns, in one walk over what the sentence
//! has. A pattern is a row of such numbers. It is filed under what it is anchored at, with the rarest other things
//! that it needs: where one of them is not on its side of the anchor, the pattern is not tried.

use rustc_hash::FxHashMap;

use crate::pattern::{Element, Matcher, Pattern};
use crate::{Features, Rule};

/// An element of a pattern: an ask with how often it may stand.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Index into the layer's asks.
    pub ask: u16,
    /// At least so often.
    pub min: u8,
    /// At most so often.
    pub max: u8,
    /// Asks that it does not stand here.
    pub not: bool,
}

/// How many of the things that a pattern needs are looked for before it is tried.
const NEEDS: usize = 3;

/// A pattern at its anchor.
#[derive(Clone, Copy, Debug)]
pub struct Anchored {
    /// Index into the pack's rules.
    pub rule: u16,
    /// Index into the rule's patterns.
    pub pattern: u16,
    /// The element that it is anchored at.
    pub anchor: u8,
    /// How many elements it has.
    pub length: u8,
    /// Its first element among the layer's steps.
    first: u32,
    /// Its rarest asks that must stand besides the anchor, and whether before it.
    pub needs: [(u16, bool); NEEDS],
}

/// A test of items of one tag: the ask that they answer where value and features fit.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// Index into the layer's asks.
    pub ask: u16,
    /// The item's value; 0 is any.
    pub value: u32,
    /// One of these features; none is any.
    pub features: Features,
    /// Whether patterns are anchored at the ask.
    pub anchors: bool,
}

/// The patterns of one layer.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The layer's number.
    pub number: u8,
    /// The different things that its patterns ask for; the first is nothing.
    pub asks: Vec<Matcher>,
    /// By tag: what its items may answer.
    pub tests: Vec<Vec<Test>>,
    /// By word: what it answers.
    pub words: FxHashMap<u32, Vec<u16>>,
    /// The asks that any token answers.
    pub any: Vec<u16>,
    /// Those that a modifier answers.
    pub modifier: Vec<u16>,
    /// Those that the sentence's start answers.
    pub start: Vec<u16>,
    /// Those that its end answers.
    pub end: Vec<u16>,
    /// By ask: the patterns that are anchored at it, in the order of the rules.
    pub anchored: Vec<Vec<Anchored>>,
    steps: Vec<Step>,
}

impl Layer {
    /// The ask for nothing, which stands everywhere.
    pub const NOTHING: u16 = 0;

    /// A pattern's elements.
    pub fn steps(&self, of: &Anchored) -> &[Step] {
        &self.steps[of.first as usize..][..of.length as usize]
    }

    /// Lays out the patterns of rules, which are sorted by layer.
    pub(crate) fn of_rules(rules: &[Rule], tags: usize) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        let mut numbers: FxHashMap<&Matcher, u16> = FxHashMap::default();
        for (r, rule) in rules.iter().enumerate() {
            if layers.last().is_none_or(|l| l.number != rule.layer) {
                numbers.clear();
                layers.push(Layer {
                    number: rule.layer,
                    asks: vec![Matcher::Either(Vec::new())],
                    tests: vec![Vec::new(); tags],
                    anchored: vec![Vec::new()],
                    ..Layer::default()
                });
            }
            let Some(layer) = layers.last_mut() else { continue };
            for (p, pattern) in rule.patterns.iter().enumerate() {
                layer.add(r as u16, p as u16, pattern, &mut numbers);
            }
        }
        for layer in &mut layers {
            for test in layer.tests.iter_mut().flatten() {
                test.anchors = !layer.anchored[test.ask as usize].is_empty();
            }
        }
        layers
    }

    fn add<'p>(
        &mut self,
        rule: u16,
        number: u16,
        pattern: &'p Pattern,
        numbers: &mut FxHashMap<&'p Matcher, u16>,
    ) {
        let first = self.steps.len();
        for Element { matcher, min, max, not } in &pattern.elements {
            let ask = *numbers.entry(matcher).or_insert_with(|| {
                self.asks.push(matcher.clone());
                self.anchored.push(Vec::new());
                let ask = (self.asks.len() - 1) as u16;
                self.answer(ask, matcher);
                ask
            });
            self.steps.push(Step { ask, min: *min, max: *max, not: *not });
        }
        let ask_of = |at: u8| self.steps[first + at as usize].ask;
        let mut needs = [(Layer::NOTHING, true); NEEDS];
        for (need, at) in needs.iter_mut().zip(&pattern.needs) {
            *need = (ask_of(*at), *at < pattern.anchor);
        }
        let at = ask_of(pattern.anchor) as usize;
        self.anchored[at].push(Anchored {
            rule,
            pattern: number,
            anchor: pattern.anchor,
            length: pattern.elements.len() as u8,
            first: first as u32,
            needs,
        });
    }

    /// Files an ask under what answers it.
    fn answer(&mut self, ask: u16, matcher: &Matcher) {
        match matcher {
            Matcher::Word(word) => self.words.entry(*word).or_default().push(ask),
            Matcher::Tags(tests) => {
                for (tag, value, features) in tests {
                    let test = Test { ask, value: *value, features: *features, anchors: false };
                    self.tests[*tag as usize].push(test);
                }
            }
            Matcher::Either(of) => of.iter().for_each(|part| self.answer(ask, part)),
            Matcher::Any => self.any.push(ask),
            Matcher::Modifier => self.modifier.push(ask),
            Matcher::Start => self.start.push(ask),
            Matcher::End => self.end.push(ask),
            Matcher::Gap { .. } => {}
        }
    }
}
