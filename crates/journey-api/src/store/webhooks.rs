//! By what webhooks are signed, and the log of those that were called.

use super::{Store, Write, now};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId, short_id};

/// By what webhooks are signed, as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct WebhookSecret {
    id: String,
    pub(crate) workspace_id: String,
    /// Encrypted, unless it is from before there was a key for secrets.
    pub(crate) secret: String,
}

/// A webhook that is to be called, or was. Times are epoch ms.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Logged {
    pub(crate) seq: i64,
    pub(crate) action_id: String,
    pub(crate) person_id: String,
    pub(crate) url: String,
    pub(crate) body: String,
    /// pending, done, failed.
    pub(crate) state: String,
    pub(crate) attempts: i64,
    pub(crate) next_at: i64,
    pub(crate) outcome: Option<String>,
    pub(crate) created_at: i64,
}

impl Store {
    /// The secrets that webhooks of an action are signed by now, the newest first, as they are stored.
    pub(crate) async fn webhook_secrets(&self, action: &str) -> Result<Vec<WebhookSecret>, Error> {
        let sql = "SELECT s.id, s.workspace_id, s.secret FROM webhook_secrets s JOIN journey_actions a ON a.workspace_id = s.workspace_id \
                   WHERE a.id = $1 AND (s.expires_at = 0 OR s.expires_at > $2) ORDER BY s.created_at DESC, s.id";
        Ok(sqlx::query_as(sql).bind(action).bind(now()).fetch_all(&self.pool).await?)
    }

    /// Likewise the secrets of a workspace.
    pub(crate) async fn webhook_secrets_of(&self, workspace: &WorkspaceId) -> Result<Vec<WebhookSecret>, Error> {
        let sql = "SELECT id, workspace_id, secret FROM webhook_secrets \
                   WHERE workspace_id = $1 AND (expires_at = 0 OR expires_at > $2) ORDER BY created_at DESC, id";
        Ok(sqlx::query_as(sql).bind(workspace.as_str()).bind(now()).fetch_all(&self.pool).await?)
    }

    /// Stores a secret encrypted that was not.
    pub(crate) async fn seal_webhook_secret(&self, secret: &WebhookSecret, sealed: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webhook_secrets SET secret = $3 WHERE id = $1 AND secret = $2";
        sqlx::query(sql).bind(&secret.id).bind(&secret.secret).bind(sealed).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// The webhooks of a workspace, or of one of its actions, the newest first.
    pub(crate) async fn webhook_log(
        &self,
        workspace: &WorkspaceId,
        action: Option<&str>,
        most: i64,
    ) -> Result<Vec<Logged>, Error> {
        let sql = "SELECT d.seq, d.action_id, d.person_id, d.url, d.body, d.state, d.attempts, d.next_at, d.outcome, d.created_at \
                   FROM action_deliveries d JOIN journey_actions a ON a.id = d.action_id WHERE a.workspace_id = $1 \
                   AND ($2 = '' OR d.action_id = $2) ORDER BY d.seq DESC LIMIT $3";
        let query = sqlx::query_as(sql).bind(workspace.as_str()).bind(action.unwrap_or_default()).bind(most);
        Ok(query.fetch_all(&self.pool).await?)
    }
}

impl Store {
    /// The webhooks of a person, the oldest first.
    pub(crate) async fn webhooks_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        most: i64,
    ) -> Result<Vec<Logged>, Error> {
        let sql = "SELECT d.seq, d.action_id, d.person_id, d.url, d.body, d.state, d.attempts, d.next_at, d.outcome, d.created_at \
                   FROM action_deliveries d JOIN journey_actions a ON a.id = d.action_id \
                   WHERE d.person_id = $1 AND a.workspace_id = $2 ORDER BY d.seq LIMIT $3";
        let query = sqlx::query_as(sql).bind(person.as_str()).bind(workspace.as_str()).bind(most);
        Ok(query.fetch_all(&self.pool).await?)
    }
}

impl Write {
    /// Has webhooks of a workspace signed by one more secret. The ones before end at that time (epoch ms), if one is said.
    pub(crate) async fn add_webhook_secret(
        &mut self,
        workspace: &WorkspaceId,
        secret: &str,
        others_end: Option<i64>,
        by: &str,
    ) -> Result<(), Error> {
        if let Some(at) = others_end {
            let sql = "UPDATE webhook_secrets SET expires_at = $2 WHERE workspace_id = $1 \
                       AND (expires_at = 0 OR expires_at > $2)";
            sqlx::query(sql).bind(workspace.as_str()).bind(at.max(1)).execute(self.connection()).await?;
        }
        let sql = "INSERT INTO webhook_secrets (id, workspace_id, secret, created_at, created_by, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, 0)";
        sqlx::query(sql)
            .bind(short_id())
            .bind(workspace.as_str())
            .bind(secret)
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Has a webhook that was called, or given up, called once more, and tried as often as a new one; `false`: the workspace
    /// has none of that number that is not still to be called.
    pub(crate) async fn replay_webhook(&mut self, workspace: &WorkspaceId, seq: i64) -> Result<bool, Error> {
        let sql = "UPDATE action_deliveries SET state = 'pending', attempts = 0, next_at = $3 WHERE seq = $2 \
                   AND state IN ('done', 'failed') \
                   AND action_id IN (SELECT id FROM journey_actions WHERE workspace_id = $1)";
        let done = sqlx::query(sql).bind(workspace.as_str()).bind(seq).bind(now()).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }
}
