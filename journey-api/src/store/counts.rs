//! How many events each hour of a workspace has, and each hour of every type and source in it, so that a page far into
//! the history is found without stepping over all that comes before it. Whoever writes or deletes events counts them in
//! the same transaction, at its very end: counts are locked last and briefly, and in one order, so that nobody who holds
//! them waits for anybody.

use sqlx::AnyConnection;

use super::plan::Way;
use super::sql::{Value, Values, in_portions};
use super::{Write, now};
use crate::error::Error;
use crate::ids::WorkspaceId;

const HOUR: i64 = 3_600_000;

/// Replicas count in so many rows: two that publish into one workspace seldom wait for each other.
pub(super) const SHARDS: i64 = 4;

/// An hour of a list: the workspace, which list, its value, and the number of the hour.
pub(super) type Hour = (String, &'static str, String, i64);

/// A list whose hours are counted, in one direction.
pub(super) struct Counted<'q> {
    pub(super) workspace: &'q WorkspaceId,
    pub(super) list: &'static str,
    /// Which types, or which sources; empty for the whole workspace.
    pub(super) values: &'q [String],
    pub(super) ascending: bool,
}

/// Where counting hours leads: all before it come before what is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Landmark {
    hour: i64,
    /// How many events come before the hour's own, in the order that was asked for.
    pub(super) before: i64,
}

/// The name under which the events of a way are counted.
pub(super) const fn list(way: Way) -> Option<&'static str> {
    match way {
        Way::All => Some("all"),
        Way::Type => Some("type"),
        Way::Source => Some("source"),
        Way::Lookup | Way::Id => None,
    }
}

/// The first millisecond and the last of an hour.
const fn bounds(hour: i64) -> (i64, i64) {
    let first = hour.saturating_mul(HOUR);
    (first, first.saturating_add(HOUR - 1))
}

/// The first millisecond and the last of the hour that a point in time lies in.
pub(super) const fn hour_around(time: i64) -> (i64, i64) {
    bounds(time.div_euclid(HOUR))
}

impl Landmark {
    /// The hour's first millisecond and its last.
    pub(super) const fn bounds(self) -> (i64, i64) {
        bounds(self.hour)
    }
}

impl Counted<'_> {
    /// The hour of the event after the first `offset` of those that are not of the hour of `beyond` or before it. Exact
    /// only in the transaction that reads the events, too, and sees both at one moment.
    pub(super) async fn landmark(
        &self,
        connection: &mut AnyConnection,
        beyond: Option<i64>,
        offset: i64,
    ) -> Result<Option<Landmark>, Error> {
        let beyond = beyond.map(|time| time.div_euclid(HOUR));
        // First the day: a year has too many hours to be read one by one. Both databases round towards 0, so that the
        // hours from -23 to 23 are one day.
        let days = self.spans(connection, "hour / 24", beyond, None).await?;
        let Some((day, earlier)) = reached(&days, offset) else { return Ok(None) };
        let hours = self.spans(connection, "hour", beyond, Some(day)).await?;
        Ok(reached(&hours, offset - earlier).map(|(hour, before)| Landmark { hour, before: earlier + before }))
    }

    /// How many events each span has, in order: of all that lie beyond an hour, of one day or of all days.
    async fn spans(
        &self,
        connection: &mut AnyConnection,
        span: &str,
        beyond: Option<i64>,
        day: Option<i64>,
    ) -> Result<Vec<(i64, i64)>, Error> {
        let (direction, past) = if self.ascending { ("ASC", ">") } else { ("DESC", "<") };
        let mut values = Values::default();
        let mut condition =
            format!("workspace_id = {} AND list = {}", values.put(self.workspace.as_str()), values.put(self.list));
        let of = match self.values {
            [] => values.put_all([""]),
            some => values.put_all(some.iter().map(String::as_str)),
        };
        condition.push_str(&format!(" AND value IN ({of})"));
        if let Some(hour) = beyond {
            condition.push_str(&format!(" AND hour {past} {}", values.put(hour)));
        }
        if let Some(day) = day {
            let first = day.saturating_mul(24);
            let (from, to) = (values.put(first.saturating_sub(23)), values.put(first.saturating_add(23)));
            condition.push_str(&format!(" AND hour BETWEEN {from} AND {to} AND hour / 24 = {}", values.put(day)));
        }
        let sql = format!(
            "SELECT {span}, CAST(SUM(events) AS BIGINT) FROM event_counts WHERE {condition} \
             GROUP BY 1 ORDER BY 1 {direction}"
        );
        Ok(values.query(&sql).fetch_all(connection).await?)
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
    /// Notes that a workspace has so many events more (or less) of that type, source and time.
    pub(super) fn count(&mut self, workspace: &str, kind: &str, source: &str, time: i64, events: i64) {
        let hour = time.div_euclid(HOUR);
        for (way, value) in [(Way::All, ""), (Way::Type, kind), (Way::Source, source)] {
            if let Some(list) = list(way) {
                *self.counts.entry((workspace.to_owned(), list, value.to_owned(), hour)).or_default() += events;
            }
        }
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
                .map(|((workspace, list, value, hour), events)| {
                    let texts = [workspace.as_str(), *list, value.as_str()].map(Value::from);
                    let numbers = [*hour, shard, *events].map(Value::from);
                    format!("({})", values.put_all(texts.into_iter().chain(numbers)))
                })
                .collect();
            let sql = format!(
                "INSERT INTO event_counts (workspace_id, list, value, hour, shard, events) VALUES {} \
                 ON CONFLICT (workspace_id, list, value, hour, shard) \
                 DO UPDATE SET events = event_counts.events + excluded.events",
                rows.join(", ")
            );
            values.execute(&sql).execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Makes one row of those of each hour before `time`, and none where no event is left.
    pub(super) async fn tidy_counts_before(&mut self, workspace: &str, time: i64) -> Result<(), Error> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "DELETE FROM event_counts WHERE workspace_id = $1 AND hour < $2 RETURNING list, value, hour, events",
        )
        .bind(workspace)
        .bind(time.min(now()).div_euclid(HOUR))
        .fetch_all(self.connection())
        .await?;
        for (name, value, hour, events) in rows {
            let known = [Way::All, Way::Type, Way::Source].into_iter().filter_map(list).find(|list| *list == name);
            if let Some(list) = known {
                *self.counts.entry((workspace.to_owned(), list, value, hour)).or_default() += events;
            }
        }
        Ok(())
    }
}
