//! Live events and profiles.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Live, ORGANIZATION, TestService, event, event_at};

const STREAM: &str = "/v1/api/events/stream/workspace-id/{ws}/identity";

async fn open(service: &TestService, identity: &str) -> Live {
    service.open(&format!("{STREAM}/{}", super::harness::encoded(identity))).await
}

fn order(id: &str, identity: &str) -> Value {
    event(id, "Order", identity, json!({"n": id}))
}

#[tokio::test]
async fn a_published_event_arrives_at_once_and_only_where_it_belongs() {
    let service = TestService::start().await;
    let (mut ann, mut bob) = (open(&service, "ann@example.com").await, open(&service, "bob@example.com").await);
    service.publish(order("1", "ann@example.com")).await;
    service.publish(order("2", "bob@example.com")).await;
    service.publish(order("3", "ann@example.com")).await;
    assert_eq!(ann.data().await["id"], "1");
    assert_eq!(ann.data().await["id"], "3");
    assert_eq!(bob.data().await["id"], "2");
}

/// Longer than what waits for a slow client, and than what is read at once.
#[tokio::test]
async fn who_resumes_before_a_long_history_has_all_of_it_once_and_in_order_and_then_what_is_live() {
    let service = TestService::start().await;
    let text = |number: usize| json!({"text": "x".repeat([40_000, 10, 200_000][number % 3])});
    for number in 0..40 {
        service.publish(event(&number.to_string(), "Order", "ann@example.com", text(number))).await;
    }
    let path = format!("{STREAM}/ann%40example.com");
    let request = service.request(Method::GET, &path).bearer_auth(service.token(Role::Agent));
    let mut ann = service.open_request(request.header("last-event-id", "0")).await;
    assert_eq!(ann.data().await["id"], "0");
    // Published while the client has not read what it missed.
    for number in 40..60 {
        service.publish(event(&number.to_string(), "Order", "ann@example.com", text(number))).await;
    }
    for number in 1..60_usize {
        let event = ann.data().await;
        assert_eq!((&event["id"], &event["data"]), (&json!(number.to_string()), &text(number)));
    }
    service.publish(order("last", "ann@example.com")).await;
    assert_eq!(ann.data().await["id"], "last", "and nothing twice");
}

#[tokio::test]
async fn what_arrives_live_is_what_the_history_answers() {
    let service = TestService::start().await;
    let mut ann = open(&service, "ann@example.com").await;
    service.publish(event("1", "Order", "ann@example.com", json!({"text": "línea\n二 \u{2028} 👍"}))).await;
    assert_eq!(ann.data().await, service.history(&[]).await[0]);
}

#[tokio::test]
async fn events_of_all_aliases_arrive_also_of_those_added_later() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"], "phone": ["+12025550143"]})).await;
    let mut ann = open(&service, "12025550143").await;
    service.publish(order("1", "ann@example.com")).await;
    assert_eq!(ann.data().await["id"], "1");
    let add = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    service.patch(&add, json!({"customerId": ["7"]})).await.expect(200);
    let mut event = order("2", "7");
    event["identitytype"] = json!("customerId");
    service.publish(event).await;
    assert_eq!(ann.data().await["id"], "2");
    let remove = format!("/admin/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{id}");
    service.patch(&remove, json!(["ann@example.com"])).await.expect(200);
    service.publish(order("3", "ann@example.com")).await;
    service.publish(order("4", "+12025550143")).await;
    assert_eq!(ann.data().await["id"], "4", "no longer this person's");
}

#[tokio::test]
async fn a_stream_of_an_unknown_caller_follows_the_merge_into_a_known_customer() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let mut caller = open(&service, "+12025550143").await;
    service.publish(order("1", "+12025550143")).await;
    assert_eq!(caller.data().await["id"], "1");
    let unknown = service.person("+12025550143").await["id"].clone();
    let merge = format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{ann}");
    service.post(&merge, json!({"personIdsToMerge": [unknown]})).await.expect(202);
    service.publish(order("2", "ann@example.com")).await;
    assert_eq!(caller.data().await["id"], "2");
}

#[tokio::test]
async fn the_identity_may_stand_in_a_body_and_filters_choose() {
    let service = TestService::start().await;
    let request = service
        .request(Method::POST, STREAM)
        .query(&[("filter", "type=='Order'"), ("data", "n=gt=1")])
        .bearer_auth(service.token(Role::Agent))
        .json(&json!({"identity": "ann@example.com"}));
    let mut ann = service.open_request(request).await;
    service.publish(event("1", "Payment", "ann@example.com", json!({"n": 5}))).await;
    service.publish(event("2", "Order", "ann@example.com", json!({"n": 1}))).await;
    service.publish(event("3", "Order", "ann@example.com", json!({"n": 2}))).await;
    assert_eq!(ann.data().await["id"], "3");
    service.get(&format!("{STREAM}/ann?filter=Order")).await.refused(400);
}

#[tokio::test]
async fn a_stream_that_was_cut_is_taken_up_where_it_ended() {
    let service = TestService::start().await;
    let mut ann = open(&service, "ann@example.com").await;
    service.publish(order("1", "ann@example.com")).await;
    let message = ann.message().await.expect("a message");
    let number = message.lines().find_map(|line| line.strip_prefix("id: ")).expect("a number").to_owned();
    drop(ann);
    service.publish(order("2", "ann@example.com")).await;
    service.publish(order("3", "bob@example.com")).await;
    let request = service.request(Method::GET, &format!("{STREAM}/ann%40example.com"));
    let request = request.header("last-event-id", number).bearer_auth(service.token(Role::Agent));
    let mut again = service.open_request(request).await;
    assert_eq!(again.data().await["id"], "2");
    service.publish(order("4", "ann@example.com")).await;
    assert_eq!(again.data().await["id"], "4");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_delivered_whole_and_nothing_twice() {
    let service = std::sync::Arc::new(TestService::start().await);
    let mut ann = open(&service, "ann@example.com").await;
    let publisher = service.clone();
    let burst = tokio::spawn(async move {
        for number in 0..400 {
            publisher.publish(order(&number.to_string(), "ann@example.com")).await;
        }
    });
    burst.await.expect("published");
    for number in 0..400 {
        assert_eq!(ann.data().await["id"], json!(number.to_string()));
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_token_does() {
    let service = TestService::start().await;
    let token = service.token_of(Role::Agent, ORGANIZATION, None, 2);
    let request = service.request(Method::GET, &format!("{STREAM}/ann%40example.com")).bearer_auth(token);
    let mut ann = service.open_request(request).await;
    service.publish(order("1", "ann@example.com")).await;
    assert_eq!(ann.data().await["id"], "1");
    assert_eq!(ann.message().await, None, "ended");
}

#[tokio::test]
async fn a_service_that_ends_ends_its_streams_at_once_and_says_when_to_come_back() {
    let service = TestService::start().await;
    let mut ann = open(&service, "ann@example.com").await;
    service.publish(order("1", "ann@example.com")).await;
    assert_eq!(ann.data().await["id"], "1");
    let (_, rest) = tokio::join!(service.stop(), ann.rest());
    assert!(rest.contains("retry: 2000"), "{rest}");
}

#[tokio::test]
async fn the_profile_streams_as_it_is_and_whenever_it_changes() {
    let service = TestService::start().await;
    let attribute = json!({"version": "0.1", "event": "Order", "metaDataType": "string", "metaData": "n", "limit": 100,
        "displayName": "Orders", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Count", "verbose": false});
    let template = json!({"name": "orders", "attributes": [attribute]});
    service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    let now = cjds::write_time(chrono::Utc::now());
    service.publish(event_at("1", "Order", "ann@example.com", &now, json!({"n": 1}))).await;
    let base = "/v1/api/progressive-profile-view/stream/workspace-id/{ws}/identity";
    let mut profile = service.open(&format!("{base}/ann%40example.com/template-name/orders")).await;
    let first = profile.data().await;
    assert_eq!(first["attributes"][0]["result"], "1");
    assert_eq!(first["personId"], service.person("ann@example.com").await["id"]);
    service.publish(event_at("2", "Order", "ann@example.com", &now, json!({"n": 2}))).await;
    assert_eq!(profile.data().await["attributes"][0]["result"], "2");
    service.get(&format!("{base}/ann%40example.com/template-name/none")).await.refused(404);
}
