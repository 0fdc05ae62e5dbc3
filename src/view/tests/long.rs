//! A timeline of which only a stretch is in the page.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::desk::{until, words};
use super::{Desk, event};

fn steps(count: i64) -> Vec<Value> {
    (0..count).map(|number| event(&format!("Step {number:03}"), number * 7, json!({"number": number}))).collect()
}

/// A widget of 600 px that shows everything.
async fn shown(count: i64) -> Desk {
    let desk = Desk::with_history(&steps(count));
    let style = "height: 600px; overflow: auto; display: block;";
    desk.all(".cjw")[0].set_attribute("style", style).expect("a style");
    desk.click("[part~=show-all]", &count.to_string()).await;
    until("everything to be shown", || desk.all("[part~=show-all]").is_empty()).await;
    desk
}

fn scroller(desk: &Desk) -> HtmlElement {
    desk.all(".cjw")[0].clone().unchecked_into()
}

fn focused(desk: &Desk) -> String {
    desk.focus().map(|focus| words(&focus)).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn only_what_is_in_sight_is_in_the_page() {
    let desk = shown(400).await;
    desk.shows("event", "Step 000").await;
    assert!(desk.all(".row").len() < 150, "{}", desk.all(".row").len());
    scroller(&desk).set_scroll_top(i32::MAX);
    until("the last row", || {
        scroller(&desk).set_scroll_top(i32::MAX);
        desk.texts("event").iter().any(|text| text.contains("Step 399"))
    })
    .await;
    assert!(desk.all(".row").len() < 150, "{}", desk.all(".row").len());
    assert!(!desk.texts("event").iter().any(|text| text.contains("Step 000")));
    scroller(&desk).set_scroll_top(0);
    desk.shows("event", "Step 000").await;
}

#[wasm_bindgen_test]
async fn end_goes_to_the_last_entry_of_all_and_home_to_the_first() {
    let desk = shown(400).await;
    desk.all(".row-head")[0].clone().unchecked_into::<HtmlElement>().focus().expect("focus");
    desk.press("End").await;
    until("the last entry", || focused(&desk).contains("Step 399")).await;
    desk.press("ArrowUp").await;
    until("the one before", || focused(&desk).contains("Step 398")).await;
    desk.press("Home").await;
    until("the first entry", || focused(&desk).contains("Step 000")).await;
}

#[wasm_bindgen_test]
async fn the_focus_waits_in_the_timeline_while_its_row_is_away() {
    let desk = shown(400).await;
    desk.all(".row-head")[3].clone().unchecked_into::<HtmlElement>().focus().expect("focus");
    assert!(focused(&desk).contains("Step 003"));
    scroller(&desk).set_scroll_top(12_000);
    until("the timeline to hold the focus", || desk.focus().is_some_and(|focus| focus.class_name() == "timeline"))
        .await;
    scroller(&desk).set_scroll_top(0);
    until("the focus on its row again", || focused(&desk).contains("Step 003")).await;
    scroller(&desk).set_scroll_top(12_000);
    until("the timeline to hold the focus", || desk.focus().is_some_and(|focus| focus.class_name() == "timeline"))
        .await;
    desk.press("ArrowDown").await;
    until("the row after it", || focused(&desk).contains("Step 004")).await;
}

#[wasm_bindgen_test]
async fn the_room_for_rows_that_are_away_is_as_high_as_they_were() {
    let desk = shown(400).await;
    let room = |above: bool| {
        let rooms = desk.all(".room");
        let room = if above { rooms.first() } else { rooms.last() };
        room.map(|room| room.get_bounding_client_rect().height()).unwrap_or_default()
    };
    assert!(room(true) == 0.0 && room(false) > 8_000.0, "{} {}", room(true), room(false));
    // Screen by screen, as a person does, so that all of it was seen once.
    for _ in 0..400 {
        let before = scroller(&desk).scroll_top();
        scroller(&desk).set_scroll_top(before + 550);
        super::desk::drawn().await;
        if scroller(&desk).scroll_top() == before {
            break;
        }
    }
    assert_eq!(room(false), 0.0, "at {} of {}", scroller(&desk).scroll_top(), scroller(&desk).scroll_height());
    let whole = desk.all(".list")[0].get_bounding_client_rect().height();
    scroller(&desk).set_scroll_top(0);
    desk.shows("event", "Step 000").await;
    let again = desk.all(".list")[0].get_bounding_client_rect().height();
    assert!((whole - again).abs() < 40.0, "{whole} px from below, {again} px from above");
}

#[wasm_bindgen_test]
async fn a_search_finds_what_was_never_in_the_page() {
    let desk = shown(400).await;
    let field: web_sys::HtmlInputElement = desk.all(".filters input")[0].clone().unchecked_into();
    field.set_value("step 37");
    field.dispatch_event(&web_sys::Event::new("input").expect("an event")).expect("dispatched");
    // 037, 137, 237, 337 and the ten from 370 on.
    desk.has(14, "event").await;
    assert!(desk.texts("event")[13].contains("Step 379"));
    assert!(!desk.all("mark").is_empty(), "what was searched is marked");
}

#[wasm_bindgen_test]
async fn a_link_in_the_pages_address_opens_its_contact() {
    let mut events = steps(60);
    events.push(super::call("linked", "task:new", 900, json!({"direction": "INBOUND"})));
    let location = web_sys::window().expect("a window").location();
    location.set_hash("task=linked").expect("an address");
    let desk = Desk::with_history(&events);
    desk.shows("details", "linked").await;
    location.set_hash("").expect("an address");
    desk.has(1, "details").await;
}
