//! Persons: listed, found by alias, created, patched by JSON Patch, deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use cjds::{AliasSearchRequest, Envelope, PatchOperation, Person, PersonRequest};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::identities::{Faults, changed, named, names};
use super::listing::Listing;
use super::openapi::Refusals;
use super::query::{FromQuery, Parameters, Query, filter};
use super::workspaces::meta;
use crate::auth::{Allowed, Caller, PatchNames, ReadPerson, WriteConfig};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::patch::{apply, only_names};
use crate::reason::Fault;
use crate::state::AppState;
use crate::store::{AliasConflict, Change, Found, Identity, PersonOrder, PersonQuery, Write, now};

/// One call looks up so many aliases.
const MOST_ALIASES: usize = 100;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(list))
        .with(call!(create))
        .with(call!(by_aliases))
        .with(call!(search))
        .with(call!(patch_person))
        .with(call!(delete))
        .also(
            MethodFilter::GET,
            "/admin/v1/api/person/workspace-id/{workspaceId}/aliases/search",
            by_aliases_called_search,
        )
}

/// The person of that id, held until the transaction ends.
pub(super) async fn held(
    state: &AppState,
    write: &mut Write,
    workspace: &WorkspaceId,
    id: &PersonId,
) -> Result<Person, Error> {
    let person = write.person(&state.store, workspace, id).await?;
    person.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Person", id: id.to_string() }.into()))
}

/// Makes `wanted` the person's identities, and `person` what is written of the names. `before`: as the person was, where
/// that belongs into the change log.
pub(super) async fn save(
    write: &mut Write,
    workspace: &WorkspaceId,
    (before, person): (Option<&Person>, &Person),
    wanted: &[Identity],
    by: &str,
) -> Result<Change, Error> {
    if wanted.is_empty() {
        return Err(Error::invalid(Fault::NeedsIdentity));
    }
    let id = PersonId(person.id.clone());
    let change = write
        .set_identities(workspace, &id, wanted)
        .await?
        .map_err(|AliasConflict { value }| Error::invalid(Fault::IdentityTaken { value }))?;
    write.update_person(&id, person.first_name.as_deref(), person.last_name.as_deref(), by).await?;
    if let Some(before) = before {
        write.log_change(workspace, (before, person), wanted, by).await?;
    }
    Ok(change)
}

/// Commits, tells the streams, and answers the person as this transaction left it: the next one may merge it away.
pub(super) async fn finish(
    state: &AppState,
    caller: &Caller,
    mut write: Write,
    workspace: &WorkspaceId,
    id: &PersonId,
    change: &Change,
) -> Result<Json<Envelope<Person>>, Error> {
    let data = held(state, &mut write, workspace, id).await?;
    write.commit().await?;
    state.tell(workspace, change);
    Ok(Json(Envelope { meta: meta(caller), data }))
}

#[derive(Debug, Default, utoipa::IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct ListParameters {
    /// Only this person.
    person_id: Option<String>,
}

impl FromQuery for ListParameters {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        Ok(Self { person_id: left.one("personId")? })
    }
}

/// Persons of a workspace. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/person/workspace-id/{workspaceId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), Listing, ListParameters), responses((status = 200, description = "Success", body = Envelope<Vec<Person>>), Refusals))]
pub(super) async fn list(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query((listing, parameters)): Query<(Listing, ListParameters)>,
) -> Result<Json<Envelope<Vec<Person>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let data = if let Some(id) = parameters.person_id {
        let person = state.store.person(&workspace, &PersonId(id.clone())).await?;
        vec![person.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Person", id: id.to_string() }.into()))?]
    } else {
        let query = PersonQuery {
            filter: filter("filter", &listing.filter)?,
            order: listing.sort_by.as_deref().map_or(PersonOrder::CreatedAt, PersonOrder::of),
            ascending: listing.ascending(true)?,
        };
        match state.store.find_persons(&workspace, &query, listing.window()?, &state.search(&caller)).await? {
            Found::Page(page) => page,
            Found::All(all) => listing.apply(all)?,
        }
    };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Creates a person. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/person/workspace-id/{workspaceId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace")), request_body = PersonRequest, responses((status = 201, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn create(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<PersonRequest>,
) -> Result<(StatusCode, Json<Envelope<Person>>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let mut faults = Faults::default();
    let wanted = named(&body.identities, &mut faults);
    let (first, last) = names(&body, &mut faults);
    faults.end()?;
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let id = write.create_person(&workspace, first.as_deref(), last.as_deref(), caller.subject(), now()).await?;
    let person = held(&state, &mut write, &workspace, &id).await?;
    let change = save(&mut write, &workspace, (None, &person), &wanted, caller.subject()).await?;
    let answer = finish(&state, &caller, write, &workspace, &id, &change).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Deletes the person and its identities. What happened stays with the identities: events are append-only.
#[utoipa::path(delete, path = "/admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), responses((status = 200, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn delete(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
) -> Result<Json<Envelope<Person>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let id = PersonId(id);
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let person = held(&state, &mut write, &workspace, &id).await?;
    write.delete_person(&id).await?;
    let change = Change { lookups: crate::patch::identities(&person).iter().map(Identity::lookup).collect() };
    write.note_change(&workspace, &change);
    write.commit().await?;
    state.tell(&workspace, &change);
    Ok(Json(Envelope { meta: meta(&caller), data: person }))
}

/// The persons who have one of the aliases. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/person/workspace-id/{workspaceId}/aliases/{aliases}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("aliases" = String, Path, description = "Aliases, separated by commas"), Listing), responses((status = 200, description = "Success", body = Envelope<Vec<Person>>), Refusals))]
pub(super) async fn by_aliases(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path((workspace, aliases)): Path<(String, String)>,
    Query(listing): Query<Listing>,
) -> Result<Json<Envelope<Vec<Person>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    // An alias may itself hold a comma: whoever has the whole of it is meant, and nobody else.
    let mut persons = if aliases.contains(',') {
        find(&state, &workspace, std::slice::from_ref(&aliases)).await?
    } else {
        Vec::new()
    };
    if persons.is_empty() {
        let aliases: Vec<String> = aliases.split(',').map(str::to_owned).collect();
        persons = find(&state, &workspace, &aliases).await?;
    }
    answer(&caller, persons, &listing)
}

/// `GET …/aliases/search` asks for whoever is called "search".
async fn by_aliases_called_search(
    caller: Allowed<ReadPerson>,
    state: State<AppState>,
    Path(workspace): Path<String>,
    listing: Query<Listing>,
) -> Result<Json<Envelope<Vec<Person>>>, Error> {
    by_aliases(caller, state, Path((workspace, "search".to_owned())), listing).await
}

/// The persons who have one of the aliases, which stand in no address and are not split at commas. Scopes: cjp:user,
/// cjp:config_read or cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/person/workspace-id/{workspaceId}/aliases/search", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), Listing), request_body = AliasSearchRequest, responses((status = 200, description = "Success", body = Envelope<Vec<Person>>), Refusals))]
pub(super) async fn search(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(listing): Query<Listing>,
    Body(body): Body<AliasSearchRequest>,
) -> Result<Json<Envelope<Vec<Person>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    if body.identities.is_empty() {
        return Err(Error::invalid("identities: is missing, or names nobody"));
    }
    answer(&caller, find(&state, &workspace, &body.identities).await?, &listing)
}

/// The persons who have one of the aliases, each once, in the order of the aliases.
async fn find(state: &AppState, workspace: &WorkspaceId, aliases: &[String]) -> Result<Vec<Person>, Error> {
    let aliases: Vec<&str> = aliases.iter().map(|alias| alias.trim()).filter(|alias| !alias.is_empty()).collect();
    if aliases.len() > MOST_ALIASES {
        return Err(Error::invalid(format!(
            "aliases: {} are more than the {MOST_ALIASES} of one look-up; ask in several",
            aliases.len()
        )));
    }
    let mut lookups = Vec::with_capacity(aliases.len());
    for alias in aliases {
        lookups.push(state.store.resolve(workspace, alias).await?);
    }
    state.store.persons_by_alias(workspace, &lookups).await
}

fn answer(caller: &Caller, persons: Vec<Person>, listing: &Listing) -> Result<Json<Envelope<Vec<Person>>>, Error> {
    if persons.is_empty() {
        return Err(Error::NotFound("No person has one of these aliases".into()));
    }
    Ok(Json(Envelope { meta: meta(caller), data: listing.apply(persons)? }))
}

/// Changes names and identities by JSON Patch. Scopes: cjp:config_write; for names alone also cjp:user.
#[utoipa::path(patch, path = "/admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), request_body(content = Vec<PatchOperation>, content_type = "application/json-patch+json"), responses((status = 202, description = "Success", body = Envelope<Person>), Refusals))]
pub(super) async fn patch_person(
    caller: Allowed<PatchNames>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
    Body(operations): Body<Vec<PatchOperation>>,
) -> Result<(StatusCode, Json<Envelope<Person>>), Error> {
    if !only_names(&operations) {
        caller.also::<WriteConfig>()?;
    }
    let workspace = state.workspace(&caller, &workspace).await?;
    let id = PersonId(id);
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let mut person = held(&state, &mut write, &workspace, &id).await?;
    let (was, before) = (person.clone(), crate::patch::identities(&person));
    apply(&mut person, &operations).map_err(|faults| Error::Invalid(faults.into_iter().map(Into::into).collect()))?;
    let after = changed(&person, &before)?;
    let change = if before == after {
        let (first, last) = (person.first_name.as_deref(), person.last_name.as_deref());
        write.update_person(&id, first, last, caller.subject()).await?;
        write.log_change(&workspace, (&was, &person), &after, caller.subject()).await?;
        Change::default()
    } else {
        save(&mut write, &workspace, (Some(&was), &person), &after, caller.subject()).await?
    };
    let answer = finish(&state, &caller, write, &workspace, &id, &change).await?;
    Ok((StatusCode::ACCEPTED, answer))
}
