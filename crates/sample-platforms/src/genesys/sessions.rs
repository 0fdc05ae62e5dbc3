//! The sessions of external contacts and their events, page by page behind a cursor.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ErrorBody;
use super::access::allowed;
use crate::server::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v2/externalcontacts/contacts/{id}/journey/sessions", get(sessions))
        .route("/api/v2/journey/sessions/{id}", get(session))
        .route("/api/v2/journey/sessions/{id}/events", get(events))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paged {
    page_size: Option<usize>,
    after: Option<String>,
}

impl Paged {
    fn of(&self, path: &str, all: &[&Value]) -> Result<Json<Value>, ErrorBody> {
        let size = self.page_size.unwrap_or(25);
        let bad = |what: &str| ErrorBody::saying(StatusCode::BAD_REQUEST, what);
        if !(1..=200).contains(&size) {
            return Err(bad("pageSize must be between 1 and 200"));
        }
        // The cursor says nothing to anybody else, and has signs that an address must encode.
        let from = match self.after.as_deref() {
            None => 0,
            Some(after) => {
                let place = after.strip_prefix("at=").and_then(|place| place.strip_suffix("==")?.parse::<usize>().ok());
                place.ok_or_else(|| bad("after is no cursor"))?
            }
        };
        let page: Vec<&&Value> = all.iter().skip(from).take(size).collect();
        let end = from + page.len();
        let next = (end < all.len()).then(|| format!("{path}?pageSize={size}&after=at%3D{end}%3D%3D"));
        Ok(Json(json!({"entities": page, "nextUri": next, "selfUri": path})))
    }
}

async fn sessions(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(paged): Query<Paged>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "externalContacts:session:view")?;
    let data = shared.genesys.data();
    let is_of = |session: &&Value| session.pointer("/externalContact/id").and_then(Value::as_str) == Some(&id);
    let all: Vec<&Value> = data.sessions.iter().filter(is_of).collect();
    paged.of(&format!("/api/v2/externalcontacts/contacts/{id}/journey/sessions"), &all)
}

async fn session(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "journey:session:view")?;
    let data = shared.genesys.data();
    let found = data.sessions.iter().find(|session| session.get("id").and_then(Value::as_str) == Some(&id));
    found.cloned().map(Json).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))
}

async fn events(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(paged): Query<Paged>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "journey:event:view")?;
    let data = shared.genesys.data();
    let events = data.events.get(&id).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    let all: Vec<&Value> = events.iter().collect();
    paged.of(&format!("/api/v2/journey/sessions/{id}/events"), &all)
}
