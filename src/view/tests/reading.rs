//! How a history is read and followed: to its end, on demand, from another host, and through a stream that says more than
//! events.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::desk::until;
use super::{Desk, event};

const HISTORY: &str = "/v1/api/events/workspace-id/";

#[wasm_bindgen_test]
async fn a_history_without_an_end_comes_to_rest_and_older_events_come_on_demand() {
    let endless = json!({"endless": event("Once more", 5, json!({}))});
    let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/v1/api/events/", 200, &endless));
    desk.shows("load-older", "Load older events").await;
    desk.shows("timeline", "Events read so far: 400. There may be older ones.").await;
    let asked = || desk.asked(HISTORY);
    let before = asked();
    assert!((401..=410).contains(&before), "{before} requests");
    desk.click("[part~=load-older]", "Load older events").await;
    desk.shows("timeline", "Events read so far: 800.").await;
    assert!(asked() <= before + 410, "{} requests", asked());
}

#[wasm_bindgen_test]
async fn what_was_missed_on_several_pages_comes_also_after_a_history_that_failed_half_way() {
    for status in [403, 500] {
        let old = event("Old", 90, json!({}));
        let pages = json!({"pages": [[old], status]});
        let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/v1/api/events/", 200, &pages));
        desk.shows("event", "Old").await;
        desk.shows("error", "").await;
        desk.shows("live-status", "Live").await;
        let missed = [30, 20, 10].map(|minutes| event(&format!("Missed {minutes}"), minutes, json!({})));
        let [first, second, third] = missed;
        // It still fails where it did, further down now.
        let pages = json!({"pages": [[third], [second], [first], [old], status]});
        desk.answers("/v1/api/events/", 200, &pages);
        desk.stream_is_cut().await;
        // At once or waiting, as the top of the timeline is in sight or not; and that may change meanwhile.
        until("all that was missed", || {
            let waiting: String = desk.texts("new-events").concat().chars().filter(char::is_ascii_digit).collect();
            desk.all("[part~=event]").len() + waiting.parse::<usize>().unwrap_or_default() == 4
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn only_messages_of_a_stream_are_entries() {
    let desk = Desk::with_history(&[event("First", 9, json!({}))]);
    desk.has(1, "event").await;
    desk.shows("live-status", "Live").await;
    let real = event("Real", 1, json!({}));
    for text in [
        "event: heartbeat\ndata: {\"type\": \"heartbeat\"}\n\n",
        "event: ping\ndata: ping\n\n",
        "id: 7\nretry: 2000\n\n",
        "data\n\n",
        "data:\n\n",
        ": comment\n\n",
        "event: heartbeat\r\ndata: {}\r\n\r\n",
        &format!("event: message\nid: 8\ndata: {real}\n\n"),
    ] {
        desk.streams(text).await;
    }
    until("the one that is an event", || {
        desk.all("[part~=event]").len() == 2 || desk.texts("new-events").concat().contains("1 new")
    })
    .await;
    assert!(!desk.text().contains("could not be read"), "{}", desk.text());
}

#[wasm_bindgen_test]
async fn a_stream_with_a_line_that_never_ends_is_opened_anew() {
    let desk = Desk::with_history(&[event("First", 9, json!({}))]);
    desk.shows("live-status", "Live").await;
    let asked = || desk.asked("/v1/api/events/stream/");
    let before = asked();
    let piece = "x".repeat(100_000);
    for _ in 0..11 {
        desk.streams(&piece).await;
    }
    until("the stream to be opened anew", || asked() > before).await;
    desk.shows("live-status", "Live").await;
    desk.happens(&event("After it", 1, json!({}))).await;
    until("what happens then", || {
        desk.all("[part~=event]").len() == 2 || desk.texts("new-events").concat().contains("1 new")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_pause_holds_so_many_events_and_the_history_has_the_rest() {
    let all: Vec<Value> = (0..1100).map(|number| event(&format!("Step {number}"), 5, json!({}))).collect();
    let desk = Desk::with_history(&[event("First", 9, json!({}))]);
    desk.has(1, "event").await;
    desk.shows("live-status", "Live").await;
    desk.click("[part~=live-status]", "").await;
    desk.shows("live-status", "Paused").await;
    let text: String = all.iter().map(|event| format!("data: {event}\n\n")).collect();
    desk.streams(&text).await;
    desk.shows("new-events", "1,000 new").await;
    desk.answers("/v1/api/events/", 200, &json!({"data": all}));
    desk.click("[part~=new-events]", "new").await;
    desk.shows("timeline", "1,081 more").await;
}

#[wasm_bindgen_test]
async fn where_the_regions_host_cannot_be_reached_the_former_one_answers_and_is_remembered() {
    let (region, former) = ("api.wxcc-t7.cisco.com", "api-jds.wxdap-prodt7.webex.com");
    let on_it = || {
        Desk::on_host(
            former.to_owned(),
            &[event("First", 9, json!({}))],
            |told| {
                told.set_attribute("base-url", None);
                told.set_property("dataCenter", json!("prodt7"));
            },
            |_| {},
        )
    };
    let desk = on_it();
    desk.shows("event", "First").await;
    desk.shows("live-status", "Live").await;
    let asked = desk.asked_of(region, "/");
    assert!(asked > 0 && desk.asked_of(former, HISTORY) > 0, "the region's host was asked {asked} times");
    drop(desk);
    let again = on_it();
    again.shows("event", "First").await;
    again.shows("live-status", "Live").await;
    assert_eq!(again.asked_of(region, "/"), asked, "it is remembered for the page, and so are its streams");
}

#[wasm_bindgen_test]
async fn a_web_visit_is_one_row_with_its_pages_inside_and_grows_while_it_goes_on() {
    let page = |title: &str, minutes: i64| {
        let mut page = event(title, minutes, json!({"page": title}));
        page["type"] = json!("Web page visit");
        page
    };
    let desk = Desk::with_history(&[page("Kettles", 6), page("Start", 9), event("Walked in", 90, json!({}))]);
    desk.has(2, "event").await;
    desk.shows("event", "2 pages").await;
    desk.shows("event", "Last page: Kettles").await;
    desk.click("[part~=event] .row-head", "Web visit").await;
    until("both pages", || desk.all(".one-of-several").len() == 2).await;
    desk.click(".one-of-several", "Start").await;
    until("the details of a page", || !desk.all("[part~=details] [part~=details] dl").is_empty()).await;
    desk.shows("live-status", "Live").await;
    desk.happens(&page("Checkout", 1)).await;
    until("the third page among them", || {
        // It waits where the top of the timeline is not in sight.
        desk.all("[part~=new-events]").into_iter().for_each(|waits| waits.unchecked_into::<HtmlElement>().click());
        desk.all(".one-of-several").len() == 3
    })
    .await;
    desk.shows("event", "Last page: Checkout").await;
    assert!(!desk.all("[part~=details] [part~=details] dl").is_empty(), "what is open stays open");
    desk.click("[part~=event] .row-head", "Web visit").await;
    until("closed", || desk.all(".one-of-several").is_empty()).await;
}

#[wasm_bindgen_test]
async fn events_that_say_the_same_are_one_row_with_how_often() {
    let desk = Desk::with_history(&[
        event("Reminder", 5, json!({})),
        event("Reminder", 60, json!({})),
        event("Reminder", 120, json!({"total": 7})),
    ]);
    desk.shows("event", "2 times").await;
    assert_eq!(desk.all(".row").len(), 2);
}
