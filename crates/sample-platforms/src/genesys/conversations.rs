//! Conversations: the query of the analytics, and one conversation as it stands.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use basics::read_time;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::ErrorBody;
use super::access::allowed;
use super::service::permitted;
use crate::server::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v2/analytics/conversations/details/query", post(query))
        .route("/api/v2/conversations/{id}", get(conversation))
}

/// A query goes over so much time at most.
const LONGEST_DAYS: i64 = 31;

async fn query(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(query): Json<Value>,
) -> Result<Json<Value>, ErrorBody> {
    permitted(&shared, &headers, "analytics:conversationDetail:view")?;
    let bad = |what: &str| ErrorBody::saying(StatusCode::BAD_REQUEST, what);
    let (start, end) = interval(&query).ok_or_else(|| bad("interval is not valid"))?;
    if end - start > Duration::days(LONGEST_DAYS) || end <= start {
        return Err(bad("The interval must be longer than nothing and no longer than 31 days"));
    }
    let number = |pointer: &str, usual: usize| match query.pointer(pointer) {
        None => Some(usual),
        Some(value) => value.as_u64().and_then(|value| usize::try_from(value).ok()),
    };
    let size = number("/paging/pageSize", 25).filter(|size| (1..=100).contains(size));
    let page = number("/paging/pageNumber", 1).filter(|page| *page >= 1);
    let (size, page) = size.zip(page).ok_or_else(|| bad("paging is not valid"))?;
    let filters = |key: &str| query.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let (filters, of_conversations) = (filters("segmentFilters"), filters("conversationFilters"));
    let data = shared.genesys.data();
    let started = |record: &Value| record.get("conversationStart").and_then(read_time);
    let is_in = |record: &&Value| started(record).is_some_and(|time| start <= time && time < end);
    let mut found: Vec<&Value> = data
        .conversations
        .iter()
        .filter(is_in)
        .filter(|record| filters.iter().all(|filter| holds(filter, |predicate| matches(record, predicate))))
        .filter(|record| of_conversations.iter().all(|filter| holds(filter, |predicate| is(record, predicate))))
        .collect();
    found.sort_by_key(|record| started(record));
    if query.get("order").and_then(Value::as_str) == Some("desc") {
        found.reverse();
    }
    let total = found.len();
    let shown: Vec<&Value> = found.into_iter().skip((page - 1) * size).take(size).collect();
    // As the platform does it: of nothing there is no list.
    Ok(Json(if shown.is_empty() {
        json!({"totalHits": total})
    } else {
        json!({"conversations": shown, "totalHits": total})
    }))
}

pub(super) fn interval(query: &Value) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (start, end) = query.get("interval")?.as_str()?.split_once('/')?;
    Some((cjds::parse_time(start)?, cjds::parse_time(end)?))
}

fn holds(filter: &Value, is_true: impl Fn(&Value) -> bool) -> bool {
    let predicates = filter.get("predicates").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut each = predicates.iter().map(is_true);
    if filter.get("type").and_then(Value::as_str) == Some("or") {
        each.any(|holds| holds)
    } else {
        each.all(|holds| holds)
    }
}

/// A predicate of the conversation itself.
fn is(record: &Value, predicate: &Value) -> bool {
    let dimension = predicate.get("dimension").and_then(Value::as_str).unwrap_or_default();
    predicate.get("value").is_some_and(|wanted| record.get(dimension) == Some(wanted))
}

fn matches(record: &Value, predicate: &Value) -> bool {
    let text = |key: &str| predicate.get(key).and_then(Value::as_str).unwrap_or_default();
    let (dimension, wanted) = (text("dimension"), text("value"));
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let plain = |text: &str| text.trim_start_matches("tel:").trim_start_matches('+').to_lowercase();
    let is =
        |value: &Value| value.get(dimension).and_then(Value::as_str).is_some_and(|known| plain(known) == plain(wanted));
    list(record, "participants")
        .iter()
        .any(|participant| is(participant) || list(participant, "sessions").iter().any(is))
}

/// One conversation as the desktop has it: participants with their addresses.
async fn conversation(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    allowed(&headers, "conversation:communication:view")?;
    let data = shared.genesys.data();
    let record = data.conversations.iter().find(|one| one.get("conversationId").and_then(Value::as_str) == Some(&id));
    let record = record.ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    let is_inbound = record.get("originatingDirection").and_then(Value::as_str) == Some("inbound");
    let participants = record.get("participants").and_then(Value::as_array).into_iter().flatten();
    let participants: Vec<Value> = participants
        .map(|participant| {
            let session = participant.pointer("/sessions/0").cloned().unwrap_or_default();
            let own = if is_inbound { ["ani", "addressFrom"] } else { ["dnis", "addressTo"] };
            let address = own.iter().find_map(|key| session.get(*key)).and_then(Value::as_str);
            let is_voice = session.get("mediaType").and_then(Value::as_str) == Some("voice");
            let kind = if is_voice { "calls" } else { "messages" };
            let mut told = json!({"id": participant.get("participantId"), "purpose": participant.get("purpose"),
                "name": participant.get("participantName"), "externalContactId": participant.get("externalContactId"),
                "userId": participant.get("userId"), "address": address, "attributes": {}});
            if let (Some(fields), Some(address)) = (told.as_object_mut(), address) {
                let media = json!([{"state": "connected", "direction": record.get("originatingDirection"),
                    "self": {"addressRaw": address, "addressNormalized": address, "addressDisplayable": address}}]);
                fields.insert(kind.to_owned(), media);
            }
            told
        })
        .collect();
    Ok(Json(json!({"id": id, "startTime": record.get("conversationStart"), "endTime": record.get("conversationEnd"),
        "participants": participants, "selfUri": format!("/api/v2/conversations/{id}")})))
}
