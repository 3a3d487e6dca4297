//! Many fetches at once, of each site one after the other.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::IngestError;
use crate::fetch::{Answer, Fetcher, Validators, site};

/// Fetches addresses on threads of its own. A site that is slow, or is given time, holds up no other; an answer waits until
/// it is asked for, so that no more of them are held than there are threads.
///
/// Whoever drops it does not wait for what is being fetched.
#[derive(Debug)]
pub struct Errands {
    desk: Arc<Desk>,
    done: Receiver<Done>,
    out: usize,
}

/// What came of an errand.
#[derive(Debug)]
pub struct Done {
    /// The address as it was given.
    pub address: String,
    /// What was fetched, or what went wrong.
    pub answer: Result<Answer, IngestError>,
}

#[derive(Debug, Default)]
struct Desk {
    queues: Mutex<Queues>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Queues {
    /// By site: what is to be fetched there. One that somebody is at is taken out and put back.
    waiting: BTreeMap<String, VecDeque<(String, Validators)>>,
    /// The sites that somebody is at, with what came for them meanwhile.
    busy: BTreeMap<String, VecDeque<(String, Validators)>>,
    /// The site that was taken last: those behind it have their turn before it has another.
    last: String,
    is_closed: bool,
}

impl Queues {
    /// The site whose turn it is.
    fn in_turn(&mut self) -> Option<(String, VecDeque<(String, Validators)>)> {
        let behind = (Bound::Excluded(self.last.as_str()), Bound::Unbounded);
        let next = self.waiting.range::<str, _>(behind).next().or_else(|| self.waiting.iter().next());
        let site = next.map(|(site, _)| site.clone())?;
        self.waiting.remove_entry(&site)
    }
}

impl Desk {
    fn queues(&self) -> MutexGuard<'_, Queues> {
        // A thread that died while it held them has left them whole: each change is one step.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next errand, waited for; `None` where there will be none.
    fn take(&self) -> Option<(String, String, Validators)> {
        let mut queues = self.queues();
        loop {
            if queues.is_closed {
                return None;
            }
            if let Some((site, mut queue)) = queues.in_turn() {
                let Some((address, known)) = queue.pop_front() else { continue };
                queues.last.clone_from(&site);
                queues.busy.insert(site.clone(), queue);
                return Some((site, address, known));
            }
            queues = self.changed.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn put_back(&self, site: &str) {
        let mut queues = self.queues();
        if let Some(queue) = queues.busy.remove(site).filter(|queue| !queue.is_empty()) {
            queues.waiting.insert(site.to_owned(), queue);
        }
        self.changed.notify_all();
    }
}

impl Errands {
    /// Threads that fetch by one fetcher, as many as `hands`.
    pub fn new(fetcher: Fetcher, hands: usize) -> Errands {
        let (desk, fetcher) = (Arc::<Desk>::default(), Arc::new(fetcher));
        let (send, done) = sync_channel(0);
        for _ in 0..hands.max(1) {
            let (desk, fetcher, send) = (Arc::clone(&desk), Arc::clone(&fetcher), send.clone());
            thread::spawn(move || run(&desk, &fetcher, &send));
        }
        Errands { desk, done, out: 0 }
    }

    /// Has an address fetched, unless it is as it was when `known` was given for it.
    pub fn send(&mut self, address: &str, known: Validators) {
        let site = site(address).unwrap_or_default();
        let mut queues = self.desk.queues();
        let queues = &mut *queues;
        let queue = match queues.busy.get_mut(&site) {
            Some(queue) => queue,
            None => queues.waiting.entry(site).or_default(),
        };
        queue.push_back((address.to_owned(), known));
        self.out += 1;
        self.desk.changed.notify_one();
    }

    /// How many have not come back.
    pub fn out(&self) -> usize {
        self.out
    }

    /// One that came back; `None` where none does in time, or none is out.
    pub fn next(&mut self, patience: Duration) -> Option<Done> {
        if self.out == 0 {
            thread::sleep(patience);
            return None;
        }
        match self.done.recv_timeout(patience) {
            Ok(done) => {
                self.out -= 1;
                Some(done)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

impl Drop for Errands {
    fn drop(&mut self) {
        self.desk.queues().is_closed = true;
        self.desk.changed.notify_all();
    }
}

fn run(desk: &Desk, fetcher: &Fetcher, send: &SyncSender<Done>) {
    while let Some((site, address, known)) = desk.take() {
        let answer = fetcher.fetch(&address, &known);
        // the next of the site may be fetched while this one waits to be taken
        desk.put_back(&site);
        if send.send(Done { address, answer }).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_site_has_its_turn_and_one_at_a_time() {
        let desk = Desk::default();
        for (site, address) in [("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1")] {
            let mut queues = desk.queues();
            let queue = queues.waiting.entry(site.to_owned()).or_default();
            queue.push_back((address.to_owned(), Validators::default()));
        }
        let next = || desk.take().map(|(site, address, _)| (site, address)).unwrap_or_default();
        let (first, first_address) = next();
        assert_eq!(first_address, "a1");
        assert_eq!(next().1, "b1");
        desk.put_back(&first);
        assert_eq!((next().1, next().1), ("c1".to_owned(), "a2".to_owned()));
    }
}
