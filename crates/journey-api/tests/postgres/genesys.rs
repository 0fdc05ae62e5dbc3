//! Two replicas with one connector of Genesys Cloud.

use std::time::Duration;

use reqwest::Method;
use sample_platforms::control::Fault;
use sample_platforms::genesys::SERVICE_SECRET;
use serde_json::json;

use crate::database::Database;
use crate::suite::TestService;
use crate::suite::genesys::{CALLER, Place, WHOLE, asking, call_of, journey, kinds, until};

/// Nobody waits for so long: what is asked for before is asked for twice.
const EVERY: Duration = Duration::from_hours(1);
const QUERY: &str = "/analytics/conversations/details/query";
/// An answer takes longer than a replica waits between two looks at what is due.
const SLOW: u64 = 1_500;

#[tokio::test]
async fn two_replicas_ask_for_an_account_once_in_each_interval_and_store_each_conversation_once() {
    let place = Place::made_asking(EVERY).await;
    let database = Database { url: place.service.database.url.clone() };
    let mut other = TestService::start_on(database, asking(place.tenant.url(), EVERY)).await;
    other.workspace.clone_from(&place.service.workspace);
    place.tenant.control().add_fault(Fault { path: Some(QUERY.to_owned()), delay_ms: SLOW, ..Fault::default() });
    place.know(&call_of("c-1", 600));
    place.know(&call_of("c-2", 500));
    place.connect(SERVICE_SECRET).await.expect(200);
    let path = format!("/admin/v1/api/connectors/{}", place.id);
    let switch = async |service: &TestService, is_on: bool| {
        let body = json!({ "isOn": is_on });
        service.call(Method::PATCH, journey_api::auth::Role::Admin, &path, Some(body)).await.expect(200);
    };
    let mut before = json!(null);
    // Whoever of them switches it on has it asked for at once, by whichever of them.
    for (times, service) in (1..).zip([None, Some(&other), Some(&place.service), Some(&other)]) {
        if let Some(service) = service {
            switch(service, false).await;
            switch(service, true).await;
        }
        let asked_at = until(async || {
            let state = place.state().await;
            let asked_at = state["askedAt"].clone();
            if asked_at.is_string() && asked_at != before { Ok(asked_at) } else { Err(state.to_string()) }
        });
        before = asked_at.await;
        assert_eq!(place.asked(QUERY), times, "{:?}", place.tenant.control().requests());
    }
    let events = journey(&other, CALLER, 2 * WHOLE.len()).await;
    let mut seen = kinds(&events);
    seen.sort_unstable();
    let mut wanted = [WHOLE, WHOLE].concat();
    wanted.sort_unstable();
    assert_eq!(seen, wanted);
    assert_eq!(place.connector().await["refused"], 0);
}
