//! Reads accounts of one incident and lays them side by side: what they agree on, where they
//! differ, and who says so, every value traced to the words that carry it.
//!
//! ```
//! use tellings::{About, Article, Gathered, Packs, compare, read_articles};
//!
//! let accounts = [
//!     ("a", "Three people were killed in a drone strike on Kazan on Saturday, officials said."),
//!     ("b", "A drone strike on the city of Kazan killed five people, the mayor said."),
//! ];
//! let articles = accounts.map(|(id, text)| Article::new(id, text, About::default()));
//! let packs = Packs::shipped();
//! let gathered = Gathered::new(read_articles(articles, &packs, 2));
//! let comparison = compare(&gathered.reads);
//! for incident in &comparison.incidents {
//!     println!("{}: {} tellings", incident.title, incident.tellings.len());
//! }
//! // the form that other programs read
//! let json = serde_json::to_string(&tellings::wire::Output::new(&gathered, &comparison)).unwrap();
//! assert!(json.starts_with("{\"articles\":["));
//! ```
//!
//! This crate is the face of the rooms behind it: [`text`], [`gazetteer`], [`pack`], [`claim`],
//! [`lineage`], [`incident`], [`ingest`] and [`store`]. It adds the pipeline that reads in parallel ([`pipeline`]), the
//! JSON form ([`wire`]) and the reports for people: in a terminal ([`mod@print`]), as a page
//! ([`html`]), as a note ([`markdown`]). The binary is the feature `cli`, the
//! page and its API the feature `serve`.

mod gathered;
pub mod html;
pub mod markdown;
pub mod pipeline;
pub mod print;
#[cfg(feature = "serve")]
pub mod serve;
mod view;
pub mod wire;

pub use claim::{self, Claim, Packs, Reading, read};
pub use gazetteer;
pub use incident::{self, Comparison, Fact, Incident, Links, Read, State, Weights, compare};
pub use ingest;
pub use lineage;
pub use pack;
pub use store::{self, Ledger, Writer};
pub use text::{self, About, Article, Language, Moment, Span};

pub use self::gathered::Gathered;
pub use self::view::Options;

/// Reads articles on several threads, and returns them with their readings in the order given.
///
/// ```
/// use tellings::{About, Article, Packs, read_articles};
/// let article = Article::new("one", "Two people were injured in a fire in Leeds.", About::default());
/// let reads = read_articles([article], &Packs::shipped(), 1);
/// assert_eq!(reads[0].article.id(), "one");
/// ```
pub fn read_articles(
    articles: impl IntoIterator<Item = Article> + Send,
    packs: &Packs,
    threads: usize,
) -> Vec<Read> {
    let mut reads = Vec::new();
    let feed = |push: &mut dyn FnMut(Article) -> bool| {
        for article in articles {
            if !push(article) {
                return;
            }
        }
    };
    let done: Result<(), std::convert::Infallible> = pipeline::in_order(
        threads,
        feed,
        |a| read_article(a, packs),
        |read| {
            reads.push(read);
            Ok(())
        },
    );
    let Ok(()) = done;
    reads
}

/// Reads one article.
pub fn read_article(article: Article, packs: &Packs) -> Read {
    let reading = claim::read(&article, packs);
    Read { article, reading }
}
