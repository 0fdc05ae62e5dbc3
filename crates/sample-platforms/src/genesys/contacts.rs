//! External contacts.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ErrorBody;
use super::access::allowed;
use crate::server::Shared;

const PERMISSION: &str = "externalContacts:contact:view";

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v2/externalcontacts/identifierlookup/contacts", post(look_up))
        .route("/api/v2/externalcontacts/reversewhitepageslookup", get(white_pages))
        .route("/api/v2/externalcontacts/contacts/{id}", get(contact))
}

async fn look_up(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(asked): Json<Value>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, PERMISSION)?;
    let text = |key: &str| asked.get(key).and_then(Value::as_str).unwrap_or_default();
    let (kind, value) = (text("type"), text("value"));
    if kind == "Phone" && !value.starts_with('+') {
        return Err(ErrorBody::saying(StatusCode::BAD_REQUEST, "The phone number needs a plus and its country code."));
    }
    let is_it = |one: &Value| {
        one.get("type").and_then(Value::as_str) == Some(kind)
            && one.get("value").and_then(Value::as_str).is_some_and(|known| known.eq_ignore_ascii_case(value))
    };
    let claims = |contact: &&Value| {
        contact.get("identifiers").and_then(Value::as_array).is_some_and(|identifiers| identifiers.iter().any(is_it))
    };
    let data = shared.genesys.data();
    data.contacts.iter().find(claims).cloned().map(Json).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sought {
    lookup_val: String,
}

async fn white_pages(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(sought): Query<Sought>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, PERMISSION)?;
    let fields = ["cellPhone", "workPhone", "homePhone", "otherPhone", "workEmail", "personalEmail", "otherEmail"];
    let has = |contact: &&Value| {
        let known = fields.iter().filter_map(|key| contact.get(*key));
        known.filter_map(|field| field.get("e164").unwrap_or(field).as_str()).any(|text| text == sought.lookup_val)
    };
    let data = shared.genesys.data();
    let found: Vec<&Value> = data.contacts.iter().filter(has).take(25).collect();
    Ok(Json(json!({"contacts": found})))
}

async fn contact(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, PERMISSION)?;
    let data = shared.genesys.data();
    let found = data.contacts.iter().find(|contact| contact.get("id").and_then(Value::as_str) == Some(&id));
    found.cloned().map(Json).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))
}
