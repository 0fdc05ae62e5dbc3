//! A refusal in the form of RFC 7807, in the platform's words.

use axum::Json;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

const DOCUMENTS: &str = "https://developers.avayacloud.com/avaya-experience-platform/docs/error-handling";
const OTHER_DOCUMENTS: &str = "https://developers.avayacloud.com/onecloud-ccaas/docs/error-handling";

/// A refusal.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    title: &'static str,
    anchor: &'static str,
    detail: String,
    violations: Vec<Value>,
}

impl Problem {
    /// One without particulars.
    pub(super) fn of(status: StatusCode) -> Self {
        let (title, anchor, detail) = match status.as_u16() {
            400 | 422 => ("Constraint Violation", "constraint-violation", "The request does not keep to the contract."),
            401 => ("Unauthorized", "unauthorized", "The access token is missing, malformed or expired."),
            403 => ("Forbidden", "forbidden", "The user's roles do not allow this."),
            404 => ("Resource Not Found", "resource-not-found", "There is no such resource."),
            429 => ("Too Many Requests", "too-many-requests", "The rate limit is reached."),
            _ => ("Server Error", "server-error", "An unexpected error occurred."),
        };
        Self { status, title, anchor, detail: detail.to_owned(), violations: Vec::new() }
    }

    /// A field that does not keep to the contract.
    pub(super) fn violation(field: impl Into<String>, message: &str, code: u32) -> Self {
        Self::of(StatusCode::BAD_REQUEST).and(field, message, Some(code))
    }

    pub(super) fn and(mut self, field: impl Into<String>, message: &str, code: Option<u32>) -> Self {
        let mut violation = json!({"field": field.into(), "message": message});
        if let (Some(code), Some(fields)) = (code, violation.as_object_mut()) {
            fields.insert("code".to_owned(), json!(code));
        }
        self.violations.push(violation);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let documents = if self.status == StatusCode::UNPROCESSABLE_ENTITY { OTHER_DOCUMENTS } else { DOCUMENTS };
        let mut body = Map::new();
        body.insert("type".to_owned(), json!(format!("{documents}#{}", self.anchor)));
        body.insert("title".to_owned(), json!(self.title));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        body.insert("detail".to_owned(), json!(self.detail));
        if !self.violations.is_empty() {
            body.insert("violations".to_owned(), json!(self.violations));
        }
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
