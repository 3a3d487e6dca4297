//! `tellings serve`: the page and its API, over a ledger.
//!
//! One file a resource, each with `routes()`. What answers GETs takes them from the `catalog`, which has
//! all incidents in memory, and from ledgers that are open to be read (`pool`); nothing here holds up the threads that
//! serve connections. Everything that a request brings is checked where it comes in: `guard`, `asked`, `sent`.

mod answer;
mod articles;
mod asked;
mod assets;
mod audit;
mod catalog;
mod comparisons;
mod decisions;
mod deliver;
mod done;
mod events;
mod feeds;
mod filters;
mod guard;
mod incident;
mod incidents;
mod kept;
mod listen;
mod lists;
mod map;
mod overview;
mod pages;
mod pieces;
mod pool;
mod problem;
mod routes;
mod search;
mod sent;
mod session;
mod sites;
mod sources;
mod status;
mod table;
pub mod token;
mod told;
mod watch;
mod who;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use claim::Packs;
use store::{Ledger, Register, StoreError};
use tokio::sync::Semaphore;

use self::assets::Page;
use self::catalog::Catalog;
use self::pool::Pool;
use self::routes::{BASE, Routes};

pub use self::listen::{Bound, bind};

/// So many bytes of answers of single incidents are kept.
const INCIDENTS: usize = 64 << 20;

/// What a server is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The ledger's file.
    pub db: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Whether the ledger is one of samples; the page says so.
    pub demo: bool,
    /// Names under which the server is asked, beside those of this machine for itself.
    pub host_names: Vec<String>,
    /// A template of map tiles: `https://tiles.example/{z}/{x}/{y}.png`.
    pub tiles: Option<String>,
    /// A folder that has the page, instead of that in the program.
    pub page: Option<PathBuf>,
    /// Whether addresses of this machine and of private nets may be fetched and told of incidents.
    pub private: bool,
}

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Another program listens there.
    #[error("Something else listens on {0} already, perhaps another `tellings serve`; end it, or name another address: `--listen 127.0.0.1:{other}`", other = .0.port().wrapping_add(1).max(1024))]
    Taken(SocketAddr),
    /// The system doesn't let it listen there.
    #[error("Cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system gives no threads.
    #[error("Cannot start: {0}")]
    Start(std::io::Error),
    /// Others could ask it, and nobody has a token.
    #[error(
        "{0} can be reached by others, and nobody has a token: `tellings token add NAME --role read|curate|admin` makes one"
    )]
    Open(SocketAddr),
    /// The ledger cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What all requests share.
#[derive(Clone)]
pub(crate) struct Server(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) packs: Packs,
    pool: Pool,
    catalog: RwLock<Arc<Catalog>>,
    /// Answers of single incidents, which stay as long as these are as they were, whatever else is written.
    incidents: kept::Answers,
    watch: watch::Watch,
    guard: guard::Guard,
    sessions: session::Sessions,
    register: Mutex<Option<Register>>,
    comparisons: comparisons::Comparisons,
    /// Places for those who listen to events.
    listeners: Arc<Semaphore>,
    page: Page,
    description: serde_json::Value,
}

impl Server {
    /// What the ledger held when it was looked at last.
    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.0.catalog.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// All of the API.
fn routes() -> Routes {
    [
        status::routes(),
        overview::routes(),
        incidents::routes(),
        map::routes(),
        incident::routes(),
        articles::routes(),
        search::routes(),
        events::routes(),
        sources::routes(),
        comparisons::routes(),
        decisions::routes(),
        lists::routes(),
        feeds::routes(),
        session::routes(),
        audit::routes(),
    ]
    .into_iter()
    .fold(Routes::new(), Routes::merge)
}

/// A server of a ledger, and what answers its requests.
fn server(settings: Settings) -> Result<(Server, Router), StoreError> {
    let routes = routes();
    let ledger = Ledger::open(&settings.db)?;
    // what comes while it is read counts as come since
    let seen = watch::Seen::of(&ledger);
    let first = watch::version(0);
    let catalog = Catalog::of(&ledger, first)?;
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let server = Server(Arc::new(Shared {
        packs: Packs::shipped(),
        pool: Pool::new(settings.db.clone(), 2 * threads),
        catalog: RwLock::new(Arc::new(catalog)),
        incidents: kept::Answers::new(INCIDENTS),
        watch: watch::Watch::new(),
        guard: guard::Guard::new(&settings),
        sessions: session::Sessions::new(),
        register: Mutex::default(),
        comparisons: comparisons::Comparisons::new(),
        listeners: Arc::new(Semaphore::new(events::LISTENERS)),
        page: Page::of(settings.page.clone()),
        description: routes.description(),
        settings,
    }));
    watch::start(&server, ledger, seen);
    deliver::start(&server);
    let router = routes
        .into_router()
        .fallback(assets::any)
        .method_not_allowed_fallback(assets::other_method)
        .layer(DefaultBodyLimit::max(sent::MOST))
        .layer(from_fn_with_state(server.clone(), session::check))
        .layer(from_fn_with_state(server.clone(), guard::check))
        .with_state(server.clone());
    Ok((server, router))
}
