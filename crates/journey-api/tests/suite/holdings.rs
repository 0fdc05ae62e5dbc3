//! How much a workspace holds, and what a shorter retention would delete.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, TestService, event_at};

const RETENTION: &str = "/admin/v1/api/retention";

async fn asked(service: &TestService, path: &str) -> Value {
    service.call(Method::GET, Role::Admin, path, None).await.expect(200)["data"].clone()
}

#[tokio::test]
async fn a_workspace_is_told_with_what_it_holds() {
    let service = TestService::start().await;
    let path = "/admin/v1/api/workspace/workspace-id/{ws}/counts";
    let empty = json!({"persons": 0, "events": 0, "templates": 1, "actions": 0, "connectors": 0});
    assert_eq!(asked(&service, path).await, empty);
    service.create_person(json!({"email": ["ann@example.com"]})).await;
    for (id, time) in [("1", "2026-03-01T10:00:00Z"), ("2", "2026-03-01T23:00:00Z"), ("3", "2025-03-01T10:00:00Z")] {
        service.publish(event_at(id, "Order", "ann@example.com", time, json!({}))).await;
    }
    service.publish(event_at("4", "Order", "bob@example.com", "2026-03-02T10:00:00Z", json!({}))).await;
    let connector = json!({"name": "Shop", "kind": "track", "workspaceId": service.workspace});
    service.call(Method::POST, Role::Admin, "/admin/v1/api/connectors", Some(connector)).await.expect(201);
    let held = json!({"persons": 2, "events": 4, "templates": 1, "actions": 0, "connectors": 1});
    assert_eq!(asked(&service, path).await, held);
    let nowhere = "/admin/v1/api/workspace/workspace-id/nowhere/counts";
    service.call(Method::GET, Role::Admin, nowhere, None).await.refused(404);
}

#[tokio::test]
async fn what_a_shorter_retention_would_delete_is_told_and_nothing_is_deleted() {
    let service = TestService::start().await;
    for (id, time) in [("1", "2021-03-01T10:00:00Z"), ("2", "2022-03-01T10:00:00Z"), ("3", "2099-03-01T10:00:00Z")] {
        service.publish(event_at(id, "Order", "ann@example.com", time, json!({}))).await;
    }
    let kept = asked(&service, RETENTION).await;
    assert_eq!((&kept["days"], &kept["askedDays"], &kept["wouldDelete"]), (&json!(36_500), &json!(36_500), &json!([])));
    let shorter = asked(&service, &format!("{RETENTION}?days=30")).await;
    assert_eq!(
        shorter["wouldDelete"],
        json!([{"workspaceId": service.workspace, "events": 2, "first": "2021-03-01T10:00:00.000Z",
            "last": "2022-03-01T10:00:00.000Z"}])
    );
    assert_eq!(service.history(&[]).await.len(), 3);
    for days in ["0", "-1", "40000", "soon"] {
        let reasons =
            service.call(Method::GET, Role::Admin, &format!("{RETENTION}?days={days}"), None).await.refused(400);
        assert!(reasons.contains("days"), "{reasons}");
    }
    let stranger = service.token_of(Role::Admin, "another", None, 60);
    let path = format!("{RETENTION}?days=30");
    let answer = service.send(service.request(Method::GET, &path).bearer_auth(stranger)).await.expect(200);
    assert_eq!(answer["data"]["wouldDelete"], json!([]), "of others nothing is told");
    assert_ne!(ORGANIZATION, "another");
}
