//! The one error of the service, and how it becomes an answer in the contract's form. Every handler returns it.

use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::connections::Overdue;
use crate::reason::{Reason, joined};
use crate::store::outage;

/// When to come back, in seconds, while the service or its database is away.
const COME_BACK: u64 = 5;

/// Why a call was refused or failed. The answer says all of it but the cause of an internal error, which is logged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 400: the request does not say what the contract asks for.
    #[error("Bad Request")]
    Invalid(Vec<Reason>),
    /// 401: no token, or one that does not hold.
    #[error("UnAuthorized")]
    Unauthorized(&'static str),
    /// 403: a good token that may not do this.
    #[error("Forbidden")]
    Forbidden(Reason),
    /// 404: nothing of that name in what the token may see.
    #[error("Resource not found")]
    NotFound(Reason),
    /// 405: the path exists, the method does not.
    #[error("Method not allowed")]
    MethodNotAllowed,
    /// 408: the body did not come in its time.
    #[error("Request timeout")]
    TooSlow(&'static str),
    /// 409: it exists already.
    #[error("Resource Already Exists")]
    Conflict(Reason),
    /// 413: the body is larger than allowed.
    #[error("Payload too large")]
    TooLarge(Reason),
    /// 415: the body is in a form that is not taken.
    #[error("Unsupported media type")]
    Unsupported(Reason),
    /// 429: come back later.
    #[error("Too many requests")]
    TooMany {
        /// When to come back, in seconds.
        retry_after: u64,
        /// Of what.
        reason: &'static str,
    },
    /// 503: the service is ending, or its database does not answer.
    #[error("Service unavailable")]
    Unavailable(Reason),
    /// 500: the database failed; 503: it is in trouble that passes.
    #[error("Internal server error")]
    Database(#[from] sqlx::Error),
    /// 500: stored data could not be read, or an answer not be written.
    #[error("Internal server error")]
    Data(#[from] serde_json::Error),
    /// 500: something that should not happen, in words.
    #[error("Internal server error")]
    Internal(String),
}

impl Error {
    /// A 400 with one reason.
    pub fn invalid(reason: impl Into<Reason>) -> Self {
        Self::Invalid(vec![reason.into()])
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Database(error) if is_unstorable(error) => StatusCode::BAD_REQUEST,
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unsupported(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(error) if outage(error).is_some() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) | Self::Data(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> String {
        match self.status() {
            StatusCode::BAD_REQUEST => "Bad Request".to_owned(),
            StatusCode::SERVICE_UNAVAILABLE => "Service unavailable".to_owned(),
            _ => self.to_string(),
        }
    }

    /// What is wrong, as callers are told.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        match self {
            Self::Invalid(reasons) => reasons.clone(),
            Self::Unauthorized(reason) | Self::TooSlow(reason) | Self::TooMany { reason, .. } => vec![(*reason).into()],
            Self::Forbidden(reason)
            | Self::NotFound(reason)
            | Self::Conflict(reason)
            | Self::TooLarge(reason)
            | Self::Unavailable(reason)
            | Self::Unsupported(reason) => {
                vec![reason.clone()]
            }
            Self::MethodNotAllowed => vec![self.to_string().into()],
            Self::Database(error) if is_unstorable(error) => {
                vec!["A text holds the character U+0000, which cannot be stored".into()]
            }
            Self::Database(error) if let Some(trouble) = outage(error) => vec![trouble.into()],
            Self::Database(_) | Self::Data(_) | Self::Internal(_) => {
                vec!["The service failed; its log has the cause under the tracking id".into()]
            }
        }
    }

    /// All that callers are told of it, as one reason.
    pub(crate) fn reason(&self) -> Reason {
        match self.reasons().as_slice() {
            [only] => only.clone(),
            several => joined(several).into(),
        }
    }

    /// All that is to be said of it to somebody who runs the service.
    pub(crate) fn in_words(&self) -> String {
        self.hidden_cause().unwrap_or_else(|| joined(&self.reasons()))
    }

    /// What people who run the service need and callers must not see. It holds no values: what a database says in detail
    /// may be somebody's address.
    pub(crate) fn hidden_cause(&self) -> Option<String> {
        match self {
            // The driver's words, without the statement's values.
            Self::Database(error) => Some(format!("database: {error}")),
            Self::Data(error) => {
                Some(format!("data: {:?} at line {} column {}", error.classify(), error.line(), error.column()))
            }
            Self::Internal(cause) => Some(cause.clone()),
            _ => None,
        }
    }
}

/// PostgreSQL takes every character in a text but this one.
fn is_unstorable(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "22021")
}

/// An error on its way out: the tracking layer, which knows the tracking id, writes the body from it.
#[derive(Clone)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) errors: Vec<Reason>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Some(cause) = self.hidden_cause() {
            tracing::error!(cause, "failed");
        }
        let mut response = self.status().into_response();
        let retry_after = match self {
            Self::TooMany { retry_after, .. } => Some(retry_after),
            _ => (response.status() == StatusCode::SERVICE_UNAVAILABLE).then_some(COME_BACK),
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if matches!(self, Self::Unauthorized(_)) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Refusal { message: self.message(), errors: self.reasons() });
        response
    }
}

impl From<QueryRejection> for Error {
    fn from(rejection: QueryRejection) -> Self {
        Self::invalid(rejection.body_text())
    }
}

impl From<PathRejection> for Error {
    fn from(rejection: PathRejection) -> Self {
        Self::invalid(rejection.body_text())
    }
}

impl From<BytesRejection> for Error {
    fn from(rejection: BytesRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge("The body is larger than this service takes".into()),
            _ if is_overdue(&rejection) => Self::TooSlow("The body did not come in its time"),
            _ => Self::invalid("The body could not be read to its end"),
        }
    }
}

fn is_overdue(rejection: &BytesRejection) -> bool {
    let mut cause = std::error::Error::source(rejection);
    while let Some(error) = cause {
        if error.is::<Overdue>() {
            return true;
        }
        cause = error.source();
    }
    false
}
