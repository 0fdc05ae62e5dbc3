use super::*;
use serde_json::json;

fn read(value: Value) -> ReadEvent {
    CloudEvent::read(&value).expect("an event")
}

#[test]
fn the_three_envelopes_are_one_event() {
    let data = json!({"taskId": "t-1", "channelType": "telephony"});
    let today = json!({"id": "1", "specversion": "1.0", "type": "task:new", "source": "wxcc", "time": "2026-03-01T10:00:00Z",
        "identity": "+15550100", "identitytype": "phone", "previousidentity": null, "datacontenttype": "application/json", "data": data});
    let camel = json!({"id": "1", "specVersion": "1.0", "type": "task:new", "source": "wxcc", "time": "1772359200000",
        "identity": "+15550100", "identityType": "Phone", "dataContentType": "application/json", "data": data});
    let oldest = json!({"id": "1", "specVersion": "1.0", "type": "task:new", "source": "wxcc", "time": "2026-03-01T12:00:00+02:00",
        "person": "+15550100", "dataContentType": "application/json", "identityType": "phone", "data": data.to_string()});
    let event = read(today.clone());
    assert_eq!(event.problems, []);
    assert_eq!(read(camel.clone()), event);
    assert_eq!(read(oldest), event);
    assert_eq!(read(Value::String(camel.to_string())), event, "an element that is a JSON string");
}

#[test]
fn what_is_written_is_read_again() {
    let event = read(json!({"id": "1", "type": "Payment", "source": "custom/7", "time": "2026-03-01T10:00:00.5Z",
        "identity": "a@example.com", "identitytype": "email", "data": {"amount": 12}}));
    assert_eq!(read(event.event.write()), event);
}

#[test]
fn an_event_without_data_is_kept_and_says_so() {
    let event = read(json!({"id": "1", "type": "task:new", "time": "2026-03-01T10:00:00Z"}));
    assert!(event.event.data.is_empty());
    assert_eq!(event.problems, [Problem::new("data", "missing")]);
}

#[test]
fn data_that_is_not_json_is_kept_as_it_came() {
    let event = read(json!({"type": "Order", "time": "2026-03-01T10:00:00Z", "data": "{\"sku\": "}));
    assert_eq!(event.event.data["data"], json!("{\"sku\": "));
    assert_eq!(event.problems[0].place, "data");
    assert!(event.problems[0].found.starts_with("not JSON"), "{}", event.problems[0]);
}

#[test]
fn a_number_where_a_word_was_expected_is_read_as_the_word() {
    let event = read(
        json!({"id": 7, "type": 42, "source": 1, "time": "2026-03-01T10:00:00Z", "identity": 15_550_100, "data": {}}),
    );
    assert_eq!((event.event.id.as_str(), event.event.kind.as_str()), ("7", "42"));
    assert_eq!(event.event.identity, "15550100");
}

#[test]
fn time_falls_back_to_the_other_fields() {
    for (key, value) in [
        ("timestamp", json!("2026-03-01T10:00:00Z")),
        ("createdAt", json!(1_772_359_200_000_i64)),
        ("eventTime", json!("1772359200000")),
    ] {
        let mut event = json!({"type": "x", "data": {}});
        event[key] = value;
        assert_eq!(read(event).event.time, crate::parse_time("2026-03-01T10:00:00Z"), "{key}");
    }
    let inside = read(json!({"type": "x", "time": "whenever", "data": {"createdTime": 1_772_359_200_000_i64}}));
    assert_eq!(inside.event.time, crate::parse_time("2026-03-01T10:00:00Z"));
}

#[test]
fn an_empty_time_is_a_missing_one_and_no_wrong_one() {
    for time in [json!(null), json!(""), json!("  ")] {
        let event = read(json!({"type": "x", "time": time, "data": {}}));
        assert_eq!(event.problems, [Problem::new("time", "missing")], "{time}");
        let elsewhere = read(json!({"type": "x", "time": time, "timestamp": "2026-03-01T10:00Z", "data": {}}));
        assert_eq!((elsewhere.event.time, elsewhere.problems), (crate::parse_time("2026-03-01T10:00:00Z"), vec![]));
    }
    assert_eq!(
        read(json!({"type": "x", "time": "soon", "data": {}})).problems,
        [Problem::new("time", "not a time: \"soon\"")]
    );
}

#[test]
fn what_is_no_event_is_an_error_that_says_what_it_was() {
    assert_eq!(CloudEvent::read(&json!(7)).expect_err("no event").to_string(), "a number where an event was expected");
    assert!(CloudEvent::read(&json!("{oops")).expect_err("no event").to_string().starts_with("not JSON"));
    assert_eq!(CloudEvent::read(&json!({"id": "1"})).expect_err("no event").place, "type");
}

#[test]
fn what_is_moved_out_of_a_value_is_what_is_read_of_it() {
    for value in [
        json!({"id": 7, "type": "Order", "time": 1772359200000_i64, "identityType": "email", "data": {"whole": 1.0, "n": [1e300]}}),
        json!({"type": "Order", "person": "ann@example.com", "previously": "anon", "data": "{\"a\": 1}"}),
        json!("{\"type\": \"Order\", \"data\": {}}"),
        json!({"id": "neither"}),
        json!([1]),
        json!(null),
    ] {
        assert_eq!(CloudEvent::take(value.clone()), CloudEvent::read(&value), "{value}");
    }
}
