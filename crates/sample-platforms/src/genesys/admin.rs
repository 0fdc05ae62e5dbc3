//! What an administrator's wizard needs: OAuth clients, groups, and integrations with their types and configurations.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, patch};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use super::ErrorBody;
use super::access::{CLIENT, allowed};
use crate::control::held;
use crate::random::uuid_of;
use crate::server::Shared;

const TYPE: &str = "embedded-client-app-interaction-widget";
/// The kinds of interaction that a widget can be shown for.
const COMMUNICATIONS: [&str; 6] = ["call", "callback", "chat", "email", "sms", "open"];

/// What was set up.
pub(crate) struct Admin {
    client: Value,
    integrations: Vec<Integration>,
}

struct Integration {
    record: Value,
    configuration: Value,
}

impl Default for Admin {
    fn default() -> Self {
        // As somebody makes it by hand.
        let client = json!({"id": CLIENT, "name": "Customer Journey", "authorizedGrantType": "CODE", "scope": ["users:readonly"],
            "registeredRedirectUri": ["https://elsewhere.example.com/kept"], "accessTokenValiditySeconds": 86400, "state": "active",
            "description": "Made by hand", "secret": "sample-secret"});
        Self { client, integrations: Vec::new() }
    }
}

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v2/oauth/clients/{id}", get(client).put(put_client))
        .route("/api/v2/groups", get(groups))
        .route("/api/v2/integrations/types/{id}", get(integration_type))
        .route("/api/v2/integrations", get(integrations).post(add_integration))
        .route("/api/v2/integrations/{id}", patch(patch_integration))
        .route("/api/v2/integrations/{id}/config/current", get(configuration).put(put_configuration))
}

fn not_found() -> ErrorBody {
    ErrorBody::of(StatusCode::NOT_FOUND)
}

fn bad(what: &str) -> ErrorBody {
    ErrorBody::saying(StatusCode::BAD_REQUEST, what)
}

async fn client(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "oauth:client:view")?;
    if id == CLIENT { Ok(Json(held(&shared.genesys.admin).client.clone())) } else { Err(not_found()) }
}

async fn put_client(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body): Json<Map<String, Value>>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "oauth:client:edit")?;
    if id != CLIENT {
        return Err(not_found());
    }
    for needed in ["name", "authorizedGrantType"] {
        if !body.get(needed).is_some_and(Value::is_string) {
            return Err(bad(&format!("{needed} is required")));
        }
    }
    let mut admin = held(&shared.genesys.admin);
    if let Some(fields) = admin.client.as_object_mut() {
        // A PUT says all: what is left out is gone.
        fields.retain(|key, _| matches!(key.as_str(), "id" | "secret"));
        fields.extend(body.into_iter().filter(|(key, _)| key != "id" && key != "secret"));
    }
    Ok(Json(admin.client.clone()))
}

async fn groups(headers: HeaderMap) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "directory:group:view")?;
    let groups: Vec<Value> =
        ["Agents", "Supervisors"].iter().map(|name| json!({"id": uuid_of(name), "name": name})).collect();
    Ok(Json(json!({"entities": groups, "pageSize": 100, "pageNumber": 1, "total": 2, "pageCount": 1})))
}

async fn integration_type(headers: HeaderMap, Path(id): Path<String>) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "integrations:integration:view")?;
    if id == TYPE { Ok(Json(json!({"id": TYPE, "name": "Interaction Widget"}))) } else { Err(not_found()) }
}

async fn integrations(State(shared): State<Shared>, headers: HeaderMap) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "integrations:integration:view")?;
    let admin = held(&shared.genesys.admin);
    let records: Vec<&Value> = admin.integrations.iter().map(|one| &one.record).collect();
    Ok(Json(json!({"entities": records, "pageSize": 100, "pageNumber": 1, "total": records.len(), "pageCount": 1})))
}

async fn add_integration(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "integrations:integration:add")?;
    if body.pointer("/integrationType/id").and_then(Value::as_str) != Some(TYPE) {
        return Err(bad("There is no such integration type"));
    }
    let mut admin = held(&shared.genesys.admin);
    let id = uuid_of(&format!("integration {}", admin.integrations.len()));
    let name = body.get("name").and_then(Value::as_str).unwrap_or("Interaction Widget");
    let record = json!({"id": id, "name": name, "integrationType": {"id": TYPE}, "intendedState": "DISABLED",
        "reportedState": {"code": "INACTIVE"}, "version": 1});
    let configuration = json!({"id": id, "name": name, "version": 1, "properties": {"groups": [], "queueIdFilterList": []},
        "advanced": {}, "notes": "", "credentials": {}});
    admin.integrations.push(Integration { record: record.clone(), configuration });
    Ok(Json(record))
}

async fn patch_integration(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body): Json<Map<String, Value>>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "integrations:integration:edit")?;
    let mut admin = held(&shared.genesys.admin);
    let found = admin.integrations.iter_mut().find(|one| has_id(&one.record, &id)).ok_or_else(not_found)?;
    match body.get("intendedState").and_then(Value::as_str) {
        Some(state @ ("ENABLED" | "DISABLED")) => {
            if let Some(fields) = found.record.as_object_mut() {
                fields.insert("intendedState".to_owned(), json!(state));
            }
            Ok(Json(found.record.clone()))
        }
        _ => Err(bad("intendedState is ENABLED or DISABLED")),
    }
}

async fn configuration(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "integrations:integration:view")?;
    let admin = held(&shared.genesys.admin);
    let found = admin.integrations.iter().find(|one| has_id(&one.record, &id)).ok_or_else(not_found)?;
    Ok(Json(found.configuration.clone()))
}

async fn put_configuration(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "integrations:integration:edit")?;
    let mut admin = held(&shared.genesys.admin);
    let found = admin.integrations.iter_mut().find(|one| has_id(&one.record, &id)).ok_or_else(not_found)?;
    for needed in ["properties", "advanced", "credentials"] {
        if !body.get(needed).is_some_and(Value::is_object) {
            return Err(bad(&format!("{needed} is required")));
        }
    }
    let version = found.configuration.get("version").and_then(Value::as_u64).unwrap_or_default();
    if body.get("version").and_then(Value::as_u64) != Some(version) {
        return Err(ErrorBody::of(StatusCode::CONFLICT));
    }
    let url = body.pointer("/properties/url").and_then(Value::as_str).unwrap_or_default();
    // HTTPS only; this machine's pages are let through for tests.
    if !["https://", "http://127.0.0.1", "http://localhost"].iter().any(|start| url.starts_with(start)) {
        return Err(bad("properties.url must be https"));
    }
    let filter = body.pointer("/properties/communicationTypeFilter").and_then(Value::as_str).unwrap_or_default();
    if !filter.split(',').map(str::trim).all(|one| one.is_empty() || COMMUNICATIONS.contains(&one)) {
        return Err(bad("Input validation error"));
    }
    found.configuration = body;
    let name = found.configuration.get("name").cloned().unwrap_or_default();
    if let Some(fields) = found.configuration.as_object_mut() {
        fields.insert("version".to_owned(), json!(version + 1));
    }
    if let Some(fields) = found.record.as_object_mut() {
        fields.insert("name".to_owned(), name);
    }
    Ok(Json(found.configuration.clone()))
}

fn has_id(record: &Value, id: &str) -> bool {
    record.get("id").and_then(Value::as_str) == Some(id)
}
