//! Reading all conversations in one scroll.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::{until, words};
use super::{Desk, call};

fn talk(task: &str, minutes_ago: i64, text: &str) -> Vec<Value> {
    let said =
        json!([{"role": "agent", "text": text}, {"role": "customer", "text": "That is bad", "sentiment": "NEGATIVE"}]);
    vec![
        call(task, "task:connected", minutes_ago, json!({"agentName": "Ann"})),
        call(task, "task:hold", minutes_ago - 1, json!({})),
        call(task, "task:unhold", minutes_ago - 3, json!({})),
        call(task, "task:ended", minutes_ago - 4, json!({"transcript": said})),
    ]
}

fn with_talks(count: usize) -> Desk {
    let events: Vec<Value> = (0..count)
        .flat_map(|place| talk(&format!("t{place}"), 30 + 60 * place as i64, &format!("Talk {place}")))
        .collect();
    Desk::new(&events, |told| told.set_attribute("enable-user-search", Some("true".to_owned())), |_| {})
}

#[wasm_bindgen_test]
async fn all_conversations_are_read_in_place_of_the_timeline_the_newest_first_and_back() {
    let desk = with_talks(3);
    desk.click("[part=read-conversations]", "").await;
    desk.has(3, "conversation").await;
    desk.has(0, "timeline").await;
    let spoken = desk.all(".talk:first-of-type .turn, .talk .turn").first().map(words).unwrap_or_default();
    assert!(spoken.contains("Talk 0"), "{spoken}");
    assert!(
        desk.texts("conversation").iter().all(|talk| talk.contains("On hold for")),
        "{:?}",
        desk.texts("conversation")
    );
    desk.click("[part=read-conversations]", "").await;
    desk.has(1, "timeline").await;
}

#[wasm_bindgen_test]
async fn a_button_leads_from_mark_to_mark_through_all_of_them() {
    let desk = with_talks(20);
    desk.click("[part=read-conversations]", "").await;
    desk.shows("stops", "40 marks").await;
    desk.click("[part=stops] .link", "Next").await;
    desk.shows("stops", "1 of 40").await;
    until("the focus at the hold", || desk.focus().is_some_and(|at| words(&at).contains("On hold"))).await;
    desk.click("[part=stops] .link", "Next").await;
    until("the focus at the bad news", || desk.focus().is_some_and(|at| words(&at).contains("That is bad"))).await;
    desk.click("[part=stops] .link", "Previous").await;
    desk.shows("stops", "1 of 40").await;
    for _ in 0..39 {
        desk.click("[part=stops] .link", "Next").await;
    }
    desk.shows("stops", "40 of 40").await;
    until("the last one", || desk.focus().is_some_and(|at| at.get_attribute("data-mark").as_deref() == Some("39")))
        .await;
}

#[wasm_bindgen_test]
async fn a_filter_narrows_what_is_read() {
    let desk = with_talks(3);
    desk.click("[part=read-conversations]", "").await;
    desk.has(3, "conversation").await;
    desk.types("[part~=filters] input", "Talk 2").await;
    desk.has(1, "conversation").await;
    desk.types("[part~=filters] input", "nothing of the kind").await;
    desk.shows("empty", "No conversation").await;
}
