//! What goes wrong: the platform is asked too often, lacks permissions, sends records that cannot be taken. One stops nothing.

use reqwest::Method;
use sample_platforms::Platform;
use sample_platforms::control::Fault;
use serde_json::{Value, json};

use super::super::webex::problem;
use super::{CALLER, Place, WHOLE, ago, by, call_of, journey, kinds, until};

fn reasons(failures: &[Value]) -> Vec<String> {
    let mut all: Vec<String> = failures
        .iter()
        .map(|one| one["reasons"].as_array().expect("reasons")[0].as_str().expect("a text").to_owned())
        .collect();
    all.sort_unstable();
    all
}

#[tokio::test]
async fn who_is_told_to_wait_waits_and_loses_nothing() {
    let place = Place::connected().await;
    let fault = Fault {
        platform: Some(Platform::Genesys),
        path: Some("/details/query".to_owned()),
        status: Some(429),
        times: Some(2),
        retry_after: Some(1),
        ..Fault::default()
    };
    place.tenant.control().add_fault(fault);
    place.know(&call_of("c-1", 300));
    journey(&place.service, CALLER, WHOLE.len()).await;
    assert_eq!(place.failures().await, Vec::<Value>::new());
}

#[tokio::test]
async fn after_an_outage_what_was_missed_is_asked_for() {
    let place = Place::connected().await;
    let fault = |status| Fault {
        platform: Some(Platform::Genesys),
        path: Some("/details/query".to_owned()),
        status: Some(status),
        ..Fault::default()
    };
    place.tenant.control().add_fault(fault(503));
    place.know(&call_of("c-1", 300));
    until(async || {
        let state = place.state().await;
        if problem(&state, "asking").contains("does not answer") { Ok(()) } else { Err(state.to_string()) }
    })
    .await;
    place.tenant.control().clear_faults();
    journey(&place.service, CALLER, WHOLE.len()).await;
    assert_eq!(place.failures().await, Vec::<Value>::new(), "an outage passes by itself");
}

#[tokio::test]
async fn records_that_cannot_be_taken_are_kept_once_with_their_reasons_and_stop_nothing() {
    let place = Place::connected().await;
    let mut withheld = call_of("c-2", 280);
    by(&mut withheld, "anonymous");
    let nameless = json!({"conversationStart": ago(270), "participants": []});
    let mut odd = call_of("c-3", 260);
    by(&mut odd, "tel:+12025550144");
    odd["participants"][3]["sessions"][0]["segments"][0]["segmentStart"] = json!("yesterday");
    for record in [&nameless, &withheld, &odd, &call_of("c-1", 250)] {
        place.know(record);
    }
    journey(&place.service, CALLER, WHOLE.len()).await;
    let events = journey(&place.service, "+12025550144", WHOLE.len() - 1).await;
    assert!(!kinds(&events).contains(&"agent:routed"), "what has no time is left out");
    place.asked_again().await;
    let failures = place.failures().await;
    let reasons = reasons(&failures);
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(reasons[0].contains("conversationId") && reasons[1].contains("identity: "), "{reasons:?}");
    assert!(reasons[2].contains("yesterday"), "{reasons:?}");
    let kept: Vec<Value> = failures
        .iter()
        .map(|one| serde_json::from_str(one["payload"].as_str().expect("a text")).expect("JSON"))
        .collect();
    assert!(kept.contains(&nameless) && kept.contains(&withheld), "as they came");
    until(async || {
        let connector = place.connector().await;
        if connector["refused"] == 3 { Ok(()) } else { Err(connector.to_string()) }
    })
    .await;
    // Once more it cannot be taken either, and says why.
    let of_withheld = failures.iter().find(|one| one["payload"].to_string().contains("anonymous")).expect("it");
    let path = format!("/failures/{}/replay", of_withheld["id"]);
    let refused = place.call(Method::POST, &path, None).await.refused(400);
    assert!(refused.contains("identity: "), "{refused}");
}

#[tokio::test]
async fn a_missing_permission_is_said_in_words_once_and_when_it_is_given_what_was_missed_comes() {
    let place = Place::connected().await;
    place.happen(json!({"kind": "service", "without": ["analytics:conversationDetail:view"]}));
    place.know(&call_of("c-1", 300));
    let wanted = "lacks the permission analytics:conversationDetail:view";
    until(async || {
        let state = place.state().await;
        if problem(&state, "asking").contains(wanted) { Ok(()) } else { Err(state.to_string()) }
    })
    .await;
    let asked = place.asked("/details/query");
    until(async || if place.asked("/details/query") > asked + 2 { Ok(()) } else { Err("not asked".to_owned()) }).await;
    let failures = place.failures().await;
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(reasons(&failures)[0].contains(wanted), "{failures:?}");
    place.happen(json!({"kind": "service", "without": []}));
    journey(&place.service, CALLER, WHOLE.len()).await;
    place.asked_again().await;
    assert_eq!(place.state().await["problems"], json!([]));
}

#[tokio::test]
async fn who_may_not_read_names_has_ids_and_is_told_which_permission_that_takes() {
    let place = Place::connected().await;
    place.happen(json!({"kind": "service", "without": ["routing:wrapupCode:view"]}));
    place.know(&call_of("c-1", 300));
    let events = journey(&place.service, CALLER, WHOLE.len()).await;
    let done = events.iter().find(|event| event["type"] == "task:wrapup-done").expect("it");
    assert_eq!((&done["data"]["wrapUpCode"], done["data"].get("wrapUpName")), (&json!("w1"), None));
    assert!(events.iter().any(|event| event["data"]["agentName"] == "Tom Hale"));
    place.asked_again().await;
    assert_eq!(place.state().await["lacking"], json!(["routing:wrapupCode:view"]));
    let failures = place.failures().await;
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(reasons(&failures)[0].contains("routing:wrapupCode:view"), "{failures:?}");
}
