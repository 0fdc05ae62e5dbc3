//! The header and the overview.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, event, not_found};

#[wasm_bindgen_test]
async fn the_customer_is_seen_with_name_initials_and_identity() {
    let desk = Desk::with_history(&[]);
    desk.shows("name", "José Núñez").await;
    desk.shows("header", "JN").await;
    desk.shows("header", "+15550100").await;
    desk.shows("empty", "No history yet").await;
    desk.has(1, "empty").await;
}

#[wasm_bindgen_test]
async fn nobody_known_is_a_new_caller() {
    let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/aliases/", 404, &not_found()));
    desk.shows("name", "New caller").await;
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn whatever_keeps_the_service_from_answering_makes_nobody_a_new_caller() {
    for (status, answer) in [
        (404, json!("<html>Not Found</html>")),
        (404, json!({"message": "no Route matched with those values"})),
        (404, json!({"timestamp": "2026-11-28T10:00:00Z", "status": 404, "error": "Not Found", "path": "/admin"})),
        (404, json!({"status": "404 NOT_FOUND", "message": "Workspace ws not found", "errors": [], "trackingId": "t"})),
        (400, json!({"message": "Bad"})),
        (401, json!({})),
        (403, json!({})),
        (429, json!({})),
        (500, json!({})),
        (200, json!({})),
        (200, json!(null)),
        (200, json!({"meta": {}, "data": null})),
        (200, json!({"data": {}})),
        (200, json!({"data": ["p"]})),
        (200, json!({"data": "p"})),
        (200, json!("<html>Sign in</html>")),
    ] {
        let desk = Desk::new(
            &[event("Order", 5, json!({}))],
            |_| {},
            |desk| {
                for path in ["/aliases/", "/progressive-profile-view/", "/v1/api/events/"] {
                    desk.answers(path, status, &answer);
                }
            },
        );
        // The customer, the history and the profile, each in its section; an element that is no event is a row that says so.
        let errors = if answer == json!({"data": ["p"]}) { 2 } else { 3 };
        until(&format!("{errors} errors after {status} {answer}"), || desk.texts("error").len() == errors).await;
        desk.has(0, "empty").await;
        let text = desk.texts("header").concat();
        assert!(!text.contains("New caller"), "{status} {answer}: {text}");
    }
}

#[wasm_bindgen_test]
async fn identities_open_and_escape_closes_them() {
    let desk = Desk::with_history(&[]);
    desk.shows("name", "José").await;
    desk.has(0, "identities").await;
    desk.click("[aria-label=Identities]", "").await;
    desk.shows("identity", "jose@example.com").await;
    desk.has(2, "identity").await;
    web_sys::HtmlElement::focus(wasm_bindgen::JsCast::unchecked_ref(&desk.all("[part~=identity] .copy")[0]))
        .expect("focus");
    desk.press("Escape").await;
    desk.has(0, "identities").await;
}

/// Gives the page a clipboard: `"kept"` keeps what is written, `"refused"` refuses it, `"none"` is a page that has none.
fn clipboard(kind: &str) {
    let clipboard = r#"((kind) => {
      globalThis.copied = [];
      const write = (text) => kind === "kept" ? Promise.resolve(void copied.push(text)) : Promise.reject(new Error("no"));
      Object.defineProperty(navigator, "clipboard", { configurable: true, value: kind === "none" ? undefined : { writeText: write } });
    })"#;
    js_sys::eval(&format!("{clipboard}({kind:?})")).expect("a clipboard");
}

#[wasm_bindgen_test]
async fn what_is_copied_is_said_and_so_is_what_could_not_be() {
    for (kind, said, copied) in
        [("kept", "Copied", "+15550100"), ("refused", "Could not copy", ""), ("none", "Could not copy", "")]
    {
        clipboard(kind);
        let desk = Desk::with_history(&[]);
        desk.click("[part~=header] [aria-label='Copy Identities']", "").await;
        let button = desk.all("[part~=header] .copy")[0].clone();
        let label = || button.get_attribute("aria-label").unwrap_or_default();
        until(&format!("“{said}” with a clipboard that is {kind}"), || label() == said).await;
        let kept = js_sys::eval("copied.join()").expect("what was copied").as_string();
        assert_eq!(kept.as_deref(), Some(copied), "{kind}");
        until("the button to offer it again", || label() == "Copy Identities").await;
    }
    js_sys::eval("delete navigator.clipboard").expect("the browser's own again");
}

#[wasm_bindgen_test]
async fn an_attribute_that_failed_says_so_in_its_tile_alone() {
    let table = json!({"type": "table"});
    let desk =
        Desk::new(
            &[],
            |_| {},
            |desk| {
                desk.answers("/progressive-profile-view/", 200, &json!({"data": [{"attributes": [
            {"queryTemplate": {"displayName": "Calls", "widgetAttributes": table}, "result": "13"},
            {"queryTemplate": {"displayName": "Spent", "widgetAttributes": table}, "error": "no such field"},
        ]}]}));
            },
        );
    desk.shows("profile-attribute", "Calls").await;
    desk.shows("profile-attribute", "13").await;
    desk.shows("profile-attribute", "Could not be computed").await;
    desk.has(2, "profile-attribute").await;
    desk.has(0, "error").await;
}

#[wasm_bindgen_test]
async fn without_a_contact_it_says_what_to_do() {
    let desk = Desk::new(&[], |told| told.set_property("interactionData", json!(null)), |_| {});
    desk.shows("empty", "Accept a contact").await;
    desk.has(0, "search").await;
    desk.tell(|told| told.set_attribute("enable-user-search", Some("true".into())));
    desk.has(1, "search").await;
    desk.shows("empty", "look up a customer").await;
}

#[wasm_bindgen_test]
async fn a_customer_is_looked_up_by_hand_and_left_again() {
    let desk = Desk::new(
        &[event("Order", 1, json!({}))],
        |told| {
            told.set_property("interactionData", json!(null));
            told.set_attribute("enable-user-search", Some("true".into()));
        },
        |_| {},
    );
    desk.has(1, "search").await;
    let field: web_sys::HtmlInputElement =
        wasm_bindgen::JsCast::unchecked_into(desk.all("[part~=search] input")[0].clone());
    field.set_value(" jose@example.com ");
    desk.click("[part~=search] button", "Look up").await;
    desk.shows("header", "jose@example.com").await;
    desk.shows("event", "Order").await;
    desk.click("[part~=search] button", "Back to the contact").await;
    desk.shows("empty", "Accept a contact").await;
}

#[wasm_bindgen_test]
async fn who_was_looked_up_before_a_contact_is_not_shown_after_it() {
    let contact = |ani: &str| json!({"ani": ani, "interactionId": ani});
    let desk = Desk::new(
        &[],
        |told| {
            told.set_property("interactionData", json!(null));
            told.set_attribute("enable-user-search", Some("true".into()));
        },
        |_| {},
    );
    desk.types("[part~=search] input", "jose@example.com").await;
    desk.click("[part~=search] button", "Look up").await;
    desk.shows("header", "jose@example.com").await;
    desk.tell(|told| told.set_property("interactionData", contact("+15550100")));
    desk.shows("header", "+15550100").await;
    desk.tell(|told| told.set_property("interactionData", json!(null)));
    desk.shows("empty", "Accept a contact").await;
}

#[wasm_bindgen_test]
async fn a_token_that_is_missing_or_refused_is_said() {
    for none in ["", "undefined", "$STORE.auth.accessToken", "two\nlines", "…"] {
        let desk = Desk::new(&[], |told| told.set_property("bearerToken", json!(none)), |_| {});
        desk.shows("empty", "bearerToken").await;
    }
    let refused = Desk::new(
        &[],
        |_| {},
        |desk| {
            desk.answers("/v1/api/events/", 401, &json!({"trackingId": "cjds-1"}));
        },
    );
    refused.shows("error", "The sign-in has expired").await;
}

#[wasm_bindgen_test]
async fn dark_mode_is_taken_over_live() {
    let desk = Desk::with_history(&[]);
    desk.shows("name", "José").await;
    let theme = || desk.all(".cjw")[0].get_attribute("data-theme");
    assert_eq!(theme().as_deref(), Some("system"));
    desk.tell(|told| told.set_property("darkMode", json!(true)));
    super::desk::until("the dark theme", || theme().as_deref() == Some("dark")).await;
}

#[wasm_bindgen_test]
async fn every_control_has_a_name() {
    let desk = Desk::with_history(&[event("Order", 1, json!({"a": "b"}))]);
    desk.click(".row-head", "Order").await;
    desk.click("[aria-label='More filters']", "").await;
    for control in desk.all("button, input, select") {
        let labelled = control.get_attribute("aria-label").is_some_and(|label| !label.trim().is_empty())
            || !super::desk::words(&control).is_empty()
            || control.closest("label").ok().flatten().is_some_and(|label| !super::desk::words(&label).is_empty());
        assert!(labelled, "{}", control.outer_html());
    }
    assert!(!desk.text().contains("undefined"));
}

#[wasm_bindgen_test]
async fn a_timeline_that_starts_closed_opens_when_asked() {
    let desk = Desk::new(
        &[event("Order", 1, json!({}))],
        |told| told.set_attribute("collapse-timeline-section", Some("true".into())),
        |_| {},
    );
    desk.shows("name", "José").await;
    desk.has(0, "timeline").await;
    desk.click(".section-title", "Timeline").await;
    desk.shows("event", "Order").await;
}
