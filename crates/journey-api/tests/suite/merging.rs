//! Merging persons and identities.

use serde_json::json;

use super::harness::{TestService, event};

const IDENTITIES: &str = "/admin/v1/api/person/merge-identities/workspace-id/{ws}";

fn merge(primary: &str) -> String {
    format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{primary}")
}

#[tokio::test]
async fn merged_persons_are_one_with_all_aliases_and_events() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let named =
        service.create_person(json!({"firstName": "Ann", "lastName": "Petersen", "phone": ["+12025550143"]})).await;
    let third = service.create_person(json!({"firstName": "A.", "customerId": ["7"]})).await;
    for (id, identity) in [("1", "ann@example.com"), ("2", "+12025550143")] {
        service.publish(event(id, "Order", identity, json!({}))).await;
    }
    let answer = service.post(&merge(&ann), json!({"personIdsToMerge": [named, third]})).await.expect(202);
    assert_eq!(answer["data"]["id"], json!(ann));
    assert_eq!(answer["data"]["aliases"], json!(["ann@example.com", "+12025550143", "7"]));
    assert_eq!((&answer["data"]["firstName"], &answer["data"]["lastName"]), (&json!("Ann"), &json!("Petersen")));
    assert_eq!(service.history(&[("identity", "7")]).await.len(), 2);
    assert_eq!(service.person("+12025550143").await["id"], json!(ann));
    service.get(&format!("/admin/v1/api/person/workspace-id/{{ws}}?personId={named}")).await.refused(404);
}

#[tokio::test]
async fn a_merge_leaves_a_trace_that_goes_with_the_person() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"firstName": "Ann", "email": ["ann@example.com"]})).await;
    let second = service.create_person(json!({"firstName": "A.", "phone": ["+12025550143"]})).await;
    let third = service.create_person(json!({"firstName": "Anna", "customerId": ["7"]})).await;
    service.post(&merge(&second), json!({"personIdsToMerge": [third]})).await.expect(202);
    service.post(&merge(&ann), json!({"personIdsToMerge": [second]})).await.expect(202);
    let pool = sqlx::AnyPool::connect(&service.database.url).await.expect("open");
    let traces = async || {
        let rows: Vec<(String, String)> = sqlx::query_as("SELECT details, changed_by FROM person_changes ORDER BY seq")
            .fetch_all(&pool)
            .await
            .expect("read");
        rows
    };
    let kept = traces().await;
    assert_eq!(kept.len(), 2);
    assert!(
        kept[0].0.contains(&third) && kept[0].0.contains("Anna") && kept[0].1 == "development-supervisor",
        "{kept:?}"
    );
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{ann}");
    service.call(reqwest::Method::DELETE, journey_api::auth::Role::Supervisor, &path, None).await.expect(200);
    assert!(traces().await.is_empty(), "who is deleted is deleted");
}

#[tokio::test]
async fn a_merge_that_makes_no_sense_is_refused_and_changes_nothing() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let bob = service.create_person(json!({"email": ["bob@example.com"]})).await;
    service.post(&merge(&ann), json!({"personIdsToMerge": []})).await.refused(400);
    service.post(&merge(&ann), json!({"personIdsToMerge": [ann]})).await.refused(400);
    service.post(&merge(&ann), json!({})).await.refused(400);
    service.post(&merge(&ann), json!({"personIdsToMerge": [bob, "none"]})).await.refused(404);
    service.post(&merge("none"), json!({"personIdsToMerge": [bob]})).await.refused(404);
    assert_eq!(service.person("bob@example.com").await["id"], json!(bob));
}

#[tokio::test]
async fn identities_that_nobody_has_make_a_person_and_known_ones_gather() {
    let service = TestService::start().await;
    let body = json!({"firstName": "Ann", "email": ["ann@example.com"]});
    let made = service.post(IDENTITIES, body).await.expect(200);
    let id = made["data"]["id"].clone();
    let body = json!({"firstName": "Anna", "lastName": "P.", "email": ["ann@example.com"], "phone": ["+12025550143"]});
    let added = service.post(IDENTITIES, body).await.expect(200);
    assert_eq!(added["data"]["id"], id);
    assert_eq!(
        (&added["data"]["firstName"], &added["data"]["lastName"]),
        (&json!("Ann"), &json!("P.")),
        "only what was missing"
    );
    assert_eq!(added["data"]["aliases"], json!(["ann@example.com", "+12025550143"]));
    let other = service.create_person(json!({"customerId": ["7"]})).await;
    let body = json!({"phone": ["12025550143"], "customerId": ["7"]});
    let merged = service.post(IDENTITIES, body).await.expect(200);
    assert_eq!(merged["data"]["id"], id, "the oldest stays");
    assert_eq!(merged["data"]["aliases"].as_array().map(Vec::len), Some(3));
    service.get(&format!("/admin/v1/api/person/workspace-id/{{ws}}?personId={other}")).await.refused(404);
    service.post(IDENTITIES, json!({"firstName": "Nobody"})).await.refused(400);
}

#[tokio::test]
async fn override_keeps_only_what_was_named() {
    let service = TestService::start().await;
    let id = service
        .create_person(
            json!({"firstName": "Ann", "email": ["ann@example.com", "old@example.com"], "customerId": ["7"]}),
        )
        .await;
    let body = json!({"override": true, "firstName": "Anna", "email": ["ann@example.com"], "socialId": ["x:ann"]});
    let answer = service.post(IDENTITIES, body).await.expect(200);
    assert_eq!(answer["data"]["id"], json!(id));
    assert_eq!(answer["data"]["aliases"], json!(["ann@example.com", "x:ann"]));
    assert_eq!(answer["data"]["firstName"], "Anna");
}

#[tokio::test(flavor = "multi_thread")]
async fn merging_while_others_publish_loses_no_event_and_no_alias() {
    let service = std::sync::Arc::new(TestService::start().await);
    let identities: Vec<String> = (0..6).map(|number| format!("+1202555010{number}")).collect();
    for (number, identity) in identities.iter().enumerate() {
        service.publish(event(&format!("first-{number}"), "Visit", identity, json!({}))).await;
    }
    let mut tasks = Vec::new();
    for identity in identities.clone() {
        let service = service.clone();
        tasks.push(tokio::spawn(async move {
            for number in 0..10 {
                service.publish(event(&format!("{identity}-{number}"), "Visit", &identity, json!({}))).await;
            }
        }));
    }
    for pair in identities.windows(2) {
        let (service, pair) = (service.clone(), pair.to_vec());
        tasks.push(tokio::spawn(async move {
            service.post(IDENTITIES, json!({ "phone": pair })).await.expect(200);
        }));
    }
    for task in tasks {
        task.await.expect("done");
    }
    let events = service.history(&[("identity", &identities[0]), ("pageSize", "1000")]).await;
    assert_eq!(events.len(), 66);
    let person = service.person(&identities[0]).await;
    assert_eq!(person["phone"].as_array().map(Vec::len), Some(6), "{person}");
}
