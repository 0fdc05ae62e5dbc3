//! What happens is asked for: calls arrive while they go on, each event once, with names, and look as straight from the platform.

use std::collections::HashMap;

use genesys::Named;
use journey::{Arrival, Contact, Journey};
use reqwest::Method;
use serde_json::{Value, json};

use super::{CALLER, Place, WHOLE, ago, as_taken, by, call_of, journey, kinds, until};

fn contact(arrivals: impl IntoIterator<Item = Arrival>) -> Contact {
    let mut all = Journey::default();
    all.add(arrivals);
    all.contacts().next().expect("a contact").clone()
}

#[tokio::test]
async fn a_call_arrives_while_it_goes_on_with_names_and_is_the_contact_that_the_platform_itself_tells() {
    let place = Place::connected().await;
    let mut live = place.service.open("/v1/api/events/stream/workspace-id/{ws}/identity/%2B12025550143").await;
    let whole = call_of("c-1", 300);
    place.know(&as_taken(&whole));
    let begun = journey(&place.service, CALLER, 5).await;
    let mut seen = kinds(&begun);
    // Two of them are of the same moment.
    seen[..2].sort_unstable();
    assert_eq!(seen, WHOLE[..5]);
    for _ in 0..5 {
        assert_eq!(live.data().await["data"]["taskId"], "c-1");
    }
    place.know(&whole);
    let events = journey(&place.service, CALLER, WHOLE.len()).await;
    let names: HashMap<(Named, String), String> = [
        ((Named::Queue, "q1".to_owned()), "Deliveries".to_owned()),
        ((Named::User, "u1".to_owned()), "Tom Hale".to_owned()),
        ((Named::WrapUpCode, "w1".to_owned()), "Resolved".to_owned()),
    ]
    .into();
    let straight = contact(genesys::arrivals(genesys::conversation(&whole, &names)));
    let stored = contact(events.iter().map(journey_events::arrival));
    assert_eq!(stored.stages, straight.stages);
    assert_eq!((stored.channel, stored.direction), (straight.channel, straight.direction));
    assert_eq!((stored.queues, stored.agents), (straight.queues, straight.agents));
    assert_eq!((stored.wrap_up, stored.terminating_party), (straight.wrap_up, straight.terminating_party));
    assert_eq!((stored.start, stored.last, stored.is_over), (straight.start, straight.last, straight.is_over));
    until(async || {
        let connector = place.connector().await;
        if connector["accepted"] == WHOLE.len() && connector["lastEventAt"].is_string() {
            Ok(())
        } else {
            Err(connector.to_string())
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_is_stored_twice_however_often_it_is_read_through_restarts_and_other_names() {
    let place = Place::connected().await;
    let mut other = call_of("c-2", 200);
    by(&mut other, "tel:+12025550144");
    place.know(&call_of("c-1", 300));
    place.know(&other);
    journey(&place.service, CALLER, WHOLE.len()).await;
    journey(&place.service, "+12025550144", WHOLE.len()).await;
    place.asked_again().await;
    // The names are asked for anew, and are others.
    place.happen(json!({"kind": "names", "names": {"q1": "Deliveries and returns", "u1": "Thomas Hale"}}));
    let place = place.restarted().await;
    place.asked_again().await;
    assert_eq!(place.service.history(&[]).await.len(), 2 * WHOLE.len());
    // What changed is read again, and its names are others by now.
    place.know(&json!({"conversationId": "c-2", "conversationStart": other["conversationStart"], "externalTag": "seen",
        "conversationEnd": other["conversationEnd"], "originatingDirection": "inbound", "participants": other["participants"]}));
    place.asked_again().await;
    assert_eq!(place.service.history(&[]).await.len(), 2 * WHOLE.len());
    assert_eq!(place.failures().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_call_that_began_long_before_is_followed_to_its_end() {
    let place = Place::connected().await;
    let whole = call_of("c-1", 2_700);
    place.know(&as_taken(&whole));
    // Nobody asks for what began so long before, but where it is filled.
    let body = json!({"since": ago(7_200)});
    place.call(Method::POST, "/genesys/filling", Some(body)).await.expect(202);
    journey(&place.service, CALLER, 5).await;
    assert_eq!(place.state().await["unsettled"], 1);
    place.know(&whole);
    let events = journey(&place.service, CALLER, WHOLE.len()).await;
    assert_eq!(events.len(), WHOLE.len(), "{:?}", kinds(&events));
    until(async || {
        let state = place.state().await;
        if state["unsettled"] == 0 { Ok(()) } else { Err(state.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn a_wrap_up_code_that_the_analytics_know_late_is_stored_once_with_its_name() {
    let place = Place::connected().await;
    let whole = call_of("c-1", 300);
    let mut early = whole.clone();
    let segment = early["participants"][3]["sessions"][0]["segments"][4].as_object_mut().expect("a segment");
    segment.remove("wrapUpCode");
    place.know(&early);
    journey(&place.service, CALLER, WHOLE.len() - 1).await;
    place.asked_again().await;
    assert_eq!(journey(&place.service, CALLER, 1).await.len(), WHOLE.len() - 1, "without a code it is not known yet");
    place.know(&whole);
    let events = journey(&place.service, CALLER, WHOLE.len()).await;
    let done: Vec<&Value> = events.iter().filter(|event| event["type"] == "task:wrapup-done").collect();
    assert_eq!(done.len(), 1);
    assert_eq!(done[0]["data"]["wrapUpName"], "Resolved", "{}", done[0]);
}

#[tokio::test]
async fn a_conversation_that_the_analytics_know_late_is_stored_too() {
    let place = Place::connected().await;
    place.know(&call_of("c-1", 120));
    journey(&place.service, CALLER, WHOLE.len()).await;
    place.asked_again().await;
    let mut late = call_of("c-2", 840);
    by(&mut late, "tel:+12025550144");
    place.know(&late);
    journey(&place.service, "+12025550144", WHOLE.len()).await;
}

#[tokio::test]
async fn a_connector_that_is_off_asks_nothing_and_asks_for_what_it_missed_when_it_is_on_again() {
    let place = Place::connected().await;
    place.call(Method::PATCH, "", Some(json!({"isOn": false}))).await.expect(200);
    // What was under way when it was switched off has ended when the next service begins.
    let place = place.restarted().await;
    place.tenant.control().forget_requests();
    place.know(&call_of("c-1", 300));
    // A second connector is asked for meanwhile: the time in which this one would have been, too.
    let body = json!({"name": "Other", "kind": "genesys", "workspaceId": place.service.workspace});
    let path = "/admin/v1/api/connectors";
    let made = place.service.call(Method::POST, super::Role::Admin, path, Some(body)).await.expect(201);
    let id = made["data"]["connector"]["id"].as_str().expect("an id").to_owned();
    let other = Place { id: id.clone(), ..place };
    other.connect(sample_platforms::genesys::SERVICE_SECRET).await.expect(200);
    other.asked_again().await;
    let of_one = other.asked("/oauth/token");
    assert_eq!(of_one, 2, "one to try it, one to ask; none of the connector that is off");
    other.call(Method::DELETE, "", None).await.expect(200);
    journey(&other.service, CALLER, WHOLE.len()).await;
}
