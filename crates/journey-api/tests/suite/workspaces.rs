//! Workspaces and their subscriptions.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, TestService, event};

const WORKSPACES: &str = "/admin/v1/api/workspace";
const SUBSCRIPTION: &str = "/admin/v1/api/wxcc-subscription/workspace-id/{ws}";

fn body(name: &str) -> Option<Value> {
    Some(json!({"name": name, "description": "d"}))
}

#[tokio::test]
async fn a_workspace_is_created_found_renamed_and_deleted_with_all_that_is_in_it() {
    // As whoever starts the service without a word on it.
    let service = TestService::start_with(|config| config.retention_days = None).await;
    let made = service.call(Method::POST, Role::Admin, WORKSPACES, body("Second")).await.expect(200);
    assert_eq!(made["data"]["organizationId"], ORGANIZATION);
    assert_eq!(made["data"]["workspaces"].as_array().map(Vec::len), Some(2));
    assert_eq!(made["data"]["settings"]["general"]["dataRetentionDays"], 365);
    let path = format!("{WORKSPACES}/workspace-id/{{ws}}");
    assert_eq!(service.get(&path).await.expect(200)["data"]["name"], "Main");
    let renamed = service.call(Method::PUT, Role::Supervisor, &path, body("Renamed")).await.expect(200);
    assert_eq!(renamed["data"]["name"], "Renamed");
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    service.call(Method::DELETE, Role::Admin, &path, None).await.expect(200);
    service.get(&path).await.refused(404);
    service.try_history(&[]).await.refused(404);
    assert_eq!(service.workspaces().await.len(), 1);
}

#[tokio::test]
async fn a_name_is_taken_once_in_an_organization() {
    let service = TestService::start().await;
    service.call(Method::POST, Role::Admin, WORKSPACES, body("Main")).await.refused(409);
    service.call(Method::POST, Role::Admin, WORKSPACES, body(" ")).await.refused(400);
    service.call(Method::POST, Role::Admin, WORKSPACES, Some(json!({}))).await.refused(400);
    service.call(Method::POST, Role::Admin, WORKSPACES, body("Second")).await.expect(200);
    service
        .call(Method::PUT, Role::Admin, &format!("{WORKSPACES}/workspace-id/{{ws}}"), body("Second"))
        .await
        .refused(409);
    let other = service.token_of(Role::Admin, "another", None, 60);
    let request = service.request(Method::POST, WORKSPACES).bearer_auth(other).json(&body("Main"));
    service.send(request).await.expect(200);
}

#[tokio::test]
async fn workspaces_are_filtered_sorted_and_paged() {
    let service = TestService::start().await;
    for name in ["Alpha", "Zeta"] {
        service.call(Method::POST, Role::Admin, WORKSPACES, body(name)).await.expect(200);
    }
    let names = async |query: &str| {
        let answer = service.get(&format!("{WORKSPACES}?{query}")).await.expect(200);
        answer["data"].as_array().expect("a list").iter().map(|it| it["name"].to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("sortBy=name&sort=DESC").await, r#""Zeta" "Main" "Alpha""#);
    assert_eq!(names("sortBy=name&page=1&pageSize=2").await, r#""Zeta""#);
    assert_eq!(names("filter=name%3D%3D'Al*'").await, r#""Alpha""#);
}

#[tokio::test]
async fn a_subscription_marks_the_workspace_with_contacts() {
    let service = TestService::start().await;
    let (admin, supervisor) = (Role::Admin, Role::Supervisor);
    assert_eq!(service.call(Method::GET, admin, SUBSCRIPTION, None).await.expect(200)["data"], json!([]));
    let made = service.call(Method::POST, supervisor, SUBSCRIPTION, None).await.expect(201);
    let url = made["data"][0]["destinationUrl"].as_str().expect("a URL").to_owned();
    assert!(url.starts_with(&service.service.url()) && url.ends_with(&service.workspace), "{url}");
    assert_eq!(service.workspaces().await[0]["wxccSubscriptionIds"], json!([made["data"][0]["id"]]));
    service.call(Method::POST, admin, SUBSCRIPTION, None).await.refused(409);
    service.call(Method::DELETE, admin, SUBSCRIPTION, None).await.expect(200);
    service.call(Method::DELETE, admin, SUBSCRIPTION, None).await.refused(404);
    assert_eq!(service.workspaces().await[0]["wxccSubscriptionIds"], json!([]));
}

#[tokio::test]
async fn a_new_workspace_has_the_template_that_clients_ask_for_untold() {
    let service = TestService::start().await;
    service.publish(super::harness::event("1", "task:new", "ann@example.com", json!({"origin": "x"}))).await;
    let path = "/v1/api/progressive-profile-view/workspace-id/{ws}/identity/ann%40example.com/template-name/journey-default-template";
    let view = service.get(path).await.expect(200);
    assert_eq!(view["data"][0]["attributes"][0]["queryTemplate"]["displayName"], "Contacts in the last 10 days");
}
