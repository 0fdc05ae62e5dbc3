//! The query of the analytics for conversations with all their participants (contracts/other-desktops-and-sources.md, C.5): of a
//! window of time, and by their ids.

use chrono::DateTime;
use cjds::write_time;
use genesys::{entities, text_of};
use serde_json::{Value, json};

use super::api::{Api, Question};
use crate::connectors::vendor::ApiError;

const PATH: &str = "/api/v2/analytics/conversations/details/query";
/// So many at once are the most that the platform gives.
pub(crate) const PAGE: usize = 100;
/// A query goes over so much time at most, in ms.
pub(crate) const LONGEST: i64 = 31 * 86_400_000;

/// Two times (epoch ms) as the platform wants them.
pub(crate) fn interval(from: i64, to: i64) -> String {
    let written = |at| write_time(DateTime::from_timestamp_millis(at).unwrap_or_default());
    format!("{}/{}", written(from), written(to))
}

/// A page of the conversations that began in that time (epoch ms), from page 1 on; and whether there are more. What begins meanwhile
/// stands behind, so that no page moves.
pub(crate) async fn begun(
    api: &Api,
    connector: &str,
    (from, to): (i64, i64),
    page: usize,
) -> Result<(Vec<Value>, bool), ApiError> {
    let body = json!({"interval": interval(from, to), "order": "asc", "orderBy": "conversationStart",
        "paging": {"pageSize": PAGE, "pageNumber": page}});
    let answer = api.ask(connector, &Question::post(PATH, &body)).await?;
    let records = listed(answer)?;
    // The last page may be a full one, and then the next is empty.
    let has_more = records.len() >= PAGE;
    Ok((records, has_more))
}

/// The conversations of these ids, which began in that time (epoch ms); at most [`PAGE`].
pub(crate) async fn of_ids(
    api: &Api,
    connector: &str,
    (from, to): (i64, i64),
    ids: &[&str],
) -> Result<Vec<Value>, ApiError> {
    let is =
        |id: &&str| json!({"type": "dimension", "dimension": "conversationId", "operator": "matches", "value": id});
    let predicates: Vec<Value> = ids.iter().map(is).collect();
    let body = json!({"interval": interval(from, to), "order": "asc", "orderBy": "conversationStart",
        "paging": {"pageSize": PAGE, "pageNumber": 1}, "conversationFilters": [{"type": "or", "predicates": predicates}]});
    listed(api.ask(connector, &Question::post(PATH, &body)).await?)
}

/// The conversations of an answer; of none there is no list.
pub(crate) fn listed(answer: Value) -> Result<Vec<Value>, ApiError> {
    let records = entities(&answer, "conversations").map(<[Value]>::to_vec);
    records.ok_or_else(|| ApiError::Away("the answer has no list of conversations".to_owned()))
}

/// The id of a conversation.
pub(crate) fn id_of(record: &Value) -> Option<String> {
    text_of(record, "conversationId")
}
