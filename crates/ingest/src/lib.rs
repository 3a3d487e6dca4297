//! Articles from what users have: text, Markdown, JSON Lines, JSON, tables (CSV), HTML, feeds, web
//! archives (WARC, WACZ), each also compressed with gzip, ZIP archives and folders of them, standard
//! input and web addresses.
//!
//! [`articles`] streams: it hands on one article at a time and holds no more than one, so a
//! file of any length takes the same memory. A faulty input or record is handed on as a
//! [`Taken::Fault`], and the rest goes on. Nothing here panics on outside data, and this is
//! the one room of the workspace that may open a connection.
//!
//! ```no_run
//! use ingest::{Input, Options, Taken, articles};
//!
//! let inputs = [Input::parse("news.jsonl.gz"), Input::parse("https://example.org/story")];
//! articles(&inputs, &Options::default(), &mut |taken| match taken {
//!     Taken::Article(article) => println!("{}: {}", article.id(), article.title()),
//!     Taken::Warning(warning) => eprintln!("warning: {warning}"),
//!     Taken::Fault(fault) => eprintln!("error: {fault}"),
//! });
//! ```

mod around;
mod charset;
mod errands;
mod error;
mod feed;
mod fetch;
mod follow;
mod form;
#[cfg(fuzzing)]
pub mod fuzzed;
mod gzip;
mod html;
mod json;
mod lines;
mod meta;
mod net;
mod noted;
mod open;
mod plain;
mod prose;
mod robots;
mod table;
mod tree;
mod values;
mod walk;
mod warc;
mod zipped;

use std::io::{self, Read};
use std::path::PathBuf;

use text::{Article, Language, Moment, Published, PublishedFrom};

pub use errands::{Done, Errands};
pub use error::{IngestError, Warning};
pub use feed::{Entry, Listing, feed};
pub use fetch::{Answer, Fetched, Fetcher, Manners, Validators, site};
pub use follow::DEEPEST;
use follow::Following;
pub use html::page;
use open::Source;

/// The largest single article, JSON value or line, in bytes: 64 MiB.
pub const LARGEST_ARTICLE: usize = 64 << 20;

/// The largest web page, and the largest answer that is fetched, in bytes: 20 MB.
pub const LARGEST_PAGE: usize = 20_000_000;

/// What serves articles that carry none themselves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// When they were published; such a time counts as given.
    pub published: Option<Moment>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The language they are in.
    pub language: Option<Language>,
    /// Whether addresses of this machine and of private nets may be fetched.
    pub private: bool,
    /// Whether the pages, feeds and site maps that a list without texts names are fetched too, as their sites allow it.
    pub follow: bool,
}

impl Options {
    fn published(&self) -> Option<Published> {
        self.published.map(|at| Published { at, from: PublishedFrom::Given })
    }
}

/// Where articles are to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// An address that begins with `http://` or `https://`.
    Url(String),
    /// Standard input, whose form is found by looking at it.
    Stdin,
}

impl Input {
    /// Reads an argument as a user writes it; everything that is no address is a path.
    ///
    /// ```
    /// use ingest::Input;
    /// assert_eq!(Input::parse("-"), Input::Stdin);
    /// assert_eq!(Input::parse("HTTPS://a.org/b"), Input::Url("HTTPS://a.org/b".into()));
    /// assert_eq!(Input::parse("a.txt"), Input::Path("a.txt".into()));
    /// ```
    pub fn parse(argument: &str) -> Input {
        let is_url = |scheme: &str| {
            argument.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        match argument {
            "-" => Input::Stdin,
            url if is_url("http://") || is_url("https://") => Input::Url(url.to_owned()),
            path => Input::Path(path.into()),
        }
    }
}

/// One thing that the reading of inputs yields, in the order in which it is met.
#[derive(Debug)]
pub enum Taken {
    /// An article, whole and with a text that is not empty.
    Article(Article),
    /// Something passed over; the article that it was found in is taken all the same.
    Warning(Warning),
    /// An input or a record that could not be read; whatever follows it is.
    Fault(IngestError),
}

/// Hands on every article of the inputs in order.
///
/// Folders are walked in the order of their names, without hidden entries, and give the
/// files of known endings. The id is the one that the input gives, else the path as given,
/// the address or `-`, with `:LINE` behind it for a record of JSON Lines and `#NUMBER` for
/// one of a JSON file. Every fault is handed on as [`Taken::Fault`] and ends only the
/// record, or the input where no more of it can be read.
pub fn articles(inputs: &[Input], options: &Options, each: &mut dyn FnMut(Taken)) {
    let fetcher = |robots| Fetcher::new(Manners { private: options.private, robots, ..Manners::default() });
    // What the user names needs no leave of its site: a browser asks for none either. What a list names does.
    let (named, listed) = (fetcher(false), options.follow.then(|| fetcher(true)));
    let mut following = Following::new(listed);
    for input in inputs {
        match input {
            Input::Stdin => articles_from(io::stdin().lock(), "-", options, each),
            Input::Url(url) if options.follow => following.address(&named, url, options, each),
            Input::Url(url) => match named.open(url, &Validators::default()) {
                Ok(Some((source, _, body))) => open::take_in(&source, body, options, each),
                Ok(None) => each(Taken::Fault(IngestError::Status { input: url.clone(), status: 304 })),
                Err(fault) => each(Taken::Fault(fault)),
            },
            Input::Path(path) => walk::files(path, &mut |found| match found {
                Ok(path) => following.file(&path, options, each),
                Err(fault) => each(Taken::Fault(fault)),
            }),
        }
    }
}

/// Hands on the path itself where it is a file, else the files of known endings under it, in the order of their names, as
/// [`articles`] walks a folder.
pub fn files(path: &std::path::Path, each: &mut dyn FnMut(Result<PathBuf, IngestError>)) {
    walk::files(path, each);
}

/// Hands on what a file lists, where it is a feed, a site map or an OPML; `None` where it is none, or cannot be read.
///
/// # Errors
/// As [`feed()`].
pub fn listed(path: &std::path::Path, each: &mut dyn FnMut(Entry)) -> Option<Result<Listing, IngestError>> {
    open::is_list(path).then(|| open::list(path, each))
}

/// Hands on every article of a stream, whose form is found by looking at its beginning.
///
/// `id` serves as [`articles`] uses a path, and names the stream in faults; `-` stands for
/// standard input. Faults are as in [`articles`].
pub fn articles_from(reader: impl Read, id: &str, options: &Options, each: &mut dyn FnMut(Taken)) {
    open::take_in(&Source::stream(id), reader, options, each);
}
