//! What the agent does next: the page around the widget does it.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, call, event};

fn past_call() -> [serde_json::Value; 3] {
    let new =
        call("c", "task:new", 90, json!({"direction": "INBOUND", "origin": "+15550100", "channelType": "telephony"}));
    [new, call("c", "task:connected", 89, json!({"agentName": "Ann"})), call("c", "task:ended", 80, json!({}))]
}

fn with_kinds(kinds: &str) -> Desk {
    let kinds = kinds.to_owned();
    Desk::new(
        &past_call(),
        move |told| {
            told.set_attribute("follow-up", Some(kinds));
            told.set_attribute("collapse-alias-section", Some("false".to_owned()));
        },
        |_| {},
    )
}

fn offered(desk: &Desk, selector: &str) -> Vec<String> {
    desk.all(selector).iter().filter_map(|button| button.get_attribute("aria-label")).collect()
}

#[wasm_bindgen_test]
async fn each_identity_has_the_buttons_that_fit_it() {
    let desk = with_kinds("email, call");
    until("the buttons", || offered(&desk, ".identity [part=follow-up]").len() == 2).await;
    let buttons = offered(&desk, ".identity [part=follow-up]");
    assert_eq!(buttons, ["Call: +15550100", "E-mail: jose@example.com"]);
}

#[wasm_bindgen_test]
async fn where_the_desktop_does_nothing_nothing_is_offered() {
    let desk = with_kinds("");
    desk.click(".row-head", "call").await;
    desk.has(1, "details").await;
    desk.has(2, "identity").await;
    assert!(offered(&desk, "[part=follow-up]").is_empty());
}

#[wasm_bindgen_test]
async fn a_contact_is_called_back_with_its_number_and_its_id() {
    let desk = with_kinds("callback");
    desk.page_takes(true);
    desk.click(".row-head", "call").await;
    desk.has(1, "details").await;
    desk.click(".details [part=follow-up]", "").await;
    let heard = "Action { kind: Callback, identity: \"+15550100\", task_id: Some(\"c\") }";
    until("the page to hear it", || desk.page_heard().iter().any(|one| one == heard)).await;
    assert!(desk.all(".follow-up-untaken").is_empty(), "{}", desk.text());
}

#[wasm_bindgen_test]
async fn what_the_page_does_not_take_over_is_said() {
    let desk = with_kinds("call");
    desk.click(".identity [part=follow-up]", "").await;
    until("words", || desk.text().contains("This desktop did not begin it")).await;
    desk.page_takes(true);
    desk.click(".identity [part=follow-up]", "").await;
    until("no words", || !desk.text().contains("This desktop did not begin it")).await;
}

#[wasm_bindgen_test]
async fn an_event_that_is_no_contact_is_not_followed_up() {
    let desk = Desk::new(
        &[event("Order placed", 5, json!({}))],
        |told| told.set_attribute("follow-up", Some("call".to_owned())),
        |_| {},
    );
    desk.click(".row-head", "Order").await;
    desk.has(1, "details").await;
    assert!(offered(&desk, ".details [part=follow-up]").is_empty());
}
