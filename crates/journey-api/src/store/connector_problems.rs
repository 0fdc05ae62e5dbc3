//! What goes wrong with connectors: one reason for each task, until it goes well again.

use sqlx::FromRow;

use super::{Store, Write, now};
use crate::connectors::Task;
use crate::error::Error;
use crate::reason::{Detail, Reason};

/// What goes wrong.
#[derive(Clone, Debug)]
pub(crate) struct ConnectorProblem {
    pub(crate) task: Task,
    pub(crate) reason: Detail,
    /// Epoch ms.
    pub(crate) since: i64,
}

#[derive(FromRow)]
struct Row {
    task: String,
    reason: String,
    since: i64,
}

impl Store {
    /// What goes wrong with a connector, by task.
    pub(crate) async fn connector_problems(&self, connector: &str) -> Result<Vec<ConnectorProblem>, Error> {
        let sql = "SELECT task, reason, since FROM connector_problems WHERE connector_id = $1 ORDER BY task";
        let rows: Vec<Row> = sqlx::query_as(sql).bind(connector).fetch_all(&self.pool).await?;
        let read = |row: Row| {
            // A later version may have written a task that this one does not have.
            Task::of(&row.task).map(|task| ConnectorProblem {
                task,
                reason: Detail::read(&row.reason),
                since: row.since,
            })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// A task went wrong; whether that, or its reason, is new.
    pub(crate) async fn note_problem(&self, connector: &str, task: Task, reason: &Reason) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let is_new = write.note_problem(connector, task, reason).await?;
        write.commit().await?;
        Ok(is_new)
    }

    /// A task went well.
    pub(crate) async fn clear_problem(&self, connector: &str, task: Task) -> Result<(), Error> {
        // Mostly nothing is wrong, and then nothing is written.
        let sql = "SELECT 1 FROM connector_problems WHERE connector_id = $1 AND task = $2";
        let found = sqlx::query(sql).bind(connector).bind(task.as_str()).fetch_optional(&self.pool).await?;
        if found.is_none() {
            return Ok(());
        }
        let mut write = self.write().await?.quietly();
        write.clear_problem(connector, task).await?;
        Ok(write.commit().await?)
    }
}

impl Write {
    /// A task went wrong; whether that, or its reason, is new. A connector that is gone has no problems.
    pub(super) async fn note_problem(&mut self, connector: &str, task: Task, reason: &Reason) -> Result<bool, Error> {
        let reason = reason.detail().written()?;
        let sql = "INSERT INTO connector_problems (connector_id, task, reason, since) \
                   SELECT id, $2, $3, $4 FROM connectors WHERE id = $1 \
                   ON CONFLICT (connector_id, task) DO UPDATE SET reason = excluded.reason \
                   WHERE connector_problems.reason <> excluded.reason";
        let query = sqlx::query(sql).bind(connector).bind(task.as_str()).bind(reason).bind(now());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// A task went well.
    pub(super) async fn clear_problem(&mut self, connector: &str, task: Task) -> Result<(), Error> {
        let sql = "DELETE FROM connector_problems WHERE connector_id = $1 AND task = $2";
        sqlx::query(sql).bind(connector).bind(task.as_str()).execute(self.connection()).await?;
        Ok(())
    }

    /// Forgets what went wrong with an access that another one takes the place of, or none.
    pub(super) async fn forget_problems(&mut self, connector: &str) -> Result<(), Error> {
        let sql = "DELETE FROM connector_problems WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(self.connection()).await?;
        Ok(())
    }
}
