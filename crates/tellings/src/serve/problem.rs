//! What an error says: RFC 9457.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;

/// Why a request is not answered, for people and programs.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
    /// Of a redirection, where to; of a refusal for too much, the seconds to wait.
    pub(crate) header: Option<(header::HeaderName, HeaderValue)>,
}

/// The form of an error: application/problem+json.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
struct Body<'a> {
    /// What kind of problem it is.
    r#type: &'static str,
    /// The same in words.
    title: &'a str,
    /// The HTTP status.
    status: u16,
    /// What is wrong, and what to do.
    detail: &'a str,
}

/// The form of an error, as the API's description has it.
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Body<'static>>()
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into(), header: None }
    }

    /// Something in the request is wrong.
    pub(crate) fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// A parameter is wrong.
    pub(crate) fn parameter(name: &str, what: &str) -> Problem {
        Problem::bad(format!("`{name}` {what}"))
    }

    /// There is no such thing.
    pub(crate) fn missing(what: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, what)
    }

    /// It stands elsewhere, for good.
    pub(crate) fn moved(to: &str) -> Problem {
        let to = HeaderValue::from_str(to).ok().map(|to| (header::LOCATION, to));
        Problem { header: to, ..Problem::new(StatusCode::PERMANENT_REDIRECT, "It is part of another now") }
    }

    /// Nothing that the asker could do otherwise.
    pub(crate) fn fault(what: impl Into<String>) -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, what)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        let status = match &error {
            StoreError::Unknown { .. } => StatusCode::NOT_FOUND,
            StoreError::Several { .. } => StatusCode::BAD_REQUEST,
            StoreError::Refused(_) => StatusCode::CONFLICT,
            StoreError::ReadOnly(_) => StatusCode::FORBIDDEN,
            StoreError::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let problem = Problem::new(status, error.to_string());
        match error {
            StoreError::Busy(_) => {
                Problem { header: Some((header::RETRY_AFTER, HeaderValue::from_static("2"))), ..problem }
            }
            _ => problem,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: &self.detail,
        };
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.status, [(header::CONTENT_TYPE, kind)], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.header);
        response
    }
}
