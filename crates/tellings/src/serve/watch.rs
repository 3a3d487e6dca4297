//! Seeing that the ledger changed, and telling who listens.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use schemars::JsonSchema;
use serde::Serialize;
use store::Ledger;
use tokio::sync::{broadcast, oneshot};

use super::catalog::Catalog;
use super::{Server, Shared};

/// How often it is looked.
const EVERY: Duration = Duration::from_millis(500);
/// Looking takes no larger share of the time than one in so many.
const SHARE: u32 = 5;
/// So many changes are named one by one.
const NAMED: usize = 100;

/// What the ledger has since it was looked at last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct LedgerEvent {
    /// What the ledger holds is told by this name now.
    pub(crate) version: String,
    /// Which incidents are new or changed.
    pub(crate) incidents: Vec<Came>,
    /// Whether there are more than are listed.
    pub(crate) more: bool,
}

/// An incident that is new or changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Came {
    pub(crate) id: String,
    #[schemars(extend("enum" = ["new", "changed"]))]
    pub(crate) what: &'static str,
}

/// Who waits to hear that the ledger was looked at.
type Waits = oneshot::Sender<()>;

/// The ears of those who listen, and the way to have the ledger looked at.
pub(super) struct Watch {
    pub(super) events: Mutex<Option<broadcast::Sender<Arc<LedgerEvent>>>>,
    look: Sender<Waits>,
    looks: Mutex<Option<Receiver<Waits>>>,
}

impl Watch {
    pub(super) fn new() -> Watch {
        let (look, looks) = channel();
        let events = broadcast::channel(16).0;
        Watch { events: Mutex::new(Some(events)), look, looks: Mutex::new(Some(looks)) }
    }

    /// Tells those who listen that nothing comes any more.
    pub(super) fn end(&self) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Server {
    /// Has the ledger looked at, after something was written to it, so that the next answer has it.
    pub(crate) async fn renew(&self) {
        let (tell, told) = oneshot::channel();
        if self.0.watch.look.send(tell).is_ok() {
            told.await.ok();
        }
    }
}

/// The name of the nth state of the ledger that this process saw: another after each start, as the program may be another.
pub(super) fn version(nth: u64) -> String {
    static START: std::sync::OnceLock<u128> = std::sync::OnceLock::new();
    let start = START
        .get_or_init(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_micros()));
    format!("{start:x}.{nth}")
}

/// How the ledger was when it was looked at last.
pub(super) struct Seen {
    /// What tells that somebody wrote.
    seen: Option<i64>,
    /// What tells that what is shown changed.
    last: Option<[i64; 6]>,
}

impl Seen {
    pub(super) fn of(ledger: &Ledger) -> Seen {
        Seen { seen: ledger.data_version().ok(), last: ledger.state().ok() }
    }
}

/// Looks at the ledger again and again, for as long as the server is there.
pub(super) fn start(server: &Server, ledger: Ledger, seen: Seen) {
    let looks = server.0.watch.looks.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(looks) = looks else { return };
    let of = Arc::downgrade(&server.0);
    std::thread::spawn(move || {
        // the first incident that is shown need not wait for its languages
        if let Some(shared) = of.upgrade() {
            shared.packs.languages().into_iter().for_each(|language| _ = shared.packs.get(language));
        }
        look_on(&of, &ledger, seen, &looks);
    });
}

fn look_on(of: &Weak<Shared>, ledger: &Ledger, seen: Seen, looks: &Receiver<Waits>) {
    let (Seen { mut seen, mut last }, mut nth, mut rest) = (seen, 0, EVERY);
    loop {
        let waits = match looks.recv_timeout(rest) {
            Ok(waits) => Some(waits),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(shared) = of.upgrade() else { return };
        let found = ledger.data_version().ok();
        // what is kept beside the articles changes nothing that is shown
        let state = (found != seen).then(|| ledger.state().ok());
        if state.is_some_and(|state| state.is_some() && state == last) {
            seen = found;
        }
        if found != seen {
            last = state.flatten();
            let start = Instant::now();
            // what cannot be read now is looked at later
            if let Ok(catalog) = Catalog::of(ledger, version(nth + 1)) {
                (seen, nth) = (found, nth + 1);
                turn_to(&shared, catalog);
            }
            rest = EVERY.max(start.elapsed() * SHARE);
        }
        if let Some(waits) = waits {
            waits.send(()).ok();
        }
    }
}

/// Answers come from this state of the ledger from now on.
fn turn_to(shared: &Shared, mut catalog: Catalog) {
    let before = Arc::clone(&shared.catalog.read().unwrap_or_else(PoisonError::into_inner));
    catalog.follow(&before);
    let event = difference(&before, &catalog);
    *shared.catalog.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalog);
    if let Some(events) = &*shared.watch.events.lock().unwrap_or_else(PoisonError::into_inner) {
        // nobody may be listening
        events.send(Arc::new(event)).ok();
    }
}

fn difference(before: &Catalog, after: &Catalog) -> LedgerEvent {
    let mut incidents = Vec::new();
    for (at, row) in after.rows.iter().enumerate() {
        if !after.is_new(at) {
            continue;
        }
        let what = if before.find(row.light.listed.id).is_none() { "new" } else { "changed" };
        incidents.push(Came { id: row.light.listed.id.to_string(), what });
    }
    let more = incidents.len() > NAMED;
    incidents.truncate(NAMED);
    LedgerEvent { version: after.version.clone(), incidents, more }
}
