//! Fetching, politely: who we are is said, sites are asked what they allow and given time between
//! visits, what has not changed is not sent again, and no address but of the open net is called on.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::config::Config;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Proxy};

use crate::error::IngestError;
use crate::feed::{self, Entry, Listing};
use crate::form::{self, Form};
use crate::gzip::Limited;
use crate::meta::host;
use crate::net::{self, OpenNet, Private};
use crate::open::{self, Source};
use crate::robots::Rules;
use crate::{LARGEST_PAGE, Options, Taken};

/// The longest that one fetch may take, in all.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most redirects that are followed.
const REDIRECTS: u32 = 5;

/// How long the rules of a site hold before they are asked for again.
const RULES_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest that a site is left alone, whatever it asks for.
const LONGEST_REST: Duration = Duration::from_secs(24 * 60 * 60);

/// The rest that a site gets that is overloaded, doubled each time.
const FIRST_REST: Duration = Duration::from_secs(30);

/// How a [`Fetcher`] behaves.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Whether addresses of this machine and of private nets may be fetched.
    pub private: bool,
    /// Whether a site's `robots.txt` is asked first, as is right where nobody named the page by hand.
    pub robots: bool,
    /// The pause between two visits of one site; this machine needs none.
    pub pause: Duration,
    /// The longest that one fetch may take, in all.
    pub patience: Duration,
    /// How a site reaches who runs the program: an address of mail or the web, told beside the program's name.
    pub contact: Option<String>,
}

impl Default for Manners {
    fn default() -> Manners {
        let pause = Duration::from_secs(1);
        Manners { private: false, robots: true, pause, patience: PATIENCE, contact: None }
    }
}

/// What a server gave to know a page's state by, to be given back to it the next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What came of a fetch.
#[derive(Debug)]
pub enum Answer {
    /// It is as it was.
    Unchanged,
    /// What is there now.
    Found(Box<Fetched>),
}

/// What was fetched, unpacked if it came packed.
#[derive(Debug)]
pub struct Fetched {
    source: Source,
    bytes: Vec<u8>,
    validators: Validators,
}

impl Fetched {
    /// The address that it was found at, redirects followed.
    pub fn address(&self) -> &str {
        self.source.url.as_deref().unwrap_or(&self.source.name)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What to give with the next fetch.
    pub fn validators(&self) -> &Validators {
        &self.validators
    }

    /// Hands on what it lists, where it is a feed, a site map or an OPML; `None` where it is none. Addresses are whole.
    ///
    /// # Errors
    /// As [`feed`](crate::feed()).
    pub fn entries(&self, each: &mut dyn FnMut(Entry)) -> Option<Result<Listing, IngestError>> {
        let list = feed::is_list(&self.bytes) || feed::is_json_feed(&self.bytes);
        list.then(|| {
            feed::feed(&self.source.name, &self.bytes, &mut |mut entry| {
                entry.address = entry.address.map(|to| net::joined(self.address(), &to));
                each(entry);
            })
        })
    }

    /// Hands on its articles, as [`articles`](crate::articles) does.
    pub fn articles(&self, options: &Options, each: &mut dyn FnMut(Taken)) {
        open::take_in(&self.source, self.bytes.as_slice(), options, each);
    }
}

/// Fetches, and remembers for each site when it may be called on again and what it allows.
#[derive(Debug)]
pub struct Fetcher {
    manners: Manners,
    direct: Agent,
    proxied: Option<Agent>,
    sites: Mutex<BTreeMap<String, Site>>,
}

#[derive(Clone, Debug)]
struct Site {
    next: Instant,
    failures: u32,
    rules: Option<(Instant, Rules)>,
}

impl Fetcher {
    /// Makes one that has called on nobody yet.
    pub fn new(manners: Manners) -> Fetcher {
        let config = |proxy| config(proxy, &manners);
        let connector = DefaultConnector::default;
        let direct = match manners.private {
            true => Agent::with_parts(config(None), connector(), DefaultResolver::default()),
            false => Agent::with_parts(config(None), connector(), OpenNet(DefaultResolver::default())),
        };
        let proxied = Proxy::try_from_env()
            .map(|proxy| Agent::with_parts(config(Some(proxy)), connector(), DefaultResolver::default()));
        Fetcher { manners, direct, proxied, sites: Mutex::default() }
    }

    /// Fetches an address unless it is as it was when `known` was given for it.
    ///
    /// Waits as long as the site is to be left alone, up to the patience of the manners.
    ///
    /// # Errors
    /// An address that is none, is not of the open net or is not allowed by its site; a site that wants
    /// to be left alone ([`IngestError::Later`]); one that cannot be reached, falls silent, breaks off,
    /// sends too much or answers with any status but 2xx.
    pub fn fetch(&self, url: &str, known: &Validators) -> Result<Answer, IngestError> {
        let Some((source, validators, body)) = self.open(url, known)? else { return Ok(Answer::Unchanged) };
        let bytes = open::unpacked(&source, body, LARGEST_PAGE)?;
        Ok(Answer::Found(Box::new(Fetched { source, bytes, validators })))
    }

    /// Opens an address; the body is read as it comes. `None` where it is as it was.
    pub(crate) fn open(
        &self,
        url: &str,
        known: &Validators,
    ) -> Result<Option<(Source, Validators, impl Read + use<>)>, IngestError> {
        let mut address = ascii(url);
        for _ in 0..=REDIRECTS {
            if self.manners.robots {
                self.ask_leave(url, &address)?;
            }
            let response = self.call(url, &address, known)?;
            let header =
                |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let status = response.status().as_u16();
            match (status, header("location")) {
                (301 | 302 | 303 | 307 | 308, Some(to)) => {
                    address = ascii(&net::joined(&address, &to));
                    continue;
                }
                (304, _) => return Ok(None),
                (200..=299, _) => {}
                _ => return Err(IngestError::Status { input: url.to_owned(), status }),
            }
            let validators = Validators { etag: header("etag"), last_modified: header("last-modified") };
            let (source, body) = found(url, address, response)?;
            return Ok(Some((source, validators, body)));
        }
        Err(failed(url.to_owned(), ureq::Error::TooManyRedirects))
    }

    /// One request, in its turn.
    fn call(&self, url: &str, address: &str, known: &Validators) -> Result<Response<Body>, IngestError> {
        let input = || url.to_owned();
        let Some(site) = site(address) else {
            let cause = "it does not begin with http:// or https:// and a host".to_owned();
            return Err(IngestError::Address { input: input(), cause });
        };
        self.wait_turn(url, &site, is_own(address))?;
        let mut request = self.agent(url, address)?.get(address);
        let conditions = [("if-none-match", &known.etag), ("if-modified-since", &known.last_modified)];
        for (name, value) in conditions {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = match request.call() {
            Ok(response) => response,
            Err(error) => {
                self.failed(&site, None, false);
                return Err(failed(input(), error));
            }
        };
        match response.status().as_u16() {
            status @ (429 | 503) => {
                let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
                let rest = self.failed(&site, after.and_then(rest_of), true);
                Err(IngestError::Later {
                    input: input(),
                    cause: format!("status {status}"),
                    seconds: rest.as_secs(),
                })
            }
            500.. => {
                self.failed(&site, None, false);
                Ok(response)
            }
            _ => {
                self.with_site(&site, |site| site.failures = 0);
                Ok(response)
            }
        }
    }

    /// What calls on an address, where that may be called on.
    fn agent(&self, url: &str, address: &str) -> Result<&Agent, IngestError> {
        let is_direct = self.manners.private && is_own(address);
        let agent = self.proxied.as_ref().filter(|_| !is_direct);
        if let (Some(_), false, Some(host)) = (agent, self.manners.private, host(address))
            && let Some(Private(private)) = net::private_of(&host)
        {
            return Err(IngestError::Private { input: url.to_owned(), address: private });
        }
        Ok(agent.unwrap_or(&self.direct))
    }

    /// Tells an address something, by POST; nobody is waited for, and no redirect is followed.
    ///
    /// # Errors
    /// As [`fetch`](Fetcher::fetch).
    pub fn tell(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<(), IngestError> {
        self.check(url)?;
        let address = ascii(url);
        let mut request = self.agent(url, &address)?.post(&address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send(body).map_err(|error| failed(url.to_owned(), error))?;
        match response.status().as_u16() {
            200..=299 => Ok(()),
            status => Err(IngestError::Status { input: url.to_owned(), status }),
        }
    }

    /// Whether an address is one, and may be called on as far as is known now.
    ///
    /// # Errors
    /// Where it is none, or is not of the open net.
    pub fn check(&self, url: &str) -> Result<(), IngestError> {
        let address = ascii(url);
        let Some(host) = host(&address) else {
            let cause = "it does not begin with http:// or https:// and a host".to_owned();
            return Err(IngestError::Address { input: url.to_owned(), cause });
        };
        match net::private_of(&host).filter(|_| !self.manners.private) {
            Some(Private(address)) => Err(IngestError::Private { input: url.to_owned(), address }),
            None => Ok(()),
        }
    }

    fn with_site<T>(&self, name: &str, act: impl FnOnce(&mut Site) -> T) -> T {
        // A thread that died while it held the list has left it whole: each change is one step.
        let mut sites = self.sites.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let site = sites.entry(name.to_owned());
        act(site.or_insert_with(|| Site { next: Instant::now(), failures: 0, rules: None }))
    }

    /// Waits until a site may be called on.
    fn wait_turn(&self, url: &str, site: &str, is_own: bool) -> Result<(), IngestError> {
        let pause = if is_own { Duration::ZERO } else { self.manners.pause };
        let wait = self.with_site(site, |site| {
            let now = Instant::now();
            let wait = site.next.saturating_duration_since(now);
            if wait <= self.manners.patience {
                let asked = site.rules.as_ref().and_then(|(_, rules)| rules.delay);
                let asked =
                    asked.map_or(Duration::ZERO, |delay| Duration::from_secs_f32(delay.clamp(0.0, 60.0)));
                site.next = now + wait + pause.max(asked);
            }
            wait
        });
        if wait > self.manners.patience {
            let cause = "it asked for a rest, or failed again and again".to_owned();
            return Err(IngestError::Later { input: url.to_owned(), cause, seconds: wait.as_secs() });
        }
        thread::sleep(wait);
        Ok(())
    }

    /// Notes that a site failed, and says how long it is left alone: as long as it asks for, and else
    /// longer with every failure. Only one that says that it is overloaded gets a rest at once.
    fn failed(&self, site: &str, asked: Option<Duration>, is_overloaded: bool) -> Duration {
        const FORGIVEN: u32 = 2;
        self.with_site(site, |site| {
            site.failures += 1;
            let times = if is_overloaded { site.failures } else { site.failures.saturating_sub(FORGIVEN) };
            let rest = match (asked, times) {
                (Some(asked), _) => asked,
                (None, 0) => Duration::ZERO,
                (None, times) => FIRST_REST * 2u32.pow((times - 1).min(12)),
            };
            let rest = rest.min(LONGEST_REST);
            site.next = site.next.max(Instant::now() + rest);
            rest
        })
    }

    /// Asks a site whether an address may be visited.
    fn ask_leave(&self, url: &str, address: &str) -> Result<(), IngestError> {
        let Some(site) = site(address) else { return Ok(()) };
        let known = self.with_site(&site, |site| site.rules.clone());
        let rules = match known.filter(|(asked, _)| asked.elapsed() < RULES_HOLD) {
            Some((_, rules)) => rules,
            None => {
                let rules = self.rules(url, &site)?;
                self.with_site(&site, |site| site.rules = Some((Instant::now(), rules.clone())));
                rules
            }
        };
        let path = address.get(site.len()..).filter(|path| path.starts_with('/')).unwrap_or("/");
        if rules.allow(path) { Ok(()) } else { Err(IngestError::Robots { input: url.to_owned() }) }
    }

    /// What a site's `robots.txt` says. One that has none allows all; one that fails to say is not visited.
    fn rules(&self, url: &str, site: &str) -> Result<Rules, IngestError> {
        const LONGEST: usize = 500 << 10;
        let mut address = format!("{site}/robots.txt");
        for _ in 0..=REDIRECTS {
            let mut response = self.call(url, &address, &Validators::default())?;
            let to = response.headers().get("location").and_then(|to| to.to_str().ok());
            match (response.status().as_u16(), to) {
                (301 | 302 | 303 | 307 | 308, Some(to)) => {
                    address = ascii(&net::joined(&address, to));
                    continue;
                }
                (200..=299, _) => {
                    let mut text = Vec::new();
                    let body = response.body_mut().as_reader().take(LONGEST as u64);
                    let body: Box<dyn Read + '_> = Box::new(Failing(body));
                    open::unpacking(body)
                        .take(LONGEST as u64)
                        .read_to_end(&mut text)
                        .map_err(|e| open::failed(url, e))?;
                    return Ok(Rules::of(&String::from_utf8_lossy(&text)));
                }
                (500.., _) => break,
                _ => return Ok(Rules::all(true)),
            }
        }
        Ok(Rules::all(false))
    }
}

/// What a response brings, its body not yet read.
fn found(
    url: &str,
    address: String,
    mut response: Response<Body>,
) -> Result<(Source, impl Read + use<>), IngestError> {
    let input = || url.to_owned();
    let body = response.body_mut();
    if body.content_length().is_some_and(|length| length > LARGEST_PAGE as u64) {
        return Err(IngestError::TooLarge { input: input(), limit: LARGEST_PAGE as u64 });
    }
    let source = Source {
        name: input(),
        id: input(),
        path: None,
        form: form_of(body.mime_type(), &address),
        charset: body.charset().map(str::to_owned),
        url: Some(if address == ascii(url) { input() } else { address }),
    };
    Ok((source, Limited::new(Failing(response.into_body().into_reader()), LARGEST_PAGE as u64)))
}

/// A body whose every error is one of fetching.
struct Failing<R>(R);

impl<R: Read> Read for Failing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(ureq::Error::from(error)),
        })
    }
}

/// The fault that an error of fetching is, named in our words.
pub(crate) fn failed(input: String, error: ureq::Error) -> IngestError {
    let cause = match error {
        ureq::Error::BadUri(cause) => return IngestError::Address { input, cause },
        ureq::Error::Http(cause) => return IngestError::Address { input, cause: cause.to_string() },
        ureq::Error::StatusCode(status) => return IngestError::Status { input, status },
        ureq::Error::BodyExceedsLimit(limit) => return IngestError::TooLarge { input, limit },
        ureq::Error::Timeout(_) => "no full answer came in time".to_owned(),
        ureq::Error::TooManyRedirects => format!("it redirects more than {REDIRECTS} times"),
        ureq::Error::HostNotFound => "no host has this name".to_owned(),
        ureq::Error::Io(cause) => cause.to_string(),
        ureq::Error::Other(error) => match error.downcast::<Private>() {
            Ok(private) => return IngestError::Private { input, address: private.0 },
            Err(error) => error.to_string(),
        },
        error => error.to_string(),
    };
    IngestError::Fetch { input, cause }
}

fn config(proxy: Option<Proxy>, manners: &Manners) -> Config {
    let visible = |c: &char| c.is_ascii_graphic() && !matches!(c, '(' | ')') || *c == ' ';
    let contact = manners.contact.iter().map(|contact| contact.chars().filter(visible).collect::<String>());
    let contact: String = contact.map(|contact| format!(" (+{contact})")).collect();
    Agent::config_builder()
        .timeout_global(Some(manners.patience))
        // Followed by us, who look at each address.
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(proxy)
        .user_agent(format!("tellings/{}{contact}", env!("CARGO_PKG_VERSION")))
        .accept(
            "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
             application/x-ndjson, application/json, application/xml;q=0.9, text/*;q=0.9, */*;q=0.1",
        )
        // Unpacked by our own reader, which stops at a bomb.
        .accept_encoding("gzip")
        .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build())
        .build()
}

/// How long a `Retry-After` asks for: seconds, or a time.
fn rest_of(value: &str) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(value).ok()?.timestamp();
    let seconds = until.as_second() - Timestamp::now().as_second();
    Some(Duration::from_secs(seconds.max(0).unsigned_abs()))
}

/// What stands before the path of an address: scheme, host and port; `None` where it has none.
pub fn site(address: &str) -> Option<String> {
    host(address)?;
    let start = address.find("://")? + 3;
    let end = address[start..].find(['/', '?', '#']).map_or(address.len(), |end| start + end);
    Some(address[..end].to_owned())
}

/// Whether an address is of this machine, which no proxy is asked for.
fn is_own(url: &str) -> bool {
    host(url).is_some_and(|host| host == "localhost" || host.starts_with("127.") || host == "[::1]")
}

/// The form that the server tells, or else the address.
fn form_of(kind: Option<&str>, address: &str) -> Option<Form> {
    match kind.map(str::to_ascii_lowercase).as_deref() {
        Some("text/html" | "application/xhtml+xml") => Some(Form::Html),
        Some(
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines",
        ) => Some(Form::Lines),
        Some("application/json" | "application/feed+json") => Some(Form::Json),
        Some("application/rss+xml" | "application/atom+xml" | "application/rdf+xml") => Some(Form::Feed),
        Some("text/csv") => Some(Form::Table(b',')),
        Some("text/markdown") => Some(Form::Markdown),
        _ => {
            let path = address.split(['?', '#']).next()?;
            form::of_name(path.split_once("://")?.1.split_once('/')?.1)
        }
    }
}

/// The address with all that is not ASCII, and spaces, written as `%XX`.
fn ascii(url: &str) -> String {
    let mut ascii = String::with_capacity(url.len());
    for byte in url.split('#').next().unwrap_or(url).bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(byte as char);
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    ascii
}
