//! Webex Contact Center: its webhooks become journeys, in whatever order and however often they come.

pub(crate) mod contact_center;
mod reconciling;
mod webhooks;

use std::time::{Duration, Instant};

use journey_api::Config;
use journey_api::auth::Role;
use reqwest::{Method, RequestBuilder};
use ring::hmac::{HMAC_SHA256, Key, sign};
use serde_json::{Value, json};

use super::harness::{Answer, TestService};

pub(crate) const SECRETS_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
pub(crate) const CALLER: &str = "+15550100111";
pub(crate) const TASK: &str = "99999999-0000-4111-8222-333333333333";
const PATIENCE: Duration = Duration::from_secs(40);

/// A service that may store secrets.
pub(crate) async fn start() -> TestService {
    TestService::start_with(with_key).await
}

pub(crate) fn with_key(config: &mut Config) {
    config.secrets_key = Some(SECRETS_KEY.to_owned());
}

/// A connector of Webex Contact Center, with its secret.
pub(crate) struct Webex {
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl Webex {
    pub(crate) async fn made(service: &TestService) -> Self {
        let body = json!({"name": "Contact center", "kind": "webex", "workspaceId": service.workspace});
        let path = "/admin/v1/api/connectors";
        let answer = service.call(Method::POST, Role::Admin, path, Some(body)).await.expect(201);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self { id: text(&answer["data"]["connector"]["id"]), secret: text(&answer["data"]["key"]) }
    }

    pub(crate) async fn ask(&self, service: &TestService, method: Method, rest: &str, body: Option<Value>) -> Answer {
        let path = format!("/admin/v1/api/connectors/{}{rest}", self.id);
        service.call(method, Role::Admin, &path, body).await
    }

    /// A webhook as the contact center sends it, by the second version where it says when it was sent.
    pub(crate) fn request(&self, service: &TestService, envelope: &Value) -> RequestBuilder {
        signed(service, &format!("/connectors/webex/{}", self.id), &self.secret, envelope)
    }

    pub(crate) async fn send(&self, service: &TestService, envelope: &Value) -> Answer {
        service.send(self.request(service, envelope)).await
    }

    pub(crate) async fn failures(&self, service: &TestService) -> Vec<Value> {
        let answer = self.ask(service, Method::GET, "/failures", None).await.expect(200);
        answer["data"].as_array().expect("a list").clone()
    }
}

pub(crate) fn signed(service: &TestService, path: &str, secret: &str, envelope: &Value) -> RequestBuilder {
    let body = envelope.to_string();
    let tag = sign(&Key::new(HMAC_SHA256, secret.as_bytes()), body.as_bytes());
    let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut request = service.request(Method::POST, path).header("X-WebexCC-Signature", hex);
    if let Some(sent) = envelope.get("comciscotimestamp") {
        request = request.header("X-WebexCC-Timestamp", sent.to_string().trim_matches('"'));
        request = request.header("X-WebexCC-Webhook-Version", "task:1.0.0");
    }
    request.header("content-type", "application/json").body(body)
}

pub(crate) fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// One webhook of the second version, of a moment ago.
pub(crate) fn envelope(number: i64, kind: &str, more: Value) -> Value {
    envelope_at(now() - 60_000 + number * 1000, number, kind, more)
}

pub(crate) fn envelope_at(time: i64, number: i64, kind: &str, more: Value) -> Value {
    let mut data = json!({"taskId": TASK, "channelType": "telephony", "createdTime": time});
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    json!({"id": format!("id-{number}"), "specversion": "1.0", "type": kind, "source": "/com/cisco/wxcc/s-1",
        "comciscoorgid": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "comciscotimestamp": now(),
        "datacontenttype": "application/json", "data": data})
}

/// A call: only webhooks of its task say who calls.
pub(crate) fn call() -> Vec<Value> {
    let said = |more: Value| {
        let mut data = json!({"direction": "INBOUND", "origin": CALLER, "destination": "+18005550100"});
        data.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        data
    };
    let agent = |state: &str| json!({"agentId": "a-1", "teamId": "t-1", "queueId": "q-1", "currentState": state});
    vec![
        envelope(0, "task:new", said(json!({}))),
        envelope(1, "task:connect", said(json!({"queueId": "q-1"}))),
        envelope(2, "task:connected", said(json!({"queueId": "q-1"}))),
        envelope(3, "agent:channel_state_change", agent("connected")),
        envelope(4, "task:on-hold", json!({})),
        envelope(5, "task:hold-done", json!({})),
        envelope(6, "task:ended", said(json!({"reason": "Agent Left", "terminatingParty": "Agent"}))),
        envelope(7, "agent:channel_state_change", agent("wrapup-done")),
    ]
}

pub(crate) const CALL: [&str; 8] = [
    "task:new",
    "task:connect",
    "task:connected",
    "agent:state_change",
    "task:hold",
    "task:unhold",
    "task:ended",
    "agent:state_change",
];

/// The journey of an identity, the oldest first, when it has so many events.
pub(crate) async fn journey(service: &TestService, identity: &str, events: usize) -> Vec<Value> {
    until(async || {
        let mut journey = service.history(&[("identity", identity)]).await;
        journey.sort_by_key(|event| event["time"].as_str().map(str::to_owned));
        if journey.len() >= events { Ok(journey) } else { Err(format!("{journey:?}")) }
    })
    .await
}

/// What comes true within a while.
pub(crate) async fn until<T>(mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let started = Instant::now();
    loop {
        match look().await {
            Ok(seen) => return seen,
            Err(why) => assert!(started.elapsed() < PATIENCE, "{why}"),
        }
        tokio::task::yield_now().await;
    }
}

/// What goes wrong with a task of the service for a connector, in English; empty: nothing.
pub(crate) fn problem(account: &Value, task: &str) -> String {
    let problems = account["problems"].as_array().expect("a list of problems");
    let mut of_task = problems.iter().filter(|one| one["task"] == task);
    let told = of_task.next().and_then(|one| one["reason"]["message"].as_str()).unwrap_or_default().to_owned();
    assert!(of_task.next().is_none(), "one for each task: {account}");
    told
}

pub(crate) fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["type"].as_str()).collect()
}
