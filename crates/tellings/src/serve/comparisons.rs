//! Comparing what somebody pastes: links and texts, read and laid side by side apart from the ledger. Done in the
//! background, kept in memory for an hour, and in the ledger where that is wanted.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use incident::{Incident, Read};
use ingest::{Answer, Fetcher, Manners, Options, Validators};
use pack::Kinds;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Figure, Light, Listed as Row, Writer};
use text::{About, Article, Moment, Published, PublishedFrom};
use tokio::sync::Semaphore;

use super::asked::{Asked, At, Nothing};
use super::done::{Done, said};
use super::incident::{Compared, IncidentView};
use super::incidents::Listed;
use super::problem::Problem;
use super::routes::Routes;
use super::sent::Sent;
use super::told::{Account, Taken};
use super::who::{Role, You};
use super::{Server, token};
use crate::Gathered;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post::<CompareRequest, Begun, _>(
            "/comparisons",
            "Reads links and texts and compares them",
            "202",
            begin,
        )
        .get::<Nothing, Comparison<'static>, _>("/comparisons/{id}", "What came of a comparison so far", show)
}

/// What one comparison may be of.
const LINKS: usize = 10;
const TEXTS: usize = 20;
/// So many articles of one link are read; one that lists more is no article.
const OF_ONE: usize = 20;
/// How long one link may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// So many links are fetched at a time.
const AT_ONCE: usize = 4;
/// So many comparisons are made at a time, wait or are made, and are kept.
const MADE: usize = 2;
const WAITING: usize = 8;
const KEPT: usize = 32;
/// How long one is kept.
const HOLDS: Duration = Duration::from_secs(60 * 60);
/// How long another that writes to the ledger is waited for.
const TURN: Duration = Duration::from_secs(30);

/// What is to be compared.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CompareRequest {
    /// Addresses of pages.
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    texts: Vec<Pasted>,
    /// Whether the articles are to be kept in the ledger.
    #[serde(default)]
    keep: bool,
}

/// A text that somebody pastes, and what they know of it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Pasted {
    text: String,
    title: Option<String>,
    outlet: Option<String>,
    /// RFC 3339 date or date and time.
    published: Option<String>,
    url: Option<String>,
}

/// A comparison that is being made.
#[derive(Serialize, JsonSchema)]
struct Begun {
    id: String,
}

/// What came of a comparison.
#[derive(Default, Serialize, JsonSchema)]
struct Comparison<'a> {
    id: &'a str,
    #[schemars(extend("enum" = ["working", "done"]))]
    state: &'static str,
    /// How many links and texts are read.
    done: usize,
    /// Of how many.
    of: usize,
    faults: Vec<Fault>,
    /// Once done. The largest first.
    incidents: Vec<IncidentView<'a>>,
    /// Articles in which no incident was found.
    untold: Vec<Account>,
    /// Whether the articles are in the ledger.
    kept: bool,
}

/// Something that could not be read or kept.
#[derive(Clone, Serialize, JsonSchema)]
struct Fault {
    /// The link, or which text.
    what: String,
    says: String,
}

/// The comparisons of the last hour.
pub(super) struct Comparisons {
    all: Mutex<BTreeMap<String, Arc<Job>>>,
    turns: Semaphore,
}

struct Job {
    since: Instant,
    done: AtomicUsize,
    of: usize,
    faults: Mutex<Vec<(usize, Fault)>>,
    /// The whole answer, once there is one.
    answer: OnceLock<Vec<u8>>,
}

impl Comparisons {
    pub(super) fn new() -> Comparisons {
        Comparisons { all: Mutex::default(), turns: Semaphore::new(MADE) }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Job>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one in, unless too many wait.
    fn add(&self, id: &str, of: usize) -> Result<Arc<Job>, Problem> {
        let mut all = self.all();
        all.retain(|_, job| job.since.elapsed() < HOLDS);
        if all.values().filter(|job| job.answer.get().is_none()).count() >= WAITING {
            let wait = Some((header::RETRY_AFTER, HeaderValue::from_static("10")));
            let what = "Too many comparisons are being made; try again in a moment";
            return Err(Problem { header: wait, ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, what) });
        }
        while all.len() >= KEPT {
            let made = all.iter().filter(|(_, job)| job.answer.get().is_some());
            let oldest = made.min_by_key(|(_, job)| job.since).map(|(id, _)| id.clone());
            let Some(oldest) = oldest else { break };
            all.remove(&oldest);
        }
        let (done, faults, answer) = Default::default();
        let job = Arc::new(Job { since: Instant::now(), done, of, faults, answer });
        all.insert(id.to_owned(), Arc::clone(&job));
        Ok(job)
    }
}

impl Job {
    fn faults(&self) -> MutexGuard<'_, Vec<(usize, Fault)>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what is wrong with the nth of what is compared.
    fn fault(&self, nth: usize, what: &str, says: impl ToString) {
        self.faults().push((nth, Fault { what: what.to_owned(), says: says.to_string() }));
    }

    /// The faults in the order of what is compared.
    fn told(&self) -> Vec<Fault> {
        let mut faults = self.faults().clone();
        faults.sort_by_key(|(nth, _)| *nth);
        faults.into_iter().map(|(_, fault)| fault).collect()
    }

    fn so_far<'a>(&self, id: &'a str) -> Comparison<'a> {
        let done = self.done.load(Ordering::Relaxed);
        Comparison { id, state: "working", done, of: self.of, faults: self.told(), ..Comparison::default() }
    }
}

async fn begin(
    State(server): State<Server>,
    you: You,
    Sent(asked): Sent<CompareRequest>,
) -> Result<Response, Problem> {
    let wrong = |what: &str| Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, what));
    if asked.keep && you.role < Some(Role::Curate) {
        let what = "To keep articles needs a token with the role `curate`";
        return Err(Problem::new(StatusCode::FORBIDDEN, what));
    }
    if asked.links.len() > LINKS || asked.texts.len() > TEXTS {
        return wrong("One comparison is of 10 `links` and 20 `texts` at most");
    }
    if asked.links.is_empty() && asked.texts.is_empty() {
        return wrong("Give some `links` or `texts` to be compared");
    }
    if asked.texts.iter().any(|text| text.text.trim().is_empty()) {
        return wrong("One of the `texts` has no `text`");
    }
    if asked.texts.iter().flat_map(|text| &text.published).any(|at| Moment::parse(at).is_none()) {
        return wrong("`published` has to be a moment: 2024-12-22 or 2024-12-22T09:30:00Z");
    }
    let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    if !asked.texts.iter().flat_map(|text| &text.url).all(web) {
        return wrong("`url` has to begin with http:// or https://");
    }
    let id = token::random().map_err(|error| Problem::fault(error.to_string()))?;
    let job = server.0.comparisons.add(&id, asked.links.len() + asked.texts.len())?;
    let keeps = if asked.keep { ", kept" } else { "" };
    let done = Done::what(format!("{} links, {} texts{keeps}", asked.links.len(), asked.texts.len()));
    let begun = Begun { id: id.clone() };
    tokio::spawn(async move {
        // the semaphore is never closed
        let _turn = server.0.comparisons.turns.acquire().await;
        let (at_work, of, name) = (server.clone(), Arc::clone(&job), id.clone());
        let made = tokio::task::spawn_blocking(move || make(&at_work, &of, &name, asked)).await;
        let bytes = match made {
            Ok((bytes, kept)) => {
                if kept {
                    server.renew().await;
                }
                bytes
            }
            Err(_) => {
                job.fault(usize::MAX, "comparison", "It could not be made; this is a mistake of the program");
                let told = Comparison { state: "done", ..job.so_far(&id) };
                serde_json::to_vec(&told).unwrap_or_default()
            }
        };
        job.answer.set(bytes).ok();
    });
    Ok((done, said(StatusCode::ACCEPTED, &begun)?).into_response())
}

async fn show(
    State(server): State<Server>,
    At(id): At<String>,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    let job = server.0.comparisons.all().get(&id).cloned();
    let missing = || Problem::missing("There is no such comparison; one is kept for an hour");
    let job = job.filter(|job| job.since.elapsed() < HOLDS).ok_or_else(missing)?;
    let Some(bytes) = job.answer.get() else { return said(StatusCode::OK, &job.so_far(&id)) };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, bytes.clone()).into_response())
}

/// Makes a comparison: the whole answer, and whether the articles are in the ledger now.
fn make(server: &Server, job: &Job, id: &str, asked: CompareRequest) -> (Vec<u8>, bool) {
    let packs = &server.0.packs;
    let read = |article| crate::read_article(article, packs);
    let mut reads: Vec<Read> =
        fetched(job, &asked.links, server.0.settings.private).into_iter().map(read).collect();
    for text in asked.texts {
        reads.push(read(pasted(text)));
        job.done.fetch_add(1, Ordering::Relaxed);
    }
    let mut kept = false;
    let mut taken = Taken::new();
    if asked.keep && !reads.is_empty() {
        let keys: Vec<_> = reads.iter().map(|read| read.article.key()).collect();
        let keep = || {
            let mut writer = Writer::open_within(&server.0.settings.db, TURN)?;
            writer.add(reads.clone(), packs)?;
            writer.weigh()?;
            writer.ledger().taken(keys)
        };
        match keep() {
            Ok(known) => (taken, kept) = (known, true),
            Err(error) => job.fault(usize::MAX, "ledger", error),
        }
    }
    let mut gathered = Gathered::new(reads);
    let comparison = gathered.compare(packs);
    // signs name incidents by their positions, which stay
    let mut order: Vec<usize> = (0..comparison.incidents.len()).collect();
    order.sort_by_key(|nth| std::cmp::Reverse(comparison.incidents[*nth].tellings.len()));
    let lights: Vec<Light> = comparison.incidents.iter().map(light).collect();
    let compared = Compared { reads: &gathered.reads, comparison: &comparison, packs, taken: &taken };
    let views = order.iter().filter_map(|nth| compared.view(*nth, Listed::from(&lights[*nth])));
    let untold = gathered.reads.iter().enumerate().filter(|(at, _)| {
        !comparison.incidents.iter().flat_map(|incident| &incident.tellings).any(|told| told.article == *at)
    });
    let untold = untold.map(|(_, read)| Account::new(&read.article, Some(&read.reading), &taken));
    let told = Comparison {
        state: "done",
        done: job.of,
        incidents: views.collect(),
        untold: untold.collect(),
        kept,
        ..job.so_far(id)
    };
    (serde_json::to_vec(&told).unwrap_or_default(), kept)
}

/// The articles of links, in their order; what is wrong with a link is told of it.
fn fetched(job: &Job, links: &[String], private: bool) -> Vec<Article> {
    let fetcher = Fetcher::new(Manners { private, robots: false, patience: PATIENCE, ..Manners::default() });
    let next = AtomicUsize::new(0);
    let found: Mutex<BTreeMap<usize, Vec<Article>>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(links.len()) {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(link) = links.get(nth) else { return };
                    let articles = of_link(job, &fetcher, nth, link.trim());
                    found.lock().unwrap_or_else(PoisonError::into_inner).insert(nth, articles);
                    job.done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().flatten().collect()
}

fn of_link(job: &Job, fetcher: &Fetcher, nth: usize, link: &str) -> Vec<Article> {
    let mut articles = Vec::new();
    let fetched = match fetcher.fetch(link, &Validators::default()) {
        Ok(Answer::Found(fetched)) => fetched,
        Ok(Answer::Unchanged) => return articles,
        Err(fault) => {
            job.fault(nth, link, fault);
            return articles;
        }
    };
    let mut more = false;
    fetched.articles(&Options::default(), &mut |taken| match taken {
        ingest::Taken::Article(article) if articles.len() < OF_ONE => articles.push(article),
        ingest::Taken::Article(_) => more = true,
        ingest::Taken::Warning(_) => {}
        ingest::Taken::Fault(fault) => job.fault(nth, link, fault),
    });
    if more {
        job.fault(nth, link, format!("It has more than {OF_ONE} articles; the first are compared"));
    }
    articles
}

fn pasted(text: Pasted) -> Article {
    let at = text.published.as_deref().and_then(Moment::parse);
    let filled =
        |word: Option<String>| word.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
    let url = filled(text.url);
    let about = About {
        title: filled(text.title).unwrap_or_default(),
        outlet: filled(text.outlet),
        published: at.map(|at| Published { at, from: PublishedFrom::Given }),
        url: url.clone(),
        ..About::default()
    };
    // without an address it is known by what it says
    Article::new(url.unwrap_or_else(|| "-".into()), text.text, about)
}

/// An incident as lists have it, though it is of no ledger.
fn light(incident: &Incident) -> Light {
    let kinds = Kinds::shipped();
    let day = |at: Option<Moment>| at.map(|at| at.date.to_string());
    let time = incident.time.as_ref();
    let mut articles: Vec<usize> = incident.tellings.iter().map(|at| at.article).collect();
    articles.dedup();
    let state = incident.facts.iter().map(|fact| fact.state).min().unwrap_or(incident::State::Single);
    let figures = incident.facts.iter().filter_map(|fact| {
        let facet = &kinds.facets.get(usize::from(fact.facet))?.name;
        let claim::Value::Count(count) = &fact.values.first()?.value else { return None };
        let bound = |n: u64| i64::try_from(n).ok();
        let figure = Figure {
            state: fact.state.name().into(),
            min: bound(count.min),
            max: count.max.and_then(bound),
            says: None,
        };
        let wanted = matches!(facet.as_str(), "killed" | "injured") && fact.scope == claim::Scope::default();
        wanted.then(|| (facet.clone(), figure))
    });
    Light {
        listed: Row {
            id: incident.id,
            key: incident.key,
            kind: incident.kind.and_then(|kind| Some(kinds.kinds.get(usize::from(kind))?.name.clone())),
            title: incident.title.clone(),
            scope: match incident.extent {
                claim::Extent::Single => "single".into(),
                claim::Extent::Wave => "wave".into(),
                claim::Extent::Total => "total".into(),
            },
            state: state.name().into(),
            first_day: day(time.and_then(|time| time.start)),
            last_day: day(time.and_then(|time| time.end.or(time.start))),
            articles: articles.len() as u64,
            places: incident.places.iter().map(|place| place.name.clone()).collect(),
            part_of: incident.part_of,
            about: incident.about,
            since: String::new(),
            changed: String::new(),
            marks: Vec::new(),
        },
        figures: figures.collect(),
        voices: incident.voices.number() as u64,
        places: incident.places.clone(),
    }
}
