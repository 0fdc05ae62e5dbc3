//! A request as it is noted for tests: everything that a test asks about, and no secret.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Platform;

/// What a platform was asked.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Whose path it was.
    pub platform: Platform,
    /// `GET`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// What is behind the question mark, as it came; empty without one.
    pub query: String,
    /// The names of the headers, in lower case.
    pub headers: Vec<String>,
    /// Which sample token it had: its name, `unknown` for any other, nothing without one.
    pub token: Option<String>,
    /// The body: JSON, a text that is none, or null.
    pub body: Value,
}
