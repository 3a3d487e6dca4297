//! What a request brings in its body.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;

use super::Server;
use super::problem::Problem;

/// A body has no more bytes.
pub(super) const MOST: usize = 2 << 20;

/// A JSON body, of this type.
pub(crate) struct Sent<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Server> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Server) -> Result<Sent<T>, Problem> {
        let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
        let media = media.and_then(|media| media.split(';').next()).unwrap_or("").trim();
        if !media.eq_ignore_ascii_case("application/json") {
            let what = "Send it with `Content-Type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what));
        }
        let bytes = Bytes::from_request(request, server).await.map_err(|rejection| {
            let what = match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => format!("A request may have {MOST} bytes and no more"),
                _ => rejection.body_text(),
            };
            Problem::new(rejection.status(), what)
        })?;
        let sent = serde_json::from_slice(&bytes).map_err(|error| {
            let status =
                if error.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
            Problem::new(status, format!("The body cannot be read: {error}"))
        })?;
        Ok(Sent(sent))
    }
}
