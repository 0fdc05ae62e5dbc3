//! Bodies that are unusual and plausible: what senders write by habit, by accident or by an older standard. Either it is taken as it was
//! meant, or the answer says what is wrong, where, and what to do.

use reqwest::Method;
use serde_json::{Value, json};

use super::connectors::made;
use super::harness::TestService;

const STRUCTURED: &str = "application/cloudevents+json";

#[tokio::test]
async fn no_digit_of_a_customer_number_is_lost_however_it_comes() {
    let service = TestService::start().await;
    let (one, other) = ("12345678901234567890123", "12345678901234567890124");
    let event = |number: &str| {
        format!(
            r#"{{"id": "1", "source": "/s", "specversion": "1.0", "type": "Order", "identity": {number}, "identitytype": "customerId",
            "datacontenttype": "application/json", "data": {{"order": {number}, "cut": "\ud83d"}}}}"#
        )
    };
    let (shop, web) = (made(&service, "cloudevents").await, made(&service, "track").await);
    let publish = service.request(Method::POST, "/publish/v1/api/event?workspaceId={ws}");
    let publish = publish.bearer_auth(service.token(journey_api::auth::Role::Supervisor)).body(event(one));
    service.send(publish).await.expect(202);
    let send = service.request(Method::POST, &shop.path).bearer_auth(&shop.key).header("content-type", STRUCTURED);
    service.send(send.body(event(other))).await.expect(202);
    // In front of everything else the key is looked for in such a body.
    let call =
        format!(r#"{{"type": "track", "event": "A", "userId": {other}, "messageId": "m", "writeKey": "{}"}}"#, web.key);
    service.send(service.request(Method::POST, &web.path).body(call)).await.expect(202);
    for (number, events) in [(one, 1), (other, 2)] {
        let history = service.history(&[("identity", number), ("sort", "asc")]).await;
        assert_eq!(history.len(), events, "{history:?}");
        assert_eq!(history[0]["data"], json!({"order": number, "cut": "\u{fffd}"}));
    }
}

#[tokio::test]
async fn all_that_is_missing_of_an_event_is_said_at_once() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let reasons = shop.send(&service, STRUCTURED, json!({})).await.refused(400);
    for name in ["type: missing", "id: is missing", "source: is missing", "specversion: is missing"] {
        assert!(reasons.contains(name), "{reasons}");
    }
    let bad = json!({"type": "t", "specversion": "1.0", "source": "s", "time": "yesterday", "data": {}});
    let reasons = shop.send(&service, STRUCTURED, bad).await.refused(400);
    for name in ["time: not a time", "id: is missing", "identity: is missing"] {
        assert!(reasons.contains(name), "{reasons}");
    }
    let avro = "application/cloudevents+avro";
    let reasons = shop.send(&service, avro, json!({})).await.refused(415);
    assert!(reasons.contains(avro) && reasons.contains(STRUCTURED), "{reasons}");
    let failures = shop.ask(&service, Method::GET, "/failures", None).await.expect(200);
    assert_eq!(failures["data"].as_array().map(Vec::len), Some(3), "each is kept: {failures}");
}

#[tokio::test]
async fn what_is_wrong_with_a_call_is_said_of_the_field_that_the_call_has() {
    let service = TestService::start().await;
    let web = made(&service, "track").await;
    let post = async |body: Value| web.send(&service, "application/json", body).await;
    for (call, said) in [
        (json!({"type": "track", "event": "A", "userId": "undefined", "anonymousId": "a"}), "userId: \"undefined\""),
        (json!({"type": "track", "event": "A", "anonymousId": "null"}), "anonymousId: \"null\""),
        (json!({"type": "page", "userId": "1", "timestamp": "soon"}), "timestamp: not a time"),
        (json!({"type": "page", "userId": "1", "originalTimestamp": "soon"}), "originalTimestamp: not a time"),
        (
            json!({"type": "identify", "userId": "1", "traits": {"phone": ["+12025550143", "call me"]}}),
            "traits.phone: \"call me\"",
        ),
        (json!({"type": "alias", "userId": "1", "previousId": "null"}), "previousId: \"null\""),
        (json!({"type": "nope", "userId": "1"}), "type: must be"),
        (json!({"type": "track", "userId": "1", "event": "e".repeat(600)}), "event: is longer than"),
    ] {
        let reasons = post(call.clone()).await.refused(400);
        assert!(reasons.starts_with(said), "{call}: {reasons}");
    }
    let call = json!({"type": "identify", "userId": "C-1", "traits": {"phone": ["+12025550143", "+12025550144"],
        "email": ["ann@example.com", "ann@work.example.com"]}});
    post(call).await.expect(202);
    let person = service.person("C-1").await;
    assert_eq!(person["phone"], json!(["+12025550143", "+12025550144"]));
    assert_eq!(person["email"], json!(["ann@example.com", "ann@work.example.com"]));
}

#[tokio::test]
async fn an_element_of_a_batch_that_no_reader_can_read_takes_no_other_with_it() {
    let service = TestService::start().await;
    let (shop, web) = (made(&service, "cloudevents").await, made(&service, "track").await);
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let event = |id: u8, data: &str| {
        format!(
            r#"{{"id": "{id}", "source": "/s", "specversion": "1.0", "type": "Order", "identity": "ann@example.com", "data": {data}}}"#
        )
    };
    let batch = format!("[{}, {}, {}]", event(1, "{}"), event(2, &deep), event(3, "{}"));
    let send = service.request(Method::POST, &shop.path).bearer_auth(&shop.key);
    let send = send.header("content-type", "application/cloudevents-batch+json").body(batch);
    let taken = service.send(send).await.expect(202);
    assert_eq!((&taken["accepted"], &taken["refused"][0]["index"]), (&json!(2), &json!(1)), "{taken}");
    assert!(taken["refused"][0]["reasons"].to_string().contains("recursion limit"), "{taken}");

    let call = |id: u8, value: &str| {
        format!(
            r#"{{"type": "track", "event": "A", "userId": "u-1", "messageId": "{id}", "properties": {{"value": {value}}}}}"#
        )
    };
    let calls = format!("{}, {}, {}", call(1, "1e999"), call(2, "1"), call(3, "2"));
    let batch = format!(r#"{{"context": {{"ip": "::1"}}, "batch": [{calls}], "writeKey": "{}"}}"#, web.key);
    // By the key in the body, which such an element does not hide, and which is kept with none.
    let batch = batch.replace(r#""type": "track","#, &format!(r#""type": "track", "writeKey": "{}","#, web.key));
    let taken = service.send(service.request(Method::POST, &web.path).body(batch)).await.expect(202);
    assert_eq!((&taken["accepted"], &taken["refused"][0]["index"]), (&json!(2), &json!(0)), "{taken}");
    assert!(taken["refused"][0]["reasons"].to_string().contains("number out of range"), "{taken}");
    for (connector, kept) in [(&shop, "[[["), (&web, "1e999")] {
        let failures = connector.ask(&service, Method::GET, "/failures", None).await.expect(200);
        assert!(failures["data"][0]["payload"].to_string().contains(kept), "as it came: {failures}");
        assert!(!failures.to_string().contains(&web.key), "a key is kept nowhere");
    }
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 2);
}

#[tokio::test]
async fn whoever_takes_up_a_failure_of_which_only_the_beginning_is_kept_is_told_that() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let text = "x".repeat(100_000);
    shop.send(&service, STRUCTURED, json!({"data": {"text": text}})).await.refused(400);
    let failures = shop.ask(&service, Method::GET, "/failures", None).await.expect(200);
    let path = format!("/failures/{}/replay", failures["data"][0]["id"]);
    let said = shop.ask(&service, Method::POST, &path, None).await.refused(400);
    assert!(said.contains("only its beginning is kept"), "{said}");
}

#[tokio::test]
async fn a_misspelt_choice_of_what_is_watched_is_refused() {
    let service = TestService::start().await;
    let path = "/admin/v1/api/live/workspace-id/{ws}";
    let said = service.call(Method::POST, journey_api::auth::Role::Admin, path, Some(json!({"types": "Order"}))).await;
    assert!(said.refused(400).contains("types"));
}
