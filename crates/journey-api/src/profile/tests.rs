use chrono::{DateTime, Duration, Utc};
use cjds::CloudEvent;
use serde_json::{Value, json};

use super::compute;

pub(super) fn now() -> DateTime<Utc> {
    cjds::parse_time("2026-03-10T12:00:00Z").expect("a time")
}

pub(super) fn purchase(hours_ago: i64, data: Value) -> CloudEvent {
    let time = cjds::write_time(now() - Duration::hours(hours_ago));
    CloudEvent::read(
        &json!({"id": "1", "type": "Purchase", "source": "custom/1", "time": time, "identity": "a", "data": data}),
    )
    .expect("an event")
    .event
}

fn purchases() -> Vec<CloudEvent> {
    vec![
        purchase(1, json!({"price": 120, "state": "open", "item": {"sku": "A-1"}})),
        purchase(5, json!({"price": "30.5", "state": "paid"})),
        purchase(30, json!({"price": 9.5, "state": "open"})),
        purchase(500, json!({"price": 1000, "state": "paid"})),
        purchase(2, json!({"note": "no price"})),
    ]
}

fn result(attribute: Value) -> Value {
    let mut template = json!({"version": "0.1", "event": "Purchase", "metaDataType": "string", "metaData": "price", "limit": 100,
        "displayName": "x", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Count", "verbose": false});
    for (key, value) in attribute.as_object().expect("an object") {
        template[key] = value.clone();
    }
    let computed = compute(&serde_json::from_value(template).expect("an attribute"), &purchases(), now());
    match computed.error {
        Some(error) => json!({ "error": error }),
        None => computed.result,
    }
}

#[test]
fn each_mode_makes_its_own_of_the_values() {
    for (mode, expected) in [
        ("Value", json!("120")),
        ("Count", json!("3")),
        ("Sum", json!("160")),
        ("Max", json!("120")),
        ("Min", json!("9.5")),
        ("Average", json!("53.333333")),
        ("Distinct", json!(["120", "30.5", "9.5"])),
    ] {
        assert_eq!(result(json!({"aggregationMode": mode})), expected, "{mode}");
    }
}

#[test]
fn the_look_back_and_the_limit_bound_what_counts() {
    assert_eq!(result(json!({"lookBackDurationType": "hours", "lookBackPeriod": 6})), json!("2"));
    assert_eq!(result(json!({"lookBackDurationType": "minutes", "lookBackPeriod": 60})), json!("1"));
    assert_eq!(result(json!({"lookBackPeriod": 30, "aggregationMode": "Sum"})), json!("1160"));
    assert_eq!(result(json!({"limit": 2, "aggregationMode": "Sum"})), json!("150.5"), "the two newest");
}

#[test]
fn keys_may_be_dotted_and_may_be_none() {
    assert_eq!(result(json!({"metaData": "item.sku", "aggregationMode": "Value"})), json!("A-1"));
    assert_eq!(result(json!({"metaData": ""})), json!("4"), "also the event without a price");
}

#[test]
fn rules_choose_the_events() {
    let single = |condition: &str| json!({"rules": {"logic": "SINGLE", "condition": condition}});
    assert_eq!(result(single("Purchase,state,string,Value EQ open")), json!("2"));
    assert_eq!(result(single("Purchase,price,double,Value GTE 30.5")), json!("2"));
    assert_eq!(result(single("Purchase,price,integer,Sum GT 100")), json!("3"), "true over all, so all count");
    assert_eq!(
        result(single("Purchase,price,integer,Sum GT 1000")),
        json!("0"),
        "the old one lies beyond the look-back"
    );
    assert_eq!(result(single("Visit,state,string,Value EQ open")), json!("0"), "a rule on another event");
    let nested = json!({"rules": {"logic": "OR", "args": ["Purchase,state,string,Value EQ paid",
        {"logic": "AND", "args": ["Purchase,state,string,Value EQ open", "Purchase,price,integer,Value LT 100"]}]}});
    assert_eq!(result(nested), json!("2"));
}

#[test]
fn what_cannot_be_computed_says_so_in_its_own_attribute() {
    for attribute in [
        json!({"aggregationMode": "Median"}),
        json!({"lookBackDurationType": "weeks"}),
        json!({"aggregationMode": "Sum", "metaData": "state"}),
        json!({"rules": {"logic": "XOR", "args": ["Purchase,state,string,Value EQ paid"]}}),
        json!({"rules": {"logic": "SINGLE", "condition": "nonsense"}}),
    ] {
        assert!(result(attribute.clone())["error"].is_string(), "{attribute}");
    }
    assert_eq!(result(json!({"aggregationMode": "Value", "metaData": "nothing"})), Value::Null, "no value is no error");
}
