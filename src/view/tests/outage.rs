//! What the widget does by itself when the service was away and is back.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, event};

/// Waits until so many events are there. They wait for a click if the timeline's top is not in sight, which depends on
/// what the page of the tests shows besides.
async fn has_events(desk: &Desk, count: usize) {
    let waits = || desk.all("[part~=new-events]");
    until(&format!("{count} events"), || {
        let waiting = desk
            .texts("new-events")
            .iter()
            .filter_map(|text| text.split(' ').next()?.parse::<usize>().ok())
            .sum::<usize>();
        desk.all("[part~=event]").len() + waiting == count
    })
    .await;
    if !waits().is_empty() {
        desk.click("[part~=new-events]", "new").await;
    }
    desk.has(count, "event").await;
}

#[wasm_bindgen_test]
async fn what_was_missed_comes_even_if_the_service_fails_when_it_is_first_asked_for() {
    let (first, missed) = (event("First", 9, json!({})), event("Missed", 1, json!({})));
    let desk = Desk::with_history(std::slice::from_ref(&first));
    desk.has(1, "event").await;
    desk.shows("live-status", "Live").await;
    desk.stream_breaks(500, &json!({})).await;
    desk.answers("/v1/api/events/", 200, &json!({"data": [missed, first]}));
    has_events(&desk, 2).await;
}

#[wasm_bindgen_test]
async fn all_that_was_missed_comes_also_if_something_happens_before_it_is_read() {
    let (first, live) = (event("First", 90, json!({})), event("Live again", 0, json!({})));
    let desk = Desk::with_history(std::slice::from_ref(&first));
    desk.has(1, "event").await;
    desk.shows("live-status", "Live").await;
    let missed = [30, 20, 10].map(|minutes| event(&format!("Missed {minutes}"), minutes, json!({})));
    let [older, newer, newest] = missed;
    let pages = json!([[live, newest], [newer, older], [first]]);
    desk.answers_late("/v1/api/events/", 200, &json!({"pages": pages}));
    desk.stream_is_cut().await;
    desk.happens(&live).await;
    has_events(&desk, 2).await;
    desk.release();
    has_events(&desk, 5).await;
}

#[wasm_bindgen_test]
async fn what_the_service_could_not_give_is_there_by_itself_when_it_is_back() {
    let away = |desk: &Desk| desk.answers("/aliases/", 500, &json!({"message": "Away"}));
    let desk = Desk::new(&[event("First", 9, json!({}))], |_| {}, away);
    desk.shows("error", "Away").await;
    desk.shows("live-status", "Live").await;
    desk.answers("/aliases/", 200, &json!({"data": [{"id": "p", "firstName": "Ann", "phone": ["+15550100"]}]}));
    desk.stream_is_cut().await;
    desk.shows("name", "Ann").await;
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn the_next_contact_asks_again_for_a_workspace_that_could_not_be_had() {
    let desk = Desk::new(
        &[event("First", 9, json!({}))],
        |told| told.set_attribute("project-id", None),
        |desk| desk.answers("/api/workspace", 400, &json!({"message": "Being set up"})),
    );
    desk.shows("error", "Being set up").await;
    desk.answers("/api/workspace", 200, &json!({"data": [{"id": "ws", "wxccSubscriptionIds": ["s"]}]}));
    desk.tell(|told| told.set_property("interactionData", json!({"ani": "+15550200", "interactionId": "next"})));
    desk.shows("event", "First").await;
    desk.has(0, "error").await;
}
