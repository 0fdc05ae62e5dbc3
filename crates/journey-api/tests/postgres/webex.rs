//! Two replicas with one connector of Webex Contact Center.

use reqwest::Method;
use sample_platforms::control::Fault;
use serde_json::{Value, json};

use crate::database::Database;
use crate::suite::TestService;
use crate::suite::webex::contact_center::{Place, WHOLE, with_center};
use crate::suite::webex::{CALLER, journey, until};

async fn two() -> (Place, TestService) {
    let place = Place::connected().await;
    let database = Database { url: place.service.database.url.clone() };
    let mut other = TestService::start_on(database, with_center(&place.center)).await;
    other.workspace.clone_from(&place.service.workspace);
    (place, other)
}

#[tokio::test]
async fn tokens_are_renewed_by_one_of_two_replicas_that_notice() {
    let (place, other) = two().await;
    let before = place.center.webex().renewals();
    place.center.webex().end_tokens();
    let list = async |service: &TestService| {
        place.webex.ask(service, Method::GET, "/webex/subscriptions", None).await.expect(200)
    };
    let (here, there, again) = tokio::join!(list(&place.service), list(&other), list(&other));
    for listed in [here, there, again] {
        assert_eq!(listed["data"].as_array().map(Vec::len), Some(2), "{listed}");
    }
    assert_eq!(place.center.webex().renewals(), before + 1);
}

#[tokio::test]
async fn a_call_that_two_replicas_are_told_of_is_stored_once_and_so_is_what_both_ask_for() {
    let (place, other) = two().await;
    let mut live = other.open("/v1/api/events/stream/workspace-id/{ws}/identity/%2B15550100111").await;
    let call = crate::suite::webex::call();
    for envelope in &call {
        let (here, there) =
            tokio::join!(place.webex.send(&place.service, envelope), place.webex.send(&other, envelope));
        assert_eq!((here.status.as_u16(), there.status.as_u16()), (202, 202));
    }
    assert_eq!(journey(&other, CALLER, call.len()).await.len(), call.len());
    for _ in &call {
        live.data().await;
    }
    place.call(json!({"msAgo": 20 * 60_000, "customer": "+15550100112", "lose": true}));
    let ask = async |service: &TestService| {
        let body = json!({"hours": 1});
        place.webex.ask(service, Method::POST, "/webex/reconciliations", Some(body)).await.body
    };
    let (here, there) = tokio::join!(ask(&place.service), ask(&other));
    let filled = |answer: &Value| answer["data"]["filled"].as_u64().unwrap_or_default();
    assert_eq!(filled(&here) + filled(&there), WHOLE as u64 - 1, "{here} {there}");
    assert_eq!(journey(&other, "+15550100112", WHOLE - 1).await.len(), WHOLE - 1);
    assert_eq!(other.history(&[]).await.len(), call.len() + WHOLE - 1);
}

#[tokio::test]
async fn what_was_lost_is_asked_for_in_the_night_by_one_of_two_replicas_and_each_page_once() {
    let (place, other) = two().await;
    place.call(json!({"msAgo": 20 * 60_000, "lose": true}));
    // While one asks, the other looks whether it should.
    place.center.control().add_fault(Fault { path: Some("/search".to_owned()), delay_ms: 300, ..Fault::default() });
    // As if the connector were three days old, and had not been looked after since the day before yesterday.
    let pool = place.service.database.open().await;
    let ago = |days: i64| crate::suite::webex::now() - days * 86_400_000;
    sqlx::query("UPDATE connectors SET created_at = $1").bind(ago(3)).execute(&pool).await.expect("older");
    sqlx::query("UPDATE webex_accounts SET reconciled_to = $1").bind(ago(2)).execute(&pool).await.expect("older");
    pool.close().await;
    // A new secret wakes whoever of them looks after connectors.
    let wake = async |service: &TestService| {
        place.webex.ask(service, Method::POST, "/keys", Some(json!({}))).await.expect(201);
    };
    tokio::join!(wake(&place.service), wake(&other));
    assert_eq!(journey(&other, CALLER, WHOLE - 1).await.len(), WHOLE - 1);
    until(async || {
        let told = place.webex.ask(&other, Method::GET, "/webex", None).await.expect(200)["data"].clone();
        let reached = told["reconciledTo"].as_str().and_then(cjds::parse_time).map(|time| time.timestamp_millis());
        if reached.is_some_and(|reached| reached > ago(1)) { Ok(()) } else { Err(told.to_string()) }
    })
    .await;
    // It was done for the night: whoever is woken again asks for nothing.
    tokio::join!(wake(&place.service), wake(&other));
    place.webex.ask(&other, Method::POST, "/webex/subscriptions", None).await.expect(200);
    let requests = place.center.control().requests().into_iter().filter(|request| request.path.contains("/search"));
    let mut asked: Vec<String> = requests.map(|request| request.body.to_string()).collect();
    let all = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), all, "no page is asked for twice");
    assert_eq!(other.history(&[]).await.len(), WHOLE - 1);
}
