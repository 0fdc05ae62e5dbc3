//! Events for the domain's tests, in the contract's shapes.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Arrival, Event, Journey};

/// A moment.
pub(crate) fn at(time: &str) -> DateTime<Utc> {
    cjds::parse_time(time).expect("a time")
}

/// A contact-center event on the wire.
pub(crate) fn wire(task: &str, kind: &str, time: &str, mut data: Value) -> Value {
    data["taskId"] = json!(task);
    json!({"id": task, "specversion": "1.0", "type": kind, "source": "wxcc", "time": time, "identity": "+15550100",
        "identitytype": "phone", "datacontenttype": "application/json", "data": data})
}

/// A custom event on the wire.
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
    match Arrival::read(value) {
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
