//! Publishing events.

use serde_json::{Value, json};
use sqlx::Executor;

use super::harness::{TestService, event, event_at};

const PUBLISH: &str = "/publish/v1/api/event?workspaceId={ws}";

#[tokio::test]
async fn a_published_event_is_in_the_history_as_it_was_sent() {
    let service = TestService::start().await;
    let mut sent = event("1", "Order", "ann@example.com", json!({"sku": "A-1", "nested": {"深": [1, null, "ü"]}}));
    sent["time"] = json!("2026-03-01T11:00:00+01:00");
    let answer = service.post(PUBLISH, sent.clone()).await.expect(202);
    assert_eq!(answer["data"]["message"], "Accepted for processing");
    assert_eq!(answer["meta"]["workspaceId"], json!(service.workspace));
    sent["time"] = json!("2026-03-01T10:00:00.000Z");
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await, [sent]);
}

#[tokio::test]
async fn an_unknown_identity_becomes_a_person_that_says_it_was_a_first_contact() {
    let service = TestService::start().await;
    service.publish(event("1", "task:new", "+12025550143", json!({}))).await;
    let person = service.person("+12025550143").await;
    assert_eq!(person["phone"], json!(["+12025550143"]));
    assert_eq!(person["createdBy"], "journey-stream-profiles");
    assert_eq!(person["createdAt"], person["updatedAt"]);
    assert_eq!(service.person("12025550143").await["id"], person["id"], "looked up without its plus");
}

#[tokio::test]
async fn the_same_event_twice_is_accepted_and_stored_once() {
    let service = TestService::start().await;
    for _ in 0..2 {
        service.publish(event("1", "Order", "ann@example.com", json!({"n": 1}))).await;
    }
    let later = event_at("1", "Order", "ann@example.com", "2026-03-01T10:00:01Z", json!({}));
    service.publish(later).await;
    service.publish(event("1", "Payment", "ann@example.com", json!({}))).await;
    assert_eq!(
        service.history(&[("identity", "ann@example.com")]).await.len(),
        3,
        "id, type and time tell events apart"
    );
}

#[tokio::test]
async fn an_event_that_lacks_something_is_refused_with_all_that_it_lacks() {
    let service = TestService::start().await;
    let reasons = service.post(PUBLISH, json!({"type": "Order", "data": {}})).await.refused(400);
    for field in ["id", "source", "identity", "specversion", "datacontenttype", "identitytype"] {
        assert!(reasons.contains(&format!("{field}: is missing")), "{field} in {reasons}");
    }
    for (field, value) in
        [("time", json!("soon")), ("identitytype", json!("fax")), ("data", json!("{oops")), ("data", json!(null))]
    {
        let mut bad = event("1", "Order", "ann@example.com", json!({}));
        bad[field] = value;
        let reasons = service.post(PUBLISH, bad).await.refused(400);
        assert!(reasons.contains(field), "{field} in {reasons}");
    }
    for (field, value) in [("id", "a\0b"), ("type", "\0"), ("identity", "ann\0@example.com")] {
        let mut bad = event("1", "Order", "ann@example.com", json!({}));
        bad[field] = json!(value);
        let reasons = service.post(PUBLISH, bad).await.refused(400);
        assert!(reasons.contains("U+0000"), "{reasons}");
    }
    service.post("/publish/v1/api/event", event("1", "Order", "a@example.com", json!({}))).await.refused(400);
    let request =
        service.request(reqwest::Method::POST, PUBLISH).bearer_auth(service.token(journey_api::auth::Role::Admin));
    service.send(request.body("{not json")).await.refused(400);
    assert!(service.history(&[]).await.is_empty());
}

#[tokio::test]
async fn a_replaced_identity_keeps_its_person() {
    let service = TestService::start().await;
    service.publish(event("1", "Visit", "ann@example.com", json!({}))).await;
    let mut event = event("2", "Visit", "ann.new@example.com", json!({}));
    event["previousidentity"] = json!("ann@example.com");
    service.publish(event).await;
    let person = service.person("ann.new@example.com").await;
    assert_eq!(person["id"], service.person("ann@example.com").await["id"]);
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 2);
}

#[tokio::test]
async fn an_event_without_a_time_happened_when_it_arrived() {
    let service = TestService::start().await;
    let mut event = event("1", "Visit", "ann@example.com", json!({}));
    event.as_object_mut().expect("an object").remove("time");
    service.publish(event).await;
    let time = service.history(&[]).await[0]["time"].as_str().and_then(cjds::parse_time).expect("a time");
    assert!((chrono::Utc::now() - time).num_seconds().abs() < 60);
}

fn timeless(id: &str, data: Value) -> Value {
    let mut event = event(id, "Visit", "ann@example.com", data);
    event.as_object_mut().expect("an object").remove("time");
    event
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_without_a_time_that_is_sent_again_is_stored_once() {
    let service = TestService::start().await;
    let visit = timeless("1", json!({"page": {"path": "/a", "n": 1}}));
    service.publish(visit.clone()).await;
    // After a lost answer; in another order of keys; by many at once.
    service.publish(visit.clone()).await;
    service.publish(timeless("1", json!({"page": {"n": 1, "path": "/a"}}))).await;
    futures_util::future::join_all((0..40).map(|_| service.publish(visit.clone()))).await;
    assert_eq!(service.history(&[]).await.len(), 1);
    let with = |key: &str, value: &str| {
        let mut other = visit.clone();
        other[key] = json!(value);
        other
    };
    // Whatever else differs is another event.
    for other in [
        timeless("1", json!({"page": {"path": "/b", "n": 1}})),
        timeless("1", json!({})),
        with("id", "2"),
        with("type", "Order"),
        with("source", "custom/elsewhere"),
        with("identity", "bob@example.com"),
        with("time", "2026-03-01T10:00:00Z"),
    ] {
        let before = service.history(&[]).await.len();
        service.publish(other.clone()).await;
        service.publish(other.clone()).await;
        assert_eq!(service.history(&[]).await.len(), before + 1, "{other}");
    }
}

#[tokio::test]
async fn an_event_without_a_time_that_comes_again_much_later_happened_again() {
    let service = TestService::start().await;
    service.publish(timeless("1", json!({}))).await;
    let pool = service.database.open().await;
    let earlier = async |ms: i64| {
        let sql = format!("UPDATE events SET time = time - {ms}, received_at = received_at - {ms}");
        pool.execute(sqlx::raw_sql(&sql)).await.expect("written");
    };
    earlier(40_000).await;
    service.publish(timeless("1", json!({}))).await;
    assert_eq!(service.history(&[]).await.len(), 1);
    earlier(30_000).await;
    service.publish(timeless("1", json!({}))).await;
    assert_eq!(service.history(&[]).await.len(), 2);
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_publish_at_once_lose_nothing_and_make_one_person() {
    let service = std::sync::Arc::new(TestService::start().await);
    let mut tasks = Vec::new();
    for writer in 0..8 {
        let service = service.clone();
        tasks.push(tokio::spawn(async move {
            for number in 0..15 {
                service.publish(event(&format!("{writer}-{number}"), "Visit", "+12025550143", json!({}))).await;
            }
        }));
    }
    for task in tasks {
        task.await.expect("published");
    }
    let events = service.history(&[("identity", "+12025550143"), ("pageSize", "1000")]).await;
    let ids: std::collections::HashSet<String> = events.iter().map(|event| event["id"].to_string()).collect();
    assert_eq!((events.len(), ids.len()), (120, 120));
    let persons = service.get("/admin/v1/api/person/workspace-id/{ws}").await.expect(200);
    assert_eq!(persons["data"].as_array().map(Vec::len), Some(1), "{}", persons["data"]);
}

#[tokio::test]
async fn a_character_that_a_database_cannot_store_is_no_failure_of_the_service() {
    let service = TestService::start().await;
    service.publish(event("1", "Order", "ann@example.com", json!({"text": "a\0b"}))).await;
    assert_eq!(service.history(&[("data", "text=='a\0b'")]).await.len(), 1);
    for path in [
        "/admin/v1/api/person/workspace-id/{ws}/aliases/a%00b",
        "/v1/api/events/workspace-id/{ws}?identity=a%00b",
        "/v1/api/events/workspace-id/{ws}?filter=type=='%00'",
    ] {
        let status = service.get(path).await.status.as_u16();
        assert!([200, 400, 404].contains(&status), "{path}: {status}");
    }
    let answer =
        service.post("/admin/v1/api/person/workspace-id/{ws}", json!({"firstName": "A\0", "customerId": ["7"]})).await;
    assert!([201, 400].contains(&answer.status.as_u16()), "{}", answer.body);
}
