//! Journey actions tried out before they act: whether one would act for a person and why, and whether its target answers.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use journey_api::auth::Role;
use reqwest::Method;
use ring::hmac::{HMAC_SHA256, Key, verify};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::harness::{TestService, event_at};

const ACTIONS: &str = "/admin/v1/api/journey-actions/workspace-id/{ws}";

type Got = mpsc::UnboundedReceiver<(HeaderMap, String)>;

async fn receiver(answer: u16) -> (String, Got) {
    let (sender, got) = mpsc::unbounded_channel();
    let answer = StatusCode::from_u16(answer).expect("a status");
    let called = async move |headers: HeaderMap, body: String| {
        sender.send((headers, body)).expect("heard");
        answer
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(called))).await });
    (url, got)
}

/// A service with a template of orders, Ann who ordered twice, the template's id and Ann's.
async fn with_orders() -> (TestService, String, String) {
    let service = TestService::start_with(|config| {
        config.any_webhooks = true;
        config.secrets_key = Some(super::webex::SECRETS_KEY.to_owned());
    })
    .await;
    let attribute = |name: &str, key: &str, mode: &str| {
        json!({"version": "0.1", "event": "Order", "metaDataType": "string", "metaData": key, "limit": 100, "displayName": name,
            "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": mode, "verbose": false})
    };
    let attributes =
        [attribute("Orders", "n", "Count"), attribute("State", "state", "Value"), attribute("Odd", "state", "Sum")];
    let template = json!({"name": "orders", "attributes": attributes});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    let template = made["data"]["id"].as_str().expect("an id").to_owned();
    let person = service.create_person(json!({"email": ["ann@example.com"]})).await;
    for id in ["1", "2"] {
        order(&service, id).await;
    }
    (service, template, person)
}

async fn order(service: &TestService, id: &str) {
    let now = cjds::write_time(chrono::Utc::now());
    service.publish(event_at(id, "Order", "ann@example.com", &now, json!({"n": 1, "state": "open"}))).await;
}

#[tokio::test]
async fn whether_an_action_would_act_is_told_condition_by_condition_and_nobody_is_called() {
    let (service, template, person) = with_orders().await;
    let path = format!("{ACTIONS}/template-id/{template}/tests/person-id/{person}");
    let rules = json!({"logic": "AND", "args": ["Order,n,string,Count GTE 2",
        {"logic": "OR", "args": ["Order,state,string,Value EQ paid", "Order,state,string,Sum GT 1"]}]});
    let tested = service.post(&path, json!({ "rules": rules })).await.expect(200)["data"].clone();
    assert_eq!(
        tested,
        json!({"holds": false, "rules": {"logic": "AND", "holds": false, "parts": [
            {"condition": "Order,n,string,Count GTE 2", "attribute": "Orders", "value": "2", "holds": true},
            {"logic": "OR", "holds": false, "parts": [
                {"condition": "Order,state,string,Value EQ paid", "attribute": "State", "value": "open", "holds": false},
                {"condition": "Order,state,string,Sum GT 1", "attribute": "Odd", "error": "A value is not a number", "holds": false}]}]}})
    );
    let single = json!({"rules": {"logic": "SINGLE", "condition": "Order,state,string,Value EQ open"}});
    let tested = service.post(&path, single.clone()).await.expect(200)["data"].clone();
    assert_eq!((&tested["holds"], &tested["rules"]["value"]), (&json!(true), &json!("open")));
    assert_eq!(service.get(&format!("{ACTIONS}/deliveries")).await.expect(200)["data"], json!([]));

    let unmet = json!({"rules": {"logic": "SINGLE", "condition": "Visit,page,string,Count GT 1"}});
    assert!(service.post(&path, unmet).await.refused(400).contains("rules: no attribute"));
    service
        .post(&format!("{ACTIONS}/template-id/{template}/tests/person-id/nobody"), single.clone())
        .await
        .refused(404);
    service.agent_post(&path, single).await.expect(200);
}

#[tokio::test]
async fn an_action_that_rests_says_until_when() {
    let (service, template, person) = with_orders().await;
    let (url, mut got) = receiver(200).await;
    let rules = json!({"logic": "SINGLE", "condition": "Order,n,string,Count GTE 2"});
    let action = json!({"name": "a", "cooldownPeriodInMinutes": 60, "rules": rules,
        "actionTriggers": [{"type": "Webhook", "webhookURL": url}]});
    let made = service.post(&format!("{ACTIONS}/template-id/{template}"), action).await.expect(201);
    let id = &made["data"]["id"];
    let path = format!("{ACTIONS}/template-id/{template}/tests/person-id/{person}");
    let tested = service.post(&path, json!({"rules": rules, "actionId": id})).await.expect(200)["data"].clone();
    assert_eq!((&tested["holds"], tested.get("restsUntil")), (&json!(true), None));
    order(&service, "3").await;
    timeout(Duration::from_secs(20), got.recv()).await.expect("in time").expect("called");
    let tested = service.post(&path, json!({"rules": rules, "actionId": id})).await.expect(200)["data"].clone();
    let until = tested["restsUntil"].as_str().and_then(cjds::parse_time).expect("a time");
    assert!((until - chrono::Utc::now()).num_minutes() >= 58, "{until}");
    service.post(&path, json!({"rules": rules, "actionId": "nothing"})).await.refused(404);
}

#[tokio::test]
async fn a_target_is_called_signed_to_try_it_and_what_came_of_it_is_told() {
    let (service, _, _) = with_orders().await;
    let (url, mut got) = receiver(204).await;
    let path = format!("{ACTIONS}/webhook-tests");
    let trigger = |url: &str| json!({"trigger": {"type": "Webhook", "webhookURL": url, "attributes": {"httpverb": "post"}}, "actionName": "Call"});
    let tried = service.post(&path, trigger(&url)).await.expect(200)["data"].clone();
    assert_eq!((&tried["isGood"], &tried["outcome"], &tried["isSigned"]), (&json!(true), &json!("204"), &json!(false)));
    let (headers, body) = got.recv().await.expect("called");
    assert_eq!(headers["webhook-test"], "true");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(
        (&body["test"], &body["actionName"], &body["workspaceId"]),
        (&json!(true), &json!("Call"), &json!(service.workspace))
    );

    let made = service.post(&format!("{ACTIONS}/webhook-secrets"), json!({})).await.expect(201);
    let secret =
        made["data"]["secret"].as_str().and_then(|secret| secret.strip_prefix("whsec_")).expect("a secret").to_owned();
    let mut own = trigger(&url);
    own["trigger"]["attributes"]["requestbody"] = json!("{\"a\":1}");
    let tried = service.post(&path, own).await.expect(200)["data"].clone();
    assert_eq!(tried["isSigned"], json!(true));
    let (headers, body) = got.recv().await.expect("called");
    assert_eq!(body, "{\"a\":1}");
    let text = |name: &str| headers[name].to_str().expect("text");
    let signed = format!("{}.{}.{body}", text("webhook-id"), text("webhook-timestamp"));
    let signature =
        STANDARD.decode(text("webhook-signature").strip_prefix("v1,").expect("its version")).expect("base64");
    let key = Key::new(HMAC_SHA256, &STANDARD.decode(secret).expect("base64"));
    assert!(verify(&key, signed.as_bytes(), &signature).is_ok());
    assert_eq!(
        service.get(&format!("{ACTIONS}/deliveries")).await.expect(200)["data"],
        json!([]),
        "a test is in no log"
    );

    let (failing, _still) = receiver(500).await;
    let tried = service.post(&path, trigger(&failing)).await.expect(200)["data"].clone();
    assert_eq!((&tried["isGood"], &tried["outcome"]), (&json!(false), &json!("answered 500")));
    assert_eq!(
        (&tried["detail"]["code"], &tried["detail"]["params"]),
        (&json!("call.answered"), &json!({"status": 500}))
    );
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let tried = service.post(&path, trigger(&format!("http://{closed}/"))).await.expect(200)["data"].clone();
    assert_eq!(tried["outcome"], json!("no connection"));
    assert_eq!(tried["detail"], json!({"code": "call.no-connection", "message": "no connection"}));
    assert!(service.post(&path, trigger("ftp://x.example.com/")).await.refused(400).contains("trigger.webhookURL: "));
    service.agent_post(&path, trigger(&url)).await.refused(403);
    let strict = TestService::start().await;
    assert!(
        strict.post(&path, trigger(&url)).await.refused(400).contains("trigger.webhookURL: "),
        "nor inside, to try it"
    );
}

#[tokio::test]
async fn the_log_is_of_one_action_where_that_is_wanted() {
    let (service, template, _) = with_orders().await;
    let (url, mut got) = receiver(200).await;
    let mut ids = Vec::new();
    for name in ["a", "b"] {
        let action = json!({"name": name, "rules": {"logic": "SINGLE", "condition": "Order,n,string,Count GTE 3"},
            "actionTriggers": [{"type": "Webhook", "webhookURL": url}]});
        let made = service.post(&format!("{ACTIONS}/template-id/{template}"), action).await.expect(201);
        ids.push(made["data"]["id"].clone());
    }
    order(&service, "3").await;
    for _ in 0..2 {
        timeout(Duration::from_secs(20), got.recv()).await.expect("in time").expect("called");
    }
    let of = async |query: &str| {
        let answer =
            service.call(Method::GET, Role::Agent, &format!("{ACTIONS}/deliveries{query}"), None).await.expect(200);
        answer["data"].as_array().expect("a list").iter().map(|one| one["actionId"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("").await.len(), 2);
    assert_eq!(of(&format!("?actionId={}", ids[1].as_str().expect("an id"))).await, [ids[1].clone()]);
}
