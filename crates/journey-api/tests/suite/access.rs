//! Who may call what.

use journey_api::auth::{Authority, Role};
use reqwest::Method;
use serde_json::json;

use super::harness::{ORGANIZATION, SECRET, TestService};

const HISTORY: &str = "/v1/api/events/workspace-id/{ws}";

#[tokio::test]
async fn a_call_without_a_good_token_is_401_and_says_why() {
    let service = TestService::start().await;
    let expired = service.token_of(Role::Admin, ORGANIZATION, None, -1);
    let other = Authority::from_secret(&SECRET.replace('a', "b")).expect("long enough");
    let foreign = other.issue(Role::Admin, ORGANIZATION, None, chrono::Duration::seconds(60)).expect("issued").text;
    assert!(service.send(service.request(Method::GET, HISTORY)).await.refused(401).contains("No bearer token"));
    for token in [expired.as_str(), foreign.as_str(), "nonsense", ""] {
        let answer = service.send(service.request(Method::GET, HISTORY).bearer_auth(token)).await;
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        answer.refused(401);
    }
    let basic = service.request(Method::GET, HISTORY).header("authorization", "Basic YTpi");
    service.send(basic).await.refused(401);
}

#[tokio::test]
async fn a_token_without_any_scope_is_403_at_every_call() {
    let service = TestService::start().await;
    let token = service.token_of(Role::Agent, ORGANIZATION, Some(&[]), 60);
    let person = "/admin/v1/api/person";
    let profile = "/v1/api/progressive-profile-view";
    let template = "/admin/v1/api/profile-view-template/workspace-id/{ws}";
    let actions = "/admin/v1/api/journey-actions/workspace-id/{ws}";
    let action_body = json!({"name": "x", "rules": {"logic": "SINGLE", "condition": "a,b,string,Value EQ c"}});
    let template_body = json!({"name": "x", "attributes": []});
    for (method, path, body) in [
        (Method::GET, "/admin/v1/api/workspace".to_owned(), json!(null)),
        (Method::POST, "/admin/v1/api/workspace".to_owned(), json!({"name": "x", "description": "y"})),
        (Method::GET, "/admin/v1/api/workspace/workspace-id/{ws}".to_owned(), json!(null)),
        (Method::PUT, "/admin/v1/api/workspace/workspace-id/{ws}".to_owned(), json!({"name": "x", "description": "y"})),
        (Method::DELETE, "/admin/v1/api/workspace/workspace-id/{ws}".to_owned(), json!(null)),
        (Method::GET, "/admin/v1/api/wxcc-subscription/workspace-id/{ws}".to_owned(), json!(null)),
        (Method::POST, "/admin/v1/api/wxcc-subscription/workspace-id/{ws}".to_owned(), json!(null)),
        (Method::DELETE, "/admin/v1/api/wxcc-subscription/workspace-id/{ws}".to_owned(), json!(null)),
        (Method::GET, actions.to_owned(), json!(null)),
        (Method::GET, format!("{actions}/template-id/1"), json!(null)),
        (Method::POST, format!("{actions}/template-id/1"), action_body.clone()),
        (Method::GET, format!("{actions}/template-id/1/action-name/n"), json!(null)),
        (Method::GET, format!("{actions}/template-id/1/action-id/1"), json!(null)),
        (Method::PUT, format!("{actions}/template-id/1/action-id/1"), action_body),
        (Method::DELETE, format!("{actions}/template-id/1/action-id/1"), json!(null)),
        (Method::GET, template.to_owned(), json!(null)),
        (Method::POST, template.to_owned(), template_body.clone()),
        (Method::GET, format!("{template}/template-id/1"), json!(null)),
        (Method::PUT, format!("{template}/template-id/1"), template_body),
        (Method::DELETE, format!("{template}/template-id/1"), json!(null)),
        (Method::GET, format!("{template}/template-name/n"), json!(null)),
        (Method::GET, format!("{person}/workspace-id/{{ws}}"), json!(null)),
        (Method::POST, format!("{person}/workspace-id/{{ws}}"), json!({"email": ["a@example.com"]})),
        (Method::GET, format!("{person}/workspace-id/{{ws}}/aliases/a"), json!(null)),
        (Method::PATCH, format!("{person}/workspace-id/{{ws}}/person-id/1"), json!([])),
        (Method::DELETE, format!("{person}/workspace-id/{{ws}}/person-id/1"), json!(null)),
        (Method::PATCH, format!("{person}/add-identities/workspace-id/{{ws}}/person-id/1"), json!({})),
        (Method::PATCH, format!("{person}/remove-identities/workspace-id/{{ws}}/person-id/1"), json!([])),
        (
            Method::POST,
            format!("{person}/merge/workspace-id/{{ws}}/primary-person-id/1"),
            json!({"personIdsToMerge": ["2"]}),
        ),
        (Method::POST, format!("{person}/merge-identities/workspace-id/{{ws}}"), json!({})),
        (Method::GET, HISTORY.to_owned(), json!(null)),
        (Method::GET, "/v1/api/events/stream/workspace-id/{ws}/identity/a".to_owned(), json!(null)),
        (Method::POST, "/v1/api/events/stream/workspace-id/{ws}/identity".to_owned(), json!({"identity": "a"})),
        (Method::GET, format!("{profile}/workspace-id/{{ws}}/person-id/1/template-id/1"), json!(null)),
        (Method::GET, format!("{profile}/workspace-id/{{ws}}/person-id/1/template-name/n"), json!(null)),
        (Method::GET, format!("{profile}/workspace-id/{{ws}}/identity/a/template-id/1"), json!(null)),
        (Method::GET, format!("{profile}/workspace-id/{{ws}}/identity/a/template-name/n"), json!(null)),
        (Method::GET, format!("{profile}/stream/workspace-id/{{ws}}/identity/a/template-id/1"), json!(null)),
        (Method::GET, format!("{profile}/stream/workspace-id/{{ws}}/identity/a/template-name/n"), json!(null)),
        (Method::POST, "/publish/v1/api/event?workspaceId={ws}".to_owned(), json!({})),
    ] {
        let request = service.request(method.clone(), &path).bearer_auth(&token).json(&body);
        let answer = service.send(request).await;
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.body);
        assert!(answer.refused(403).contains("scopes"), "{method} {path}");
    }
}

#[tokio::test]
async fn an_agent_reads_and_patches_and_may_not_publish_or_change_identities() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let agent = Role::Agent;
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{id}");
    let patch = json!([{"op": "replace", "path": "/firstName", "value": "Ann"}]);
    service.call(Method::PATCH, agent, &path, Some(patch)).await.expect(202);
    let path = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    service.call(Method::PATCH, agent, &path, Some(json!({"phone": ["+12025550100"]}))).await.refused(403);
    let event = super::harness::event("1", "Order", "ann@example.com", json!({}));
    service.call(Method::POST, agent, "/publish/v1/api/event?workspaceId={ws}", Some(event)).await.refused(403);
}

#[tokio::test]
async fn with_the_users_scope_alone_a_patch_changes_names_and_nothing_else() {
    let service = TestService::start().await;
    let made = json!({"firstName": "Ann", "email": ["ann@example.com"], "phone": ["+12025550100"]});
    let id = service.create_person(made).await;
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{id}");
    let token = service.token_of(Role::Agent, ORGANIZATION, Some(&["cjp:user".to_owned()]), 60);
    let patch = async |operations: serde_json::Value| {
        service.send(service.request(Method::PATCH, &path).bearer_auth(&token).json(&operations)).await
    };
    let before = service.person("ann@example.com").await;
    let name = json!({"op": "replace", "path": "/firstName", "value": "Eve"});
    for operation in [
        json!({"op": "add", "path": "/phone/-", "value": "+12025550199"}),
        json!({"op": "add", "path": "/phone", "value": ["+12025550199"]}),
        json!({"op": "replace", "path": "/email/0", "value": "eve@example.com"}),
        json!({"op": "update", "path": "/email", "value": "eve@example.com"}),
        json!({"op": "remove", "path": "/phone/0"}),
        json!({"op": "remove", "path": "/phone"}),
        json!({"op": "add", "path": "/customerId/-", "value": "7"}),
        json!({"op": "add", "path": "/socialId", "value": "eve"}),
        json!({"op": "add", "path": "/temporaryId/0", "value": "t"}),
        json!({"op": "replace", "path": "/id", "value": "x"}),
        json!({"op": "replace", "path": "", "value": {"firstName": "Eve"}}),
    ] {
        patch(json!([operation])).await.refused(403);
        patch(json!([name, operation])).await.refused(403);
        assert_eq!(service.person("ann@example.com").await, before, "{operation}");
    }
    let answer = patch(json!([name, {"op": "add", "path": "/lastName", "value": "Smith"}])).await.expect(202);
    assert_eq!((&answer["data"]["firstName"], &answer["data"]["lastName"]), (&json!("Eve"), &json!("Smith")));
    assert_eq!(answer["data"]["phone"], before["phone"]);
}

#[tokio::test]
async fn a_token_that_is_bound_to_a_workspace_makes_no_other_and_is_not_told_of_them() {
    let service = TestService::start().await;
    let workspaces = "/admin/v1/api/workspace";
    let other = json!({"name": "Secret plans", "description": "d"});
    service.call(Method::POST, Role::Admin, workspaces, Some(other)).await.expect(200);
    let token = service.bound_token(&service.workspace);
    let call = async |method: Method, path: &str, body: serde_json::Value| {
        service.send(service.request(method, path).bearer_auth(&token).json(&body)).await
    };
    // The same answer, whether there is one of that name or not.
    for name in ["Secret plans", "Plans that nobody has"] {
        let body = json!({"name": name, "description": "d"});
        let made = call(Method::POST, workspaces, body.clone()).await.refused(403);
        assert!(!made.contains(name), "{made}");
        let own = format!("{workspaces}/workspace-id/{{ws}}");
        let renamed = call(Method::PUT, &own, body).await.refused(403);
        assert!(!renamed.contains(name), "{renamed}");
    }
    assert_eq!(service.workspaces().await.len(), 2);
    let own = format!("{workspaces}/workspace-id/{{ws}}");
    let described = json!({"name": "Main", "description": "described anew"});
    assert_eq!(call(Method::PUT, &own, described).await.expect(200)["data"]["description"], "described anew");
    let told = call(Method::GET, workspaces, json!(null)).await.expect(200);
    assert_eq!(told["data"].as_array().map(Vec::len), Some(1), "{told}");
    let elsewhere = service.workspaces().await;
    let elsewhere = elsewhere.iter().find(|workspace| workspace["name"] == "Secret plans").expect("made");
    let elsewhere = elsewhere["id"].as_str().expect("an id");
    for path in [
        format!("{workspaces}/workspace-id/{elsewhere}"),
        format!("/v1/api/events/workspace-id/{elsewhere}"),
        format!("/admin/v1/api/person/workspace-id/{elsewhere}"),
        format!("/admin/v1/api/wxcc-subscription/workspace-id/{elsewhere}"),
    ] {
        call(Method::GET, &path, json!(null)).await.refused(404);
    }
}

#[tokio::test]
async fn another_organization_is_forbidden_by_name_and_its_workspaces_are_not_there() {
    let service = TestService::start().await;
    let named = format!("{HISTORY}?organizationId=another");
    service.get(&named).await.refused(403);
    service.get(&format!("{HISTORY}?organizationId={ORGANIZATION}")).await.expect(200);
    let stranger = service.token_of(Role::Admin, "another", None, 60);
    for path in
        [HISTORY, "/admin/v1/api/person/workspace-id/{ws}/aliases/a", "/admin/v1/api/workspace/workspace-id/{ws}"]
    {
        let seen = service.send(service.request(Method::GET, path).bearer_auth(&stranger)).await.refused(404);
        let none = path.replace("{ws}", "no-such-workspace");
        let unseen = service.send(service.request(Method::GET, &none).bearer_auth(&stranger)).await.refused(404);
        assert_eq!(seen.replace(&service.workspace, "X"), unseen.replace("no-such-workspace", "X"), "nothing leaks");
    }
    let own = service.send(service.request(Method::GET, "/admin/v1/api/workspace").bearer_auth(&stranger)).await;
    assert_eq!(own.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn paths_and_methods_that_are_not_there_are_refused_in_the_contracts_form() {
    let service = TestService::start().await;
    service.get("/v1/api/nothing").await.refused(404);
    service.call(Method::DELETE, Role::Admin, HISTORY, None).await.refused(405);
    service.get("/preview/v1/customers").await.refused(404);
}

#[tokio::test]
async fn health_is_open_to_all() {
    let service = TestService::start().await;
    for path in ["/health/live", "/health/ready"] {
        service.send(service.request(Method::GET, path)).await.expect(200);
    }
}

#[tokio::test]
async fn a_token_in_the_query_is_taken_only_where_that_is_switched_on() {
    let strict = TestService::start().await;
    let path = |service: &TestService| format!("{HISTORY}?bearerToken={}", service.token(Role::Agent));
    strict.send(strict.request(Method::GET, &path(&strict))).await.refused(401);
    let lenient = TestService::start_with(|config| config.query_tokens = true).await;
    lenient.send(lenient.request(Method::GET, &path(&lenient))).await.expect(200);
    let bad = lenient.request(Method::GET, &path(&lenient)).header("authorization", "Bearer nonsense");
    lenient.send(bad).await.refused(401);
}

/// Every call refuses a token without scopes before it looks at anything else.
#[tokio::test]
async fn no_call_is_without_a_check_of_scopes() {
    let service = TestService::start_with(|config| config.calls_per_second = 10_000).await;
    let document = service.send(service.request(Method::GET, "/openapi.json")).await.expect(200);
    let weak = service.token_of(Role::Admin, ORGANIZATION, Some(&["none".to_owned()]), 60);
    let search = "/admin/v1/api/person/workspace-id/{ws}/aliases/search";
    service.send(service.request(Method::GET, search).bearer_auth(&weak)).await.refused(403);
    let mut calls = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let query = if path.starts_with("/publish") { "?workspaceId={workspaceId}" } else { "" };
        let path = format!("{path}{query}").replace("{workspaceId}", &service.workspace).replace(['{', '}'], "");
        for method in methods.as_object().expect("methods").keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            let request = service.request(method.clone(), &path).bearer_auth(&weak).body("{oops");
            let answer = service.send(request).await;
            // Connectors bring in events by keys of their own, and no token is one.
            if path.starts_with("/connectors/") {
                let lacks = match path.split('/').nth(2) {
                    Some("webex") => "signature",
                    Some("avaya") => "address",
                    _ => "key",
                };
                let said = format!("The {lacks} is none of this connector's");
                assert_eq!(answer.refused(401), said, "{method} {path}");
            } else {
                let reasons = answer.refused(403);
                assert!(reasons.contains("scopes"), "{method} {path}: {reasons}");
            }
            calls += 1;
        }
    }
    assert!(calls > 40, "only {calls} calls");
}

/// Every call of the document, with a body that no call refuses before it knows the workspace.
#[tokio::test]
async fn no_call_tells_a_stranger_or_a_bound_token_what_exists_elsewhere() {
    let service = TestService::start_with(|config| config.calls_per_second = 10_000).await;
    let document = service.send(service.request(Method::GET, "/openapi.json")).await.expect(200);
    let everything: Vec<String> =
        ["cjp:user", "cjp:config_read", "cjp:config_write", "cjds:admin_org_read", "cjds:admin_org_write"]
            .map(str::to_owned)
            .into();
    let stranger = service.token_of(Role::Admin, "another", Some(&everything), 60);
    let weak = service.token_of(Role::Admin, ORGANIZATION, Some(&["none".to_owned()]), 60);
    let id = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let template = service.get("/admin/v1/api/profile-view-template/workspace-id/{ws}").await.expect(200);
    let template = template["data"][0]["id"].as_str().expect("an id").to_owned();
    let mut calls = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if !path.contains("{workspaceId}") && !path.starts_with("/publish") {
            continue;
        }
        let query = if path.starts_with("/publish") { "?workspaceId={workspaceId}" } else { "" };
        let path = format!("{path}{query}")
            .replace("{personId}", &id)
            .replace("{primaryPersonId}", &id)
            .replace("{templateId}", &template)
            .replace("{templateName}", "journey-default-template")
            .replace("{identity}", "ann%40example.com")
            .replace("{aliases}", "ann%40example.com");
        for method in methods.as_object().expect("methods").keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            let bodies = [
                json!({}),
                json!([]),
                json!({"identity": "ann@example.com", "name": "x", "personIdsToMerge": [id],
                "email": ["ann@example.com"], "description": "x"}),
                super::harness::event("1", "Order", "ann@example.com", json!({})),
            ];
            for body in bodies {
                let ask = async |workspace: &str, token: &str| {
                    let path = path.replace("{workspaceId}", workspace).replace(['{', '}'], "");
                    let request = service.request(method.clone(), &path).bearer_auth(token).json(&body);
                    let answer = service.send(request).await;
                    (answer.status.as_u16(), answer.body["errors"].to_string().replace(workspace, "X"))
                };
                let seen = ask(&service.workspace, &stranger).await;
                assert_eq!(seen, ask("no-such-workspace", &stranger).await, "{method} {path} {body}");
                assert!([400, 404].contains(&seen.0), "{method} {path}: {seen:?}");
                let refused = ask(&service.workspace, &weak).await;
                assert_eq!(refused, ask("no-such-workspace", &weak).await, "{method} {path} {body}");
                assert_eq!(refused.0, 403, "{method} {path}: {refused:?}");
                calls += 1;
            }
        }
    }
    assert!(calls > 150, "only {calls} calls");
}
