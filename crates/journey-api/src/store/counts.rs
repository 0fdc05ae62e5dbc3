//! How many events each hour and each day of a workspace has, and of every frequent type and source in it (`frequent`), so that a page far into
//! the history is found without stepping over all that comes before it. Whoever writes or deletes events counts them in
//! the same transaction, at its very end: counts are locked last and briefly, and in one order, so that nobody who holds
//! them waits for anybody.

use super::plan::Way;
use super::pool::Session;
use super::sql::{Value, Values, in_portions};
use super::{Write, now};
use crate::error::Error;
use crate::ids::WorkspaceId;

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// Replicas count in so many rows: two that publish into one workspace seldom wait for each other.
pub(super) const SHARDS: i64 = 4;

/// Hours of a day: a year has too many hours to be read one by one, so days are counted, too.
const DAY: i64 = 24;

/// The lists that are counted.
const ALL: &str = "all";
const TYPE: &str = "type";
const SOURCE: &str = "source";

/// What is counted of a list: the workspace, which list, its value, how many hours (1 or 24), and the number of that hour
/// or day.
pub(super) type Span = (String, String, String, i64, i64);

/// A list whose hours are counted, in one direction.
pub(super) struct Counted<'q> {
    pub(super) workspace: &'q WorkspaceId,
    pub(super) list: &'static str,
    /// Which types, or which sources; empty for the whole workspace.
    pub(super) values: &'q [String],
    pub(super) ascending: bool,
    /// The table of events, for SQLite with the index of the list.
    pub(super) table: &'q str,
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
        Way::All => Some(ALL),
        Way::Type => Some(TYPE),
        Way::Source => Some(SOURCE),
        Way::Lookup | Way::Id => None,
    }
}

/// The column of what is counted for each of its values; `None`: the list is not of such.
pub(super) fn list_column(list: &str) -> Option<&'static str> {
    match list {
        TYPE => Some("type"),
        SOURCE => Some("source"),
        _ => None,
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
        mut session: Session<'_>,
        beyond: Option<i64>,
        offset: i64,
    ) -> Result<Option<Landmark>, Error> {
        let landmark = |(hour, before)| Landmark { hour, before };
        let rare = self.rare(session.again()).await?;
        let (mut day_beyond, mut earlier, mut nearest) = (None, 0, None);
        if let Some(hour) = beyond.map(|time| time.div_euclid(HOUR)) {
            // What is left of the day in which the list begins.
            let day = hour.div_euclid(DAY);
            let hours = self.spans(session.again(), &rare, 1, (day * DAY, day * DAY + DAY - 1), Some(hour)).await?;
            nearest = reached(&hours, offset).map(landmark);
            earlier = hours.iter().map(|(_, events)| events).sum();
            day_beyond = Some(day);
        }
        if earlier > offset {
            return Ok(nearest);
        }
        let days = self.spans(session.again(), &rare, DAY, (i64::MIN, i64::MAX), day_beyond).await?;
        let Some((day, passed)) = reached(&days, offset - earlier) else { return Ok(nearest) };
        earlier += passed;
        let hours = self.spans(session.again(), &rare, 1, (day * DAY, day * DAY + DAY - 1), None).await?;
        Ok(reached(&hours, offset - earlier).map(|(hour, passed)| landmark((hour, earlier + passed))))
    }

    /// Which of the values are not counted, as they have few events.
    async fn rare(&self, session: Session<'_>) -> Result<Vec<String>, Error> {
        if self.values.is_empty() {
            return Ok(Vec::new());
        }
        let mut values = Values::default();
        let (id, list) = (values.put(self.workspace.as_str()), values.put(self.list));
        let of = values.put_all(self.values.iter().map(String::as_str));
        let sql =
            format!("SELECT value FROM counted_values WHERE workspace_id = {id} AND list = {list} AND value IN ({of})");
        let counted: Vec<(String,)> = values.query(&sql).fetch_all(session).await?;
        let is_rare = |value: &&String| !counted.iter().any(|(counted,)| counted == *value);
        Ok(self.values.iter().filter(is_rare).cloned().collect())
    }

    /// How many events each span of so many hours has, in order: of the spans of these numbers that lie beyond one.
    async fn spans(
        &self,
        session: Session<'_>,
        rare: &[String],
        hours: i64,
        (first, last): (i64, i64),
        beyond: Option<i64>,
    ) -> Result<Vec<(i64, i64)>, Error> {
        let direction = if self.ascending { "ASC" } else { "DESC" };
        let (first, last) = match beyond {
            Some(beyond) if self.ascending => (first.max(beyond + 1), last),
            Some(beyond) => (first, last.min(beyond - 1)),
            None => (first, last),
        };
        let mut values = Values::default();
        let (id, list) = (values.put(self.workspace.as_str()), values.put(self.list));
        let of = match self.values {
            [] => values.put_all([""]),
            some => values.put_all(some.iter().map(String::as_str)),
        };
        let length = hours.saturating_mul(HOUR);
        let (since, until) =
            (first.saturating_mul(length), last.saturating_add(1).saturating_mul(length).saturating_sub(1));
        let (hours, first, last) = (values.put(hours), values.put(first), values.put(last));
        let mut spans = format!(
            "SELECT number, events FROM event_counts WHERE workspace_id = {id} AND list = {list} \
             AND value IN ({of}) AND hours = {hours} AND number BETWEEN {first} AND {last}"
        );
        if let Some(column) = list_column(self.list).filter(|_| !rare.is_empty()) {
            let rare = values.put_all(rare.iter().map(String::as_str));
            let (since, until) = (values.put(since), values.put(until));
            // Rounded down, also before 1970.
            spans.push_str(&format!(
                " UNION ALL SELECT (time - ((time % {length}) + {length}) % {length}) / {length}, COUNT(*) FROM {} \
                 WHERE workspace_id = {id} AND {column} IN ({rare}) AND time BETWEEN {since} AND {until} GROUP BY 1",
                self.table
            ));
        }
        let sql = format!(
            "SELECT number, CAST(SUM(events) AS BIGINT) FROM ({spans}) AS spans \
             GROUP BY number ORDER BY number {direction}"
        );
        Ok(values.query(&sql).fetch_all(session).await?)
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
        for (list, value) in [(ALL, ""), (TYPE, kind), (SOURCE, source)] {
            for (hours, number) in [(1, hour), (DAY, hour.div_euclid(DAY))] {
                let span = (workspace.to_owned(), list.to_owned(), value.to_owned(), hours, number);
                *self.counts.entry(span).or_default() += events;
            }
        }
    }

    /// Writes down what was noted.
    pub(super) async fn write_counts(&mut self) -> sqlx::Result<()> {
        let mut counts: Vec<(Span, i64)> =
            std::mem::take(&mut self.counts).into_iter().filter(|(_, events)| *events != 0).collect();
        if counts.is_empty() {
            return Ok(());
        }
        self.only_counted(&mut counts).await?;
        for portion in in_portions(&counts) {
            let mut values = Values::default();
            let shard = self.shard;
            let rows: Vec<String> = portion
                .iter()
                .map(|((workspace, list, value, hours, number), events)| {
                    let texts = [workspace, list, value].map(|text| Value::from(text.as_str()));
                    let numbers = [*hours, *number, shard, *events].map(Value::from);
                    format!("({})", values.put_all(texts.into_iter().chain(numbers)))
                })
                .collect();
            let sql = format!(
                "INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events) VALUES {} \
                 ON CONFLICT (workspace_id, list, value, hours, number, shard) \
                 DO UPDATE SET events = event_counts.events + excluded.events",
                rows.join(", ")
            );
            values.execute(&sql).execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Makes one row of those of each hour and day before `time`, and none where no event is left.
    pub(super) async fn tidy_counts_before(&mut self, workspace: &str, time: i64) -> Result<(), Error> {
        let hour = time.min(now()).div_euclid(HOUR);
        for (hours, number) in [(1, hour), (DAY, hour.div_euclid(DAY))] {
            let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
                "DELETE FROM event_counts WHERE workspace_id = $1 AND hours = $2 AND number < $3 \
                 RETURNING list, value, number, events",
            )
            .bind(workspace)
            .bind(hours)
            .bind(number)
            .fetch_all(self.connection())
            .await?;
            for (list, value, number, events) in rows {
                *self.counts.entry((workspace.to_owned(), list, value, hours, number)).or_default() += events;
            }
        }
        Ok(())
    }
}
