//! By which service app the API of Webex Contact Center is asked for a connector. What is secret comes and goes encrypted.

use super::{Store, now};
use crate::connectors::Task;
use crate::error::Error;
use crate::reason::Reason;

/// Whoever renews tokens has so long, in ms: then another one does.
const LEASE: i64 = 30_000;

/// A service app's access. Times are epoch ms, 0: never or not known.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct WebexAccount {
    pub(crate) region: String,
    pub(crate) org_id: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) access_token: String,
    pub(crate) access_expires_at: i64,
    /// Empty: there is none, and the access ends with its token.
    pub(crate) refresh_token: String,
    pub(crate) refresh_expires_at: i64,
    /// How often the tokens were written.
    pub(crate) version: i64,
    /// The key of the connector that the subscriptions were told.
    pub(crate) told_key: String,
    pub(crate) checked_at: i64,
    /// Until when nothing is missing that ended.
    pub(crate) reconciled_to: i64,
    pub(crate) updated_at: i64,
    pub(crate) updated_by: String,
}

/// Tokens, encrypted, and when they end (epoch ms).
#[derive(Clone, Debug)]
pub(crate) struct SealedTokens {
    pub(crate) access: String,
    pub(crate) access_expires_at: i64,
    pub(crate) refresh: String,
    pub(crate) refresh_expires_at: i64,
}

impl Store {
    /// The access of a connector.
    pub(crate) async fn webex_account(&self, connector: &str) -> Result<Option<WebexAccount>, Error> {
        let sql = "SELECT region, org_id, client_id, client_secret, access_token, access_expires_at, refresh_token, \
                   refresh_expires_at, version, told_key, checked_at, reconciled_to, updated_at, updated_by \
                   FROM webex_accounts WHERE connector_id = $1";
        Ok(sqlx::query_as(sql).bind(connector).fetch_optional(&self.pool).await?)
    }

    /// The connectors that have an access, by their ids.
    pub(crate) async fn connected_to_webex(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT a.connector_id FROM webex_accounts a JOIN connectors c ON c.id = a.connector_id \
                   WHERE c.is_on = 1 ORDER BY a.connector_id";
        let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Gives a connector an access, in place of the one it had.
    pub(crate) async fn put_webex_account(
        &self,
        connector: &str,
        (region, org_id): (&str, &str),
        (client_id, client_secret): (&str, &str),
        tokens: &SealedTokens,
        by: &str,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "INSERT INTO webex_accounts (connector_id, region, org_id, client_id, client_secret, access_token, \
                   access_expires_at, refresh_token, refresh_expires_at, version, leased_until, subscribing_until, \
                   told_key, checked_at, reconciled_to, reconciling_until, updated_at, updated_by) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0, 0, '', 0, 0, 0, $10, $11) \
                   ON CONFLICT (connector_id) DO UPDATE SET region = excluded.region, org_id = excluded.org_id, \
                   client_id = excluded.client_id, client_secret = excluded.client_secret, access_token = excluded.access_token, \
                   access_expires_at = excluded.access_expires_at, refresh_token = excluded.refresh_token, \
                   refresh_expires_at = excluded.refresh_expires_at, version = webex_accounts.version + 1, leased_until = 0, \
                   told_key = '', checked_at = 0, updated_at = excluded.updated_at, updated_by = excluded.updated_by";
        sqlx::query(sql)
            .bind(connector)
            .bind(region)
            .bind(org_id)
            .bind(client_id)
            .bind(client_secret)
            .bind(&tokens.access)
            .bind(tokens.access_expires_at)
            .bind(&tokens.refresh)
            .bind(tokens.refresh_expires_at)
            .bind(now())
            .bind(by)
            .execute(write.connection())
            .await?;
        write.forget_problems(connector).await?;
        Ok(write.commit().await?)
    }

    /// Takes the access of a connector away; `false`: it had none.
    pub(crate) async fn delete_webex_account(&self, connector: &str) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "DELETE FROM webex_accounts WHERE connector_id = $1";
        let gone = sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        write.forget_problems(connector).await?;
        write.commit().await?;
        Ok(gone.rows_affected() == 1)
    }

    /// Takes the turn at renewing tokens of that version; `false`: somebody else has it, or had it.
    pub(crate) async fn take_turn_at_tokens(&self, connector: &str, version: i64) -> Result<bool, Error> {
        let sql = "UPDATE webex_accounts SET leased_until = $3 WHERE connector_id = $1 AND version = $2 AND leased_until < $4";
        let at = now();
        let mut write = self.write().await?.quietly();
        let query = sqlx::query(sql).bind(connector).bind(version).bind(at.saturating_add(LEASE)).bind(at);
        let taken = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(taken)
    }

    /// Ends the turn: with new tokens, or with what went wrong.
    pub(crate) async fn end_turn_at_tokens(
        &self,
        connector: &str,
        version: i64,
        outcome: Result<&SealedTokens, &Reason>,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let query = match outcome {
            Ok(tokens) => {
                let sql = "UPDATE webex_accounts SET access_token = $3, access_expires_at = $4, refresh_token = $5, \
                           refresh_expires_at = $6, version = version + 1, leased_until = 0 \
                           WHERE connector_id = $1 AND version = $2";
                sqlx::query(sql)
                    .bind(connector)
                    .bind(version)
                    .bind(&tokens.access)
                    .bind(tokens.access_expires_at)
                    .bind(&tokens.refresh)
                    .bind(tokens.refresh_expires_at)
            }
            Err(_) => {
                let sql = "UPDATE webex_accounts SET leased_until = 0 WHERE connector_id = $1 AND version = $2";
                sqlx::query(sql).bind(connector).bind(version)
            }
        };
        let is_current = query.execute(write.connection()).await?.rows_affected() == 1;
        match outcome {
            // Another access has taken the place of the one that was renewed.
            _ if !is_current => {}
            Ok(_) => write.clear_problem(connector, Task::Tokens).await?,
            Err(reason) => {
                write.note_problem(connector, Task::Tokens, reason).await?;
            }
        }
        Ok(write.commit().await?)
    }

    /// Somebody begins to look after the subscriptions of a connector: who wants that from now on wants it once more.
    pub(crate) async fn note_check_of_subscriptions(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_accounts SET checked_at = $2 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).bind(now()).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Takes the turn at changing the subscriptions of a connector until that time (epoch ms); `false`: somebody else has it.
    pub(crate) async fn take_turn_at_subscribing(&self, connector: &str, until: i64) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_accounts SET subscribing_until = $3 WHERE connector_id = $1 AND subscribing_until < $2";
        let query = sqlx::query(sql).bind(connector).bind(now()).bind(until);
        let taken = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(taken)
    }

    /// Ends that turn.
    pub(crate) async fn end_turn_at_subscribing(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_accounts SET subscribing_until = 0 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Has the subscriptions of a connector looked after the next time.
    pub(crate) async fn have_subscriptions_checked(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_accounts SET checked_at = 0 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Writes down how looking after the subscriptions went: the key that they were told, or what went wrong.
    pub(crate) async fn note_subscriptions(
        &self,
        connector: &str,
        outcome: Result<&str, &Reason>,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        // Whoever wants them looked after once more wants it still.
        let sql = "UPDATE webex_accounts SET checked_at = $2 WHERE connector_id = $1 AND checked_at > 0";
        sqlx::query(sql).bind(connector).bind(now()).execute(write.connection()).await?;
        match outcome {
            Ok(told) => {
                let sql = "UPDATE webex_accounts SET told_key = $2 WHERE connector_id = $1";
                sqlx::query(sql).bind(connector).bind(told).execute(write.connection()).await?;
                write.clear_problem(connector, Task::Subscriptions).await?;
            }
            Err(reason) => {
                write.note_problem(connector, Task::Subscriptions, reason).await?;
            }
        }
        Ok(write.commit().await?)
    }

    /// The newest key of a connector that is good: its id, and the key encrypted.
    pub(crate) async fn newest_secret(&self, connector: &str) -> Result<Option<(String, String)>, Error> {
        let sql = "SELECT id, sealed FROM connector_keys WHERE connector_id = $1 AND sealed IS NOT NULL \
                   AND (expires_at = 0 OR expires_at > $2) ORDER BY created_at DESC, id LIMIT 1";
        Ok(sqlx::query_as(sql).bind(connector).bind(now()).fetch_optional(&self.pool).await?)
    }
}
