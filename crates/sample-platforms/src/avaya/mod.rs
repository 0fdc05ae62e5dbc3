//! Avaya Experience Platform's Customer Journey API, as its contract has it (`contracts/other-desktops-and-sources.md`, A).

mod access;
mod engagement;
mod happen;
mod history;
mod notes;
mod problem;
mod query;
mod routes;
mod scenarios;
mod store;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub(crate) use access::token_name;
pub use access::{ACCOUNT, APP_KEY, Token, access};
use problem::Problem;
pub(crate) use routes::router;
pub(crate) use store::Avaya;

/// Whether this is one of the platform's paths.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/api/journey/")
}

/// The platform's own words for this status.
pub(crate) fn refusal(status: StatusCode) -> Response {
    Problem::of(status).into_response()
}
