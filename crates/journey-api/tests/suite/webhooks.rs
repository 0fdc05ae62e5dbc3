//! Webhooks of journey actions as whoever is called sees them: signed, logged, and called again when somebody wants that.

use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use ring::hmac::{HMAC_SHA256, Key, verify};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::harness::{TestService, event_at};

const ACTIONS: &str = "/admin/v1/api/journey-actions/workspace-id/{ws}";

type Call = (HeaderMap, String);

async fn receiver(answer: u16) -> (String, mpsc::UnboundedReceiver<Call>) {
    receiver_that_says(answer, "0").await
}

/// Likewise, with what it says of when to come back.
async fn receiver_that_says(answer: u16, retry_after: &'static str) -> (String, mpsc::UnboundedReceiver<Call>) {
    let (sender, got) = mpsc::unbounded_channel();
    let answer = StatusCode::from_u16(answer).expect("a status");
    let called = async move |headers: HeaderMap, body: String| {
        sender.send((headers, body)).expect("heard");
        (answer, [("retry-after", retry_after)])
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(called))).await });
    (url, got)
}

async fn next(got: &mut mpsc::UnboundedReceiver<Call>) -> Call {
    timeout(Duration::from_secs(20), got.recv()).await.expect("called in time").expect("open")
}

/// A service whose action calls that address at each order.
async fn acting(url: &str) -> TestService {
    let service = TestService::start_with(|config| {
        config.any_webhooks = true;
        config.secrets_key = Some(super::webex::SECRETS_KEY.to_owned());
    })
    .await;
    let attribute = json!({"version": "0.1", "event": "Order", "metaDataType": "integer", "metaData": "n", "limit": 100,
        "displayName": "Orders", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Count", "verbose": false});
    let template = json!({"name": "orders", "attributes": [attribute]});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    let template = made["data"]["id"].as_str().expect("an id");
    let action = json!({"name": "call", "cooldownPeriodInMinutes": 0, "isActive": true,
        "rules": {"logic": "SINGLE", "condition": "Order,n,integer,Count GTE 1"},
        "actionTriggers": [{"type": "Webhook", "webhookURL": url, "attributes": {"httpverb": "post", "requestbody": "{\"a\":1}"}}]});
    service.post(&format!("{ACTIONS}/template-id/{template}"), action).await.expect(201);
    service
}

async fn order(service: &TestService, id: &str) {
    let now = cjds::write_time(chrono::Utc::now());
    service.publish(event_at(id, "Order", &format!("{id}@example.com"), &now, json!({"n": 1}))).await;
}

async fn secret(service: &TestService, body: Value) -> String {
    let made = service.post(&format!("{ACTIONS}/webhook-secrets"), body).await.expect(201);
    made["data"]["secret"].as_str().expect("a secret").to_owned()
}

/// Whether one of a call's signatures is by that secret.
fn is_signed_by(secret: &str, (headers, body): &Call) -> bool {
    let text = |name: &str| headers[name].to_str().expect("text");
    let age = chrono::Utc::now().timestamp() - text("webhook-timestamp").parse::<i64>().expect("seconds");
    assert!((0..60).contains(&age), "{age}");
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("its mark")).expect("base64");
    let signed = format!("{}.{}.{body}", text("webhook-id"), text("webhook-timestamp"));
    text("webhook-signature").split(' ').any(|signature| {
        let signature = STANDARD.decode(signature.strip_prefix("v1,").expect("its version")).expect("base64");
        verify(&Key::new(HMAC_SHA256, &key), signed.as_bytes(), &signature).is_ok()
    })
}

#[tokio::test]
async fn webhooks_are_signed_and_a_secret_is_rotated_without_a_gap() {
    let (url, mut got) = receiver(200).await;
    let service = acting(&url).await;
    order(&service, "1").await;
    let unsigned = next(&mut got).await;
    assert!(unsigned.0.contains_key("webhook-id") && !unsigned.0.contains_key("webhook-signature"));
    let first = secret(&service, json!({})).await;
    order(&service, "2").await;
    assert!(is_signed_by(&first, &next(&mut got).await));
    let second = secret(&service, json!({"othersEndInMinutes": 60})).await;
    order(&service, "3").await;
    let call = next(&mut got).await;
    assert!(is_signed_by(&first, &call) && is_signed_by(&second, &call));
    let third = secret(&service, json!({"othersEndInMinutes": 0})).await;
    order(&service, "4").await;
    let call = next(&mut got).await;
    assert!(is_signed_by(&third, &call) && !is_signed_by(&first, &call) && !is_signed_by(&second, &call));
    service.post(&format!("{ACTIONS}/webhook-secrets"), json!({"othersEndInMinutes": -1})).await.refused(400);
    service.agent_post(&format!("{ACTIONS}/webhook-secrets"), json!({})).await.refused(403);
}

#[tokio::test]
async fn secrets_of_webhooks_are_stored_encrypted_also_those_of_before() {
    let (url, mut got) = receiver(200).await;
    let service = acting(&url).await;
    let told = secret(&service, json!({})).await;
    let pool = service.database.open().await;
    let stored = async || -> String {
        sqlx::query_scalar("SELECT secret FROM webhook_secrets").fetch_one(&pool).await.expect("read")
    };
    assert!(stored().await.starts_with("v1.") && !stored().await.contains(&told));
    // As an earlier version stored it.
    sqlx::query("UPDATE webhook_secrets SET secret = $1").bind(&told).execute(&pool).await.expect("plain");
    order(&service, "1").await;
    assert!(is_signed_by(&told, &next(&mut got).await));
    assert!(stored().await.starts_with("v1."), "once it was needed it is encrypted");
    order(&service, "2").await;
    assert!(is_signed_by(&told, &next(&mut got).await));
    // Nobody is called without a signature because the key is another one.
    sqlx::query("UPDATE webhook_secrets SET secret = 'v1.AAAAAA.AAAA'").execute(&pool).await.expect("another's");
    pool.close().await;
    order(&service, "3").await;
    let failed = logged(&service, "pending").await;
    let said = async || logged(&service, "pending").await["outcome"].as_str().map(str::to_owned);
    let started = Instant::now();
    while said().await.is_none_or(|said| !said.contains("cannot be signed")) {
        assert!(started.elapsed() < Duration::from_secs(20), "{failed}");
    }
    assert_eq!(logged(&service, "pending").await["detail"]["code"], "call.not-signed");

    let without = TestService::start().await;
    let said = without.post(&format!("{ACTIONS}/webhook-secrets"), json!({})).await.refused(409);
    assert!(said.contains("--secrets-key-file"), "{said}");
}

/// The newest entry of the log, when it is in that state.
async fn logged(service: &TestService, state: &str) -> Value {
    let started = Instant::now();
    loop {
        let log = service.get(&format!("{ACTIONS}/deliveries")).await.expect(200);
        if log["data"][0]["state"] == state {
            return log["data"][0].clone();
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{log}");
    }
}

#[tokio::test]
async fn a_webhook_that_was_called_is_in_the_log_and_is_called_again_by_the_same_id() {
    let (url, mut got) = receiver(200).await;
    let service = acting(&url).await;
    order(&service, "1").await;
    let (headers, body) = next(&mut got).await;
    let entry = logged(&service, "done").await;
    assert_eq!((&entry["outcome"], &entry["attempts"], &entry["body"]), (&json!("200"), &json!(1), &json!(body)));
    assert_eq!(entry.get("detail"), None, "a good answer needs no reason");
    assert_eq!(entry["personId"], service.person("1@example.com").await["id"]);
    let replay = format!("{ACTIONS}/deliveries/{}/replay", entry["id"]);
    service.agent_post(&replay, json!({})).await.refused(403);
    service.post(&replay, json!({})).await.expect(202);
    assert_eq!(next(&mut got).await.0["webhook-id"], headers["webhook-id"]);
    logged(&service, "done").await;
    service.post(&format!("{ACTIONS}/deliveries/999999/replay"), json!({})).await.refused(404);
}

#[tokio::test]
async fn a_webhook_that_fails_is_in_the_log_with_its_reason_and_its_next_try() {
    let (url, mut got) = receiver(500).await;
    let service = acting(&url).await;
    order(&service, "1").await;
    next(&mut got).await;
    let started = Instant::now();
    let entry = loop {
        let entry = logged(&service, "pending").await;
        if entry["outcome"].is_string() {
            break entry;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{entry}");
    };
    assert_eq!(entry["outcome"], "answered 500");
    // So that a console says it in its own language.
    let detail = json!({"code": "call.answered", "params": {"status": 500}, "message": "answered 500"});
    assert_eq!(entry["detail"], detail);
    assert!(entry["nextAt"].is_string(), "{entry}");
    // Still to be called by itself.
    service.post(&format!("{ACTIONS}/deliveries/{}/replay", entry["id"]), json!({})).await.refused(404);
    let stranger = service.token_of(journey_api::auth::Role::Admin, "another", None, 60);
    let log = service.request(Method::GET, &format!("{ACTIONS}/deliveries")).bearer_auth(stranger);
    service.send(log).await.refused(404);
}

#[tokio::test]
async fn a_target_that_asks_for_time_gets_it_and_one_that_is_gone_is_not_called_again() {
    let (url, mut got) = receiver_that_says(429, "7200").await;
    let service = acting(&url).await;
    order(&service, "1").await;
    next(&mut got).await;
    let started = Instant::now();
    let entry = loop {
        let entry = logged(&service, "pending").await;
        if entry["outcome"] == "answered 429" {
            break entry;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{entry}");
    };
    let at = cjds::parse_time(entry["nextAt"].as_str().expect("a time")).expect("a time");
    assert!(at > chrono::Utc::now() + chrono::Duration::minutes(110), "{entry}");

    let (url, mut got) = receiver(410).await;
    let service = acting(&url).await;
    order(&service, "1").await;
    next(&mut got).await;
    let entry = logged(&service, "failed").await;
    assert_eq!((&entry["outcome"], &entry["attempts"]), (&json!("answered 410"), &json!(1)));
}
