//! The search: records of tasks, page by page.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::allowed;
use super::error_body::ErrorBody;
use super::query::{chosen, read};
use super::subscriptions::Whose;
use crate::server::Shared;

/// So many tasks are on a page; the platform has 250, and few are made here.
const PAGE: usize = 3;
/// So long a stretch may be that is read with activities, in ms: 30 days.
const LONGEST: i64 = 30 * 86_400_000;

#[derive(Deserialize)]
struct Asked {
    query: String,
}

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/search", post(search))
}

async fn search(
    State(shared): State<Shared>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
    Json(asked): Json<Asked>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&shared, &headers, whose.org_id.as_deref())?;
    let refused = |words: &str| ErrorBody::new(StatusCode::BAD_REQUEST, words);
    let fields = read(&asked.query).ok_or_else(|| refused("The query cannot be read"))?;
    let details =
        fields.iter().find(|field| field.name == "taskDetails").ok_or_else(|| refused("taskDetails is missing"))?;
    let time = |name: &str| details.argument(name).and_then(|text| text.parse::<i64>().ok());
    let (from, to) = time("from").zip(time("to")).ok_or_else(|| refused("from and to must be said"))?;
    let has_activities = details.field("tasks").is_some_and(|tasks| tasks.field("activities").is_some());
    if to < from || (has_activities && to - from > LONGEST) {
        return Err(refused("from and to are too far from each other"));
    }
    let by = details.argument("timeComparator").unwrap_or("createdTime");
    let mut tasks: Vec<Value> = shared.webex.with(|state| {
        let records = state.calls.iter().map(|call| call.record.clone());
        records.filter(|record| record[by].as_i64().is_some_and(|at| (from..=to).contains(&at))).collect()
    });
    tasks.sort_by_key(|record| record["createdTime"].as_i64());
    let cursor = details.argument("cursor").filter(|cursor| *cursor != "NA");
    let first: usize = match cursor {
        Some(cursor) => cursor.parse().map_err(|_| refused("The cursor cannot be read"))?,
        None => 0,
    };
    let next = first + PAGE;
    let page: Vec<Value> = tasks.iter().skip(first).take(PAGE).cloned().collect();
    let info = json!({"hasNextPage": next < tasks.len(), "endCursor": next.to_string()});
    let answer = json!({"taskDetails": {"tasks": page, "pageInfo": info}});
    let data = chosen(&answer, &fields).map_err(|words| refused(&words))?;
    Ok(Json(json!({"data": data})))
}
