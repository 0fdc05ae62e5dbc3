//! What is filled from before a connector of Genesys Cloud was there, and how far that is.

use super::{Store, now};
use crate::error::Error;

/// A filling. Times are epoch ms, 0: never.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Filling {
    pub(crate) since: i64,
    pub(crate) until: i64,
    /// Everything before is there.
    pub(crate) reached: i64,
    /// The platform's job; empty: none.
    pub(crate) job_id: String,
    /// The job finds what went on until then.
    pub(crate) job_until: i64,
    /// Which page of its results is next; empty: the first one.
    pub(crate) cursor: String,
    pub(crate) conversations: i64,
    pub(crate) events: i64,
    /// What went wrong last; empty: nothing.
    pub(crate) problem: String,
    pub(crate) begun_at: i64,
    pub(crate) begun_by: String,
    /// 0: it goes on.
    pub(crate) ended_at: i64,
}

impl Filling {
    /// How far it is, in percent.
    pub(crate) fn percent(&self) -> i64 {
        let whole = self.until.saturating_sub(self.since).max(1);
        let done = self.reached.saturating_sub(self.since);
        if self.reached >= self.until { 100 } else { (done.saturating_mul(100) / whole).clamp(0, 99) }
    }
}

impl Store {
    /// The filling of a connector, the last one.
    pub(crate) async fn genesys_filling(&self, connector: &str) -> Result<Option<Filling>, Error> {
        let sql = "SELECT since, until, reached, job_id, job_until, cursor, conversations, events, problem, begun_at, begun_by, \
                   ended_at FROM genesys_fillings WHERE connector_id = $1";
        Ok(sqlx::query_as(sql).bind(connector).fetch_optional(&self.pool).await?)
    }

    /// Begins to fill between these times (epoch ms), in place of one that is over; `false`: one goes on.
    pub(crate) async fn begin_genesys_filling(
        &self,
        connector: &str,
        (since, until): (i64, i64),
        by: &str,
    ) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "INSERT INTO genesys_fillings (connector_id, since, until, reached, job_id, job_until, cursor, conversations, \
                   events, next_at, asking_until, problem, begun_at, begun_by, ended_at) \
                   VALUES ($1, $2, $3, $2, '', 0, '', 0, 0, 0, 0, '', $4, $5, 0) \
                   ON CONFLICT (connector_id) DO UPDATE SET since = excluded.since, until = excluded.until, \
                   reached = excluded.reached, job_id = '', job_until = 0, cursor = '', conversations = 0, events = 0, \
                   next_at = 0, asking_until = 0, problem = '', begun_at = excluded.begun_at, begun_by = excluded.begun_by, \
                   ended_at = 0 WHERE genesys_fillings.ended_at > 0";
        let query = sqlx::query(sql).bind(connector).bind(since).bind(until).bind(now()).bind(by);
        let begun = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(begun)
    }

    /// Ends a filling before it is done; `false`: none goes on.
    pub(crate) async fn end_genesys_filling(&self, connector: &str) -> Result<bool, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE genesys_fillings SET ended_at = $2 WHERE connector_id = $1 AND ended_at = 0";
        let ended =
            sqlx::query(sql).bind(connector).bind(now()).execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        Ok(ended)
    }

    /// The connectors that are on and have something to fill now, by their ids.
    pub(crate) async fn genesys_to_fill(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT f.connector_id FROM genesys_fillings f JOIN connectors c ON c.id = f.connector_id \
                   JOIN genesys_accounts a ON a.connector_id = c.id \
                   WHERE c.is_on = 1 AND f.ended_at = 0 AND f.next_at <= $1 AND f.asking_until < $1 ORDER BY f.connector_id";
        let rows: Vec<(String,)> = sqlx::query_as(sql).bind(now()).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Takes the turn at filling until that time (epoch ms); `None`: somebody else has it, or it is over.
    pub(crate) async fn take_turn_at_filling(&self, connector: &str, until: i64) -> Result<Option<Filling>, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE genesys_fillings SET asking_until = $3 WHERE connector_id = $1 AND next_at <= $2 \
                   AND asking_until < $2 AND ended_at = 0";
        let query = sqlx::query(sql).bind(connector).bind(now()).bind(until);
        let taken = query.execute(write.connection()).await?.rows_affected() == 1;
        write.commit().await?;
        if taken { self.genesys_filling(connector).await } else { Ok(None) }
    }

    /// Ends the turn with what came of it; the next one is at that time (epoch ms). One that was begun anew stays as it is.
    pub(crate) async fn end_turn_at_filling(&self, connector: &str, now: &Filling, next: i64) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE genesys_fillings SET reached = $3, job_id = $4, job_until = $5, cursor = $6, conversations = $7, \
                   events = $8, problem = $9, ended_at = CASE WHEN ended_at > 0 THEN ended_at ELSE $10 END, next_at = $11, \
                   asking_until = 0 WHERE connector_id = $1 AND begun_at = $2";
        sqlx::query(sql)
            .bind(connector)
            .bind(now.begun_at)
            .bind(now.reached)
            .bind(&now.job_id)
            .bind(now.job_until)
            .bind(&now.cursor)
            .bind(now.conversations)
            .bind(now.events)
            .bind(&now.problem)
            .bind(now.ended_at)
            .bind(next)
            .execute(write.connection())
            .await?;
        Ok(write.commit().await?)
    }
}
