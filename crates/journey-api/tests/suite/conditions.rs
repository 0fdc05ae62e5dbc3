//! Conditions of journey actions: on values and on counts, as a lab's instructions have them, and those that nothing can meet.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::actions::{ACTIONS, Webhook};
use super::harness::{TestService, event_at};

/// The template and the action of a lab's instructions, sent to this webhook.
async fn lab(action_of: impl FnOnce(Value) -> Value) -> (TestService, Webhook, String, Value) {
    let service = TestService::start_with(|config| config.any_webhooks = true).await;
    let webhook = Webhook::start(&[]).await;
    let template = include_str!("../../../../tests/cases/13-journey-action-value-gt/template.json");
    let template: Value = serde_json::from_str(template).expect("JSON");
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    let path = format!("{ACTIONS}/template-id/{}", made["data"]["id"].as_str().expect("an id"));
    let action = include_str!("../../../../tests/cases/13-journey-action-value-gt/action.json");
    let mut action = action_of(serde_json::from_str(action).expect("JSON"));
    action["actionTriggers"][0]["webhookURL"] = json!(webhook.url);
    (service, webhook, path, action)
}

async fn call(service: &TestService, id: &str, identity: &str) {
    let now = cjds::write_time(chrono::Utc::now());
    service.publish(event_at(id, "task:new", identity, &now, json!({"channelType": "telephony"}))).await;
}

/// Whether the action acts at a person's third contact, and not before: `other` has one fewer.
async fn acts_at_the_third(service: &TestService, webhook: &mut Webhook) {
    for id in ["1", "2"] {
        call(service, id, "+12025550144").await;
    }
    for id in ["1", "2", "3"] {
        call(service, id, "+12025550143").await;
    }
    webhook.called().await;
    assert!(webhook.got.try_recv().is_err(), "not at the second one of somebody else");
}

#[tokio::test]
async fn a_condition_on_the_value_of_a_count_acts_as_the_lab_has_it() {
    let (service, mut webhook, path, action) = lab(|action| action).await;
    service.post(&path, action).await.expect(201);
    acts_at_the_third(&service, &mut webhook).await;
}

#[tokio::test]
async fn words_of_templates_and_actions_are_read_in_any_case() {
    let (service, mut webhook, _, action) = lab(|mut action| {
        action["rules"] = json!({"logic": "single", "condition": "task:new, channelType, STRING, VALUE gt 2"});
        action["actionTriggers"][0]["type"] = json!("WEBHOOK");
        action["actionTriggers"][0]["attributes"]["httpverb"] = json!("POST");
        action
    })
    .await;
    let template = json!({"name": "upper", "attributes": [{"version": "0.1", "event": "task:new", "metaDataType": "STRING",
        "metaData": "channelType", "limit": 10, "displayName": "d", "lookBackDurationType": "HOURS", "lookBackPeriod": 10,
        "aggregationMode": "COUNT", "rules": {"logic": "AND", "args": ["task:new,channelType,STRING,count gte 1"]}, "verbose": false}]});
    service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    service.post(&format!("{ACTIONS}/template-id/upper"), action).await.expect(201);
    acts_at_the_third(&service, &mut webhook).await;
    let view = "/v1/api/progressive-profile-view/workspace-id/{ws}/identity/12025550143/template-name/upper";
    assert_eq!(service.get(view).await.expect(200)["data"][0]["attributes"][0]["result"], "3");
}

#[tokio::test]
async fn a_condition_on_values_is_about_the_values_where_they_are_not_counted() {
    let (service, mut webhook, _, action) = lab(|mut action| {
        action["rules"]["condition"] = json!("task:new,channelType,string,Value EQ telephony");
        action
    })
    .await;
    let template = json!({"name": "newest", "attributes": [{"version": "0.1", "event": "task:new", "metaDataType": "string",
        "metaData": "channelType", "limit": 10, "displayName": "d", "lookBackDurationType": "hours", "lookBackPeriod": 10,
        "aggregationMode": "Value", "verbose": false}]});
    service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    service.post(&format!("{ACTIONS}/template-id/newest"), action).await.expect(201);
    call(&service, "1", "+12025550143").await;
    webhook.called().await;
}

#[tokio::test]
async fn a_condition_that_no_attribute_of_its_template_can_meet_is_refused() {
    let (service, _webhook, path, action) = lab(|action| action).await;
    for condition in [
        "task:ended,channelType,string,value GT 2",
        "task:new,origin,string,Count GT 2",
        "task:new,channelType,string,Sum GT 2",
        "task:new,channelType,string,Distinct EQ telephony",
    ] {
        let mut action = action.clone();
        action["rules"]["condition"] = json!(condition);
        let reasons = service.post(&path, action.clone()).await.refused(400);
        assert!(reasons.contains("no attribute of the template") && reasons.contains(condition), "{reasons}");
        action["rules"] = json!({"logic": "OR", "args": ["task:new,channelType,string,Count GT 2", {"logic": "SINGLE", "condition": condition}]});
        service.post(&path, action).await.refused(400);
    }
    let made = service.post(&path, action.clone()).await.expect(201);
    let by_id = format!("{path}/action-id/{}", made["data"]["id"].as_str().expect("an id"));
    let mut changed = action;
    changed["rules"]["condition"] = json!("task:new,origin,string,Count GT 2");
    service.call(Method::PUT, Role::Supervisor, &by_id, Some(changed)).await.refused(400);
    service.post(&format!("{ACTIONS}/template-id/none"), made["data"].clone()).await.refused(404);
}
