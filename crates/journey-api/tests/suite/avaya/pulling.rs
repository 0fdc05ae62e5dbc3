//! Where an account has no notifications, it is asked for whom somebody looks up: once in a while, and nobody waits for it.

use journey_api::auth::Role;
use reqwest::Method;
use sample_platforms::control::Fault;
use serde_json::json;

use super::super::harness::encoded;
use super::super::webex::{problem, until};
use super::{CALLER, Place, assert_none_is_doubled, has, keys};

/// A sample customer: the samples' own history of years.
const JOSE: &str = "+12025550143";

/// The vendor does not answer before all faults are taken away.
fn slow() -> Fault {
    Fault { path: Some("journeys:search".to_owned()), delay_ms: 600_000, ..Fault::default() }
}

#[tokio::test]
async fn whoever_is_looked_up_is_asked_for_once_and_what_comes_is_seen_live_and_on_the_next_page() {
    let place = Place::without_notifications().await;
    place.center.control().add_fault(slow());
    let path = format!("/v1/api/events/stream/workspace-id/{{ws}}/identity/{}", encoded(JOSE));
    let mut live = place.service.open(&path).await;
    assert!(place.service.history(&[("identity", JOSE)]).await.is_empty(), "nobody waits for the vendor");
    until(async || if place.asked("journeys:search") > 0 { Ok(()) } else { Err("not asked".to_owned()) }).await;
    place.center.control().clear_faults();
    assert_eq!(live.data().await["source"], "contact-center/avaya");
    // However often somebody looks, and in whichever spelling.
    for spelling in [JOSE, "12025550143", "+1 202 555 0143", JOSE] {
        place.service.history(&[("identity", spelling)]).await;
    }
    let answered = until(async || {
        let waiting = place.service.history(&[("identity", JOSE), ("pageSize", "100")]).await;
        let engagements: std::collections::HashSet<_> =
            waiting.iter().map(|event| event["data"]["taskId"].to_string()).collect();
        if engagements.len() > 5 { Ok(waiting) } else { Err(format!("{}", engagements.len())) }
    });
    assert_none_is_doubled(&answered.await);
    assert_eq!(place.asked("journeys:search"), 1);
    let numbers = until(async || {
        let numbers = place.service.send(place.service.request(Method::GET, "/metrics")).await.body;
        let numbers = numbers.as_str().unwrap_or_default().to_owned();
        let line = format!("journey_api_connector_filled_total{{connector=\"{}\"}} ", place.id);
        match numbers.lines().find_map(|one| one.strip_prefix(&line)?.parse::<u64>().ok()) {
            Some(filled) if filled > 20 => Ok(filled),
            other => Err(format!("{other:?}")),
        }
    });
    assert!(numbers.await > 20);
}

#[tokio::test]
async fn what_is_stored_is_not_doubled_by_whatever_it_is_asked_for_again_and_persons_are_known_by_all_that_the_journey_names()
 {
    let place = Place::without_notifications().await;
    let first = place.journey(JOSE, |journey| has(journey, "task:ended")).await;
    let other = until(async || {
        let known = place.service.person(JOSE).await;
        known["email"][0].as_str().map(str::to_owned).ok_or(known.to_string())
    });
    let other = other.await;
    place.service.history(&[("identity", &other)]).await;
    let second = until(async || {
        if place.asked("journeys:search") < 2 {
            return Err("not asked".to_owned());
        }
        Ok(place.service.history(&[("identity", &other), ("pageSize", "100")]).await)
    });
    let second = second.await;
    assert_none_is_doubled(&second);
    let first_keys = keys(&first);
    assert!(keys(&second).iter().any(|key| first_keys.contains(key)), "it is one journey");
}

#[tokio::test]
async fn whoever_is_known_by_a_customer_number_alone_has_the_calls_that_the_vendor_has_by_it() {
    let place = Place::without_notifications().await;
    let jose = place.center.world().customer(JOSE).expect("José").identities.customer_id[0].clone();
    let person = place.service.create_person(json!({"firstName": "José", "customerId": [jose]})).await;
    place.journey(&jose, |journey| has(journey, "task:ended")).await;
    let known = place.service.person(JOSE).await;
    assert_eq!(known["id"], person.as_str(), "the number that he called from is his, and no stranger's: {known}");
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{person}/changes");
    let changes = place.service.call(Method::GET, Role::Admin, &path, None).await.expect(200);
    assert!(changes.to_string().contains(&format!("connector {}", place.id)), "{changes}");
}

#[tokio::test]
async fn a_vendor_that_is_away_changes_nothing_for_who_looks_and_is_left_alone_for_a_while() {
    let place = Place::without_notifications().await;
    place.happen(json!({"customer": CALLER}));
    place.center.control().add_fault(Fault {
        path: Some("journeys:search".to_owned()),
        status: Some(503),
        ..Fault::default()
    });
    assert!(place.service.history(&[("identity", CALLER)]).await.is_empty());
    until(async || {
        let access = place.access().await;
        if problem(&access, "lookups").contains("503") { Ok(()) } else { Err(access.to_string()) }
    })
    .await;
    for _ in 0..5 {
        place.service.history(&[("identity", CALLER)]).await;
    }
    assert_eq!(place.asked("journeys:search"), 1);
    assert!(place.failures().await.is_empty());
}

#[tokio::test]
async fn what_goes_wrong_with_one_thing_is_told_beside_what_goes_wrong_with_another_and_until_it_goes_well() {
    let place = Place::without_notifications().await;
    let fault = Fault { path: Some("journeys:search".to_owned()), status: Some(403), ..Fault::default() };
    place.center.control().add_fault(fault);
    let both = async || {
        let access = place.access().await;
        (problem(&access, "subscriptions"), problem(&access, "lookups"))
    };
    // Whichever of them is told last.
    place.ask(Method::POST, "/avaya/subscriptions", None).await.refused(409);
    place.service.history(&[("identity", CALLER)]).await;
    until(async || match both().await {
        (subscriptions, lookups) if subscriptions.contains("403") && lookups.contains("403") => Ok(()),
        told => Err(format!("{told:?}")),
    })
    .await;
    place.ask(Method::POST, "/avaya/subscriptions", None).await.refused(409);
    let (subscriptions, lookups) = both().await;
    assert!(subscriptions.contains("403") && lookups.contains("403"), "{subscriptions}, {lookups}");
    // Somebody else is looked up, and is found.
    place.center.control().clear_faults();
    place.service.history(&[("identity", JOSE)]).await;
    until(async || match both().await {
        (subscriptions, lookups) if subscriptions.contains("403") && lookups.is_empty() => Ok(()),
        told => Err(format!("{told:?}")),
    })
    .await;
}

#[tokio::test]
async fn an_identifier_that_the_account_does_not_take_is_left_out_and_who_is_nobodys_is_not_asked_for() {
    let place = Place::without_notifications().await;
    place.connect(json!({"identifiers": {"customerId": "unknownIds"}})).await.expect(200);
    place.service.create_person(json!({"firstName": "Ann", "phone": [CALLER], "customerId": ["C-17"]})).await;
    place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    assert_eq!(place.asked("journeys:search"), 2, "once with it, and once without");
    // Another access is another matter.
    place.connect(json!({})).await.expect(200);
    until(async || {
        place.service.history(&[("identity", CALLER)]).await;
        if place.asked("journeys:search") == 3 { Ok(()) } else { Err("not asked again".to_owned()) }
    })
    .await;
    place.service.history(&[("identity", "ab")]).await;
    place.happen(json!({"customer": "+15550100312"}));
    place.journey("+15550100312", |journey| has(journey, "task:new")).await;
    assert_eq!(place.asked("journeys:search"), 4);
}

#[tokio::test]
async fn beside_notifications_what_was_before_is_asked_for_once() {
    let place = Place::made().await;
    place.happen(json!({"customer": CALLER}));
    place.connect(json!({})).await.expect(200);
    place.ask(Method::POST, "/avaya/subscriptions", None).await.expect(200);
    let journey = place.journey(CALLER, |journey| has(journey, "task:new")).await;
    assert_none_is_doubled(&journey);
    assert_eq!(place.asked("journeys:search"), 1);
}

#[tokio::test]
async fn a_bad_engagement_of_a_page_is_kept_once_and_takes_no_other_with_it() {
    let place = Place::without_notifications().await;
    let bad = place.happen(json!({"customer": CALLER}));
    place.happen(json!({"engagement": bad, "record": {"id": null}}));
    place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    let failures = until(async || {
        let failures = place.failures().await;
        if failures.is_empty() { Err("none".to_owned()) } else { Ok(failures) }
    });
    let failures = failures.await;
    assert!(failures.len() == 1 && failures[0]["reasons"].to_string().contains("no id"), "{failures:?}");
}
