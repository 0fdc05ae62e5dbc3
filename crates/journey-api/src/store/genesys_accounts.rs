//! By which OAuth client Genesys Cloud is asked for a connector, and how far it was asked.

use super::{Store, now};
use crate::connectors::Task;
use crate::error::Error;
use crate::reason::Reason;

/// A client, and how it goes. Times are epoch ms, 0: never.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct GenesysAccount {
    /// The region's domain.
    pub(crate) region: String,
    pub(crate) client_id: String,
    /// Encrypted.
    pub(crate) client_secret: String,
    /// How often it was written.
    pub(crate) version: i64,
    /// What began before is known.
    pub(crate) reached: i64,
    /// When everything was asked for last.
    pub(crate) asked_at: i64,
    /// Permissions without which names are ids: a list in JSON.
    pub(crate) lacking: String,
    pub(crate) updated_at: i64,
    pub(crate) updated_by: String,
}

impl Store {
    /// The account of a connector.
    pub(crate) async fn genesys_account(&self, connector: &str) -> Result<Option<GenesysAccount>, Error> {
        let sql = "SELECT region, client_id, client_secret, version, reached, asked_at, lacking, updated_at, updated_by \
                   FROM genesys_accounts WHERE connector_id = $1";
        Ok(sqlx::query_as(sql).bind(connector).fetch_optional(&self.pool).await?)
    }

    /// Gives a connector an account, in place of the one it had. Asking goes on where it was, unless the region is another one.
    pub(crate) async fn put_genesys_account(
        &self,
        connector: &str,
        region: &str,
        (client_id, client_secret): (&str, &str),
        by: &str,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "INSERT INTO genesys_accounts (connector_id, region, client_id, client_secret, version, reached, asked_at, \
                   next_at, asking_until, lacking, updated_at, updated_by) \
                   VALUES ($1, $2, $3, $4, 1, $5, 0, 0, 0, '[]', $5, $6) \
                   ON CONFLICT (connector_id) DO UPDATE SET \
                   reached = CASE WHEN genesys_accounts.region = excluded.region THEN genesys_accounts.reached \
                   ELSE excluded.reached END, \
                   region = excluded.region, client_id = excluded.client_id, client_secret = excluded.client_secret, \
                   version = genesys_accounts.version + 1, next_at = 0, lacking = '[]', \
                   updated_at = excluded.updated_at, updated_by = excluded.updated_by";
        sqlx::query(sql)
            .bind(connector)
            .bind(region)
            .bind(client_id)
            .bind(client_secret)
            .bind(now())
            .bind(by)
            .execute(write.connection())
            .await?;
        write.forget_problems(connector).await?;
        Ok(write.commit().await?)
    }

    /// Takes the account of a connector away; `false`: it had none.
    pub(crate) async fn delete_genesys_account(&self, connector: &str) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "DELETE FROM genesys_accounts WHERE connector_id = $1";
        let gone = sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        write.forget_problems(connector).await?;
        write.commit().await?;
        Ok(gone.rows_affected() == 1)
    }

    /// The connectors that are on and to be asked for now, by their ids.
    pub(crate) async fn genesys_due(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT a.connector_id FROM genesys_accounts a JOIN connectors c ON c.id = a.connector_id \
                   WHERE c.is_on = 1 AND a.next_at <= $1 AND a.asking_until < $1 ORDER BY a.next_at, a.connector_id";
        let rows: Vec<(String,)> = sqlx::query_as(sql).bind(now()).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Takes the turn at asking for a connector until that time (epoch ms); `false`: somebody else has it, or had it.
    pub(crate) async fn take_turn_at_genesys(&self, connector: &str, until: i64) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE genesys_accounts SET asking_until = $3 WHERE connector_id = $1 AND next_at <= $2 AND asking_until < $2";
        let query = sqlx::query(sql).bind(connector).bind(now()).bind(until);
        let taken = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(taken)
    }

    /// Has the turn until that time (epoch ms), and notes how far it was asked.
    pub(crate) async fn go_on_at_genesys(&self, connector: &str, until: i64, reached: i64) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE genesys_accounts SET asking_until = $2, \
                   reached = CASE WHEN reached > $3 THEN reached ELSE $3 END WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).bind(until).bind(reached).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Ends the turn; the next one is at that time (epoch ms). What it lacked, or what went wrong; whether that is new.
    pub(crate) async fn end_turn_at_genesys(
        &self,
        connector: &str,
        next: i64,
        outcome: Result<&[String], &Reason>,
    ) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let is_new = match outcome {
            Ok(lacking) => {
                let sql = "UPDATE genesys_accounts SET asking_until = 0, next_at = $2, asked_at = $3, lacking = $4 WHERE connector_id = $1";
                let lacking = serde_json::to_string(lacking)?;
                let query = sqlx::query(sql).bind(connector).bind(next).bind(now()).bind(lacking);
                query.execute(write.connection()).await?;
                write.clear_problem(connector, Task::Asking).await?;
                false
            }
            Err(reason) => {
                let sql = "UPDATE genesys_accounts SET asking_until = 0, next_at = $2 WHERE connector_id = $1";
                sqlx::query(sql).bind(connector).bind(next).execute(write.connection()).await?;
                write.note_problem(connector, Task::Asking, reason).await?
            }
        };
        write.commit().await?;
        Ok(is_new)
    }

    /// Has a connector asked for at once.
    pub(crate) async fn have_genesys_asked(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE genesys_accounts SET next_at = 0 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Nobody has a turn any more, and nobody waits after a failure: on SQLite there is no other process, and one of before is gone.
    pub(crate) async fn release_genesys(&self) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        for sql in [
            "UPDATE genesys_accounts SET asking_until = 0",
            "UPDATE genesys_fillings SET asking_until = 0, next_at = 0",
        ] {
            sqlx::query(sql).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }
}
