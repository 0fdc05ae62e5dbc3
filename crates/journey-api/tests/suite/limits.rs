//! How much one may ask for, how long it is kept, and the numbers of it.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;

use super::harness::{TestService, event, event_at};

#[tokio::test]
async fn a_body_that_is_too_large_is_413() {
    let service = TestService::start_with(|config| config.largest_body = 2000).await;
    let large = event("1", "Order", "ann@example.com", json!({"text": "x".repeat(3000)}));
    service.post("/publish/v1/api/event?workspaceId={ws}", large).await.refused(413);
    service.publish(event("1", "Order", "ann@example.com", json!({"text": "x".repeat(1000)}))).await;
}

#[tokio::test]
async fn who_calls_too_often_is_told_when_to_come_back_and_others_are_not() {
    let service = TestService::start_with(|config| config.calls_per_second = 5).await;
    let mut refused = None;
    for _ in 0..200 {
        let answer = service.get("/admin/v1/api/workspace").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("200 calls are too many");
    assert_eq!(refused.headers["retry-after"], "1");
    refused.refused(429);
    let other = service.token_of(Role::Agent, "another", None, 60);
    service.send(service.request(Method::GET, "/admin/v1/api/workspace").bearer_auth(other)).await.expect(200);
}

#[tokio::test]
async fn a_stream_too_many_is_429_until_one_is_closed() {
    let service = TestService::start_with(|config| config.streams_per_caller = 2).await;
    let path = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";
    let (first, _second) = (service.open(path).await, service.open(path).await);
    service.get(path).await.refused(429);
    drop(first);
    // The service sees it when it next writes to the closed connection, or when that is closed under it.
    let mut opened = false;
    for number in 0..1000 {
        service.publish(event(&number.to_string(), "Order", "ann@example.com", json!({}))).await;
        let request = service.request(Method::GET, path).bearer_auth(service.token(Role::Agent));
        if request.send().await.expect("an answer").status() == 200 {
            opened = true;
            break;
        }
    }
    assert!(opened);
}

#[tokio::test]
async fn events_are_deleted_when_they_are_older_than_they_are_kept() {
    let service = TestService::start_with(|config| config.retention_days = Some(100_000)).await;
    let ago = |days| cjds::write_time(chrono::Utc::now() - chrono::Duration::days(days));
    for (id, days) in [("new", 1), ("kept", 29), ("old", 31), ("older", 4000)] {
        service.publish(event_at(id, "Order", "ann@example.com", &ago(days), json!({}))).await;
    }
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let mut again = TestService::start_on(database, |config| config.retention_days = Some(30)).await;
    again.workspace = workspace;
    let mut left = usize::MAX;
    for _ in 0..500 {
        left = again.history(&[("identity", "ann@example.com")]).await.len();
        if left == 2 {
            break;
        }
    }
    assert_eq!(left, 2);
    again.person("ann@example.com").await;
}

#[tokio::test]
async fn the_numbers_count_calls_streams_and_events_and_name_no_one() {
    let service = TestService::start().await;
    let _live = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    service.person("ann@example.com").await;
    let numbers = service.send(service.request(Method::GET, "/metrics")).await.expect(200);
    let numbers = numbers.as_str().expect("text");
    assert!(numbers.contains("journey_api_events_total 1"), "{numbers}");
    assert!(numbers.contains("journey_api_streams 1"), "{numbers}");
    let published = "journey_api_calls_total{method=\"POST\",route=\"/publish/v1/api/event\",status=\"202\"} 2";
    assert!(numbers.contains(published), "{numbers}");
    let odd = reqwest::Method::from_bytes(b"ODD").expect("a method");
    service.send(service.request(odd, "/v1/api/nothing")).await.refused(404);
    let after = service.send(service.request(Method::GET, "/metrics")).await.expect(200);
    let after = after.as_str().expect("text");
    assert!(after.contains("method=\"OTHER\"") && !after.contains("ODD"), "{after}");
    assert!(!numbers.contains("ann"), "{numbers}");
}
