//! A refusal in the platform's `ErrorBody`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal.
#[derive(Debug)]
pub(super) struct ErrorBody {
    status: StatusCode,
    code: &'static str,
    message: String,
    permissions: Option<String>,
}

impl ErrorBody {
    /// One without particulars.
    pub(super) fn of(status: StatusCode) -> Self {
        let (code, message) = match status.as_u16() {
            400 => ("bad.request", "The request could not be understood by the server due to malformed syntax."),
            401 => ("bad.credentials", "Invalid login credentials."),
            403 => ("not.authorized", "You are not authorized to perform the requested action."),
            404 => ("not.found", "The requested resource was not found."),
            409 => ("general.conflict", "The resource was changed by somebody else."),
            413 => ("request.entity.too.large", "The request is over the size limit."),
            429 => ("too.many.requests", "Rate limit exceeded the maximum. Retry the request in [3] seconds"),
            503 => ("service.unavailable", "Service Unavailable - The server is currently unavailable."),
            _ => ("internal.server.error", "The server encountered an unexpected condition."),
        };
        Self { status, code, message: message.to_owned(), permissions: None }
    }

    /// What the request was refused for, in words.
    pub(super) fn saying(status: StatusCode, message: &str) -> Self {
        Self { message: message.to_owned(), ..Self::of(status) }
    }

    /// A permission that the token lacks.
    pub(super) fn missing(permission: &str) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            code: "missing.permissions",
            message: format!(
                "Unable to perform the requested action. You are missing the following permission(s): {permission}"
            ),
            permissions: Some(permission.to_owned()),
        }
    }
}

impl IntoResponse for ErrorBody {
    fn into_response(self) -> Response {
        let parameters = self.permissions.map_or_else(|| json!({}), |permissions| json!({"permissions": permissions}));
        let body = json!({"message": self.message, "code": self.code, "status": self.status.as_u16(),
            "messageParams": parameters, "contextId": "5a3b1e0c-1e9e-4c1d-9f00-0c1e9e7a5a3b", "details": [], "errors": []});
        (self.status, Json(body)).into_response()
    }
}
