//! Templates: created, read, changed, deleted.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::TestService;

const TEMPLATES: &str = "/admin/v1/api/profile-view-template/workspace-id/{ws}";

fn template(name: &str) -> Value {
    json!({"name": name, "attributes": [{"version": "0.1", "event": "task:new", "metaDataType": "string", "metaData": "origin",
        "limit": 30, "displayName": "Contacts", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Count",
        "rules": {"logic": "OR", "args": ["task:new,origin,string,Value EQ a", {"logic": "SINGLE", "condition": "task:new,origin,string,Value EQ b"}]},
        "widgetAttributes": {"type": "table", "tag": "calls"}, "verbose": true}]})
}

#[tokio::test]
async fn a_template_is_found_by_id_and_name_as_it_was_made() {
    let service = TestService::start().await;
    let made = service.post(TEMPLATES, template("a/b c")).await.expect(201);
    let id = made["data"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(made["data"]["attributes"], template("x")["attributes"]);
    for path in [format!("{TEMPLATES}/template-id/{id}"), format!("{TEMPLATES}/template-name/a%2Fb%20c")] {
        assert_eq!(service.get(&path).await.expect(200)["data"], made["data"]);
    }
    service.post(TEMPLATES, template("second")).await.expect(201);
    let names = service.get(&format!("{TEMPLATES}?sortBy=name&sort=DESC&pageSize=1")).await.expect(200);
    assert_eq!(names["data"][0]["name"], "second");
    let filtered = service.get(&format!("{TEMPLATES}?filter=name%3D%3D'a*'")).await.expect(200);
    assert_eq!(filtered["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_template_is_changed_and_deleted() {
    let service = TestService::start().await;
    let made = service.post(TEMPLATES, template("first")).await.expect(201);
    let path = format!("{TEMPLATES}/template-id/{}", made["data"]["id"].as_str().expect("an id"));
    let changed = service.call(Method::PUT, Role::Supervisor, &path, Some(template("renamed"))).await.expect(200);
    assert_eq!(changed["data"]["name"], "renamed");
    assert_eq!(changed["data"]["createdAt"], made["data"]["createdAt"]);
    let deleted = service.call(Method::DELETE, Role::Supervisor, &path, None).await.expect(200);
    assert_eq!(deleted["name"], "renamed", "without an envelope, as the document has it");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        service.call(method, Role::Supervisor, &path, Some(template("x"))).await.refused(404);
    }
}

#[tokio::test]
async fn a_name_is_taken_once() {
    let service = TestService::start().await;
    service.post(TEMPLATES, template("first")).await.expect(201);
    service.post(TEMPLATES, template("first")).await.refused(409);
    let second = service.post(TEMPLATES, template("second")).await.expect(201);
    let path = format!("{TEMPLATES}/template-id/{}", second["data"]["id"].as_str().expect("an id"));
    service.call(Method::PUT, Role::Supervisor, &path, Some(template("first"))).await.refused(409);
    service.call(Method::PUT, Role::Supervisor, &path, Some(template("second"))).await.expect(200);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_template_is_said_at_once() {
    let service = TestService::start().await;
    let reasons = service.post(TEMPLATES, json!({"name": " ", "attributes": []})).await.refused(400);
    assert!(reasons.contains("name:") && reasons.contains("attributes:"), "{reasons}");
    let mut bad = template("bad");
    bad["attributes"][0] = json!({"aggregationMode": "Median", "lookBackDurationType": "weeks", "lookBackPeriod": 0, "limit": -1,
        "rules": {"logic": "AND", "args": ["nonsense"]}});
    let reasons = service.post(TEMPLATES, bad).await.refused(400);
    for field in [
        "version",
        "event",
        "metaData",
        "displayName",
        "aggregationMode",
        "lookBackDurationType",
        "lookBackPeriod",
        "limit",
        "rules",
    ] {
        assert!(reasons.contains(&format!("attributes[0].{field}: ")), "{field} in {reasons}");
    }
    service.post(TEMPLATES, json!({"attributes": []})).await.refused(400);
}

#[tokio::test]
async fn a_name_may_stand_where_an_id_goes_and_an_id_wins() {
    let service = TestService::start().await;
    let made = service.post(TEMPLATES, template("RepeatCaller")).await.expect(201);
    let id = made["data"]["id"].as_str().expect("an id").to_owned();
    service.create_person(json!({"phone": ["+12025550143"]})).await;
    let case = include_str!("../../../../tests/cases/34-template-name-as-id/request.http");
    let path = case.split_whitespace().nth(1).and_then(|path| path.split('?').next()).expect("a path");
    assert_eq!(service.get(path).await.expect(200)["data"][0]["templateId"], json!(id));
    let person = service.person("12025550143").await["id"].as_str().expect("an id").to_owned();
    let profile = "/v1/api/progressive-profile-view";
    service
        .get(&format!("{profile}/workspace-id/{{ws}}/person-id/{person}/template-id/RepeatCaller"))
        .await
        .expect(200);
    let stream = format!("{profile}/stream/workspace-id/{{ws}}/identity");
    let mut live = service.open(&format!("{stream}/12025550143/template-id/RepeatCaller")).await;
    assert_eq!(live.data().await["templateId"], json!(id));
    let request = service.request(Method::POST, &format!("{stream}/template-id/RepeatCaller"));
    let request = request.bearer_auth(service.token(Role::Agent)).json(&json!({"identity": "12025550143"}));
    assert_eq!(service.open_request(request).await.data().await["templateId"], json!(id));
    let by_name = format!("{TEMPLATES}/template-id/RepeatCaller");
    assert_eq!(service.get(&by_name).await.expect(200)["data"]["id"], json!(id));

    // Somebody calls a template as another one's id is.
    let other = service.post(TEMPLATES, template(&id)).await.expect(201);
    let found = service.get(&format!("{TEMPLATES}/template-id/{id}")).await.expect(200);
    assert_eq!(found["data"]["name"], "RepeatCaller");
    let found = service.get(&format!("{TEMPLATES}/template-name/{id}")).await.expect(200);
    assert_eq!(found["data"]["id"], other["data"]["id"]);

    let actions = "/admin/v1/api/journey-actions/workspace-id/{ws}/template-id/RepeatCaller";
    let action = json!({"name": "a", "rules": {"logic": "SINGLE", "condition": "task:new,origin,string,Count GT 2"}});
    let action = service.post(actions, action).await.expect(201);
    assert_eq!(action["data"]["templateId"], json!(id));
    assert_eq!(service.get(actions).await.expect(200)["data"], json!([action["data"]]));
    service.get(&format!("{actions}/action-name/a")).await.expect(200);
    let action = format!("{actions}/action-id/{}", action["data"]["id"].as_str().expect("an id"));
    service.call(Method::DELETE, Role::Supervisor, &action, None).await.expect(200);
    let changed = service.call(Method::PUT, Role::Supervisor, &by_name, Some(template("renamed"))).await.expect(200);
    assert_eq!(changed["data"]["id"], json!(id));
    service.get(&by_name).await.refused(404);
    let path = format!("{TEMPLATES}/template-id/renamed");
    service.call(Method::DELETE, Role::Supervisor, &path, None).await.expect(200);
    assert_eq!(
        service.get(&format!("{TEMPLATES}/template-id/{id}")).await.expect(200)["data"]["id"],
        other["data"]["id"]
    );
}
