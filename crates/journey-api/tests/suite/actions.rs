//! Journey actions: configured, and acting.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Duration, timeout};

use super::harness::{TestService, event_at};

pub(super) const ACTIONS: &str = "/admin/v1/api/journey-actions/workspace-id/{ws}";

/// A webhook that answers what it is told to, then 200, and shows what it got.
pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) got: mpsc::UnboundedReceiver<String>,
}

impl Webhook {
    pub(super) async fn start(answers: &[u16]) -> Self {
        let (sender, got) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(answers.iter().copied().collect::<VecDeque<u16>>()));
        let router = Router::new().route(
            "/hook",
            post(async move |body: String| {
                let _ = sender.send(body);
                let status = answers.lock().expect("whole").pop_front().unwrap_or(200);
                StatusCode::from_u16(status).expect("a status")
            }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, got }
    }

    pub(super) async fn called(&mut self) -> String {
        timeout(Duration::from_secs(20), self.got.recv()).await.expect("called in time").expect("open")
    }
}

/// A service whose template counts orders, and the template's id.
async fn counting() -> (TestService, String) {
    counting_with(|config| config.any_webhooks = true).await
}

async fn counting_with(configure: impl FnOnce(&mut journey_api::Config)) -> (TestService, String) {
    let service = TestService::start_with(configure).await;
    let template = json!({"name": "orders", "attributes": [{"version": "0.1", "event": "Order", "metaDataType": "integer", "metaData": "n",
        "limit": 100, "displayName": "Orders", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Count", "verbose": false}]});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    (service, made["data"]["id"].as_str().expect("an id").to_owned())
}

fn action(name: &str, url: &str, cooldown: i64) -> Value {
    json!({"name": name, "cooldownPeriodInMinutes": cooldown, "isActive": true,
        "rules": {"logic": "AND", "args": ["Order,n,integer,Count GTE 2", {"logic": "SINGLE", "condition": "Order,n,integer,Count LT 9"}]},
        "actionTriggers": [{"type": "Webhook", "webhookURL": url, "attributes": {"httpverb": "post", "requestbody": format!("{{\"by\":\"{name}\"}}")}}]})
}

async fn order(service: &TestService, id: &str, identity: &str) {
    let now = cjds::write_time(chrono::Utc::now());
    service.publish(event_at(id, "Order", identity, &now, json!({"n": 1}))).await;
}

#[tokio::test]
async fn an_action_acts_when_the_profile_says_so_and_keeps_its_cooldown() {
    let (service, template) = counting().await;
    let mut webhook = Webhook::start(&[]).await;
    let path = format!("{ACTIONS}/template-id/{template}");
    service.post(&path, action("second order", &webhook.url, 60)).await.expect(201);
    for id in ["1", "2", "3"] {
        order(&service, id, "ann@example.com").await;
    }
    assert_eq!(webhook.called().await, r#"{"by":"second order"}"#);
    order(&service, "4", "ann@example.com").await;
    // Bob's second order is behind all of Ann's: when it has acted, Ann's cooldown was kept.
    order(&service, "1", "bob@example.com").await;
    order(&service, "2", "bob@example.com").await;
    webhook.called().await;
    assert!(webhook.got.try_recv().is_err(), "once for each of them");
}

#[tokio::test]
async fn a_webhook_that_fails_is_called_again() {
    let (service, template) = counting().await;
    let mut webhook = Webhook::start(&[500]).await;
    service.post(&format!("{ACTIONS}/template-id/{template}"), action("a", &webhook.url, 60)).await.expect(201);
    order(&service, "1", "ann@example.com").await;
    order(&service, "2", "ann@example.com").await;
    assert_eq!(webhook.called().await, webhook.called().await);
}

#[tokio::test]
async fn an_allowed_target_inside_is_called_and_its_redirect_to_another_is_not_followed() {
    let mut other = Webhook::start(&[]).await;
    let mut webhook = Webhook::start(&[]).await;
    let (sender, mut redirected) = mpsc::unbounded_channel();
    let location = other.url.clone();
    let router = Router::new().route(
        "/hook",
        post(async move || {
            let _ = sender.send(());
            (StatusCode::TEMPORARY_REDIRECT, [("location", location)])
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let redirecting = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let allowed = webhook.url.trim_start_matches("http://").trim_end_matches("/hook").to_owned();
    let allowed = [allowed, redirecting.to_string()].map(|target| target.parse().expect("a target"));
    let (service, template) = counting_with(|config| config.allowed_webhooks = allowed.into()).await;
    let path = format!("{ACTIONS}/template-id/{template}");
    let refused = service.post(&path, action("elsewhere", &other.url, 0)).await.refused(400);
    assert!(refused.contains("actionTriggers[0].webhookURL"), "{refused}");
    service.post(&path, action("redirected", &format!("http://{redirecting}/hook"), 60)).await.expect(201);
    service.post(&path, action("allowed", &webhook.url, 60)).await.expect(201);
    order(&service, "1", "ann@example.com").await;
    order(&service, "2", "ann@example.com").await;
    assert_eq!(webhook.called().await, r#"{"by":"allowed"}"#);
    // It is called again, as a redirect is no success: after the second call the first one's redirect went nowhere.
    for _ in 0..2 {
        timeout(Duration::from_secs(20), redirected.recv()).await.expect("called in time").expect("open");
    }
    assert!(other.got.try_recv().is_err());
}

#[tokio::test]
async fn a_target_that_does_not_answer_delays_nobody_else() {
    let (service, template) = counting().await;
    // Connections are taken and nothing is ever said.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook", silent.local_addr().expect("an address"));
    let mut webhook = Webhook::start(&[]).await;
    let path = format!("{ACTIONS}/template-id/{template}");
    let begun = std::time::Instant::now();
    service.post(&path, action("silent", &url, 0)).await.expect(201);
    for person in 0..6 {
        for id in ["1", "2"] {
            order(&service, id, &format!("person-{person}@example.com")).await;
        }
    }
    service.post(&path, action("answers", &webhook.url, 60)).await.expect(201);
    order(&service, "1", "ann@example.com").await;
    order(&service, "2", "ann@example.com").await;
    assert_eq!(webhook.called().await, r#"{"by":"answers"}"#);
    // Before even one call of the other was given up.
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_action_or_template_that_cannot_be_read_any_more_stops_no_other() {
    let (service, template) = counting().await;
    let mut webhook = Webhook::start(&[]).await;
    let path = format!("{ACTIONS}/template-id/{template}");
    service.post(&path, action("broken", &webhook.url, 0)).await.expect(201);
    let attribute = json!({"version": "0.1", "event": "Order", "metaDataType": "integer", "metaData": "n", "limit": 100,
        "displayName": "Orders", "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": "Count", "verbose": false});
    let other = json!({"name": "other", "attributes": [attribute]});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", other).await.expect(201);
    let other = made["data"]["id"].as_str().expect("an id");
    service
        .post(&format!("{ACTIONS}/template-id/{other}"), action("of a broken one", &webhook.url, 0))
        .await
        .expect(201);
    service.post(&path, action("whole", &webhook.url, 60)).await.expect(201);
    service.post(&path, action("senseless", &webhook.url, 0)).await.expect(201);
    let pool = service.database.open().await;
    let script = format!(
        "UPDATE journey_actions SET rules = '{{nonsense' WHERE name = 'broken'; \
         UPDATE journey_actions SET rules = '{{\"logic\": \"SINGLE\", \"condition\": \"nonsense\"}}' WHERE name = 'senseless'; \
         UPDATE templates SET attributes = '[{{]' WHERE id = '{other}'"
    );
    sqlx::Executor::execute(&pool, sqlx::raw_sql(&script)).await.expect("written");
    pool.close().await;
    order(&service, "1", "ann@example.com").await;
    order(&service, "2", "ann@example.com").await;
    assert_eq!(webhook.called().await, r#"{"by":"whole"}"#);
    let names = |list: Value| -> Vec<String> {
        let list = list["data"].as_array().expect("a list");
        list.iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
    };
    // A rule that says nothing is still JSON, and shown to whoever mends it.
    assert_eq!(names(service.get(&path).await.expect(200)), ["whole", "senseless"]);
    let templates = service.get("/admin/v1/api/profile-view-template/workspace-id/{ws}").await.expect(200);
    assert!(!names(templates).contains(&"other".to_owned()));
    // And somebody is told.
    let numbers = service.send(service.request(Method::GET, "/metrics")).await.expect(200);
    let numbers = numbers.as_str().expect("text");
    for kind in ["action", "template"] {
        let name = format!("journey_api_set_aside_total{{kind=\"{kind}\"}} ");
        let count = numbers.lines().find_map(|line| line.strip_prefix(&name)?.parse::<u64>().ok()).expect("counted");
        assert!(count >= 2, "{kind}: {count}");
    }
}

#[tokio::test]
async fn what_was_to_be_done_is_done_by_the_next_process() {
    let (service, template) = counting().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let path = format!("{ACTIONS}/template-id/{template}");
    service.post(&path, action("a", &format!("http://{address}/hook"), 60)).await.expect(201);
    order(&service, "1", "ann@example.com").await;
    order(&service, "2", "ann@example.com").await;
    let database = service.stop().await;
    let (sender, mut got) = mpsc::unbounded_channel();
    let router = Router::new().route("/hook", post(async move |body: String| drop(sender.send(body))));
    let listener = tokio::net::TcpListener::bind(address).await.expect("the port again");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let _again = TestService::start_on(database, |config| config.any_webhooks = true).await;
    // A call that was under way when the process ended is taken up when its lease ends.
    let body = timeout(Duration::from_secs(90), got.recv()).await.expect("called in time").expect("open");
    assert_eq!(body, r#"{"by":"a"}"#);
}

#[tokio::test]
async fn an_action_that_is_off_or_deleted_does_nothing() {
    let (service, template) = counting().await;
    let mut webhook = Webhook::start(&[]).await;
    let path = format!("{ACTIONS}/template-id/{template}");
    let mut off = action("off", &webhook.url, 0);
    off["isActive"] = json!(false);
    service.post(&path, off).await.expect(201);
    let gone = service.post(&path, action("gone", &webhook.url, 0)).await.expect(201);
    let gone = format!("{path}/action-id/{}", gone["data"]["id"].as_str().expect("an id"));
    assert_eq!(service.call(Method::DELETE, Role::Supervisor, &gone, None).await.expect(200)["name"], "gone");
    service.post(&path, action("on", &webhook.url, 60)).await.expect(201);
    order(&service, "1", "ann@example.com").await;
    order(&service, "2", "ann@example.com").await;
    assert_eq!(webhook.called().await, r#"{"by":"on"}"#);
    assert!(webhook.got.try_recv().is_err());
}

#[tokio::test]
async fn actions_are_listed_found_changed_and_named_once() {
    let (service, template) = counting().await;
    let path = format!("{ACTIONS}/template-id/{template}");
    let hook = "https://hooks.example.com/1";
    let made = service.post(&path, action("a b", hook, 5)).await.expect(201);
    service.post(&path, action("a b", hook, 5)).await.refused(409);
    let second = service.post(&path, action("second", hook, 5)).await.expect(201);
    let id = second["data"]["id"].as_str().expect("an id");
    assert_eq!(service.get(&format!("{path}/action-name/a%20b")).await.expect(200)["data"], made["data"]);
    for list in [format!("{ACTIONS}?sortBy=name"), path.clone()] {
        assert_eq!(service.get(&list).await.expect(200)["data"].as_array().map(Vec::len), Some(2));
    }
    let by_id = format!("{path}/action-id/{id}");
    let changed =
        service.call(Method::PUT, Role::Supervisor, &by_id, Some(action("renamed", hook, 7))).await.expect(201);
    assert_eq!(changed["data"]["cooldownPeriodInMinutes"], 7);
    assert_eq!(changed["data"]["rules"], action("x", hook, 7)["rules"]);
    service.call(Method::PUT, Role::Supervisor, &by_id, Some(action("a b", hook, 7))).await.refused(409);
    for missing in
        [format!("{path}/action-id/none"), format!("{path}/action-name/none"), format!("{ACTIONS}/template-id/none")]
    {
        service.get(&missing).await.refused(404);
    }
}

#[tokio::test]
async fn an_action_that_could_not_act_or_leads_inside_is_refused() {
    let service = TestService::start().await;
    let template = json!({"name": "t", "attributes": [{"version": "1", "event": "e", "metaDataType": "string", "metaData": "m", "limit": 1,
        "displayName": "d", "lookBackDurationType": "days", "lookBackPeriod": 1, "aggregationMode": "Value", "verbose": false}]});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    let path = format!("{ACTIONS}/template-id/{}", made["data"]["id"].as_str().expect("an id"));
    let reasons = service
        .post(
            &path,
            json!({"name": " ", "cooldownPeriodInMinutes": -1, "rules": {"logic": "SINGLE", "condition": "nonsense"},
            "actionTriggers": [{"type": "Fax"}, {"type": "Webhook", "webhookURL": "https://169.254.169.254/"}]}),
        )
        .await
        .refused(400);
    for field in [
        "name",
        "cooldownPeriodInMinutes",
        "rules",
        "actionTriggers[0].type",
        "actionTriggers[0].webhookURL",
        "actionTriggers[1].webhookURL",
    ] {
        assert!(reasons.contains(&format!("{field}: ")), "{field} in {reasons}");
    }
    service.post(&path, json!({"name": "x"})).await.refused(400);
}

/// Many rules, each over a history of 20,000 events: looking at one event takes many times as long as publishing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn while_the_actions_of_one_organization_are_evaluated_another_publishes() {
    let (service, template) = counting().await;
    let mut webhook = Webhook::start(&[]).await;
    let path = format!("{ACTIONS}/template-id/{template}");
    for number in 0..8 {
        let mut action = action(&format!("rule {number}"), &webhook.url, 60);
        action["rules"] = json!({"logic": "SINGLE", "condition": "Order,n,integer,Count GTE 2"});
        service.post(&path, action).await.expect(201);
    }
    let now = cjds::write_time(chrono::Utc::now());
    let body = event_at("old", "Order", "ann@example.com", &now, json!({"n": 1, "text": "x".repeat(500)}));
    let pool = service.database.open().await;
    let script = format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
         INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
         SELECT '{}', 'ann@example.com', 'ann@example.com', 'e' || i, 'Order', 'x', {}, 0, '{body}' FROM n",
        service.workspace,
        chrono::Utc::now().timestamp_millis(),
    );
    sqlx::Executor::execute(&pool, sqlx::raw_sql(&script)).await.expect("filled");
    let waiting = async || -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM action_checks").fetch_one(&pool).await.expect("counted")
    };

    let other = "99999999-2222-4333-8444-555555555555";
    let token = service.token_of(Role::Admin, other, None, 600);
    let made = service.request(Method::POST, "/admin/v1/api/workspace").bearer_auth(&token);
    service.send(made.json(&json!({"name": "Main", "description": "another organization's"}))).await.expect(200);
    let listed = service.request(Method::GET, "/admin/v1/api/workspace").bearer_auth(&token);
    let workspace = service.send(listed).await.expect(200)["data"][0]["id"].as_str().expect("an id").to_owned();

    order(&service, "new", "ann@example.com").await;
    let mut meanwhile = 0;
    while waiting().await > 0 {
        let path = format!("/publish/v1/api/event?workspaceId={workspace}");
        let event = event_at(&meanwhile.to_string(), "Order", "zoe@example.com", &now, json!({}));
        service.send(service.request(Method::POST, &path).bearer_auth(&token).json(&event)).await.expect(202);
        if waiting().await > 0 {
            meanwhile += 1;
        }
    }
    // Who had to wait for the evaluation would have published once.
    assert!(meanwhile >= 10, "{meanwhile} events were published meanwhile");
    webhook.called().await;
    pool.close().await;
}
