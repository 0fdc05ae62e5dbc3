//! Avaya Experience Platform's Customer Journey API, as its contract has it (`contracts/other-desktops-and-sources.md`, A).

mod access;
mod problem;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::World;
use crate::server::Shared;

pub(crate) use access::token_name;
pub use access::{ACCOUNT, APP_KEY, Token, access};
use problem::Problem;

/// What the platform has, and what came to it since.
pub(crate) struct Avaya;

impl Avaya {
    pub(crate) fn new(_: &World) -> Self {
        Self
    }

    /// Lets something happen now.
    pub(crate) fn happen(&self, _: &World, _: &Value, _: DateTime<Utc>) -> Result<Value, String> {
        Err("nothing can happen on this platform yet".to_owned())
    }
}

/// Whether this is one of the platform's paths.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/api/journey/")
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
}

/// The platform's own words for this status.
pub(crate) fn refusal(status: StatusCode) -> Response {
    Problem::of(status).into_response()
}
