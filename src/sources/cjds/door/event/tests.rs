use super::*;
use journey::{Contact, Event, Journey};
use serde_json::json;

fn event(value: Value) -> Event {
    match arrival(&value) {
        Arrival::Event(event) => event,
        Arrival::Unread(unread) => panic!("{}", unread.problem),
    }
}

fn journey(values: &[Value]) -> Journey {
    let mut journey = Journey::default();
    journey.add(values.iter().map(arrival));
    journey
}

fn only(journey: &Journey) -> &Contact {
    journey.contacts().next().expect("a contact")
}

fn new_contact() -> Value {
    json!({"id": "t", "type": "task:new", "source": "wxcc", "time": "2026-05-01T10:00:00Z", "data": {"taskId": "t"}})
}

/// The event as it comes once more: in another envelope, with its keys in another order.
pub(in crate::sources) fn again(event: &Value, envelope: u8) -> Value {
    let mut event = event.clone();
    if let Some(data) = event["data"].as_object() {
        let turned: serde_json::Map<_, _> =
            data.iter().rev().map(|(key, value)| (key.clone(), value.clone())).collect();
        event["data"] = match envelope {
            0 => Value::Object(turned),
            _ => json!(Value::Object(turned).to_string()),
        };
    }
    match envelope {
        0 => event["specversion"] = json!("1.0"),
        1 => {
            event["person"] = event["identity"].take();
            event["dataContentType"] = json!("string");
        }
        _ => {
            event["identityType"] = json!("phone");
            event = json!(event.to_string());
        }
    }
    event
}

/// As the journey service's own connector of the contact center has it, which writes this file.
#[test]
fn a_call_that_webhooks_told_the_journey_service_is_the_contact_that_cjds_would_tell() {
    let call = include_str!("../../../../../crates/journey-api/src/connectors/webex/mapping/call.json");
    let events: Vec<Value> = serde_json::from_str(call).expect("a list");
    let read = journey(&events);
    assert_eq!(read.unreadable(), 0);
    let contact = only(&read);
    assert_eq!(read.contacts().count(), 1);
    assert!(contact.was_answered() && contact.is_over);
    assert_eq!((contact.queues.join(" "), contact.agents.join(" ")), ("Support".to_owned(), "Ann Lee".to_owned()));
    assert_eq!((contact.team.as_deref(), contact.entry_point.as_deref()), (Some("First line"), Some("Hotline")));
    assert_eq!(contact.reason.as_deref(), Some("Agent Left"));
    assert_eq!(contact.wrap_up_code().map(journey::WrapUpCode::as_str), Some("Solved"));
    let stages: Vec<&str> = contact.stages.iter().map(|stage| stage.kind.key()).collect();
    assert_eq!(stages, ["ivr", "queue", "talk", "hold", "wrap-up"]);
}

#[test]
fn the_source_says_who_sent_it_and_the_type_does_not() {
    let platform = event(json!({"type": "task:new", "source": "/com/cisco/wxcc/123", "data": {"taskId": 7}}));
    assert_eq!((platform.origin, platform.task.as_ref().map(TaskId::as_str)), (Origin::Platform, Some("7")));
    let custom = event(json!({"type": "task:new", "source": "custom/9", "data": {"taskId": "7"}}));
    assert_eq!(custom.origin, Origin::Custom);
    let lost = event(json!({"type": "task:new", "data": {"taskId": "7"}}));
    assert_eq!(lost.origin, Origin::Platform);
    let nothing = event(json!({"type": "task:new", "source": null, "data": {"cart": "7"}}));
    assert_eq!(nothing.origin, Origin::Custom);
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
        assert_eq!(arrival_of_json(text), arrival(&value), "{text}");
    }
    let Arrival::Event(long) = arrival_of_json(&odd[0]) else { panic!("{}", odd[0]) };
    assert_eq!(long.key.id, "12345678901234567890123");
    let Arrival::Event(long) = arrival_of_json(&odd[2]) else { panic!("{}", odd[2]) };
    assert_eq!(long.data["order"], "12345678901234567890123");
}

#[test]
fn what_cannot_be_read_keeps_its_text() {
    let Arrival::Unread(unread) = arrival(&json!("{oops")) else { panic!("was read") };
    assert_eq!(unread.raw.as_deref(), Some("{oops"));
    assert!(unread.problem.found.starts_with("not JSON"));
}

#[test]
fn what_a_flow_writes_is_a_row_of_its_own() {
    for source in ["wxcc_flow", "WXCC-Flow", "wxccFlow", "/com/cisco/wxcc_flow/7", "wxcc%20flow"] {
        let flow = json!({"id": "f", "type": "Menu", "source": source, "time": "2026-05-01T10:00:05Z",
            "data": {"taskId": "t", "uiData": {"title": "Chose billing"}}});
        let journey = journey(&[new_contact(), flow]);
        assert_eq!((journey.len(), only(&journey).events.len()), (2, 1), "{source}");
    }
}

#[test]
fn an_end_whose_sender_put_the_channel_for_the_source_ends_its_contact() {
    let closed = json!({"id": "c", "type": "task:closed", "source": "email", "time": "2026-05-01T10:05:00Z", "data": {"taskId": "t"}});
    let mut events = vec![new_contact(), closed];
    assert!(only(&journey(&events)).is_over);
    for source in ["custom/9", "SMS%20Notification", "Voice%20Contact", "shop"] {
        events[1]["source"] = json!(source);
        assert!(!only(&journey(&events)).is_over, "{source}");
    }
}

#[test]
fn an_event_without_data_or_source_does_not_empty_the_timeline() {
    let journey = journey(&[
        json!({"id": "1", "type": "task:new", "source": "wxcc", "time": "2026-03-01T10:00:00Z"}),
        json!({"id": "2", "type": "Order", "time": "2026-03-01T11:00:00Z", "data": {"uiData": {"title": 7}}}),
        json!({"id": "3", "type": "Order", "source": 5, "time": 1_772_359_200_000_i64, "data": "text"}),
    ]);
    assert_eq!((journey.len(), journey.unreadable()), (3, 0));
}

#[test]
fn an_event_by_the_stream_and_once_more_in_the_history_is_one() {
    let event = json!({"id": "1", "specversion": "1.0", "type": "Payment", "source": "shop", "time": "2026-05-01T10:00:00.123456Z",
        "identity": "+15550100", "identitytype": "phone", "data": {"amount": 12.5, "paid": true, "items": [{"sku": "A", "n": 1}]}});
    let mut journey = Journey::default();
    journey.add([arrival(&event)]);
    for envelope in 0..3 {
        assert_eq!(journey.add([arrival(&again(&event, envelope))]).known, 1, "{envelope}");
    }
    let mut turned = event.clone();
    turned["time"] = json!("1777629600123456");
    turned["data"] = json!({"items": [{"n": "1", "sku": "A"}], "note": null, "paid": "true", "amount": "12.5"});
    assert_eq!(journey.add([arrival(&turned)]).known, 1);
    assert_eq!(journey.len(), 1);
}
