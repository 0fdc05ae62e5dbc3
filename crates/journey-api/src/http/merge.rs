//! Merging: persons into a primary one, and identities into the person who has one of them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::{Envelope, MergeIdentitiesRequest, MergePersonsRequest, Person};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::identities::{Faults, named, names};
use super::openapi::Refusals;
use super::persons::{finish, held, save};
use crate::auth::{Allowed, WriteConfig};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::patch::identities;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Change, Identity, Write, now};

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(merge_persons)).with(call!(merge_identities))
}

/// Merges persons into a primary one. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/person/merge/workspace-id/{workspaceId}/primary-person-id/{primaryPersonId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("primaryPersonId" = String, Path, description = "Who stays")), request_body = MergePersonsRequest, responses((status = 202, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn merge_persons(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, primary)): Path<(String, String)>,
    Body(body): Body<MergePersonsRequest>,
) -> Result<(StatusCode, Json<Envelope<Person>>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let primary = PersonId(primary);
    let mut ids = vec![primary.clone()];
    for id in body.person_ids_to_merge {
        let id = PersonId(id);
        if id == primary {
            return Err(Error::invalid(Fault::IntoItself));
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.len() == 1 {
        return Err(Error::invalid("personIdsToMerge: must name at least one person"));
    }
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let persons = write.persons(&state.store, &workspace, &ids).await?;
    if let Some(missing) = ids.iter().find(|id| !persons.iter().any(|person| person.id == id.as_str())) {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: missing.to_string() }.into()));
    }
    let Some((first, others)) = persons.split_first() else {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: primary.to_string() }.into()));
    };
    let change = write.merge(&workspace, first, others, caller.subject()).await?;
    let answer = finish(&state, &caller, write, &workspace, &primary, &change).await?;
    Ok((StatusCode::ACCEPTED, answer))
}

/// Whoever has one of the identities gets all of them; if several persons do, they become the oldest one; if nobody
/// does, a person is created. With `override`, what the body does not name is removed.
#[utoipa::path(post, path = "/admin/v1/api/person/merge-identities/workspace-id/{workspaceId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace")), request_body = MergeIdentitiesRequest, responses((status = 200, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn merge_identities(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<MergeIdentitiesRequest>,
) -> Result<Json<Envelope<Person>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let mut faults = Faults::default();
    let wanted = named(&body.person.identities, &mut faults);
    let (first, last) = names(&body.person, &mut faults);
    faults.end()?;
    let (write, id, change) =
        join(&state, &workspace, wanted, (first, last), body.r#override, caller.subject()).await?;
    finish(&state, &caller, write, &workspace, &id, &change).await
}

/// Makes identities one person's; the transaction is still to be committed, and the change to be told.
pub(super) async fn join(
    state: &AppState,
    workspace: &WorkspaceId,
    wanted: Vec<Identity>,
    (first, last): (Option<String>, Option<String>),
    overrides: bool,
    by: &str,
) -> Result<(Write, PersonId, Change), Error> {
    if wanted.is_empty() {
        return Err(Error::invalid("There is no identity to merge"));
    }
    let mut write = state.store.write().await?;
    write.take_turn(workspace).await?;
    let owners = owners(&mut write, workspace, &wanted).await?;
    let mut persons = write.persons(&state.store, workspace, &owners).await?;
    persons.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
    let mut change = Change::default();
    let id = match persons.split_first() {
        None => write.create_person(workspace, first.as_deref(), last.as_deref(), by, now()).await?,
        Some((primary, others)) => {
            if !others.is_empty() {
                change = write.merge(workspace, primary, others, by).await?;
            }
            PersonId(primary.id.clone())
        }
    };
    let mut person = held(state, &mut write, workspace, &id).await?;
    // Who is created here has its first entry by being created.
    let before = (!persons.is_empty()).then(|| person.clone());
    let mut all = if overrides { Vec::new() } else { identities(&person) };
    for identity in wanted {
        if !all.iter().any(|held| held.lookup() == identity.lookup()) {
            all.push(identity);
        }
    }
    if overrides {
        (person.first_name, person.last_name) = (first.or(person.first_name), last.or(person.last_name));
    } else {
        (person.first_name, person.last_name) = (person.first_name.or(first), person.last_name.or(last));
    }
    let saved = save(&mut write, workspace, (before.as_ref(), &person), &all, by).await?;
    change.lookups.extend(saved.lookups);
    Ok((write, id, change))
}

/// The persons who have one of these identities.
///
/// # Errors
/// 400 for a customer number where somebody has a telephone number of the same digits, or the other way round: its person
/// would be taken for another. Who is named by something else besides is meant.
async fn owners(write: &mut Write, workspace: &WorkspaceId, wanted: &[Identity]) -> Result<Vec<PersonId>, Error> {
    let (mut owners, mut clashes) = (Vec::new(), Vec::new());
    for identity in wanted {
        let Some(holder) = write.holder(workspace, identity).await? else { continue };
        match holder.clash(identity) {
            Some(clash) => clashes.push((holder.person, Reason::at(identity.kind.as_str(), clash))),
            None if !owners.contains(&holder.person) => owners.push(holder.person),
            None => {}
        }
    }
    clashes.retain(|(person, _)| !owners.contains(person));
    if clashes.is_empty() {
        Ok(owners)
    } else {
        Err(Error::Invalid(clashes.into_iter().map(|(_, clash)| clash).collect()))
    }
}
