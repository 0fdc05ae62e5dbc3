//! Texts at their bounds: lengths, and characters that a database cannot store. Both databases answer alike.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{TestService, encoded, event};

const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";
const MERGE: &str = "/admin/v1/api/person/merge-identities/workspace-id/{ws}";
const TEMPLATES: &str = "/admin/v1/api/profile-view-template/workspace-id/{ws}";
const PUBLISH: &str = "/publish/v1/api/event?workspaceId={ws}";

fn template(name: &str, display: &str) -> Value {
    json!({"name": name, "attributes": [{"version": "0.1", "event": "e", "metaDataType": "string", "metaData": "m", "limit": 1,
        "displayName": display, "lookBackDurationType": "days", "lookBackPeriod": 1, "aggregationMode": "Value"}]})
}

#[tokio::test]
async fn names_and_aliases_are_as_long_as_256_characters_and_no_longer() {
    let service = TestService::start().await;
    // Characters, not bytes: these have three each.
    let (fits, long) = ("語".repeat(256), "語".repeat(257));
    let id = service.create_person(json!({"firstName": fits, "customerId": [fits]})).await;
    assert_eq!(service.person(&fits).await["id"], json!(id));
    let mail = format!("{}@example.com", "a".repeat(250));
    let patch = format!("{PERSONS}/person-id/{id}");
    let add = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    for (method, path, body, field) in [
        (Method::POST, PERSONS, json!({"firstName": long, "customerId": ["1"]}), "firstName"),
        (Method::POST, PERSONS, json!({"lastName": long, "customerId": ["1"]}), "lastName"),
        (Method::POST, PERSONS, json!({"customerId": [long]}), "customerId"),
        (Method::POST, PERSONS, json!({"email": [mail]}), "email"),
        (Method::POST, PERSONS, json!({"socialId": ["x".repeat(300_000)]}), "socialId"),
        (Method::POST, MERGE, json!({"lastName": long, "customerId": ["1"]}), "lastName"),
        (Method::POST, MERGE, json!({"temporaryId": [long]}), "temporaryId"),
        (Method::PATCH, &patch, json!([{"op": "replace", "path": "/lastName", "value": long}]), "lastName"),
        (Method::PATCH, &patch, json!([{"op": "add", "path": "/customerId/-", "value": long}]), "customerId"),
        (Method::PATCH, &patch, json!([{"op": "add", "path": "/customerId", "value": ["1", long]}]), "customerId"),
        (Method::PATCH, &add, json!({"socialId": [long]}), "socialId"),
        (Method::POST, TEMPLATES, template(&long, "d"), "name"),
        (Method::POST, TEMPLATES, template("n", &long), "displayName"),
        (Method::POST, "/admin/v1/api/workspace", json!({"name": long, "description": ""}), "name"),
        (Method::POST, PUBLISH, event("1", "Order", &mail, json!({})), "identity"),
    ] {
        let reasons = service.call(method, Role::Admin, path, Some(body)).await.refused(400);
        assert!(reasons.contains(&format!("{field}: ")) && reasons.contains("256"), "{path} {field}: {reasons}");
    }
    assert_eq!(service.person(&fits).await["customerId"], json!([fits]), "nothing of it was written");
}

#[tokio::test]
async fn the_character_that_no_database_stores_is_refused_by_name() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"customerId": ["1"]})).await;
    let patch = format!("{PERSONS}/person-id/{id}");
    let add = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    let mut previous = event("1", "Order", "ann@example.com", json!({}));
    previous["previousidentity"] = json!("a\0b");
    let actions = "/admin/v1/api/journey-actions/workspace-id/{ws}/template-id/journey-default-template";
    let action = json!({"name": "a\0", "rules": {"logic": "SINGLE", "condition": "task:new,origin,string,Count GT 1"}});
    for (method, path, body, field) in [
        (Method::POST, PERSONS, json!({"firstName": "A\0", "customerId": ["2"]}), "firstName"),
        (Method::POST, PERSONS, json!({"customerId": ["a\0b"]}), "customerId"),
        (Method::POST, MERGE, json!({"lastName": "\0", "customerId": ["2"]}), "lastName"),
        (Method::POST, MERGE, json!({"socialId": ["a\0b"]}), "socialId"),
        (Method::PATCH, &patch, json!([{"op": "add", "path": "/firstName", "value": "a\0"}]), "firstName"),
        (Method::PATCH, &patch, json!([{"op": "add", "path": "/email/-", "value": "a\0@example.com"}]), "email"),
        (Method::PATCH, &add, json!({"customerId": ["a\0"]}), "customerId"),
        (Method::POST, TEMPLATES, template("a\0", "d"), "name"),
        (Method::POST, TEMPLATES, template("n", "d\0"), "displayName"),
        (Method::POST, actions, action, "name"),
        (Method::POST, "/admin/v1/api/workspace", json!({"name": "a\0", "description": ""}), "name"),
        (Method::POST, "/admin/v1/api/workspace", json!({"name": "a", "description": "\0"}), "description"),
        (Method::POST, PUBLISH, previous, "previousidentity"),
    ] {
        let reasons = service.call(method, Role::Admin, path, Some(body)).await.refused(400);
        assert!(reasons.contains(&format!("{field}: ")) && reasons.contains("U+0000"), "{path} {field}: {reasons}");
    }
    // What is only looked for is not there.
    for path in [
        format!("{PERSONS}/aliases/a%00b"),
        format!("{PERSONS}/aliases/{}", encoded(&"x".repeat(2_000))),
        format!("{PERSONS}/person-id/a%00b"),
        format!("{TEMPLATES}/template-id/a%00b"),
        format!("{TEMPLATES}/template-name/a%00b"),
        "/v1/api/progressive-profile-view/workspace-id/{ws}/identity/a%00b/template-id/journey-default-template"
            .to_owned(),
        "/v1/api/events/workspace-id/a%00b".to_owned(),
    ] {
        let method = if path.contains("person-id") { Method::DELETE } else { Method::GET };
        service.call(method, Role::Admin, &path, None).await.refused(404);
    }
    for path in ["?identity=a%00b", "?filter=type=='%00'", "?data=a=='%00'", "?filter=identity=='%00'"] {
        let found = service.get(&format!("/v1/api/events/workspace-id/{{ws}}{path}")).await.expect(200);
        assert_eq!(found["data"], json!([]), "{path}");
    }
    for path in ["?filter=firstName=='%00'", "?filter=email=='%00'", "?filter=id=='%00'"] {
        assert_eq!(service.get(&format!("{PERSONS}{path}")).await.expect(200)["data"], json!([]), "{path}");
    }
    service.get(&format!("{PERSONS}?personId=a%00b")).await.refused(404);
}

#[tokio::test]
async fn names_that_are_not_there_are_left_out_and_not_null() {
    let service = TestService::start().await;
    let made = service.post(PERSONS, json!({"customerId": ["1"], "lastName": " "})).await.expect(201);
    for person in [made["data"].clone(), service.person("1").await] {
        assert!(person.get("firstName").is_none() && person.get("lastName").is_none(), "{person}");
    }
    let id = made["data"]["id"].as_str().expect("an id").to_owned();
    let path = format!("{PERSONS}/person-id/{id}");
    let named = service.patch(&path, json!([{"op": "add", "path": "/firstName", "value": "Ann"}])).await.expect(202);
    assert_eq!(named["data"]["firstName"], "Ann");
    let bare = service.patch(&path, json!([{"op": "remove", "path": "/firstName"}])).await.expect(202);
    assert!(bare["data"].get("firstName").is_none(), "{bare}");
}
