//! Events for the domain's tests, written as JSON of one shape. (The shapes of a platform are read, and tested, where its
//! source is: in the widget.)

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::values::{first_text, text};
use super::{Arrival, Event, EventKind, IdentityType, Journey, Origin, Platform, Problem, Reported, TaskId, Unread};

/// A moment.
pub(crate) fn at(time: &str) -> DateTime<Utc> {
    basics::parse_time(time).expect("a time")
}

/// What is reported by this JSON: `id`, `type`, `source` (the contact center's has "wxcc" in it, a flow's "flow"), `time`,
/// `identity`, `identitytype` and `data`; `platform`, where it is not Webex.
impl From<&Value> for Arrival {
    fn from(json: &Value) -> Self {
        let Some(fields) = json.as_object() else {
            let raw = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
            return Unread {
                platform: Platform::default(),
                problem: Problem::new("", "no event"),
                permission: None,
                raw: Some(raw),
            }
            .into();
        };
        let word = |key: &str| fields.get(key).and_then(text).unwrap_or_default();
        let data = fields.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
        let named = |key: &str| first_text(&data, &[key]).and_then(|id| TaskId::new(&id));
        let (interaction, task) = (named("interactionId"), named("taskId"));
        let (source, is_authored) = (word("source"), data.contains_key("uiData"));
        let is_platforms = source.contains("wxcc") && !source.contains("flow");
        Reported {
            platform: fields
                .get("platform")
                .and_then(text)
                .and_then(|key| Platform::from_key(&key))
                .unwrap_or_default(),
            id: word("id"),
            kind: EventKind::from_word(&word("type"), &data),
            word: word("type"),
            time: fields.get("time").and_then(basics::read_time),
            origin: if is_platforms { Origin::Platform } else { Origin::Custom },
            is_authored: is_authored && source.contains("flow"),
            source,
            task: interaction.or_else(|| task.clone()),
            other_task: task,
            identity: word("identity"),
            identity_type: IdentityType::from_word(&word("identitytype")),
            data,
            problems: Vec::new(),
        }
        .into()
    }
}

/// A contact-center event as JSON.
pub(crate) fn wire(task: &str, kind: &str, time: &str, mut data: Value) -> Value {
    data["taskId"] = json!(task);
    json!({"id": task, "specversion": "1.0", "type": kind, "source": "wxcc", "time": time, "identity": "+15550100",
        "identitytype": "phone", "datacontenttype": "application/json", "data": data})
}

/// A custom event as JSON.
pub(crate) fn custom(kind: &str, time: &str, data: Value) -> Value {
    json!({"id": "id", "specversion": "1.0", "type": kind, "source": "custom/7", "time": time, "identity": "+15550100",
        "identitytype": "phone", "datacontenttype": "application/json", "data": data})
}

/// A contact-center event as the domain has it.
pub(crate) fn task(task: &str, kind: &str, time: &str, data: Value) -> Arc<Event> {
    event(&wire(task, kind, time, data))
}

/// Any event as the domain has it.
pub(crate) fn event(value: &Value) -> Arc<Event> {
    match Arrival::from(value) {
        Arrival::Event(event) => Arc::new(event),
        Arrival::Unread(unread) => panic!("{}", unread.problem),
    }
}

/// A journey of these elements.
pub(crate) fn journey(values: &[Value]) -> Journey {
    let mut journey = Journey::default();
    journey.add(values);
    journey
}

/// A whole call: new, connect, connected, wrap-up, ended and the agent done, a minute apart.
pub(crate) fn call(id: &str, day: &str, wrap_up: Option<&str>) -> Vec<Value> {
    let time = |minute: u32| format!("{day}T10:{minute:02}:00Z");
    let mut events = vec![
        wire(
            id,
            "task:new",
            &time(0),
            json!({"channelType": "telephony", "direction": "INBOUND", "origin": "+15550100", "destination": "+18005550199"}),
        ),
        wire(id, "task:connect", &time(1), json!({"channelType": "telephony", "queueName": "Support"})),
        wire(
            id,
            "task:connected",
            &time(2),
            json!({"channelType": "telephony", "queueName": "Support", "agentName": "Ann"}),
        ),
        wire(id, "task:wrapup", &time(6), json!({"channelType": "telephony", "agentName": "Ann"})),
        wire(
            id,
            "task:ended",
            &time(7),
            json!({"channelType": "telephony", "reason": "Agent Left", "terminatingParty": "agent"}),
        ),
    ];
    if let Some(code) = wrap_up {
        let data = json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": code, "agentName": "Ann"});
        events.push(wire(id, "agent:state_change", &time(8), data));
    }
    events
}
