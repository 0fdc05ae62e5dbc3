//! The outermost layer of every call: gives it a tracking id, writes error bodies, and logs one line for it. The line
//! holds the route's template, never the path or query, which carry identities.

use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use cjds::ApiError;
use serde::Serialize;
use tracing::Instrument;

use crate::error::Refusal;
use crate::ids::short_id;
use crate::metrics::Metrics;
use crate::reason::{Detail, details};

/// The response header that carries the tracking id.
pub const TRACKING_ID: HeaderName = HeaderName::from_static("trackingid");

/// The layer.
pub(crate) async fn track(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let tracking_id: String = short_id().chars().take(16).collect();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("call", tracking_id);
    let response = next.run(request).instrument(span.clone()).await;
    let mut response = with_body(response, &tracking_id);
    if let Ok(value) = HeaderValue::from_str(&tracking_id) {
        response.headers_mut().insert(TRACKING_ID, value);
    }
    let status = response.status().as_u16();
    metrics.answered(method.as_str(), &route, status, started.elapsed());
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(%method, route, status, ms, "answered"));
    response
}

/// Gives an error answer its body in the contract's form.
fn with_body(response: Response, tracking_id: &str) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let refusal = response.extensions().get::<Refusal>().cloned().unwrap_or_else(|| {
        let reason = status.canonical_reason().unwrap_or("Error").to_owned();
        Refusal { message: reason.clone(), errors: vec![reason.into()] }
    });
    let details = details(&refusal.errors);
    let error = ApiError {
        status: status_line(status),
        message: refusal.message,
        errors: refusal.errors.iter().map(ToString::to_string).collect(),
        timestamp: cjds::write_time(Utc::now()),
        tracking_id: tracking_id.to_owned(),
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.remove(axum::http::header::CONTENT_TYPE);
    (parts, Json(ErrorBody { error, details })).into_response()
}

/// The body of every error answer: the contract's, and what is wrong in a form for programs besides.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ErrorAnswer)]
pub(crate) struct ErrorBody {
    #[serde(flatten)]
    error: ApiError,
    /// Each of `errors` for programs, in the same order.
    details: Vec<Detail>,
}

/// `404 NOT_FOUND`.
fn status_line(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("ERROR");
    format!("{} {}", status.as_u16(), reason.to_ascii_uppercase().replace([' ', '-'], "_"))
}
