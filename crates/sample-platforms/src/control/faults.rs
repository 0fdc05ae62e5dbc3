//! A fault on demand.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Request;
use crate::Platform;

/// What fails, how, and how often. What is left out is true of every request.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Only this platform's paths.
    pub platform: Option<Platform>,
    /// Only this method.
    pub method: Option<String>,
    /// Only paths with this in them.
    pub path: Option<String>,
    /// The status of the answer; without it and without a body, the answer is only late.
    pub status: Option<u16>,
    /// How often; until it is taken away, if it is left out.
    pub times: Option<u32>,
    /// The answer's `Retry-After`, s.
    pub retry_after: Option<u32>,
    /// How long the answer takes, ms; until all faults are taken away, if that is sooner.
    pub delay_ms: u64,
    /// The answer's body in place of the platform's own words; a text is sent as it is, as HTML.
    pub body: Option<Value>,
}

impl Fault {
    /// The status of the answer; `None` if the request goes on to the platform.
    pub(crate) fn answer(&self) -> Option<StatusCode> {
        let status = self.status.or(self.body.is_some().then_some(200))?;
        Some(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
    }

    pub(super) fn is_for(&self, request: &Request) -> bool {
        self.times != Some(0)
            && self.platform.is_none_or(|platform| platform == request.platform)
            && self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&request.method))
            && self.path.as_ref().is_none_or(|part| request.path.contains(part))
    }
}
