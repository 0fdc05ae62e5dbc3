use super::*;
use serde_json::json;

fn event(value: Value) -> Event {
    match Arrival::read(&value) {
        Arrival::Event(event) => event,
        Arrival::Unread(unread) => panic!("{}", unread.problem),
    }
}

#[test]
fn the_source_says_who_sent_it_and_the_type_does_not() {
    let platform = event(json!({"type": "task:new", "source": "/com/cisco/wxcc/123", "data": {"taskId": 7}}));
    assert_eq!((platform.origin, platform.task.as_ref().map(TaskId::as_str)), (Origin::Platform, Some("7")));
    let custom = event(json!({"type": "task:new", "source": "custom/9", "data": {"taskId": "7"}}));
    assert_eq!((custom.origin, custom.contact()), (Origin::Custom, None));
    let lost = event(json!({"type": "task:new", "data": {"taskId": "7"}}));
    assert_eq!(lost.origin, Origin::Platform);
    let nothing = event(json!({"type": "task:new", "source": null, "data": {"cart": "7"}}));
    assert_eq!(nothing.origin, Origin::Custom);
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
fn an_element_is_the_same_read_from_its_json_and_from_its_value() {
    let whole = json!({"id": 1, "type": "Order", "source": "shop", "time": "2026-03-01T10:00:00Z", "person": "a@b.example",
        "data": {"order": 7.5, "list": [1, {"deep": true}]}});
    let text = whole.to_string();
    let odd = [
        text.replace("\"id\":1", "\"id\":12345678901234567890123"),
        text.replace("\"id\":1", "\"id\":1,\"id\":2"),
        text.replace("7.5", "12345678901234567890123"),
        text.replace("Order", "cut \\ud83d"),
        Value::String(text.clone()).to_string(),
        "[1, 2]".to_owned(),
        "7".to_owned(),
        "\"{oops\"".to_owned(),
        "{}".to_owned(),
    ];
    for text in [text].iter().chain(&odd) {
        let value = cjds::json::parse(text).expect("JSON");
        assert_eq!(Arrival::read_json(text), Arrival::read(&value), "{text}");
    }
    let Arrival::Event(long) = Arrival::read_json(&odd[0]) else { panic!("{}", odd[0]) };
    assert_eq!(long.key.id, "12345678901234567890123");
    let Arrival::Event(long) = Arrival::read_json(&odd[2]) else { panic!("{}", odd[2]) };
    assert_eq!(long.data["order"], "12345678901234567890123");
}

#[test]
fn what_cannot_be_read_keeps_its_text() {
    let Arrival::Unread(unread) = Arrival::read(&json!("{oops")) else { panic!("was read") };
    assert_eq!(unread.raw.as_deref(), Some("{oops"));
    assert!(unread.problem.found.starts_with("not JSON"));
}

#[test]
fn two_events_without_a_time_are_told_apart_by_what_they_say() {
    let one = event(json!({"id": "id", "type": "Order", "data": {"n": 1}}));
    let two = event(json!({"id": "id", "type": "Order", "data": {"n": 2}}));
    assert_ne!(one.key, two.key);
    assert_ne!(one.key.entry_id(), two.key.entry_id());
}
