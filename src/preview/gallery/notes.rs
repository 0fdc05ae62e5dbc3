//! Agents' notes of the gallery's customer. Pure.

use serde_json::{Value, json};

use super::samples;

/// What the service has of notes: one of the agent's own, and one of another's.
pub(super) fn kept() -> Value {
    let note = |id: &str, text: &str, by: &str, is_own: bool, time: &str| json!({"id": id, "text": text, "author": by, "authorName": by, "isOwn": is_own, "createdAt": time, "changedAt": time});
    json!({"data": [
        note("n-2", "Read the new tariff out to him; he wants it by e-mail too.", "Ann Archer", true, "2026-03-04T10:28:00Z"),
        note("n-1", "Asks for Łukasz, who knows the delivery. Number on file is his sister’s.", "Łukasz Żak", false,
            "2026-03-04T10:21:00Z"),
    ]})
}

/// A history with a note on the customer.
pub(super) fn told() -> Vec<Value> {
    let mut events = samples::history();
    events.push(json!({"id": "n-3-1", "specversion": "1.0", "type": "journey:note", "source": "journey-notes",
        "time": "2026-03-04T09:40:00Z", "identity": samples::IDENTITY, "identitytype": "phone",
        "datacontenttype": "application/json", "data": {"noteId": "n-3", "text": "Prefers to be called in the morning",
        "author": "7f3a", "authorName": "Łukasz Żak", "writtenAt": "2026-03-04T09:40:00Z"}}));
    events
}
