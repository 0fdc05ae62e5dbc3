//! Templates of the progressive profile.

use cjds::{Template, TemplateAttribute, TemplateRequest};

use super::{Store, Write, now, written_time};
use crate::error::Error;
use crate::ids::{WorkspaceId, short_id};

const SELECT: &str = "SELECT t.id, t.name, t.attributes, t.created_at, t.created_by, t.updated_at, t.updated_by, \
                      t.workspace_id, w.organization_id FROM templates t JOIN workspaces w ON w.id = t.workspace_id \
                      WHERE t.workspace_id = $1";

/// A template as [`SELECT`] reads it.
#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    attributes: String,
    created_at: i64,
    created_by: String,
    updated_at: i64,
    updated_by: String,
    workspace_id: String,
    organization_id: String,
}

impl Store {
    /// All templates of a workspace, the oldest first. One that cannot be read is left out: it stops no other.
    pub(crate) async fn templates(&self, workspace: &WorkspaceId) -> Result<Vec<Template>, Error> {
        let sql = format!("{SELECT} ORDER BY t.created_at, t.id");
        let rows: Vec<Row> = sqlx::query_as(&sql).bind(workspace.as_str()).fetch_all(&self.pool).await?;
        let readable = |row: Row| {
            let id = row.id.clone();
            template(row).inspect_err(|error| self.set_aside.template(&id, &error.unreadable())).ok()
        };
        Ok(rows.into_iter().filter_map(readable).collect())
    }

    /// The template of that id.
    pub(crate) async fn template(&self, workspace: &WorkspaceId, id: &str) -> Result<Option<Template>, Error> {
        self.one_template(workspace, "t.id", id).await
    }

    /// The template of that name.
    pub(crate) async fn template_named(&self, workspace: &WorkspaceId, name: &str) -> Result<Option<Template>, Error> {
        self.one_template(workspace, "t.name", name).await
    }

    async fn one_template(
        &self,
        workspace: &WorkspaceId,
        column: &'static str,
        value: &str,
    ) -> Result<Option<Template>, Error> {
        let sql = format!("{SELECT} AND {column} = $2");
        let row: Option<Row> =
            sqlx::query_as(&sql).bind(workspace.as_str()).bind(value).fetch_optional(&self.pool).await?;
        row.map(template).transpose()
    }
}

impl Write {
    /// Creates a template; `None`: the workspace has one of that name.
    pub(crate) async fn create_template(
        &mut self,
        workspace: &WorkspaceId,
        name: &str,
        attributes: &[TemplateAttribute],
        by: &str,
    ) -> Result<Option<String>, Error> {
        let id = short_id();
        let made = sqlx::query(
            "INSERT INTO templates (id, workspace_id, name, attributes, created_at, created_by, updated_at, \
             updated_by) VALUES ($1, $2, $3, $4, $5, $6, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(workspace.as_str())
        .bind(name)
        .bind(serde_json::to_string(attributes)?)
        .bind(now())
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok((made.rows_affected() == 1).then_some(id))
    }

    /// Writes a template anew; `false`: another one has that name.
    pub(crate) async fn update_template(
        &mut self,
        workspace: &WorkspaceId,
        id: &str,
        request: &TemplateRequest,
        by: &str,
    ) -> Result<bool, Error> {
        let taken: Option<(String,)> =
            sqlx::query_as("SELECT id FROM templates WHERE workspace_id = $1 AND name = $2 AND id <> $3")
                .bind(workspace.as_str())
                .bind(&request.name)
                .bind(id)
                .fetch_optional(self.connection())
                .await?;
        if taken.is_some() {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE templates SET name = $3, attributes = $4, updated_at = $5, updated_by = $6 \
             WHERE workspace_id = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(id)
        .bind(&request.name)
        .bind(serde_json::to_string(&request.attributes)?)
        .bind(now())
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok(true)
    }

    /// Deletes a template, and the actions that hang on it.
    pub(crate) async fn delete_template(&mut self, workspace: &WorkspaceId, id: &str) -> Result<(), Error> {
        sqlx::query("DELETE FROM templates WHERE workspace_id = $1 AND id = $2")
            .bind(workspace.as_str())
            .bind(id)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn template(row: Row) -> Result<Template, Error> {
    Ok(Template {
        id: row.id,
        name: row.name,
        attributes: serde_json::from_str(&row.attributes)?,
        created_at: Some(written_time(row.created_at)),
        created_by: Some(row.created_by),
        updated_at: Some(written_time(row.updated_at)),
        updated_by: Some(row.updated_by),
        organization_id: Some(row.organization_id),
        workspace_id: Some(row.workspace_id),
    })
}
