/// Which text of an article a span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The headline.
    Title,
    /// The text under it.
    Text,
}

impl Part {
    /// The name that the output uses: `title` or `text`.
    pub fn name(self) -> &'static str {
        match self {
            Part::Title => "title",
            Part::Text => "text",
        }
    }
}

/// A half-open byte range of an article's title or text, on character boundaries.
///
/// A span is checked when it is made and cannot be changed afterwards:
///
/// ```
/// use text::{Part, Span};
/// let text = "Харків, two dead";
/// let span = Span::new(Part::Text, text, 0, 12).unwrap();
/// assert_eq!(span.of(text), "Харків");
/// assert!(Span::new(Part::Text, text, 1, 12).is_none()); // inside a letter
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    part: Part,
    start: u32,
    end: u32,
}

impl Span {
    /// Returns the span of `text[start..end]`, or `None` where that is no slice of it or is empty.
    pub fn new(part: Part, text: &str, start: usize, end: usize) -> Option<Span> {
        let inside = text.get(start..end)?;
        (!inside.is_empty() && end <= u32::MAX as usize).then_some(Span {
            part,
            start: start as u32,
            end: end as u32,
        })
    }

    /// The text that the span is of.
    pub fn part(self) -> Part {
        self.part
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The words under the span in the text that it was made over.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// Whether the two share a byte.
    pub fn meets(self, other: Span) -> bool {
        self.part == other.part && self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.part == other.part && self.start <= other.start && other.end <= self.end
    }

    /// The smallest span over both; `self` where they are of different parts.
    pub fn join(self, other: Span) -> Span {
        if self.part != other.part {
            return self;
        }
        Span { part: self.part, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Code-point offsets of byte offsets in one text, for the output edge.
///
/// ```
/// let points = text::CodePoints::of("за 3 дні");
/// assert_eq!(points.at(5), 3);
/// ```
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    /// Code points before every 64th byte; empty for pure ASCII.
    marks: Vec<u32>,
    bytes: &'t [u8],
}

const STEP: usize = 64;

impl<'t> CodePoints<'t> {
    /// Measures a text once; every look-up afterwards scans at most 64 bytes.
    pub fn of(text: &'t str) -> CodePoints<'t> {
        let bytes = text.as_bytes();
        if bytes.is_ascii() {
            return CodePoints { marks: Vec::new(), bytes };
        }
        let mut marks = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut seen = 0u32;
        for chunk in bytes.chunks(STEP) {
            marks.push(seen);
            seen += starts(chunk);
        }
        CodePoints { marks, bytes }
    }

    /// The number of code points before byte `at`.
    pub fn at(&self, at: usize) -> usize {
        if self.marks.is_empty() {
            return at;
        }
        let at = at.min(self.bytes.len());
        let chunk = (at / STEP).min(self.marks.len() - 1);
        (self.marks[chunk] + starts(&self.bytes[chunk * STEP..at])) as usize
    }
}

/// How many characters begin in these bytes, at most [`STEP`] of them: their sum fits into a byte, of which a processor
/// adds many at once.
fn starts(bytes: &[u8]) -> u32 {
    u32::from(bytes.iter().map(|b| u8::from((*b as i8) >= -0x40)).sum::<u8>())
}
