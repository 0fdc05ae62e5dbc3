//! The validation handshake of CloudEvents' webhooks: a system that is told to send to a connector asks first whether it may,
//! by `OPTIONS` and without a key. It may, at the rate of one caller, where there is such a connector and it is on.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::connectors::Kind;
use crate::error::Error;
use crate::state::AppState;

const REQUEST_ORIGIN: HeaderName = HeaderName::from_static("webhook-request-origin");
const REQUEST_RATE: HeaderName = HeaderName::from_static("webhook-request-rate");
const ALLOWED_ORIGIN: HeaderName = HeaderName::from_static("webhook-allowed-origin");
const ALLOWED_RATE: HeaderName = HeaderName::from_static("webhook-allowed-rate");

/// Answers the handshake. It stands before what answers the preflights of browsers, which ask by `OPTIONS`, too.
pub(super) async fn answer(State(state): State<AppState>, request: Request, next: Next) -> Result<Response, Error> {
    let origin = request.headers().get(REQUEST_ORIGIN).filter(|_| request.method() == Method::OPTIONS).cloned();
    let Some(origin) = origin else { return Ok(next.run(request).await) };
    let has_rate = request.headers().contains_key(REQUEST_RATE);
    let id = request.uri().path().strip_prefix("/connectors/cloudevents/").map(str::to_owned);
    drop(request);
    // Whoever is refused is told no more than anybody who asks for a path that is not there.
    let Some(id) = id.filter(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric())) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    if !state.store.is_connector_on(Kind::CloudEvents, &id).await? {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let mut response = StatusCode::OK.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static("OPTIONS, POST"));
    headers.insert(ALLOWED_ORIGIN, origin);
    if has_rate {
        headers.insert(ALLOWED_RATE, HeaderValue::from(state.limits.a_minute()));
    }
    Ok(response)
}
