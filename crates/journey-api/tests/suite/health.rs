//! How the service is: the same numbers for Prometheus and for the console.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, TestService, event};

const HEALTH: &str = "/admin/v1/api/health";

pub(crate) async fn health(service: &TestService) -> Value {
    service.call(Method::GET, Role::Admin, HEALTH, None).await.expect(200)["data"].clone()
}

pub(crate) async fn metrics(service: &TestService) -> String {
    let text = service.send(service.request(Method::GET, "/metrics")).await.expect(200);
    text.as_str().expect("text").to_owned()
}

pub(crate) fn number(metrics: &str, name: &str) -> Value {
    let line = metrics.lines().find_map(|line| line.strip_prefix(&format!("journey_api_{name} ")));
    line.map_or(Value::Null, |number| number.parse::<i64>().map_or(Value::Null, Value::from))
}

#[tokio::test]
async fn the_console_and_the_metrics_say_the_same() {
    let service = TestService::start().await;
    let connector = json!({"name": "Shop", "kind": "cloudevents", "workspaceId": service.workspace});
    let made = service.call(Method::POST, Role::Admin, "/admin/v1/api/connectors", Some(connector)).await.expect(201);
    let (url, key) = (made["data"]["connector"]["url"].as_str().expect("an address"), &made["data"]["key"]);
    for identity in ["ann@example.com", "{{nobody}}"] {
        let sent = json!({"id": "1", "source": "/shop", "specversion": "1.0", "type": "Order", "identity": identity});
        let request = reqwest::Client::new().post(url).bearer_auth(key.as_str().expect("a key"));
        let request = request.header("content-type", "application/cloudevents+json").body(sent.to_string());
        request.send().await.expect("an answer");
    }
    service.publish(event("2", "Order", "ann@example.com", json!({}))).await;
    let _stream = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    let _watch = super::project_live::watch(&service, json!({})).await;
    let (health, metrics) = (health(&service).await, metrics(&service).await);
    for (field, name, expected) in [
        ("streams", "streams", 2),
        ("watchers", "project_watchers", 1),
        ("events", "events_total", 2),
        ("eventsLastMinute", "events_last_minute", 2),
        ("replicasAlive", "replicas_alive", 1),
        ("actionsToCheck", "actions_to_check", 0),
        ("webhooksToCall", "webhooks_to_call", 0),
        ("webhooksDueFor", "webhooks_due_seconds", 0),
    ] {
        assert_eq!((&health[field], number(&metrics, name)), (&json!(expected), json!(expected)), "{field}");
    }
    assert_eq!((&health["connectorsAccepted"], &health["connectorsRefused"]), (&json!(1), &json!(1)));
    let outcome = |word: &str| metrics.lines().any(|line| line.contains(&format!("outcome=\"{word}\"}} 1")));
    assert!(outcome("accepted") && outcome("refused"), "{metrics}");
    assert_eq!((&health["isDatabaseReady"], number(&metrics, "database_up")), (&json!(true), json!(1)));
    for (field, name) in
        [("databaseBytes", "database_bytes"), ("diskAll", "disk_bytes"), ("signInKeys", "sign_in_keys")]
    {
        assert_eq!(health[field], number(&metrics, name), "{field}");
    }
    assert!(health["databaseBytes"].as_i64().is_some_and(|bytes| bytes > 10_000), "{health}");
}

#[tokio::test]
async fn how_the_service_is_is_told_to_who_administers_alone() {
    let service = TestService::start().await;
    let token = service.token_of(Role::Agent, ORGANIZATION, Some(&["cjp:user".to_owned()]), 60);
    service.send(service.request(Method::GET, HEALTH).bearer_auth(token)).await.refused(403);
    let health = health(&service).await;
    assert!(!health.to_string().contains(ORGANIZATION), "{health}");
}
