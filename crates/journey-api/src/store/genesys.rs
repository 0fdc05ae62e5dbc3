//! Conversations of Genesys Cloud that were read, and which of their events are stored.

use std::collections::{HashMap, HashSet};

use super::sql::{Values, in_portions};
use super::{NewEvent, Store, Write};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};

/// So many go at once.
const PORTION: i64 = 500;

/// A conversation as it was read last. Times are epoch ms.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct KnownConversation {
    pub(crate) conversation_id: String,
    pub(crate) started_at: i64,
    /// When it is read again; 0: it is settled.
    pub(crate) again_at: i64,
    pub(crate) digest: String,
    /// Whose it is; empty: nobody's, or not known yet.
    pub(crate) lookup: String,
    /// What could not be taken of it, as a digest; empty: nothing.
    pub(crate) told: String,
    /// Not 0: it was somebody's who was erased.
    pub(crate) is_erased: i64,
}

const COLUMNS: &str = "conversation_id, started_at, again_at, digest, lookup, told, is_erased";

impl Store {
    /// Those of these conversations that were read, by their ids.
    pub(crate) async fn genesys_conversations(
        &self,
        connector: &str,
        ids: &[&str],
    ) -> Result<HashMap<String, KnownConversation>, Error> {
        let mut known = HashMap::new();
        for portion in in_portions(ids) {
            let mut values = Values::default();
            let connector = values.put(connector);
            let list = values.put_all(portion.iter().copied());
            let sql = format!(
                "SELECT {COLUMNS} FROM genesys_conversations WHERE connector_id = {connector} AND conversation_id IN ({list})"
            );
            let rows: Vec<KnownConversation> = values.query(&sql).fetch_all(&self.pool).await?;
            known.extend(rows.into_iter().map(|row| (row.conversation_id.clone(), row)));
        }
        Ok(known)
    }

    /// The conversations that are to be read again by that time (epoch ms), the oldest first.
    pub(crate) async fn genesys_to_read_again(
        &self,
        connector: &str,
        by: i64,
        most: i64,
    ) -> Result<Vec<KnownConversation>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM genesys_conversations WHERE connector_id = $1 AND again_at > 0 AND again_at <= $2 \
             ORDER BY again_at, conversation_id LIMIT $3"
        );
        Ok(sqlx::query_as(&sql).bind(connector).bind(by).bind(most).fetch_all(&self.pool).await?)
    }

    /// How many conversations of a connector are not settled.
    pub(crate) async fn genesys_unsettled(&self, connector: &str) -> Result<i64, Error> {
        let sql = "SELECT COUNT(*) FROM genesys_conversations WHERE connector_id = $1 AND again_at > 0";
        Ok(sqlx::query_scalar(sql).bind(connector).fetch_one(&self.pool).await?)
    }

    /// Writes down how conversations were read. Whose was erased meanwhile stays so.
    pub(crate) async fn note_genesys_conversations(
        &self,
        connector: &str,
        read: &[KnownConversation],
    ) -> Result<(), Error> {
        if read.is_empty() {
            return Ok(());
        }
        let mut write = self.write().await?.quietly();
        let mut read: Vec<&KnownConversation> = read.iter().collect();
        // In one order, so that two replicas never wait for each other.
        read.sort_unstable_by_key(|one| &one.conversation_id);
        read.dedup_by_key(|one| &one.conversation_id);
        for portion in in_portions(&read) {
            let mut values = Values::default();
            let rows: Vec<String> = portion
                .iter()
                .map(|one| {
                    let texts = values.put_all([connector, &one.conversation_id, &one.digest, &one.lookup, &one.told]);
                    format!("({texts}, {})", values.put_all([one.started_at, one.again_at, 0]))
                })
                .collect();
            let sql = format!(
                "INSERT INTO genesys_conversations (connector_id, conversation_id, digest, lookup, told, started_at, again_at, \
                 is_erased) VALUES {} ON CONFLICT (connector_id, conversation_id) DO UPDATE SET \
                 digest = excluded.digest, told = excluded.told, started_at = excluded.started_at, \
                 lookup = CASE WHEN genesys_conversations.is_erased = 0 THEN excluded.lookup ELSE '' END, \
                 again_at = CASE WHEN genesys_conversations.is_erased = 0 THEN excluded.again_at ELSE 0 END",
                rows.join(", ")
            );
            values.execute(&sql).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }

    /// Those of the events that are stored, by id and time, whatever else is said there.
    pub(crate) async fn stored_of(
        &self,
        workspace: &WorkspaceId,
        events: &[NewEvent],
    ) -> Result<HashSet<(String, i64)>, Error> {
        let mut ids: Vec<&str> = events.iter().map(NewEvent::id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut stored = HashSet::new();
        for portion in in_portions(&ids) {
            let mut values = Values::default();
            let workspace = values.put(workspace.as_str());
            let list = values.put_all(portion.iter().copied());
            let sql = format!("SELECT id, time FROM events WHERE workspace_id = {workspace} AND id IN ({list})");
            let rows: Vec<(String, i64)> = values.query(&sql).fetch_all(&self.pool).await?;
            stored.extend(rows);
        }
        Ok(stored)
    }

    /// Forgets conversations that began before that time (epoch ms), in portions.
    pub(crate) async fn forget_genesys_conversations(&self, before: i64) -> Result<(), Error> {
        loop {
            let old = "SELECT conversation_id FROM genesys_conversations WHERE started_at < $1 LIMIT 1";
            if sqlx::query(old).bind(before).fetch_optional(&self.pool).await?.is_none() {
                return Ok(());
            }
            let mut write = self.write().await?.quietly();
            let sql = "DELETE FROM genesys_conversations WHERE (connector_id, conversation_id) IN \
                       (SELECT connector_id, conversation_id FROM genesys_conversations WHERE started_at < $1 LIMIT $2)";
            sqlx::query(sql).bind(before).bind(PORTION).execute(write.connection()).await?;
            write.commit().await?;
        }
    }
}

impl Write {
    /// Erases whose conversations were: they are never taken again.
    pub(crate) async fn forget_customer_of_conversations(
        &mut self,
        workspace: &WorkspaceId,
        lookups: &[Lookup],
    ) -> Result<(), Error> {
        for portion in in_portions(lookups) {
            let mut values = Values::default();
            let list = values.put_all(portion.iter().map(Lookup::as_str));
            let workspace = values.put(workspace.as_str());
            let sql = format!(
                "UPDATE genesys_conversations SET lookup = '', digest = '', again_at = 0, is_erased = 1 \
                 WHERE lookup IN ({list}) AND connector_id IN (SELECT c.id FROM connectors c JOIN workspaces w \
                 ON w.organization_id = c.organization_id WHERE w.id = {workspace})"
            );
            values.execute(&sql).execute(self.connection()).await?;
        }
        Ok(())
    }
}
