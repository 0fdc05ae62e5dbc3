//! What events say, and in which words.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Desk, call, event};

#[wasm_bindgen_test]
async fn an_event_shows_the_words_it_carries() {
    let data = json!({"transcript": "Bot: hello. Customer: my kettle came broken.", "summary": "Wants a refund.",
        "sentiment": "negative", "sections": {"nextSteps": "Call back"}, "cad": {"Plan": {"value": "Gold"}},
        "stringGlobalVariables": [{"name": "Pin", "value": "4711", "isSecure": "true"}], "items": ["Kettle", "Kettle", "Cup"]});
    let desk = Desk::with_history(&[event("Chat transcript", 5, data)]);
    desk.click(".row-head", "Chat transcript").await;
    for words in ["Transcript", "my kettle came broken", "Summary", "Wants a refund.", "Sentiment", "negative"] {
        desk.shows("details", words).await;
    }
    desk.shows("details", "Sections › Next steps").await;
    desk.shows("details", "Plan").await;
    desk.shows("details", "Kettle, Kettle, Cup").await;
    assert!(!desk.text().contains("4711") && !desk.text().contains('→'), "{}", desk.text());
}

#[wasm_bindgen_test]
async fn what_speech_recognition_heard_is_a_conversation_of_two_sides() {
    let wire: Value =
        serde_json::from_str(include_str!("../../../tests/cases/02-captures-transcript-shape/event.json"))
            .expect("JSON");
    let said = &wire["data"]["transcript"];
    for (kind, history) in [
        ("Inbound call", call("t1", "task:ended", 5, json!({"direction": "INBOUND", "transcript": said}))),
        ("Visit", event("Visit", 5, json!({"transcript": said}))),
    ] {
        let desk = Desk::with_history(&[history]);
        desk.click(".row-head", kind).await;
        desk.shows("details", "My kettle came broken.").await;
        let turns: Vec<String> = desk.all(".turn").iter().map(super::desk::words).collect();
        assert_eq!(turns.len(), 2, "{turns:?}");
        assert!(turns[0].starts_with("Customer") && turns[1].starts_with("Agent"), "{turns:?}");
    }
}

fn default_filter(told: &mut crate::settings::Told, tag: &str) {
    let mut contact: Value =
        serde_json::from_str(include_str!("../../../tests/cases/32-default-filter-case/interaction.json"))
            .expect("JSON");
    contact["callAssociatedData"]["JDSDefaultFilter"]["value"] = json!(tag);
    told.set_property("interactionData", contact);
}

#[wasm_bindgen_test]
async fn a_default_filter_in_another_case_finds_its_events() {
    let loan: Value =
        serde_json::from_str(include_str!("../../../tests/cases/32-default-filter-case/event.json")).expect("JSON");
    let history = [loan, event("Order", 5, json!({"uiData": {"title": "Order", "division": "RETAIL"}}))];
    let desk = Desk::new(&history, |told| default_filter(told, "Mortgage"), |_| {});
    desk.shows("event", "Loan").await;
    desk.has(1, "event").await;
    desk.has(0, "notice").await;
}

#[wasm_bindgen_test]
async fn a_default_filter_that_hides_everything_gives_way_and_says_so() {
    let history =
        [event("Order", 5, json!({"uiData": {"title": "Order", "division": "retail", "filterTags": "Shop"}}))];
    let desk = Desk::new(&history, |told| default_filter(told, "Mortgage"), |_| {});
    desk.shows("event", "Order").await;
    desk.shows("notice", "default filter “Mortgage” matches nothing, so everything is shown").await;
    // What the agent chooses afterwards is followed, and nothing is to be said any more.
    desk.click(".row-head", "Order").await;
    desk.click(".tag", "Shop").await;
    desk.has(0, "notice").await;
    desk.has(1, "event").await;
    // Another wish of another contact is tried anew.
    desk.tell(|told| default_filter(told, "shop"));
    desk.has(0, "notice").await;
    desk.has(1, "event").await;
}

#[wasm_bindgen_test]
async fn a_default_filter_gives_way_also_where_older_events_are_left_to_be_read() {
    let order = event("Order", 5, json!({"uiData": {"division": "retail", "filterTags": "Shop"}}));
    let endless = |desk: &Desk| desk.answers("/v1/api/events/", 200, &json!({"endless": order}));
    let desk = Desk::new(&[], |told| default_filter(told, "Mortgage"), endless);
    desk.shows("load-older", "Load older events").await;
    desk.shows("notice", "default filter “Mortgage” matches nothing, so everything is shown").await;
    desk.shows("event", "Order").await;
}

#[wasm_bindgen_test]
async fn the_days_follow_a_time_zone_that_changes() {
    let clock = |minutes: i32| {
        let script = format!(
            "globalThis.realOffset ??= Date.prototype.getTimezoneOffset; Date.prototype.getTimezoneOffset = () => {minutes}"
        );
        js_sys::eval(&script).expect("a script");
        let window = web_sys::window().expect("a window");
        window.dispatch_event(&web_sys::Event::new("focus").expect("an event")).expect("it is heard");
    };
    clock(0);
    let noon = |day: i64| -> Value {
        let now = js_sys::Date::now() as i64;
        json!((now - now % 86_400_000 - day * 86_400_000 + 43_200_000).to_string())
    };
    let mut order = event("Order", 0, json!({}));
    order["time"] = noon(10);
    let desk = Desk::with_history(&[order]);
    desk.has(1, "day").await;
    let title = || desk.all(".day-title").first().map(super::desk::words).unwrap_or_default();
    let before = title();
    clock(14 * 60);
    super::desk::until("the day before stands over it", || title() != before && !title().is_empty()).await;
    clock(0);
    super::desk::until("the day itself is back", || title() == before).await;
    js_sys::eval("Date.prototype.getTimezoneOffset = globalThis.realOffset").expect("a script");
}

#[wasm_bindgen_test]
async fn what_is_said_after_waiting_is_in_the_agents_language() {
    let load = js_sys::Function::new_with_args(
        "tag",
        &format!("return Promise.resolve({})", include_str!("../../../locales/de.json")),
    );
    crate::locale::loaded_by(load);
    let desk = |locale: &'static str| {
        let locale = move |told: &mut crate::settings::Told| told.set_property("locale", json!(locale));
        Desk::new(&[event("Order", 5, json!({"total": "42 EUR"}))], locale, |_| {})
    };
    let (german, english) = (desk("de"), desk("en-GB"));
    for desk in [&german, &english] {
        desk.click(".row-head", "Order").await;
        desk.shows("details", "42 EUR").await;
        desk.click(".copy", "").await;
    }
    let said = |desk: &Desk, words: [&str; 2]| {
        desk.all(".copy[data-outcome]")
            .iter()
            .any(|copy| words.map(Some).contains(&copy.get_attribute("title").as_deref()))
    };
    super::desk::until("the German one says it in German", || said(&german, ["Kopiert", "Kopieren nicht möglich"]))
        .await;
    super::desk::until("the English one in English", || said(&english, ["Copied", "Could not copy"])).await;
}

#[wasm_bindgen_test]
async fn another_language_changes_words_in_place_and_leaves_open_and_typed_what_is() {
    let load = js_sys::Function::new_with_args(
        "tag",
        &format!("return Promise.resolve({})", include_str!("../../../locales/de.json")),
    );
    crate::locale::loaded_by(load);
    let desk = Desk::with_history(&[event("Order", 5, json!({"total": "42 EUR"}))]);
    desk.click(".row-head", "Order").await;
    desk.shows("details", "42 EUR").await;
    desk.click("[aria-label='More filters']", "").await;
    desk.shows("filters", "Queue").await;
    desk.click("[aria-label=Identities]", "").await;
    desk.shows("identities", "jose@example.com").await;
    desk.click("[part~=rename-button]", "").await;
    desk.has(1, "rename").await;
    let field: web_sys::HtmlInputElement = desk.all("[part~=rename] input")[0].clone().unchecked_into();
    field.set_value("Josefa");
    let before: Vec<_> = [".row", "[part~=details]", "[part~=identities]", "[part~=rename]", ".more-filters select"]
        .iter()
        .map(|selector| (*selector, desk.all(selector)[0].clone()))
        .collect();
    desk.tell(|told| told.set_property("locale", json!("de")));
    desk.shows("rename", "Speichern").await;
    desk.shows("filters", "Warteschlange").await;
    super::desk::until("the language is said", || desk.all(".cjw")[0].get_attribute("lang").as_deref() == Some("de"))
        .await;
    for (selector, element) in before {
        assert_eq!(desk.all(selector)[0], element, "{selector}");
    }
    let field: web_sys::HtmlInputElement = desk.all("[part~=rename] input")[0].clone().unchecked_into();
    assert_eq!(field.value(), "Josefa");
    desk.shows("details", "42 EUR").await;
}
