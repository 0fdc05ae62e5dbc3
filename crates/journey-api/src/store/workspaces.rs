//! Workspaces and their subscriptions to the contact center's events.

use cjds::{Subscription, Workspace, WorkspaceRequest};

use super::{Store, Write, now, written_time};
use crate::error::Error;
use crate::ids::{WorkspaceId, long_id};

impl Store {
    /// The workspace of that id, if it is the organization's.
    pub(crate) async fn workspace(&self, organization: &str, id: &str) -> Result<Option<WorkspaceId>, Error> {
        if id.contains('\0') {
            return Ok(None);
        }
        let row: Option<(String,)> =
            sqlx::query_as("SELECT id FROM workspaces WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL")
                .bind(organization)
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(id,)| WorkspaceId(id)))
    }

    /// The workspace of that id, whoever's it is: for the command line, which has the database in its hands anyway.
    pub(crate) async fn any_workspace(&self, id: &str) -> Result<Option<WorkspaceId>, Error> {
        let row: Option<(String,)> = sqlx::query_as("SELECT id FROM workspaces WHERE id = $1 AND deleted_at IS NULL")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|(id,)| WorkspaceId(id)))
    }

    /// All workspaces of an organization, the oldest first.
    pub(crate) async fn workspaces(&self, organization: &str) -> Result<Vec<Workspace>, Error> {
        let rows: Vec<(String, String, String, Option<String>)> = sqlx::query_as(
            "SELECT w.id, w.name, w.description, s.id FROM workspaces w \
             LEFT JOIN subscriptions s ON s.workspace_id = w.id \
             WHERE w.organization_id = $1 AND w.deleted_at IS NULL ORDER BY w.created_at, w.id, s.created_at, s.id",
        )
        .bind(organization)
        .fetch_all(&self.pool)
        .await?;
        let mut workspaces: Vec<Workspace> = Vec::new();
        for (id, name, description, subscription) in rows {
            match workspaces.last_mut().filter(|last| last.id == id) {
                Some(last) => last.wxcc_subscription_ids.extend(subscription),
                None => workspaces.push(Workspace {
                    id,
                    name,
                    description,
                    wxcc_subscription_ids: subscription.into_iter().collect(),
                }),
            }
        }
        Ok(workspaces)
    }

    /// When the organization's first workspace was made, and by whom.
    pub(crate) async fn organization_since(&self, organization: &str) -> Result<Option<(String, String)>, Error> {
        let row: Option<(i64, String)> = sqlx::query_as(
            "SELECT created_at, created_by FROM workspaces WHERE organization_id = $1 AND deleted_at IS NULL \
             ORDER BY created_at, id LIMIT 1",
        )
        .bind(organization)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(at, by)| (written_time(at), by)))
    }

    /// The subscriptions of a workspace, the oldest first.
    pub(crate) async fn subscriptions(&self, workspace: &WorkspaceId) -> Result<Vec<Subscription>, Error> {
        #[derive(sqlx::FromRow)]
        struct Row {
            id: String,
            name: String,
            description: String,
            event_types: String,
            destination_url: String,
            status: String,
            created_at: i64,
            updated_at: i64,
        }
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, name, description, event_types, destination_url, status, created_at, updated_at \
             FROM subscriptions WHERE workspace_id = $1 ORDER BY created_at, id",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Subscription {
                    id: row.id,
                    name: row.name,
                    description: row.description,
                    event_types: serde_json::from_str(&row.event_types)?,
                    destination_url: row.destination_url,
                    created_time: row.created_at / 1000,
                    status: row.status,
                    last_updated_time: row.updated_at / 1000,
                })
            })
            .collect()
    }
}

impl Write {
    /// Creates a workspace; `None`: the organization has one of that name.
    pub(crate) async fn create_workspace(
        &mut self,
        organization: &str,
        id: Option<&str>,
        name: &str,
        description: &str,
        by: &str,
    ) -> Result<Option<WorkspaceId>, Error> {
        let id = WorkspaceId(id.map_or_else(long_id, ToOwned::to_owned));
        let made = sqlx::query(
            "INSERT INTO workspaces (id, organization_id, name, description, created_at, created_by, updated_at, \
             updated_by) VALUES ($1, $2, $3, $4, $5, $6, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(id.as_str())
        .bind(organization)
        .bind(name)
        .bind(description)
        .bind(now())
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok((made.rows_affected() == 1).then_some(id))
    }

    /// Renames a workspace; `false`: the organization has another one of that name.
    pub(crate) async fn update_workspace(
        &mut self,
        organization: &str,
        workspace: &WorkspaceId,
        request: &WorkspaceRequest,
        by: &str,
    ) -> Result<bool, Error> {
        let taken: Option<(String,)> =
            sqlx::query_as("SELECT id FROM workspaces WHERE organization_id = $1 AND name = $2 AND id <> $3")
                .bind(organization)
                .bind(&request.name)
                .bind(workspace.as_str())
                .fetch_optional(self.connection())
                .await?;
        if taken.is_some() {
            return Ok(false);
        }
        let sql = "UPDATE workspaces SET name = $2, description = $3, updated_at = $4, updated_by = $5 WHERE id = $1";
        sqlx::query(sql)
            .bind(workspace.as_str())
            .bind(&request.name)
            .bind(&request.description)
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        Ok(true)
    }

    /// Ends the subscriptions of a workspace; `false`: there was none.
    pub(crate) async fn delete_subscriptions(&mut self, workspace: &WorkspaceId) -> Result<bool, Error> {
        let deleted = sqlx::query("DELETE FROM subscriptions WHERE workspace_id = $1")
            .bind(workspace.as_str())
            .execute(self.connection())
            .await?;
        Ok(deleted.rows_affected() > 0)
    }

    /// Subscribes a workspace to the contact center's events; `false`: it is already.
    pub(crate) async fn create_subscription(
        &mut self,
        workspace: &WorkspaceId,
        name: &str,
        destination_url: &str,
    ) -> Result<bool, Error> {
        let sql = "SELECT id FROM subscriptions WHERE workspace_id = $1";
        let held = sqlx::query(sql).bind(workspace.as_str()).fetch_optional(self.connection()).await?;
        if held.is_some() {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO subscriptions (id, workspace_id, name, description, event_types, destination_url, status, \
             created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $7)",
        )
        .bind(long_id())
        .bind(workspace.as_str())
        .bind(name)
        .bind("Events of the contact center, published into this workspace")
        .bind(r#"["task:*","agent:*","empath:*"]"#)
        .bind(destination_url)
        .bind(now())
        .execute(self.connection())
        .await?;
        Ok(true)
    }
}
