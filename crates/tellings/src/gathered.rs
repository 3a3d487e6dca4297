use claim::Packs;
use incident::{Comparison, Read};
use text::Article;

/// Articles with their readings, in an order that does not depend on that of the input.
///
/// Sorted by key, each key once: the same set gives the same output, byte for byte. An article
/// that came twice under two names is compared once and listed twice.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// Each article once, by key.
    pub reads: Vec<Read>,
    /// The same articles under other names: position in `reads`, and the article as it came again.
    pub again: Vec<(usize, Article)>,
}

impl Gathered {
    /// Sorts readings and sets those apart that came more than once.
    pub fn new(mut reads: Vec<Read>) -> Gathered {
        reads.sort_by(|a, b| name(&a.article).cmp(&name(&b.article)));
        let mut gathered = Gathered::default();
        for read in reads {
            match gathered.reads.last() {
                Some(last) if last.article.key() == read.article.key() => {
                    let last_name = gathered.again.last().filter(|a| a.0 + 1 == gathered.reads.len());
                    let last = last_name.map_or(&last.article, |(_, article)| article);
                    if name(last) != name(&read.article) {
                        gathered.again.push((gathered.reads.len() - 1, read.article));
                    }
                }
                _ => gathered.reads.push(read),
            }
        }
        gathered
    }

    /// Compares the articles. Those without a date that a sibling dates are read once more as of that day, so that
    /// their weekdays become days; their readings are replaced.
    pub fn compare(&mut self, packs: &Packs) -> Comparison {
        let first = incident::compare(&self.reads);
        if first.dated.iter().all(Option::is_none) {
            return first;
        }
        for (read, dated) in self.reads.iter_mut().zip(&first.dated) {
            if dated.is_some() {
                read.reading = claim::read_as_of(&read.article, packs, *dated);
            }
        }
        Comparison { dated: first.dated, ..incident::compare(&self.reads) }
    }
}

fn name(article: &Article) -> (text::Key, &str, Option<&str>) {
    (article.key(), article.id(), article.path())
}
