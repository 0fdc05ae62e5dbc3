//! Every request for a platform is noted, and fails if a test wants it to.

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use crate::Platform;
use crate::control::{Fault, Request};
use crate::server::Shared;

const LARGEST_BODY: usize = 1 << 20;

pub(crate) async fn watch(State(shared): State<Shared>, request: HttpRequest, next: Next) -> Response {
    let Some(platform) = Platform::of(request.uri().path()) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return platform.refusal(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let noted = Request {
        platform,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.keys().map(ToString::to_string).collect(),
        token: bearer(&parts.headers).map(|token| platform.token_name(token).unwrap_or("unknown").to_owned()),
        body: noted_body(&body),
    };
    let struck = shared.control.strike(&noted);
    shared.control.note(noted);
    if let Some(mut struck) = struck {
        struck.delay().await;
        if let Some(status) = struck.fault.answer() {
            return answer(platform, status, struck.fault);
        }
    }
    next.run(HttpRequest::from_parts(parts, Body::from(body))).await
}

/// The token of an `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ').unwrap_or(("", value));
    Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
}

fn noted_body(body: &Bytes) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| Value::from(String::from_utf8_lossy(body)))
}

fn answer(platform: Platform, status: StatusCode, fault: Fault) -> Response {
    let mut response = match fault.body {
        None => platform.refusal(status),
        Some(Value::String(text)) => (status, Html(text)).into_response(),
        Some(body) => {
            // The platform's own content type of such an answer.
            let kind = platform.refusal(status).headers().get(CONTENT_TYPE).cloned();
            let mut response = (status, Json(body)).into_response();
            if let Some(kind) = kind.filter(|_| !status.is_success()) {
                response.headers_mut().insert(CONTENT_TYPE, kind);
            }
            response
        }
    };
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
