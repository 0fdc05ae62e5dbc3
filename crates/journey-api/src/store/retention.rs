//! What is too old, deleted in portions; and by which clock.

use super::{Dialect, Store};
use crate::error::Error;

/// So many old events or traces are deleted at once.
const PORTION: i64 = 500;

/// The old events of a workspace.
#[derive(Debug)]
pub(crate) struct Old {
    pub(crate) workspace: String,
    pub(crate) name: String,
    pub(crate) events: i64,
    /// When the first and the last of them happened (epoch ms).
    pub(crate) times: (i64, i64),
}

impl Store {
    /// What the database's clock says (epoch ms).
    pub(crate) async fn clock(&self) -> Result<i64, Error> {
        let sql = match self.dialect {
            Dialect::Sqlite => "SELECT CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)",
            Dialect::Postgres => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        };
        let (now,): (i64,) = sqlx::query_as(sql).fetch_one(&self.pool).await?;
        Ok(now)
    }

    /// What the clock said when old events were last deleted; if they never were, when the last event came; `None`: there
    /// is none.
    pub(crate) async fn last_retention(&self) -> Result<Option<i64>, Error> {
        let marked: Option<(i64,)> =
            sqlx::query_as("SELECT at FROM marks WHERE name = 'retention'").fetch_optional(&self.pool).await?;
        if let Some((at,)) = marked {
            return Ok(Some(at));
        }
        let sql = "SELECT received_at FROM events ORDER BY seq DESC LIMIT 1";
        let last: Option<(i64,)> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        Ok(last.map(|(at,)| at))
    }

    /// Writes down what the clock says while old events are deleted, or are not as it jumped.
    pub(crate) async fn note_retention(&self, now: i64, jumped: bool) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "INSERT INTO marks (name, at, padding) VALUES ($1, $2, '') \
                   ON CONFLICT (name) DO UPDATE SET at = excluded.at";
        let name = if jumped { "retention refused" } else { "retention" };
        sqlx::query(sql).bind(name).bind(now).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// The events that happened before `oldest` (epoch ms), by workspace.
    pub(crate) async fn old_events(&self, oldest: i64) -> Result<Vec<Old>, Error> {
        let rows: Vec<(String, String, i64, i64, i64)> = sqlx::query_as(
            "SELECT w.id, w.name, COUNT(*), MIN(e.time), MAX(e.time) FROM events e JOIN workspaces w \
             ON w.id = e.workspace_id WHERE e.time < $1 AND w.deleted_at IS NULL GROUP BY w.id, w.name ORDER BY w.id",
        )
        .bind(oldest)
        .fetch_all(&self.pool)
        .await?;
        let old = |(workspace, name, events, first, last)| Old { workspace, name, events, times: (first, last) };
        Ok(rows.into_iter().map(old).collect())
    }

    /// Deletes some of the events that happened before `oldest` (epoch ms); how many it were.
    pub(crate) async fn delete_events_before(&self, oldest: i64) -> Result<i64, Error> {
        let workspaces: Vec<(String,)> =
            sqlx::query_as("SELECT id FROM workspaces WHERE deleted_at IS NULL ORDER BY id")
                .fetch_all(&self.pool)
                .await?;
        let mut deleted = 0;
        for (workspace,) in workspaces {
            let mut write = self.write().await?;
            write.hold_counts().await?;
            let gone: Vec<(String, String, i64)> = sqlx::query_as(
                "DELETE FROM events WHERE seq IN \
                 (SELECT seq FROM events WHERE workspace_id = $1 AND time < $2 ORDER BY time LIMIT $3) \
                 RETURNING type, source, time",
            )
            .bind(&workspace)
            .bind(oldest)
            .bind(PORTION)
            .fetch_all(write.connection())
            .await?;
            let count = i64::try_from(gone.len()).unwrap_or(i64::MAX);
            deleted += count;
            for (kind, source, time) in gone {
                write.count(&workspace, &kind, &source, time, -1);
            }
            if count < PORTION {
                write.tidy_counts_before(&workspace, oldest).await?;
            }
            write.commit().await?;
        }
        Ok(deleted)
    }

    /// Deletes some of the changes of persons and webhooks that were called, or given up, before `oldest` (epoch ms); how many
    /// it were.
    pub(crate) async fn delete_traces_before(&self, oldest: i64) -> Result<u64, Error> {
        let mut write = self.write().await?;
        let mut deleted = 0;
        for sql in [
            "DELETE FROM person_changes WHERE seq IN (SELECT seq FROM person_changes WHERE changed_at < $1 LIMIT $2)",
            "DELETE FROM action_deliveries WHERE seq IN (SELECT seq FROM action_deliveries \
             WHERE state IN ('done', 'failed') AND next_at < $1 AND created_at < $1 LIMIT $2)",
        ] {
            let done = sqlx::query(sql).bind(oldest).bind(PORTION).execute(write.connection()).await?;
            deleted += done.rows_affected();
        }
        write.commit().await?;
        Ok(deleted)
    }
}
