//! Persons: rows of names, and their identities read together with them.

use std::collections::HashMap;

use cjds::{IdentityType, Person};

use super::pool::Session;
use super::{Identity, Store, Write, now, written_time};
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId};

/// How many ids one statement takes: both databases allow far more.
const AT_ONCE: usize = 200;

const COLUMNS: &str = "p.id, p.first_name, p.last_name, p.created_at, p.created_by, p.updated_at, p.updated_by, \
                       p.workspace_id, w.organization_id";

/// A person as [`COLUMNS`] name it.
#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    first_name: Option<String>,
    last_name: Option<String>,
    created_at: i64,
    created_by: String,
    updated_at: i64,
    updated_by: String,
    workspace_id: String,
    organization_id: String,
}

/// Numbered placeholders, `$from, …`, for a list of `count` values.
pub(super) fn placeholders(from: usize, count: usize) -> String {
    let numbers: Vec<String> = (from..from + count).map(|number| format!("${number}")).collect();
    numbers.join(", ")
}

impl Store {
    /// The persons who have one of the identities, each once, in the order of the identities.
    pub(crate) async fn persons_by_alias(
        &self,
        workspace: &WorkspaceId,
        lookups: &[Lookup],
    ) -> Result<Vec<Person>, Error> {
        let mut ids: Vec<PersonId> = Vec::new();
        for lookup in lookups {
            if let Some(id) = self.owner(workspace, lookup).await?.filter(|id| !ids.contains(id)) {
                ids.push(id);
            }
        }
        self.persons(workspace, &ids).await
    }

    /// The persons of those ids, in that order; those that are not there are left out.
    pub(crate) async fn persons(&self, workspace: &WorkspaceId, ids: &[PersonId]) -> Result<Vec<Person>, Error> {
        let mut reading = self.reading().await?;
        let mut persons = Vec::with_capacity(ids.len());
        let ids: Vec<PersonId> = ids.iter().filter(|id| !id.as_str().contains('\0')).cloned().collect();
        for ids in ids.chunks(AT_ONCE) {
            persons.extend(read(reading.session(), workspace, ids, "").await?);
        }
        Ok(persons)
    }

    /// The person of that id.
    pub(crate) async fn person(&self, workspace: &WorkspaceId, id: &PersonId) -> Result<Option<Person>, Error> {
        Ok(self.persons(workspace, std::slice::from_ref(id)).await?.pop())
    }
}

impl Write {
    /// The person of that id, held until the transaction ends.
    pub(crate) async fn person(
        &mut self,
        store: &Store,
        workspace: &WorkspaceId,
        id: &PersonId,
    ) -> Result<Option<Person>, Error> {
        Ok(self.persons(store, workspace, std::slice::from_ref(id)).await?.pop())
    }

    /// The persons of those ids, held until the transaction ends. They are taken in the order of their ids, so that
    /// two who want the same persons never wait for each other.
    pub(crate) async fn persons(
        &mut self,
        store: &Store,
        workspace: &WorkspaceId,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, Error> {
        let mut persons = Vec::with_capacity(ids.len());
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        for id in &sorted {
            persons.extend(read(self.connection(), workspace, std::slice::from_ref(id), store.for_update()).await?);
        }
        persons.sort_by_key(|person| ids.iter().position(|id| id.as_str() == person.id));
        Ok(persons)
    }

    /// Creates a person without identities.
    pub(crate) async fn create_person(
        &mut self,
        workspace: &WorkspaceId,
        first_name: Option<&str>,
        last_name: Option<&str>,
        by: &str,
        at: i64,
    ) -> Result<PersonId, Error> {
        let id = PersonId::new();
        sqlx::query(
            "INSERT INTO persons (id, workspace_id, first_name, last_name, created_at, created_by, updated_at, \
             updated_by) VALUES ($1, $2, $3, $4, $5, $6, $5, $6)",
        )
        .bind(id.as_str())
        .bind(workspace.as_str())
        .bind(first_name)
        .bind(last_name)
        .bind(at)
        .bind(by)
        .execute(self.connection())
        .await?;
        Ok(id)
    }

    /// Writes a person's names, and that the person was changed.
    pub(crate) async fn update_person(
        &mut self,
        id: &PersonId,
        first_name: Option<&str>,
        last_name: Option<&str>,
        by: &str,
    ) -> Result<(), Error> {
        let sql = "UPDATE persons SET first_name = $2, last_name = $3, updated_at = $4, updated_by = $5 WHERE id = $1";
        sqlx::query(sql)
            .bind(id.as_str())
            .bind(first_name)
            .bind(last_name)
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Deletes a person and the person's identities, and the change log, with whom the person was before. Events stay with
    /// their identities.
    pub(crate) async fn delete_person(&mut self, id: &PersonId) -> Result<(), Error> {
        let all = self.with_merged(id).await?;
        self.forget_changes(&all).await?;
        sqlx::query("DELETE FROM identities WHERE person_id = $1").bind(id.as_str()).execute(self.connection()).await?;
        sqlx::query("DELETE FROM persons WHERE id = $1").bind(id.as_str()).execute(self.connection()).await?;
        Ok(())
    }
}

async fn read(
    mut session: Session<'_>,
    workspace: &WorkspaceId,
    ids: &[PersonId],
    lock: &str,
) -> Result<Vec<Person>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if !lock.is_empty() {
        let sql = format!("SELECT id FROM persons WHERE id IN ({}){lock}", placeholders(1, ids.len()));
        let mut query = sqlx::query(&sql);
        for id in ids {
            query = query.bind(id.as_str());
        }
        query.fetch_all(session.again()).await?;
    }
    let list = placeholders(2, ids.len());
    // `|| ''` keeps SQLite from looking through the workspace for a hundred ids.
    let sql = format!(
        "SELECT {COLUMNS} FROM persons p JOIN workspaces w ON w.id = p.workspace_id \
         WHERE p.workspace_id || '' = $1 AND p.id IN ({list})"
    );
    let mut query = sqlx::query_as::<_, Row>(&sql).bind(workspace.as_str());
    for id in ids {
        query = query.bind(id.as_str());
    }
    let rows = query.fetch_all(session.again()).await?;
    let list = placeholders(1, ids.len());
    let sql = format!(
        "SELECT person_id, kind, value FROM identities WHERE person_id IN ({list}) ORDER BY person_id, position, lookup"
    );
    let mut query = sqlx::query_as::<_, (String, String, String)>(&sql);
    for id in ids {
        query = query.bind(id.as_str());
    }
    let mut identities: HashMap<String, Vec<Identity>> = HashMap::new();
    for (person, kind, value) in query.fetch_all(session.again()).await? {
        let kind = IdentityType::from_word(&kind).unwrap_or(IdentityType::CustomerId);
        identities.entry(person).or_default().push(Identity { kind, value });
    }
    let mut persons: Vec<Person> =
        rows.into_iter().map(|row| person_of(identities.remove(&row.id).unwrap_or_default(), row)).collect();
    persons.sort_by_key(|person| ids.iter().position(|id| id.as_str() == person.id));
    Ok(persons)
}

fn person_of(identities: Vec<Identity>, row: Row) -> Person {
    let mut person = Person {
        id: row.id,
        first_name: row.first_name,
        last_name: row.last_name,
        created_at: Some(written_time(row.created_at)),
        created_by: Some(row.created_by),
        updated_at: Some(written_time(row.updated_at)),
        updated_by: Some(row.updated_by),
        workspace_id: Some(row.workspace_id),
        organization_id: Some(row.organization_id),
        ..Person::default()
    };
    for Identity { kind, value } in identities {
        person.aliases.push(value.clone());
        list_of(&mut person, kind).push(value);
    }
    person
}

/// The person's list of identities of that kind.
pub(crate) fn list_of(person: &mut Person, kind: IdentityType) -> &mut Vec<String> {
    match kind {
        IdentityType::Phone => &mut person.phone,
        IdentityType::Email => &mut person.email,
        IdentityType::CustomerId => &mut person.customer_id,
        IdentityType::TemporaryId => &mut person.temporary_id,
        IdentityType::SocialId => &mut person.social_id,
    }
}
