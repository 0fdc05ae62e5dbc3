//! What the browser asked the journey API, as it came over the wire.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, header, request};

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    /// GET, POST …
    pub method: Method,
    /// Path and query as sent: percent-encoding and all.
    pub target: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
    /// When it came.
    pub at: Instant,
    ended: Arc<AtomicBool>,
}

impl Request {
    pub(super) fn begin(parts: &request::Parts, body: &Bytes) -> (Self, Underway) {
        let ended = Arc::new(AtomicBool::new(false));
        let request = Self {
            method: parts.method.clone(),
            target: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            headers: parts.headers.clone(),
            body: String::from_utf8_lossy(body).into_owned(),
            at: Instant::now(),
            ended: Arc::clone(&ended),
        };
        (request, Underway(Some(ended)))
    }

    /// The path as sent, without the query.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Whether it asks for a live stream.
    pub fn is_stream(&self) -> bool {
        self.path().contains("/stream/")
    }

    /// Whether it asks for a page of the history.
    pub fn is_history(&self) -> bool {
        self.path().contains("/v1/api/events/workspace-id")
    }

    /// Whether it asks for this customer, in its address or in the body of a search; the identity may be written with or without `+`.
    pub fn is_about(&self, identity: &str) -> bool {
        let digits = identity.trim_start_matches('+');
        self.target.contains(digits) || self.is_search() && self.body.contains(digits)
    }

    /// Whether it asks in its body who has an identity.
    pub fn is_search(&self) -> bool {
        self.path().ends_with("/aliases/search")
    }

    /// The token that it carries, without "Bearer ".
    pub fn token(&self) -> Option<&str> {
        self.headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
    }

    /// Whether the answer was given whole, or broken off by either side.
    pub fn ended(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }
}

/// Goes with the answer's last byte, or with the connection.
pub(super) struct Underway(Option<Arc<AtomicBool>>);

impl Underway {
    pub(super) fn unrecorded() -> Self {
        Self(None)
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        if let Some(ended) = &self.0 {
            ended.store(true, Ordering::SeqCst);
        }
    }
}
