//! What journey actions still have to do: events to look at, webhooks to call. Several replicas may take from it; each
//! entry is taken by one.

use super::{Dialect, Store, Write, now};
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId};

/// While a webhook is being called nobody else calls it for so long, in ms.
const LEASE: i64 = 60_000;

/// An event whose person is to be looked at.
#[derive(Debug)]
pub(crate) struct Check {
    seq: i64,
    pub(crate) workspace: WorkspaceId,
    pub(crate) lookup: Lookup,
    /// Whose it is, if it is anybody's.
    pub(crate) person: Option<PersonId>,
    pub(crate) event_type: String,
}

/// A webhook to call.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Delivery {
    pub(crate) seq: i64,
    pub(crate) action_id: String,
    pub(crate) url: String,
    pub(crate) method: String,
    pub(crate) body: String,
    /// How often it was tried, this time included.
    pub(crate) attempts: i64,
}

impl Write {
    /// Whether a workspace has actions that may act.
    pub(crate) async fn has_actions(&mut self, workspace: &WorkspaceId) -> Result<bool, Error> {
        let sql = "SELECT id FROM journey_actions WHERE workspace_id = $1 AND is_active = 1 LIMIT 1";
        let query = sqlx::query(sql).bind(workspace.as_str());
        Ok(query.fetch_optional(self.connection()).await?.is_some())
    }

    /// Has the person of an event looked at.
    pub(crate) async fn have_checked(
        &mut self,
        workspace: &WorkspaceId,
        lookup: &Lookup,
        event_type: &str,
    ) -> Result<(), Error> {
        sqlx::query("INSERT INTO action_checks (workspace_id, lookup, type) VALUES ($1, $2, $3)")
            .bind(workspace.as_str())
            .bind(lookup.as_str())
            .bind(event_type)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes an event that was looked at; `false`: somebody else did. It comes back if this transaction does not commit.
    pub(crate) async fn take_check(&mut self, check: &Check) -> Result<bool, Error> {
        let sql = "DELETE FROM action_checks WHERE seq = $1";
        Ok(sqlx::query(sql).bind(check.seq).execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Notes that an action acts for a person now; `false`: it did so less than its cooldown ago.
    pub(crate) async fn begin_run(&mut self, action: &str, person: &PersonId, cooldown: i64) -> Result<bool, Error> {
        let at = now();
        let begun = sqlx::query(
            "INSERT INTO action_runs (action_id, person_id, acted_at) VALUES ($1, $2, $3) \
             ON CONFLICT (action_id, person_id) DO UPDATE SET acted_at = excluded.acted_at \
             WHERE action_runs.acted_at <= $4",
        )
        .bind(action)
        .bind(person.as_str())
        .bind(at)
        .bind(at.saturating_sub(cooldown.saturating_mul(60_000)))
        .execute(self.connection())
        .await?;
        Ok(begun.rows_affected() == 1)
    }

    /// Has a webhook called.
    pub(crate) async fn have_delivered(
        &mut self,
        action: &str,
        person: &PersonId,
        url: &str,
        method: &str,
        body: &str,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO action_deliveries (action_id, person_id, url, method, body, state, attempts, next_at, created_at) \
             VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6, $6)",
        )
        .bind(action)
        .bind(person.as_str())
        .bind(url)
        .bind(method)
        .bind(body)
        .bind(now())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

impl Store {
    /// When an action last acted for a person (epoch ms).
    pub(crate) async fn last_run(&self, action: &str, person: &PersonId) -> Result<Option<i64>, Error> {
        let sql = "SELECT acted_at FROM action_runs WHERE action_id = $1 AND person_id = $2";
        let query = sqlx::query_as(sql).bind(action).bind(person.as_str());
        Ok(query.fetch_optional(&self.pool).await?.map(|(at,): (i64,)| at))
    }

    /// The next event to look at.
    pub(crate) async fn next_check(&self) -> Result<Option<Check>, Error> {
        let sql = "SELECT c.seq, c.workspace_id, c.lookup, c.type, i.person_id FROM action_checks c \
                   LEFT JOIN identities i ON i.workspace_id = c.workspace_id AND i.lookup = c.lookup \
                   ORDER BY c.seq LIMIT 1";
        type Row = (i64, String, String, String, Option<String>);
        let row: Option<Row> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        Ok(row.map(|(seq, workspace, lookup, event_type, person)| Check {
            seq,
            workspace: WorkspaceId(workspace),
            lookup: Lookup(lookup),
            person: person.map(PersonId),
            event_type,
        }))
    }

    /// The addresses that are still to be called, and when the first call of each is due (epoch ms).
    pub(crate) async fn addresses_to_call(&self) -> Result<Vec<(String, i64)>, Error> {
        let sql = "SELECT url, MIN(next_at) FROM action_deliveries WHERE state = 'pending' GROUP BY url ORDER BY 2";
        Ok(sqlx::query_as(sql).fetch_all(&self.pool).await?)
    }

    /// Takes the next call of an address. It is due again if this process does not say how it went.
    pub(crate) async fn take_delivery(&self, url: &str) -> Result<Option<Delivery>, Error> {
        let mut write = self.write().await?;
        let sql = format!(
            "SELECT seq, action_id, url, method, body, attempts FROM action_deliveries \
             WHERE state = 'pending' AND url = $1 AND next_at <= $2 ORDER BY next_at, seq LIMIT 1{}",
            skip_locked(self.dialect)
        );
        let found: Option<Delivery> =
            sqlx::query_as(&sql).bind(url).bind(now()).fetch_optional(write.connection()).await?;
        let Some(mut delivery) = found else {
            write.commit().await?;
            return Ok(None);
        };
        delivery.attempts += 1;
        sqlx::query("UPDATE action_deliveries SET attempts = $2, next_at = $3 WHERE seq = $1")
            .bind(delivery.seq)
            .bind(delivery.attempts)
            .bind(now().saturating_add(LEASE))
            .execute(write.connection())
            .await?;
        write.commit().await?;
        Ok(Some(delivery))
    }

    /// Writes down how a call went: `state` is done, failed, or pending with the time (epoch ms) of the next try.
    pub(crate) async fn finish_delivery(
        &self,
        seq: i64,
        state: &str,
        next_at: i64,
        outcome: &str,
    ) -> Result<(), Error> {
        let mut write = self.write().await?;
        sqlx::query("UPDATE action_deliveries SET state = $2, next_at = $3, outcome = $4 WHERE seq = $1")
            .bind(seq)
            .bind(state)
            .bind(next_at)
            .bind(outcome)
            .execute(write.connection())
            .await?;
        write.commit().await?;
        Ok(())
    }
}

pub(super) const fn skip_locked(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
    }
}
