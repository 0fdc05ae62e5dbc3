//! Webex Contact Center, as its contract has it (`contracts/connectors.md`, A): a service app's tokens, subscriptions, webhooks that
//! are lost, repeated and out of order when a test wants it, names of the configuration, and the search.

mod access;
mod call;
mod deliver;
mod error_body;
mod happen;
mod names;
mod query;
mod search;
mod state;
mod subscriptions;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::server::Shared;

pub use access::access;
pub(crate) use access::token_name;
use error_body::ErrorBody;
pub(crate) use happen::{happen, now_and_then};
pub use state::{CLIENT, CLIENT_SECRET, ORGANIZATION, REFRESH_TOKEN, Webex};

/// Whether this is one of the platform's paths.
pub(crate) fn owns(path: &str) -> bool {
    let is_versioned = |path: &str| path.starts_with("/subscriptions") || path == "/event-types";
    path == "/v1/access_token"
        || path == "/search"
        || path.starts_with("/organization/")
        || ["/v1", "/v2"].iter().any(|version| path.strip_prefix(version).is_some_and(is_versioned))
}

pub(crate) fn router() -> Router<Shared> {
    Router::new().merge(access::router()).merge(subscriptions::router()).merge(names::router()).merge(search::router())
}

/// The platform's own words for this status.
pub(crate) fn refusal(status: StatusCode) -> Response {
    ErrorBody::of(status).into_response()
}
