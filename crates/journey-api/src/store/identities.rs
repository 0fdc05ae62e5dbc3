//! The identity graph: which aliases belong to which person. An alias belongs to one person.

use cjds::IdentityType;

use super::{Dialect, Note, Store, Write};
use crate::error::Error;
use crate::ids::{Asked, Lookup, PersonId, WorkspaceId, stored_form};
use crate::reason::Fault;

/// One alias of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) kind: IdentityType,
    pub(crate) value: String,
}

impl Identity {
    /// The identity in the form in which it is stored.
    pub(crate) fn new(kind: IdentityType, value: &str) -> Self {
        Self { kind, value: stored_form(value, kind) }
    }

    pub(crate) fn lookup(&self) -> Lookup {
        Lookup::of_kind(&self.value, self.kind)
    }
}

impl Identity {
    /// Whether it is a telephone number. With a plus it is one, whatever its sender calls it; a SIP address is none.
    fn is_telephone(&self) -> bool {
        self.kind == IdentityType::Phone && !self.value.contains('@') || self.value.starts_with('+')
    }
}

/// Who has what is looked up by the text of an identity.
#[derive(Debug)]
pub(crate) struct Holder {
    pub(crate) person: PersonId,
    held: Identity,
}

impl Holder {
    /// Why the person does not have that identity although both are looked up by one text: a customer number and a telephone
    /// number of the same digits are two.
    pub(crate) fn clash(&self, asked: &Identity) -> Option<Fault> {
        (self.held.is_telephone() != asked.is_telephone()).then(|| Fault::Clash {
            value: asked.value.clone(),
            held: self.held.value.clone(),
            kind: self.held.kind.as_str(),
        })
    }
}

/// What changed in the identity graph: these aliases have another person now, or none. Streams are told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) lookups: Vec<Lookup>,
}

/// An alias that cannot be added, as it is another person's.
#[derive(Debug)]
pub(crate) struct AliasConflict {
    pub(crate) value: String,
}

impl Store {
    /// The form in which an identity is looked up that somebody asks for without its kind: as somebody has it, exactly
    /// before as a telephone number.
    pub(crate) async fn resolve(&self, workspace: &WorkspaceId, text: &str) -> Result<Lookup, Error> {
        let asked = Asked::of(text);
        let Some(phone) = &asked.phone else { return Ok(asked.exact) };
        if self.owner(workspace, &asked.exact).await?.is_some() {
            return Ok(asked.exact);
        }
        let sql = "SELECT person_id FROM identities WHERE workspace_id = $1 AND lookup = $2 AND kind = $3";
        let query = sqlx::query(sql).bind(workspace.as_str()).bind(phone.as_str()).bind(IdentityType::Phone.as_str());
        let held = query.fetch_optional(&self.pool).await?;
        Ok(if held.is_some() { phone.clone() } else { asked.likely() })
    }

    /// The person of an identity.
    pub(crate) async fn owner(&self, workspace: &WorkspaceId, lookup: &Lookup) -> Result<Option<PersonId>, Error> {
        if !lookup.is_storable() {
            return Ok(None);
        }
        let row: Option<(String,)> =
            sqlx::query_as("SELECT person_id FROM identities WHERE workspace_id = $1 AND lookup = $2")
                .bind(workspace.as_str())
                .bind(lookup.as_str())
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// All identities of the person who has this one; only itself, if nobody has it.
    pub(crate) async fn walk(&self, workspace: &WorkspaceId, lookup: &Lookup) -> Result<Vec<Lookup>, Error> {
        if !lookup.is_storable() {
            return Ok(Vec::new());
        }
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT other.lookup FROM identities AS own JOIN identities AS other ON other.person_id = own.person_id \
             WHERE own.workspace_id = $1 AND own.lookup = $2 ORDER BY other.lookup",
        )
        .bind(workspace.as_str())
        .bind(lookup.as_str())
        .fetch_all(&self.pool)
        .await?;
        if rows.is_empty() {
            return Ok(vec![lookup.clone()]);
        }
        Ok(rows.into_iter().map(|(lookup,)| Lookup(lookup)).collect())
    }

    /// All identities of a person.
    pub(crate) async fn lookups(&self, person: &PersonId) -> Result<Vec<Lookup>, Error> {
        let rows: Vec<(String,)> = sqlx::query_as("SELECT lookup FROM identities WHERE person_id = $1 ORDER BY lookup")
            .bind(person.as_str())
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().map(|(lookup,)| Lookup(lookup)).collect())
    }
}

impl Write {
    /// The person of an identity, as this transaction sees it.
    pub(crate) async fn owner(&mut self, workspace: &WorkspaceId, lookup: &Lookup) -> Result<Option<PersonId>, Error> {
        let row: Option<(String,)> =
            sqlx::query_as("SELECT person_id FROM identities WHERE workspace_id = $1 AND lookup = $2")
                .bind(workspace.as_str())
                .bind(lookup.as_str())
                .fetch_optional(self.connection())
                .await?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// Who has what is looked up by the text of an identity, as this transaction sees it.
    pub(crate) async fn holder(
        &mut self,
        workspace: &WorkspaceId,
        identity: &Identity,
    ) -> Result<Option<Holder>, Error> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT person_id, kind, value FROM identities WHERE workspace_id = $1 AND lookup = $2")
                .bind(workspace.as_str())
                .bind(identity.lookup().as_str())
                .fetch_optional(self.connection())
                .await?;
        Ok(row.map(|(person, kind, value)| {
            let kind = IdentityType::ALL.into_iter().find(|known| known.as_str() == kind).unwrap_or(identity.kind);
            Holder { person: PersonId(person), held: Identity { kind, value } }
        }))
    }

    /// Gives a person one more alias; `false`: somebody has it already.
    pub(crate) async fn add_identity(
        &mut self,
        workspace: &WorkspaceId,
        person: &PersonId,
        identity: &Identity,
        position: i64,
    ) -> Result<bool, Error> {
        // PostgreSQL's index turns texts around by itself.
        let (column, value) = match self.dialect {
            Dialect::Sqlite => (", backward", ", $7"),
            Dialect::Postgres => ("", ""),
        };
        let sql = format!(
            "INSERT INTO identities (workspace_id, lookup, person_id, kind, value, position{column}) \
             VALUES ($1, $2, $3, $4, $5, $6{value}) ON CONFLICT DO NOTHING"
        );
        let lookup = identity.lookup();
        let mut query = sqlx::query(&sql)
            .bind(workspace.as_str())
            .bind(lookup.as_str())
            .bind(person.as_str())
            .bind(identity.kind.as_str())
            .bind(&identity.value)
            .bind(position);
        if self.dialect == Dialect::Sqlite {
            query = query.bind(lookup.backward());
        }
        let added = query.execute(self.connection()).await?;
        Ok(added.rows_affected() == 1)
    }

    /// Makes `wanted` the person's aliases, in that order. What is no longer wanted is nobody's afterwards.
    pub(crate) async fn set_identities(
        &mut self,
        workspace: &WorkspaceId,
        person: &PersonId,
        wanted: &[Identity],
    ) -> Result<Result<Change, AliasConflict>, Error> {
        let held: Vec<(String,)> = sqlx::query_as("SELECT lookup FROM identities WHERE person_id = $1")
            .bind(person.as_str())
            .fetch_all(self.connection())
            .await?;
        let mut lookups: Vec<Lookup> = held.into_iter().map(|(lookup,)| Lookup(lookup)).collect();
        for identity in wanted {
            match self.owner(workspace, &identity.lookup()).await? {
                Some(owner) if owner != *person => return Ok(Err(AliasConflict { value: identity.value.clone() })),
                _ => {}
            }
        }
        sqlx::query("DELETE FROM identities WHERE person_id = $1")
            .bind(person.as_str())
            .execute(self.connection())
            .await?;
        for (position, identity) in (0_i64..).zip(wanted) {
            let lookup = identity.lookup();
            let added = self.add_identity(workspace, person, identity, position).await?;
            if !added && self.owner(workspace, &lookup).await?.as_ref() != Some(person) {
                return Ok(Err(AliasConflict { value: identity.value.clone() }));
            }
            if !lookups.contains(&lookup) {
                lookups.push(lookup);
            }
        }
        let change = Change { lookups };
        self.note_change(workspace, &change);
        Ok(Ok(change))
    }

    /// Has replicas told what changed, when this is committed.
    pub(crate) fn note_change(&mut self, workspace: &WorkspaceId, change: &Change) {
        for lookup in &change.lookups {
            self.note(Note::Changed(workspace.clone(), lookup.clone()));
        }
    }
}
