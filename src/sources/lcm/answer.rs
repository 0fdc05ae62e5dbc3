//! The answer's inner message, in every spelling that the platform's document and its samples have for it.

use serde_json::{Map, Value};

use crate::http::HttpError;
use crate::sources::SourceError;
use journey::text;

/// Envelopes in envelopes, and texts in texts, end some time.
const DEPTH: usize = 6;

/// The interactions of an answer, as they came; none, if it names none.
pub(super) fn interactions(answer: &Value) -> Result<Vec<Value>, SourceError> {
    match found(answer, DEPTH)? {
        Some(interactions) => Ok(interactions),
        None => Err(HttpError::NotTheContract(what_it_is(answer)).into()),
    }
}

/// What stands under a key, whatever its case.
pub(super) fn get<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    fields.get(key).or_else(|| fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value))
}

fn found(value: &Value, depth: usize) -> Result<Option<Vec<Value>>, SourceError> {
    let parsed;
    let value = match value {
        Value::String(text) => {
            parsed = basics::json::parse(text).unwrap_or_default();
            &parsed
        }
        value => value,
    };
    let Value::Object(fields) = value else { return Ok(None) };
    if let Some(said) = refusal(fields) {
        return Err(SourceError::Answered(said));
    }
    if get(fields, "subtopic").and_then(text).is_some_and(|subtopic| !subtopic.eq_ignore_ascii_case("CustomerJourney"))
        && !is_error(fields)
    {
        return Ok(None);
    }
    if let Some(response) = get(fields, "response") {
        return list(response, depth).map(Some);
    }
    let inner = ["message", "data"].iter().filter_map(|key| get(fields, key));
    for inner in inner.take(if depth > 0 { 2 } else { 0 }) {
        if let Some(interactions) = found(inner, depth - 1)? {
            return Ok(Some(interactions));
        }
    }
    // Of a customer who is not known there is no list at all.
    Ok(get(fields, "callid").map(|_| Vec::new()))
}

/// A list; one interaction stands for a list of it, and nothing for an empty one.
fn list(response: &Value, depth: usize) -> Result<Vec<Value>, SourceError> {
    match response {
        Value::Array(interactions) => Ok(interactions.clone()),
        Value::Object(fields) => match refusal(fields) {
            Some(said) => Err(SourceError::Answered(said)),
            None if fields.is_empty() => Ok(Vec::new()),
            None => Ok(vec![response.clone()]),
        },
        Value::String(text) if !text.trim().is_empty() && depth > 0 => match basics::json::parse(text) {
            Ok(parsed) => list(&parsed, depth - 1),
            Err(_) => Err(HttpError::NotTheContract(what_it_is(response)).into()),
        },
        _ => Ok(Vec::new()),
    }
}

/// `Error` is the topic of errors.
fn is_error(fields: &Map<String, Value>) -> bool {
    get(fields, "topic").and_then(text).is_some_and(|topic| topic.eq_ignore_ascii_case("Error"))
}

/// What an error says, the most telling first: `errorType`, `errorMessage`, `msg`.
fn refusal(fields: &Map<String, Value>) -> Option<Vec<String>> {
    let is_refusal = ["errorType", "errorMessage"].iter().any(|key| get(fields, key).and_then(text).is_some());
    let said = ["errorMessage", "msg", "errorType"].iter().filter_map(|key| get(fields, key).and_then(text));
    let mut said: Vec<String> = said.filter(|_| is_refusal).collect();
    said.dedup();
    is_refusal.then_some(said)
}

fn what_it_is(value: &Value) -> String {
    let what = match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "another message",
    };
    what.to_owned()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    fn count(answer: Value) -> usize {
        interactions(&answer).unwrap_or_else(|error| panic!("{answer}: {error}")).len()
    }

    #[test]
    fn an_answer_is_read_in_every_form_that_the_document_and_its_samples_have() {
        let one = json!({"ContactID": "2"});
        let inner = |response: Value| json!({"callid": "12345", "response": response});
        let message = |topic: &str, message: Value| json!({"channel": "LCM", "topic": topic, "subtopic": "CustomerJourney", "message": message});
        for topic in ["WebService", "Webservice", "WEBSERVICE"] {
            assert_eq!(count(message(topic, inner(json!([one, one])))), 2);
        }
        let list = inner(json!([one]));
        let forms = [
            message("WebService", list.clone()),
            message("WebService", json!(list.to_string())),
            json!(message("WebService", list.clone()).to_string()),
            message("WebService", inner(one.clone())),
            message("WebService", inner(json!(json!([one]).to_string()))),
            // The outer packet, with the inner message in it; and what is in the inner message alone.
            json!({"channel": "LCM", "topic": "", "subTopic": "", "message": message("WebService", list.clone())}),
            json!({"Message": {"Response": [one]}}),
            list.clone(),
        ];
        for form in forms {
            assert_eq!(count(form.clone()), 1, "{form}");
        }
        for nothing in [json!([]), json!(null), json!(""), json!({}), json!("[]"), json!("null")] {
            assert_eq!(count(message("WebService", inner(nothing.clone()))), 0, "{nothing}");
        }
        assert_eq!(count(message("WebService", json!({"callid": "12345"}))), 0, "no list at all");
    }

    #[test]
    fn an_error_is_told_with_its_message_in_each_of_its_forms() {
        let said = json!({"errorType": "WS_Error", "errorMessage": "Invalid Call ID.", "msg": "Callid is empty"});
        for form in [
            said.clone(),
            json!({"channel": "Amazon", "topic": "Error", "subtopic": "ApiError", "data": said}),
            json!({"channel": "Cisco", "topic": "Error", "subtopic": "SetAPIError", "data": {"packet": "apierror", "data": said}}),
            json!({"channel": "LCM", "topic": "WebService", "subtopic": "CustomerJourney", "message": said}),
            json!({"channel": "LCM", "topic": "WebService", "subtopic": "CustomerJourney", "message": {"callid": "1", "response": said}}),
            json!({"message": said.to_string()}),
        ] {
            let expected = ["Invalid Call ID.", "Callid is empty", "WS_Error"].map(str::to_owned).to_vec();
            assert_eq!(interactions(&form), Err(SourceError::Answered(expected)), "{form}");
        }
        let bare = json!({"topic": "Error", "subtopic": "ApiError", "data": {"errorType": "WEBSOCKET_ERROR", "errorMessage": ""}});
        assert_eq!(interactions(&bare), Err(SourceError::Answered(vec!["WEBSOCKET_ERROR".to_owned()])));
    }

    #[test]
    fn what_answers_something_else_is_not_the_contract() {
        let other =
            json!({"channel": "LCM", "topic": "WebService", "subtopic": "CallOutCome", "message": {"response": []}});
        for answer in [json!(null), json!(7), json!("soon"), json!([]), json!({}), other, json!({"response": "soon"})] {
            let error = interactions(&answer);
            assert!(matches!(error, Err(SourceError::Http(HttpError::NotTheContract(_)))), "{answer}: {error:?}");
        }
        let deep = (0..50).fold(json!({"response": []}), |inner, _| json!({ "message": inner }));
        assert!(interactions(&deep).is_err());
    }
}
