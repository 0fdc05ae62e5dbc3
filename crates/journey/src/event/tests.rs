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

#[test]
fn what_two_platforms_say_in_the_same_words_is_two_events() {
    let said = |platform: &str| {
        event(
            json!({"id": "1", "type": "Order", "time": "2026-03-01T10:00:00Z", "platform": platform, "data": {"n": 1}}),
        )
    };
    let all = Platform::ALL.map(|platform| said(platform.key()));
    for (place, one) in all.iter().enumerate() {
        assert_eq!(one.platform, Platform::ALL[place]);
        for other in all.iter().skip(place + 1) {
            assert_ne!(one.key, other.key);
            assert_ne!(one.key.fingerprint(), other.key.fingerprint());
            assert_ne!(one.key.entry_id(), other.key.entry_id());
            assert!(one.before(other).is_lt());
        }
    }
}

#[test]
fn a_row_of_webex_is_called_what_it_was_before_there_were_other_platforms() {
    let order = json!({"id": "1", "type": "Order", "source": "shop", "time": "2026-03-01T10:00:00Z"});
    let id = event(order.clone()).key.entry_id().expect("an id");
    assert_eq!(id.as_str(), "event 1 Order 1772359200.000000000 0");
    let key = event(order).key.clone();
    let number = hash_of(&(&key.id, &key.kind, key.time, key.content, key.origin));
    assert_eq!(key.fingerprint(), number);
}
