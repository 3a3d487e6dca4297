use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use tellings::claim::Packs;
use tellings::ingest::{self, Input, Options, Taken};
use tellings::text::{Article, Language, Moment};
use tellings::{Read, pipeline, read_article};

use super::gazetteer;
use super::outcome::{Failure, Outcome, complain};
use super::progress::Progress;

/// What is read.
#[derive(Args)]
pub(crate) struct Sources {
    /// Files (.txt, .md, .jsonl, .json, .csv, .html, feeds, .warc, also .gz; .wacz, .zip), folders of them, web addresses, or - for standard input
    #[arg(value_name = "PATH|URL", required = true)]
    paths: Vec<OsString>,
    /// When articles were published that don't say so: 2024-12-22 or 2024-12-22T09:30:00Z
    #[arg(long, value_name = "DATE", value_parser = moment)]
    published: Option<Moment>,
    /// The outlet of articles that don't name theirs
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// The language of articles that don't name theirs: en, uk, …
    #[arg(long, value_name = "CODE", value_parser = language)]
    language: Option<Language>,
    /// Fetch addresses of this machine and of private nets, too
    #[arg(long)]
    allow_private: bool,
}

/// How it is read.
#[derive(Args)]
pub(crate) struct Reading {
    /// Read with the language packs of this folder in the place of the shipped ones
    #[arg(long, value_name = "DIR")]
    lang_dir: Option<PathBuf>,
    /// A full gazetteer beside the shipped one, as `tellings gazetteer build` makes it [env: TELLINGS_GAZETTEER]
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
    /// How many threads read; as many as the machine runs at once unless given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "write it as 2024-12-22 or 2024-12-22T09:30:00Z".into())
}

fn language(text: &str) -> Result<Language, String> {
    Language::parse(text).ok_or_else(|| "write a code of two letters, such as en".into())
}

impl Reading {
    /// Opens what is read with: the full gazetteer, where one is named, and the language packs.
    pub(crate) fn open(&self) -> Result<Packs, Failure> {
        gazetteer::lay_beside(self.gazetteer.as_deref())?;
        packs(self.lang_dir.as_deref())
    }

    /// How many threads read.
    pub(crate) fn threads(&self) -> usize {
        self.threads.map_or_else(pipeline::threads, usize::from)
    }
}

/// The packs of a folder, or the shipped ones.
pub(crate) fn packs(lang_dir: Option<&std::path::Path>) -> Result<Packs, Failure> {
    match lang_dir {
        Some(folder) => Ok(Packs::from_dir(folder)?),
        None => Ok(Packs::shipped()),
    }
}

impl Sources {
    /// Hands on every article in order, names on standard error what cannot be read, and stops once `each` returns `false`.
    ///
    /// # Errors
    /// [`Failure::NothingRead`] where there was no article at all.
    pub(crate) fn articles(&self, each: &mut dyn FnMut(Article) -> bool) -> Result<Outcome, Failure> {
        self.taken(false, each)
    }

    /// The same, and of feeds, site maps and OPML without texts of their own the pages that they name where `follow`.
    fn taken(&self, follow: bool, each: &mut dyn FnMut(Article) -> bool) -> Result<Outcome, Failure> {
        let inputs = self.paths.iter().map(|path| match path.to_str() {
            Some(text) => Input::parse(text),
            None => Input::Path(path.into()),
        });
        let inputs = inputs.collect::<Vec<_>>();
        let options = Options {
            published: self.published,
            outlet: self.outlet.clone(),
            language: self.language,
            private: self.allow_private,
            follow,
        };
        let (mut read, mut faults, mut wanted) = (0usize, 0usize, true);
        ingest::articles(&inputs, &options, &mut |taken| match taken {
            Taken::Article(article) if wanted => {
                read += 1;
                wanted = each(article);
            }
            Taken::Article(_) => {}
            Taken::Warning(warning) => complain(&format!("warning: {warning}")),
            Taken::Fault(fault) => {
                faults += 1;
                complain(&fault.to_string());
            }
        });
        if read == 0 { Err(Failure::NothingRead) } else { Ok(Outcome { faults }) }
    }

    /// Works on every article by several threads and hands on what comes of them in the order of the input.
    pub(crate) fn work<R: Send>(
        &self,
        threads: usize,
        work: impl Fn(Article) -> R + Sync,
        each: impl FnMut(R) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut fed = Err(Failure::NothingRead);
        pipeline::in_order(threads, |push| fed = self.articles(push), work, each)?;
        fed
    }

    /// Reads every article, and those of the pages that lists without texts name, in the order of the input.
    pub(crate) fn follow(
        &self,
        threads: usize,
        packs: &Packs,
        each: impl FnMut(Read) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut fed = Err(Failure::NothingRead);
        let work = |article| read_article(article, packs);
        pipeline::in_order(threads, |push| fed = self.taken(true, push), work, each)?;
        fed
    }

    /// Reads every article, in the order of the input, a step of `progress` each.
    pub(crate) fn read(
        &self,
        threads: usize,
        packs: &Packs,
        progress: &mut Progress,
    ) -> Result<(Vec<Read>, Outcome), Failure> {
        let mut reads = Vec::new();
        let outcome = self.work(
            threads,
            |article| read_article(article, packs),
            |read| {
                progress.step();
                reads.push(read);
                Ok(())
            },
        )?;
        Ok((reads, outcome))
    }
}
