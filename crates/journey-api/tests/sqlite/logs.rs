//! What the service writes into its log.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;

use crate::suite::{TestService, event, log};

/// The log of the whole process: what the other tests do at the same time must not show either.
#[tokio::test]
async fn the_log_has_the_tracking_id_and_neither_tokens_nor_customers() {
    let service = TestService::start().await;
    let (phone, email) = ("+12025550143", "ann.secret@example.com");
    service.create_person(json!({"firstName": "Annabelle", "phone": [phone], "email": [email]})).await;
    service.publish(event("1", "Order", email, json!({"note": "private matter"}))).await;
    service.history(&[("identity", email), ("data", "note=='private matter'")]).await;
    service.person(phone).await;
    let mut live = service.open(&format!("/v1/api/events/stream/workspace-id/{{ws}}/identity/{email}")).await;
    service.publish(event("2", "Order", email, json!({"note": "private matter"}))).await;
    live.data().await;
    let token = service.token(Role::Agent);
    let refused = service
        .send(service.request(Method::GET, &format!("/nothing/{email}?bearerToken={token}")).bearer_auth(&token))
        .await;
    let tracking_id = refused.headers["trackingid"].to_str().expect("text").to_owned();
    let own = String::from_utf8(log::kept().0.lock().expect("whole").clone()).expect("UTF-8");
    let line = own.lines().find(|line| line.contains(&tracking_id)).expect("a line of the refused call");
    assert!(line.contains("status=404") && line.contains("method=GET"), "{line}");
    assert!(own.contains("{workspaceId}"), "the route's template");
    for private in [token.as_str(), "eyJ", "2025550143", "ann.secret", "Annabelle", "private matter"] {
        let leak = own.lines().find(|line| line.contains(private));
        assert_eq!(leak, None, "{private}");
    }
}
