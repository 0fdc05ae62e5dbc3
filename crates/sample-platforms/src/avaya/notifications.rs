//! Notifications: subscriptions of webhooks, which live for a quarter of an hour, and what they are sent. Nothing is signed. What is
//! sent says in which engagement something happened; the vendor publishes no more of its schema.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::ACCOUNT;
use super::problem::Problem;
use super::query::Page;
use super::routes::{Caller, body};
use crate::random::Random;
use crate::server::Shared;

/// How long a subscription lives, in s.
const LIFE: i64 = 900;
/// So often a webhook is tried.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
/// How long a subscriber may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a service is given.
#[derive(Debug, Default)]
pub(super) struct Service {
    /// How many tokens were given.
    pub(super) given: u32,
    /// Those up to this number are over.
    pub(super) ended: u32,
    /// The account has no notifications.
    pub(super) has_none: bool,
    pub(super) subscriptions: Vec<Subscription>,
}

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    id: String,
    created: DateTime<Utc>,
    expires: DateTime<Utc>,
    family: Value,
    events: Value,
    transport: Value,
}

impl Subscription {
    pub(super) fn is_active(&self) -> bool {
        self.expires > Utc::now()
    }

    /// As it is answered.
    pub(super) fn answer(&self) -> Value {
        let at = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Millis, true);
        json!({"subscriptionId": self.id, "createdAt": at(self.created), "expiresAt": at(self.expires), "expiresIn": LIFE,
            "status": if self.is_active() { "ACTIVE" } else { "INACTIVE" }, "family": self.family, "events": self.events,
            "transport": self.transport})
    }

    /// Has it end now, as when nobody renewed it.
    pub(super) fn end(&mut self) {
        self.expires = Utc::now();
    }
}

pub(super) fn router() -> Router<Shared> {
    let path = |rest: &str| format!("/api/notification/v1/accounts/{{account}}/subscriptions{rest}");
    Router::new().route(&path(""), get(list).post(create)).route(&path("/{id}"), post(renew).delete(remove))
}

fn allowed(shared: &Shared) -> Result<(), Problem> {
    if shared.avaya.with_service(|service| service.has_none) { Err(Problem::of(StatusCode::FORBIDDEN)) } else { Ok(()) }
}

async fn list(State(shared): State<Shared>, _: Caller, Query(page): Query<Page>) -> Result<Json<Value>, Problem> {
    allowed(&shared)?;
    let (number, size) = page.read()?;
    if size > 25 {
        return Err(Problem::violation("pageSize", "must be between 1 and 25", 20_003));
    }
    let all = shared.avaya.with_service(|service| service.subscriptions.clone());
    let page: Vec<Value> = all.iter().skip((number - 1) * size).take(size).map(Subscription::answer).collect();
    Ok(Json(json!({"subscriptions": page, "pagination": {"pageNumber": number, "pageSize": size, "total": all.len()}})))
}

async fn create(State(shared): State<Shared>, _: Caller, text: String) -> Result<(StatusCode, Json<Value>), Problem> {
    allowed(&shared)?;
    let body = body(&text)?;
    let endpoint = body.pointer("/transport/endpoint").and_then(Value::as_str).unwrap_or_default();
    if !endpoint.starts_with("http") || endpoint.len() > 2048 {
        return Err(Problem::violation("transport.endpoint", "must be an address", 20_006));
    }
    if body["transport"]["type"] != "WEBHOOK" {
        return Err(Problem::violation("transport.type", "must be WEBHOOK", 20_006));
    }
    if body["family"] != "AGENT_ENGAGEMENT"
        || !body["events"].as_array().is_some_and(|events| (1..=25).contains(&events.len()))
    {
        return Err(Problem::violation("events", "must be of the family", 20_006));
    }
    let created = Utc::now();
    let subscription = Subscription {
        id: Random::new(fastrand::u64(..)).uuid(),
        created,
        expires: created + TimeDelta::seconds(LIFE),
        family: body["family"].clone(),
        events: body["events"].clone(),
        transport: body["transport"].clone(),
    };
    let answer = subscription.answer();
    shared.avaya.with_service(|service| service.subscriptions.push(subscription));
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn renew(
    State(shared): State<Shared>,
    _: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let id = id.strip_suffix(":renew").ok_or_else(|| Problem::of(StatusCode::NOT_FOUND))?;
    let renewed = shared.avaya.with_service(|service| {
        let found = service.subscriptions.iter_mut().find(|one| one.id == id)?;
        found.expires = Utc::now() + TimeDelta::seconds(LIFE);
        Some(found.answer())
    });
    renewed.map(Json).ok_or_else(|| Problem::of(StatusCode::NOT_FOUND))
}

async fn remove(
    State(shared): State<Shared>,
    _: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let is_gone = shared.avaya.with_service(|service| {
        let before = service.subscriptions.len();
        service.subscriptions.retain(|one| one.id != id);
        service.subscriptions.len() < before
    });
    if is_gone { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::of(StatusCode::NOT_FOUND)) }
}

/// Tells whoever subscribed that something happened in an engagement, in the background: `"lose": true` and nobody hears it,
/// `"repeat": n` and everybody hears it so often again.
pub(crate) fn tell(shared: &Shared, what: &Value, engagement: &str) {
    let is_lost = what.get("lose").and_then(Value::as_bool).unwrap_or_default();
    let repeats = what.get("repeat").and_then(Value::as_u64).unwrap_or_default();
    let active = |service: &mut Service| -> Vec<String> {
        let all = service.subscriptions.iter().filter(|one| one.is_active());
        all.filter_map(|one| one.transport["endpoint"].as_str().map(str::to_owned)).collect()
    };
    let endpoints = shared.avaya.with_service(active);
    if is_lost || endpoints.is_empty() {
        return;
    }
    let kind = match (what.get("customer").is_some(), what.get("ended").is_some(), what.get("agent").is_some()) {
        (true, ..) => "InboundEngagementCreated",
        (_, true, _) => "ExternalParticipantRemoved",
        (_, _, true) => "AgentParticipantAdded",
        _ => "EngagementUpdated",
    };
    // What it claims besides is not to be believed.
    let body = json!({"eventType": kind, "eventDate": Utc::now().to_rfc3339(), "accountId": ACCOUNT,
        "event": {"engagementId": engagement, "agentDisplayName": "Nobody at all"}});
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        for endpoint in endpoints {
            for _ in 0..=repeats {
                send(&shared, &endpoint, &body).await;
            }
        }
    });
}

/// Until it is answered well, or was tried often enough.
async fn send(shared: &Shared, endpoint: &str, body: &Value) {
    for _ in 0..TRIES {
        let request = shared.avaya.client.post(endpoint).timeout(PATIENCE).header("content-type", "application/json");
        let answer = request.body(body.to_string()).send().await;
        if answer.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}
