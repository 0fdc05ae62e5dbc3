//! Which types and sources are counted by hours and days: those with many events, and so many of a workspace at most. A sender
//! may give each event a source of its own; what has few events is counted when it is asked for (`counts`).
//!
//! Whoever writes or deletes events reads what is counted at the end of the transaction, when nobody can begin to count something
//! until it has committed: so each event of a value is counted either then, or by whoever begins to count the value.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::counts::{Span, list_column};
use super::sql::{Values, in_portions};
use super::{Dialect, Store, Write};
use crate::error::Error;

/// From so many events on it is worth counting: before that, no page lies far into the list.
const MANY: i64 = 1_000;
/// After so many events more it is tried again, where others were in the way.
const SOON: i64 = 100;
/// So many types, and so many sources, are counted of a workspace.
const MOST: i64 = 256;
/// So many values are watched for whether they become frequent.
const WATCHED: usize = 4_096;

/// The number by which those who count and those who begin to count something keep out of each other's way: "cnts" in ASCII.
const COUNTS_LOCK: i64 = 0x636e_7473;

/// A type or a source of a workspace: the workspace, which list, its value.
pub(super) type ListValue = (String, String, String);

/// How many events of each value were written here and not counted. However many values there are, one that more than every
/// 4096th event has is found (Misra and Gries).
#[derive(Clone, Debug, Default)]
pub(super) struct Watched(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    events: HashMap<ListValue, i64>,
    /// What has become frequent, and is to be counted.
    frequent: Vec<ListValue>,
}

impl Watched {
    /// Takes what was written and not counted.
    pub(super) fn add(&self, uncounted: HashMap<ListValue, i64>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (value, events) in uncounted {
            if !seen.events.contains_key(&value) && seen.events.len() >= WATCHED {
                seen.events.retain(|_, events| {
                    *events -= 1;
                    *events > 0
                });
                // All of them have more: then it is not a frequent one.
                if seen.events.len() >= WATCHED {
                    continue;
                }
            }
            let sum = seen.events.entry(value.clone()).or_default();
            *sum += events;
            if *sum >= MANY {
                seen.events.remove(&value);
                seen.frequent.push(value);
            }
        }
    }

    fn take_frequent(&self) -> Vec<ListValue> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).frequent)
    }
}

impl Write {
    /// Keeps others from beginning to count something until this ends. Who has its turn at numbering events does so already.
    pub(super) async fn hold_counts(&mut self) -> sqlx::Result<()> {
        if self.dialect == Dialect::Postgres && !self.holds_counts {
            sqlx::query("SELECT 1 FROM pg_advisory_xact_lock_shared($1)")
                .bind(COUNTS_LOCK)
                .execute(self.connection())
                .await?;
        }
        self.holds_counts = true;
        Ok(())
    }

    /// Leaves out of what is to be written down what is not counted.
    pub(super) async fn only_counted(&mut self, counts: &mut Vec<(Span, i64)>) -> sqlx::Result<()> {
        self.hold_counts().await?;
        let of = |(workspace, list, value, _, _): &Span| (workspace.clone(), list.clone(), value.clone());
        let mut asked: Vec<ListValue> = counts.iter().map(|(span, _)| of(span)).collect();
        asked.retain(|(_, list, _)| list_column(list).is_some());
        asked.dedup();
        let mut counted: HashSet<ListValue> = HashSet::new();
        for portion in in_portions(&asked) {
            let mut values = Values::default();
            let rows: Vec<String> = portion
                .iter()
                .map(|(workspace, list, value)| format!("({})", values.put_all([workspace.as_str(), list, value])))
                .collect();
            let sql = format!(
                "SELECT workspace_id, list, value FROM counted_values WHERE (workspace_id, list, value) IN (VALUES {})",
                rows.join(", ")
            );
            let rows: Vec<ListValue> = values.query(&sql).fetch_all(self.connection()).await?;
            counted.extend(rows);
        }
        let mut uncounted: HashMap<ListValue, i64> = HashMap::new();
        counts.retain(|(span, events)| {
            let value = of(span);
            let is_counted = list_column(&span.1).is_none() || counted.contains(&value);
            // Once, by the hours.
            if !is_counted && span.3 == 1 && *events > 0 {
                *uncounted.entry(value).or_default() += events;
            }
            is_counted
        });
        self.uncounted = uncounted;
        Ok(())
    }
}

impl Store {
    /// Counts from now on what has become frequent by what this process wrote. What is not counted is found as well, only not
    /// as quickly.
    pub(crate) async fn count_frequent(&self) {
        for value in self.watched.take_frequent() {
            if let Err(error) = self.begin_to_count(&value).await {
                let cause = error.hidden_cause();
                tracing::warn!(cause, %error, "a type or source that has many events is not counted yet");
            }
        }
    }

    async fn begin_to_count(&self, (workspace, list, value): &ListValue) -> Result<(), Error> {
        let Some(column) = list_column(list) else { return Ok(()) };
        let mut write = self.write().await?.quietly();
        if self.dialect == Dialect::Postgres {
            // Nobody publishes meanwhile; and if somebody imports all or nothing, or deletes, it is for the next time.
            write.take_numbers().await?;
            let sql = "SELECT CASE WHEN pg_try_advisory_xact_lock($1) THEN CAST(1 AS BIGINT) ELSE 0 END";
            let (locked,): (i64,) = sqlx::query_as(sql).bind(COUNTS_LOCK).fetch_one(write.connection()).await?;
            if locked == 0 {
                self.watched.add(HashMap::from([((workspace.clone(), list.clone(), value.clone()), MANY - SOON)]));
                return Ok(write.commit().await?);
            }
        }
        write.holds_counts = true;
        let sql = "SELECT COUNT(*) FROM counted_values WHERE workspace_id = $1 AND list = $2";
        let held = async |write: &mut Write| -> sqlx::Result<i64> {
            let row: (i64,) = sqlx::query_as(sql).bind(workspace).bind(list).fetch_one(write.connection()).await?;
            Ok(row.0)
        };
        if held(&mut write).await? >= MOST {
            // Those of which nothing is left make room.
            for sql in [
                &format!(
                    "DELETE FROM counted_values WHERE workspace_id = $1 AND list = $2 AND NOT EXISTS (SELECT 1 FROM events \
                     WHERE events.workspace_id = counted_values.workspace_id AND events.{column} = counted_values.value)"
                ),
                "DELETE FROM event_counts WHERE workspace_id = $1 AND list = $2 AND value NOT IN \
                 (SELECT value FROM counted_values WHERE workspace_id = $1 AND list = $2)",
            ] {
                sqlx::query(sql).bind(workspace).bind(list).execute(write.connection()).await?;
            }
            if held(&mut write).await? >= MOST {
                return Ok(write.commit().await?);
            }
        }
        let sql = "INSERT INTO counted_values (workspace_id, list, value) SELECT id, $2, $3 FROM workspaces WHERE id = $1 \
                   ON CONFLICT DO NOTHING";
        let new = sqlx::query(sql).bind(workspace).bind(list).bind(value).execute(write.connection()).await?;
        if new.rows_affected() == 1 {
            let times = format!("SELECT time FROM events WHERE workspace_id = $1 AND {column} = $3");
            // Rounded down, also before 1970.
            let sql = format!(
                "INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events) \
                 SELECT $1, $2, $3, hours, (time - ((time % (hours * 3600000)) + hours * 3600000) % (hours * 3600000)) \
                 / (hours * 3600000), 0, COUNT(*) FROM ({times}) AS of_value \
                 CROSS JOIN (SELECT CAST(1 AS BIGINT) AS hours UNION ALL SELECT 24) AS lengths GROUP BY 4, 5"
            );
            sqlx::query(&sql).bind(workspace).bind(list).bind(value).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> ListValue {
        ("w".to_owned(), "source".to_owned(), name.to_owned())
    }

    #[test]
    fn a_frequent_value_is_found_among_ever_new_ones_and_no_more_are_watched_than_a_bound() {
        let watched = Watched::default();
        let mut found = Vec::new();
        for number in 0..60_000 {
            let name = if number % 20 == 0 { "frequent".to_owned() } else { format!("once-{number}") };
            watched.add(HashMap::from([(value(&name), 1)]));
            found.extend(watched.take_frequent());
            assert!(watched.0.lock().expect("whole").events.len() <= WATCHED);
        }
        assert!(!found.is_empty());
        // Portions of many events do not go beyond it either.
        for number in 0..2 * WATCHED {
            watched.add(HashMap::from([(value(&format!("many-{number}")), MANY - 1)]));
            assert!(watched.0.lock().expect("whole").events.len() <= WATCHED);
        }
        assert!(found.iter().all(|found| *found == value("frequent")), "{found:?}");
    }
}
