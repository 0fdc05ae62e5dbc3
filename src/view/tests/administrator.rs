//! What an administrator can choose: icons, badges, which contacts are shown and how, and a layout to read it all from.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::desk::until;
use super::{Desk, call, event};

fn told(name: &'static str, value: &str) -> impl FnOnce(&mut crate::settings::Told) {
    move |told| told.set_attribute(name, Some(value.to_owned()))
}

fn drawn(desk: &Desk, place: usize) -> String {
    desk.all(".row-icon").get(place).map(|icon| icon.inner_html()).unwrap_or_default()
}

fn history() -> Vec<Value> {
    vec![
        event("Opened the door", 1, json!({"uiData": {"iconType": "walk-in"}, "plan": "Gold"})),
        call("c", "task:new", 90, json!({"direction": "INBOUND", "origin": "+15550100", "plan": "Silver"})),
    ]
}

#[wasm_bindgen_test]
async fn an_icon_map_changes_the_icons_it_names_and_no_other() {
    let desk = Desk::with_history(&history());
    desk.has(1, "event").await;
    let (event_before, call_before) = (drawn(&desk, 0), drawn(&desk, 1));
    let map = json!({"WALK.?in": {"name": "icon-audio-video_16", "color": "#AA0000"}});
    desk.answers("/icons.json", 200, &map);
    desk.tell(told("icon-data-url", &desk.file("/icons.json")));
    until("another icon", || drawn(&desk, 0) != event_before).await;
    let symbol = desk.all(".row-symbol").remove(0).unchecked_into::<HtmlElement>();
    assert_eq!(symbol.style().get_property_value("color").as_deref(), Ok("rgb(170, 0, 0)"));
    assert_eq!(drawn(&desk, 1), call_before);
    desk.has(0, "notice").await;

    desk.tell(|told| told.set_attribute("icon-data-url", None));
    until("the built-in icon again", || drawn(&desk, 0) == event_before).await;
}

#[wasm_bindgen_test]
async fn an_icon_map_may_be_a_property_too() {
    let desk = Desk::with_history(&history());
    desk.has(1, "contact").await;
    let before = drawn(&desk, 1);
    desk.tell(|told| {
        told.set_property("eventIconTemplate", json!({"inbound-call": {"name": "gift-bold", "color": "mint"}}))
    });
    until("another icon", || drawn(&desk, 1) != before).await;
}

#[wasm_bindgen_test]
async fn a_picture_comes_over_https_only_and_falls_back_when_it_does_not_come() {
    let map = json!({
        "walk-in": {"src": "https://pictures.test/a.svg", "color": "red;background:url(https://evil.test)"},
        "inbound-call": {"src": "http://pictures.test/a.svg"},
    });
    let desk = Desk::new(&history(), |told| told.set_property("eventIconTemplate", map), |_| {});
    desk.has(1, "event").await;
    until("no picture", || desk.all(".row-icon img").is_empty() && desk.all(".row-symbol .icon").len() == 2).await;
    assert!(desk.all(".row-symbol[style]").is_empty(), "what is no colour is no style");
}

#[wasm_bindgen_test]
async fn a_broken_icon_map_costs_a_notice_and_not_the_timeline() {
    for (status, answer) in [(404, json!({})), (200, json!(["no map"]))] {
        let desk = Desk::with_history(&history());
        desk.answers("/icons.json", status, &answer);
        desk.tell(told("icon-data-path", &desk.file("/icons.json")));
        desk.shows("notice", "icon map could not be read").await;
        desk.has(1, "event").await;
        desk.has(1, "contact").await;
        desk.has(0, "error").await;
    }
}

#[wasm_bindgen_test]
async fn a_badge_shows_the_field_that_was_asked_for() {
    let desk = Desk::new(&history(), told("badge-keyword", "plan"), |_| {});
    desk.shows("event", "Gold").await;
    desk.shows("contact", "Silver").await;
    assert_eq!(desk.texts("badge"), ["Gold", "Silver"]);
}

#[wasm_bindgen_test]
async fn contacts_without_an_origin_are_left_out_where_that_is_asked_for() {
    let mut events = history();
    events.push(call("nowhere", "task:new", 90, json!({"channelType": "chat"})));
    let desk = Desk::with_history(&events);
    desk.has(2, "contact").await;
    desk.tell(told("ignore-undefined-origins", "true"));
    desk.has(1, "contact").await;
    desk.has(1, "event").await;
}

#[wasm_bindgen_test]
async fn compact_contacts_stand_on_one_line() {
    let mut events = history();
    events.push(call("c", "task:connect", 59, json!({"queueName": "Support"})));
    let desk = Desk::with_history(&events);
    desk.has(1, "contact").await;
    assert!(desk.all(".cjw[data-contacts]").is_empty());
    desk.tell(told("compact-wxcc-events", ""));
    until("the compact look", || desk.all(".cjw[data-contacts=compact]").len() == 1).await;
}

#[wasm_bindgen_test]
async fn the_identities_can_stand_open_from_the_start() {
    let desk = Desk::new(&[], told("collapse-alias-section", "false"), |_| {});
    desk.shows("identity", "jose@example.com").await;
    let desk = Desk::new(&[], told("collapse-alias-section", "true"), |_| {});
    desk.shows("name", "José").await;
    desk.has(0, "identities").await;
}

#[wasm_bindgen_test]
async fn a_page_without_a_layout_engine_reads_its_settings_from_a_layout() {
    let widget = json!({"comp": "customer-journey-widget", "attributes": {"badge-keyword": "plan", "limit": "1"},
        "properties": {"bearerToken": "$STORE.auth.accessToken"}});
    let layout = json!({"supervisor": {"area": {"panel": {"comp": "div", "children": [widget]}}}});
    let desk = Desk::new(
        &history(),
        |told| told.set_attribute("limit", Some("2".to_owned())),
        |desk| {
            desk.answers("/layout.json", 200, &layout);
        },
    );
    desk.has(1, "event").await;
    desk.tell(told("persona", "supervisor"));
    desk.tell(told("layout-url", &desk.file("/layout.json")));
    desk.shows("event", "Gold").await;
    desk.has(1, "contact").await;
    desk.has(0, "notice").await;

    desk.tell(told("persona", "agent"));
    desk.shows("notice", "layout could not be read").await;
    desk.has(1, "event").await;
}

#[wasm_bindgen_test]
async fn a_layout_that_cannot_be_read_costs_a_notice_and_what_the_page_says_holds() {
    for (status, layout) in [(404, json!({})), (200, json!({"agent": {"area": {}}}))] {
        let desk = Desk::new(
            &history(),
            |told| told.set_attribute("badge-keyword", Some("plan".to_owned())),
            |desk| desk.answers("/layout.json", status, &layout),
        );
        desk.tell(told("layout-url", &desk.file("/layout.json")));
        desk.shows("notice", "layout could not be read").await;
        desk.shows("event", "Gold").await;
        desk.has(0, "error").await;
    }
}

#[wasm_bindgen_test]
async fn the_console_is_told_what_failed_and_nothing_of_the_customer() {
    let listen = "globalThis.lines = []; globalThis.told = console.info; console.info = (line) => lines.push(line);";
    js_sys::eval(listen).expect("a console");
    let desk = Desk::new(&history(), told("logs-on", ""), |desk| {
        desk.answers("/v1/api/events/", 400, &json!({"message": "No index for +15550100", "trackingId": "cjds-8"}));
    });
    let lines = || js_sys::eval("lines.join('\\n')").ok().and_then(|lines| lines.as_string()).unwrap_or_default();
    until("a line about it", || lines().contains("history: failed, 400, tracking id cjds-8")).await;
    desk.shows("name", "José Núñez").await;
    until("a line about the person", || lines().contains("person: known")).await;
    js_sys::eval("console.info = told;").expect("the browser's own again");
    for secret in ["15550100", "José", "token=", "No index"] {
        assert!(!lines().contains(secret), "{secret}: {}", lines());
    }
}

#[wasm_bindgen_test]
async fn the_variables_that_the_administrator_names_stand_on_the_row_and_secure_ones_never() {
    let cad =
        json!({"Product": {"value": "Kettle"}, "Risk": {"value": "High"}, "Pin": {"value": "4711", "isSecure": true}});
    let held = call("c", "task:new", 90, json!({"direction": "INBOUND", "cad": cad}));
    let desk = Desk::new(&[held], told("row-variables", "Risk, Product, Pin, Plan"), |_| {});
    desk.shows("contact", "High").await;
    desk.shows("contact", "Kettle").await;
    assert!(!desk.text().contains("4711"));
    assert_eq!(desk.all("[part~=contact] .row-line [title]").len(), 2);
    desk.tell(|told| told.set_attribute("row-variables", None));
    until("no variable on the row", || desk.all("[part~=contact] .row-line [title]").is_empty()).await;
}

#[wasm_bindgen_test]
async fn flags_stand_below_the_name_as_the_rules_say_and_keep_their_place() {
    let desk = Desk::with_history(&history());
    desk.has(1, "event").await;
    assert!(desk.all(".flags-room").is_empty(), "no rules, no line");
    let rules = json!({
        "VIP": {"field": "plan", "is": "gold", "color": "#ffffff"},
        "Silver": {"field": "plan", "is": "Silver"},
        "Odd": {"field": "plan", "above": "much"},
        "On {value}": {"field": "plan", "color": "url(https://evil.test)"},
    });
    desk.answers("/flags.json", 200, &rules);
    desk.tell(told("flags-url", &desk.file("/flags.json")));
    desk.has(2, "flag").await;
    let words: Vec<_> = desk.all("[part~=flag]").iter().filter_map(|flag| flag.text_content()).collect();
    assert_eq!(words, ["VIP", "On Gold"]);
    let vip = desk.all("[part~=flag]").remove(0).unchecked_into::<HtmlElement>();
    assert_eq!(vip.style().get_property_value("color").as_deref(), Ok("rgb(0, 0, 0)"));
    let plain = desk.all("[part~=flag]").remove(1).unchecked_into::<HtmlElement>();
    assert_eq!(plain.style().get_property_value("background-color").as_deref(), Ok(""));
    desk.has(0, "notice").await;

    desk.tell(|told| told.set_attribute("flags-url", None));
    until("no line", || desk.all(".flags-room").is_empty()).await;
}

#[wasm_bindgen_test]
async fn what_happens_now_changes_a_flag_and_the_property_goes_before_the_file() {
    let desk = Desk::with_history(&history());
    desk.answers("/flags.json", 200, &json!({"From the file": {"field": "plan"}}));
    desk.tell(told("flags-url", &desk.file("/flags.json")));
    desk.tell(|told| {
        told.set_property(
            "flags",
            json!({"Gone": {"field": "plan", "is": "None"}, "Here": {"field": "plan", "is": "Gold"}}),
        )
    });
    until("both flags", || {
        let words: Vec<_> = desk.all("[part~=flag]").iter().filter_map(|flag| flag.text_content()).collect();
        words == ["Here", "From the file"]
    })
    .await;
    desk.happens(&event("Cancelled", 0, json!({"plan": "None"}))).await;
    desk.shows("flag", "Gone").await;
}

#[wasm_bindgen_test]
async fn of_many_flags_a_narrow_widget_shows_three_and_the_others_on_a_click() {
    let desk = Desk::with_history(&history());
    let rules = (0..5).map(|number| (format!("Flag {number}"), json!({"field": "plan"}))).collect();
    desk.tell(|told| told.set_property("flags", Value::Object(rules)));
    desk.has(5, "flag").await;
    let more = desk.all(".flags .link").remove(0).unchecked_into::<HtmlElement>();
    assert_eq!(more.text_content().as_deref(), Some("2 more"));
    more.click();
    until("all flags", || !desk.all(".flags[data-all]").is_empty()).await;
}

#[wasm_bindgen_test]
async fn a_customer_and_an_entry_lead_to_other_systems_by_the_administrators_links() {
    let desk = Desk::with_history(&history());
    desk.has(1, "event").await;
    let links = json!({
        "CRM": "https://crm.example.com/?who={identity}",
        "Loyalty": "https://crm.example.com/{loyaltyNumber}",
        "Order": {"event": "https://shop.example.com/{type}/{plan}?by={identity}"},
        "Odd": "javascript:alert({identity})",
    });
    desk.answers("/links.json", 200, &links);
    desk.tell(told("links-url", &desk.file("/links.json")));
    desk.click("[part~=event] .row-head", "").await;
    let found = || {
        let links = desk.all("[part~=record-link]");
        links.iter().filter_map(|link| link.get_attribute("href")).collect::<Vec<_>>()
    };
    let who = "%2B15550100";
    until("the order's link", || found() == [format!("https://shop.example.com/shop/Gold?by={who}")]).await;
    desk.click("[aria-haspopup=menu]", "").await;
    until("the customer's link", || found().contains(&format!("https://crm.example.com/?who={who}"))).await;
    assert_eq!(found().len(), 2, "nothing without what it needs, and no script");
    let link = desk.all("[role=menuitem][part~=record-link]").remove(0);
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    assert_eq!(link.get_attribute("target").as_deref(), Some("_blank"));
}

#[wasm_bindgen_test]
async fn broken_flags_cost_a_notice_and_nothing_else() {
    let desk = Desk::with_history(&history());
    desk.answers("/flags.json", 200, &json!(["no map"]));
    desk.tell(told("flags-url", &desk.file("/flags.json")));
    desk.shows("notice", "flags could not be read").await;
    desk.has(1, "event").await;
    desk.has(0, "error").await;
}
