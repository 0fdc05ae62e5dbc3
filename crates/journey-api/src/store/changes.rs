//! The change log of persons: merges, splits, and changes of names and identities, with who and when. It goes with the person.

use cjds::Person;
use serde::{Deserialize, Serialize};

use super::sql::Values;
use super::{FIRST_CONTACT, Identity, Store, Write, now, written_time};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChangeKind {
    /// Names or identities of the person were changed.
    Changed,
    /// The other person was merged into this one.
    Merged,
    /// The other person was split off this one.
    Split,
    /// This person was split off the other one.
    SplitOff,
}

impl ChangeKind {
    const ALL: [Self; 4] = [Self::Changed, Self::Merged, Self::Split, Self::SplitOff];

    /// The word in the database.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::SplitOff => "splitOff",
        }
    }
}

/// A name before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Renamed {
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

/// What was changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Details {
    /// The other person: as it was before it was merged, or as it was split off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) person: Option<Person>,
    /// Whether the person had no name, and got that of the other one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) took_names: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first_name: Option<Renamed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_name: Option<Renamed>,
    /// Identities that became the person's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) added: Vec<String>,
    /// Identities that are the person's no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) removed: Vec<String>,
}

impl Details {
    /// What makes one person of another state of it.
    fn between(before: &Person, after: &Person, identities: &[Identity]) -> Self {
        let renamed = |before: &Option<String>, after: &Option<String>| {
            (before != after).then(|| Renamed { before: before.clone(), after: after.clone() })
        };
        let had = crate::patch::identities(before);
        let missing = |of: &[Identity], from: &[Identity]| {
            let is_missing = |identity: &&Identity| !from.contains(identity);
            of.iter().filter(is_missing).map(|identity| identity.value.clone()).collect()
        };
        Self {
            first_name: renamed(&before.first_name, &after.first_name),
            last_name: renamed(&before.last_name, &after.last_name),
            added: missing(identities, &had),
            removed: missing(&had, identities),
            ..Self::default()
        }
    }
}

/// An entry of the log as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ChangeRow {
    pub(crate) seq: i64,
    pub(crate) person_id: String,
    /// Empty without another person.
    pub(crate) other_person_id: String,
    kind: String,
    details: String,
    /// Epoch ms.
    pub(crate) changed_at: i64,
    pub(crate) changed_by: String,
}

impl ChangeRow {
    fn kind(&self) -> Result<ChangeKind, Error> {
        let known = ChangeKind::ALL.into_iter().find(|kind| kind.as_str() == self.kind);
        known.ok_or_else(|| Error::Internal(format!("a change of the kind {}", self.kind)))
    }

    pub(crate) fn details(&self) -> Result<Details, Error> {
        Ok(serde_json::from_str(&self.details)?)
    }

    /// What was changed, as it is stored.
    pub(super) fn text(&self) -> &str {
        &self.details
    }
}

/// An entry of the log as it is answered.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonChange {
    id: i64,
    kind: ChangeKind,
    person_id: String,
    /// Who was merged into the person, or split off it.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_person_id: Option<String>,
    changed_at: String,
    /// Who did it: the subject of the token, a connector, or the command line.
    changed_by: String,
    details: Details,
}

impl TryFrom<ChangeRow> for PersonChange {
    type Error = Error;

    fn try_from(row: ChangeRow) -> Result<Self, Error> {
        Ok(Self {
            kind: row.kind()?,
            details: row.details()?,
            id: row.seq,
            person_id: row.person_id,
            other_person_id: Some(row.other_person_id).filter(|id| !id.is_empty()),
            changed_at: written_time(row.changed_at),
            changed_by: row.changed_by,
        })
    }
}

pub(super) const COLUMNS: &str = "seq, person_id, other_person_id, kind, details, changed_at, changed_by";

impl Store {
    /// The log of a person, the newest first: of persons who are no longer there, too, as long as others remember them.
    pub(crate) async fn changes(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        most: i64,
    ) -> Result<Vec<ChangeRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM person_changes WHERE person_id = $1 AND workspace_id || '' = $2 ORDER BY seq DESC LIMIT $3"
        );
        let query = sqlx::query_as(&sql).bind(person.as_str()).bind(workspace.as_str()).bind(most);
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// Into whom a person was merged, if that was not undone since.
    pub(crate) async fn merged_into(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
    ) -> Result<Option<PersonId>, Error> {
        let sql = "SELECT kind, person_id FROM person_changes WHERE other_person_id = $1 AND workspace_id || '' = $2 \
                   AND kind IN ('merged', 'split') ORDER BY seq DESC LIMIT 1";
        let query = sqlx::query_as::<_, (String, String)>(sql).bind(person.as_str()).bind(workspace.as_str());
        let last = query.fetch_optional(&self.pool).await?;
        Ok(last.filter(|(kind, _)| kind == ChangeKind::Merged.as_str()).map(|(_, into)| PersonId(into)))
    }
}

impl Write {
    /// Writes down what was done to a person, and with whom.
    pub(super) async fn log(
        &mut self,
        workspace: &WorkspaceId,
        (person, other): (&str, &str),
        (kind, details): (ChangeKind, &Details),
        by: &str,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO person_changes (workspace_id, person_id, other_person_id, kind, details, changed_at, \
                   changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(sql)
            .bind(workspace.as_str())
            .bind(person)
            .bind(other)
            .bind(kind.as_str())
            .bind(serde_json::to_string(details)?)
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Writes down what somebody changed of a person, if anything.
    pub(crate) async fn log_change(
        &mut self,
        workspace: &WorkspaceId,
        (before, after): (&Person, &Person),
        identities: &[Identity],
        by: &str,
    ) -> Result<(), Error> {
        let details = Details::between(before, after, identities);
        if details == Details::default() {
            return Ok(());
        }
        self.log(workspace, (&before.id, ""), (ChangeKind::Changed, &details), by).await
    }

    /// Writes down that an event named an identity beside one of the person's.
    pub(super) async fn log_joined(
        &mut self,
        workspace: &WorkspaceId,
        person: &PersonId,
        identity: &Identity,
    ) -> Result<(), Error> {
        let details = Details { added: vec![identity.value.clone()], ..Details::default() };
        self.log(workspace, (person.as_str(), ""), (ChangeKind::Changed, &details), FIRST_CONTACT).await
    }

    /// The entry of the merge of another person into this one that was not undone.
    pub(crate) async fn merge_of(
        &mut self,
        workspace: &WorkspaceId,
        person: &PersonId,
        other: &PersonId,
    ) -> Result<Option<ChangeRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM person_changes WHERE person_id = $1 AND other_person_id = $2 AND workspace_id || '' = $3 \
             AND kind IN ('merged', 'split') ORDER BY seq DESC LIMIT 1"
        );
        let query = sqlx::query_as(&sql).bind(person.as_str()).bind(other.as_str()).bind(workspace.as_str());
        let last: Option<ChangeRow> = query.fetch_optional(self.connection()).await?;
        Ok(last.filter(|row| row.kind == ChangeKind::Merged.as_str()))
    }

    /// A person, and all who were merged into it and are nobody else any more.
    pub(super) async fn with_merged(&mut self, person: &PersonId) -> Result<Vec<PersonId>, Error> {
        let mut all = vec![person.clone()];
        let mut next = 0;
        while let Some(person) = all.get(next) {
            let sql = "SELECT other_person_id FROM person_changes WHERE person_id = $1 AND kind = 'merged' \
                       AND other_person_id <> '' AND other_person_id NOT IN (SELECT id FROM persons)";
            let rows: Vec<(String,)> =
                sqlx::query_as(sql).bind(person.as_str().to_owned()).fetch_all(self.connection()).await?;
            for (other,) in rows {
                let other = PersonId(other);
                if !all.contains(&other) {
                    all.push(other);
                }
            }
            next += 1;
        }
        Ok(all)
    }

    /// Forgets what was done to these persons, and to others with them; how many entries it were.
    pub(super) async fn forget_changes(&mut self, persons: &[PersonId]) -> Result<u64, Error> {
        let mut forgotten = 0;
        for persons in persons.chunks(200) {
            let mut values = Values::default();
            let list = values.put_all(persons.iter().map(PersonId::as_str));
            let sql = format!("DELETE FROM person_changes WHERE person_id IN ({list}) OR other_person_id IN ({list})");
            forgotten += values.execute(&sql).execute(self.connection()).await?.rows_affected();
        }
        Ok(forgotten)
    }
}
