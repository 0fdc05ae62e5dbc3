//! Connectors with their keys and what they could not take.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use cjds::CloudEvent;

use super::{Store, Write, now};
use crate::connectors::Kind;
use crate::connectors::tally::Count;
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId, guessed_kind, short_id};

/// Of one connector so many failures are kept: a sender that is wrong all day fills no disk.
const MOST_FAILURES: i64 = 10_000;
/// So many go at once.
const PORTION: i64 = 500;

pub(super) const SELECT: &str = "SELECT c.id, c.organization_id, c.workspace_id, c.kind, c.name, c.is_on, c.accepted, c.refused, \
                      c.last_event_at, c.created_at, c.created_by, c.updated_at, c.updated_by FROM connectors c";

/// A connector as it is stored. Times are epoch ms.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Connector {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) workspace_id: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) is_on: i64,
    pub(crate) accepted: i64,
    pub(crate) refused: i64,
    /// 0: it never took anything.
    pub(crate) last_event_at: i64,
    pub(crate) created_at: i64,
    pub(crate) created_by: String,
    pub(crate) updated_at: i64,
    pub(crate) updated_by: String,
}

/// A key, without the key.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ConnectorKey {
    pub(crate) id: String,
    pub(crate) hint: String,
    pub(crate) created_at: i64,
    pub(crate) created_by: String,
    /// 0: never.
    pub(crate) expires_at: i64,
}

/// Something that could not be taken.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Failure {
    pub(crate) seq: i64,
    pub(crate) failed_at: i64,
    /// A list in JSON.
    pub(crate) reasons: String,
    /// The same for programs, a list in JSON; of what an older version kept there is none.
    pub(crate) details: Option<String>,
    pub(crate) payload: String,
}

/// Something that could not be taken, to be kept.
pub(crate) struct NewFailure {
    /// A list in JSON.
    pub(crate) reasons: String,
    /// The same for programs, a list in JSON.
    pub(crate) details: String,
    pub(crate) payload: String,
}

impl Store {
    /// The connectors of an organization, the oldest first.
    pub(crate) async fn connectors(&self, organization: &str) -> Result<Vec<Connector>, Error> {
        let sql = format!("{SELECT} WHERE c.organization_id = $1 ORDER BY c.created_at, c.id");
        Ok(sqlx::query_as(&sql).bind(organization).fetch_all(&self.pool).await?)
    }

    /// One of them.
    pub(crate) async fn connector(&self, organization: &str, id: &str) -> Result<Option<Connector>, Error> {
        let sql = format!("{SELECT} WHERE c.organization_id = $1 AND c.id = $2");
        Ok(sqlx::query_as(&sql).bind(organization).bind(id).fetch_optional(&self.pool).await?)
    }

    /// The connector of that id, whosever it is: for what works for all of them.
    pub(crate) async fn any_connector(&self, id: &str) -> Result<Option<Connector>, Error> {
        let sql = format!("{SELECT} WHERE c.id = $1");
        Ok(sqlx::query_as(&sql).bind(id).fetch_optional(&self.pool).await?)
    }

    /// The connector of that kind, if the key is one of its own and good.
    pub(crate) async fn connector_of_key(
        &self,
        kind: Kind,
        id: &str,
        digest: &str,
    ) -> Result<Option<Connector>, Error> {
        let sql = format!(
            "{SELECT} JOIN connector_keys k ON k.connector_id = c.id \
             WHERE c.id = $1 AND c.kind = $2 AND k.hash = $3 AND (k.expires_at = 0 OR k.expires_at > $4)"
        );
        let query = sqlx::query_as(&sql).bind(id).bind(kind.as_str()).bind(digest).bind(now());
        Ok(query.fetch_optional(&self.pool).await?)
    }

    /// Whether there is a connector of that kind and it is on.
    pub(crate) async fn is_connector_on(&self, kind: Kind, id: &str) -> Result<bool, Error> {
        let sql = "SELECT id FROM connectors WHERE id = $1 AND kind = $2 AND is_on = 1";
        Ok(sqlx::query(sql).bind(id).bind(kind.as_str()).fetch_optional(&self.pool).await?.is_some())
    }

    /// The keys of a connector that are good, the oldest first.
    pub(crate) async fn connector_keys(&self, connector: &str) -> Result<Vec<ConnectorKey>, Error> {
        let sql = "SELECT id, hint, created_at, created_by, expires_at FROM connector_keys \
                   WHERE connector_id = $1 AND (expires_at = 0 OR expires_at > $2) ORDER BY created_at, id";
        Ok(sqlx::query_as(sql).bind(connector).bind(now()).fetch_all(&self.pool).await?)
    }

    /// What a connector could not take, the newest first.
    pub(crate) async fn failures(&self, connector: &str, most: i64) -> Result<Vec<Failure>, Error> {
        let sql = "SELECT seq, failed_at, reasons, details, payload FROM connector_failures WHERE connector_id = $1 \
                   ORDER BY seq DESC LIMIT $2";
        Ok(sqlx::query_as(sql).bind(connector).bind(most).fetch_all(&self.pool).await?)
    }

    /// One of them.
    pub(crate) async fn failure(&self, connector: &str, seq: i64) -> Result<Option<Failure>, Error> {
        let sql = "SELECT seq, failed_at, reasons, details, payload FROM connector_failures WHERE connector_id = $1 AND seq = $2";
        Ok(sqlx::query_as(sql).bind(connector).bind(seq).fetch_optional(&self.pool).await?)
    }

    /// Writes down what could not be taken: reasons and payload of each.
    pub(crate) async fn note_failures(&self, connector: &str, failures: &[NewFailure]) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        for NewFailure { reasons, details, payload } in failures {
            let sql = "INSERT INTO connector_failures (connector_id, failed_at, reasons, details, payload) \
                       VALUES ($1, $2, $3, $4, $5)";
            sqlx::query(sql)
                .bind(connector)
                .bind(now())
                .bind(reasons)
                .bind(details)
                .bind(payload)
                .execute(write.connection())
                .await?;
        }
        let sql = "DELETE FROM connector_failures WHERE connector_id = $1 AND seq <= \
                   (SELECT seq FROM connector_failures WHERE connector_id = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2)";
        sqlx::query(sql).bind(connector).bind(MOST_FAILURES).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Deletes what could not be taken before that time (epoch ms), in portions.
    pub(crate) async fn delete_failures_before(&self, time: i64) -> Result<(), Error> {
        loop {
            let old = "SELECT seq FROM connector_failures WHERE failed_at < $1 LIMIT 1";
            if sqlx::query(old).bind(time).fetch_optional(&self.pool).await?.is_none() {
                return Ok(());
            }
            let mut write = self.write().await?.quietly();
            let sql = "DELETE FROM connector_failures WHERE seq IN \
                       (SELECT seq FROM connector_failures WHERE failed_at < $1 LIMIT $2)";
            sqlx::query(sql).bind(time).bind(PORTION).execute(write.connection()).await?;
            write.commit().await?;
        }
    }

    /// Adds what connectors took and refused.
    pub(crate) async fn count_connectors(&self, counts: &HashMap<String, Count>) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let mut counts: Vec<_> = counts.iter().collect();
        // In one order, so that two replicas never wait for each other.
        counts.sort_unstable_by_key(|(id, _)| *id);
        for (id, count) in counts {
            let sql = "UPDATE connectors SET accepted = accepted + $2, refused = refused + $3, \
                       last_event_at = CASE WHEN last_event_at > $4 THEN last_event_at ELSE $4 END WHERE id = $1";
            sqlx::query(sql)
                .bind(id)
                .bind(count.accepted)
                .bind(count.refused)
                .bind(count.last)
                .execute(write.connection())
                .await?;
        }
        Ok(write.commit().await?)
    }

    /// When an event of that id, sender, type and identity happened that is stored, where it came without a time: what
    /// is sent again is the same one, however much later.
    pub(crate) async fn time_of_the_same(
        &self,
        workspace: &WorkspaceId,
        event: &CloudEvent,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let kind = event.identity_type.unwrap_or_else(|| guessed_kind(&event.identity));
        let sql = "SELECT time FROM events WHERE workspace_id = $1 AND id = $2 AND lookup = $3 AND type = $4 AND source = $5 \
                   ORDER BY time LIMIT 1";
        let time: Option<(i64,)> = sqlx::query_as(sql)
            .bind(workspace.as_str())
            .bind(&event.id)
            .bind(Lookup::of_kind(&event.identity, kind).as_str())
            .bind(&event.kind)
            .bind(&event.source)
            .fetch_optional(&self.pool)
            .await?;
        Ok(time.and_then(|(time,)| DateTime::from_timestamp_millis(time)))
    }
}

impl Write {
    /// Makes a connector; `None`: the organization has one of that name.
    pub(crate) async fn create_connector(
        &mut self,
        organization: &str,
        workspace: &WorkspaceId,
        kind: Kind,
        name: &str,
        by: &str,
    ) -> Result<Option<String>, Error> {
        let id = short_id();
        let made = sqlx::query(
            "INSERT INTO connectors (id, organization_id, workspace_id, kind, name, is_on, accepted, refused, \
             last_event_at, created_at, created_by, updated_at, updated_by) \
             VALUES ($1, $2, $3, $4, $5, 1, 0, 0, 0, $6, $7, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(organization)
        .bind(workspace.as_str())
        .bind(kind.as_str())
        .bind(name)
        .bind(now())
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok((made.rows_affected() == 1).then_some(id))
    }

    /// Names a connector, switches it, or moves it to another workspace.
    pub(crate) async fn update_connector(&mut self, connector: &Connector, by: &str) -> Result<(), Error> {
        let sql = "UPDATE connectors SET name = $2, is_on = $3, workspace_id = $4, updated_at = $5, updated_by = $6 \
                   WHERE id = $1";
        sqlx::query(sql)
            .bind(&connector.id)
            .bind(&connector.name)
            .bind(connector.is_on)
            .bind(&connector.workspace_id)
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Removes a connector with its keys and failures.
    pub(crate) async fn delete_connector(&mut self, id: &str) -> Result<(), Error> {
        sqlx::query("DELETE FROM connectors WHERE id = $1").bind(id).execute(self.connection()).await?;
        Ok(())
    }

    /// Gives a connector one more key; its id. `sealed`: the key itself, encrypted, where it is needed again.
    pub(crate) async fn add_connector_key(
        &mut self,
        connector: &str,
        (digest, hint): (&str, &str),
        sealed: Option<&str>,
        by: &str,
    ) -> Result<String, Error> {
        let id = short_id();
        let sql = "INSERT INTO connector_keys (id, connector_id, hash, hint, created_at, created_by, expires_at, sealed) \
                   VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
        sqlx::query(sql)
            .bind(&id)
            .bind(connector)
            .bind(digest)
            .bind(hint)
            .bind(now())
            .bind(by)
            .bind(sealed)
            .execute(self.connection())
            .await?;
        Ok(id)
    }

    /// Has all keys of a connector but one end at that time (epoch ms), if they do not end before.
    pub(crate) async fn end_other_keys(&mut self, connector: &str, key: &str, at: i64) -> Result<(), Error> {
        let sql = "UPDATE connector_keys SET expires_at = $3 WHERE connector_id = $1 AND id <> $2 \
                   AND (expires_at = 0 OR expires_at > $3)";
        sqlx::query(sql).bind(connector).bind(key).bind(at.max(1)).execute(self.connection()).await?;
        Ok(())
    }

    /// Withdraws a key; `false`: the connector has none of that id.
    pub(crate) async fn delete_connector_key(&mut self, connector: &str, key: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM connector_keys WHERE connector_id = $1 AND id = $2";
        let done = sqlx::query(sql).bind(connector).bind(key).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets a failure; `false`: somebody else did.
    pub(crate) async fn delete_failure(&mut self, connector: &str, seq: i64) -> Result<bool, Error> {
        let sql = "DELETE FROM connector_failures WHERE connector_id = $1 AND seq = $2";
        let done = sqlx::query(sql).bind(connector).bind(seq).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }
}
