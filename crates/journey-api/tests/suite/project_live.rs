//! What arrives in a whole workspace, live.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Live, ORGANIZATION, TestService, event, event_at};

pub(crate) const LIVE: &str = "/admin/v1/api/live/workspace-id/{ws}";

pub(crate) async fn watch(service: &TestService, filters: Value) -> Live {
    let request = service.request(Method::POST, LIVE).bearer_auth(service.token(Role::Agent));
    let mut live = service.open_request(request.json(&filters)).await;
    assert_eq!(live.data().await, json!({"watching": true}));
    live
}

fn order(id: &str, identity: &str) -> Value {
    event(id, "Order", identity, json!({"n": id}))
}

#[tokio::test]
async fn whatever_arrives_in_a_project_is_told_whoever_it_is_of_and_nothing_of_another_project() {
    let service = TestService::start().await;
    let body = json!({"name": "Other", "description": ""});
    service.call(Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(body)).await.expect(200);
    let all = service.workspaces().await;
    let other = all.iter().find(|one| one["name"] == "Other").expect("made")["id"].as_str().expect("an id").to_owned();
    service.publish(order("before", "ann@example.com")).await;
    let mut live = watch(&service, json!({})).await;
    service.publish(order("1", "ann@example.com")).await;
    let elsewhere = format!("/publish/v1/api/event?workspaceId={other}");
    service.post(&elsewhere, order("2", "bob@example.com")).await.expect(202);
    service.publish(order("3", "+12025550143")).await;
    let first = live.data().await;
    assert_eq!((&first["event"]["id"], &first["event"]["data"]), (&json!("1"), &json!({"n": "1"})));
    assert!(cjds::parse_time(first["receivedAt"].as_str().expect("a time")).is_some(), "{first}");
    assert_eq!(first["problems"], json!([]));
    assert_eq!(live.data().await["event"]["id"], "3");
}

#[tokio::test]
async fn what_is_watched_is_chosen_by_type_source_and_any_identity_of_a_person() {
    let service = TestService::start().await;
    service.create_person(json!({"email": ["ann@example.com"], "phone": ["+12025550143"]})).await;
    let mut ann = watch(&service, json!({"identity": "12025550143"})).await;
    let mut pay = watch(&service, json!({"type": "PAY", "source": "Tests"})).await;
    service.publish(order("1", "bob@example.com")).await;
    service.publish(event("2", "Payment", "bob@example.com", json!({}))).await;
    service.publish(order("3", "ann@example.com")).await;
    assert_eq!(ann.data().await["event"]["id"], "3");
    assert_eq!(pay.data().await["event"]["id"], "2");
}

#[tokio::test]
async fn what_is_odd_about_an_event_is_named() {
    let service = TestService::start_with(|config| config.retention_days = Some(365)).await;
    let mut live = watch(&service, json!({})).await;
    let mut sent = order("1", "ann@example.com");
    sent.as_object_mut().expect("an object").remove("time");
    sent["data"] = json!({"name": "{{customer.name}}", "more": [{"total": "${total}"}, "fine"], "cost": "$5"});
    service.publish(sent).await;
    let told = live.data().await;
    assert_eq!(
        told["problems"],
        json!([{"kind": "timeMissing", "places": []},
            {"kind": "unresolved", "places": ["data.more.0.total", "data.name"]}]),
        "{told}"
    );
    let ahead = cjds::write_time(chrono::Utc::now() + chrono::TimeDelta::hours(2));
    service.publish(event_at("2", "Order", "ann@example.com", &ahead, json!({"n": 1}))).await;
    assert_eq!(live.data().await["problems"], json!([{"kind": "timeAhead", "places": []}]));
    service.publish(event_at("3", "{{type}}", "ann@example.com", "2001-01-01T00:00:00Z", json!({}))).await;
    let told = live.data().await;
    assert_eq!(
        told["problems"],
        json!([{"kind": "timeTooOld", "places": []}, {"kind": "unresolved", "places": ["type"]},
            {"kind": "dataEmpty", "places": []}])
    );
    let text = "x".repeat(100_000);
    service.publish(event("4", "Order", "ann@example.com", json!({"text": text}))).await;
    let told = live.data().await;
    assert!(told["bytes"].as_i64().is_some_and(|bytes| bytes > 100_000), "{told}");
    assert_eq!((&told["event"]["id"], &told["event"]["data"]), (&json!("4"), &json!({})));
    assert!(told["problems"].to_string().contains("tooLong"), "{told}");
}

#[tokio::test]
async fn who_cannot_keep_up_is_told_how_many_events_were_passed_over_and_sees_the_newest() {
    let service = TestService::start().await;
    let mut live = watch(&service, json!({})).await;
    let pool = service.database.open().await;
    // All at once, and more than are shown.
    let script = format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 1300) \
         INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
         SELECT '{}', 'zoe', 'zoe', 'e' || i, 'Order', 'zzz', i * 1000, 0, '{{}}' FROM n",
        service.workspace
    );
    sqlx::Executor::execute(&pool, sqlx::raw_sql(&script)).await.expect("filled");
    pool.close().await;
    service.publish(order("last", "ann@example.com")).await;
    let passed = live.data().await;
    assert_eq!(passed, json!({"passedOver": 1101}));
    for _ in 0..199 {
        assert_eq!(live.data().await["event"]["identity"], Value::Null);
    }
    assert_eq!(live.data().await["event"]["id"], "last");
}

#[tokio::test]
async fn who_was_cut_off_is_told_what_arrived_meanwhile() {
    let service = TestService::start().await;
    let begin = async |after: &str| {
        let request = service.request(Method::POST, LIVE).bearer_auth(service.token(Role::Agent)).json(&json!({}));
        let mut live = service.open_request(request.header("last-event-id", after)).await;
        let message = live.message().await.expect("a message");
        assert!(message.contains("watching"), "{message}");
        (live, message.lines().find_map(|line| line.strip_prefix("id: ")).expect("a number").to_owned())
    };
    service.publish(order("before", "ann@example.com")).await;
    // Nothing arrived before it was cut off.
    let (live, number) = begin("").await;
    drop(live);
    service.publish(order("1", "ann@example.com")).await;
    let (mut live, _) = begin(&number).await;
    let message = live.message().await.expect("a message");
    let number = message.lines().find_map(|line| line.strip_prefix("id: ")).expect("a number").to_owned();
    assert!(message.contains(r#""id":"1""#), "{message}");
    drop(live);
    service.publish(order("2", "ann@example.com")).await;
    let (mut live, _) = begin(&number).await;
    assert_eq!(live.data().await["event"]["id"], "2");
}

#[tokio::test]
async fn only_so_many_watch_projects_and_only_who_may() {
    let service = TestService::start_with(|config| config.project_watchers = 1).await;
    let scopes = ["cjp:user".to_owned(), "cjds:admin_org_read".to_owned()];
    let token = service.token_of(Role::Agent, ORGANIZATION, Some(&scopes), 60);
    let request = service.request(Method::POST, LIVE).bearer_auth(token).json(&json!({}));
    service.send(request).await.refused(403);
    let stranger = service.token_of(Role::Admin, "another", None, 60);
    service.send(service.request(Method::POST, LIVE).bearer_auth(stranger).json(&json!({}))).await.refused(404);
    let live = watch(&service, json!({})).await;
    assert!(service.post(LIVE, json!({})).await.refused(429).contains("watch"));
    drop(live);
    let mut opened = false;
    for number in 0..1000 {
        // The service sees that it is gone when it next writes to it.
        service.publish(order(&number.to_string(), "ann@example.com")).await;
        let request = service.request(Method::POST, LIVE).bearer_auth(service.token(Role::Agent)).json(&json!({}));
        if request.send().await.expect("an answer").status() == 200 {
            opened = true;
            break;
        }
    }
    assert!(opened);
}
