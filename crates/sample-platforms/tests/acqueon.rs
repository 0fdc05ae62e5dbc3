//! What the List & Campaign Manager answers, and the page that plays its workspace.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use chrono::DateTime;
use sample_platforms::{Config, router};
use serde_json::{Value, json};
use tower::ServiceExt;

fn platforms() -> Router {
    let now = DateTime::from_timestamp(1_773_154_800, 0);
    router(Config { now, ..Config::default() }).expect("a router").0
}

async fn call(method: &str, path: &str, body: String) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).header("Content-Type", "application/json");
    let answer = platforms().oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

async fn asked(data: Value) -> Value {
    let question =
        json!({"channel": "LCM", "topic": "WebService", "subtopic": "GetCustomerJourney", "source": "x", "data": data});
    let (_, body) = call("POST", "/acqueon/webservice?offset=60", question.to_string()).await;
    serde_json::from_str(&body).expect("JSON")
}

#[tokio::test]
async fn a_customer_has_the_attempts_of_campaigns_by_number_and_by_key_in_the_contracts_shape() {
    let answer =
        asked(json!({"callid": "7", "ContactNumber": "12025550143", "ChannelID": "-1", "MonthType": "12"})).await;
    assert_eq!((&answer["subtopic"], &answer["message"]["callid"]), (&json!("CustomerJourney"), &json!("7")));
    let all = answer["message"]["response"].as_array().expect("a list").clone();
    assert!(all.len() > 14, "attempts, and calls that the journey service has: {}", all.len());
    for key in
        ["ContactID", "CampaignName", "OutcomeId", "CallCompletedTime", "CallCompletedMonth", "CallCompletedTimeFormat"]
    {
        assert!(all.iter().all(|one| one.get(key).is_some()), "{key}");
    }
    let key = (1..20).map(|seed| format!("2|3|{seed}|0|0|44|1"));
    let mut is_found = false;
    for account in key {
        let answer = asked(json!({"callid": 7, "AccountNumber": account, "ContactNumber": "", "ChannelID": -1})).await;
        is_found |= answer["message"]["response"] == json!(all);
    }
    assert!(is_found, "the same by the record's key");
    let texts = asked(json!({"callid": "7", "ContactNumber": "12025550143", "ChannelID": "1"})).await;
    let texts = texts["message"]["response"].as_array().expect("a list").len();
    assert!(texts > 0 && texts < all.len(), "{texts}");
}

#[tokio::test]
async fn who_is_not_known_has_no_interactions_and_a_question_without_a_call_is_refused() {
    let nobody = asked(json!({"callid": "7", "ContactNumber": "19995550100", "ChannelID": "-1"})).await;
    assert_eq!(nobody["message"]["response"], json!([]));
    let refused = asked(json!({"callid": "", "ContactNumber": "12025550143", "ChannelID": "-1"})).await;
    assert_eq!(refused["message"]["errorMessage"], "Invalid Call ID.");
}

#[tokio::test]
async fn the_workspace_is_a_page_with_its_script() {
    let (status, page) = call("GET", "/acqueon/workspace.html?page=x", String::new()).await;
    assert!(status.is_success() && page.contains("workspace.js"), "{page}");
    assert!(call("GET", "/acqueon/workspace.js", String::new()).await.0.is_success());
}
