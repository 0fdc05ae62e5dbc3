//! The sample data, and the preview page's calls.

use journey_api::{Config, StartError, serve};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::harness::{ORGANIZATION, SECRET, TestService};
use crate::database::fresh;

fn preview(config: &mut Config) {
    config.seed = true;
    config.preview_tokens = true;
}

async fn seeded() -> TestService {
    let mut service = TestService::start_on(fresh().await, preview).await;
    let workspaces = service.workspaces().await;
    let with = |empty: bool| workspaces.iter().filter(move |it| (it["wxccSubscriptionIds"] == json!([])) == empty);
    assert_eq!((with(false).count(), with(true).count()), (1, 1), "one with a subscription and one without");
    service.workspace = with(false).next().and_then(|it| it["id"].as_str()).expect("an id").to_owned();
    service
}

#[tokio::test]
async fn every_sample_customer_has_a_journey_and_a_profile() {
    let service = seeded().await;
    let customers = service.send(service.request(Method::GET, "/preview/v1/customers")).await.expect(200);
    let customers = customers.as_array().expect("a list");
    assert!(customers.len() >= 10);
    let mut most = 0;
    for customer in customers {
        let phone = customer["identities"]["phone"][0].as_str().expect("a phone");
        let person = service.person(phone).await;
        let names: Vec<&str> =
            [&person["firstName"], &person["lastName"]].into_iter().filter_map(Value::as_str).collect();
        assert_eq!(customer["name"].as_str().unwrap_or_default(), names.join(" "));
        let events = service.history(&[("identity", phone), ("pageSize", "10000")]).await;
        assert!(!events.is_empty(), "{customer}");
        most = most.max(events.len());
        let path = format!(
            "/v1/api/progressive-profile-view/workspace-id/{{ws}}/identity/{phone}/template-name/journey-default-template"
        );
        let view = service.get(&path).await.expect(200);
        let attributes = view["data"][0]["attributes"].as_array().expect("a list").clone();
        assert_eq!(attributes[0]["queryTemplate"]["displayName"], "Contacts in the last 10 days");
        assert!(attributes.iter().all(|attribute| attribute.get("error").is_none()), "{attributes:?}");
    }
    assert_eq!(most, 5000);
}

#[tokio::test]
async fn the_counts_of_the_default_template_are_those_of_the_history() {
    let service = seeded().await;
    let since = cjds::write_time(chrono::Utc::now() - chrono::Duration::days(10));
    let filter = format!("type=='task:new';time=ge='{since}'");
    let events = service.history(&[("identity", "+12125550108"), ("filter", &filter), ("pageSize", "10000")]).await;
    let path = "/v1/api/progressive-profile-view/workspace-id/{ws}/identity/12125550108/template-name/journey-default-template";
    let view = service.get(path).await.expect(200);
    assert!(!events.is_empty());
    assert_eq!(view["data"][0]["attributes"][0]["result"], json!(events.len().to_string()));
}

#[tokio::test]
async fn the_sample_data_is_brought_once() {
    let service = seeded().await;
    let before = service.workspaces().await;
    let database = service.stop().await;
    let again = TestService::start_on(database, preview).await;
    assert_eq!(again.workspaces().await, before);
}

#[tokio::test]
async fn the_preview_page_gets_tokens_that_work_and_end() {
    let service = seeded().await;
    let ask = async |body: Value| service.send(service.request(Method::POST, "/preview/v1/token").json(&body)).await;
    let answer = ask(json!({"role": "supervisor"})).await.expect(200);
    assert_eq!((&answer["organizationId"], &answer["workspaceId"]), (&json!(ORGANIZATION), &json!(service.workspace)));
    let path = "/admin/v1/api/person/workspace-id/{ws}/aliases/12025550143";
    let with = async |answer: &Value| {
        let token = answer["token"].as_str().expect("a token");
        service.send(service.request(Method::GET, path).bearer_auth(token)).await
    };
    with(&answer).await.expect(200);
    let expired = ask(json!({"role": "agent", "expiresInSeconds": -5})).await.expect(200);
    with(&expired).await.refused(401);
    let other = ask(json!({"role": "agent", "organizationId": "another"})).await.expect(200);
    assert_eq!(other["workspaceId"], json!(null));
    with(&other).await.refused(404);
    ask(json!({"role": "king"})).await.refused(400);
    let rebound = service
        .request(Method::POST, "/preview/v1/token")
        .header("host", "evil.example.com")
        .json(&json!({"role": "admin"}));
    service.send(rebound).await.refused(403);
}

#[tokio::test]
async fn preview_tokens_are_given_to_no_proxy() {
    let service = seeded().await;
    for (name, value) in [
        ("x-forwarded-for", "127.0.0.1"),
        ("X-Forwarded-Host", "localhost"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=127.0.0.1"),
        ("via", "1.1 proxy"),
        ("x-real-ip", "10.0.0.7"),
        ("cf-connecting-ip", "10.0.0.7"),
        ("true-client-ip", "127.0.0.1"),
        ("x-client-ip", ""),
    ] {
        let asked = service.request(Method::POST, "/preview/v1/token").header(name, value);
        service.send(asked.json(&json!({"role": "admin"}))).await.refused(403);
        service.send(service.request(Method::GET, "/preview/v1/customers").header(name, value)).await.refused(403);
    }
}

#[tokio::test]
async fn numbers_and_documents_have_an_address_of_their_own_where_that_is_wanted() {
    let inner = |config: &mut Config| config.inner_listen = Some("127.0.0.1:0".parse().expect("an address"));
    let service = TestService::start_with(inner).await;
    let address = service.service.inner_address().expect("an address");
    for path in ["/metrics", "/docs", "/openapi.json"] {
        service.send(service.request(Method::GET, path)).await.refused(404);
        let answer = reqwest::get(format!("http://{address}{path}")).await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
    }
    let elsewhere = reqwest::get(format!("http://{address}/admin/v1/api/workspace")).await.expect("an answer");
    assert_eq!(elsewhere.status(), 404);
    service.send(service.request(Method::GET, "/health/ready")).await.expect(200);
    service.stop().await;
    assert!(reqwest::get(format!("http://{address}/metrics")).await.is_err(), "it ends with the service");
}

#[tokio::test]
async fn preview_tokens_are_refused_where_others_could_reach_them() {
    let database = fresh().await;
    let mut config = Config::new(&database.url, SECRET);
    config.preview_tokens = true;
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port");
    let error = serve(listener, config).await.expect_err("refused");
    assert!(matches!(error, StartError::Preview(_)), "{error}");
}
