//! Splitting a person, the reverse of a merge; and the change log of a person.

use axum::Json;
use axum::extract::State;
use cjds::{Envelope, Person, PersonRequest};
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::identities::{Faults, names};
use super::openapi::Refusals;
use super::persons::held;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadPerson, WriteConfig};
use crate::error::Error;
use crate::ids::{Asked, PersonId};
use crate::patch::identities;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Identity, PersonChange, SplitOff};

/// So many entries are listed.
const LISTED: i64 = 200;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(split)).with(call!(changes))
}

/// What is split off a person.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SplitRequest {
    /// Who was merged into the person, and is to be there again: with that id, those names, and the identities that were that
    /// person's and are this one's now.
    merged_person_id: Option<String>,
    /// These identities alone.
    #[serde(default)]
    identities: Vec<String>,
    /// Names of the person who is split off, where they are not those of one who was merged.
    first_name: Option<String>,
    last_name: Option<String>,
}

/// The two persons that one became.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SplitPersons {
    person: Person,
    split_off: Person,
}

/// Splits a person who was merged into this one off again, or a new person with chosen identities; events go with their
/// identities. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/person/split/workspace-id/{workspaceId}/person-id/{personId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Who stays")), request_body = SplitRequest, responses((status = 200, description = "Success", body = Envelope<SplitPersons>), Refusals))]
pub(super) async fn split(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
    Body(body): Body<SplitRequest>,
) -> Result<Json<Envelope<SplitPersons>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let mut faults = Faults::default();
    let named = PersonRequest { first_name: body.first_name, last_name: body.last_name, ..PersonRequest::default() };
    let (first_name, last_name) = names(&named, &mut faults);
    faults.end()?;
    let id = PersonId(id);
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let person = held(&state, &mut write, &workspace, &id).await?;
    let mut off = match &body.merged_person_id {
        Some(merged) => {
            let merged = PersonId(merged.clone());
            let found = write.merge_of(&workspace, &id, &merged).await?;
            let Some(details) = found.map(|change| change.details()).transpose()? else {
                return Err(Error::NotFound(
                    Fault::NoSuchMerge { merged: merged.to_string(), person: id.to_string() }.into(),
                ));
            };
            merged_again(merged, details, &person)?
        }
        None if body.identities.is_empty() => {
            return Err(Error::invalid("mergedPersonId or identities: one of them says what is split off"));
        }
        None => SplitOff {
            id: PersonId::new(),
            first_name: None,
            last_name: None,
            created: None,
            identities: identities(&person),
            takes_names: false,
        },
    };
    if first_name.is_some() || last_name.is_some() {
        (off.first_name, off.last_name) = (first_name, last_name);
    }
    if !body.identities.is_empty() {
        off.identities = chosen(&body.identities, &off.identities)?;
    }
    if off.identities.len() == identities(&person).len() {
        return Err(Error::invalid(Fault::BothNeedIdentity));
    }
    let change = write.split(&workspace, &person, &off, caller.subject()).await?;
    let data = SplitPersons {
        person: held(&state, &mut write, &workspace, &id).await?,
        split_off: held(&state, &mut write, &workspace, &off.id).await?,
    };
    write.commit().await?;
    state.tell(&workspace, &change);
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Who was merged, with the identities that are still the person's.
fn merged_again(id: PersonId, details: crate::store::Details, person: &Person) -> Result<SplitOff, Error> {
    let merged = details.person.unwrap_or_default();
    let held = identities(person);
    let left: Vec<Identity> = identities(&merged).into_iter().filter(|identity| held.contains(identity)).collect();
    if left.is_empty() {
        return Err(Error::invalid(Fault::NothingLeft { merged: id.to_string() }));
    }
    let has_its_names = (&person.first_name, &person.last_name) == (&merged.first_name, &merged.last_name);
    let created_at = merged.created_at.as_deref().and_then(cjds::parse_time).map(|time| time.timestamp_millis());
    Ok(SplitOff {
        id,
        takes_names: details.took_names && has_its_names,
        first_name: merged.first_name,
        last_name: merged.last_name,
        created: created_at.zip(merged.created_by),
        identities: left,
    })
}

/// The identities of a person that somebody chose.
fn chosen(texts: &[String], held: &[Identity]) -> Result<Vec<Identity>, Error> {
    let (mut chosen, mut unknown): (Vec<Identity>, Vec<Reason>) = Default::default();
    for text in texts {
        let asked = Asked::of(text);
        let is_exact = |identity: &&Identity| identity.lookup() == asked.exact;
        let is_phone = |identity: &&Identity| Some(identity.lookup()) == asked.phone;
        match held.iter().find(is_exact).or_else(|| held.iter().find(is_phone)) {
            Some(identity) if chosen.contains(identity) => {}
            Some(identity) => chosen.push(identity.clone()),
            None => unknown.push(Reason::at("identities", Fault::IdentityNotChosen { value: text.clone() })),
        }
    }
    if unknown.is_empty() { Ok(chosen) } else { Err(Error::Invalid(unknown)) }
}

/// The change log of a person, the newest 200 first: merges, splits, and changes of names and identities, with who and when;
/// also of one who was merged into another. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId}/changes", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), responses((status = 200, description = "Success", body = Envelope<Vec<PersonChange>>), Refusals))]
pub(super) async fn changes(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
) -> Result<Json<Envelope<Vec<PersonChange>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let id = PersonId(id);
    let rows = state.store.changes(&workspace, &id, LISTED).await?;
    if rows.is_empty() && state.store.person(&workspace, &id).await?.is_none() {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: id.to_string() }.into()));
    }
    let data = rows.into_iter().map(PersonChange::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(Envelope { meta: meta(&caller), data }))
}
