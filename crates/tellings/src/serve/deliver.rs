//! Telling addresses of the incidents that they watch: one message for what came and changed since the last, signed as
//! Standard Webhooks are, tried again with growing delays, and given up after some hours.

use std::collections::BTreeMap;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use ingest::{Fetcher, Manners};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sha2::Sha256;
use store::{Delivery, Ledger, Lock, Register, StoreError, Tried, Watchlist};

use super::{Server, Shared, lists, token};
use crate::wire;

/// How often it is looked for something to tell.
const EVERY: Duration = Duration::from_secs(1);
/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it is waited after each failure, in seconds; after the last of them it is given up.
const DELAYS: [i64; 6] = [5, 60, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600];
/// So many incidents are named in one message.
const NAMED: usize = 100;
/// So many addresses are told at a time.
const AT_ONCE: usize = 4;

/// Tells, for as long as the server is there.
pub(super) fn start(server: &Server) {
    let of: Weak<Shared> = Arc::downgrade(&server.0);
    let manners = Manners {
        private: server.0.settings.private,
        robots: false,
        patience: PATIENCE,
        ..Manners::default()
    };
    thread::spawn(move || {
        let fetcher = Fetcher::new(manners);
        // one process tells; another goes on where that ends
        let mut right: Option<Lock> = None;
        let mut looked = BTreeMap::new();
        let (_stay, rest) = channel::<()>();
        while let Err(RecvTimeoutError::Timeout) = rest.recv_timeout(EVERY) {
            let Some(shared) = of.upgrade() else { return };
            if right.is_none() {
                right = Ledger::deliver(&shared.settings.db).ok().flatten();
            }
            if right.is_some() {
                // what cannot be written now is told later
                round(&shared, &fetcher, &mut looked).ok();
            }
        }
    });
}

/// Puts down what there is to tell, and tells what is due.
fn round(shared: &Shared, fetcher: &Fetcher, looked: &mut Looked) -> Result<(), StoreError> {
    let due = shared.with_register(|register| {
        for list in register.ledger().watchlists()? {
            let behind = looked.get(&list.number).map_or(list.turn, |looked| list.turn.max(*looked));
            looked.insert(list.number, gather(register, &list, behind)?);
        }
        let due = register.ledger().deliveries_due(&format!("{:.0}", Timestamp::now()), AT_ONCE)?;
        let mut out = Vec::new();
        for delivery in due {
            out.extend(register.ledger().watchlist(delivery.list)?.map(|list| (delivery, list)));
        }
        Ok(out)
    })?;
    thread::scope(|scope| {
        let told = due.iter().map(|(delivery, list)| {
            scope.spawn(move || {
                let said = tell(fetcher, delivery, list);
                shared.with_register(|register| note(register, delivery, said.err().as_deref()))
            })
        });
        told.collect::<Vec<_>>().into_iter().try_for_each(|told| told.join().unwrap_or(Ok(())))
    })
}

/// Up to which turn a list was looked at, by its number: where there was nothing to tell, nothing is written.
type Looked = BTreeMap<i64, i64>;

/// Puts down what is to be told of the incidents of a list that came or changed behind a turn, and returns up to which
/// turn it looked.
fn gather(register: &mut Register, list: &Watchlist, behind: i64) -> Result<i64, StoreError> {
    let ledger = register.ledger();
    let last = ledger.turn()?;
    if list.webhook.is_none() || last <= behind {
        return Ok(last);
    }
    // filters that an older program saved and this one cannot read ask for nothing
    let Ok(wanted) = lists::wanted(list) else { return Ok(last) };
    let wanted = store::Wanted { turns: Some((behind, last)), limit: Some(NAMED + 1), ..wanted };
    let mut listed = ledger.incidents(&wanted)?;
    if listed.is_empty() {
        return Ok(last);
    }
    let more = listed.len() > NAMED;
    listed.truncate(NAMED);
    let came = ledger.came_between(behind, last)?;
    let incidents: Vec<_> = listed
        .iter()
        .map(|incident| {
            let what = if came.contains(&incident.id) { "new" } else { "changed" };
            json!({ "what": what, "incident": wire::Listed::with(incident, None) })
        })
        .collect();
    let body = json!({
        "type": "incidents.changed",
        "timestamp": format!("{:.0}", Timestamp::now()),
        "data": { "list": { "id": list.number, "name": list.name }, "incidents": incidents, "more": more },
    });
    let Ok(id) = token::random() else { return Ok(behind) };
    register.tell(list, last, &format!("msg_{id}"), &body.to_string())?;
    Ok(last)
}

/// Tells an address once.
fn tell(fetcher: &Fetcher, delivery: &Delivery, list: &Watchlist) -> Result<(), String> {
    let (Some(to), Some(secret)) = (&list.webhook, &list.secret) else { return Ok(()) };
    let at = Timestamp::now().as_second().to_string();
    let signature = signature(secret, &delivery.id, &at, &delivery.body);
    let headers = [
        ("content-type", "application/json"),
        ("webhook-id", delivery.id.as_str()),
        ("webhook-timestamp", at.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    fetcher.tell(to, &headers, &delivery.body).map_err(|error| error.to_string())
}

/// What proves that a message is ours: HMAC-SHA256 of its id, its time and its body.
fn signature(secret: &str, id: &str, at: &str, body: &str) -> String {
    let key = BASE64_STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return String::new() };
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

/// Notes what came of it.
fn note(register: &mut Register, delivery: &Delivery, fault: Option<&str>) -> Result<(), StoreError> {
    let Some(fault) = fault else { return register.tried(delivery, Tried::Taken) };
    match DELAYS.get(delivery.tries as usize) {
        Some(delay) => {
            let due = Timestamp::now() + SignedDuration::from_secs(*delay);
            register.tried(delivery, Tried::Failed(fault, Some(&format!("{due:.0}"))))
        }
        None => register.tried(delivery, Tried::Failed(&format!("given up: {fault}"), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_standard_webhooks() {
        // the example of the specification
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = "{\"test\": 2432232314}";
        let signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
