//! Names of the configuration: queues, teams, wrap-up codes, entry points and agents.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::allowed;
use super::error_body::ErrorBody;
use crate::random::uuid_of;
use crate::server::Shared;

pub(super) const QUEUES: [&str; 3] = ["Orders", "Billing", "Repairs"];
pub(super) const AGENTS: [&str; 4] = ["Maya Okafor", "Tom Brandt", "Lena Ruiz", "Sam Whitfield"];
pub(super) const TEAMS: [&str; 2] = ["First line", "Second line"];
pub(super) const CODES: [&str; 4] = ["Solved", "Callback promised", "Order changed", "Complaint"];
pub(super) const ENTRY_POINTS: [&str; 1] = ["Main line"];

const USUAL_PAGE: usize = 100;
const USUAL_USERS: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listing {
    filter: Option<String>,
    #[serde(default)]
    page: usize,
    page_size: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Users {
    user_ids: Vec<String>,
    page_size: Option<usize>,
}

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/organization/{organization}/v2/{what}", get(list))
        .route("/organization/{organization}/user/fetch-user-details-by-ids", post(users))
}

async fn list(
    State(shared): State<Shared>,
    Path((organization, what)): Path<(String, String)>,
    Query(listing): Query<Listing>,
    headers: HeaderMap,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, Some(&organization))?;
    let names: &[&str] = match what.as_str() {
        "contact-service-queue" => &QUEUES,
        "auxiliary-code" => &CODES,
        "team" => &TEAMS,
        "entry-point" => &ENTRY_POINTS,
        _ => return Err(ErrorBody::of(StatusCode::NOT_FOUND)),
    };
    // `id=in=("a","b")`.
    let ids: Option<Vec<&str>> = match listing.filter.as_deref() {
        None => None,
        Some(filter) => {
            let list = filter.strip_prefix("id=in=(").and_then(|rest| rest.strip_suffix(')'));
            let list = list.ok_or_else(|| ErrorBody::new(StatusCode::BAD_REQUEST, "filter: cannot be read"))?;
            Some(list.split(',').map(|id| id.trim().trim_matches('"')).collect())
        }
    };
    let mut all: Vec<Value> = names
        .iter()
        .map(|name| json!({"id": uuid_of(&format!("{what} {name}")), "name": name, "active": true}))
        .collect();
    if let Some(ids) = ids {
        all.retain(|one| ids.iter().any(|id| one["id"] == *id));
    }
    let size = listing.page_size.unwrap_or(USUAL_PAGE).clamp(1, USUAL_PAGE);
    let page: Vec<Value> = all.iter().skip(listing.page.saturating_mul(size)).take(size).cloned().collect();
    let meta = json!({"page": listing.page, "pageSize": size, "totalRecords": all.len(), "totalPages": all.len().div_ceil(size)});
    Ok(Json(json!({"meta": meta, "data": page})))
}

async fn users(
    State(shared): State<Shared>,
    Path(organization): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<Users>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, Some(&organization))?;
    let found = AGENTS.iter().filter_map(|name| {
        let id = agent_id(name);
        let (first, last) = name.split_once(' ')?;
        let email = format!("{}@larkfield.example.com", first.to_lowercase());
        asked.user_ids.contains(&id).then(|| json!({"id": id, "firstName": first, "lastName": last, "email": email}))
    });
    let data: Vec<Value> = found.take(asked.page_size.unwrap_or(USUAL_USERS)).collect();
    Ok(Json(json!({"meta": {"totalRecords": data.len()}, "data": data})))
}

pub(super) fn agent_id(name: &str) -> String {
    uuid_of(&format!("user {name}"))
}

pub(super) fn queue_id(name: &str) -> String {
    uuid_of(&format!("contact-service-queue {name}"))
}

pub(super) fn team_id(name: &str) -> String {
    uuid_of(&format!("team {name}"))
}

pub(super) fn code_id(name: &str) -> String {
    uuid_of(&format!("auxiliary-code {name}"))
}

pub(super) fn entry_point_id(name: &str) -> String {
    uuid_of(&format!("entry-point {name}"))
}
