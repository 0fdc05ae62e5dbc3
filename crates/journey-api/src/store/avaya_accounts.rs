//! By which client an account of the Avaya Experience Platform is asked for a connector. What is secret comes and goes encrypted.

use super::{Store, now};
use crate::connectors::{Kind, Task};
use crate::error::Error;
use crate::reason::Reason;

/// A client's access. Times are epoch ms, 0: never or not known.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct AvayaAccount {
    /// `https://eu.api.avayacloud.com`.
    pub(crate) host: String,
    /// Six letters.
    pub(crate) account: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) app_key: String,
    /// Which of the account's identifiers is which kind of identity: a list in JSON.
    pub(crate) identifiers: String,
    /// Notifications are subscribed, if the account has them.
    pub(crate) wants_notifications: i64,
    /// How often it was written.
    pub(crate) version: i64,
    /// The key of the connector in the address that the subscription has.
    pub(crate) told_key: String,
    /// Until when notifications come.
    pub(crate) notified_until: i64,
    /// When the subscription was looked after.
    pub(crate) checked_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) updated_by: String,
}

/// An access as it is written.
#[derive(Debug)]
pub(crate) struct NewAvayaAccount<'a> {
    pub(crate) host: &'a str,
    pub(crate) account: &'a str,
    pub(crate) client_id: &'a str,
    /// Encrypted.
    pub(crate) client_secret: &'a str,
    /// Encrypted.
    pub(crate) app_key: &'a str,
    pub(crate) identifiers: &'a str,
    pub(crate) wants_notifications: bool,
}

/// A connector that is on and has an access, and where its events go.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ConnectedToAvaya {
    pub(crate) connector_id: String,
    pub(crate) workspace_id: String,
    pub(crate) notified_until: i64,
    /// How often its access was written.
    pub(crate) version: i64,
}

impl Store {
    /// The access of a connector.
    pub(crate) async fn avaya_account(&self, connector: &str) -> Result<Option<AvayaAccount>, Error> {
        let sql = "SELECT host, account, client_id, client_secret, app_key, identifiers, wants_notifications, version, told_key, \
                   notified_until, checked_at, updated_at, updated_by FROM avaya_accounts WHERE connector_id = $1";
        Ok(sqlx::query_as(sql).bind(connector).fetch_optional(&self.pool).await?)
    }

    /// The connectors that are on and have an access.
    pub(crate) async fn connected_to_avaya(&self) -> Result<Vec<ConnectedToAvaya>, Error> {
        let sql = "SELECT a.connector_id, c.workspace_id, a.notified_until, a.version FROM avaya_accounts a \
                   JOIN connectors c ON c.id = a.connector_id WHERE c.is_on = 1 AND c.kind = $1 ORDER BY a.connector_id";
        Ok(sqlx::query_as(sql).bind(Kind::Avaya.as_str()).fetch_all(&self.pool).await?)
    }

    /// Gives a connector an access, in place of the one it had.
    pub(crate) async fn put_avaya_account(
        &self,
        connector: &str,
        new: &NewAvayaAccount<'_>,
        by: &str,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "INSERT INTO avaya_accounts (connector_id, host, account, client_id, client_secret, app_key, identifiers, \
                   wants_notifications, version, told_key, notified_until, checked_at, subscribing_until, updated_at, \
                   updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, '', 0, 0, 0, $9, $10) \
                   ON CONFLICT (connector_id) DO UPDATE SET host = excluded.host, account = excluded.account, \
                   client_id = excluded.client_id, client_secret = excluded.client_secret, app_key = excluded.app_key, \
                   identifiers = excluded.identifiers, wants_notifications = excluded.wants_notifications, \
                   version = avaya_accounts.version + 1, told_key = '', notified_until = 0, checked_at = 0, \
                   updated_at = excluded.updated_at, updated_by = excluded.updated_by";
        sqlx::query(sql)
            .bind(connector)
            .bind(new.host)
            .bind(new.account)
            .bind(new.client_id)
            .bind(new.client_secret)
            .bind(new.app_key)
            .bind(new.identifiers)
            .bind(i64::from(new.wants_notifications))
            .bind(now())
            .bind(by)
            .execute(write.connection())
            .await?;
        // Another account may have what this one had not.
        let sql = "DELETE FROM avaya_pulls WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        write.forget_problems(connector).await?;
        Ok(write.commit().await?)
    }

    /// Takes the access of a connector away.
    pub(crate) async fn delete_avaya_account(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "DELETE FROM avaya_accounts WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        write.forget_problems(connector).await?;
        Ok(write.commit().await?)
    }

    /// Somebody begins to look after the subscription of a connector: who wants that from now on wants it once more.
    pub(crate) async fn note_check_of_avayas_subscription(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_accounts SET checked_at = $2 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).bind(now()).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Has the subscription of a connector looked after the next time.
    pub(crate) async fn have_avayas_subscription_checked(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_accounts SET checked_at = 0 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Takes the turn at changing the subscription of a connector until that time (epoch ms); `false`: somebody else has it.
    pub(crate) async fn take_turn_at_subscribing_to_avaya(&self, connector: &str, until: i64) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_accounts SET subscribing_until = $3 WHERE connector_id = $1 AND subscribing_until < $2";
        let query = sqlx::query(sql).bind(connector).bind(now()).bind(until);
        let taken = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(taken)
    }

    /// Ends that turn.
    pub(crate) async fn end_turn_at_subscribing_to_avaya(&self, connector: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_accounts SET subscribing_until = 0 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Writes down how looking after the subscription went: until when notifications come, and the key in its address; or what
    /// went wrong.
    pub(crate) async fn note_avayas_subscription(
        &self,
        connector: &str,
        outcome: Result<(i64, &str), &Reason>,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        // Whoever wants it looked after once more wants it still.
        let sql = "UPDATE avaya_accounts SET checked_at = $2 WHERE connector_id = $1 AND checked_at > 0";
        sqlx::query(sql).bind(connector).bind(now()).execute(write.connection()).await?;
        match outcome {
            Ok((until, key)) => {
                let sql = "UPDATE avaya_accounts SET notified_until = $2, told_key = $3 WHERE connector_id = $1";
                sqlx::query(sql).bind(connector).bind(until).bind(key).execute(write.connection()).await?;
                write.clear_problem(connector, Task::Subscriptions).await?;
            }
            Err(reason) => {
                write.note_problem(connector, Task::Subscriptions, reason).await?;
            }
        }
        Ok(write.commit().await?)
    }
}
