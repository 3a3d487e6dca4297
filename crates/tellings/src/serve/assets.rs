//! The page's files, and what is answered where there is nothing.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;

use super::problem::Problem;
use super::{BASE, Server};

/// The files of the page by name, each packed by gzip.
const BUILT: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// The page.
pub(super) struct Page {
    files: BTreeMap<&'static str, &'static [u8]>,
    /// Where the files stand instead.
    folder: Option<PathBuf>,
}

impl Page {
    pub(super) fn of(folder: Option<PathBuf>) -> Page {
        Page { files: BUILT.iter().copied().collect(), folder }
    }

    /// A file, and whether it is packed.
    fn file(&self, name: &str) -> Option<(Vec<u8>, bool)> {
        let Some(folder) = &self.folder else {
            return self.files.get(name).map(|packed| (packed.to_vec(), true));
        };
        let within = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let read = || std::fs::read(folder.join(name)).ok();
        within.then(read).flatten().map(|bytes| (bytes, false))
    }
}

/// What has no route: a file of the page; the page itself for any address that is not the API's, as it routes itself.
pub(super) async fn any(State(server): State<Server>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        let what = format!("There is nothing at {path}; {BASE}/openapi.json tells what there is");
        return Problem::missing(what).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return other_method().await.into_response();
    }
    let name = path.trim_start_matches('/');
    let packs = request.headers().get(header::ACCEPT_ENCODING).and_then(|all| all.to_str().ok());
    let packs = packs.is_some_and(|all| all.split(',').any(|one| one.trim().starts_with("gzip")));
    let (name, found) = match server.0.page.file(name) {
        Some(found) => (name, Some(found)),
        // a file that is missing is not the page
        None if name.starts_with("assets/") => (name, None),
        None => ("index.html", server.0.page.file("index.html")),
    };
    match found {
        Some((bytes, packed)) => file(name, bytes, packed, packs),
        None => Problem::missing(format!("There is no file {path}")).into_response(),
    }
}

fn file(name: &str, bytes: Vec<u8>, packed: bool, packs: bool) -> Response {
    let bytes = if packed && !packs { unpacked(&bytes) } else { bytes };
    // names of files below carry the hash of what is in them
    let lasting =
        if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(media(name))),
            (header::CACHE_CONTROL, HeaderValue::from_static(lasting)),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ],
        bytes,
    )
        .into_response();
    if packed && packs {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // what the build packed can be unpacked
    GzDecoder::new(bytes).read_to_end(&mut out).ok();
    out
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What is there is not to be asked so.
pub(super) async fn other_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This cannot be done here; the description tells what can")
}
