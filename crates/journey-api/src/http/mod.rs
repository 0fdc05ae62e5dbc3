//! The contract's paths: one module for each kind of thing, each with a router of its own.

mod actions;
mod avaya;
mod avaya_accounts;
mod caller;
mod calls;
mod composing;
mod connector_failures;
mod connector_problems;
mod connectors;
mod console;
mod events;
mod extract;
mod genesys_accounts;
mod handshake;
mod health;
mod holdings;
mod identities;
mod intake;
mod listing;
mod long;
mod merge;
mod notes;
mod openapi;
mod parts;
mod persons;
mod preview;
mod privacy;
mod profiles;
mod project_live;
pub(crate) mod publish;
mod query;
mod retention;
mod split;
mod streams;
mod tables;
mod templates;
mod trying;
mod webex;
mod webex_accounts;
mod webex_reconciling;
mod webhooks;
mod workspaces;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use utoipa::openapi::OpenApi as Document;

use self::calls::Calls;
use crate::error::Error;
use crate::state::AppState;
use crate::tracking::{TRACKING_ID, track};

/// How long a browser may remember a preflight's answer.
const PREFLIGHT_AGE: Duration = Duration::from_secs(600);

/// What the router is told besides the shared state.
pub(crate) struct Options {
    pub(crate) allowed_origins: Vec<HeaderValue>,
    pub(crate) preview_tokens: bool,
    pub(crate) largest_body: usize,
    /// Whether numbers and documents have an address of their own.
    pub(crate) has_inner: bool,
}

/// What answers the contract's calls, and their document.
fn contract() -> (Router<AppState>, Document) {
    let (router, mut document) = Calls::of(openapi::head())
        .merge(workspaces::calls())
        .merge(persons::calls())
        .merge(parts::calls())
        .merge(identities::calls())
        .merge(merge::calls())
        .merge(split::calls())
        .merge(privacy::calls())
        .merge(templates::calls())
        .merge(actions::calls())
        .merge(trying::calls())
        .merge(webhooks::calls())
        .merge(events::calls())
        .merge(composing::calls())
        .merge(publish::calls())
        .merge(notes::calls())
        .merge(profiles::calls())
        .merge(streams::calls())
        .merge(project_live::calls())
        .merge(connectors::calls())
        .merge(connector_failures::calls())
        .merge(caller::calls())
        .merge(holdings::calls())
        .merge(retention::calls())
        .merge(health::calls())
        .merge(tables::calls())
        .merge(intake::calls())
        .merge(webex::calls())
        .merge(webex_accounts::calls())
        .merge(webex_reconciling::calls())
        .merge(genesys_accounts::calls())
        .merge(avaya::calls())
        .merge(avaya_accounts::calls())
        .split();
    openapi::complete(&mut document);
    (router, document)
}

/// All paths.
pub(crate) fn router(state: AppState, options: Options) -> Router {
    let (calls, document) = contract();
    let mut router = calls.merge(health::router()).merge(console::router());
    if !options.has_inner {
        router = router.merge(health::numbers()).merge(openapi::router(document));
    }
    if options.preview_tokens {
        router = router.merge(preview::router());
    }
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(options.allowed_origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::CACHE_CONTROL,
            LAST_EVENT_ID,
        ])
        .expose_headers([header::RETRY_AFTER, TRACKING_ID])
        .max_age(PREFLIGHT_AGE);
    router
        .fallback(async || Error::NotFound(cjds::ApiError::NO_SUCH_PATH.into()))
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(options.largest_body))
        .layer(middleware::from_fn_with_state(state.metrics.clone(), track))
        .layer(cors)
        .layer(middleware::from_fn_with_state(state.clone(), handshake::answer))
        .with_state(state)
}

/// The paths that are for those who run the service.
pub(crate) fn inner_router(state: AppState) -> Router {
    Router::new()
        .merge(health::router())
        .merge(health::numbers())
        .merge(openapi::router(contract().1))
        .fallback(async || Error::NotFound("No such path".into()))
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(state.metrics.clone(), track))
        .with_state(state)
}

/// By which a stream is taken up where it ended.
pub(crate) const LAST_EVENT_ID: header::HeaderName = header::HeaderName::from_static("last-event-id");

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Error::Internal("a handler panicked".to_owned()).into_response()
}
