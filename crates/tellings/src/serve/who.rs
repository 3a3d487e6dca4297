//! Who asks.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use schemars::JsonSchema;
use serde::Serialize;

use super::Server;
use super::problem::Problem;

/// What somebody may do; who may do the later may do the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// Look.
    Read,
    /// Decide, and have articles compared.
    Curate,
    /// Give tokens, see who did what.
    Admin,
}

/// Who asks, and what they may do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct You {
    /// Their name, which decisions are noted under.
    pub(crate) name: String,
    /// What they may do; null where they have to log in first.
    pub(crate) role: Option<Role>,
    /// Whether this is the machine's own user, who needs no token.
    pub(crate) local: bool,
}

impl FromRequestParts<Server> for You {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, _: &Server) -> Result<You, Problem> {
        let name = std::env::var("USER").unwrap_or_else(|_| "local".into());
        Ok(You { name, role: Some(Role::Admin), local: true })
    }
}
