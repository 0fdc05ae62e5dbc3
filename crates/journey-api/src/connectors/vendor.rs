//! What contact centers answer when a connector asks their APIs, and why they do not. Each platform's `api` asks.

use cjds::json::kept;
use reqwest::{Response, StatusCode};
use serde_json::Value;

use super::turn::Trouble;
use crate::error::Error;
use crate::reason::{Fault, Reason};

/// A longer answer is none: a page of 250 tasks with all of their activities is some megabytes.
const LARGEST: usize = 32 * 1024 * 1024;

/// Why the vendor did not answer what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// The connector has no access.
    #[error("the connector has no access to the API of its contact center")]
    NotConnected,
    /// Its status, and its words.
    #[error("the contact center refused ({0}): {1}")]
    Refused(u16, String),
    /// Its access token has ended, and nobody renews it.
    #[error("{}", Fault::TokenEnded)]
    TokenEnded,
    /// It was not reached, or failed.
    #[error("the contact center does not answer: {0}")]
    Away(String),
    /// Nothing could be read or written down here.
    #[error(transparent)]
    Here(#[from] Error),
}

impl ApiError {
    /// For whoever administers the connector.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::NotConnected => Fault::NoAccess.into(),
            Self::Refused(status, words) => Fault::VendorRefused { status: *status, words: words.clone() }.into(),
            Self::TokenEnded => Fault::TokenEnded.into(),
            Self::Away(words) => Fault::VendorAway { words: words.clone() }.into(),
            Self::Here(error) => error.reason(),
        }
    }
}

impl Trouble for ApiError {
    fn not_connected() -> Self {
        Self::NotConnected
    }

    fn too_long() -> Self {
        Self::Away("it takes too long".to_owned())
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Here(error) => error,
            ApiError::Away(ref cause) => {
                tracing::warn!(cause, "The contact center does not answer");
                Self::Unavailable(error.reason())
            }
            error => Self::Conflict(error.reason()),
        }
    }
}

/// What is no answer: a refusal with all that it says, or a failure with its words.
#[derive(Debug)]
pub(crate) enum NoAnswer {
    /// Its status, and its body.
    Status(StatusCode, Value),
    /// It was not reached, or is no JSON.
    Away(String),
}

/// What was answered, or why it is no answer.
pub(crate) async fn read(answer: reqwest::Result<Response>) -> Result<Value, ApiError> {
    body_of(answer).await.map_err(|no_answer| match no_answer {
        NoAnswer::Status(status, body) if status.is_client_error() => {
            ApiError::Refused(status.as_u16(), words_of(&body))
        }
        NoAnswer::Status(status, body) => ApiError::Away(format!("{status}, {}", words_of(&body))),
        NoAnswer::Away(cause) => ApiError::Away(cause),
    })
}

/// The same, for who reads refusals by itself.
pub(crate) async fn body_of(answer: reqwest::Result<Response>) -> Result<Value, NoAnswer> {
    // Without its address, which may name somebody.
    let away = |error: reqwest::Error| NoAnswer::Away(error.without_url().to_string());
    let mut answer = answer.map_err(away)?;
    let status = answer.status();
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(away)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            return Err(NoAnswer::Away(format!("the answer is longer than {LARGEST} bytes")));
        }
    }
    // A name that was cut within a sign must not hide the whole answer.
    let body: Option<Value> = std::str::from_utf8(&bytes).ok().and_then(|text| serde_json::from_str(&kept(text)).ok());
    if status.is_success() {
        let is_empty = bytes.is_empty();
        return body
            .or(is_empty.then_some(Value::Null))
            .ok_or_else(|| NoAnswer::Away("the answer is no JSON".to_owned()));
    }
    Err(NoAnswer::Status(status, body.unwrap_or_default()))
}

/// What the vendor says when it refuses: its words, in any of its forms.
pub(crate) fn words_of(body: &Value) -> String {
    let error = body.get("error");
    let listed = error.and_then(|error| error.get("message")).and_then(Value::as_array);
    let words: Vec<&str> =
        listed.into_iter().flatten().filter_map(|one| one.get("description").and_then(Value::as_str)).collect();
    let plain = ["error_description", "message"].iter().find_map(|key| body.get(*key).and_then(Value::as_str));
    let first = body.get("errors").and_then(|errors| errors.get(0)?.get("message")?.as_str());
    if words.is_empty() { first.or(plain).unwrap_or("no words").to_owned() } else { words.join("; ") }
}
