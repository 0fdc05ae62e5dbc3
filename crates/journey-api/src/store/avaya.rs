//! What is known of engagements of the Avaya Experience Platform: which are to be asked for, whose they are, and what was stored of
//! them.

use cjds::IdentityType;

use super::changes::{ChangeKind, Details};
use super::sql::{Values, in_portions};
use super::work::skip_locked;
use super::{Change, Identity, Store, Write, now};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};

/// Whoever takes something has so long to ask for it, in ms: then another one takes it.
const LEASE: i64 = 60_000;

const COLUMNS: &str =
    "seq, connector_id, engagement_id, is_whose, identity, identity_type, digest, news, tries, heard_at";

/// What is known of an engagement. Times are epoch ms.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownEngagement {
    pub(crate) seq: i64,
    pub(crate) connector_id: String,
    pub(crate) engagement_id: String,
    is_whose: i64,
    identity: String,
    identity_type: String,
    /// Of what was stored last.
    pub(crate) digest: String,
    /// How often something was said to have happened.
    pub(crate) news: i64,
    /// How often it was asked for in vain since.
    pub(crate) tries: i64,
    /// When something was said to have happened last.
    pub(crate) heard_at: i64,
}

/// Whose an engagement is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Whose {
    Unknown,
    /// Who it was is erased.
    Nobody,
    Somebody(Identity),
}

impl KnownEngagement {
    /// Under whose identity its events are stored.
    pub(crate) fn whose(&self) -> Whose {
        match IdentityType::from_word(&self.identity_type) {
            _ if self.is_whose == 0 => Whose::Unknown,
            Some(kind) if !self.identity.is_empty() => Whose::Somebody(Identity::new(kind, &self.identity)),
            _ => Whose::Nobody,
        }
    }
}

impl Store {
    /// Keeps that something happened in engagements: they are asked for now.
    pub(crate) async fn note_engagements(&self, connector: &str, engagements: &[String]) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        // In one order, so that two replicas never wait for each other.
        let mut engagements: Vec<&str> = engagements.iter().map(String::as_str).collect();
        engagements.sort_unstable();
        engagements.dedup();
        let at = now();
        for portion in in_portions(&engagements) {
            let mut values = Values::default();
            let rows: Vec<String> = portion
                .iter()
                .map(|id| {
                    let texts = values.put_all([connector, id, "", "", "", ""]);
                    let numbers = values.put_all([0, 1, at, 0, at, at]);
                    format!("({texts}, {numbers})")
                })
                .collect();
            let sql = format!(
                "INSERT INTO avaya_engagements (connector_id, engagement_id, identity, identity_type, lookup, digest, is_whose, \
                 news, next_at, tries, heard_at, seen_at) VALUES {} ON CONFLICT (connector_id, engagement_id) DO UPDATE SET \
                 news = avaya_engagements.news + 1, seen_at = excluded.seen_at, \
                 heard_at = excluded.heard_at, next_at = excluded.next_at",
                rows.join(", ")
            );
            values.execute(&sql).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }

    /// Takes some of what is to be asked for, of connectors that are on and have an access. Whoever does not say how it went has it
    /// taken by others.
    pub(crate) async fn take_engagements(&self, most: i64) -> Result<Vec<KnownEngagement>, Error> {
        let due = "next_at > 0 AND next_at <= $1 AND connector_id IN (SELECT a.connector_id FROM avaya_accounts a \
                   JOIN connectors c ON c.id = a.connector_id WHERE c.is_on = 1)";
        let sql = format!("SELECT seq FROM avaya_engagements WHERE {due} LIMIT 1");
        // Who only looks takes no turn.
        if sqlx::query(&sql).bind(now()).fetch_optional(&self.pool).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut write = self.write().await?.quietly();
        let sql = format!(
            "SELECT {COLUMNS} FROM avaya_engagements WHERE {due} ORDER BY next_at, seq LIMIT $2{}",
            skip_locked(self.dialect)
        );
        let taken: Vec<KnownEngagement> =
            sqlx::query_as(&sql).bind(now()).bind(most).fetch_all(write.connection()).await?;
        let numbers: Vec<i64> = taken.iter().map(|one| one.seq).collect();
        for portion in in_portions(&numbers) {
            let mut values = Values::default();
            let until = values.put(now().saturating_add(LEASE));
            let list = values.put_all(portion.iter().copied());
            let sql = format!("UPDATE avaya_engagements SET next_at = {until} WHERE seq IN ({list})");
            values.execute(&sql).execute(write.connection()).await?;
        }
        write.commit().await?;
        Ok(taken)
    }

    /// Has one that was asked for asked for again at that time (epoch ms; 0: not), but at once where something happened meanwhile.
    pub(crate) async fn settle_engagement(&self, seq: i64, news: i64, next_at: i64) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql =
            "UPDATE avaya_engagements SET tries = 0, next_at = CASE WHEN news = $2 THEN $3 ELSE $4 END WHERE seq = $1";
        sqlx::query(sql).bind(seq).bind(news).bind(next_at).bind(now()).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// Has those that could not be asked for asked for again at their times (epoch ms).
    pub(crate) async fn put_engagements_off(&self, later: &[(i64, i64)]) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        for (seq, at) in later {
            let sql = "UPDATE avaya_engagements SET tries = tries + 1, next_at = $2 WHERE seq = $1";
            sqlx::query(sql).bind(seq).bind(at).execute(write.connection()).await?;
        }
        Ok(write.commit().await?)
    }

    /// Has everything that a process of before took asked for at once: on SQLite there is no other one.
    pub(crate) async fn release_engagements(&self) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_engagements SET next_at = $1 WHERE next_at > $1 AND next_at <= $2";
        sqlx::query(sql).bind(now()).bind(now().saturating_add(LEASE)).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// How many are to be asked for now.
    pub(crate) async fn engagements_waiting(&self, connector: &str) -> Result<i64, Error> {
        let sql = "SELECT COUNT(*) FROM avaya_engagements WHERE connector_id = $1 AND next_at > 0 AND next_at <= $2";
        let until = now().saturating_add(LEASE);
        Ok(sqlx::query_scalar(sql).bind(connector).bind(until).fetch_one(&self.pool).await?)
    }

    /// What is known of an engagement; from now on something is.
    pub(crate) async fn engagement(&self, connector: &str, id: &str) -> Result<KnownEngagement, Error> {
        let sql = format!("SELECT {COLUMNS} FROM avaya_engagements WHERE connector_id = $1 AND engagement_id = $2");
        if let Some(known) = sqlx::query_as(&sql).bind(connector).bind(id).fetch_optional(&self.pool).await? {
            return Ok(known);
        }
        let mut write = self.write().await?.quietly();
        let insert = "INSERT INTO avaya_engagements (connector_id, engagement_id, is_whose, identity, identity_type, lookup, digest, \
                      news, next_at, tries, heard_at, seen_at) VALUES ($1, $2, 0, '', '', '', '', 0, 0, 0, $3, $3) ON CONFLICT DO NOTHING";
        sqlx::query(insert).bind(connector).bind(id).bind(now()).execute(write.connection()).await?;
        let known = sqlx::query_as(&sql).bind(connector).bind(id).fetch_one(write.connection()).await?;
        write.commit().await?;
        Ok(known)
    }

    /// Whose an engagement is from now on, unless that is known: whoever says so first has it.
    pub(crate) async fn claim_engagement(&self, seq: i64, identity: &Identity) -> Result<Whose, Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_engagements SET is_whose = 1, identity = $2, identity_type = $3, lookup = $4 \
                   WHERE seq = $1 AND is_whose = 0";
        sqlx::query(sql)
            .bind(seq)
            .bind(&identity.value)
            .bind(identity.kind.as_str())
            .bind(identity.lookup().as_str())
            .execute(write.connection())
            .await?;
        let sql = format!("SELECT {COLUMNS} FROM avaya_engagements WHERE seq = $1");
        let known: Option<KnownEngagement> = sqlx::query_as(&sql).bind(seq).fetch_optional(write.connection()).await?;
        write.commit().await?;
        Ok(known.map_or(Whose::Nobody, |known| known.whose()))
    }

    /// Writes down what was stored of an engagement last.
    pub(crate) async fn note_digest(&self, seq: i64, digest: &str) -> Result<(), Error> {
        let mut write = self.write().await?.quietly();
        let sql = "UPDATE avaya_engagements SET digest = $2, seen_at = $3 WHERE seq = $1";
        sqlx::query(sql).bind(seq).bind(digest).bind(now()).execute(write.connection()).await?;
        Ok(write.commit().await?)
    }

    /// The identities of whoever has this one, as they are stored; none where nobody has.
    pub(crate) async fn identities_beside(
        &self,
        workspace: &WorkspaceId,
        lookup: &Lookup,
    ) -> Result<Vec<Identity>, Error> {
        let sql = "SELECT kind, value FROM identities WHERE person_id = (SELECT person_id FROM identities \
                   WHERE workspace_id = $1 AND lookup = $2) ORDER BY position, lookup";
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql).bind(workspace.as_str()).bind(lookup.as_str()).fetch_all(&self.pool).await?;
        let known = rows.into_iter().filter_map(|(kind, value)| {
            let kind = IdentityType::from_word(&kind)?;
            Some(Identity { kind, value })
        });
        Ok(known.collect())
    }

    /// Forgets engagements of which nothing was heard, and whom nobody asked for, since these times (epoch ms), in portions; but not
    /// those of who is erased.
    pub(crate) async fn forget_engagements(&self, engagements: i64, pulls: i64) -> Result<(), Error> {
        for (sql, before) in [
            (
                "DELETE FROM avaya_engagements WHERE seq IN (SELECT seq FROM avaya_engagements WHERE seen_at < $1 \
                 AND next_at = 0 AND (is_whose = 0 OR identity <> '') LIMIT $2)",
                engagements,
            ),
            (
                "DELETE FROM avaya_pulls WHERE (connector_id, lookup) IN \
                 (SELECT connector_id, lookup FROM avaya_pulls WHERE pulled_at < $1 LIMIT $2)",
                pulls,
            ),
        ] {
            self.delete_before(sql, before).await?;
        }
        Ok(())
    }
}

impl Write {
    /// Gives the person of an identity those beside it that nobody has, as `by` says that they are one; what changed.
    pub(crate) async fn join_beside(
        &mut self,
        workspace: &WorkspaceId,
        own: &Identity,
        beside: &[Identity],
        by: &str,
    ) -> Result<Change, Error> {
        let mut change = Change::default();
        self.take_turn(workspace).await?;
        let Some(person) = self.owner(workspace, &own.lookup()).await? else { return Ok(change) };
        for identity in beside {
            // Who is somebody else's stays: persons are merged by people.
            if self.owner(workspace, &identity.lookup()).await?.is_some()
                || !self.add_identity(workspace, &person, identity, now()).await?
            {
                continue;
            }
            let details = Details { added: vec![identity.value.clone()], ..Details::default() };
            self.log(workspace, (person.as_str(), ""), (ChangeKind::Changed, &details), by).await?;
            change.lookups.push(identity.lookup());
        }
        self.note_change(workspace, &change);
        Ok(change)
    }

    /// Erases whose engagements were: what comes of them later is nobody's.
    pub(crate) async fn forget_customer_of_engagements(
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
            let sql = format!("UPDATE avaya_engagements SET identity = '', identity_type = '', lookup = '' WHERE {of}");
            values.execute(&sql).execute(self.connection()).await?;
            let sql = format!("DELETE FROM avaya_pulls WHERE {of}");
            values.execute(&sql).execute(self.connection()).await?;
        }
        Ok(())
    }
}
