//! What a watch does: it sends for what is due, takes in what comes, and notes what became of each source.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tellings::claim::Packs;
use tellings::ingest::{
    self, Answer, Done, Entry, Errands, Fetched, Fetcher, IngestError, Input, Listing, Manners, Options,
    Taken, Validators,
};
use tellings::read_articles;
use tellings::store::{Resting, Visit, Visited};
use tellings::text::Article;

use super::Args;
use super::health::{Health, Source};
use super::told;
use super::voice::Voice;
use crate::cmd::outcome::{Failure, Outcome};

/// How many addresses are fetched at once.
const HANDS: usize = 12;
/// How many pages of a site are sent for before the first comes back.
const OF_EACH: usize = 4;
/// How long nothing may come before it is looked for what is due.
const TICK: Duration = Duration::from_millis(200);
/// How many articles are taken in by one transaction at most.
const BATCH: usize = 256;
/// How long an article may wait to be taken in.
const PACE: Duration = Duration::from_secs(2);
/// How often files are looked for, and how long one must have been left alone.
const LOOK: Duration = Duration::from_secs(3);
/// How often the file that tells how it goes is written.
const HEALTH: Duration = Duration::from_secs(10);
/// How long a page that failed is left alone; four times as long after every further failure.
const FIRST_REST: Duration = Duration::from_secs(30);
/// How often a page may fail before it is given up.
const GIVEN_UP: u32 = 5;
/// The longest that a list is left alone.
const LONGEST_REST: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) struct Desk<'a> {
    args: &'a Args,
    packs: &'a Packs,
    stop: &'a Arc<AtomicBool>,
    options: Options,
    /// `None` only while it writes.
    resting: Option<Resting>,
    errands: Errands,
    in_hand: BTreeMap<String, Visit>,
    paths: Vec<PathBuf>,
    batch: Vec<Article>,
    /// What is to be noted once the batch is on the disk.
    settled: Vec<Visit>,
    waiting_since: Instant,
    looked: Option<Instant>,
    health: Health,
    health_written: Option<Instant>,
    health_fault: bool,
    /// Sites that were told to be left alone, until when.
    left_alone: BTreeMap<String, String>,
    voice: Voice,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        args: &'a Args,
        packs: &'a Packs,
        resting: Resting,
        stop: &'a Arc<AtomicBool>,
    ) -> Result<Desk<'a>, Failure> {
        let manners = Manners {
            private: args.allow_private,
            patience: args.patience,
            contact: args.contact.clone(),
            ..Manners::default()
        };
        let health = Health {
            at: now(),
            since: now(),
            pid: std::process::id(),
            running: true,
            articles_new: 0,
            articles_edited: 0,
            incidents_new: 0,
            changes: 0,
            pages_waiting: 0,
            sources: Vec::new(),
        };
        Ok(Desk {
            args,
            packs,
            stop,
            options: Options { private: args.allow_private, ..Options::default() },
            voice: Voice::new(args.json, resting.ledger())?,
            resting: Some(resting),
            errands: Errands::new(Fetcher::new(manners), HANDS),
            in_hand: BTreeMap::new(),
            paths: Vec::new(),
            batch: Vec::new(),
            settled: Vec::new(),
            waiting_since: Instant::now(),
            looked: None,
            health,
            health_written: None,
            health_fault: false,
            left_alone: BTreeMap::new(),
        })
    }

    /// Watches until it is told to stop, or for one round.
    pub(super) fn run(mut self) -> Result<Outcome, Failure> {
        self.begin()?;
        while !self.is_stopped() {
            self.send()?;
            self.look()?;
            while let Some(done) = self.errands.next(if self.batch.is_empty() { TICK } else { TICK / 4 }) {
                self.take(done)?;
                if self.batch.len() >= BATCH || self.is_stopped() {
                    break;
                }
                self.send()?;
            }
            let is_idle = self.in_hand.is_empty();
            if self.batch.len() >= BATCH || is_idle || self.waiting_since.elapsed() > PACE {
                self.keep()?;
            }
            self.tell_how_it_goes()?;
            if self.args.once && self.is_done()? {
                break;
            }
        }
        // what was fetched is kept; what is still being fetched is due again the next time
        self.keep()?;
        self.voice.hide();
        self.health.running = false;
        self.write_health()?;
        Ok(Outcome { faults: self.voice.counts.faults as usize })
    }

    /// Whether it was told to stop.
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn resting(&self) -> Result<&Resting, Failure> {
        self.resting.as_ref().ok_or_else(|| Failure::Said("The ledger is not open any more".into()))
    }

    fn note(&mut self, visits: &[Visit]) -> Result<(), Failure> {
        match &mut self.resting {
            Some(resting) if !visits.is_empty() => Ok(resting.note(visits)?),
            _ => Ok(()),
        }
    }

    /// Makes the sources that were given due, and others that the ledger knows of not.
    fn begin(&mut self) -> Result<(), Failure> {
        let (mut given, mut sources) = (BTreeSet::new(), Vec::new());
        for feed in &self.args.feeds {
            let input = feed.to_str().map_or_else(|| Input::Path(feed.into()), Input::parse);
            match input {
                Input::Url(url) => _ = given.insert(url),
                Input::Stdin => return Err(Failure::Said("Standard input cannot be watched".into())),
                Input::Path(path) => {
                    if !path.exists() {
                        let what = format!("There is no file or folder {}; check the path", path.display());
                        return Err(Failure::Said(what));
                    }
                    if path.is_dir() {
                        given.insert(name(&path));
                    }
                    self.paths.push(path);
                }
            }
        }
        let ledger = self.resting()?.ledger();
        let known = ledger.sources()?;
        let mut wanted: BTreeSet<String> =
            given.iter().cloned().chain(self.paths.iter().map(|path| name(path))).collect();
        // what the given ones name, and what those name
        loop {
            let named = |list: &&Visit| list.source.as_ref().is_some_and(|source| wanted.contains(source));
            let more: Vec<String> = known
                .iter()
                .filter(named)
                .filter(|list| !wanted.contains(&list.address))
                .map(|list| list.address.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            wanted.extend(more);
        }
        let now = now();
        for mut list in known {
            let is_given = given.remove(&list.address) || list.what == Visited::Path;
            let rests = list.failures > 0 && list.due.as_ref().is_some_and(|due| *due > now);
            let due = match wanted.contains(&list.address) {
                true if rests => continue,
                true if is_given || list.version.is_none() => Some(now.clone()),
                true => continue,
                false => None,
            };
            if list.due != due {
                list.due = due;
                sources.push(list);
            }
        }
        sources.extend(given.into_iter().map(|address| {
            let site = ingest::site(&address);
            let what = if site.is_some() { Visited::List } else { Visited::Path };
            let due = Some(now.clone());
            Visit { due, ..Visit::new(what, address, site.unwrap_or_default()) }
        }));
        self.note(&sources)
    }

    /// Sends for what is due.
    fn send(&mut self) -> Result<(), Failure> {
        if self.in_hand.len() >= HANDS * OF_EACH {
            return Ok(());
        }
        let now = now();
        let ledger = self.resting()?.ledger();
        let mut due = ledger.lists_due(&now)?;
        due.retain(|list| ingest::site(&list.address).is_some());
        due.extend(ledger.pages_due(&now, OF_EACH)?);
        let settled: BTreeSet<&str> = self.settled.iter().map(|visit| visit.address.as_str()).collect();
        due.retain(|visit| !self.in_hand.contains_key(&visit.address) && !settled.contains(&*visit.address));
        for visit in due {
            let known = Validators { etag: visit.etag.clone(), last_modified: visit.modified.clone() };
            self.errands.send(&visit.address, known);
            self.in_hand.insert(visit.address.clone(), visit);
        }
        Ok(())
    }

    /// Whether nothing is left to be done now.
    fn is_done(&self) -> Result<bool, Failure> {
        let (ledger, now) = (self.resting()?.ledger(), now());
        let is_list = |list: &Visit| ingest::site(&list.address).is_some();
        let lists = ledger.lists_due(&now)?.iter().any(is_list);
        Ok(self.in_hand.is_empty() && self.batch.is_empty() && !lists && ledger.pages_waiting(&now)?.1 == 0)
    }

    /// Looks for new and changed files.
    fn look(&mut self) -> Result<(), Failure> {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK) {
            return Ok(());
        }
        for path in self.paths.clone() {
            let mut found = Vec::new();
            ingest::files(&path, &mut |file| found.push(file));
            let (mut is_new, mut first) = (false, None);
            for file in found {
                match file {
                    Ok(file) => is_new |= self.file(&file)?,
                    // a folder that is empty yet is none
                    Err(IngestError::NoFiles { .. }) => {}
                    Err(fault) => _ = first.get_or_insert(fault),
                }
                if self.is_stopped() {
                    return Ok(());
                }
            }
            let known = self.resting()?.ledger().visit(&name(&path))?;
            let mut given = known.unwrap_or_else(|| Visit::new(Visited::Path, name(&path), ""));
            match first {
                Some(fault) if given.fault.as_ref() != Some(&fault.to_string()) => {
                    // what is back is looked at anew
                    given.version = None;
                    self.failed(given, &fault)?;
                }
                None if path.is_dir() && (is_new || given.fault.is_some()) => self.settle(given),
                _ => {}
            }
        }
        self.looked = Some(Instant::now());
        Ok(())
    }

    /// Takes a file in where it is another than the last time, and says whether it is.
    fn file(&mut self, path: &Path) -> Result<bool, Failure> {
        let Some((version, age)) = state(path) else { return Ok(false) };
        if age < LOOK && !self.args.once {
            return Ok(false);
        }
        let address = name(path);
        let known = self.resting()?.ledger().visit(&address)?;
        if known.as_ref().is_some_and(|known| known.version.as_ref() == Some(&version)) {
            return Ok(false);
        }
        let mut visit = known.unwrap_or_else(|| Visit::new(Visited::File, address.as_str(), ""));
        visit.version = Some(version);
        let mut entries = Vec::new();
        let is_named = self.paths.iter().any(|named| named == path);
        if let Some(listing) =
            is_named.then(|| ingest::listed(path, &mut |entry| entries.push(entry))).flatten()
        {
            visit.what = Visited::List;
            return self.list(visit, listing, entries).map(|()| true);
        }
        visit.what = if is_named { Visited::Path } else { Visited::File };
        let mut failure = None;
        let (mut faults, mut stopped) = (Vec::new(), false);
        ingest::articles(&[Input::Path(path.into())], &self.options.clone(), &mut |taken| match taken {
            _ if stopped || failure.is_some() => {}
            Taken::Article(article) => {
                self.batch.push(article);
                if self.batch.len() >= BATCH {
                    failure = self.keep().err();
                }
                stopped = self.is_stopped();
            }
            Taken::Warning(_) => {}
            Taken::Fault(fault) => faults.push(fault),
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        match faults.first() {
            _ if stopped => {}
            Some(fault) => self.failed(visit, fault)?,
            None => self.settle(visit),
        }
        Ok(true)
    }

    /// Takes in what an errand brought.
    fn take(&mut self, done: Done) -> Result<(), Failure> {
        let Some(mut visit) = self.in_hand.remove(&done.address) else { return Ok(()) };
        let fetched = match done.answer {
            Ok(Answer::Found(fetched)) => fetched,
            Ok(Answer::Unchanged) => {
                self.settle(visit);
                return Ok(());
            }
            Err(fault) => return self.failed(visit, &fault),
        };
        let mut entries = Vec::new();
        let listing = match visit.what {
            Visited::List => fetched.entries(&mut |entry| entries.push(entry)),
            _ => None,
        };
        match listing {
            Some(listing) => {
                if listing.is_ok() {
                    validators(&mut visit, &fetched);
                }
                self.list(visit, listing, entries)
            }
            None => self.page(visit, &fetched),
        }
    }

    /// Takes in the articles of a page.
    fn page(&mut self, mut visit: Visit, fetched: &Fetched) -> Result<(), Failure> {
        let told = told::read(visit.told.as_deref(), &visit.address);
        let (mut articles, mut first) = (0, None);
        fetched.articles(&self.options, &mut |taken| match taken {
            Taken::Article(article) => {
                articles += 1;
                self.batch.push(told.fill(&article));
            }
            Taken::Warning(_) => {}
            Taken::Fault(fault) => _ = first.get_or_insert(fault),
        });
        match first {
            Some(fault) if articles == 0 => self.failed(visit, &fault),
            _ => {
                validators(&mut visit, fetched);
                self.settle(visit);
                Ok(())
            }
        }
    }

    /// Makes due what a list names that is new or another.
    fn list(
        &mut self,
        list: Visit,
        listing: Result<Listing, IngestError>,
        entries: Vec<Entry>,
    ) -> Result<(), Failure> {
        let now = now();
        let of = listing.as_ref().copied().unwrap_or(Listing::Feed);
        if matches!(of, Listing::Feeds | Listing::Maps) && self.is_too_deep(&list)? {
            let (input, number) = (list.address.clone(), entries.len() as u64);
            return self.failed(list, &IngestError::NoTexts { input, number, of: of.of() });
        }
        let oldest = Timestamp::now() - SignedDuration::from_hours(24 * i64::from(self.args.days));
        let oldest = oldest.to_zoned(jiff::tz::TimeZone::UTC).date();
        let mut notes: BTreeMap<String, Visit> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| is_fresh(entry, oldest)) {
            let what =
                if matches!(of, Listing::Feeds | Listing::Maps) { Visited::List } else { Visited::Page };
            let address = match (&entry.address, what) {
                (Some(address), _) => address.clone(),
                (None, Visited::List) => continue,
                (None, _) => format!("{}#{}", list.address, entry.id.as_deref().unwrap_or(&entry.title)),
            };
            let version = match of {
                Listing::Feeds => None,
                Listing::Maps => entry.updated.map(|at| at.to_string()),
                _ => Some(told::version(entry)),
            };
            let known = self.resting()?.ledger().visit(&address)?;
            // what several lists name is visited as the first of them tells
            let of_another =
                |known: &Visit| known.source.is_some() && known.source.as_ref() != Some(&list.address);
            let is_known = known.as_ref().is_some_and(|known| match version {
                Some(_) => known.version == version || of_another(known),
                // a list without a date is asked itself whether it changed
                None => known.due.is_some(),
            });
            if is_known || address == list.address || self.in_hand.contains_key(&address) {
                continue;
            }
            let site = ingest::site(&address).unwrap_or_default();
            let mut visit = known.unwrap_or_else(|| Visit::new(what, address.as_str(), site));
            (visit.version, visit.source) = (version, Some(list.address.clone()));
            (visit.due, visit.failures) = (Some(now.clone()), 0);
            if what == Visited::Page {
                visit.told = Some(told::written(entry));
                if entry.address.is_none() {
                    self.batch.extend(entry.article(&address));
                    self.settle(visit);
                    continue;
                }
            }
            notes.insert(address, visit);
        }
        if of == Listing::Feeds && listing.is_ok() {
            let named: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.address.as_deref()).collect();
            for mut gone in self.resting()?.ledger().sources()? {
                let is_ours = gone.source.as_deref() == Some(&list.address);
                if is_ours && gone.due.is_some() && !named.contains(gone.address.as_str()) {
                    gone.due = None;
                    notes.insert(gone.address.clone(), gone);
                }
            }
        }
        self.note(&notes.into_values().collect::<Vec<_>>())?;
        match listing {
            Ok(_) => {
                self.settle(list);
                Ok(())
            }
            Err(fault) => self.failed(list, &fault),
        }
    }

    /// Whether a list was named by one that was named by one, and so on, too often for it to be followed.
    fn is_too_deep(&self, list: &Visit) -> Result<bool, Failure> {
        let (ledger, mut source) = (self.resting()?.ledger(), list.source.clone());
        for _ in 0..ingest::DEEPEST {
            let Some(address) = source else { return Ok(false) };
            source = ledger.visit(&address)?.and_then(|above| above.source);
        }
        Ok(true)
    }

    /// Notes, once all that came of it is on the disk, that a visit went well.
    fn settle(&mut self, mut visit: Visit) {
        if matches!(visit.what, Visited::List | Visited::Path) && visit.fault.is_some() {
            self.voice.say(&format!("{} can be read again", visit.address));
        }
        visit.due = match visit.what {
            // a map that its own list dates is visited when that says so
            Visited::List if visit.version.is_none() => Some(later(self.args.every)),
            Visited::Path => Some(now()),
            _ => None,
        };
        (visit.visited, visit.failures, visit.fault, visit.told) = (Some(now()), 0, None, None);
        self.settled.push(visit);
    }

    /// Notes that a visit failed, names the fault where it is a new one, and says when to try again.
    fn failed(&mut self, mut visit: Visit, fault: &IngestError) -> Result<(), Failure> {
        let says = fault.to_string();
        let asked = match fault {
            IngestError::Later { seconds, .. } => Some(Duration::from_secs(*seconds)),
            _ => None,
        };
        if let (Some(asked), Visited::Page) = (asked, visit.what) {
            // it is its site that is left alone, and told of once
            let until = later(asked);
            let before = self.left_alone.insert(visit.site.clone(), until.clone());
            if before.is_none_or(|before| before < now()) {
                self.voice.fault(&says);
            }
            visit.due = Some(until);
            self.settled.push(visit);
            return Ok(());
        }
        // that it is left alone comes of the fault that was named
        let is_known = asked.is_some() && visit.fault.is_some();
        let says = if is_known { visit.fault.take().unwrap_or_default() } else { says };
        if !is_known && visit.fault.as_deref().map(plain) != Some(plain(&says)) {
            self.voice.fault(&says);
        }
        visit.failures = visit.failures.saturating_add(1);
        let times = visit.failures - 1;
        let rest = match visit.what {
            Visited::List => self.args.every.saturating_mul(1 << times.min(12)).min(LONGEST_REST),
            _ => FIRST_REST * 4u32.pow(times.min(GIVEN_UP)),
        };
        let tries = matches!(visit.what, Visited::List | Visited::Path)
            || visit.what == Visited::Page && !fault.is_final() && visit.failures < GIVEN_UP;
        visit.due = tries.then(|| later(asked.map_or(rest, |asked| asked.max(rest.min(self.args.every)))));
        if !tries {
            // the page cannot be had: what its list tells of it is all there is
            let told = told::read(visit.told.take().as_deref(), &visit.address);
            self.batch.extend(told.article(&visit.address));
        }
        visit.fault = Some(says);
        visit.visited = Some(now());
        self.settled.push(visit);
        Ok(())
    }

    /// Takes the batch into the ledger, and notes what became of where it is from.
    fn keep(&mut self) -> Result<(), Failure> {
        self.waiting_since = Instant::now();
        let (articles, settled) = (std::mem::take(&mut self.batch), std::mem::take(&mut self.settled));
        if !articles.is_empty() {
            let reads = read_articles(articles, self.packs, self.args.reading.threads());
            let Some(resting) = self.resting.take() else { return Ok(()) };
            let path = self.args.db.path().display();
            let voice = &mut self.voice;
            let mut writer = resting
                .wake(&mut || voice.say(&format!("another process writes to {path}: waiting for it")))?;
            let moment = now();
            voice.before(writer.ledger(), &moment)?;
            let added = writer.add(reads, self.packs)?;
            writer.weigh()?;
            let resting = self.resting.insert(writer.rest()?);
            self.voice.news(resting.ledger(), &added, &moment)?;
        }
        self.note(&settled)
    }

    fn tell_how_it_goes(&mut self) -> Result<(), Failure> {
        if self.args.health.is_some() && self.health_written.is_none_or(|at| at.elapsed() > HEALTH) {
            self.write_health()?;
        }
        if !self.voice.wants_line() {
            return Ok(());
        }
        let ledger = self.resting()?.ledger();
        let sources = ledger.sources()?;
        let asked = sources.iter().filter(|source| source.due.is_some()).count();
        let ill = sources.iter().filter(|source| source.due.is_some() && source.fault.is_some()).count();
        let (waiting, _) = ledger.pages_waiting("")?;
        let counts = self.voice.counts;
        let ill = if ill > 0 { format!(", {ill} at fault") } else { String::new() };
        self.voice.line(&format!(
            "{asked} sources{ill} · {waiting} pages waiting · {} articles, {} incidents new · Ctrl-C ends",
            counts.new, counts.incidents
        ));
        Ok(())
    }

    fn write_health(&mut self) -> Result<(), Failure> {
        self.health_written = Some(Instant::now());
        let Some(path) = &self.args.health else { return Ok(()) };
        let ledger = self.resting()?.ledger();
        let (waiting, sources) = (ledger.pages_waiting("")?.0, Source::of(ledger.sources()?));
        self.health.at = now();
        (self.health.pages_waiting, self.health.sources) = (waiting, sources);
        self.health.count(&self.voice.counts);
        if let Err(error) = self.health.write(path)
            && !std::mem::replace(&mut self.health_fault, true)
        {
            self.voice.fault(&format!("Cannot write {}: {error}", path.display()));
        }
        Ok(())
    }
}

fn now() -> String {
    format!("{:.0}", Timestamp::now())
}

/// The moment when so much time has passed.
fn later(rest: Duration) -> String {
    let rest = SignedDuration::try_from(rest).unwrap_or(SignedDuration::from_hours(24));
    format!("{:.0}", Timestamp::now().saturating_add(rest).unwrap_or(Timestamp::MAX))
}

/// What a path is known by.
fn name(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    OsString::from(whole).to_string_lossy().into_owned()
}

/// What is another once a file is, and how long ago that was.
fn state(path: &Path) -> Option<(String, Duration)> {
    let known = std::fs::metadata(path).ok()?;
    let changed = known.modified().ok()?;
    let at = changed.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((format!("{} {}", known.len(), at.as_nanos()), changed.elapsed().unwrap_or_default()))
}

fn validators(visit: &mut Visit, fetched: &Fetched) {
    visit.etag = fetched.validators().etag.clone();
    visit.modified = fetched.validators().last_modified.clone();
}

/// Whether what an entry tells of is of a day or later, or of no day.
fn is_fresh(entry: &Entry, oldest: Date) -> bool {
    entry.updated.max(entry.published).is_none_or(|at| at.date >= oldest)
}

/// A fault without its figures, which change from time to time.
fn plain(fault: &str) -> String {
    fault.chars().filter(|c| !c.is_ascii_digit()).collect()
}
