//! Genesys Cloud, as its contract has it (`contracts/other-desktops-and-sources.md`, C): external contacts, sessions and
//! conversations, the sign-in, and what an administrator's wizard needs.

mod access;
mod admin;
mod contacts;
mod conversations;
mod data;
mod error_body;
mod jobs;
mod made;
mod names;
mod notifications;
mod now_and_then;
mod service;
mod sessions;
mod sign_in;
mod talk;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::server::Shared;

pub(crate) use access::token_name;
pub use access::{CLIENT, Token, access};
pub(crate) use data::Genesys;
use error_body::ErrorBody;
pub(crate) use now_and_then::now_and_then;
pub use service::{SERVICE_CLIENT, SERVICE_SECRET};

/// Whether this is one of the platform's paths.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/api/v2/") || path.starts_with("/oauth/") || path.starts_with("/channels/")
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .merge(contacts::router())
        .merge(sessions::router())
        .merge(conversations::router())
        .merge(jobs::router())
        .merge(names::router())
        .merge(notifications::router())
        .merge(admin::router())
        .merge(sign_in::router())
}

/// The platform's own words for this status.
pub(crate) fn refusal(status: StatusCode) -> Response {
    ErrorBody::of(status).into_response()
}
