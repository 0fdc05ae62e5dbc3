//! What webhooks of Webex Contact Center brought: kept until it is published, remembered for some days; and whose tasks are.

use std::collections::BTreeMap;

use cjds::IdentityType;

use super::connectors::SELECT;
use super::sql::{Values, in_portions};
use super::work::skip_locked;
use super::{Connector, Store, Write, now};
use crate::connectors::Kind;
use crate::connectors::webex::customer::{Customer, Known};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};

/// Whoever takes something has so long to publish it, in ms: then another one takes it.
const LEASE: i64 = 30_000;

/// Something that came and is to be kept.
#[derive(Clone, Debug)]
pub(crate) struct ToKeep {
    pub(crate) connector: String,
    /// By which it is known again.
    pub(crate) key: String,
    pub(crate) task: String,
    /// Which part of a task it is.
    pub(crate) stage: String,
    /// When it happened (epoch ms).
    pub(crate) time: i64,
    /// As it came.
    pub(crate) body: String,
    /// It did not come; it was asked for.
    pub(crate) is_filled: bool,
    /// Publish it also where it is known: it could not be published before.
    pub(crate) again: bool,
}

/// Something that is to be published. Times are epoch ms.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Waiting {
    pub(crate) seq: i64,
    pub(crate) connector_id: String,
    pub(crate) task_id: String,
    pub(crate) kind: String,
    pub(crate) happened_at: i64,
    pub(crate) received_at: i64,
    pub(crate) is_filled: i64,
    /// Not 0: somebody took it before, and may have published it.
    pub(crate) taken: i64,
    pub(crate) body: String,
}

/// A part of a task that is known.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct KnownStage {
    pub(crate) task_id: String,
    pub(crate) kind: String,
    pub(crate) happened_at: i64,
}

impl Store {
    /// A connector of that kind with the secrets of its keys that are good, encrypted.
    pub(crate) async fn connector_with_secrets(&self, id: &str) -> Result<Option<(Connector, Vec<String>)>, Error> {
        let sql = format!("{SELECT} WHERE c.id = $1 AND c.kind = $2");
        let found = sqlx::query_as(&sql).bind(id).bind(Kind::Webex.as_str()).fetch_optional(&self.pool).await?;
        let Some(connector) = found else { return Ok(None) };
        let sql = "SELECT sealed FROM connector_keys WHERE connector_id = $1 AND sealed IS NOT NULL \
                   AND (expires_at = 0 OR expires_at > $2)";
        let secrets: Vec<(String,)> = sqlx::query_as(sql).bind(id).bind(now()).fetch_all(&self.pool).await?;
        Ok(Some((connector, secrets.into_iter().map(|(secret,)| secret).collect())))
    }

    /// Keeps what came; what is known already is not kept twice.
    pub(crate) async fn keep_webhooks(&self, came: &[ToKeep]) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let mut came: Vec<&ToKeep> = came.iter().collect();
        // In one order, so that two replicas never wait for each other.
        came.sort_by(|a, b| (&a.connector, &a.key).cmp(&(&b.connector, &b.key)));
        came.dedup_by(|a, b| (&a.connector, &a.key) == (&b.connector, &b.key));
        let at = now();
        let (again, first): (Vec<&ToKeep>, Vec<&ToKeep>) = came.into_iter().partition(|one| one.again);
        for (list, conflict) in [
            (first, "DO NOTHING"),
            (
                again,
                "(connector_id, event_key) DO UPDATE SET body = excluded.body, next_at = excluded.next_at, \
                     received_at = excluded.received_at",
            ),
        ] {
            for portion in in_portions(&list) {
                let mut values = Values::default();
                let rows: Vec<String> = portion
                    .iter()
                    .map(|one| {
                        let texts = values.put_all([&*one.connector, &*one.key, &*one.task, &*one.stage, &*one.body]);
                        let numbers = values.put_all([one.time, at, i64::from(one.is_filled), at, 0]);
                        format!("({texts}, {numbers})")
                    })
                    .collect();
                let sql = format!(
                    "INSERT INTO webex_events (connector_id, event_key, task_id, kind, body, happened_at, received_at, \
                     is_filled, next_at, taken) VALUES {} ON CONFLICT {conflict}",
                    rows.join(", ")
                );
                values.execute(&sql).execute(write.connection()).await?;
            }
        }
        Ok(write.commit().await?)
    }

    /// Takes some of what is to be published. Whoever does not say how it went has it taken by others.
    pub(crate) async fn take_webhooks(&self, most: i64) -> Result<Vec<Waiting>, Error> {
        let due = "SELECT seq FROM webex_events WHERE body IS NOT NULL AND next_at <= $1 LIMIT 1";
        // Who only looks takes no turn.
        if sqlx::query(due).bind(now()).fetch_optional(&self.pool).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut write = self.write().await?.quietly();
        let sql = format!(
            "SELECT seq, connector_id, task_id, kind, happened_at, received_at, is_filled, taken, body FROM webex_events \
             WHERE body IS NOT NULL AND next_at <= $1 ORDER BY next_at, seq LIMIT $2{}",
            skip_locked(self.dialect)
        );
        let taken: Vec<Waiting> = sqlx::query_as(&sql).bind(now()).bind(most).fetch_all(write.connection()).await?;
        let numbers: Vec<i64> = taken.iter().map(|one| one.seq).collect();
        for portion in in_portions(&numbers) {
            let mut values = Values::default();
            let until = values.put(now().saturating_add(LEASE));
            let list = values.put_all(portion.iter().copied());
            let sql = format!("UPDATE webex_events SET next_at = {until}, taken = 1 WHERE seq IN ({list})");
            values.execute(&sql).execute(write.connection()).await?;
        }
        write.commit().await?;
        Ok(taken)
    }

    /// Writes down what became of what was taken: what is published, and what is to be looked at again, and when (epoch ms).
    pub(crate) async fn settle_webhooks(&self, done: &[i64], later: &[(i64, i64)]) -> Result<(), Error> {
        if done.is_empty() && later.is_empty() {
            return Ok(());
        }
        let mut write = self.write().await?.quietly();
        for portion in in_portions(done) {
            let mut values = Values::default();
            let list = values.put_all(portion.iter().copied());
            let sql = format!("UPDATE webex_events SET body = NULL, next_at = 0, taken = 0 WHERE seq IN ({list})");
            values.execute(&sql).execute(write.connection()).await?;
        }
        let mut by_time: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        later.iter().for_each(|(seq, at)| by_time.entry(*at).or_default().push(*seq));
        for (at, numbers) in by_time {
            for portion in in_portions(&numbers) {
                let mut values = Values::default();
                let at = values.put(at);
                let list = values.put_all(portion.iter().copied());
                let sql = format!("UPDATE webex_events SET next_at = {at}, taken = 0 WHERE seq IN ({list})");
                values.execute(&sql).execute(write.connection()).await?;
            }
        }
        Ok(write.commit().await?)
    }

    /// Has one that may be published looked at again at that time (epoch ms).
    pub(crate) async fn retry_webhook(&self, seq: i64, at: i64) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_events SET next_at = $2 WHERE seq = $1";
        sqlx::query(sql).bind(seq).bind(at).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Has everything that a process of before took looked at again at once: on SQLite there is no other one.
    pub(crate) async fn release_webhooks(&self) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE webex_events SET next_at = $1 WHERE body IS NOT NULL AND taken <> 0";
        sqlx::query(sql).bind(now()).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// How many are still to be published.
    pub(crate) async fn webhooks_waiting(&self, connector: &str) -> Result<i64, Error> {
        let sql = "SELECT COUNT(*) FROM webex_events WHERE connector_id = $1 AND body IS NOT NULL";
        Ok(sqlx::query_scalar(sql).bind(connector).fetch_one(&self.pool).await?)
    }

    /// Whether an event of that id is stored.
    pub(crate) async fn has_event(&self, workspace: &WorkspaceId, id: &str) -> Result<bool, Error> {
        let sql = "SELECT seq FROM events WHERE workspace_id = $1 AND id = $2 LIMIT 1";
        Ok(sqlx::query(sql).bind(workspace.as_str()).bind(id).fetch_optional(&self.pool).await?.is_some())
    }

    /// Whose tasks are, of those that are known.
    pub(crate) async fn tasks(&self, connector: &str, tasks: &[&str]) -> Result<Known, Error> {
        let mut known = Known::new();
        for portion in in_portions(tasks) {
            let mut values = Values::default();
            let connector = values.put(connector);
            let list = values.put_all(portion.iter().copied());
            let sql = format!(
                "SELECT task_id, identity, identity_type FROM webex_tasks WHERE connector_id = {connector} AND task_id IN ({list})"
            );
            let rows: Vec<(String, String, String)> = values.query(&sql).fetch_all(&self.pool).await?;
            known.extend(rows.into_iter().map(|(task, identity, kind)| {
                let customer = IdentityType::from_word(&kind).map(|kind| Customer { identity, kind });
                (task, customer)
            }));
        }
        Ok(known)
    }

    /// Writes down whose tasks are, and has what waited for it looked at now.
    pub(crate) async fn note_tasks(&self, connector: &str, tasks: &Known) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let mut tasks: Vec<_> = tasks.iter().collect();
        tasks.sort_unstable_by_key(|(task, _)| *task);
        for (task, customer) in tasks {
            let (identity, kind, lookup) = match customer {
                Some(Customer { identity, kind }) => {
                    (identity.as_str(), kind.as_str(), Lookup::of_kind(identity, *kind).as_str().to_owned())
                }
                None => ("", "", String::new()),
            };
            let sql = "INSERT INTO webex_tasks (connector_id, task_id, identity, identity_type, lookup, noted_at) \
                       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
            sqlx::query(sql)
                .bind(connector)
                .bind(task)
                .bind(identity)
                .bind(kind)
                .bind(lookup)
                .bind(now())
                .execute(write.connection())
                .await?;
            let sql = "UPDATE webex_events SET next_at = $3 WHERE connector_id = $1 AND task_id = $2 \
                       AND body IS NOT NULL AND taken = 0";
            sqlx::query(sql).bind(connector).bind(task).bind(now()).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }

    /// What is known of tasks: all of it, or what was asked for alone.
    pub(crate) async fn known_stages(
        &self,
        connector: &str,
        tasks: &[&str],
        filled_alone: bool,
    ) -> Result<Vec<KnownStage>, Error> {
        let mut known = Vec::new();
        for portion in in_portions(tasks) {
            let mut values = Values::default();
            let connector = values.put(connector);
            let list = values.put_all(portion.iter().copied());
            let filled = if filled_alone { " AND is_filled = 1" } else { "" };
            let sql = format!(
                "SELECT task_id, kind, happened_at FROM webex_events WHERE connector_id = {connector} \
                 AND task_id IN ({list}){filled} ORDER BY happened_at, seq"
            );
            known.extend(values.query::<KnownStage>(&sql).fetch_all(&self.pool).await?);
        }
        Ok(known)
    }

    /// Forgets what was published, and whose tasks were, before these times (epoch ms), in portions.
    pub(crate) async fn forget_webhooks(&self, events: i64, tasks: i64) -> Result<(), Error> {
        for (sql, before) in [
            (
                "DELETE FROM webex_events WHERE seq IN (SELECT seq FROM webex_events WHERE received_at < $1 \
                 AND body IS NULL LIMIT $2)",
                events,
            ),
            (
                "DELETE FROM webex_tasks WHERE (connector_id, task_id) IN \
                 (SELECT connector_id, task_id FROM webex_tasks WHERE noted_at < $1 LIMIT $2)",
                tasks,
            ),
        ] {
            self.delete_before(sql, before).await?;
        }
        Ok(())
    }
}

impl Write {
    /// Erases whose tasks were: what comes of them later is nobody's. What still waited is gone.
    pub(crate) async fn forget_customer_of_tasks(
        &mut self,
        workspace: &WorkspaceId,
        lookups: &[Lookup],
    ) -> Result<(), Error> {
        for portion in in_portions(lookups) {
            let mut values = Values::default();
            let list = values.put_all(portion.iter().map(Lookup::as_str));
            let workspace = values.put(workspace.as_str());
            let of = format!(
                "lookup IN ({list}) AND connector_id IN (SELECT c.id FROM connectors c JOIN workspaces w \
                 ON w.organization_id = c.organization_id WHERE w.id = {workspace})"
            );
            let sql = format!(
                "UPDATE webex_events SET body = NULL, next_at = 0 WHERE body IS NOT NULL AND EXISTS (SELECT 1 FROM webex_tasks t \
                 WHERE t.connector_id = webex_events.connector_id AND t.task_id = webex_events.task_id AND t.{})",
                of.replace("connector_id IN", "t.connector_id IN")
            );
            values.execute(&sql).execute(self.connection()).await?;
            let sql = format!("UPDATE webex_tasks SET identity = '', identity_type = '', lookup = '' WHERE {of}");
            values.execute(&sql).execute(self.connection()).await?;
        }
        Ok(())
    }
}
