//! Adding identities to a person and removing them.

use axum::extract::State;
use axum::routing::patch;
use axum::{Json, Router};
use cjds::{Envelope, IdentitiesRequest, IdentityType, Person};

use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::persons::{finish, held, save};
use crate::auth::{Caller, Scope};
use crate::error::Error;
use crate::ids::{Lookup, PersonId};
use crate::patch::identities;
use crate::state::AppState;
use crate::store::Identity;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/admin/v1/api/person/add-identities/workspace-id/{workspace}/person-id/{person}", patch(add))
        .route("/admin/v1/api/person/remove-identities/workspace-id/{workspace}/person-id/{person}", patch(remove))
}

/// The identities that a body names, each once.
pub(super) fn named(body: &IdentitiesRequest) -> Vec<Identity> {
    let lists = [
        (IdentityType::Phone, &body.phone),
        (IdentityType::Email, &body.email),
        (IdentityType::CustomerId, &body.customer_id),
        (IdentityType::SocialId, &body.social_id),
        (IdentityType::TemporaryId, &body.temporary_id),
    ];
    let mut named: Vec<Identity> = Vec::new();
    for (kind, values) in lists {
        for identity in values.iter().filter(|value| !value.trim().is_empty()).map(|value| Identity::new(kind, value)) {
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
    State(state): State<AppState>,
    caller: Caller,
    Path((workspace, id)): Path<(String, String)>,
    Body(body): Body<IdentitiesRequest>,
) -> Result<Json<Envelope<Person>>, Error> {
    caller.require(Scope::WRITE_CONFIG)?;
    let workspace = state.workspace(&caller, &workspace).await?;
    let added = named(&body);
    if added.is_empty() {
        return Err(Error::invalid("There is no identity to add"));
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
    let change = save(&mut write, &workspace, &person, &wanted, caller.subject()).await?;
    finish(&state, &caller, write, &workspace, &id, &change).await
}

/// Removes identities from a person. Scope: cjp:config_write.
#[utoipa::path(patch, path = "/admin/v1/api/person/remove-identities/workspace-id/{workspaceId}/person-id/{personId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), request_body(content = Vec<String>, content_type = "application/json-patch+json"), responses((status = 200, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn remove(
    State(state): State<AppState>,
    caller: Caller,
    Path((workspace, id)): Path<(String, String)>,
    Body(values): Body<Vec<String>>,
) -> Result<Json<Envelope<Person>>, Error> {
    caller.require(Scope::WRITE_CONFIG)?;
    let workspace = state.workspace(&caller, &workspace).await?;
    if values.is_empty() {
        return Err(Error::invalid("There is no identity to remove"));
    }
    let id = PersonId(id);
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let person = held(&state, &mut write, &workspace, &id).await?;
    let removed: Vec<Lookup> = values.iter().map(|value| Lookup::of(value)).collect();
    let held = identities(&person);
    let unknown: Vec<String> = values
        .iter()
        .zip(&removed)
        .filter(|(_, lookup)| !held.iter().any(|identity| identity.lookup() == **lookup))
        .map(|(value, _)| format!("The person has no alias {value}"))
        .collect();
    if !unknown.is_empty() {
        return Err(Error::Invalid(unknown));
    }
    let wanted: Vec<Identity> = held.into_iter().filter(|identity| !removed.contains(&identity.lookup())).collect();
    let change = save(&mut write, &workspace, &person, &wanted, caller.subject()).await?;
    finish(&state, &caller, write, &workspace, &id, &change).await
}
