//! What tests do to the platforms.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use sample_platforms::avaya::Token;
use sample_platforms::{Config, router};
use serde_json::{Value, json};
use tower::ServiceExt;

const SEARCH: &str = "/api/journey/v1/accounts/LARKFD/journeys:search";

fn platforms() -> Router {
    let config = Config { allowed_origins: vec!["http://127.0.0.1:8080".to_owned()], ..Config::default() };
    router(config).expect("a router").0
}

async fn call(router: &Router, method: &str, path: &str, body: Value) -> (StatusCode, HeaderMap, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("Authorization", format!("Bearer {}", Token::Agent.text()))
        .header("appkey", "whatever")
        .header("Content-Type", "application/json")
        .header("Origin", "http://127.0.0.1:8080")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.status, parts.headers, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_it_was_asked_for() {
    let router = platforms();
    let fault = json!({"platform": "avaya", "path": "journeys:search", "status": 503, "times": 2, "retryAfter": 3});
    assert_eq!(call(&router, "POST", "/faults", fault).await.0, StatusCode::NO_CONTENT);
    for _ in 0..2 {
        let (status, headers, body) = call(&router, "POST", SEARCH, json!({})).await;
        assert_eq!((status.as_u16(), &headers["retry-after"]), (503, &"3".parse().expect("a header")));
        assert_eq!(headers["content-type"], "application/problem+json");
        assert_eq!(headers["access-control-allow-origin"], "http://127.0.0.1:8080");
        assert_eq!(headers["access-control-expose-headers"], "retry-after");
        assert_eq!((&body["title"], &body["status"]), (&json!("Server Error"), &json!(503)));
    }
    assert_ne!(call(&router, "POST", SEARCH, json!({})).await.0.as_u16(), 503);
}

#[tokio::test]
async fn a_fault_without_a_number_strikes_until_it_is_taken_away() {
    let router = platforms();
    call(&router, "POST", "/faults", json!({"platform": "avaya", "method": "post", "body": "<p>Maintenance"})).await;
    for _ in 0..3 {
        let (status, headers, _) = call(&router, "POST", SEARCH, json!({})).await;
        assert_eq!(
            (status.as_u16(), &headers["content-type"]),
            (200, &"text/html; charset=utf-8".parse().expect("one"))
        );
    }
    assert_eq!(call(&router, "DELETE", "/faults", Value::Null).await.0, StatusCode::NO_CONTENT);
    let (_, headers, _) = call(&router, "POST", SEARCH, json!({})).await;
    assert_ne!(headers.get("content-type").map(|kind| kind.as_bytes()), Some(&b"text/html; charset=utf-8"[..]));
}

#[tokio::test]
async fn an_answer_that_is_late_comes_when_faults_are_taken_away() {
    let router = platforms();
    let late = json!({"platform": "avaya", "delayMs": 3_600_000, "status": 503});
    call(&router, "POST", "/faults", late).await;
    let asking = call(&router, "POST", SEARCH, json!({}));
    let clearing = async {
        while call(&router, "GET", "/requests", Value::Null).await.2 == json!([]) {
            tokio::task::yield_now().await;
        }
        call(&router, "DELETE", "/faults", Value::Null).await;
    };
    let (answer, ()) = tokio::join!(asking, clearing);
    assert_eq!(answer.0.as_u16(), 503);
}

#[tokio::test]
async fn what_was_asked_is_noted_without_the_token() {
    let router = platforms();
    let body = json!({"identifiers": {"phoneNumbers": ["+12025550143"]}});
    call(&router, "POST", &format!("{SEARCH}?pageSize=50"), body.clone()).await;
    let (_, _, noted) = call(&router, "GET", "/requests", Value::Null).await;
    let noted = noted.as_array().expect("a list");
    assert_eq!(noted.len(), 1, "tests' own requests are not noted");
    assert_eq!(noted[0]["path"], SEARCH);
    assert_eq!((&noted[0]["query"], &noted[0]["body"]), (&json!("pageSize=50"), &body));
    assert_eq!(noted[0]["token"], "agent");
    let headers = noted[0]["headers"].as_array().expect("names");
    assert!(headers.contains(&json!("appkey")) && headers.contains(&json!("authorization")));
    assert!(!noted[0].to_string().contains(Token::Agent.text()));
}

#[tokio::test]
async fn a_page_learns_what_it_needs_to_ask_the_platforms() {
    let (status, _, platforms) = call(&platforms(), "GET", "/platforms", Value::Null).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(platforms["avaya"]["tokens"]["agent"], Token::Agent.text());
    assert_eq!(platforms["avaya"]["accountId"].as_str().map(str::len), Some(6));
}
