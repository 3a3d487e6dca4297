//! Answers that were made already.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::answer::Body;

/// Answers by what they answer, as many as fit; the oldest go first.
pub(crate) struct Answers {
    kept: Mutex<Kept>,
    /// How many bytes fit.
    most: usize,
}

#[derive(Default)]
struct Kept {
    all: BTreeMap<String, Body>,
    /// The names, the oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

impl Answers {
    /// Room for so many bytes.
    pub(crate) fn new(most: usize) -> Answers {
        Answers { kept: Mutex::default(), most }
    }

    /// An answer that was made already.
    pub(crate) fn get(&self, of: &str) -> Option<Body> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).all.get(of).cloned()
    }

    /// Keeps an answer, unless it takes the place of too many others.
    pub(crate) fn keep(&self, of: String, body: &Body) {
        if body.bytes.len() > self.most / 8 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // two may have made it at the same time
        if kept.all.contains_key(&of) {
            return;
        }
        kept.bytes += body.bytes.len();
        kept.order.push_back(of.clone());
        kept.all.insert(of, body.clone());
        while kept.bytes > self.most {
            let Some(oldest) = kept.order.pop_front() else { return };
            kept.bytes -= kept.all.remove(&oldest).map_or(0, |body| body.bytes.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_make_room() {
        let answers = Answers::new(800);
        let body = |bytes: usize| Body { media: "text/plain", bytes: vec![0; bytes].into(), file: None };
        answers.keep("too large".into(), &body(101));
        for nth in 0..9 {
            answers.keep(nth.to_string(), &body(100));
            answers.keep(nth.to_string(), &body(100));
        }
        let kept = |name: &str| answers.get(name).is_some();
        assert!(!kept("too large") && !kept("0") && kept("1") && kept("8"));
    }
}
