//! A webhook as it is kept: what happened, to which task, when; and a key by which it is known again. The contact center may send
//! the same twice, by two subscriptions and under two ids; so what tells happenings apart is what they say, where they say when.

use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

use super::signature::milliseconds;
use crate::checked;
use crate::reason::{Fault, Reason};

/// What came.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Webhook {
    /// By which it is known again, however it comes.
    pub(crate) key: String,
    /// `task:new`, in the webhooks' words.
    pub(crate) kind: String,
    /// Which contact it is about.
    pub(crate) task: String,
    /// When it happened (epoch ms).
    pub(crate) time: i64,
    /// What it says.
    pub(crate) data: Map<String, Value>,
}

/// What is to be done with what came.
#[derive(Debug, PartialEq)]
pub(crate) enum Came {
    /// It belongs to a journey.
    Journey(Webhook),
    /// It is about no contact of a customer: agents who come and go, recordings, messages' texts.
    NoJourney,
}

/// Reads an envelope of either version. `sent`: when it was sent; `now` stands for when it happened, where it does not say.
///
/// # Errors
/// Why it cannot be read.
pub(crate) fn read(envelope: &Value, sent: Option<i64>, now: i64) -> Result<Came, Vec<Reason>> {
    let Value::Object(envelope) = envelope else { return Err(vec![Fault::NoObject.into()]) };
    let mut reasons = Vec::new();
    let named = |name: &str| text(envelope, name);
    if envelope.get("specversion").is_some_and(|version| version != "1.0") {
        reasons.push(Reason::at("specversion", Fault::SpecVersion));
    }
    let (kind, id, source) = (named("type"), named("id"), named("source"));
    for (name, value) in [("type", &kind), ("id", &id), ("source", &source)] {
        if value.is_none() {
            reasons.push(Reason::at(name, Fault::Missing));
        }
    }
    let data = match envelope.get("data") {
        Some(Value::Object(data)) => Some(data.clone()),
        Some(Value::String(text)) => serde_json::from_str(&cjds::json::kept(text)).ok(),
        _ => None,
    };
    if data.is_none() {
        reasons.push(Reason::at("data", Fault::NoObject));
    }
    let (Some(kind), Some(id), Some(source), Some(data), true) = (kind, id, source, data, reasons.is_empty()) else {
        return Err(reasons);
    };
    let Some(task) = text(&data, "taskId").filter(|_| is_journeys(&kind)) else {
        // What is about a customer says which contact.
        return if kind.starts_with("task:") {
            Err(vec![Reason::at("data.taskId", Fault::Missing)])
        } else {
            Ok(Came::NoJourney)
        };
    };
    if let Some(fault) = checked::fault(&task) {
        return Err(vec![Reason::at("data.taskId", fault)]);
    }
    let created = data.get("createdTime").and_then(milliseconds);
    let key = match created {
        Some(time) => key_of(&kind, &task, time, &data),
        None => digest_of(&["id", &source, &id]),
    };
    Ok(Came::Journey(Webhook { key, kind, task, time: created.or(sent).unwrap_or(now), data }))
}

/// By what a happening is known again that says when it was.
pub(crate) fn key_of(kind: &str, task: &str, time: i64, data: &Map<String, Value>) -> String {
    let said = |name| text(data, name).unwrap_or_default();
    let state = said("currentState");
    // Two versions have two names for the same change of an agent's state.
    let kind = if is_agents(kind) { "agent" } else { kind };
    digest_of(&[kind, task, &time.to_string(), &state, &said("agentId"), &said("queueId"), &said("reason")])
}

/// Whether a webhook is about what a customer went through.
fn is_journeys(kind: &str) -> bool {
    kind.starts_with("task:") || is_agents(kind)
}

/// Whether an agent's state changed.
pub(super) fn is_agents(kind: &str) -> bool {
    matches!(kind, "agent:state_change" | "agent:channel_state_change")
}

/// A text, or a number for one.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn digest_of(parts: &[&str]) -> String {
    let whole = digest(&SHA256, serde_json::json!(parts).to_string().as_bytes());
    whole.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::reason::joined;

    pub(in super::super) fn webhook(envelope: Value) -> Webhook {
        match read(&envelope, None, 7) {
            Ok(Came::Journey(webhook)) => webhook,
            other => panic!("{other:?}"),
        }
    }

    /// The contract's own example.
    pub(in super::super) fn ended() -> Value {
        json!({"id": "5f0c2d7e-1111-4222-8333-444455556666", "specversion": "1.0", "type": "task:ended",
            "source": "/com/cisco/wxcc/11111111-2222-4333-8444-555555555555",
            "comciscoorgid": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "comciscotimestamp": 1_795_000_000_123_i64,
            "datacontenttype": "application/json",
            "data": {"taskId": "99999999-0000-4111-8222-333333333333", "channelType": "telephony", "direction": "INBOUND",
                "origin": "+15550100111", "createdTime": 1_795_000_000_000_i64, "reason": "Customer Left",
                "terminatingParty": "Customer"}})
    }

    #[test]
    fn a_webhook_says_what_happened_to_which_task_and_when() {
        let webhook = webhook(ended());
        assert_eq!((webhook.kind.as_str(), webhook.time), ("task:ended", 1_795_000_000_000));
        assert_eq!(webhook.task, "99999999-0000-4111-8222-333333333333");
        assert_eq!(webhook.data["reason"], "Customer Left");
    }

    #[test]
    fn the_same_is_known_again_in_either_version_by_another_subscription_and_under_another_id() {
        let first = webhook(ended()).key;
        let mut again = ended();
        again["id"] = json!("another");
        again["source"] = json!("/com/cisco/wxcc/another");
        again.as_object_mut().expect("an object").remove("comciscotimestamp");
        again["data"]["createdTime"] = json!("1795000000000");
        assert_eq!(webhook(again.clone()).key, first);
        for (name, other) in
            [("createdTime", json!(1_795_000_000_001_i64)), ("reason", json!("Agent Left")), ("taskId", json!("x"))]
        {
            let mut different = ended();
            different["data"][name] = other;
            assert_ne!(webhook(different).key, first, "{name}");
        }
        let state = |kind: &str| {
            json!({"id": "1", "type": kind, "source": "s", "data": {"taskId": "t", "agentId": "a", "createdTime": 5,
                "currentState": "wrapup-done"}})
        };
        assert_eq!(webhook(state("agent:state_change")).key, webhook(state("agent:channel_state_change")).key);
    }

    #[test]
    fn without_its_own_time_it_is_known_by_its_id_and_has_that_of_its_sending() {
        let mut untimed = ended();
        untimed["data"].as_object_mut().expect("an object").remove("createdTime");
        let (first, mut other) = (webhook(untimed.clone()), untimed.clone());
        other["id"] = json!("another");
        assert_ne!(webhook(other).key, first.key);
        assert_eq!(first.time, 7);
        let Ok(Came::Journey(sent)) = read(&untimed, Some(5), 7) else { panic!("read") };
        assert_eq!((sent.time, sent.key), (5, first.key));
    }

    #[test]
    fn what_is_about_no_contact_belongs_to_no_journey() {
        for (kind, data) in [
            ("agent:login", json!({"agentId": "a", "createdTime": 5})),
            ("agent:channel_state_change", json!({"agentId": "a", "currentState": "idle", "createdTime": 5})),
            ("capture:available", json!({"taskId": "t", "filePath": "x", "createdTime": 5})),
            ("task-message:appended", json!({"taskId": "t", "createdTime": 5})),
        ] {
            let envelope = json!({"id": "1", "type": kind, "source": "s", "data": data});
            assert_eq!(read(&envelope, None, 7), Ok(Came::NoJourney), "{kind}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_words() {
        let refused = |envelope: Value| joined(&read(&envelope, None, 7).expect_err("refused"));
        assert_eq!(refused(json!([])), "is no object");
        assert_eq!(refused(json!({})), "type: is missing; id: is missing; source: is missing; data: is no object");
        let mut old = ended();
        old["specversion"] = json!("0.3");
        assert_eq!(refused(old), "specversion: must be 1.0");
        let mut nowhere = ended();
        nowhere["data"] = json!("{}");
        assert_eq!(refused(nowhere), "data.taskId: is missing");
    }
}
