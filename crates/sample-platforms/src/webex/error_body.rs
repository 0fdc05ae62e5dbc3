//! What the platform says when it refuses.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal in the platform's form.
#[derive(Debug)]
pub(super) struct ErrorBody {
    status: StatusCode,
    words: String,
}

impl ErrorBody {
    pub(super) fn new(status: StatusCode, words: impl Into<String>) -> Self {
        Self { status, words: words.into() }
    }

    pub(super) fn of(status: StatusCode) -> Self {
        Self::new(status, status.canonical_reason().unwrap_or("Error"))
    }
}

impl IntoResponse for ErrorBody {
    fn into_response(self) -> Response {
        let body = json!({"trackingId": "SAMPLE_00000000-0000-4000-8000-000000000000",
            "error": {"key": self.status.as_u16(), "message": [{"description": self.words}]}});
        (self.status, Json(body)).into_response()
    }
}
