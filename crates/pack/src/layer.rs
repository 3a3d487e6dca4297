//! The patterns of all rules, laid out for matching.
//!
//! Many patterns ask for the same things. Each different thing is an *ask* with a number, filed under the tags and words
//! that answer it: where it stands in a sentence is found once for all patterns of all layers, in one walk over what the
//! sentence has. A pattern is a row of such numbers. It is filed under what it is anchored at, with the rarest other
//! things that it needs: where one of them is not on its side of the anchor, the pattern is not tried.

use rustc_hash::FxHashMap;

use crate::pattern::{Element, Matcher, Pattern};
use crate::{Entry, Features, Lexicon, Rule};

/// An element of a pattern: an ask with how often it may stand.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Index into the asks.
    pub ask: u16,
    /// At least so often.
    pub min: u8,
    /// At most so often.
    pub max: u8,
    /// Asks that it does not stand here.
    pub not: bool,
}

/// How many of the things that a pattern needs are looked for before it is tried, besides the rarest.
const NEEDS: usize = 2;

/// An ask that must stand on one side of an anchor, as one number: twice the ask's, and one more where before the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need(u16);

impl Need {
    /// An ask on a side.
    #[inline]
    pub fn of(ask: u16, before: bool) -> Need {
        Need(2 * ask + u16::from(before))
    }

    /// Its place in a list that has two places for each ask.
    #[inline]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// 1 where it must stand before the anchor, else 0.
    #[inline]
    pub fn side(self) -> usize {
        usize::from(self.0 & 1)
    }
}

/// A pattern at its anchor.
#[derive(Clone, Copy, Debug)]
pub struct Anchored {
    /// The rule's number and the pattern's among those of the rule, as one that sorts as they do.
    order: u32,
    /// Its first element among all steps.
    first: u32,
    /// The element that it is anchored at.
    pub anchor: u8,
    /// How many elements it has.
    length: u8,
    /// What must stand directly behind the anchor, and directly before it.
    pub beside: [Need; 2],
    /// The rarest asks that must stand besides the anchor and what it is filed under.
    pub needs: [Need; NEEDS],
}

impl Anchored {
    /// Sorts patterns by rule, then by their order there.
    #[inline]
    pub fn order(&self) -> u32 {
        self.order
    }

    /// Index into the pack's rules.
    #[inline]
    pub fn rule(&self) -> u16 {
        (self.order >> 16) as u16
    }

    /// Index into the rule's patterns.
    #[inline]
    pub fn pattern(&self) -> u16 {
        self.order as u16
    }
}

/// A pattern with the rarest other ask that must stand.
type Needing = (Need, Anchored);

/// The patterns that are anchored at one ask and share the rarest other one.
#[derive(Clone, Copy, Debug)]
pub struct Together {
    /// The other ask.
    pub need: Need,
    /// How many they are, and the first of them among the layer's patterns.
    length: u16,
    first: u32,
}

/// An ask that is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Index into the asks.
    pub ask: u16,
    /// The layers with patterns that are anchored at the ask, as bits.
    pub layers: u16,
}

/// A test of items of one tag: what they answer where value and features fit.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// What is answered.
    pub answer: Answer,
    /// The item's value; 0 is any.
    pub value: u32,
    /// One of these features; none is any.
    pub features: Features,
}

impl Test {
    /// Whether an item of the tag passes.
    #[inline]
    pub fn passes(&self, value: u32, features: Features) -> bool {
        (self.value == 0 || self.value == value) && features.has(self.features)
    }
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

/// What the patterns of a pack ask for.
#[derive(Clone, Debug, Default)]
pub struct Asks {
    /// The different things; the first is nothing.
    pub all: Vec<Matcher>,
    /// By tag: what its items may answer.
    pub tests: Filed<Test>,
    /// By tag: what its items answer that have neither value nor features. Here as in the next two lists the answers
    /// that patterns are anchored at come first.
    pub bare: Filed<Answer>,
    /// By the number of a lexicon's entry: what its items answer.
    pub entries: Filed<Answer>,
    /// By word: what it answers.
    pub words: Filed<Answer>,
    /// The asks that any token answers.
    pub any: Vec<u16>,
    /// Those that a modifier answers.
    pub modifier: Vec<u16>,
    /// Those that the sentence's start answers.
    pub start: Vec<u16>,
    /// Those that its end answers.
    pub end: Vec<u16>,
    /// The elements of all patterns.
    steps: Vec<Step>,
}

impl Asks {
    /// The ask for nothing, which stands everywhere.
    pub const NOTHING: u16 = 0;

    /// A pattern's elements.
    #[inline]
    pub fn steps(&self, of: &Anchored) -> &[Step] {
        &self.steps[of.first as usize..][..of.length as usize]
    }
}

/// The patterns of one layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The layer's number.
    pub number: u8,
    /// Its place among the layers.
    pub at: u8,
    /// By ask: the patterns that are anchored at it.
    pub anchored: Filed<Together>,
    patterns: Vec<Anchored>,
}

impl Layer {
    /// Patterns that are filed together, in the order of the rules.
    #[inline]
    pub fn patterns(&self, together: &Together) -> &[Anchored] {
        &self.patterns[together.first as usize..][..together.length as usize]
    }

    fn of(number: u8, at: u8, mut anchored: Vec<Vec<Needing>>) -> Layer {
        let mut patterns = Vec::new();
        let mut file = |list: &mut Vec<Needing>| {
            list.sort_by_key(|(need, _)| *need);
            let together = list.chunk_by(|a, b| a.0 == b.0).map(|of_need| {
                let first = patterns.len() as u32;
                patterns.extend(of_need.iter().map(|(_, a)| *a));
                Together { need: of_need[0].0, length: of_need.len() as u16, first }
            });
            together.collect()
        };
        let anchored = Filed::of(anchored.iter_mut().map(&mut file).collect::<Vec<_>>());
        Layer { number, at, anchored, patterns }
    }
}

/// Lays out the patterns of rules, which are sorted by layer.
pub(crate) fn lay_out(rules: &[Rule], lexicon: &Lexicon) -> (Asks, Vec<Layer>) {
    let mut draft = Draft::default();
    draft.file(&NOTHING);
    let mut layers: Vec<(u8, Vec<Vec<Needing>>)> = Vec::new();
    for (r, rule) in (0..).zip(rules) {
        if layers.last().is_none_or(|(number, _)| *number != rule.layer) {
            layers.push((rule.layer, Vec::new()));
        }
        let Some((_, anchored)) = layers.last_mut() else { continue };
        for (p, pattern) in (0..).zip(&rule.patterns) {
            let (ask, need, at) = draft.add(r, p, pattern);
            list(anchored, ask as usize).push((need, at));
        }
    }
    let anchors = |ask: u16| {
        let any = |a: &Vec<Vec<_>>| a.get(ask as usize).is_some_and(|a| !a.is_empty());
        layers.iter().zip(0..).fold(0, |bits, ((_, a), at)| bits | u16::from(any(a)) << at)
    };
    let asks = draft.finish(anchors, lexicon.entries());
    (
        asks,
        layers.into_iter().zip(0..).map(|((number, anchored), at)| Layer::of(number, at, anchored)).collect(),
    )
}

/// No alternative: what nothing answers.
static NOTHING: Matcher = Matcher::Either(Vec::new());

/// The asks as they are being laid out.
#[derive(Default)]
struct Draft<'p> {
    asks: Asks,
    numbers: FxHashMap<&'p Matcher, u16>,
    tests: Vec<Vec<Test>>,
    words: Vec<Vec<Answer>>,
}

impl<'p> Draft<'p> {
    /// Files a pattern; returns the ask that it is anchored at, and the rarest other one.
    fn add(&mut self, rule: u16, number: u16, pattern: &'p Pattern) -> (u16, Need, Anchored) {
        let first = self.asks.steps.len();
        for Element { matcher, min, max, not } in &pattern.elements {
            let ask = self.file(matcher);
            self.asks.steps.push(Step { ask, min: *min, max: *max, not: *not });
        }
        let anchor = pattern.anchor as usize;
        let ask_of = |at: usize| self.asks.steps[first + at].ask;
        let mut rarest =
            pattern.needs.iter().map(|at| Need::of(ask_of(*at as usize), usize::from(*at) < anchor));
        let nothing = Need::of(Asks::NOTHING, true);
        let mut next = || rarest.next().unwrap_or(nothing);
        let (need, needs) = (next(), [(); NEEDS].map(|()| next()));
        let beside = |at: Option<usize>| {
            let must = |e: &Element| e.min > 0 && !e.not && !matches!(e.matcher, Matcher::Gap { .. });
            let at = at.filter(|at| pattern.elements.get(*at).is_some_and(must));
            at.map_or(nothing, |at| Need::of(ask_of(at), at < anchor))
        };
        let anchored = Anchored {
            order: u32::from(rule) << 16 | u32::from(number),
            first: first as u32,
            anchor: pattern.anchor,
            length: pattern.elements.len() as u8,
            beside: [beside(Some(anchor + 1)), beside(anchor.checked_sub(1))],
            needs,
        };
        (ask_of(anchor), need, anchored)
    }

    /// The number of what a matcher asks for; a new one is filed under what answers it.
    fn file(&mut self, matcher: &'p Matcher) -> u16 {
        if let Some(known) = self.numbers.get(matcher) {
            return *known;
        }
        let ask = self.asks.all.len() as u16;
        self.numbers.insert(matcher, ask);
        self.asks.all.push(matcher.clone());
        self.answer(ask, matcher);
        ask
    }

    fn answer(&mut self, ask: u16, matcher: &Matcher) {
        let answer = Answer { ask, layers: 0 };
        match matcher {
            Matcher::Word(word) => list(&mut self.words, *word as usize).push(answer),
            Matcher::Tags(tests) => {
                for (tag, value, features) in tests {
                    let test = Test { answer, value: *value, features: *features };
                    list(&mut self.tests, *tag as usize).push(test);
                }
            }
            Matcher::Either(of) => of.iter().for_each(|part| self.answer(ask, part)),
            Matcher::Any => self.asks.any.push(ask),
            Matcher::Modifier => self.asks.modifier.push(ask),
            Matcher::Start => self.asks.start.push(ask),
            Matcher::End => self.asks.end.push(ask),
            Matcher::Gap { .. } => {}
        }
    }

    /// `anchors` has the layers with patterns that are anchored at an ask.
    fn finish(mut self, anchors: impl Fn(u16) -> u16, different: &[Entry]) -> Asks {
        self.tests.iter_mut().flatten().for_each(|t| t.answer.layers = anchors(t.answer.ask));
        // patterns begin nowhere at a word that nobody knows
        self.words.iter_mut().skip(1).flatten().for_each(|a| a.layers = anchors(a.ask));
        self.words.iter_mut().for_each(anchors_first);
        let answers = |tests: &[Test], value: u32, features: Features| {
            let passed = tests.iter().filter(|t| t.passes(value, features));
            let mut answers: Vec<Answer> = passed.map(|t| t.answer).collect();
            anchors_first(&mut answers);
            answers
        };
        let of_entry = |entry: &Entry| {
            let tests = self.tests.get(entry.tag as usize).map_or(&[][..], Vec::as_slice);
            answers(tests, entry.value, entry.features)
        };
        Asks {
            entries: Filed::of(different.iter().map(of_entry)),
            bare: Filed::of(self.tests.iter().map(|tests| answers(tests, 0, Features::default()))),
            tests: Filed::of(self.tests),
            words: Filed::of(self.words),
            ..self.asks
        }
    }
}

/// Puts what patterns are anchored at before the rest; two tests of one ask may hold, which is one answer.
fn anchors_first(answers: &mut Vec<Answer>) {
    answers.sort_by_key(|a| (a.layers == 0, a.ask));
    answers.dedup();
}

/// The list of a number, made where it is missing.
fn list<T>(lists: &mut Vec<Vec<T>>, number: usize) -> &mut Vec<T> {
    if lists.len() <= number {
        lists.resize_with(number + 1, Vec::new);
    }
    &mut lists[number]
}
