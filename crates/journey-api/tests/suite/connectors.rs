//! Connectors: what other systems send comes in by their keys, into one workspace at a time, and nothing of it is lost.

use std::time::{Duration, Instant};

use journey_api::auth::Role;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::harness::{Answer, TestService};

const CONNECTORS: &str = "/admin/v1/api/connectors";
const STRUCTURED: &str = "application/cloudevents+json";
const BATCH: &str = "application/cloudevents-batch+json";

/// A connector that was made, with its first key.
pub(super) struct Made {
    pub(super) path: String,
    admin: String,
    pub(super) key: String,
}

pub(super) async fn made(service: &TestService, kind: &str) -> Made {
    let body = json!({"name": format!("A {kind}"), "kind": kind, "workspaceId": service.workspace});
    let answer = service.call(Method::POST, Role::Admin, CONNECTORS, Some(body)).await.expect(201);
    let connector = &answer["data"]["connector"];
    let id = connector["id"].as_str().expect("an id");
    let path = format!("/connectors/{kind}/{id}");
    assert!(connector["url"].as_str().expect("an address").ends_with(&path));
    let key = answer["data"]["key"].as_str().expect("a key").to_owned();
    assert!(!connector.to_string().contains(&key), "a key is told once");
    Made { path, admin: format!("{CONNECTORS}/{id}"), key }
}

impl Made {
    fn request(&self, service: &TestService, media: &str, body: &Value) -> RequestBuilder {
        let request = service.request(Method::POST, &self.path).bearer_auth(&self.key);
        request.header("content-type", media).body(body.to_string())
    }

    pub(super) async fn send(&self, service: &TestService, media: &str, body: Value) -> Answer {
        service.send(self.request(service, media, &body)).await
    }

    pub(super) async fn ask(&self, service: &TestService, method: Method, rest: &str, body: Option<Value>) -> Answer {
        service.call(method, Role::Admin, &format!("{}{rest}", self.admin), body).await
    }
}

fn order(id: &str, identity: &str) -> Value {
    json!({"id": id, "source": "/shop", "specversion": "1.0", "type": "Order", "identity": identity, "data": {"n": id}})
}

#[tokio::test]
async fn events_of_another_system_come_in_by_its_key_in_each_form_and_repeats_are_stored_once() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let mut ann = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    for _ in 0..2 {
        let answer = shop.send(&service, STRUCTURED, order("1", "ann@example.com")).await.expect(202);
        assert_eq!(answer, json!({"accepted": 1, "refused": []}));
        let both = json!([order("2", "ann@example.com"), order("3", "+12025550143")]);
        assert_eq!(shop.send(&service, BATCH, both).await.expect(202)["accepted"], 2);
        let mut binary = service.request(Method::POST, &shop.path).bearer_auth(&shop.key);
        for (name, value) in [("ce-id", "4"), ("ce-source", "/shop"), ("ce-specversion", "1.0"), ("ce-type", "A%20b")] {
            binary = binary.header(name, value);
        }
        let binary = binary.header("ce-identity", "ann@example.com").json(&json!({"total": 5}));
        assert_eq!(service.send(binary).await.expect(202)["accepted"], 1);
        // As if all of it had been sent again an hour later.
        let pool = service.database.open().await;
        let earlier = "UPDATE events SET received_at = received_at - 3600000";
        sqlx::query(earlier).execute(&pool).await.expect("earlier");
        pool.close().await;
    }
    assert_eq!(shop.send(&service, BATCH, json!([])).await.expect(202)["accepted"], 0);
    for id in ["1", "2", "4"] {
        assert_eq!(ann.data().await["id"], id);
    }
    let events = service.history(&[]).await;
    assert_eq!(events.len(), 4, "{events:?}");
    let phone = service.history(&[("identity", "+12025550143")]).await;
    assert_eq!((&phone[0]["id"], &phone[0]["identitytype"]), (&json!("3"), &json!("phone")));
}

#[tokio::test]
async fn one_bad_event_of_a_batch_takes_no_other_with_it_and_is_taken_when_it_can_be() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let mut nobody = order("2", "x");
    nobody.as_object_mut().expect("an object").remove("identity");
    let later = order("4", "12025550143");
    // The digits of somebody's telephone number are no customer number, until nobody has that number any more.
    let ann = service.create_person(json!({"phone": ["+12025550143"], "email": ["ann@example.com"]})).await;
    let call = json!({"type": "identify", "userId": "12025550143", "traits": {"email": "bob@example.com"}});
    let web = made(&service, "track").await;
    let reasons = web.send(&service, "application/json", call).await.refused(400);
    assert!(reasons.contains("12025550143 has the digits of +12025550143"), "{reasons}");

    let batch = json!([order("1", "ann@example.com"), nobody, 5, later]);
    let answer = shop.send(&service, BATCH, batch).await.expect(202);
    assert_eq!(answer["accepted"], 2);
    assert_eq!(answer["refused"][0], json!({"index": 1, "reasons": ["identity: is missing"]}));
    assert_eq!(answer["refused"][1]["index"], 2);
    let reasons = shop.send(&service, STRUCTURED, json!({"id": "9"})).await.refused(400);
    assert!(reasons.contains("type: missing"), "{reasons}");
    shop.send(&service, STRUCTURED, json!("{oops")).await.refused(400);
    assert_eq!(service.history(&[]).await.len(), 2);

    let failures = shop.ask(&service, Method::GET, "/failures", None).await.expect(200);
    let failures = failures["data"].as_array().expect("a list").clone();
    assert_eq!(failures.len(), 4, "{failures:?}");
    let without_identity =
        failures.iter().find(|it| it["payload"].as_str().is_some_and(|it| it.contains("\"n\":\"2\"")));
    let replay = |failure: &Value| format!("/failures/{}/replay", failure["id"]);
    let again = replay(without_identity.expect("kept as it came"));
    let reasons = shop.ask(&service, Method::POST, &again, None).await.refused(400);
    assert!(reasons.contains("identity: is missing"), "{reasons}");
    shop.ask(&service, Method::POST, "/failures/999999/replay", None).await.refused(404);

    let remove = format!("/admin/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{ann}");
    service.patch(&remove, json!(["+12025550143"])).await.expect(200);
    let failures = web.ask(&service, Method::GET, "/failures", None).await.expect(200);
    let again = replay(&failures["data"][0]);
    assert_eq!(web.ask(&service, Method::POST, &again, None).await.expect(200)["data"]["accepted"], 1);
    assert_eq!(service.person("12025550143").await["email"], json!(["bob@example.com"]));
    web.ask(&service, Method::POST, &again, None).await.refused(404);
    let failures = web.ask(&service, Method::GET, "/failures", None).await.expect(200);
    assert_eq!(failures["data"], json!([]), "what was taken is no failure any more");
}

#[tokio::test]
async fn calls_of_tracking_libraries_are_events_and_say_who_is_one_person() {
    let service = TestService::start().await;
    let web = made(&service, "track").await;
    let post = async |rest: &str, body: Value| {
        let request = service.request(Method::POST, &format!("{}{rest}", web.path));
        service.send(request.basic_auth(&web.key, Some("")).json(&body)).await
    };
    let page = json!({"anonymousId": "a-1", "messageId": "m-1", "name": "Home", "timestamp": "2026-11-28T10:00:00Z"});
    post("/v1/page", page.clone()).await.expect(202);
    post("/v1/page", page).await.expect(202);
    let traits = json!({"email": "ann@example.com", "phone": "+12025550143", "name": "Ann Smith"});
    let batch = json!({"batch": [
        {"type": "identify", "messageId": "m-2", "userId": "C-1", "anonymousId": "a-1", "traits": traits},
        {"type": "track", "messageId": "m-3", "userId": "C-1", "event": "Order Placed", "properties": {"total": 12.5}},
        {"type": "group", "groupId": "g"},
        {"type": "alias", "previousId": "a-2", "userId": "C-1"},
        {"type": "track", "messageId": "m-4", "anonymousId": "a-2", "event": "Basket"}]});
    let answer = post("/v1/batch", batch).await.expect(202);
    assert_eq!((&answer["accepted"], &answer["refused"][0]["index"]), (&json!(4), &json!(2)));
    let ann = service.person("ann@example.com").await;
    assert_eq!((&ann["firstName"], &ann["lastName"]), (&json!("Ann"), &json!("Smith")));
    assert_eq!((&ann["customerId"], &ann["temporaryId"]), (&json!(["C-1"]), &json!(["a-1", "a-2"])));
    let journey = service.history(&[("identity", "ann@example.com")]).await;
    let mut types: Vec<&str> = journey.iter().map(|event| event["type"].as_str().expect("a type")).collect();
    types.sort_unstable();
    assert_eq!(types, ["Basket", "Order Placed", "page"]);
    // Older libraries send the key in the body.
    let request = service.request(Method::POST, &web.path);
    let call = json!({"type": "track", "event": "Late", "userId": "C-1", "writeKey": web.key});
    service.send(request.json(&call)).await.expect(202);
    post("/v1/track", json!({"event": "No one"})).await.refused(400);
}

#[tokio::test]
async fn keys_are_rotated_and_withdrawn_and_open_one_connector_alone() {
    let service = TestService::start().await;
    let (shop, web) = (made(&service, "cloudevents").await, made(&service, "track").await);
    let send = async |key: &str| {
        let request = service.request(Method::POST, &shop.path).header("content-type", STRUCTURED).bearer_auth(key);
        service.send(request.body(order("1", "ann@example.com").to_string())).await
    };
    send(&shop.key).await.expect(202);
    for key in [web.key.as_str(), &service.token(Role::Admin), "", "jck_"] {
        send(key).await.refused(401);
    }
    let unknown = service.request(Method::POST, "/connectors/cloudevents/none").bearer_auth(&shop.key);
    let without = service.request(Method::POST, &shop.path).header("content-type", STRUCTURED);
    let other_kind = service.request(Method::POST, &shop.path.replace("cloudevents", "track")).bearer_auth(&shop.key);
    let mut said = Vec::new();
    for request in [unknown, without, other_kind] {
        said.push(service.send(request.body("{}")).await.refused(401));
    }
    said.dedup();
    assert_eq!(said.len(), 1, "who has no key learns nothing: {said:?}");

    let beside = shop.ask(&service, Method::POST, "/keys", Some(json!({}))).await.expect(201);
    let second = beside["data"]["key"].as_str().expect("a key").to_owned();
    send(&shop.key).await.expect(202);
    send(&second).await.expect(202);
    let soon = json!({"othersEndInMinutes": 5});
    let third = shop.ask(&service, Method::POST, "/keys", Some(soon)).await.expect(201);
    send(&second).await.expect(202);
    let keys = third["data"]["connector"]["keys"].as_array().expect("keys").clone();
    assert_eq!(keys.iter().filter(|key| key["expiresAt"].is_string()).count(), 2, "{keys:?}");
    let at_once = json!({"othersEndInMinutes": 0});
    let fourth = shop.ask(&service, Method::POST, "/keys", Some(at_once)).await.expect(201);
    send(&second).await.refused(401);
    send(&shop.key).await.refused(401);
    let fourth_key = fourth["data"]["key"].as_str().expect("a key").to_owned();
    send(&fourth_key).await.expect(202);
    let keys = fourth["data"]["connector"]["keys"].as_array().expect("keys").clone();
    assert_eq!(keys.len(), 1);
    let withdraw = format!("/keys/{}", keys[0]["id"].as_str().expect("an id"));
    shop.ask(&service, Method::DELETE, &withdraw, None).await.expect(200);
    send(&fourth_key).await.refused(401);
    shop.ask(&service, Method::DELETE, &withdraw, None).await.refused(404);
    shop.ask(&service, Method::POST, "/keys", Some(json!({"othersEndInMinutes": -1}))).await.refused(400);
}

#[tokio::test]
async fn a_connector_is_active_in_one_workspace_and_moving_it_moves_nothing_that_is_stored() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let body = json!({"name": "Next", "description": "d"});
    service.call(Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(body)).await.expect(200);
    let workspaces = service.workspaces().await;
    let next = workspaces.iter().find(|it| it["name"] == "Next").expect("made")["id"].as_str().expect("an id");
    shop.send(&service, STRUCTURED, order("1", "ann@example.com")).await.expect(202);
    let moved = shop.ask(&service, Method::PATCH, "", Some(json!({"workspaceId": next}))).await.expect(200);
    assert_eq!(moved["data"]["workspaceId"], next);
    shop.send(&service, STRUCTURED, order("2", "ann@example.com")).await.expect(202);
    let ids = async |workspace: &str| {
        let path = format!("/v1/api/events/workspace-id/{workspace}");
        service.get(&path).await.expect(200)["data"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!((ids(&service.workspace).await, ids(next).await), (vec![json!("1")], vec![json!("2")]));

    shop.ask(&service, Method::PATCH, "", Some(json!({"isOn": false}))).await.expect(200);
    let off = shop.send(&service, STRUCTURED, order("3", "ann@example.com")).await.refused(409);
    assert_eq!(off, "The connector is off");
    shop.ask(&service, Method::PATCH, "", Some(json!({"isOn": true, "name": "Shop"}))).await.expect(200);
    let path = format!("/admin/v1/api/workspace/workspace-id/{next}");
    service.call(Method::DELETE, Role::Admin, &path, None).await.expect(200);
    let gone = shop.send(&service, STRUCTURED, order("3", "ann@example.com")).await.refused(409);
    assert_eq!(gone, "The connector's workspace was deleted");

    // What it took is written down within a second or two.
    let started = Instant::now();
    loop {
        let told = shop.ask(&service, Method::GET, "", None).await.expect(200);
        if told["data"]["accepted"] == 2 {
            assert!(told["data"]["lastEventAt"].is_string(), "{told}");
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{told}");
    }
    shop.ask(&service, Method::DELETE, "", None).await.expect(200);
    shop.ask(&service, Method::GET, "", None).await.refused(404);
    shop.send(&service, STRUCTURED, order("4", "ann@example.com")).await.refused(401);
    assert_eq!(ids(&service.workspace).await.len(), 1, "its events stay");
}

#[tokio::test]
async fn connectors_of_others_are_not_there() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let body = json!({"name": "Next", "description": "d"});
    service.call(Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(body)).await.expect(200);
    let workspaces = service.workspaces().await;
    let next = workspaces.iter().find(|it| it["name"] == "Next").expect("made")["id"].as_str().expect("an id");
    let stranger = service.token_of(Role::Admin, "another", None, 60);
    let elsewhere = service.bound_token(next);
    for token in [&stranger, &elsewhere] {
        let ask = async |method: Method, path: &str, body: Value| {
            service.send(service.request(method, path).bearer_auth(token).json(&body)).await
        };
        assert_eq!(ask(Method::GET, CONNECTORS, json!(null)).await.expect(200)["data"], json!([]));
        for (method, rest, body) in [
            (Method::GET, "", json!(null)),
            (Method::PATCH, "", json!({"isOn": false})),
            (Method::DELETE, "", json!(null)),
            (Method::POST, "/keys", json!({})),
            (Method::DELETE, "/keys/1", json!(null)),
            (Method::GET, "/failures", json!(null)),
            (Method::POST, "/failures/1/replay", json!(null)),
        ] {
            ask(method, &format!("{}{rest}", shop.admin), body).await.refused(404);
        }
        let body = json!({"name": "Mine", "kind": "track", "workspaceId": service.workspace});
        ask(Method::POST, CONNECTORS, body).await.refused(404);
    }
    // A token of its workspace alone moves it nowhere.
    let own = service.bound_token(&service.workspace);
    let moving = service.request(Method::PATCH, &shop.admin).bearer_auth(&own).json(&json!({"workspaceId": next}));
    service.send(moving).await.refused(404);
    let agent = service.get(CONNECTORS).await.expect(200);
    assert_eq!(agent["data"][0]["name"], "A cloudevents");
    let make = json!({"name": "A cloudevents", "kind": "cloudevents", "workspaceId": service.workspace});
    service.call(Method::POST, Role::Agent, CONNECTORS, Some(make.clone())).await.refused(403);
    service.call(Method::POST, Role::Admin, CONNECTORS, Some(make)).await.refused(409);
    let web = made(&service, "track").await;
    let renamed = web.ask(&service, Method::PATCH, "", Some(json!({"name": "A cloudevents"}))).await.refused(409);
    assert_eq!(renamed, "Connector A cloudevents already exists");
    let unknown = json!({"name": "B", "kind": "fax", "workspaceId": service.workspace});
    service.call(Method::POST, Role::Admin, CONNECTORS, Some(unknown)).await.refused(400);
}

#[tokio::test]
async fn what_could_not_be_taken_is_kept_for_seven_days() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    for id in ["1", "2"] {
        shop.send(&service, STRUCTURED, json!({"id": id})).await.refused(400);
    }
    let pool = service.database.open().await;
    let older = "UPDATE connector_failures SET failed_at = failed_at - 605000000 WHERE payload LIKE '%\"1\"%'";
    sqlx::query(older).execute(&pool).await.expect("older");
    pool.close().await;
    let (workspace, database) = (service.workspace.clone(), service.stop().await);
    let mut service = TestService::start_on(database, |_| ()).await;
    service.workspace = workspace;
    let started = Instant::now();
    loop {
        let failures = shop.ask(&service, Method::GET, "/failures", None).await.expect(200);
        if failures["data"].as_array().expect("a list").len() == 1 {
            assert_eq!(failures["data"][0]["payload"], "{\"id\":\"2\"}");
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{failures}");
    }
}

#[tokio::test]
async fn numbers_say_of_each_connector_what_it_took_and_refused() {
    let service = TestService::start().await;
    let (shop, quiet) = (made(&service, "cloudevents").await, made(&service, "track").await);
    let id = |made: &Made| made.path.rsplit('/').next().expect("an id").to_owned();
    let batch = json!([order("1", "ann@example.com"), order("2", "ann@example.com"), order("3", "undefined")]);
    shop.send(&service, BATCH, batch).await.expect(202);
    let numbers = service.send(service.request(Method::GET, "/metrics")).await.expect(200);
    let numbers = numbers.as_str().expect("text");
    for (outcome, count) in [("accepted", 2), ("refused", 1)] {
        let line =
            format!("journey_api_connector_items_total{{connector=\"{}\",outcome=\"{outcome}\"}} {count}", id(&shop));
        assert!(numbers.lines().any(|it| it == line), "{line} in {numbers}");
    }
    let last = format!("journey_api_connector_last_event_seconds{{connector=\"{}\"}} ", id(&shop));
    let last: i64 =
        numbers.lines().find_map(|line| line.strip_prefix(&last)).expect("a time").parse().expect("a number");
    assert!((chrono::Utc::now().timestamp() - last).abs() < 60, "{last}");
    assert!(!numbers.contains(&id(&quiet)), "which took nothing");
}

#[tokio::test]
async fn a_system_that_asks_whether_it_may_send_is_told_how_much() {
    let service = TestService::start().await;
    let shop = made(&service, "cloudevents").await;
    let ask = async |path: &str, rate: bool| {
        let request = service.request(Method::OPTIONS, path).header("webhook-request-origin", "events.example.com");
        service.send(if rate { request.header("webhook-request-rate", "120") } else { request }).await
    };
    let header = |answer: &Answer, name: &str| answer.headers.get(name).map(|it| it.to_str().expect("text").to_owned());
    let answer = ask(&shop.path, true).await;
    assert_eq!(answer.status, 200);
    assert_eq!(header(&answer, "webhook-allowed-origin").as_deref(), Some("events.example.com"));
    assert_eq!(header(&answer, "webhook-allowed-rate").as_deref(), Some("600000"), "10,000 a second");
    assert!(header(&answer, "allow").expect("methods").contains("POST"));
    assert_eq!(header(&ask(&shop.path, false).await, "webhook-allowed-rate"), None, "it was not asked for");
    // Who may not send is granted nothing: no such connector, one of another kind, and one that is off.
    let other = made(&service, "track").await;
    shop.ask(&service, Method::PATCH, "", Some(json!({"isOn": false}))).await.expect(200);
    for path in ["/connectors/cloudevents/none", &other.path, &shop.path, "/admin/v1/api/workspace"] {
        let answer = ask(path, true).await;
        assert_eq!((answer.status.as_u16(), header(&answer, "webhook-allowed-origin")), (404, None), "{path}");
    }
    // Preflights of browsers are none of it.
    let preflight = service.request(Method::OPTIONS, &shop.path).header("access-control-request-method", "POST");
    assert_eq!(service.send(preflight.header("origin", "https://desk.example.com")).await.status, 200);
}
