//! Whose journey is shown, and whose never is.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, event, not_found};

fn withheld_calls() -> Vec<Value> {
    let calls = include_str!("../../../tests/cases/04-withheld-callers-are-one-customer/interactions.json");
    serde_json::from_str(calls).expect("a list")
}

fn is_asked_for_nobody(desk: &Desk) -> bool {
    ["/aliases", "/v1/api/events", "/progressive-profile-view/"].iter().all(|path| desk.asked(path) == 0)
}

#[wasm_bindgen_test]
async fn a_caller_who_withheld_the_number_is_nobody_and_nothing_is_asked() {
    let calls = withheld_calls();
    let first = calls[0].clone();
    let desk = Desk::new(&[event("Order", 1, json!({}))], |told| told.set_property("interactionData", first), |_| {});
    for call in calls {
        desk.tell(|told| told.set_property("interactionData", call));
        desk.shows("empty", "The caller withheld the number").await;
        desk.has(0, "header").await;
    }
    assert!(is_asked_for_nobody(&desk));
    // What the tenant counts among them.
    desk.tell(|told| {
        told.set_attribute("withheld-callers", Some("+1 555 01*".into()));
        told.set_property(
            "interactionData",
            json!({"ani": "+15550100", "interactionId": "2", "mediaType": "telephony"}),
        );
    });
    desk.shows("empty", "The caller withheld the number").await;
    assert!(is_asked_for_nobody(&desk));
    desk.tell(|told| told.set_attribute("withheld-callers", None));
    desk.shows("event", "Order").await;
}

#[wasm_bindgen_test]
async fn nobody_is_looked_up_by_a_word_for_withheld_numbers() {
    let desk = Desk::new(
        &[],
        |told| {
            told.set_property("interactionData", json!(null));
            told.set_attribute("enable-user-search", Some("true".into()));
        },
        |_| {},
    );
    desk.types("[part~=search] input", "Private Number").await;
    desk.click("[part~=search] button", "Look up").await;
    desk.shows("empty", "The caller withheld the number").await;
    assert!(is_asked_for_nobody(&desk));
    // The field stays, for the next.
    desk.types("[part~=search] input", "\u{202a}+1 (555) 01-00\u{202c}").await;
    desk.click("[part~=search] button", "Look up").await;
    desk.shows("header", "+15550100").await;
    until("this identity alone to be asked for", || desk.searched() == r#"{"identities":["+15550100"]}"#).await;
}

#[wasm_bindgen_test]
async fn nobody_is_taken_who_does_not_have_the_identity() {
    let people = include_str!("../../../tests/cases/17-alias-with-comma/persons.json");
    let mut people: Value = serde_json::from_str(people).expect("a list");
    for (person, id) in people.as_array_mut().expect("a list").iter_mut().zip(["a", "b"]) {
        person["id"] = json!(id);
    }
    let desk = Desk::new(
        &[],
        |told| {
            told.set_property("interactionData", json!(null));
            told.set_attribute("customer", Some("C-17, new".into()));
        },
        |desk| desk.answers("/aliases/", 200, &json!({"data": people})),
    );
    desk.shows("name", "Beta").await;
    desk.tell(|told| told.set_attribute("customer", Some("C-17, old".into())));
    desk.shows("header", "C-17, old").await;
    desk.shows("name", "New caller").await;
    let is_hidden = || desk.all("[part~=rename-button]").iter().all(|button| button.has_attribute("hidden"));
    until("no way to rename anybody", is_hidden).await;
}

#[wasm_bindgen_test]
async fn identities_stand_in_no_address_where_the_service_can_be_asked_otherwise() {
    let desk = Desk::with_history(&[]);
    desk.shows("name", "José").await;
    until("this identity alone to be asked for", || desk.searched() == r#"{"identities":["+15550100"]}"#).await;
    assert_eq!(desk.asked("/aliases/%2B15550100"), 0);
    // Nobody has it, by the service's own words: it is not asked another way.
    let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/aliases/search", 404, &not_found()));
    desk.shows("name", "New caller").await;
    assert_eq!((desk.asked("/aliases/search"), desk.asked("/aliases/%2B15550100")), (1, 0));
}

#[wasm_bindgen_test]
async fn a_service_without_that_call_is_asked_by_address_and_found_out_once() {
    let unknown = [
        (405, json!(null)),
        (404, json!("<html>Not Found</html>")),
        (404, json!({"status": "404 NOT_FOUND", "message": "No such path", "errors": [], "trackingId": "t"})),
    ];
    for (status, answer) in unknown {
        let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/aliases/search", status, &answer));
        desk.shows("name", "José").await;
        let call = json!({"ani": "jose@example.com", "interactionId": "2", "mediaType": "chat"});
        desk.tell(|told| told.set_property("interactionData", call));
        desk.shows("header", "jose@example.com").await;
        desk.shows("name", "José").await;
        until("the address", || desk.asked("/aliases/jose%40example.com") == 1).await;
        assert_eq!(desk.asked("/aliases/search"), 1, "{status} {answer}");
    }
}

#[wasm_bindgen_test]
async fn what_goes_wrong_when_somebody_is_looked_up_is_said_and_nobody_is_new() {
    for (status, answer) in [(401, json!({})), (403, json!({})), (400, json!({})), (200, json!({"data": "?"}))] {
        let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/aliases/", status, &answer));
        desk.has(1, "error").await;
        // Of whom nothing is known nothing is said: "No name yet" is for a person who has none.
        desk.shows("name", "Name not loaded").await;
        assert!(!desk.text().contains("New caller"), "{status}");
        assert_eq!(desk.asked("/aliases/%2B15550100"), 0, "{status}");
    }
}

#[wasm_bindgen_test]
async fn a_customer_number_of_a_phones_digits_can_be_added_beside_it() {
    let token = "e30.eyJzY29wZSI6ImNqcDp1c2VyIGNqcDpjb25maWdfd3JpdGUifQ.x";
    let desk = Desk::new(&[], |told| told.set_property("bearerToken", json!(token)), |_| {});
    desk.click("[aria-label=Identities]", "").await;
    desk.click(".add-identity", "").await;
    desk.types("[part~=identity-form] select", "customerId").await;
    desk.types("[part~=identity-form] input", "15550100").await;
    desk.click("[part~=identity-form] [type=submit]", "").await;
    desk.sent(r#"{"customerId":["15550100"]}"#).await;
}

#[wasm_bindgen_test]
async fn which_workspace_was_taken_of_several_stands_in_the_menu() {
    let workspace = |id: &str, name: &str| json!({"id": id, "name": name, "wxccSubscriptionIds": ["s"]});
    let several = json!({"data": [workspace("ws-1", "Bank"), workspace("ws-2", "Insurance")]});
    let desk = Desk::new(
        &[],
        |told| told.set_attribute("project-id", None),
        |desk| desk.answers("/admin/v1/api/workspace", 200, &several),
    );
    desk.shows("name", "José").await;
    desk.click("[aria-label='More actions']", "").await;
    desk.shows("menu", "Workspace Bank, the first of 2 with a subscription").await;
    desk.shows("menu", "project-id").await;

    let desk = Desk::with_history(&[]);
    desk.click("[aria-label='More actions']", "").await;
    desk.shows("menu", "Refresh").await;
    assert!(!desk.texts("menu").concat().contains("project-id"));
}
