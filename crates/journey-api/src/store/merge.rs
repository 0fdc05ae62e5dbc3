//! Merging persons, and splitting them again: aliases move from one person to another, in one transaction that stands in the
//! change log. Events stay with their identities, so none can be lost.

use cjds::Person;

use super::changes::{ChangeKind, Details};
use super::persons::list_of;
use super::sql::Values;
use super::{Change, Identity, Write, now};
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId};

impl Write {
    /// Moves all identities of `others` to `primary`, fills in the names that it lacks, and deletes the others.
    pub(crate) async fn merge(
        &mut self,
        workspace: &WorkspaceId,
        primary: &Person,
        others: &[Person],
        by: &str,
    ) -> Result<Change, Error> {
        let primary_id = PersonId(primary.id.clone());
        let (mut first_name, mut last_name) = (primary.first_name.clone(), primary.last_name.clone());
        for other in others {
            // A name is taken whole: the first of one person and the last of another is nobody's.
            let took_names = first_name.is_none() && last_name.is_none();
            if took_names {
                first_name.clone_from(&other.first_name);
                last_name.clone_from(&other.last_name);
            }
            let took_names = took_names && (first_name.is_some() || last_name.is_some());
            let details = Details { person: Some(other.clone()), took_names, ..Details::default() };
            self.log(workspace, (&primary.id, &other.id), (ChangeKind::Merged, &details), by).await?;
            let sql = "UPDATE identities SET person_id = $1, position = position + \
                       (SELECT COALESCE(MAX(position), 0) + 1 FROM identities WHERE person_id = $1) WHERE person_id = $2";
            sqlx::query(sql).bind(primary_id.as_str()).bind(&other.id).execute(self.connection()).await?;
            sqlx::query("DELETE FROM persons WHERE id = $1").bind(&other.id).execute(self.connection()).await?;
        }
        self.update_person(&primary_id, first_name.as_deref(), last_name.as_deref(), by).await?;
        self.changed_identities(workspace, &[&primary_id]).await
    }

    /// Makes a person of identities of another one, who keeps the rest: the reverse of a merge.
    pub(crate) async fn split(
        &mut self,
        workspace: &WorkspaceId,
        person: &Person,
        off: &SplitOff,
        by: &str,
    ) -> Result<Change, Error> {
        let id = PersonId(person.id.clone());
        let sql = "INSERT INTO persons (id, workspace_id, first_name, last_name, created_at, created_by, updated_at, \
                   updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        sqlx::query(sql)
            .bind(off.id.as_str())
            .bind(workspace.as_str())
            .bind(&off.first_name)
            .bind(&off.last_name)
            .bind(off.created.as_ref().map_or_else(now, |(at, _)| *at))
            .bind(off.created.as_ref().map_or(by, |(_, by)| by))
            .bind(now())
            .bind(by)
            .execute(self.connection())
            .await?;
        for identities in off.identities.chunks(200) {
            let lookups: Vec<Lookup> = identities.iter().map(Identity::lookup).collect();
            let mut values = Values::default();
            let (to, workspace, from) =
                (values.put(off.id.as_str()), values.put(workspace.as_str()), values.put(id.as_str()));
            let list = values.put_all(lookups.iter().map(Lookup::as_str));
            let sql = format!(
                "UPDATE identities SET person_id = {to} WHERE workspace_id = {workspace} AND person_id = {from} \
                 AND lookup IN ({list})"
            );
            values.execute(&sql).execute(self.connection()).await?;
        }
        let (first, last) =
            if off.takes_names { (None, None) } else { (person.first_name.as_deref(), person.last_name.as_deref()) };
        self.update_person(&id, first, last, by).await?;
        let other = off.id.as_str();
        let details = Details { person: Some(off.described()), took_names: off.takes_names, ..Details::default() };
        self.log(workspace, (id.as_str(), other), (ChangeKind::Split, &details), by).await?;
        self.log(workspace, (other, id.as_str()), (ChangeKind::SplitOff, &Details::default()), by).await?;
        self.changed_identities(workspace, &[&id, &off.id]).await
    }

    /// All identities of persons: they may have been another's.
    async fn changed_identities(&mut self, workspace: &WorkspaceId, persons: &[&PersonId]) -> Result<Change, Error> {
        let mut change = Change::default();
        for person in persons {
            let rows: Vec<(String,)> = sqlx::query_as("SELECT lookup FROM identities WHERE person_id = $1")
                .bind(person.as_str())
                .fetch_all(self.connection())
                .await?;
            change.lookups.extend(rows.into_iter().map(|(lookup,)| Lookup(lookup)));
        }
        self.note_change(workspace, &change);
        Ok(change)
    }
}

/// Who is split off somebody.
#[derive(Debug)]
pub(crate) struct SplitOff {
    /// A new one, or that of the person who was merged.
    pub(crate) id: PersonId,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    /// When (epoch ms) and by whom the person was created, where it is one who was merged.
    pub(crate) created: Option<(i64, String)>,
    pub(crate) identities: Vec<Identity>,
    /// Whether the names go with it.
    pub(crate) takes_names: bool,
}

impl SplitOff {
    fn described(&self) -> Person {
        let names = (self.first_name.clone(), self.last_name.clone());
        let mut person = Person { id: self.id.0.clone(), first_name: names.0, last_name: names.1, ..Person::default() };
        for Identity { kind, value } in &self.identities {
            person.aliases.push(value.clone());
            list_of(&mut person, *kind).push(value.clone());
        }
        person
    }
}
