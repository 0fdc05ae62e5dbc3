//! Genesys Cloud, as its contract has it (`contracts/other-desktops-and-sources.md`, C).

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::World;
use crate::server::Shared;

/// What the platform has, and what came to it since.
pub(crate) struct Genesys;

impl Genesys {
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
    path.starts_with("/api/v2/") || path.starts_with("/oauth/")
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
}

/// What a page needs to ask it.
pub(crate) fn access() -> Value {
    json!({"tokens": {}})
}

pub(crate) fn token_name(_: &str) -> Option<&'static str> {
    None
}

/// The platform's own words for this status.
pub(crate) fn refusal(status: StatusCode) -> Response {
    status.into_response()
}
