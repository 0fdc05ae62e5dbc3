//! Adding identities to a person and removing them.

use axum::Json;
use axum::extract::State;
use axum::routing::MethodFilter;
use cjds::{Envelope, IdentitiesRequest, IdentityType, Person, PersonRequest, read_texts};
use serde_json::Value;

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::persons::{finish, held, save};
use crate::auth::{Allowed, WriteConfig};
use crate::checked;
use crate::error::Error;
use crate::ids::{Asked, PersonId};
use crate::patch::identities;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::Identity;

pub(super) fn calls() -> Calls {
    const PATCH: MethodFilter = MethodFilter::PATCH;
    Calls::new()
        .with(call!(add))
        .with(call!(remove))
        // Clients of an older version ask without the first part of the path.
        .also(PATCH, "/v1/api/person/add-identities/workspace-id/{workspaceId}/person-id/{personId}", add)
        .also(PATCH, "/v1/api/person/remove-identities/workspace-id/{workspaceId}/person-id/{personId}", remove)
}

/// What is wrong with a body, gathered.
#[derive(Default)]
pub(super) struct Faults(Vec<Reason>);

impl Faults {
    /// What was read, if nothing is wrong with it.
    pub(super) fn take<T>(&mut self, read: Result<T, Reason>) -> Option<T> {
        read.map_err(|reason| self.0.push(reason)).ok()
    }

    /// # Errors
    /// 400 with all of them, if there is one.
    pub(super) fn end(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

/// The names of a body.
pub(super) fn names(body: &PersonRequest, faults: &mut Faults) -> (Option<String>, Option<String>) {
    let first = faults.take(checked::name("firstName", body.first_name.as_deref()));
    let last = faults.take(checked::name("lastName", body.last_name.as_deref()));
    (first.flatten(), last.flatten())
}

/// The identities of a person that was patched. What the person had is no fault of the patch.
pub(super) fn changed(person: &Person, before: &[Identity]) -> Result<Vec<Identity>, Error> {
    let mut faults = Faults::default();
    for (field, name) in [("firstName", &person.first_name), ("lastName", &person.last_name)] {
        faults.take(checked::name(field, name.as_deref()));
    }
    let mut after = Vec::new();
    for identity in identities(person) {
        if before.contains(&identity) {
            after.push(identity);
        } else {
            after.extend(faults.take(checked::identity_in(identity.kind.as_str(), identity.kind, &identity.value)));
        }
    }
    faults.end()?;
    Ok(after)
}

/// The identities that a body names, each once.
pub(super) fn named(body: &IdentitiesRequest, faults: &mut Faults) -> Vec<Identity> {
    let lists = [
        (IdentityType::Phone, &body.phone),
        (IdentityType::Email, &body.email),
        (IdentityType::CustomerId, &body.customer_id),
        (IdentityType::SocialId, &body.social_id),
        (IdentityType::TemporaryId, &body.temporary_id),
    ];
    let mut named: Vec<Identity> = Vec::new();
    for (kind, values) in lists {
        for value in values {
            let Some(identity) = faults.take(checked::identity_in(kind.as_str(), kind, value)) else { continue };
            if !named.iter().any(|other| other.lookup() == identity.lookup()) {
                named.push(identity);
            }
        }
    }
    named
}

/// Adds identities to a person. Scope: cjp:config_write.
#[utoipa::path(patch, path = "/admin/v1/api/person/add-identities/workspace-id/{workspaceId}/person-id/{personId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), request_body(content = IdentitiesRequest, content_type = "application/json-patch+json"), responses((status = 200, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn add(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
    Body(body): Body<IdentitiesRequest>,
) -> Result<Json<Envelope<Person>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let mut faults = Faults::default();
    let added = named(&body, &mut faults);
    faults.end()?;
    if added.is_empty() {
        return Err(Error::invalid(Fault::NothingToAdd));
    }
    let id = PersonId(id);
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let person = held(&state, &mut write, &workspace, &id).await?;
    let mut wanted = identities(&person);
    for identity in added {
        if !wanted.iter().any(|held| held.lookup() == identity.lookup()) {
            wanted.push(identity);
        }
    }
    let change = save(&mut write, &workspace, (Some(&person), &person), &wanted, caller.subject()).await?;
    finish(&state, &caller, write, &workspace, &id, &change).await
}

/// Removes identities from a person. Scope: cjp:config_write.
#[utoipa::path(patch, path = "/admin/v1/api/person/remove-identities/workspace-id/{workspaceId}/person-id/{personId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), request_body(content = Vec<String>, content_type = "application/json-patch+json"), responses((status = 200, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn remove(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
    Body(body): Body<Value>,
) -> Result<Json<Envelope<Person>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let values = read_texts(&body).map_err(|_| Error::invalid("The body: must be a list of identities"))?;
    if values.is_empty() {
        return Err(Error::invalid("There is no identity to remove"));
    }
    let id = PersonId(id);
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let person = held(&state, &mut write, &workspace, &id).await?;
    let mut wanted = identities(&person);
    let mut unknown = Vec::new();
    for value in &values {
        let asked = Asked::of(value);
        let is_exact = |identity: &Identity| identity.lookup() == asked.exact;
        let is_phone =
            |identity: &Identity| identity.kind == IdentityType::Phone && Some(identity.lookup()) == asked.phone;
        let found = wanted.iter().position(is_exact).or_else(|| wanted.iter().position(is_phone));
        match found {
            Some(index) => drop(wanted.remove(index)),
            None => unknown.push(Fault::IdentityUnknown { value: value.clone() }.into()),
        }
    }
    if !unknown.is_empty() {
        return Err(Error::Invalid(unknown));
    }
    let change = save(&mut write, &workspace, (Some(&person), &person), &wanted, caller.subject()).await?;
    finish(&state, &caller, write, &workspace, &id, &change).await
}
