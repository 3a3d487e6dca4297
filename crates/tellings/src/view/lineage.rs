use incident::{Change, Derivation, How};

use super::Story;

/// What one article has from another, as the reports tell it.
pub(crate) struct Derived<'a> {
    /// The source, by position.
    pub(crate) source: usize,
    /// "copy of", "cites".
    pub(crate) how: &'static str,
    /// "83 % of its words"; `None` of one that only cites.
    pub(crate) share: Option<String>,
    /// What it changed: what, its words, the source's words.
    pub(crate) changes: Vec<(&'static str, &'a str, &'a str)>,
}

impl<'a> Story<'a> {
    /// What an article has from others.
    pub(crate) fn derived(&self, at: usize) -> Vec<Derived<'a>> {
        let derivations = self.comparison.derivations.get(at).into_iter().flatten();
        derivations.map(|derivation| self.told(at, derivation)).collect()
    }

    fn told(&self, at: usize, derivation: &Derivation) -> Derived<'a> {
        let (here, there) = (&self.reads[at].article, &self.reads[derivation.source].article);
        let change = |c: &Change| (c.what.name(), here.words(c.here), there.words(c.there));
        let percent = (u32::from(derivation.share) + 5) / 10;
        Derived {
            source: derivation.source,
            how: match derivation.how {
                How::Copy => "copy of",
                How::Rewrite => "rewrite of",
                How::Translation => "translation of",
                How::Cites => "cites",
            },
            share: (derivation.how != How::Cites).then(|| format!("{percent} % of its words")),
            changes: derivation.changes.iter().map(change).collect(),
        }
    }

    /// The article whose whole text an article prints, word for word: itself, where it has its own.
    pub(crate) fn prints(&self, at: usize) -> usize {
        let derivations = self.comparison.derivations.get(at).into_iter().flatten();
        let all = |article: usize| self.reads[article].article.text().len();
        let whole = |d: &&Derivation| match d.passages.as_slice() {
            [one] => {
                let long = |span: text::Span| span.end() - span.start();
                d.how == How::Copy && long(one.here) == all(at) && long(one.there) == all(d.source)
            }
            _ => false,
        };
        derivations.into_iter().find(whole).map_or(at, |d| d.source)
    }
}
