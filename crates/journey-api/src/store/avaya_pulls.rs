//! For whom the Avaya Experience Platform was asked, as somebody looked them up: of several replicas one asks, once in a while.

use super::{Store, now};
use crate::error::Error;
use crate::ids::Lookup;

impl Store {
    /// Takes the turn at asking for somebody, for whom nobody asked since that time (epoch ms): whether all was read the last time.
    pub(crate) async fn take_turn_at_pulling(
        &self,
        connector: &str,
        lookup: &Lookup,
        since: i64,
    ) -> Result<Option<bool>, Error> {
        let mut write = self.write().await?.quietly();
        let sql = format!(
            "SELECT pulled_at, done FROM avaya_pulls WHERE connector_id = $1 AND lookup = $2{}",
            self.for_update()
        );
        let before: Option<(i64, i64)> =
            sqlx::query_as(&sql).bind(connector).bind(lookup.as_str()).fetch_optional(write.connection()).await?;
        if before.is_some_and(|(pulled_at, _)| pulled_at >= since) {
            write.commit().await?;
            return Ok(None);
        }
        let sql = "INSERT INTO avaya_pulls (connector_id, lookup, pulled_at, done) VALUES ($1, $2, $3, 0) \
                   ON CONFLICT (connector_id, lookup) DO UPDATE SET pulled_at = excluded.pulled_at, done = 0 \
                   WHERE avaya_pulls.pulled_at < $4";
        let query = sqlx::query(sql).bind(connector).bind(lookup.as_str()).bind(now()).bind(since);
        let taken = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(taken.then_some(before.is_some_and(|(_, done)| done != 0)))
    }

    /// Ends the turn: whether the vendor answered, else somebody may ask again at once; and whether all was read.
    pub(crate) async fn end_turn_at_pulling(
        &self,
        connector: &str,
        lookup: &Lookup,
        (is_answered, is_whole): (bool, bool),
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_pulls SET done = $3, pulled_at = CASE WHEN $4 = 1 THEN pulled_at ELSE 0 END \
                   WHERE connector_id = $1 AND lookup = $2";
        sqlx::query(sql)
            .bind(connector)
            .bind(lookup.as_str())
            .bind(i64::from(is_whole))
            .bind(i64::from(is_answered))
            .execute(write.connection())
            .await?;
        Ok(write.commit().await?)
    }
}
