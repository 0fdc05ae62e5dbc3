//! Reading events: windows for the profile, what a stream has missed, one by its number. Pages are for `pages`.

use cjds::rsql::{Expression, Selector};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Store;
use super::persons::placeholders;
use super::plan::Sorting;
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};

/// One stored event.
#[derive(Debug)]
pub(crate) struct StoredEvent {
    /// The order of arrival.
    pub(crate) seq: i64,
    /// The event as it is answered.
    pub(crate) body: Box<RawValue>,
}

/// Which events are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventQuery {
    /// Those of these identities; `None`: of all.
    pub(crate) lookups: Option<Vec<Lookup>>,
    /// A filter on the event's own fields.
    pub(crate) filter: Option<Expression>,
    /// A filter on the keys of its data.
    pub(crate) data: Option<Expression>,
    pub(crate) sorting: Sorting,
}

impl EventQuery {
    /// Whether the filters let the event through.
    pub(crate) fn admits(&self, event: &Value) -> bool {
        let in_event = |selector: &Selector| selector.find(event);
        let in_data = |selector: &Selector| event.get("data").and_then(|data| selector.find(data));
        self.filter.as_ref().is_none_or(|filter| filter.matches(&in_event))
            && self.data.as_ref().is_none_or(|filter| filter.matches(&in_data))
    }
}

impl Store {
    /// The events of those identities and types from `since` (epoch ms) on, the newest first.
    pub(crate) async fn events_since(
        &self,
        workspace: &WorkspaceId,
        lookups: &[Lookup],
        types: &[String],
        since: i64,
    ) -> Result<Vec<StoredEvent>, Error> {
        let mut rows: Vec<(i64, i64, String)> = Vec::new();
        if types.is_empty() {
            return Ok(Vec::new());
        }
        for lookups in lookups.chunks(200) {
            let sql = format!(
                // `|| ''` keeps a database from taking the index of the types: those are of all persons.
                "SELECT time, seq, body FROM events WHERE workspace_id = $1 AND time >= $2 AND type || '' IN ({}) \
                 AND lookup IN ({})",
                placeholders(3, types.len()),
                placeholders(3 + types.len(), lookups.len())
            );
            let mut query = sqlx::query_as(&sql).bind(workspace.as_str()).bind(since);
            for kind in types {
                query = query.bind(kind);
            }
            for lookup in lookups {
                query = query.bind(lookup.as_str());
            }
            rows.extend(query.fetch_all(self.reading().await?.session()).await?);
        }
        rows.sort_unstable_by_key(|(time, seq, _)| std::cmp::Reverse((*time, *seq)));
        rows.into_iter().map(|(_, seq, body)| Ok(StoredEvent { seq, body: RawValue::from_string(body)? })).collect()
    }

    /// The types of a workspace's events, so many at most: each is one look into the index, however many events it has.
    pub(crate) async fn event_types(&self, workspace: &WorkspaceId, most: i64) -> Result<Vec<String>, Error> {
        let sql = "WITH RECURSIVE seen (type) AS ( \
                       SELECT (SELECT MIN(type) FROM events WHERE workspace_id = $1) \
                       UNION ALL \
                       SELECT (SELECT MIN(e.type) FROM events e WHERE e.workspace_id = $1 AND e.type > seen.type) \
                       FROM seen WHERE seen.type IS NOT NULL) \
                   SELECT type FROM seen WHERE type IS NOT NULL LIMIT $2";
        let query = sqlx::query_as::<_, (String,)>(sql).bind(workspace.as_str()).bind(most);
        let rows = query.fetch_all(self.reading().await?.session()).await?;
        Ok(rows.into_iter().map(|(kind,)| kind).collect())
    }

    /// The newest events of a type.
    pub(crate) async fn newest_of_type(
        &self,
        workspace: &WorkspaceId,
        kind: &str,
        most: i64,
    ) -> Result<Vec<StoredEvent>, Error> {
        let sql =
            "SELECT seq, body FROM events WHERE workspace_id = $1 AND type = $2 ORDER BY time DESC, seq DESC LIMIT $3";
        let query = sqlx::query_as::<_, (i64, String)>(sql).bind(workspace.as_str()).bind(kind).bind(most);
        let rows = query.fetch_all(self.reading().await?.session()).await?;
        rows.into_iter().map(|(seq, body)| Ok(StoredEvent { seq, body: RawValue::from_string(body)? })).collect()
    }

    /// Events of a workspace that arrived after `seq`, in the order of arrival.
    pub(crate) async fn events_in_order(
        &self,
        workspace: &WorkspaceId,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<StoredEvent>, Error> {
        let sql = "SELECT seq, body FROM events WHERE seq > $1 AND workspace_id || '' = $2 ORDER BY seq LIMIT $3";
        let query = sqlx::query_as::<_, (i64, String)>(sql).bind(seq).bind(workspace.as_str()).bind(limit);
        let rows = query.fetch_all(self.reading().await?.session()).await?;
        rows.into_iter().map(|(seq, body)| Ok(StoredEvent { seq, body: RawValue::from_string(body)? })).collect()
    }

    /// The event of that number, and where it belongs.
    pub(crate) async fn event(&self, seq: i64) -> Result<Option<(WorkspaceId, Lookup, StoredEvent)>, Error> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT workspace_id, lookup, body FROM events WHERE seq = $1")
                .bind(seq)
                .fetch_optional(&self.pool)
                .await?;
        row.map(|(workspace, lookup, body)| {
            Ok((WorkspaceId(workspace), Lookup(lookup), StoredEvent { seq, body: RawValue::from_string(body)? }))
        })
        .transpose()
    }

    /// The number of the event that arrived last; 0 without any.
    pub(crate) async fn last_seq(&self) -> Result<i64, Error> {
        let (seq,): (i64,) = sqlx::query_as("SELECT COALESCE(MAX(seq), 0) FROM events").fetch_one(&self.pool).await?;
        Ok(seq)
    }
}
