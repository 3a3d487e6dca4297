use incident::Read;
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
}

fn name(article: &Article) -> (text::Key, &str, Option<&str>) {
    (article.key(), article.id(), article.path())
}
