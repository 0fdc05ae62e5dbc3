//! What a service says in the body of an error answer, in whichever of the usual shapes: CJDS' own, problem+json (RFC 9457),
//! Genesys' error body. What has none of them says nothing.

use journey::{TrackingId, text};
use serde_json::Value;

/// What a service says of an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// One sentence each, the most telling first.
    pub(crate) messages: Vec<String>,
    /// What to quote to its support.
    pub(crate) tracking_id: Option<TrackingId>,
    /// The permission that the token lacks, if it names one.
    pub(crate) permission: Option<String>,
}

impl Said {
    /// Reads the body of an error answer.
    pub(crate) fn read(body: &Value) -> Self {
        let field = |keys: &[&str]| keys.iter().find_map(|key| said(body.get(key)?));
        let mut messages: Vec<String> = field(&["message", "detail", "title"]).into_iter().collect();
        match body.get("errors") {
            Some(Value::Array(errors)) => messages.extend(errors.iter().filter_map(said)),
            Some(one) => messages.extend(said(one)),
            None => {}
        }
        for violation in body.get("violations").and_then(Value::as_array).into_iter().flatten() {
            let of = |key: &str| violation.get(key).and_then(said);
            messages.extend(match (of("field"), of("message")) {
                (Some(field), Some(message)) => Some([field, message].join(": ")),
                (field, message) => message.or(field),
            });
        }
        messages.dedup();
        let permission = messages.iter().find_map(|message| permission_in(message));
        let tracking_id = field(&["trackingId", "contextId", "instance"]).and_then(|id| TrackingId::new(&id));
        Self { messages, tracking_id, permission }
    }
}

/// A text, or the one of an object that has one.
fn said(value: &Value) -> Option<String> {
    let of = |value: &Value| text(value).filter(|text| !text.trim().is_empty());
    match value {
        Value::Object(fields) => ["message", "description", "detail"].iter().find_map(|key| of(fields.get(*key)?)),
        Value::Array(_) | Value::Null | Value::Bool(_) => None,
        value => of(value),
    }
}

/// Genesys names them in brackets: `… one of the following permissions: [analytics:conversationDetail:view, …]`.
fn permission_in(message: &str) -> Option<String> {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphabetic());
    let mut words = message.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != ':');
    words.find(|word| word.split(':').count() == 3 && word.split(':').all(is_part)).map(str::to_owned)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(body: Value) -> (Vec<String>, Option<String>) {
        let said = Said::read(&body);
        (said.messages, said.tracking_id.map(|id| id.to_string()))
    }

    #[test]
    fn every_service_is_quoted_in_its_own_words() {
        let cjds = json!({"status": "404 NOT_FOUND", "message": "Resource not found", "errors": ["Id 7 Not Found"], "trackingId": "76cd"});
        assert_eq!(read(cjds), (vec!["Resource not found".into(), "Id 7 Not Found".into()], Some("76cd".into())));
        let avaya = json!({"type": "https://x/#constraint-violation", "title": "Constraint Violation", "status": 400, "detail": "Bad input",
            "violations": [{"field": "accountId", "message": "must match", "code": 20006}, {"message": "is null"}, 7]});
        let expected = ["Bad input", "accountId: must match", "is null"].map(str::to_owned).to_vec();
        assert_eq!(read(avaya), (expected, None));
        let genesys = json!({"message": "Bad request", "code": "bad.request", "status": 400, "contextId": "c-1", "errors": [], "details": []});
        assert_eq!(read(genesys), (vec!["Bad request".into()], Some("c-1".into())));
        assert_eq!(read(json!({"errors": [{"description": "no such route"}], "trackingId": 7})).0, ["no such route"]);
        for nothing in
            [json!(null), json!("<html>"), json!([]), json!({"message": {"x": 1}, "errors": 7.5, "violations": {}})]
        {
            assert!(read(nothing.clone()).1.is_none(), "{nothing}");
        }
        assert!(read(json!({"message": " ", "errors": null})).0.is_empty());
    }

    #[test]
    fn the_permission_that_is_missing_is_named() {
        let of = |message: &str| Said::read(&json!({"message": message})).permission;
        let long = "Unable to perform the requested action. You are missing the following permission(s): [analytics:conversationDetail:view]";
        assert_eq!(of(long).as_deref(), Some("analytics:conversationDetail:view"));
        assert_eq!(of("At 10:00:00 it failed"), None);
        assert_eq!(of("no permission"), None);
    }
}
