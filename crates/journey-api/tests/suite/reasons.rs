//! What is refused is told by codes with values, too, by which a console says it in its own language.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{TestService, event};

const CONNECTORS: &str = "/admin/v1/api/connectors";

/// The place, code and values of each reason of a list.
fn told(details: &Value) -> Vec<(&str, &str, &Value)> {
    let each = details.as_array().expect("a list").iter();
    each.map(|it| (it["place"].as_str().unwrap_or_default(), it["code"].as_str().unwrap_or("(none)"), &it["params"]))
        .collect()
}

#[tokio::test]
async fn why_an_odd_event_was_not_published_is_told_by_a_code() {
    let service = TestService::start().await;
    let with = |key: &str, value: Value| {
        let mut event = event("1", "Order", "ann@example.com", json!({}));
        event[key] = value;
        event
    };
    for (body, sentence, place, code, params) in [
        (json!([]), "a list where an event was expected", "", "event.none", json!({"found": "a list"})),
        (
            json!("{oops"),
            "not JSON: key must be a string at line 1 column 2",
            "",
            "event.not-json",
            json!({"error": "key must be a string at line 1 column 2"}),
        ),
        (
            json!({"id": "1", "source": "s", "specversion": "1.0"}),
            "type: missing, and no data either",
            "type",
            "event.says-nothing",
            Value::Null,
        ),
        (event("1", "", "ann@example.com", json!({"n": 1})), "type: missing", "type", "event.missing", Value::Null),
        (with("data", json!(" ")), "data: empty", "data", "event.empty", Value::Null),
        (
            with("data", json!([1])),
            "data: a list where an object was expected",
            "data",
            "event.no-object",
            json!({"found": "a list"}),
        ),
        (
            with("time", json!("soon")),
            "time: not a time: \"soon\"",
            "time",
            "event.not-a-time",
            json!({"value": "\"soon\""}),
        ),
        (
            with("type", json!("journey:note")),
            "type: journey:note is an agent's note, which is written by POST /v1/api/note/workspace-id/{workspaceId}",
            "type",
            "event.note",
            Value::Null,
        ),
    ] {
        let refused = service.post("/publish/v1/api/event?workspaceId={ws}", body).await.expect(400);
        assert_eq!(refused["errors"], json!([sentence]));
        assert_eq!(told(&refused["details"]), [(place, code, &params)], "{refused}");
    }
    let refused = service.post("/publish/v1/api/event", json!({})).await.expect(400);
    assert_eq!(told(&refused["details"]), [("workspaceId", "text.missing", &Value::Null)]);
}

#[tokio::test]
async fn why_a_connector_could_not_take_an_event_is_told_by_a_code() {
    let service = TestService::start().await;
    for (kind, media, body, place, code, params) in [
        (
            "cloudevents",
            "application/cloudevents+json",
            json!({"id": "1"}).to_string(),
            "type",
            "event.says-nothing",
            Value::Null,
        ),
        (
            "cloudevents",
            "application/cloudevents+json",
            json!({"id": "1", "type": "t", "source": "s", "specversion": "1.0", "data_base64": "%"}).to_string(),
            "data_base64",
            "event.not-base64",
            Value::Null,
        ),
        ("cloudevents", "application/cloudevents-batch+json", "{}".to_owned(), "", "body.no-batch", Value::Null),
        (
            "cloudevents",
            "application/json",
            "{}".to_owned(),
            "",
            "body.no-cloud-event",
            json!({"headers": "ce-id, ce-source, ce-specversion, ce-type"}),
        ),
        ("cloudevents", "application/cloudevents+json", String::new(), "", "body.empty", Value::Null),
        ("track", "application/json", json!([]).to_string(), "", "value.no-object", Value::Null),
        ("track", "application/json", json!({"batch": 5}).to_string(), "batch", "value.no-list", Value::Null),
        (
            "track",
            "application/json",
            json!({"type": "page", "userId": "1", "timestamp": "soon"}).to_string(),
            "timestamp",
            "event.not-a-time",
            json!({"value": "\"soon\""}),
        ),
    ] {
        let made = json!({"name": format!("{code} {kind}"), "kind": kind, "workspaceId": service.workspace});
        let made = service.call(Method::POST, Role::Admin, CONNECTORS, Some(made)).await.expect(201);
        let (id, key) = (&made["data"]["connector"]["id"], made["data"]["key"].as_str().expect("a key"));
        let id = id.as_str().expect("an id");
        let request = service.request(Method::POST, &format!("/connectors/{kind}/{id}")).bearer_auth(key);
        let refused = service.send(request.header("content-type", media).body(body)).await.expect(400);
        let path = format!("{CONNECTORS}/{id}/failures");
        let failures = service.call(Method::GET, Role::Admin, &path, None).await.expect(200);
        let failure = &failures["data"][0];
        assert_eq!(told(&failure["details"])[0], (place, code, &params), "{failure}");
        assert_eq!((&failure["reasons"], &failure["details"]), (&refused["errors"], &refused["details"]));
    }
}

#[tokio::test]
async fn why_a_patch_or_a_filter_is_refused_is_told_by_a_code() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"phone": ["+12025550143"]})).await;
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{ann}");
    for (operation, why, code) in [
        (json!({"op": "move", "path": "/phone/0"}), "op must be add, replace or remove", "patch.op"),
        (json!({"op": "add", "path": "phone"}), "a path begins with /", "patch.path"),
        (json!({"op": "add", "path": "/phone/0/1"}), "there is nothing so deep in a person", "patch.too-deep"),
        (json!({"op": "add", "path": "/id"}), "only names and identities can be patched", "patch.field"),
        (json!({"op": "add", "path": "/lastName", "value": 5}), "value must be text", "patch.text"),
        (json!({"op": "add", "path": "/email", "value": {}}), "value must be text or a list of texts", "patch.texts"),
        (json!({"op": "add", "path": "/email/-"}), "value is missing", "patch.no-value"),
        (json!({"op": "remove", "path": "/phone/x"}), "an index must be a number", "patch.index"),
        (json!({"op": "remove", "path": "/phone/9"}), "there is nothing at this index", "patch.nothing-there"),
    ] {
        let (op, at) = (&operation["op"], &operation["path"]);
        let params = json!({"operation": 0, "op": op, "path": at});
        let words = format!("operation 0 ({} {}): {why}", op.as_str().expect("text"), at.as_str().expect("text"));
        let refused = service.patch(&path, json!([operation])).await.expect(400);
        assert_eq!(refused["errors"], json!([words]));
        assert_eq!(told(&refused["details"]), [("", code, &params)], "{refused}");
    }
    for (filter, code, params) in [
        (
            "id%3D%3D)",
            "filter.syntax",
            json!({"position": 5, "expected": "a value in quotes, a number, true or false", "found": "\")\""}),
        ),
        ("(id%3D%3D1", "filter.unfinished", json!({"position": 7, "expected": "\")\""})),
    ] {
        let path = format!("/admin/v1/api/person/workspace-id/{{ws}}?filter={filter}");
        let refused = service.get(&path).await.expect(400);
        assert_eq!(told(&refused["details"]), [("filter", code, &params)], "{refused}");
        assert!(
            refused["errors"][0].as_str().is_some_and(|said| said.starts_with("filter: at character ")),
            "{refused}"
        );
    }
}
