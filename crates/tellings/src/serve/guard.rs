//! What holds for every request: for which host it may be, how many there may be, and what browsers are told of every
//! answer, errors too.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use super::{Server, Settings};

/// From where a request comes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Requests a second and address, and how many may come at once.
const FAIR: (f64, f64) = (50.0, 200.0);
/// The same of this machine itself.
const OWN: (f64, f64) = (2_000.0, 4_000.0);
/// So many addresses are counted at a time.
const ADDRESSES: usize = 10_000;

/// What is checked of every request.
pub(super) struct Guard {
    names: Vec<String>,
    policy: HeaderValue,
    buckets: Mutex<BTreeMap<IpAddr, Bucket>>,
}

/// How many requests an address may make now.
struct Bucket {
    left: f64,
    since: Instant,
}

impl Guard {
    pub(super) fn new(settings: &Settings) -> Guard {
        let tiles =
            settings.tiles.as_deref().and_then(origin).map_or(String::new(), |origin| format!(" {origin}"));
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{tiles}; connect-src 'self'; \
             font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        let mut names: Vec<String> = settings.host_names.iter().map(|name| name.to_lowercase()).collect();
        names.push("localhost".into());
        if !settings.listen.ip().is_unspecified() {
            names.push(settings.listen.ip().to_string());
        }
        Guard { names, policy, buckets: Mutex::default() }
    }

    /// Whether it is this server that is asked: another name that leads here may be another's page in disguise.
    fn is_me(&self, host: &str) -> bool {
        let host = host
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(host, |at| at.0);
        let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_lowercase();
        self.names.contains(&host) || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Whether an address may ask once more.
    fn may(&self, of: IpAddr, now: Instant) -> bool {
        let (rate, most) = if of.is_loopback() { OWN } else { FAIR };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES {
            // who has not asked for a while has all again
            buckets.retain(|_, bucket| now.duration_since(bucket.since).as_secs_f64() < FAIR.1 / FAIR.0);
            if buckets.len() >= ADDRESSES {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(network(of)).or_insert(Bucket { left: most, since: now });
        let passed = now.duration_since(bucket.since).as_secs_f64();
        bucket.left = (bucket.left + passed * rate).min(most) - 1.0;
        bucket.since = now;
        if bucket.left < 0.0 {
            bucket.left = 0.0;
            return false;
        }
        true
    }
}

/// Whom an address is of: who has one of version 6 has as many as there are in its network.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        other => other,
    }
}

/// Scheme and host of an address.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    (matches!(scheme, "http" | "https") && !host.is_empty() && host.chars().all(plain))
        .then(|| format!("{scheme}://{host}"))
}

/// Checks a request, has it answered, and tells the browser what it may do with the answer.
pub(super) async fn check(State(server): State<Server>, request: Request, next: Next) -> Response {
    let guard = &server.0.guard;
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0);
    let mut response = if !host.is_some_and(|host| guard.is_me(host)) {
        let what = "The server is not known by this name; `--host-name NAME` makes it known";
        Problem::new(StatusCode::MISDIRECTED_REQUEST, what).into_response()
    } else if !guard.may(peer, Instant::now()) {
        let wait = Some((header::RETRY_AFTER, HeaderValue::from_static("1")));
        let what = "Too many requests from this address; wait a second";
        Problem { header: wait, ..Problem::new(StatusCode::TOO_MANY_REQUESTS, what) }.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, guard.policy.clone());
    for (name, value) in TOLD {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What is told with every answer beside the policy.
const TOLD: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn guard() -> Guard {
        Guard::new(&Settings {
            db: "x".into(),
            listen: "127.0.0.1:8377".parse().unwrap(),
            demo: false,
            host_names: vec!["desk.example".into()],
            tiles: Some("https://tiles.example/{z}/{x}/{y}.png".into()),
            page: None,
            private: false,
        })
    }

    #[test]
    fn only_names_that_are_known_are_answered() {
        let guard = guard();
        for host in
            ["localhost", "LOCALHOST:8377", "127.0.0.1:8377", "[::1]:8377", "[::1]", "desk.example:443"]
        {
            assert!(guard.is_me(host), "{host}");
        }
        for host in ["", "evil.example", "127.0.0.1.evil.example:8377", "desk.example.evil", "10.0.0.1"] {
            assert!(!guard.is_me(host), "{host}");
        }
        assert!(guard.policy.to_str().unwrap().contains("img-src 'self' data: https://tiles.example;"));
        assert_eq!(origin("https://a.example; script-src *//x"), None);
    }

    #[test]
    fn who_asks_too_often_has_to_wait() {
        let guard = guard();
        let (one, start) = (IpAddr::from([192, 0, 2, 1]), Instant::now());
        let made = (0..1_000).filter(|_| guard.may(one, start)).count();
        assert_eq!(made, FAIR.1 as usize);
        assert!(guard.may(IpAddr::from([192, 0, 2, 2]), start));
        assert!(guard.may(one, start + Duration::from_millis(100)));
    }
}
