//! Journey actions as they are configured.

use cjds::{JourneyAction, JourneyActionRequest};

use super::{Store, Write, now, written_time};
use crate::error::Error;
use crate::ids::{WorkspaceId, short_id};

const SELECT: &str = "SELECT a.id, a.name, a.template_id, a.is_active, a.cooldown_minutes, a.rules, a.triggers, \
                      a.created_at, a.created_by, a.updated_at, a.updated_by, a.workspace_id, w.organization_id \
                      FROM journey_actions a JOIN workspaces w ON w.id = a.workspace_id WHERE a.workspace_id = $1";

/// An action as [`SELECT`] reads it.
#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    template_id: String,
    is_active: i64,
    cooldown_minutes: i64,
    rules: String,
    triggers: String,
    created_at: i64,
    created_by: String,
    updated_at: i64,
    updated_by: String,
    workspace_id: String,
    organization_id: String,
}

/// Which action of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ActionKey<'a> {
    Id(&'a str),
    Name(&'a str),
}

impl Store {
    /// All actions of a workspace, the oldest first. One that cannot be read is left out: it stops no other.
    pub(crate) async fn actions(&self, workspace: &WorkspaceId) -> Result<Vec<JourneyAction>, Error> {
        let sql = format!("{SELECT} ORDER BY a.created_at, a.id");
        let rows: Vec<Row> = sqlx::query_as(&sql).bind(workspace.as_str()).fetch_all(&self.pool).await?;
        let readable = |row: Row| {
            let id = row.id.clone();
            action(row).inspect_err(|error| self.set_aside.action(&id, &error.unreadable())).ok()
        };
        Ok(rows.into_iter().filter_map(readable).collect())
    }

    /// One action of a template.
    pub(crate) async fn action(
        &self,
        workspace: &WorkspaceId,
        template: &str,
        key: ActionKey<'_>,
    ) -> Result<Option<JourneyAction>, Error> {
        let (column, value) = match key {
            ActionKey::Id(id) => ("a.id", id),
            ActionKey::Name(name) => ("a.name", name),
        };
        let sql = format!("{SELECT} AND a.template_id = $2 AND {column} = $3");
        let row: Option<Row> =
            sqlx::query_as(&sql).bind(workspace.as_str()).bind(template).bind(value).fetch_optional(&self.pool).await?;
        row.map(action).transpose()
    }
}

impl Write {
    /// Creates an action; `None`: the template has one of that name.
    pub(crate) async fn create_action(
        &mut self,
        workspace: &WorkspaceId,
        template: &str,
        request: &JourneyActionRequest,
        by: &str,
    ) -> Result<Option<String>, Error> {
        let id = short_id();
        let made = sqlx::query(
            "INSERT INTO journey_actions (id, workspace_id, template_id, name, is_active, cooldown_minutes, rules, \
             triggers, created_at, created_by, updated_at, updated_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10) ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(workspace.as_str())
        .bind(template)
        .bind(&request.name)
        .bind(i64::from(request.is_active))
        .bind(request.cooldown_period_in_minutes)
        .bind(serde_json::to_string(&request.rules)?)
        .bind(serde_json::to_string(&request.action_triggers)?)
        .bind(now())
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok((made.rows_affected() == 1).then_some(id))
    }

    /// Writes an action anew; `false`: another one of the template has that name.
    pub(crate) async fn update_action(
        &mut self,
        template: &str,
        id: &str,
        request: &JourneyActionRequest,
        by: &str,
    ) -> Result<bool, Error> {
        let sql = "SELECT id FROM journey_actions WHERE template_id = $1 AND name = $2 AND id <> $3";
        let taken =
            sqlx::query(sql).bind(template).bind(&request.name).bind(id).fetch_optional(self.connection()).await?;
        if taken.is_some() {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE journey_actions SET name = $2, is_active = $3, cooldown_minutes = $4, rules = $5, triggers = $6, \
             updated_at = $7, updated_by = $8 WHERE id = $1",
        )
        .bind(id)
        .bind(&request.name)
        .bind(i64::from(request.is_active))
        .bind(request.cooldown_period_in_minutes)
        .bind(serde_json::to_string(&request.rules)?)
        .bind(serde_json::to_string(&request.action_triggers)?)
        .bind(now())
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok(true)
    }

    /// Deletes an action, and what it still had to do.
    pub(crate) async fn delete_action(&mut self, id: &str) -> Result<(), Error> {
        sqlx::query("DELETE FROM journey_actions WHERE id = $1").bind(id).execute(self.connection()).await?;
        Ok(())
    }
}

fn action(row: Row) -> Result<JourneyAction, Error> {
    Ok(JourneyAction {
        id: row.id,
        name: row.name,
        organization_id: row.organization_id,
        workspace_id: row.workspace_id,
        template_id: row.template_id,
        is_active: row.is_active != 0,
        cooldown_period_in_minutes: row.cooldown_minutes,
        rules: serde_json::from_str(&row.rules)?,
        action_triggers: serde_json::from_str(&row.triggers)?,
        created_at: written_time(row.created_at),
        created_by: row.created_by,
        updated_at: written_time(row.updated_at),
        updated_by: row.updated_by,
    })
}
