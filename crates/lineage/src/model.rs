use text::{Key, Span};

/// Which article derives from which, for a set of articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lineage {
    /// By position of the article: what it derives from, the source that it took most from first.
    pub derivations: Vec<Vec<Derivation>>,
    /// By position: the smallest key of the articles that tell from one source text.
    pub groups: Vec<Key>,
}

/// How one article derives from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Passages stand in it word for word, or nearly.
    Copy,
    /// It tells the same in the same order and other words of the same language.
    Rewrite,
    /// It tells the same in the same order in another language.
    Translation,
    /// It names the other's outlet as the source of something that it tells.
    Cites,
}

impl How {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            How::Copy => "copy",
            How::Rewrite => "rewrite",
            How::Translation => "translation",
            How::Cites => "cites",
        }
    }
}

/// What one article has from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// Position of the source.
    pub source: usize,
    /// How.
    pub how: How,
    /// The share of its words that stand in what it took, in thousandths.
    pub share: u16,
    /// What it took, in the order of its text.
    pub passages: Vec<Passage>,
    /// What it changed on the way, in the order of its text.
    pub changes: Vec<Change>,
}

/// Words of an article and the words of its source that they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// In the article that derives.
    pub here: Span,
    /// In its source.
    pub there: Span,
}

/// What stands in a passage where its source has something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What differs.
    pub what: Changed,
    /// In the article that derives.
    pub here: Span,
    /// In its source.
    pub there: Span,
}

/// What a change is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Changed {
    /// A number, in figures or in words.
    Figure,
    /// A person or a body.
    Name,
    /// A place.
    Place,
}

impl Changed {
    /// The name that the output uses.
    pub fn name(self) -> &'static str {
        match self {
            Changed::Figure => "figure",
            Changed::Name => "name",
            Changed::Place => "place",
        }
    }
}
