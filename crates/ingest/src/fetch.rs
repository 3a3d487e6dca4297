use std::io::{self, Read};
use std::time::Duration;

use ureq::config::Config;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy, ResponseExt};

use crate::LARGEST_PAGE;
use crate::error::IngestError;
use crate::form::{self, Form};
use crate::gzip::Limited;
use crate::meta::host;
use crate::open::Source;

/// The longest that one fetch may take, redirects and all.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most redirects that are followed.
const REDIRECTS: u32 = 5;

/// Opens an address; the body is read as it comes.
///
/// # Errors
/// An address that is none, a server that cannot be reached, and any status but 2xx.
pub(crate) fn get(url: &str) -> Result<(Source, impl Read + use<>), IngestError> {
    let input = || url.to_owned();
    let agent = agent(is_own(url));
    let mut response = agent.get(ascii(url)).call().map_err(|error| failed(input(), error))?;
    let status = response.status();
    if !status.is_success() {
        return Err(IngestError::Status { input: input(), status: status.as_u16() });
    }
    let address = response.get_uri().to_string();
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
    Ok((source, Limited::new(Body(response.into_body().into_reader()), LARGEST_PAGE as u64)))
}

/// A body whose every error is one of fetching.
struct Body<R>(R);

impl<R: Read> Read for Body<R> {
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
        ureq::Error::Timeout(_) => format!("no full answer within {} seconds", PATIENCE.as_secs()),
        ureq::Error::TooManyRedirects => format!("it redirects more than {REDIRECTS} times"),
        ureq::Error::HostNotFound => "no host has this name".to_owned(),
        ureq::Error::Io(cause) => cause.to_string(),
        error => error.to_string(),
    };
    IngestError::Fetch { input, cause }
}

fn agent(is_own: bool) -> Agent {
    let proxy = if is_own { None } else { Proxy::try_from_env() };
    let config: Config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(REDIRECTS)
        .http_status_as_error(false)
        .proxy(proxy)
        .user_agent(concat!("tellings/", env!("CARGO_PKG_VERSION")))
        .accept("text/html, application/xhtml+xml, application/x-ndjson, application/json, text/*;q=0.9, */*;q=0.1")
        // Unpacked by our own reader, which stops at a bomb.
        .accept_encoding("gzip")
        .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build())
        .build();
    Agent::new_with_config(config)
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
        Some("application/json") => Some(Form::Json),
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
