use super::*;
use serde_json::json;

fn event(value: Value) -> Event {
    match Arrival::from(&value) {
        Arrival::Event(event) => event,
        Arrival::Unread(unread) => panic!("{}", unread.problem),
    }
}

#[test]
fn recordings_and_secure_values_do_not_come_in() {
    let event = event(json!({"type": "empath:data", "source": "wxcc", "data": {
        "recUrl": "https://r.example/?X-Amz-Signature=1", "taskId": "1",
        "deep": [{"recUrl": "https://r.example/2", "kept": 1}, {"value": "4111", "isSecure": true}],
        "pin": {"value": "1234", "isSecure": "true"}, "plan": {"value": "gold", "isSecure": "false"},
    }}));
    let text = Value::Object(event.data).to_string();
    assert!(!text.contains("r.example") && !text.contains("4111") && !text.contains("1234"), "{text}");
    assert!(text.contains("gold") && text.contains("kept"), "{text}");
}

#[test]
fn two_events_without_a_time_are_told_apart_by_what_they_say() {
    let one = event(json!({"id": "id", "type": "Order", "data": {"n": 1}}));
    let two = event(json!({"id": "id", "type": "Order", "data": {"n": 2}}));
    assert_ne!(one.key, two.key);
    assert_ne!(one.key.entry_id(), two.key.entry_id());
}
