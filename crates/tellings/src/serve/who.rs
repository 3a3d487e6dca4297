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
    /// Decide, keep what was compared, save queries.
    Curate,
    /// See who did what.
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

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<You, Problem> {
        let known = parts.extensions.get::<You>().cloned();
        known.ok_or_else(|| Problem::fault("Nobody found out who asks; this is a mistake of the program"))
    }
}

impl From<store::Role> for Role {
    fn from(role: store::Role) -> Role {
        match role {
            store::Role::Read => Role::Read,
            store::Role::Curate => Role::Curate,
            store::Role::Admin => Role::Admin,
        }
    }
}

impl From<Role> for store::Role {
    fn from(role: Role) -> store::Role {
        match role {
            Role::Read => store::Role::Read,
            Role::Curate => store::Role::Curate,
            Role::Admin => store::Role::Admin,
        }
    }
}
