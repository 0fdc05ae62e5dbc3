//! Jobs of the analytics: conversations of a long time, from a lake that is filled with a delay. A job is accepted first, runs
//! for a few questions, and has results page by page.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ErrorBody;
use super::conversations::interval;
use super::service::permitted;
use super::talk::at;
use crate::control::held;
use crate::random::uuid_of;
use crate::server::Shared;

const PERMISSION: &str = "analytics:conversationDetail:view";
/// The lake is so far behind, where nobody says.
const BEHIND_HOURS: i64 = 6;
/// A job is asked for so often before it is done.
const STATES: [&str; 3] = ["QUEUED", "RUNNING", "FULFILLED"];

/// Jobs by their ids.
#[derive(Default)]
pub(crate) struct Jobs {
    all: HashMap<String, Job>,
    count: u64,
    /// How far the lake is filled.
    filled_to: Option<DateTime<Utc>>,
}

struct Job {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    asked: usize,
}

impl Jobs {
    fn filled_to(&self) -> DateTime<Utc> {
        self.filled_to.unwrap_or_else(|| Utc::now() - Duration::hours(BEHIND_HOURS))
    }

    /// `{"kind": "lake", "filledTo": time}`; `"lost": true`: all jobs are gone.
    pub(super) fn happen(&mut self, what: &Value) -> Value {
        if let Some(time) = what.get("filledTo").and_then(basics::read_time) {
            self.filled_to = Some(time);
        }
        if what.get("lost") == Some(&json!(true)) {
            self.all.clear();
        }
        json!({"jobs": self.count})
    }
}

pub(super) fn router() -> Router<Shared> {
    let base = "/api/v2/analytics/conversations/details/jobs";
    Router::new()
        .route(base, post(begin))
        .route(&format!("{base}/availability"), get(availability))
        .route(&format!("{base}/{{id}}"), get(state).delete(cancel))
        .route(&format!("{base}/{{id}}/results"), get(results))
}

async fn begin(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(query): Json<Value>,
) -> Result<(StatusCode, Json<Value>), ErrorBody> {
    permitted(&shared, &headers, PERMISSION)?;
    let bad = |what: &str| ErrorBody::saying(StatusCode::BAD_REQUEST, what);
    let (from, to) = interval(&query).ok_or_else(|| bad("interval is not valid"))?;
    if to <= from {
        return Err(bad("interval is not valid"));
    }
    let mut jobs = held(&shared.genesys.jobs);
    jobs.count += 1;
    let id = uuid_of(&format!("job {}", jobs.count));
    jobs.all.insert(id.clone(), Job { from, to, asked: 0 });
    Ok((StatusCode::ACCEPTED, Json(json!({"jobId": id}))))
}

async fn availability(State(shared): State<Shared>, headers: HeaderMap) -> Result<Json<Value>, ErrorBody> {
    permitted(&shared, &headers, PERMISSION)?;
    Ok(Json(json!({"dataAvailabilityDate": at(held(&shared.genesys.jobs).filled_to())})))
}

async fn state(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    permitted(&shared, &headers, PERMISSION)?;
    let mut jobs = held(&shared.genesys.jobs);
    let job = jobs.all.get_mut(&id).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    let state = STATES.get(job.asked).or(STATES.last()).copied();
    job.asked += 1;
    Ok(Json(json!({"state": state, "submissionDate": at(Utc::now())})))
}

async fn cancel(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, ErrorBody> {
    permitted(&shared, &headers, PERMISSION)?;
    let gone = held(&shared.genesys.jobs).all.remove(&id);
    gone.map(|_| StatusCode::NO_CONTENT).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    cursor: Option<String>,
    page_size: Option<usize>,
}

async fn results(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, ErrorBody> {
    permitted(&shared, &headers, PERMISSION)?;
    let jobs = held(&shared.genesys.jobs);
    let job = jobs.all.get(&id).ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    if job.asked < STATES.len() {
        return Err(ErrorBody::saying(StatusCode::BAD_REQUEST, "The job is not fulfilled"));
    }
    let (from, to) = (job.from, job.to.min(jobs.filled_to()));
    let bad = || ErrorBody::saying(StatusCode::BAD_REQUEST, "cursor is not valid");
    let start: usize = match &page.cursor {
        None => 0,
        Some(cursor) => cursor.strip_prefix("at+").and_then(|text| text.parse().ok()).ok_or_else(bad)?,
    };
    let size = page.page_size.unwrap_or(1000).clamp(1, 1000);
    let data = shared.genesys.data();
    let time = |record: &Value, key: &str| record.get(key).and_then(basics::read_time);
    // All that went on at that time, in the order in which it began.
    let mut found: Vec<&Value> = data
        .conversations
        .iter()
        .filter(|record| {
            time(record, "conversationStart").is_some_and(|start| start < to)
                && time(record, "conversationEnd").is_none_or(|end| end >= from)
        })
        .collect();
    found.sort_by_key(|record| time(record, "conversationStart"));
    let shown: Vec<&Value> = found.iter().skip(start).take(size).copied().collect();
    let end = start + shown.len();
    let mut answer = json!({"conversations": shown, "dataAvailabilityDate": at(jobs.filled_to())});
    if let Some(fields) = answer.as_object_mut().filter(|_| end < found.len()) {
        fields.insert("cursor".to_owned(), json!(format!("at+{end}")));
    }
    Ok(Json(answer))
}
