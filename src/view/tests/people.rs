//! Editing names and identities, comparing and merging.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::Desk;
use super::desk::{tick, until};

/// `{"scopes":["cjp:user"]}`
const AGENT: &str = "x.eyJzY29wZXMiOlsiY2pwOnVzZXIiXX0.x";

fn person(first: &str, more: Value) -> Value {
    let mut person = json!({"id": "p", "firstName": first, "lastName": "Núñez", "phone": ["+15550100"], "email": ["jose@example.com"]});
    if let (Some(person), Value::Object(more)) = (person.as_object_mut(), more) {
        person.extend(more);
    }
    person
}

async fn rename(desk: &Desk, first: &str) {
    desk.click("[part~=rename-button]", "").await;
    desk.types("[part~=rename] input", first).await;
    desk.click("[part~=rename] [type=submit]", "Save").await;
}

async fn add(desk: &Desk, kind: &str, identity: &str) {
    desk.click("[aria-label=Identities]", "").await;
    desk.click(".add-identity", "Add").await;
    desk.types("[part~=identity-form] select", kind).await;
    desk.types("[part~=identity-form] input", identity).await;
    desk.click("[part~=identity-form] [type=submit]", "Add").await;
}

#[wasm_bindgen_test]
async fn a_name_is_edited_in_place_and_seen_before_the_answer() {
    let desk = Desk::with_history(&[]);
    desk.shows("name", "José Núñez").await;
    desk.never_answers("/person-id/p");
    rename(&desk, " Łukasz ").await;
    desk.shows("name", "Łukasz Núñez").await;
    desk.sent(r#"PATCH /admin/v1/api/person/workspace-id/ws/person-id/p [{"op":"replace","path":"/firstName","value":"Łukasz"}]"#).await;
    assert!(desk.texts("outcome").is_empty(), "nothing is said before the answer");
}

#[wasm_bindgen_test]
async fn an_edited_name_can_be_taken_back() {
    let desk = Desk::with_history(&[]);
    desk.answers("/person-id/p", 202, &json!({"data": person("Joseph", json!({}))}));
    rename(&desk, "Joseph").await;
    desk.shows("outcome", "The name is Joseph Núñez now.").await;
    desk.answers("/person-id/p", 202, &json!({"data": person("José", json!({}))}));
    desk.click("[part~=outcome] .link", "Undo").await;
    desk.shows("outcome", "The name is José Núñez again.").await;
    desk.shows("name", "José Núñez").await;
    desk.sent(r#""value":"José""#).await;
    assert!(
        desk.written().await[1].ends_with(r#"[{"op":"replace","path":"/firstName","value":"José"}]"#),
        "{:?}",
        desk.written().await
    );
}

#[wasm_bindgen_test]
async fn a_name_that_was_refused_stands_as_before_and_says_why() {
    for (status, message, said) in [
        (409, "Conflict", "Somebody changed the same at the same time"),
        (400, "Names are frozen", "The journey service says: Names are frozen"),
        (404, "Person p not found", "does not have this person any more"),
        (403, "The token needs one of these scopes", "may not edit names"),
    ] {
        let desk = Desk::with_history(&[]);
        desk.answers("/person-id/p", status, &json!({"message": message, "trackingId": "cjds-9"}));
        rename(&desk, "Joseph").await;
        desk.shows("outcome", said).await;
        desk.shows("outcome", "cjds-9").await;
        desk.shows("name", "José Núñez").await;
        desk.sent("person-id/p").await;
        assert_eq!(desk.written().await.len(), 1, "{status}: a change is sent once");
        let pencil = desk.all("[part~=rename-button]")[0].clone();
        assert_eq!(pencil.has_attribute("hidden"), status == 403, "what the token may not is not offered again");
    }
}

#[wasm_bindgen_test]
async fn a_name_that_cannot_be_one_is_not_sent() {
    let desk = Desk::with_history(&[]);
    rename(&desk, "Jo\tsé").await;
    desk.shows("rename", "no tabs").await;
    desk.types("[part~=rename] input", &"x".repeat(129)).await;
    desk.click("[part~=rename] [type=submit]", "Save").await;
    desk.shows("rename", "at most 128 characters").await;
    assert!(desk.written().await.is_empty());
}

#[wasm_bindgen_test]
async fn escape_leaves_the_name_and_puts_the_focus_back() {
    let desk = Desk::with_history(&[]);
    desk.click("[part~=rename-button]", "").await;
    until("the first field to have the focus", || {
        desk.focus().is_some_and(|focus| focus.get_attribute("name").as_deref() == Some("edit.first-name"))
    })
    .await;
    desk.types("[part~=rename] input", "Joseph").await;
    desk.press("Escape").await;
    desk.has(0, "rename").await;
    desk.shows("name", "José Núñez").await;
    until("the focus on the pencil", || desk.focus().is_some_and(|focus| focus.class_name() == "edit")).await;
    assert!(desk.written().await.is_empty());
}

#[wasm_bindgen_test]
async fn another_contact_closes_the_edit_and_nothing_is_written() {
    let desk = Desk::with_history(&[]);
    desk.click("[part~=rename-button]", "").await;
    desk.types("[part~=rename] input", "Joseph").await;
    let form = desk.all("[part~=rename]")[0].clone();
    desk.answers("/aliases/", 200, &json!({"data": [{"id": "q", "firstName": "Ann", "phone": ["+15550200"]}]}));
    desk.tell(|told| told.set_property("interactionData", json!({"ani": "+15550200", "interactionId": "next"})));
    desk.shows("name", "Ann").await;
    desk.has(0, "rename").await;
    // Even a click that was under way comes to nothing.
    let submit = form.query_selector("[type=submit]").expect("a selector").expect("a button");
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(submit).click();
    tick().await;
    assert!(desk.written().await.is_empty(), "{:?}", desk.written().await);
}

#[wasm_bindgen_test]
async fn an_answer_for_the_customer_before_is_not_shown() {
    let desk = Desk::with_history(&[]);
    desk.never_answers("/person-id/p");
    rename(&desk, "Joseph").await;
    desk.shows("name", "Joseph Núñez").await;
    desk.answers("/aliases/", 200, &json!({"data": [{"id": "q", "firstName": "Ann", "phone": ["+15550200"]}]}));
    desk.tell(|told| told.set_property("interactionData", json!({"ani": "+15550200", "interactionId": "next"})));
    desk.shows("name", "Ann").await;
    // A new customer can be edited, whatever became of the edit before.
    desk.answers("/person-id/q", 202, &json!({"data": {"id": "q", "firstName": "Anne", "phone": ["+15550200"]}}));
    rename(&desk, "Anne").await;
    desk.shows("outcome", "The name is Anne now.").await;
    desk.sent("/person-id/q").await;
    assert_eq!(desk.written().await.len(), 2);
}

#[wasm_bindgen_test]
async fn a_change_is_told_after_the_person_could_not_be_read() {
    let desk = Desk::with_history(&[]);
    desk.answers_late("/person-id/p", 202, &json!({"data": person("Joseph", json!({}))}));
    rename(&desk, "Joseph").await;
    desk.shows("name", "Joseph Núñez").await;
    desk.sent("/person-id/p").await;
    desk.answers("/aliases/", 400, &json!({"message": "Not now"}));
    desk.reload().await;
    desk.shows("error", "Not now").await;
    desk.release();
    desk.shows("outcome", "The name is Joseph Núñez now.").await;
    desk.shows("name", "Joseph Núñez").await;
    // And the next change can be made.
    desk.answers("/person-id/p", 202, &json!({"data": person("Pepe", json!({}))}));
    rename(&desk, "Pepe").await;
    desk.shows("outcome", "The name is Pepe Núñez now.").await;
}

#[wasm_bindgen_test]
async fn who_turns_out_to_be_somebody_else_can_be_changed_after_that() {
    let desk = Desk::with_history(&[]);
    desk.answers_late("/person-id/p", 202, &json!({"data": person("Joseph", json!({}))}));
    rename(&desk, "Joseph").await;
    desk.sent("/person-id/p").await;
    desk.answers("/aliases/", 200, &json!({"data": [{"id": "q", "firstName": "Ann", "phone": ["+15550100"]}]}));
    desk.reload().await;
    desk.shows("name", "Ann").await;
    desk.release();
    desk.answers("/person-id/q", 202, &json!({"data": {"id": "q", "firstName": "Anne", "phone": ["+15550100"]}}));
    until("the pencil", || !desk.all("[part~=rename-button]")[0].has_attribute("disabled")).await;
    rename(&desk, "Anne").await;
    desk.shows("outcome", "The name is Anne now.").await;
    assert_eq!(desk.written().await.len(), 2);
}

#[wasm_bindgen_test]
async fn after_a_lost_answer_it_looks_instead_of_sending_again() {
    let joseph = json!({"data": [person("Joseph", json!({}))]});
    let desk = Desk::new(&[], |_| {}, |desk| desk.answers("/aliases/", 200, &joseph));
    desk.answers("/person-id/p", 502, &json!({}));
    desk.shows("name", "Joseph").await;
    desk.answers("/aliases/", 200, &json!({"data": [person("Pepe", json!({}))]}));
    rename(&desk, "Pepe").await;
    desk.shows("outcome", "The name is Pepe Núñez now.").await;
    rename(&desk, "Pepito").await;
    desk.shows("outcome", "The name was not saved").await;
    desk.shows("name", "Pepe Núñez").await;
    assert_eq!(desk.written().await.len(), 2, "each change was sent once");
}

#[wasm_bindgen_test]
async fn a_change_of_which_nobody_knows_is_not_called_saved_nor_failed() {
    let desk = Desk::with_history(&[]);
    desk.shows("name", "José Núñez").await;
    desk.answers("/person-id/p", 502, &json!({"trackingId": "cjds-7"}));
    desk.answers("/aliases/", 400, &json!({}));
    rename(&desk, "Pepe").await;
    desk.shows("outcome", "It is not known whether the change was saved").await;
    desk.shows("outcome", "cjds-7").await;
    desk.shows("name", "José Núñez").await;
    assert_eq!(desk.written().await.len(), 1, "it was sent once");
    desk.answers("/aliases/", 200, &json!({"data": [person("Pepe", json!({}))]}));
    desk.click("[part~=outcome] .link", "Refresh").await;
    desk.shows("name", "Pepe Núñez").await;
}

#[wasm_bindgen_test]
async fn an_identity_is_added_by_kind_and_only_if_it_is_one() {
    let desk = Desk::with_history(&[]);
    add(&desk, "phone", "0202 5550143").await;
    desk.shows("identity-form", "country code").await;
    desk.types("[part~=identity-form] input", "+1 555 01 00").await;
    desk.click("[part~=identity-form] [type=submit]", "Add").await;
    desk.shows("identity-form", "has it already").await;
    assert!(desk.written().await.is_empty());
    let more = json!({"phone": ["+15550100", "+12025550143"]});
    desk.answers("/add-identities/", 200, &json!({"data": person("José", more.clone())}));
    desk.answers("/aliases/", 200, &json!({"data": [person("José", more)]}));
    desk.types("[part~=identity-form] input", "+1 (202) 555-0143").await;
    desk.click("[part~=identity-form] [type=submit]", "Add").await;
    desk.shows("identity", "+12025550143").await;
    desk.shows("outcome", "+12025550143 was added.").await;
    desk.sent(r#"PATCH /admin/v1/api/person/add-identities/workspace-id/ws/person-id/p {"phone":["+12025550143"]}"#)
        .await;
}

#[wasm_bindgen_test]
async fn a_removed_identity_can_be_put_back() {
    let desk = Desk::with_history(&[]);
    desk.click("[aria-label=Identities]", "").await;
    desk.has(2, "identity").await;
    assert!(desk.all("[aria-label='Remove +15550100']").is_empty(), "the one in use stays");
    desk.answers("/remove-identities/", 200, &json!({"data": person("José", json!({"email": []}))}));
    desk.answers("/aliases/", 200, &json!({"data": [person("José", json!({"email": []}))]}));
    desk.click("[aria-label='Remove jose@example.com']", "").await;
    desk.has(1, "identity").await;
    desk.shows("outcome", "jose@example.com was removed.").await;
    desk.answers("/add-identities/", 200, &json!({"data": person("José", json!({}))}));
    desk.answers("/aliases/", 200, &json!({"data": [person("José", json!({}))]}));
    desk.click("[part~=outcome] .link", "Undo").await;
    desk.has(2, "identity").await;
    desk.shows("outcome", "jose@example.com was put back.").await;
    desk.sent(r#"{"email":["jose@example.com"]}"#).await;
    let written = desk.written().await;
    assert!(
        written[0].ends_with(r#"["jose@example.com"]"#) && written[1].ends_with(r#"{"email":["jose@example.com"]}"#),
        "{written:?}"
    );
}

#[wasm_bindgen_test]
async fn what_the_token_may_not_is_not_offered() {
    let desk = Desk::new(&[], |told| told.set_property("bearerToken", json!(AGENT)), |_| {});
    desk.click("[aria-label=Identities]", "").await;
    desk.has(2, "identity").await;
    assert!(!desk.all("[part~=rename-button]")[0].has_attribute("hidden"), "an agent may edit names");
    assert!(desk.all(".add-identity, [aria-label^=Remove]").is_empty(), "and no identities");
    desk.tell(|told| told.set_property("bearerToken", json!("opaque")));
    until("the service to decide", || !desk.all(".add-identity").is_empty()).await;
    desk.tell(|told| told.set_attribute("read-only-aliases", Some("true".into())));
    until("nothing to be changed", || desk.all(".add-identity, [aria-label^=Remove]").is_empty()).await;
    assert!(desk.all("[part~=rename-button]")[0].has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn a_refused_identity_is_taken_back_and_not_offered_again() {
    let desk = Desk::with_history(&[]);
    desk.answers("/remove-identities/", 403, &json!({"message": "No", "trackingId": "cjds-5"}));
    desk.click("[aria-label=Identities]", "").await;
    desk.click("[aria-label='Remove jose@example.com']", "").await;
    desk.shows("outcome", "may not change identities").await;
    desk.has(2, "identity").await;
    assert!(desk.all("[aria-label^=Remove]").is_empty());
    assert!(!desk.all("[part~=rename-button]")[0].has_attribute("hidden"), "names are another right");
}

fn taken(desk: &Desk) {
    let anne = json!({"id": "q", "firstName": "Anne", "phone": ["+12025550143"], "customerId": ["C-17"]});
    desk.answers("/aliases/%2B12025550143", 200, &json!({"data": [anne]}));
    desk.answers("/add-identities/", 400, &json!({"message": "Alias to be added already exists to some other Person"}));
}

#[wasm_bindgen_test]
async fn merging_asks_first_and_shows_both_persons() {
    let desk = Desk::with_history(&[super::call("old", "task:ended", 2_000, json!({"wrapUpName": "Refund"}))]);
    taken(&desk);
    add(&desk, "phone", "+12025550143").await;
    for words in ["Are these the same person?", "José", "Anne", "jose@example.com", "C-17", "Refund", "Merge the two"]
    {
        desk.shows("comparison", words).await;
    }
    desk.shows("comparison", "After merging: José Núñez, with 4 identities").await;
    assert_eq!(desk.written().await.len(), 1, "nothing is merged by itself");
    desk.shows("identity", "jose@example.com").await;

    desk.answers("/person/merge/", 202, &json!({"data": {}}));
    let both = json!({"phone": ["+15550100", "+12025550143"], "customerId": ["C-17"]});
    desk.answers("/aliases/", 200, &json!({"data": [person("José", both)]}));
    desk.answers("/v1/api/events/", 200, &json!({"data": [super::event("Of both", 1, json!({}))]}));
    desk.click("[part~=merge]", "Merge").await;
    desk.sent(r#"POST /admin/v1/api/person/merge/workspace-id/ws/primary-person-id/p {"personIdsToMerge":["q"]}"#)
        .await;
    desk.shows("outcome", "Both are one person now.").await;
    desk.has(0, "comparison").await;
    desk.shows("event", "Of both").await;
    desk.shows("identity", "C-17").await;
}

#[wasm_bindgen_test]
async fn the_other_person_can_be_the_one_who_stays() {
    let desk = Desk::with_history(&[]);
    taken(&desk);
    add(&desk, "phone", "+12025550143").await;
    desk.shows("comparison", "Has +12025550143").await;
    let radios = desk.all("[part~=comparison] [type=radio]");
    wasm_bindgen::JsCast::unchecked_ref::<web_sys::HtmlElement>(&radios[1]).click();
    desk.shows("comparison", "After merging: Anne, with 4 identities").await;
    desk.answers("/person/merge/", 202, &json!({}));
    desk.answers(
        "/aliases/",
        200,
        &json!({"data": [{"id": "q", "firstName": "Anne", "phone": ["+12025550143", "+15550100"]}]}),
    );
    desk.click("[part~=merge]", "Merge").await;
    desk.sent(r#"primary-person-id/q {"personIdsToMerge":["p"]}"#).await;
    desk.shows("name", "Anne").await;
    desk.shows("outcome", "Both are one person now.").await;
}

#[wasm_bindgen_test]
async fn keeping_two_persons_apart_changes_nothing() {
    let desk = Desk::with_history(&[]);
    taken(&desk);
    add(&desk, "phone", "+12025550143").await;
    desk.click("[part~=comparison] button", "Keep apart").await;
    desk.has(0, "comparison").await;
    desk.has(2, "identity").await;
    assert_eq!(desk.written().await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_merge_that_takes_a_while_is_called_accepted_and_one_without_an_answer_unknown() {
    let desks = [(202, "The merge was accepted"), (502, "It is not known whether the change was saved")];
    let desks = desks.map(|(status, said)| (Desk::with_history(&[]), status, said));
    for (desk, status, _) in &desks {
        taken(desk);
        add(desk, "phone", "+12025550143").await;
        desk.answers("/person/merge/", *status, &json!({}));
        desk.click("[part~=merge]", "Merge").await;
    }
    for (desk, _, said) in &desks {
        desk.shows("outcome", said).await;
        assert_eq!(desk.all("[part~=outcome] .link").len(), 1, "{said}: it can be refreshed and not undone");
        assert_eq!(desk.written().await.len(), 2, "{said}: one identity, one merge");
    }
    desks[0].0.has(0, "comparison").await;
}

#[wasm_bindgen_test]
async fn a_refused_merge_is_said_in_the_comparison() {
    let desk = Desk::with_history(&[]);
    taken(&desk);
    add(&desk, "phone", "+12025550143").await;
    desk.answers("/person/merge/", 409, &json!({"message": "Already merged", "trackingId": "cjds-3"}));
    desk.click("[part~=merge]", "Merge").await;
    desk.shows("comparison", "The two were not merged").await;
    desk.shows("comparison", "cjds-3").await;
    desk.shows("name", "José Núñez").await;
}

#[wasm_bindgen_test]
async fn a_first_contact_is_recognised() {
    let desk = Desk::new(
        &[super::call("now", "task:new", 0, json!({"direction": "INBOUND"}))],
        |_| {},
        |desk| {
            let time = "2026-03-01T10:00:00Z";
            desk.answers(
                "/aliases/",
                200,
                &json!({"data": [{"id": "p", "phone": ["+15550100"], "createdBy": "journey-stream-profiles",
                "createdAt": time, "updatedAt": time}]}),
            );
        },
    );
    desk.shows("name", "New caller").await;
    desk.shows("badge", "First contact").await;
}
