//! Which platform a request is for, and what each of them says in its own way.

use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::{avaya, genesys, webex};

/// A platform that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// Avaya Experience Platform.
    Avaya,
    /// Genesys Cloud.
    Genesys,
    /// Webex Contact Center: what connectors ask.
    Webex,
}

impl Platform {
    /// Whose path this is; `None` for the tests' own.
    pub(crate) fn of(path: &str) -> Option<Self> {
        if avaya::owns(path) {
            Some(Self::Avaya)
        } else if genesys::owns(path) {
            Some(Self::Genesys)
        } else if webex::owns(path) {
            Some(Self::Webex)
        } else {
            None
        }
    }

    /// What the platform answers when it fails with this status.
    pub(crate) fn refusal(self, status: StatusCode) -> Response {
        match self {
            Self::Avaya => avaya::refusal(status),
            Self::Genesys => genesys::refusal(status),
            Self::Webex => webex::refusal(status),
        }
    }

    /// Which of the platform's sample tokens this is.
    pub(crate) fn token_name(self, token: &str) -> Option<&'static str> {
        match self {
            Self::Avaya => avaya::token_name(token),
            Self::Genesys => genesys::token_name(token),
            Self::Webex => webex::token_name(token),
        }
    }
}
