//! What an agent should know before the first word.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::desk::{until, words};
use super::{Desk, call, event};

/// Hours in minutes.
const HOUR: i64 = 60;

fn about(task: &str, minutes_ago: i64, reason: &str, code: &str) -> Vec<Value> {
    let data = json!({"direction": "INBOUND", "contactReason": reason, "agentName": "Yusuf"});
    let mut end = data.clone();
    end["wrapUpAuxCodeName"] = json!(code);
    vec![
        call(task, "task:new", minutes_ago, data.clone()),
        call(task, "task:connected", minutes_ago - 1, data),
        call(task, "task:ended", minutes_ago - 5, end),
    ]
}

fn history() -> Vec<Value> {
    let mut events = about("1", 230 * HOUR, "Delivery", "Delivery rebooked");
    // A week ago and more: what was promised then is overdue.
    events.extend(about("2", 180 * HOUR, "Delivery", "Replacement sent"));
    let steps = json!({"sections": {"nextSteps": "Call back by Friday"}});
    events.push(call("2", "task:wrapup-summary", 180 * HOUR - 6, steps));
    events
}

fn head(element: &web_sys::Element) -> HtmlElement {
    wasm_bindgen::JsCast::unchecked_into(element.clone())
}

#[wasm_bindgen_test]
async fn the_first_sentences_say_how_often_what_is_open_and_how_it_ended() {
    let desk = Desk::with_history(&history());
    desk.shows("claim", "2 contacts about “Delivery” in the last 10 days.").await;
    desk.shows("claim", "Next step: Call back by Friday").await;
    desk.shows("claim", "Last time: Replacement sent, by Yusuf.").await;
    desk.has(3, "claim").await;
    let promises = desk.text().matches("Call back by Friday").count();
    assert_eq!(promises, 1, "what is overdue is not coming up, too: {}", desk.text());
}

#[wasm_bindgen_test]
async fn what_was_promised_lately_is_coming_up_and_the_digest_does_not_say_it_again() {
    let mut events = about("1", 100 * HOUR, "Delivery", "Delivery rebooked");
    events.extend(about("2", 50 * HOUR, "Delivery", "Replacement sent"));
    let steps = json!({"sections": {"nextSteps": "Call back by Friday"}});
    events.push(call("2", "task:wrapup-summary", 50 * HOUR - 6, steps));
    let desk = Desk::with_history(&events);
    desk.shows("planned", "Call back by Friday").await;
    desk.has(2, "claim").await;
    assert_eq!(desk.text().matches("Call back by Friday").count(), 1, "{}", desk.text());
}

#[wasm_bindgen_test]
async fn a_sentence_leads_to_its_entries_even_if_they_are_filtered_out() {
    let desk = Desk::with_history(&history());
    desk.has(2, "contact").await;
    desk.types(".filter-row input", "zeppelin").await;
    desk.has(0, "contact").await;
    desk.click("[part~=claim]", "Next step").await;
    desk.shows("details", "Call back by Friday").await;
    let has_focus = || desk.focus().is_some_and(|focus| words(&focus).contains("Replacement sent"));
    until("the focus on the contact", has_focus).await;
    desk.click("[part~=claim]", "2 contacts").await;
    until("both marked", || desk.all("[part~=contact][data-pointed]").len() == 2).await;
}

#[wasm_bindgen_test]
async fn where_there_is_nothing_to_say_there_is_no_place_for_it() {
    let desk = Desk::with_history(&[event("Order", 5, json!({}))]);
    desk.shows("event", "Order").await;
    until("no place", || desk.all(".digest").is_empty()).await;
    assert!(desk.texts("claim").is_empty());
}

#[wasm_bindgen_test]
async fn what_is_below_does_not_move_when_the_sentences_come() {
    let desk = Desk::new(&[], |_| {}, |desk| desk.answers_late("/v1/api/events/", 200, &json!({"data": history()})));
    let style = Style::new();
    until("its place", || !desk.all(".digest").is_empty()).await;
    let height = || desk.all(".digest").first().map_or(0, |place| head(place).offset_height());
    let before = height();
    assert!(before > 0, "its place is kept while the history is on its way");
    desk.release();
    desk.has(3, "claim").await;
    assert_eq!(height(), before);
    drop(style);
}

/// The widget's stylesheet, for as long as this is there.
struct Style(web_sys::Element);

impl Style {
    fn new() -> Self {
        let document = web_sys::window().and_then(|window| window.document()).expect("a page");
        let style = document.create_element("style").expect("an element");
        style.set_text_content(Some(&crate::view::style()));
        document.head().expect("a head").append_child(&style).expect("it is in the page");
        Self(style)
    }
}

impl Drop for Style {
    fn drop(&mut self) {
        self.0.remove();
    }
}
