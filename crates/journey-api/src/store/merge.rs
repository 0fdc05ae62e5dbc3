//! Merging persons: their aliases move to one of them, in one transaction that leaves a trace. Events stay with their
//! identities, so none can be lost.

use cjds::Person;

use super::{Change, Write, now};
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
        let mut change = Change::default();
        for other in others {
            // A name is taken whole: the first of one person and the last of another is nobody's.
            if first_name.is_none() && last_name.is_none() {
                first_name.clone_from(&other.first_name);
                last_name.clone_from(&other.last_name);
            }
            let sql = "INSERT INTO merges (workspace_id, primary_person_id, merged_person, merged_at, merged_by) \
                       VALUES ($1, $2, $3, $4, $5)";
            sqlx::query(sql)
                .bind(workspace.as_str())
                .bind(primary_id.as_str())
                .bind(serde_json::to_string(other)?)
                .bind(now())
                .bind(by)
                .execute(self.connection())
                .await?;
            let sql = "UPDATE identities SET person_id = $1, position = position + \
                       (SELECT COALESCE(MAX(position), 0) + 1 FROM identities WHERE person_id = $1) WHERE person_id = $2";
            sqlx::query(sql).bind(primary_id.as_str()).bind(&other.id).execute(self.connection()).await?;
            sqlx::query("DELETE FROM persons WHERE id = $1").bind(&other.id).execute(self.connection()).await?;
        }
        self.update_person(&primary_id, first_name.as_deref(), last_name.as_deref(), by).await?;
        let rows: Vec<(String,)> = sqlx::query_as("SELECT lookup FROM identities WHERE person_id = $1")
            .bind(primary_id.as_str())
            .fetch_all(self.connection())
            .await?;
        change.lookups.extend(rows.into_iter().map(|(lookup,)| Lookup(lookup)));
        self.note_change(workspace, &change);
        Ok(change)
    }
}
