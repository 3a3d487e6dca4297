//! Lists without texts: what they name is fetched, and what that names.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::IngestError;
use crate::feed::{Entry, Listing};
use crate::fetch::{Answer, Fetcher, Validators};
use crate::{Options, Taken, open};

/// How deep lists of lists are followed: a site may make ever new ones.
pub const DEEPEST: usize = 4;

/// Follows lists for one run, and calls on no address twice.
pub(crate) struct Following {
    fetcher: Option<Fetcher>,
    seen: BTreeSet<String>,
}

impl Following {
    /// One that fetches what lists name, or nothing.
    pub(crate) fn new(fetcher: Option<Fetcher>) -> Following {
        Following { fetcher, seen: BTreeSet::new() }
    }

    /// Hands on the articles of a file, and of what it lists where it is a list without texts.
    pub(crate) fn file(&mut self, path: &Path, options: &Options, each: &mut dyn FnMut(Taken)) {
        if self.fetcher.is_none() {
            return open::file(path, options, each);
        }
        let mut without_texts = None;
        open::file(path, options, &mut |taken| match taken {
            Taken::Fault(fault @ IngestError::NoTexts { .. }) => without_texts = Some(fault),
            other => each(other),
        });
        let Some(fault) = without_texts else { return };
        let mut entries = Vec::new();
        let listing = open::list(path, &mut |entry| entries.push(entry));
        match listing {
            Ok(_) if entries.iter().any(|entry| entry.address.is_some()) => {
                self.entries(entries, 0, options, each)
            }
            _ => each(Taken::Fault(fault)),
        }
    }

    /// The same of an address that the user named, by a fetcher for such.
    pub(crate) fn address(
        &mut self,
        named: &Fetcher,
        url: &str,
        options: &Options,
        each: &mut dyn FnMut(Taken),
    ) {
        if !self.seen.insert(url.to_owned()) {
            return;
        }
        let fetched = named.fetch(url, &Validators::default());
        self.take(fetched, url, (0, None), options, each);
    }

    fn entries(&mut self, entries: Vec<Entry>, depth: usize, options: &Options, each: &mut dyn FnMut(Taken)) {
        for entry in entries {
            let Some(address) = entry.address.clone().filter(|address| self.seen.insert(address.clone()))
            else {
                continue;
            };
            let Some(fetcher) = &self.fetcher else { return };
            let fetched = fetcher.fetch(&address, &Validators::default());
            self.take(fetched, &address, (depth, Some(&entry)), options, each);
        }
    }

    fn take(
        &mut self,
        fetched: Result<Answer, IngestError>,
        url: &str,
        (depth, told): (usize, Option<&Entry>),
        options: &Options,
        each: &mut dyn FnMut(Taken),
    ) {
        let fetched = match fetched {
            Ok(Answer::Found(fetched)) => fetched,
            Ok(Answer::Unchanged) => {
                return each(Taken::Fault(IngestError::Status { input: url.to_owned(), status: 304 }));
            }
            Err(fault) => return each(Taken::Fault(fault)),
        };
        let mut entries = Vec::new();
        let follows = |listing: Listing, entries: &[Entry]| {
            listing != Listing::Feed || entries.iter().all(|entry| entry.text.is_empty())
        };
        match fetched.entries(&mut |entry| entries.push(entry)) {
            Some(Ok(listing)) if depth < DEEPEST && !entries.is_empty() && follows(listing, &entries) => {
                self.entries(entries, depth + 1, options, each);
            }
            _ => fetched.articles(options, &mut |taken| {
                each(match (taken, told) {
                    (Taken::Article(article), Some(told)) => Taken::Article(told.fill(&article)),
                    (other, _) => other,
                });
            }),
        }
    }
}
