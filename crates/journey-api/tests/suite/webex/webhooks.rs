//! The endpoint: who may send, what is kept, and what becomes of it.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::harness::TestService;
use super::{CALL, CALLER, TASK, Webex, call, envelope, envelope_at, journey, kinds, now, signed, start, until};

#[tokio::test]
async fn a_call_is_a_journey_however_its_webhooks_come() {
    let service = start().await;
    let webex = Webex::made(&service).await;
    let mut live = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/%2B15550100111").await;
    let call = call();
    // The last first; then all of it again, as another subscription of the first version sends it.
    for envelope in call.iter().rev() {
        assert_eq!(webex.send(&service, envelope).await.expect(202), json!({"accepted": 1, "refused": []}));
    }
    for envelope in &call {
        let mut again = envelope.clone();
        again["id"] = json!("another");
        again["source"] = json!("/com/cisco/wxcc/s-2");
        again.as_object_mut().expect("an object").remove("comciscotimestamp");
        webex.send(&service, &again).await.expect(202);
        webex.send(&service, envelope).await.expect(202);
    }
    let events = journey(&service, CALLER, CALL.len()).await;
    assert_eq!(kinds(&events), CALL);
    assert!(events.iter().all(|event| event["data"]["taskId"] == TASK && event["identity"] == CALLER));
    let mut seen = Vec::new();
    for _ in CALL {
        seen.push(live.data().await["id"].clone());
    }
    assert!(events.iter().all(|event| seen.contains(&event["id"])), "an agent sees it as it happens");
    // Whatever comes after them finds them published; and nothing is doubled.
    webex
        .send(&service, &envelope(9, "task:new", json!({"taskId": "next", "origin": "+15550100112"})))
        .await
        .expect(202);
    journey(&service, "+15550100112", 1).await;
    assert_eq!(service.history(&[]).await.len(), CALL.len() + 1);
    assert_eq!(webex.failures(&service).await, Vec::<Value>::new());
    until(async || {
        let told = webex.ask(&service, Method::GET, "", None).await.expect(200);
        if told["data"]["accepted"] == 9 { Ok(()) } else { Err(told.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn webhooks_of_strangers_and_of_another_time_are_refused_and_said_to_the_administrator() {
    let service = start().await;
    let webex = Webex::made(&service).await;
    let path = format!("/connectors/webex/{}", webex.id);
    let new = envelope(0, "task:new", json!({"origin": CALLER}));
    let refused = async |request| service.send(request).await.refused(401);
    let signature = "The signature is none of this connector's";
    assert_eq!(refused(signed(&service, &path, "another secret", &new)).await, signature);
    assert_eq!(refused(service.request(Method::POST, &path).body(new.to_string())).await, signature);
    assert_eq!(refused(signed(&service, "/connectors/webex/none", &webex.secret, &new)).await, signature);
    // The bytes are signed, not what they say.
    let spaced = webex.request(&service, &new).body(new.to_string().replace(':', ": "));
    assert_eq!(refused(spaced).await, signature);
    for far in [-301_000, 301_000] {
        let mut other = new.clone();
        other["comciscotimestamp"] = json!(now() + far);
        let said = webex.send(&service, &other).await.refused(403);
        assert!(said.contains("five minutes"), "{said}");
    }
    let other = webex.request(&service, &new).header("X-WebexCC-Timestamp", "1");
    assert_eq!(service.send(other).await.status, 202, "the first of two is what counts, and it is signed");
    journey(&service, CALLER, 1).await;
    let failures = webex.failures(&service).await;
    let reasons: Vec<&str> = failures.iter().filter_map(|failure| failure["reasons"][0].as_str()).collect();
    assert_eq!(reasons.len(), 2, "each once, however often: {reasons:?}");
    assert!(reasons[0].contains("five minutes") && reasons[1].contains("X-WebexCC-Signature"), "{reasons:?}");
    assert!(failures.iter().all(|failure| failure["payload"] == ""), "nothing of a stranger is kept");

    webex.ask(&service, Method::PATCH, "", Some(json!({"isOn": false}))).await.expect(200);
    assert_eq!(webex.send(&service, &new).await.refused(409), "The connector is off");
}

#[tokio::test]
async fn a_secret_is_rotated_without_a_webhook_being_lost_and_stored_encrypted() {
    let service = start().await;
    let webex = Webex::made(&service).await;
    let path = format!("/connectors/webex/{}", webex.id);
    let send = async |secret: &str, number: i64| {
        let new = envelope(number, "task:new", json!({"taskId": number.to_string(), "origin": CALLER}));
        service.send(signed(&service, &path, secret, &new)).await.status.as_u16()
    };
    let soon = json!({"othersEndInMinutes": 5});
    let next = webex.ask(&service, Method::POST, "/keys", Some(soon)).await.expect(201);
    let next = next["data"]["key"].as_str().expect("a secret").to_owned();
    assert!((32..=256).contains(&next.len()));
    assert_eq!((send(&webex.secret, 1).await, send(&next, 2).await), (202, 202));
    let at_once = json!({"othersEndInMinutes": 0});
    let last = webex.ask(&service, Method::POST, "/keys", Some(at_once)).await.expect(201);
    let last = last["data"]["key"].as_str().expect("a secret").to_owned();
    assert_eq!((send(&next, 3).await, send(&last, 4).await), (401, 202));
    journey(&service, CALLER, 3).await;
    let pool = service.database.open().await;
    let stored: Vec<(String, String)> =
        sqlx::query_as("SELECT hash, sealed FROM connector_keys").fetch_all(&pool).await.expect("read");
    pool.close().await;
    let secrets = [&webex.secret, &next, &last];
    assert!(
        stored.len() == 3
            && stored.iter().all(|row| secrets.iter().all(|secret| !format!("{row:?}").contains(*secret)))
    );
}

#[tokio::test]
async fn without_a_key_for_secrets_there_is_no_such_connector() {
    let service = TestService::start().await;
    let body = json!({"name": "Contact center", "kind": "webex", "workspaceId": service.workspace});
    let path = "/admin/v1/api/connectors";
    let said = service.call(Method::POST, journey_api::auth::Role::Admin, path, Some(body)).await.refused(409);
    assert!(said.contains("--secrets-key-file"), "{said}");
    let all = service.call(Method::GET, journey_api::auth::Role::Admin, path, None).await.expect(200);
    assert_eq!(all["data"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_taken_is_answered_well_kept_with_its_reasons_and_can_be_taken_again() {
    let service = start().await;
    let webex = Webex::made(&service).await;
    let refused = async |envelope: Value| {
        let answer = webex.send(&service, &envelope).await.expect(202);
        (answer["accepted"].clone(), answer["refused"][0]["reasons"][0].as_str().map(str::to_owned))
    };
    let broken = webex.request(&service, &json!({}));
    let answer = service.send(broken).await.expect(202);
    assert_eq!(answer["refused"][0]["reasons"][0], "type: is missing");
    let mut nowhere = envelope(0, "task:new", json!({"origin": CALLER}));
    nowhere["data"].as_object_mut().expect("an object").remove("taskId");
    assert_eq!(refused(nowhere).await, (json!(0), Some("data.taskId: is missing".to_owned())));
    let old = envelope_at(now() - 9 * 86_400_000, 1, "task:new", json!({"origin": CALLER}));
    let (_, said) = refused(old).await;
    assert!(said.is_some_and(|said| said.contains("eight days")));
    assert_eq!(refused(envelope(2, "agent:login", json!({"agentId": "a"}))).await, (json!(0), None));
    // A caller who withheld the number is nobody, and so are those who do not call by a number at all.
    for (number, origin) in [(3, "Anonymous"), (4, "call me")] {
        let new = json!({"taskId": number.to_string(), "direction": "INBOUND", "origin": origin});
        assert_eq!(refused(envelope(number, "task:new", new.clone())).await, (json!(1), None));
        refused(envelope(number, "task:ended", new)).await;
    }
    let failures = until(async || {
        let failures = webex.failures(&service).await;
        if failures.len() == 5 { Ok(failures) } else { Err(format!("{failures:?}")) }
    })
    .await;
    let anonymous =
        failures.iter().find(|failure| failure["payload"].as_str().is_some_and(|it| it.contains("Anonymous")));
    let anonymous = anonymous.expect("kept as it came");
    assert!(anonymous["reasons"][0].as_str().is_some_and(|reason| reason.starts_with("identity: ")), "{anonymous}");
    assert_eq!(service.history(&[]).await.len(), 0);
    // Taken again it is nobody's as before, and kept again.
    let again = format!("/failures/{}/replay", anonymous["id"]);
    webex.ask(&service, Method::POST, &again, None).await.expect(200);
    until(async || {
        let failures = webex.failures(&service).await;
        let is_new = |failure: &Value| failure["payload"] == anonymous["payload"] && failure["id"] != anonymous["id"];
        if failures.len() == 5 && failures.iter().any(is_new) { Ok(()) } else { Err(format!("{failures:?}")) }
    })
    .await;
    // What was too old is wanted nevertheless.
    let old =
        failures.iter().find(|failure| failure["reasons"][0].as_str().is_some_and(|it| it.contains("eight days")));
    let again = format!("/failures/{}/replay", old.expect("kept")["id"]);
    assert_eq!(webex.ask(&service, Method::POST, &again, None).await.expect(200)["data"]["accepted"], 1);
    assert_eq!(kinds(&journey(&service, CALLER, 1).await), ["task:new"]);
    webex.ask(&service, Method::POST, &again, None).await.refused(404);
}

#[tokio::test]
async fn what_is_kept_is_published_by_the_next_process_and_once() {
    let service = start().await;
    let webex = Webex::made(&service).await;
    let call = call();
    // Nothing of it says yet who calls.
    let agents: Vec<&Value> = call.iter().filter(|envelope| envelope["data"].get("origin").is_none()).collect();
    for envelope in &agents {
        webex.send(&service, envelope).await.expect(202);
    }
    let workspace = service.workspace.clone();
    let mut service = TestService::start_on(service.stop().await, super::with_key).await;
    service.workspace = workspace;
    assert_eq!(service.history(&[]).await.len(), 0);
    for envelope in call.iter().filter(|envelope| envelope["data"].get("origin").is_some()) {
        webex.send(&service, envelope).await.expect(202);
    }
    assert_eq!(kinds(&journey(&service, CALLER, CALL.len()).await), CALL);
}

#[tokio::test]
async fn of_a_person_who_is_erased_nothing_comes_back_by_a_task() {
    let service = start().await;
    let webex = Webex::made(&service).await;
    let mut call = call();
    let last = call.pop().expect("a webhook");
    for envelope in &call {
        webex.send(&service, envelope).await.expect(202);
    }
    journey(&service, CALLER, CALL.len() - 1).await;
    let path = "/admin/v1/api/person/erasures/workspace-id/{ws}";
    let erase =
        service.call(Method::POST, journey_api::auth::Role::Admin, path, Some(json!({"identity": CALLER}))).await;
    assert!(erase.status.is_success(), "{}", erase.body);
    until(async || {
        let pool = service.database.open().await;
        let named: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM webex_tasks WHERE identity <> ''")
            .fetch_one(&pool)
            .await
            .expect("read");
        pool.close().await;
        if named == 0 { Ok(()) } else { Err("the task still says who it was".to_owned()) }
    })
    .await;
    webex.send(&service, &last).await.expect(202);
    let other = json!({"taskId": "next", "direction": "INBOUND", "origin": "+15550100112"});
    webex.send(&service, &envelope(9, "task:new", other)).await.expect(202);
    journey(&service, "+15550100112", 1).await;
    assert_eq!(service.history(&[]).await.len(), 1);
}
