//! Choosing what is seen: filters, dates, the chart; and what of it is there again later.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::desk::{storage, until, words};
use super::{Desk, call, event};

fn history() -> Vec<Value> {
    let call = |task: &str, queue: &str, agent: &str, days: i64| {
        let data = json!({"direction": "INBOUND", "queueName": queue, "agentName": agent});
        call(task, "task:ended", days * 1_440 + 60, data)
    };
    vec![
        call("1", "Support", "Ann", 1),
        call("2", "Support", "Bob", 3),
        call("3", "Sales", "Ann", 9),
        event(
            "Order",
            2_000,
            json!({"uiData": {"filterTags": ["Shop"], "auxiliary": "See [it](https://shop.example/1)",
            "listItem": [{"key": "Total", "value": "42.00 EUR"}]}}),
        ),
    ]
}

fn changed(element: &Element) {
    element.dispatch_event(&web_sys::Event::new("change").expect("an event")).expect("dispatched");
}

/// Chooses the option that shows these words.
async fn choose(desk: &Desk, label: &str, wanted: &str) {
    let find = || desk.all("label").into_iter().find(|found| words(found).starts_with(label));
    until(label, || find().is_some()).await;
    let select: HtmlSelectElement =
        find().and_then(|found| found.query_selector("select").ok().flatten()).expect("a list").unchecked_into();
    let options = select.query_selector_all("option").expect("options");
    let option = (0..options.length())
        .filter_map(|at| options.get(at))
        .map(|node| node.unchecked_into::<Element>())
        .find(|option| words(option).contains(wanted));
    select.set_value(&option.expect("the option").get_attribute("value").unwrap_or_default());
    changed(&select);
}

#[wasm_bindgen_test]
async fn filters_combine_and_each_is_a_chip() {
    let desk = Desk::with_history(&history());
    desk.has(3, "contact").await;
    desk.click("[aria-label='More filters']", "").await;
    choose(&desk, "Queue", "Support (2)").await;
    desk.has(2, "contact").await;
    choose(&desk, "Agent", "Ann (2)").await;
    desk.has(1, "contact").await;
    let chips: Vec<String> = desk.all(".set-filter").iter().map(words).collect();
    assert_eq!(chips, ["Support", "Ann"]);
    desk.click(".set-filter", "Support").await;
    desk.has(2, "contact").await;
    choose(&desk, "Kind", "Shop (1)").await;
    desk.has(0, "contact").await;
    desk.shows("empty", "Nothing matches").await;
}

#[wasm_bindgen_test]
async fn what_is_chosen_is_offered_also_where_the_next_customer_has_nothing_of_it() {
    let desk = Desk::with_history(&history());
    desk.click("[aria-label='More filters']", "").await;
    choose(&desk, "Queue", "Sales").await;
    choose(&desk, "Agent", "Ann").await;
    choose(&desk, "Kind", "Shop").await;
    let chips = || desk.all(".set-filter").iter().map(words).collect::<Vec<_>>();
    until("three chips", || chips().len() == 3).await;
    desk.answers("/v1/api/events/", 200, &json!({"data": [event("Other", 5, json!({}))]}));
    desk.tell(|told| told.set_property("interactionData", json!({"ani": "+15550200", "interactionId": "next"})));
    desk.shows("empty", "Nothing matches").await;
    let chosen = || desk.all(".more-filters select option:checked").iter().map(words).collect::<Vec<_>>();
    until("what is chosen in the lists", || chosen() == ["Shop", "Sales", "Ann"]).await;
    for (label, left) in [("Kind", 2), ("Queue", 1), ("Agent", 0)] {
        choose(&desk, label, "Any").await;
        until("one chip less", || chips().len() == left).await;
    }
    desk.shows("event", "Other").await;
}

#[wasm_bindgen_test]
async fn a_list_keeps_the_focus_when_something_happens() {
    let desk = Desk::with_history(&history());
    desk.click("[aria-label='More filters']", "").await;
    until("the lists", || desk.all(".more-filters select").len() == 3).await;
    let queues = desk.all(".more-filters select")[1].clone();
    queues.unchecked_ref::<HtmlElement>().focus().expect("focus");
    let chip = desk.all("[part~=channel]")[0].clone();
    desk.happens(&call("1", "task:wrapup-done", 0, json!({"queueName": "New queue"}))).await;
    until("the new queue", || words(&queues).contains("New queue")).await;
    assert_eq!(desk.focus().as_ref(), Some(&queues));
    assert_eq!(desk.all("[part~=channel]")[0], chip, "the chip is the same one");
    desk.shows("channel", "Voice 3").await;
}

#[wasm_bindgen_test]
async fn what_is_set_is_there_again_for_the_same_agent_and_for_nobody_else() {
    let ann = |told: &mut crate::settings::Told| {
        told.set_property("interactionData", json!({"ani": "+15550100", "interactionId": "now", "agentId": "ann"}));
    };
    let desk = Desk::new(&history(), ann, |_| {});
    desk.has(3, "contact").await;
    desk.click("[part~=wrap-up]", "No wrap-up code").await;
    desk.has(0, "event").await;
    let kept = storage().get_item("customer-journey-widget.filter.ann").expect("the tab's storage");
    assert_eq!(kept.as_deref(), Some(r#"{"wrapUps":[null]}"#));
    drop(desk);

    let again = Desk::again(&history(), ann);
    again.shows("filters", "No wrap-up code").await;
    again.has(0, "event").await;
    // Another agent at the same desk.
    again.tell(|told| {
        told.set_property("interactionData", json!({"ani": "+15550100", "interactionId": "now", "agentId": "bob"}));
    });
    again.has(1, "event").await;
    until("no chip", || again.all(".set-filter").is_empty()).await;
}

#[wasm_bindgen_test]
async fn a_contacts_own_filter_applies_until_the_agent_chooses() {
    let contact = |task: &str, filter: &str| {
        json!({"ani": "+15550100", "interactionId": task,
        "callAssociatedData": {"JDSDefaultFilter": {"value": filter}}})
    };
    let desk = Desk::new(&history(), |told| told.set_property("interactionData", contact("a", "Shop")), |_| {});
    desk.has(1, "event").await;
    desk.has(0, "contact").await;
    desk.click(".set-filter", "Shop").await;
    desk.has(3, "contact").await;
    desk.tell(|told| told.set_property("interactionData", contact("b", "Shop")));
    desk.has(3, "contact").await;
    // Another wish is another question.
    desk.tell(|told| told.set_property("interactionData", contact("c", "telephony")));
    desk.has(0, "event").await;
    desk.has(3, "contact").await;
}

#[wasm_bindgen_test]
async fn dates_are_chosen_by_the_browsers_own_fields() {
    let desk = Desk::with_history(&history());
    desk.has(3, "contact").await;
    let range: HtmlSelectElement = desk.all(".filter-row select")[0].clone().unchecked_into();
    range.set_value("dates");
    changed(&range);
    until("the fields", || desk.all("[part~=dates] input").len() == 2).await;
    let field = |at: usize| desk.all("[part~=dates] input")[at].clone().unchecked_into::<HtmlInputElement>();
    let day = |days: f64| {
        let date = js_sys::Date::new(&(js_sys::Date::now() - days * 86_400_000.0).into());
        format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
    };
    field(0).set_value(&day(5.0));
    changed(&field(0));
    desk.has(2, "contact").await;
    field(1).set_value(&day(2.5));
    changed(&field(1));
    desk.has(1, "contact").await;
    field(0).set_value(&day(700.0));
    changed(&field(0));
    field(1).set_value(&day(600.0));
    changed(&field(1));
    desk.shows("empty", "4 entries are newer.").await;
    desk.click("[part~=empty] button", "Show all time").await;
    desk.has(3, "contact").await;
    until("no fields", || desk.all("[part~=dates]").is_empty()).await;
}

#[wasm_bindgen_test]
async fn the_chart_is_read_as_a_table_and_brushed_by_keys() {
    let desk = Desk::with_history(&history());
    desk.has(1, "chart").await;
    let chart = desk.all("[part~=chart] [role=listbox]")[0].clone();
    assert!(chart.get_attribute("aria-label").is_some_and(|label| label.starts_with("3 contacts since")));
    desk.click("[aria-label='As a table']", "").await;
    until("the table", || !desk.all(".chart-table tbody tr").is_empty()).await;
    let counted: usize = desk.all(".chart-table td").iter().filter_map(|cell| words(cell).parse::<usize>().ok()).sum();
    assert_eq!(counted, 3);

    // From the last bar three to the left: the last two contacts.
    chart.unchecked_ref::<HtmlElement>().focus().expect("focus");
    let press = async |key: &str, shift: bool| {
        let options = web_sys::KeyboardEventInit::new();
        options.set_key(key);
        options.set_shift_key(shift);
        options.set_bubbles(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).expect("a key");
        chart.dispatch_event(&event).expect("dispatched");
        super::desk::tick().await;
    };
    press("End", false).await;
    for _ in 0..4 {
        press("ArrowLeft", true).await;
    }
    until("five bars", || desk.all("[part~=chart] [aria-selected=true]").len() == 5).await;
    press("Enter", false).await;
    desk.has(2, "contact").await;
    assert_eq!(desk.all(".set-filter").len(), 1, "the time is a chip");
    desk.click(".set-filter", "").await;
    desk.has(3, "contact").await;
}

#[wasm_bindgen_test]
async fn a_custom_event_shows_all_that_its_sender_wanted_shown() {
    let desk = Desk::with_history(&history());
    desk.click(".row-head", "Order").await;
    desk.shows("details", "See it").await;
    desk.shows("details", "42.00 EUR").await;
    assert_eq!(desk.all(".details a").len(), 1);
    desk.click(".tag", "Shop").await;
    desk.has(0, "contact").await;
    assert_eq!(desk.all(".set-filter").len(), 1);
}

#[wasm_bindgen_test]
async fn what_was_unfolded_stays_while_the_contact_goes_on() {
    let desk = Desk::with_history(&[call("1", "task:connected", 2, json!({"agentName": "Ann"}))]);
    desk.click(".row-head", "").await;
    desk.click(".folded .link", "Events").await;
    let toggle = desk.all(".folded .link")[0].clone();
    toggle.unchecked_ref::<HtmlElement>().focus().expect("focus");
    desk.happens(&call("1", "task:hold", 0, json!({"agentName": "Ann"}))).await;
    desk.shows("details", "On hold").await;
    assert_eq!(desk.focus().as_ref(), Some(&toggle));
    assert!(!desk.all(".event-list").is_empty());
}
