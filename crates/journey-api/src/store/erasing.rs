//! Erasing a person. The person is gone for everybody at once, and with it what is kept of it by its id; events, and what other
//! things say of its identities, go in portions, so that nobody who publishes waits long, and on from where it ended if the
//! service ends meanwhile. What is published later by one of the identities is of whoever comes next, and stays.

use cjds::Person;

use super::changes::{COLUMNS, ChangeRow};
use super::sql::Values;
use super::{Change, Dialect, Identity, Store, Write, now};
use crate::erasing::Mentions;
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId, short_id};
use crate::patch::identities;

/// So many events are deleted by one transaction.
const PORTION: i64 = 500;
/// So many failures, and so many changes, are looked through at once.
const FAILURES: i64 = 50;
const CHANGES: i64 = 500;

/// Who is meant.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Person(PersonId),
    /// Whoever has an identity; if nobody does, what was published by it.
    Identity(Lookup),
}

/// All that a person is known by.
#[derive(Debug)]
pub(crate) struct Whole {
    /// `None`: nobody has the identity.
    pub(crate) person: Option<Person>,
    /// The person's id, and those of persons who were merged into it.
    pub(crate) ids: Vec<PersonId>,
    pub(crate) lookups: Vec<Lookup>,
}

/// What is erased of a person, or would be. Times are epoch ms.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub(crate) struct Erasure {
    /// Empty: it is not done.
    pub(crate) id: String,
    /// 1, or 0 where nobody has the identity.
    pub(crate) persons: i64,
    pub(crate) identities: i64,
    pub(crate) events: i64,
    /// Entries of change logs.
    pub(crate) changes: i64,
    pub(crate) webhooks: i64,
    /// What connectors could not take.
    pub(crate) failures: i64,
    pub(crate) begun_at: i64,
    pub(crate) begun_by: String,
    /// 0: not yet.
    pub(crate) ended_at: i64,
}

const SELECT: &str = "SELECT id, persons, identities, events, changes, webhooks, failures, begun_at, begun_by, ended_at \
                      FROM erasures";

impl Write {
    /// All that somebody is known by, held until the transaction ends; `None`: there is nobody, and nothing was published by
    /// the identity.
    pub(crate) async fn whole(
        &mut self,
        store: &Store,
        workspace: &WorkspaceId,
        who: &Who,
    ) -> Result<Option<Whole>, Error> {
        let id = match who {
            Who::Person(id) if id.as_str().contains('\0') => return Ok(None),
            Who::Person(id) => Some(id.clone()),
            Who::Identity(lookup) if !lookup.is_storable() => return Ok(None),
            Who::Identity(lookup) => self.owner(workspace, lookup).await?,
        };
        if let Some(id) = id {
            let Some(person) = self.person(store, workspace, &id).await? else { return Ok(None) };
            let lookups = identities(&person).iter().map(Identity::lookup).collect();
            return Ok(Some(Whole { ids: self.with_merged(&id).await?, person: Some(person), lookups }));
        }
        let Who::Identity(lookup) = who else { return Ok(None) };
        let sql = "SELECT seq FROM events WHERE workspace_id = $1 AND lookup = $2 LIMIT 1";
        let query = sqlx::query(sql).bind(workspace.as_str()).bind(lookup.as_str());
        let is_there = query.fetch_optional(self.connection()).await?.is_some();
        Ok(is_there.then(|| Whole { person: None, ids: Vec::new(), lookups: vec![lookup.clone()] }))
    }

    /// Makes the person nobody, and has the rest erased; the erasure's id, and what changed.
    pub(crate) async fn begin_to_erase(
        &mut self,
        workspace: &WorkspaceId,
        whole: &Whole,
        by: &str,
    ) -> Result<(String, Change), Error> {
        // Whoever publishes of the person has committed, or comes after.
        self.take_numbers().await?;
        let changes = self.forget_changes(&whole.ids).await?;
        let mut webhooks = 0;
        for id in &whole.ids {
            sqlx::query("DELETE FROM action_runs WHERE person_id = $1")
                .bind(id.as_str())
                .execute(self.connection())
                .await?;
            let sql = "DELETE FROM action_deliveries WHERE person_id = $1";
            webhooks += sqlx::query(sql).bind(id.as_str()).execute(self.connection()).await?.rows_affected();
        }
        if let Some(person) = &whole.person {
            for sql in ["DELETE FROM identities WHERE person_id = $1", "DELETE FROM persons WHERE id = $1"] {
                sqlx::query(sql).bind(&person.id).execute(self.connection()).await?;
            }
        }
        let id = short_id();
        let sql = "INSERT INTO erasures (id, workspace_id, until_seq, persons, identities, events, changes, webhooks, failures, \
                   begun_at, begun_by, ended_at) \
                   SELECT $1, $2, COALESCE(MAX(seq), 0), $3, $4, 0, $5, $6, 0, $7, $8, 0 FROM events";
        sqlx::query(sql)
            .bind(&id)
            .bind(workspace.as_str())
            .bind(i64::from(whole.person.is_some()))
            .bind(i64::try_from(whole.lookups.len()).unwrap_or(i64::MAX))
            .bind(whole_number(changes))
            .bind(whole_number(webhooks))
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        for lookup in &whole.lookups {
            let sql = "INSERT INTO erased_identities (workspace_id, lookup, erasure_id) VALUES ($1, $2, $3)";
            let query = sqlx::query(sql).bind(workspace.as_str()).bind(lookup.as_str()).bind(&id);
            query.execute(self.connection()).await?;
            let sql = "DELETE FROM action_checks WHERE workspace_id = $1 AND lookup = $2";
            let query = sqlx::query(sql).bind(workspace.as_str()).bind(lookup.as_str());
            query.execute(self.connection()).await?;
        }
        let change = Change { lookups: whole.lookups.clone() };
        self.note_change(workspace, &change);
        Ok((id, change))
    }

    /// Deletes a portion of the events of an erasure; how many it were.
    async fn erase_events(&mut self, workspace: &str, lookups: &[Lookup], until: i64) -> Result<i64, Error> {
        self.hold_counts().await?;
        for lookups in lookups.chunks(200) {
            let mut values = Values::default();
            let (id, until) = (values.put(workspace), values.put(until));
            let list = values.put_all(lookups.iter().map(Lookup::as_str));
            let most = values.put(PORTION);
            let sql = format!(
                "DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE workspace_id = {id} AND lookup IN ({list}) \
                 AND seq <= {until} LIMIT {most}) RETURNING type, source, time"
            );
            let gone: Vec<(String, String, i64)> = values.query(&sql).fetch_all(self.connection()).await?;
            if !gone.is_empty() {
                let count = i64::try_from(gone.len()).unwrap_or(i64::MAX);
                for (kind, source, time) in gone {
                    self.count(workspace, &kind, &source, time, -1);
                }
                return Ok(count);
            }
        }
        Ok(0)
    }
}

impl Store {
    /// What would be erased of somebody.
    pub(crate) async fn would_erase(&self, workspace: &WorkspaceId, whole: &Whole) -> Result<Erasure, Error> {
        let mut erasure = Erasure {
            persons: i64::from(whole.person.is_some()),
            identities: i64::try_from(whole.lookups.len()).unwrap_or(i64::MAX),
            ..Erasure::default()
        };
        for lookups in whole.lookups.chunks(200) {
            let mut values = Values::default();
            let id = values.put(workspace.as_str());
            let list = values.put_all(lookups.iter().map(Lookup::as_str));
            let sql = format!("SELECT COUNT(*) FROM events WHERE workspace_id = {id} AND lookup IN ({list})");
            erasure.events += values.number(&sql).fetch_one(&self.pool).await?;
        }
        for ids in whole.ids.chunks(200) {
            let mut values = Values::default();
            let list = values.put_all(ids.iter().map(PersonId::as_str));
            let sql = format!(
                "SELECT COUNT(*) FROM person_changes WHERE person_id IN ({list}) OR other_person_id IN ({list})"
            );
            erasure.changes += values.number(&sql).fetch_one(&self.pool).await?;
            let sql = format!("SELECT COUNT(*) FROM action_deliveries WHERE person_id IN ({list})");
            erasure.webhooks += values.number(&sql).fetch_one(&self.pool).await?;
        }
        let mentions = Mentions::of(&whole.lookups);
        let mut after = 0;
        while let Some((last, seqs)) = self.failures_naming(workspace, &mentions, after).await? {
            erasure.failures += i64::try_from(seqs.len()).unwrap_or(i64::MAX);
            after = last;
        }
        after = 0;
        while let Some((last, changes)) = self.changes_naming(workspace, &mentions, after).await? {
            let is_own = |id: &str| whole.ids.iter().any(|own| own.as_str() == id);
            let others = changes
                .iter()
                .filter(|(change, _)| !is_own(&change.person_id) && !is_own(&change.other_person_id))
                .count();
            erasure.changes += i64::try_from(others).unwrap_or(i64::MAX);
            after = last;
        }
        Ok(erasure)
    }

    /// The erasures of a workspace, the newest first.
    pub(crate) async fn erasures(&self, workspace: &WorkspaceId, most: i64) -> Result<Vec<Erasure>, Error> {
        let sql = format!("{SELECT} WHERE workspace_id = $1 ORDER BY begun_at DESC, id LIMIT $2");
        Ok(sqlx::query_as(&sql).bind(workspace.as_str()).bind(most).fetch_all(&self.pool).await?)
    }

    /// One of them.
    pub(crate) async fn erasure(&self, workspace: &WorkspaceId, id: &str) -> Result<Option<Erasure>, Error> {
        let sql = format!("{SELECT} WHERE workspace_id = $1 AND id = $2");
        Ok(sqlx::query_as(&sql).bind(workspace.as_str()).bind(id).fetch_optional(&self.pool).await?)
    }

    /// Up to which number events of an identity are being erased.
    pub(crate) async fn erased_until(&self, workspace: &WorkspaceId, lookup: &Lookup) -> Result<Option<i64>, Error> {
        let sql = "SELECT e.until_seq FROM erased_identities i JOIN erasures e ON e.id = i.erasure_id \
                   WHERE i.workspace_id = $1 AND i.lookup = $2 ORDER BY e.until_seq DESC LIMIT 1";
        if !lookup.is_storable() {
            return Ok(None);
        }
        let query = sqlx::query_as::<_, (i64,)>(sql).bind(workspace.as_str()).bind(lookup.as_str());
        Ok(query.fetch_optional(&self.pool).await?.map(|(until,)| until))
    }

    /// Erases a portion of what is to be erased; `false`: nothing is left, or another replica has it in hand.
    pub(crate) async fn erase_on(&self) -> Result<bool, Error> {
        let asked = "SELECT id FROM erasures WHERE ended_at = 0 LIMIT 1";
        if sqlx::query(asked).fetch_optional(&self.pool).await?.is_none() {
            return Ok(false);
        }
        let mut write = self.write().await?.quietly();
        let sql = format!(
            "SELECT id, workspace_id, until_seq FROM erasures WHERE ended_at = 0 ORDER BY begun_at, id LIMIT 1{}",
            match self.dialect {
                Dialect::Sqlite => "",
                Dialect::Postgres => " FOR NO KEY UPDATE SKIP LOCKED",
            }
        );
        let found: Option<(String, String, i64)> = sqlx::query_as(&sql).fetch_optional(write.connection()).await?;
        let Some((id, workspace, until)) = found else {
            write.commit().await?;
            return Ok(false);
        };
        let rows: Vec<(String,)> = sqlx::query_as("SELECT lookup FROM erased_identities WHERE erasure_id = $1")
            .bind(&id)
            .fetch_all(write.connection())
            .await?;
        let lookups: Vec<Lookup> = rows.into_iter().map(|(lookup,)| Lookup(lookup)).collect();
        let events = write.erase_events(&workspace, &lookups, until).await?;
        let sql = "UPDATE erasures SET events = events + $2 WHERE id = $1";
        sqlx::query(sql).bind(&id).bind(events).execute(write.connection()).await?;
        write.commit().await?;
        if events == 0 {
            self.erase_mentions(&id, &WorkspaceId(workspace), &lookups).await?;
        }
        Ok(true)
    }

    /// Erases what connectors and the logs of others kept, and then who it was. Two replicas that do so at once do it once.
    async fn erase_mentions(&self, id: &str, workspace: &WorkspaceId, lookups: &[Lookup]) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        write.forget_customer_of_tasks(workspace, lookups).await?;
        write.forget_customer_of_conversations(workspace, lookups).await?;
        write.forget_customer_of_engagements(workspace, lookups).await?;
        write.commit().await?;
        let mentions = Mentions::of(lookups);
        let mut after = 0;
        while let Some((last, seqs)) = self.failures_naming(workspace, &mentions, after).await? {
            after = last;
            if seqs.is_empty() {
                continue;
            }
            let mut write = self.write().await?.quietly();
            let mut values = Values::default();
            let list = values.put_all(seqs);
            let sql = format!("DELETE FROM connector_failures WHERE seq IN ({list})");
            let gone = values.execute(&sql).execute(write.connection()).await?.rows_affected();
            let sql = "UPDATE erasures SET failures = failures + $2 WHERE id = $1";
            sqlx::query(sql).bind(id).bind(whole_number(gone)).execute(write.connection()).await?;
            write.commit().await?;
        }
        after = 0;
        while let Some((last, changes)) = self.changes_naming(workspace, &mentions, after).await? {
            after = last;
            if changes.is_empty() {
                continue;
            }
            let mut write = self.write().await?.quietly();
            let mut rewritten = 0;
            for (change, details) in changes {
                let sql = "UPDATE person_changes SET details = $2 WHERE seq = $1";
                let query = sqlx::query(sql).bind(change.seq).bind(details);
                rewritten += query.execute(write.connection()).await?.rows_affected();
            }
            let sql = "UPDATE erasures SET changes = changes + $2 WHERE id = $1";
            sqlx::query(sql).bind(id).bind(whole_number(rewritten)).execute(write.connection()).await?;
            write.commit().await?;
        }
        let mut write = self.write().await?.quietly();
        sqlx::query("DELETE FROM erased_identities WHERE erasure_id = $1").bind(id).execute(write.connection()).await?;
        let sql = "UPDATE erasures SET ended_at = $2 WHERE id = $1 AND ended_at = 0";
        sqlx::query(sql).bind(id).bind(now()).execute(write.connection()).await?;
        write.commit().await?;
        tracing::info!(erasure = id, "a person was erased");
        Ok(())
    }

    /// Which failures of connectors behind that number name somebody, and up to which number was looked; `None`: there are no
    /// more. Of all connectors of the workspace's organization: they may have been this workspace's when it was kept.
    async fn failures_naming(
        &self,
        workspace: &WorkspaceId,
        mentions: &Mentions,
        after: i64,
    ) -> Result<Option<(i64, Vec<i64>)>, Error> {
        let rows = self.failures_of_organization(workspace, after, FAILURES).await?;
        let Some((last, ..)) = rows.last() else { return Ok(None) };
        let mut seqs = Vec::new();
        for (seq, reasons, payload) in &rows {
            if mentions.are_in_payload(payload) || mentions.are_in_payload(reasons) {
                seqs.push(*seq);
            }
        }
        Ok(Some((*last, seqs)))
    }

    /// What the connectors of a workspace's organization could not take, in order: number, reasons, payload.
    pub(crate) async fn failures_of_organization(
        &self,
        workspace: &WorkspaceId,
        after: i64,
        most: i64,
    ) -> Result<Vec<(i64, String, String)>, Error> {
        let sql = "SELECT f.seq, f.reasons, f.payload FROM connector_failures f JOIN connectors c ON c.id = f.connector_id \
                   JOIN workspaces w ON w.organization_id = c.organization_id \
                   WHERE w.id = $1 AND f.seq > $2 ORDER BY f.seq LIMIT $3";
        Ok(sqlx::query_as(sql).bind(workspace.as_str()).bind(after).bind(most).fetch_all(&self.pool).await?)
    }

    /// Which changes of a workspace's persons behind that number name somebody, with what is left of them; and up to which
    /// number was looked. `None`: there are no more.
    async fn changes_naming(
        &self,
        workspace: &WorkspaceId,
        mentions: &Mentions,
        after: i64,
    ) -> Result<Option<(i64, Vec<(ChangeRow, String)>)>, Error> {
        let sql =
            format!("SELECT {COLUMNS} FROM person_changes WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
        let query = sqlx::query_as(&sql).bind(workspace.as_str()).bind(after).bind(CHANGES);
        let rows: Vec<ChangeRow> = query.fetch_all(&self.pool).await?;
        let Some(last) = rows.last().map(|row| row.seq) else { return Ok(None) };
        let mut changes = Vec::new();
        for change in rows {
            if let Some(left) = mentions.taken_out_of(change.text()) {
                changes.push((change, left));
            }
        }
        Ok(Some((last, changes)))
    }
}

fn whole_number(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
