use super::*;
use crate::samples::{call, custom, journey, wire};
use serde_json::{Value, json};

fn ids(journey: &Journey) -> Vec<String> {
    journey.entries().map(|entry| entry.id.to_string()).collect()
}

#[test]
fn the_same_event_twice_is_one_row() {
    let mut journey = journey(&call("1", "2026-03-01", Some("Sale")));
    let before = journey.clone();
    let added = journey.add(&call("1", "2026-03-01", Some("Sale")));
    assert_eq!((added.new, added.known, added.rows), (0, 6, 0));
    assert_eq!(journey, before);
}

#[test]
fn events_that_share_an_id_are_all_there() {
    let order = |time: &str| custom("Order", time, json!({}));
    let journey = journey(&[
        order("2026-03-01T10:00:00Z"),
        order("2026-03-01T10:00:00.001Z"),
        custom("Return", "2026-03-01T10:00:00Z", json!({})),
    ]);
    assert_eq!(journey.len(), 3);
}

#[test]
fn whatever_order_events_come_in_the_journey_is_the_same() {
    let mut events = call("1", "2026-03-01", Some("Sale"));
    events.extend(call("2", "2026-03-02", None));
    events.push(custom("Order", "2026-03-01T12:00:00Z", json!({"uiData": {"title": "Order"}})));
    let forwards = journey(&events);
    events.reverse();
    let mut backwards = Journey::default();
    for event in &events {
        backwards.add([event]);
    }
    assert_eq!(forwards, backwards);
    assert_eq!(ids(&forwards)[0], "contact 2");
    assert_eq!(ids(&forwards)[2], "contact 1");
}

#[test]
fn a_late_event_takes_its_place_and_moves_its_contact() {
    let mut journey = journey(&[
        wire("1", "task:ended", "2026-03-01T12:00:00Z", json!({})),
        custom("Order", "2026-03-01T11:00:00Z", json!({})),
    ]);
    assert_eq!(ids(&journey)[0], "contact 1");
    let added = journey.add(&[wire("1", "task:new", "2026-03-01T10:00:00Z", json!({}))]);
    assert_eq!((added.new, added.rows), (1, 0));
    assert_eq!(ids(&journey)[1], "contact 1");
    assert_eq!(journey.len(), 2);
}

#[test]
fn numeric_task_ids_do_not_reorder_the_list() {
    let mut events = call("900", "2026-03-01", None);
    events.extend(call("10", "2026-03-02", None));
    events.extend(call("2", "2026-03-03", None));
    assert_eq!(ids(&journey(&events)), ["contact 2", "contact 10", "contact 900"]);
}

#[test]
fn what_is_known_and_what_adds_a_row_is_told_before_it_is_added() {
    let journey = journey(&call("1", "2026-03-01", None));
    let told = |value: &Value| {
        let arrival = Arrival::from(value);
        (journey.contains(&arrival), journey.has_row_of(&arrival))
    };
    assert_eq!(told(&call("1", "2026-03-01", None)[0]), (true, true));
    assert_eq!(told(&wire("1", "task:hold", "2026-03-01T18:00:00Z", json!({}))), (false, true));
    assert_eq!(told(&wire("2", "task:new", "2026-03-01T18:00:00Z", json!({}))), (false, false));
    assert_eq!(told(&custom("Order", "2026-03-01T11:00:00Z", json!({}))), (false, false));
    assert_eq!(told(&json!(7)), (false, false));
}

#[test]
fn a_live_event_touches_one_row_only() {
    let mut events = Vec::new();
    for day in 1..=28 {
        events.extend(call(&format!("t{day}"), &format!("2026-02-{day:02}"), Some("Sale")));
    }
    let mut journey = journey(&events);
    let before: Vec<_> = journey.entries().cloned().collect();
    journey.add(&[wire("t7", "task:wrapup-summary", "2026-03-01T10:00:00Z", json!({"summary": "Sold."}))]);
    let after: Vec<_> = journey.entries().cloned().collect();
    let changed: Vec<_> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| !Arc::ptr_eq(before, after))
        .map(|(before, after)| (before.id.as_str(), before.revision == after.revision))
        .collect();
    assert_eq!(changed, [("contact t7", false)]);
}

#[test]
fn rows_are_read_for_a_search_some_at_a_time_and_each_once() {
    let mut journey = journey(&call("1", "2026-03-01", None));
    journey
        .add(&[custom("Order", "2026-03-01T12:00:00Z", json!({})), custom("Visit", "2026-03-01T12:00:00Z", json!({}))]);
    assert_eq!((journey.prepare_search(2), journey.prepare_search(2), journey.prepare_search(2)), (2, 1, 0));
    journey.add(&[wire("1", "task:hold", "2026-03-01T10:03:00Z", json!({}))]);
    assert_eq!(journey.prepare_search(2), 1, "the contact that has changed");
}

#[test]
fn what_cannot_be_read_is_kept_once_and_hides_nothing() {
    let mut events = call("1", "2026-03-01", None);
    events.push(json!("{oops"));
    events.push(json!(7));
    let mut journey = journey(&events);
    assert_eq!((journey.len(), journey.unreadable()), (3, 2));
    let again = journey.add(&[json!("{oops")]);
    assert_eq!((again.unreadable, again.known, journey.unreadable()), (0, 1, 2));
}

#[test]
fn hidden_events_and_an_agents_own_state_are_not_rows() {
    let mut state = wire("x", "agent:state_change", "2026-03-01T10:00:00Z", json!({"currentState": "idle"}));
    state["data"] = json!({"currentState": "idle"});
    let hidden = |value: Value| custom("Order", "2026-03-01T10:00:00Z", json!({"uiData": {"hidden": value}}));
    assert!(journey(&[state, hidden(json!("yes"))]).is_empty());
    assert_eq!(journey(&[hidden(json!("false"))]).len(), 1);
}

#[test]
fn a_live_event_builds_one_row_however_long_the_history_is() {
    let events: Vec<_> = (0..3_500)
        .flat_map(|number| call(&format!("t{number}"), &format!("20{:02}-03-01", number % 90 + 10), Some("Sale")))
        .collect();
    let mut journey = journey(&events);
    assert_eq!((journey.event_count(), journey.len()), (21_000, 3_500));
    // Grouping everything again for each of many events would take minutes: what is not built again is the same row.
    let built_again = |before: &[Arc<Entry>], journey: &Journey| {
        let same: HashSet<_> = journey.entries().map(Arc::as_ptr).collect();
        before.iter().filter(|row| !same.contains(&Arc::as_ptr(row))).count()
    };
    let before: Vec<Arc<Entry>> = journey.entries().cloned().collect();
    for second in 0..500 {
        journey.add(&[custom("Page", &format!("2026-03-02T10:{:02}:{:02}Z", second / 60, second % 60), json!({}))]);
    }
    assert_eq!((built_again(&before, &journey), journey.len()), (0, 4_000));
    let before: Vec<Arc<Entry>> = journey.entries().cloned().collect();
    journey.add(&call("t7", "2026-03-03", Some("Sale")));
    assert_eq!(built_again(&before, &journey), 1, "the contact that it is about");
}
