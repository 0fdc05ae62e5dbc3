//! The menu, exports, recent look-ups, and tiles that move.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::desk::{storage, until};
use super::{Desk, call, event};

async fn open_menu(desk: &Desk) {
    desk.click("[aria-label='More actions']", "").await;
    desk.has(1, "menu").await;
}

#[wasm_bindgen_test]
async fn the_menu_is_walked_by_keyboard_and_gives_the_focus_back() {
    let desk = Desk::with_history(&[]);
    open_menu(&desk).await;
    let at = |words: &str| desk.focus().is_some_and(|focus| super::desk::words(&focus).contains(words));
    until("the first entry", || at("Refresh")).await;
    for (key, words) in [
        ("ArrowDown", "Export"),
        ("ArrowUp", "Refresh"),
        ("ArrowUp", "Print"),
        ("Home", "Refresh"),
        ("End", "Print"),
        ("ArrowDown", "Refresh"),
    ] {
        desk.press(key).await;
        assert!(at(words), "{key} to {words}");
    }
    desk.press("Escape").await;
    desk.has(0, "menu").await;
    until("the focus on the button", || {
        desk.focus().is_some_and(|focus| focus.get_attribute("aria-haspopup").is_some())
    })
    .await;
}

#[wasm_bindgen_test]
async fn refresh_reads_the_journey_again() {
    let desk = Desk::with_history(&[event("Before", 5, json!({}))]);
    desk.shows("event", "Before").await;
    desk.answers("/v1/api/events/", 200, &json!({"data": [event("After", 1, json!({}))]}));
    desk.reload().await;
    desk.shows("event", "After").await;
    desk.has(1, "event").await;
}

#[wasm_bindgen_test]
async fn the_density_is_the_agents_and_is_remembered() {
    // `{"sub":"density-agent"}`
    let token = json!("x.eyJzdWIiOiJkZW5zaXR5LWFnZW50In0.x");
    let density = |desk: &Desk| desk.all(".cjw")[0].get_attribute("data-density").unwrap_or_default();
    let desk = Desk::new(&[], |told| told.set_property("bearerToken", token.clone()), |_| {});
    assert_eq!(density(&desk), "condensed");
    open_menu(&desk).await;
    desk.click("[role=menuitemcheckbox]", "Condensed").await;
    until("the comfortable density", || density(&desk) == "comfortable").await;
    let again = Desk::new(&[], |told| told.set_property("bearerToken", token), |_| {});
    until("what was remembered", || density(&again) == "comfortable").await;
    let other = Desk::with_history(&[]);
    other.shows("name", "José").await;
    assert_eq!(density(&other), "condensed", "another agent has chosen nothing");
}

/// The files that the page is given from now on, as texts.
async fn exported(desk: &Desk, format: &str, in_full: bool) -> String {
    js_sys::eval("globalThis.files = []; URL.createObjectURL = (blob) => { blob.text().then((text) => files.push(text)); return 'data:,'; }").expect("runs");
    open_menu(desk).await;
    desk.click("[role=menuitem]", "Export").await;
    desk.has(1, "export").await;
    for (selector, wanted) in [(format!("[value={format}]"), true), ("[type=checkbox]".to_owned(), in_full)] {
        let input: HtmlInputElement = desk.all(&format!("[part~=export] {selector}"))[0].clone().unchecked_into();
        input.set_checked(wanted);
    }
    desk.click("[part~=download]", "Download").await;
    let file = || js_sys::eval("files[0] ?? null").expect("runs").as_string();
    until("a file", || file().is_some()).await;
    desk.has(0, "export").await;
    file().expect("it was just there")
}

#[wasm_bindgen_test]
async fn what_is_filtered_is_exported_with_identities_masked() {
    let desk = Desk::with_history(&[
        event("=Order", 5, json!({"phone": "+15550100", "note": "by jose@example.com"})),
        event("Return", 9, json!({})),
    ]);
    desk.has(2, "event").await;
    desk.types("[part~=filters] input", "order").await;
    desk.has(1, "event").await;
    let csv = exported(&desk, "csv", false).await;
    assert!(csv.contains("'=Order") && !csv.contains("Return"), "{csv}");
    assert!(!csv.contains("5550100") && !csv.contains("jose@"), "{csv}");
    let csv = exported(&desk, "csv", true).await;
    assert!(csv.contains("'+15550100") && csv.contains("jose@example.com"), "{csv}");
}

#[wasm_bindgen_test]
async fn a_journey_is_exported_as_json() {
    let desk = Desk::with_history(&[event("Order", 5, json!({"total": "42"}))]);
    desk.has(1, "event").await;
    let file: Value = serde_json::from_str(&exported(&desk, "json", false).await).expect("JSON");
    assert_eq!((&file["entries"][0]["title"], &file["entries"][0]["fields"]["Total"]), (&json!("Order"), &json!("42")));
    assert_eq!(file["customer"], "+1***00");
}

#[wasm_bindgen_test]
async fn recent_look_ups_are_one_click_away_and_can_be_forgotten() {
    // `{"sub":"recent-agent"}`
    let token = json!("x.eyJzdWIiOiJyZWNlbnQtYWdlbnQifQ.x");
    let supervisor = |told: &mut crate::settings::Told| {
        told.set_property("interactionData", json!(null));
        told.set_property("bearerToken", token.clone());
        told.set_attribute("enable-user-search", Some("true".into()));
    };
    let desk = Desk::new(&[event("Order", 1, json!({}))], supervisor, |_| {});
    desk.has(0, "recent").await;
    for identity in ["jose@example.com", "+15550100"] {
        desk.types("[part~=search] input", identity).await;
        desk.click("[part~=search] [type=submit]", "Look up").await;
        desk.shows("header", identity).await;
    }
    desk.click("[part~=search] button", "Back to the contact").await;
    desk.shows("recent", "+15550100").await;
    let key = "customer-journey-widget.recent.recent-agent";
    let kept = storage().get_item(key).expect("the tab's storage").expect("the look-ups are kept");
    drop(desk);
    // Another page of the same tab.
    let as_before = |told: &mut crate::settings::Told| {
        supervisor(told);
        storage().set_item(key, &kept).expect("the tab's storage");
    };
    let desk = Desk::new(&[event("Order", 1, json!({}))], as_before, |_| {});
    desk.click(".recent-choice", "jose@example.com").await;
    desk.shows("event", "Order").await;
    desk.click("[part~=search] button", "Back to the contact").await;
    desk.click("[aria-label='Forget jose@example.com']", "").await;
    until("one to be left", || desk.all(".recent-choice").len() == 1).await;
    desk.click(".recent .link", "Forget all").await;
    desk.has(0, "recent").await;
}

fn tiles(values: &[(&str, &str, &str)]) -> Value {
    let attributes: Vec<_> = values
        .iter()
        .map(|(label, mode, value)| json!({"queryTemplate": {"displayName": label, "aggregationMode": mode, "widgetAttributes": {"type": "table"}}, "result": value}))
        .collect();
    json!({"data": [{ "attributes": attributes }]})
}

#[wasm_bindgen_test]
async fn a_tile_writes_numbers_as_the_language_does_and_shortens_what_is_long() {
    let long = "word ".repeat(100);
    let profile =
        tiles(&[("Spent", "Sum", "12345.5"), ("Customer number", "Value", "12345"), ("Note", "Value", &long)]);
    let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/progressive-profile-view/", 200, &profile));
    desk.shows("profile-attribute", "12,345.5").await;
    desk.shows("profile-attribute", "Customer number").await;
    assert!(
        desk.texts("profile-attribute").iter().any(|tile| tile.contains("12345") && tile.contains("Customer number"))
    );
    let shown = || desk.texts("profile-attribute").iter().map(String::len).max().unwrap_or_default();
    assert!(shown() < 150, "{}", shown());
    desk.click("[part~=profile-attribute] .link", "Show all").await;
    until("all of it", || shown() > 450).await;
    desk.click("[part~=profile-attribute] .link", "Show less").await;
    until("less of it", || shown() < 150).await;
}

#[wasm_bindgen_test]
async fn a_tile_says_where_its_value_went() {
    let desk = Desk::new(
        &[],
        |_| {},
        |desk| {
            desk.answers(
                "/progressive-profile-view/",
                200,
                &tiles(&[("Calls", "Count", "9"), ("Plan", "Value", "Basic")]),
            )
        },
    );
    desk.shows("profile-attribute", "9").await;
    assert!(desk.all(".trend").is_empty());
    desk.profile_changes(&tiles(&[("Calls", "Count", "10"), ("Plan", "Value", "Gold")])["data"][0]).await;
    desk.shows("profile-attribute", "Rose from 9 while you looked").await;
    desk.shows("profile-attribute", "Changed from Basic while you looked").await;
}

#[wasm_bindgen_test]
async fn a_supervisor_reads_how_a_customer_is_served_in_numbers_that_follow_the_filter() {
    let talked = |task: &str, minutes: i64| {
        [("task:new", 0), ("task:parked", 1), ("task:connected", 3), ("task:ended", 7)]
            .map(|(kind, after)| call(task, kind, minutes - after, json!({"direction": "INBOUND", "queueName": task})))
    };
    let lost = [("task:new", 0), ("task:parked", 0), ("task:ended", 4)]
        .map(|(kind, after)| call("Sales", kind, 400 - after, json!({"direction": "INBOUND", "queueName": "Sales"})));
    let history: Vec<Value> = talked("Support", 90).into_iter().chain(lost).collect();
    let agents = Desk::with_history(&history);
    agents.has(2, "contact").await;
    agents.has(0, "numbers").await;
    let desk = Desk::new(&history, |told| told.set_attribute("enable-user-search", Some("true".to_owned())), |_| {});
    desk.has(2, "contact").await;
    desk.click("[data-section=numbers] .section-title", "Numbers").await;
    let figures = || {
        let all = desk.all("[part~=numbers] dd");
        all.iter().map(super::desk::words).collect::<Vec<_>>()
    };
    until("the numbers", || figures() == ["1 of 2", "0 of 2", "1 of 2", "3m", "4m"]).await;
    desk.types(".filter-row input", "Sales").await;
    until("those of what is searched for", || figures() == ["0 of 1", "0 of 1", "1 of 1", "4m", "–"]).await;
}
