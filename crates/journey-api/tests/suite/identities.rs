//! Adding identities to a person and removing them.

use serde_json::json;

use super::harness::{TestService, event};

fn path(verb: &str, id: &str) -> String {
    format!("/admin/v1/api/person/{verb}-identities/workspace-id/{{ws}}/person-id/{id}")
}

#[tokio::test]
async fn added_identities_find_the_person_and_removed_ones_do_not() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let body = json!({"phone": ["+12025550143"], "socialId": ["x:ann"], "temporaryId": ["web-1"], "customerId": ["7"], "email": ["ann@example.com"]});
    let added = service.patch(&path("add", &id), body).await.expect(200);
    assert_eq!(added["data"]["aliases"], json!(["ann@example.com", "+12025550143", "7", "x:ann", "web-1"]));
    let removed = service.patch(&path("remove", &id), json!(["12025550143", "x:ann"])).await.expect(200);
    assert_eq!(removed["data"]["aliases"], json!(["ann@example.com", "7", "web-1"]));
    service.get("/admin/v1/api/person/workspace-id/{ws}/aliases/x%3Aann").await.refused(404);
}

#[tokio::test]
async fn an_identity_of_somebody_else_is_not_taken() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    service.create_person(json!({"phone": ["+12025550143"]})).await;
    let reasons = service.patch(&path("add", &ann), json!({"phone": ["+12025550143"]})).await.refused(400);
    assert!(reasons.contains("Alias to be added already exists to some other Person"), "{reasons}");
    assert_ne!(service.person("+12025550143").await["id"], json!(ann));
}

#[tokio::test]
async fn nothing_to_add_or_remove_and_nobody_to_do_it_to_are_refused() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"]})).await;
    service.patch(&path("add", &id), json!({})).await.refused(400);
    service.patch(&path("add", &id), json!({"email": [" "]})).await.refused(400);
    service.patch(&path("remove", &id), json!([])).await.refused(400);
    service.patch(&path("remove", &id), json!(["unknown"])).await.refused(400);
    service.patch(&path("remove", &id), json!(["ann@example.com"])).await.refused(400);
    service.patch(&path("add", "none"), json!({"email": ["x@example.com"]})).await.refused(404);
}

#[tokio::test]
async fn events_follow_their_identity_to_whoever_has_it() {
    let service = TestService::start().await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    service.publish(event("2", "Order", "+12025550143", json!({}))).await;
    let ann = service.person("ann@example.com").await["id"].as_str().expect("an id").to_owned();
    service.patch(&path("add", &ann), json!({"phone": ["+12025550143"]})).await.refused(400);
    let body = json!({"email": ["ann@example.com"], "phone": ["+12025550143"]});
    service.post("/admin/v1/api/person/merge-identities/workspace-id/{ws}", body).await.expect(200);
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 2);
    let owner = service.person("+12025550143").await["id"].as_str().expect("an id").to_owned();
    service.patch(&path("remove", &owner), json!(["+12025550143"])).await.expect(200);
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 1);
    assert_eq!(
        service.history(&[("identity", "+12025550143")]).await.len(),
        1,
        "it is still there by its own identity"
    );
}

/// An alias is looked up without its kind, so both cannot be there at once; neither is taken for the other.
#[tokio::test]
async fn a_customer_number_with_the_digits_of_a_telephone_number_joins_nobody() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"firstName": "Ann", "phone": ["+12025550143"]})).await;
    let bob = service.create_person(json!({"firstName": "Bob", "customerId": ["12025550144"]})).await;
    let merge = "/admin/v1/api/person/merge-identities/workspace-id/{ws}";
    for (body, said) in [
        (
            json!({"customerId": ["12025550143"], "email": ["carl@example.com"]}),
            "customerId: 12025550143 has the digits of +12025550143, which is somebody's phone",
        ),
        (
            json!({"phone": ["+1 202 555 0144"], "email": ["carl@example.com"]}),
            "phone: +12025550144 has the digits of 12025550144, which is somebody's customerId",
        ),
    ] {
        let reasons = service.post(merge, body).await.refused(400);
        assert!(reasons.contains(said), "{reasons}");
    }
    service.get("/admin/v1/api/person/workspace-id/{ws}/aliases/carl%40example.com").await.refused(404);
    // Who is known to be meant by something else is meant.
    let body = json!({"phone": ["+12025550143"], "customerId": ["12025550143"], "email": ["ann@example.com"]});
    assert_eq!(service.post(merge, body).await.expect(200)["data"]["id"], json!(ann));
    // Some senders call every identity a customer number; with its plus it is a telephone number all the same.
    let body = json!({"customerId": ["+12025550143"], "email": ["ann.p@example.com"]});
    assert_eq!(service.post(merge, body).await.expect(200)["data"]["id"], json!(ann));
    for (text, id) in [("12025550143", &ann), ("+12025550143", &ann), ("12025550144", &bob)] {
        assert_eq!(service.person(text).await["id"], json!(id), "{text}");
    }
}
