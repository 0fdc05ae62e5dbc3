//! What a platform's assistant wrote of a contact.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Desk, call};

const SEARCH: &str = "/generated-summaries/search";

fn ended(task: &str, minutes_ago: i64) -> [Value; 3] {
    [
        call(task, "task:new", minutes_ago + 10, json!({})),
        call(task, "task:connected", minutes_ago + 9, json!({"agentName": "Ann"})),
        call(task, "task:ended", minutes_ago, json!({"wrapUpAuxCodeName": "Sale"})),
    ]
}

fn desk(events: &[Value], status: u16, answer: &Value) -> Desk {
    Desk::new(
        events,
        |told| told.set_attribute("generated-summaries", Some("true".to_owned())),
        |desk| desk.answers(SEARCH, status, answer),
    )
}

fn written() -> Value {
    json!({"summaries": {
        "POST_CALL": {"7f": {"initialContactReason": "A broken kettle", "nextSteps": "Call back by Friday",
            "proposedWrapUpCodes": [{"name": "Complaint"}, {"name": "Refund"}]}},
        "MID_CALL": {"8a": {"reasonForTransferOrConsult": "Needs billing"}}}})
}

#[wasm_bindgen_test]
async fn what_the_assistant_wrote_of_the_last_contacts_is_there_and_asked_for_once() {
    let old: Vec<Value> = ended("0", 60 * 24 * 9).into();
    let events: Vec<Value> =
        old.into_iter().chain((1..=4_i64).flat_map(|number| ended(&number.to_string(), number * 100))).collect();
    let desk = desk(&events, 200, &written());
    desk.shows("planned", "Call back by Friday").await;
    assert_eq!(desk.asked(SEARCH), 3);
    desk.click("[part~=contact] > button", "").await;
    for words in ["A broken kettle", "Wrap-up codes proposed", "Complaint", "Reason for the transfer", "Needs billing"]
    {
        desk.shows("details", words).await;
    }
    desk.shows("details", "Written by the platform’s assistant").await;
    assert_eq!(desk.asked(SEARCH), 3, "it is known");
    desk.click("[part~=day]:last-of-type [part~=contact]:last-of-type > button", "").await;
    desk.has(2, "details").await;
    assert_eq!(desk.asked(SEARCH), 3, "nothing is kept for so long");
}

#[wasm_bindgen_test]
async fn a_summary_of_the_agents_own_is_not_asked_for_again() {
    let mut events: Vec<Value> = ended("1", 30).into();
    events.push(call("1", "task:wrapup-summary", 29, json!({"summary": "Wants a refund."})));
    let desk = desk(&events, 200, &written());
    desk.click("[part~=contact] > button", "").await;
    desk.shows("details", "Wants a refund.").await;
    assert_eq!(desk.asked(SEARCH), 0);
}

#[wasm_bindgen_test]
async fn where_there_is_no_assistant_nothing_is_said_and_nothing_more_is_asked() {
    let events: Vec<Value> = ended("1", 30).into_iter().chain(ended("2", 90)).collect();
    let desk = desk(&events, 403, &json!({"message": "no scope"}));
    desk.click("[part~=contact] > button", "").await;
    desk.shows("details", "All fields").await;
    desk.has(0, "summary-failed").await;
    desk.has(0, "error").await;
    let asked = desk.asked(SEARCH);
    assert!(asked <= 2, "{asked}");
    desk.reload().await;
    desk.has(2, "contact").await;
    desk.click("[part~=contact]:last-of-type > button", "").await;
    assert_eq!(desk.asked(SEARCH), asked);
}

#[wasm_bindgen_test]
async fn a_summary_that_did_not_come_is_said_where_somebody_looks_and_tried_again_there() {
    let desk = desk(&ended("1", 30), 400, &json!({"message": "down"}));
    desk.has(1, "contact").await;
    desk.shows("name", "José").await;
    desk.has(0, "summary-failed").await;
    desk.click("[part~=contact] > button", "").await;
    desk.shows("summary-failed", "The summary could not be read").await;
    desk.answers(SEARCH, 200, &written());
    desk.click("[part~=summary-failed] [part~=retry]", "Try again").await;
    desk.shows("details", "A broken kettle").await;
    desk.has(0, "summary-failed").await;
}
