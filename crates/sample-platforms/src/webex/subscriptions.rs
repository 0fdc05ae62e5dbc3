//! Subscriptions of both versions, each of which shows only its own.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::access::allowed;
use super::error_body::ErrorBody;
use super::state::{ORGANIZATION, Subscription};
use crate::random::Random;
use crate::server::Shared;

/// So many an organization may have.
const MOST: usize = 20;
/// What may be subscribed, by resource and version.
const TYPES: [(&str, &str, &[&str]); 4] = [
    (
        "task",
        "1.0.0",
        &[
            "new",
            "parked",
            "connect",
            "connected",
            "on-hold",
            "hold-done",
            "consulting",
            "consult-done",
            "conferencing",
            "conference-done",
            "conference-transferred",
            "ended",
            "failed",
        ],
    ),
    ("agent", "1.0.0", &["login", "logout", "state_change"]),
    ("agent", "2.0.0", &["login", "logout", "channel_state_change", "channelType_state_change"]),
    ("capture", "1.0.0", &["available"]),
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whose {
    pub(super) org_id: Option<String>,
}

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/{version}/event-types", get(types))
        .route("/{version}/subscriptions", get(list).post(create))
        .route("/{version}/subscriptions/{id}", get(one).patch(update).delete(remove))
}

fn version_of(word: &str) -> Result<u8, ErrorBody> {
    match word {
        "v1" => Ok(1),
        "v2" => Ok(2),
        _ => Err(ErrorBody::of(StatusCode::NOT_FOUND)),
    }
}

fn meta(more: Value) -> Value {
    let mut meta = json!({"orgId": ORGANIZATION});
    if let (Some(meta), Value::Object(more)) = (meta.as_object_mut(), more) {
        meta.extend(more);
    }
    meta
}

async fn types(
    State(shared): State<Shared>,
    Path(version): Path<String>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, whose.org_id.as_deref())?;
    let is_second = version_of(&version)? == 2;
    let of = |(resource, _, actions): &(&str, &str, &[&str])| -> Vec<Value> {
        let one =
            |action: &&str| json!({"name": format!("{resource}:{action}"), "resource": resource, "action": action});
        actions.iter().map(one).collect()
    };
    let mut data: Vec<Value> = TYPES.iter().flat_map(of).collect();
    data.dedup();
    let versions: Vec<Value> =
        TYPES.iter().map(|(resource, version, _)| json!({"resource": resource, "version": version})).collect();
    let more = if is_second { json!({"resourceVersionList": versions}) } else { json!({}) };
    Ok(Json(json!({"meta": meta(more), "data": data})))
}

async fn list(
    State(shared): State<Shared>,
    Path(version): Path<String>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, whose.org_id.as_deref())?;
    let version = version_of(&version)?;
    let (data, count) = shared.webex.with(|state| {
        let own = state.subscriptions.iter().filter(|one| one.version == version);
        (own.map(|one| one.body.clone()).collect::<Vec<_>>(), state.subscriptions.len())
    });
    Ok(Json(json!({"meta": meta(json!({"subscriptionCount": count})), "data": data})))
}

async fn create(
    State(shared): State<Shared>,
    Path(version): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Map<String, Value>>,
) -> Result<(StatusCode, Json<Value>), ErrorBody> {
    allowed(&shared, &headers, body.get("orgId").and_then(Value::as_str))?;
    let version = version_of(&version)?;
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    if !(4..=64).contains(&name.chars().count()) {
        return Err(refused("name: must have 4 to 64 characters"));
    }
    let mut made = json!({"id": Random::new(fastrand::u64(..)).uuid(), "name": name, "status": "active",
        "createdTime": Utc::now().timestamp_millis(), "createdBy": "service-app@example.com"});
    let secret = apply(&mut made, &body, version, true)?;
    let one = Subscription { body: made.clone(), secret, version, failures: 0 };
    shared.webex.with(|state| {
        if state.subscriptions.len() >= MOST {
            return Err(refused("The organization has as many subscriptions as it may have"));
        }
        state.subscriptions.push(one);
        Ok(())
    })?;
    Ok((StatusCode::CREATED, Json(json!({"meta": meta(json!({})), "data": made}))))
}

async fn one(
    State(shared): State<Shared>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, None)?;
    let version = version_of(&version)?;
    let found = shared.webex.with(|state| {
        let mut own = state.subscriptions.iter().filter(|one| one.version == version);
        own.find(|one| one.text("id") == id).map(|one| one.body.clone())
    });
    let data = found.ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    Ok(Json(json!({"meta": meta(json!({})), "data": data})))
}

async fn update(
    State(shared): State<Shared>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Map<String, Value>>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, body.get("orgId").and_then(Value::as_str))?;
    let version = version_of(&version)?;
    shared.webex.with(|state| {
        let mut own = state.subscriptions.iter_mut().filter(|one| one.version == version);
        let found = own.find(|one| one.text("id") == id).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
        let mut changed = found.body.clone();
        let secret = apply(&mut changed, &body, version, false)?;
        found.body = changed.clone();
        found.secret = secret.or(found.secret.take());
        found.failures = 0;
        Ok(Json(json!({"meta": meta(json!({})), "data": changed})))
    })
}

async fn remove(
    State(shared): State<Shared>,
    Path((version, id)): Path<(String, String)>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
) -> Result<StatusCode, ErrorBody> {
    allowed(&shared, &headers, whose.org_id.as_deref())?;
    let version = version_of(&version)?;
    let is_gone = shared.webex.with(|state| {
        let before = state.subscriptions.len();
        state.subscriptions.retain(|one| one.version != version || one.text("id") != id);
        state.subscriptions.len() < before
    });
    if is_gone { Ok(StatusCode::NO_CONTENT) } else { Err(ErrorBody::of(StatusCode::NOT_FOUND)) }
}

/// Takes what a body says, as far as the platform does; the secret.
fn apply(made: &mut Value, body: &Map<String, Value>, version: u8, is_new: bool) -> Result<Option<String>, ErrorBody> {
    let known = ["name", "description", "eventTypes", "destinationUrl", "secret", "orgId", "resourceVersion", "status"];
    if let Some(unknown) = body.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(refused(&format!("{unknown}: is not known")));
    }
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let resource_version = text("resourceVersion");
    if version == 2 && resource_version.is_none() {
        return Err(refused("resourceVersion: is missing"));
    }
    if version == 1 && resource_version.is_some() {
        return Err(refused("resourceVersion: is not of this version"));
    }
    let (resource, of_version) = resource_version.and_then(|word| word.split_once(':')).unwrap_or_default();
    let is_there = |(one, version, _): &&(&str, &str, &[&str])| *one == resource && *version == of_version;
    if version == 2 && !TYPES.iter().any(|one| is_there(&one)) {
        return Err(refused("resourceVersion: is not offered"));
    }
    if is_new || body.contains_key("eventTypes") {
        let types = body.get("eventTypes").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_offered = |kind: &Value| {
            let kind = kind.as_str().unwrap_or_default();
            let offered = |(one, of, actions): &(&str, &str, &[&str])| {
                kind.strip_prefix(one).and_then(|rest| rest.strip_prefix(':')).is_some_and(|it| actions.contains(&it))
                    && (version == 1 || (*one == resource && *of == of_version))
            };
            TYPES.iter().any(offered)
        };
        if !(1..=32).contains(&types.len()) || !types.iter().all(is_offered) {
            return Err(refused("eventTypes: must be 1 to 32 that are offered"));
        }
        made["eventTypes"] = json!(types);
    }
    if is_new || body.contains_key("destinationUrl") {
        let url = text("destinationUrl").unwrap_or_default();
        // The stand-in lets tests on this machine do without a certificate.
        let is_good = url.starts_with("https://") || url.starts_with("http://127.0.0.1:");
        if !is_good || url.contains(['?', '#', '@']) {
            return Err(refused("destinationUrl: must be https, without a query"));
        }
        made["destinationUrl"] = json!(url);
    }
    if let Some(status) = text("status") {
        if is_new || !["active", "inactive"].contains(&status) {
            return Err(refused("status: must be active or inactive"));
        }
        made["status"] = json!(status);
    }
    if let Some(description) = text("description") {
        made["description"] = json!(description);
    }
    if let Some(resource_version) = resource_version {
        made["resourceVersion"] = json!(resource_version);
    }
    made["lastUpdatedTime"] = json!(Utc::now().timestamp_millis());
    made["lastUpdatedBy"] = json!("service-app@example.com");
    match text("secret") {
        Some(secret) if !(32..=256).contains(&secret.len()) => Err(refused("secret: must have 32 to 256 characters")),
        secret => Ok(secret.map(str::to_owned)),
    }
}

fn refused(words: &str) -> ErrorBody {
    ErrorBody::new(StatusCode::BAD_REQUEST, words)
}
