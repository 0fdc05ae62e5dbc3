//! Deleting a workspace. It is gone for everybody at once; what is in it goes in portions, so that nobody who publishes waits
//! long, and on from where it ended if the service ends meanwhile.

use super::{Dialect, Store, Write, now};
use crate::error::Error;
use crate::ids::WorkspaceId;

/// So many rows of a table are deleted by one transaction.
const PORTION: i64 = 500;

/// What a workspace may have much of, and by which column its rows are told from each other. What still has to be done for
/// it goes first; what refers to something goes before that.
const TABLES: [(&str, Key, Whose); 7] = [
    ("action_checks", Key::Seq, Whose::Workspace),
    ("action_deliveries", Key::Seq, Whose::Action),
    ("action_runs", Key::Row, Whose::Action),
    ("events", Key::Seq, Whose::Workspace),
    ("event_counts", Key::Row, Whose::Workspace),
    ("person_changes", Key::Seq, Whose::Workspace),
    // Their identities go with them.
    ("persons", Key::Row, Whose::Workspace),
];

/// By what rows are told from each other.
#[derive(Clone, Copy)]
enum Key {
    Seq,
    /// What the database calls them by itself.
    Row,
}

/// Whose a row is.
#[derive(Clone, Copy)]
enum Whose {
    Workspace,
    /// A journey action's of the workspace.
    Action,
}

impl Write {
    /// Deletes a workspace for everybody who asks for it from now on. Its name is free again.
    pub(crate) async fn delete_workspace(&mut self, workspace: &WorkspaceId) -> Result<(), Error> {
        for sql in [
            // No name that people give begins with a blank.
            "UPDATE workspaces SET deleted_at = $2, name = ' ' || id WHERE id = $1",
            "UPDATE journey_actions SET is_active = 0, updated_at = $2 WHERE workspace_id = $1",
        ] {
            sqlx::query(sql).bind(workspace.as_str()).bind(now()).execute(self.connection()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Deletes a portion of what deleted workspaces had; how many rows it were. `None`: nothing is left, or another replica
    /// has it in hand.
    pub(crate) async fn delete_deleted(&self) -> Result<Option<u64>, Error> {
        let deleted = "SELECT id FROM workspaces WHERE deleted_at IS NOT NULL LIMIT 1";
        if sqlx::query(deleted).fetch_optional(&self.pool).await?.is_none() {
            return Ok(None);
        }
        let mut write = self.write().await?.quietly();
        let sql = format!(
            "SELECT id FROM workspaces WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id LIMIT 1{}",
            match self.dialect {
                Dialect::Sqlite => "",
                // Weaker than FOR UPDATE: who is just publishing into it waits for nobody.
                Dialect::Postgres => " FOR NO KEY UPDATE SKIP LOCKED",
            }
        );
        let found: Option<(String,)> = sqlx::query_as(&sql).fetch_optional(write.connection()).await?;
        let Some((workspace,)) = found else {
            write.commit().await?;
            return Ok(None);
        };
        for table in TABLES {
            let deleted = write.delete_portion(table, &workspace).await?;
            if deleted > 0 {
                write.commit().await?;
                return Ok(Some(deleted));
            }
        }
        // Whoever began to publish before it was deleted has committed when the first of these has waited for it.
        for sql in ["DELETE FROM workspaces WHERE id = $1", "DELETE FROM event_counts WHERE workspace_id = $1"] {
            sqlx::query(sql).bind(&workspace).execute(write.connection()).await?;
        }
        write.commit().await?;
        tracing::info!(workspace, "a workspace was deleted, and all that was in it");
        Ok(Some(1))
    }
}

impl Store {
    /// Deletes in portions what is from before a time (epoch ms). The statement deletes `$2` of what is before `$1` at the most.
    pub(super) async fn delete_before(&self, sql: &'static str, before: i64) -> Result<(), Error> {
        loop {
            let mut write = self.write().await?.quietly();
            let gone = sqlx::query(sql).bind(before).bind(PORTION).execute(write.connection()).await?;
            write.commit().await?;
            if gone.rows_affected() < PORTION.unsigned_abs() {
                return Ok(());
            }
        }
    }
}

impl Write {
    async fn delete_portion(&mut self, (table, key, whose): (&str, Key, Whose), workspace: &str) -> Result<u64, Error> {
        let key = match (key, self.dialect) {
            (Key::Seq, _) => "seq",
            (Key::Row, Dialect::Sqlite) => "rowid",
            (Key::Row, Dialect::Postgres) => "ctid",
        };
        let condition = match whose {
            Whose::Workspace => "workspace_id = $1",
            Whose::Action => "action_id IN (SELECT id FROM journey_actions WHERE workspace_id = $1)",
        };
        let sql = format!("DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} LIMIT $2)");
        let done = sqlx::query(&sql).bind(workspace).bind(PORTION).execute(self.connection()).await?;
        Ok(done.rows_affected())
    }
}
