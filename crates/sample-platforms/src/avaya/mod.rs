//! Avaya Experience Platform's Customer Journey API, as its contract has it (`contracts/other-desktops-and-sources.md`, A), and its
//! notifications (`contracts/connectors.md`, C).

mod access;
mod clients;
mod engagement;
mod happen;
mod history;
mod notes;
mod notifications;
mod now_and_then;
mod problem;
mod query;
mod routes;
mod scenarios;
mod store;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::server::Shared;

pub(crate) use access::token_name;
pub use access::{ACCOUNT, APP_KEY, Token, access};
pub use clients::{CLIENT, CLIENT_SECRET};
pub(crate) use notifications::tell;
pub(crate) use now_and_then::now_and_then;
use problem::Problem;
pub use store::Avaya;

/// Whether this is one of the platform's paths.
pub(crate) fn owns(path: &str) -> bool {
    ["/api/journey/", "/api/notification/", "/api/auth/"].iter().any(|start| path.starts_with(start))
}

/// All of its paths.
pub(crate) fn router() -> Router<Shared> {
    routes::router().merge(clients::router()).merge(notifications::router())
}

/// The platform's own words for this status.
pub(crate) fn refusal(status: StatusCode) -> Response {
    Problem::of(status).into_response()
}
