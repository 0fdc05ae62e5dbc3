//! Why the vendor did not answer what was asked.

use serde_json::Value;

use crate::connectors::turn::Trouble;
use crate::error::Error;
use crate::reason::{Fault, Reason};

/// Why.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AvayaError {
    /// The connector has no access.
    #[error("the connector has no access to an account of Avaya")]
    NotConnected,
    /// Its status, its words, and all that it said.
    #[error("Avaya refused ({0}): {1}")]
    Refused(u16, String, Box<Value>),
    /// It was not reached, or failed.
    #[error("Avaya does not answer: {0}")]
    Away(String),
    /// Nothing could be read or written down here.
    #[error(transparent)]
    Here(#[from] Error),
}

impl AvayaError {
    /// For whoever administers the connector.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::NotConnected => Fault::NoAccess.into(),
            Self::Refused(status, words, _) => Fault::VendorRefused { status: *status, words: words.clone() }.into(),
            Self::Away(words) => Fault::VendorAway { words: words.clone() }.into(),
            Self::Here(error) => error.reason(),
        }
    }
}

impl Trouble for AvayaError {
    fn not_connected() -> Self {
        Self::NotConnected
    }

    fn too_long() -> Self {
        Self::Away("it takes too long".to_owned())
    }
}

impl From<AvayaError> for Error {
    fn from(error: AvayaError) -> Self {
        match error {
            AvayaError::Here(error) => error,
            AvayaError::Away(ref cause) => {
                tracing::warn!(cause, "Avaya does not answer");
                Self::Unavailable(error.reason())
            }
            error => Self::Conflict(error.reason()),
        }
    }
}

/// What the vendor says when it refuses (RFC 7807), with what it says of single fields.
pub(super) fn words_of(body: &Value) -> String {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let said = ["detail", "title", "error_description", "error", "message"].iter().find_map(|key| text(body, key));
    let violations = body.get("violations").and_then(Value::as_array).into_iter().flatten();
    let of_fields = violations.filter_map(|one| Some(format!("{}: {}", text(one, "field")?, text(one, "message")?)));
    let all: Vec<String> = said.into_iter().chain(of_fields).collect();
    if all.is_empty() { "no words".to_owned() } else { all.join("; ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_is_told_with_what_it_says_of_fields() {
        let body = json!({"title": "Constraint Violation", "status": 400, "detail": "Not valid",
            "violations": [{"field": "accountId", "message": "must match", "code": 20006}]});
        assert_eq!(words_of(&body), "Not valid; accountId: must match");
        assert_eq!(words_of(&json!({"error": "invalid_client"})), "invalid_client");
        assert_eq!(words_of(&json!([])), "no words");
    }
}
