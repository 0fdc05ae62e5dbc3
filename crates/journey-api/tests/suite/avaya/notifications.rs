//! Notifications: they say that something happened, and what did is asked for.

use journey_api::auth::Role;
use reqwest::Method;
use sample_platforms::control::Fault;
use serde_json::{Value, json};

use super::super::harness::encoded;
use super::super::log::kept;
use super::super::webex::{problem, until};
use super::{CALLER, Place, assert_none_is_doubled, has};

fn whole(journey: &[Value]) -> bool {
    has(journey, "task:new") && has(journey, "task:connected") && has(journey, "task:ended")
}

#[tokio::test]
async fn an_engagement_is_seen_live_through_losses_and_repeats_and_stored_once() {
    let place = Place::notified().await;
    let path = format!("/v1/api/events/stream/workspace-id/{{ws}}/identity/{}", encoded(CALLER));
    let mut live = place.service.open(&path).await;
    let id = place.happen(json!({"customer": CALLER, "repeat": 3}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    // Nobody hears that an agent took it; the next notification tells of that, too.
    place.happen(json!({"engagement": id, "agent": "Mei Tan", "lose": true}));
    place.happen(json!({"engagement": id, "ended": true, "note": "Wants a call back", "repeat": 2}));
    let stored = until(async || {
        let connector = place.ask(Method::GET, "", None).await.expect(200)["data"].clone();
        let journey = place.service.history(&[("identity", CALLER)]).await;
        let is_whole = whole(&journey) && connector["accepted"] == journey.len();
        if is_whole { Ok((journey, connector)) } else { Err(format!("{connector} {journey:?}")) }
    });
    let (journey, connector) = stored.await;
    assert!(connector["lastEventAt"].is_string() && connector["refused"] == 0, "{connector}");
    assert_none_is_doubled(&journey);
    let is_of_it = |event: &Value| event["source"] == "contact-center/avaya" && event["data"]["taskId"] == id.as_str();
    assert!(journey.iter().all(is_of_it), "{journey:?}");
    assert!(journey.iter().any(|event| event["data"]["agentName"] == "Mei Tan"), "{journey:?}");
    // What the notification itself says is not believed.
    assert!(!Value::from(journey.clone()).to_string().contains("Nobody at all"));
    for _ in &journey {
        assert_eq!(live.data().await["data"]["taskId"], id.as_str());
    }
    let numbers = place.service.send(place.service.request(Method::GET, "/metrics")).await.body;
    let line = format!(
        "journey_api_connector_items_total{{connector=\"{}\",outcome=\"accepted\"}} {}",
        place.id,
        journey.len()
    );
    assert!(numbers.as_str().is_some_and(|numbers| numbers.contains(&line)), "{line}");
}

/// How long after something was heard of the only engagement it is looked at again, in ms; less than nothing: it is not.
async fn again(pool: &sqlx::AnyPool) -> i64 {
    let sql = "SELECT next_at - seen_at FROM avaya_engagements";
    sqlx::query_scalar(sql).fetch_optional(pool).await.expect("read").unwrap_or_default()
}

/// Waits until all that was told of it is asked for, so that nothing but time leads to it again.
async fn is_looked_at_again_later(pool: &sqlx::AnyPool) {
    until(async || {
        let wait = again(pool).await;
        if (600_000..1_200_000).contains(&wait) { Ok(()) } else { Err(wait.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn an_end_of_which_nobody_heard_is_found_as_what_goes_on_is_looked_at_again() {
    let place = Place::notified().await;
    let id = place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    let pool = place.service.database.open().await;
    is_looked_at_again_later(&pool).await;
    place.happen(json!({"engagement": id, "ended": true, "lose": true}));
    // A quarter of an hour later, which is now.
    sqlx::query("UPDATE avaya_engagements SET next_at = 1").execute(&pool).await.expect("written");
    place.journey(CALLER, |journey| has(journey, "task:ended")).await;
    until(async || if again(&pool).await < 0 { Ok(()) } else { Err("it is looked at again".to_owned()) }).await;
}

#[tokio::test]
async fn what_is_not_there_yet_and_a_vendor_that_is_away_are_waited_for() {
    let place = Place::notified().await;
    let fault = |status: u16| Fault {
        path: Some("/engagements".to_owned()),
        method: Some("GET".to_owned()),
        status: Some(status),
        times: Some(1),
        ..Fault::default()
    };
    // The last one comes first.
    place.center.control().add_fault(fault(404));
    place.center.control().add_fault(fault(503));
    place.happen(json!({"customer": CALLER}));
    let journey = place.journey(CALLER, |journey| has(journey, "task:new")).await;
    assert_none_is_doubled(&journey);
    assert!(place.failures().await.is_empty());
}

#[tokio::test]
async fn an_administrator_is_told_that_what_notifications_tell_of_cannot_be_asked_for() {
    let place = Place::notified().await;
    let fault = Fault {
        path: Some("/engagements".to_owned()),
        method: Some("GET".to_owned()),
        status: Some(403),
        ..Fault::default()
    };
    place.center.control().add_fault(fault);
    place.happen(json!({"customer": CALLER}));
    let told = async |is_told: fn(&str) -> bool| {
        until(async || {
            let access = place.access().await;
            if is_told(&problem(&access, "events")) { Ok(()) } else { Err(access.to_string()) }
        })
        .await;
    };
    told(|words| words.contains("403")).await;
    place.center.control().clear_faults();
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    told(str::is_empty).await;
}

#[tokio::test]
async fn nobody_is_believed_who_does_not_know_the_address_and_nothing_that_is_said_is_stored() {
    let place = Place::notified().await;
    let address = place.address();
    let client = reqwest::Client::new();
    let send = async |address: String, body: String| {
        let sent = client.post(address).header("content-type", "application/json").body(body).send().await;
        sent.expect("an answer").status().as_u16()
    };
    let start = address.rsplit_once('/').expect("a part").0.to_owned();
    let body = json!({"engagementId": "11111111-2222-4333-8444-555555555555", "customer": CALLER}).to_string();
    for wrong in [format!("{start}/jck_wrong"), format!("{start}/"), start.replace(&place.id, "unknown") + "/jck_wrong"]
    {
        let status = send(wrong.clone(), body.clone()).await;
        assert!(status == 401 || status == 404, "{wrong}: {status}");
    }
    assert_eq!(place.asked("/engagements"), 0);
    // Who knows it may have an engagement asked for, which is not there: nothing comes of it.
    assert_eq!(send(address.clone(), body).await, 200);
    until(async || if place.asked("/engagements") > 0 { Ok(()) } else { Err("not asked".to_owned()) }).await;
    assert!(place.service.history(&[]).await.is_empty());
    // Nor of what is of agents alone, or no notification.
    for body in [r#"{"eventType": "AgentReady"}"#, "[]", "7"] {
        assert_eq!(send(address.clone(), body.to_owned()).await, 200, "{body}");
    }
    assert_eq!(send(address.clone(), "<no json>".to_owned()).await, 200, "or it would come again as it is");
    let failures = place.failures().await;
    assert!(failures.len() == 1 && failures[0]["payload"] == "<no json>", "{failures:?}");
    let log = String::from_utf8_lossy(&kept().0.lock().expect("whole")).into_owned();
    let secret = address.rsplit('/').next().expect("a part");
    assert!(log.contains("answered") && !log.contains(secret), "the address is in no log");
}

#[tokio::test]
async fn a_bad_record_stops_nothing_is_kept_with_its_reasons_and_taken_when_it_can_be() {
    let place = Place::notified().await;
    let bad = place.happen(json!({"customer": "anonymous", "lose": true}));
    place.happen(json!({"engagement": bad, "record": {"identifiers": {}}}));
    place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    let failure = until(async || {
        let failures = place.failures().await;
        failures.first().cloned().ok_or("none".to_owned())
    });
    let failure = failure.await;
    assert!(failure["reasons"].to_string().contains("whose the engagement is"), "{failure}");
    let payload: Value = serde_json::from_str(failure["payload"].as_str().expect("a text")).expect("a record");
    assert_eq!(payload["id"], bad.as_str());
    // The same once more is no other failure.
    place.happen(json!({"engagement": bad}));
    place.happen(json!({"customer": "+15550100312"}));
    place.journey("+15550100312", |journey| has(journey, "task:new")).await;
    assert_eq!(place.failures().await.len(), 1);
    let replay = format!("/failures/{}/replay", failure["id"]);
    let refused = place.ask(Method::POST, &replay, None).await.refused(400);
    assert!(refused.contains("whose the engagement is"), "{refused}");
    assert_eq!(place.failures().await.len(), 1, "it is still there");
    // One thing of many.
    let id = place.happen(json!({"customer": "+15550100313", "lose": true}));
    place.happen(
        json!({"engagement": id, "record": {"queues": [{"queueId": "q", "queueName": "Sales", "queuedAt": "soon"}]}}),
    );
    let journey = place.journey("+15550100313", |journey| has(journey, "task:new")).await;
    assert!(!has(&journey, "task:parked"));
    until(async || {
        let failures = place.failures().await;
        let is_told = failures[0]["reasons"].to_string().contains("queues.queuedAt");
        if is_told { Ok(()) } else { Err(format!("{failures:?}")) }
    })
    .await;
}

#[tokio::test]
async fn a_connector_that_is_off_asks_nothing_and_goes_on_when_it_is_on() {
    let place = Place::notified().await;
    let id = place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    // Neither of what was told, nor of who was looked up, anything is still to be asked for.
    is_looked_at_again_later(&place.service.database.open().await).await;
    until(async || if place.asked("journeys:search") == 1 { Ok(()) } else { Err("not looked up".to_owned()) }).await;
    place.switch(false).await;
    place.center.control().forget_requests();
    place.happen(json!({"engagement": id, "agent": "Mei Tan"}));
    place.service.history(&[("identity", "+15550100399")]).await;
    // What comes after it is answered: nothing was asked meanwhile.
    place.access().await;
    assert!(place.center.control().requests().is_empty(), "{:?}", place.center.control().requests());
    place.switch(true).await;
    // It is told again, as the vendor tries again.
    place.journey(CALLER, |journey| has(journey, "task:connected")).await;
}

#[tokio::test]
async fn an_erased_person_does_not_come_back_by_the_next_notification() {
    let place = Place::notified().await;
    let id = place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    let person = place.service.person(CALLER).await["id"].as_str().expect("an id").to_owned();
    let path = "/admin/v1/api/person/erasures/workspace-id/{ws}";
    place.service.call(Method::POST, Role::Admin, path, Some(json!({"personId": person}))).await.expect(202);
    until(async || {
        let left = place.service.history(&[("identity", CALLER)]).await;
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    })
    .await;
    place.happen(json!({"engagement": id, "ended": true}));
    place.happen(json!({"customer": "+15550100314"}));
    place.journey("+15550100314", |journey| has(journey, "task:new")).await;
    assert!(place.service.history(&[("identity", CALLER)]).await.is_empty());
}
