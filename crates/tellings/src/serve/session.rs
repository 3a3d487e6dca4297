//! Who asks: this machine's own user, somebody with a token, or somebody who logged in with one; and what they may do.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, RETRY_AFTER, SET_COOKIE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::asked::{Asked, Nothing};
use super::done::{Done, said};
use super::guard::{Peer, network};
use super::problem::Problem;
use super::routes::{BASE, Routes};
use super::sent::Sent;
use super::who::{Role, You};
use super::{Server, audit, token};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get::<Nothing, You, _>("/session", "Who you are", get)
        .post::<LogIn, You, _>("/session", "Logs in with a token: the answer sets a cookie", "200", log_in)
        .delete::<You, _>("/session", "Logs out", log_out)
}

/// The cookie's name.
const NAME: &str = "tellings-session";
/// How long somebody is logged in.
const HOLDS: Duration = Duration::from_secs(12 * 60 * 60);
/// How long it is believed that a token was not taken back.
const BELIEVED: Duration = Duration::from_secs(5);
/// So many are logged in at a time.
const MOST: usize = 10_000;
/// So many wrong tokens an address may try before it has to wait, twice as long each time, up to the longest.
const TRIES: u32 = 5;
const LONGEST: Duration = Duration::from_secs(5 * 60);
/// So many tokens are proven at a time: each takes 19 MB.
const PROVEN: usize = 2;

/// Who is known.
pub(super) struct Sessions {
    /// By the hash of what they show: a cookie or a token.
    known: Mutex<BTreeMap<[u8; 32], Known>>,
    failures: Mutex<BTreeMap<IpAddr, (u32, Instant)>>,
    proving: Semaphore,
    /// Whether somebody has a token, as of when.
    guarded: Mutex<Option<(bool, Instant)>>,
}

/// Somebody who showed a token.
#[derive(Clone)]
struct Known {
    token: i64,
    name: String,
    role: Role,
    until: Instant,
    /// When it was last seen that the token holds.
    seen: Instant,
}

impl Known {
    fn you(&self) -> You {
        You { name: self.name.clone(), role: Some(self.role), local: false }
    }
}

/// What logs in.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LogIn {
    /// As `tellings token add` printed it.
    token: String,
}

impl Sessions {
    pub(super) fn new() -> Sessions {
        let (known, failures, guarded) = Default::default();
        Sessions { known, failures, guarded, proving: Semaphore::new(PROVEN) }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<[u8; 32], Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, shown: &str, known: Known) {
        let mut all = self.known();
        if all.len() >= MOST {
            let now = Instant::now();
            all.retain(|_, known| known.until > now);
            if all.len() >= MOST {
                all.clear();
            }
        }
        all.insert(hash(shown), known);
    }

    /// How long an address has to wait before it may try another token.
    fn rest(&self, of: IpAddr) -> Option<Duration> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, until) = failures.get(&network(of))?;
        until.checked_duration_since(Instant::now()).filter(|rest| !rest.is_zero())
    }

    /// Notes that an address showed a token that is none, or one that holds.
    fn note(&self, of: IpAddr, failed: bool) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if !failed {
            failures.remove(&network(of));
            return;
        }
        let now = Instant::now();
        if failures.len() >= MOST {
            failures.retain(|_, (_, until)| *until + LONGEST > now);
        }
        let (tries, until) = failures.entry(network(of)).or_insert((0, now));
        *tries += 1;
        let rest = Duration::from_secs(1 << tries.saturating_sub(TRIES).min(16)).min(LONGEST);
        *until = if *tries < TRIES { now } else { now + rest };
    }
}

/// What is kept of what somebody shows.
fn hash(shown: &str) -> [u8; 32] {
    blake3::derive_key("tellings session", shown.as_bytes())
}

/// Finds who asks, refuses what they may not do, and notes what was done.
pub(super) async fn check(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let Some(path) = path.strip_prefix(BASE) else { return next.run(request).await };
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0);
    let (you, by_cookie) = match who(&server, request.headers(), peer).await {
        Ok(found) => found,
        Err(problem) => return problem.into_response(),
    };
    let writes = !matches!(method, Method::GET | Method::HEAD | Method::OPTIONS);
    let refused = match needs(&method, path) {
        _ if writes && !is_own_page(request.headers(), by_cookie) => {
            let what = "A write has to come from the page itself, or from a program that shows a token";
            Some(Problem::new(StatusCode::FORBIDDEN, what))
        }
        Some(_) if you.role.is_none() => Some(log_in_first()),
        Some(role) if you.role < Some(role) => {
            let what = format!("This needs a token with the role `{}`", store::Role::from(role).name());
            Some(Problem::new(StatusCode::FORBIDDEN, what))
        }
        _ => None,
    };
    let response = match refused {
        Some(problem) => problem.into_response(),
        None => {
            request.extensions_mut().insert(you.clone());
            next.run(request).await
        }
    };
    // who is nobody could fill the log
    let done = response.extensions().get::<Done>().cloned();
    if writes && (you.role.is_some() || done.is_some()) {
        audit::note(&server, &you, &format!("{method} {path}"), (done, response.status()), peer).await;
    }
    response
}

/// Which role a request needs; none where everybody may.
fn needs(method: &Method, path: &str) -> Option<Role> {
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    match path {
        "/status" | "/session" | "/openapi.json" => None,
        // the list's own key may do
        _ if reads && path.starts_with("/lists/") && path.contains("/feed.") => None,
        "/audit" => Some(Role::Admin),
        // one that is kept needs more, which is seen once it is read
        "/comparisons" => Some(Role::Read),
        _ if reads => Some(Role::Read),
        _ => Some(Role::Curate),
    }
}

pub(super) fn log_in_first() -> Problem {
    let how = Some((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"tellings\"")));
    let what = "Log in with a token first: `tellings token add` makes one";
    Problem { header: how, ..Problem::new(StatusCode::UNAUTHORIZED, what) }
}

/// Whether a write comes from the page that this server gave out: browsers say so of every write, and what is no browser
/// sends no cookie that it was not told to send.
fn is_own_page(headers: &HeaderMap, by_cookie: bool) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let of_host = |origin: &str| {
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some() && host == said("host")
    };
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), Some(origin)) => site == "same-origin" && of_host(origin),
        (Some(site), None) => site == "same-origin",
        (None, Some(origin)) => of_host(origin),
        (None, None) => !by_cookie,
    }
}

/// Who asks, and whether a cookie says so.
async fn who(server: &Server, headers: &HeaderMap, peer: IpAddr) -> Result<(You, bool), Problem> {
    if let Some(shown) = headers.get(AUTHORIZATION) {
        let shown = shown.to_str().unwrap_or("");
        let (scheme, token) = shown.split_once(' ').unwrap_or((shown, ""));
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(log_in_first());
        }
        if let Some(you) = believed(server, token.trim()).await? {
            return Ok((you, false));
        }
        let known = prove(server, token.trim(), peer).await?;
        let you = known.you();
        server.0.sessions.keep(token.trim(), known);
        return Ok((you, false));
    }
    if let Some(cookie) = cookie(headers)
        && let Some(you) = believed(server, cookie).await?
    {
        return Ok((you, true));
    }
    if server.0.settings.listen.ip().is_loopback() && !is_guarded(server).await? {
        let user = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let name = user.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "local".into());
        return Ok((You { name, role: Some(Role::Admin), local: true }, false));
    }
    Ok((You { name: String::new(), role: None, local: false }, false))
}

/// Whether somebody has a token: then this machine's own user needs one too, as others may reach it through a proxy.
async fn is_guarded(server: &Server) -> Result<bool, Problem> {
    let guarded = *server.0.sessions.guarded.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((guarded, _)) = guarded.filter(|(_, seen)| seen.elapsed() < BELIEVED) {
        return Ok(guarded);
    }
    let found =
        server.work(|view| Ok(view.ledger.tokens()?.iter().any(|token| token.revoked.is_none()))).await?;
    *server.0.sessions.guarded.lock().unwrap_or_else(PoisonError::into_inner) = Some((found, Instant::now()));
    Ok(found)
}

/// Who showed this before, as long as the token holds that they had.
async fn believed(server: &Server, shown: &str) -> Result<Option<You>, Problem> {
    let key = hash(shown);
    let known = server.0.sessions.known().get(&key).cloned();
    let Some(known) = known else { return Ok(None) };
    let now = Instant::now();
    let mut holds = known.until > now;
    if holds && known.seen + BELIEVED < now {
        let number = known.token;
        holds = server.work(move |view| Ok(view.ledger.token(number)?.is_some())).await?;
        if let Some(known) = server.0.sessions.known().get_mut(&key) {
            known.seen = now;
        }
    }
    if holds {
        return Ok(Some(known.you()));
    }
    server.0.sessions.known().remove(&key);
    Ok(None)
}

/// Proves that a token holds.
async fn prove(server: &Server, token: &str, peer: IpAddr) -> Result<Known, Problem> {
    let sessions = &server.0.sessions;
    if let Some(rest) = sessions.rest(peer) {
        let wait = HeaderValue::from(rest.as_secs() + 1);
        let what = "Too many tokens from this address were none; wait a while";
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, what);
        return Err(Problem { header: Some((RETRY_AFTER, wait)), ..problem });
    }
    let turn = tokio::time::timeout(Duration::from_secs(5), sessions.proving.acquire()).await;
    let Ok(Ok(_turn)) = turn else {
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many log in at this moment; try again",
        ));
    };
    let shown = token.to_owned();
    let known = server.work(move |view| {
        let Some((number, secret)) = token::parts(&shown) else { return Ok(None) };
        let Some(token) = view.ledger.token(number)? else { return Ok(None) };
        let now = Instant::now();
        let known =
            Known { token: number, name: token.name, role: token.role.into(), until: now + HOLDS, seen: now };
        Ok(Some(known).filter(|_| token::is_of(secret, &token.hash)))
    });
    let known = known.await?;
    sessions.note(peer, known.is_none());
    if known.is_none() {
        audit::refused(server, peer).await;
    }
    known.ok_or_else(|| Problem { detail: "This token is none, or was taken back".into(), ..log_in_first() })
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let pairs = all.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == NAME).map(|(_, value)| value).next()
}

async fn get(you: You, _: Asked<Nothing>) -> Result<Response, Problem> {
    said(StatusCode::OK, &you)
}

async fn log_in(
    State(server): State<Server>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Sent(sent): Sent<LogIn>,
) -> Result<Response, Problem> {
    let known = prove(&server, sent.token.trim(), peer.0).await?;
    let secret = token::random().map_err(|error| Problem::fault(error.to_string()))?;
    let you = known.you();
    server.0.sessions.keep(&secret, known);
    let cookie = set_cookie(&secret, HOLDS.as_secs(), &headers)?;
    let done = Done::by(&you, "logged in");
    Ok(([(SET_COOKIE, cookie)], done, said(StatusCode::OK, &you)?).into_response())
}

async fn log_out(State(server): State<Server>, headers: HeaderMap, you: You) -> Result<Response, Problem> {
    if let Some(cookie) = cookie(&headers) {
        server.0.sessions.known().remove(&hash(cookie));
    }
    let cookie = set_cookie("", 0, &headers)?;
    let gone = if you.local { you } else { You { name: String::new(), role: None, local: false } };
    Ok(([(SET_COOKIE, cookie)], said(StatusCode::OK, &gone)?).into_response())
}

fn set_cookie(value: &str, seconds: u64, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    // a page that came by TLS says so
    let origin = headers.get("origin").and_then(|origin| origin.to_str().ok());
    let secure = if origin.is_some_and(|origin| origin.starts_with("https://")) { "; Secure" } else { "" };
    let cookie = format!("{NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&cookie).map_err(|error| Problem::fault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_come_from_the_own_page() {
        let own = |of: &[(&'static str, &'static str)], by_cookie| {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("desk.example:8377"));
            of.iter().for_each(|(name, value)| _ = headers.insert(*name, HeaderValue::from_static(value)));
            is_own_page(&headers, by_cookie)
        };
        assert!(own(&[("origin", "https://desk.example:8377"), ("sec-fetch-site", "same-origin")], true));
        assert!(own(&[("origin", "http://desk.example:8377")], true));
        assert!(own(&[], false));
        for refused in [
            &[] as &[_],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "https://desk.example")],
            &[("origin", "https://desk.example:8377.evil.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://desk.example:8377")],
        ] {
            assert!(!own(refused, true), "{refused:?}");
        }
        assert!(!own(&[("origin", "https://evil.example")], false));
    }

    #[test]
    fn who_shows_wrong_tokens_waits_longer_each_time() {
        let sessions = Sessions::new();
        let one = IpAddr::from([192, 0, 2, 1]);
        for _ in 1..TRIES {
            sessions.note(one, true);
            assert!(sessions.rest(one).is_none());
        }
        sessions.note(one, true);
        let first = sessions.rest(one).unwrap();
        sessions.note(one, true);
        assert!(sessions.rest(one).unwrap() > first);
        (0..50).for_each(|_| sessions.note(one, true));
        assert!(sessions.rest(one).unwrap() <= LONGEST);
        assert!(sessions.rest(IpAddr::from([192, 0, 2, 2])).is_none());
        sessions.note(one, false);
        assert!(sessions.rest(one).is_none());
    }

    #[test]
    fn what_is_asked_needs_a_role() {
        for (method, path, role) in [
            (Method::GET, "/status", None),
            (Method::POST, "/session", None),
            (Method::GET, "/lists/3/feed.atom", None),
            (Method::GET, "/lists", Some(Role::Read)),
            (Method::GET, "/incidents/0123456789abcdef", Some(Role::Read)),
            (Method::POST, "/comparisons", Some(Role::Read)),
            (Method::POST, "/decisions", Some(Role::Curate)),
            (Method::DELETE, "/lists/3/feed.atom", Some(Role::Curate)),
            (Method::PUT, "/whatever", Some(Role::Curate)),
            (Method::GET, "/audit", Some(Role::Admin)),
        ] {
            assert_eq!(needs(&method, path), role, "{method} {path}");
        }
    }
}
