//! The timeline and its filters.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, call, event};

fn sold(task: &str, minutes_ago: i64, code: &str) -> Vec<Value> {
    let data = |more: Value| {
        let mut data = json!({"direction": "INBOUND", "queueName": "Support", "agentName": "Ann"});
        if let (Some(data), Some(more)) = (data.as_object_mut(), more.as_object()) {
            data.extend(more.clone());
        }
        data
    };
    vec![
        call(task, "task:new", minutes_ago, data(json!({}))),
        call(task, "task:connected", minutes_ago - 1, data(json!({}))),
        call(task, "task:wrapup", minutes_ago - 4, data(json!({}))),
        call(task, "task:ended", minutes_ago - 5, data(json!({"wrapUpAuxCodeName": code}))),
    ]
}

#[wasm_bindgen_test]
async fn a_contact_says_what_it_was_and_how_it_ended() {
    let desk = Desk::with_history(&sold("1", 60, "Sale"));
    desk.shows("contact", "Inbound call").await;
    desk.shows("contact", "Sale").await;
    desk.shows("contact", "Support").await;
    desk.shows("contact", "Ann").await;
    desk.shows("contact", "4m").await;
    desk.shows("wrap-up", "Sale 1").await;
    desk.shows("channel", "Voice 1").await;
    desk.shows("glance", "Inbound call · Sale · ").await;
}

#[wasm_bindgen_test]
async fn where_there_is_no_wrap_up_code_the_contact_centers_own_outcome_stands_on_the_row() {
    let ended = |task: &str, more: Value| {
        let begun = json!({"direction": "INBOUND", "agentName": "Ann"});
        vec![call(task, "task:connected", 60, begun), call(task, "task:ended", 50, more)]
    };
    let desk = Desk::with_history(&ended("1", json!({"outcome": "Promised to pay"})));
    desk.shows("contact", "Promised to pay").await;
    assert!(!desk.texts("contact")[0].contains("No wrap-up code"), "{}", desk.text());
    let desk = Desk::with_history(&ended("2", json!({})));
    desk.shows("contact", "No wrap-up code").await;
}

#[wasm_bindgen_test]
async fn what_goes_on_is_said_by_the_desktop_until_the_history_knows_of_it() {
    let ringing =
        json!({"interactionId": "now", "ani": "+15550100", "mediaType": "telephony", "contactDirection": "INBOUND"});
    let desk = Desk::new(&sold("1", 60, "Sale"), |told| told.set_property("interactionData", ringing), |_| {});
    desk.shows("glance", "NowInbound call").await;
    desk.shows("glance", "Sale").await;

    // What is over for the history and still selected is being wrapped up, and goes on no more.
    let wrapping =
        json!({"interactionId": "1", "ani": "+15550100", "mediaType": "telephony", "contactDirection": "INBOUND"});
    desk.tell(|told| told.set_property("interactionData", wrapping));
    until("nothing goes on", || desk.all(".glance-line[data-now]").is_empty()).await;
    desk.shows("glance", "Sale").await;
    // What the customer wants comes before who has taken it.
    let connected = json!({"direction": "INBOUND", "queueName": "Billing", "agentName": "Ann"});
    desk.happens(&call("now", "task:connected", 0, connected)).await;
    desk.shows("glance", "Inbound call · Billing · ").await;
}

#[wasm_bindgen_test]
async fn an_entry_opens_to_its_details_and_escape_closes_it() {
    let order = event("Order placed", 5, json!({"total": "42.00 EUR", "note": "[Open](javascript:alert(1)) <b>x</b>"}));
    let desk = Desk::with_history(&[order]);
    desk.click(".row-head", "Order placed").await;
    desk.shows("details", "42.00 EUR").await;
    desk.shows("details", "[Open](javascript:alert(1)) <b>x</b>").await;
    assert!(desk.all("a, b").is_empty());
    desk.all(".copy").last().map(|copy| web_sys::HtmlElement::focus(wasm_bindgen::JsCast::unchecked_ref(copy)));
    desk.press("Escape").await;
    desk.has(0, "details").await;
    assert!(desk.focus().is_some_and(|focus| focus.class_name() == "row-head"), "the focus is back on the entry");
}

#[wasm_bindgen_test]
async fn a_link_leads_out_safely() {
    let desk = Desk::with_history(&[event("Order", 5, json!({"page": "See [your invoice](https://shop.example/1)."}))]);
    desk.click(".row-head", "Order").await;
    desk.shows("details", "See your invoice.").await;
    let links = desk.all("a");
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].get_attribute("href").as_deref(), Some("https://shop.example/1"));
    assert_eq!(links[0].get_attribute("target").as_deref(), Some("_blank"));
    assert!(links[0].get_attribute("rel").is_some_and(|rel| rel.contains("noopener")));
}

#[wasm_bindgen_test]
async fn arrow_keys_walk_through_the_timeline() {
    let desk =
        Desk::with_history(&[event("One", 1, json!({})), event("Two", 2, json!({})), event("Three", 3, json!({}))]);
    desk.has(3, "event").await;
    let focused = || desk.focus().map(|focus| super::desk::words(&focus)).unwrap_or_default();
    web_sys::HtmlElement::focus(wasm_bindgen::JsCast::unchecked_ref(&desk.all(".row-head")[0])).expect("focus");
    for (key, title) in [
        ("ArrowDown", "Two"),
        ("ArrowDown", "Three"),
        ("ArrowDown", "Three"),
        ("ArrowUp", "Two"),
        ("Home", "One"),
        ("End", "Three"),
    ] {
        desk.press(key).await;
        assert!(focused().contains(title), "{key}: {}", focused());
    }
}

#[wasm_bindgen_test]
async fn a_live_event_changes_its_row_and_leaves_the_focus() {
    let desk = Desk::with_history(&[call("1", "task:connected", 2, json!({"direction": "INBOUND"}))]);
    desk.shows("badge", "Ongoing").await;
    web_sys::HtmlElement::focus(wasm_bindgen::JsCast::unchecked_ref(&desk.all(".row-head")[0])).expect("focus");
    let row = desk.all("[part~=contact]");
    desk.happens(&call("1", "task:ended", 0, json!({"wrapUpName": "Refund"}))).await;
    desk.shows("contact", "Refund").await;
    assert_eq!(desk.all("[part~=contact]"), row, "the row is the same one");
    assert!(desk.focus().is_some_and(|focus| focus.class_name() == "row-head"));
    assert!(!desk.texts("badge").iter().any(|badge| badge.contains("Ongoing")));
}

#[wasm_bindgen_test]
async fn what_happens_while_paused_is_counted_and_waits() {
    let desk = Desk::with_history(&[event("First", 9, json!({}))]);
    desk.shows("live-status", "Live").await;
    desk.click("[part~=live-status]", "Live").await;
    desk.shows("live-status", "Paused").await;
    desk.happens(&event("Second", 0, json!({}))).await;
    desk.shows("new-events", "1 new").await;
    desk.has(1, "event").await;
    desk.click("[part~=new-events]", "1 new").await;
    desk.has(2, "event").await;
    desk.has(0, "new-events").await;
    desk.shows("live-status", "Live").await;
}

#[wasm_bindgen_test]
async fn a_chip_filters_and_can_be_removed() {
    let mut events = sold("1", 60, "Sale");
    events.push(call("2", "task:new", 300, json!({"channelType": "chat"})));
    events.push(event("Order", 20, json!({})));
    let desk = Desk::with_history(&events);
    desk.has(2, "contact").await;
    desk.click("[part~=channel]", "Chat").await;
    desk.has(1, "contact").await;
    desk.has(0, "event").await;
    desk.has(2, "channel").await;
    assert_eq!(desk.all("[part~=channel][aria-pressed=true]").len(), 1);
    desk.click(".set-filter", "Chat").await;
    desk.has(2, "contact").await;
    desk.has(1, "event").await;
    desk.click("[part~=wrap-up]", "Sale").await;
    desk.has(1, "contact").await;
    desk.click(".set-filters .link", "Clear all").await;
    desk.has(2, "contact").await;
}

#[wasm_bindgen_test]
async fn load_more_adds_as_many_as_the_limit() {
    let events: Vec<_> = (0..12).map(|number| event(&format!("Step {number}"), number, json!({}))).collect();
    let desk = Desk::new(&events, |told| told.set_attribute("limit", Some("5".into())), |_| {});
    desk.has(5, "event").await;
    desk.shows("load-more", "7 more").await;
    desk.click("[part~=load-more]", "").await;
    desk.has(10, "event").await;
    desk.click("[part~=load-more]", "").await;
    desk.has(12, "event").await;
    desk.has(0, "load-more").await;
}

#[wasm_bindgen_test]
async fn an_empty_range_says_what_there_is_and_shows_it() {
    let events = [event("Old", 3_000, json!({})), event("Older", 4_000, json!({}))];
    let desk = Desk::new(&events, |told| told.set_attribute("time-frame", Some("24-Hours".into())), |_| {});
    desk.shows("empty", "Nothing in the last 24 hours").await;
    desk.shows("empty", "2 entries are older.").await;
    desk.click("[part~=empty] button", "Show all time").await;
    desk.has(2, "event").await;
}

#[wasm_bindgen_test]
async fn a_failed_history_says_what_to_do_and_trying_again_works() {
    let desk = Desk::new(
        &[],
        |_| {},
        |desk| {
            desk.answers("/v1/api/events/", 500, &json!({"message": "Down", "trackingId": "cjds-77"}));
        },
    );
    desk.shows("error", "The history could not be loaded").await;
    desk.shows("error", "status 500").await;
    desk.shows("tracking-id", "cjds-77").await;
    desk.shows("name", "José Núñez").await;
    desk.answers("/v1/api/events/", 200, &json!({"data": [event("Back", 1, json!({}))]}));
    desk.click("[part~=retry]", "Try again").await;
    desk.shows("event", "Back").await;
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_a_row_of_its_own() {
    let desk = Desk::with_history(&[json!("{oops"), event("Fine", 1, json!({}))]);
    desk.shows("event", "Fine").await;
    desk.click(".row-head", "could not be read").await;
    desk.shows("details", "{oops").await;
}

#[wasm_bindgen_test]
async fn what_claims_to_be_in_the_future_says_so_and_is_neither_on_top_nor_the_last_contact() {
    let days = 24 * 60;
    let mut history = sold("real", 3 * days, "Sale");
    history.extend(sold("odd", -400 * days, "Refund"));
    history.push(event("Mistyped year", -700 * days, json!({})));
    let desk = Desk::with_history(&history);
    desk.shows("event", "Its time lies in the future:").await;
    let titles: Vec<String> = desk.all(".day-title").iter().map(super::desk::words).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(titles[1], "Dated in the future");
    let glance = desk.all(".glance").iter().map(super::desk::words).collect::<String>();
    assert!(glance.contains("Sale") && !glance.contains("Refund"), "{glance}");
}

#[wasm_bindgen_test]
async fn after_a_transfer_a_contact_is_ongoing_and_its_details_list_both_codes() {
    let done =
        |agent: &str, code: &str| json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": code, "agentName": agent});
    let mut history = vec![
        call("t", "task:connected", 20, json!({"agentName": "Ann"})),
        call("t", "task:transferred", 18, json!({})),
        call("t", "agent:state_change", 17, done("Ann", "Handed over")),
        call("t", "task:connected", 16, json!({"agentName": "Bob"})),
    ];
    let desk = Desk::with_history(&history);
    desk.shows("contact", "Ongoing").await;
    desk.shows("contact", "Bob").await;
    assert!(!desk.all(".row-head").iter().any(|row| super::desk::words(row).contains("Handed over")));
    drop(desk);

    history.push(call("t", "agent:state_change", 5, done("Bob", "Sold")));
    let desk = Desk::with_history(&history);
    desk.click(".row-head", "Sold").await;
    desk.shows("details", "Handed over → Sold").await;
}

#[wasm_bindgen_test]
async fn a_bots_part_says_why_it_was_asked_and_why_it_handed_over_and_what_was_said_is_folded() {
    let said = json!([{"role": "bot", "text": "Hello"}, {"role": "customer", "text": "My kettle is broken"},
        {"role": "bot", "text": "I get somebody"}, {"role": "agent", "text": "Ann here"}]);
    let desk = Desk::with_history(&[
        call("c", "bot:conversation", 90, json!({"botName": "Kettle bot", "intent": "Broken kettle"})),
        call("c", "task:connected", 88, json!({"agentName": "Ann", "channelType": "chat"})),
        call("c", "task:ended", 80, json!({"escalationReason": "Asked for a person", "transcript": said})),
    ]);
    desk.click("[part~=contact] .row-head", "").await;
    desk.shows("bot", "With Kettle bot").await;
    desk.shows("bot", "Broken kettle").await;
    assert!(desk.texts("bot").iter().all(|text| !text.contains("I get somebody")), "{:?}", desk.texts("bot"));
    let spoken = desk.all(".transcript .spoken").iter().map(super::desk::words).collect::<Vec<_>>();
    assert_eq!(spoken, ["Ann here"], "the agent's part stands below");
    desk.click("[part=bot] .link", "What was said").await;
    desk.shows("bot", "I get somebody").await;
}
