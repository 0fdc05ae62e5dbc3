//! Splitting a person again, and the change log.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{TestService, event};

fn merge(primary: &str) -> String {
    format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{primary}")
}

fn split(id: &str) -> String {
    format!("/admin/v1/api/person/split/workspace-id/{{ws}}/person-id/{id}")
}

async fn log(service: &TestService, id: &str) -> Vec<Value> {
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{id}/changes");
    service.get(&path).await.expect(200)["data"].as_array().expect("a list").clone()
}

fn kinds(log: &[Value]) -> Vec<&str> {
    log.iter().map(|entry| entry["kind"].as_str().expect("a kind")).collect()
}

#[tokio::test]
async fn a_merge_is_undone_whole_and_events_go_with_their_identities() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let bob = service
        .create_person(json!({"firstName": "Bob", "lastName": "Jones", "phone": ["+12025550143"], "customerId": ["7"]}))
        .await;
    let was = service.person("7").await;
    for (id, identity) in [("1", "ann@example.com"), ("2", "+12025550143")] {
        service.publish(event(id, "Order", identity, json!({}))).await;
    }
    service.post(&merge(&ann), json!({"personIdsToMerge": [bob]})).await.expect(202);
    service.publish(event("3", "Order", "+12025550143", json!({}))).await;
    assert_eq!(service.person("ann@example.com").await["firstName"], "Bob", "whose names it had none of");

    let answer = service.post(&split(&ann), json!({"mergedPersonId": bob})).await.expect(200)["data"].clone();
    assert_eq!(answer["person"]["aliases"], json!(["ann@example.com"]));
    assert!(answer["person"]["firstName"].is_null(), "the names were not its own: {answer}");
    let again = service.person("7").await;
    assert_eq!(answer["splitOff"], again);
    for same in ["id", "firstName", "lastName", "phone", "customerId", "createdAt", "createdBy"] {
        assert_eq!(again[same], was[same], "{same}");
    }
    let ids = async |identity: &str| -> Vec<String> {
        let events = service.history(&[("identity", identity), ("sort", "asc"), ("sortBy", "id")]).await;
        events.iter().map(|event| event["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(
        (ids("ann@example.com").await, ids("7").await),
        (vec!["1".to_owned()], vec!["2".to_owned(), "3".to_owned()])
    );

    // Each has its log, with who and when.
    let of_ann = log(&service, &ann).await;
    assert_eq!(kinds(&of_ann), ["split", "merged"]);
    for entry in &of_ann {
        assert_eq!((&entry["otherPersonId"], &entry["changedBy"]), (&json!(bob), &json!("development-supervisor")));
        assert!(cjds::parse_time(entry["changedAt"].as_str().expect("a time")).is_some());
    }
    assert_eq!(of_ann[1]["details"]["person"]["lastName"], "Jones");
    assert_eq!(kinds(&log(&service, &bob).await), ["splitOff"]);
    // It was undone: it cannot be again, until they are merged again.
    service.post(&split(&ann), json!({"mergedPersonId": bob})).await.refused(404);
    service.post(&merge(&ann), json!({"personIdsToMerge": [bob]})).await.expect(202);
    service.post(&split(&ann), json!({"mergedPersonId": bob})).await.expect(200);
}

#[tokio::test]
async fn merges_of_merges_are_undone_one_after_the_other() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"firstName": "Ann", "email": ["ann@example.com"]})).await;
    let second = service.create_person(json!({"firstName": "Second", "phone": ["+12025550143"]})).await;
    let third = service.create_person(json!({"firstName": "Third", "customerId": ["7"]})).await;
    service.post(&merge(&second), json!({"personIdsToMerge": [third]})).await.expect(202);
    service.post(&merge(&ann), json!({"personIdsToMerge": [second]})).await.expect(202);
    let answer = service.post(&split(&ann), json!({"mergedPersonId": second})).await.expect(200);
    assert_eq!(answer["data"]["splitOff"]["aliases"], json!(["+12025550143", "7"]));
    let answer = service.post(&split(&second), json!({"mergedPersonId": third})).await.expect(200);
    assert_eq!(
        (&answer["data"]["person"]["firstName"], &answer["data"]["splitOff"]["id"]),
        (&json!("Second"), &json!(third))
    );
    // Who is deleted takes the log along, and not that of those who are there.
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{ann}");
    service.call(Method::DELETE, Role::Supervisor, &path, None).await.expect(200);
    service.get(&format!("{path}/changes")).await.refused(404);
    assert_eq!(kinds(&log(&service, &second).await), ["split", "merged"]);
}

#[tokio::test]
async fn chosen_identities_become_a_person_and_the_stream_of_the_other_no_longer_has_them() {
    let service = TestService::start().await;
    let body = json!({"firstName": "Ann", "email": ["ann@example.com", "bob@example.com"], "phone": ["+12025550143"]});
    let ann = service.create_person(body).await;
    let mut stream = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    service.publish(event("1", "Order", "bob@example.com", json!({}))).await;
    assert_eq!(stream.data().await["id"], "1");
    let body = json!({"identities": ["Bob@Example.com", "+1 202 555 0143"], "firstName": "Bob"});
    let answer = service.post(&split(&ann), body).await.expect(200)["data"].clone();
    assert_eq!(answer["person"]["aliases"], json!(["ann@example.com"]));
    assert_eq!(answer["person"]["firstName"], "Ann");
    assert_eq!(answer["splitOff"]["firstName"], "Bob");
    assert_eq!(service.person("12025550143").await["id"], answer["splitOff"]["id"]);
    service.publish(event("2", "Order", "bob@example.com", json!({}))).await;
    service.publish(event("3", "Order", "ann@example.com", json!({}))).await;
    assert_eq!(stream.data().await["id"], "3", "Bob's are no longer hers");
}

#[tokio::test]
async fn a_split_that_makes_no_sense_is_refused_and_changes_nothing() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"], "customerId": ["7"]})).await;
    let bob = service.create_person(json!({"email": ["bob@example.com"]})).await;
    service.post(&split(&ann), json!({})).await.refused(400);
    service.post(&split(&ann), json!({"identities": ["bob@example.com"]})).await.refused(400);
    service.post(&split(&ann), json!({"identities": ["ann@example.com", "7"]})).await.refused(400);
    service.post(&split(&ann), json!({"mergedPersonId": bob})).await.refused(404);
    service.post(&split("none"), json!({"identities": ["7"]})).await.refused(404);
    service.agent_post(&split(&ann), json!({"identities": ["7"]})).await.refused(403);
    assert_eq!(service.person("7").await["id"], json!(ann));
    assert!(log(&service, &ann).await.is_empty());
}

#[tokio::test]
async fn who_changed_what_of_a_person_stands_in_its_log() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"firstName": "Ann", "email": ["ann@example.com"]})).await;
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{ann}");
    let names = json!([{"op": "replace", "path": "/firstName", "value": "Anna"}]);
    service.call(Method::PATCH, Role::Agent, &path, Some(names)).await.expect(202);
    let add = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{ann}");
    service.patch(&add, json!({"customerId": ["7"]})).await.expect(200);
    // What is there already is no change.
    service.patch(&add, json!({"customerId": ["7"]})).await.expect(200);
    let remove = format!("/admin/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{ann}");
    service.patch(&remove, json!(["ann@example.com"])).await.expect(200);
    let log = log(&service, &ann).await;
    let told: Vec<(&Value, &Value)> = log.iter().map(|entry| (&entry["changedBy"], &entry["details"])).collect();
    let supervisor = json!("development-supervisor");
    assert_eq!(
        told,
        [
            (&supervisor, &json!({"removed": ["ann@example.com"]})),
            (&supervisor, &json!({"added": ["7"]})),
            (&json!("development-agent"), &json!({"firstName": {"before": "Ann", "after": "Anna"}})),
        ]
    );
}
