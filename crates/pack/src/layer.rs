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
}

/// Lists by number, one behind the other.
#[derive(Clone, Debug)]
pub struct Filed<T> {
    /// By number: where its list begins and ends.
    lists: Vec<(u32, u32)>,
    all: Vec<T>,
}

impl<T> Default for Filed<T> {
    fn default() -> Filed<T> {
        Filed { lists: Vec::new(), all: Vec::new() }
    }
}

impl<T> Filed<T> {
    fn of(lists: impl IntoIterator<Item = Vec<T>>) -> Filed<T> {
        let mut filed = Filed::default();
        for list in lists {
            let first = filed.all.len() as u32;
            filed.all.extend(list);
            filed.lists.push((first, filed.all.len() as u32));
        }
        filed
    }

    /// The list of a number; empty where there is none.
    #[inline]
    pub fn get(&self, number: usize) -> &[T] {
        match self.lists.get(number) {
            Some((first, end)) if first < end => &self.all[*first as usize..*end as usize],
            _ => &[],
        }
    }
}

/// The patterns of one layer.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The layer's number.
    pub number: u8,
    /// The different things that its patterns ask for; the first is nothing.
    pub asks: Vec<Matcher>,
    /// By tag: what its items may answer.
    pub tests: Filed<Test>,
    /// By tag: those of the tests at which patterns are anchored.
    pub anchor_tests: Filed<Test>,
    /// By word: what it answers.
    pub words: Filed<u16>,
    /// By word: what it answers and patterns are anchored at.
    pub anchor_words: Filed<u16>,
    /// The asks that any token answers.
    pub any: Vec<u16>,
    /// Those that a modifier answers.
    pub modifier: Vec<u16>,
    /// Those that the sentence's start answers.
    pub start: Vec<u16>,
    /// Those that its end answers.
    pub end: Vec<u16>,
    /// By ask: the patterns that are anchored at it, in the order of the rules.
    pub anchored: Filed<Anchored>,
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
    pub(crate) fn of_rules(rules: &[Rule]) -> Vec<Layer> {
        let mut at = 0..;
        let of_layer = |rules: &[Rule]| {
            let mut draft = Draft::default();
            draft.layer.number = rules[0].layer;
            draft.file(&NOTHING);
            for (rule, r) in rules.iter().zip(&mut at) {
                for (p, pattern) in rule.patterns.iter().enumerate() {
                    draft.add(r, p as u16, pattern);
                }
            }
            draft.finish()
        };
        rules.chunk_by(|a, b| a.layer == b.layer).map(of_layer).collect()
    }
}

/// No alternative: what nothing answers.
static NOTHING: Matcher = Matcher::Either(Vec::new());

/// A layer as it is being laid out.
#[derive(Default)]
struct Draft<'p> {
    layer: Layer,
    numbers: FxHashMap<&'p Matcher, u16>,
    tests: Vec<Vec<Test>>,
    words: Vec<Vec<u16>>,
    anchored: Vec<Vec<Anchored>>,
}

impl<'p> Draft<'p> {
    fn add(&mut self, rule: u16, number: u16, pattern: &'p Pattern) {
        let first = self.layer.steps.len();
        for Element { matcher, min, max, not } in &pattern.elements {
            let ask = self.file(matcher);
            self.layer.steps.push(Step { ask, min: *min, max: *max, not: *not });
        }
        let ask_of = |at: u8| self.layer.steps[first + at as usize].ask;
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

    /// The number of what a matcher asks for; a new one is filed under what answers it.
    fn file(&mut self, matcher: &'p Matcher) -> u16 {
        if let Some(known) = self.numbers.get(matcher) {
            return *known;
        }
        let ask = self.layer.asks.len() as u16;
        self.numbers.insert(matcher, ask);
        self.layer.asks.push(matcher.clone());
        self.anchored.push(Vec::new());
        self.answer(ask, matcher);
        ask
    }

    fn answer(&mut self, ask: u16, matcher: &Matcher) {
        match matcher {
            Matcher::Word(word) => list(&mut self.words, *word as usize).push(ask),
            Matcher::Tags(tests) => {
                for (tag, value, features) in tests {
                    let test = Test { ask, value: *value, features: *features };
                    list(&mut self.tests, *tag as usize).push(test);
                }
            }
            Matcher::Either(of) => of.iter().for_each(|part| self.answer(ask, part)),
            Matcher::Any => self.layer.any.push(ask),
            Matcher::Modifier => self.layer.modifier.push(ask),
            Matcher::Start => self.layer.start.push(ask),
            Matcher::End => self.layer.end.push(ask),
            Matcher::Gap { .. } => {}
        }
    }

    fn finish(self) -> Layer {
        let anchors = |ask: u16| !self.anchored[ask as usize].is_empty();
        let tests = self.tests.iter().map(|of| of.iter().filter(|t| anchors(t.ask)).copied().collect());
        let words = self.words.iter().map(|of| of.iter().filter(|a| anchors(**a)).copied().collect());
        Layer {
            anchor_tests: Filed::of(tests),
            anchor_words: Filed::of(words),
            tests: Filed::of(self.tests),
            words: Filed::of(self.words),
            anchored: Filed::of(self.anchored),
            ..self.layer
        }
    }
}

/// The list of a number, made where it is missing.
fn list<T>(lists: &mut Vec<Vec<T>>, number: usize) -> &mut Vec<T> {
    if lists.len() <= number {
        lists.resize_with(number + 1, Vec::new);
    }
    &mut lists[number]
}
