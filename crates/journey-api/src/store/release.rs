//! Turns of a process of before. On SQLite there is no other process, so one that was killed has no turn any more; on PostgreSQL
//! its turns end by themselves.

use super::{Dialect, Store};
use crate::error::Error;

impl Store {
    /// Nobody has a turn at a connector's subscriptions, tokens or reconciliation: before anybody takes one.
    pub(crate) async fn release_turns(&self) -> Result<(), Error> {
        if self.dialect == Dialect::Postgres {
            return Ok(());
        }
        let mut write = self.write().await?.quietly();
        for sql in [
            "UPDATE webex_accounts SET subscribing_until = 0, leased_until = 0, reconciling_until = 0",
            "UPDATE avaya_accounts SET subscribing_until = 0",
        ] {
            sqlx::query(sql).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }
}
