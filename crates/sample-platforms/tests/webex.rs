//! Webex Contact Center as a connector meets it: tokens, subscriptions, names and the search.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use sample_platforms::webex::{CLIENT, CLIENT_SECRET, ORGANIZATION, REFRESH_TOKEN};
use sample_platforms::{Config, router};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Webex(Router);

impl Webex {
    fn new() -> Self {
        Self(router(Config::default()).expect("a router").0)
    }

    async fn ask(&self, method: Method, path: &str, token: &str, body: Body, kind: &str) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", kind).body(body).expect("a request");
        let answer = self.0.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn renew(&self, token: &str) -> (StatusCode, Value) {
        let form =
            format!("grant_type=refresh_token&client_id={CLIENT}&client_secret={CLIENT_SECRET}&refresh_token={token}");
        self.ask(Method::POST, "/v1/access_token", "", form.into(), "application/x-www-form-urlencoded").await
    }

    async fn json(&self, method: Method, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        self.ask(method, path, token, body.to_string().into(), "application/json").await
    }
}

#[tokio::test]
async fn tokens_are_renewed_by_the_last_refresh_token_alone() {
    let webex = Webex::new();
    let (status, first) = webex.renew(REFRESH_TOKEN).await;
    assert_eq!((status, &first["expires_in"]), (StatusCode::OK, &json!(1_209_600)));
    assert_eq!(webex.renew(REFRESH_TOKEN).await.0, StatusCode::BAD_REQUEST);
    let refresh = first["refresh_token"].as_str().expect("a token");
    assert_eq!(webex.renew(refresh).await.0, StatusCode::OK);
    let access = first["access_token"].as_str().expect("a token");
    assert_eq!(webex.json(Method::GET, "/v2/event-types", access, json!(null)).await.0, StatusCode::OK);
    let (status, refused) = webex.json(Method::GET, "/v2/event-types", "another", json!(null)).await;
    assert_eq!((status, &refused["error"]["key"]), (StatusCode::UNAUTHORIZED, &json!(401)));
}

#[tokio::test]
async fn subscriptions_of_a_version_are_those_that_it_made_and_their_rules_are_the_contracts() {
    let webex = Webex::new();
    let (_, tokens) = webex.renew(REFRESH_TOKEN).await;
    let token = tokens["access_token"].as_str().expect("a token");
    let good = json!({"name": "journey task", "eventTypes": ["task:new"], "destinationUrl": "https://journey.example.com/in",
        "secret": "0123456789abcdef0123456789abcdef", "resourceVersion": "task:1.0.0"});
    let (status, made) = webex.json(Method::POST, "/v2/subscriptions", token, good.clone()).await;
    assert_eq!((status, &made["data"]["status"]), (StatusCode::CREATED, &json!("active")));
    assert!(made["data"].get("secret").is_none(), "it is in no answer");
    for (key, wrong) in [
        ("name", json!("abc")),
        ("eventTypes", json!(["task:*"])),
        ("eventTypes", json!(["agent:login"])),
        ("destinationUrl", json!("http://journey.example.com/in")),
        ("destinationUrl", json!("https://journey.example.com/in?x=1")),
        ("secret", json!("short")),
        ("resourceVersion", json!("task:9.0.0")),
        ("callbackUrl", json!("https://journey.example.com/in")),
    ] {
        let mut body = good.clone();
        body[key] = wrong.clone();
        let (status, refused) = webex.json(Method::POST, "/v2/subscriptions", token, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{key} {wrong}: {refused}");
        assert!(refused["error"]["message"][0]["description"].is_string());
    }
    let (_, other) = webex.json(Method::GET, "/v1/subscriptions", token, json!(null)).await;
    assert_eq!((&other["data"], &other["meta"]["subscriptionCount"]), (&json!([]), &json!(1)));
    let path = format!("/v2/subscriptions/{}", made["data"]["id"].as_str().expect("an id"));
    let patch = json!({"resourceVersion": "task:1.0.0", "status": "inactive"});
    let (_, changed) = webex.json(Method::PATCH, &path, token, patch).await;
    assert_eq!(changed["data"]["status"], "inactive");
    assert_eq!(webex.json(Method::DELETE, &path, token, json!(null)).await.0, StatusCode::NO_CONTENT);
    assert_eq!(webex.json(Method::GET, &path, token, json!(null)).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_call_is_found_by_the_search_with_the_names_of_its_ids() {
    let webex = Webex::new();
    let (_, tokens) = webex.renew(REFRESH_TOKEN).await;
    let token = tokens["access_token"].as_str().expect("a token");
    let call = json!({"platform": "webex", "what": "call", "customer": "+15550100111"});
    for _ in 0..4 {
        assert_eq!(webex.json(Method::POST, "/happen", "", call.clone()).await.0, StatusCode::OK);
    }
    let ask = async |cursor: &str| {
        let query = format!(
            "{{taskDetails(from:0,to:9999999999999,timeComparator:endedTime,pagination:{{cursor:\"{cursor}\"}}){{tasks{{origin \
             lastQueue{{id name}}}}pageInfo{{hasNextPage endCursor}}}}}}"
        );
        let path = format!("/search?orgId={ORGANIZATION}");
        let asked = json!({"query": query.replace("from:0,to:9999999999999", &stretch())});
        webex.json(Method::POST, &path, token, asked).await.1["data"]["taskDetails"].clone()
    };
    let first = ask("NA").await;
    assert_eq!((first["tasks"].as_array().map(Vec::len), &first["pageInfo"]["hasNextPage"]), (Some(3), &json!(true)));
    let next = ask(first["pageInfo"]["endCursor"].as_str().expect("a cursor")).await;
    assert_eq!((next["tasks"].as_array().map(Vec::len), &next["pageInfo"]["hasNextPage"]), (Some(1), &json!(false)));
    let queue = &first["tasks"][0]["lastQueue"];
    let filter = format!("id=in=(\"{}\")", queue["id"].as_str().expect("an id"));
    let filter: String = filter.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let path = format!("/organization/{ORGANIZATION}/v2/contact-service-queue?filter={filter}");
    let (_, named) = webex.json(Method::GET, &path, token, json!(null)).await;
    assert_eq!((&named["data"][0]["name"], named["data"].as_array().map(Vec::len)), (&queue["name"], Some(1)));
}

/// The last hour.
fn stretch() -> String {
    let now = chrono::Utc::now().timestamp_millis();
    format!("from:{},to:{now}", now - 3_600_000)
}
