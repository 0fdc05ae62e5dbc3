//! What is too old, deleted in portions; and by which clock.

use super::{Dialect, Store, Write, now};
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::retention::oldest;

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

    /// The events that are older than they are kept, by workspace: `days` long, where a workspace has no days of its own.
    pub(crate) async fn events_too_old(&self, now: i64, days: i64) -> Result<Vec<Old>, Error> {
        let mut old = Vec::new();
        for (workspace, own) in self.retentions().await? {
            if let Some(oldest) = oldest(now, own.unwrap_or(days)) {
                old.extend(self.old_events_of(&workspace, oldest).await?);
            }
        }
        Ok(old)
    }

    /// All workspaces, and for how many days they keep their events, where they have days of their own.
    async fn retentions(&self) -> Result<Vec<(WorkspaceId, Option<i64>)>, Error> {
        let sql = "SELECT id, retention_days FROM workspaces WHERE deleted_at IS NULL ORDER BY id";
        let rows: Vec<(String, Option<i64>)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id, days)| (WorkspaceId(id), days)).collect())
    }

    /// For how many days a workspace keeps its events, if it has days of its own.
    pub(crate) async fn own_retention(&self, workspace: &WorkspaceId) -> Result<Option<i64>, Error> {
        let sql = "SELECT retention_days FROM workspaces WHERE id = $1";
        let row: Option<(Option<i64>,)> =
            sqlx::query_as(sql).bind(workspace.as_str()).fetch_optional(&self.pool).await?;
        Ok(row.and_then(|(days,)| days))
    }

    /// The events of a workspace that happened before `oldest` (epoch ms), if there are any.
    pub(crate) async fn old_events_of(&self, workspace: &WorkspaceId, oldest: i64) -> Result<Option<Old>, Error> {
        let row: Option<(String, String, i64, i64, i64)> = sqlx::query_as(
            "SELECT w.id, w.name, COUNT(*), MIN(e.time), MAX(e.time) FROM events e JOIN workspaces w \
             ON w.id = e.workspace_id WHERE e.workspace_id = $1 AND e.time < $2 GROUP BY w.id, w.name",
        )
        .bind(workspace.as_str())
        .bind(oldest)
        .fetch_optional(&self.pool)
        .await?;
        let old = |(workspace, name, events, first, last)| Old { workspace, name, events, times: (first, last) };
        Ok(row.map(old))
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

    /// Deletes some of the events that are older than they are kept: `days` long, where a workspace has no days of its own.
    /// How many it were.
    pub(crate) async fn delete_old_events(&self, now: i64, days: i64) -> Result<i64, Error> {
        let mut deleted = 0;
        for (workspace, own) in self.retentions().await? {
            let Some(oldest) = oldest(now, own.unwrap_or(days)) else { continue };
            let workspace = workspace.as_str();
            let mut write = self.write().await?;
            write.hold_counts().await?;
            let gone: Vec<(String, String, i64)> = sqlx::query_as(
                "DELETE FROM events WHERE seq IN \
                 (SELECT seq FROM events WHERE workspace_id = $1 AND time < $2 ORDER BY time LIMIT $3) \
                 RETURNING type, source, time",
            )
            .bind(workspace)
            .bind(oldest)
            .bind(PORTION)
            .fetch_all(write.connection())
            .await?;
            let count = i64::try_from(gone.len()).unwrap_or(i64::MAX);
            deleted += count;
            for (kind, source, time) in gone {
                write.count(workspace, &kind, &source, time, -1);
            }
            if count < PORTION {
                write.tidy_counts_before(workspace, oldest).await?;
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

impl Write {
    /// Has a workspace keep its events for so many days, or as long as the service does.
    pub(crate) async fn keep_for(&mut self, workspace: &WorkspaceId, days: Option<i64>, by: &str) -> Result<(), Error> {
        sqlx::query("UPDATE workspaces SET retention_days = $2, updated_at = $3, updated_by = $4 WHERE id = $1")
            .bind(workspace.as_str())
            .bind(days)
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
