//! The pattern language: what a rule asks of the tokens, tags and mentions of a sentence.
//!
//! | written | asks for |
//! | --- | --- |
//! | `killed` | this word, folded |
//! | `{weapon}` `{weapon=drone}` `{kill/part}` `{bar\|pub}` | an item with the tag, the value, one of the features; either tag |
//! | `{mod}` `{any}` | a word that is neither function word nor verb; any one token |
//! | `~4` `~,4` `~:4` | a gap of at most four tokens, stopping at marks; also over commas; not over finite verbs |
//! | `x?` `x*` `x+` `x*3` | none or one, any number (at most eight), one or more, at most three |
//! | `(a b \| c)` | either sequence |
//! | `!x` | that x does not follow here |
//! | `^` `$` | the sentence begins, ends |
//! | `who:x` | x, by that name |
//! | `@x` | x is the trigger: negation and modality are judged there |

use serde::{Deserialize, Serialize};

use crate::Features;

/// One thing that a token or item may have to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Matcher {
    /// The word of this number.
    Word(u32),
    /// An item that passes one of these tests: tag, value (0: any) and features (none: any).
    Tags(Vec<(u16, u32, Features)>),
    /// Up to `max` tokens: over commas only where asked.
    Gap {
        /// Whether commas may lie in it.
        commas: bool,
        /// Whether finite verbs may lie in it.
        verbs: bool,
    },
    /// A word that is neither a function word nor a verb: a modifier or a noun.
    Modifier,
    /// Any one token.
    Any,
    /// What any of these asks for.
    Either(Vec<Matcher>),
    /// The sentence begins here.
    Start,
    /// The sentence ends here.
    End,
}

/// A matcher with how often it may stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// What it asks for.
    pub matcher: Matcher,
    /// At least so often.
    pub min: u8,
    /// At most so often.
    pub max: u8,
    /// Asks that the matcher does not match here; takes no token.
    pub not: bool,
}

/// A named run of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Index into the rule's capture names.
    pub name: u8,
    /// First element.
    pub first: u8,
    /// Element after the last.
    pub end: u8,
}

/// One flat sequence that a rule may match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// In the order of the text.
    pub elements: Vec<Element>,
    /// Named runs.
    pub captures: Vec<Capture>,
    /// The element that matching starts from: the rarest.
    pub anchor: u8,
    /// The element at which negation and modality are judged.
    pub trigger: u8,
    /// The other elements that must stand, rarest first.
    pub needs: Vec<u8>,
}

/// What the parser resolves names with.
pub(crate) trait Names {
    fn word(&mut self, word: &str) -> u32;
    fn tag(&mut self, tag: &str) -> Result<u16, String>;
    fn value(&mut self, value: &str) -> u32;
    /// A guess at how often the matcher occurs, in any unit.
    fn frequency(&self, matcher: &Matcher) -> usize;
}

#[derive(Clone, Debug)]
enum Node {
    One { element: Element, trigger: bool },
    Named(u8, Box<Node>),
    Sequence(Vec<Node>),
    Either(Vec<Node>, bool),
}

/// Parses a pattern into its flat sequences; capture names are added to `captures`.
pub(crate) fn parse(
    source: &str,
    captures: &mut Vec<String>,
    names: &mut dyn Names,
) -> Result<Vec<Pattern>, String> {
    let mut parser = Parser { rest: source, captures, names };
    let node = parser.either()?;
    if !parser.rest.trim().is_empty() {
        return Err(format!("cannot read {:?} in the pattern {source:?}", parser.rest));
    }
    let mut flat = vec![Flat::default()];
    flatten(&node, &mut flat);
    if flat.len() > 512 {
        return Err(format!("{} sequences in one pattern: split it", flat.len()));
    }
    let mut out = Vec::new();
    for f in flat {
        let matcher = |at: u8| &f.elements[at as usize].matcher;
        let alternatives = |at: u8| matches!(matcher(at), Matcher::Either(_));
        let mut needs: Vec<u8> = (0..f.elements.len() as u8)
            .filter(|at| f.elements[*at as usize].min > 0 && !f.elements[*at as usize].not)
            .filter(|at| matches!(matcher(*at), Matcher::Word(_) | Matcher::Tags(_)) || alternatives(*at))
            .collect();
        needs.sort_by_cached_key(|at| (alternatives(*at), parser.names.frequency(matcher(*at))));
        if needs.first().is_none_or(|at| alternatives(*at)) {
            return Err(format!("no word or tag that must stand in a sequence of {source:?}"));
        }
        let anchor = needs.remove(0);
        let trigger = f.trigger.map_or(anchor, |t| t as u8);
        let pattern = Pattern { elements: f.elements, captures: f.captures, anchor, trigger, needs };
        if !out.contains(&pattern) {
            out.push(pattern);
        }
    }
    Ok(out)
}

#[derive(Clone, Default)]
struct Flat {
    elements: Vec<Element>,
    captures: Vec<Capture>,
    trigger: Option<usize>,
}

fn flatten(node: &Node, into: &mut Vec<Flat>) {
    match node {
        Node::One { element, trigger } => {
            for f in into {
                if *trigger {
                    f.trigger = Some(f.elements.len());
                }
                f.elements.push(element.clone());
            }
        }
        Node::Named(name, inner) => {
            let mut out = Vec::new();
            for f in into.drain(..) {
                let first = f.elements.len() as u8;
                let mut inside = vec![f];
                flatten(inner, &mut inside);
                for mut f in inside {
                    let end = f.elements.len() as u8;
                    f.captures.push(Capture { name: *name, first, end });
                    out.push(f);
                }
            }
            *into = out;
        }
        Node::Sequence(nodes) => nodes.iter().for_each(|n| flatten(n, into)),
        Node::Either(nodes, optional) => {
            let mut out = Vec::new();
            for n in nodes {
                let mut inside = into.clone();
                flatten(n, &mut inside);
                out.extend(inside);
            }
            if *optional {
                out.append(into);
            }
            *into = out;
        }
    }
}

struct Parser<'a, 'n> {
    rest: &'a str,
    captures: &'n mut Vec<String>,
    names: &'n mut dyn Names,
}

/// Alternatives of one tag or word each as one element.
fn alternatives(node: &Node) -> Option<Element> {
    match node {
        Node::One { element, .. } if element.min == 1 && element.max == 1 && !element.not => {
            Some(element.clone())
        }
        Node::Sequence(nodes) if nodes.len() == 1 => alternatives(&nodes[0]),
        Node::Either(nodes, false) => {
            let of: Vec<Matcher> =
                nodes.iter().map(|n| alternatives(n).map(|e| e.matcher)).collect::<Option<_>>()?;
            // tests of tags are one matcher, which is quicker than alternatives of several
            let tests = of.iter().map(|m| match m {
                Matcher::Tags(tests) => Some(tests.as_slice()),
                _ => None,
            });
            let matcher = match tests.collect::<Option<Vec<_>>>() {
                Some(tests) => Matcher::Tags(tests.concat()),
                None if of.len() == 1 => of.into_iter().next()?,
                None => Matcher::Either(of),
            };
            Some(Element { matcher, min: 1, max: 1, not: false })
        }
        _ => None,
    }
}

/// The node as the trigger; `None` where it need not stand.
fn triggered(node: Node) -> Option<Node> {
    match node {
        Node::One { element, .. } => Some(Node::One { element, trigger: true }),
        Node::Named(name, inner) => Some(Node::Named(name, Box::new(triggered(*inner)?))),
        // of a sequence, its first word; of alternatives, that of each
        Node::Sequence(mut nodes) => {
            let first = triggered(nodes.remove(0))?;
            nodes.insert(0, first);
            Some(Node::Sequence(nodes))
        }
        Node::Either(nodes, false) => {
            Some(Node::Either(nodes.into_iter().map(triggered).collect::<Option<_>>()?, false))
        }
        Node::Either(..) => None,
    }
}

fn one(matcher: Matcher) -> Node {
    Node::One { element: Element { matcher, min: 1, max: 1, not: false }, trigger: false }
}

impl<'a> Parser<'a, '_> {
    fn either(&mut self) -> Result<Node, String> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches, false) })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                break;
            }
            nodes.push(self.item()?);
        }
        if nodes.is_empty() {
            Err("an empty sequence in the pattern".into())
        } else {
            Ok(Node::Sequence(nodes))
        }
    }

    fn eat(&mut self, mark: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn item(&mut self) -> Result<Node, String> {
        if let Some(rest) = self.rest.strip_prefix('!') {
            self.rest = rest;
            let Node::One { mut element, .. } = self.atom()? else {
                return Err("! stands before one word or tag".into());
            };
            element.not = true;
            return Ok(Node::One { element, trigger: false });
        }
        if let Some(rest) = self.rest.strip_prefix('@') {
            self.rest = rest;
            return triggered(self.item()?).ok_or_else(|| "@ stands before what must stand".into());
        }
        if let Some((name, rest)) = self.rest.split_once(':')
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            self.rest = rest;
            let at = self.captures.iter().position(|c| c == name).unwrap_or_else(|| {
                self.captures.push(name.to_owned());
                self.captures.len() - 1
            });
            return Ok(Node::Named(at as u8, Box::new(self.item()?)));
        }
        self.repeated()
    }

    fn repeated(&mut self) -> Result<Node, String> {
        let node = self.atom()?;
        let (min, max) = if let Some(rest) = self.rest.strip_prefix('?') {
            self.rest = rest;
            (0, 1)
        } else if let Some(rest) = self.rest.strip_prefix('*') {
            self.rest = rest;
            (0, self.number().unwrap_or(8))
        } else if let Some(rest) = self.rest.strip_prefix('+') {
            self.rest = rest;
            (1, self.number().unwrap_or(8))
        } else {
            return Ok(node);
        };
        match node {
            Node::One { mut element, trigger } => {
                (element.min, element.max) = (min, max);
                Ok(Node::One { element, trigger })
            }
            // a group of single tags is one element with several tests
            node => match alternatives(&node) {
                Some(element) => Ok(Node::One { element: Element { min, max, ..element }, trigger: false }),
                None if (min, max) == (1, 1) => Ok(node),
                None if max == 1 => Ok(Node::Either(vec![node], true)),
                None => Err("* and + stand after one word or tag, or alternatives of one each".into()),
            },
        }
    }

    fn number(&mut self) -> Option<u8> {
        let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = self.rest.split_at(digits);
        let number = number.parse().ok()?;
        self.rest = rest;
        Some(number)
    }

    fn atom(&mut self) -> Result<Node, String> {
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let node = self.either()?;
            return if self.eat(")") {
                Ok(Node::Either(vec![node], false))
            } else {
                Err("a ( that is not closed".into())
            };
        }
        if let Some(rest) = self.rest.strip_prefix('{') {
            let (inside, rest) = rest.split_once('}').ok_or("a { that is not closed")?;
            self.rest = rest;
            return self.tags(inside);
        }
        if let Some(rest) = self.rest.strip_prefix('~') {
            let marks = rest.len() - rest.trim_start_matches([',', ':']).len();
            let (marks, rest) = rest.split_at(marks);
            let (commas, verbs) = (marks.contains(','), !marks.contains(':'));
            self.rest = rest;
            let max = self.number().ok_or("~ wants the most tokens that may lie between: ~4")?;
            let element = Element { matcher: Matcher::Gap { commas, verbs }, min: 0, max, not: false };
            return Ok(Node::One { element, trigger: false });
        }
        for (mark, matcher) in [("^", Matcher::Start), ("$", Matcher::End)] {
            if let Some(rest) = self.rest.strip_prefix(mark) {
                self.rest = rest;
                return Ok(one(matcher));
            }
        }
        let end =
            self.rest.find(|c: char| c.is_whitespace() || "(){}|?*+".contains(c)).unwrap_or(self.rest.len());
        if end == 0 {
            return Err(format!("cannot read {:?}", self.rest));
        }
        let (word, rest) = self.rest.split_at(end);
        if word.contains(['&', '[', ']', '~', '@']) {
            return Err(format!("{word:?} has a mark that the pattern language does not know"));
        }
        self.rest = rest;
        let mut folded = String::new();
        text::fold(word, &mut folded);
        Ok(one(Matcher::Word(self.names.word(&folded))))
    }

    fn tags(&mut self, inside: &str) -> Result<Node, String> {
        match inside.trim() {
            "mod" => return Ok(one(Matcher::Modifier)),
            "any" => return Ok(one(Matcher::Any)),
            _ => {}
        }
        let mut tests = Vec::new();
        for alternative in inside.split('|') {
            let (rest, features) = match alternative.split_once('/') {
                Some((rest, features)) => (rest, Features::parse(features)?),
                None => (alternative, Features::default()),
            };
            let (tag, value) = match rest.split_once('=') {
                Some((tag, value)) => (tag, self.names.value(value.trim())),
                None => (rest, 0),
            };
            tests.push((self.names.tag(tag.trim())?, value, features));
        }
        Ok(one(Matcher::Tags(tests)))
    }
}
