//! What is planned.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, call, event};

fn promised() -> Vec<Value> {
    vec![
        call("1", "task:new", 90, json!({})),
        call("1", "task:connected", 89, json!({"agentName": "Ann"})),
        call("1", "task:ended", 80, json!({"wrapUpAuxCodeName": "Sale"})),
        call("1", "task:wrapup-summary", 79, json!({"sections": {"nextSteps": "Call back by Friday"}})),
    ]
}

fn arranged() -> Value {
    json!([{"id": "c", "scheduleDate": "2099-03-04", "startTime": "15:00", "timezone": "America/New_York",
        "callbackReason": "Bill", "assigneeAgent": "Ann Archer"}])
}

fn with_callbacks(events: &[Value], status: u16, answer: &Value) -> Desk {
    Desk::new(
        events,
        |told| told.set_attribute("scheduled-callbacks", Some("true".to_owned())),
        |desk| desk.answers("/scheduled-callback", status, answer),
    )
}

#[wasm_bindgen_test]
async fn what_is_planned_stands_above_the_timeline_the_next_first() {
    let mut events = promised();
    events.push(event("Technician comes", -2 * 24 * 60, json!({})));
    let desk = with_callbacks(&events, 200, &arranged());
    desk.shows("planned", "Technician comes").await;
    desk.has(1, "planned").await;
    desk.click(".coming-up > .link", "2 more").await;
    desk.has(3, "planned").await;
    let lines = desk.texts("planned");
    assert!(lines[1].contains("Callback · Bill · Ann Archer") && lines[1].contains("(America/New York)"), "{lines:?}");
    assert!(lines[2].contains("Next steps: Call back by Friday"), "{lines:?}");
    assert_eq!(desk.asked("/scheduled-callback"), 1, "once, when the history is there");

    // It was moved; the contact that ends now is the reason to ask again.
    let mut moved = arranged();
    moved[0]["startTime"] = json!("09:30");
    desk.answers("/scheduled-callback", 200, &moved);
    desk.happens(&call("2", "task:connected", 3, json!({"agentName": "Ann"}))).await;
    desk.happens(&call("2", "task:ended", 0, json!({}))).await;
    desk.shows("planned", "9:30").await;
}

#[wasm_bindgen_test]
async fn what_is_planned_leads_to_the_entry_that_tells_of_it() {
    let desk = Desk::with_history(&promised());
    desk.click(".planned", "Call back by Friday").await;
    desk.shows("details", "Next steps").await;
}

#[wasm_bindgen_test]
async fn a_service_that_knows_no_callbacks_is_asked_once_and_nobody_is_told() {
    let desk = with_callbacks(&promised(), 404, &json!({}));
    desk.shows("planned", "Call back by Friday").await;
    desk.happens(&call("2", "task:ended", 0, json!({}))).await;
    until("the promise is kept", || desk.texts("planned").is_empty()).await;
    assert_eq!(desk.asked("/scheduled-callback"), 1);
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn callbacks_that_could_not_be_had_are_said_and_asked_for_again() {
    let desk = with_callbacks(&promised(), 400, &json!({}));
    desk.shows("coming-up", "Arranged callbacks could not be loaded.").await;
    desk.answers("/scheduled-callback", 200, &arranged());
    desk.click(".coming-up .link", "Try again").await;
    desk.shows("planned", "Callback · Bill").await;
}

#[wasm_bindgen_test]
async fn nobody_is_asked_for_callbacks_who_is_not_known_to_have_any() {
    let desk = Desk::with_history(&promised());
    desk.shows("planned", "Call back by Friday").await;
    assert_eq!(desk.asked("/scheduled-callback"), 0);
}
