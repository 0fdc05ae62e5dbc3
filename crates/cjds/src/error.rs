//! The body of every error answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{self, reads_leniently};

/// What the service says when it refuses or fails. `tracking_id` is what its support asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ApiError {
    /// The status line, `"404 NOT_FOUND"`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub status: String,
    /// One line for people.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub message: String,
    /// What exactly was wrong, one entry each.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub errors: Vec<String>,
    /// When, ISO 8601 UTC.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub timestamp: String,
    /// What to quote to support.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub tracking_id: String,
}

impl ApiError {
    /// What the service says of an address that it does not know: not that somebody or something is not there, but that
    /// it was asked in the wrong place.
    pub const NO_SUCH_PATH: &str = "No such path";

    /// Whether the body of an error answer is one that a service of this contract wrote.
    ///
    /// Gateways, proxies and web frameworks answer 404, too, for an address that leads nowhere, and often in JSON. Only
    /// the contract names the status in its words ("404 NOT_FOUND") beside a tracking ID; and what is there of its
    /// fields must be of its kind: Webex' own gateway has tracking IDs and lists objects as errors.
    pub fn is_of_the_contract(body: &Value, status: u16) -> bool {
        let field = |key: &str| body.get(key).filter(|value| !value.is_null());
        let is_text = |key: &str| matches!(field(key), None | Some(Value::String(_)));
        let error = Self::read(body);
        let says_the_status = error.status.trim().starts_with(&status.to_string());
        let has_errors = match field("errors") {
            None | Some(Value::String(_)) => true,
            Some(Value::Array(errors)) => errors.iter().all(Value::is_string),
            Some(_) => false,
        };
        // `{timestamp, status, error, path}` is what Spring writes where nothing of the application answered.
        let is_of_a_framework = ["error", "path"].iter().any(|key| field(key).is_some());
        !error.tracking_id.trim().is_empty()
            && says_the_status
            && ["message", "timestamp", "trackingId"].into_iter().all(is_text)
            && has_errors
            && !is_of_a_framework
    }

    /// Whether it says that the place was wrong where something was looked for: its address, or this workspace. Then
    /// nothing is known of what was looked for.
    pub fn is_about_the_place(&self, workspace: &str) -> bool {
        std::iter::once(&self.message).chain(&self.errors).any(|said| {
            let said = said.replace(workspace, "").to_lowercase();
            let words: Vec<&str> =
                said.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let words = words.join(" ");
            words == Self::NO_SUCH_PATH.to_lowercase() || WRONG_WORKSPACE.contains(&words.as_str())
        })
    }
}

/// How services say that there is no such workspace, without its id, letters and blanks only. Longer sentences may speak of
/// what is not *in* the workspace.
const WRONG_WORKSPACE: [&str; 7] = [
    "id not found",
    "workspace not found",
    "workspace id not found",
    "workspace with id not found",
    "workspace does not exist",
    "no such workspace",
    "invalid workspace",
];

reads_leniently!(ApiError);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_error_is_read_however_loosely_it_is_written() {
        let error: ApiError = serde_json::from_str(
            r#"{"status": 500, "errors": "database is down", "trackingId": "76cd71d0e678a8bb", "extra": 1}"#,
        )
        .expect("read");
        assert_eq!((error.status.as_str(), error.tracking_id.as_str()), ("500", "76cd71d0e678a8bb"));
        assert_eq!(error.errors, ["database is down"]);
    }

    #[test]
    fn only_the_contracts_own_answer_says_that_nobody_is_there() {
        let whole = json!({"status": "404 NOT_FOUND", "message": "Resource not found", "errors": ["Id 7 Not Found"],
            "timestamp": "2023-03-27T20:59:32.376Z", "trackingId": "76cd71d0e678a8bb"});
        let with = |key: &str, value: Value| {
            let mut body = whole.clone();
            body[key] = value;
            body
        };
        let short = json!({"status": "404 NOT_FOUND", "trackingId": "76cd71d0e678a8bb"});
        for body in
            [&whole, &short, &with("errors", json!([])), &with("errors", json!(null)), &with("status", json!(404))]
        {
            assert!(ApiError::is_of_the_contract(body, 404), "{body}");
        }
        for body in [
            &json!(null),
            &json!("<html><title>404 Not Found</title></html>"),
            &json!({}),
            &json!([]),
            &json!({"message": "no Route matched with those values"}),
            &json!({"message": "no Route matched with those values", "request_id": "f8a1"}),
            &json!({"error": "Not Found"}),
            &json!({"statusCode": 404, "message": "Resource not found"}),
            &json!({"timestamp": "2026-11-28T10:00:00Z", "status": 404, "error": "Not Found", "path": "/admin/v1/api"}),
            &json!({"timestamp": "2026-11-28T10:00:00Z", "status": 404, "error": "Not Found", "path": "/", "trackingId": "7"}),
            &json!({"code": 404, "status": "NOT_FOUND", "message": "The current request is not defined by this API."}),
            &json!({"message": "The requested resource could not be found.", "trackingId": "ROUTER_6A1",
                "errors": [{"description": "The requested resource could not be found."}]}),
            &json!({"fault": {"faultstring": "Unable to identify proxy", "detail": {}}}),
            &with("trackingId", json!("")),
            &with("trackingId", json!(null)),
            &with("trackingId", json!({"id": 7})),
            &with("status", json!("200 OK")),
            &with("status", json!(null)),
            &with("errors", json!([{"description": "no such route"}])),
            &with("errors", json!({"description": "no such route"})),
            &with("message", json!({"text": "no such route"})),
        ] {
            assert!(!ApiError::is_of_the_contract(body, 404), "{body}");
        }
        assert!(!ApiError::is_of_the_contract(&whole, 410), "an answer that contradicts itself");
    }

    #[test]
    fn a_wrong_workspace_or_address_says_nothing_of_the_customer() {
        let said = |message: &str, errors: &[&str]| {
            let error = ApiError {
                message: message.to_owned(),
                errors: errors.iter().map(|text| (*text).to_owned()).collect(),
                ..ApiError::default()
            };
            error.is_about_the_place("ws-7")
        };
        assert!(said("Workspace ws-7 not found", &[]));
        assert!(said("Resource not found", &["Id ws-7 Not Found"]));
        assert!(said(ApiError::NO_SUCH_PATH, &[]) && said("Not Found", &["No such path."]));
        assert!(said("Workspace with id: 'ws-7' not found.", &[]));
        assert!(!said("No person has one of these aliases", &[]));
        assert!(!said("Person not found in workspace ws-7", &["No person with alias +15550100 in ws-7"]));
        assert!(!said("Resource not found", &["Id +15550100 Not Found"]));
    }
}
