//! Persons by a part of an identity. Each way in which a part may be meant is a range of an index, of which no more than so
//! many rows are looked at, however many identities there are.

use std::collections::HashSet;

use basics::identity::{Part, Place, Way};
use cjds::{FoundBy, FoundByPart, FoundPerson, IdentityType, Person};

use super::persons::list_of;
use super::sql::Values;
use super::{Dialect, Store};
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId};

/// So many persons are answered.
const MOST: usize = 10;
/// So many identities are looked at for each way. Some of them may be one person's, or end so and be meant otherwise.
const EXAMINED: i64 = 1000;
/// Behind all that begins alike: no text has this letter.
const BEHIND: char = '\u{10FFFF}';

impl Dialect {
    /// An identity as it stands in the index of this place.
    const fn part_column(self, place: Place) -> &'static str {
        match (self, place) {
            (Self::Sqlite, Place::Beginning) => "lower(lookup)",
            (Self::Sqlite, Place::End | Place::Domain) => "backward",
            (Self::Postgres, Place::Beginning) => "lower(lookup COLLATE \"C\")",
            (Self::Postgres, Place::End | Place::Domain) => "reverse(lower(lookup COLLATE \"C\"))",
        }
    }
}

impl Lookup {
    /// Turned around, in lower case: how it ends comes first.
    pub(super) fn backward(&self) -> String {
        turned(&self.as_str().to_ascii_lowercase())
    }
}

fn turned(text: &str) -> String {
    text.chars().rev().collect()
}

impl Store {
    /// The persons of whom an identity has this part, ten at most, the likeliest first.
    pub(crate) async fn persons_by_part(&self, workspace: &WorkspaceId, part: &Part) -> Result<FoundByPart, Error> {
        let (mut known, mut ids, mut has_more) = (HashSet::new(), Vec::new(), false);
        // Whoever has the whole of it is meant before all who have it as a part.
        if let Some(owner) = self.owner(workspace, &self.resolve(workspace, part.as_str()).await?).await? {
            known.insert(owner.clone());
            ids.push(owner);
        }
        for way in part.ways() {
            let rows = self.by_way(workspace, &way).await?;
            has_more |= i64::try_from(rows.len()).is_ok_and(|count| count >= EXAMINED);
            let hits = rows.into_iter().filter(|(_, value)| part.hit(value, way.kind).is_some());
            ids.extend(hits.map(|(person, _)| PersonId(person)).filter(|person| known.insert(person.clone())));
            if ids.len() > MOST {
                break;
            }
        }
        has_more |= ids.len() > MOST;
        ids.truncate(MOST);
        let persons = self.persons(workspace, &ids).await?;
        let found = |person: Person| FoundPerson { found_by: found_by(part, &person), person };
        // An identity of a kind that has no parts is looked up as a whole, elsewhere.
        let persons = persons.into_iter().map(found).filter(|one| !one.found_by.is_empty()).collect();
        Ok(FoundByPart { persons, has_more })
    }

    /// Whose identities begin or end so, and how they are written.
    async fn by_way(&self, workspace: &WorkspaceId, way: &Way) -> Result<Vec<(String, String)>, Error> {
        let (sql, values) = statement(self.dialect, workspace, way);
        Ok(values.query(&sql).fetch_all(self.reading().await?.session()).await?)
    }
}

/// A range of the index of that place, from its beginning on.
fn statement(dialect: Dialect, workspace: &WorkspaceId, way: &Way) -> (String, Values) {
    let column = dialect.part_column(way.place);
    let from = if way.place == Place::Beginning { way.text.clone() } else { turned(&way.text) };
    let behind = format!("{from}{BEHIND}");
    let mut values = Values::default();
    let (id, kind) = (values.put(workspace.as_str()), values.put(way.kind.as_str()));
    let (from, behind, limit) = (values.put(from.as_str()), values.put(behind.as_str()), values.put(EXAMINED));
    let sql = format!(
        "SELECT person_id, value FROM identities WHERE workspace_id = {id} AND kind = {kind} AND {column} >= {from} \
         AND {column} < {behind} ORDER BY {column} LIMIT {limit}"
    );
    (sql, values)
}

/// In which identities of a person the part stands.
fn found_by(part: &Part, person: &Person) -> Vec<FoundBy> {
    let mut person = person.clone();
    let mut found = Vec::new();
    for kind in IdentityType::ALL {
        for identity in std::mem::take(list_of(&mut person, kind)) {
            if let Some(hit) = part.hit(&identity, kind) {
                let place = hit.place.as_str().to_owned();
                found.push(FoundBy { identity, kind: kind.as_str().to_owned(), place });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_is_looked_up_in_an_index_and_never_by_reading_the_table() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        let store = Store::connect(&url).await.expect("open");
        for part in ["555 0123", "020 7946 0123", "ann.arch", "@example.com", "example.com", "C-1001"] {
            for way in Part::of(part).expect("a part").ways() {
                let (sql, values) = statement(Dialect::Sqlite, &WorkspaceId("w".to_owned()), &way);
                let sql = format!("EXPLAIN QUERY PLAN {sql}");
                let plan: Vec<(i64, i64, i64, String)> =
                    values.query(&sql).fetch_all(&store.pool).await.expect("explained");
                let steps: Vec<String> = plan.into_iter().map(|(_, _, _, step)| step).collect();
                // One step: nothing is sorted after it.
                assert!(
                    matches!(steps.as_slice(), [step] if step.contains("USING INDEX identities_by_")),
                    "{part}: {steps:?}"
                );
            }
        }
    }
}
