//! The body of every error answer.

use serde::Serialize;
use serde_json::Value;

use crate::lenient::{Fields, deserialize_by_read};

/// What the service says when it refuses or fails. `tracking_id` is what its support asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// The status line, `"404 NOT_FOUND"`.
    pub status: String,
    /// One line for people.
    pub message: String,
    /// What exactly was wrong, one entry each.
    pub errors: Vec<String>,
    /// When, ISO 8601 UTC.
    pub timestamp: String,
    /// What to quote to support.
    pub tracking_id: String,
}

impl ApiError {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self {
            status: fields.text("status"),
            message: fields.text("message"),
            errors: fields.texts("errors"),
            timestamp: fields.text("timestamp"),
            tracking_id: fields.text("trackingId"),
        }
    }
}

deserialize_by_read!(ApiError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_read_however_loosely_it_is_written() {
        let error: ApiError = serde_json::from_str(
            r#"{"status": 500, "errors": "database is down", "trackingId": "76cd71d0e678a8bb", "extra": 1}"#,
        )
        .expect("read");
        assert_eq!((error.status.as_str(), error.tracking_id.as_str()), ("500", "76cd71d0e678a8bb"));
        assert_eq!(error.errors, ["database is down"]);
    }
}
