//! Runs that ask for what webhooks of Webex Contact Center lost: one of a connector at a time, on any replica, and how far the last one
//! is. Whoever has the turn says so again and again; who does not any more is gone.

use super::{Store, now};
use crate::error::Error;

/// A run. Times are epoch ms, 0: never.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct WebexFilling {
    pub(crate) since: i64,
    pub(crate) until: i64,
    /// Everything before was looked at.
    pub(crate) reached: i64,
    /// So many tasks were looked at.
    pub(crate) tasks: i64,
    /// So many events were missing.
    pub(crate) events: i64,
    /// Whether nothing is filled: 0 or 1.
    pub(crate) is_dry: i64,
    /// Why it came to nothing; empty: it did not, or has not yet.
    pub(crate) problem: String,
    pub(crate) begun_at: i64,
    /// Empty: the service by itself.
    pub(crate) begun_by: String,
    /// 0: it goes on, or broke off.
    pub(crate) ended_at: i64,
}

impl WebexFilling {
    /// How far it is, in percent.
    pub(crate) fn percent(&self) -> i64 {
        let whole = self.until.saturating_sub(self.since).max(1);
        let done = self.reached.saturating_sub(self.since);
        if self.reached >= self.until { 100 } else { (done.saturating_mul(100) / whole).clamp(0, 99) }
    }
}

impl Store {
    /// The last run of a connector, and whether somebody is at it.
    pub(crate) async fn webex_filling(&self, connector: &str) -> Result<Option<(WebexFilling, bool)>, Error> {
        let sql = "SELECT since, until, reached, tasks, events, is_dry, problem, begun_at, begun_by, ended_at \
                   FROM webex_fillings WHERE connector_id = $1";
        let found: Option<WebexFilling> = sqlx::query_as(sql).bind(connector).fetch_optional(&self.pool).await?;
        let Some(filling) = found else { return Ok(None) };
        let sql = "SELECT reconciling_until FROM webex_accounts WHERE connector_id = $1";
        let turn: Option<(i64,)> = sqlx::query_as(sql).bind(connector).fetch_optional(&self.pool).await?;
        let goes_on = filling.ended_at == 0 && turn.is_some_and(|(until,)| until > now());
        Ok(Some((filling, goes_on)))
    }

    /// Begins a run and takes the turn until that time (epoch ms); `false`: somebody else has it.
    pub(crate) async fn begin_webex_filling(
        &self,
        connector: &str,
        filling: &WebexFilling,
        turn_until: i64,
    ) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_accounts SET reconciling_until = $3 WHERE connector_id = $1 AND reconciling_until < $2";
        let query = sqlx::query(sql).bind(connector).bind(now()).bind(turn_until);
        if query.execute(write.connection()).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let sql = "INSERT INTO webex_fillings (connector_id, since, until, reached, tasks, events, is_dry, problem, begun_at, \
                   begun_by, ended_at) VALUES ($1, $2, $3, $2, 0, 0, $4, '', $5, $6, 0) \
                   ON CONFLICT (connector_id) DO UPDATE SET since = excluded.since, until = excluded.until, \
                   reached = excluded.reached, tasks = 0, events = 0, is_dry = excluded.is_dry, problem = '', \
                   begun_at = excluded.begun_at, begun_by = excluded.begun_by, ended_at = 0";
        sqlx::query(sql)
            .bind(connector)
            .bind(filling.since)
            .bind(filling.until)
            .bind(filling.is_dry)
            .bind(filling.begun_at)
            .bind(&filling.begun_by)
            .execute(write.connection())
            .await?;
        write.commit().await?;
        Ok(true)
    }

    /// Writes down how far a run is, and has the turn until that time (epoch ms).
    pub(crate) async fn go_on_filling_webex(
        &self,
        connector: &str,
        filling: &WebexFilling,
        turn_until: i64,
    ) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_accounts SET reconciling_until = $2 WHERE connector_id = $1";
        sqlx::query(sql).bind(connector).bind(turn_until).execute(write.connection()).await?;
        let sql = "UPDATE webex_fillings SET reached = $3, tasks = $4, events = $5, problem = $6, ended_at = $7 \
                   WHERE connector_id = $1 AND begun_at = $2";
        sqlx::query(sql)
            .bind(connector)
            .bind(filling.begun_at)
            .bind(filling.reached)
            .bind(filling.tasks)
            .bind(filling.events)
            .bind(&filling.problem)
            .bind(filling.ended_at)
            .execute(write.connection())
            .await?;
        Ok(write.commit().await?)
    }

    /// Writes down that a run is over. Where it looked at everything and filled what was missing, nothing is missing until its end, if
    /// nothing is until its beginning.
    pub(crate) async fn end_webex_filling(&self, connector: &str, filling: &WebexFilling) -> Result<(), Error> {
        if filling.problem.is_empty() && filling.is_dry == 0 {
            let mut write = self.write().await?.quietly();
            let sql = "UPDATE webex_accounts SET reconciled_to = CASE WHEN $3 > reconciled_to \
                       AND (reconciled_to = 0 OR reconciled_to >= $2) THEN $3 ELSE reconciled_to END WHERE connector_id = $1";
            let query = sqlx::query(sql).bind(connector).bind(filling.since).bind(filling.until);
            query.execute(write.connection()).await?;
            write.commit().await?;
        }
        self.go_on_filling_webex(connector, filling, 0).await
    }
}

#[cfg(test)]
mod tests {
    use super::WebexFilling;

    #[test]
    fn how_far_a_run_is_is_told_in_percent_and_it_is_whole_at_its_end_alone() {
        let at = |reached: i64| WebexFilling { since: 1000, until: 2000, reached, ..WebexFilling::default() }.percent();
        assert_eq!([at(1000), at(1255), at(1999), at(2000)], [0, 25, 99, 100]);
        assert_eq!(WebexFilling::default().percent(), 100, "of nothing all is done");
    }
}
