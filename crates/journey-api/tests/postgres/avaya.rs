//! Two replicas with one connector of the Avaya Experience Platform.

use journey_api::auth::Role;
use reqwest::Method;
use sample_platforms::control::Fault;
use serde_json::json;

use crate::database::Database;
use crate::suite::TestService;
use crate::suite::avaya::{CALLER, Place, assert_none_is_doubled, has, with_center};
use crate::suite::webex::until;

#[tokio::test]
async fn the_subscription_is_looked_after_by_one_of_two_replicas_and_what_it_tells_both_is_stored_once() {
    let place = Place::notified().await;
    let database = Database { url: place.service.database.url.clone() };
    // As behind one balancer.
    let (url, configure) = (place.service.service.url(), with_center(&place.center));
    let mut other = TestService::start_on(database, |config| {
        configure(config);
        config.public_url = Some(url);
    })
    .await;
    other.workspace.clone_from(&place.service.workspace);
    // Each of them finds the address to be another one, while the other is at it.
    place.center.control().add_fault(Fault {
        path: Some("/subscriptions".to_owned()),
        delay_ms: 200,
        ..Fault::default()
    });
    place.center.control().forget_requests();
    let before = place.address();
    let path = format!("/admin/v1/api/connectors/{}/keys", place.id);
    let make = async |service: &TestService| {
        let body = json!({"othersEndInMinutes": 60});
        let made = service.call(Method::POST, Role::Admin, &path, Some(body)).await.expect(201);
        made["data"]["key"].as_str().expect("a key").to_owned()
    };
    let keys = tokio::join!(make(&place.service), make(&other));
    let told = until(async || {
        let all = place.center.avaya().subscriptions();
        let is_told = all.len() == 1 && [&keys.0, &keys.1].iter().any(|key| place.address().ends_with(key.as_str()));
        if is_told { Ok(place.address()) } else { Err(format!("{all:?}")) }
    });
    assert_ne!(told.await, before);
    let made = place.center.control().requests().into_iter();
    let made = made.filter(|request| request.method == "POST" && request.path.ends_with("/subscriptions")).count();
    assert!(made <= 2, "one for each address at the most: {made}");

    // Told by the vendor twice, at one replica each.
    let engagement = place.happen(json!({"customer": CALLER}));
    let address = place.address();
    let way = address.split_once("/connectors/").expect("an address").1;
    let client = reqwest::Client::new();
    let notify = async |service: &TestService| {
        let url = format!("{}/connectors/{way}", service.service.url());
        let told = json!({"engagementId": engagement, "eventType": "ENGAGEMENT_CREATED"});
        client.post(url).json(&told).send().await.expect("an answer").status().as_u16()
    };
    let (here, there) = tokio::join!(notify(&place.service), notify(&other));
    assert_eq!((here, there), (200, 200));
    place.happen(json!({"engagement": engagement, "ended": true}));
    let journey = place.journey(CALLER, |journey| has(journey, "task:ended")).await;
    assert_none_is_doubled(&journey);
    assert_eq!(journey.iter().filter(|event| event["type"] == "task:new").count(), 1, "{journey:?}");
}
