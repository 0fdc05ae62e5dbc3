//! Persons: found, listed, created, patched, deleted.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;

use super::harness::{TestService, encoded, event};

const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";

#[tokio::test]
async fn several_aliases_find_each_person_once() {
    let service = TestService::start().await;
    let ann = service
        .create_person(json!({"firstName": "Ann", "email": ["ann@example.com"], "phone": ["+1 (202) 555-0143"]}))
        .await;
    let li = service.create_person(json!({"lastName": "李", "customerId": ["a,b/c?d#e"]})).await;
    let find = async |aliases: &str| service.get(&format!("{PERSONS}/aliases/{aliases}")).await;
    let both = find(&format!("ann%40example.com,%2B12025550143,{}", encoded("nobody"))).await.expect(200);
    assert_eq!(both["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(both["data"][0]["id"], json!(ann));
    assert_eq!(both["data"][0]["phone"], json!(["+12025550143"]), "stored as E.164");
    let odd = find(&encoded("a,b/c?d#e")).await.expect(200);
    assert_eq!((&odd["data"][0]["id"], &odd["data"][0]["lastName"]), (&json!(li), &json!("李")));
    find("12025550143").await.expect(200);
    find("2025550143").await.refused(404);
    find("nobody").await.refused(404);
}

#[tokio::test]
async fn persons_are_listed_by_page_filter_and_id() {
    let service = TestService::start().await;
    let mut ids = Vec::new();
    for name in ["Cem", "Ann", "Bea"] {
        ids.push(service.create_person(json!({"firstName": name, "email": [format!("{name}@example.com")]})).await);
    }
    let names = async |query: &str| {
        let answer = service.get(&format!("{PERSONS}?{query}")).await.expect(200);
        let list = answer["data"].as_array().expect("a list").clone();
        list.iter().map(|person| person["firstName"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await.len(), 3);
    assert_eq!(names("sortBy=firstName&sort=DESC").await, ["Cem", "Bea", "Ann"]);
    assert_eq!(names("sortBy=firstName&page=1&pageSize=2").await, ["Cem"]);
    assert_eq!([names("page=0&pageSize=2").await, names("page=1&pageSize=2").await].concat().len(), 3);
    assert_eq!(names("filter=firstName%3D%3D%27A*%27").await, ["Ann"]);
    assert_eq!(names("filter=email%3D%3D%27Bea%40example.com%27").await, ["Bea"]);
    assert_eq!(names(&format!("personId={}", ids[0])).await, ["Cem"]);
    service.get(&format!("{PERSONS}?personId=none")).await.refused(404);
    service.get(&format!("{PERSONS}?filter=firstName")).await.refused(400);
}

#[tokio::test]
async fn a_person_needs_an_identity_that_is_nobody_elses() {
    let service = TestService::start().await;
    service.post(PERSONS, json!({"firstName": "Ann"})).await.refused(400);
    service.create_person(json!({"email": ["ann@example.com"]})).await;
    let reasons = service.post(PERSONS, json!({"firstName": "Eve", "email": ["Ann@Example.com"]})).await.refused(400);
    assert!(reasons.contains("already exists to some other Person"), "{reasons}");
    let all = service.get(PERSONS).await.expect(200);
    assert_eq!(all["data"].as_array().map(Vec::len), Some(1), "nothing is left of what was refused");
}

#[tokio::test]
async fn a_patch_changes_names_and_identities_and_says_who_did() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let path = format!("{PERSONS}/person-id/{id}");
    let answer = service
        .patch(
            &path,
            json!([
                {"op": "add", "path": "/firstName", "value": "José"},
                {"op": "add", "path": "/phone/-", "value": "+12025550143"},
                {"op": "remove", "path": "/email/0"},
            ]),
        )
        .await
        .expect(202);
    assert_eq!(answer["data"]["firstName"], "José");
    assert_eq!(answer["data"]["aliases"], json!(["+12025550143"]));
    assert_eq!(answer["data"]["updatedBy"], "development-supervisor");
    service.get(&format!("{PERSONS}/aliases/ann%40example.com")).await.refused(404);
    assert_eq!(service.person("+12025550143").await["id"], json!(id));
}

#[tokio::test]
async fn a_patch_that_cannot_be_done_changes_nothing() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"firstName": "Ann", "email": ["ann@example.com"]})).await;
    service.create_person(json!({"email": ["bob@example.com"]})).await;
    let path = format!("{PERSONS}/person-id/{id}");
    let rename = json!({"op": "replace", "path": "/firstName", "value": "Eve"});
    for bad in [
        json!({"op": "add", "path": "/email/-", "value": "bob@example.com"}),
        json!({"op": "remove", "path": "/email/0"}),
        json!({"op": "replace", "path": "/id", "value": "x"}),
        json!({"op": "copy", "path": "/email"}),
    ] {
        service.patch(&path, json!([rename, bad])).await.refused(400);
    }
    assert_eq!(service.person("ann@example.com").await["firstName"], "Ann");
    service.patch(&format!("{PERSONS}/person-id/none"), json!([rename])).await.refused(404);
    service.patch(&path, json!({"op": "x"})).await.refused(400);
}

#[tokio::test]
async fn a_deleted_person_is_gone_and_what_happened_stays_with_the_identity() {
    let service = TestService::start().await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    let id = service.person("ann@example.com").await["id"].as_str().expect("an id").to_owned();
    let path = format!("{PERSONS}/person-id/{id}");
    let deleted = service.call(Method::DELETE, Role::Supervisor, &path, None).await.expect(200);
    assert_eq!(deleted["data"]["id"], json!(id));
    service.call(Method::DELETE, Role::Supervisor, &path, None).await.refused(404);
    service.get(&format!("{PERSONS}/aliases/ann%40example.com")).await.refused(404);
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 1);
}
