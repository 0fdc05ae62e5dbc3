//! What whoever composes a template or an action asks before anything is stored: which events there are, what they hold,
//! and what a template would say of a person.

use reqwest::Method;
use serde_json::{Value, json};

use journey_api::auth::Role;

use super::harness::{ORGANIZATION, TestService, encoded, event_at};

const TYPES: &str = "/v1/api/events/types/workspace-id/{ws}";
const FIELDS: &str = "/v1/api/events/fields/workspace-id/{ws}";
const PREVIEW: &str = "/v1/api/progressive-profile-view/preview/workspace-id/{ws}/person-id";

fn attribute(mode: &str, rules: Value) -> Value {
    json!({"version": "0.1", "event": "Order", "metaDataType": "integer", "metaData": "amount", "limit": 100, "displayName": "x",
        "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": mode, "rules": rules, "verbose": false})
}

#[tokio::test]
async fn the_types_of_a_workspaces_events_are_told_each_once_and_no_others() {
    let service = TestService::start().await;
    assert_eq!(service.get(TYPES).await.expect(200)["data"], json!([]));
    for (id, kind) in [("1", "task:new"), ("2", "Order"), ("3", "task:new"), ("4", "Order"), ("5", "Überweisung")] {
        service.publish(event_at(id, kind, "ann@example.com", "2026-03-01T10:00:00Z", json!({}))).await;
    }
    let other = json!({"name": "Other", "description": "of others"});
    service.call(Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(other)).await.expect(200);
    let others = service.workspaces().await;
    let other = others.iter().find(|one| one["name"] == "Other").expect("made");
    let path = format!("/publish/v1/api/event?workspaceId={}", other["id"].as_str().expect("an id"));
    let strange = event_at("1", "Elsewhere", "ann@example.com", "2026-03-01T10:00:00Z", json!({}));
    service.post(&path, strange).await.expect(202);
    let mut types: Vec<String> =
        serde_json::from_value(service.get(TYPES).await.expect(200)["data"].clone()).expect("texts");
    types.sort();
    assert_eq!(types, ["Order", "task:new", "Überweisung"]);
    let token = service.token_of(Role::Agent, ORGANIZATION, Some(&["cjp:user".to_owned()]), 60);
    service.send(service.request(Method::GET, TYPES).bearer_auth(token)).await.refused(403);
}

#[tokio::test]
async fn the_fields_of_a_type_are_told_with_what_they_hold_and_without_anybodys_values() {
    let service = TestService::start().await;
    for (id, data) in [
        ("1", json!({"amount": 3, "item": {"sku": "A-1", "tags": ["x"]}, "paid": true, "none": null})),
        ("2", json!({"amount": 2.5, "state": "open", "uiData": {"title": "Order"}})),
    ] {
        service.publish(event_at(id, "Order & more", "ann@example.com", "2026-03-01T10:00:00Z", data)).await;
    }
    service.publish(event_at("3", "Visit", "ann@example.com", "2026-03-01T10:00:00Z", json!({"page": "/"}))).await;
    let path = format!("{FIELDS}?type={}", encoded("Order & more"));
    let fields = service.get(&path).await.expect(200)["data"].clone();
    assert_eq!(
        fields,
        json!([{"name": "amount", "kind": "double"}, {"name": "item.sku", "kind": "string"}, {"name": "paid", "kind": "boolean"},
            {"name": "state", "kind": "string"}, {"name": "uiData.title", "kind": "string"}])
    );
    assert_eq!(service.get(&format!("{FIELDS}?type=Nothing")).await.expect(200)["data"], json!([]));
    assert!(service.get(FIELDS).await.refused(400).contains("type: is missing"));
}

#[tokio::test]
async fn a_template_is_computed_on_a_person_before_it_is_stored() {
    let service = TestService::start().await;
    let person = service.create_person(json!({"email": ["ann@example.com"], "phone": ["+12025550143"]})).await;
    let ago = |hours| cjds::write_time(chrono::Utc::now() - chrono::Duration::hours(hours));
    for (id, identity, amount) in [("1", "ann@example.com", 20), ("2", "+12025550143", 5), ("3", "bob@example.com", 7)]
    {
        service.publish(event_at(id, "Order", identity, &ago(1), json!({"amount": amount}))).await;
    }
    let path = format!("{PREVIEW}/{person}");
    let ruled = json!({"logic": "SINGLE", "condition": "Order,amount,integer,Value GT 10"});
    let body = json!({"attributes": [attribute("Sum", Value::Null), attribute("Count", ruled)]});
    let templates = "/admin/v1/api/profile-view-template/workspace-id/{ws}";
    let before = service.get(templates).await.expect(200)["data"].clone();
    let view = service.agent_post(&path, body.clone()).await.expect(200)["data"][0].clone();
    let results: Vec<&Value> = view["attributes"].as_array().expect("a list").iter().map(|it| &it["result"]).collect();
    assert_eq!(results, [&json!("25"), &json!("1")]);
    assert_eq!((&view["personId"], &view["templateId"]), (&json!(person), &json!("")));
    assert_eq!(service.get(templates).await.expect(200)["data"], before, "nothing is stored");

    let bad = json!({"attributes": [attribute("Sum", Value::Null), attribute("Median", Value::Null)]});
    assert!(service.agent_post(&path, bad).await.refused(400).contains("attributes[1].aggregationMode: "));
    service.agent_post(&format!("{PREVIEW}/nobody"), body.clone()).await.refused(404);
    let token = service.token_of(Role::Agent, ORGANIZATION, Some(&["cjds:admin_org_write".to_owned()]), 60);
    service.send(service.request(Method::POST, &path).bearer_auth(token).json(&body)).await.refused(403);
}
