//! Finding people by name or a part of an identity, and who may be the customer once more.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::until;
use super::{Desk, event, not_found};

fn with_look_up(change: impl FnOnce(&Desk)) -> Desk {
    let told = |told: &mut crate::settings::Told| {
        told.set_attribute("enable-user-search", Some("true".to_owned()));
        told.set_attribute("collapse-alias-section", Some("false".to_owned()));
    };
    let customer = json!({"data": [{"id": "p", "firstName": "José", "lastName": "Núñez", "phone": ["+15550100"],
        "email": ["jose@example.com"]}]});
    let change = |desk: &Desk| {
        change(desk);
        // The vendor's service knows no parts.
        desk.answers("/parts/search", 404, &json!({"message": "no route"}));
        // Asked before the path of the list, which theirs begins with.
        desk.answers("/aliases/", 200, &customer);
    };
    Desk::new(&[event("Opened the shop", 5, json!({}))], told, change)
}

fn person(id: &str, first: &str, phone: &[&str]) -> Value {
    json!({"id": id, "firstName": first, "lastName": "Smith", "phone": phone, "email": [format!("{id}@example.com")]})
}

async fn look_up(desk: &Desk, text: &str) {
    desk.types("[part=search] input", text).await;
    desk.click("[part=search] [type=submit]", "").await;
}

#[wasm_bindgen_test]
async fn whoever_is_called_so_is_offered_and_one_of_them_is_taken() {
    let people = json!({"data": [person("1", "Ann", &["+15550101", "+15550177"]), person("2", "Bob", &["+15550177"])]});
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 200, &people));
    desk.has(1, "event").await;
    look_up(&desk, "smith").await;
    desk.shows("found", "2 people called “smith”").await;
    assert_eq!(desk.texts("person").len(), 2);
    assert!(!desk.searched().contains(r#"["smith"]"#), "nobody is asked for by that word as an identity");
    desk.answers("/aliases/", 200, &json!({"data": [person("2", "Bob", &["+15550177"])]}));
    desk.click("[part=person]", "Bob").await;
    desk.shows("name", "Bob Smith").await;
    desk.has(0, "found").await;
    assert!(desk.searched().lines().last().is_some_and(|body| body.contains("2@example.com")), "{}", desk.searched());
}

#[wasm_bindgen_test]
async fn a_name_that_one_person_has_leads_there_at_once() {
    let desk = with_look_up(|desk| {
        desk.answers("/person/workspace-id/ws", 200, &json!({"data": [person("1", "Ann", &["+15550101"])]}));
    });
    desk.has(1, "event").await;
    desk.answers("/aliases/", 200, &json!({"data": [person("1", "Ann", &["+15550101"])]}));
    look_up(&desk, "Ann Smith").await;
    desk.shows("name", "Ann Smith").await;
}

#[wasm_bindgen_test]
async fn what_is_nobodys_name_is_looked_up_as_an_identity() {
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 404, &not_found()));
    desk.has(1, "event").await;
    look_up(&desk, "walk-in").await;
    until("it to be asked for", || desk.searched().contains("walk-in")).await;
}

#[wasm_bindgen_test]
async fn where_people_cannot_be_found_by_name_every_word_is_an_identity() {
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 403, &json!({"message": "no"})));
    desk.has(1, "event").await;
    look_up(&desk, "Smith").await;
    until("it to be asked for", || desk.searched().contains("Smith")).await;
    desk.has(0, "found").await;
}

/// Who has a part, as the service says it.
fn by_part(persons: &[Value], has_more: bool) -> Value {
    json!({"data": {"persons": persons, "hasMore": has_more}})
}

#[wasm_bindgen_test]
async fn the_last_digits_offer_whoever_has_them_with_the_reason_and_one_is_taken() {
    let desk = with_look_up(|_| {});
    desk.has(1, "event").await;
    let third = json!({"id": "3", "phone": [], "customerId": ["K-0123"], "email": ["cem@example.com"]});
    let people = [person("1", "Ann", &["+15550177", "+15550100123"]), person("2", "Bob", &["+442079460123"]), third];
    desk.answers("/parts/search", 200, &by_part(&people, true));
    look_up(&desk, "01 23").await;
    desk.shows("found", "3 people found by “01 23”").await;
    desk.shows("found", "There are more").await;
    let marks: Vec<_> = desk.all("[part=found] mark").iter().map(super::desk::words).collect();
    assert_eq!(marks, ["0123", "0123"]);
    assert_eq!(desk.texts("why-found"), ["Phone ends in 0123", "Phone ends in 0123"]);
    assert!(desk.texts("person")[0].starts_with("Ann Smith+15550100123"), "{:?}", desk.texts("person"));
    assert!(desk.searched().contains(r#""part":"01 23""#), "{}", desk.searched());
    assert_eq!(desk.asked("0123") + desk.asked("01%2023") + desk.asked("01+23"), 0, "no address has it");
    desk.answers("/aliases/", 200, &json!({"data": [people[1]]}));
    desk.click("[part=person]", "Bob").await;
    desk.shows("name", "Bob Smith").await;
    desk.has(0, "found").await;
}

#[wasm_bindgen_test]
async fn one_person_with_a_part_is_offered_and_not_opened_as_if_it_were_certain() {
    let desk = with_look_up(|_| {});
    desk.has(1, "event").await;
    desk.answers("/parts/search", 200, &by_part(&[person("1", "Ann", &["+15550100123"])], false));
    look_up(&desk, "0123").await;
    desk.shows("found", "1 person found by “0123”").await;
    desk.has(1, "person").await;
    assert!(!desk.text().contains("There are more"));
    desk.shows("name", "José Núñez").await;
}

#[wasm_bindgen_test]
async fn a_word_finds_whoever_is_called_so_and_whoever_has_an_address_that_begins_so() {
    let named = json!({"data": [person("1", "Ann", &[]), person("2", "Bob", &[])]});
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 200, &named));
    desk.has(1, "event").await;
    let other = json!({"id": "3", "firstName": "Cem", "email": ["smith@example.org"]});
    desk.answers("/parts/search", 200, &by_part(&[person("2", "Bob", &[]), other], false));
    look_up(&desk, "smith").await;
    desk.shows("found", "3 people found by “smith”").await;
    desk.shows("why-found", "E-mail begins with smith").await;
    assert_eq!(desk.texts("person").len(), 3);
}

#[wasm_bindgen_test]
async fn a_service_that_knows_no_parts_is_asked_once_and_every_part_is_an_identity() {
    // Some answer anything with what they have.
    for status in [400, 403, 404, 405, 501, 200] {
        let desk = with_look_up(|_| {});
        desk.has(1, "event").await;
        desk.answers(
            "/parts/search",
            status,
            &json!({"message": "no", "data": [person("1", "Ann", &["+15550100123"])]}),
        );
        look_up(&desk, "0123").await;
        until("it to be asked for", || desk.searched().contains(r#"["0123"]"#)).await;
        look_up(&desk, "4567").await;
        until("the other, too", || desk.searched().contains(r#"["4567"]"#)).await;
        assert_eq!(desk.asked("/parts/search"), 1, "{status}");
        desk.has(0, "found").await;
    }
}

#[wasm_bindgen_test]
async fn a_whole_identity_is_looked_up_at_once_and_nobody_else_is_offered() {
    let desk = with_look_up(|_| {});
    desk.has(1, "event").await;
    for whole in ["+1 555 010 0123", "ann@example.com"] {
        look_up(&desk, whole).await;
        let asked = whole.replace(' ', "");
        until("it to be asked for", || desk.searched().replace(' ', "").contains(&asked)).await;
    }
    assert_eq!(desk.asked("/parts/search"), 0);
    // A customer number that is somebody's, and the end of another's.
    let both = [json!({"id": "1", "customerId": ["K-1001"]}), json!({"id": "2", "customerId": ["1001"]})];
    desk.answers("/parts/search", 200, &by_part(&both, false));
    look_up(&desk, "1001").await;
    until("it to be asked for", || desk.searched().contains(r#"["1001"]"#)).await;
    desk.has(0, "found").await;
}

#[wasm_bindgen_test]
async fn a_search_that_failed_says_so_and_leaves_another_way() {
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 409, &json!({"message": "no"})));
    desk.has(1, "event").await;
    look_up(&desk, "Smith").await;
    desk.shows("found", "Look up “Smith” as an identity").await;
    desk.click("[part=found] .link", "as an identity").await;
    until("it to be asked for", || desk.searched().contains("Smith")).await;
    desk.has(0, "found").await;
}

#[wasm_bindgen_test]
async fn who_may_be_the_customer_once_more_is_named_with_the_reason_and_compared() {
    let desk = with_look_up(|desk| {
        let other = json!({"id": "q", "firstName": "José", "lastName": "Núñez", "email": ["jn@example.com"]});
        desk.answers("/person/workspace-id/ws", 200, &json!({"data": [other]}));
    });
    desk.has(1, "double").await;
    desk.shows("double", "the same name").await;
    desk.click("[part=double] .link", "Compare").await;
    until("the comparison", || desk.text().contains("Are these the same person?")).await;
    assert!(desk.written().await.concat().is_empty(), "nothing is changed by looking");
}

#[wasm_bindgen_test]
async fn a_customer_whom_nobody_is_like_has_no_such_list() {
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 200, &json!({"data": []})));
    desk.has(2, "identity").await;
    until("it to be asked for", || desk.asked("/person/workspace-id/ws") > 0).await;
    desk.has(0, "doubles").await;
}

#[wasm_bindgen_test]
async fn who_was_found_is_not_offered_beside_the_next_contact() {
    let people = json!({"data": [person("1", "Ann", &[]), person("2", "Bob", &[])]});
    let desk = with_look_up(|desk| desk.answers("/person/workspace-id/ws", 200, &people));
    desk.has(1, "event").await;
    look_up(&desk, "smith").await;
    desk.has(1, "found").await;
    desk.tell(|told| told.set_property("interactionData", json!({"ani": "+15550100", "interactionId": "next"})));
    desk.has(0, "found").await;
}
