//! How many events each hour of a workspace has, so that a page far into the history is found without stepping over all
//! that comes before it. Whoever writes or deletes events counts them in the same transaction, at its very end: counts
//! are locked last and briefly, and in one order, so that nobody who holds them waits for anybody.

use sqlx::AnyConnection;

use super::sql::{Value, Values, in_portions};
use super::{Write, now};
use crate::error::Error;
use crate::ids::WorkspaceId;

const HOUR: i64 = 3_600_000;

/// Replicas count in so many rows: two that publish into one workspace seldom wait for each other.
pub(super) const SHARDS: i64 = 4;

/// An hour of a workspace.
pub(super) type Hour = (String, i64);

/// Where counting hours leads: all before it come before what is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Landmark {
    hour: i64,
    /// How many events come before the hour's own, in the order that was asked for.
    pub(super) before: i64,
}

impl Landmark {
    /// The hour's first millisecond and its last.
    pub(super) const fn bounds(self) -> (i64, i64) {
        let first = self.hour.saturating_mul(HOUR);
        (first, first.saturating_add(HOUR - 1))
    }

    /// The hour of the event after the first `offset` of a workspace. Exact only in the transaction that reads the
    /// events, too, and sees both at one moment.
    pub(super) async fn find(
        connection: &mut AnyConnection,
        workspace: &WorkspaceId,
        ascending: bool,
        offset: i64,
    ) -> Result<Option<Self>, Error> {
        let direction = if ascending { "ASC" } else { "DESC" };
        // First the day: a year has too many hours to be read one by one. Both databases round towards 0, so that the
        // hours from -23 to 23 are one day.
        let mut values = Values::default();
        let sql = format!(
            "SELECT hour / 24, CAST(SUM(events) AS BIGINT) FROM event_counts WHERE workspace_id = {} \
             GROUP BY 1 ORDER BY 1 {direction}",
            values.put(workspace.as_str())
        );
        let days: Vec<(i64, i64)> = values.query(&sql).fetch_all(&mut *connection).await?;
        let Some((day, earlier)) = reached(&days, offset) else { return Ok(None) };
        let mut values = Values::default();
        let id = values.put(workspace.as_str());
        let (first, last) = (day.saturating_mul(24).saturating_sub(23), day.saturating_mul(24).saturating_add(23));
        let (first, last, day) = (values.put(first), values.put(last), values.put(day));
        let sql = format!(
            "SELECT hour, CAST(SUM(events) AS BIGINT) FROM event_counts WHERE workspace_id = {id} \
             AND hour BETWEEN {first} AND {last} AND hour / 24 = {day} GROUP BY 1 ORDER BY 1 {direction}"
        );
        let hours: Vec<(i64, i64)> = values.query(&sql).fetch_all(&mut *connection).await?;
        Ok(reached(&hours, offset - earlier).map(|(hour, before)| Self { hour, before: earlier + before }))
    }
}

/// Which of some spans holds the event after the first `offset`, or the last one that holds any; and how many events
/// come before that span.
fn reached(spans: &[(i64, i64)], offset: i64) -> Option<(i64, i64)> {
    let (mut found, mut passed) = (None, 0);
    for (span, events) in spans.iter().filter(|(_, events)| *events > 0) {
        if passed > offset {
            break;
        }
        found = Some((*span, passed));
        passed += events;
    }
    found
}

impl Write {
    /// Notes that a workspace has so many events more (or less) of that time.
    pub(super) fn count(&mut self, workspace: &str, time: i64, events: i64) {
        *self.counts.entry((workspace.to_owned(), time.div_euclid(HOUR))).or_default() += events;
    }

    /// Writes down what was noted.
    pub(super) async fn write_counts(&mut self) -> sqlx::Result<()> {
        let counts: Vec<(Hour, i64)> =
            std::mem::take(&mut self.counts).into_iter().filter(|(_, events)| *events != 0).collect();
        for portion in in_portions(&counts) {
            let mut values = Values::default();
            let shard = self.shard;
            let rows: Vec<String> = portion
                .iter()
                .map(|((workspace, hour), events)| {
                    let numbers = [*hour, shard, *events].map(Value::from);
                    format!("({})", values.put_all([Value::from(workspace.as_str())].into_iter().chain(numbers)))
                })
                .collect();
            let sql = format!(
                "INSERT INTO event_counts (workspace_id, hour, shard, events) VALUES {} \
                 ON CONFLICT (workspace_id, hour, shard) DO UPDATE SET events = event_counts.events + excluded.events",
                rows.join(", ")
            );
            values.execute(&sql).execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Makes one row of those of each hour before `time`, and none where no event is left.
    pub(super) async fn tidy_counts_before(&mut self, workspace: &str, time: i64) -> Result<(), Error> {
        let rows: Vec<(i64, i64)> =
            sqlx::query_as("DELETE FROM event_counts WHERE workspace_id = $1 AND hour < $2 RETURNING hour, events")
                .bind(workspace)
                .bind(time.min(now()).div_euclid(HOUR))
                .fetch_all(self.connection())
                .await?;
        for (hour, events) in rows {
            self.count(workspace, hour.saturating_mul(HOUR), events);
        }
        Ok(())
    }
}
